"""One function for each chart: draws on a given Figure, returns what can be clicked.

The only part of the reports that needs matplotlib; import it where a chart is drawn.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from threading import Lock

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from desk_gui.domain.workflow import Kind
from desk_gui.reports.figures import flows, parts, shares, spread, times
from desk_gui.reports.figures.sheet import DPI, Spot
from desk_gui.reports.look import Look
from desk_gui.reports.report import Report

Draw = Callable[[Figure, Report, Kind, Look], list[Spot]]
DRAWN: Mapping[str, Draw] = {
    "created_vs_resolved": flows.created_vs_resolved,
    "time_by_priority": times.time_by_priority,
    "backlog_by_age": flows.backlog_by_age,
    "sla_kept": times.sla_kept,
    "split_by_kind": flows.split_by_kind,
    "time_over_time": times.time_over_time,
    "time_in_status": times.time_in_status,
    "arrivals": flows.arrivals,
    "respond_over_time": times.respond_over_time,
    "backlog_over_time": shares.backlog_over_time,
    "resolved_within": spread.resolved_within,
    "still_open": spread.still_open,
    "quality": shares.quality,
    "categories": parts.categories,
    "teams": parts.teams,
    "agents": parts.agents,
    "approvals": parts.approvals,
    "steps": parts.steps,
    "majors": parts.majors,
    "self_service": shares.self_service,
    "satisfaction": shares.satisfaction,
}
"""Every chart by its name."""


DRAWING = Lock()
"""Held while one picture is drawn and written: matplotlib is not made for several threads."""


def new_figure(width: float, height: float, ratio: float = 1.0) -> Figure:
    """An empty figure of so many logical pixels, with `ratio` real ones to each."""
    figure = Figure(figsize=(width / DPI, height / DPI), dpi=DPI * ratio)
    FigureCanvasAgg(figure)
    return figure


def rendered(figure: Figure) -> tuple[bytes, int, int]:
    """The figure as RGBA bytes, with its width and height in real pixels."""
    canvas = figure.canvas
    assert isinstance(canvas, FigureCanvasAgg)  # noqa: S101 - new_figure gave it this canvas
    canvas.draw()
    pixels = np.asarray(canvas.buffer_rgba())
    return pixels.tobytes(), pixels.shape[1], pixels.shape[0]
