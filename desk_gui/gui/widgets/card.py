"""Cards: white for answers and facts, tinted for work notes."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desk_gui.gui.theme import Theme, look
from desk_gui.gui.widgets.text_label import ElidedLabel, TextLabel


class Card(QFrame):
    """A frame with an optional head line (bold left, soft right) and a column below."""

    def __init__(
        self,
        theme: Theme,
        *,
        head: str = "",
        aside: str = "",
        style: str = "card",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        look(self, style)
        self.head = ElidedLabel(head, "strong", self)
        self.aside = TextLabel(aside, "small", self)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(*[theme.px(12)] * 4)
        self.column.setSpacing(theme.px(8))
        line = self.line = QHBoxLayout()
        line.setSpacing(theme.px(8))
        line.addWidget(self.head, 1)
        line.addWidget(self.aside)
        self.column.addLayout(line)
        self.head.setVisible(bool(head))
        self.aside.setVisible(bool(aside))

    def add(self, widget: QWidget) -> QWidget:
        """Put a widget below what is there, and give it back."""
        self.column.addWidget(widget)
        return widget


def separator(theme: Theme, parent: QWidget | None = None) -> QFrame:
    """A line of one pixel across."""
    line = QFrame(parent)
    look(line, "line")
    line.setFixedHeight(theme.palette.ring)
    return line
