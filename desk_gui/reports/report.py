"""A report: every figure and series of a period, both kinds apart, with their definitions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

import numpy as np

from desk_gui.domain.priority import Level
from desk_gui.domain.sla import RUNS_TO_THE_END, Target
from desk_gui.domain.workflow import Kind
from desk_gui.reports.breakdowns import Breakdowns, breakdowns
from desk_gui.reports.curves import Curves, curves
from desk_gui.reports.definitions import DEFINITIONS, defined_as_of
from desk_gui.reports.facts import LEVELS, Bools, Facts, Floats, Intervals, Ints
from desk_gui.reports.marks import Mark, tickets_behind
from desk_gui.reports.measures import (
    MEASURES,
    NO_ROWS,
    UNKNOWN_RESOLUTION,
    Rows,
    Statistic,
    answers_not_recorded,
    approval_wait,
    sla_kept_within,
    unknown_resolution,
)
from desk_gui.reports.periods import Buckets, By, Period
from desk_gui.reports.series import PRIORITIES, RESOLVING, Series, of_kind, series
from desk_gui.reports.stocks import open_at, overdue_at
from desk_gui.reports.timelines import (
    SourceTime,
    StatusTime,
    Stays,
    ended_within,
    stays,
    time_in_source_status,
    time_in_status,
)
from desk_gui.reports.values import Duration, Share, duration, split

Value = (
    int
    | Duration
    | Share
    | Mapping[str, int]
    | Mapping[str, Share]
    | Mapping[str, Duration]
    | Mapping[str, StatusTime]
    | Mapping[str, SourceTime]
)
Figures = Mapping[str, Value]


@dataclass(frozen=True)
class KindReport:
    """The figures and series of one kind, and the facts they were computed from."""

    kind: Kind
    everything: Figures
    time_by_priority: Mapping[int, Duration]
    series: Series
    excluded: Mapping[str, Mapping[str, int]]
    facts: Facts
    period: Period

    @cached_property
    def by_priority(self) -> Mapping[int, Figures]:
        """The figures of each priority; worked out when first asked for, as what follows is."""
        cut = _cut(self.facts, self.period, self.kind)
        self.facts.memory.clear()
        return {p: _figures(cut, self.facts.tickets.priority == p) for p in PRIORITIES}

    @cached_property
    def curves(self) -> Curves:
        """The distributions."""
        return curves(self.facts, self.period, RESOLVING[self.kind])

    @cached_property
    def breakdowns(self) -> Breakdowns:
        """By category, team, agent, catalog item and step, and each major incident."""
        return breakdowns(self.facts, self.period)

    @cached_property
    def before(self) -> Figures:
        """The figures of the period before, of the same length.

        Only as whole as the facts: they must hold what ended in that period.
        """
        found = _figures(_cut(self.facts, self.period.before, self.kind), _all(self.facts))
        self.facts.memory.clear()
        return found

    def work_out(self) -> None:
        """Work out all that a window shows of it, so that its thread need not."""
        _ = (self.curves, self.breakdowns, self.before)

    @property
    def is_empty(self) -> bool:
        """Whether nothing came, went or stood open in the period."""
        return not any(
            flow.created or flow.resolved or flow.closed or flow.backlog
            for flow in self.series.flows
        )


@dataclass(frozen=True)
class Report:
    """What `build` found; `kinds` has one part for each kind asked for.

    `as_of` is the instant at which everything is told as it stood then; None is now. `narrowed`
    says in words of which tickets alone it is; empty is of all.
    """

    period: Period
    buckets: Buckets
    kinds: Mapping[Kind, KindReport]
    definitions: Mapping[str, str]
    as_of: datetime | None = None
    narrowed: str = ""

    @property
    def by(self) -> By:
        """How the period is cut."""
        return self.buckets.by

    @property
    def charted(self) -> tuple[Kind, ...]:
        """The kinds of which something came, went or stood open in the period."""
        return tuple(kind for kind, part in self.kinds.items() if not part.is_empty)

    @property
    def empty(self) -> bool:
        """Whether there is nothing to draw of any kind."""
        return not self.charted

    @property
    def excluded(self) -> Mapping[str, Mapping[str, int]]:
        """Figure → why → how many tickets it had to leave out, both kinds together."""
        total: dict[str, dict[str, int]] = {}
        for part in self.kinds.values():
            for figure, reasons in part.excluded.items():
                for reason, n in reasons.items():
                    mine = total.setdefault(figure, {})
                    mine[reason] = mine.get(reason, 0) + n
        return total

    def tickets_behind(self, mark: Mark) -> Ints:
        """The ids of the tickets that a mark counts; KeyError for a figure that has none."""
        return tickets_behind(self.kinds[mark.kind].facts, self.period, self.buckets, mark)


def build(
    facts: Facts,
    period: Period,
    by: By = By.MONTH,
    kind: Kind | None = None,
    as_of: datetime | None = None,
    *,
    narrowed: str = "",
) -> Report:
    """Every figure of the period, for both kinds or one.

    `as_of` says that the facts are those of an instant, and is written into every definition;
    `narrowed` says of which tickets alone they are.
    """
    buckets = period.buckets(by)
    kinds = tuple(Kind) if kind is None else (kind,)
    return Report(
        period,
        buckets,
        {k: _kind_report(of_kind(facts, k), period, buckets, k) for k in kinds},
        DEFINITIONS if as_of is None else defined_as_of(as_of, period.zone),
        as_of,
        narrowed,
    )


def _kind_report(facts: Facts, period: Period, buckets: Buckets, kind: Kind) -> KindReport:
    cut = _cut(facts, period, kind)
    try:
        return KindReport(
            kind,
            _figures(cut, _all(facts)),
            _time_by_priority(facts, cut.rows[RESOLVING[kind]]),
            series(facts, buckets, kind),
            _excluded(facts, period, kind),
            facts,
            period,
        )
    finally:
        facts.memory.clear()


def _time_by_priority(facts: Facts, rows: Rows) -> Mapping[int, Duration]:
    parts = split(facts.tickets.priority[rows.ticket], rows.value, PRIORITIES[-1] + 1)
    return {p: duration(parts[p]) for p in PRIORITIES}


def _all(facts: Facts) -> Bools:
    return np.ones(len(facts.tickets.id), dtype=np.bool_)


@dataclass(frozen=True)
class _Cut:
    """The facts of one kind, cut to the period once for all slices."""

    facts: Facts
    kind: Kind
    rows: Mapping[str, Rows]
    kept: Mapping[Target, Rows]
    stocks: Mapping[str, Ints]
    stays: Stays
    source_rows: Intervals
    approvals: Mapping[str, Rows]
    steps: Mapping[str, Rows]


def _cut(facts: Facts, period: Period, kind: Kind) -> _Cut:
    start, end = period.start_s, period.end_s
    return _Cut(
        facts,
        kind,
        {
            key: measure.within(facts, start, end) if kind in measure.kinds else NO_ROWS
            for key, measure in MEASURES.items()
        },
        {
            target: sla_kept_within(facts, target, start, end)
            for target in (Target.RESPOND, RUNS_TO_THE_END[kind])
        },
        {"backlog": open_at(facts, end), "overdue_open": overdue_at(facts, end)},
        stays(facts, ended_within(facts.intervals, period)),
        ended_within(facts.source_rows, period),
        _approvals(facts, period) if kind is Kind.REQUEST else {},
        _steps(facts, period) if kind is Kind.REQUEST else {},
    )


def _figures(cut: _Cut, kept: Bools) -> Figures:
    found: dict[str, Value] = {
        key: _value(MEASURES[key].statistic, rows.where(kept[rows.ticket]))
        for key, rows in cut.rows.items()
    }
    found |= {key: int(kept[tickets].sum()) for key, tickets in cut.stocks.items()}
    found["time_in_status"] = time_in_status(cut.stays, kept)
    found["sla_kept_by_target"] = {
        target.value: _share(rows.where(kept[rows.ticket])) for target, rows in cut.kept.items()
    }
    found["approval_wait_by_item"] = _by_item(cut.approvals, kept)
    found["fulfilment_steps_by_item"] = _by_item(cut.steps, kept)
    created = cut.rows["created"].ticket
    created = created[kept[created]]
    found["created_by_impact"] = _by_level(cut.facts.tickets.impact[created])
    found["created_by_urgency"] = _by_level(cut.facts.tickets.urgency[created])
    if len(cut.source_rows.ticket):
        found["time_in_source_status"] = time_in_source_status(cut.facts, cut.source_rows, kept)
    return found


def _value(statistic: Statistic, rows: Rows) -> Value:
    if statistic is Statistic.COUNT:
        return len(rows)
    if statistic is Statistic.SUM:
        return int(rows.value.sum())
    return duration(rows.value) if statistic is Statistic.DURATION else _share(rows)


def _share(rows: Rows) -> Share:
    return Share(int(rows.value.sum()), len(rows))


def _by_level(codes: Ints) -> Mapping[str, int]:
    return {level.value: int((codes == LEVELS.index(level)).sum()) for level in Level}


def _approvals(facts: Facts, period: Period) -> Mapping[str, Rows]:
    """The approvals decided in the period, by the name of their catalog item."""
    names = facts.names.items
    found = {
        names.get(item, "no item"): approval_wait(facts, item).within(period.start_s, period.end_s)
        for item in np.unique(facts.approvals.item_id).tolist()
    }
    return {name: rows for name, rows in found.items() if len(rows)}


def _steps(facts: Facts, period: Period) -> Mapping[str, Rows]:
    """The tasks done in the period, by the name of the catalog item that was ordered."""
    done = MEASURES["fulfilment_steps"].within(facts, period.start_s, period.end_s)
    items = facts.tickets.item_id[done.ticket]
    names = facts.names.items
    return {
        names.get(item, "no item"): done.where(items == item) for item in np.unique(items).tolist()
    }


def _by_item(by_item: Mapping[str, Rows], kept: Bools) -> Mapping[str, Duration]:
    found = {name: rows.where(kept[rows.ticket]) for name, rows in by_item.items()}
    return {name: duration(rows.value) for name, rows in found.items() if len(rows)}


def _excluded(facts: Facts, period: Period, kind: Kind) -> Mapping[str, Mapping[str, int]]:
    unknown = int((unknown_resolution(facts) & _in(facts.tickets.closed_at, period)).sum())
    silent = int((answers_not_recorded(facts) & _in(facts.tickets.resolved_at, period)).sum())
    found: dict[str, dict[str, int]] = {}
    if unknown:
        mine = (key for key in UNKNOWN_RESOLUTION if kind in MEASURES[key].kinds)
        found |= {key: {"unknown_resolution": unknown} for key in mine}
    if silent:
        found.setdefault("first_contact_resolution", {})["answers_not_recorded"] = silent
    return found


def _in(at: Floats, period: Period) -> Bools:
    return (at >= period.start_s) & (at < period.end_s)
