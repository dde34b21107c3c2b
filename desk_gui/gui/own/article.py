"""Reading a public article in place: on a page of its own, or over a form that is filled in."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtWidgets import QDialog, QPushButton, QVBoxLayout, QWidget

from desk_gui.domain.errors import sentence
from desk_gui.gui.icons import Icon
from desk_gui.gui.knowledge.around import Feedback
from desk_gui.gui.knowledge.reading import WIDEST, Prepared, read_article
from desk_gui.gui.own.column import middle
from desk_gui.gui.page import Context, Page
from desk_gui.gui.theme import look
from desk_gui.gui.widgets.card import Card
from desk_gui.gui.widgets.empty_state import EmptyState
from desk_gui.gui.widgets.safe_document import SafeView
from desk_gui.gui.widgets.scrolled import scrolled
from desk_gui.gui.widgets.text_label import TextLabel
from desk_gui.markup.rich import from_markdown
from desk_gui.operations.articles import using
from desk_gui.operations.desk import Desk
from desk_gui.operations.effects import Effects
from desk_gui.operations.knowledge import ArticlePage as Whole
from desk_gui.operations.own import reading

SEEN_MS = 4_000
"""An article that is shown for so long was read, and is counted."""
SHEET = (680, 600)


@dataclass(frozen=True)
class Told:
    """An article ready to be shown; a login of the server that is one's own knows no `whole`."""

    title: str
    prepared: Prepared
    whole: Whole | None = None


def read(desk: Desk, article_id: int, wide: int) -> Told:
    """Read a public article; a job calls it. Raises NotFound for any other."""
    title, text = reading.article(desk, article_id)
    if desk.database.is_requesters:
        return Told(title, Prepared(from_markdown(text)))
    found = read_article(desk, article_id, wide)
    return Told(title, found.shown, found.page)


class ArticleView(QWidget):
    """Title and text, and whether it helped."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.article_id = 0
        self.title = TextLabel("", "heading", self).wrapping().selectable()
        self.title.setObjectName("ArticleTitle")
        self.text = SafeView(context.theme, context.open_link, name="Article text", fits=True)
        self.feedback = Feedback(context, self)
        self.feedback.hide()
        self.empty = EmptyState(context.theme, self)
        self.empty.hide()
        self._seen = QTimer(self, singleShot=True, interval=SEEN_MS)
        self._seen.timeout.connect(self._count)
        self._card = Card(context.theme, parent=self)
        self._card.column.setContentsMargins(*[context.theme.px(16)] * 4)
        self._card.add(self.text)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(context.theme.px(12))
        for part in (self.title, self._card, self.feedback, self.empty):
            column.addWidget(part)

    def show_article(self, article_id: int) -> None:
        """Read an article and show it, or say why not."""
        self.article_id = article_id
        wide = round(self._context.theme.px(WIDEST) * self.devicePixelRatio())
        work = partial(read, self._context.desk, article_id, wide)
        self._context.jobs.read(self, work, self._shown, key="article", failed=self._not_shown)

    def _shown(self, told: Told) -> None:
        self.title.setText(told.title)
        self.title.setAccessibleName(told.title)
        self.text.show_rich(told.prepared.rich, told.prepared.pictures)
        self.title.show()
        self._card.show()
        self.empty.hide()
        self.feedback.setVisible(told.whole is not None)
        if told.whole is not None:
            self.feedback.show_page(told.whole)
            self.feedback.aside.hide()
            self._seen.start()

    def _not_shown(self, error: Exception) -> None:
        said = sentence(error)
        for part in (self.title, self._card, self.feedback):
            part.hide()
        self.empty.show_words(Icon.BOOK_OPEN, "This cannot be read", said)
        self.empty.show()

    def _count(self) -> None:
        """Count that it was read; where it cannot be, nobody needs to know."""
        if self.isVisible():
            work = partial(using.seen, self._context.desk, self.article_id)
            quiet = lambda _: None  # noqa: E731 - two words for nothing
            self._context.jobs.write(self, work, quiet, failed=quiet)


class ArticlePage(Page):
    """An article in the window."""

    name = "Article"

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        look(self, "page")
        self.view = ArticleView(context)
        middle(self, context.theme, self.view, "Article area")

    def show_article(self, article_id: int) -> None:
        """Show an article."""
        self.view.show_article(article_id)

    def refresh(self, effects: Effects | None) -> None:
        """Read it again."""
        if self.view.article_id:
            self.view.show_article(self.view.article_id)

    def concerns(self, effects: Effects) -> bool:
        """Only what becomes of the article itself."""
        return self.view.article_id in effects.articles


class ArticleSheet(QDialog):
    """An article over the form that one is filling in; Esc goes back to it."""

    def __init__(self, context: Context, article_id: int, parent: QWidget) -> None:
        super().__init__(parent)
        theme = context.theme
        self.setObjectName("ArticleSheet")
        self.setAccessibleName("Article")
        self.setWindowTitle("Article")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.view = ArticleView(context)
        inside = QWidget(self)
        within = QVBoxLayout(inside)
        within.setContentsMargins(*[theme.px(24)] * 4)
        within.addWidget(self.view)
        within.addStretch(1)
        leave = QPushButton("Back to the form", self)
        leave.setObjectName("Leave")
        leave.setAccessibleName("Back to the form")
        leave.clicked.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, theme.px(16))
        column.addWidget(scrolled(inside, "Article area", self), 1)
        column.addWidget(leave, 0, Qt.AlignmentFlag.AlignHCenter)
        size = QSize(*(theme.px(side) for side in SHEET))
        self.resize(size.boundedTo(self.screen().availableSize()))
        self.view.show_article(article_id)
