"""When the sample office works: Monday to Friday, eight to six, in its own time zone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

OPENS = time(8)
CLOSES = time(18)
SATURDAY = 5
WEEKDAYS = (1.3, 1.1, 1.0, 0.95, 0.75, 0.02, 0.02)
HOURS = ((8, 1.0), (9, 1.6), (10, 1.4), (11, 1.1), (12, 0.5), (13, 0.9), (14, 1.2), (15, 1.0))
LATE = ((16, 0.7), (17, 0.35))
SUMMER = ((8, 1), (8, 22))
WINTER = ((12, 23), (12, 31))
GROWTH = 6.0
"""How many times as many tickets arrive in the last week as in the first."""
NEWEST_DAYS = 8
NEWEST = 0.45
"""The newest days get fewer of these: most of the backlog was opened then."""


class Hours:
    """The office clock of one zone; all instants that go in or out are in UTC."""

    def __init__(self, zone: str) -> None:
        self.zone = ZoneInfo(zone)

    def local(self, at: datetime) -> datetime:
        """The wall clock of the office."""
        return at.astimezone(self.zone)

    def is_open(self, at: datetime) -> bool:
        """Whether somebody is at the desk."""
        local = self.local(at)
        return local.weekday() < SATURDAY and OPENS <= local.time() < CLOSES

    def next_open(self, at: datetime) -> datetime:
        """This instant, or eight o'clock of the next working day."""
        local = self.local(at)
        if local.weekday() < SATURDAY and local.time() < CLOSES:
            return max(at, self._on(local.date(), OPENS))
        day = local.date() + timedelta(days=1)
        while day.weekday() >= SATURDAY:
            day += timedelta(days=1)
        return self._on(day, OPENS)

    def later(self, at: datetime, minutes: float) -> datetime:
        """The instant so many working minutes later, to the second."""
        here = self.next_open(at)
        left = timedelta(minutes=minutes)
        while True:
            closing = self._on(self.local(here).date(), CLOSES)
            if here + left < closing:
                return (here + left).replace(microsecond=0)
            left -= closing - here
            here = self.next_open(closing)

    def _on(self, day: date, hour: time) -> datetime:
        return datetime.combine(day, hour, self.zone).astimezone(UTC)

    def at_hour(self, day: date, hour: float) -> datetime:
        """A day and a wall-clock hour such as 9.25, in UTC."""
        whole = datetime.combine(day, time(0), self.zone) + timedelta(hours=hour)
        return whole.astimezone(UTC).replace(microsecond=0)

    def working_days(self, first: date, last: date) -> Iterator[date]:
        """Monday to Friday between two days, both included."""
        day = first
        while day <= last:
            if day.weekday() < SATURDAY:
                yield day
            day += timedelta(days=1)


def arrivals(
    rng: Random, hours: Hours, start: datetime, now: datetime, *, n: int
) -> list[datetime]:
    """`n` instants of a growing year, with the shape of weeks, days and seasons; sorted."""
    first, last = hours.local(start).date(), hours.local(now).date()
    days = [first + timedelta(days=k) for k in range((last - first).days + 1)]
    weights = [_weight(day, first, last) for day in days]
    found: list[datetime] = []
    while len(found) < n:
        day = rng.choices(days, weights)[0]
        at = hours.at_hour(day, _hour(rng))
        if start <= at < now:
            found.append(at)
    return sorted(found)


def _weight(day: date, first: date, last: date) -> float:
    passed = (day - first).days / max(1, (last - first).days)
    newest = NEWEST if (last - day).days < NEWEST_DAYS else 1.0
    month_day = (day.month, day.day)
    slow = 0.45 if SUMMER[0] <= month_day <= SUMMER[1] else 1.0
    slow = 0.25 if WINTER[0] <= month_day <= WINTER[1] else slow
    return float(WEEKDAYS[day.weekday()] * GROWTH**passed * newest * slow)


def _hour(rng: Random) -> float:
    spread = HOURS + LATE
    hour = rng.choices([h for h, _ in spread], [w for _, w in spread])[0]
    return hour + rng.random()
