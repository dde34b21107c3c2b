"""One of one's own tickets: where it stands, what was said, and what one can say to it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from desk_gui.domain.asking import Asking, Submission
from desk_gui.domain.errors import sentence
from desk_gui.domain.workflow import Status
from desk_gui.gui.dialogs.messages import confirm
from desk_gui.gui.icons import Icon
from desk_gui.gui.own import words
from desk_gui.gui.own.answer import AnswerBox, Typed
from desk_gui.gui.own.column import middle
from desk_gui.gui.own.report import thanks
from desk_gui.gui.own.solved import Solved
from desk_gui.gui.page import Context, Page
from desk_gui.gui.theme import look
from desk_gui.gui.ticket.conversation import Spoken, SpokenCard
from desk_gui.gui.widgets.badge import Badge
from desk_gui.gui.widgets.card import Card
from desk_gui.gui.widgets.empty_state import EmptyState
from desk_gui.gui.widgets.pool import Pool
from desk_gui.gui.widgets.text_label import TextLabel
from desk_gui.operations.desk import new_key
from desk_gui.operations.effects import Effects
from desk_gui.operations.own import reading
from desk_gui.operations.own.handing_in import hand_in
from desk_gui.operations.own.reading import OwnPage


class Course(Card):
    """Where it stands in a sentence, how much of an order is done, and how it ended."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context.theme, parent=parent)
        self._context = context
        self.setObjectName("Course")
        self.stands = TextLabel("", "", self).wrapping()
        self.progress = QProgressBar(self)
        self.progress.setObjectName("StepsDone")
        self.progress.setTextVisible(False)
        self.steps = TextLabel("", "small", self)
        self.outcome = TextLabel("", "soft", self).wrapping().selectable()
        self.outcome.setObjectName("Outcome")
        for part in (self.stands, self.progress, self.steps, self.outcome):
            self.add(part)

    def show_page(self, page: OwnPage) -> None:
        """Show how a ticket is going."""
        ticket = page.ticket
        said = words.stands(page, self._context.desk.clock())
        self.stands.setText(said)
        self.setAccessibleName(said)
        steps = words.progress(ticket)
        self.progress.setRange(0, max(1, ticket.steps))
        self.progress.setValue(ticket.ended)
        self.progress.setAccessibleName(steps or "Steps done")
        self.steps.setText(steps)
        for part in (self.progress, self.steps):
            part.setVisible(bool(steps))
        ended = not ticket.may_answer or ticket.may_say
        self.outcome.setText(page.outcome if ended else "")
        self.outcome.setVisible(bool(self.outcome.text()))


class Ordered(Card):
    """What was filled in for an order."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context.theme, head="What you ordered", parent=parent)
        self.setObjectName("Ordered")
        self.setAccessibleName("What you ordered")
        self.said = TextLabel("", "", self).wrapping().selectable()
        self.add(self.said)

    def show_page(self, page: OwnPage) -> None:
        """Show the answers; hidden without any."""
        given = [f"{label}: {answer}" for label, answer in page.answers if answer]
        if page.item and page.item != page.ticket.title:
            given.insert(0, page.item)
        self.said.setText("\n".join(given))
        self.setVisible(bool(given))


class OwnTicketPage(Page):
    """`again_wanted` carries the number of an ended ticket that is to be reported again."""

    name = "Ticket"
    again_wanted = Signal(str)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        look(self, "page")
        self.ticket_id = 0
        self.shown: OwnPage | None = None
        self._solved_key = new_key()
        theme = context.theme
        self.inside = QWidget()
        self.badge = Badge(None, self.inside)
        self.number = TextLabel("", "small", self.inside).selectable()
        self.title = TextLabel("", "heading", self.inside).wrapping().selectable()
        self.course, self.ordered = Course(context), Ordered(context)
        self.solved, self.answer = Solved(context), AnswerBox(context)
        self.withdraw = QPushButton("Withdraw it…", self.inside)
        self.again = QPushButton("Report it again…", self.inside)
        self.empty = EmptyState(theme, self.inside)
        self._arrange()
        self.area = middle(self, theme, self.inside, "Ticket area")
        self._connect()

    def show_ticket(self, ticket_id: int) -> None:
        """Show one of one's own tickets."""
        if ticket_id != self.ticket_id:
            self.ticket_id, self.shown = ticket_id, None
            self.area.verticalScrollBar().setValue(0)
        self.refresh(None)

    def refresh(self, effects: Effects | None) -> None:
        """Read it again."""
        if self.ticket_id:
            work = partial(reading.ticket, self.context.desk, self.ticket_id)
            self.context.jobs.read(self, work, self._show, key="page", failed=self._not_there)

    def concerns(self, effects: Effects) -> bool:
        """Only what becomes of this ticket."""
        return self.ticket_id in effects.tickets

    def cards(self) -> list[SpokenCard]:
        """What was said, oldest first."""
        return self._cards.shown()

    def say(self, asking: Asking, *, text: str = "", score: int | None = None) -> None:
        """Say whether it is solved, or take it back."""
        said = Submission(asking, text=text, ticket_id=self.ticket_id, score=score)
        work = partial(hand_in, self.context.desk, said, key=self._solved_key)
        self.context.do(
            self,
            work,
            said=thanks(self.context, _SAID[asking]),
            done=self._was_said,
            failed=self._refused,
        )

    def _show(self, page: OwnPage) -> None:
        self.shown = page
        ticket, now = page.ticket, self.context.desk.clock()
        self.empty.hide()
        self._whole.show()
        self.badge.show_chip(words.chip(ticket))
        self.number.setText(words.meta(ticket, now))
        self.title.setText(ticket.title)
        self.title.setAccessibleName(ticket.title)
        for part in (self.course, self.ordered, self.solved):
            part.show_page(page)
        for card, spoken in self._cards.each(_spoken(page, self.context.account.name)):
            card.show_spoken(spoken)
        self.answer.setVisible(ticket.may_answer and not ticket.may_say)
        self.answer.show_ticket(ticket.id)
        self.withdraw.setVisible(ticket.may_withdraw)
        self.again.setVisible(not ticket.may_answer and ticket.status is not Status.REJECTED)

    def _not_there(self, error: Exception) -> None:
        self._whole.hide()
        self.empty.show_words(Icon.INBOX, "This cannot be shown", sentence(error))
        self.empty.show()

    def _send(self, ticket_id: int, typed: Typed) -> None:
        said = Submission(Asking.ANSWER, text=typed.text, ticket_id=ticket_id)
        upload = self.answer.files.upload(ticket_id)
        work = partial(hand_in, self.context.desk, said, key=typed.key, files=upload)
        self.context.do(
            self,
            work,
            said=thanks(self.context, "Sent."),
            done=lambda _: self.answer.sent(ticket_id),
            failed=lambda error: self.answer.not_sent(ticket_id, sentence(error)),
        )

    def _was_said(self, _: Effects) -> None:
        self._solved_key = new_key()
        self.solved.forget()

    def _refused(self, error: Exception) -> None:
        self._solved_key = new_key()
        if self.solved.isVisible():
            self.solved.show_trouble(sentence(error))
        else:
            self.context.toasts.say(sentence(error))

    def _ask_withdraw(self) -> None:
        confirm(
            self.window(),
            "Withdraw this order?",
            "Withdraw it",
            detail="Nobody goes on with it; you can order it again at any time.",
            then=partial(self.say, Asking.WITHDRAW),
            dangerous=True,
        )

    def _connect(self) -> None:
        self.solved.solved.connect(
            lambda score, text: self.say(Asking.SOLVED, text=text, score=score)
        )
        self.solved.not_solved.connect(lambda text: self.say(Asking.NOT_SOLVED, text=text))
        self.answer.send_wanted.connect(self._send)
        self.withdraw.clicked.connect(self._ask_withdraw)
        self.again.clicked.connect(self._want_again)

    def _want_again(self) -> None:
        if self.shown is not None:
            self.again_wanted.emit(self.shown.ticket.number)

    def _arrange(self) -> None:
        px = self.context.theme.px
        outer = QVBoxLayout(self.inside)
        outer.setContentsMargins(0, 0, 0, 0)
        self._whole = QWidget(self.inside)
        self._whole.hide()
        self.empty.hide()
        outer.addWidget(self._whole)
        outer.addWidget(self.empty)
        column = QVBoxLayout(self._whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(12))
        head = QHBoxLayout()
        head.setSpacing(px(8))
        head.addWidget(self.badge)
        head.addWidget(self.number, 1)
        said = QVBoxLayout()
        said.setSpacing(px(8))
        self._cards = Pool(said, lambda: SpokenCard(self.context, self._whole))
        column.addLayout(head)
        for part in (self.title, self.course, self.solved, self.ordered):
            column.addWidget(part)
        column.addLayout(said)
        column.addWidget(self.answer)
        foot = QHBoxLayout()
        for button, name in ((self.withdraw, "Withdraw"), (self.again, "ReportAgain")):
            button.setObjectName(name)
            button.setAccessibleName(button.text().rstrip("…"))
            look(button, "link")
            foot.addWidget(button)
        foot.addStretch(1)
        column.addLayout(foot)


_SAID = {
    Asking.SOLVED: "Thank you for saying so.",
    Asking.NOT_SOLVED: "Thank you. It is looked at again.",
    Asking.WITHDRAW: "It is withdrawn.",
}


def _spoken(page: OwnPage, me: str) -> Iterator[Spoken]:
    """What one wrote at first, then every answer."""
    if page.text or page.files:
        yield Spoken(f"{me} · you", page.ticket.opened_at, page.text, files=page.files)
    for one in page.said:
        who = f"{me} · you" if one.mine else one.who
        yield Spoken(who, one.at, one.text, files=one.files)
