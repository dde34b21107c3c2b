"""Rules and labels: which values get a line, and which buckets get their name written."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from math import ceil

from desk_gui.reports.curves import ROUND_TIMES
from desk_gui.reports.figures.sheet import Box, Scale, Sheet
from desk_gui.reports.periods import Buckets, By
from desk_gui.reports.words import MINUTE, MONTHS, number

Row = Sequence[str]
GAP = 14
"""Columns of figures are so far apart."""
FEWEST = 2
"""Steps to the top of a scale, where counts can be cut."""


def round_steps(most: float, lines: int) -> list[float]:
    """From 0 to at least `most` in whole, round steps: about `lines` of them, not far beyond."""
    most, at_most = max(most, 1), lines + max(1, lines // 2)
    steps = (factor * 10**zeros for zeros in range(len(f"{most:.0f}") + 1) for factor in (1, 2, 5))
    counts = [(ceil(most / step), float(step)) for step in steps]

    def flaws(found: tuple[int, float]) -> tuple[bool, float]:
        count, step = found
        return count < FEWEST, 1 - most / (count * step) + abs(count - lines) / lines / 2

    count, step = min((c for c in counts if c[0] <= at_most), key=flaws)
    return [step * i for i in range(count + 1)]


def count_rules(sheet: Sheet, box: Box, most: float) -> Scale:
    """Level lines with round counts at their left; returns the scale of the heights."""
    steps = round_steps(most, max(1, int(box.height / sheet.look.px(44))))
    scale = Scale(0, steps[-1], box.bottom, box.top)
    for value in steps:
        level(sheet, box, scale(value), number(value))
    return scale


def level(sheet: Sheet, box: Box, y: float, words: str) -> None:
    """One level line with its words at the left."""
    sheet.line([box.left, box.right], [y, y], sheet.look.rule, above=0)
    sheet.text(box.left - sheet.look.px(8), y, words, ink=sheet.look.soft, size=11, across="right")


def room_for_counts(sheet: Sheet, most: float) -> float:
    """How many pixels the words at the left of the level lines need."""
    return sheet.wide(number(max(most, 10)), 11) + sheet.look.px(12)


def time_scale(low: float, high: float, start: float, stop: float) -> Scale:
    """A logarithmic scale whose ends are round times around the values."""
    at = [seconds for seconds, _ in ROUND_TIMES]
    first = max((t for t in at if t <= max(low, MINUTE)), default=at[0])
    last = min((t for t in at if t >= high and t > first), default=at[-1])
    return Scale(first, last, start, stop, log=True)


def time_steps(scale: Scale, apart: float) -> list[tuple[float, str]]:
    """Pixels and words of round times on a scale, not closer than `apart` pixels."""
    chosen: list[tuple[float, str]] = []
    for seconds, words in ROUND_TIMES:
        if scale.low <= seconds <= scale.high:
            at = scale(seconds)
            if not chosen or abs(at - chosen[-1][0]) >= apart:
                chosen.append((at, words))
    return chosen


def bucket_names(sheet: Sheet, box: Box, cut: Buckets) -> None:
    """The names of buckets under a box, as many as fit, the year where it begins."""
    short = [_short(label, cut.by) for label in cut.labels]
    width = box.width / max(len(short), 1)
    needed = max(sheet.wide(words, 11) for words, _ in short) + sheet.look.px(8)
    every = max(1, int(-(-needed // width)))
    px, year = sheet.look.px, ""
    for i in range(0, len(short), every):
        words, of_year = short[i]
        x = min(box.left + width * (i + 0.5), sheet.width - sheet.wide(words, 11) / 2)
        sheet.text(x, box.bottom + px(13), words, ink=sheet.look.soft, size=11, across="center")
        if of_year != year:
            year = of_year
            y = box.bottom + px(28)
            sheet.text(x, y, year, ink=sheet.look.soft, size=11, across="center")


def _short(label: str, by: By) -> tuple[str, str]:
    if by is By.MONTH:
        year, month = label.split("-")
        return MONTHS[int(month) - 1], year
    day = date.fromisoformat(f"{label}-1" if by is By.WEEK else label)
    return f"{day.day} {MONTHS[day.month - 1]}", str(day.year)


def columns(
    sheet: Sheet, right: float, room: float, heads: Row, rows: Sequence[Row], *, more: float = 0
) -> list[float]:
    """The right ends of columns of figures, the first ones only where there is no room for all.

    Each is as wide as its words need, and `more` for a sign beside its head; one is always there.
    """
    wide = [
        max(
            sheet.wide(head, 11) + more,
            *(sheet.wide(row[place], bold=place == 0) for row in rows),
            0,
        )
        + sheet.look.px(GAP)
        for place, head in enumerate(heads)
    ]
    while len(wide) > 1 and sum(wide) > room:
        wide.pop()
    return [right - sum(wide[place + 1 :]) for place in range(len(wide))]


def last_known(values: Sequence[float | None]) -> int | None:
    """Where the last value is that is known."""
    return max((i for i, value in enumerate(values) if value is not None), default=None)
