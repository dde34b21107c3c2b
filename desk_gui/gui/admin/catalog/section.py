"""The catalog in Administration: its items left, one of them in the middle, its preview right."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desk_gui.domain.accounts import Right
from desk_gui.domain.catalog import CatalogItem, Mistake, Part
from desk_gui.domain.errors import Conflict
from desk_gui.gui.admin.catalog.asked_first import AskedFirst
from desk_gui.gui.admin.catalog.draft import Typed, item_of, typed_of
from desk_gui.gui.admin.catalog.files import CatalogFiles
from desk_gui.gui.admin.catalog.panes import ABOUT, NEW_NAME, ItemDetail, ItemList
from desk_gui.gui.admin.catalog.stored import Stored, a_new_one, read_stored
from desk_gui.gui.format import Chip, Tint
from desk_gui.gui.icons import Icon
from desk_gui.gui.page import Context
from desk_gui.gui.widgets.empty_state import EmptyState
from desk_gui.gui.widgets.two_lines import TwoLines
from desk_gui.gui.widgets.two_panes import TwoPanes
from desk_gui.operations import catalog_items
from desk_gui.operations.effects import Effects

UNSAVED, RETIRED = Chip("Not published", Tint.WARN), Chip("Retired")
CORRECT = "Correct what is marked; then it can be published."
LIST_WIDE = 240
Draft = tuple[CatalogItem, Typed]
"""What is typed, and the item as it was when that began."""


class CatalogSection(AskedFirst):
    """What is typed stays typed, also while other items are looked at, until it is published."""

    name = "Catalog items"
    right = Right.CHANGE_SETTINGS

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._stored = Stored()
        self._new: dict[int, CatalogItem] = {}
        self._drafts: dict[int, Draft] = {}
        self._chosen: int | None = None
        self._named = ""
        pane = ItemList(self)
        self.model, self.list, self.add = pane.model, pane.list, pane.add
        self.detail = ItemDetail(context, self)
        self.editor, self.preview = self.detail.editor, self.detail.preview
        self.row = self.detail.row
        self.files = CatalogFiles(context, self)
        self.empty = EmptyState(context.theme, self)
        self._right = QStackedWidget(self)
        self._right.addWidget(self.empty)
        self._right.addWidget(self.detail)
        self.panes = TwoPanes(
            context.theme,
            "CatalogPanes",
            panes=(pane, self._right),
            back="All items",
            list_wide=LIST_WIDE,
        )
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.panes)
        self._connect(pane)

    def read(self) -> None:
        """Read the catalog again; what is being changed stays."""
        work = partial(read_stored, self.context.desk)
        self.context.jobs.read(self, work, self._found, key="catalog items")

    def choose(self, item_id: int) -> None:
        """Show an item by its id."""
        self.list.setCurrentIndex(self.model.place_of(item_id))

    def choose_named(self, name: str) -> None:
        """Show an item by its name."""
        items = (one.item for one in self._stored.kept.values())
        self.choose(next(item.id for item in items if item.name == name))

    @property
    def unpublished(self) -> int:
        """How many items have changes that are not published."""
        return len(self._drafts)

    def throw_away(self) -> None:
        """Forget all that is typed."""
        self._drafts.clear()
        self._new.clear()
        self._list(self._chosen)

    def _connect(self, pane: ItemList) -> None:
        self.list.selectionModel().currentChanged.connect(self._moved_to)
        for pressed in (self.list.clicked, self.list.activated):
            pressed.connect(self.panes.show_detail)
        pane.add.clicked.connect(lambda: self._begin(a_new_one(self._next_id())))
        pane.bring.clicked.connect(self.files.ask_import)
        pane.export.clicked.connect(self.files.ask_export)
        self.editor.changed.connect(self._typed)
        self.row.save.clicked.connect(self._publish)
        self.row.back.clicked.connect(self._put_back)
        self.detail.theirs.clicked.connect(self._put_back)
        self.detail.mine.clicked.connect(self._go_on)
        self.detail.duplicate.clicked.connect(self._duplicate)
        self.detail.retire.clicked.connect(self._retire)

    def _found(self, stored: Stored) -> None:
        self._stored = stored
        items = [one.item for one in stored.kept.values()]
        saved = next((one.id for one in items if one.name == self._named), None)
        self._named = ""
        first = next((one.id for one in sorted(items, key=self._order)), None)
        self._list(saved or self._chosen or first)

    def _order(self, item: CatalogItem) -> tuple[object, ...]:
        category = self._stored.known.name("category_id", item.category_id)
        return not item.active, item.id < 0, category.casefold(), item.name.casefold()

    def _list(self, wanted: int | None) -> None:
        every = [*(one.item for one in self._stored.kept.values()), *self._new.values()]
        rows = [(one.id, self._look(one)) for one in sorted(every, key=self._order)]
        self._chosen = wanted if wanted in {one.id for one in every} else None
        chosen = self._chosen
        self.model.show_rows(rows)
        self._chosen = chosen
        self.list.setCurrentIndex(self.model.place_of(chosen))
        self._show()

    def _look(self, item: CatalogItem) -> TwoLines:
        draft = self._drafts.get(item.id)
        named = draft[1].name if draft else item.name
        unsaved = (UNSAVED,) if draft or item.id < 0 else ()
        return TwoLines(
            title=named.strip() or NEW_NAME,
            meta=self._stored.known.name("category_id", item.category_id) or "No category",
            chips=unsaved if item.active else (*unsaved, RETIRED),
            aside=f"edition {item.edition}" if item.edition else "",
            dimmed=not item.active,
        )

    def _moved_to(self, now: QModelIndex, _before: QModelIndex) -> None:
        chosen = self.model.id_of(now)
        if chosen is not None and chosen != self._chosen:
            self._chosen = chosen
            self._show()

    def _base(self) -> CatalogItem | None:
        """What is chosen: as it was when one began to type, as it is stored, or as it begins."""
        chosen = self._chosen or 0
        if chosen in self._drafts:
            return self._drafts[chosen][0]
        kept = self._stored.kept.get(chosen)
        return kept.item if kept else self._new.get(chosen)

    def _show(self) -> None:
        base = self._base()
        self._right.setCurrentIndex(1 if base else 0)
        if base is None:
            self.empty.show_words(Icon.PACKAGE, "No catalog item is chosen", ABOUT)
            return
        self.show_trouble("")
        draft = self._drafts.get(base.id)
        typed = draft[1] if draft else typed_of(base)
        if self.editor.typed() != typed:
            self.editor.show_typed(typed, self._stored)
        self._weigh()

    def _typed(self) -> None:
        base = self._base()
        if base is None:
            return
        typed = self.editor.typed()
        if typed == typed_of(base):
            self._drafts.pop(base.id, None)
        else:
            self._drafts[base.id] = (base, typed)
        self.model.change_row(base.id, self._look(base))
        self._weigh()

    def _weigh(self) -> None:
        """Say what is wrong, show what it would be, and offer to publish it."""
        base = self._base()
        if base is None:
            return
        item, wrong = item_of(self.editor.typed(), base)
        wrong = (*wrong, *self._taken(item))
        kept = self._stored.kept.get(base.id)
        self.editor.show_wrong(wrong)
        titles = {**self._stored.articles, **self.editor.articles.titles}
        self.preview.show_item(item, replace(self._stored, articles=titles))
        behind = self.detail.tell(item, base, kept, self.context.desk.clock())
        changed = base.id in self._drafts or base.id < 0
        self.show_trouble(behind or (CORRECT if changed and wrong else ""))
        self.row.offer(changed=changed, possible=not (wrong or behind))

    def _taken(self, item: CatalogItem) -> tuple[Mistake, ...]:
        """Two items of one name could not be told apart."""
        others = (one.item for one in self._stored.kept.values() if one.item.id != item.id)
        if item.name and item.name in {one.name for one in others}:
            said = f"The catalog has an item called “{item.name}” already."
            return (Mistake(Part.NAME, 0, said),)
        return ()

    def _next_id(self) -> int:
        return min(self._new, default=0) - 1

    def _begin(self, item: CatalogItem) -> None:
        self._new[item.id] = item
        self._list(item.id)
        self.panes.show_detail()
        self.editor.name.setFocus()
        self.editor.name.selectAll()

    def _duplicate(self) -> None:
        base = self._base()
        if base is None:
            return
        item, _ = item_of(self.editor.typed(), base)
        new = replace(item, id=self._next_id(), name="", edition=0, edition_id=None, active=True)
        self._begin(replace(new, name=f"{item.name or NEW_NAME} (copy)"))

    def _publish(self) -> None:
        base = self._base()
        if base is None:
            return
        item, _ = item_of(self.editor.typed(), base)
        kept = self._stored.kept.get(base.id)
        active = kept.item.active if kept else True
        self.row.save.setEnabled(False)
        self.context.do(
            self,
            partial(
                catalog_items.save_item,
                self.context.desk,
                replace(item, id=max(item.id, 0), active=active),
            ),
            said=f"Edition {item.edition + 1} of “{item.name}” is published.",
            done=partial(self._published, base.id, item.name),
            failed=self.refused,
        )

    def _published(self, item_id: int, name: str, _: Effects) -> None:
        self._forget(item_id)
        self._named = name if item_id == self._chosen else ""
        self.read()

    def refused(self, error: Exception) -> None:
        """What was refused can be tried again; what somebody else published is read first."""
        self._weigh()
        super().refused(error)
        if isinstance(error, Conflict):
            self.read()

    def _forget(self, item_id: int) -> None:
        self._drafts.pop(item_id, None)
        self._new.pop(item_id, None)

    def _put_back(self) -> None:
        if self._chosen is not None:
            self._drafts.pop(self._chosen, None)
            self._list(self._chosen)

    def _go_on(self) -> None:
        """What is typed becomes the edition after theirs."""
        kept = self._stored.kept.get(self._chosen or 0)
        if kept is not None:
            self._drafts[kept.item.id] = (kept.item, self.editor.typed())
            self._show()

    def _retire(self) -> None:
        base = self._base()
        if base is None:
            return
        if base.id < 0:
            self._forget(base.id)
            self._list(next(iter(self._stored.kept), None))
            return
        active = not self._stored.kept[base.id].item.active
        work = partial(catalog_items.offer_item, self.context.desk, base.id, active=active)
        done = "can be ordered again" if active else "can be ordered no more"
        self.context.do(self, work, said=f"“{base.name}” {done}.", failed=self.refused)
