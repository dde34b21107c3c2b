"""Business hours: when a desk works, and how its time is counted (the rules, §4).

A window is wall-clock time: the desk is open at every instant at which the clock on its wall
shows a time inside a window, from the start up to but not including the end. Where clocks go
forward, a window in the hour that does not exist has no length; where they go back, one in the
hour that comes twice is open twice. A window that spans midnight belongs to the day on which it
starts, so a day off closes the windows that start on it, and leaves those of the night before.
29 February is a day like any other.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from itertools import accumulate, pairwise
from time import gmtime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

MINUTES_A_DAY, MINUTES_A_WEEK = 1440, 10_080
DAY_S = 86_400
DAYS_A_WEEK = 7
LATEST_END = 2 * MINUTES_A_DAY
LONGEST_NAME = 80
YEARS_AHEAD = 100
"""How far ahead business time is looked for; what is not reached until then is due then."""

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

Holidays = Callable[[int], Mapping[date, str]]
"""A year → its public holidays with their names."""


@dataclass(frozen=True)
class Window:
    """Open from `starts` to `ends`, in minutes after the local midnight of a weekday (0: Monday).

    An end beyond 1440 is on the next day; at most 2880.
    """

    weekday: int
    starts: int
    ends: int


@dataclass(frozen=True)
class OwnDay:
    """A day off of the desk's own, or a day on which it works although it is a holiday."""

    day: date
    name: str
    works: bool = False


@dataclass(frozen=True)
class BusinessHours:
    """When a desk works: weekly windows in a time zone, without the holidays of a place."""

    id: int
    name: str
    time_zone: str
    country: str | None = None
    region: str | None = None
    windows: tuple[Window, ...] = ()
    own_days: tuple[OwnDay, ...] = ()
    active: bool = True


def check_hours(hours: BusinessHours) -> None:
    """Raise ValueError, with the sentence, for business hours that nobody can mean."""
    name = hours.name.strip()
    if not name:
        raise ValueError("business hours need a name")
    if len(name) > LONGEST_NAME:
        raise ValueError(f"the name of business hours can have at most {LONGEST_NAME} characters")
    zone_named(hours.time_zone)
    if not hours.windows:
        raise ValueError("business hours need at least one window in the week")
    for window in hours.windows:
        _check_window(window)
    _check_overlaps(hours.windows)
    _check_own_days(hours)


def zone_named(name: str) -> ZoneInfo:
    """The time zone of this name; ValueError, with the sentence, where there is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(f"“{name}” is no time zone; name one such as Europe/Berlin") from None


def _check_window(window: Window) -> None:
    if not 0 <= window.weekday < DAYS_A_WEEK:
        raise ValueError("a window is on a weekday from Monday to Sunday")
    if not 0 <= window.starts < MINUTES_A_DAY:
        raise ValueError("a window starts between 00:00 and 23:59")
    if window.ends <= window.starts:
        raise ValueError(f"the window {window_words(window)} ends before it has started")
    if window.ends > LATEST_END:
        raise ValueError(f"the window {window_words(window)} ends later than on the next day")


def _check_overlaps(windows: Iterable[Window]) -> None:
    """No instant of the week is in two windows; the one after Sunday is Monday's again."""
    ordered = sorted(windows, key=lambda one: (one.weekday, one.starts))
    first = ordered[0]
    for one, following in pairwise(ordered):
        if _at(one.weekday, one.ends) > _at(following.weekday, following.starts):
            raise ValueError(f"{window_words(one)} and {window_words(following)} overlap")
    latest = max(ordered, key=lambda one: _at(one.weekday, one.ends))
    if _at(latest.weekday, latest.ends) - MINUTES_A_WEEK > _at(first.weekday, first.starts):
        raise ValueError(f"{window_words(latest)} and {window_words(first)} overlap")


def _at(weekday: int, minute: int) -> int:
    return weekday * MINUTES_A_DAY + minute


def _check_own_days(hours: BusinessHours) -> None:
    days = [own.day for own in hours.own_days]
    if twice := next((day for day in days if days.count(day) > 1), None):
        raise ValueError(f"{twice} is listed twice among the own days")
    worked = {window.weekday for window in hours.windows}
    for own in hours.own_days:
        if not own.name.strip():
            raise ValueError(f"the own day {own.day} needs a name")
        if own.works and own.day.weekday() not in worked:
            weekday = WEEKDAYS[own.day.weekday()]
            raise ValueError(f"{own.day} cannot be worked: {weekday} has no window")


def window_words(window: Window) -> str:
    """A window as it is said in a sentence: Monday 08:00–18:00."""
    day = WEEKDAYS[window.weekday % DAYS_A_WEEK]
    after = " on the next day" if window.ends > MINUTES_A_DAY else ""
    return f"{day} {_clock(window.starts)}–{_clock(window.ends)}{after}"


def _clock(minutes: int) -> str:
    of_day = minutes % MINUTES_A_DAY
    if minutes and not of_day:
        return "24:00"
    return f"{of_day // 60:02}:{of_day % 60:02}"


def no_holidays(year: int) -> Mapping[date, str]:
    """No public holidays at all."""
    return {}


def days_off(hours: BusinessHours, holidays: Holidays, year: int) -> list[tuple[date, str]]:
    """The days of a year that are off, in order: public holidays and own days, not those worked."""
    own = {one.day: one for one in hours.own_days}
    named = {day: name for day, name in holidays(year).items() if day not in own}
    named |= {day: one.name for day, one in own.items() if not one.works and day.year == year}
    return sorted(named.items())


class Time:
    """How time is counted. Instants are UTC; the inner pair of methods counts whole seconds."""

    def between(self, since: int, until: int) -> int:
        """Seconds counted between two instants (seconds since 1970); 0 when they are reversed."""
        return max(0, until - since)

    def after(self, instant: int, seconds: int) -> int:
        """The earliest instant by which so many seconds were counted since `instant`."""
        return instant + max(0, seconds)

    def elapsed(self, since: datetime, until: datetime) -> int:
        """Seconds counted between two instants."""
        return self.between(int(since.timestamp()), int(until.timestamp()))

    def add(self, instant: datetime, seconds: int) -> datetime:
        """The earliest instant by which so many seconds were counted since `instant`."""
        return datetime.fromtimestamp(self.after(int(instant.timestamp()), seconds), UTC)


CALENDAR_TIME = Time()
"""Day and night: every second counts."""


@dataclass(frozen=True)
class _Year:
    """The open stretches of one UTC year in order, and the seconds open before each of them."""

    starts: list[int]
    ends: list[int]
    before: list[int] = field(init=False)
    total: int = field(init=False)

    def __post_init__(self) -> None:
        lengths = [end - start for start, end in zip(self.starts, self.ends, strict=True)]
        sums = list(accumulate(lengths, initial=0))
        object.__setattr__(self, "before", sums[:-1])
        object.__setattr__(self, "total", sums[-1])

    def until(self, instant: int) -> int:
        """Seconds open from the beginning of the year up to an instant in it."""
        place = bisect_right(self.starts, instant) - 1
        if place < 0:
            return 0
        return self.before[place] + min(instant, self.ends[place]) - self.starts[place]

    def reaching(self, seconds: int) -> int:
        """The earliest instant by which so many seconds (from 1 to the total) were open."""
        place = bisect_left(self.before, seconds) - 1
        return self.starts[place] + seconds - self.before[place]


class BusinessTime(Time):
    """Only the seconds in which the desk is open count; years are worked out when needed."""

    def __init__(self, hours: BusinessHours, holidays: Holidays = no_holidays) -> None:
        self._hours = hours
        self._holidays = holidays
        self._zone = zone_named(hours.time_zone)
        self._years: dict[int, _Year] = {}

    def between(self, since: int, until: int) -> int:
        """Seconds open between two instants (seconds since 1970); 0 when they are reversed."""
        if until <= since:
            return 0
        first, last = gmtime(since).tm_year, gmtime(until).tm_year
        whole = sum(self._year(year).total for year in range(first, last))
        return whole + self._year(last).until(until) - self._year(first).until(since)

    def after(self, instant: int, seconds: int) -> int:
        """The earliest instant by which so many seconds were open since `instant`."""
        if seconds <= 0:
            return instant
        year = gmtime(instant).tm_year
        latest = year + YEARS_AHEAD
        left = self._year(year).until(instant) + seconds
        while left > self._year(year).total:
            left -= self._year(year).total
            year += 1
            if year > latest:
                return _new_year(year)
        return self._year(year).reaching(left)

    def _year(self, year: int) -> _Year:
        found = self._years.get(year)
        if found is None:
            stretches = list(self._stretches(_new_year(year), _new_year(year + 1)))
            found = _Year([start for start, _ in stretches], [end for _, end in stretches])
            self._years[year] = found
        return found

    def _stretches(self, begin: int, end: int) -> Iterator[tuple[int, int]]:
        """The open stretches between two instants, in order."""
        for since, until, offset in _offsets(self._zone, begin, end):
            for opens, closes in self._on_the_wall(since + offset, until + offset):
                yield max(opens - offset, since), min(closes - offset, until)

    def _on_the_wall(self, since: int, until: int) -> Iterator[tuple[int, int]]:
        """Windows that touch a stretch of wall-clock time, counted like seconds since 1970."""
        day = _EPOCH + timedelta(days=since // DAY_S - 1)
        last = _EPOCH + timedelta(days=until // DAY_S)
        while day <= last:
            midnight = (day - _EPOCH).days * DAY_S
            for window in () if self._is_off(day) else self._windows[day.weekday()]:
                opens, closes = midnight + window.starts * 60, midnight + window.ends * 60
                if opens < until and closes > since:
                    yield opens, closes
            day += timedelta(days=1)

    @cached_property
    def _windows(self) -> list[list[Window]]:
        ordered = sorted(self._hours.windows, key=lambda window: window.starts)
        return [[w for w in ordered if w.weekday == weekday] for weekday in range(DAYS_A_WEEK)]

    @cached_property
    def _own(self) -> Mapping[date, OwnDay]:
        return {own.day: own for own in self._hours.own_days}

    def _is_off(self, day: date) -> bool:
        own = self._own.get(day)
        return not own.works if own else day in self._holidays(day.year)


_EPOCH = date(1970, 1, 1)


def _new_year(year: int) -> int:
    return (date(year, 1, 1) - _EPOCH).days * DAY_S


def _offsets(zone: ZoneInfo, begin: int, end: int) -> Iterator[tuple[int, int, int]]:
    """(since, until, seconds ahead of UTC): the stretches in which the clocks are not changed."""

    def offset_at(instant: int) -> int:
        offset = datetime.fromtimestamp(instant, zone).utcoffset() or timedelta()
        return int(offset.total_seconds())

    since, offset = begin, offset_at(begin)
    for day in range(begin, end, DAY_S):
        following = min(day + DAY_S, end)
        if offset_at(following) == offset:
            continue
        instants = range(day + 1, following + 1)
        changed = instants[bisect_left(instants, 1, key=lambda at: int(offset_at(at) != offset))]
        yield since, changed, offset
        since, offset = changed, offset_at(changed)
    yield since, end, offset
