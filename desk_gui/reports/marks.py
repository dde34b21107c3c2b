"""From a mark of a chart to exactly the tickets that it counts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from desk_gui.domain.sla import Target
from desk_gui.domain.workflow import Kind, Status
from desk_gui.reports.facts import KINDS, STATUSES, Facts, Ints
from desk_gui.reports.measures import MEASURES, NO_ROWS, Rows, sla_kept
from desk_gui.reports.periods import Buckets, weekday_and_hour
from desk_gui.reports.stocks import BANDS, band_of, open_at, overdue_at

_STOCKS = {"backlog": open_at, "overdue_open": overdue_at}


@dataclass(frozen=True)
class Mark:
    """What was clicked: a figure, and which part of it; None means all of it.

    `bucket` counts from 0; a stock such as the backlog stands at that bucket's end.
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


def rows_behind(facts: Facts, mark: Mark) -> Rows:
    """All rows of the mark's figure, of any period and priority; KeyError if unknown."""
    if mark.figure == "time_in_status":
        return _stays(facts, mark.status)
    if mark.figure == "sla_kept":
        return sla_kept(facts, mark.target)
    measure = MEASURES[mark.figure]
    return measure.rows(facts) if mark.kind in measure.kinds else NO_ROWS


def _stays(facts: Facts, status: Status | None) -> Rows:
    stays = facts.intervals
    rows = Rows(stays.ticket, stays.ended, stays.ended - stays.began)
    over = ~np.isnan(stays.ended)
    return rows.where(over if status is None else over & (stays.status == STATUSES.index(status)))


def tickets_behind(facts: Facts, buckets: Buckets, mark: Mark) -> Ints:
    """The ids of the tickets that a mark counts, each once, the oldest opening first."""
    found = _stock(facts, buckets, mark) if mark.figure in _STOCKS else _event(facts, buckets, mark)
    tickets = facts.tickets
    kept = tickets.kind[found] == KINDS.index(mark.kind)
    if mark.priority is not None:
        kept &= tickets.priority[found] == mark.priority
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
    return rows.ticket
