"""The picture of a week: a bar a weekday on one scale of hours."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desk_gui.domain.business_hours import MINUTES_A_DAY, WEEKDAYS, Window
from desk_gui.gui.theme import Theme

BAR, SCALE = 8, 14
EVERY = 6
HOURS = 24
Stretch = tuple[int, int]


def stretches(windows: Sequence[Window], weekday: int) -> list[Stretch]:
    """(from, to) in minutes of a weekday: its windows, and what the night before leaves to it."""
    before = (weekday - 1) % len(WEEKDAYS)
    own = [(w.starts, min(w.ends, MINUTES_A_DAY)) for w in windows if w.weekday == weekday]
    night = [
        (0, w.ends - MINUTES_A_DAY)
        for w in windows
        if w.weekday == before and w.ends > MINUTES_A_DAY
    ]
    return sorted(night + own)


class DayBar(QWidget):
    """One day from 00:00 to 24:00; what is worked is filled."""

    def __init__(self, theme: Theme, weekday: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self._weekday = theme, weekday
        self._stretches: list[Stretch] = []
        self.setObjectName(f"Bar-{WEEKDAYS[weekday]}")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.follow(self._dress)

    def show_windows(self, windows: Sequence[Window]) -> None:
        """Show the windows of the week as far as they touch this day."""
        self._stretches = stretches(windows, self._weekday)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the track, the hours that are worked, and a notch every six hours."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        wide, tall, radius = self.width() - 1, self.height() - 1, self._theme.px(2)
        track = QRectF(0.5, 0.5, wide, tall)
        painter.setPen(QPen(self._theme.colour("line")))
        painter.setBrush(self._theme.colour("bg"))
        painter.drawRoundedRect(track, radius, radius)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("accent"))
        for starts, ends in self._stretches:
            left = wide * starts / MINUTES_A_DAY
            room = wide * (ends - starts) / MINUTES_A_DAY
            painter.drawRoundedRect(QRectF(left, 0, max(room, 2), tall + 1), radius, radius)
        painter.setPen(QPen(self._theme.colour("line")))
        for hour in range(EVERY, HOURS, EVERY):
            at = round(wide * hour / HOURS) + 0.5
            painter.drawLine(int(at), 0, int(at), self.height())
        painter.end()

    def _dress(self) -> None:
        self.setFixedHeight(self._theme.px(BAR))


class HourScale(QWidget):
    """The hours above the bars."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setObjectName("HourScale")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.follow(self._dress)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Write 0, 6, 12, 18 and 24 over their places."""
        painter = QPainter(self)
        painter.setFont(self._theme.font(11))
        painter.setPen(self._theme.colour("soft"))
        metrics = painter.fontMetrics()
        for hour in range(0, HOURS + 1, EVERY):
            words = str(hour)
            wide = metrics.horizontalAdvance(words)
            at = self.width() * hour / HOURS - wide / 2
            left = min(max(at, 0), self.width() - wide)
            painter.drawText(round(left), metrics.ascent(), words)
        painter.end()

    def _dress(self) -> None:
        self.setFixedHeight(self._theme.px(SCALE))
