"""One catalog item as a card: what it is, what happens when it is ordered, and the order."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from desk_gui.domain.catalog import CatalogItem
from desk_gui.gui import format as words
from desk_gui.gui.format import Chip
from desk_gui.gui.item_icons import icon_of
from desk_gui.gui.theme import Theme
from desk_gui.gui.widgets.badge import Badge
from desk_gui.gui.widgets.card import Card
from desk_gui.gui.widgets.flow import FlowLayout
from desk_gui.gui.widgets.icon_label import IconLabel
from desk_gui.gui.widgets.text_label import ElidedLabel, TextLabel


class ItemCard(Card):
    """`ordered` carries the item."""

    ordered = Signal(object)

    def __init__(
        self, theme: Theme, item: CatalogItem, category: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, head=item.name, parent=parent)
        self.item = item
        self.setObjectName(f"Item-{item.id}")
        self.setAccessibleName(sentence(item))
        self.icon = IconLabel(theme, icon_of(item.icon), "accent", size=20, parent=self)
        self.icon.setObjectName(f"Icon-{item.id}")
        self.line.insertWidget(0, self.icon)
        if item.description:
            self.add(TextLabel(item.description, "soft", self).wrapping())
        chips = FlowLayout(theme.px(6))
        for said in (f"Priority {words.priority_words(item.priority)}", approvals(item)):
            chips.addWidget(Badge(Chip(said), self))
        self.column.addLayout(chips)
        if item.tasks:
            steps = " → ".join(task.title for task in item.tasks)
            self.add(TextLabel(steps, "small", self).wrapping())
        self.column.addStretch(1)
        self.column.addLayout(self._foot(theme, category))

    def _foot(self, theme: Theme, category: str) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.setSpacing(theme.px(8))
        foot.addWidget(ElidedLabel(category, "label", self), 1)
        self.order = QPushButton("Order…", self)
        self.order.setObjectName(f"Order-{self.item.id}")
        self.order.setAccessibleName(f"Order {self.item.name}")
        self.order.clicked.connect(self._order)
        foot.addWidget(self.order)
        return foot

    def _order(self) -> None:
        self.ordered.emit(self.item)


def approvals(item: CatalogItem) -> str:
    """How many must agree, in words."""
    return words.count(item.approvals, "approval") if item.approvals else "No approval needed"


def sentence(item: CatalogItem) -> str:
    """The card as a screen reader says it."""
    tasks = words.count(len(item.tasks), "task")
    priority = f"priority {words.priority_words(item.priority)}"
    return f"{item.name}: {item.description} {priority}, {approvals(item).lower()}, {tasks}"


def holds(item: CatalogItem, typed: str) -> bool:
    """Whether every typed word stands somewhere on the card."""
    tasks = " ".join(task.title for task in item.tasks)
    text = f"{item.name} {item.description} {tasks}".casefold()
    return all(word in text for word in typed.casefold().split())
