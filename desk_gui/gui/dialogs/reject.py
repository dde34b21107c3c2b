"""Rejecting a request, with the reason that its requester will read."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desk_gui.domain.ticket import Ticket
from desk_gui.gui.dialogs.reason import Asked, ReasonDialog
from desk_gui.gui.page import Context
from desk_gui.gui.theme import look
from desk_gui.operations import requests
from desk_gui.operations.desk import new_key

REASON = "Why"


class RejectDialog(ReasonDialog):
    """The reason; a rejection is final."""

    def __init__(self, context: Context, ticket: Ticket, parent: QWidget | None = None) -> None:
        desk, key = context.desk, new_key()
        asked = Asked(
            heading=f"Reject {ticket.number}",
            verb="Reject",
            field=REASON,
            missing="A rejection needs its reason; the requester will read it.",
            said=f"{ticket.number} rejected.",
            hint="The requester reads it.",
        )
        super().__init__(
            context, asked, lambda reason: requests.reject(desk, ticket.id, reason, key=key), parent
        )
        self.explain("A rejected request is final. What comes later becomes a linked follow-up.")
        look(self.go, "danger")
