"""While a new ticket is typed: how tickets that were likely the same matter were solved."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from desk_gui.gui.dialogs.found_card import FoundCard
from desk_gui.gui.dialogs.help_line import HelpLine
from desk_gui.gui.page import Context
from desk_gui.operations import helping
from desk_gui.operations.helping import Solved

MOST = 2


class SolvedBefore(FoundCard[HelpLine[Solved], Solved]):
    """The likeliest with their solutions; a press opens the ticket beside what is typed."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        said = "Tickets that were solved before"
        super().__init__(context, "SolvedBefore", head="Solved before", said=said, parent=parent)

    def look_up(self, title: str, text: str) -> None:
        """Look for what solved such a ticket; what is shown stays until it is found."""
        work = partial(helping.solved_before, self._context.desk, title, text, limit=MOST)
        self._look_for(work, "solved")

    def _line(self) -> HelpLine[Solved]:
        line: HelpLine[Solved] = HelpLine(self._context, self)
        line.opens.clicked.connect(lambda: self._open(line.thing))
        return line

    def _show(self, line: HelpLine[Solved], thing: Solved) -> None:
        line.show_thing(thing)

    def _open(self, solved: Solved | None) -> None:
        if solved is not None:
            self._context.open_link(f"desk://ticket/{solved.number}")
