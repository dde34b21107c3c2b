"""Rows of two lines for short lists: what, then who and when; chips and words at the right."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QFont, QFontMetricsF, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desk_gui.domain.wording import Piece
from desk_gui.gui.format import Chip
from desk_gui.gui.theme import Theme
from desk_gui.gui.widgets.badge import chip_width, paint_chip
from desk_gui.gui.widgets.text_label import plain_tip
from desk_gui.settings import Density

ROW = Qt.ItemDataRole.UserRole + 1
TALL, LOW = 56, 40
LEFT, LINE_HIGH = 16, 20
TITLE_SHARE = 0.4
_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True)
class TwoLines:
    """Everything a row shows; chips stand at the right of the first line, `aside` of the second.

    A row with a mark, such as “unread”, has its title in bold. The pieces say the same as title
    and meta, with what was looked for told apart.
    """

    title: str
    meta: str
    chips: tuple[Chip, ...] = ()
    aside: str = ""
    dimmed: bool = False
    mark: str = ""
    title_pieces: tuple[Piece, ...] = ()
    pieces: tuple[Piece, ...] = ()

    @property
    def sentence(self) -> str:
        """The row as a screen reader says it."""
        parts = (self.mark, self.title, *(chip.words for chip in self.chips), self.meta, self.aside)
        return ", ".join(part for part in parts if part)


class TwoLinePainter(QStyledItemDelegate):
    """Paints the TwoLines that a model gives under ROW."""

    def __init__(self, theme: Theme, parent: QWidget, *, always_tall: bool) -> None:
        super().__init__(parent)
        self._theme, self._always_tall = theme, always_tall

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """One height for all rows, so that the list need not ask for each."""
        return QSize(0, self._theme.px(LOW if self._is_compact() else TALL))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw ground, line and words."""
        row = index.data(ROW)
        painter.save()
        self._ground(painter, option)
        if isinstance(row, TwoLines):
            px = self._theme.px
            room = QRectF(option.rect).adjusted(px(LEFT), 0, -px(LEFT), -1)
            upper = QRectF(room.left(), room.top() + px(9), room.width(), px(LINE_HIGH))
            if self._is_compact():
                upper.moveTop(room.center().y() - px(LINE_HIGH) / 2)
            else:
                self._lower(painter, upper.translated(0, px(LINE_HIGH - 1)), row)
            self._upper(painter, upper, row)
        painter.restore()

    def _is_compact(self) -> bool:
        return self._theme.density is Density.COMPACT and not self._always_tall

    def _ground(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        over = bool(option.state & QStyle.StateFlag.State_MouseOver)
        ground = "sel" if chosen else "hover" if over else "surface"
        box, colour = option.rect, self._theme.colour
        painter.fillRect(box, colour(ground))
        painter.fillRect(box.left(), box.bottom(), box.width(), 1, colour("line"))
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.fillRect(
                box.left(), box.top(), self._theme.px(3), box.height(), colour("accent")
            )

    def _upper(self, painter: QPainter, line: QRectF, row: TwoLines) -> None:
        end = self._chips(painter, line, row.chips)
        painter.setPen(self._theme.colour("soft" if row.dimmed else "text"))
        room = QRectF(line.left(), line.top(), end - line.left(), line.height())
        pieces = row.title_pieces or (Piece(row.title),)
        self._words(painter, room, pieces, self._theme.font(bold=bool(row.mark)))

    def _chips(self, painter: QPainter, line: QRectF, chips: Sequence[Chip]) -> float:
        """Draw the chips from the right while there is room; where the room for the title ends."""
        font, px = self._theme.font(12), self._theme.px
        end = line.right()
        for chip in reversed(chips):
            wide = chip_width(self._theme, chip, font)
            if end - wide < line.left() + line.width() * TITLE_SHARE:
                break
            box = QRectF(end - wide, line.top(), wide, line.height())
            paint_chip(painter, self._theme, box, chip, font)
            end = box.left() - px(6)
        return end - px(6) if chips else end

    def _lower(self, painter: QPainter, line: QRectF, row: TwoLines) -> None:
        font = self._theme.font(12)
        painter.setPen(self._theme.colour("soft"))
        wide = QFontMetricsF(font).horizontalAdvance(row.aside)
        if row.aside:
            painter.setFont(font)
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(line, right, row.aside)
            wide += self._theme.px(12)
        room = line.adjusted(0, 0, -wide, 0)
        self._words(painter, room, row.pieces or (Piece(row.meta),), font)

    def _words(self, painter: QPainter, box: QRectF, pieces: Sequence[Piece], font: QFont) -> None:
        """Draw words on one line; what was looked for stands on a tinted ground."""
        painter.setFont(font)
        metrics, left = QFontMetricsF(font), box.left()
        middle = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        for piece in pieces:
            words = _BLANKS.sub(" ", piece.text)
            room = box.right() - left
            shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, room)
            at = QRectF(left, box.top(), metrics.horizontalAdvance(shown), box.height())
            if piece.found:
                painter.fillRect(at.adjusted(0, 2, 0, -2), self._theme.colour("note_line"))
            painter.drawText(at.adjusted(0, 0, 1, 0), middle, shown)
            left = at.right()
            if shown != words:
                return


Index = QModelIndex | QPersistentModelIndex


class TwoLineModel(QAbstractListModel):
    """A short list that is read whole: ids with their rows."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[tuple[int, TwoLines]] = []

    def show_rows(self, rows: Sequence[tuple[int, TwoLines]]) -> None:
        """Show these rows."""
        self.beginResetModel()
        self._rows = list(rows)
        self.endResetModel()

    def change_row(self, row_id: int, look: TwoLines) -> None:
        """Show one row otherwise; what is chosen stays chosen."""
        place = self.place_of(row_id)
        if place.isValid():
            self._rows[place.row()] = (row_id, look)
            self.dataChanged.emit(place, place)

    def id_of(self, index: Index) -> int | None:
        """The id of a row."""
        return self._rows[index.row()][0] if index.isValid() else None

    def place_of(self, wanted: int | None) -> QModelIndex:
        """The row of an id; invalid when it is not shown."""
        for place, (row_id, _) in enumerate(self._rows):
            if row_id == wanted:
                return self.index(place, 0)
        return QModelIndex()

    def rowCount(self, parent: Index | None = None) -> int:
        """How many rows are shown."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The title, the row's look, or its sentence for a screen reader."""
        if not index.isValid() or not 0 <= index.row() < len(self._rows):
            return None
        row = self._rows[index.row()][1]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return row.sentence
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(f"{row.title}\n{row.meta}")
        return row if role == ROW else None


class TwoLineList(QListView):
    """A list that draws TwoLines and follows the look; `always_tall` keeps both lines."""

    def __init__(
        self,
        theme: Theme,
        name: str,
        parent: QWidget | None = None,
        *,
        always_tall: bool = False,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name.title().replace(" ", ""))
        self.setAccessibleName(name)
        self.setItemDelegate(TwoLinePainter(theme, self, always_tall=always_tall))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        theme.changed.connect(self.scheduleDelayedItemsLayout)
