"""What was said: the description, answers as white cards, work notes tinted and labelled."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from desk_gui.domain.attachment import Attached
from desk_gui.gui.format import count, moment, short_moment
from desk_gui.gui.page import Context
from desk_gui.gui.theme import look
from desk_gui.gui.ticket.files import Files
from desk_gui.gui.ticket.words import Marks, Words
from desk_gui.gui.widgets.card import Card
from desk_gui.gui.widgets.pool import Pool
from desk_gui.gui.widgets.text_label import plain_tip
from desk_gui.operations.conversation import Said
from desk_gui.operations.show import TicketPage

FIRST, STEP, AT_ONCE = 8, 24, 4
Place = tuple[int, int | None]
"""A ticket, and one of its comments or None for the ticket itself."""
ByPlace = Mapping[Place, tuple[Attached, ...]]


@dataclass(frozen=True)
class Spoken:
    """One card: who (with what it is), when, what, and whether it is a work note.

    `origin` is the id and number of the merged ticket it was said on, where it was another one.
    """

    who: str
    at: datetime
    text: str
    note: bool = False
    files: tuple[Attached, ...] = ()
    marks: Marks = ()
    origin: tuple[int, str] | None = None


class SpokenCard(Card):
    """One thing that was said; `origin_wanted` carries the id of the ticket it was said on."""

    origin_wanted = Signal(int)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context.theme, head=" ", aside=" ", parent=parent)
        self._context = context
        self.words = Words(context, self)
        self.add(self.words)
        self.files: Files | None = None
        self.origin: QPushButton | None = None
        self._said_on = 0

    def show_spoken(self, spoken: Spoken) -> None:
        """Show what somebody said."""
        look(self, "note" if spoken.note else "card")
        self.setObjectName("WorkNote" if spoken.note else "Comment")
        self.head.setText(spoken.who)
        self.aside.setText(short_moment(spoken.at, self._context.desk.clock()))
        self.aside.setToolTip(plain_tip(moment(spoken.at)))
        self.words.show_words(spoken.text, spoken.marks)
        self.words.setVisible(bool(spoken.text))
        if spoken.files and self.files is None:
            self.files = Files(self._context, self)
            self.add(self.files)
        if self.files is not None:
            self.files.show_files(spoken.files)
        self._show_origin(spoken.origin)
        on = f" on {spoken.origin[1]}" if spoken.origin else ""
        self.setAccessibleName(f"{spoken.who}{on}, {moment(spoken.at)}: {spoken.text[:200]}")

    def _show_origin(self, origin: tuple[int, str] | None) -> None:
        if self.origin is None and origin is not None:
            self.origin = QPushButton("", self)
            self.origin.setObjectName("SaidOn")
            look(self.origin, "link")
            self.origin.clicked.connect(lambda: self.origin_wanted.emit(self._said_on))
            self.line.insertWidget(1, self.origin)
        if self.origin is not None:
            self.origin.setVisible(origin is not None)
        if self.origin is not None and origin is not None:
            self._said_on = origin[0]
            self.origin.setText(f"on {origin[1]}")
            self.origin.setAccessibleName(f"Said on {origin[1]}: open it")


class Conversation(QWidget):
    """The description first, then the newest things said; earlier ones on demand.

    `opened` carries the id of a merged ticket on which something was said.
    """

    opened = Signal(int)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: TicketPage | None = None
        self._most = self._wanted = FIRST
        self.setObjectName("Conversation")
        self.setAccessibleName("Conversation")
        px = context.theme.px
        self._description = SpokenCard(context, self)
        self.earlier = QPushButton("", self)
        self.earlier.setObjectName("EarlierComments")
        look(self.earlier, "link")
        self.earlier.clicked.connect(self.show_earlier)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        column.addWidget(self._description)
        column.addWidget(self.earlier)
        inside = QVBoxLayout()
        inside.setSpacing(px(8))
        column.addLayout(inside)
        self._context = context
        self._cards = Pool(inside, self._card, upward=True)

    def show_ticket(self, shown: TicketPage) -> None:
        """Show the conversation of a ticket."""
        if self._shown is None or self._shown.ticket.id != shown.ticket.id:
            self._most = self._wanted = FIRST
        self._shown = shown
        self._fill()

    def show_earlier(self) -> None:
        """Show more of what was said before, a few cards at a time."""
        self._wanted = self._most + STEP
        self._grow()

    def cards(self) -> list[SpokenCard]:
        """The cards of comments and notes that are shown, oldest first."""
        return self._cards.shown()[::-1]

    def _card(self) -> SpokenCard:
        card = SpokenCard(self._context, self)
        card.origin_wanted.connect(self.opened)
        return card

    def _grow(self) -> None:
        self._most = min(self._wanted, self._most + AT_ONCE)
        self._fill()
        if self._most < self._wanted and not self.earlier.isHidden():
            QTimer.singleShot(0, self, self._grow)

    def _fill(self) -> None:
        if self._shown is None:
            return
        ticket = self._shown.ticket
        files = _files(self._shown)
        own = files.get((ticket.id, None), ())
        self.setVisible(bool(ticket.text or own or self._shown.said))
        self._description.setVisible(bool(ticket.text or own))
        if ticket.text or own:
            names = self._shown.names
            who = names.requester or names.opened_by or "Description"
            spoken = Spoken(who, ticket.opened_at, ticket.text, files=own)
            self._description.show_spoken(spoken)
            self._description.setObjectName("Description")
        said = self._shown.said
        hidden = max(0, len(said) - self._most)
        words = f"Show earlier: {count(hidden, 'more', 'more')}"
        self.earlier.setText(words)
        self.earlier.setAccessibleName(words)
        self.earlier.setVisible(hidden > 0)
        newest = said[: hidden - 1 if hidden else None : -1]
        for card, spoken in self._cards.each(_spoken(newest, files)):
            card.show_spoken(spoken)


def _files(shown: TicketPage) -> ByPlace:
    """What is attached, by what it came with."""
    found: dict[Place, tuple[Attached, ...]] = {}
    for one in shown.attachments:
        place = one.ticket_id, one.comment_id
        found[place] = (*found.get(place, ()), one)
    return found


def _spoken(said: tuple[Said, ...], files: ByPlace) -> Iterator[Spoken]:
    for one in said:
        marks = tuple((mention.start, mention.end) for mention in one.mentions)
        attached = files.get((one.ticket_id, None if one.opening else one.id), ())
        origin = (one.ticket_id, one.number) if one.number else None
        who = f"{one.who} · {_does(one)}"
        yield Spoken(who, one.at, one.text, not one.public, attached, marks, origin)


def _does(one: Said) -> str:
    if one.opening:
        return "opened it"
    if one.by_requester:
        return "requester answered"
    return "answer" if one.public else "work note"
