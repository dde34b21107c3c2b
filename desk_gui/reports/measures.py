"""Which tickets count for which figure, at which instant and with which value.

Every figure that happens at an instant is a list of rows (ticket, at, value). Cut by period they
are the figure, by bucket its series, and the tickets of the rows are what a click opens.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from desk_gui.domain.sla import ClockState, Target
from desk_gui.domain.workflow import Kind, Status
from desk_gui.reports.facts import (
    CLOCK_STATES,
    KINDS,
    STATUSES,
    TARGETS,
    Bools,
    Facts,
    Floats,
    Ints,
)

INCIDENT = KINDS.index(Kind.INCIDENT)
REQUEST = KINDS.index(Kind.REQUEST)
_IN_FULFILMENT = STATUSES.index(Status.IN_FULFILMENT)
_MET = CLOCK_STATES.index(ClockState.MET)
_BREACHED = CLOCK_STATES.index(ClockState.BREACHED)
SATISFIED = 4


@dataclass(frozen=True)
class Rows:
    """What counts: a row of `Tickets`, the instant that places it, and the value."""

    ticket: Ints
    at: Floats
    value: Floats

    def __len__(self) -> int:
        return len(self.ticket)

    def where(self, kept: Bools) -> Rows:
        """Some of the rows; these themselves where all of them are kept."""
        if kept.all():
            return self
        rows = np.flatnonzero(kept)
        return Rows(self.ticket[rows], self.at[rows], self.value[rows])

    def within(self, start_s: float, end_s: float) -> Rows:
        """The rows placed in start <= at < end."""
        return self.where((self.at >= start_s) & (self.at < end_s))


NO_ROWS = Rows(np.zeros(0, np.int64), np.zeros(0), np.zeros(0))


class Statistic(StrEnum):
    """What is made of the rows' values."""

    COUNT = "count"
    SUM = "sum"
    DURATION = "duration"
    SHARE = "share"


@dataclass(frozen=True)
class Measure:
    """One figure: how it is called, what is made of its rows, whose it is."""

    key: str
    statistic: Statistic
    find: Callable[[Facts], Rows]
    kinds: tuple[Kind, ...] = KINDS

    def within(self, facts: Facts, start_s: float, end_s: float) -> Rows:
        """What counts in these facts, placed in start <= at < end."""
        key = (self.key, start_s, end_s)
        return facts.once(key, lambda: self.find(facts).within(start_s, end_s))


def _of_tickets(at: Floats, value: Floats | None = None, also: Bools | None = None) -> Rows:
    """One row for each ticket whose instant and value are known; each counts 1 without values."""
    known = ~np.isnan(at) if value is None else ~(np.isnan(at) | np.isnan(value))
    kept = np.flatnonzero(known if also is None else known & also)
    worth = np.broadcast_to(1.0, len(kept)) if value is None else value[kept]
    return Rows(kept, at[kept], worth)


def _is(facts: Facts, kind: int) -> Bools:
    found: Bools = facts.tickets.kind == kind
    return found


def unknown_resolution(facts: Facts) -> Bools:
    """Closed tickets whose resolution instant was never recorded (the rules, §8)."""
    tickets = facts.tickets
    return facts.once(
        "unknown_resolution", lambda: np.isnan(tickets.resolved_at) & ~np.isnan(tickets.closed_at)
    )


def answers_not_recorded(facts: Facts) -> Bools:
    """Imported tickets whose source told nothing of answers."""
    found: Bools = facts.tickets.imported & (facts.tickets.answers <= 0)
    return found


def _created(facts: Facts) -> Rows:
    return _of_tickets(facts.tickets.opened_at)


def _resolved(facts: Facts) -> Rows:
    return _of_tickets(facts.tickets.resolved_at)


def _closed(facts: Facts) -> Rows:
    return _of_tickets(facts.tickets.closed_at)


def _reassigned_tickets(facts: Facts) -> Rows:
    return _of_tickets(facts.tickets.opened_at, also=facts.tickets.reassignments > 0)


def _reassignments(facts: Facts) -> Rows:
    counted = facts.tickets.reassignments.astype(np.float64)
    return _of_tickets(facts.tickets.opened_at, counted, counted > 0)


def _reopened_tickets(facts: Facts) -> Rows:
    return _of_tickets(facts.tickets.opened_at, also=facts.tickets.reopenings > 0)


def _reopenings(facts: Facts) -> Rows:
    counted = facts.tickets.reopenings.astype(np.float64)
    return _of_tickets(facts.tickets.opened_at, counted, counted > 0)


def _since_opening(facts: Facts, at: Floats, also: Bools | None = None) -> Rows:
    return _of_tickets(at, at - facts.tickets.opened_at, also)


def _time_to_respond(facts: Facts) -> Rows:
    return _since_opening(facts, facts.tickets.responded_at)


def _first_resolution(facts: Facts, kind: int) -> Rows:
    known = _is(facts, kind) & ~unknown_resolution(facts)
    return _since_opening(facts, facts.tickets.first_resolved_at, known)


def _time_to_resolve(facts: Facts) -> Rows:
    return _first_resolution(facts, INCIDENT)


def _time_to_fulfil(facts: Facts) -> Rows:
    return _first_resolution(facts, REQUEST)


def _time_to_resolve_full(facts: Facts) -> Rows:
    return _since_opening(facts, facts.tickets.resolved_at, _is(facts, INCIDENT))


def _time_to_close(facts: Facts) -> Rows:
    return _since_opening(facts, facts.tickets.closed_at)


def sla_kept(facts: Facts, target: Target | None = None) -> Rows:
    """One row for each clock that ended; 1 where it was met. All targets, or one."""
    clocks = facts.clocks
    judged = ((clocks.state == _MET) | (clocks.state == _BREACHED)) & ~np.isnan(clocks.ended_at)
    if target is not None:
        judged &= clocks.target == TARGETS.index(target)
    met = (clocks.state == _MET).astype(np.float64)
    return Rows(clocks.ticket, clocks.ended_at, met).where(judged)


def sla_kept_within(facts: Facts, target: Target, start_s: float, end_s: float) -> Rows:
    """The same of one target, of clocks that ended in start <= at < end."""
    key = (target, start_s, end_s)
    return facts.once(key, lambda: sla_kept(facts, target).within(start_s, end_s))


def _first_contact(facts: Facts) -> Rows:
    once = (facts.tickets.reassignments <= 0) & (facts.tickets.answers <= 1)
    told = ~answers_not_recorded(facts)
    return _of_tickets(facts.tickets.resolved_at, once.astype(np.float64), told)


def _reopen_rate(facts: Facts) -> Rows:
    again = (facts.tickets.reopenings > 0).astype(np.float64)
    known = ~unknown_resolution(facts)
    return _of_tickets(facts.tickets.first_resolved_at, again, known)


def approval_wait(facts: Facts, item: int | None = None) -> Rows:
    """One row for each approval that was decided, with its wait. Of all items, or one."""
    asked = facts.approvals
    waits = asked.decided_at - asked.asked_at
    kept = ~np.isnan(waits)
    if item is not None:
        kept &= asked.item_id == item
    return Rows(asked.ticket, asked.decided_at, waits).where(kept)


def fulfilment_steps(facts: Facts, title: int | None = None) -> Rows:
    """One row for each task that was done, with its time. Of all titles, or one.

    From the task done before it in the same request; the first one from the start of fulfilment.
    """
    steps = facts.steps
    order = np.lexsort((steps.done_at, steps.ticket))
    ticket, done = steps.ticket[order], steps.done_at[order]
    began = _fulfilment_began(facts)[ticket]
    same = ticket[1:] == ticket[:-1]
    began[1:][same] = done[:-1][same]
    took = done - began
    kept = ~np.isnan(took)
    if title is not None:
        kept &= steps.title[order] == title
    return Rows(ticket, done, took).where(kept)


def _fulfilment_began(facts: Facts) -> Floats:
    """When each ticket came into fulfilment for the first time; NaN where it never did."""
    spans = facts.intervals
    mine = spans.status == _IN_FULFILMENT
    began = np.full(len(facts.tickets.id), np.nan)
    np.fmin.at(began, spans.ticket[mine], spans.began[mine])
    return began


def _major(facts: Facts) -> Bools:
    return _is(facts, INCIDENT) & facts.tickets.major


def _major_time_to_respond(facts: Facts) -> Rows:
    return _since_opening(facts, facts.tickets.responded_at, _major(facts))


def _major_time_to_resolve(facts: Facts) -> Rows:
    known = _major(facts) & ~unknown_resolution(facts)
    return _since_opening(facts, facts.tickets.first_resolved_at, known)


def _deflection(facts: Facts) -> Rows:
    suggested = np.zeros(len(facts.tickets.id), dtype=np.bool_)
    suggested[facts.suggestions.ticket] = True
    ended = np.where(
        np.isnan(facts.tickets.resolved_at), facts.tickets.ended_at, facts.tickets.resolved_at
    )
    return _of_tickets(ended, facts.tickets.with_article.astype(np.float64), suggested)


def _hit_rate(facts: Facts) -> Rows:
    made = facts.proposals
    kept = (made.proposed == made.decided).astype(np.float64)
    return Rows(made.ticket, made.at, kept).where(~made.abstained & (made.proposed >= 0))


def _csat(facts: Facts) -> Rows:
    rating = facts.tickets.csat
    satisfied = np.where(np.isnan(rating), np.nan, rating >= SATISFIED)
    return _of_tickets(facts.tickets.resolved_at, satisfied)


_COUNT, _SUM, _TIME, _SHARE = (
    Statistic.COUNT,
    Statistic.SUM,
    Statistic.DURATION,
    Statistic.SHARE,
)
_INCIDENTS, _REQUESTS = (Kind.INCIDENT,), (Kind.REQUEST,)
MEASURES = {
    measure.key: measure
    for measure in (
        Measure("created", _COUNT, _created),
        Measure("resolved", _COUNT, _resolved),
        Measure("closed", _COUNT, _closed),
        Measure("reassigned_tickets", _COUNT, _reassigned_tickets),
        Measure("reassignments", _SUM, _reassignments),
        Measure("reopened_tickets", _COUNT, _reopened_tickets),
        Measure("reopenings", _SUM, _reopenings),
        Measure("time_to_respond", _TIME, _time_to_respond),
        Measure("time_to_resolve", _TIME, _time_to_resolve, _INCIDENTS),
        Measure("time_to_resolve_full", _TIME, _time_to_resolve_full, _INCIDENTS),
        Measure("time_to_fulfil", _TIME, _time_to_fulfil, _REQUESTS),
        Measure("time_to_close", _TIME, _time_to_close),
        Measure("sla_kept", _SHARE, sla_kept),
        Measure("first_contact_resolution", _SHARE, _first_contact),
        Measure("reopen_rate", _SHARE, _reopen_rate),
        Measure("approval_wait", _TIME, approval_wait, _REQUESTS),
        Measure("fulfilment_steps", _TIME, fulfilment_steps, _REQUESTS),
        Measure("major_time_to_respond", _TIME, _major_time_to_respond, _INCIDENTS),
        Measure("major_time_to_resolve", _TIME, _major_time_to_resolve, _INCIDENTS),
        Measure("deflection", _SHARE, _deflection),
        Measure("classification_hit_rate", _SHARE, _hit_rate),
        Measure("csat", _SHARE, _csat),
    )
}
"""Every figure that happens at an instant, by its key."""

UNKNOWN_RESOLUTION = (
    "resolved",
    "time_to_resolve",
    "time_to_resolve_full",
    "time_to_fulfil",
    "major_time_to_resolve",
    "first_contact_resolution",
    "reopen_rate",
    "deflection",
    "csat",
)
"""Figures that cannot count a ticket whose resolution instant is unknown."""
