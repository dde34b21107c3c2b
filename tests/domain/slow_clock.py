"""Business time and clocks counted the slow way: a minute at a time, by the clock on the wall.

Nothing here uses the arithmetic of Desk; it is what that arithmetic is compared with.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

Stretch = tuple[int, int]


@dataclass
class SlowHours:
    """A calendar as plain data; all minutes that were asked for are remembered."""

    zone: str
    windows: list[tuple[int, int, int]]
    holidays: set[date]
    own: dict[date, bool]
    known: dict[int, bool] = field(default_factory=dict)

    def is_open(self, minute: int) -> bool:
        """Whether the desk is open in a minute since 1970, in UTC."""
        if minute not in self.known:
            self.known[minute] = self._look(minute)
        return self.known[minute]

    def _look(self, minute: int) -> bool:
        wall = datetime.fromtimestamp(minute * 60, ZoneInfo(self.zone))
        for days in (0, 1):
            day = wall.date() - timedelta(days=days)
            since_midnight = days * 1440 + wall.hour * 60 + wall.minute
            for weekday, starts, ends in self.windows:
                if weekday == day.weekday() and starts <= since_midnight < ends:
                    return not self._is_off(day)
        return False

    def _is_off(self, day: date) -> bool:
        if day in self.own:
            return not self.own[day]
        return day in self.holidays


def always(minute: int) -> bool:
    """Calendar time: day and night."""
    return True


def due_by_walking(
    is_open: Callable[[int], bool], start: int, pauses: list[Stretch], promised: int
) -> int:
    """The first second by which so many open seconds outside the pauses have passed."""
    left, now = promised, start
    while True:
        end_of_minute = (now // 60 + 1) * 60
        if not is_open(now // 60):
            now = end_of_minute
            continue
        until = next((since for since, to in pauses if now < since < end_of_minute), end_of_minute)
        resumed = next((to for since, to in pauses if since <= now < to), None)
        if resumed is not None:
            now = min(resumed, end_of_minute)
            continue
        if until - now >= left:
            return now + left
        left -= until - now
        now = until


def ran_by_walking(
    is_open: Callable[[int], bool], start: int, pauses: list[Stretch], end: int
) -> int:
    """Open seconds outside the pauses from a start to an end."""
    ran, now = 0, start
    while now < end:
        until = min((now // 60 + 1) * 60, end)
        paused = sum(max(0, min(to, until) - max(since, now)) for since, to in pauses)
        if is_open(now // 60):
            ran += until - now - paused
        now = until
    return ran


@dataclass
class SlowClock:
    """One promise, followed act by act."""

    is_open: Callable[[int], bool]
    start: int
    promised: int
    pauses: list[Stretch] = field(default_factory=list)
    paused_at: int | None = None
    promised_at: int | None = None
    breached: int | None = None

    def due(self) -> int:
        """When it is due, had it not been paused now."""
        return due_by_walking(self.is_open, self.start, self.pauses, self.promised)

    def look(self, now: int) -> None:
        """Note a breach that happened until now."""
        here = now if self.paused_at is None else min(now, self.paused_at)
        due = self.due()
        if self.breached is None and due < here:
            self.breached = max(due, self.promised_at or due)

    def pause(self, now: int) -> None:
        """Stop counting."""
        if self.paused_at is None:
            self.paused_at = now

    def resume(self, now: int) -> None:
        """Count on."""
        if self.paused_at is not None and now > self.paused_at:
            self.pauses.append((self.paused_at, now))
        self.paused_at = None

    def promise(self, is_open: Callable[[int], bool], promised: int, now: int) -> None:
        """Another promise, or the same in other hours, from the opening."""
        self.is_open, self.promised, self.promised_at = is_open, promised, now
        here = now if self.paused_at is None else min(now, self.paused_at)
        if self.due() >= here:
            self.breached = None

    def finish(self, now: int) -> bool:
        """Whether it ended in time."""
        self.resume(now)
        due = self.due()
        if now > due and self.breached is None:
            self.breached = max(due, self.promised_at or due)
        return now <= due
