"""A field that says what is looked for once the typing pauses."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from desk_gui.gui.icons import Icon
from desk_gui.gui.theme import Theme, look

PAUSE_MS = 120


class SearchBox(QLineEdit):
    """`searched` carries the words after a short pause, or at once on Enter; Esc empties it."""

    searched = Signal(str)

    def __init__(self, theme: Theme, hint: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setObjectName("SearchBox")
        self.setAccessibleName(hint)
        self.setPlaceholderText(hint)
        self.setClearButtonEnabled(True)
        look(self, "search")
        self._glass = self.addAction(
            theme.icon(Icon.SEARCH), QLineEdit.ActionPosition.LeadingPosition
        )
        self._said = ""
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.say)
        self.textChanged.connect(self._pause.start)
        self.returnPressed.connect(self.say)
        theme.changed.connect(self.dress)

    def dress(self) -> None:
        """Draw the icon in today's colour."""
        self._glass.setIcon(self._theme.icon(Icon.SEARCH))

    def say(self) -> None:
        """Say now what is looked for, if it is not what was said last."""
        self._pause.stop()
        words = self.text().strip()
        if words != self._said:
            self._said = words
            self.searched.emit(words)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc empties a field that has words; otherwise it goes on to the page."""
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            self.say()
            return
        super().keyPressEvent(event)
