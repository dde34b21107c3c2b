from __future__ import annotations

from pytestqt.qtbot import QtBot

from desk_gui.gui.jobs import Jobs
from desk_gui.gui.live import Live


def test_that_our_own_changes_are_announced_at_once(jobs: Jobs) -> None:
    live = Live(jobs)
    heard: list[object] = []
    live.touched.connect(heard.append)
    live.announce("effects")  # type: ignore[arg-type]  # only passed on
    assert heard == ["effects"]


def test_that_changes_of_others_arrive_by_the_same_signal(jobs: Jobs, qtbot: QtBot) -> None:
    live = Live(jobs)
    heard: list[object] = []
    live.touched.connect(heard.append)
    live.watch(lambda: "theirs")  # type: ignore[arg-type, return-value]  # only passed on
    live.look()
    qtbot.waitUntil(lambda: heard == ["theirs"])
    live.stop()


def test_that_silence_is_not_announced(jobs: Jobs, qtbot: QtBot) -> None:
    live = Live(jobs)
    heard: list[object] = []
    live.touched.connect(heard.append)
    live.watch(lambda: None)
    live.look()
    qtbot.waitUntil(jobs.idle)
    live.stop()
    assert heard == []


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
