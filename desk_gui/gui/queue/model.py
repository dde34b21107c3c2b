"""The queue's rows: ids first, rows when seen."""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from desk_gui.gui.format import moment
from desk_gui.gui.jobs import Jobs
from desk_gui.gui.queue.columns import COLUMNS, chip_of, row_look, sentence
from desk_gui.gui.queue.delegates import CHIP, ROW
from desk_gui.gui.widgets.text_label import plain_tip
from desk_gui.operations.desk import Desk
from desk_gui.operations.search import QueueRow, queue_rows

PAGE = 200
KEPT_ROWS = 40 * PAGE
AT_ONCE, WAITING = 3, 4
ID = Qt.ItemDataRole.UserRole
Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()


class QueueModel(QAbstractTableModel):
    """Ordered ids, and the rows that were looked at; a missing page is asked for once.

    Rows are kept by their ticket, so a new order shows what is known at once. Of the pages that a
    fast scroll passes only the last few are read. `trouble` carries why a page could not be read.
    """

    trouble = Signal(object)

    def __init__(self, desk: Desk, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._jobs = desk, jobs
        self._ids: Sequence[int] = array("q")
        self._rows: OrderedDict[int, QueueRow | None] = OrderedDict()
        self._stale: set[int] = set()
        self._asked: dict[int, int] = {}
        self._waiting: list[int] = []
        self._reads = 0

    def show_ids(self, ids: Sequence[int], first: Sequence[QueueRow] = ()) -> None:
        """Show these tickets, in this order; `first` are rows that came along with them."""
        self.beginResetModel()
        self._ids = ids
        self._asked.clear()
        self._waiting.clear()
        self._keep([row.id for row in first], first)
        self.endResetModel()

    def forget(self, touched: Iterable[int] | None = None) -> None:
        """Read the rows of these tickets again when they are next seen; None means all rows.

        They are shown as they were until then. Answers under way may be older: they are dropped.
        """
        self._stale |= self._rows.keys() if touched is None else self._rows.keys() & set(touched)
        self._asked.clear()
        self.look_again()

    def freshen(self, first: Sequence[QueueRow]) -> None:
        """Take rows that were just read, where the ids are as before."""
        self._keep([row.id for row in first], first)
        self.look_again()

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
        return self._rows.get(self._ids[row])

    def look_again(self) -> None:
        """Times have passed: say so, without reading anything that is here."""
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
        ticket_id = self._ids[index.row()]
        if role == ID:
            return ticket_id
        if ticket_id not in self._rows or ticket_id in self._stale:
            self._want(index.row() // PAGE)
        row = self._rows.get(ticket_id)
        return None if row is None else _shown(row, index.column(), role, self._desk.clock())

    def _want(self, page: int) -> None:
        if page in self._asked:
            return
        if page in self._waiting:
            self._waiting.remove(page)
        self._waiting.append(page)
        del self._waiting[:-WAITING]
        self._read_next()

    def _read_next(self) -> None:
        """Read what was seen last first."""
        while self._waiting and len(self._asked) < AT_ONCE:
            page = self._waiting.pop()
            self._reads += 1
            self._asked[page] = self._reads
            wanted = self._ids[page * PAGE : (page + 1) * PAGE]
            self._jobs.read(
                self,
                partial(queue_rows, self._desk, wanted),
                partial(self._landed, self._reads, page, wanted),
                failed=partial(self._failed, self._reads, page),
                key=f"page {page}",
            )

    def _landed(self, read: int, page: int, wanted: Sequence[int], rows: list[QueueRow]) -> None:
        if self._asked.get(page) == read:
            del self._asked[page]
            self._keep(wanted, rows)
            last = self.index(page * PAGE + len(wanted) - 1, len(COLUMNS) - 1)
            self.dataChanged.emit(self.index(page * PAGE, 0), last)
        self._read_next()

    def _failed(self, read: int, page: int, error: Exception) -> None:
        if self._asked.get(page) == read:
            del self._asked[page]
        self.trouble.emit(error)

    def _keep(self, wanted: Iterable[int], rows: Iterable[QueueRow]) -> None:
        """A ticket that is gone is kept as None, so that it is not asked for again and again."""
        found = {row.id: row for row in rows}
        for ticket_id in wanted:
            self._rows[ticket_id] = found.get(ticket_id)
            self._rows.move_to_end(ticket_id)
            self._stale.discard(ticket_id)
        while len(self._rows) > KEPT_ROWS:
            oldest, _ = self._rows.popitem(last=False)
            self._stale.discard(oldest)


def _shown(row: QueueRow, column: int, role: int, now: datetime) -> Any:
    shown = COLUMNS[column]
    if role == ROW:
        return row_look(row, now)
    if role == CHIP:
        return chip_of(shown.name, row, now)
    if role == Qt.ItemDataRole.DisplayRole:
        return shown.shown(row, now)
    if role == Qt.ItemDataRole.AccessibleTextRole:
        return sentence(row, now) if column == 0 else f"{shown.heading}: {shown.shown(row, now)}"
    if role == Qt.ItemDataRole.ToolTipRole:
        due = f"\nDue {moment(row.due.due_at)}" if row.due else ""
        return plain_tip(f"{row.title}\nOpened {moment(row.opened_at)}{due}")
    return None
