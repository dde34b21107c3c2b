from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_gui.reports.periods import By, Period, days, floor, midnight, weekday_and_hour

BERLIN = ZoneInfo("Europe/Berlin")
HAVANA = ZoneInfo("America/Havana")
ZONES = st.sampled_from(
    [ZoneInfo(name) for name in ("Europe/Berlin", "America/New_York", "Asia/Kolkata", "UTC")]
)
HOUR = 3600


def test_that_the_day_clocks_go_forward_has_23_hours() -> None:
    cut = days(date(2026, 3, 28), date(2026, 3, 30), BERLIN).buckets(By.DAY)
    assert cut.labels == ("2026-03-28", "2026-03-29", "2026-03-30")
    assert np.diff(cut.edges).tolist() == [24 * HOUR, 23 * HOUR, 24 * HOUR]


def test_that_the_day_clocks_go_back_has_25_hours() -> None:
    cut = days(date(2026, 10, 25), date(2026, 10, 25), BERLIN).buckets(By.DAY)
    assert np.diff(cut.edges).tolist() == [25 * HOUR]


def test_that_a_week_with_a_clock_change_has_an_hour_less_or_more() -> None:
    spring = days(date(2026, 3, 23), date(2026, 3, 29), BERLIN).buckets(By.WEEK)
    autumn = days(date(2026, 10, 19), date(2026, 10, 25), BERLIN).buckets(By.WEEK)
    assert spring.labels == ("2026-W13",)
    assert np.diff(spring.edges).tolist() == [167 * HOUR]
    assert np.diff(autumn.edges).tolist() == [169 * HOUR]


def test_that_a_day_without_midnight_begins_when_the_clocks_have_moved() -> None:
    began = midnight(date(2026, 3, 8), HAVANA)
    assert began == datetime(2026, 3, 8, 5, tzinfo=UTC)
    assert began.astimezone(HAVANA).hour == 1


def test_that_weeks_begin_on_monday_also_across_the_year() -> None:
    cut = days(date(2025, 12, 30), date(2026, 1, 6), UTC).buckets(By.WEEK)
    assert cut.labels == ("2026-W01", "2026-W02")
    assert cut.partial == (True, True)
    assert floor(date(2026, 1, 4), By.WEEK) == date(2025, 12, 29)


def test_that_a_month_cut_by_the_period_says_that_it_is_partial() -> None:
    period = Period(datetime(2026, 1, 31, 6, tzinfo=UTC), datetime(2026, 3, 1, tzinfo=UTC))
    cut = period.buckets(By.MONTH)
    assert cut.labels == ("2026-01", "2026-02")
    assert cut.partial == (True, False)
    assert cut.edges[0] == period.start_s


def test_that_an_instant_on_an_edge_belongs_to_the_bucket_that_it_begins() -> None:
    cut = days(date(2026, 1, 1), date(2026, 2, 28), UTC).buckets(By.MONTH)
    edge = datetime(2026, 2, 1, tzinfo=UTC).timestamp()
    assert cut.place(np.array([edge - 1, edge])).tolist() == [0, 1]


def test_that_a_period_of_no_time_has_no_buckets() -> None:
    now = datetime(2026, 2, 1, tzinfo=UTC)
    assert len(Period(now, now).buckets(By.DAY)) == 0


def test_that_a_period_cannot_be_reversed_or_naive() -> None:
    now = datetime(2026, 2, 1, tzinfo=UTC)
    with pytest.raises(ValueError, match="before it starts"):
        Period(now, now - timedelta(seconds=1))
    with pytest.raises(ValueError, match="time zone"):
        Period(now.replace(tzinfo=None), now)


@given(
    ZONES,
    st.dates(date(2015, 1, 1), date(2030, 1, 1)),
    st.integers(0, 400),
    st.sampled_from(list(By)),
)
def test_that_buckets_cover_the_period_without_gap_and_start_at_midnight(
    zone: ZoneInfo, first: date, more: int, by: By
) -> None:
    period = days(first, first + timedelta(days=more), zone)
    cut = period.buckets(by)
    assert cut.edges[0] == period.start_s
    assert cut.edges[-1] == period.end_s
    assert (np.diff(cut.edges) > 0).all()
    for edge in cut.edges:
        local = datetime.fromtimestamp(float(edge), zone)
        assert (local.hour, local.minute) == (0, 0)


@given(ZONES, st.lists(st.integers(1_400_000_000, 1_900_000_000), max_size=30))
def test_that_weekday_and_hour_are_those_of_the_wall_clock(
    zone: ZoneInfo, instants: list[int]
) -> None:
    weekday, hour = weekday_and_hour(np.array(instants, dtype=np.float64), zone)
    local = [datetime.fromtimestamp(at, zone) for at in instants]
    assert weekday.tolist() == [at.weekday() for at in local]
    assert hour.tolist() == [at.hour for at in local]


def test_that_the_hour_changes_in_the_second_in_which_the_clocks_change() -> None:
    switch = datetime(2026, 3, 29, 1, tzinfo=UTC).timestamp()
    at = np.array([switch - 86_400, switch - 1, switch, switch + 86_400])
    assert weekday_and_hour(at, BERLIN)[1].tolist() == [2, 1, 3, 3]
