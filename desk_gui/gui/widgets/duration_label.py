"""Labels in which time passes while they are seen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from desk_gui.gui import format as words
from desk_gui.gui.widgets.text_label import TextLabel, plain_tip

EVERY_MS = 20_000


class AgoLabel(TextLabel):
    """How long ago something was; the exact instant with its zone is the tooltip."""

    def __init__(
        self,
        at: datetime | None = None,
        *,
        clock: Callable[[], datetime] = words.utc_now,
        style: str = "small",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("", style, parent)
        self._clock = clock
        self._at = at
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self.tick)
        self.tick()

    def show_instant(self, at: datetime | None) -> None:
        """Show another instant, or nothing."""
        self._at = at
        self.tick()

    def tick(self) -> None:
        """Write how long ago it is now."""
        if self._at is None:
            self.setText("")
            return
        exact = words.moment(self._at)
        self.setText(words.ago(self._at, self._clock()))
        self.setToolTip(plain_tip(exact))
        self.setAccessibleName(f"{self.text()}, {exact}")

    def showEvent(self, event: QShowEvent) -> None:
        """Time passes only where it is seen."""
        super().showEvent(event)
        self.tick()
        self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Stop while out of sight."""
        self._timer.stop()
        super().hideEvent(event)
