"""Taking down what the requester answered, by telephone or in the corridor."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desk_gui.domain.ticket import Ticket
from desk_gui.domain.workflow import HoldReason, Status, is_resolved
from desk_gui.gui.dialogs.reason import Asked, ReasonDialog
from desk_gui.gui.page import Context
from desk_gui.operations import tickets
from desk_gui.operations.desk import new_key

ANSWER = "What the requester said"


class AnswerDialog(ReasonDialog):
    """The answer; it ends a wait for the requester, and reopens what was resolved."""

    def __init__(self, context: Context, ticket: Ticket, parent: QWidget | None = None) -> None:
        desk, key = context.desk, new_key()
        asked = Asked(
            heading=f"The requester answered on {ticket.number}",
            verb="Take it down",
            field=ANSWER,
            missing="Write down what the requester said.",
            said=f"The answer is on {ticket.number}.",
        )
        super().__init__(
            context,
            asked,
            lambda text: tickets.requester_answer(desk, ticket.id, text, key=key),
            parent,
        )
        self.explain(consequence(ticket))


def consequence(ticket: Ticket) -> str:
    """What an answer of the requester does to the ticket, or ""."""
    if not ticket.assignee_id:
        return ""
    if is_resolved(ticket.status):
        return f"{ticket.number} is {ticket.status.value}; the answer reopens it."
    waits = ticket.status is Status.ON_HOLD and ticket.hold_reason is HoldReason.REQUESTER
    return f"{ticket.number} waits for this answer; work goes on with it." if waits else ""
