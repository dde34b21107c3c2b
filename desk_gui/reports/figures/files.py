"""Charts as files: SVG, PNG, and a PDF of all with their tables and definitions."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from io import BytesIO, StringIO
from typing import cast

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_pdf import PdfPages
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from desk_gui.domain.workflow import Kind
from desk_gui.reports.charts import CHARTS, Chart
from desk_gui.reports.figures import DRAWING, DRAWN, new_figure
from desk_gui.reports.figures.sheet import DPI, Sheet
from desk_gui.reports.look import LIGHT, Look
from desk_gui.reports.report import Report

WIDE, HIGH = 860, 440
PAGE_WIDE, PAGE_HIGH = 1169, 827
ROWS, LINE, BENEATH = 34, 19, 16
Page = Callable[[Sheet], None]


def svg(name: str, report: Report, kind: Kind, look: Look = LIGHT) -> str:
    """One chart as SVG."""
    written = StringIO()
    with DRAWING:
        figure = new_figure(WIDE, HIGH)
        DRAWN[name](figure, report, kind, look)
        canvas = FigureCanvasSVG(figure)
        canvas.print_svg(written, metadata={"Date": None})  # type: ignore[no-untyped-call] # no types there
    text = written.getvalue()
    return text[text.index("<svg") :]


def png(name: str, report: Report, kind: Kind, look: Look = LIGHT) -> bytes:
    """One chart as PNG, with its title in the drawing."""
    written = BytesIO()
    with DRAWING:
        figure = new_figure(WIDE, HIGH, 2)
        DRAWN[name](figure, report, kind, replace(look, title=CHARTS[name].titles[kind]))
        canvas = FigureCanvasAgg(figure)
        canvas.print_png(written)  # type: ignore[no-untyped-call] # matplotlib has no types here
    return written.getvalue()


def pdf(
    report: Report, title: str, beneath: str, go_on: Callable[[], object] = lambda: None
) -> bytes:
    """The whole report: a cover, then each chart with its meaning and its table.

    `go_on` is called before each page and stops the work by raising.
    """
    pages = [_cover(title, beneath)]
    for kind in report.kinds:
        for chart in CHARTS.values():
            if kind in chart.kinds:
                pages += _drawing(report, kind, chart)
                pages += _tables(report, kind, chart)
    written = BytesIO()
    with PdfPages(written, metadata={"Title": title, "Creator": "Desk"}) as document:
        for number, draw in enumerate(pages, 1):
            go_on()
            with DRAWING:
                figure = new_figure(PAGE_WIDE, PAGE_HIGH)
                sheet = Sheet(figure, LIGHT)
                draw(sheet)
                words = f"{number} of {len(pages)}"
                sheet.text(PAGE_WIDE - 40, PAGE_HIGH - 24, words, ink=LIGHT.soft, across="right")
                document.savefig(figure)
    return written.getvalue()


def _cover(title: str, beneath: str) -> Page:
    def draw(sheet: Sheet) -> None:
        sheet.text(80, 300, sheet.fitting(title, 1000, 34), size=34, bold=True)
        for place, line in enumerate(textwrap.wrap(beneath, 110)):
            sheet.text(80, 360 + place * 24, line, size=16, ink=LIGHT.soft)
        sheet.text(80, 480, "Each figure is followed by what it means and by its table.", size=14)

    return draw


class _Window:
    """A part of a page that a chart takes for its whole figure."""

    def __init__(self, figure: Figure, left: float, top: float) -> None:
        self._figure, self._left, self._top = figure, left, top

    def get_size_inches(self) -> tuple[float, float]:
        """The size of the part."""
        return (PAGE_WIDE - 2 * self._left) / DPI, HIGH / DPI

    def set_facecolor(self, _ink: str) -> None:
        """The page has its colour."""

    def add_axes(self, _whole: Sequence[float]) -> object:
        """Axes over the whole of the part."""
        wide, high = PAGE_WIDE - 2 * self._left, HIGH
        bottom = 1 - (self._top + high) / PAGE_HIGH
        return self._figure.add_axes(
            (self._left / PAGE_WIDE, bottom, wide / PAGE_WIDE, high / PAGE_HIGH)
        )


def _drawing(report: Report, kind: Kind, chart: Chart) -> Iterator[Page]:
    """The chart with its meaning beneath, which goes on where it does not fit."""
    lines = [
        part
        for line in chart.definition(report, kind).splitlines()
        for part in textwrap.wrap(line, 170) or [""]
    ]

    def draw(sheet: Sheet) -> None:
        _head(sheet, kind, chart)
        window = _Window(sheet.figure, 40, 70)
        DRAWN[chart.name](cast("Figure", window), report, kind, LIGHT)
        _written(sheet, HIGH + 100, lines[:BENEATH])

    yield draw
    for first in range(BENEATH, len(lines), ROWS):
        rest = lines[first : first + ROWS]

        def go_on(sheet: Sheet, rest: Sequence[str] = rest) -> None:
            _head(sheet, kind, chart)
            _written(sheet, 84, rest)

        yield go_on


def _written(sheet: Sheet, top: float, lines: Sequence[str]) -> None:
    for place, line in enumerate(lines):
        sheet.text(40, top + 15 * place, line, ink=LIGHT.soft, size=11)


def _tables(report: Report, kind: Kind, chart: Chart) -> Iterator[Page]:
    table = chart.table(report, kind)
    for first in range(0, len(table.rows), ROWS):
        rows = table.rows[first : first + ROWS]

        def draw(sheet: Sheet, rows: Sequence[Sequence[str]] = rows) -> None:
            _head(sheet, kind, chart)
            _grid(sheet, [table.heads, *rows])

        yield draw


def _head(sheet: Sheet, kind: Kind, chart: Chart) -> None:
    words = {Kind.INCIDENT: "Incidents", Kind.REQUEST: "Service requests"}[kind]
    sheet.text(40, 40, chart.titles[kind], size=18, bold=True)
    sheet.text(PAGE_WIDE - 40, 40, words, ink=LIGHT.soft, across="right")


def _grid(sheet: Sheet, rows: Sequence[Sequence[str]]) -> None:
    """A table: the first column at the left, figures at the right of theirs."""
    first = min(max(sheet.wide(row[0]) for row in rows) + 20, 420)
    others = max(1, len(rows[0]) - 1)
    room = min((PAGE_WIDE - 80 - first) / others, 190)
    for line, row in enumerate(rows):
        y = 84 + line * LINE
        head = line == 0
        ink = LIGHT.soft if head else LIGHT.text
        sheet.text(40, y, sheet.fitting(row[0], first), ink=ink)
        for column, cell in enumerate(row[1:]):
            words = sheet.fitting(cell, room - 8)
            sheet.text(40 + first + room * (column + 1), y, words, ink=ink, across="right")
        right = 40 + first + room * others
        sheet.line([40, right], [y + LINE / 2] * 2, LIGHT.line, above=0)
