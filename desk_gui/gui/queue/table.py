"""The list itself: what is marked in it as ranges, and keeping one's place in it."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import compress

from PySide6.QtCore import QItemSelection, QItemSelectionModel
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

from desk_gui.gui.queue.model import QueueModel
from desk_gui.gui.theme import look

NEVER = -1


@dataclass(frozen=True)
class Place:
    """Where a person was: what is marked, what is current, which tickets are seen and where."""

    marked: Sequence[int]
    current: int
    current_row: int
    seen: tuple[tuple[int, int], ...]
    at_top: bool


class QueueTable(QTableView):
    """A table of a QueueModel that never asks for all of its rows."""

    def __init__(self, model: QueueModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._queue = model
        self._lost_row = NEVER
        self.setModel(model)
        self.setObjectName("QueueList")
        _prepare(self)

    def keyboardSearch(self, _: str) -> None:  # noqa: N802 - Qt calls it
        """Typing letters looks for nothing here: Qt would read every row for it."""

    def selectionChanged(  # noqa: N802 - Qt calls it
        self, selected: QItemSelection, deselected: QItemSelection
    ) -> None:
        """Where a screen reader listens Qt lists every cell of a change: the first row must do."""
        super().selectionChanged(self._first_row(selected), self._first_row(deselected))
        self.viewport().update()

    def marked_count(self) -> int:
        """How many tickets are marked."""
        return sum(len(rows) for rows in self._marked_rows())

    def marked(self) -> array[int]:
        """The ids of the marked tickets, in the order of the list."""
        ids, found = self._queue.ids(), array("q")
        for rows in self._marked_rows():
            found.extend(ids[rows.start : rows.stop])
        return found

    def step(self, rows: int) -> None:
        """Make the ticket so many rows on the only marked one.

        From a row that is not marked, or where one vanished, the first step down goes to that row.
        """
        here = self.currentIndex().row()
        if here < 0 and self._lost_row != NEVER:
            here = self._lost_row
        if here >= 0 and not self.selectionModel().isSelected(self.currentIndex()):
            here -= rows > 0
        wanted = min(max(here + rows, 0), self._queue.rowCount() - 1)
        if wanted >= 0:
            self.selectRow(wanted)

    def place(self) -> Place:
        """Where the person is now."""
        current = self.currentIndex().row()
        first, last = self.rowAt(0), self.rowAt(self.viewport().height() - 1)
        rows = range(max(first, 0), (last if last >= 0 else self._queue.rowCount() - 1) + 1)
        ids = self._queue.ids()
        return Place(
            marked=self.marked(),
            current=ids[current] if current >= 0 else NEVER,
            current_row=current if current >= 0 else self._lost_row,
            seen=tuple((ids[row], self.rowViewportPosition(row)) for row in rows),
            at_top=self.verticalScrollBar().value() == 0,
        )

    def put_back(self, place: Place, moved: Iterable[int] = ()) -> None:
        """Go back to a place after the ids changed; `moved` tickets do not hold the list."""
        self._mark(place.marked)
        row = self._queue.row_of(place.current) if place.current != NEVER else NEVER
        self._lost_row = place.current_row if row < 0 else NEVER
        if row >= 0:
            self._quietly(
                lambda model: model.setCurrentIndex(
                    self._queue.index(row, 0), QItemSelectionModel.SelectionFlag.NoUpdate
                )
            )
        self.doItemsLayout()
        if not place.at_top:
            self._scroll_back(place, frozenset(moved))

    def begin_anew(self) -> None:
        """Another list altogether: nothing is marked, and it begins at its top."""
        self._lost_row = NEVER
        self.doItemsLayout()
        self.scrollToTop()

    def show_current(self) -> None:
        """Another order: bring the current ticket into sight, or else the first."""
        self.doItemsLayout()
        if self.currentIndex().isValid():
            self.scrollTo(self.currentIndex())
        else:
            self.scrollToTop()

    def _scroll_back(self, place: Place, moved: frozenset[int]) -> None:
        for ticket_id, top in place.seen:
            row = self._queue.row_of(ticket_id) if ticket_id not in moved else NEVER
            if row >= 0:
                bar = self.verticalScrollBar()
                bar.setValue(bar.value() + self.rowViewportPosition(row) - top)
                return

    def _first_row(self, changed: QItemSelection) -> QItemSelection:
        if not changed.size() or not changed.at(0).isValid():
            return changed
        row = changed.at(0).top()
        last = self._queue.index(row, self._queue.columnCount() - 1)
        return QItemSelection(self._queue.index(row, 0), last)

    def _marked_rows(self) -> list[range]:
        """Ranges of rows, never single indexes: all of 25,000 rows are one range."""
        selection = self.selectionModel().selection()
        parts = (selection.at(place) for place in range(selection.size()))
        found = {(part.top(), part.bottom()) for part in parts}
        return [range(top, bottom + 1) for top, bottom in sorted(found)]

    def _mark(self, wanted: Sequence[int]) -> None:
        ids = self._queue.ids()
        if not wanted or not len(ids):
            return
        rows = compress(range(len(ids)), map(frozenset(wanted).__contains__, ids))
        last, chosen = self._queue.columnCount() - 1, QItemSelection()
        for run in _runs(rows):
            top, bottom = self._queue.index(run.start, 0), self._queue.index(run.stop - 1, last)
            chosen.select(top, bottom)
        how = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self._quietly(lambda model: model.select(chosen, how))
        self.viewport().update()

    def _quietly(self, act: Callable[[QItemSelectionModel], object]) -> None:
        """Putting back what was marked is no choice of the person's."""
        model = self.selectionModel()
        blocked = model.blockSignals(True)
        act(model)
        model.blockSignals(blocked)


def _runs(rows: Iterable[int]) -> Iterable[range]:
    """Ascending numbers as ranges without gaps."""
    start = stop = NEVER
    for row in rows:
        if row != stop:
            if start != NEVER:
                yield range(start, stop)
            start = row
        stop = row + 1
    if start != NEVER:
        yield range(start, stop)


def _prepare(view: QTableView) -> None:
    """The headings have no marks of their own: Qt would look through all rows for them."""
    view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
    view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setShowGrid(False)
    view.setMouseTracking(True)
    view.setTabKeyNavigation(False)
    view.setWordWrap(False)
    view.setCornerButtonEnabled(False)
    view.setFrameShape(QTableView.Shape.NoFrame)
    corner = QFrame(view)
    look(corner, "surface")
    view.setCornerWidget(corner)
    view.verticalHeader().hide()
    view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    header = view.horizontalHeader()
    header.setObjectName("QueueHeader")
    header.setAccessibleName("Columns of the queue")
    header.setHighlightSections(False)
    header.setSelectionModel(QItemSelectionModel(view.model(), header))
