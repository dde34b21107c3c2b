"""The palette (Ctrl+K): everything that can be done now, and what the search finds.

Commands and findings stand beside each other and never replace one another; from two letters on
the last line searches everything. The highlight follows its line when findings arrive late.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAction,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QStandardItem,
    QStandardItemModel,
)
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from desk_gui.gui.actions import Actions, keys_words
from desk_gui.gui.icons import Icon
from desk_gui.gui.shell.fuzzy import score
from desk_gui.gui.theme import Theme, look, shadow

WIDTH, ROW, MOST_ROWS, MOST_COMMANDS = 640, 36, 10, 6
FROM_LETTERS = 2
WEAKEST = 0.5
"""Commands that fit less than this share of the best fit are left out."""
PAUSE_MS = 120
LINE = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True)
class Line:
    """One line of the palette; `aside` is the key or what kind of thing it is."""

    key: str
    words: str
    act: Callable[[], object] = field(compare=False)
    aside: str = ""
    icon: Icon | None = None


Find = Callable[[str, Callable[[Sequence[Line]], None]], None]


class QuickOpen(QWidget):
    """Covers its host while it is open, a press beside it closes it.

    `find(words, show)` brings tickets and articles.
    """

    closed = Signal()
    everything_wanted = Signal(str)

    def __init__(self, theme: Theme, actions: Actions, find: Find, host: QWidget) -> None:
        super().__init__(host)
        self._host = host
        self._theme, self._actions, self._find = theme, actions, find
        self._found: Sequence[Line] = ()
        self._stepped = False
        self._before: QWidget | None = None
        self.setObjectName("QuickOpen")
        self.setAccessibleName("Search or do anything")
        self._sheet = QFrame(self)
        self._sheet.setObjectName("QuickOpenSheet")
        look(self._sheet, "palette")
        self._sheet.setGraphicsEffect(shadow(theme, self._sheet))
        self.field = QLineEdit(self)
        self.field.setObjectName("QuickOpenField")
        self.field.setAccessibleName("Search tickets, articles and commands")
        self.field.setPlaceholderText("Search, or type what you want to do")
        self.field.setClearButtonEnabled(True)
        self._model = QStandardItemModel(self)
        self.list = QListView(self)
        self.list.setObjectName("QuickOpenList")
        self.list.setAccessibleName("What fits")
        self.list.setModel(self._model)
        self.list.setItemDelegate(_LinePainter(theme, self.list))
        self.list.setUniformItemSizes(True)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.list.clicked.connect(self._pressed)
        column = QVBoxLayout(self._sheet)
        column.setContentsMargins(*[theme.px(8)] * 4)
        column.setSpacing(theme.px(8))
        column.addWidget(self.field)
        column.addWidget(self.list)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.look_up)
        self.field.textChanged.connect(self._typed)
        self.field.installEventFilter(self)
        self.hide()

    def open_at(self, corner: QPoint) -> None:
        """Open with an empty field; the focus goes back where it was when it closes."""
        self._before = self.window().focusWidget()
        self._found = ()
        self.field.clear()
        self._show_lines()
        self._place(corner)
        self.show()
        self.raise_()
        self.field.setFocus()

    def leave(self) -> None:
        """Close without doing anything."""
        if self.isVisible():
            self.hide()
            self._pause.stop()
            if self._before is not None:
                self._before.setFocus()
            self.closed.emit()

    def lines(self) -> list[Line]:
        """What is offered now, first line first."""
        return [self._model.item(row).data(LINE) for row in range(self._model.rowCount())]

    def look_up(self) -> None:
        """Ask now what the words find."""
        self._pause.stop()
        words = self.field.text().strip()
        if len(words) >= FROM_LETTERS:
            self._find(words, lambda found: self._arrived(words, found))

    def choose(self) -> None:
        """Do what the highlighted line says."""
        line = self.list.currentIndex().data(LINE)
        if line is not None:
            self.leave()
            line.act()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of the palette; they are bound to it, not only to its field."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._key(event) or super().eventFilter(watched, event)
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        match event.key():
            case Qt.Key.Key_Escape:
                self.leave()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.choose()
            case Qt.Key.Key_Down:
                self._step(1)
            case Qt.Key.Key_Up:
                self._step(-1)
            case Qt.Key.Key_N if control:
                self._step(1)
            case Qt.Key.Key_P if control:
                self._step(-1)
            case _:
                return False
        return True

    def _step(self, rows: int) -> None:
        many = self._model.rowCount()
        self._stepped = True
        if many:
            self._mark((self.list.currentIndex().row() + rows) % many)

    def _mark(self, row: int) -> None:
        self.list.setCurrentIndex(self._model.index(row, 0))

    def _typed(self) -> None:
        self._stepped = False
        if not self.field.text().strip():
            self._found = ()
        self._show_lines()
        self._pause.start()

    def _arrived(self, words: str, found: Sequence[Line]) -> None:
        if self.isVisible() and words == self.field.text().strip():
            self._found = found
            self._show_lines(keep=self._stepped)

    def _show_lines(self, *, keep: bool = False) -> None:
        before = self.list.currentIndex().data(LINE) if keep else None
        lines = [*self._commands(), *self._found, *self._everything()]
        self._model.clear()
        for line in lines:
            item = QStandardItem(line.words)
            item.setData(line, LINE)
            item.setAccessibleText(f"{line.words} {line.aside}".strip())
            self._model.appendRow(item)
        rows = max(min(len(lines), MOST_ROWS), 1)
        self.list.setFixedHeight(rows * self._theme.px(ROW))
        self._sheet.adjustSize()
        if lines:
            self._mark(lines.index(before) if before in lines else 0)

    def _commands(self) -> list[Line]:
        typed = self.field.text().strip()
        ranked = sorted(
            ((score(typed, action.text()), place, action) for place, action in self._doable()),
            key=lambda one: (-one[0], one[1]),
        )
        least = ranked[0][0] * WEAKEST if ranked else 0
        fitting = [self._line(action) for fit, _, action in ranked if fit > 0 and fit >= least]
        return fitting[:MOST_COMMANDS] if typed else fitting

    def _doable(self) -> list[tuple[int, QAction]]:
        doable = (a for a in self._actions.enabled() if a.objectName() != "Palette")
        return list(enumerate(doable))

    def _line(self, action: QAction) -> Line:
        command = self._actions.command(self._actions.name_of(action))
        return Line(
            command.name, command.words, action.trigger, keys_words(command.keys), command.icon
        )

    def _everything(self) -> list[Line]:
        words = self.field.text().strip()
        if len(words) < FROM_LETTERS:
            return []
        said = f"Search everything for “{words}”"
        return [
            Line("everything", said, lambda: self.everything_wanted.emit(words), "", Icon.SEARCH)
        ]

    def _pressed(self, row: QModelIndex) -> None:
        self._mark(row.row())
        self.choose()

    def _place(self, corner: QPoint) -> None:
        self.setGeometry(self._host.rect())
        room, gap = self._host.width(), self._theme.px(8)
        self._sheet.setFixedWidth(min(self._theme.px(WIDTH), room - 2 * gap))
        self._sheet.adjustSize()
        left = min(max(corner.x() - gap, gap), room - self._sheet.width() - gap)
        self._sheet.move(left, max(corner.y() - gap, 0))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press beside the palette closes it."""
        super().mousePressEvent(event)
        self.leave()


class _LinePainter(QStyledItemDelegate):
    """Icon, words, and the key at the right."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:
        """One row of the design."""
        return QSize(0, self._theme.px(ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        """Draw one line."""
        line: Line = index.data(LINE)
        theme, room = self._theme, QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("sel"))
            painter.drawRoundedRect(room, theme.px(6), theme.px(6))
        inner = room.adjusted(theme.px(10), 0, -theme.px(10), 0)
        if line.icon is not None:
            drawing = theme.pixmap(line.icon)
            painter.drawPixmap(
                QPoint(int(inner.left()), int(inner.center().y() - theme.px(8))), drawing
            )
        inner.setLeft(inner.left() + theme.px(26))
        painter.setFont(theme.font(12))
        painter.setPen(theme.colour("soft"))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(inner, middle | Qt.AlignmentFlag.AlignRight, line.aside)
        taken = painter.fontMetrics().horizontalAdvance(line.aside)
        inner.setRight(inner.right() - taken - theme.px(12))
        painter.setFont(theme.font())
        painter.setPen(theme.colour("text"))
        words = painter.fontMetrics().elidedText(
            line.words, Qt.TextElideMode.ElideRight, int(inner.width())
        )
        painter.drawText(inner, middle | Qt.AlignmentFlag.AlignLeft, words)
        painter.restore()
