from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from desk_gui.domain.clocks import Count, finish, pause, start
from desk_gui.domain.sla import ClockState, Target
from desk_gui.domain.workflow import WORKFLOWS, HoldReason, Kind, Status
from desk_gui.gui import format as words
from desk_gui.gui.format import Chip, Tint
from tests.domain.made import a_policy

NOW = datetime(2026, 11, 23, 13, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0, "0 s"),
        (45, "45 s"),
        (48 * 60, "48 min"),
        (3 * 3600 + 20 * 60, "3 h 20 m"),
        (5 * 3600, "5 h"),
        (2 * 86400 + 4 * 3600, "2 d 4 h"),
        (40 * 86400 + 4 * 3600, "40 d"),
    ],
)
def test_that_durations_are_said_as_people_say_them(seconds: int, said: str) -> None:
    assert words.duration(seconds) == said


@pytest.mark.parametrize(
    ("back", "said"),
    [
        (timedelta(seconds=20), "just now"),
        (timedelta(minutes=12), "12 min ago"),
        (timedelta(hours=3), "3 h ago"),
        (timedelta(hours=20), "yesterday"),
        (timedelta(days=3), "3 days ago"),
        (timedelta(days=30), "24 Oct"),
        (timedelta(days=400), "19 Oct 2025"),
    ],
)
def test_that_the_past_is_said_relative_to_now(back: timedelta, said: str) -> None:
    assert words.ago(NOW - back, NOW, UTC) == said


def test_that_the_exact_instant_names_its_zone() -> None:
    said = words.moment(NOW, ZoneInfo("Europe/Paris"))
    assert said == "Monday 23 November 2026, 14:00 CET"


def test_that_a_running_clock_says_how_much_is_left_and_warns_near_the_end() -> None:
    clock = start(Target.RESOLVE, NOW, a_policy(4 * 3600), Count())
    assert words.clock_chip(clock, NOW) == Chip("Resolve: 4 h left", Tint.OK)
    late = NOW + timedelta(hours=3, minutes=12)
    assert words.clock_chip(clock, late) == Chip("Resolve: 48 min left", Tint.WARN)
    over = NOW + timedelta(hours=4, minutes=3)
    assert words.clock_chip(clock, over) == Chip("Resolve: 3 min over", Tint.BAD)


def test_that_a_clock_that_does_not_run_says_why() -> None:
    clock = start(Target.RESPOND, NOW, a_policy(900), Count())
    assert words.clock_chip(pause(clock, NOW), NOW) == Chip("Respond: paused")
    assert words.clock_chip(finish(clock, NOW, Count()), NOW) == Chip("Respond: met", Tint.OK)
    missed = finish(clock, NOW + timedelta(hours=1), Count())
    assert missed.state is ClockState.BREACHED
    assert words.clock_chip(missed, NOW) == Chip("Respond: missed", Tint.BAD)


def test_that_every_status_and_every_move_has_words() -> None:
    for kind, workflow in WORKFLOWS.items():
        for status in workflow.statuses:
            assert words.STATUSES[status]
        for move in workflow.transitions:
            assert words.move_words(kind, move.source, move.target)


def test_that_going_back_to_work_says_so() -> None:
    back = Status.IN_PROGRESS
    assert words.move_words(Kind.INCIDENT, Status.RESOLVED, back) == "Reopen"
    assert words.move_words(Kind.INCIDENT, Status.ON_HOLD, back) == "Resume"
    assert words.move_words(Kind.INCIDENT, Status.NEW, back) == "Start work"


def test_that_on_hold_says_for_whom() -> None:
    assert words.status_chip(Status.ON_HOLD, HoldReason.SUPPLIER).words == "On hold: supplier"


def test_that_amounts_agree_with_their_nouns() -> None:
    assert words.count(1, "ticket") == "1 ticket"
    assert words.count(1204, "ticket") == "1,204 tickets"
