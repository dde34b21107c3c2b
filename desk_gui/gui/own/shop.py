"""Ordering: what there is as tiles, and the form of one item."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from desk_gui.domain.asking import Asking, Submission
from desk_gui.domain.attachment import Upload
from desk_gui.domain.catalog import CatalogItem
from desk_gui.gui.catalog.item_card import holds
from desk_gui.gui.dialogs.order import OrderingSheet
from desk_gui.gui.icons import Icon
from desk_gui.gui.item_icons import icon_of
from desk_gui.gui.own.report import thanks
from desk_gui.gui.page import Context, Page
from desk_gui.gui.theme import look
from desk_gui.gui.widgets.empty_state import EmptyState
from desk_gui.gui.widgets.flow import TileLayout
from desk_gui.gui.widgets.headed import lay_out, lay_out_tiles
from desk_gui.gui.widgets.scrolled import scrolled
from desk_gui.gui.widgets.search_box import SearchBox
from desk_gui.gui.widgets.text_label import TextLabel
from desk_gui.gui.widgets.tile import Tile
from desk_gui.operations.articles.answering import Answer
from desk_gui.operations.effects import Effects
from desk_gui.operations.own import reading
from desk_gui.operations.own.handing_in import hand_in

NARROWEST, MOST, SEARCH_WIDE = 300, 3, 320
HINT = "Choose what you need; what has to be known is asked next."


class ShopPage(Page):
    """`order_wanted` carries the item that was chosen."""

    name = "Order something"
    order_wanted = Signal(object)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        look(self, "page")
        theme = context.theme
        self.search = SearchBox(theme, "Search what can be ordered", self)
        self.tiles: dict[int, Tile] = {}
        self._items: dict[int, CatalogItem] = {}
        self.empty = EmptyState(theme, self)
        self._inside = QWidget()
        self._layout = TileLayout(theme.px(12), partial(theme.px, NARROWEST), MOST)
        self._body = QStackedWidget(self)
        lay_out_tiles(self._inside, theme, self._layout)
        self._body.addWidget(scrolled(self._inside, "What can be ordered", self))
        self._body.addWidget(self.empty)
        head = QHBoxLayout()
        head.addWidget(TextLabel("Order something", "title", self), 1)
        self.search.setMaximumWidth(theme.px(SEARCH_WIDE))
        head.addWidget(self.search, 1)
        lay_out(self, theme, head, HINT, self._body)
        self.setFocusProxy(self.search)
        self.search.searched.connect(lambda _: self._narrow())

    def refresh(self, effects: Effects | None) -> None:
        """Read what can be ordered."""
        work = partial(reading.catalog, self.context.desk)
        self.context.jobs.read(self, work, self._found, key="catalog")

    def concerns(self, effects: Effects) -> bool:
        """Only changed settings can alter it; it is read whenever it is opened, too."""
        return effects.settings

    def _found(self, items: Sequence[CatalogItem]) -> None:
        if list(self._items.values()) != list(items):
            self._deal(items)
        self._narrow()

    def _deal(self, items: Sequence[CatalogItem]) -> None:
        while self._layout.takeAt(0):
            pass
        for tile in self.tiles.values():
            tile.hide()
            tile.deleteLater()
        self._items = {item.id: item for item in items}
        self.tiles = {item.id: self._tile(item) for item in items}

    def _tile(self, item: CatalogItem) -> Tile:
        tile = Tile(self.context.theme, icon_of(item.icon), item.name, more=item.description)
        tile.setObjectName(f"Order-{item.id}")
        tile.clicked.connect(partial(self._choose, item))
        self._layout.addWidget(tile)
        return tile

    def _choose(self, item: CatalogItem, _: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's
        self.order_wanted.emit(item)

    def _narrow(self) -> None:
        typed = self.search.text()
        fitting = {one.id for one in self._items.values() if holds(one, typed)}
        for item_id, tile in self.tiles.items():
            tile.setVisible(item_id in fitting)
        self._inside.updateGeometry()
        self._body.setCurrentIndex(0 if fitting else 1)
        if not self._items:
            self.empty.show_words(
                Icon.PACKAGE,
                "There is nothing to order yet",
                "Report what you need as a disruption; somebody will help.",
            )
        elif not fitting:
            self.empty.show_words(
                Icon.SEARCH, "Nothing fits these words", "Try others, or look at everything."
            ).offer("Show everything", self._show_all)

    def _show_all(self) -> None:
        self.search.clear()
        self.search.say()


class OwnOrderSheet(OrderingSheet):
    """The form of an item, for oneself; `opened` carries the id of the request."""

    def __init__(self, context: Context, item: CatalogItem, parent: QWidget | None = None) -> None:
        super().__init__(context, item, parent)
        self.explain(item.description)

    def order(self) -> None:
        """Order it for oneself."""
        said = Submission(
            Asking.ORDER,
            self.title.text().strip(),
            item_id=self.item.id,
            answers=self.asked.asked_answers(),
            offered=tuple(self.answered.offered),
        )
        files = Upload(self.asked.files())
        work = partial(hand_in, self.context.desk, said, key=self._key, files=files)
        self.send(work, thanks(self.context, f"“{self._title()}” is ordered."), self._opened)

    def end_with(self, answer: Answer) -> None:
        """An article answers it: nothing is ordered, and that counts."""
        said = Submission(
            Asking.HELPED,
            self._title(),
            item_id=self.item.id,
            article_id=answer.id,
            offered=tuple(self.answered.offered),
        )
        work = partial(hand_in, self.context.desk, said, key=self._key)
        self.send(work, f"Good that {answer.number} helped; nothing was ordered.")

    def _opened(self, effects: Effects) -> None:
        for ticket_id in effects.tickets:
            self.opened.emit(ticket_id)
