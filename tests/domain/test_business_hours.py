"""When a desk works: windows, days off, and the weeks in which clocks change."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_gui.domain.business_hours import (
    CALENDAR_TIME,
    BusinessHours,
    BusinessTime,
    OwnDay,
    Window,
    check_hours,
    days_off,
)

HOUR = 3600
DAYTIME = tuple(Window(day, 480, 1080) for day in range(5))
BERLIN = BusinessHours(1, "Office hours", "Europe/Berlin", windows=DAYTIME)
EVERY_DAY = range(7)


def at(zone: str, *when: int) -> datetime:
    """A wall-clock time of a zone, in UTC."""
    return datetime(*when, tzinfo=ZoneInfo(zone)).astimezone(UTC)  # type: ignore[arg-type, misc] # a date and a time


def berlin(*when: int) -> datetime:
    return at("Europe/Berlin", *when)


def hours_with(*windows: Window, zone: str = "Europe/Berlin", **more: object) -> BusinessTime:
    hours = BusinessHours(1, "Hours", zone, windows=windows)
    return BusinessTime(replace(hours, **more))  # type: ignore[arg-type] # names of fields


def test_that_friday_evening_goes_on_on_monday_morning() -> None:
    time = BusinessTime(BERLIN)
    friday = berlin(2026, 3, 6, 16, 50)
    assert time.add(friday, 4 * HOUR) == berlin(2026, 3, 9, 10, 50)
    assert time.elapsed(friday, berlin(2026, 3, 9, 10, 50)) == 4 * HOUR


def test_that_time_that_ends_with_the_window_is_over_then_and_not_the_next_morning() -> None:
    time = BusinessTime(BERLIN)
    assert time.add(berlin(2026, 3, 6, 17, 0), HOUR) == berlin(2026, 3, 6, 18, 0)
    assert time.add(berlin(2026, 3, 6, 20, 0), 1) == berlin(2026, 3, 9, 8, 0) + timedelta(seconds=1)


def test_that_several_windows_a_day_leave_out_lunch() -> None:
    time = hours_with(Window(0, 480, 720), Window(0, 780, 1020))
    assert time.add(berlin(2026, 3, 2, 11, 0), 2 * HOUR) == berlin(2026, 3, 2, 14, 0)


def test_that_what_is_counted_backwards_is_nothing() -> None:
    time, now = BusinessTime(BERLIN), berlin(2026, 3, 2, 11, 0)
    assert time.elapsed(now, now - timedelta(hours=1)) == 0
    assert CALENDAR_TIME.elapsed(now, now - timedelta(hours=1)) == 0
    assert time.add(now, 0) == now


@pytest.mark.parametrize(
    ("zone", "spring", "autumn", "shift"),
    [
        ("Europe/Berlin", date(2026, 3, 29), date(2026, 10, 25), 60),
        ("America/New_York", date(2026, 3, 8), date(2026, 11, 1), 60),
        ("Australia/Lord_Howe", date(2026, 10, 4), date(2026, 4, 5), 30),
    ],
)
def test_that_the_weeks_in_which_clocks_change_are_an_hour_or_half_an_hour_off(
    zone: str, spring: date, autumn: date, shift: int
) -> None:
    day_and_night = hours_with(*(Window(day, 0, 1440) for day in EVERY_DAY), zone=zone)
    office = hours_with(*(Window(day, 480, 1080) for day in EVERY_DAY), zone=zone)
    for changed, longer in ((spring, -shift), (autumn, shift)):
        monday = changed - timedelta(days=changed.weekday())
        start = at(zone, monday.year, monday.month, monday.day)
        following = monday + timedelta(days=7)
        end = at(zone, following.year, following.month, following.day)
        assert end - start == timedelta(days=7, minutes=longer)
        assert day_and_night.elapsed(start, end) == (7 * 1440 + longer) * 60
        assert office.elapsed(start, end) == 7 * 10 * HOUR


def test_that_a_window_in_the_hour_that_does_not_exist_has_no_length() -> None:
    time = hours_with(Window(6, 120, 180), Window(0, 480, 540))
    sunday = berlin(2026, 3, 29, 0, 0)
    assert time.elapsed(sunday, sunday + timedelta(days=1)) == 0
    assert time.add(sunday, 60) == berlin(2026, 3, 30, 8, 1)


def test_that_a_window_in_the_hour_that_comes_twice_is_open_twice() -> None:
    time = hours_with(Window(6, 120, 180))
    sunday = berlin(2026, 10, 25, 0, 0)
    assert time.elapsed(sunday, sunday + timedelta(days=1)) == 2 * HOUR
    quarter = hours_with(Window(6, 135, 150))
    first = datetime(2026, 10, 25, 0, 15, tzinfo=UTC)
    assert quarter.add(sunday, 15 * 60) == first + timedelta(minutes=15)
    assert quarter.add(sunday, 15 * 60 + 1) == first + timedelta(hours=1, seconds=1)


def test_that_a_window_belongs_to_the_day_on_which_it_starts() -> None:
    nights = tuple(Window(day, 1320, 1800) for day in EVERY_DAY)
    off = OwnDay(date(2026, 12, 24), "Christmas Eve")
    time = hours_with(*nights, own_days=(off,))
    before, evening = berlin(2026, 12, 24, 0, 0), berlin(2026, 12, 24, 22, 0)
    assert time.elapsed(before, evening) == 6 * HOUR
    assert time.elapsed(evening, berlin(2026, 12, 25, 22, 0)) == 0
    assert time.elapsed(berlin(2026, 12, 25, 22, 0), berlin(2026, 12, 26, 6, 0)) == 8 * HOUR


def test_that_a_window_can_last_until_the_end_of_the_next_day() -> None:
    time = hours_with(Window(4, 0, 2880))
    friday = berlin(2026, 3, 6, 0, 0)
    assert time.elapsed(friday, friday + timedelta(days=7)) == 48 * HOUR


def test_that_the_29_of_february_is_a_day_like_any_other() -> None:
    time = BusinessTime(BERLIN)
    eve = berlin(2028, 2, 28, 17, 0)
    assert time.add(eve, 2 * HOUR) == berlin(2028, 2, 29, 9, 0)
    assert time.add(berlin(2027, 2, 26, 17, 0), 2 * HOUR) == berlin(2027, 3, 1, 9, 0)
    off = replace(BERLIN, own_days=(OwnDay(date(2028, 2, 29), "Leap day"),))
    assert BusinessTime(off).add(eve, 2 * HOUR) == berlin(2028, 3, 1, 9, 0)


def test_that_a_holiday_is_off_and_an_own_day_can_be_worked_all_the_same() -> None:
    holidays = {date(2026, 5, 1): "Labour Day", date(2026, 5, 25): "Whit Monday"}
    own = (OwnDay(date(2026, 5, 25), "Stocktaking", works=True), OwnDay(date(2026, 5, 4), "Move"))
    hours = replace(BERLIN, own_days=own)
    time = BusinessTime(hours, lambda _: holidays)
    assert time.add(berlin(2026, 4, 30, 17, 0), 2 * HOUR) == berlin(2026, 5, 5, 9, 0)
    assert time.add(berlin(2026, 5, 25, 9, 0), HOUR) == berlin(2026, 5, 25, 10, 0)
    assert days_off(hours, lambda _: holidays, 2026) == [
        (date(2026, 5, 1), "Labour Day"),
        (date(2026, 5, 4), "Move"),
    ]


def test_that_holidays_are_asked_for_only_in_the_years_that_are_needed() -> None:
    asked: list[int] = []

    def holidays(year: int) -> dict[date, str]:
        asked.append(year)
        return {}

    time = BusinessTime(BERLIN, holidays)
    assert asked == []
    time.add(berlin(2026, 6, 1, 9, 0), HOUR)
    assert set(asked) <= {2025, 2026, 2027}


def test_that_years_fit_together() -> None:
    time = BusinessTime(BERLIN)
    silvester = berlin(2026, 12, 31, 17, 30)
    assert time.add(silvester, HOUR) == berlin(2027, 1, 1, 8, 30)
    years = [berlin(year, 1, 1, 0, 0) for year in range(2024, 2030)]
    parts = sum(time.elapsed(one, following) for one, following in pairwise(years))
    assert time.elapsed(years[0], years[-1]) == parts


def test_that_a_desk_that_is_never_open_keeps_nobody_waiting_for_ever() -> None:
    rarely = hours_with(Window(6, 0, 1))
    never = BusinessTime(replace(BERLIN, windows=()))
    now = berlin(2026, 1, 1, 1, 0)
    assert never.elapsed(now, now + timedelta(days=3660)) == 0
    assert never.add(now, 1).year == 2127
    assert rarely.add(now, 366 * 86400).year == 2127


@given(
    st.integers(365 * 86400, 130 * 365 * 86400),
    st.integers(1, 400 * HOUR),
    st.sampled_from(["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "UTC"]),
)
def test_that_adding_and_counting_undo_each_other(when: int, s: int, zone: str) -> None:
    time = BusinessTime(replace(BERLIN, time_zone=zone))
    start = datetime.fromtimestamp(when, UTC)
    due = time.add(start, s)
    assert time.elapsed(start, due) == s
    assert time.elapsed(start, due - timedelta(seconds=1)) == s - 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": " "}, "need a name"),
        ({"name": "x" * 81}, "at most 80 characters"),
        ({"time_zone": "Europe/Atlantis"}, "is no time zone"),
        ({"time_zone": ""}, "is no time zone"),
        ({"time_zone": "../etc/passwd"}, "is no time zone"),
        ({"windows": ()}, "at least one window"),
        ({"windows": (Window(7, 0, 60),)}, "from Monday to Sunday"),
        ({"windows": (Window(0, 1440, 1500),)}, "between 00:00 and 23:59"),
        ({"windows": (Window(0, 600, 600),)}, "ends before it has started"),
        ({"windows": (Window(0, 600, 2881),)}, "later than on the next day"),
        ({"windows": (Window(0, 480, 720), Window(0, 700, 900))}, "overlap"),
        ({"windows": (Window(0, 1320, 1800), Window(1, 300, 900))}, "overlap"),
        ({"windows": (Window(6, 1320, 1800), Window(0, 300, 900))}, "Sunday.*and Monday.*overlap"),
        ({"windows": (Window(5, 0, 2880), Window(6, 60, 120), Window(0, 0, 60))}, "overlap"),
        (
            {"own_days": (OwnDay(date(2026, 5, 4), "A"), OwnDay(date(2026, 5, 4), "B"))},
            "listed twice",
        ),
        ({"own_days": (OwnDay(date(2026, 5, 4), ""),)}, "needs a name"),
        ({"own_days": (OwnDay(date(2026, 5, 3), "Sunday", works=True),)}, "Sunday has no window"),
    ],
)
def test_that_hours_nobody_can_mean_are_refused(changes: dict[str, object], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        check_hours(replace(BERLIN, **changes))  # type: ignore[arg-type] # names of fields


def test_that_windows_may_touch() -> None:
    check_hours(replace(BERLIN, windows=(Window(6, 1320, 1800), Window(0, 360, 900))))
    check_hours(replace(BERLIN, windows=(Window(0, 480, 720), Window(0, 720, 900))))


def test_that_a_year_is_worked_out_once_and_then_quick() -> None:
    time = BusinessTime(BERLIN, lambda _: {})
    start = int(berlin(2026, 1, 1, 0, 0).timestamp())
    for n in range(20_000):
        due = time.after(start + n * 1000, 8 * HOUR)
        assert time.between(start + n * 1000, due) == 8 * HOUR
    assert len(time._years) <= 3
