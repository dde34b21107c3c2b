"""Every figure against its definition, spelled out ticket by ticket."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from statistics import fmean
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_gui.domain.workflow import Kind, is_open
from desk_gui.reports.facts import KINDS, STATUSES, Facts
from desk_gui.reports.marks import Mark
from desk_gui.reports.measures import MEASURES, Statistic
from desk_gui.reports.periods import By, Period
from desk_gui.reports.report import Report, build
from desk_gui.reports.values import Duration, Share
from tests.reports.made import DAY, START, random_facts

PERIOD = Period(
    datetime(2026, 1, 10, tzinfo=UTC), datetime(2026, 2, 20, 12, tzinfo=UTC) + timedelta(days=1)
)
KIND = st.sampled_from(list(Kind))
PRIORITY = st.sampled_from([None, 1, 2, 3, 4, 5])


def rows(table: Any) -> Iterator[SimpleNamespace]:
    """A table row by row, with None for what is unknown."""
    columns = {f.name: getattr(table, f.name).tolist() for f in fields(table)}
    for i in range(len(next(iter(columns.values())))):
        yield SimpleNamespace(
            **{
                name: None if isinstance(column[i], float) and math.isnan(column[i]) else column[i]
                for name, column in columns.items()
            },
            row=i,
        )


def within(at: float | None) -> bool:
    return at is not None and PERIOD.start_s <= at < PERIOD.end_s


def percentile(values: list[float], share: float) -> float:
    """Between the two neighbours of the place, in proportion."""
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    low = math.floor(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


def is_unknown(ticket: Any) -> bool:
    return ticket.closed_at is not None and ticket.resolved_at is None


def took(ticket: Any, until: float | None) -> list[float]:
    return [until - ticket.opened_at] if within(until) and until is not None else []


def suggested(facts: Facts, ticket: Any) -> bool:
    return ticket.row in facts.suggestions.ticket.tolist()


def ended(ticket: Any) -> float | None:
    at: float | None = ticket.ended_at if ticket.resolved_at is None else ticket.resolved_at
    return at


def steps_of(facts: Facts, ticket: Any) -> list[float]:
    """From one done task to the next, the first from the start of fulfilment."""
    into = [
        stay.began
        for stay in rows(facts.intervals)
        if stay.ticket == ticket.row and STATUSES[stay.status].value == "in_fulfilment"
    ]
    before = min(into, default=None)
    found = []
    mine = [s.done_at for s in rows(facts.steps) if s.ticket == ticket.row]
    for done in sorted(at for at in mine if at is not None):
        if before is not None and within(done):
            found.append(done - before)
        before = done
    return found


STATES = ["running", "paused", "met", "breached", "stopped"]
# What each ticket adds to a figure: nothing, or one value.
DIRECT: dict[str, Callable[[Facts, Any], list[Any]]] = {
    "created": lambda _, t: [1] if within(t.opened_at) else [],
    "resolved": lambda _, t: [1] if within(t.resolved_at) else [],
    "closed": lambda _, t: [1] if within(t.closed_at) else [],
    "reassigned_tickets": lambda _, t: [1] if within(t.opened_at) and t.reassignments else [],
    "reassignments": lambda _, t: [t.reassignments] if within(t.opened_at) else [],
    "reopened_tickets": lambda _, t: [1] if within(t.opened_at) and t.reopenings else [],
    "reopenings": lambda _, t: [t.reopenings] if within(t.opened_at) else [],
    "time_to_respond": lambda _, t: took(t, t.responded_at),
    "time_to_close": lambda _, t: took(t, t.closed_at),
    "time_to_resolve_full": lambda _, t: took(t, t.resolved_at) if t.kind == 0 else [],
    "time_to_resolve": lambda _, t: (
        took(t, t.first_resolved_at) if t.kind == 0 and not is_unknown(t) else []
    ),
    "time_to_fulfil": lambda _, t: (
        took(t, t.first_resolved_at) if t.kind == 1 and not is_unknown(t) else []
    ),
    "first_contact_resolution": lambda _, t: (
        [t.reassignments == 0 and t.answers <= 1]
        if within(t.resolved_at) and not (t.imported and t.answers == 0)
        else []
    ),
    "reopen_rate": lambda _, t: (
        [t.reopenings > 0] if within(t.first_resolved_at) and not is_unknown(t) else []
    ),
    "deflection": lambda f, t: [t.with_article] if within(ended(t)) and suggested(f, t) else [],
    "csat": lambda _, t: [t.csat >= 4] if within(t.resolved_at) and t.csat is not None else [],
    "sla_kept": lambda f, t: [
        STATES[c.state] == "met"
        for c in rows(f.clocks)
        if c.ticket == t.row and STATES[c.state] in {"met", "breached"} and within(c.ended_at)
    ],
    "approval_wait": lambda f, t: [
        a.decided_at - a.asked_at
        for a in rows(f.approvals)
        if a.ticket == t.row and t.kind == 1 and within(a.decided_at) and a.asked_at is not None
    ],
    "fulfilment_steps": lambda f, t: steps_of(f, t) if t.kind == 1 else [],
    "major_time_to_respond": lambda _, t: (
        took(t, t.responded_at) if t.kind == 0 and t.major else []
    ),
    "major_time_to_resolve": lambda _, t: (
        took(t, t.first_resolved_at) if t.kind == 0 and t.major and not is_unknown(t) else []
    ),
    "classification_hit_rate": lambda f, t: [
        p.proposed == p.decided
        for p in rows(f.proposals)
        if p.ticket == t.row and not p.abstained and p.proposed >= 0 and within(p.at)
    ],
}


def mine(facts: Facts, kind: Kind, priority: int | None) -> list[Any]:
    return [
        ticket
        for ticket in rows(facts.tickets)
        if ticket.kind == KINDS.index(kind) and priority in {None, ticket.priority}
    ]


def figure(report: Report, kind: Kind, priority: int | None, key: str) -> Any:
    part = report.kinds[kind]
    return (part.everything if priority is None else part.by_priority[priority])[key]


def check(statistic: Statistic, found: Any, expected: list[Any]) -> None:
    if statistic in {Statistic.COUNT, Statistic.SUM}:
        assert found == sum(expected)
    elif statistic is Statistic.SHARE:
        assert found == Share(sum(expected), len(expected))
    elif not expected:
        assert found == Duration(0, None, None, None)
    else:
        assert found.n == len(expected)
        assert found.median_s == pytest.approx(percentile(expected, 0.5))
        assert found.p90_s == pytest.approx(percentile(expected, 0.9))
        assert found.mean_s == pytest.approx(fmean(expected))


def test_that_every_figure_has_its_direct_definition_here() -> None:
    assert set(DIRECT) == set(MEASURES)


@given(random_facts(), KIND, PRIORITY)
def test_that_a_figure_is_what_its_definition_says(
    facts: Facts, kind: Kind, priority: int | None
) -> None:
    report = build(facts, PERIOD)
    for key, direct in DIRECT.items():
        expected = [value for t in mine(facts, kind, priority) for value in direct(facts, t)]
        check(MEASURES[key].statistic, figure(report, kind, priority, key), expected)


@given(random_facts(), KIND, PRIORITY)
def test_that_the_backlog_is_the_tickets_in_an_open_status(
    facts: Facts, kind: Kind, priority: int | None
) -> None:
    report = build(facts, PERIOD, By.WEEK)
    assert figure(report, kind, priority, "backlog") == len(
        open_tickets(facts, kind, priority, PERIOD.end_s)
    )
    for stock in report.kinds[kind].series.stocks:
        assert stock.backlog == len(open_tickets(facts, kind, None, stock.at_s))


def open_tickets(facts: Facts, kind: Kind, priority: int | None, at: float) -> set[int]:
    held = {
        stay.ticket
        for stay in rows(facts.intervals)
        if is_open(STATUSES[stay.status])
        and stay.began <= at
        and (stay.ended is None or at < stay.ended)
    }
    return {t.id for t in mine(facts, kind, priority) if t.row in held}


@given(random_facts(), KIND)
def test_that_the_other_backlog_lasts_until_the_last_resolution(facts: Facts, kind: Kind) -> None:
    def is_there(ticket: Any, at: float) -> bool:
        ends = (ticket.resolved_at, ticket.closed_at, ticket.ended_at)
        until = next((end for end in ends if end is not None), math.inf)
        return bool(ticket.opened_at <= at < until)

    consistent = [
        t.row
        for t in rows(facts.tickets)
        if all(
            end is None or end >= t.opened_at for end in (t.resolved_at, t.closed_at, t.ended_at)
        )
    ]
    kept = facts.tickets.id < 0
    kept[consistent] = True
    facts = facts.of(kept)
    for stock in build(facts, PERIOD, By.WEEK).kinds[kind].series.stocks:
        there = [t for t in mine(facts, kind, None) if is_there(t, stock.at_s)]
        assert stock.open_by_last_resolution == len(there)


@given(random_facts(), KIND, PRIORITY)
def test_that_overdue_tickets_are_open_with_a_promise_past_its_instant(
    facts: Facts, kind: Kind, priority: int | None
) -> None:
    at = PERIOD.end_s
    late = {
        c.ticket
        for c in rows(facts.clocks)
        if STATES[c.state] not in {"paused", "stopped"}
        and c.due_at is not None
        and c.due_at < at
        and (c.ended_at is None or c.ended_at > at)
    }
    there = open_tickets(facts, kind, priority, at)
    expected = [t for t in mine(facts, kind, priority) if t.row in late and t.id in there]
    assert figure(build(facts, PERIOD), kind, priority, "overdue_open") == len(expected)


@given(random_facts(), KIND, PRIORITY)
def test_that_time_in_status_sums_the_stays_of_each_ticket(
    facts: Facts, kind: Kind, priority: int | None
) -> None:
    members = {t.row for t in mine(facts, kind, priority)}
    sums: dict[str, dict[int, float]] = {}
    stays: dict[str, int] = {}
    for stay in rows(facts.intervals):
        if stay.ticket in members and within(stay.ended):
            status = STATUSES[stay.status].value
            tickets = sums.setdefault(status, {})
            tickets[stay.ticket] = tickets.get(stay.ticket, 0) + stay.ended - stay.began
            stays[status] = stays.get(status, 0) + 1
    found = figure(build(facts, PERIOD), kind, priority, "time_in_status")
    assert set(found) == set(sums)
    for status, tickets in sums.items():
        assert found[status].n == len(tickets)
        assert found[status].intervals == stays[status]
        assert found[status].total_s == pytest.approx(sum(tickets.values()))
        assert found[status].median_s == pytest.approx(percentile(list(tickets.values()), 0.5))
        assert found[status].p90_s == pytest.approx(percentile(list(tickets.values()), 0.9))


@given(random_facts(), KIND, st.sampled_from(list(By)))
def test_that_the_buckets_of_a_series_add_up_to_the_figure(
    facts: Facts, kind: Kind, by: By
) -> None:
    report = build(facts, PERIOD, by)
    part = report.kinds[kind]
    for key in ("created", "resolved", "closed"):
        counts = [getattr(flow, key) for flow in part.series.flows]
        assert sum(counts) == part.everything[key]
    assert sum(age.count for age in part.series.ages) == part.everything["backlog"]
    assert sum(map(sum, part.series.arrivals)) == part.everything["created"]
    for priority, figures in part.by_priority.items():
        assert sum(age.by_priority[priority] for age in part.series.ages) == figures["backlog"]


@given(random_facts(), KIND, PRIORITY)
def test_that_a_mark_opens_exactly_the_tickets_that_it_counts(
    facts: Facts, kind: Kind, priority: int | None
) -> None:
    report = build(facts, PERIOD)
    for key, measure in MEASURES.items():
        ids = report.tickets_behind(Mark(key, kind, priority)).tolist()
        assert len(ids) == len(set(ids))
        assert set(ids) == {t.id for t in mine(facts, kind, priority) if any_value(key, facts, t)}
        if measure.statistic is Statistic.COUNT:
            assert len(ids) == figure(report, kind, priority, key)


def any_value(key: str, facts: Facts, ticket: Any) -> bool:
    found = DIRECT[key](facts, ticket)
    return any(found) if MEASURES[key].statistic is Statistic.SUM else bool(found)


@given(random_facts(), KIND, st.integers(0, 5), st.integers(0, 6))
def test_that_a_mark_of_one_week_or_age_band_opens_as_many_as_it_says(
    facts: Facts, kind: Kind, bucket: int, band: int
) -> None:
    report = build(facts, PERIOD, By.WEEK)
    series = report.kinds[kind].series
    for key in ("created", "resolved", "closed", "backlog"):
        ids = report.tickets_behind(Mark(key, kind, bucket=bucket))
        assert len(ids) == getattr(series.flows[bucket], key)
    assert len(report.tickets_behind(Mark("backlog", kind, band=band))) == series.ages[band].count
    arrivals = report.tickets_behind(Mark("created", kind, weekday=band, hour=bucket))
    assert len(arrivals) == series.arrivals[band][bucket]


def test_that_an_age_band_that_is_not_there_is_refused() -> None:
    from tests.reports.made import facts

    report = build(facts({"opened_at": [START]}), PERIOD)
    with pytest.raises(IndexError):
        report.tickets_behind(Mark("backlog", Kind.INCIDENT, band=7))


def test_that_the_period_of_these_tests_cuts_through_the_facts() -> None:
    assert START < PERIOD.start_s < PERIOD.end_s < START + 60 * DAY
