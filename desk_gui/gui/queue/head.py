"""What stands above the list: its name and order, the filter, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from desk_gui.gui.format import count
from desk_gui.gui.icons import Icon
from desk_gui.gui.queue.filter_words import sort_words
from desk_gui.gui.queue.filters import FilterBar
from desk_gui.gui.queue.order import LayoutButton, OrderButton
from desk_gui.gui.theme import Theme
from desk_gui.gui.widgets.text_label import ElidedLabel, TextLabel


class QueueHead(QWidget):
    """Heading, count, the two buttons, the filter bar, and a sentence beneath it."""

    def __init__(
        self, theme: Theme, fill: Callable[[QMenu], object], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self.heading = ElidedLabel("", "title", self)
        self.many = TextLabel("", "soft", self)
        self.trouble = TextLabel("", "bad", self).wrapping()
        self.filters = FilterBar(theme, self)
        self.order = OrderButton(self)
        self.layout_button = LayoutButton(fill, self)
        self.filters.wrong.connect(self.say_wrong)
        self._arrange()
        theme.follow(self._dress)

    def say(self, title: str, sort: str, many: int) -> None:
        """Name the list, its order, and how many tickets it has."""
        self.heading.setText(f"{title}, {sort_words(sort)}")
        self.many.setText(f"{many:,}")
        self.many.setAccessibleName(count(many, "ticket"))
        self.order.show_sort(sort)

    def say_wrong(self, sentence: str) -> None:
        """Say in a sentence what is wrong, or that nothing is."""
        self.trouble.setText(sentence)
        self.trouble.setVisible(bool(sentence))

    def _arrange(self) -> None:
        px = self._theme.px
        named = {self.heading: "Heading", self.many: "Count", self.trouble: "Trouble"}
        for label, name in named.items():
            label.setObjectName(f"Queue{name}")
        self.trouble.hide()
        top = QHBoxLayout()
        top.setSpacing(px(8))
        top.addWidget(self.heading)
        top.addWidget(self.many)
        top.addStretch(1)
        top.addWidget(self.order)
        top.addWidget(self.layout_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(16), px(8), px(16), px(8))
        column.setSpacing(px(8))
        column.addLayout(top)
        column.addWidget(self.filters)
        column.addWidget(self.trouble)

    def _dress(self) -> None:
        edge = self._theme.px(16)
        self.layout_button.setIcon(self._theme.icon(Icon.MENU))
        self.layout_button.setIconSize(QSize(edge, edge))
