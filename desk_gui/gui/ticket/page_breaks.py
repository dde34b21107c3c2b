"""Where the pages of a document end: no headline stands alone, no row of a table is cut in two."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtGui import (
    QTextBlock,
    QTextBlockFormat,
    QTextCursor,
    QTextTable,
    QTextTableCell,
    QTextTableCellFormat,
)

from desk_gui.gui.widgets.safe_document import SafeDocument

KEPT = 6
"""The level that marks a block as a headline of what follows it."""
LARGEST = 0.5
"""The share of a page up to which a row is moved as a whole."""

LITTLE = 12
"""Pixels of a page that an empty row leaves free, so that it is not itself moved."""


class Breaks:
    """Goes through a document once, from its top to its end, and moves what has to be moved."""

    def __init__(self, document: SafeDocument, screen_dpi: int) -> None:
        """`screen_dpi` is what a layout takes its margins and paddings for."""
        self._document = document
        self._layout = document.documentLayout()
        self._high = document.pageSize().height()
        self._scale = screen_dpi / self._layout.paintDevice().logicalDpiY()

    def move(self) -> None:
        """Move headlines and rows; the document knows its page size and its paint device."""
        self._lay_out()
        block = self._document.begin()
        while block.isValid():
            table = _table_at(block)
            if table is not None:
                self._move_rows(table)
                block = table.lastCursorPosition().block().next()
            elif _is_headline(block):
                block = self._move_headline(block)
            else:
                block = block.next()

    def _lay_out(self) -> None:
        """Lay all out: Qt loses the lines of what is not yet laid out when a block changes."""
        self._document.pageCount()

    def _move_headline(self, block: QTextBlock) -> QTextBlock:
        """Put it where what follows stands, and go on there."""
        following = block
        while following.isValid() and _is_headline(following):
            following = following.next()
        if following.isValid() and self._page(self._begins(block)) < self._stands(following):
            form = block.blockFormat()
            form.setPageBreakPolicy(QTextBlockFormat.PageBreakFlag.PageBreak_AlwaysBefore)
            QTextCursor(block).setBlockFormat(form)
            self._lay_out()
        return following

    def _stands(self, block: QTextBlock) -> int:
        """The page of the first line, or where a table begins, that of the end of its first row."""
        table = _table_at(block)
        if table is None:
            return self._page(self._begins(block))
        first = min(table.format().headerRowCount(), table.rows() - 1)
        top, bottom = self._row(table, first)
        whole = bottom - top < self._high * LARGEST
        return self._page(bottom if whole else top)

    def _move_rows(self, table: QTextTable) -> None:
        """Put an empty row, as high as what is left of a page, before one that would be cut."""
        row = 0
        while row < table.rows():
            top, bottom = self._row(table, row)
            page = self._page(top)
            if page != self._page(bottom) and bottom - top < self._high * LARGEST:
                table.insertRows(row, 1)
                rest = (page + 1) * self._high - top
                for cell in _cells(table, row):
                    self._empty(cell, rest - LITTLE)
                self._lay_out()
                row += 1
            row += 1

    def _empty(self, cell: QTextTableCell, high: float) -> None:
        """Make an empty cell so many pixels of the page high."""
        line = QTextBlockFormat()
        line.setLineHeight(1, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
        cell.firstCursorPosition().setBlockFormat(line)
        form = QTextTableCellFormat()
        form.setTopPadding(high * self._scale)
        form.setBottomPadding(0)
        cell.setFormat(form)

    def _row(self, table: QTextTable, row: int) -> tuple[float, float]:
        """Where the first line of a row begins and where its last line ends."""
        tops, bottoms = [], []
        for cell in _cells(table, row):
            tops.append(self._begins(cell.firstCursorPosition().block()))
            bottoms.append(self._ends(cell.lastCursorPosition().block()))
        return min(tops), max(bottoms)

    def _page(self, at: float) -> int:
        return int((at + 1) // self._high)

    def _begins(self, block: QTextBlock) -> float:
        """Where the first line stands; a block may begin at the foot of the page before."""
        return self._top(block) + block.layout().lineAt(0).y()

    def _ends(self, block: QTextBlock) -> float:
        """Where the last line ends, so much above it that the page below is not meant."""
        last = block.layout().lineAt(block.layout().lineCount() - 1)
        return self._top(block) + last.y() + last.height() - 2

    def _top(self, block: QTextBlock) -> float:
        return self._layout.blockBoundingRect(block).top()


def _table_at(block: QTextBlock) -> QTextTable | None:
    table: QTextTable | None = QTextCursor(block).currentTable()
    return table


def _is_headline(block: QTextBlock) -> bool:
    return block.blockFormat().headingLevel() == KEPT


def _cells(table: QTextTable, row: int) -> Iterator[QTextTableCell]:
    return (table.cellAt(row, column) for column in range(table.columns()))
