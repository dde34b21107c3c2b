"""The parts of a ticket in one column that scrolls; Tab goes down it as they stand."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from desk_gui.gui.theme import Theme

WIDEST = 860


class Column(QScrollArea):
    """Holds the parts from top to bottom."""

    def __init__(self, theme: Theme, parts: Sequence[QWidget], parent: QWidget) -> None:
        super().__init__(parent)
        self._parts = parts
        self.setObjectName("TicketScroll")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        px = theme.px
        inside = QWidget(self)
        inside.setObjectName("TicketColumn")
        inside.setMaximumWidth(px(WIDEST))
        column = QVBoxLayout(inside)
        column.setContentsMargins(px(20), px(16), px(20), px(24))
        column.setSpacing(px(8))
        for part in parts:
            column.addWidget(part)
        column.addStretch(1)
        self.setWidget(inside)

    def order_tabs(self) -> None:
        """Tab goes down the column, also through what was made later than what is below it."""
        stops = [
            widget
            for part in self._parts
            for widget in part.findChildren(QWidget)
            if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and part.isAncestorOf(widget)
        ]
        for before, after in pairwise(stops):
            self.setTabOrder(before, after)

    def show_last(self, parts: Sequence[QWidget]) -> None:
        """Scroll until the last of these can be seen, if there is one."""
        for part in parts[-1:]:
            self.ensureWidgetVisible(part)

    def begin(self) -> None:
        """Scroll to the top."""
        self.verticalScrollBar().setValue(0)
