"""Saying why an incident has another priority than its impact and urgency give."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desk_gui.domain.priority import Priority
from desk_gui.domain.ticket import Ticket
from desk_gui.gui.dialogs.reason import Asked, ReasonDialog
from desk_gui.gui.format import priority_words
from desk_gui.gui.page import Context
from desk_gui.operations import tickets
from desk_gui.operations.effects import Effects
from desk_gui.operations.tickets import Edit


def override_dialog(
    context: Context, ticket: Ticket, priority: Priority, parent: QWidget
) -> ReasonDialog:
    """Asks for the reason, with the one there is to begin with."""
    words = priority_words(priority)
    asked = Asked(
        heading=f"Priority {words} for {ticket.number}",
        verb="Override",
        field="Why it differs",
        missing="Say why the priority is overridden.",
        said=f"{ticket.number} has priority {words}.",
        hint="Everybody who works on the ticket sees this. Its clocks get the new targets.",
    )
    desk = context.desk

    def override(reason: str) -> Effects:
        wanted = Edit(override=int(priority), override_reason=reason)
        return tickets.edit(desk, ticket.id, wanted, seen_version=ticket.version)

    dialog = ReasonDialog(context, asked, override, parent)
    dialog.text.setPlainText(ticket.override_reason or "")
    return dialog
