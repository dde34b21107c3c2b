"""Charts of parts in rows: categories, teams, agents, approvals, steps, major incidents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from matplotlib.figure import Figure

from desk_gui.domain.workflow import Kind
from desk_gui.reports.breakdowns import Load, MajorIncident, Step
from desk_gui.reports.figures.axes import columns, time_scale, time_steps
from desk_gui.reports.figures.sheet import Box, Scale, Sheet, Spot
from desk_gui.reports.look import Look
from desk_gui.reports.marks import Mark
from desk_gui.reports.report import Report
from desk_gui.reports.values import Duration
from desk_gui.reports.words import counted, number, percent, spoken

LEAST_ROW, TALLEST_ROW = 20, 34
"""A row needs so much height; what has no row is told in words."""
LEAST_BAR, LONGEST_NAME = 40, 0.34
"""Columns leave so many pixels for the bars, and names take no more of the width."""


@dataclass(frozen=True)
class _Row:
    """One row: its name, the length of its bar, and what stands at its right."""

    name: str
    value: float
    ink: str
    cells: Sequence[str]
    mark: Mark
    words: str


def _rows(sheet: Sheet, heads: Sequence[str], rows: Sequence[_Row], report: Report) -> list[Spot]:
    """Bars in rows with columns of figures at their right, as many as there is room for."""
    look, px = sheet.look, sheet.look.px
    whole = sheet.frame(8)
    top = whole.top + px(24)
    fits = max(1, int((whole.bottom - top) / px(LEAST_ROW)))
    shown = rows if len(rows) <= fits else rows[: max(1, fits - 1)]
    name_room = min(max(sheet.wide(row.name) for row in shown), whole.width * LONGEST_NAME)
    left = whole.left + name_room + px(10)
    cells = [row.cells for row in shown]
    ends = columns(sheet, whole.right, whole.right - left - px(LEAST_BAR), heads, cells)
    first = max(sheet.wide(heads[0], 11), *(sheet.wide(row[0]) for row in cells))
    right = max(ends[0] - first - px(16), left + px(24))
    for x, head in zip(ends, heads, strict=False):
        sheet.text(x, whole.top + px(8), head, ink=look.soft, size=11, across="right")
    scale = Scale(0, max([row.value for row in rows] + [1e-9]), left, right)
    high = min((whole.bottom - top) / min(len(rows), fits), px(TALLEST_ROW))
    for i, row in enumerate(shown):
        y = top + high * (i + 0.5)
        _row(sheet, (scale, y, high), row, ends)
        reach = Box(left, y - high / 2, right, y + high / 2)
        sheet.spot(reach, row.mark, row.words, len(report.tickets_behind(row.mark)))
    if len(shown) < len(rows):
        more = f"and {number(len(rows) - len(shown))} more in the table"
        sheet.text(left, top + high * (len(shown) + 0.5), more, ink=look.soft)
    return sheet.spots


def _row(sheet: Sheet, place: tuple[Scale, float, float], row: _Row, ends: Sequence[float]) -> None:
    scale, y, high = place
    px, left = sheet.look.px, scale.start
    bar = Box(left, y - high * 0.3, max(scale(row.value), left + 1.5), y + high * 0.3)
    name = sheet.fitting(row.name, left - px(20))
    sheet.text(left - px(8), y, name, ink=sheet.look.soft, across="right")
    if row.value:
        sheet.bar(bar, row.ink)
    for x, cell in zip(ends, row.cells, strict=False):
        sheet.text(x, y, cell, across="right")


def categories(figure: Figure, report: Report, kind: Kind, look: Look) -> list[Spot]:
    """Which categories tickets are opened in, the most frequent first, with the running share."""
    sheet = Sheet(figure, look)
    parts = report.kinds[kind].breakdowns.categories
    if not parts:
        sheet.nothing("Nothing was opened in this period.")
        return sheet.spots
    rows = [
        _Row(
            part.name,
            part.count,
            look.came,
            (number(part.count), percent(part.running)),
            Mark("created", kind, category_id=part.id),
            f"{part.name}: {counted(part.count, 'ticket')}, with those above"
            f" {percent(part.running)}",
        )
        for part in parts
    ]
    return _rows(sheet, ("Opened", "Up to here"), rows, report)


def teams(figure: Figure, report: Report, kind: Kind, look: Look) -> list[Spot]:
    """What each team has open, due soon and overdue, and has resolved."""
    mark = Mark("backlog", kind)
    loads = report.kinds[kind].breakdowns.teams
    rows = [_load(one, replace(mark, team_id=one.id), look) for one in loads]
    return _workload(Sheet(figure, look), rows, report, "No team had or resolved anything.")


def agents(figure: Figure, report: Report, kind: Kind, look: Look) -> list[Spot]:
    """What each agent has open, due soon and overdue, and has resolved; for supervisors."""
    mark = Mark("backlog", kind)
    loads = report.kinds[kind].breakdowns.agents
    rows = [_load(one, replace(mark, agent_id=one.id), look) for one in loads]
    nothing = "No agent had or resolved anything, or only supervisors may see who did."
    return _workload(Sheet(figure, look), rows, report, nothing)


def _load(load: Load, mark: Mark, look: Look) -> _Row:
    counts = (load.open, load.due_soon, load.overdue, load.resolved)
    words = f"{load.name}: {counted(load.open, 'ticket')} open, {number(load.due_soon)} due soon,"
    words = f"{words} {number(load.overdue)} overdue, {number(load.resolved)} resolved"
    if not load.open:
        mark = replace(mark, figure="resolved")
    return _Row(load.name, load.open, look.stands, [number(n) for n in counts], mark, words)


def _workload(sheet: Sheet, rows: Sequence[_Row], report: Report, nothing: str) -> list[Spot]:
    if not rows:
        sheet.nothing(nothing)
        return sheet.spots
    return _rows(sheet, ("Open", "Due soon", "Overdue", "Resolved"), rows, report)


def approvals(figure: Figure, report: Report, kind: Kind, look: Look) -> list[Spot]:
    """How long approvals of each catalog item wait."""
    found = report.kinds[kind].breakdowns.approvals
    rows = [_step(one, Mark("approval_wait", kind, item_id=one.id), look) for one in found]
    return _steps(Sheet(figure, look), rows, report, "No approval was decided in this period.")


def steps(figure: Figure, report: Report, kind: Kind, look: Look) -> list[Spot]:
    """How long each fulfilment task takes."""
    found = report.kinds[kind].breakdowns.steps
    rows = [_step(one, Mark("fulfilment_steps", kind, step=one.id), look) for one in found]
    return _steps(Sheet(figure, look), rows, report, "No fulfilment task was done in this period.")


def _step(step: Step, mark: Mark, look: Look) -> _Row:
    time = step.time
    cells = (spoken(time.median_s), spoken(time.p90_s), number(time.n))
    words = f"{step.name}: median {cells[0]}, P90 {cells[1]}, n {cells[2]}"
    return _Row(step.name, time.median_s or 0, look.came, cells, mark, words)


def _steps(sheet: Sheet, rows: Sequence[_Row], report: Report, nothing: str) -> list[Spot]:
    if not rows:
        sheet.nothing(nothing)
        return sheet.spots
    return _rows(sheet, ("Median", "P90", "n"), rows, report)


def majors(figure: Figure, report: Report, kind: Kind, look: Look) -> list[Spot]:
    """Each major incident: how long until the response, and until it was resolved."""
    sheet = Sheet(figure, look)
    found = report.kinds[kind].breakdowns.majors
    if not found:
        sheet.nothing("There was no major incident in this period.")
        return sheet.spots
    px = look.px
    whole = sheet.frame(30)
    top = sheet.key(whole.left, whole.top + px(8), _means(report, kind, look)) + px(4)
    fits = max(1, int((whole.bottom - top) / px(LEAST_ROW)))
    shown = found[-fits:]
    known = [s for one in found for s in (one.respond_s, one.resolve_s) if s is not None]
    left = whole.left + sheet.wide("INC-0000000")
    right = max(whole.right - sheet.wide("not resolved"), left + px(24))
    scale = time_scale(min(known, default=60), max(known, default=3600), left, right)
    high = min((whole.bottom - top) / len(shown), px(TALLEST_ROW))
    bottom = top + high * len(shown)
    for x, words in time_steps(scale, px(52)):
        sheet.line([x, x], [top, bottom], look.rule, above=0)
        sheet.text(x, bottom + px(13), words, ink=look.soft, size=11, across="center")
    for i, one in enumerate(shown):
        y = top + high * (i + 0.5)
        _major(sheet, scale, y, one)
        ended = spoken(one.resolve_s) if one.resolve_s is not None else "not resolved"
        sheet.text(whole.right, y, ended, across="right")
        words = f"INC-{one.id}: responded after {spoken(one.respond_s)}, resolved after {ended}"
        reach = Box(left, y - high / 2, whole.right, y + high / 2)
        sheet.spot(reach, Mark("major_incidents", kind, ticket_id=one.id), words, 1)
    return sheet.spots


def _means(report: Report, kind: Kind, look: Look) -> list[tuple[str, str]]:
    """What the two colours stand for, each with its mean."""
    told = []
    for word, mean, ink in (("respond", "MTTA", look.came), ("resolve", "MTTR", look.went)):
        time = report.kinds[kind].everything[f"major_time_to_{word}"]
        said = ""
        if isinstance(time, Duration) and time.n:
            said = f": {mean} {spoken(time.mean_s)}, n {number(time.n)}"
        told.append((ink, f"{word.rstrip('e')}ed{said}"))
    return told


def _major(sheet: Sheet, scale: Scale, y: float, one: MajorIncident) -> None:
    look = sheet.look
    sheet.text(scale.start - look.px(12), y, f"INC-{one.id}", across="right")
    times = ((one.respond_s, look.came), (one.resolve_s, look.went))
    xs = [scale(seconds) for seconds, _ in times if seconds is not None]
    if len(xs) > 1:
        sheet.line(xs, [y, y], look.soft, width=2)
    for seconds, ink in times:
        if seconds is not None:
            sheet.dot(scale(seconds), y, ink, size=9)
