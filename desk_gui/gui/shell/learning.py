"""Learns by itself, whoever's desk is open, once people here have decided enough."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, QTimer

from desk_gui.domain.accounts import Right
from desk_gui.domain.errors import Cancelled, Refusal
from desk_gui.gui.admin.section import why_not
from desk_gui.gui.page import Context
from desk_gui.operations import learning
from desk_gui.operations.desk import Desk
from desk_gui.operations.learning import Studied

FIRST_MS, EVERY_MS = 5 * 60_000, 60 * 60_000
"""Not while people begin their day; then once an hour it is asked whether there is enough."""


class Learning(QObject):
    """Looks now and then; the work is a job that only reads, so nobody waits for it."""

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._timer = QTimer(self, interval=FIRST_MS)
        self._timer.timeout.connect(self.look)

    def begin(self) -> None:
        """Look from time to time, where this account works on tickets."""
        if not why_not(self._context.account, Right.WORK_ON_TICKETS):
            self._timer.start()

    def leave(self) -> None:
        """Look no more."""
        self._timer.stop()

    def look(self) -> None:
        """Learn if it is time."""
        self._timer.setInterval(EVERY_MS)
        jobs = self._context.jobs
        work = partial(study_if_due, self._context.desk, jobs.is_closing)
        jobs.read(self, work, self._studied, failed=self._failed, key="learning")

    def _studied(self, studied: Studied | None) -> None:
        if studied is not None:
            keep = partial(learning.keep, self._context.desk, studied)
            self._context.do(self, keep, failed=self._failed)

    def _failed(self, error: Exception) -> None:
        """Nobody asked for it: it is tried again later."""
        if not isinstance(error, Refusal | Cancelled):
            self._context.live.lost.emit(error)


def study_if_due(desk: Desk, cancelled: learning.Question) -> Studied | None:
    """What was learned, or None where it is not time."""
    if not learning.should_learn(desk):
        return None
    return learning.study(desk, cancelled=cancelled, by_itself=True)
