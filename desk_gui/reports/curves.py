"""Distributions: which part was resolved within a time, and which part is still open after it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import inf

import numpy as np

from desk_gui.reports.facts import Bools, Facts, Floats, Ints
from desk_gui.reports.measures import MEASURES, Rows, unknown_resolution
from desk_gui.reports.periods import Period
from desk_gui.reports.words import DAY, HOUR, MINUTE, WEEK

ROUND_TIMES = (
    (MINUTE, "1 min"),
    (5 * MINUTE, "5 min"),
    (15 * MINUTE, "15 min"),
    (HOUR, "1 h"),
    (4 * HOUR, "4 h"),
    (12 * HOUR, "12 h"),
    (DAY, "1 d"),
    (3 * DAY, "3 d"),
    (WEEK, "1 week"),
    (4 * WEEK, "4 weeks"),
    (12 * WEEK, "12 weeks"),
    (52 * WEEK, "1 year"),
    (260 * WEEK, "5 years"),
)
"""Times at which a curve is read, in seconds, and how they are said."""


@dataclass(frozen=True)
class Curve:
    """A step function of time: `share[i]` holds from `at_s[i]` on, `before` holds earlier.

    `n` tickets make it; of them `censored` had not ended yet (survival only). The one that took or
    was seen longest took `until_s`.
    """

    at_s: Floats
    share: Floats
    n: int
    censored: int = 0
    before: float = 0.0
    until_s: float = 0.0

    @property
    def known_s(self) -> float:
        """Until when the share is known: for ever once all ended, else as long as one was seen."""
        ended = not self.censored or (len(self.share) > 0 and self.share[-1] == 0)
        return inf if ended else self.until_s

    def at(self, seconds: float) -> float:
        """The share at a time, exact."""
        place = int(np.searchsorted(self.at_s, seconds, side="right"))
        return float(self.share[place - 1]) if place else self.before


@dataclass(frozen=True)
class Curves:
    """Both distributions, of all (None) and of each priority that has tickets."""

    resolved_within: Mapping[int | None, Curve]
    still_open: Mapping[int | None, Curve]


def ecdf(seconds: Floats) -> Curve:
    """Which part of the durations is at most so long."""
    at, counts = _runs(np.sort(seconds))
    share = np.cumsum(counts) / max(1, len(seconds))
    return Curve(at, share, len(seconds), until_s=float(at[-1]) if len(at) else 0.0)


def _runs(ordered: Floats) -> tuple[Floats, Ints]:
    """Each value once, and how often it is there."""
    first = np.ones(len(ordered), dtype=np.bool_)
    first[1:] = ordered[1:] != ordered[:-1]
    at = np.flatnonzero(first)
    return ordered[at], np.diff(at, append=len(ordered)).astype(np.int64)


def kaplan_meier(seconds: Floats, ended: Bools) -> Curve:
    """Which part lasts longer than a time; who had not `ended` counts as long as it was seen.

    The product over all times of (1 - ended there / seen until there); at one time, endings come
    before those that were only seen until then.
    """
    ordered = np.sort(seconds)
    at, events = _runs(ordered if ended.all() else np.sort(seconds[ended]))
    at_risk = len(seconds) - np.searchsorted(ordered, at, side="left")
    share: Floats = np.cumprod(1.0 - events / np.maximum(at_risk, 1)).astype(np.float64)
    until_s = float(ordered[-1]) if len(ordered) else 0.0
    return Curve(at, share, len(seconds), int((~ended).sum()), before=1.0, until_s=until_s)


@dataclass(frozen=True)
class Lives:
    """Tickets opened in a period, how long each was seen, and whether it was resolved by then."""

    rows: Rows
    ended: Bools


def lives(facts: Facts, period: Period) -> Lives:
    """Opening to first resolution; to the end of the period, or of the ticket, where there is none.

    One whose resolution instant is unknown is left out.
    """
    tickets, end_s = facts.tickets, period.end_s
    mine = (tickets.opened_at >= period.start_s) & (tickets.opened_at < end_s)
    found: Ints = np.flatnonzero(mine & ~unknown_resolution(facts)).astype(np.int64)
    opened, resolved = tickets.opened_at[found], tickets.first_resolved_at[found]
    ended = resolved < end_s
    until = np.fmin(tickets.ended_at[found], end_s)
    seen = np.where(ended, resolved, until) - opened
    return Lives(Rows(found, opened, seen), ended)


def curves(facts: Facts, period: Period, figure: str) -> Curves:
    """The distributions of a period; `figure` is the duration of the kind at hand."""
    took = MEASURES[figure].within(facts, period.start_s, period.end_s)
    lived = lives(facts, period)
    priority = facts.tickets.priority
    within: dict[int | None, Curve] = {}
    beyond: dict[int | None, Curve] = {}
    for one in (None, 1, 2, 3, 4, 5):
        seconds = took.value if one is None else took.value[priority[took.ticket] == one]
        if len(seconds):
            within[one] = ecdf(seconds)
        mine = priority[lived.rows.ticket] == one if one else np.ones(len(lived.rows), np.bool_)
        if mine.any():
            beyond[one] = kaplan_meier(lived.rows.value[mine], lived.ended[mine])
    return Curves(within, beyond)
