"""Random histories of clocks: Desk's arithmetic equals a walk minute by minute, to the second."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import reduce
from random import Random

import pytest

from desk_gui.domain import clocks
from desk_gui.domain.business_hours import (
    CALENDAR_TIME,
    BusinessHours,
    BusinessTime,
    OwnDay,
    Time,
    Window,
    check_hours,
)
from desk_gui.domain.clocks import Count
from desk_gui.domain.sla import ClockState, Target, agreed
from tests.domain.made import a_policy, a_ticket
from tests.domain.slow_clock import SlowClock, SlowHours, always, ran_by_walking

ZONES = (
    "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "UTC",
    "America/St_Johns", "Pacific/Chatham", "Africa/Casablanca", "America/Sao_Paulo",
)  # fmt: skip
MOMENTS = (
    datetime(2024, 2, 27, tzinfo=UTC),
    datetime(2028, 2, 28, tzinfo=UTC),
    datetime(2026, 3, 28, tzinfo=UTC),
    datetime(2026, 10, 24, tzinfo=UTC),
    datetime(2026, 3, 7, tzinfo=UTC),
    datetime(2026, 10, 31, tzinfo=UTC),
    datetime(2026, 4, 4, tzinfo=UTC),
    datetime(2026, 10, 3, tzinfo=UTC),
    datetime(2025, 12, 30, tzinfo=UTC),
    datetime(2026, 7, 1, tzinfo=UTC),
)
"""Leap days, the weeks in which clocks change, a turn of the year, and a quiet summer."""
SPAN_DAYS = 12


@dataclass
class Calendar:
    """The same calendar twice: as Desk has it, and the slow way."""

    hours: BusinessHours
    time: Time
    slow: SlowHours


def random_windows(rng: Random) -> list[tuple[int, int, int]]:
    """Windows of a week that do not overlap; some span midnight, some are a quarter of an hour."""
    found: list[tuple[int, int, int]] = []
    while len(found) < 3:
        found = []
        here = rng.choice((0, 0, 480, 1320))
        end_of_week = 7 * 1440 + here
        while here < end_of_week - 15:
            length = min(rng.choice((15, 60, 240, 480, 540, 1440, 2000)), end_of_week - here)
            if here < 7 * 1440 and rng.random() < 0.7:
                weekday, starts = divmod(here, 1440)
                found.append((weekday, starts, min(starts + length, 2880)))
            here += length + rng.choice((0, 30, 60, 480, 840))
    return found


def a_calendar(rng: Random, around: datetime, *, zone: str | None = None) -> Calendar:
    """A random calendar with holidays and own days around a moment."""
    days = [around.date() + timedelta(days=n) for n in range(-2, SPAN_DAYS)]
    windows = random_windows(rng)
    worked = {weekday for weekday, _, _ in windows}
    holidays = set(rng.sample(days, rng.choice((0, 1, 3))))
    own = {day: rng.random() < 0.5 for day in rng.sample(days, rng.choice((0, 1, 3)))}
    own = {day: works and day.weekday() in worked for day, works in own.items()}
    hours = BusinessHours(
        1,
        "Some hours",
        zone or rng.choice(ZONES),
        windows=tuple(Window(*one) for one in windows),
        own_days=tuple(OwnDay(day, "Own", works) for day, works in own.items()),
    )
    check_hours(hours)
    slow = SlowHours(hours.time_zone, windows, holidays, own)
    return Calendar(hours, BusinessTime(hours, lambda _: dict.fromkeys(holidays, "Day off")), slow)


def seconds(instant: datetime | None) -> int | None:
    return None if instant is None else int(instant.timestamp())


class History:
    """One clock, told to Desk and to the slow clock alike."""

    def __init__(self, rng: Random, calendar: Calendar, around: datetime) -> None:
        self.rng = rng
        self.calendar = calendar
        self.now = around + timedelta(seconds=rng.randrange(2 * 86400))
        self.ticket = a_ticket(opened_at=self.now)
        business, promised = rng.random() < 0.8, self.a_promise()
        policy = a_policy(promised, business_hours_id=1 if business else None)
        self.terms = agreed((policy,), time=self.time)
        self.clock = clocks.start(
            Target.RESOLVE, self.now, policy, Count(self.time(1 if business else None))
        )
        is_open = calendar.slow.is_open if business else always
        self.slow = SlowClock(is_open, int(self.now.timestamp()), promised)

    def time(self, hours_id: int | None) -> Time:
        return CALENDAR_TIME if hours_id is None else self.calendar.time

    def a_promise(self) -> int:
        return self.rng.choice((1, 59, 900, 3600, 14400, 28800, 86400)) + self.rng.randrange(600)

    @property
    def count(self) -> Count:
        return clocks.count_of(self.clock, self.ticket, self.terms)

    def live(self) -> None:
        """Some acts, and the end; both agree after each of them."""
        for _ in range(self.rng.randrange(7)):
            self.pass_time()
            self.rng.choice((self.pause, self.resume, self.resume, self.promise, self.move))()
            self.agree()
        self.pass_time()
        self.slow.look(int(self.now.timestamp()))
        kept = self.slow.finish(int(self.now.timestamp()))
        self.clock = clocks.finish(self.clock, self.now, self.count)
        assert (self.clock.state is ClockState.MET) == kept
        self.agree()

    def pass_time(self) -> None:
        later = self.rng.choice((0, 1, 60, 1800, 7200, 43200, 100_000))
        self.now += timedelta(seconds=self.rng.randrange(later + 1))
        self.slow.look(int(self.now.timestamp()))
        steps = clocks.steps_until(self.clock, self.now, self.count)
        self.clock = reduce(clocks.passed, steps, self.clock)

    def pause(self) -> None:
        self.slow.pause(int(self.now.timestamp()))
        self.clock = clocks.pause(self.clock, self.now)

    def resume(self) -> None:
        self.slow.resume(int(self.now.timestamp()))
        self.clock = clocks.resume(self.clock, self.now, self.count)

    def promise(self) -> None:
        """Another promise, in business or calendar time."""
        business, promised = self.rng.random() < 0.8, self.a_promise()
        policy = a_policy(promised, business_hours_id=1 if business else None)
        is_open = self.calendar.slow.is_open if business else always
        self.slow.promise(is_open, promised, int(self.now.timestamp()))
        count = Count(self.time(policy.business_hours_id))
        self.clock = clocks.retarget(self.clock, policy, self.now, count)

    def move(self) -> None:
        """The calendar gets another time zone."""
        zone = self.rng.choice(ZONES)
        before = self.calendar
        hours = replace(before.hours, time_zone=zone)
        slow = SlowHours(zone, before.slow.windows, before.slow.holidays, before.slow.own)
        holidays = dict.fromkeys(slow.holidays, "Day off")
        self.calendar = Calendar(hours, BusinessTime(hours, lambda _: holidays), slow)
        if self.clock.business_hours_id is None:
            return
        was_due = self.slow.due()
        again = replace(self.slow, is_open=slow.is_open)
        if again.due() != was_due:
            self.slow.promise(slow.is_open, self.slow.promised, int(self.now.timestamp()))
        self.slow.is_open = slow.is_open
        self.clock = clocks.counted_anew(self.clock, self.ticket, self.terms, self.now)

    def agree(self) -> None:
        """Both are due, were broken and ran alike."""
        clock, slow = self.clock, self.slow
        assert seconds(clock.due_at) == slow.due()
        assert seconds(clock.breached_at) == slow.breached
        assert clock.paused_s == sum(to - since for since, to in slow.pauses)
        assert seconds(clock.paused_at) == slow.paused_at
        until = slow.paused_at or int(self.now.timestamp())
        ran = ran_by_walking(slow.is_open, slow.start, slow.pauses, until)
        assert clocks.run_s(clock, self.count.time, self.now) == ran


def histories(number: int, count: int) -> Iterator[History]:
    """So many histories, always the same for a number."""
    for n in range(count // 5):
        rng = Random(f"{number}/{n}")  # noqa: S311 - the same histories every time
        around = rng.choice(MOMENTS)
        calendar = a_calendar(rng, around)
        for _ in range(5):
            yield History(rng, calendar, around)


def test_that_300_random_histories_equal_a_walk_minute_by_minute() -> None:
    for history in histories(0, 300):
        history.live()


@pytest.mark.slow
@pytest.mark.parametrize("number", range(1, 11))
def test_that_10000_random_histories_equal_a_walk_minute_by_minute(number: int) -> None:
    """Ten times a thousand histories."""
    for history in histories(number, 1000):
        history.live()
