"""Draws one row of the queue: what, then who and when; priority left, due time right.

Two lines in 56 px, or one in 40 px when rows are compact. Every chip says its words.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desk_gui.gui.format import Chip
from desk_gui.gui.theme import Theme
from desk_gui.gui.widgets.badge import chip_width, paint_chip
from desk_gui.settings import Density

ROW = Qt.ItemDataRole.UserRole + 1
CHIP = Qt.ItemDataRole.UserRole + 2
TALL, LOW, TABLE = 56, 40, 34
RIGHT_SHARE = 0.46
LEFT, CHIP_HIGH = 16, 20


@dataclass(frozen=True)
class RowLook:
    """Everything a row shows, as words and chips."""

    number: str
    title: str
    priority: Chip
    kind: Chip
    meta: str
    due: Chip | None
    who: str
    strong: bool = False
    dimmed: bool = False


class RowPainter(QStyledItemDelegate):
    """Paints what the model gives under ROW; nothing yet means a blank row."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(
        self,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> QSize:
        """One height for all rows, so that the list need not ask for each."""
        return QSize(0, row_height(self._theme))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw ground, line and words."""
        painter.save()
        _ground(painter, self._theme, option)
        row = index.data(ROW)
        if isinstance(row, RowLook):
            px = self._theme.px
            room = QRectF(option.rect).adjusted(px(LEFT), 0, -px(LEFT), -1)
            if self._theme.density is Density.COMPACT:
                self._one_line(painter, room, row)
            else:
                self._two_lines(painter, room, row)
        else:
            self._blank(painter, QRectF(option.rect))
        painter.restore()

    def _two_lines(self, painter: QPainter, room: QRectF, row: RowLook) -> None:
        px, small = self._theme.px, self._theme.font(12)
        upper = QRectF(room.left(), room.top() + px(9), room.width(), px(CHIP_HIGH))
        lower = upper.translated(0, px(CHIP_HIGH - 1))
        self._priority(painter, upper, row)
        right = self._right(painter, upper, row.due, small, room.width() * RIGHT_SHARE)
        text_left = room.left() + px(30)
        self._title(painter, QRectF(text_left, upper.top(), right - text_left, upper.height()), row)
        who = self._aside(painter, lower, row.who, room.width() * RIGHT_SHARE)
        self._meta(painter, QRectF(text_left, lower.top(), who - text_left, lower.height()), row)

    def _one_line(self, painter: QPainter, room: QRectF, row: RowLook) -> None:
        px, small = self._theme.px, self._theme.font(12)
        line = QRectF(room.left(), room.center().y() - px(10), room.width(), px(CHIP_HIGH))
        self._priority(painter, line, row)
        right = self._right(painter, line, row.due, small, room.width() * RIGHT_SHARE)
        left = room.left() + px(30)
        wide = chip_width(self._theme, row.kind, small)
        paint_chip(
            painter, self._theme, QRectF(left, line.top(), wide, line.height()), row.kind, small
        )
        left += wide + px(8)
        self._title(painter, QRectF(left, line.top(), right - left, line.height()), row)
        left += QFontMetricsF(self._theme.font(bold=row.strong)).horizontalAdvance(row.title)
        left += px(12)
        metrics = QFontMetricsF(small)
        fits = [w for w in (row.meta, row.number) if metrics.horizontalAdvance(w) < right - left]
        if fits:
            painter.setPen(self._theme.colour("soft"))
            _words(painter, QRectF(left, line.top(), right - left, line.height()), fits[0], small)

    def _priority(self, painter: QPainter, line: QRectF, row: RowLook) -> None:
        edge = self._theme.px(CHIP_HIGH)
        box = QRectF(line.left(), line.top(), edge, edge)
        paint_chip(painter, self._theme, box, row.priority, self._theme.font(12, bold=True))

    def _right(
        self, painter: QPainter, line: QRectF, chip: Chip | None, font: QFont, most: float
    ) -> float:
        """Draw the chip at the right; where the room for the title ends."""
        if chip is None:
            return line.right()
        metrics, pad = QFontMetricsF(font), self._theme.px(12)
        words = metrics.elidedText(chip.words, Qt.TextElideMode.ElideRight, most - pad)
        shown = Chip(words, chip.tint)
        wide = chip_width(self._theme, shown, font)
        box = QRectF(line.right() - wide, line.top(), wide, line.height())
        paint_chip(painter, self._theme, box, shown, font)
        return box.left() - self._theme.px(12)

    def _aside(self, painter: QPainter, line: QRectF, words: str, most: float) -> float:
        font = self._theme.font(12)
        metrics = QFontMetricsF(font)
        shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, most)
        painter.setFont(font)
        painter.setPen(self._theme.colour("soft"))
        painter.drawText(line, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, shown)
        return line.right() - metrics.horizontalAdvance(shown) - self._theme.px(12)

    def _title(self, painter: QPainter, box: QRectF, row: RowLook) -> None:
        font = self._theme.font(bold=row.strong)
        painter.setPen(self._theme.colour("soft" if row.dimmed else "text"))
        _words(painter, box, row.title, font)

    def _meta(self, painter: QPainter, line: QRectF, row: RowLook) -> None:
        font = self._theme.font(12)
        wide = chip_width(self._theme, row.kind, font)
        box = QRectF(line.left(), line.top(), wide, line.height())
        paint_chip(painter, self._theme, box, row.kind, font)
        painter.setPen(self._theme.colour("soft"))
        rest = line.adjusted(wide + self._theme.px(6), 0, 0, 0)
        _words(painter, rest, row.meta, font)

    def _blank(self, painter: QPainter, room: QRectF) -> None:
        px = self._theme.px
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("hover"))
        bar = QRectF(room.left() + px(46), room.center().y() - px(5), room.width() * 0.4, px(10))
        painter.drawRoundedRect(bar, px(4), px(4))


class CellPainter(QStyledItemDelegate):
    """Paints one cell of the table of columns: a chip where the model has one, else words."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw ground, line, and chip or words."""
        painter.save()
        _ground(painter, self._theme, option)
        px, chip = self._theme.px, index.data(CHIP)
        room = QRectF(option.rect).adjusted(px(8), 0, -px(4), -1)
        if isinstance(chip, Chip):
            _chip(painter, self._theme, room, chip)
        else:
            painter.setPen(self._theme.colour("text"))
            words = index.data(Qt.ItemDataRole.DisplayRole) or ""
            _words(painter, room, words, self._theme.font())
        painter.restore()


def row_height(theme: Theme, *, as_columns: bool = False) -> int:
    """Height of a row in logical pixels at the present text size and density."""
    low = TABLE if as_columns else LOW
    return theme.px(low if theme.density is Density.COMPACT or as_columns else TALL)


def _ground(painter: QPainter, theme: Theme, option: QStyleOptionViewItem) -> None:
    """What is behind a row or cell: its state, the line beneath, the mark of the current row."""
    chosen = bool(option.state & QStyle.StateFlag.State_Selected)
    over = bool(option.state & QStyle.StateFlag.State_MouseOver)
    room = option.rect
    painter.fillRect(room, theme.colour("sel" if chosen else "hover" if over else "surface"))
    painter.fillRect(room.left(), room.bottom(), room.width(), 1, theme.colour("line"))
    if option.state & QStyle.StateFlag.State_HasFocus:
        painter.fillRect(
            room.left(), room.top(), theme.px(3), room.height(), theme.colour("accent")
        )


def _words(painter: QPainter, box: QRectF, words: str, font: QFont) -> None:
    painter.setFont(font)
    one_line = " ".join(words.split())
    shown = QFontMetricsF(font).elidedText(one_line, Qt.TextElideMode.ElideRight, box.width())
    painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)


def _chip(painter: QPainter, theme: Theme, room: QRectF, chip: Chip) -> None:
    """A chip at the left of a cell, cut where there is no room for all its words."""
    font, high = theme.font(12), theme.px(CHIP_HIGH)
    most = room.width() - theme.px(12)
    words = QFontMetricsF(font).elidedText(chip.words, Qt.TextElideMode.ElideRight, most)
    shown = Chip(words, chip.tint)
    wide = chip_width(theme, shown, font)
    box = QRectF(room.left(), room.center().y() - high / 2, wide, high)
    paint_chip(painter, theme, box, shown, font)
