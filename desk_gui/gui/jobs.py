"""The one door off the GUI thread.

`work` is a plain function that touches no Qt. `done` and `failed` run on the GUI thread, and are
dropped when their owner is gone, when a newer job with the same owner and key was started, or
when the program is closing. Reads run on three threads, writes on one, in order.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from threading import Event
from typing import Any, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal, Slot

T = TypeVar("T")
Failed = Callable[[Exception], object]


@dataclass(frozen=True)
class _Job:
    number: int
    owner: QObject
    done: Callable[[Any], object]
    failed: Failed | None
    key: str | None


class Jobs(QObject):
    """Runs functions on other threads and brings their answers back to the GUI thread."""

    _landed = Signal(object, object)
    _heard = Signal(object, object, object)

    def __init__(self, parent: QObject | None = None, *, readers: int = 3) -> None:
        super().__init__(parent)
        self._readers = ThreadPoolExecutor(readers, "desk-read")
        self._writer = ThreadPoolExecutor(1, "desk-write")
        self._closing = Event()
        self._started = 0
        self._flying: set[int] = set()
        self._newest: dict[tuple[int, str], int] = {}
        self._trouble: Failed = _raise
        self._landed.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._heard.connect(self._pass_on, Qt.ConnectionType.QueuedConnection)

    def on_trouble(self, handler: Failed) -> None:
        """Name the one handler for what no job's own `failed` takes; until then it is raised."""
        self._trouble = handler

    def read(
        self,
        owner: QObject,
        work: Callable[[], T],
        done: Callable[[T], object],
        *,
        failed: Failed | None = None,
        key: str | None = None,
    ) -> None:
        """Start a job that only reads; with a key, a newer one of this owner replaces it."""
        self._start(self._readers, work, self._job(owner, done, failed, key))

    def write(
        self,
        owner: QObject,
        work: Callable[[], T],
        done: Callable[[T], object],
        *,
        failed: Failed | None = None,
    ) -> None:
        """Start a job that changes something; such jobs run one after the other."""
        self._start(self._writer, work, self._job(owner, done, failed, None))

    def relay(self, owner: QObject, heard: Callable[..., object]) -> Callable[..., None]:
        """A function that a running job may call to have `heard` called on the GUI thread."""

        def tell(*words: object) -> None:
            if not self._closing.is_set():
                self._heard.emit(owner, heard, words)

        return tell

    def idle(self) -> bool:
        """Whether every job has been delivered or dropped."""
        return not self._flying

    def is_closing(self) -> bool:
        """Whether the program is closing; long work asks this and gives up. Any thread."""
        return self._closing.is_set()

    def close(self) -> None:
        """Drop every answer, let running work end, start nothing more."""
        self._closing.set()
        for pool in (self._readers, self._writer):
            pool.shutdown(wait=True, cancel_futures=True)
        self._flying.clear()
        self._newest.clear()

    def _job(
        self, owner: QObject, done: Callable[[Any], object], failed: Failed | None, key: str | None
    ) -> _Job:
        self._started += 1
        if key is not None:
            self._newest[id(owner), key] = self._started
        return _Job(self._started, owner, done, failed, key)

    def _start(self, pool: ThreadPoolExecutor, work: Callable[[], Any], job: _Job) -> None:
        if self._closing.is_set():
            return
        self._flying.add(job.number)
        answer = pool.submit(self._unless_overtaken, work, job)
        answer.add_done_callback(partial(self._land, job))

    def _land(self, job: _Job, answer: Future[Any]) -> None:
        if not self._closing.is_set():
            self._landed.emit(answer, job)

    def _unless_overtaken(self, work: Callable[[], T], job: _Job) -> T | None:
        return None if self._is_overtaken(job) else work()

    def _is_overtaken(self, job: _Job) -> bool:
        return job.key is not None and self._newest.get((id(job.owner), job.key)) != job.number

    @Slot(object, object)
    def _deliver(self, answer: Future[Any], job: _Job) -> None:
        self._flying.discard(job.number)
        if self._closing.is_set() or self._is_overtaken(job):
            return
        if job.key is not None:
            del self._newest[id(job.owner), job.key]
        if not shiboken6.isValid(job.owner):
            return
        error = answer.exception()
        if error is None:
            job.done(answer.result())
        elif isinstance(error, Exception):
            (job.failed or self._trouble)(error)
        else:
            raise error

    @Slot(object, object, object)
    def _pass_on(
        self, owner: QObject, heard: Callable[..., object], words: tuple[object, ...]
    ) -> None:
        if not self._closing.is_set() and shiboken6.isValid(owner):
            heard(*words)


def _raise(error: Exception) -> None:
    raise error
