"""The two buttons above the list: its order, and whether it stands in rows or in columns."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from desk_gui.domain.filters import Sort
from desk_gui.gui.queue.filter_words import sort_words
from desk_gui.gui.theme import look
from desk_gui.gui.widgets.text_label import plain_tip

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
        self.setText("Sort")
        look(self, "pill")
        menu = QMenu(self)
        group = QActionGroup(menu)
        group.setExclusionPolicy(QActionGroup.ExclusionPolicy.ExclusiveOptional)
        self._offered = {}
        for sort in OFFERED:
            said = sort_words(sort)
            action = menu.addAction(said[:1].upper() + said[1:])
            action.setCheckable(True)
            action.triggered.connect(partial(self._choose, sort))
            group.addAction(action)
            self._offered[sort] = action
        self.setMenu(menu)
        self.show_sort(Sort.URGENCY.value)

    def show_sort(self, sort: str) -> None:
        """Say the present order."""
        for offered, action in self._offered.items():
            action.setChecked(offered == sort)
        self.setAccessibleName(f"Sort, now {sort_words(sort)}")
        self.setToolTip(plain_tip(f"Sort, now {sort_words(sort)}"))

    def _choose(self, sort: str, *_: object) -> None:
        self._offered[sort].setChecked(True)
        self.chosen.emit(sort)


class LayoutButton(QToolButton):
    """Rows or columns, and which columns; `columns_wanted` carries the choice."""

    columns_wanted = Signal(bool)

    def __init__(self, fill: Callable[[QMenu], object], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("QueueLayout")
        self.setAccessibleName("Rows or columns")
        self.setToolTip("Rows or columns")
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        look(self, "pill")
        menu = QMenu(self)
        group = QActionGroup(menu)
        self._choices = []
        for words, as_columns in (("Two-line rows", False), ("Columns", True)):
            action = menu.addAction(words)
            action.setCheckable(True)
            action.triggered.connect(partial(self.choose, as_columns))
            group.addAction(action)
            self._choices.append(action)
        self.columns = menu.addMenu("Columns shown")
        fill(self.columns)
        self.setMenu(menu)
        self.choose(as_columns=False)

    def choose(self, as_columns: bool, *_: object) -> None:  # noqa: FBT001 - Qt's signal
        """Choose rows or columns."""
        self._choices[int(as_columns)].setChecked(True)
        self.columns.setEnabled(as_columns)
        self.columns_wanted.emit(as_columns)
