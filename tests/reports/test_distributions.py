"""Curves, age bands over time and breakdowns against slow, direct definitions."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction
from math import inf
from statistics import median
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_gui.domain.workflow import Kind
from desk_gui.reports.breakdowns import Load
from desk_gui.reports.curves import ecdf, kaplan_meier
from desk_gui.reports.facts import KINDS, Facts
from desk_gui.reports.marks import Mark
from desk_gui.reports.periods import By, Period, days
from desk_gui.reports.report import build
from desk_gui.reports.series import RESOLVING, SHARES
from desk_gui.reports.stocks import BANDS, SOON_S
from desk_gui.reports.values import Duration, Share
from tests.reports.made import HOUR, START, facts, random_facts
from tests.reports.test_metrics import DIRECT, KIND, PERIOD, STATES, mine, open_tickets, rows

SEEN = st.lists(st.tuples(st.integers(0, 12), st.booleans()), max_size=30)


def survival(seen: list[tuple[int, bool]], at: float) -> Fraction:
    """One factor for each time up to `at`, in whole fractions."""
    share = Fraction(1)
    for time in sorted({seconds for seconds, ended in seen if ended and seconds <= at}):
        at_risk = sum(seconds >= time for seconds, _ in seen)
        events = sum(ended and seconds == time for seconds, ended in seen)
        share *= 1 - Fraction(events, at_risk)
    return share


@given(SEEN, st.integers(-1, 13))
def test_that_survival_is_the_product_over_all_times(seen: list[tuple[int, bool]], at: int) -> None:
    seconds = np.array([s for s, _ in seen], dtype=np.float64)
    ended = np.array([e for _, e in seen], dtype=np.bool_)
    curve = kaplan_meier(seconds, ended)
    assert curve.at(at) == pytest.approx(float(survival(seen, at)))
    assert (curve.n, curve.censored) == (len(seen), sum(not e for _, e in seen))


def test_that_survival_without_censoring_is_what_the_distribution_leaves() -> None:
    seconds = np.array([1.0, 2.0, 2.0, 5.0])
    curve, within = kaplan_meier(seconds, np.ones(4, np.bool_)), ecdf(seconds)
    for at in (0, 1, 2, 4, 5, 9):
        assert curve.at(at) == pytest.approx(1 - within.at(at))


def test_that_tickets_still_open_keep_the_curve_up() -> None:
    """The textbook: 6 of 21 relapse at 6 weeks of treatment, and so on (Gehan 1965)."""
    weeks = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
    over = [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]
    curve = kaplan_meier(np.array(weeks, float), np.array(over, np.bool_))
    told = {6: 0.857, 7: 0.807, 10: 0.753, 13: 0.690, 16: 0.627, 22: 0.538, 23: 0.448}
    assert {week: round(curve.at(week), 3) for week in told} == told


def test_that_a_survival_curve_is_known_as_long_as_somebody_was_seen_or_for_ever() -> None:
    seconds = np.array([1.0, 2.0, 10.0])
    assert kaplan_meier(seconds, np.array([True, True, False])).known_s == 10
    assert kaplan_meier(seconds, np.array([True, False, True])).known_s == inf
    assert kaplan_meier(seconds, np.zeros(3, np.bool_)).known_s == 10
    assert ecdf(seconds).known_s == inf


@given(st.lists(st.integers(0, 9), min_size=1), st.integers(-1, 10))
def test_that_the_distribution_counts_what_is_no_longer(seconds: list[int], at: int) -> None:
    found = ecdf(np.array(seconds, dtype=np.float64)).at(at)
    assert found == pytest.approx(sum(s <= at for s in seconds) / len(seconds))


def lived(ticket: Any) -> tuple[float, bool] | None:
    """How long a ticket opened in the period was seen, and whether it was resolved by then."""
    unknown = ticket.resolved_at is None and ticket.closed_at is not None
    opened = ticket.opened_at
    if opened is None or unknown or not PERIOD.start_s <= opened < PERIOD.end_s:
        return None
    if ticket.first_resolved_at is not None and ticket.first_resolved_at < PERIOD.end_s:
        return ticket.first_resolved_at - opened, True
    ends = [PERIOD.end_s] + ([ticket.ended_at] if ticket.ended_at is not None else [])
    return min(ends) - opened, False


@given(random_facts(), KIND, st.sampled_from([None, 1, 2, 3]), st.integers(-24, 24 * 50))
def test_that_curves_of_a_report_are_those_of_its_tickets(
    found: Facts, kind: Kind, priority: int | None, hours: int
) -> None:
    curves = build(found, PERIOD).kinds[kind].curves
    seen = [life for t in mine(found, kind, priority) if (life := lived(t))]
    assert (priority in curves.still_open) == bool(seen)
    if seen:
        expected = survival([(int(s), e) for s, e in seen], hours * HOUR)
        assert curves.still_open[priority].at(hours * HOUR) == pytest.approx(float(expected))
    took = [s for t in mine(found, kind, priority) for s in DIRECT[RESOLVING[kind]](found, t)]
    assert (priority in curves.resolved_within) == bool(took)
    if took:
        share = sum(s <= hours * HOUR for s in took) / len(took)
        assert curves.resolved_within[priority].at(hours * HOUR) == pytest.approx(share)


@given(random_facts(), KIND, st.integers(1, 24 * 40))
def test_that_the_marks_of_curves_open_who_is_beyond_or_within(
    found: Facts, kind: Kind, hours: int
) -> None:
    report, at = build(found, PERIOD), hours * HOUR
    beyond = report.tickets_behind(Mark("still_open", kind, beyond_s=at)).tolist()
    assert set(beyond) == {
        t.id for t in mine(found, kind, None) if (life := lived(t)) and life[0] > at
    }
    within = report.tickets_behind(Mark(RESOLVING[kind], kind, within_s=at)).tolist()
    direct = DIRECT[RESOLVING[kind]]
    assert set(within) == {
        t.id for t in mine(found, kind, None) for seconds in direct(found, t) if seconds <= at
    }


@given(random_facts(), KIND)
def test_that_age_bands_over_time_are_the_open_tickets_by_their_age(
    found: Facts, kind: Kind
) -> None:
    report = build(found, PERIOD, By.WEEK)
    for bucket, counts in enumerate(report.kinds[kind].series.bands):
        at = float(report.buckets.edges[bucket + 1])
        there = open_tickets(found, kind, None, at)
        bands: Counter[int] = Counter()
        for ticket in mine(found, kind, None):
            if ticket.id in there:
                age = at - ticket.opened_at
                bands[max(i for i, band in enumerate(BANDS) if i == 0 or band.from_s <= age)] += 1
        assert list(counts) == [bands[i] for i in range(len(BANDS))]
        for band, n in enumerate(counts):
            mark = Mark("backlog", kind, bucket=bucket, band=band)
            assert len(report.tickets_behind(mark)) == n


@given(random_facts(), KIND)
def test_that_shares_over_time_add_up_to_the_figure(found: Facts, kind: Kind) -> None:
    part = build(found, PERIOD, By.WEEK).kinds[kind]
    for figure in SHARES:
        shares = part.series.shares[figure]
        total = Share(sum(s.n for s in shares), sum(s.of for s in shares))
        assert total == part.everything[figure]
    responded = part.everything["time_to_respond"]
    assert isinstance(responded, Duration)
    assert sum(time.n for time in part.series.responses) == responded.n


@given(random_facts(), KIND)
def test_that_categories_are_counted_from_the_most_frequent_on(found: Facts, kind: Kind) -> None:
    report = build(found, PERIOD)
    parts = report.kinds[kind].breakdowns.categories
    created = [t for t in mine(found, kind, None) if DIRECT["created"](found, t)]
    assert {p.id: p.count for p in parts} == Counter(t.category_id for t in created)
    assert [p.count for p in parts] == sorted((p.count for p in parts), reverse=True)
    running = 0
    for part in parts:
        running += part.count
        assert part.running == pytest.approx(running / len(created))
        mark = Mark("created", kind, category_id=part.id)
        assert len(report.tickets_behind(mark)) == part.count


@given(random_facts(), KIND, st.sampled_from(["team_id", "assignee_id"]))
def test_that_workload_is_counted_for_each_team_and_agent(
    found: Facts, kind: Kind, column: str
) -> None:
    report = build(found, PERIOD)
    told = report.kinds[kind].breakdowns
    loads = told.teams if column == "team_id" else told.agents
    there, at = open_tickets(found, kind, None, PERIOD.end_s), PERIOD.end_s

    def has_due(ticket: Any, low: float, high: float) -> bool:
        return ticket.id in there and any(
            c.ticket == ticket.row
            and STATES[c.state] not in {"paused", "stopped"}
            and c.due_at is not None
            and low <= c.due_at < high
            and (c.ended_at is None or c.ended_at > at)
            for c in rows(found.clocks)
        )

    expected = {}
    for one in {getattr(t, column) for t in mine(found, kind, None)}:
        own = [t for t in mine(found, kind, None) if getattr(t, column) == one]
        counts = (
            sum(t.id in there for t in own),
            sum(has_due(t, at, at + SOON_S) for t in own),
            sum(has_due(t, -1e18, at) for t in own),
            sum(bool(DIRECT["resolved"](found, t)) for t in own),
        )
        if any(counts):
            expected[one] = counts
    assert {x.id: (x.open, x.due_soon, x.overdue, x.resolved) for x in loads} == expected
    part = {"team_id": "team_id", "assignee_id": "agent_id"}[column]
    for load in loads:
        check_marks(report, kind, load, part)


def check_marks(report: Any, kind: Kind, load: Load, part: str) -> None:
    for figure, n in (
        ("backlog", load.open),
        ("due_soon", load.due_soon),
        ("overdue_open", load.overdue),
        ("resolved", load.resolved),
    ):
        own: dict[str, Any] = {part: load.id}
        assert len(report.tickets_behind(replace(Mark(figure, kind), **own))) == n


@given(random_facts())
def test_that_waits_and_steps_are_told_for_each_item_and_title(found: Facts) -> None:
    report = build(found, PERIOD)
    told = report.kinds[Kind.REQUEST].breakdowns
    requests = mine(found, Kind.REQUEST, None)
    total = [s for t in requests for s in DIRECT["fulfilment_steps"](found, t)]
    assert sum(step.time.n for step in told.steps) == len(total)
    waits: dict[Any, list[float]] = {}
    for asked in rows(found.approvals):
        known = None not in {asked.asked_at, asked.decided_at}
        of_request = any(t.row == asked.ticket for t in requests)
        if known and of_request and PERIOD.start_s <= asked.decided_at < PERIOD.end_s:
            waits.setdefault(asked.item_id, []).append(asked.decided_at - asked.asked_at)
    assert {s.id for s in told.approvals} == set(waits)
    for one in told.approvals:
        assert one.time.n == len(waits[one.id])
        assert one.time.median_s == pytest.approx(median(waits[one.id]))
    for step in told.approvals:
        behind = report.tickets_behind(Mark("approval_wait", Kind.REQUEST, item_id=step.id))
        assert 0 < len(behind) <= step.time.n


@given(random_facts())
def test_that_majors_are_those_opened_or_resolved_in_the_period(found: Facts) -> None:
    report = build(found, PERIOD)
    told = report.kinds[Kind.INCIDENT].breakdowns.majors
    expected = {
        t.id
        for t in mine(found, Kind.INCIDENT, None)
        if t.major
        and any(
            at is not None and PERIOD.start_s <= at < PERIOD.end_s
            for at in (t.opened_at, t.first_resolved_at)
        )
    }
    assert {one.id for one in told} == expected
    assert set(report.tickets_behind(Mark("major_incidents", Kind.INCIDENT))) == expected


def test_that_agents_are_told_only_where_their_names_are() -> None:
    found = facts({"opened_at": [START], "assignee_id": [4]})
    assert build(found, PERIOD).kinds[KINDS[0]].breakdowns.agents == ()


@given(random_facts(), KIND)
def test_that_the_figures_before_are_those_of_the_period_before(found: Facts, kind: Kind) -> None:
    now, then = build(found, PERIOD), build(found, PERIOD.before)
    assert now.kinds[kind].before == then.kinds[kind].everything


@pytest.mark.parametrize(
    ("first", "last", "before"),
    [
        ("2026-03-01", "2026-03-31", "2026-02-01"),
        ("2026-01-01", "2026-03-31", "2025-10-01"),
        ("2026-03-23", "2026-03-29", "2026-03-16"),
        ("2026-03-30", "2026-04-05", "2026-03-23"),
    ],
)
def test_that_the_period_before_is_whole_days_or_months_in_its_zone(
    first: str, last: str, before: str
) -> None:
    zone = ZoneInfo("Europe/Berlin")
    period = days(date.fromisoformat(first), date.fromisoformat(last), zone)
    assert period.before.end == period.start
    assert (
        period.before.start.astimezone(zone).replace(tzinfo=None).isoformat()
        == f"{before}T00:00:00"
    )


def test_that_the_period_before_an_unfinished_one_is_as_long() -> None:
    start, end = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 3, 4, 15, tzinfo=UTC)
    assert Period(start, end).before == Period(start - (end - start), start)
