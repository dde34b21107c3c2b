"""How a task stands on the board: three lines."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QMimeData, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

from desk_gui.domain.wording import Piece
from desk_gui.gui import format as words
from desk_gui.gui.format import Chip
from desk_gui.gui.theme import Theme
from desk_gui.gui.widgets.badge import chip_width, paint_chip
from desk_gui.gui.widgets.two_lines import ROW, Index, TwoLineModel, TwoLinePainter, TwoLines
from desk_gui.operations.boards import BoardTask, Column

HIGH, LEFT, LINE = 84, 12, 20
CARRIED = "application/x-desk-task"
"""The kind of what is carried from column to column: the id of a task."""


class TaskModel(TwoLineModel):
    """The tasks of a column; each can be carried to another."""

    def flags(self, index: Index) -> Qt.ItemFlag:
        """What can be shown can be carried."""
        return super().flags(index) | Qt.ItemFlag.ItemIsDragEnabled

    def mimeTypes(self) -> list[str]:
        """Nothing but tasks."""
        return [CARRIED]

    def mimeData(self, indexes: list[Index]) -> QMimeData:
        """The task that is carried."""
        carried = QMimeData()
        carried.setData(CARRIED, str(self.id_of(indexes[0])).encode())
        return carried


class TaskPainter(TwoLinePainter):
    """What is to be done; for which request; then what it waits for or when it is due."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent, always_tall=True)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """One height for all."""
        return QSize(0, self._theme.px(HIGH))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw ground, lines and chip."""
        row = index.data(ROW)
        painter.save()
        self._ground(painter, option)
        if isinstance(row, TwoLines):
            px = self._theme.px
            room = QRectF(option.rect).adjusted(px(LEFT), px(10), -px(LEFT), 0)
            line = QRectF(room.left(), room.top(), room.width(), px(LINE))
            painter.setPen(self._theme.colour("soft" if row.dimmed else "text"))
            self._words(painter, line, (Piece(row.title),), self._theme.font(bold=True))
            painter.setPen(self._theme.colour("soft"))
            small = self._theme.font(12)
            self._words(painter, line.translated(0, px(LINE)), (Piece(row.meta),), small)
            self._last(painter, line.translated(0, px(2 * LINE + 2)), row)
        painter.restore()

    def _last(self, painter: QPainter, line: QRectF, row: TwoLines) -> None:
        small, left = self._theme.font(12), line.left()
        for chip in row.chips:
            wide = min(chip_width(self._theme, chip, small), line.right() - left)
            paint_chip(
                painter, self._theme, QRectF(left, line.top(), wide, line.height()), chip, small
            )
            left += wide + self._theme.px(6)
        painter.setPen(self._theme.colour("soft"))
        self._words(painter, line.adjusted(left - line.left(), 0, 0, 0), (Piece(row.aside),), small)


def row_of(task: BoardTask, column: Column, now: datetime) -> TwoLines:
    """A task as a row: who has it stands beside when it is due, or what it waits for."""
    waits = " and ".join(f"“{title}”" for title in task.waits_for)
    optional = "" if task.mandatory else "optional"
    ended = f"done {words.ago(task.done_at, now)}" if task.done_at else ""
    rest = (f"waits for {waits}" if waits else "", ended, task.assignee, optional)
    done = column is Column.DONE
    return TwoLines(
        title=task.title,
        meta=f"{task.number} {task.ticket_title}",
        chips=() if done or task.due_at is None else (_due(task.due_at, now),),
        aside=" · ".join(part for part in rest if part),
        dimmed=done,
    )


def _due(at: datetime, now: datetime) -> Chip:
    return Chip(f"due {words.short_moment(at, now)}", words.nearness(at, now))
