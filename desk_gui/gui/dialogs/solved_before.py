"""While a new ticket is typed: how tickets that were likely the same matter were solved."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QWidget

from desk_gui.gui.dialogs.help_line import HelpLine
from desk_gui.gui.page import Context
from desk_gui.gui.widgets.card import Card
from desk_gui.gui.widgets.pool import Pool
from desk_gui.operations import helping
from desk_gui.operations.helping import Solved

MOST = 2


class SolvedBefore(Card):
    """The likeliest with their solutions; a press opens the ticket beside what is typed."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context.theme, head="Solved before", parent=parent)
        self._context = context
        self.setObjectName("SolvedBefore")
        self.setAccessibleName("Tickets that were solved before")
        self._lines = Pool(self.column, self._line)
        self.hide()

    def look_up(self, title: str, text: str) -> None:
        """Look for what solved such a ticket; what is shown stays until it is found."""
        work = partial(helping.solved_before, self._context.desk, title, text, limit=MOST)
        jobs = self._context.jobs
        jobs.read(self, work, self.show_found, key="solved", failed=self._not_found)

    def show_found(self, found: Sequence[Solved]) -> None:
        """Show solved tickets, likeliest first; nothing is seen without any."""
        self.setVisible(bool(found))
        for line, solved in self._lines.each(found):
            line.show_thing(solved)

    def lines(self) -> list[HelpLine[Solved]]:
        """The tickets that are shown."""
        return self._lines.shown() if not self.isHidden() else []

    def _line(self) -> HelpLine[Solved]:
        line: HelpLine[Solved] = HelpLine(self._context, self)
        line.opens.clicked.connect(lambda: self._open(line.thing))
        return line

    def _open(self, solved: Solved | None) -> None:
        if solved is not None:
            self._context.open_link(f"desk://ticket/{solved.number}")

    def _not_found(self, _: Exception) -> None:
        """It is a help, not a duty: the form says by itself what is wrong with the database."""
        self.show_found(())
