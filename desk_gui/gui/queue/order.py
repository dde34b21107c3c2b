"""The button that says and changes the order of the queue."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from desk_gui.domain.filters import Sort
from desk_gui.gui.queue.filters import sort_words
from desk_gui.gui.theme import look

OFFERED = (
    Sort.URGENCY.value,
    Sort.DUE.value,
    f"-{Sort.OPENED.value}",
    Sort.OPENED.value,
    f"-{Sort.UPDATED.value}",
    Sort.TITLE.value,
    Sort.REQUESTER.value,
    Sort.ASSIGNEE.value,
)


class OrderButton(QToolButton):
    """`chosen` carries the order that was picked, such as `due` or `-opened`."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("QueueOrder")
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        look(self, "pill")
        menu = QMenu(self)
        for sort in OFFERED:
            action = menu.addAction(sort_words(sort).capitalize())
            action.triggered.connect(partial(self.chosen.emit, sort))
        self.setMenu(menu)
        self.show_sort(Sort.URGENCY.value)

    def show_sort(self, sort: str) -> None:
        """Say the present order."""
        self.setText("Sort")
        self.setAccessibleName(f"Order: {sort_words(sort)}")
        self.setToolTip(f"Order: {sort_words(sort)}")
