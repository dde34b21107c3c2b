"""Watching the window: when something was painted, and how late its thread is."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import median, quantiles
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QWidget

from desk_gui.cli.driving import Script, settled
from desk_gui.gui.jobs import Jobs
from desk_gui.gui.shell.desktop import Desktop

TICK_MS = 5
BLOCKED_S = 0.05
"""From when on a person notices that the window does not answer."""


class Watch(QObject):
    """Stops once a widget was painted while what is waited for was there."""

    def __init__(self, painted: QWidget, ready: Callable[[], object]) -> None:
        super().__init__()
        self._painted, self._ready = painted, ready
        self._seen = False
        self._began = time.perf_counter()
        self.seconds: float | None = None
        painted.installEventFilter(self)

    def from_showing(self, page: QWidget) -> None:
        """Count from the moment the page is shown."""
        page.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look at what is painted and shown, and change nothing."""
        if event.type() == QEvent.Type.Show and watched is not self._painted:
            self._began = time.perf_counter()
        elif event.type() == QEvent.Type.Paint and not self._seen and self._ready():
            self._seen = True
            QTimer.singleShot(0, self._stop)
        return False

    def _stop(self) -> None:
        self.seconds = time.perf_counter() - self._began
        self._painted.removeEventFilter(self)

    def done(self) -> bool:
        """Whether it was painted."""
        return self.seconds is not None


class Lateness(QObject):
    """How late a timer of the GUI thread fires: for so long the window did not answer."""

    def __init__(self) -> None:
        super().__init__()
        self.seconds: list[float] = []
        self._last = time.perf_counter()
        self._timer = QTimer(self, timerType=Qt.TimerType.PreciseTimer, interval=TICK_MS)
        self._timer.timeout.connect(self._tick)

    def start(self) -> None:
        """Count from now on."""
        self._last = time.perf_counter()
        self._timer.start()

    def stop(self) -> None:
        """Count no more."""
        self._timer.stop()

    def _tick(self) -> None:
        now = time.perf_counter()
        self.seconds.append(max(0.0, now - self._last - TICK_MS / 1000))
        self._last = now

    def told(self) -> dict[str, Any]:
        """Median, 99th percentile and longest, and how often it was more than `BLOCKED_S`."""
        late = self.seconds or [0.0]
        return {
            "n": len(late),
            "median_s": round(median(late), 6),
            "p99_s": round(quantiles([*late, *late[:1]], n=100)[-1], 6),
            "max_s": round(max(late), 6),
            "over_50_ms": sum(one > BLOCKED_S for one in late),
        }


@dataclass
class Use:
    """What a person does in the window: seconds that each of it took, how late the thread was."""

    desktop: Desktop
    jobs: Jobs
    taken: dict[str, list[float]] = field(default_factory=dict)
    lateness: Lateness = field(default_factory=Lateness)

    def settled(self) -> Script:
        """Wait until nothing is read, computed or drawn."""
        return settled(self.jobs.idle)

    def took(self, name: str, *seconds: float) -> None:
        """Note how long something took, each time that it was done."""
        self.taken.setdefault(name, []).extend(seconds)
