"""Lines over time: where they run, how they are named, and where few tickets made a point."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import nan

from desk_gui.reports.figures.axes import last_known
from desk_gui.reports.figures.sheet import Box, Scale, Sheet
from desk_gui.reports.words import percent, spoken

FEW = 10
"""Below so many tickets a point is drawn hollow: it says little."""


def plot(sheet: Sheet, whole: Box, left: str, right: str) -> Box:
    """The room for lines between words at both sides; without those at the right if narrow."""
    px = sheet.look.px
    start = whole.left + sheet.wide(left, 11) + px(6)
    stop = whole.right - sheet.wide(right) - px(8)
    return Box(
        start,
        whole.top + px(8),
        stop if stop - start > px(160) else whole.right,
        max(whole.bottom, whole.top + px(20)),
    )


@dataclass(frozen=True)
class Line:
    """Values of one kind in each bucket, with how many tickets made each."""

    words: str
    values: Sequence[float | None]
    ink: str
    n: Sequence[int]


def trend(sheet: Sheet, box: Box, scale: Scale, lines: Sequence[Line]) -> None:
    """Lines with a dot for each bucket, hollow where n is small, named at their last value."""
    px = sheet.look.px
    taken: list[float] = []
    for line in lines:
        wide = box.width / len(line.values)
        xs = [box.left + wide * (i + 0.5) for i in range(len(line.values))]
        ys = [nan if value is None else scale(value) for value in line.values]
        sheet.line(xs, ys, line.ink, width=2)
        alone = sum(value is not None for value in line.values) == 1
        for x, y, n in zip(xs, ys, line.n, strict=True):
            if n and (alone or wide > px(10)):
                sheet.dot(x, y, line.ink, size=6, hollow=n < FEW)
        last = last_known(line.values)
        if last is not None and box.right < sheet.width - px(12):
            y = apart(ys[last], taken, px(18))
            said = f"{line.words} {_as_said(scale, line.values[last])}"
            sheet.text(box.right + px(8), y, said, ink=line.ink, bold=True)


def _as_said(scale: Scale, value: float | None) -> str:
    return spoken(value) if scale.log else percent(value)


def apart(y: float, taken: list[float], least: float, *, up: bool = False) -> float:
    """A height for a label that keeps its distance from those already written."""
    step = -least / 3 if up else least / 3
    while any(abs(y - other) < least for other in taken):
        y += step
    taken.append(y)
    return y
