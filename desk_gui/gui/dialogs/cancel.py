"""Cancelling a ticket: why, and which ticket it duplicates."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QWidget

from desk_gui.domain.ticket import Relation, Ticket, Wish
from desk_gui.domain.workflow import CancelReason, Status
from desk_gui.gui.dialogs.changing import TicketSheet
from desk_gui.gui.dialogs.choosing import ChoiceBox
from desk_gui.gui.dialogs.ticket_picker import ticket_picker
from desk_gui.gui.format import CANCEL_REASONS
from desk_gui.gui.page import Context
from desk_gui.gui.theme import look
from desk_gui.operations import tickets
from desk_gui.operations.desk import Desk
from desk_gui.operations.effects import Effects

REASON, OTHER = "Why", "Duplicate of"


class CancelDialog(TicketSheet):
    """Reason; a duplicate names its original, which is linked."""

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
        """Cancel it, and link the original of a duplicate."""
        reason = self.reason.value
        assert isinstance(reason, CancelReason)  # noqa: S101 - the box offers nothing else
        other = self.other.chosen if reason is CancelReason.DUPLICATE else None
        lacking = reason is CancelReason.DUPLICATE and other is None
        self.form.show_wrong({OTHER: "Pick the ticket that stays."} if lacking else {})
        self.fit()
        if lacking:
            return
        desk, ticket = self.context.desk, self.ticket
        wish = Wish(Status.CANCELLED, cancel_reason=reason)
        other_id = other.id if other else None
        self.change(
            lambda seen: cancel(desk, ticket.id, wish, other_id, seen),
            f"{ticket.number} cancelled.",
        )

    def _reason_picked(self, reason: object) -> None:
        self.form.show_field(OTHER, shown=reason is CancelReason.DUPLICATE)
        self.fit()


def cancel(
    desk: Desk, ticket_id: int, wish: Wish, other_id: int | None, seen: int | None
) -> Effects:
    """Cancel, after linking to the original; the link stays when cancelling is refused."""
    linked = Effects()
    if other_id is not None:
        linked = tickets.link(desk, ticket_id, other_id, Relation.DUPLICATE_OF)
    moved = tickets.move(desk, ticket_id, wish, seen_version=seen)
    return replace(moved, tickets=moved.tickets | linked.tickets)
