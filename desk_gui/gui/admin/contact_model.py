"""The contacts as a Qt item model: ids first, rows when seen."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, Qt, Signal

from desk_gui.gui.jobs import Jobs
from desk_gui.gui.widgets.two_lines import ROW, Index, TwoLines
from desk_gui.operations import contacts
from desk_gui.operations.contacts import Contact
from desk_gui.operations.desk import Desk

PAGE = 100
NOBODY = "No manager"


class ContactModel(QAbstractListModel):
    """A page of rows is read once one of them is seen; `came` says that one did."""

    came = Signal()
    trouble = Signal(object)

    def __init__(self, desk: Desk, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._jobs = desk, jobs
        self._ids: array[int] = array("q")
        self._rows: dict[int, Contact] = {}
        self._asked: set[int] = set()

    def show_ids(self, ids: array[int]) -> None:
        """Show these contacts, in this order; what was read before is read again when seen."""
        self.beginResetModel()
        self._ids = ids
        self._rows.clear()
        self._asked.clear()
        self.endResetModel()

    def contact(self, index: Index) -> Contact | None:
        """The contact of a row, or None while it is on its way."""
        return self._rows.get(self._ids[index.row()]) if index.isValid() else None

    def id_of(self, index: Index) -> int | None:
        """The id of a row."""
        return self._ids[index.row()] if index.isValid() else None

    def place_of(self, contact_id: int | None) -> QModelIndex:
        """The row of a contact; invalid where it is not shown."""
        if contact_id is None or contact_id not in self._ids:
            return QModelIndex()
        return self.index(self._ids.index(contact_id), 0)

    def rowCount(self, parent: Index | None = None) -> int:
        """How many contacts are shown."""
        return 0 if parent is not None and parent.isValid() else len(self._ids)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The name, the row's look, or its sentence; a row that is not here yet is asked for."""
        if not index.isValid() or not 0 <= index.row() < len(self._ids):
            return None
        row = self._rows.get(self._ids[index.row()])
        if row is None:
            self._want(index.row() // PAGE)
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return row.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return look_of(row).sentence
        return look_of(row) if role == ROW else None

    def _want(self, page: int) -> None:
        if page not in self._asked:
            self._asked.add(page)
            wanted = self._ids[page * PAGE : (page + 1) * PAGE]
            work = partial(contacts.shown, self._desk, wanted)
            landed = partial(self._landed, page, wanted)
            self._jobs.read(self, work, landed, failed=self.trouble.emit, key=f"page {page}")

    def _landed(self, page: int, wanted: array[int], rows: Sequence[Contact]) -> None:
        if self._ids[page * PAGE : (page + 1) * PAGE] != wanted:
            return
        self._rows |= {row.id: row for row in rows}
        first = page * PAGE
        self.dataChanged.emit(self.index(first, 0), self.index(first + len(wanted) - 1, 0))
        self.came.emit()


def look_of(row: Contact) -> TwoLines:
    """A contact as a row: name, mail and department; the manager at the right."""
    return TwoLines(
        title=row.name,
        meta=" · ".join(part for part in (row.email, row.department) if part),
        aside=row.manager or NOBODY,
    )
