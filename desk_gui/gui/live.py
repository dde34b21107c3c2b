"""Effects → one Qt signal, for our own operations and for other people's; and what else is new."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from desk_gui.gui.jobs import Jobs

if TYPE_CHECKING:
    from desk_gui.operations.effects import Effects
    from desk_gui.operations.live import Pulse

EVERY_MS = 1000


class Live(QObject):
    """Says what changed, whoever changed it; see `desk_gui.operations.live` for the asking.

    `pulsed` carries every answer, `touched` what was changed, if anything was.
    """

    touched = Signal(object)
    pulsed = Signal(object)
    lost = Signal(object)

    def __init__(self, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._ask: Callable[[], Pulse] | None = None
        self._asking = self._again = False
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self.look)

    def announce(self, effects: Effects) -> None:
        """Tell every listener what one of our own operations touched."""
        self.touched.emit(effects)

    def watch(self, ask: Callable[[], Pulse]) -> None:
        """Ask once a second, in a job, for what others changed since the last time."""
        self._ask = ask
        self._timer.start()

    def stop(self) -> None:
        """Stop asking."""
        self._ask = None
        self._timer.stop()

    def look(self) -> None:
        """Ask now; while a question is under way, once more after its answer."""
        if self._ask is None:
            return
        if self._asking:
            self._again = True
            return
        self._asking = True
        self._timer.stop()
        self._jobs.read(self, self._ask, self._heard, failed=self._unheard)

    def _heard(self, pulse: Pulse) -> None:
        self.pulsed.emit(pulse)
        if pulse.effects is not None:
            self.touched.emit(pulse.effects)
        self._go_on()

    def _unheard(self, error: Exception) -> None:
        self.lost.emit(error)
        self._go_on()

    def _go_on(self) -> None:
        self._asking = False
        if self._ask is None:
            return
        self._timer.start()
        if self._again:
            self._again = False
            self.look()
