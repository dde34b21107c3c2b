"""Figures over time: what the charts draw, one list for each kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from desk_gui.domain.priority import Priority
from desk_gui.domain.sla import RUNS_TO_THE_END, Target
from desk_gui.domain.workflow import Kind
from desk_gui.reports.facts import KINDS, Facts, Ints
from desk_gui.reports.measures import MEASURES, Rows, sla_kept_within
from desk_gui.reports.periods import Buckets, weekday_and_hour
from desk_gui.reports.stocks import BANDS, band_of, open_at, open_by_last_resolution, standing
from desk_gui.reports.values import Duration, Share, duration, split

PRIORITIES = tuple(int(priority) for priority in Priority)
RESOLVING = {Kind.INCIDENT: "time_to_resolve", Kind.REQUEST: "time_to_fulfil"}
"""The figure that says how long the work of each kind takes."""
SHARES = (
    "reopen_rate",
    "first_contact_resolution",
    "deflection",
    "classification_hit_rate",
    "csat",
)
"""Shares that are also told for each bucket."""


@dataclass(frozen=True)
class Flow:
    """What came and went in one bucket, and the backlog at its end."""

    created: int
    resolved: int
    closed: int
    backlog: int


@dataclass(frozen=True)
class Stock:
    """What stood open at the start of a bucket (the last one: at the end of the period)."""

    at_s: float
    backlog: int
    open_by_last_resolution: int


@dataclass(frozen=True)
class Age:
    """How much of the backlog at the end of the period is in one age band."""

    band: str
    count: int
    by_priority: Mapping[int, int]


@dataclass(frozen=True)
class Times:
    """How long it took in one bucket."""

    everything: Duration
    by_priority: Mapping[int, Duration]


@dataclass(frozen=True)
class Series:
    """All series of one kind; lists have one entry for each bucket where nothing else is said.

    `bands` are the tickets open at each bucket's end, by age band.
    """

    flows: tuple[Flow, ...]
    stocks: tuple[Stock, ...]
    ages: tuple[Age, ...]
    times: tuple[Times, ...]
    kept: tuple[Mapping[Target, Share], ...]
    arrivals: tuple[tuple[int, ...], ...]
    responses: tuple[Duration, ...]
    shares: Mapping[str, tuple[Share, ...]]
    bands: tuple[tuple[int, ...], ...]


def series(facts: Facts, buckets: Buckets, kind: Kind) -> Series:
    """All series of one kind; `facts` hold tickets of that kind only."""
    there = standing(facts, buckets.edges)
    stock = there.counts()
    by_last = open_by_last_resolution(facts, buckets.edges)
    return Series(
        flows=_flows(facts, buckets, stock),
        stocks=tuple(
            Stock(float(at), int(n), int(last))
            for at, n, last in zip(buckets.edges, stock, by_last, strict=True)
        ),
        ages=_ages(facts, float(buckets.edges[-1])),
        times=_times(facts, buckets, RESOLVING[kind]),
        kept=_kept(facts, buckets, kind),
        arrivals=_arrivals(facts, buckets),
        responses=_responses(facts, buckets),
        shares={figure: _shares(facts, buckets, figure) for figure in SHARES},
        bands=tuple(tuple(row) for row in there.by_band(facts)[1:].tolist()),
    )


def _in_buckets(facts: Facts, figure: str, buckets: Buckets) -> tuple[Rows, Ints]:
    rows = MEASURES[figure].within(facts, *buckets.ends_s)
    return rows, buckets.place(rows.at)


def _counts(facts: Facts, buckets: Buckets, figure: str) -> Ints:
    _, place = _in_buckets(facts, figure, buckets)
    return np.bincount(place, minlength=len(buckets)).astype(np.int64)


def _flows(facts: Facts, buckets: Buckets, stock: Ints) -> tuple[Flow, ...]:
    columns = [_counts(facts, buckets, figure) for figure in ("created", "resolved", "closed")]
    return tuple(
        Flow(*(int(n) for n in row)) for row in zip(*columns, stock[1:].tolist(), strict=True)
    )


def _ages(facts: Facts, at_s: float) -> tuple[Age, ...]:
    there = open_at(facts, at_s)
    band, priority = band_of(facts, there, at_s), facts.tickets.priority[there]
    return tuple(
        Age(
            BANDS[number].label,
            int((band == number).sum()),
            {p: int(((band == number) & (priority == p)).sum()) for p in PRIORITIES},
        )
        for number in range(len(BANDS))
    )


def _times(facts: Facts, buckets: Buckets, figure: str) -> tuple[Times, ...]:
    rows, place = _in_buckets(facts, figure, buckets)
    everything = split(place, rows.value, len(buckets))
    width = len(PRIORITIES) + 1
    priority = facts.tickets.priority[rows.ticket]
    fine = split(place * width + priority, rows.value, len(buckets) * width)
    return tuple(
        Times(
            duration(everything[bucket]),
            {p: duration(fine[bucket * width + p]) for p in PRIORITIES},
        )
        for bucket in range(len(buckets))
    )


def _responses(facts: Facts, buckets: Buckets) -> tuple[Duration, ...]:
    rows, place = _in_buckets(facts, "time_to_respond", buckets)
    return tuple(duration(seconds) for seconds in split(place, rows.value, len(buckets)))


def _shares(facts: Facts, buckets: Buckets, figure: str) -> tuple[Share, ...]:
    rows, place = _in_buckets(facts, figure, buckets)
    of = np.bincount(place, minlength=len(buckets))
    n = np.bincount(place, weights=rows.value, minlength=len(buckets))
    return tuple(Share(int(a), int(b)) for a, b in zip(n, of, strict=True))


def _kept(facts: Facts, buckets: Buckets, kind: Kind) -> tuple[Mapping[Target, Share], ...]:
    shares: list[dict[Target, Share]] = [{} for _ in range(len(buckets))]
    for target in (Target.RESPOND, RUNS_TO_THE_END[kind]):
        rows = sla_kept_within(facts, target, *buckets.ends_s)
        parts = split(buckets.place(rows.at), rows.value, len(buckets))
        for bucket, met in enumerate(parts):
            shares[bucket][target] = Share(int(met.sum()), len(met))
    return tuple(shares)


def _arrivals(facts: Facts, buckets: Buckets) -> tuple[tuple[int, ...], ...]:
    rows, _ = _in_buckets(facts, "created", buckets)
    weekday, hour = weekday_and_hour(rows.at, buckets.zone)
    table = np.bincount(weekday * 24 + hour, minlength=7 * 24).reshape(7, 24)
    return tuple(tuple(int(n) for n in row) for row in table)


def of_kind(facts: Facts, kind: Kind) -> Facts:
    """The facts of one kind's tickets."""
    return facts.of(facts.tickets.kind == KINDS.index(kind))
