"""Charts of distributions: resolved within a time, and still open after a time."""

from __future__ import annotations

from collections.abc import Mapping

from matplotlib.figure import Figure

from desk_gui.domain.workflow import Kind
from desk_gui.reports.curves import ROUND_TIMES, Curve
from desk_gui.reports.figures.axes import level, time_scale, time_steps
from desk_gui.reports.figures.lines import spread
from desk_gui.reports.figures.sheet import Box, Scale, Sheet, Spot
from desk_gui.reports.look import Look
from desk_gui.reports.marks import Mark
from desk_gui.reports.report import Report
from desk_gui.reports.series import RESOLVING
from desk_gui.reports.words import PRIORITIES, counted, number, percent

STEPS = 160
"""Into how many points a curve is cut for drawing; each of them is exact."""


def resolved_within(figure: Figure, report: Report, kind: Kind, look: Look) -> list[Spot]:
    """Which part of what was resolved or fulfilled took at most so long."""
    sheet = Sheet(figure, look)
    found = report.kinds[kind].curves.resolved_within
    done = "fulfilled" if kind is Kind.REQUEST else "resolved"
    if None not in found:
        sheet.nothing(f"Nothing was {done} in this period.")
        return sheet.spots
    box, scale, heights = _curves(sheet, found, f"{number(found[None].n)} {done}")
    for seconds, words in _readings(scale):
        mark = Mark(RESOLVING[kind], kind, within_s=seconds)
        _reading(
            sheet,
            box,
            (scale(seconds), heights(found[None].at(seconds))),
            mark,
            (report, f"within {words}"),
        )
    return sheet.spots


def still_open(figure: Figure, report: Report, kind: Kind, look: Look) -> list[Spot]:
    """Which part of what was opened is still open after so long (Kaplan-Meier)."""
    sheet = Sheet(figure, look)
    found = report.kinds[kind].curves.still_open
    if None not in found:
        sheet.nothing("Nothing was opened in this period.")
        return sheet.spots
    everything = found[None]
    done = "fulfilled" if kind is Kind.REQUEST else "resolved"
    words = f"{number(everything.n)} opened, {number(everything.censored)} not {done} so far"
    box, scale, heights = _curves(sheet, found, words)
    for seconds, said in _readings(scale):
        if seconds > everything.known_s:
            break
        mark = Mark("still_open", kind, beyond_s=seconds)
        _reading(
            sheet,
            box,
            (scale(seconds), heights(everything.at(seconds))),
            mark,
            (report, f"still open after {said}"),
        )
    return sheet.spots


def _readings(scale: Scale) -> list[tuple[float, str]]:
    return [(s, words) for s, words in ROUND_TIMES if scale.low <= s <= scale.high]


def _reading(
    sheet: Sheet,
    box: Box,
    at: tuple[float, float],
    mark: Mark,
    told: tuple[Report, str],
) -> None:
    """A point of the curve of all that can be clicked."""
    (x, y), (report, words), px = at, told, sheet.look.px
    sheet.dot(x, y, sheet.look.text, size=5)
    n = len(report.tickets_behind(mark))
    share = (box.bottom - y) / box.height
    reach = Box(x - px(8), y - px(8), x + px(8), y + px(8))
    sheet.spot(reach, mark, f"{percent(share)} {words}; {counted(n, 'ticket')} to see", n)


def _curves(
    sheet: Sheet, found: Mapping[int | None, Curve], words: str
) -> tuple[Box, Scale, Scale]:
    """The curves of all and of each priority, named at their right end."""
    look, px = sheet.look, sheet.look.px
    whole = sheet.frame(30)
    sheet.text(whole.left, whole.top + px(8), sheet.fitting(words, whole.width), ink=look.soft)
    right = whole.right - sheet.wide("5 Planning", 11) - px(10)
    box = Box(
        whole.left + sheet.wide("100 %", 11) + px(10), whole.top + px(26), right, whole.bottom
    )
    at = [curve.at_s for curve in found.values() if len(curve.at_s)]
    low = min((float(times[0]) for times in at), default=60.0)
    high = max(curve.until_s for curve in found.values())
    scale = time_scale(max(low, 1), high, box.left, box.right)
    heights = Scale(0, 1, box.bottom, box.top)
    for share in (0, 0.25, 0.5, 0.75, 1):
        level(sheet, box, heights(share), percent(share))
    for x, said in time_steps(scale, px(52)):
        sheet.line([x, x], [box.top, box.bottom], look.rule, above=0)
        sheet.text(x, box.bottom + px(13), said, ink=look.soft, size=11, across="center")
    for priority, curve in found.items():
        _curve(sheet, (scale, heights), priority, curve)
    _names(
        sheet,
        box,
        {p: heights(curve.at(min(scale.high, curve.known_s))) for p, curve in found.items()},
    )
    return box, scale, heights


def _names(sheet: Sheet, box: Box, ends: Mapping[int | None, float]) -> None:
    """The names of the curves beside their ends."""
    look, px = sheet.look, sheet.look.px
    ys = spread(list(ends.values()), px(15), box.top, box.bottom)
    for priority, y in zip(ends, ys, strict=True):
        name = "All" if priority is None else f"{priority} {PRIORITIES[priority]}"
        ink = look.text if priority is None else look.priority(priority)
        if y < sheet.height - px(8):
            sheet.text(box.right + px(8), y, name, ink=ink, bold=priority is None, size=11)


def _curve(sheet: Sheet, scales: tuple[Scale, Scale], priority: int | None, curve: Curve) -> None:
    """As far as it is known: nobody tells what becomes of those who were seen no longer."""
    across, heights = scales
    ratio = (across.high / across.low) ** (1 / STEPS)
    xs, ys = [], []
    for step in range(STEPS + 1):
        seconds = min(across.low * ratio**step, max(across.low, curve.known_s))
        xs.append(across(seconds))
        ys.append(heights(curve.at(seconds)))
    look = sheet.look
    ink = look.text if priority is None else look.priority(priority)
    sheet.line(xs, ys, ink, width=2.4 if priority is None else 1.4)
