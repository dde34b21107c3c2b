"""The left half of the knowledge page: search as one types, filters, and the list."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from desk_gui.domain.accounts import Right
from desk_gui.gui import format as words
from desk_gui.gui.icons import Icon
from desk_gui.gui.knowledge.model import STALE, ArticleModel
from desk_gui.gui.page import Context
from desk_gui.gui.theme import look
from desk_gui.gui.widgets.card import separator
from desk_gui.gui.widgets.choice_pill import ChoicePill
from desk_gui.gui.widgets.empty_state import EmptyState
from desk_gui.gui.widgets.flow import FlowLayout
from desk_gui.gui.widgets.search_box import SearchBox
from desk_gui.gui.widgets.text_label import TextLabel
from desk_gui.gui.widgets.two_lines import TwoLineList
from desk_gui.operations.articles import finding
from desk_gui.operations.articles.finding import ArticleRow

STATUSES: tuple[tuple[str, object], ...] = (
    ("any", None),
    *((name.lower(), status) for status, name in words.ARTICLE_STATUSES.items()),
    ("stale, to be reviewed", STALE),
)


class Shelf(QFrame):
    """`chosen` carries an article, `opened` one that was pressed or entered."""

    chosen = Signal(int)
    opened = Signal(int)
    new_wanted = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._wanted: int | None = None
        self._marking = False
        self.setObjectName("Shelf")
        self.setAccessibleName("Articles")
        look(self, "surface")
        theme = context.theme
        self.search = SearchBox(theme, "Search articles", self)
        self.status = ChoicePill("Status", self)
        self.status.offer(STATUSES)
        self.category = ChoicePill("Category", self)
        self.count = TextLabel("", "small", self)
        self.new = QPushButton("New article", self)
        self.model = ArticleModel(context.desk.clock, self)
        self.list = TwoLineList(theme, "Article list", self)
        self.empty = EmptyState(theme, self)
        self._body = QStackedWidget(self)
        self._arrange()
        self._connect()
        self.setFocusProxy(self.search)

    def read(self) -> None:
        """Find the articles again."""
        desk, typed = self._context.desk, self.search.text().strip()
        self._context.jobs.read(
            self, lambda: finding.find(desk, typed).rows, self._found, key="articles"
        )

    def mark(self, article_id: int | None) -> None:
        """Mark an article in the list, now or when it is found, without saying so."""
        self._wanted = article_id
        self._mark()

    def clear_filters(self) -> None:
        """Show everything again."""
        self.search.clear()
        self.search.say()
        self.status.choose(None)
        self.category.choose(None)

    def step(self, rows: int) -> None:
        """Go down (or up) the list."""
        at = self.list.currentIndex().row() + rows
        if 0 <= at < self.model.rowCount():
            self.list.setCurrentIndex(self.model.index(at, 0))

    def _arrange(self) -> None:
        px = self._context.theme.px
        self.new.setObjectName("NewArticle")
        self.new.setAccessibleName("New article")
        self.new.setVisible(self._context.account.may(Right.WRITE_ARTICLES))
        head = QHBoxLayout()
        head.setSpacing(px(8))
        head.addWidget(TextLabel("Articles", "title", self))
        head.addWidget(self.count, 1)
        head.addWidget(self.new)
        pills = FlowLayout(px(8))
        pills.addWidget(self.status)
        pills.addWidget(self.category)
        top = QVBoxLayout()
        top.setContentsMargins(px(16), px(8), px(16), px(12))
        top.setSpacing(px(8))
        for layout in (head, pills):
            top.addLayout(layout)
        top.insertWidget(1, self.search)
        self.list.setModel(self.model)
        self._body.addWidget(self.list)
        self._body.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(separator(self._context.theme, self))
        column.addWidget(self._body, 1)

    def _connect(self) -> None:
        self.search.searched.connect(self.read)
        self.new.clicked.connect(self.new_wanted)
        for pill in (self.status, self.category):
            pill.chosen.connect(self._narrow)
        self.list.selectionModel().currentChanged.connect(self._moved_to)
        for pressed in (self.list.clicked, self.list.activated):
            pressed.connect(self._opened)

    def _found(self, rows: Sequence[ArticleRow]) -> None:
        self.model.show_rows(rows)
        if not self.search.text().strip():
            names = sorted({row.category for row in rows if row.category})
            self.category.offer([("any", None), *((name, name) for name in names)])
        self._show()

    def _narrow(self) -> None:
        status, category = self.status.value, self.category.value
        self.model.narrow(
            status if isinstance(status, str) else None,
            category if isinstance(category, str) else None,
        )
        self._show()

    def _show(self) -> None:
        shown = self.model.rowCount()
        self.count.setText(f"{shown:,}")
        self.count.setAccessibleName(words.count(shown, "article"))
        self._mark()
        self._body.setCurrentWidget(self.list if shown else self.empty)
        if not shown:
            self._explain()

    def _explain(self) -> None:
        if self.model.found or self.search.text().strip():
            self.empty.show_words(
                Icon.SEARCH, "No article fits", "Try other words, or show all articles again."
            ).offer("Show all articles", self.clear_filters)
            return
        self.empty.show_words(
            Icon.BOOK_OPEN,
            "No articles yet",
            "Write down what helped once, and it helps everybody the next time.",
        )
        if not self.new.isHidden():
            self.empty.offer("Write the first article", self._want_new)

    def _want_new(self) -> None:
        self.new_wanted.emit()

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
