"""Business hours as they are typed, without a window."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_gui.domain.business_hours import BusinessHours, OwnDay, Window
from desk_gui.gui.admin.days_off import Why, listed
from desk_gui.gui.admin.hours_draft import (
    NAME,
    ZONE,
    Typed,
    TypedWindow,
    following,
    hours_of,
    minutes_of,
    overnight_words,
    time,
    typed_of,
    week_words,
    weekly,
)

OFFICE = BusinessHours(
    7, "Office", "Europe/Paris", "FR", windows=tuple(Window(day, 480, 1080) for day in range(5))
)


def a_week(*monday: tuple[str, str]) -> Typed:
    day = tuple(TypedWindow(starts, ends) for starts, ends in monday)
    return Typed("Office", days=(day, *((),) * 6))


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        ("8", 480),
        ("08:30", 510),
        ("0830", 510),
        ("8.30", 510),
        ("8h30", 510),
        (" 17h ", 1020),
        ("24:00", 1440),
        ("0", 0),
    ],
)
def test_that_a_time_is_read_however_people_write_it(typed: str, minutes: int) -> None:
    assert minutes_of(typed) == minutes


@pytest.mark.parametrize("typed", ["", "soon", "25:00", "8:61", "24:01", "8:3", "-1", "８"])
def test_that_what_is_no_time_is_refused(typed: str) -> None:
    _, wrong = hours_of(a_week((typed, "18:00")), OFFICE)
    assert "is no time of the day; write one such as 08:30." in wrong.days[0]


@given(st.integers(min_value=0, max_value=1440))
def test_that_a_time_written_is_read_back(minutes: int) -> None:
    assert minutes_of(time(minutes)) == minutes


@given(
    st.lists(
        st.builds(Window, st.integers(0, 6), st.integers(0, 1439), st.integers(0, 0)), max_size=9
    ),
    st.data(),
)
def test_that_hours_come_back_as_they_were(windows: list[Window], data: st.DataObject) -> None:
    whole = tuple(
        Window(one.weekday, one.starts, one.starts + data.draw(st.integers(1, 1440)))
        for one in windows
    )
    hours = BusinessHours(3, "Any", "Asia/Tokyo", "JP", None, whole)
    back, _ = hours_of(typed_of(hours), hours)
    assert sorted(map(repr, back.windows)) == sorted(map(repr, whole))


def test_that_an_end_before_the_start_is_on_the_next_day_and_said() -> None:
    hours, wrong = hours_of(a_week(("22:00", "06:00")), OFFICE)
    assert not wrong
    assert hours.windows == (Window(0, 1320, 1800),)
    assert overnight_words(0, a_week(("22:00", "06:00")).days[0]) == "22:00–06:00 ends on Tuesday."
    assert overnight_words(6, (TypedWindow("00:00", "24:00"),)) == ""


def test_that_what_the_rules_refuse_is_said_at_its_day() -> None:
    _, wrong = hours_of(a_week(("08:00", "12:00"), ("11:00", "17:00")), OFFICE)
    assert wrong.days == {0: "Monday 08:00–12:00 and Monday 11:00–17:00 overlap."}
    _, wrong = hours_of(a_week(), OFFICE)
    assert wrong.days == {-1: "Business hours need at least one window in the week."}


def test_that_every_field_has_its_sentence() -> None:
    typed = Typed(" ", days=typed_of(OFFICE).days, unknown={ZONE: "Atlantis"})
    _, wrong = hours_of(typed, OFFICE)
    assert wrong.fields == {
        NAME: "Give the business hours a name, such as “Office hours”.",
        ZONE: "“Atlantis” is not in the list; choose one of it.",
    }


def test_that_a_new_window_comes_after_the_last() -> None:
    assert following(()) == TypedWindow("09:00", "17:00")
    assert following((TypedWindow("08:00", "12:00"),)) == TypedWindow("13:00", "17:00")
    assert following((TypedWindow("22:00", "06:00"),)) == TypedWindow("23:00", "24:00")


def test_that_a_week_is_told_in_hours() -> None:
    assert week_words(weekly(OFFICE)) == "50 h"
    assert week_words(2310) == "38 h 30 min"


def test_that_days_off_say_why_they_are_listed() -> None:
    own = (
        OwnDay(date(2026, 4, 6), "Easter Monday", works=True),
        OwnDay(date(2026, 12, 24), "Company day"),
    )
    hours = BusinessHours(1, "Office", "UTC", windows=OFFICE.windows, own_days=own)
    off = [
        (date(2026, 1, 1), "New Year"),
        (date(2026, 5, 1), "Labour Day"),
        (date(2026, 8, 15), "Assumption Day"),
        (date(2026, 12, 24), "Company day"),
    ]
    assert [(one.name, one.why) for one in listed(off, hours, date(2026, 3, 2))] == [
        ("Easter Monday", Why.WORKED),
        ("Labour Day", Why.HOLIDAY),
        ("Assumption Day", Why.CLOSED),
        ("Company day", Why.OWN),
    ]
