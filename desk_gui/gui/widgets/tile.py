"""A large button that says in a sentence what it leads to."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desk_gui.gui.icons import Icon
from desk_gui.gui.theme import Theme, look
from desk_gui.gui.widgets.icon_label import IconLabel
from desk_gui.gui.widgets.text_label import TextLabel


class Tile(QPushButton):
    """A large button: icon, words, and one sentence."""

    def __init__(
        self, theme: Theme, icon: Icon, words: str, *, more: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setAccessibleName(words)
        self.setAccessibleDescription(more)
        self.setAutoDefault(True)
        look(self, "tile")
        self._row = QHBoxLayout(self)
        self._row.addWidget(IconLabel(theme, icon, "accent", size=20, parent=self))
        text = QVBoxLayout()
        text.setSpacing(theme.px(2))
        text.addStretch(1)
        text.addWidget(TextLabel(words, "strong", self))
        self._more = TextLabel(more, "small", self).wrapping()
        text.addWidget(self._more)
        text.addStretch(1)
        self._row.addLayout(text, 1)
        for child in self.findChildren(QWidget):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        theme.follow(self._dress)

    def say_more(self, more: str) -> None:
        """Say another sentence."""
        self._more.setText(more)
        self.setAccessibleDescription(more)

    def _dress(self) -> None:
        px = self._theme.px
        self._row.setContentsMargins(px(16), px(12), px(16), px(12))
        self._row.setSpacing(px(16))
        self.setMinimumHeight(px(68))
