"""Contacts: everybody who asks for something, and who their managers are."""

from __future__ import annotations

from array import array
from functools import partial

from PySide6.QtWidgets import QPushButton, QStackedWidget, QVBoxLayout, QWidget

from desk_gui.domain.accounts import Right
from desk_gui.gui import format as words
from desk_gui.gui.admin.accounts import FactsCard
from desk_gui.gui.admin.asked_sheets import ChangeContact
from desk_gui.gui.admin.contact_model import NOBODY, ContactModel
from desk_gui.gui.admin.list_and_detail import lay_out, nobody_fits
from desk_gui.gui.admin.section import Section
from desk_gui.gui.icons import Icon
from desk_gui.gui.page import Context
from desk_gui.gui.theme import Theme
from desk_gui.gui.widgets.choice_pill import ChoicePill
from desk_gui.gui.widgets.empty_state import EmptyState
from desk_gui.gui.widgets.flow import FlowLayout
from desk_gui.gui.widgets.scrolled import scrolled
from desk_gui.gui.widgets.search_box import SearchBox
from desk_gui.gui.widgets.text_label import TextLabel, plain_tip
from desk_gui.gui.widgets.two_lines import TwoLineList
from desk_gui.operations import contacts
from desk_gui.operations.contacts import Contact

NARROW = 220
FACTS = ("Mail address", "Department", "Site", "Manager")
WITHOUT = "Where an item asks the manager, a supervisor decides: no manager is named."
OFF = "Where an item asks the manager, a supervisor decides: this account is switched off."


class ContactDetail(QWidget):
    """One contact, and the button that names the manager."""

    def __init__(self, theme: Theme, *, may: bool, why_not: str) -> None:
        super().__init__()
        self.setObjectName("ContactDetail")
        self.setAccessibleName("Contact")
        self.name = TextLabel("", "heading", self).wrapping()
        self.facts = FactsCard(theme, FACTS, self, NARROW)
        self.instead = TextLabel("", "soft", self).wrapping()
        self.change = QPushButton("Manager and department…", self)
        self.change.setObjectName("ChangeContact")
        self.change.setAccessibleName("Manager and department")
        self.change.setEnabled(may)
        self.change.setToolTip(plain_tip(why_not))
        px = theme.px
        buttons = FlowLayout(px(8))
        buttons.addWidget(self.change)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(24), px(16), px(24), px(24))
        column.setSpacing(px(8))
        column.addWidget(self.name)
        column.addLayout(buttons)
        column.addSpacing(px(4))
        column.addWidget(self.facts)
        column.addWidget(self.instead)
        column.addStretch(1)

    def show_contact(self, contact: Contact) -> None:
        """Show a contact, and who decides where the manager cannot."""
        self.name.setText(contact.name)
        facts = (contact.email, contact.department, contact.site)
        self.facts.show_values([*(one or "None" for one in facts), contact.manager or NOBODY])
        off = contact.manager_id is not None and not contact.manager_active
        self.instead.setText(WITHOUT if contact.manager_id is None else OFF if off else "")


class ContactsSection(Section):
    """The list left, one contact right; there can be many thousands."""

    name = "Contacts"
    right = Right.MANAGE_ACCOUNTS

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        theme = context.theme
        self._chosen: int | None = None
        self.search = SearchBox(theme, "Search name, mail or department", self)
        self.show_pill = ChoicePill("Show", self)
        self.show_pill.offer([("everybody", False), ("without a manager", True)])
        self.count = TextLabel("", "small", self)
        self.model = ContactModel(context.desk, context.jobs, self)
        self.list = TwoLineList(theme, "Contact list", self)
        self.detail = ContactDetail(theme, may=self.may, why_not=self.lacking.accessibleName())
        self.empty = EmptyState(theme, self)
        self._right = QStackedWidget(self)
        self._arrange()
        self._connect()

    def read(self) -> None:
        """Read again who is found."""
        words, without = self.search.text(), bool(self.show_pill.value)
        work = partial(contacts.ids, self.context.desk, words, without_manager=without)
        self.context.jobs.read(self, work, self._found, key="contacts")

    def _found(self, ids: array[int]) -> None:
        chosen = self._chosen
        self.model.show_ids(ids)
        self.count.setText(words.count(len(ids), "contact"))
        self.list.setCurrentIndex(self.model.place_of(chosen))
        self._show()

    def _moved(self) -> None:
        self._chosen = self.model.id_of(self.list.currentIndex())
        self._show()

    def _show(self) -> None:
        index = self.list.currentIndex()
        contact = self.model.contact(index)
        if contact is not None:
            self.detail.show_contact(contact)
            self._right.setCurrentWidget(self._area)
        elif not index.isValid():
            self._explain()
            self._right.setCurrentWidget(self.empty)

    def _explain(self) -> None:
        narrowed = bool(self.search.text().strip()) or bool(self.show_pill.value)
        if narrowed and not self.model.rowCount():
            nobody_fits(self.empty, self._show_everybody)
            return
        self.empty.show_words(
            Icon.USERS,
            "Choose a contact",
            "Contacts are who asks for something; their managers are asked for approvals.",
        )

    def _show_everybody(self) -> None:
        self.search.clear()
        self.show_pill.choose(False)
        self.search.say()
        self.read()

    def _change(self) -> None:
        contact = self.model.contact(self.list.currentIndex())
        if contact is not None and self.may:
            ChangeContact(self.context, contact, self).open()

    def _connect(self) -> None:
        self.search.searched.connect(lambda _: self.read())
        self.show_pill.chosen.connect(lambda _: self.read())
        self.model.came.connect(self._show)
        self.model.trouble.connect(self.refused)
        self.list.selectionModel().currentChanged.connect(lambda *_: self._moved())
        for pressed in (self.list.clicked, self.list.activated):
            pressed.connect(self.panes.show_detail)
        self.detail.change.clicked.connect(self._change)

    def _arrange(self) -> None:
        self.list.setModel(self.model)
        self._area = scrolled(self.detail, "Contact area", self)
        for one in (self.empty, self._area):
            self._right.addWidget(one)
        self.panes = lay_out(
            self,
            "ContactPanes",
            head=(self.show_pill, self.count),
            above=(self.search, self.lacking, self.trouble),
            listed=self.list,
            right=self._right,
        )
