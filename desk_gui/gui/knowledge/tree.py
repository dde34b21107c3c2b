"""The tree of categories: what is in each, and adding, moving and removing them."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from desk_gui.domain.accounts import Right
from desk_gui.domain.categories import path_of
from desk_gui.gui import format as words
from desk_gui.gui.dialogs.messages import confirm
from desk_gui.gui.dialogs.sheet import Sheet
from desk_gui.gui.knowledge.care_list import CareList
from desk_gui.gui.page import Context
from desk_gui.gui.widgets.text_label import plain_tip
from desk_gui.gui.widgets.two_lines import TwoLines
from desk_gui.operations.articles import categories
from desk_gui.operations.articles.categories import Category

ABOUT = (
    "Articles, tickets and catalog items share these. A category is moved by giving it another"
    " path: what lies below it goes along."
)
PATH, HINT = "Name", "With those above it, such as “Network › VPN” or “Network > VPN”."
FIRST = "Choose a category of the list first."


class CategorySheet(Sheet):
    """Adds a category, or gives one another name or place."""

    def __init__(
        self, context: Context, category: Category | None, parent: QWidget | None = None
    ) -> None:
        heading = f"Rename or move “{category.name}”" if category else "Add a category"
        super().__init__(context, heading, "Save" if category else "Add", parent)
        self._category = category
        self.path = QLineEdit(category.name if category else "", self)
        self.form.add(PATH, self.path, HINT)

    def submit(self) -> None:
        """Save it."""
        desk, typed = self.context.desk, self.path.text()
        self.form.show_wrong({} if typed.strip() else {PATH: "Give it a name."})
        self.fit()
        if not typed.strip():
            return
        if self._category is None:
            self.send(partial(categories.add, desk, typed), "Category added.")
        else:
            work = partial(categories.rename, desk, self._category.id, typed)
            self.send(work, "Category renamed.")


class CategoryTree(QWidget):
    """The list of categories, those below others standing further in."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._found: dict[int, Category] = {}
        self.setObjectName("CategoryTree")
        self.list = CareList(context, "Categories", ABOUT, "There are no categories yet", self)
        may = context.account.may(Right.REVIEW_ARTICLES)
        for said, name, act in (
            ("Add…", "AddCategory", self._add),
            ("Rename or move…", "RenameCategory", self._rename),
            ("Remove…", "RemoveCategory", self._remove),
        ):
            button = self.list.add_button(said, name)
            button.setEnabled(may)
            button.setToolTip(plain_tip("" if may else "Only a supervisor can change categories."))
            button.clicked.connect(act)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.list)

    def read(self) -> None:
        """Read the categories again."""
        work = partial(categories.tree, self._context.desk)
        self._context.jobs.read(self, work, self._show, key="tree")

    def _show(self, found: list[Category]) -> None:
        self._found = {one.id: one for one in found}
        self.list.show_rows([(one.id, _row(one)) for one in found])

    def _chosen(self) -> Category | None:
        one = self._found.get(self.list.chosen() or 0)
        if one is None:
            self._context.toasts.say(FIRST)
        return one

    def _add(self) -> None:
        self._open(CategorySheet(self._context, None, self))

    def _rename(self) -> None:
        if one := self._chosen():
            self._open(CategorySheet(self._context, one, self))

    def _open(self, sheet: CategorySheet) -> None:
        sheet.accepted.connect(self.read)
        sheet.open()

    def _remove(self) -> None:
        if one := self._chosen():
            work = partial(categories.remove, self._context.desk, one.id)
            said = f"“{one.name}” is removed."
            confirm(
                self,
                f"Remove the category “{one.name}”?",
                "Remove",
                then=lambda: self._context.do(self, work, said=said, done=lambda _: self.read()),
                dangerous=True,
            )


def _row(one: Category) -> TwoLines:
    *above, own = path_of(one.name)
    parts = (
        words.count(one.articles, "article"),
        words.count(one.tickets, "ticket"),
        words.count(one.items, "catalog item") if one.items else "",
    )
    indent = "      " * len(above)
    return TwoLines(f"{indent}{own}", indent + " · ".join(part for part in parts if part))
