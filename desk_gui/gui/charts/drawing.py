"""Draws charts into pictures; runs as a job, so it touches no Qt. Loads matplotlib when called."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from desk_gui.domain.workflow import Kind
from desk_gui.gui.charts.canvas import Picture
from desk_gui.reports.look import Look
from desk_gui.reports.report import Report


@dataclass(frozen=True)
class Wanted:
    """One picture to draw: which chart, and its size in logical pixels."""

    chart: str
    width: int
    height: int


@dataclass(frozen=True)
class Order:
    """Pictures of one report in one look, with `ratio` real pixels to each logical one."""

    report: Report
    kind: Kind
    look: Look
    ratio: float
    wanted: Sequence[Wanted]


def draw_all(
    order: Order, landed: Callable[[str, Picture], object], given_up: Callable[[], bool]
) -> None:
    """Draw one picture after the other, handing each over when it is done."""
    for wanted in order.wanted:
        if given_up():
            return
        landed(wanted.chart, draw(order, wanted))


def draw(order: Order, wanted: Wanted) -> Picture:
    """Draw one picture."""
    from desk_gui.reports import figures

    with figures.DRAWING:
        figure = figures.new_figure(wanted.width, wanted.height, order.ratio)
        spots = figures.DRAWN[wanted.chart](figure, order.report, order.kind, order.look)
        pixels, width, height = figures.rendered(figure)
    return Picture(pixels, width, height, spots)
