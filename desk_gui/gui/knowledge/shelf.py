"""The left half of the knowledge page: search as one types, filters, and the list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QModelIndex, QTimer, Signal
from PySide6.QtWidgets import QFrame, QStackedWidget, QWidget

from desk_gui.domain.knowledge import ArticleStatus, Narrow
from desk_gui.gui import format as words
from desk_gui.gui.icons import Icon
from desk_gui.gui.knowledge.model import ArticleModel
from desk_gui.gui.knowledge.shelf_head import ShelfHead
from desk_gui.gui.page import Context
from desk_gui.gui.theme import look
from desk_gui.gui.widgets.card import separator
from desk_gui.gui.widgets.empty_state import EmptyState
from desk_gui.gui.widgets.two_lines import TwoLineList
from desk_gui.operations.articles import care, categories, finding
from desk_gui.operations.articles.categories import Category
from desk_gui.operations.articles.finding import Found
from desk_gui.operations.desk import Desk

MISSED_MS = 4_000
"""Words that found nothing and still stand there after so long were meant."""
STALE = "stale"
STATUSES: tuple[tuple[str, object], ...] = (
    ("any", None),
    *((name.lower(), status) for status, name in words.ARTICLE_STATUSES.items()),
    ("stale, to be reviewed", STALE),
)


@dataclass(frozen=True)
class Choices:
    """What the list can be narrowed by."""

    categories: tuple[Category, ...]
    tags: tuple[tuple[str, int], ...]


def read_choices(desk: Desk) -> Choices:
    """The categories and tags that articles have."""
    return Choices(tuple(categories.tree(desk)), tuple(finding.most_tagged(desk)))


class Shelf(QFrame):
    """`chosen` carries an article, `opened` one that was pressed or entered."""

    chosen = Signal(int)
    opened = Signal(int)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._wanted: int | None = None
        self._marking = False
        self._found = Found()
        self.setObjectName("Shelf")
        self.setAccessibleName("Articles")
        look(self, "surface")
        self.head = ShelfHead(context, self)
        self.search, self.status = self.head.search, self.head.status
        self.category, self.tag, self.count = self.head.category, self.head.tag, self.head.count
        self.status.offer(STATUSES)
        self.model = ArticleModel(context.desk.clock, self)
        self.list = TwoLineList(context.theme, "Article list", self)
        self.empty = EmptyState(context.theme, self)
        self._body = QStackedWidget(self)
        self._missed = QTimer(self)
        self._missed.setSingleShot(True)
        self._missed.setInterval(MISSED_MS)
        self._arrange()
        self._connect()
        self.setFocusProxy(self.search)

    def read(self) -> None:
        """Find the articles again, and what they can be narrowed by."""
        self._find()
        desk = self._context.desk
        self._context.jobs.read(self, partial(read_choices, desk), self._offer, key="choices")

    def mark(self, article_id: int | None) -> None:
        """Mark an article in the list, now or when it is found, without saying so."""
        self._wanted = article_id
        self._mark()

    def clear_filters(self) -> None:
        """Show everything again."""
        self.search.clear()
        self.search.say()
        for pill in self.head.pills:
            pill.choose(None)

    def step(self, rows: int) -> None:
        """Go down (or up) the list."""
        at = self.list.currentIndex().row() + rows
        if 0 <= at < self.model.rowCount():
            self.list.setCurrentIndex(self.model.index(at, 0))

    def _find(self) -> None:
        desk, typed, narrow = self._context.desk, self.search.text().strip(), self._narrow()
        self._missed.stop()
        work = partial(finding.find, desk, typed, narrow)
        self._context.jobs.read(self, work, partial(self._show_found, typed), key="articles")

    def _narrow(self) -> Narrow:
        status, category, tag = self.status.value, self.category.value, self.tag.value
        return Narrow(
            status=status if isinstance(status, ArticleStatus) else None,
            stale=status == STALE,
            category=category if isinstance(category, str) else None,
            tag=tag if isinstance(tag, str) else None,
        )

    def _arrange(self) -> None:
        self.list.setModel(self.model)
        self._body.addWidget(self.list)
        self._body.addWidget(self.empty)
        column = self.head.column
        column.addWidget(separator(self._context.theme, self))
        column.addWidget(self._body, 1)

    def _connect(self) -> None:
        self.search.searched.connect(self._find)
        self.search.returnPressed.connect(self._note_miss)
        self._missed.timeout.connect(self._note_miss)
        for pill in self.head.pills:
            pill.chosen.connect(self._find)
        self.list.selectionModel().currentChanged.connect(self._moved_to)
        for pressed in (self.list.clicked, self.list.activated):
            pressed.connect(self._opened)

    def _show_found(self, typed: str, found: Found) -> None:
        self._found = found
        self.model.show_rows(found.rows)
        shown = len(found.rows)
        more = not typed and found.every > shown
        self.count.setText(f"{shown:,} of {found.every:,}" if more else f"{shown:,}")
        self.count.setAccessibleName(words.count(shown, "article"))
        self.head.say(_told(typed, found))
        self._mark()
        self._body.setCurrentWidget(self.list if shown else self.empty)
        if not shown:
            self._explain(typed)
            self._missed.start()

    def _offer(self, choices: Choices) -> None:
        used = [one for one in choices.categories if one.articles or _holds(one, choices)]
        named = [(_indented(one.name), one.name) for one in used]
        self.category.offer([("any", None), *named])
        self.tag.offer([("any", None), *((f"{tag} ({n:,})", tag) for tag, n in choices.tags)])
        self.tag.setVisible(bool(choices.tags))

    def _note_miss(self) -> None:
        """Count that something was looked for and not found; nobody learns who."""
        typed = self.search.text().strip()
        self._missed.stop()
        if not typed or self._found.rows or not self._narrow().is_open:
            return
        desk, quiet = self._context.desk, _nothing
        self._context.jobs.write(self, lambda: care.missed(desk, typed), quiet, failed=quiet)

    def _explain(self, typed: str) -> None:
        if typed or not self._narrow().is_open:
            self.empty.show_words(
                Icon.SEARCH, "No article fits", "Try other words, or show all articles again."
            ).offer("Show all articles", self.clear_filters)
            return
        self.empty.show_words(
            Icon.BOOK_OPEN,
            "No articles yet",
            "Write down what helped once, and it helps everybody the next time.",
        )
        if not self.head.new.isHidden():
            self.empty.offer("Write the first article", self.head.new_wanted.emit)

    def _mark(self) -> None:
        self._marking = True
        self.list.setCurrentIndex(self.model.place_of(self._wanted))
        self._marking = False

    def _moved_to(self, now: QModelIndex, _before: QModelIndex) -> None:
        if not self._marking:
            self._say(now, self.chosen.emit)

    def _opened(self, index: QModelIndex) -> None:
        self._say(index, self.opened.emit)

    def _say(self, index: QModelIndex, tell: Callable[[int], object]) -> None:
        article_id = self.model.article_id(index)
        if article_id is not None:
            self._wanted = article_id
            tell(article_id)


def _nothing(_: object) -> None:
    """A count that could not be kept is nothing that a person has to know."""


def _told(typed: str, found: Found) -> str:
    """What is to be said of a search: words that were corrected, and words that are missing."""
    said = [f"“{used}” instead of “{written}”" for written, used in found.corrected]
    told = f"Shown for {', '.join(said)}." if said else ""
    if typed and found.rows and not found.every:
        told = f"{told} No article holds all of these words.".strip()
    return told


def _holds(category: Category, choices: Choices) -> bool:
    below = f"{category.name} › "
    return any(one.articles for one in choices.categories if one.name.startswith(below))


def _indented(name: str) -> str:
    *above, own = name.split(" › ")
    return f"{'    ' * len(above)}{own}"
