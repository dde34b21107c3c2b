"""The table beside a chart: each column as wide as its words, and any part of it can be copied."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from desk_gui.gui.widgets.words_model import WordsModel
from desk_gui.operations.report_files import as_csv

NAMES_AT_MOST = 0.5
"""Names take no more of the width."""


def copy_rows(rows: Sequence[Sequence[str]]) -> None:
    """Lay rows on the clipboard such that a spreadsheet takes no cell for a formula."""
    QGuiApplication.clipboard().setText(as_csv(rows, "\t"))


class WordsTable(QTableView):
    """Shows words in rows; what is selected, or else everything, is copied by the usual key."""

    def __init__(self, words: WordsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("ChartTable")
        self.setModel(words)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setHighlightSections(False)
        words.modelReset.connect(self.fit)

    def fit(self) -> None:
        """Give each column what its words need, and share out what is left; once it is seen."""
        count, room = self.model().columnCount(), self.viewport().width()
        if not count or not self.isVisible():
            return
        header = self.horizontalHeader()
        wide = [
            max(self.sizeHintForColumn(column), header.sectionSizeHint(column))
            for column in range(count)
        ]
        wide[0] = max(min(wide[0], round(room * NAMES_AT_MOST)), header.sectionSizeHint(0))
        spare = max(0, room - sum(wide))
        for column, least in enumerate(wide):
            more = spare // count + (spare % count if column == 0 else 0)
            self.setColumnWidth(column, least + more)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share out the room anew."""
        super().resizeEvent(event)
        self.fit()

    def showEvent(self, event: QShowEvent) -> None:
        """Give the columns their widths before they are seen."""
        super().showEvent(event)
        self.fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy by the usual key."""
        if event.matches(QKeySequence.StandardKey.Copy):
            copy_rows(self._marked())
        else:
            super().keyPressEvent(event)

    def _marked(self) -> list[list[str]]:
        """The words of the selected cells in their rows; of all, with the heads, without any."""
        model = self.model()
        rows, columns = range(model.rowCount()), range(model.columnCount())
        found = self.selectedIndexes()
        heads: list[list[str]] = []
        if found:
            rows = range(min(i.row() for i in found), max(i.row() for i in found) + 1)
            columns = range(min(i.column() for i in found), max(i.column() for i in found) + 1)
        else:
            heads = [[str(model.headerData(c, Qt.Orientation.Horizontal)) for c in columns]]
        cells = [[str(model.index(row, column).data()) for column in columns] for row in rows]
        return [*heads, *cells]
