"""Lines over time: where they run, how they are named, and where few tickets made a point."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import nan

from desk_gui.reports.figures.axes import last_known
from desk_gui.reports.figures.sheet import Box, Scale, Sheet
from desk_gui.reports.words import number, percent, spoken

FEW = 10
"""Below so many tickets a point is drawn hollow: it says little."""


def plot(sheet: Sheet, whole: Box, left: str, right: str) -> Box:
    """The room for lines between words at both sides; without those at the right if narrow."""
    px = sheet.look.px
    start = whole.left + sheet.wide(left, 11) + px(6)
    stop = whole.right - sheet.wide(right, bold=True) - px(8)
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
    wide = box.width / len(lines[0].values)
    xs = [box.left + wide * (i + 0.5) for i in range(len(lines[0].values))]
    ends: list[tuple[Line, int, float]] = []
    for line in lines:
        ys = [nan if value is None else scale(value) for value in line.values]
        sheet.line(xs, ys, line.ink, width=2)
        size = 6 if wide > px(10) else 3.5
        for i, (x, y, n) in enumerate(zip(xs, ys, line.n, strict=True)):
            if n and (wide > px(5) or _is_alone(line.values, i)):
                sheet.dot(x, y, line.ink, size=size, hollow=n < FEW)
        last = last_known(line.values)
        if last is not None:
            ends.append((line, last, ys[last]))
    heights = spread([y for _, _, y in ends], px(18), box.top, box.bottom)
    for (line, last, _), y in zip(ends, heights, strict=True):
        said = f"{line.words} {_as_said(scale, line.values[last])}"
        x = min(xs[last] + wide / 2, xs[last] + px(10)) + px(6)
        if x + sheet.wide(said, bold=True) <= sheet.width - px(4):
            sheet.text(x, y, said, ink=line.ink, bold=True, halo=True)


def _is_alone(values: Sequence[float | None], place: int) -> bool:
    """Whether no line leads to a point, so that only a dot shows it."""
    beside = (*values[max(place - 1, 0) : place], *values[place + 1 : place + 2])
    return all(value is None for value in beside)


def room_for_n(lines: Sequence[Line]) -> float:
    """How much lower a box of lines has to end, so that n stands under it."""
    return 46 + 18 * len(_counts(lines)) - 4


def names_of_n(lines: Sequence[Line]) -> list[str]:
    """What stands at the left of the numbers under lines."""
    return [words for words, _, _ in _counts(lines)]


def numbers(sheet: Sheet, box: Box, lines: Sequence[Line]) -> None:
    """Under the names of the buckets how many tickets made each point; once where all agree."""
    px = sheet.look.px
    wide = box.width / len(lines[0].n)
    for place, (words, n, ink) in enumerate(_counts(lines)):
        y = box.bottom + px(46 + 18 * place)
        needed = max(sheet.wide(number(one), 11) for one in n) + px(6)
        every = max(1, int(-(-needed // wide)))
        sheet.text(box.left - px(8), y, words, ink=ink or sheet.look.soft, size=11, across="right")
        for i in range(0, len(n), every):
            x = box.left + wide * (i + 0.5)
            sheet.text(x, y, number(n[i]), ink=sheet.look.soft, size=11, across="center")
    said, x = f"n below {FEW}", box.right + px(14)
    few = any(0 < n < FEW for line in lines for n in line.n)
    if few and x + px(10) + sheet.wide(said, 11) <= sheet.width:
        y = box.bottom + px(46)
        sheet.dot(x, y, sheet.look.soft, size=6, hollow=True)
        sheet.text(x + px(10), y, said, ink=sheet.look.soft, size=11)


def _counts(lines: Sequence[Line]) -> list[tuple[str, Sequence[int], str]]:
    if all(list(line.n) == list(lines[0].n) for line in lines):
        return [("n", lines[0].n, "")]
    return [(f"{line.words} n", line.n, line.ink) for line in lines]


def _as_said(scale: Scale, value: float | None) -> str:
    return spoken(value) if scale.log else percent(value)


def spread(ys: Sequence[float], least: float, top: float, bottom: float) -> list[float]:
    """Heights for labels: as near to their own as they can be, each `least` from the next."""
    order = sorted(range(len(ys)), key=lambda i: ys[i])
    groups: list[list[float]] = []
    for place, i in enumerate(order):
        groups.append([ys[i] - place * least])
        while len(groups) > 1 and _mean(groups[-2]) > _mean(groups[-1]):
            last = groups.pop()
            groups[-1] += last
    flat = [_mean(group) for group in groups for _ in group]
    highest = max(top, bottom - (len(ys) - 1) * least)
    found = [0.0] * len(ys)
    for place, i in enumerate(order):
        found[i] = min(max(flat[place], top), highest) + place * least
    return found


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)
