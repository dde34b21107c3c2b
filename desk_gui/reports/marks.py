"""From a mark of a chart to exactly the tickets that it counts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from desk_gui.domain.sla import Target
from desk_gui.domain.workflow import Kind, Status
from desk_gui.reports.breakdowns import majors_of
from desk_gui.reports.curves import lives
from desk_gui.reports.facts import KINDS, STATUSES, Facts, Ints
from desk_gui.reports.measures import (
    MEASURES,
    NO_ROWS,
    Rows,
    approval_wait,
    fulfilment_steps,
    sla_kept,
)
from desk_gui.reports.periods import Buckets, Period, weekday_and_hour
from desk_gui.reports.stocks import BANDS, band_of, due_soon_at, open_at, overdue_at

_STOCKS = {"backlog": open_at, "overdue_open": overdue_at, "due_soon": due_soon_at}


@dataclass(frozen=True)
class Mark:
    """What was clicked: a figure, and which part of it; None means all of it.

    `bucket` counts from 0; a stock such as the backlog stands at that bucket's end. Ids of
    category, team, agent and item are -1 for none. `within_s` and `beyond_s` are seconds.
    """

    figure: str
    kind: Kind
    priority: int | None = None
    bucket: int | None = None
    band: int | None = None
    target: Target | None = None
    weekday: int | None = None
    hour: int | None = None
    status: Status | None = None
    category_id: int | None = None
    team_id: int | None = None
    agent_id: int | None = None
    item_id: int | None = None
    step: int | None = None
    ticket_id: int | None = None
    within_s: float | None = None
    beyond_s: float | None = None


_OF_TICKETS = {
    "priority": "priority",
    "category_id": "category_id",
    "team_id": "team_id",
    "agent_id": "assignee_id",
    "ticket_id": "id",
}


def rows_behind(facts: Facts, mark: Mark) -> Rows:
    """All rows of the mark's figure, of any period and priority; KeyError if unknown."""
    if mark.figure == "time_in_status":
        return _stays(facts, mark.status)
    if mark.figure == "sla_kept":
        return sla_kept(facts, mark.target)
    measure = MEASURES[mark.figure]
    if mark.kind not in measure.kinds:
        return NO_ROWS
    if mark.item_id is not None:
        return approval_wait(facts, mark.item_id)
    return measure.find(facts) if mark.step is None else fulfilment_steps(facts, mark.step)


def _stays(facts: Facts, status: Status | None) -> Rows:
    stays = facts.intervals
    rows = Rows(stays.ticket, stays.ended, stays.ended - stays.began)
    over = ~np.isnan(stays.ended)
    return rows.where(over if status is None else over & (stays.status == STATUSES.index(status)))


def tickets_behind(facts: Facts, period: Period, buckets: Buckets, mark: Mark) -> Ints:
    """The ids of the tickets that a mark counts, each once, the oldest opening first."""
    if mark.figure in _STOCKS:
        found = _stock(facts, buckets, mark)
    elif mark.figure == "still_open":
        found = _at_risk(facts, period, mark)
    elif mark.figure == "major_incidents":
        found = majors_of(facts, period)
    else:
        found = _event(facts, buckets, mark)
    tickets = facts.tickets
    kept = tickets.kind[found] == KINDS.index(mark.kind)
    for part, column in _OF_TICKETS.items():
        wanted = getattr(mark, part)
        if wanted is not None:
            kept &= getattr(tickets, column)[found] == wanted
    mine = np.unique(found[kept])
    oldest_first = np.lexsort((tickets.id[mine], tickets.opened_at[mine]))
    ids: Ints = tickets.id[mine][oldest_first]
    return ids


def _stock(facts: Facts, buckets: Buckets, mark: Mark) -> Ints:
    at_s = float(buckets.edges[-1 if mark.bucket is None else mark.bucket + 1])
    found = _STOCKS[mark.figure](facts, at_s)
    if mark.band is None:
        return found
    if not 0 <= mark.band < len(BANDS):
        raise IndexError(f"there is no age band {mark.band}")
    banded: Ints = found[band_of(facts, found, at_s) == mark.band]
    return banded


def _event(facts: Facts, buckets: Buckets, mark: Mark) -> Ints:
    edges = buckets.edges
    first, last = (0, -1) if mark.bucket is None else (mark.bucket, mark.bucket + 1)
    rows = rows_behind(facts, mark).within(float(edges[first]), float(edges[last]))
    if mark.weekday is not None or mark.hour is not None:
        weekday, hour = weekday_and_hour(rows.at, buckets.zone)
        kept = np.ones(len(rows), dtype=np.bool_)
        kept &= True if mark.weekday is None else weekday == mark.weekday
        kept &= True if mark.hour is None else hour == mark.hour
        rows = rows.where(kept)
    return rows.ticket if mark.within_s is None else rows.ticket[rows.value <= mark.within_s]


def _at_risk(facts: Facts, period: Period, mark: Mark) -> Ints:
    """Tickets opened in the period that were seen for longer than a time, not resolved by then."""
    lived = lives(facts, period).rows
    return lived.ticket[lived.value > (mark.beyond_s or 0)]
