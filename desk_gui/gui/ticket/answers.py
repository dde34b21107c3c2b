"""What may help with the ticket that is shown, also while somebody types on it.

It is looked for after a pause, in a job: typing waits for nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desk_gui.domain.accounts import Right
from desk_gui.domain.knowledge import Audience, Use
from desk_gui.domain.workflow import is_final
from desk_gui.gui.actions import keys_words
from desk_gui.gui.dialogs.help_line import HelpLine
from desk_gui.gui.format import count
from desk_gui.gui.icons import Icon
from desk_gui.gui.page import Context
from desk_gui.gui.widgets.card import Card
from desk_gui.gui.widgets.icon_label import IconButton
from desk_gui.gui.widgets.pool import Pool
from desk_gui.gui.widgets.text_label import TextLabel, plain_tip
from desk_gui.operations import helping
from desk_gui.operations.articles.answering import Answer
from desk_gui.operations.helping import Help, Solved
from desk_gui.operations.show import TicketPage

PAUSE_MS = 250
ACTS = {
    Use.INSERTED: ("insert_article", Icon.TEXT_CURSOR_INPUT, "Insert its words"),
    Use.LINKED: ("link_article", Icon.LINK, "Link it"),
    Use.SENT: ("send_article", Icon.SEND, "Send it…"),
}
"""What can be done with an article: its command, icon and words."""
INTERNAL = "It is internal; the requester must not read it."


class AnswerLine(HelpLine[Answer]):
    """An article with what can be done with it; `wanted` carries it and the Use."""

    wanted = Signal(object, object)

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(context, parent)
        self.acts = {use: self._button(use) for use in ACTS}
        works = context.account.may(Right.WORK_ON_TICKETS)
        for button in self.acts.values():
            button.setVisible(works)

    def show_thing(self, thing: Answer) -> None:
        """Show an article; what is internal cannot be sent."""
        super().show_thing(thing)
        for use, button in self.acts.items():
            button.setAccessibleName(f"{ACTS[use][2].rstrip('…')}: {thing.number}")
        send, internal = self.acts[Use.SENT], thing.audience is Audience.INTERNAL
        send.setEnabled(not internal)
        send.setToolTip(plain_tip(INTERNAL if internal else self._tip(Use.SENT)))

    def is_near(self) -> bool:
        """Whether the keyboard is on it."""
        return self.window().focusWidget() in {self.opens, *self.acts.values()}

    def _button(self, use: Use) -> IconButton:
        _, icon, said = ACTS[use]
        button = IconButton(self._context.theme, icon, said, parent=self)
        button.setObjectName(f"{use.title()}Article")
        button.setToolTip(plain_tip(self._tip(use)))
        button.clicked.connect(lambda: self.wanted.emit(self.thing, use))
        self.add_act(button)
        return button

    def _tip(self, use: Use) -> str:
        command, _, said = ACTS[use]
        return f"{said} ({keys_words(self._context.actions.command(command).keys)})"


class Answers(Card):
    """`opened` carries the id of an article, `ticket_opened` that of a ticket.

    `cite_wanted` carries an Answer and its Use, `solution_wanted` a Solved ticket; `found` says
    that they were looked for.
    """

    opened = Signal(int)
    ticket_opened = Signal(int)
    cite_wanted = Signal(object, object)
    solution_wanted = Signal(object)
    found = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context.theme, head="May help", aside=" ", parent=parent)
        self._context = context
        self._shown: TicketPage | None = None
        self._typed = ""
        self._help = self._by_ticket = self._by_typed = Help()
        self.setObjectName("Answers")
        self.setAccessibleName("What may help")
        articles, solved = QVBoxLayout(), QVBoxLayout()
        self._articles = Pool(articles, self._answer_line)
        self._solved = Pool(solved, self._solved_line)
        self._head = TextLabel("Solved before", "label", self)
        self.column.addLayout(articles)
        self.column.addWidget(self._head)
        self.column.addLayout(solved)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._look_typed)
        self.hide()

    def best(self, use: Use) -> Answer | None:
        """The article that the keyboard is on, or else the first that can be used so."""
        lines = [line for line in self.lines() if line.acts[use].isEnabled() or line.is_near()]
        first = sorted(lines, key=lambda line: not line.is_near())
        return first[0].thing if first else None

    def lines(self) -> list[AnswerLine]:
        """The articles that are shown."""
        return self._articles.shown() if self._help.articles else []

    def solved_lines(self) -> list[HelpLine[Solved]]:
        """The solved tickets that are shown."""
        return self._solved.shown() if self._help.solved else []

    def show_ticket(self, shown: TicketPage, typed: str = "") -> None:
        """Look for what may help with a ticket; what is final needs no help."""
        another = self._shown is None or self._shown.ticket.id != shown.ticket.id
        wanted = not is_final(shown.ticket.status)
        if another or not wanted:
            self._forget()
        self._shown, self._typed = shown if wanted else None, typed
        self._look()
        self._look_typed()

    def typed(self, words: str) -> None:
        """Look again once somebody who types makes a pause."""
        if words != self._typed:
            self._typed = words
            self._pause.start()

    def show_help(self, found: Help) -> None:
        """Show what was found, best first; hidden without anything."""
        self._help = found
        self.setVisible(bool(found.articles or found.solved))
        parts = (
            count(len(found.articles), "article") if found.articles else "",
            count(len(found.solved), "solved ticket") if found.solved else "",
        )
        self.aside.setText(" · ".join(filter(None, parts)))
        self._head.setVisible(bool(found.solved))
        for line, article in self._articles.each(found.articles):
            line.show_thing(article)
        for solved_line, solved in self._solved.each(found.solved):
            solved_line.show_thing(solved)

    def _look(self) -> None:
        """By what the ticket says."""
        if self._shown is not None:
            ticket = self._shown.ticket
            self._ask(ticket.id, partial(helping.help_for, title=ticket.title, text=ticket.text))

    def _look_typed(self) -> None:
        """By what is typed on it; what the ticket itself says is known already."""
        self._pause.stop()
        if self._shown is not None:
            ticket, typed = self._shown.ticket, self._typed
            work = partial(helping.help_for_typed, typed=typed, title=ticket.title)
            self._ask(ticket.id, work, typed=True)

    def _ask(self, ticket_id: int, work: Callable[..., Help], *, typed: bool = False) -> None:
        self._context.jobs.read(
            self,
            partial(work, self._context.desk, ticket_id=ticket_id),
            partial(self._were_found, ticket_id, typed),
            key="typed answers" if typed else "answers",
            failed=self._not_found,
        )

    def _were_found(self, ticket_id: int, typed: bool, found: Help) -> None:  # noqa: FBT001 - a fact
        if self._shown is None or ticket_id != self._shown.ticket.id:
            return
        if typed:
            self._by_typed = found
        else:
            self._by_ticket = found
        self.show_help(self._by_typed | self._by_ticket)
        self.found.emit()

    def _not_found(self, _: Exception) -> None:
        """It is a help, not a duty: the page says by itself what is wrong with the database."""
        self._forget()

    def _forget(self) -> None:
        self._by_ticket = self._by_typed = Help()
        self.show_help(Help())

    def _answer_line(self) -> AnswerLine:
        line = AnswerLine(self._context, self)
        line.opens.clicked.connect(lambda: self._open(line.thing))
        line.wanted.connect(self.cite_wanted)
        return line

    def _solved_line(self) -> HelpLine[Solved]:
        line: HelpLine[Solved] = HelpLine(self._context, self)
        insert = IconButton(
            self._context.theme, Icon.TEXT_CURSOR_INPUT, "Insert the solution", parent=line
        )
        insert.clicked.connect(lambda: self._use(line.thing))
        line.add_act(insert)
        line.opens.clicked.connect(self._ticket_opener(line))
        return line

    def _ticket_opener(self, line: HelpLine[Solved]) -> Callable[[], None]:
        def opener() -> None:
            if line.thing is not None:
                self.ticket_opened.emit(line.thing.likely.id)

        return opener

    def _open(self, answer: Answer | None) -> None:
        if answer is not None:
            self.opened.emit(answer.id)

    def _use(self, solved: Solved | None) -> None:
        if solved is not None:
            self.solution_wanted.emit(solved)
