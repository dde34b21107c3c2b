"""The fulfilment tasks of a request, in their order, with what can be done to each now."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from desk_gui.domain.accounts import Right
from desk_gui.domain.catalog import Task, TaskStatus, why_not_finish
from desk_gui.domain.workflow import Status
from desk_gui.gui.icons import Icon
from desk_gui.gui.page import Context
from desk_gui.gui.theme import look
from desk_gui.gui.widgets.card import Card
from desk_gui.gui.widgets.icon_label import IconLabel
from desk_gui.gui.widgets.pool import Pool
from desk_gui.gui.widgets.text_label import TextLabel, plain_tip
from desk_gui.operations.show import TicketPage

ICONS = {
    TaskStatus.OPEN: (Icon.CIRCLE_DOT, "soft"),
    TaskStatus.DONE: (Icon.CIRCLE_CHECK, "ok"),
    TaskStatus.SKIPPED: (Icon.ARROW_RIGHT, "soft"),
    TaskStatus.VOID: (Icon.X, "soft"),
}


class TaskLine(QWidget):
    """`done_wanted` and `skip_wanted` carry the task."""

    done_wanted = Signal(object)
    skip_wanted = Signal(object)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._task: Task | None = None
        px = context.theme.px
        self._icon = IconLabel(context.theme, Icon.CIRCLE_DOT, parent=self)
        self._title = TextLabel("", "", self).wrapping()
        self._more = TextLabel("", "small", self).wrapping()
        self.skip = QPushButton("Skip…", self)
        self.done = QPushButton("Done", self)
        look(self.skip, "link")
        look(self.done, "pill")
        self.done.clicked.connect(lambda: self.done_wanted.emit(self._task))
        self.skip.clicked.connect(lambda: self.skip_wanted.emit(self._task))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(8))
        text = QVBoxLayout()
        text.setSpacing(0)
        text.addWidget(self._title)
        text.addWidget(self._more)
        row.addWidget(self._icon)
        row.addLayout(text, 1)
        row.addWidget(self.skip)
        row.addWidget(self.done)

    def show_task(self, task: Task, because: str, *, open_now: bool) -> None:
        """Show a task; `because` says why it cannot be done now."""
        self._task = task
        self._icon.show_icon(*ICONS[task.status])
        self._title.setText(task.title)
        look(self._title, "" if task.status is TaskStatus.OPEN else "soft")
        more = _more(task, because if open_now else "")
        self._more.setText(more)
        self._more.setVisible(bool(more))
        able = open_now and task.status is TaskStatus.OPEN
        self.done.setVisible(able)
        self.skip.setVisible(able and not task.mandatory)
        self.done.setEnabled(not because)
        self.done.setToolTip(plain_tip(because))
        for button, verb in ((self.done, "Done"), (self.skip, "Skip")):
            button.setObjectName(f"{verb}-{task.position}")
            button.setAccessibleName(f"{verb}: {task.title}")
            button.setAccessibleDescription(because)
        self.setAccessibleName(f"{task.title}, {task.status.value}")


class Tasks(Card):
    """`done_wanted` and `skip_wanted` carry a task; hidden where there are none."""

    done_wanted = Signal(object)
    skip_wanted = Signal(object)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context.theme, head="Fulfilment", aside=" ", parent=parent)
        self._context = context
        self.setObjectName("Tasks")
        self.setAccessibleName("Fulfilment tasks")
        self.progress = QProgressBar(self)
        self.progress.setObjectName("TaskProgress")
        self.progress.setAccessibleName("Tasks ended")
        self.progress.setTextVisible(False)
        self.add(self.progress)
        self._lines = Pool(self.column, self._line)

    def show_ticket(self, shown: TicketPage) -> None:
        """Show the tasks of a ticket."""
        tasks = [task for task in shown.tasks if task.status is not TaskStatus.VOID]
        self.setVisible(bool(tasks))
        ended = sum(task.status is not TaskStatus.OPEN for task in tasks)
        self.aside.setText(f"{ended} of {len(tasks)} ended")
        self.progress.setRange(0, max(1, len(tasks)))
        self.progress.setValue(ended)
        works = self._context.account.may(Right.WORK_ON_TICKETS)
        open_now = works and shown.ticket.status is Status.IN_FULFILMENT
        for line, task in self._lines.each(tasks):
            because = why_not_finish(task, shown.tasks) if task.status is TaskStatus.OPEN else ""
            line.show_task(task, because or "", open_now=open_now)

    def _line(self) -> TaskLine:
        line = TaskLine(self._context, self)
        line.done_wanted.connect(self.done_wanted)
        line.skip_wanted.connect(self.skip_wanted)
        return line


def _more(task: Task, because: str) -> str:
    if task.status is TaskStatus.SKIPPED:
        return f"Skipped: {task.reason}" if task.reason else "Skipped"
    optional = "" if task.mandatory else "Optional. "
    return (optional + because).strip() if task.status is TaskStatus.OPEN else ""
