"""The timeline of a clock in sentences."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from desk_gui.domain.clocks import Count, start
from desk_gui.domain.sla import Clock, ClockMark, Mark, Target
from desk_gui.domain.timeline_words import Setting, promise_words, timeline_words
from tests.domain.made import NOW, a_policy

PARIS = Setting(NOW, ZoneInfo("Europe/Paris"))


def a_clock() -> Clock:
    return start(Target.RESOLVE, NOW, a_policy(14400), Count())


def hours(amount: float) -> datetime:
    return NOW + timedelta(hours=amount)


def told(*marks: Mark, name: str | None = "Office hours") -> list[str]:
    return [one.sentence for one in timeline_words(a_clock(), marks, name, PARIS)]


def test_that_a_clock_tells_its_story_in_plain_sentences() -> None:
    assert told(
        Mark(NOW, ClockMark.STARTED, due_at=hours(4)),
        Mark(hours(1), ClockMark.PAUSED, "waiting for the requester", hours(4)),
        Mark(hours(2), ClockMark.RESUMED, "", hours(5), hours(4)),
        Mark(hours(3), ClockMark.WARNED, "50 %", hours(5)),
        Mark(hours(4), ClockMark.ESCALATED, "75 %: told Network"),
        Mark(hours(5), ClockMark.BREACHED, "", hours(5)),
        Mark(hours(6), ClockMark.ENDED, "resolved", hours(5)),
    ) == [
        "2 Mar 10:00 started; promised 4 h in Office hours, due 14:00",
        "2 Mar 11:00 paused: waiting for the requester",
        "2 Mar 12:00 runs again; now due 15:00 instead of 14:00",
        "2 Mar 13:00 50 % of the time has passed",
        "2 Mar 14:00 escalated at 75 %: told Network",
        "2 Mar 15:00 the promise was missed",
        "2 Mar 16:00 ended late: resolved",
    ]


def test_that_the_promise_is_named_where_it_was_last_made() -> None:
    assert told(
        Mark(NOW, ClockMark.STARTED, due_at=hours(24)),
        Mark(hours(1), ClockMark.RETARGETED, "priority 3 became 2", hours(4), hours(24)),
        Mark(hours(2), ClockMark.MET, "resolved", hours(4)),
        name=None,
    ) == [
        "2 Mar 10:00 started; due 3 Mar 10:00",
        "2 Mar 11:00 has another target: priority 3 became 2; promised 4 h around the clock,"
        " now due 14:00 instead of 3 Mar 10:00",
        "2 Mar 12:00 met: resolved",
    ]


@pytest.mark.parametrize("what", list(ClockMark))
def test_that_every_mark_can_be_said(what: ClockMark) -> None:
    (said,) = told(Mark(NOW, what))
    assert len(said) > len("2 Mar 10:00 ")


def test_that_the_year_is_said_where_it_is_another() -> None:
    setting = Setting(NOW.replace(year=2027), ZoneInfo("UTC"))
    (said,) = timeline_words(a_clock(), [Mark(NOW, ClockMark.STARTED)], None, setting)
    assert said.at == "2 Mar 2026 09:00"


def test_that_an_unknown_promise_is_not_made_up() -> None:
    assert promise_words(replace(a_clock(), promised_s=0), None) == ""
