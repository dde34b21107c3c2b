"""Charts of what comes, goes and stands open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from matplotlib.figure import Figure

from desk_gui.domain.workflow import Kind
from desk_gui.reports.figures.axes import (
    bucket_names,
    count_rules,
    room_for_counts,
)
from desk_gui.reports.figures.sheet import Box, Scale, Sheet, Spot
from desk_gui.reports.look import Look
from desk_gui.reports.marks import Mark
from desk_gui.reports.report import Report
from desk_gui.reports.series import PRIORITIES
from desk_gui.reports.words import PRIORITIES as PRIORITY_WORDS
from desk_gui.reports.words import WEEKDAYS, bucket_words, counted, number

BAR_PX = 44
LINES_FROM_PX = 7


def created_vs_resolved(figure: Figure, report: Report, kind: Kind, look: Look) -> list[Spot]:
    """Opened and resolved in each bucket, and below them the backlog at its end."""
    sheet = Sheet(figure, look)
    flows = report.kinds[kind].series.flows
    most = max((max(flow.created, flow.resolved) for flow in flows), default=0)
    standing = max((flow.backlog for flow in flows), default=0)
    if not most and not standing:
        sheet.nothing("Nothing was opened or resolved in this period, and nothing was open.")
        return sheet.spots
    px = look.px
    done = "fulfilled" if kind is Kind.REQUEST else "resolved"
    whole = sheet.frame(42)
    left = whole.left + room_for_counts(sheet, max(most, standing))
    entries = [
        (look.came, f"{number(sum(flow.created for flow in flows))} opened"),
        (look.went, f"{number(sum(flow.resolved for flow in flows))} {done}"),
        *_partial(report),
    ]
    top = sheet.key(left, whole.top + px(8), entries) + px(10)
    middle = top + (whole.bottom - top) * 0.55
    roomy = whole.bottom - middle > px(82)
    upper = Box(left, top, whole.right, middle if roomy else whole.bottom)
    counts = [("created", look.came, "opened"), ("resolved", look.went, done)]
    _pairs(sheet, upper, report, kind, counts)
    if roomy:
        sheet.text(left, middle + px(22), f"Open at the end of each {report.by}", bold=True)
        _standing(sheet, Box(left, middle + px(42), whole.right, whole.bottom), report, kind)
    bucket_names(sheet, replace(upper, bottom=whole.bottom), report.buckets)
    return sheet.spots


def _partial(report: Report) -> list[tuple[str, str]]:
    """What hatching stands for, where there is any."""
    return [("", f"not the whole {report.by}")] if any(report.buckets.partial) else []


def _pairs(
    sheet: Sheet, box: Box, report: Report, kind: Kind, counts: Sequence[tuple[str, str, str]]
) -> None:
    flows = report.kinds[kind].series.flows
    most = max(max(flow.created, flow.resolved) for flow in flows)
    scale = count_rules(sheet, box, most)
    column = box.width / len(flows)
    for place, (figure, ink, words) in enumerate(counts):
        values = [getattr(flow, figure) for flow in flows]
        mark = Mark(figure, kind)
        if column < 2 * LINES_FROM_PX:
            _curve(sheet, box, scale, values, ink)
            _points(sheet, box, scale, report, (mark, values, words))
        else:
            wide = min(column * 0.38, sheet.look.px(BAR_PX))
            shift = (place - 1) * wide - 0.5 + place
            _bars(sheet, box, scale, report, (mark, values, words), ink, shift, wide)


def _bars(  # noqa: PLR0917 - one row of bars
    sheet: Sheet,
    box: Box,
    scale: Scale,
    report: Report,
    told: tuple[Mark, Sequence[int], str],
    ink: str,
    shift: float,
    wide: float,
) -> None:
    mark, values, words = told
    column = box.width / len(values)
    names = bucket_words(report.buckets)
    for i, value in enumerate(values):
        x = box.left + column * (i + 0.5) + shift
        bar = Box(x, min(scale(value), box.bottom - 1.5), x + wide, box.bottom)
        if value:
            sheet.bar(bar, ink, hatched=report.buckets.partial[i])
        reach = replace(bar, top=min(bar.top, box.bottom - sheet.look.px(8)))
        sheet.spot(reach, replace(mark, bucket=i), f"{names[i]}: {number(value)} {words}", value)


def _middles(box: Box, n: int) -> list[float]:
    return [box.left + box.width * (i + 0.5) / n for i in range(n)]


def _curve(sheet: Sheet, box: Box, scale: Scale, values: Sequence[int], ink: str) -> None:
    sheet.line(_middles(box, len(values)), [scale(v) for v in values], ink, width=1.6)


def _points(
    sheet: Sheet, box: Box, scale: Scale, report: Report, told: tuple[Mark, Sequence[int], str]
) -> None:
    mark, values, words = told
    names = bucket_words(report.buckets)
    half, high = box.width / len(values) / 2, sheet.look.px(7)
    for i, (x, value) in enumerate(zip(_middles(box, len(values)), values, strict=True)):
        y = scale(value)
        here = Box(x - half, y - high, x + half, y + high)
        sheet.spot(here, replace(mark, bucket=i), f"{names[i]}: {number(value)} {words}", value)


def _standing(sheet: Sheet, box: Box, report: Report, kind: Kind) -> None:
    values = [flow.backlog for flow in report.kinds[kind].series.flows]
    scale = count_rules(sheet, box, max(values))
    ink, xs, ys = sheet.look.stands, _middles(box, len(values)), [scale(v) for v in values]
    if len(values) > 1:
        sheet.area(xs, ys, box.bottom, ink)
        sheet.line(xs, ys, ink, width=2)
    sheet.dot(xs[-1], ys[-1], ink, size=7)
    words = number(values[-1])
    sheet.text(xs[-1], ys[-1] - sheet.look.px(14), words, ink=ink, bold=True, across="center")
    _points(sheet, box, scale, report, (Mark("backlog", kind), values, "open at its end"))


def backlog_by_age(figure: Figure, report: Report, kind: Kind, look: Look) -> list[Spot]:
    """What is open at the end of the period, by its age and, in colour, by priority."""
    sheet = Sheet(figure, look)
    ages = report.kinds[kind].series.ages
    total = sum(age.count for age in ages)
    if not total:
        sheet.nothing("Nothing was open at the end of this period.")
        return sheet.spots
    px = look.px
    whole = sheet.frame(8)
    used = [p for p in PRIORITIES if any(age.by_priority[p] for age in ages)]
    entries = [(look.priority(p), f"{p} {PRIORITY_WORDS[p]}") for p in used]
    top = sheet.key(whole.left, whole.top + px(8), entries) + px(8)
    left = whole.left + max(sheet.wide(age.band) for age in ages) + px(8)
    right = whole.right - sheet.wide(number(total)) - px(16)
    high = (whole.bottom - top) / len(ages)
    scale = Scale(0, max(age.count for age in ages), left, right)
    for row, age in enumerate(ages):
        y = top + high * (row + 0.5)
        thick = min(high * 0.62, px(26))
        sheet.text(left - px(10), y, age.band, ink=look.soft, across="right")
        end = _stack(sheet, scale, y, thick, (report, kind, row))
        words = number(age.count)
        sheet.text(end + px(8), y, words, bold=age.count > 0, ink="" if age.count else look.soft)
    return sheet.spots


def _stack(
    sheet: Sheet, scale: Scale, y: float, thick: float, told: tuple[Report, Kind, int]
) -> float:
    report, kind, row = told
    age = report.kinds[kind].series.ages[row]
    sum_so_far = 0
    for priority, n in age.by_priority.items():
        bar = Box(scale(sum_so_far), y - thick / 2, scale(sum_so_far + n), y + thick / 2)
        sum_so_far += n
        if n:
            sheet.bar(bar, sheet.look.priority(priority))
            words = f"{counted(n, 'ticket')} of priority {priority}, open {age.band}"
            sheet.spot(bar, Mark("backlog", kind, priority, band=row), words, n)
    return scale(sum_so_far)


def split_by_kind(figure: Figure, report: Report, kind: Kind, look: Look) -> list[Spot]:
    """Incidents and service requests opened in each bucket, side by side."""
    sheet = Sheet(figure, look)
    parts = report.kinds
    most = max((flow.created for part in parts.values() for flow in part.series.flows), default=0)
    if not most:
        sheet.nothing("Nothing was opened in this period.")
        return sheet.spots
    px = look.px
    whole = sheet.frame(42)
    left = whole.left + room_for_counts(sheet, most)
    words = {Kind.INCIDENT: "incident", Kind.REQUEST: "service request"}
    totals = {k: sum(flow.created for flow in part.series.flows) for k, part in parts.items()}
    entries = [(look.kind(k), counted(n, words[k])) for k, n in totals.items()]
    top = sheet.key(left, whole.top + px(8), [*entries, *_partial(report)]) + px(10)
    box = Box(left, top, whole.right, whole.bottom)
    scale = count_rules(sheet, box, most)
    column = box.width / max(1, len(report.buckets))
    wide = min(column * 0.76 / len(parts), px(BAR_PX))
    for place, (k, part) in enumerate(parts.items()):
        told = (Mark("created", k), [flow.created for flow in part.series.flows], words[k] + "s")
        if column < 2 * LINES_FROM_PX:
            _curve(sheet, box, scale, told[1], look.kind(k))
            _points(sheet, box, scale, report, told)
        else:
            shift = (place - len(parts) / 2) * wide + place
            _bars(sheet, box, scale, report, told, look.kind(k), shift, wide)
    bucket_names(sheet, box, report.buckets)
    return sheet.spots


def arrivals(figure: Figure, report: Report, kind: Kind, look: Look) -> list[Spot]:
    """When tickets are opened: weekday by hour, the busier the stronger."""
    sheet = Sheet(figure, look)
    table = report.kinds[kind].series.arrivals
    most = max(map(max, table))
    if not most:
        sheet.nothing("Nothing was opened in this period.")
        return sheet.spots
    px = look.px
    whole = sheet.frame(26)
    box = Box(whole.left + sheet.wide("Wed") + px(6), whole.top, whole.right, whole.bottom)
    wide, high = box.width / 24, box.height / 7
    for day, hours in enumerate(table):
        y = box.top + high * day
        sheet.text(box.left - px(8), y + high / 2, WEEKDAYS[day], ink=look.soft, across="right")
        for hour, n in enumerate(hours):
            x = box.left + wide * hour
            cell = Box(x + 1, y + 1, x + wide - 1, y + high - 1)
            sheet.bar(cell, _mixed(look.line, look.came, n / most))
            said = f"{WEEKDAYS[day]} {hour:02d}:00 to {hour:02d}:59: {number(n)} opened"
            sheet.spot(cell, Mark("created", kind, weekday=day, hour=hour), said, n)
    for hour in range(0, 24, 3):
        x = box.left + wide * (hour + 0.5)
        y = box.bottom + px(13)
        sheet.text(x, y, f"{hour:02d}", ink=look.soft, size=11, across="center")
    return sheet.spots


def _mixed(low: str, high: str, share: float) -> str:
    """A colour between two; the square root keeps small numbers visible."""
    pairs = ((int(low[i : i + 2], 16), int(high[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{round(a + (b - a) * share**0.5):02x}" for a, b in pairs)
