"""Putting a ticket on hold: what it waits for, and when it wakes up by itself."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial

from PySide6.QtCore import QDateTime
from PySide6.QtWidgets import QCheckBox, QDateTimeEdit, QWidget

from desk_gui.domain.sla import PAUSING
from desk_gui.domain.ticket import Ticket, Wish
from desk_gui.domain.workflow import HoldReason, Status
from desk_gui.gui.dialogs.changing import TicketSheet
from desk_gui.gui.dialogs.choosing import ChoiceBox
from desk_gui.gui.format import WAITS_FOR
from desk_gui.gui.page import Context
from desk_gui.operations import sla, tickets

REASON, WAKE = "It waits for", "Wake it up on"


class HoldDialog(TicketSheet):
    """Reason, and a date if there is one."""

    def __init__(self, context: Context, ticket: Ticket, parent: QWidget | None = None) -> None:
        super().__init__(context, ticket, f"Put {ticket.number} on hold", "Put on hold", parent)
        self.reason = ChoiceBox(list(WAITS_FOR.items()), self)
        self.reason.picked.connect(self._explain)
        self.wakes = QCheckBox("Wake it up by itself", self)
        self.wakes.setObjectName("Wakes")
        self.wakes.setAccessibleName("Wake it up by itself")
        self.date = QDateTimeEdit(self)
        self.date.setCalendarPopup(True)
        self.date.setDisplayFormat("d MMM yyyy, HH:mm")
        tomorrow = QDateTime.currentDateTime().addDays(1)
        self.date.setDateTime(tomorrow)
        self.date.setMinimumDateTime(QDateTime.currentDateTime())
        self.form.add(REASON, self.reason)
        self.form.add_button(self.wakes)
        self.form.add(WAKE, self.date)
        self.form.show_field(WAKE, shown=False)
        self.wakes.toggled.connect(self._wakes_toggled)
        self._pausing = PAUSING
        self._explain()
        work = partial(sla.pausing, context.desk)
        context.jobs.read(self, work, self._pausing_found, key="pausing")

    def submit(self) -> None:
        """Put it on hold."""
        reason = self.reason.value
        assert isinstance(reason, HoldReason)  # noqa: S101 - the box offers nothing else
        until = None
        if self.wakes.isChecked():
            until = datetime.fromtimestamp(self.date.dateTime().toSecsSinceEpoch(), UTC)
        wish = Wish(Status.ON_HOLD, hold_reason=reason, hold_until=until)
        desk, ticket = self.context.desk, self.ticket
        self.change(
            lambda seen: tickets.move(desk, ticket.id, wish, seen_version=seen),
            f"{ticket.number} waits for {WAITS_FOR[reason]}.",
        )

    def _wakes_toggled(self, wakes: bool) -> None:  # noqa: FBT001 - Qt calls it
        self.form.show_field(WAKE, shown=wakes)
        self.fit()

    def _pausing_found(self, pausing: frozenset[HoldReason]) -> None:
        self._pausing = pausing
        self._explain()

    def _explain(self, _: object = None) -> None:
        paused = self.reason.value in self._pausing
        self.explain("The clocks pause meanwhile." if paused else "The clocks run on meanwhile.")
