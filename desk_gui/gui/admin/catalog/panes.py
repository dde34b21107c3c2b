"""The parts of the catalog's editor: the list of items, and one of them with its preview."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from desk_gui.domain.catalog import CatalogItem
from desk_gui.gui.admin.catalog.editor import ItemEditor
from desk_gui.gui.admin.catalog.preview import ItemPreview
from desk_gui.gui.admin.catalog.stored import edition_words
from desk_gui.gui.admin.footed import FootedPane
from desk_gui.gui.admin.list_pane import ListPane
from desk_gui.gui.admin.section import SaveRow, Section
from desk_gui.gui.page import Context
from desk_gui.gui.theme import look
from desk_gui.gui.widgets.flow import FlowLayout
from desk_gui.gui.widgets.text_label import TextLabel
from desk_gui.gui.widgets.two_lines import TwoLineList, TwoLineModel
from desk_gui.gui.widgets.two_panes import TwoPanes
from desk_gui.operations.catalog_items import Kept

ABOUT = "What can be ordered. Open requests keep the edition that they were made with."
NEW_NAME = "New item"
EDITOR_WIDE = 480


def button(words: str, name: str, parent: QWidget, *, style: str = "") -> QPushButton:
    """A button with its names."""
    made = QPushButton(words, parent)
    made.setObjectName(name)
    made.setAccessibleName(words.rstrip("…"))
    if style:
        look(made, style)
    return made


class ItemList(ListPane):
    """All items by category, a way to add one, and the whole catalog as a file."""

    def __init__(self, section: Section) -> None:
        super().__init__(section)
        theme = section.context.theme
        self.add = button("New…", "AddItem", self)
        self.add.setAccessibleName("New catalog item")
        self.bring = button("Import…", "ImportCatalog", self, style="link")
        self.export = button("Export…", "ExportCatalog", self, style="link")
        for one in (self.add, self.bring):
            one.setEnabled(section.may)
        self.model = TwoLineModel(self)
        self.list = TwoLineList(theme, "Catalog item list", self)
        self.list.setModel(self.model)
        files = QWidget(self)
        flow = FlowLayout(theme.px(4), files)
        flow.addWidget(self.bring)
        flow.addWidget(self.export)
        about = TextLabel(ABOUT, "small", self).wrapping()
        title = TextLabel("Catalog", "title", self)
        self.fill(head=(title, self.add), above=(about, section.lacking, files), listed=self.list)


class ItemDetail(QWidget):
    """One item: its fields, and beside them (or instead, where it is narrow) the preview."""

    def __init__(self, context: Context, section: Section) -> None:
        super().__init__(section)
        theme = context.theme
        self.heading = TextLabel("", "heading", self).wrapping()
        self.told = TextLabel("", "soft", self).wrapping()
        self.duplicate = button("Duplicate", "DuplicateItem", self)
        self.retire = button("Retire", "RetireItem", self)
        self.look = button("Preview", "ShowPreview", self)
        for one in (self.duplicate, self.retire):
            one.setEnabled(section.may)
        self.editor = ItemEditor(context, self, may=section.may)
        self.preview = ItemPreview(context, self)
        self.row = SaveRow(theme, "item", section, "Publish")
        self.theirs = button("Throw mine away", "TakeTheirs", self)
        self.mine = button("Go on with mine", "KeepMine", self)
        pane = FootedPane(theme, section, row=self.row)
        for one in (self.theirs, self.mine):
            pane.buttons.addWidget(one)
            one.hide()
        head = FlowLayout(theme.px(8))
        for one in (self.duplicate, self.retire, self.look):
            head.addWidget(one)
        pane.column.addWidget(self.heading)
        pane.column.addWidget(self.told)
        pane.column.addLayout(head)
        pane.column.addSpacing(theme.px(8))
        pane.column.addWidget(self.editor)
        self.sides = TwoPanes(
            theme,
            "ItemSides",
            panes=(pane, self.preview),
            back="Back to the fields",
            list_wide=EDITOR_WIDE,
        )
        self.look.clicked.connect(self.sides.show_detail)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.sides)

    def tell(self, item: CatalogItem, base: CatalogItem, kept: Kept | None, now: datetime) -> str:
        """Say how the item stands; the sentence where somebody else published meanwhile, or ""."""
        named = item.name or NEW_NAME
        self.heading.setText(named)
        self.told.setText(edition_words(kept, now))
        offered = kept is None or kept.item.active
        verb = "Discard" if base.id < 0 else "Retire" if offered else "Bring back"
        self.retire.setText(verb)
        self.retire.setAccessibleName(f"{verb} {named}")
        behind = kept is not None and kept.item.edition != base.edition
        self.offer_choice(conflict=behind)
        if kept is None or not behind:
            return ""
        by = f" by {kept.by}" if kept.by else ""
        said = f"Edition {kept.item.edition} was published meanwhile{by}"
        return f"{said}; yours began with edition {base.edition}."

    def offer_choice(self, *, conflict: bool) -> None:
        """Offer to choose where somebody else published meanwhile."""
        for one in (self.theirs, self.mine):
            one.setVisible(conflict)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A button leads to the preview where it has no room beside the fields."""
        super().resizeEvent(event)
        self.look.setVisible(self.sides.is_narrow())
