"""The fulfilment tasks of a request, in their order, with what can be done to each now."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desk_gui.domain.accounts import Right
from desk_gui.domain.catalog import Task, TaskStatus, blockers, why_not_finish, why_not_reopen
from desk_gui.domain.workflow import Status
from desk_gui.gui import format as words
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
    start_wanted = Signal(object)
    again_wanted = Signal(object)
    ticked = Signal(object, int, bool)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._task: Task | None = None
        px = context.theme.px
        self._icon = IconLabel(context.theme, Icon.CIRCLE_DOT, parent=self)
        self._title = TextLabel("", "", self).wrapping()
        self._more = TextLabel("", "small", self).wrapping()
        self.start = QPushButton("Begin", self)
        self.skip = QPushButton("Skip…", self)
        self.again = QPushButton("Take up again", self)
        self.done = QPushButton("Done", self)
        look(self.skip, "link")
        look(self.start, "link")
        look(self.again, "link")
        self.again.clicked.connect(lambda: self.again_wanted.emit(self._task))
        self.start.clicked.connect(lambda: self.start_wanted.emit(self._task))
        look(self.done, "pill")
        self.done.clicked.connect(lambda: self.done_wanted.emit(self._task))
        self.skip.clicked.connect(lambda: self.skip_wanted.emit(self._task))
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(8))
        text = QVBoxLayout()
        text.setSpacing(0)
        text.addWidget(self._title)
        text.addWidget(self._more)
        self._checks = QVBoxLayout()
        self._checks.setSpacing(0)
        text.addLayout(self._checks)
        self._boxes: list[QCheckBox] = []
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(text, 1)
        row.addWidget(self.start)
        row.addWidget(self.skip)
        row.addWidget(self.again)
        row.addWidget(self.done)

    def show_task(self, task: Task, because: str, who: str, *, open_now: bool, waits: bool) -> None:
        """Show a task and who has it; `because` says why it cannot be done now."""
        self._task = task
        self._icon.show_icon(*ICONS[task.status])
        self._title.setText(task.title)
        look(self._title, "" if task.status is TaskStatus.OPEN else "soft")
        now = self._context.desk.clock()
        more = _more(task, because, _lately(task, who, now))
        self._more.setText(more)
        self._more.setVisible(bool(more))
        beside = Qt.AlignmentFlag.AlignTop if more else Qt.AlignmentFlag.AlignVCenter
        self._row.setAlignment(self._icon, beside)
        is_open = task.status is TaskStatus.OPEN
        able = open_now and is_open
        self.again.setVisible(open_now and not is_open)
        self.again.setEnabled(not because)
        self.again.setToolTip(plain_tip(because))
        self.done.setVisible(able)
        self.skip.setVisible(able and not task.mandatory)
        self.start.setVisible(able and task.started_at is None and not waits)
        self._show_checks(task, able=able)
        self.done.setEnabled(not because)
        self.done.setToolTip(plain_tip(because))
        names = {self.done: "Done", self.skip: "Skip", self.start: "Begin", self.again: "Again"}
        for button, verb in names.items():
            button.setObjectName(f"{verb}-{task.position}")
            button.setAccessibleName(f"{button.text().rstrip('…')}: {task.title}")
            button.setAccessibleDescription(because)
        self.setAccessibleName(f"{task.title}, {task.status.value}")

    def _show_checks(self, task: Task, *, able: bool) -> None:
        lines = task.checklist if task.status is TaskStatus.OPEN else ()
        while len(self._boxes) < len(lines):
            box = QCheckBox("", self)
            place = len(self._boxes)
            box.clicked.connect(partial(self._tick, place))
            self._boxes.append(box)
            self._checks.addWidget(box)
        for place, box in enumerate(self._boxes):
            box.setVisible(place < len(lines))
            if place < len(lines):
                box.setObjectName(f"Check-{task.position}-{place + 1}")
                box.setText(lines[place].text.replace("&", "&&"))
                box.setAccessibleName(lines[place].text)
                box.setChecked(lines[place].done)
                box.setEnabled(able)

    def _tick(self, place: int) -> None:
        self.ticked.emit(self._task, place, self._boxes[place].isChecked())


class Tasks(Card):
    """Its signals carry a task and what is wanted of it; hidden where there are none."""

    done_wanted = Signal(object)
    skip_wanted = Signal(object)
    start_wanted = Signal(object)
    again_wanted = Signal(object)
    ticked = Signal(object, int, bool)

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
            why_not = why_not_finish if task.status is TaskStatus.OPEN else why_not_reopen
            because = why_not(task, shown.tasks)
            who = shown.task_people.get(task.id, "")
            waits = bool(blockers(task, shown.tasks))
            line.show_task(task, because or "", who, open_now=open_now, waits=waits)

    def _line(self) -> TaskLine:
        line = TaskLine(self._context, self)
        line.done_wanted.connect(self.done_wanted)
        line.skip_wanted.connect(self.skip_wanted)
        line.start_wanted.connect(self.start_wanted)
        line.again_wanted.connect(self.again_wanted)
        line.ticked.connect(self.ticked)
        return line


def _more(task: Task, because: str, lately: str) -> str:
    if task.status is TaskStatus.SKIPPED:
        return f"Skipped: {task.reason}" if task.reason else "Skipped"
    if task.status is not TaskStatus.OPEN:
        return ""
    optional = "" if task.mandatory else "Optional. "
    return "\n".join(part for part in (lately, (optional + because).strip()) if part)


def _lately(task: Task, who: str, now: datetime) -> str:
    """Who has a task, since when it is worked on, and when it is due."""
    begun = f"begun {words.ago(task.started_at, now)}" if task.started_at else ""
    due = f"due {words.short_moment(task.due_at, now)}" if task.due_at else ""
    return " · ".join(part for part in (who, begun, due) if part)
