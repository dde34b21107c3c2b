"""Saying why an incident has another priority than its impact and urgency give."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from desk_gui.domain.errors import Conflict
from desk_gui.domain.priority import Priority
from desk_gui.domain.ticket import Ticket
from desk_gui.gui.dialogs.changing import Change, decide
from desk_gui.gui.dialogs.reason import Asked, ReasonDialog
from desk_gui.gui.format import priority_words
from desk_gui.gui.page import Context
from desk_gui.operations import tickets
from desk_gui.operations.effects import Effects
from desk_gui.operations.tickets import Edit


class OverrideDialog(ReasonDialog):
    """Asks for the reason, with the one there is to begin with."""

    def __init__(
        self, context: Context, ticket: Ticket, priority: Priority, parent: QWidget
    ) -> None:
        words = priority_words(priority)
        asked = Asked(
            heading=f"Priority {words} for {ticket.number}",
            verb="Override",
            field="Why it differs",
            missing="Say why the priority is overridden.",
            said=f"{ticket.number} has priority {words}.",
            hint="Everybody who works on the ticket sees this. Its clocks get the new targets.",
        )
        self._ticket, self._priority = ticket, priority
        super().__init__(context, asked, lambda why: self._override(why, ticket.version), parent)
        self.text.setPlainText(ticket.override_reason or "")

    def refused(self, error: Exception) -> None:
        """Where somebody else gave it another priority, both are shown."""
        if not isinstance(error, Conflict):
            super().refused(error)
            return
        change = Change(
            self._ticket,
            partial(self._override, self.text.toPlainText()),
            self._asked.said,
            done=lambda _: self.accept(),
            failed=self._not_made,
            stays=True,
        )
        decide(self.context, self, change, error)

    def _not_made(self, error: Exception) -> None:
        super().refused(error)

    def _override(self, why: str, seen: int | None) -> Effects:
        """A job calls it."""
        wanted = Edit(override=int(self._priority), override_reason=why)
        return tickets.edit(self.context.desk, self._ticket.id, wanted, seen_version=seen)
