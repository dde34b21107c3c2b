"""The Knowledge page: find an article, read it, take it through its life, write."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desk_gui.domain.accounts import Right
from desk_gui.domain.errors import DatabaseTrouble, Refusal
from desk_gui.gui.knowledge.drafts import EMPTY, Opening, opening_of
from desk_gui.gui.knowledge.editor import Editor
from desk_gui.gui.knowledge.reader import Reader, Reading
from desk_gui.gui.knowledge.shelf import Shelf
from desk_gui.gui.page import Context, Page
from desk_gui.gui.theme import look
from desk_gui.gui.widgets.two_panes import TwoPanes
from desk_gui.markup.rich import from_markdown
from desk_gui.operations import knowledge
from desk_gui.operations.desk import Desk
from desk_gui.operations.effects import Effects


def read_article(desk: Desk, article_id: int) -> Reading:
    """An article with its texts prepared; NotFound when there is none."""
    page = knowledge.show(desk, article_id)
    article, shown = page.article, page.shown
    newer = article.edition != shown.edition
    return Reading(
        page,
        from_markdown(shown.text),
        from_markdown(article.text) if newer else None,
    )


class KnowledgePage(Page):
    """List and reader side by side; the editor takes the whole page while one writes."""

    name = "Knowledge"

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        look(self, "page")
        self._shown_id: int | None = None
        self.shelf = Shelf(context)
        self.reader = Reader(context)
        self.panes = TwoPanes(
            context.theme,
            "ArticlesAndReader",
            panes=(self.shelf, self.reader),
            back="All articles",
        )
        self.editor = Editor(context)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.panes)
        self._stack.addWidget(self.editor)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._stack)
        self.setFocusProxy(self.shelf)
        self.shelf.chosen.connect(self._show)
        self.shelf.opened.connect(self._open)
        self.shelf.new_wanted.connect(self.new_article)
        self.reader.edit_wanted.connect(self._edit_shown)
        self.reader.steps.next_wanted.connect(self._edit_next)
        self.editor.closed.connect(self._written)

    @property
    def is_writing(self) -> bool:
        """Whether the editor is open."""
        return self._stack.currentWidget() is self.editor

    def refresh(self, effects: Effects | None) -> None:
        """Read the list again, and the article where it was touched."""
        self.shelf.read()
        if self._shown_id is not None and (effects is None or self._shown_id in effects.articles):
            self._read(self._shown_id)

    def concerns(self, effects: Effects) -> bool:
        """Articles, and the names of people on them."""
        return bool(effects.articles) or effects.people

    def show_article(self, article_id: int) -> None:
        """Show an article; words in the editor that are not saved are asked about first."""
        if self.is_writing:
            self.editor.leave(partial(self._stop_and_show, article_id))
        else:
            self._open(article_id)

    def new_article(self) -> None:
        """Begin a draft; refused politely to those who may not write."""
        if not self.context.account.may(Right.WRITE_ARTICLES):
            self.context.toasts.say("Only an agent or above may write articles.")
            return
        self._write(Opening(EMPTY))

    def leave(self, then: Callable[[], object]) -> None:
        """Do `then` (sign out, open another database) once nothing unsaved is left."""
        self.editor.leave(then)

    def _open(self, article_id: int) -> None:
        self._show(article_id)
        self.panes.show_detail()

    def _show(self, article_id: int) -> None:
        self._shown_id = article_id
        self.shelf.mark(article_id)
        self._read(article_id)

    def _read(self, article_id: int) -> None:
        desk = self.context.desk
        self.context.jobs.read(
            self,
            lambda: read_article(desk, article_id),
            self.reader.show_article,
            failed=self._not_read,
            key="article",
        )

    def _not_read(self, error: Exception) -> None:
        if not isinstance(error, Refusal | DatabaseTrouble):
            raise error
        self._shown_id = None
        self.shelf.mark(None)
        self.reader.show_nothing("This article cannot be shown", str(error))

    def _write(self, opening: Opening, text: str = "") -> None:
        self.editor.open(opening, text)
        self._stack.setCurrentWidget(self.editor)
        self.editor.fields.title.setFocus()

    def _edit_shown(self, text: str) -> None:
        if self.reader.page is not None:
            self._write(opening_of(self.reader.page.article), text)

    def _edit_next(self) -> None:
        """The next version was begun a moment ago: read it as it is now, then write."""
        desk, article_id = self.context.desk, self._shown_id
        if article_id is not None:
            self.context.jobs.read(
                self,
                lambda: knowledge.show(desk, article_id).article,
                lambda article: self._write(opening_of(article)),
                failed=self._not_read,
            )

    def _stop_and_show(self, article_id: int) -> None:
        self.editor.stop()
        self._stack.setCurrentWidget(self.panes)
        self._open(article_id)

    def _written(self, article_id: int) -> None:
        self._stack.setCurrentWidget(self.panes)
        if article_id:
            self._open(article_id)
        else:
            self.shelf.setFocus()
