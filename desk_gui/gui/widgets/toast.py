"""Short sentences that come and go at the foot of the window, some with Undo."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QEnterEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QWidget,
)

from desk_gui.gui.format import Tint, utc_now
from desk_gui.gui.icons import Icon
from desk_gui.gui.theme import Theme, look, shadow
from desk_gui.gui.widgets.icon_label import IconButton, IconLabel
from desk_gui.gui.widgets.text_label import TextLabel

MOST = 3
SHOWN_MS = 8_000
KEPT = 200
WIDEST = 420
FOOT = 40
"""Room left free below, so that the status bar stays readable."""
Act = Callable[[], object]
ICONS = {Tint.OK: Icon.CIRCLE_CHECK, Tint.BAD: Icon.CIRCLE_ALERT, Tint.WARN: Icon.TRIANGLE_ALERT}


@dataclass(frozen=True)
class Said:
    """One line of the list of what was said."""

    at: datetime
    words: str
    tint: Tint


class Toast(QFrame):
    """One sentence; stays while the pointer rests on it."""

    left = Signal(object)

    def __init__(
        self, theme: Theme, said: Said, acts: Mapping[str, Act | None], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setObjectName("Toast")
        self.setAccessibleName(said.words)
        look(self, "toast")
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SHOWN_MS)
        self._timer.timeout.connect(self.leave)
        self.back: Act | None = None
        self._fill(theme, said, acts)
        self.setGraphicsEffect(shadow(theme, self))
        self._timer.start()

    def leave(self) -> None:
        """Go away."""
        self._timer.stop()
        self.left.emit(self)

    def is_waiting(self) -> bool:
        """Whether it stays because the pointer rests on it."""
        return not self._timer.isActive()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Wait while somebody reads."""
        self._timer.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Go on counting from the start."""
        self._timer.start()
        super().leaveEvent(event)

    def _fill(self, theme: Theme, said: Said, acts: Mapping[str, Act | None]) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(12), theme.px(8), theme.px(8), theme.px(8))
        row.setSpacing(theme.px(8))
        row.addWidget(IconLabel(theme, ICONS.get(said.tint, Icon.INFO), said.tint, parent=self))
        words = TextLabel(said.words, "", self)
        room = words.fontMetrics().horizontalAdvance(said.words)
        if room > theme.px(WIDEST):
            words.wrapping().setFixedWidth(theme.px(WIDEST))
        row.addWidget(words, 1)
        for verb, act in acts.items():
            if act is not None:
                row.addWidget(self._button(verb, said.words, act))
        close = IconButton(theme, Icon.X, "Dismiss", parent=self)
        close.clicked.connect(self.leave)
        row.addWidget(close)

    def _button(self, verb: str, words: str, act: Act) -> QPushButton:
        button = QPushButton(verb, self)
        button.setObjectName(f"Toast{verb}")
        button.setAccessibleName(f"{verb}: {words}")
        look(button, "link")
        button.clicked.connect(self.leave)
        button.clicked.connect(lambda: act())  # noqa: PLW0108 - drops `checked`
        return button


class Toasts(QObject):
    """At most three sentences at a time over a host widget; all are kept in `log`.

    `changed` says that one came or went.
    """

    said = Signal(str)
    changed = Signal()

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._host: QWidget | None = None
        self._shown: list[Toast] = []
        self.log: list[Said] = []

    def attach(self, host: QWidget) -> None:
        """Show toasts over this widget from now on."""
        self._host = host
        host.installEventFilter(self)

    def say(
        self,
        words: str,
        *,
        tint: Tint = Tint.OK,
        undo: Callable[[], object] | None = None,
        look_at: Callable[[], object] | None = None,
        details: Callable[[], object] | None = None,
        by_key: bool = False,
    ) -> None:
        """Say one sentence, with a button for the way back, to what it is about, or to the rest.

        With `by_key`, the key for Undo goes that way too, as long as the sentence is seen.
        """
        line = Said(utc_now(), words, tint)
        self.log = [*self.log[-KEPT + 1 :], line]
        self.said.emit(words)
        if self._host is None:
            return
        while len(self._shown) >= MOST:
            self._drop(self._shown[0])
        acts = {"Undo": undo, "Open": look_at, "Details": details}
        toast = Toast(self._theme, line, acts, self._host)
        toast.back = undo if by_key else None
        toast.left.connect(self._drop)
        toast.installEventFilter(self)
        self._shown.append(toast)
        toast.show()
        self._place()
        self.changed.emit()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(toast, words))

    def shown(self) -> list[Toast]:
        """The toasts that can be seen, oldest first."""
        return list(self._shown)

    def can_take_back(self) -> bool:
        """Whether the key for Undo is for one that can be seen."""
        return any(toast.back is not None for toast in self._shown)

    def take_back(self) -> None:
        """Go the way back of the newest that the key is for."""
        for toast in reversed(self._shown):
            if toast.back is not None:
                toast.leave()
                toast.back()
                return

    def clear(self) -> None:
        """Take all of them away."""
        for toast in self.shown():
            self._drop(toast)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay at the foot when the window changes its size, or a toast what it needs."""
        needs = QEvent.Type.Resize if watched is self._host else QEvent.Type.LayoutRequest
        if event.type() == needs:
            self._place()
        return super().eventFilter(watched, event)

    def _drop(self, toast: Toast) -> None:
        if toast in self._shown:
            self._shown.remove(toast)
            toast.hide()
            toast.deleteLater()
            self._place()
            self.changed.emit()

    def _place(self) -> None:
        if self._host is None:
            return
        gap = self._theme.px(8)
        foot = self._host.height() - self._theme.px(FOOT)
        for toast in reversed(self._shown):
            toast.adjustSize()
            middle = (self._host.width() - toast.width()) // 2
            foot -= toast.height()
            toast.move(middle, foot)
            toast.raise_()
            foot -= gap
