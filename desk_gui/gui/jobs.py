"""The one door off the GUI thread.

`work` is a plain function that touches no Qt. `done` and `failed` run on the GUI thread, and are
dropped when their owner is gone, when a newer job with the same owner and key was started, or
when the program is closing. Reads run on three threads, writes on one, in order.

A Qt object must die on the thread it lives on. So the other threads keep hold of nothing once they
have answered, and Python looks for unreachable cycles, which may hold Qt objects, on the GUI
thread only (what is there at the start is left alone: looking through it takes 100 ms).
"""

from __future__ import annotations

import gc
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from threading import Event
from typing import Any, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

T = TypeVar("T")
Failed = Callable[[Exception], object]
TIDY_MS = 500
"""How often unreachable cycles are looked for."""


@dataclass(frozen=True)
class _Job:
    number: int
    work: Callable[[], Any]
    owner: QObject
    done: Callable[[Any], object]
    failed: Failed | None
    key: str | None
    last_words: bool = False


@dataclass(frozen=True)
class _Answer:
    value: Any = None
    error: BaseException | None = None


class Jobs(QObject):
    """Runs functions on other threads and brings their answers back to the GUI thread."""

    _landed = Signal(int)
    _heard = Signal(object, object, object)

    def __init__(self, parent: QObject | None = None, *, readers: int = 3) -> None:
        super().__init__(parent)
        self._readers = ThreadPoolExecutor(readers, "desk-read")
        self._writer = ThreadPoolExecutor(1, "desk-write")
        self._closing = Event()
        self._started = 0
        self._flying: dict[int, _Job] = {}
        self._answers: dict[int, _Answer] = {}
        self._waiting: dict[int, Future[None]] = {}
        self._newest: dict[tuple[int, str], int] = {}
        self._trouble: Failed = _raise
        self._landed.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._heard.connect(self._pass_on, Qt.ConnectionType.QueuedConnection)
        self._tidying = QTimer(self, interval=TIDY_MS)
        self._tidying.timeout.connect(_tidy)
        self._tidying.start()
        gc.disable()
        gc.freeze()

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
        self._start(self._readers, self._job(work, owner, done, failed=failed, key=key))

    def write(
        self,
        owner: QObject,
        work: Callable[[], T],
        done: Callable[[T], object],
        *,
        failed: Failed | None = None,
        last_words: bool = False,
    ) -> None:
        """Start a job that changes something; such jobs run one after the other.

        With `last_words`, it runs although the program closes before it began.
        """
        job = self._job(work, owner, done, failed=failed, key=None)
        self._start(self._writer, replace(job, last_words=last_words))

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
        """Drop every answer, let running work and last words end, start nothing more."""
        self._closing.set()
        for number, waiting in list(self._waiting.items()):
            if not self._flying[number].last_words:
                waiting.cancel()
        for pool in (self._readers, self._writer):
            pool.shutdown(wait=True)
        self._waiting.clear()
        self._flying.clear()
        self._answers.clear()
        self._newest.clear()
        self._tidying.stop()
        gc.unfreeze()
        gc.enable()

    def _job(
        self,
        work: Callable[[], Any],
        owner: QObject,
        done: Callable[[Any], object],
        *,
        failed: Failed | None,
        key: str | None,
    ) -> _Job:
        self._started += 1
        if key is not None:
            self._newest[id(owner), key] = self._started
        return _Job(self._started, work, owner, done, failed, key)

    def _start(self, pool: ThreadPoolExecutor, job: _Job) -> None:
        if self._closing.is_set():
            return
        self._flying[job.number] = job
        self._waiting[job.number] = pool.submit(self._run, job.number)

    def _run(self, number: int) -> None:
        self._answers[number] = self._answer(number)
        if not self._closing.is_set():
            self._landed.emit(number)

    def _answer(self, number: int) -> _Answer:
        job = self._flying[number]
        try:
            return _Answer() if self._is_overtaken(job) else _Answer(job.work())
        except BaseException as error:  # noqa: BLE001 - raised again on the GUI thread
            return _Answer(error=error)
        finally:
            del job

    def _is_overtaken(self, job: _Job) -> bool:
        return job.key is not None and self._newest.get((id(job.owner), job.key)) != job.number

    @Slot(int)
    def _deliver(self, number: int) -> None:
        job, answer = self._flying.pop(number, None), self._answers.pop(number, None)
        self._waiting.pop(number, None)
        if job is None or answer is None or self._closing.is_set() or self._is_overtaken(job):
            return
        if job.key is not None:
            del self._newest[id(job.owner), job.key]
        if not shiboken6.isValid(job.owner):
            return
        if answer.error is None:
            job.done(answer.value)
        elif isinstance(answer.error, Exception):
            (job.failed or self._trouble)(answer.error)
        else:
            raise answer.error

    @Slot(object, object, object)
    def _pass_on(
        self, owner: QObject, heard: Callable[..., object], words: tuple[object, ...]
    ) -> None:
        if not self._closing.is_set() and shiboken6.isValid(owner):
            heard(*words)


def _raise(error: Exception) -> None:
    raise error


def _tidy() -> None:
    """Collect the oldest generation that is due, as Python would by itself."""
    due = [
        n
        for n, (have, most) in enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True))
        if have > most
    ]
    if due:
        gc.collect(due[-1])
