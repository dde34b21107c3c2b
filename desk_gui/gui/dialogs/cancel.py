"""Cancelling a ticket: why, and which ticket it duplicates."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desk_gui.domain.ticket import Ticket, Wish
from desk_gui.domain.workflow import CancelReason, Status
from desk_gui.gui.dialogs.changing import TicketSheet
from desk_gui.gui.dialogs.choosing import ChoiceBox
from desk_gui.gui.dialogs.ticket_picker import ticket_picker
from desk_gui.gui.format import CANCEL_REASONS
from desk_gui.gui.page import Context
from desk_gui.gui.theme import look
from desk_gui.operations import merging, tickets

REASON, OTHER = "Why", "Duplicate of"


class CancelDialog(TicketSheet):
    """Reason; a duplicate names its original, into which it is merged."""

    def __init__(self, context: Context, ticket: Ticket, parent: QWidget | None = None) -> None:
        super().__init__(context, ticket, f"Cancel {ticket.number}", "Cancel ticket", parent)
        self.explain("A cancelled ticket is final. What comes later becomes a linked follow-up.")
        self.leave.setText("Keep it")
        self.leave.setAccessibleName("Keep it")
        look(self.go, "danger")
        self.reason = ChoiceBox(list(CANCEL_REASONS.items()), self)
        self.other = ticket_picker(context, self, "Duplicate of")
        self.form.add(REASON, self.reason)
        self.form.add(OTHER, self.other, "Number or words of the ticket that stays.")
        self.reason.picked.connect(self._reason_picked)
        self._reason_picked(self.reason.value)

    def submit(self) -> None:
        """Cancel it; a duplicate is merged into its original."""
        reason = self.reason.value
        assert isinstance(reason, CancelReason)  # noqa: S101 - the box offers nothing else
        other = self.other.chosen if reason is CancelReason.DUPLICATE else None
        lacking = reason is CancelReason.DUPLICATE and other is None
        self.form.show_wrong({OTHER: "Pick the ticket that stays."} if lacking else {})
        self.fit()
        if lacking:
            return
        desk, ticket = self.context.desk, self.ticket
        if other is not None:
            into, number = other.id, other.name.partition(" ")[0]
            self.change(
                lambda seen: merging.merge(desk, ticket.id, into, seen_version=seen),
                f"{ticket.number} merged into {number}.",
            )
            return
        wish = Wish(Status.CANCELLED, cancel_reason=reason)
        self.change(
            lambda seen: tickets.move(desk, ticket.id, wish, seen_version=seen),
            f"{ticket.number} cancelled.",
        )

    def _reason_picked(self, reason: object) -> None:
        self.form.show_field(OTHER, shown=reason is CancelReason.DUPLICATE)
        self.fit()
