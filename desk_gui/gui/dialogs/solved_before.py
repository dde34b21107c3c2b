"""While a new ticket is typed: how tickets that were likely the same matter were solved."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import partial

from PySide6.QtWidgets import QWidget

from desk_gui.gui.dialogs.found_card import FoundCard
from desk_gui.gui.dialogs.help_line import HelpLine
from desk_gui.gui.page import Context
from desk_gui.operations import helping
from desk_gui.operations.helping import Solved

MOST, LOOKED_FOR = 2, 5
"""More are looked for than are shown, because some may stand elsewhere."""


class SolvedBefore(FoundCard[HelpLine[Solved], Solved]):
    """The likeliest with their solutions; a press opens the ticket beside what is typed."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        said = "Tickets that were solved before"
        super().__init__(context, "SolvedBefore", head="Solved before", said=said, parent=parent)
        self._found: Sequence[Solved] = ()
        self._elsewhere: Collection[int] = ()

    def look_up(self, title: str, text: str) -> None:
        """Look for what solved such a ticket; what is shown stays until it is found."""
        work = partial(helping.solved_before, self._context.desk, title, text, limit=LOOKED_FOR)
        self._look_for(work, "solved")

    def show_found(self, found: Sequence[Solved]) -> None:
        """Show these, best first, but for those that stand elsewhere."""
        self._found = found
        shown = [one for one in found if one.likely.id not in self._elsewhere]
        super().show_found(shown[:MOST])

    def leave_out(self, ticket_ids: Collection[int]) -> None:
        """Leave out the tickets that stand elsewhere on the form, by their ids."""
        self._elsewhere = ticket_ids
        self.show_found(self._found)

    def _line(self) -> HelpLine[Solved]:
        line: HelpLine[Solved] = HelpLine(self._context, self)
        line.opens.clicked.connect(lambda: self._open(line.thing))
        return line

    def _show(self, line: HelpLine[Solved], thing: Solved) -> None:
        line.show_thing(thing)

    def _open(self, solved: Solved | None) -> None:
        if solved is not None:
            self._context.open_link(f"desk://ticket/{solved.number}")
