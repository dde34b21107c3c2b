"""How long the Reports page takes, and how soon each chart answers to the pointer."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QCoreApplication, QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QScrollArea

from desk_gui.cli.driving import Script
from desk_gui.cli.watching import Use
from desk_gui.domain.workflow import Kind
from desk_gui.gui.charts.canvas import Canvas
from desk_gui.gui.charts.choices import Span

POINTED_AT = 24
"""Spots of each chart that the pointer goes to."""


class UseOfReports(Use):
    """Open the page, change what is chosen, point at the marks of each chart."""

    def script(self) -> Script:
        """What a supervisor does; the thread's lateness is noted but for the pointing itself."""
        choices = self.desktop.reports.choices
        self.lateness.start()
        yield from self._drawn("reports_open", partial(self.desktop.window.show_page, "Reports"))
        for span in (Span.YEAR, Span.EVERYTHING, Span.THIS_MONTH):
            if span is not choices.span.value:
                yield from self._drawn("reports_filter", partial(choices.span.choose, span))
        yield from self._drawn("reports_filter", partial(choices.span.choose, Span.EVERYTHING))
        self.lateness.stop()
        for kind in (Kind.INCIDENT, Kind.REQUEST):
            choices.kind.choose(kind)
            yield from self.settled()
            self._point(kind)

    def _drawn(self, name: str, act: Callable[[], object]) -> Script:
        began = time.perf_counter()
        act()
        yield from self.settled()
        self.took(name, time.perf_counter() - began)

    def _point(self, kind: Kind) -> None:
        reports = self.desktop.reports
        area = reports.findChild(QScrollArea, "Charts")
        for name, card in reports.cards.items():
            if kind in card.chart.kinds and card.canvas.spots and card.canvas.isVisible():
                if area is not None:
                    area.ensureWidgetVisible(card.canvas)
                self.took(f"hover_{name}", *hover(card.canvas))


def hover(canvas: Canvas) -> list[float]:
    """Seconds from each movement of the pointer to the painted mark."""
    spots = canvas.spots[:: max(1, len(canvas.spots) // POINTED_AT)][:POINTED_AT]
    return [_pointed(canvas, canvas.centre_of(spot)) for spot in spots]


def _pointed(canvas: Canvas, at: QPointF) -> float:
    nothing = Qt.MouseButton.NoButton
    moved = QMouseEvent(
        QEvent.Type.MouseMove,
        at,
        canvas.mapToGlobal(at),
        nothing,
        nothing,
        Qt.KeyboardModifier.NoModifier,
    )
    began = time.perf_counter()
    QApplication.sendEvent(canvas, moved)
    QCoreApplication.sendPostedEvents(canvas.window(), QEvent.Type.UpdateRequest)
    return time.perf_counter() - began
