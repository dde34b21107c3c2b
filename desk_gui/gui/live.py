"""Effects → one Qt signal, for our own operations and for other people's."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from desk_gui.gui.jobs import Jobs

if TYPE_CHECKING:
    from desk_gui.operations.effects import Effects

EVERY_MS = 1000


class Live(QObject):
    """Says what changed, whoever changed it; see `desk_gui.operations.live` for the asking."""

    touched = Signal(object)
    lost = Signal(object)

    def __init__(self, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._ask: Callable[[], Effects | None] | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self.look)

    def announce(self, effects: Effects) -> None:
        """Tell every listener what one of our own operations touched."""
        self.touched.emit(effects)

    def watch(self, ask: Callable[[], Effects | None]) -> None:
        """Ask once a second, in a job, for what others changed since the last time."""
        self._ask = ask
        self._timer.start()

    def stop(self) -> None:
        """Stop asking."""
        self._timer.stop()

    def look(self) -> None:
        """Ask now; the next question waits until this one is answered."""
        if self._ask is None:
            return
        self._timer.stop()
        self._jobs.read(self, self._ask, self._heard, failed=self._unheard, key="live")

    def _heard(self, effects: Effects | None) -> None:
        self._timer.start()
        if effects is not None:
            self.touched.emit(effects)

    def _unheard(self, error: Exception) -> None:
        self._timer.start()
        self.lost.emit(error)
