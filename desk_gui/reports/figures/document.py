"""A report as a PDF: a cover, each chart with its meaning, and behind them their tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from math import nan

from desk_gui.domain.workflow import Kind
from desk_gui.reports.about import KINDS, about
from desk_gui.reports.charts import CHARTS, Chart
from desk_gui.reports.figures import DRAWING, DRAWN, new_figure
from desk_gui.reports.figures.fonts import wide, wrapped
from desk_gui.reports.figures.paper import Paper
from desk_gui.reports.figures.sheet import Box, Sheet, window
from desk_gui.reports.headlines import headlines
from desk_gui.reports.look import LIGHT
from desk_gui.reports.report import Report

WIDE, HIGH, EDGE = 1169, 827, 40
"""A page in pixels: A4 lying, and the white around what is on it."""
CHART_HIGH, TOP, BOTTOM = 440, 70, 785
LINE, SMALL, GAP, BESIDE = 16, 15, 24, 17
NAMES_AT_MOST, NARROWEST, COLUMN = 323, 60, (WIDE - 3 * EDGE) / 2
MEANT = "The next page says what these figures mean."
HOW = (
    f"{MEANT} Each chart is followed by what it means; their tables stand behind all charts of a"
    " kind."
)
MEANING, COLUMNS = "What the figures of the cover mean", 3
GOES_ON = ", continued"
Page = Callable[[Sheet], None]
Row = Sequence[str]


def pdf(report: Report, title: str = "Report", go_on: Callable[[], object] = lambda: None) -> bytes:
    """The whole report, with charts of the kinds of which there is something to draw.

    `go_on` is called before each page and stops the work by raising.
    """
    pages = [_cover(report, title), *_meanings(report)]
    for kind in report.charted:
        charts = [chart for chart in CHARTS.values() if kind in chart.kinds]
        pages += [page for chart in charts for page in _drawing(report, kind, chart)]
        pages += table_pages(report, kind, charts)
    paper = Paper(title)
    for number, draw in enumerate(pages, 1):
        go_on()
        with DRAWING:
            figure = new_figure(WIDE, HIGH)
            sheet = Sheet(figure, LIGHT)
            draw(sheet)
            words = f"{number} of {len(pages)}"
            sheet.text(WIDE - EDGE, HIGH - 24, words, ink=LIGHT.soft, across="right")
            paper.add(figure)
    return paper.whole()


def _cover(report: Report, title: str) -> Page:
    def draw(sheet: Sheet) -> None:
        y = 150.0
        sheet.text(EDGE, y, sheet.fitting(title, WIDE - 2 * EDGE, 34), size=34, bold=True)
        y += 20
        for line in wrapped(LIGHT, about(report), WIDE - 2 * EDGE, 16):
            y += 26
            sheet.text(EDGE, y, line, size=16, ink=LIGHT.soft)
        for kind in report.kinds:
            y += 80
            sheet.text(EDGE, y, KINDS[kind], size=18, bold=True)
            _headlines(sheet, y + 24, report, kind)
            y += 110
        how = MEANT if report.empty else HOW
        sheet.text(EDGE, HIGH - 70, how, size=14, ink=LIGHT.soft)

    return draw


def _headlines(sheet: Sheet, top: float, report: Report, kind: Kind) -> None:
    """The figures that come first, side by side between two lines."""
    told = headlines(report, kind)
    room = (WIDE - 2 * EDGE) / len(told)
    for y in (top, top + 92):
        sheet.line([EDGE, WIDE - EDGE], [y, y], LIGHT.line)
    for place, one in enumerate(told):
        x = EDGE + room * place
        sheet.text(x, top + 20, one.name, size=12, ink=LIGHT.soft)
        sheet.text(x, top + 46, one.value, size=24, bold=True)
        sheet.text(x, top + 74, sheet.fitting(one.beneath, room - 8), size=12, ink=LIGHT.soft)


def _meanings(report: Report) -> Iterator[Page]:
    """What the figures of the cover mean, in columns that go on in the next."""
    room = (WIDE - 2 * EDGE - GAP * (COLUMNS - 1)) / COLUMNS
    keys = dict.fromkeys(one.key for kind in report.kinds for one in headlines(report, kind))
    lines = [line for key in keys for line in (*_lines(report.definitions[key], room), "")]
    fit = int((BOTTOM - TOP) / SMALL)
    for first in range(0, len(lines), fit * COLUMNS):
        parts = (first + fit * column for column in range(COLUMNS))
        yield partial(_mean, [lines[part : part + fit] for part in parts])


def _mean(columns: Sequence[Sequence[str]], sheet: Sheet) -> None:
    sheet.text(EDGE, 40, MEANING, size=18, bold=True)
    _written(sheet, TOP + 14, columns)


def _drawing(report: Report, kind: Kind, chart: Chart) -> Iterator[Page]:
    """The chart with its meaning in columns beneath, which go on where they do not fit."""
    columns = _chart_meaning(report, kind, chart)
    first = TOP + CHART_HIGH + 40
    fit = int((BOTTOM - first) / SMALL)

    def draw(sheet: Sheet) -> None:
        _head(sheet, kind, chart.titles[kind])
        part = window(sheet.figure, Box(EDGE, TOP, WIDE - EDGE, TOP + CHART_HIGH))
        DRAWN[chart.name](part, report, kind, LIGHT)
        _written(sheet, first, [column[:fit] for column in columns])

    yield draw
    if any(len(column) > fit for column in columns):

        def go_on(sheet: Sheet) -> None:
            _head(sheet, kind, chart.titles[kind])
            _written(sheet, TOP + 14, [column[fit:] for column in columns])

        yield go_on


def _chart_meaning(report: Report, kind: Kind, chart: Chart) -> list[list[str]]:
    """What each figure of a chart means, as lines of a column."""
    parts = chart.definition(report, kind).split("\n\n")
    count = len(chart.figures)
    told = [*parts[: count - 1], "\n".join(parts[count - 1 :])]
    room = (WIDE - 2 * EDGE - GAP * (count - 1)) / count
    return [_lines(part, room) for part in told]


def _lines(text: str, room: float) -> list[str]:
    """A definition in lines of so many pixels."""
    return [line for part in text.splitlines() for line in wrapped(LIGHT, part, room, 11)]


def _written(sheet: Sheet, top: float, columns: Sequence[Sequence[str]]) -> None:
    room = (WIDE - 2 * EDGE + GAP) / len(columns)
    for place, lines in enumerate(columns):
        for line, words in enumerate(lines):
            sheet.text(EDGE + room * place, top + SMALL * line, words, ink=LIGHT.soft, size=11)


def _head(sheet: Sheet, kind: Kind, title: str) -> None:
    sheet.text(EDGE, 40, title, size=18, bold=True)
    sheet.text(WIDE - EDGE, 40, KINDS[kind], ink=LIGHT.soft, across="right")


@dataclass(frozen=True)
class _Grid:
    """A table that is laid out: columns in pixels, and rows whose names have one line or more."""

    title: str
    heads: Row
    wide: Sequence[float]
    rows: Sequence[tuple[Sequence[str], Row]]

    @property
    def across(self) -> float:
        """How many pixels wide it is."""
        return sum(self.wide)

    @property
    def high(self) -> float:
        """How many pixels it takes with its title and heads."""
        return sum(map(_high, self.rows)) + 2 * LINE + 3 * GAP


def _high(row: tuple[Sequence[str], Row]) -> float:
    return LINE * len(row[0]) + 4


class _Shelf:
    """A page on which tables are laid out, narrow ones in two columns."""

    def __init__(self) -> None:
        self.placed: list[tuple[float, float, _Grid]] = []
        self._ends = [float(TOP), float(TOP)]
        self._column = 0

    def takes(self, grid: _Grid) -> bool:
        """Whether there was room for a table, which then has its place."""
        if grid.across > COLUMN:
            top = max(self._ends)
            return self._puts(EDGE, top, grid, (0, 1))
        return any(
            self._puts(EDGE + column * (COLUMN + EDGE), self._ends[column], grid, (column,))
            for column in range(self._column, 2)
        )

    def _puts(self, left: float, top: float, grid: _Grid, columns: tuple[int, ...]) -> bool:
        end = top + grid.high
        if end - GAP > BOTTOM:
            return False
        self.placed.append((left, top, grid))
        for column in columns:
            self._ends[column] = end
        self._column = columns[0]
        return True

    def page(self, kind: Kind) -> Page:
        """The tables drawn at their places."""

        def draw(sheet: Sheet) -> None:
            _head(sheet, kind, "The numbers")
            for left, top, grid in self.placed:
                _draw_grid(sheet, left, top, grid)

        return draw


def table_pages(report: Report, kind: Kind, charts: Sequence[Chart]) -> Iterator[Page]:
    """All tables in their order; one that does not fit on what is left begins a page."""
    waiting = [grid for chart in charts if (grid := _grid(report, kind, chart)).rows]
    shelf = _Shelf()
    while waiting:
        grid = waiting.pop(0)
        if shelf.takes(grid):
            continue
        if shelf.placed:
            waiting.insert(0, grid)
            yield shelf.page(kind)
            shelf = _Shelf()
        else:
            waiting[:0] = _cut(grid, BOTTOM - TOP)
    if shelf.placed:
        yield shelf.page(kind)


def _cut(grid: _Grid, room: float) -> tuple[_Grid, _Grid]:
    """What of a table fits on a page, at least one row, and the rest of it."""
    rows, used = 0, 2.0 * LINE + 3 * GAP
    while rows < len(grid.rows) - 1 and used + _high(grid.rows[rows]) <= room:
        used += _high(grid.rows[rows])
        rows += 1
    rows = max(rows, 1)
    begun = _Grid(grid.title, grid.heads, grid.wide, grid.rows[:rows])
    title = f"{grid.title.removesuffix(GOES_ON)}{GOES_ON}"
    return begun, _Grid(title, grid.heads, grid.wide, grid.rows[rows:])


def _grid(report: Report, kind: Kind, chart: Chart) -> _Grid:
    table = chart.table(report, kind)
    columns = list(zip(table.heads, *table.rows, strict=True))
    widest = [max(wide(LIGHT, cell) for cell in column) for column in columns]
    names = min(widest[0], NAMES_AT_MOST)
    room = WIDE - 2 * EDGE - names - BESIDE
    most = max(room / max(1, len(columns) - 1), 1)
    others = [min(most, max(one + BESIDE, NARROWEST)) for one in widest[1:]]
    rows = [(wrapped(LIGHT, row[0], names), row[1:]) for row in table.rows]
    return _Grid(chart.titles[kind], table.heads, [names + BESIDE, *others], rows)


def _draw_grid(sheet: Sheet, left: float, top: float, grid: _Grid) -> None:
    """A table: names at the left, which go on in a line of their own, figures at the right."""
    right = left + grid.across
    sheet.text(left, top + LINE, grid.title, size=14, bold=True)
    y, ends = top + LINE + GAP, []
    for place, (names, cells) in enumerate([([grid.heads[0]], grid.heads[1:]), *grid.rows]):
        ink = LIGHT.text if place else LIGHT.soft
        for line, name in enumerate(names):
            sheet.text(left, y + LINE * (line + 0.5), name, ink=ink)
        x = left + grid.wide[0]
        for each, cell in zip(grid.wide[1:], cells, strict=True):
            x += each
            words = sheet.fitting(cell, each - 8)
            sheet.text(x, y + LINE / 2, words, ink=ink, across="right")
        y += _high((names, cells))
        ends += [y - 2, y - 2, nan]
    sheet.line([left, right, nan] * (len(ends) // 3), ends, LIGHT.line, above=0)
