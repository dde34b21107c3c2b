"""The form for a new ticket: its kind first, then its own fields; Desk proposes as one types."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from itertools import pairwise

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desk_gui.domain.ticket import Relation, Ticket
from desk_gui.domain.workflow import Kind
from desk_gui.gui.dialogs.answered_first import AnsweredFirst
from desk_gui.gui.dialogs.changing import say
from desk_gui.gui.dialogs.choosing import Known, read_known
from desk_gui.gui.dialogs.known_already import Instead, KnownAlready
from desk_gui.gui.dialogs.messages import confirm
from desk_gui.gui.dialogs.proposal import KINDS, ProposalCard, Proposed, propose
from desk_gui.gui.dialogs.requester import NEW
from desk_gui.gui.dialogs.sheet import Sheet
from desk_gui.gui.dialogs.solved_before import SolvedBefore
from desk_gui.gui.dialogs.ticket_fields import TicketFields
from desk_gui.gui.format import KINDS_IN_FULL
from desk_gui.gui.page import Context
from desk_gui.gui.theme import Theme, look
from desk_gui.gui.widgets.flow import TileLayout
from desk_gui.gui.widgets.person_picker import Choice
from desk_gui.gui.widgets.text_label import TextLabel
from desk_gui.operations import classification, duplicates
from desk_gui.operations.articles import answering
from desk_gui.operations.articles.answering import Answer
from desk_gui.operations.classification import Evidence, NewTicket
from desk_gui.operations.desk import Desk, new_key
from desk_gui.operations.duplicates import Likely
from desk_gui.operations.effects import Effects

PAUSE_MS = 250
WIDE, COLUMN = 780, 300
UNSURE = "Not sure? Type it and Desk proposes."
Store = Callable[[Desk, NewTicket, str], Effects]
CHOICES = ((Kind.INCIDENT, "Incident"), (Kind.REQUEST, "Service request"), (None, "Not sure"))


class NewTicketForm(Sheet):
    """`opened` carries the id of the ticket; a double click opens one ticket, not two.

    `looks_for_known` says whether it may turn out that there is a ticket for it already.
    """

    opened = Signal(int)
    looks_for_known = True

    def __init__(
        self,
        context: Context,
        kind: Kind | None = None,
        parent: QWidget | None = None,
        *,
        item_id: int | None = None,
    ) -> None:
        super().__init__(context, "New ticket", "Open", parent)
        self._key = new_key()
        self._known = Known()
        self._proposed: Proposed | None = None
        self._item_id = item_id
        self.given = ""
        self.form.hide()
        self.fields = TicketFields(context, self)
        self.files = self.fields.files
        self.files.drop_on(self, self.fields.text)
        self.files.changed.connect(self._files_changed)
        self.proposal = ProposalCard(context, self)
        self.known = KnownAlready(context, self)
        self.answered = AnsweredFirst(context, None, self)
        self.kinds = QButtonGroup(self)
        self.solved = SolvedBefore(context, self)
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self.look_up)
        self._arrange_all()
        self.choose_kind(kind)
        self.fields.typed.connect(self._pause.start)
        self.fields.requester.picked.connect(lambda _: self._pause.start())
        self.proposal.kind_wanted.connect(self.choose_kind)
        self.proposal.habit.team_wanted.connect(self.fields.team.choose)
        self.known.chosen.connect(self.use_known)
        self.answered.answered.connect(self.end_with)
        for field in (self.fields.impact, self.fields.urgency):
            field.picked.connect(lambda _: self._show())
        self.fields.title.setFocus()
        context.jobs.read(
            self, partial(read_known, context.desk), self._known_now, failed=partial(say, context)
        )

    @property
    def kind(self) -> Kind | None:
        """The kind a person chose, or None while Desk is to decide."""
        place = self.kinds.checkedId()
        return CHOICES[place][0] if place >= 0 else None

    @property
    def becomes(self) -> Kind | None:
        """The kind that the ticket would get now."""
        proposed = self._proposed.proposal.kind if self._proposed else None
        return self.kind or proposed

    def choose_kind(self, kind: Kind | None) -> None:
        """Choose a kind, or leave it to Desk."""
        place = next(place for place, (one, _) in enumerate(CHOICES) if one is kind)
        self.kinds.button(place).setChecked(True)
        self._show()

    def look_up(self) -> None:
        """Ask now what is proposed for what is typed."""
        self._pause.stop()
        title, text = self.fields.words()
        work = partial(propose, self.context.desk, title, text)
        self.context.jobs.read(self, work, self._proposed_now, key="propose", failed=self._unsaid)
        if self.looks_for_known:
            self.known.look_up(title, text, self.kind, self._requester_id)
            self.solved.look_up(title, text)
            self.answered.look_up_for(self.fields.chosen_item(), title, text)

    def submit(self) -> None:
        """Open the ticket, if nothing is missing for its kind."""
        self._open(self.store, "“{}” opened.")

    def use_known(self, likely: Likely, instead: Instead) -> None:
        """Use what is typed for a ticket that is there already."""
        if instead is Instead.ADD:
            operation = partial(_add_instead, likely.id)
            new, said = self.fields.written(likely.kind), f"Added to {likely.number}."
            self._send(new, operation, said, offered=[])
            return
        self.choose_kind(likely.kind)
        merged = instead is Instead.DUPLICATE
        relation = Relation.DUPLICATE_OF if merged else Relation.CHILD_OF
        how = "merged into" if merged else "as a child of"
        said = f"“{{}}” opened, {how} {likely.number}."
        self._open(partial(_open_as, likely.id, relation), said)

    def end_with(self, answer: Answer) -> None:
        """End it without an order, as answered by an article."""
        item = self.fields.chosen_item()
        if item is not None:
            title = self.fields.words()[0].strip() or item.name
            new = replace(self.fields.written(Kind.REQUEST), title=title, answers=None)
            said = f"“{title}” answered by {answer.number}; nothing was ordered."
            self._send(new, partial(_end_answered, answer.id), said, self.answered.offered)

    @property
    def _requester_id(self) -> int | None:
        chosen = self.fields.requester.chosen
        return chosen.id if chosen is not None and chosen.id != NEW else None

    def _open(self, operation: Store, said: str) -> None:
        title, _ = self.fields.words()
        if self.fields.show_wrong(self.becomes, self.context.desk.clock().date()):
            self.fit()
            return
        if self.becomes is None:
            self.show_trouble(
                "Choose whether something is broken (incident) or asked for (service request); "
                "the words do not say it."
            )
            return
        articles = self._proposed.articles if self._proposed else ()
        offered = [*self.answered.offered, *(hit.id for hit in articles)]
        new = self.fields.written(self.becomes)
        self._send(new, operation, said.format(title.strip()), list(dict.fromkeys(offered)))

    def _send(self, new: NewTicket, operation: Store, said: str, offered: list[int]) -> None:
        known, typed = self._requester_id, self.fields.requester.text().strip()
        upload = self.files.upload(None)
        filled = replace(
            new,
            files=replace(upload, files=(*upload.files, *new.files.files)),
            requester_id=known,
            requester="" if known else typed,
        )
        self.send(
            partial(self._store, filled, operation, offered),
            said,
            lambda effects: self.opened.emit(self._opened(effects)),
        )

    def set_busy(self, *, busy: bool) -> None:
        """Let nothing be pressed or changed while the operation is under way."""
        super().set_busy(busy=busy)
        self.fields.setEnabled(not busy)
        self.choice.setEnabled(not busy)
        self.answered.setEnabled(not busy)
        if not busy:
            self.files.ended(None)

    def begin_with(self, title: str) -> None:
        """Fill in a title that nobody typed."""
        self.given = title
        self.fields.title.setText(title)

    def store(self, desk: Desk, new: NewTicket, key: str) -> Effects:
        """The operation; a job calls it."""
        return classification.open_ticket(desk, new, key=key)

    def reject(self) -> None:
        """Leave; what was typed is thrown away only when a person says so."""
        title, text = self.fields.words()
        written = text.strip() or title.strip() not in {"", self.given}
        written = written or any(self.fields.asked.answers().values())
        if self.busy or not (written or self.files.files(None)):
            super().reject()
            return
        confirm(
            self,
            "Throw away what you typed?",
            "Throw away",
            then=super().reject,
            detail="No ticket has been opened yet.",
            dangerous=True,
        )

    def _files_changed(self, _: object) -> None:
        """Other files are another submission."""
        self._key = new_key()
        self.fit()

    def _opened(self, effects: Effects) -> int:
        return effects.ticket_id

    def _store(self, new: NewTicket, operation: Store, offered: list[int]) -> Effects:
        desk = self.context.desk
        effects = operation(desk, new, self._key)
        if offered:
            answering.suggest(desk, self._opened(effects), offered)
        return effects

    def _known_now(self, known: Known) -> None:
        self._known = known
        self.fields.offer(known)
        if self._item_id is not None:
            self.fields.item.choose(self._item_id)
            if not self.fields.title.text() and (item := known.item(self._item_id)):
                self.begin_with(item.name)
        self._show()

    def _proposed_now(self, proposed: Proposed) -> None:
        typed = any(words.strip() for words in self.fields.words())
        self._proposed = proposed if typed else None
        self.fields.show_proposed(proposed.proposal if typed else None)
        self.fields.propose_item(proposed.item)
        because = proposed.proposal.because if typed else ()
        self.fields.marker.mark(_marks(self.context.theme, because))
        self._show()

    def _unsaid(self, error: Exception) -> None:
        self._proposed = None
        self._show()
        self.refused(error)

    def _show(self) -> None:
        kind = self.becomes
        self.fields.show_kind(self.kind or kind)
        self.proposal.show_proposed(self._proposed, self.kind)
        request = kind is Kind.REQUEST
        self.proposal.show_priority(
            self._known.matrix, None if request or not self._proposed else self.fields.levels()
        )
        words = KINDS_IN_FULL[kind].lower() if kind else "ticket"
        self.heading.setText(self.heading_words(kind))
        self.setWindowTitle(self.heading.text())
        self.go.setText(f"Open {words}")
        self.go.setAccessibleName(self.go.text())

    def heading_words(self, kind: Kind | None) -> str:
        """What the window is called for a kind."""
        return f"New {KINDS_IN_FULL[kind].lower() if kind else 'ticket'}"

    def _arrange_all(self) -> None:
        px = self.context.theme.px
        self.resize(px(WIDE), px(560))
        self.choice = _kind_choice(self.kinds, self, px(8))
        self.kinds.idClicked.connect(lambda _: self._show())
        both = QWidget(self)
        tiles = TileLayout(px(16), partial(px, COLUMN), 2, both)
        tiles.addWidget(self.fields)
        beside = (self.answered, self.proposal, self.known, self.solved)
        tiles.addWidget(_stacked(both, px(12), *beside))
        self.fields.asked.changed.connect(self.fit)
        self.known.named.connect(self.solved.leave_out)
        self.below(self.choice)
        self.below(both)
        self.below(self.files.progress)
        for before, after in pairwise((*self.kinds.buttons(), self.fields.title)):
            self.setTabOrder(before, after)


def _marks(theme: Theme, because: Sequence[Evidence]) -> tuple[tuple[str, QColor], ...]:
    """The words that decided, each with the tint of what it says."""
    tints = {says: theme.colour(f"{tint}_tint") for says, tint in KINDS.items()}
    other = theme.colour("accent_tint")
    return tuple((one.words.lower(), tints.get(one.says, other)) for one in because)


def _kind_choice(kinds: QButtonGroup, owner: QWidget, gap: int) -> QWidget:
    """The kinds, and what to do when one is not sure."""
    top = QWidget(owner)
    column = QVBoxLayout(top)
    column.setContentsMargins(0, 0, 0, 0)
    column.addLayout(_kind_buttons(kinds, owner, gap))
    column.addWidget(TextLabel(UNSURE, "label", top).wrapping())
    return top


def _kind_buttons(kinds: QButtonGroup, owner: QWidget, gap: int) -> QHBoxLayout:
    """The kinds in a row, of which one is chosen."""
    row = QHBoxLayout()
    row.setSpacing(gap)
    for place, (kind, words) in enumerate(CHOICES):
        button = QPushButton(words, owner)
        button.setObjectName(f"Kind{(kind or 'auto').title()}")
        button.setAccessibleName(words)
        button.setCheckable(True)
        button.setAutoDefault(False)
        look(button, "pill")
        kinds.addButton(button, place)
        row.addWidget(button)
    row.addStretch(1)
    return row


def _stacked(owner: QWidget, gap: int, *parts: QWidget) -> QWidget:
    """Widgets one below the other, at the top of their room."""
    stack = QWidget(owner)
    column = QVBoxLayout(stack)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(gap)
    for part in parts:
        column.addWidget(part)
    column.addStretch(1)
    return stack


def _open_as(other_id: int, relation: Relation, desk: Desk, new: NewTicket, key: str) -> Effects:
    return classification.open_as(desk, new, other_id, relation, key=key)


def _end_answered(article_id: int, desk: Desk, new: NewTicket, key: str) -> Effects:
    return classification.open_answered(desk, new, article_id, key=key)


def _add_instead(ticket_id: int, desk: Desk, new: NewTicket, key: str) -> Effects:
    return duplicates.add_instead(desk, ticket_id, new, key=key)


def keep_requester(form: NewTicketForm, ticket: Ticket, name: str | None) -> None:
    """Begin with the requester of another ticket."""
    if ticket.requester_id and name:
        form.fields.requester.choose(Choice(ticket.requester_id, name))
