"""The same figures by what a supervisor can act on: categories, teams, agents, items, steps."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np

from desk_gui.reports.facts import Facts, Ints
from desk_gui.reports.measures import (
    INCIDENT,
    MEASURES,
    Rows,
    approval_wait,
    fulfilment_steps,
)
from desk_gui.reports.periods import Period
from desk_gui.reports.stocks import due_soon_at, open_at, overdue_at
from desk_gui.reports.values import Duration, duration


@dataclass(frozen=True)
class Part:
    """One category: how many tickets were opened in it, and the share up to and with it."""

    id: int
    name: str
    count: int
    running: float


@dataclass(frozen=True)
class Load:
    """What one team or agent has at the end of the period, and resolved in it."""

    id: int
    name: str
    open: int
    due_soon: int
    overdue: int
    resolved: int


@dataclass(frozen=True)
class Step:
    """How long approvals of one item, or steps of one title, took."""

    id: int
    name: str
    time: Duration


@dataclass(frozen=True)
class MajorIncident:
    """One major incident of the period; seconds from its opening, None where not yet."""

    id: int
    opened_s: float
    respond_s: float | None
    resolve_s: float | None


@dataclass(frozen=True)
class Breakdowns:
    """All of them, each with the largest first (steps and majors in the order of time)."""

    categories: tuple[Part, ...]
    teams: tuple[Load, ...]
    agents: tuple[Load, ...]
    approvals: tuple[Step, ...]
    steps: tuple[Step, ...]
    majors: tuple[MajorIncident, ...]


def breakdowns(facts: Facts, period: Period) -> Breakdowns:
    """Every breakdown of one kind's facts."""
    names = facts.names
    created = _within(facts, "created", period)
    return Breakdowns(
        categories=_pareto(facts.tickets.category_id[created.ticket], names.categories),
        teams=_loads(facts, facts.tickets.team_id, names.teams, period),
        agents=_loads(facts, facts.tickets.assignee_id, names.agents, period)
        if names.agents
        else (),
        approvals=_steps(
            facts.approvals.item_id, partial(approval_wait, facts), names.items, period
        ),
        steps=_steps(
            facts.steps.title,
            partial(fulfilment_steps, facts),
            dict(enumerate(names.steps)),
            period,
        ),
        majors=_majors(facts, period),
    )


def _within(facts: Facts, figure: str, period: Period) -> Rows:
    return MEASURES[figure].within(facts, period.start_s, period.end_s)


def _pareto(category: Ints, names: Mapping[int, str]) -> tuple[Part, ...]:
    ids, counts = np.unique(category, return_counts=True)
    order = np.lexsort((ids, -counts))
    running = np.cumsum(counts[order]) / max(1, len(category))
    return tuple(
        Part(int(ids[i]), names.get(int(ids[i]), "no category"), int(counts[i]), float(share))
        for i, share in zip(order, running, strict=True)
    )


def _loads(facts: Facts, of: Ints, names: Mapping[int, str], period: Period) -> tuple[Load, ...]:
    end_s = period.end_s
    columns = [
        of[tickets]
        for tickets in (
            open_at(facts, end_s),
            due_soon_at(facts, end_s),
            overdue_at(facts, end_s),
            _within(facts, "resolved", period).ticket,
        )
    ]
    counted = [dict(zip(*np.unique(c, return_counts=True), strict=True)) for c in columns]
    found = [
        Load(one, names.get(one, "nobody"), *(int(column.get(one, 0)) for column in counted))
        for one in sorted({int(i) for column in counted for i in column})
    ]
    return tuple(sorted(found, key=lambda load: (-load.open, -load.resolved, load.name)))


def _steps(
    codes: Ints, rows: Callable[[int], Rows], names: Mapping[int, str], period: Period
) -> tuple[Step, ...]:
    found = []
    for code in np.unique(codes).tolist():
        mine = rows(code).within(period.start_s, period.end_s)
        if len(mine):
            found.append(Step(code, names.get(code, "no item"), duration(mine.value)))
    return tuple(sorted(found, key=lambda step: (-(step.time.median_s or 0), step.name)))


def majors_of(facts: Facts, period: Period) -> Ints:
    """Major incidents (rows of `Tickets`) that were opened or resolved in the period."""
    tickets = facts.tickets
    touched = np.zeros(len(tickets.id), dtype=np.bool_)
    for at in (tickets.opened_at, tickets.first_resolved_at):
        touched |= (at >= period.start_s) & (at < period.end_s)
    return np.flatnonzero(touched & tickets.major & (tickets.kind == INCIDENT)).astype(np.int64)


def _majors(facts: Facts, period: Period) -> tuple[MajorIncident, ...]:
    tickets = facts.tickets
    found = [
        MajorIncident(
            int(tickets.id[row]),
            float(tickets.opened_at[row]),
            _since(tickets.opened_at[row], tickets.responded_at[row]),
            _since(tickets.opened_at[row], tickets.first_resolved_at[row]),
        )
        for row in majors_of(facts, period).tolist()
    ]
    return tuple(sorted(found, key=lambda one: (one.opened_s, one.id)))


def _since(opened: float, at: float) -> float | None:
    return None if np.isnan(at) else float(at - opened)
