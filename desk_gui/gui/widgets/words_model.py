"""A table of words as Qt asks for it: nothing is made until it is seen."""

from __future__ import annotations

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desk_gui.reports.charts import Table

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class WordsModel(QAbstractTableModel):
    """Shows heads and rows; the first column at the left, figures at the right."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._told = Table((), ())

    def show_table(self, told: Table) -> None:
        """Show another table."""
        self.beginResetModel()
        self._told = told
        self.endResetModel()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """How many rows."""
        return 0 if parent.isValid() else len(self._told.rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """How many columns."""
        return 0 if parent.isValid() else len(self._told.heads)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Words, and on which side they stand."""
        if role == Qt.ItemDataRole.DisplayRole:
            return self._told.rows[index.row()][index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(index.column())
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """The heads of the columns."""
        if orientation is Qt.Orientation.Vertical:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._told.heads[section]
        return _side(section) if role == Qt.ItemDataRole.TextAlignmentRole else None


def _side(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
