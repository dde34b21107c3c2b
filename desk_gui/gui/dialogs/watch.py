"""Letting a colleague watch a ticket."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from desk_gui.gui.dialogs.changing import say
from desk_gui.gui.dialogs.choosing import ChoiceBox, Known, read_known
from desk_gui.gui.dialogs.sheet import Sheet
from desk_gui.gui.page import Context
from desk_gui.operations import watching
from desk_gui.operations.show import TicketPage

COLLEAGUE = "Colleague"


class WatchDialog(Sheet):
    """A colleague who is told from now on what others do with the ticket."""

    def __init__(self, context: Context, shown: TicketPage, parent: QWidget | None = None) -> None:
        number = shown.ticket.number
        super().__init__(context, f"Let a colleague watch {number}", "Add", parent)
        self._shown = shown
        self.explain(
            "Who watches is told of answers, and when status, priority or assignee change."
        )
        self.colleague = ChoiceBox(parent=self)
        self.form.add(COLLEAGUE, self.colleague)
        self.go.setEnabled(False)
        context.jobs.read(
            self, partial(read_known, context.desk), self._known_now, failed=partial(say, context)
        )

    def submit(self) -> None:
        """Add the colleague."""
        who = self.colleague.value
        if not isinstance(who, int):
            self.form.show_wrong({COLLEAGUE: "Choose who is to watch it."})
            return
        ticket = self._shown.ticket
        work = partial(watching.watch, self.context.desk, ticket.id, who)
        self.send(work, f"{self.colleague.currentText()} watches {ticket.number}.")

    def _known_now(self, known: Known) -> None:
        there = {one.id for one in self._shown.watchers} | {self.context.account.id}
        others = [option for option in known.agent_options()[1:] if option[0] not in there]
        self.colleague.offer([(None, "Choose a colleague"), *others])
        self.go.setEnabled(True)
        self.fit()
