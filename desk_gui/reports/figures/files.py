"""One chart as a file, SVG or PNG, which says itself what it shows and what that means."""

from __future__ import annotations

from io import BytesIO, StringIO

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from desk_gui.domain.workflow import Kind
from desk_gui.reports.charts import CHARTS
from desk_gui.reports.figures import DRAWING, DRAWN, new_figure
from desk_gui.reports.figures.fonts import wrapped
from desk_gui.reports.figures.sheet import Box, Sheet, window
from desk_gui.reports.look import LIGHT, Look
from desk_gui.reports.report import Report

WIDE, HIGH, EDGE = 860, 440, 12
TITLE, LINE = 44, 18
"""So many pixels for the title, and for each line beneath it."""


def svg(name: str, report: Report, kind: Kind, look: Look = LIGHT) -> str:
    """One chart as SVG, under its title and what it is about."""
    with DRAWING:
        page = _page(name, report, kind, look)
        return _as_svg(page, _told(name, report, kind) | {"Creator": "Desk"})


def drawing(name: str, report: Report, kind: Kind, look: Look = LIGHT) -> str:
    """One chart as SVG, for a page that says its title."""
    with DRAWING:
        figure = new_figure(WIDE, HIGH)
        DRAWN[name](figure, report, kind, look)
        return _as_svg(figure, {})


def png(name: str, report: Report, kind: Kind, look: Look = LIGHT) -> bytes:
    """One chart as PNG, under its title and what it is about."""
    written = BytesIO()
    with DRAWING:
        canvas = FigureCanvasAgg(_page(name, report, kind, look, 2))
        told = _told(name, report, kind) | {"Software": "Desk"}
        canvas.print_png(written, metadata=told)
    return written.getvalue()


def _page(name: str, report: Report, kind: Kind, look: Look, ratio: float = 1.0) -> Figure:
    """As high as the words above the chart need."""
    chart = CHARTS[name]
    lines = wrapped(look, chart.about(report, kind), WIDE - 2 * EDGE)
    top = TITLE + LINE * len(lines)
    page = new_figure(WIDE, top + HIGH, ratio)
    sheet = Sheet(page, look)
    sheet.text(EDGE, TITLE / 2, chart.titles[kind], size=15, bold=True)
    for place, words in enumerate(lines):
        sheet.text(EDGE, TITLE + LINE * place, words, ink=look.soft)
    DRAWN[name](window(page, Box(0, top, WIDE, top + HIGH)), report, kind, look)
    return page


def _as_svg(figure: Figure, told: dict[str, str]) -> str:
    written = StringIO()
    canvas = FigureCanvasSVG(figure)
    canvas.print_svg(written, metadata={"Date": None, **told})
    text = written.getvalue()
    return text[text.index("<svg") :]


def _told(name: str, report: Report, kind: Kind) -> dict[str, str]:
    """What programs read of a picture: its title, what it is about, and what its figures mean."""
    chart = CHARTS[name]
    text = f"{chart.about(report, kind)}\n\n{chart.definition(report, kind)}"
    plain = "".join(ch if ch.isprintable() or ch == "\n" else " " for ch in text)
    return {"Title": chart.titles[kind], "Description": plain}
