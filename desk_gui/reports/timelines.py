"""Time in status: from the journal, and as the rows of an imported log tell it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from desk_gui.reports.facts import STATUSES, Bools, Facts, Floats, Intervals, Ints, picked
from desk_gui.reports.periods import Period
from desk_gui.reports.values import duration, split


@dataclass(frozen=True)
class StatusTime:
    """Seconds that tickets spent in one status; `n` tickets, `intervals` stays, `total_s` in all.

    Median, P90 and mean are over the tickets, each with the sum of its stays.
    """

    n: int
    median_s: float | None
    p90_s: float | None
    mean_s: float | None
    intervals: int
    total_s: float


@dataclass(frozen=True)
class SourceTime:
    """Seconds between the rows of an imported log, credited to the earlier row's status."""

    rows: int
    total_s: float
    median_s: float
    negative: int


def ended_within(spans: Intervals, period: Period) -> Intervals:
    """The intervals that ended in the period, whole."""
    return picked(spans, (spans.ended >= period.start_s) & (spans.ended < period.end_s))


@dataclass(frozen=True)
class Stays:
    """What each ticket spent in each status: one row for each pair that occurs."""

    ticket: Ints
    status: Ints
    seconds: Floats
    times: Ints

    def where(self, kept: Bools) -> Stays:
        """Some of the rows; these themselves where all of them are kept."""
        if kept.all():
            return self
        rows = np.flatnonzero(kept)
        return Stays(self.ticket[rows], self.status[rows], self.seconds[rows], self.times[rows])


def stays(facts: Facts, spans: Intervals) -> Stays:
    """The stays of intervals already cut to a period, summed for each ticket and status."""
    width = len(STATUSES)
    pair = spans.ticket * width + spans.status
    row = np.arange(len(pair), dtype=np.int32)
    last = np.empty(len(facts.tickets.id) * width, np.int32)
    last[pair] = row
    sums = last[pair]
    again = np.flatnonzero(sums != row)
    seconds, times = spans.ended - spans.began, np.ones(len(row), np.int64)
    np.add.at(seconds, sums[again], seconds[again])
    np.add.at(times, sums[again], 1)
    return Stays(spans.ticket, spans.status, seconds, times).where(sums == row)


def time_in_status(told: Stays, kept: Bools) -> dict[str, StatusTime]:
    """Per status, for the tickets that are kept."""
    mine = told.where(kept[told.ticket])
    per_status = split(mine.status, mine.seconds, len(STATUSES))
    counts = np.bincount(mine.status, weights=mine.times, minlength=len(STATUSES))
    found: dict[str, StatusTime] = {}
    for code, seconds in enumerate(per_status):
        if len(seconds):
            measured = duration(seconds)
            found[STATUSES[code].value] = StatusTime(
                measured.n,
                measured.median_s,
                measured.p90_s,
                measured.mean_s,
                int(counts[code]),
                float(seconds.sum()),
            )
    return found


def time_in_source_status(facts: Facts, spans: Intervals, kept: Bools) -> dict[str, SourceTime]:
    """Per foreign status, from rows already cut to a period, for the tickets that are kept."""
    mine = picked(spans, kept[spans.ticket])
    names = facts.names.source_statuses
    per_status = split(mine.status, mine.ended - mine.began, max(1, len(names)))
    return {
        name: SourceTime(
            len(seconds),
            float(seconds.sum()),
            float(np.median(seconds)),
            int((seconds < 0).sum()),
        )
        for name, seconds in zip(names, per_status, strict=False)
        if len(seconds)
    }
