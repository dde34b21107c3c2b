"""The queue's rows: ids first, rows when seen."""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desk_gui.gui.format import moment, utc_now
from desk_gui.gui.jobs import Jobs
from desk_gui.gui.queue.columns import COLUMNS, row_look, sentence
from desk_gui.gui.queue.delegates import ROW
from desk_gui.operations.desk import Desk
from desk_gui.operations.search import QueueRow, queue_rows

PAGE = 200
KEPT_PAGES = 40
ID = Qt.ItemDataRole.UserRole
Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()


class QueueModel(QAbstractTableModel):
    """Ordered ids and the pages of rows that were looked at; a missing page is asked for once."""

    def __init__(self, desk: Desk, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._jobs = desk, jobs
        self._ids: Sequence[int] = array("q")
        self._pages: OrderedDict[int, dict[int, QueueRow]] = OrderedDict()
        self._asked: set[int] = set()
        self._round = 0

    def show_ids(self, ids: Sequence[int], first: Iterable[QueueRow] = ()) -> None:
        """Show these tickets, in this order; `first` are rows that came along with them."""
        self.beginResetModel()
        self._ids = ids
        self._pages.clear()
        self._asked.clear()
        self._round += 1
        rows = {row.id: row for row in first}
        if rows:
            self._pages[0] = rows
        self.endResetModel()

    def forget(self, touched: Iterable[int]) -> None:
        """Read the rows of these tickets again when they are next seen."""
        changed = set(touched)
        for page in [page for page, rows in self._pages.items() if changed & rows.keys()]:
            self._ask(page)

    def ids(self) -> Sequence[int]:
        """All ids, in order."""
        return self._ids

    def row_of(self, ticket_id: int) -> int:
        """Where a ticket stands, -1 when it is not in the list."""
        try:
            return self._ids.index(ticket_id)
        except ValueError:
            return -1

    def ticket_at(self, row: int) -> QueueRow | None:
        """The row, or None while it is on its way."""
        rows = self._pages.get(row // PAGE)
        return None if rows is None else rows.get(self._ids[row])

    def look_again(self) -> None:
        """Times have passed: say so, without reading anything."""
        if self._ids:
            last = self.index(len(self._ids) - 1, len(COLUMNS) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """How many tickets there are."""
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        """How many columns there are."""
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The headings of the columns."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return COLUMNS[section].heading
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a cell shows; a row that is not here yet is asked for and stays blank."""
        if not index.isValid() or index.row() >= len(self._ids):
            return None
        if role == ID:
            return self._ids[index.row()]
        row = self.ticket_at(index.row())
        if row is None:
            self._ask(index.row() // PAGE)
            return None
        return self._shown(row, index.column(), role)

    def _shown(self, row: QueueRow, column: int, role: int) -> Any:
        if role == ROW:
            return row_look(row, utc_now())
        if role == Qt.ItemDataRole.DisplayRole:
            return COLUMNS[column].shown(row, utc_now())
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return sentence(row, utc_now())
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{row.title}\nOpened {moment(row.opened_at)}"
        return None

    def _ask(self, page: int) -> None:
        if page in self._asked:
            return
        self._asked.add(page)
        wanted = list(self._ids[page * PAGE : (page + 1) * PAGE])
        self._jobs.read(
            self,
            partial(queue_rows, self._desk, wanted),
            partial(self._landed, self._round, page),
            key=f"page {page}",
        )

    def _landed(self, asked_in: int, page: int, rows: list[QueueRow]) -> None:
        if asked_in != self._round:
            return
        self._asked.discard(page)
        self._pages[page] = {row.id: row for row in rows}
        self._pages.move_to_end(page)
        while len(self._pages) > KEPT_PAGES:
            self._pages.popitem(last=False)
        last = min((page + 1) * PAGE, len(self._ids)) - 1
        self.dataChanged.emit(self.index(page * PAGE, 0), self.index(last, len(COLUMNS) - 1))
