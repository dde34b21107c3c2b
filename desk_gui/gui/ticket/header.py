"""The head of a ticket: kind, number, clock, title, where it stands, and what to do next."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QPushButton, QVBoxLayout, QWidget

from desk_gui.domain.sla import Clock
from desk_gui.domain.workflow import HoldReason, Status
from desk_gui.gui import format as words
from desk_gui.gui.icons import Icon
from desk_gui.gui.page import Context
from desk_gui.gui.theme import look
from desk_gui.gui.ticket.offers import Offer, buttons, menu
from desk_gui.gui.widgets.badge import Badge
from desk_gui.gui.widgets.flow import FlowLayout
from desk_gui.gui.widgets.text_label import TextLabel, plain_tip
from desk_gui.operations.show import TicketPage

BUTTONS = 5
ICONS = {
    "assign": Icon.USER_PLUS,
    "edit": Icon.PENCIL,
    "answer": Icon.MESSAGE_SQUARE,
    "reclassify": Icon.REFRESH_CW,
    "split": Icon.SPLIT,
    "link": Icon.LINK,
    "merge": Icon.MERGE,
    "unmerge": Icon.UNGROUP,
    "follow_up": Icon.ARROW_RIGHT,
    "undo": Icon.UNDO_2,
    "cancel": Icon.X,
    "write_article": Icon.BOOK_OPEN,
    "copy": Icon.COPY,
}


class Header(QWidget):
    """`act_wanted` carries the name of the act that was pressed."""

    act_wanted = Signal(str)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._shown: TicketPage | None = None
        self._acts = [""] * BUTTONS
        self.setObjectName("TicketHeader")
        self.kind, self.due, self.major = Badge(parent=self), Badge(parent=self), Badge(parent=self)
        self.kind.setObjectName("Kind")
        self.due.setObjectName("Due")
        self.number = TextLabel("", "soft", self).selectable()
        self.number.setObjectName("Number")
        self.title = TextLabel("", "heading", self).wrapping().selectable()
        self.title.setObjectName("Title")
        self.standing = TextLabel("", "soft", self).wrapping()
        self.standing.setObjectName("Standing")
        self.reasons = TextLabel("", "small", self).wrapping()
        self.reasons.setObjectName("Reasons")
        self.moves = [self._button(place) for place in range(BUTTONS)]
        self.more = QPushButton("More ▾", self)
        self.more.setObjectName("More")
        self.more.setAccessibleName("More acts")
        self._menu = QMenu(self.more)
        self._menu.setObjectName("MoreMenu")
        self._menu.setToolTipsVisible(True)
        self._menu.aboutToShow.connect(self.fill_menu)
        self.more.setMenu(self._menu)
        self._arrange()

    def show_ticket(self, shown: TicketPage) -> None:
        """Show another ticket, or the same one as it is now."""
        self._shown = shown
        ticket = shown.ticket
        self.kind.show_chip(words.named_chip(ticket.kind, ticket.major))
        self.number.setText(ticket.number)
        self.title.setText(ticket.title)
        self.title.setAccessibleName(ticket.title)
        self.major.show_chip(
            words.Chip("Confidential", words.Tint.WARN) if ticket.confidential else None
        )
        self._show_offers(buttons(shown, self._context.account))
        self.tick()

    def tick(self) -> None:
        """Write how long ago and how long still it is now."""
        if self._shown is None:
            return
        now = self._context.desk.clock()
        clock = next_clock(self._shown.clocks)
        self.due.show_chip(words.clock_chip(clock, now) if clock is not None else None)
        self.standing.setText(standing_words(self._shown, now))
        self.standing.setToolTip(plain_tip(words.moment(self._shown.ticket.opened_at)))

    def fill_menu(self) -> None:
        """Fill “More” with what the ticket allows now."""
        self._menu.clear()
        if self._shown is None:
            return
        for offer in menu(self._shown, self._context.account):
            if not offer.act:
                self._menu.addSeparator()
                continue
            self._menu.addAction(self._entry(offer))

    def _entry(self, offer: Offer) -> QAction:
        icon = self._context.theme.icon(ICONS[offer.act])
        entry = QAction(icon, offer.words, self._menu)
        entry.setObjectName(f"More-{offer.act}")
        entry.setEnabled(offer.allowed)
        entry.setToolTip(plain_tip(offer.because))
        entry.triggered.connect(partial(self._wanted, offer.act))
        return entry

    def _wanted(self, act: str, _: object = None) -> None:
        self.act_wanted.emit(act)

    def _press(self, place: int) -> None:
        self.act_wanted.emit(self._acts[place])

    def _show_offers(self, offers: tuple[Offer, ...]) -> None:
        for place, button in enumerate(self.moves):
            button.setVisible(place < len(offers))
            if place >= len(offers):
                continue
            offer = offers[place]
            self._acts[place] = offer.act
            button.setText(offer.words)
            button.setObjectName(f"Act-{offer.act}")
            button.setAccessibleName(offer.words.rstrip("…"))
            button.setAccessibleDescription(offer.because)
            button.setToolTip(plain_tip(offer.because))
            button.setEnabled(offer.allowed)
            look(button, "primary" if offer.primary else "")
        reasons = list(dict.fromkeys(offer.because for offer in offers if offer.because))
        self.reasons.setText(" ".join(reasons))
        self.reasons.setVisible(bool(reasons))

    def _button(self, place: int) -> QPushButton:
        button = QPushButton("", self)
        button.clicked.connect(partial(self._press, place))
        return button

    def _arrange(self) -> None:
        px = self._context.theme.px
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        chips = FlowLayout(px(6))
        for widget in (self.kind, self.number, self.due, self.major):
            chips.addWidget(widget)
        acts = FlowLayout(px(8))
        for button in (*self.moves, self.more):
            acts.addWidget(button)
        column.addLayout(chips)
        column.addWidget(self.title)
        column.addWidget(self.standing)
        column.addLayout(acts)
        column.addWidget(self.reasons)


def next_clock(clocks: tuple[Clock, ...]) -> Clock | None:
    """The clock that matters now: running and due first, else paused, else how it ended."""
    ticking = [clock for clock in clocks if clock.is_ticking]
    if ticking:
        return min(ticking, key=lambda clock: (clock.paused_at is not None, clock.due_at))
    ended = [clock for clock in clocks if clock.ended_at is not None]
    return max(ended, key=lambda clock: (clock.ended_at, clock.due_at), default=None)


def standing_words(shown: TicketPage, now: datetime) -> str:
    """Where the ticket stands, since when it is there, and who asked."""
    ticket, names = shown.ticket, shown.names
    status = words.STATUSES[ticket.status]
    if ticket.status is Status.ON_HOLD and ticket.hold_reason:
        status += f", waits for {_WAITS[ticket.hold_reason]}"
        if ticket.hold_until:
            status += f" until {words.short_moment(ticket.hold_until, now)}"
    opened = f"opened {words.ago(ticket.opened_at, now)}"
    if names.requester or names.opened_by:
        opened += f" by {names.requester or names.opened_by}"
    parts = [status, opened]
    if ticket.reopenings:
        times = "once" if ticket.reopenings == 1 else f"{ticket.reopenings} times"
        parts.append(f"reopened {times}")
    return " · ".join(parts)


_WAITS = {
    HoldReason.REQUESTER: "the requester",
    HoldReason.SUPPLIER: "a supplier",
    HoldReason.CHANGE: "a change",
    HoldReason.PROBLEM: "a problem",
}
