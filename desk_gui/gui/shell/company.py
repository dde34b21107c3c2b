"""The others: says where this window is, asks once a second what they did and who is there."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal

from desk_gui.domain.accounts import Right
from desk_gui.domain.collaboration import Activity
from desk_gui.gui.page import Context
from desk_gui.gui.shell.notices import Notices
from desk_gui.gui.shell.window import Window
from desk_gui.operations import live
from desk_gui.operations.live import Pulse
from desk_gui.operations.presence import Seat


class Company(QObject):
    """`present` carries who else is at the ticket that is open."""

    present = Signal(object)

    def __init__(self, context: Context, window: Window) -> None:
        super().__init__(window)
        self._context = context
        self._seat = Seat(context.desk)
        self._entry = 0
        self.notices = Notices(context, window)
        self.notices.ticket_wanted.connect(window.show_ticket)
        context.live.pulsed.connect(self._heard)
        context.live.lost.connect(lambda _: self.present.emit(()))

    def begin(self) -> None:
        """Begin to listen, from the newest journal entry on."""
        work = partial(live.newest, self._context.desk)
        self._context.jobs.read(self, work, self._listen)

    def leave(self) -> None:
        """Be at no ticket any more, also where the program closes at once."""
        self._seat.at(None)
        self._context.jobs.write(self, self._seat.beat, lambda _: None, last_words=True)

    def at(self, ticket_id: int | None, activity: Activity) -> None:
        """Be at a ticket from now on, or at none; the others are told at once."""
        if self._context.account.may(Right.WORK_ON_TICKETS):
            self._seat.at(ticket_id, activity)
            self._context.live.look()

    def _listen(self, newest: int) -> None:
        self._entry = newest
        self._context.live.watch(self._ask)

    def _ask(self) -> Pulse:
        """Runs in a job, one at a time."""
        self._seat.beat()
        told = live.pulse(self._context.desk, self._entry, self._seat.ticket_id)
        self._entry = told.entry
        return told

    def _heard(self, told: Pulse) -> None:
        if told.ticket_id == self._seat.ticket_id:
            self.present.emit(told.present)
        self.notices.heard(told.unread)
