"""One column of the board, and the keys that work in it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desk_gui.gui.board.painter import CARRIED, TaskModel, TaskPainter, row_of
from desk_gui.gui.format import count, utc_now
from desk_gui.gui.theme import Theme, look
from desk_gui.gui.widgets.dropping import Dropping
from desk_gui.gui.widgets.text_label import TextLabel
from desk_gui.gui.widgets.two_lines import TwoLineList
from desk_gui.operations.boards import BoardColumn, BoardTask, Column

NAMES = {
    Column.WAITING: "Waiting",
    Column.READY: "Ready",
    Column.IN_WORK: "In work",
    Column.DONE: "Done",
}
NOTHING = {
    Column.WAITING: "Nothing waits for another task.",
    Column.READY: "Nothing can begin now.",
    Column.IN_WORK: "Nobody works on a task.",
    Column.DONE: "Nothing was done in the last 7 days.",
}
NARROWEST = 224


class TaskList(TwoLineList):
    """Arrow keys walk: up and down here, left and right to the next column."""

    aside_wanted = Signal(int)

    def __init__(self, theme: Theme, name: str, parent: QWidget) -> None:
        super().__init__(theme, name, parent, always_tall=True)
        self.setItemDelegate(TaskPainter(theme, self))
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right leave the column."""
        aside = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if aside is not None and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            self.aside_wanted.emit(aside)
            return
        super().keyPressEvent(event)

    def keyboardSearch(self, words: str) -> None:  # noqa: N802 - Qt calls it
        """Letters are keys here."""


class TaskColumn(QFrame):
    """`moved` carries a task and by how many columns; `dropped` the id of one let go here."""

    opened = Signal(object)
    moved = Signal(object, int)
    taken = Signal(object)
    dropped = Signal(int)

    def __init__(self, theme: Theme, column: Column, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self.column = theme, column
        self._tasks: dict[int, BoardTask] = {}
        look(self, "card")
        self.setObjectName(f"Column-{column}")
        self.model = TaskModel(self)
        self.list = TaskList(theme, f"Tasks {NAMES[column]}", self)
        self.list.setModel(self.model)
        self.count = TextLabel("", "small", self)
        self.nothing = TextLabel(NOTHING[column], "soft", self).wrapping()
        self.list.activated.connect(lambda _: self._with(self.opened.emit))
        Dropping(self, takes=_is_task, take=self._let_go, hovers=self._hovered)
        Dropping(self.list.viewport(), takes=_is_task, take=self._let_go, hovers=self._hovered)
        self._offer()
        self._arrange()
        theme.changed.connect(self._widen)
        self._widen()

    def show_tasks(self, shown: BoardColumn) -> None:
        """Show these; the one that was chosen stays so."""
        chosen = self.model.id_of(self.list.currentIndex())
        self._tasks = {task.id: task for task in shown.tasks}
        now = utc_now()
        self.model.show_rows([(t.id, row_of(t, self.column, now)) for t in shown.tasks])
        self.list.setCurrentIndex(self.model.place_of(chosen))
        more = f"{shown.count:,}"
        first = f", the first {len(shown.tasks)}" if shown.count > len(shown.tasks) else ""
        self.count.setText(more + first)
        self.list.setAccessibleName(f"{NAMES[self.column]}, {count(shown.count, 'task')}")
        self.list.setVisible(bool(shown.tasks))
        self.nothing.setVisible(not shown.tasks)

    def chosen(self) -> BoardTask | None:
        """The task that is chosen here."""
        return self._tasks.get(self.model.id_of(self.list.currentIndex()) or 0)

    def task(self, task_id: int) -> BoardTask | None:
        """A task that stands here."""
        return self._tasks.get(task_id)

    def take_focus(self, place: int) -> None:
        """Choose the task at a place, or the last one, for the keyboard."""
        row = max(0, min(place, self.model.rowCount() - 1))
        self.list.setCurrentIndex(self.model.index(row, 0))
        self.list.setFocus()

    def choose(self, task_id: int) -> None:
        """Choose a task for the keyboard."""
        self.take_focus(self.model.place_of(task_id).row())

    def _with(self, act: Callable[[BoardTask], object]) -> None:
        task = self.chosen()
        if task is not None:
            act(task)

    def _offer(self) -> None:
        acts: tuple[tuple[str, str, Callable[[BoardTask], object]], ...] = (
            ("Open the request", "", self.opened.emit),
            ("Move on", "Ctrl+Right", lambda task: self.moved.emit(task, 1)),
            ("Move back", "Ctrl+Left", lambda task: self.moved.emit(task, -1)),
            ("Assign to me", "A", self.taken.emit),
        )
        for name, keys, act in acts:
            action = QAction(name, self.list)
            action.setObjectName(f"{name.title().replace(' ', '')}-{self.column}")
            action.setShortcut(keys)
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            action.triggered.connect(partial(self._with, act))
            self.list.addAction(action)

    def _let_go(self, carried: QMimeData) -> None:
        self.dropped.emit(int(bytes(carried.data(CARRIED).data())))

    def _hovered(self, over: bool) -> None:  # noqa: FBT001 - a fact
        look(self, "note" if over else "card")

    def _widen(self) -> None:
        self.setMinimumWidth(self._theme.px(NARROWEST))

    def _arrange(self) -> None:
        px = self._theme.px
        head = QHBoxLayout()
        head.setContentsMargins(px(12), px(10), px(12), px(8))
        head.setSpacing(px(8))
        head.addWidget(TextLabel(NAMES[self.column], "strong", self))
        head.addWidget(self.count, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 0, 1, px(4))
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.list, 1)
        self.nothing.setContentsMargins(px(12), px(4), px(12), px(12))
        column.addWidget(self.nothing)
        column.addStretch(0)


def _is_task(carried: QMimeData) -> bool:
    return carried.hasFormat(CARRIED)
