from __future__ import annotations

import threading

from pytestqt.qtbot import QtBot

from desk_gui.gui.jobs import Jobs
from desk_gui.gui.live import Live
from desk_gui.operations.effects import Effects
from desk_gui.operations.live import Pulse
from desk_gui.operations.notices import Unread

THEIRS = Effects(tickets=frozenset({7}))


def a_pulse(effects: Effects | None = None) -> Pulse:
    return Pulse(1, effects, Unread())


def test_that_our_own_changes_are_announced_at_once(jobs: Jobs) -> None:
    live = Live(jobs)
    heard: list[object] = []
    live.touched.connect(heard.append)
    live.announce(THEIRS)
    assert heard == [THEIRS]


def test_that_changes_of_others_arrive_by_the_same_signal(jobs: Jobs, qtbot: QtBot) -> None:
    live = Live(jobs)
    heard: list[object] = []
    live.touched.connect(heard.append)
    live.watch(lambda: a_pulse(THEIRS))
    live.look()
    qtbot.waitUntil(lambda: heard == [THEIRS])
    live.stop()


def test_that_silence_is_not_announced_but_the_pulse_is(jobs: Jobs, qtbot: QtBot) -> None:
    live = Live(jobs)
    heard: list[object] = []
    pulses: list[object] = []
    live.touched.connect(heard.append)
    live.pulsed.connect(pulses.append)
    live.watch(a_pulse)
    live.look()
    qtbot.waitUntil(jobs.idle)
    live.stop()
    assert (heard, pulses) == ([], [a_pulse()])


def test_that_whoever_asks_meanwhile_is_answered_by_a_later_question(
    jobs: Jobs, qtbot: QtBot
) -> None:
    live = Live(jobs)
    pulses: list[object] = []
    live.pulsed.connect(pulses.append)
    gate, asked = threading.Event(), []

    def ask() -> Pulse:
        asked.append(len(pulses))
        gate.wait(5)
        return a_pulse(THEIRS)

    live.watch(ask)
    for _ in range(3):
        live.look()
    gate.set()
    qtbot.waitUntil(lambda: len(pulses) == 2)
    live.stop()
    assert asked == [0, 1]


def test_that_a_lost_database_is_said_and_asked_again(jobs: Jobs, qtbot: QtBot) -> None:
    live = Live(jobs)
    lost: list[object] = []
    live.lost.connect(lost.append)
    live.watch(lambda: 1 / 0)  # type: ignore[arg-type, return-value]  # it fails on purpose
    live.look()
    qtbot.waitUntil(lambda: len(lost) == 1)
    live.look()
    qtbot.waitUntil(lambda: len(lost) == 2)
    live.stop()


def test_that_nothing_is_asked_after_the_end(jobs: Jobs, qtbot: QtBot) -> None:
    live = Live(jobs)
    pulses: list[object] = []
    live.pulsed.connect(pulses.append)
    live.watch(a_pulse)
    live.look()
    live.stop()
    qtbot.waitUntil(jobs.idle)
    live.look()
    assert jobs.idle()
