"""One chart as a file: SVG or PNG."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO, StringIO

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import FigureCanvasSVG

from desk_gui.domain.workflow import Kind
from desk_gui.reports.charts import CHARTS
from desk_gui.reports.figures import DRAWING, DRAWN, new_figure
from desk_gui.reports.look import LIGHT, Look
from desk_gui.reports.report import Report

WIDE, HIGH = 860, 440


def svg(name: str, report: Report, kind: Kind, look: Look = LIGHT) -> str:
    """One chart as SVG, with its title in the drawing."""
    return drawing(name, report, kind, _titled(name, kind, look))


def drawing(name: str, report: Report, kind: Kind, look: Look = LIGHT) -> str:
    """One chart as SVG, for a page that says its title."""
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
        DRAWN[name](figure, report, kind, _titled(name, kind, look))
        canvas = FigureCanvasAgg(figure)
        canvas.print_png(written)  # type: ignore[no-untyped-call] # matplotlib has no types here
    return written.getvalue()


def _titled(name: str, kind: Kind, look: Look) -> Look:
    return replace(look, title=CHARTS[name].titles[kind])
