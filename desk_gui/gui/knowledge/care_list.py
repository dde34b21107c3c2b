"""One list of things that need care: what it is about, its rows, and what can be done."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from desk_gui.gui.icons import Icon
from desk_gui.gui.page import Context
from desk_gui.gui.theme import look
from desk_gui.gui.widgets.empty_state import EmptyState
from desk_gui.gui.widgets.text_label import TextLabel
from desk_gui.gui.widgets.two_lines import TwoLineList, TwoLineModel, TwoLines


class CareList(QWidget):
    """`opened` carries the id of a row that was pressed or entered."""

    opened = Signal(int)

    def __init__(
        self, context: Context, name: str, about: str, nothing: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        theme = context.theme
        px = theme.px
        self.setObjectName(name.title().replace(" ", ""))
        self.setAccessibleName(name)
        self.model = TwoLineModel(self)
        self.list = TwoLineList(theme, f"{name} list", self)
        self.list.setModel(self.model)
        look(self.list, "card")
        self.empty = EmptyState(theme, self)
        self.empty.show_words(Icon.CIRCLE_CHECK, nothing)
        self._body = QStackedWidget(self)
        self._body.addWidget(self.empty)
        self._body.addWidget(self.list)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(px(8))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, px(12), 0, 0)
        column.setSpacing(px(8))
        column.addWidget(TextLabel(about, "soft", self).wrapping())
        column.addWidget(self._body, 1)
        column.addLayout(self._buttons)
        for pressed in (self.list.clicked, self.list.activated):
            pressed.connect(self._say)

    def show_rows(self, rows: Sequence[tuple[int, TwoLines]]) -> None:
        """Show these rows, or that there are none."""
        self.model.show_rows(rows)
        self._body.setCurrentWidget(self.list if rows else self.empty)

    def chosen(self) -> int | None:
        """The id of the row that is marked."""
        return self.model.id_of(self.list.currentIndex())

    def add_button(self, words: str, name: str) -> QPushButton:
        """A button below the list."""
        made = QPushButton(words, self)
        made.setObjectName(name)
        made.setAccessibleName(words.rstrip("…"))
        if not self._buttons.count():
            self._buttons.addStretch(1)
        self._buttons.insertWidget(self._buttons.count() - 1, made)
        return made

    def _say(self, index: QModelIndex) -> None:
        row = self.model.id_of(index)
        if row is not None:
            self.opened.emit(row)
