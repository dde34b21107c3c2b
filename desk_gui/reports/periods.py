"""Periods and their days, weeks and months, each by the calendar of a time zone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum

import numpy as np

from desk_gui.reports.facts import Floats, Ints


class By(StrEnum):
    """How a period is cut into buckets; weeks begin on Monday."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True)
class Buckets:
    """Consecutive parts of a period: part i is edges[i] <= instant < edges[i + 1] (UTC seconds)."""

    by: By
    labels: tuple[str, ...]
    edges: Floats
    partial: tuple[bool, ...]
    zone: tzinfo = UTC

    def __len__(self) -> int:
        return len(self.labels)

    @property
    def ends_s(self) -> tuple[float, float]:
        """Where the first begins and the last ends, in seconds since 1970."""
        return float(self.edges[0]), float(self.edges[-1])

    def place(self, at: Floats) -> Ints:
        """In which bucket each instant lies; meaningful only for instants of the period."""
        found = np.searchsorted(self.edges, at, side="right") - 1
        return np.clip(found, 0, max(0, len(self) - 1)).astype(np.int64)


@dataclass(frozen=True)
class Period:
    """A stretch of time: start <= instant < end; both carry a zone. ValueError when reversed."""

    start: datetime
    end: datetime
    zone: tzinfo = UTC

    def __post_init__(self) -> None:
        if self.start.tzinfo is None or self.end.tzinfo is None:
            raise ValueError("a period needs instants with a time zone")
        if self.end < self.start:
            raise ValueError("a period cannot end before it starts")

    @property
    def start_s(self) -> float:
        """The start in seconds since 1970."""
        return self.start.timestamp()

    @property
    def end_s(self) -> float:
        """The end in seconds since 1970."""
        return self.end.timestamp()

    @property
    def before(self) -> Period:
        """The period of the same length that ends where this one starts.

        Whole days stay whole by the calendar of the zone, and whole months stay whole months.
        """
        first, last = (at.astimezone(self.zone) for at in (self.start, self.end))
        if first.time() != time() or last.time() != time():
            return Period(self.start - (self.end - self.start), self.start, self.zone)
        if first.day == last.day == 1:
            months = (last.year - first.year) * 12 + last.month - first.month
            year, month = divmod(first.year * 12 + first.month - 1 - months, 12)
            return Period(midnight(date(year, month + 1, 1), self.zone), self.start, self.zone)
        began = first.date() - (last.date() - first.date())
        return Period(midnight(began, self.zone), self.start, self.zone)

    def buckets(self, by: By) -> Buckets:
        """The period cut at each local midnight, Monday or first of a month."""
        starts: list[float] = []
        labels: list[str] = []
        partial: list[bool] = []
        for day, following in _days(self.start.astimezone(self.zone).date(), by):
            began, ended = (midnight(d, self.zone).timestamp() for d in (day, following))
            if began >= self.end_s:
                break
            starts.append(max(began, self.start_s))
            labels.append(label(day, by))
            partial.append(began < self.start_s or ended > self.end_s)
        edges = np.array([*starts, self.end_s])
        return Buckets(by, tuple(labels), edges, tuple(partial), self.zone)


def days(first: date, last: date, zone: tzinfo) -> Period:
    """The period from the first day's beginning to the last day's end, both days included."""
    return Period(midnight(first, zone), midnight(last + timedelta(days=1), zone), zone)


def midnight(day: date, zone: tzinfo) -> datetime:
    """The first instant of a day in a zone."""
    return datetime.combine(day, time(), tzinfo=zone).astimezone(UTC)


def floor(day: date, by: By) -> date:
    """The first day of the week or month that a day is in."""
    if by is By.WEEK:
        return day - timedelta(days=day.weekday())
    return day.replace(day=1) if by is By.MONTH else day


def label(day: date, by: By) -> str:
    """How a bucket is called: 2026-03-29, 2026-W13 or 2026-03."""
    if by is By.DAY:
        return day.isoformat()
    if by is By.MONTH:
        return f"{day:%Y-%m}"
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"


def _days(first: date, by: By) -> Iterator[tuple[date, date]]:
    day = floor(first, by)
    while True:
        following = _after(day, by)
        yield day, following
        day = following


def _after(day: date, by: By) -> date:
    if by is By.MONTH:
        return (day + timedelta(days=32)).replace(day=1)
    return day + timedelta(days=7 if by is By.WEEK else 1)


def weekday_and_hour(at: Floats, zone: tzinfo) -> tuple[Ints, Ints]:
    """Monday = 0 … Sunday = 6 and 0 … 23 of each instant by the wall clock of a zone."""
    if len(at) == 0:
        nothing = np.zeros(0, dtype=np.int64)
        return nothing, nothing
    since, offset = _offsets(float(at.min()), float(at.max()), zone)
    local = at + offset[np.searchsorted(since, at, side="right") - 1]
    hours = np.floor_divide(local, 3600).astype(np.int64)
    return (hours // 24 + 3) % 7, hours % 24


def _offsets(first: float, last: float, zone: tzinfo) -> tuple[Floats, Floats]:
    """From when on which offset from UTC holds, in seconds, over a stretch of time."""
    changes = [(first, _offset(first, zone))]
    day = first
    while day < last:
        following = min(day + 86_400, last)
        if _offset(following, zone) != changes[-1][1]:
            changes.append((_switch(day, following, zone), _offset(following, zone)))
        day = following
    return np.array([since for since, _ in changes]), np.array([offset for _, offset in changes])


def _offset(at: float, zone: tzinfo) -> float:
    shift = datetime.fromtimestamp(at, zone).utcoffset()
    return shift.total_seconds() if shift is not None else 0.0


def _switch(before: float, after: float, zone: tzinfo) -> float:
    """The second at which the offset changes, found by halving."""
    old, low, high = _offset(before, zone), int(before), int(after) + 1
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if _offset(middle, zone) == old else (low, middle)
    return float(high)
