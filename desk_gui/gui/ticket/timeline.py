"""The timeline of a clock: a line with a dot for everything that happened to it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desk_gui.domain.sla import ClockMark
from desk_gui.domain.timeline_words import Told
from desk_gui.gui.format import moment
from desk_gui.gui.theme import Theme
from desk_gui.gui.widgets.pool import Pool
from desk_gui.gui.widgets.text_label import TextLabel, plain_tip

WIDE, DOT, FIRST = 16, 4, 9
INKS = {
    ClockMark.STARTED: "accent",
    ClockMark.PAUSED: "soft",
    ClockMark.RESUMED: "accent",
    ClockMark.RETARGETED: "accent",
    ClockMark.WARNED: "warn",
    ClockMark.BREACHED: "bad",
    ClockMark.ESCALATED: "warn",
    ClockMark.MET: "ok",
    ClockMark.ENDED: "bad",
    ClockMark.STOPPED: "soft",
    ClockMark.TAKEN_BACK: "soft",
}
HOLLOW = frozenset({ClockMark.PAUSED, ClockMark.STOPPED})


class Rail(QWidget):
    """The piece of the line beside one mark, with its dot."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._what = ClockMark.STARTED
        self._first = self._last = False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    def show_mark(self, what: ClockMark, *, first: bool, last: bool) -> None:
        """Show a mark; the line begins at the first and ends at the last."""
        self._what, self._first, self._last = what, first, last
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as a dot with its room."""
        return QSize(self._theme.px(WIDE), self._theme.px(FIRST * 2))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw line and dot."""
        px, colour = self._theme.px, self._theme.colour
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle, at = self.width() / 2, float(px(FIRST))
        painter.setPen(QPen(colour("line"), max(1, px(2))))
        top = at if self._first else 0.0
        bottom = at if self._last else float(self.height())
        painter.drawLine(QPointF(middle, top), QPointF(middle, bottom))
        ink, radius = colour(INKS[self._what]), float(px(DOT))
        painter.setPen(QPen(ink, max(1, px(2))))
        painter.setBrush(QBrush(colour("surface") if self._what in HOLLOW else ink))
        painter.drawEllipse(QRectF(middle - radius, at - radius, 2 * radius, 2 * radius))
        painter.end()


class MarkLine(QWidget):
    """One mark: its instant, and what happened."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.rail = Rail(theme, self)
        self.words = TextLabel("", "", self).wrapping()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(8))
        row.addWidget(self.rail)
        row.addWidget(self.words, 1, Qt.AlignmentFlag.AlignTop)

    def show_told(self, told: Told, zone: tzinfo, *, first: bool, last: bool) -> None:
        """Show a mark; its exact instant is the tooltip."""
        self.words.setText(told.sentence)
        self.setAccessibleName(told.sentence)
        self.setToolTip(plain_tip(moment(told.mark.at, zone)))
        self.rail.show_mark(told.mark.what, first=first, last=last)


class Timeline(QWidget):
    """All marks, oldest first."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._lines = Pool(column, lambda: MarkLine(theme, self))

    def show_told(self, target: str, told: Sequence[Told], zone: tzinfo) -> None:
        """Show the timeline of a clock."""
        self.setObjectName(f"Timeline-{target}")
        self.setAccessibleName(f"Timeline: {target}")
        for place, (line, one) in enumerate(self._lines.each(told)):
            line.setObjectName(f"Mark-{target}-{place + 1}")
            line.show_told(one, zone, first=place == 0, last=place == len(told) - 1)

    def sentences(self) -> list[str]:
        """What is shown, line by line."""
        return [line.words.text() for line in self._lines.shown()]
