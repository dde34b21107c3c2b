"""Figures as people say them: 3 h 20 m, 23,362, 92 %."""

from __future__ import annotations

from datetime import date

from desk_gui.reports.periods import Buckets, By

MINUTE, HOUR, DAY, WEEK = 60, 3600, 86_400, 604_800
LEAST = 0.01
_LONG = 30 * DAY
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
PRIORITIES = {1: "Critical", 2: "High", 3: "Medium", 4: "Low", 5: "Planning"}
"""Priorities as people say them."""


def spoken(seconds: float | None) -> str:
    """A duration in two units: 40 s, 12 min, 3 h 20 m, 2 d 4 h, 41 d; a dash where unknown."""
    if seconds is None:
        return "–"
    sign, total = ("−" if seconds < 0 else ""), round(abs(seconds))
    if total < MINUTE:
        return f"{sign}{total} s"
    if total < HOUR:
        return f"{sign}{total // MINUTE} min"
    if total < DAY:
        return f"{sign}{_two(total, HOUR, MINUTE, ' h', ' m')}"
    if total < _LONG:
        return f"{sign}{_two(total, DAY, HOUR, ' d', ' h')}"
    return f"{sign}{total // DAY:,} d"


def _two(total: int, large: int, small: int, large_word: str, small_word: str) -> str:
    rest = total % large // small
    return f"{total // large}{large_word}" + (f" {rest}{small_word}" if rest else "")


def number(n: float) -> str:
    """A count with its thousands apart."""
    return f"{n:,.0f}"


def percent(share: float | None) -> str:
    """A share in whole percent, never rounded up to 100 or down to 0; a dash where unknown."""
    if share is None:
        return "–"
    if 0 < share < LEAST:
        return "<1 %"
    if 1 - LEAST < share < 1:
        return ">99 %"
    return f"{share:.0%}".replace("%", " %")


def counted(n: int, one: str, many: str = "") -> str:
    """A number with its noun: 1 ticket, 2,100 tickets."""
    return f"{number(n)} {one if n == 1 else many or one + 's'}"


def bucket_words(cut: Buckets) -> list[str]:
    """Buckets as people say them: Mar 2016, week of 28 Mar, 28 Mar."""
    return [_said(label, cut.by) for label in cut.labels]


def _said(label: str, by: By) -> str:
    if by is By.MONTH:
        year, month = label.split("-")
        return f"{MONTHS[int(month) - 1]} {year}"
    day = date.fromisoformat(f"{label}-1" if by is By.WEEK else label)
    words = f"{day.day} {MONTHS[day.month - 1]} {day.year}"
    return f"week of {words}" if by is By.WEEK else words
