"""The filter bar: a field for words and conditions, and the conditions as chips beneath it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QVBoxLayout, QWidget

from desk_gui.domain.errors import Invalid
from desk_gui.domain.filters import Due, Field, Is, Term, parse
from desk_gui.domain.workflow import HoldReason, Kind, Status
from desk_gui.gui import format as words
from desk_gui.gui.queue.filter_chips import FilterChips
from desk_gui.gui.queue.filter_words import added, term_text, term_words, unfinished
from desk_gui.gui.theme import Theme, look
from desk_gui.gui.widgets.search_box import SearchBox
from desk_gui.operations.accounts import Choice

PAUSE_MS, PATIENCE_MS = 150, 900
HINT = "Words, or kind:incident priority:<=2"


class FilterBar(QWidget):
    """`changed` carries the whole filter as text; `wrong` the sentence for one that is none.

    A condition becomes a chip once a space or Enter finishes it. One that is still being typed
    counts after a pause, and only then is anything said against it.
    """

    changed = Signal(str)
    wrong = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._terms: tuple[Term, ...] = ()
        self._names: dict[str, str] = {}
        self._said = ""
        self._filling = False
        self.setObjectName("FilterBar")
        self.setAccessibleName("Filter")
        self.words = _FilterField(theme, HINT, self)
        self.words.setObjectName("FilterWords")
        self.words.setAccessibleName("Filter this list")
        self.words.setAccessibleDescription(HINT)
        self.add = QToolButton(self)
        self._menu = QMenu(self.add)
        self.chips = FilterChips(theme, self)
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._patience = QTimer(self, singleShot=True, interval=PATIENCE_MS)
        self._arrange()
        self.words.textChanged.connect(self._typing)
        self.words.returnPressed.connect(self._finish)
        self.chips.away.connect(self.take_away)
        self.words.emptied_again.connect(self._take_last)
        self._pause.timeout.connect(self._take_finished)
        self._patience.timeout.connect(self._take_whole)
        self.offer((), (), ())

    def text(self) -> str:
        """The whole filter as it could be typed."""
        typed = [term_text(term) for term in self._terms]
        return " ".join([*typed, self.words.text().strip()]).strip()

    def show_filter(self, typed: str) -> None:
        """Show a filter without saying that it changed; Invalid for one that is none."""
        wanted = parse(typed)
        self._show(wanted.terms, wanted.words)
        self._said = self.text()

    def offer(
        self, agents: tuple[Choice, ...], teams: tuple[Choice, ...], categories: tuple[Choice, ...]
    ) -> None:
        """Fill the menu with what this desk has."""
        self._names = {agent.detail: agent.name for agent in agents if agent.detail}
        for menu in self._menu.findChildren(QMenu):
            menu.deleteLater()
        self._menu.clear()
        self._submenu("Kind", Field.KIND, {k.value: words.KINDS_IN_FULL[k] for k in Kind})
        levels = {str(int(level)): words.priority_words(level) for level in words.PRIORITIES}
        self._submenu("Priority", Field.PRIORITY, levels)
        self._submenu("Status", Field.STATUS, {s.value: words.STATUSES[s] for s in Status})
        self._submenu(
            "Waiting for", Field.HOLD, {h.value: words.HOLD_REASONS[h] for h in HoldReason}
        )
        mine = {"me": "Me", "none": "Nobody"}
        self._submenu("Assignee", Field.ASSIGNEE, mine | self._names)
        mine = {"me": "My teams", "none": "None"}
        self._submenu("Team", Field.TEAM, mine | {t.name: t.name for t in teams})
        self._submenu("Category", Field.CATEGORY, {c.name: c.name for c in categories})
        self._submenu("Due", Field.DUE, {d.value: d.value.capitalize() for d in Due})
        self._submenu("Is", Field.IS, {i.value: i.value.capitalize() for i in Is})
        self._show_chips()

    def add_term(self, field: Field, value: str, *_: object) -> None:
        """Add a condition; one that it would contradict is replaced."""
        self._terms = added(self._terms, Term(field, "=", (value,)))
        self._show_chips()
        self._say()

    def take_away(self, term: Term) -> None:
        """Take a condition away."""
        self._terms = tuple(kept for kept in self._terms if kept != term)
        self._show_chips()
        self.words.setFocus()
        self._say()

    def _typing(self) -> None:
        if not self._filling:
            self._pause.start()
            self._patience.start()

    def _finish(self) -> None:
        """Enter: everything that was typed counts, and conditions become chips."""
        self._absorb(self.words.text(), "")

    def _take_finished(self) -> None:
        """A short pause: conditions that a space ended become chips, words are looked for."""
        typed = self.words.text()
        rest = unfinished(typed)
        self._absorb(typed.removesuffix(rest), rest)

    def _take_whole(self) -> None:
        """A long pause: the condition that is being typed counts too, or what is wrong is said."""
        if self._is_right(self.words.text()):
            self._say()

    def _absorb(self, typed: str, rest: str) -> None:
        if not self._is_right(typed):
            return
        wanted = parse(typed)
        if wanted.terms:
            self._show((*self._terms, *wanted.terms), f"{wanted.words} {rest}".strip())
        if rest:
            self._patience.start()
        else:
            self._say()

    def _is_right(self, typed: str) -> bool:
        try:
            parse(f"{' '.join(term_text(term) for term in self._terms)} {typed}")
        except Invalid as error:
            self.wrong.emit(error.message)
            look(self.words, "wrong")
            return False
        self._no_longer_wrong()
        return True

    def _no_longer_wrong(self) -> None:
        self.wrong.emit("")
        look(self.words, "search")

    def _say(self) -> None:
        self._pause.stop()
        self._patience.stop()
        typed = self.text()
        if typed != self._said:
            self._said = typed
            self.changed.emit(typed)

    def _take_last(self) -> None:
        """Backspace in the empty field takes the last condition away."""
        if self._terms:
            self.take_away(self._terms[-1])

    def _show(self, terms: tuple[Term, ...], typed: str) -> None:
        self._pause.stop()
        self._patience.stop()
        self._no_longer_wrong()
        if self.words.text() != typed:
            self._filling = True
            self.words.setText(typed)
            self._filling = False
        self._terms = tuple(dict.fromkeys(terms))
        self._show_chips()

    def _show_chips(self) -> None:
        self.chips.show_terms({term: term_words(term, self._names) for term in self._terms})

    def _submenu(self, heading: str, field: Field, values: Mapping[str, str]) -> None:
        if not values:
            return
        menu = self._menu.addMenu(heading)
        for value, shown in values.items():
            action = menu.addAction(shown.replace("&", "&&"))
            action.triggered.connect(partial(self.add_term, field, value))

    def _arrange(self) -> None:
        self.add.setObjectName("AddFilter")
        self.add.setAccessibleName("Add a condition")
        self.add.setText("+ filter")
        self.add.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.add.setMenu(self._menu)
        look(self.add, "pill")
        row = QHBoxLayout()
        row.setSpacing(self._theme.px(8))
        row.addWidget(self.words, 1)
        row.addWidget(self.add)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self._theme.px(8))
        column.addLayout(row)
        column.addWidget(self.chips)


class _FilterField(SearchBox):
    """The field; `emptied_again` says that Backspace was pressed with nothing to take away."""

    emptied_again = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Backspace in an empty field goes on to the conditions."""
        if event.key() == Qt.Key.Key_Backspace and not self.text():
            self.emptied_again.emit()
            return
        super().keyPressEvent(event)
