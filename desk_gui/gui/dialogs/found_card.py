"""What was found for what somebody types, on a card that is hidden while there is nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from PySide6.QtWidgets import QWidget

from desk_gui.gui.page import Context
from desk_gui.gui.widgets.card import Card
from desk_gui.gui.widgets.pool import Pool

Line = TypeVar("Line", bound=QWidget)
Found = TypeVar("Found")


class FoundCard(Card, Generic[Line, Found]):
    """A line for each thing, best first; what is shown stays until the next was found."""

    def __init__(
        self, context: Context, name: str, *, head: str, said: str, parent: QWidget | None
    ) -> None:
        super().__init__(context.theme, head=head, parent=parent)
        self._context = context
        self.setObjectName(name)
        self.setAccessibleName(said)
        self._lines = Pool(self.column, self._line)
        self.hide()

    def lines(self) -> list[Line]:
        """The lines that are shown."""
        return self._lines.shown() if not self.isHidden() else []

    def show_found(self, found: Sequence[Found]) -> None:
        """Show these, best first; nothing is seen without any."""
        self.setVisible(bool(found))
        for line, thing in self._lines.each(found):
            self._show(line, thing)

    def _look_for(self, work: Callable[[], Sequence[Found]], key: str) -> None:
        jobs = self._context.jobs
        jobs.read(self, work, self.show_found, key=key, failed=self._not_found)

    def _line(self) -> Line:
        raise NotImplementedError

    def _show(self, line: Line, thing: Found) -> None:
        raise NotImplementedError

    def _not_found(self, _: Exception) -> None:
        """It is a help, not a duty: the form says by itself what is wrong with the database."""
        self.show_found(())
