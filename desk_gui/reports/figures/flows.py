"""Charts of what comes, goes and stands open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from matplotlib.figure import Figure

from desk_gui.domain.workflow import Kind
from desk_gui.reports.figures.axes import (
    bucket_names,
    count_rules,
    room_for_counts,
)
from desk_gui.reports.figures.sheet import Box, Scale, Sheet, Spot
from desk_gui.reports.look import Look, blend
from desk_gui.reports.marks import Mark
from desk_gui.reports.periods import Buckets
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
    rows = [
        _Row(Mark("created", kind), [flow.created for flow in flows], "opened", look.came),
        _Row(Mark("resolved", kind), [flow.resolved for flow in flows], done, look.went),
    ]
    _counted(sheet, upper, report.buckets, rows)
    if roomy:
        sheet.text(left, middle + px(22), f"Open at the end of each {report.by}", bold=True)
        _standing(sheet, Box(left, middle + px(42), whole.right, whole.bottom), report, kind)
    bucket_names(sheet, replace(upper, bottom=whole.bottom), report.buckets)
    return sheet.spots


def _partial(report: Report) -> list[tuple[str, str]]:
    """What hatching stands for, where there is any."""
    return [("", f"not the whole {report.by}")] if any(report.buckets.partial) else []


@dataclass(frozen=True)
class _Row:
    """One count in each bucket, and how it is drawn and said."""

    mark: Mark
    values: Sequence[int]
    words: str
    ink: str


@dataclass(frozen=True)
class _Plot:
    """A box of the sheet, cut into the buckets of a period."""

    sheet: Sheet
    box: Box
    scale: Scale
    cut: Buckets

    @property
    def column(self) -> float:
        """How wide a bucket is."""
        return self.box.width / len(self.cut)

    def middles(self) -> list[float]:
        """The middle of each bucket."""
        return [self.box.left + self.column * (i + 0.5) for i in range(len(self.cut))]

    def show(self, rows: Sequence[_Row]) -> None:
        """Bars beside each other, or lines where there is no room for bars."""
        for place, row in enumerate(rows):
            if self.column < 2 * LINES_FROM_PX:
                heights = [self.scale(value) for value in row.values]
                self.sheet.line(self.middles(), heights, row.ink, width=1.6)
                self.points(row)
            else:
                wide = min(self.column * 0.76 / len(rows), self.sheet.look.px(BAR_PX))
                self._bars(row, (place - len(rows) / 2) * wide + place - 0.5, wide)

    def _bars(self, row: _Row, shift: float, wide: float) -> None:
        floor, names = self.box.bottom, bucket_words(self.cut)
        for i, (x, value) in enumerate(zip(self.middles(), row.values, strict=True)):
            bar = Box(x + shift, min(self.scale(value), floor - 1.5), x + shift + wide, floor)
            if value:
                self.sheet.bar(bar, row.ink, hatched=self.cut.partial[i])
            reach = replace(bar, top=min(bar.top, floor - self.sheet.look.px(8)))
            said = f"{names[i]}: {number(value)} {row.words}"
            self.sheet.spot(reach, replace(row.mark, bucket=i), said, value)

    def points(self, row: _Row) -> None:
        """Let the points of a line be clicked."""
        names = bucket_words(self.cut)
        half, high = self.column / 2, self.sheet.look.px(7)
        for i, (x, value) in enumerate(zip(self.middles(), row.values, strict=True)):
            y = self.scale(value)
            here = Box(x - half, y - high, x + half, y + high)
            said = f"{names[i]}: {number(value)} {row.words}"
            self.sheet.spot(here, replace(row.mark, bucket=i), said, value)


def _counted(sheet: Sheet, box: Box, cut: Buckets, rows: Sequence[_Row]) -> None:
    """Rules for the largest count, and the rows."""
    most = max(max(row.values) for row in rows)
    _Plot(sheet, box, count_rules(sheet, box, most), cut).show(rows)


def _standing(sheet: Sheet, box: Box, report: Report, kind: Kind) -> None:
    values = [flow.backlog for flow in report.kinds[kind].series.flows]
    ink = sheet.look.stands
    plot = _Plot(sheet, box, count_rules(sheet, box, max(values)), report.buckets)
    xs, ys = plot.middles(), [plot.scale(value) for value in values]
    if len(values) > 1:
        sheet.area(xs, ys, box.bottom, ink)
        sheet.line(xs, ys, ink, width=2)
    sheet.dot(xs[-1], ys[-1], ink, size=7)
    words = number(values[-1])
    y = ys[-1] - sheet.look.px(14)
    sheet.text(xs[-1], y, words, ink=ink, bold=True, across="center", halo=True)
    plot.points(_Row(Mark("backlog", kind), values, "open at its end", ink))


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
    rows = [
        _Row(
            Mark("created", k),
            [flow.created for flow in part.series.flows],
            f"{words[k]}s",
            look.kind(k),
        )
        for k, part in parts.items()
    ]
    _counted(sheet, box, report.buckets, rows)
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
    words = sheet.fitting(_busiest(table), whole.width)
    sheet.text(whole.left, whole.top + px(8), words, ink=look.soft)
    left = whole.left + max(map(sheet.wide, WEEKDAYS)) + px(10)
    box = Box(left, whole.top + px(26), whole.right, whole.bottom)
    wide, high = box.width / 24, box.height / 7
    for day, hours in enumerate(table):
        y = box.top + high * day
        sheet.text(box.left - px(8), y + high / 2, WEEKDAYS[day], ink=look.soft, across="right")
        for hour, n in enumerate(hours):
            x = box.left + wide * hour
            cell = Box(x + 1, y + 1, x + wide - 1, y + high - 1)
            strength = 0.15 + 0.85 * (n / most) ** 0.5 if n else 0
            sheet.bar(cell, blend(look.faint, look.came, strength))
            said = f"{WEEKDAYS[day]} {hour:02d}:00 to {hour:02d}:59: {number(n)} opened"
            sheet.spot(cell, Mark("created", kind, weekday=day, hour=hour), said, n)
    for hour in range(0, 24, 3):
        x = box.left + wide * (hour + 0.5)
        y = box.bottom + px(13)
        sheet.text(x, y, f"{hour:02d}", ink=look.soft, size=11, across="center")
    return sheet.spots


def _busiest(table: Sequence[Sequence[int]]) -> str:
    """How many there are, and in which hour of the week most of them."""
    total = sum(map(sum, table))
    most, day, hour = max(
        (n, -day, -hour) for day, hours in enumerate(table) for hour, n in enumerate(hours)
    )
    if most == 1:
        return f"{number(total)} opened"
    at = f"{WEEKDAYS[-day]} {-hour:02d}:00 to {-hour:02d}:59"
    return f"{number(total)} opened; the busiest hour is {at} with {number(most)}"
