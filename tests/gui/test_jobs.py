from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from functools import partial

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desk_gui.gui.jobs import Jobs


@pytest.fixture
def owner() -> Iterator[QObject]:
    holder = QObject()
    yield holder
    holder.deleteLater()


def test_that_work_runs_elsewhere_and_its_answer_arrives_on_the_gui_thread(
    jobs: Jobs, owner: QObject, qtbot: QtBot
) -> None:
    threads: list[int] = []
    jobs.read(owner, threading.get_ident, lambda there: threads.extend([there, here()]))
    qtbot.waitUntil(lambda: len(threads) == 2)
    assert threads[0] != here()
    assert threads[1] == here()


def test_that_nothing_is_delivered_to_an_owner_that_was_destroyed_meanwhile(
    jobs: Jobs, qtbot: QtBot
) -> None:
    heard: list[object] = []
    gone, gate = QWidget(), threading.Event()
    jobs.read(gone, gate.wait, heard.append)
    gone.deleteLater()
    with qtbot.waitSignal(gone.destroyed):
        pass
    gate.set()
    qtbot.waitUntil(jobs.idle)
    assert heard == []


def test_that_nothing_is_delivered_once_the_program_is_closing(qtbot: QtBot) -> None:
    heard: list[object] = []
    door, holder = Jobs(), QObject()
    done = threading.Event()
    door.read(holder, done.set, heard.append)
    assert done.wait(5)
    door.close()
    qtbot.wait(1)
    assert heard == []
    assert door.idle()
    assert door.is_closing()


def test_that_last_words_are_written_although_the_program_closes(qtbot: QtBot) -> None:
    door, holder = Jobs(), QObject()
    ran: list[str] = []
    began, gate = threading.Event(), threading.Event()

    def slow() -> None:
        began.set()
        gate.wait(5)

    door.write(holder, slow, lambda _: None)
    assert began.wait(5)
    door.write(holder, partial(ran.append, "nobody waits for this"), lambda _: None)
    door.write(holder, partial(ran.append, "last words"), lambda _: None, last_words=True)
    threading.Timer(0.05, gate.set).start()
    door.close()
    assert ran == ["last words"]
    assert door.idle()


def test_that_nothing_starts_once_the_program_is_closing() -> None:
    ran: list[object] = []
    door = Jobs()
    door.close()
    door.write(QObject(), partial(ran.append, "ran"), ran.append)
    assert door.idle()
    assert ran == []


def test_that_the_newest_job_of_a_key_is_the_only_one_heard(
    jobs: Jobs, owner: QObject, qtbot: QtBot
) -> None:
    heard: list[object] = []
    gate = threading.Event()

    def slow() -> str:
        gate.wait(5)
        return "old"

    jobs.read(owner, slow, heard.append, key="search")
    jobs.read(owner, lambda: "new", heard.append, key="search")
    qtbot.waitUntil(lambda: bool(heard))
    gate.set()
    qtbot.waitUntil(jobs.idle)
    assert heard == ["new"]


def test_that_a_job_that_was_overtaken_before_it_began_does_not_run(
    owner: QObject, qtbot: QtBot
) -> None:
    door = Jobs(readers=1)
    ran: list[object] = []
    heard: list[object] = []
    gate = threading.Event()
    door.read(owner, gate.wait, heard.append)
    for word in "abc":
        door.read(owner, partial(ran.append, word), heard.append, key="search")
    gate.set()
    qtbot.waitUntil(door.idle)
    door.close()
    assert ran == ["c"]


def test_that_two_owners_may_use_the_same_key(jobs: Jobs, owner: QObject, qtbot: QtBot) -> None:
    heard: list[int] = []
    other = QObject()
    jobs.read(owner, lambda: 1, heard.append, key="rows")
    jobs.read(other, lambda: 2, heard.append, key="rows")
    qtbot.waitUntil(lambda: sorted(heard) == [1, 2])


def test_that_writes_run_one_after_the_other_in_order(
    jobs: Jobs, owner: QObject, qtbot: QtBot
) -> None:
    order: list[int] = []
    for number in range(50):
        jobs.write(owner, partial(order.append, number), lambda _: None)
    qtbot.waitUntil(jobs.idle)
    assert order == list(range(50))


def test_that_an_exception_goes_to_failed(jobs: Jobs, owner: QObject, qtbot: QtBot) -> None:
    failures: list[Exception] = []
    jobs.write(owner, fail, print, failed=failures.append)
    qtbot.waitUntil(lambda: bool(failures))
    assert isinstance(failures[0], ZeroDivisionError)


def test_that_an_exception_nobody_takes_goes_to_the_one_handler(
    jobs: Jobs, owner: QObject, qtbot: QtBot
) -> None:
    failures: list[Exception] = []
    jobs.on_trouble(failures.append)
    jobs.read(owner, fail, print)
    qtbot.waitUntil(lambda: bool(failures))
    assert isinstance(failures[0], ZeroDivisionError)


def test_that_running_work_can_tell_the_gui_thread_how_far_it_is(
    jobs: Jobs, owner: QObject, qtbot: QtBot
) -> None:
    heard: list[tuple[int, int]] = []
    tell = jobs.relay(owner, lambda step: heard.append((step, here())))

    def tell_all() -> None:
        for step in range(3):
            tell(step)

    jobs.write(owner, tell_all, lambda _: None)
    qtbot.waitUntil(lambda: len(heard) == 3)
    assert heard == [(step, here()) for step in range(3)]


def test_that_two_thousand_signals_do_not_wear_python_out(jobs: Jobs, qtbot: QtBot) -> None:
    """One release of PySide6 lost a reference to True at every emit and then aborted."""
    heard: list[object] = []
    holder = QObject()
    for number in range(2000):
        jobs.read(holder, partial(int, number), heard.append)
    qtbot.waitUntil(lambda: len(heard) == 2000)


def test_that_what_became_unreachable_dies_on_the_gui_thread(
    jobs: Jobs, owner: QObject, qtbot: QtBot
) -> None:
    died_on: list[int] = []
    lost = Ring()
    lost.held.destroyed.connect(lambda: died_on.append(here()))
    lost.itself = lost
    del lost
    done: list[object] = []
    jobs.read(owner, lambda: [[number] for number in range(200_000)], done.append)
    qtbot.waitUntil(lambda: bool(done))
    gc.collect()
    assert died_on == [here()]


class Ring:
    """A cycle that holds a Qt object; only the collector can free it."""

    def __init__(self) -> None:
        self.held = QObject()
        self.itself: Ring | None = None


def fail() -> float:
    return 1 / 0


def here() -> int:
    return threading.get_ident()
