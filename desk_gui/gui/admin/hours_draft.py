"""Business hours as they are typed: nothing is lost while they cannot be read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from desk_gui.domain.business_hours import (
    MINUTES_A_DAY,
    WEEKDAYS,
    BusinessHours,
    OwnDay,
    Window,
    check_hours,
)

NAME, ZONE, COUNTRY, REGION = "Name", "Time zone", "Public holidays of", "Region"
HOW = "write one such as 08:30."
_TIME = re.compile(r"([0-9]{1,2})(?:[:.h]?([0-9]{2}))?\s*h?", re.IGNORECASE)
HOUR, MIDNIGHT = 60, 24


@dataclass(frozen=True)
class TypedWindow:
    """From and to, as they stand in their fields."""

    starts: str
    ends: str

    def minutes(self) -> tuple[int | None, int | None]:
        """Both in minutes after midnight; an end that is not after the start is a day later."""
        starts, ends = minutes_of(self.starts), minutes_of(self.ends)
        if starts is not None and ends is not None and ends <= starts:
            ends += MINUTES_A_DAY
        return starts if starts != MINUTES_A_DAY else None, ends


Day = tuple[TypedWindow, ...]


@dataclass(frozen=True)
class Typed:
    """All fields; `unknown` holds, by field, what was typed that names nothing."""

    name: str = ""
    zone: str = "UTC"
    country: str | None = None
    region: str | None = None
    days: tuple[Day, ...] = ((),) * len(WEEKDAYS)
    own_days: tuple[OwnDay, ...] = ()
    unknown: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Wrong:
    """What is wrong: a sentence by field, and one by weekday (-1: the week as a whole)."""

    fields: Mapping[str, str] = field(default_factory=dict)
    days: Mapping[int, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.fields or self.days)


def typed_of(hours: BusinessHours) -> Typed:
    """Business hours as they are typed."""
    ordered = sorted(hours.windows, key=lambda window: window.starts)
    days = tuple(
        tuple(TypedWindow(time(w.starts), time(w.ends)) for w in ordered if w.weekday == weekday)
        for weekday in range(len(WEEKDAYS))
    )
    own = tuple(sorted(hours.own_days, key=lambda one: one.day))
    return Typed(hours.name, hours.time_zone, hours.country, hours.region, days, own)


def hours_of(typed: Typed, like: BusinessHours) -> tuple[BusinessHours, Wrong]:
    """What is typed, as business hours with the id of others, and what is wrong with them."""
    fields = {}
    if not typed.name.strip():
        fields[NAME] = "Give the business hours a name, such as “Office hours”."
    for name, words in typed.unknown.items():
        fields[name] = f"“{words}” is not in the list; choose one of it."
    windows, days = _windows(typed)
    hours = replace(
        like,
        name=typed.name.strip(),
        time_zone=typed.zone,
        country=typed.country,
        region=typed.region,
        windows=windows,
        own_days=typed.own_days,
    )
    if not days:
        days = _refused(replace(hours, name=hours.name or "–"))
    return hours, Wrong(fields, days)


def _windows(typed: Typed) -> tuple[tuple[Window, ...], dict[int, str]]:
    found: list[Window] = []
    wrong: dict[int, str] = {}
    for weekday, day in enumerate(typed.days):
        for window in day:
            starts, ends = window.minutes()
            if starts is None or ends is None:
                words = window.ends if starts is not None else window.starts
                wrong.setdefault(weekday, f"“{words.strip()}” is no time of the day; {HOW}")
            else:
                found.append(Window(weekday, starts, ends))
    return tuple(found), wrong


def _refused(hours: BusinessHours) -> dict[int, str]:
    """What the rules say against these hours, at the first weekday that they name."""
    try:
        check_hours(hours)
    except ValueError as error:
        said = str(error)
        named = [said.find(day) for day in WEEKDAYS]
        first = min((place for place in named if place >= 0), default=-1)
        weekday = named.index(first) if first >= 0 else -1
        return {weekday: f"{said[:1].upper()}{said[1:]}."}
    return {}


def minutes_of(typed: str) -> int | None:
    """“8”, “8:30”, “0830” or “24:00” in minutes after midnight; None for what is no time."""
    found = _TIME.fullmatch(typed.strip())
    if found is None:
        return None
    hours, minutes = int(found[1]), int(found[2] or 0)
    of_day = hours * HOUR + minutes
    return of_day if minutes < HOUR and of_day <= MINUTES_A_DAY else None


def time(minutes: int) -> str:
    """Minutes after midnight as a time of the day; the end of a day is 24:00."""
    of_day = minutes % MINUTES_A_DAY
    if minutes == MINUTES_A_DAY:
        return f"{MIDNIGHT}:00"
    return f"{of_day // HOUR:02}:{of_day % HOUR:02}"


def following(day: Day) -> TypedWindow:
    """A window to begin with: the working day, or the afternoon after what is there."""
    last = max((ends or 0 for _, ends in (window.minutes() for window in day)), default=0)
    if not last:
        return TypedWindow("09:00", "17:00")
    starts = min(last + HOUR, MINUTES_A_DAY - HOUR)
    return TypedWindow(time(starts), time(min(starts + 4 * HOUR, MINUTES_A_DAY)))


def overnight_words(weekday: int, day: Day) -> str:
    """Which windows of a day end on the next one, in a sentence; "" for none."""
    after = WEEKDAYS[(weekday + 1) % len(WEEKDAYS)]
    said = [
        f"{time(starts)}–{time(ends)}"
        for starts, ends in (window.minutes() for window in day)
        if starts is not None and ends is not None and ends > MINUTES_A_DAY
    ]
    return f"{' and '.join(said)} end{'' if len(said) > 1 else 's'} on {after}." if said else ""


def weekly(hours: BusinessHours) -> int:
    """Minutes of all windows of a week."""
    return sum(window.ends - window.starts for window in hours.windows)


def week_words(minutes: int) -> str:
    """How much is worked, in hours and minutes: a working day is not a day."""
    hours, rest = divmod(minutes, HOUR)
    return f"{hours} h {rest} min" if rest else f"{hours} h"
