"""What stands at an instant: the backlog, how old it is, and what is overdue."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from desk_gui.domain.sla import ClockState
from desk_gui.reports.facts import CLOCK_STATES, OPEN, Facts, Floats, Ints

_DAY = 86_400


@dataclass(frozen=True)
class Band:
    """An age band of the backlog: from_s <= age < to_s, in seconds."""

    label: str
    from_s: int
    to_s: int | None


BANDS = (
    Band("under 1 day", 0, _DAY),
    Band("1 to 3 days", _DAY, 3 * _DAY),
    Band("3 to 7 days", 3 * _DAY, 7 * _DAY),
    Band("1 to 2 weeks", 7 * _DAY, 14 * _DAY),
    Band("2 to 4 weeks", 14 * _DAY, 28 * _DAY),
    Band("4 to 12 weeks", 28 * _DAY, 84 * _DAY),
    Band("over 12 weeks", 84 * _DAY, None),
)
_BAND_STARTS = np.array([band.from_s for band in BANDS], dtype=np.float64)
SOON_S = 2 * 3600
"""How far ahead a promise is due soon, as in the queue."""
_NOT_OVERDUE = [CLOCK_STATES.index(state) for state in (ClockState.PAUSED, ClockState.STOPPED)]


def open_at(facts: Facts, at_s: float) -> Ints:
    """Tickets that are not final and not resolved at an instant (rows of `Tickets`, sorted)."""
    return facts.once(("open", at_s), lambda: _open_at(facts, at_s))


def _open_at(facts: Facts, at_s: float) -> Ints:
    spans = facts.intervals
    then = np.flatnonzero((spans.began <= at_s) & ~(spans.ended <= at_s))
    return np.unique(spans.ticket[then[OPEN[spans.status[then]]]])


@dataclass(frozen=True)
class Standing:
    """Who is open at which of some instants: one pair for each ticket and instant."""

    ticket: Ints
    place: Ints
    instants: Floats

    def counts(self) -> Ints:
        """How many tickets are open at each instant."""
        return np.bincount(self.place, minlength=len(self.instants)).astype(np.int64)

    def by_band(self, facts: Facts) -> Ints:
        """How many of them are in each age band, one row for each instant."""
        age = self.instants[self.place] - facts.tickets.opened_at[self.ticket]
        cells = self.place * len(BANDS) + _band_of_age(age)
        width = len(self.instants) * len(BANDS)
        return np.bincount(cells, minlength=width).reshape(-1, len(BANDS)).astype(np.int64)


def standing(facts: Facts, instants: Floats) -> Standing:
    """Who is open at each of these instants, which are in order.

    A ticket's intervals do not overlap, so an instant falls into at most one of them. The pairs
    are as many as the backlogs together, however long the history is.
    """
    spans = facts.intervals
    first = np.searchsorted(instants, spans.began, side="left")
    reached = np.append(instants, np.inf)[first]
    held = np.flatnonzero(~(spans.ended <= reached) & (reached < np.inf))
    held = held[OPEN[spans.status[held]]]
    first, ended = first[held], spans.ended[held]
    after = np.searchsorted(instants, np.where(np.isnan(ended), np.inf, ended), side="left")
    times = after - first
    before = np.cumsum(times) - times
    place = np.arange(int(times.sum())) - np.repeat(before - first, times)
    return Standing(np.repeat(spans.ticket[held], times), place, instants)


def open_by_last_resolution(facts: Facts, instants: Floats) -> Ints:
    """How many tickets are opened but not yet resolved for the last time at each instant.

    One without a known resolution counts until it is closed, cancelled or rejected.
    """
    tickets = facts.tickets
    until = tickets.resolved_at
    for fallback in (tickets.closed_at, tickets.ended_at):
        until = np.where(np.isnan(until), fallback, until)
    return _begun(tickets.opened_at, instants) - _begun(until, instants)


def _begun(at: Floats, instants: Floats) -> Ints:
    known = np.sort(at[~np.isnan(at)])
    return np.searchsorted(known, instants, side="right").astype(np.int64)


def due_soon_at(facts: Facts, at_s: float) -> Ints:
    """Open tickets with a promise that is due within the next `SOON_S` seconds and not yet kept."""
    return _promised(facts, at_s, at_s, at_s + SOON_S)


def overdue_at(facts: Facts, at_s: float) -> Ints:
    """Open tickets with a promise that is past its due instant and not yet kept."""
    return _promised(facts, at_s, -np.inf, at_s)


def _promised(facts: Facts, at_s: float, from_s: float, to_s: float) -> Ints:
    """Open tickets with a ticking promise due in from <= due < to."""
    key = ("promised", at_s, from_s, to_s)
    return facts.once(key, lambda: _found_promised(facts, at_s, from_s, to_s))


def _found_promised(facts: Facts, at_s: float, from_s: float, to_s: float) -> Ints:
    clocks = facts.clocks
    due = (clocks.due_at >= from_s) & (clocks.due_at < to_s) & ~(clocks.ended_at <= at_s)
    late = np.flatnonzero(due)
    ticking = ~np.isin(clocks.state[late], _NOT_OVERDUE)
    late = np.unique(clocks.ticket[late[ticking]])
    return np.intersect1d(late, open_at(facts, at_s), assume_unique=True)


def band_of(facts: Facts, tickets: Ints, at_s: float) -> Ints:
    """In which age band each ticket is at an instant: a place in `BANDS`."""
    return _band_of_age(at_s - facts.tickets.opened_at[tickets])


def _band_of_age(age: Floats) -> Ints:
    placed = np.searchsorted(_BAND_STARTS, age, side="right") - 1
    return np.clip(placed, 0, len(BANDS) - 1).astype(np.int64)
