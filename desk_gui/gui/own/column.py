"""One calm column in the middle of the window."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desk_gui.gui.theme import Theme
from desk_gui.gui.widgets.scrolled import scrolled

WIDEST = 760
"""Pixels at 100 %: longer lines are hard to read."""


class Middle(QWidget):
    """Holds a widget in the middle, no wider than is good to read, at any size of the text."""

    def __init__(
        self, theme: Theme, inside: QWidget, *, fills: bool = False, parent: QWidget | None = None
    ) -> None:
        """With `fills` it is as tall as there is room, otherwise as it needs."""
        super().__init__(parent)
        self._theme, self._inside = theme, inside
        px = theme.px
        row = QHBoxLayout(self)
        row.setContentsMargins(px(24), px(16), px(24), px(24))
        column = QVBoxLayout()
        column.addWidget(inside, 1 if fills else 0)
        if not fills:
            column.addStretch(1)
        row.addStretch(1)
        row.addLayout(column, 1000)
        row.addStretch(1)
        theme.follow(self._dress)

    def _dress(self) -> None:
        self._inside.setMaximumWidth(self._theme.px(WIDEST))


def middle(page: QWidget, theme: Theme, inside: QWidget, name: str) -> QScrollArea:
    """Show `inside` on a page, in the middle, and let it scroll."""
    area = scrolled(Middle(theme, inside), name, page)
    whole = QVBoxLayout(page)
    whole.setContentsMargins(0, 0, 0, 0)
    whole.addWidget(area)
    return area
