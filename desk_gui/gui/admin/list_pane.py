"""The left side of a section: what is listed, what narrows it or adds to it, and the rows."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desk_gui.gui.admin.section import Section
from desk_gui.gui.theme import look
from desk_gui.gui.widgets.card import separator


class ListPane(QFrame):
    """A surface that is filled once."""

    def __init__(self, section: Section) -> None:
        super().__init__(section)
        self._theme = section.context.theme
        look(self, "surface")

    def fill(
        self, *, head: tuple[QWidget, QWidget], above: Sequence[QWidget], listed: QWidget
    ) -> None:
        """`head` stands at both ends of the first line, `above` between it and the rows."""
        px = self._theme.px
        line = QHBoxLayout()
        line.setSpacing(px(8))
        line.addWidget(head[0])
        line.addStretch(1)
        line.addWidget(head[1])
        top = QVBoxLayout()
        top.setContentsMargins(px(16), px(12), px(16), px(12))
        top.setSpacing(px(8))
        top.addLayout(line)
        for widget in above:
            top.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(separator(self._theme, self))
        column.addWidget(listed, 1)
