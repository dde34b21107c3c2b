"""The Catalog page: what can be asked for, and what happens then."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from desk_gui.domain.catalog import CatalogItem
from desk_gui.gui import format as words
from desk_gui.gui.catalog.item_card import ItemCard, holds
from desk_gui.gui.icons import Icon
from desk_gui.gui.page import Context, Page
from desk_gui.gui.theme import look
from desk_gui.gui.widgets.empty_state import EmptyState
from desk_gui.gui.widgets.flow import TileLayout
from desk_gui.gui.widgets.headed import lay_out, lay_out_tiles
from desk_gui.gui.widgets.scrolled import scrolled
from desk_gui.gui.widgets.search_box import SearchBox
from desk_gui.gui.widgets.text_label import TextLabel
from desk_gui.operations import accounts, requests
from desk_gui.operations.desk import Desk
from desk_gui.operations.effects import Effects

Listed = tuple[Sequence[CatalogItem], dict[int, str]]
NARROWEST, MOST, SEARCH_WIDE = 300, 3, 320
HINT = "What can be asked for, who has to agree, and the steps that follow."


def read_catalog(desk: Desk) -> Listed:
    """The items, and the names of their categories."""
    return requests.catalog(desk), {one.id: one.name for one in accounts.categories(desk)}


class CatalogPage(Page):
    """`order_wanted` carries the item somebody wants to order."""

    name = "Catalog"
    order_wanted = Signal(object)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        look(self, "page")
        theme = context.theme
        self.search = SearchBox(theme, "Search the catalog", self)
        self.count = TextLabel("", "small", self)
        self.cards: list[ItemCard] = []
        self.empty = EmptyState(theme, self)
        self._inside = QWidget()
        self._tiles = TileLayout(theme.px(12), partial(theme.px, NARROWEST), MOST)
        self._body = QStackedWidget(self)
        self._arrange()
        self.setFocusProxy(self.search)
        self.search.searched.connect(self._narrow)

    def refresh(self, effects: Effects | None) -> None:
        """Read the catalog again."""
        desk = self.context.desk
        self.context.jobs.read(self, lambda: read_catalog(desk), self._found, key="catalog")

    def concerns(self, effects: Effects) -> bool:
        """Only changed settings can alter the catalog."""
        return effects.settings

    def _arrange(self) -> None:
        px = self.context.theme.px
        lay_out_tiles(self._inside, self.context.theme, self._tiles)
        self._body.addWidget(scrolled(self._inside, "Catalog items", self))
        self._body.addWidget(self.empty)
        head = QHBoxLayout()
        head.setSpacing(px(8))
        head.addWidget(TextLabel("Catalog", "title", self))
        head.addWidget(self.count, 1)
        self.search.setMaximumWidth(px(SEARCH_WIDE))
        head.addWidget(self.search, 1)
        lay_out(self, self.context.theme, head, HINT, self._body)

    def _found(self, listed: Listed) -> None:
        items, categories = listed
        if [card.item for card in self.cards] != list(items):
            self._deal(items, categories)
        self._narrow()

    def _deal(self, items: Sequence[CatalogItem], categories: dict[int, str]) -> None:
        while self._tiles.takeAt(0):
            pass
        for card in self.cards:
            card.hide()
            card.deleteLater()
        self.cards = [
            ItemCard(self.context.theme, item, categories.get(item.category_id or 0, ""))
            for item in items
        ]
        for card in self.cards:
            card.ordered.connect(self.order_wanted)
            self._tiles.addWidget(card)

    def _narrow(self) -> None:
        typed = self.search.text()
        shown = 0
        for card in self.cards:
            fits = holds(card.item, typed)
            card.setVisible(fits)
            shown += fits
        self.count.setText(f"{shown:,}")
        self.count.setAccessibleName(words.count(shown, "catalog item"))
        self._inside.updateGeometry()
        self._body.setCurrentIndex(0 if shown else 1)
        if not shown:
            self._explain()

    def _explain(self) -> None:
        if not self.cards:
            self.empty.show_words(
                Icon.PACKAGE,
                "There is nothing to order yet",
                "Once the desk has catalog items, each shows here what it takes to get it.",
            )
            return
        self.empty.show_words(
            Icon.SEARCH, "Nothing in the catalog fits", "Try other words, or look at everything."
        ).offer("Show the whole catalog", self._show_all)

    def _show_all(self) -> None:
        self.search.clear()
        self.search.say()
