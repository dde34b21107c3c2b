"""What is done to the fulfilment tasks on the ticket page."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from desk_gui.domain.catalog import Task
from desk_gui.gui.dialogs import changing
from desk_gui.gui.dialogs.changing import Change, Work
from desk_gui.gui.dialogs.reason import Asked, ReasonDialog
from desk_gui.gui.page import Context
from desk_gui.gui.ticket.tasks import Tasks
from desk_gui.operations import requests
from desk_gui.operations.show import TicketPage


class TaskActs:
    """Begins, does, skips and takes up again the tasks of the ticket that is shown."""

    def __init__(self, context: Context, tasks: Tasks, owner: QWidget) -> None:
        self._context = context
        self._owner = owner
        self._shown: TicketPage | None = None
        tasks.done_wanted.connect(self.do_task)
        tasks.skip_wanted.connect(self.skip_task)
        tasks.start_wanted.connect(self.start_task)
        tasks.again_wanted.connect(self.take_up_again)
        tasks.ticked.connect(self.tick_off)

    def show_ticket(self, shown: TicketPage | None) -> None:
        """Act on this ticket from now on, or on none."""
        self._shown = shown

    def do_task(self, task: Task) -> None:
        """Mark a fulfilment task done."""
        desk = self._context.desk
        act = partial(requests.complete_task, desk, self._ticket_id, task.id)
        self._change(lambda _: act(), f"“{task.title}” done.")

    def start_task(self, task: Task) -> None:
        """Begin a fulfilment task, and take it unless somebody has it."""
        act = partial(requests.start_task, self._context.desk, self._ticket_id, task.id)
        self._change(lambda _: act(), f"“{task.title}” begun.")

    def take_up_again(self, task: Task) -> None:
        """Take up a task again that was done or skipped."""
        act = partial(requests.reopen_task, self._context.desk, self._ticket_id, task.id)
        self._change(lambda _: act(), f"“{task.title}” is taken up again.")

    def tick_off(self, task: Task, line: int, done: bool) -> None:  # noqa: FBT001 - a signal's
        """Tick a line of a checklist off, or not."""
        said = f"“{task.checklist[line].text}” {'ticked off' if done else 'is open again'}."
        where = (self._context.desk, self._ticket_id, task.id, line)
        act = partial(requests.tick_off, *where, done=done)
        self._change(lambda _: act(), said)

    def skip_task(self, task: Task) -> None:
        """Ask why an optional task is skipped."""
        asked = Asked(
            heading=f"Skip “{task.title}”",
            verb="Skip",
            field="Why",
            missing="Say why the task is skipped.",
            said=f"“{task.title}” skipped.",
        )
        skip = partial(requests.skip_task, self._context.desk, self._ticket_id, task.id)
        ReasonDialog(self._context, asked, skip, self._owner).open()

    @property
    def _ticket_id(self) -> int:
        return self._shown.ticket.id if self._shown else 0

    def _change(self, work: Work, said: str) -> None:
        if self._shown is not None:
            failed = partial(changing.say, self._context)
            changing.make(
                self._context, self._owner, Change(self._shown.ticket, work, said, None, failed)
            )
