"""A drawing in a label that follows the palette, and a button that is only a drawing."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QLabel, QToolButton, QWidget

from desk_gui.gui.icons import Icon
from desk_gui.gui.theme import Theme
from desk_gui.gui.widgets.text_label import plain_tip


class IconLabel(QLabel):
    """One icon; decoration, so it has no accessible name of its own."""

    def __init__(
        self,
        theme: Theme,
        name: Icon,
        ink: str = "soft",
        *,
        size: int = 16,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme, self._name, self._ink, self._size = theme, name, ink, size
        theme.follow(self.dress)

    def show_icon(self, name: Icon, ink: str = "soft") -> None:
        """Show another icon."""
        self._name, self._ink = name, ink
        self.dress()

    @property
    def icon(self) -> Icon:
        """The icon that is shown."""
        return self._name

    def dress(self) -> None:
        """Draw it in today's colour and size."""
        self.setPixmap(self._theme.pixmap(self._name, self._ink, self._size))


class IconButton(QToolButton):
    """A button with a drawing; its words are tooltip and accessible name."""

    def __init__(
        self, theme: Theme, name: Icon, words: str, *, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme, self._name = theme, name
        self.setObjectName(words.title().replace(" ", ""))
        self.setAccessibleName(words)
        self.setToolTip(plain_tip(words))
        self.setAutoRaise(True)
        theme.follow(self.dress)

    def dress(self) -> None:
        """Draw it in today's colour and size."""
        self.setIcon(self._theme.icon(self._name))
        self.setIconSize(QSize(*[self._theme.px(16)] * 2))
