"""The filter bar: conditions as chips that can be taken away, and a field for words."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QToolButton, QWidget

from desk_gui.domain.errors import Invalid
from desk_gui.domain.filters import Due, Field, Is, Sort, Term, parse
from desk_gui.domain.workflow import HoldReason, Kind, Status
from desk_gui.gui import format as words
from desk_gui.gui.icons import Icon
from desk_gui.gui.theme import Theme, look
from desk_gui.gui.widgets.search_box import SearchBox
from desk_gui.operations.accounts import Choice

SORTS = {
    Sort.URGENCY: "most urgent first",
    Sort.DUE: "due next first",
    Sort.OPENED: "oldest first",
    Sort.UPDATED: "changed longest ago first",
    Sort.NUMBER: "by number",
    Sort.PRIORITY: "by priority",
    Sort.STATUS: "by status",
    Sort.KIND: "by kind",
    Sort.TITLE: "by title",
    Sort.ASSIGNEE: "by assignee",
    Sort.TEAM: "by team",
    Sort.REQUESTER: "by requester",
    Sort.CATEGORY: "by category",
}
TURNED = {Sort.OPENED: "newest first", Sort.UPDATED: "last changed first"}


def sort_words(sort: str) -> str:
    """An order as people say it."""
    order = Sort(sort.removeprefix("-"))
    if not sort.startswith("-"):
        return SORTS[order]
    return TURNED.get(order, f"{SORTS[order]}, turned round")


def term_words(term: Term) -> str:
    """A condition as a chip says it: “kind: incident”."""
    values = ", ".join(value.replace("_", " ") for value in term.values)
    sign = "" if term.operator == "=" else f"{term.operator} "
    return f"{'not ' if term.negated else ''}{term.field.value}: {sign}{values}"


def term_text(term: Term) -> str:
    """A condition as it is typed."""
    values = ",".join(term.values)
    operator = "" if term.operator == "=" else term.operator
    quoted = f'"{operator}{values}"' if " " in values else f"{operator}{values}"
    return f"{'-' if term.negated else ''}{term.field.value}:{quoted}"


class FilterBar(QWidget):
    """`changed` carries the whole filter as text; `wrong` the sentence for one that is none."""

    changed = Signal(str)
    wrong = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._terms: tuple[Term, ...] = ()
        self.setObjectName("FilterBar")
        self.setAccessibleName("Filter")
        self.words = SearchBox(theme, "Filter: words, or kind:incident priority:<=2", self)
        self.words.setObjectName("FilterWords")
        self._add = QToolButton(self)
        self._add.setObjectName("AddFilter")
        self._add.setAccessibleName("Add a condition")
        self._add.setText("+ filter")
        self._add.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        look(self._add, "pill")
        self._menu = QMenu(self._add)
        self._add.setMenu(self._menu)
        self._chips = QHBoxLayout()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(8))
        row.addWidget(self.words, 1)
        row.addLayout(self._chips)
        row.addWidget(self._add)
        self.words.searched.connect(self._typed)
        self.offer((), (), ())

    def text(self) -> str:
        """The whole filter as it could be typed."""
        typed = [term_text(term) for term in self._terms]
        return " ".join([*typed, self.words.text().strip()]).strip()

    def show_filter(self, typed: str) -> None:
        """Show a filter without saying that it changed."""
        wanted = parse(typed)
        self._terms = wanted.terms
        if self.words.text().strip() != wanted.words:
            with QSignalBlocker(self.words):
                self.words.setText(wanted.words)
        self._show_chips()

    def offer(
        self, agents: tuple[Choice, ...], teams: tuple[Choice, ...], categories: tuple[Choice, ...]
    ) -> None:
        """Fill the menu with what this desk has."""
        self._menu.clear()
        self._submenu("Kind", Field.KIND, {k.value: words.KINDS_IN_FULL[k] for k in Kind})
        self._submenu("Priority", Field.PRIORITY, {str(n): f"{n}" for n in range(1, 6)})
        self._submenu("Status", Field.STATUS, {s.value: words.STATUSES[s] for s in Status})
        self._submenu(
            "Waiting for", Field.HOLD, {h.value: words.HOLD_REASONS[h] for h in HoldReason}
        )
        mine = {"me": "Me", "none": "Nobody"}
        self._submenu("Assignee", Field.ASSIGNEE, mine | {a.detail: a.name for a in agents})
        mine = {"me": "My teams", "none": "None"}
        self._submenu("Team", Field.TEAM, mine | {t.name: t.name for t in teams})
        self._submenu("Category", Field.CATEGORY, {c.name: c.name for c in categories})
        self._submenu("Due", Field.DUE, {d.value: d.value.capitalize() for d in Due})
        self._submenu("Is", Field.IS, {i.value: i.value.capitalize() for i in Is})

    def _submenu(self, heading: str, field: Field, values: dict[str, str]) -> None:
        if not values:
            return
        menu = self._menu.addMenu(heading)
        for value, shown in values.items():
            menu.addAction(shown).triggered.connect(partial(self.add_term, field, value))

    def add_term(self, field: Field, value: str) -> None:
        """Add a condition; one of the same field is replaced."""
        kept = [term for term in self._terms if term.field is not field]
        self._terms = (*kept, Term(field, "=", (value,)))
        self._show_chips()
        self.changed.emit(self.text())

    def take_away(self, term: Term) -> None:
        """Take a condition away."""
        self._terms = tuple(kept for kept in self._terms if kept != term)
        self._show_chips()
        self.changed.emit(self.text())

    def _typed(self) -> None:
        """Conditions that were typed become chips once they are whole."""
        typed = self.text()
        try:
            self.show_filter(typed)
        except Invalid as error:
            self.wrong.emit(error.message)
            return
        self.wrong.emit("")
        self.changed.emit(typed)

    def _show_chips(self) -> None:
        while item := self._chips.takeAt(0):
            if widget := item.widget():
                widget.deleteLater()
        for term in self._terms:
            self._chips.addWidget(self._chip(term))

    def _chip(self, term: Term) -> QPushButton:
        chip = QPushButton(term_words(term), self)
        chip.setObjectName("FilterChip")
        chip.setAccessibleName(f"Take away {term_words(term)}")
        chip.setToolTip("Take this condition away")
        chip.setIcon(self._theme.icon(Icon.X))
        look(chip, "pill")
        chip.clicked.connect(lambda: self.take_away(term))
        return chip
