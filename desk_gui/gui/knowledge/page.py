"""The Knowledge page: find an article, read it, take it through its life, write."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desk_gui.domain.accounts import Right
from desk_gui.domain.errors import sentence
from desk_gui.domain.knowledge import ArticleStatus
from desk_gui.gui.dialogs.messages import confirm
from desk_gui.gui.knowledge.drafts import EMPTY, Opening, opening_of
from desk_gui.gui.knowledge.editor import Editor
from desk_gui.gui.knowledge.publish import PublishSheet
from desk_gui.gui.knowledge.reader import Reader
from desk_gui.gui.knowledge.reading import WIDEST, read_article
from desk_gui.gui.knowledge.shelf import Shelf
from desk_gui.gui.knowledge.upkeep import Upkeep
from desk_gui.gui.page import Context, Page
from desk_gui.gui.theme import look
from desk_gui.gui.widgets.two_panes import TwoPanes
from desk_gui.operations import knowledge
from desk_gui.operations.articles import making
from desk_gui.operations.effects import Effects
from desk_gui.operations.knowledge import Written


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
        self.upkeep = Upkeep(context)
        self._stack.addWidget(self.editor)
        self._stack.addWidget(self.upkeep)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._stack)
        self.setFocusProxy(self.shelf)
        self.shelf.chosen.connect(self._show)
        self.shelf.opened.connect(self._open)
        self.shelf.head.new_wanted.connect(self.new_article)
        self.reader.edit_wanted.connect(self._edit_shown)
        self.reader.article_wanted.connect(self._open)
        self.reader.restore_wanted.connect(self._restore)
        self.reader.steps.next_wanted.connect(self._edit_next)
        self.editor.closed.connect(self._written)
        self.shelf.head.upkeep_wanted.connect(self.show_upkeep)
        self.shelf.head.publish_wanted.connect(self.publish)
        self.upkeep.closed.connect(self._close_upkeep)
        self.upkeep.article_wanted.connect(self._open_from_upkeep)
        self.upkeep.write_wanted.connect(self.new_article)

    @property
    def is_writing(self) -> bool:
        """Whether the editor is open."""
        return self._stack.currentWidget() is self.editor

    def refresh(self, effects: Effects | None) -> None:
        """Read the list again, and the article where it was touched."""
        self.shelf.read()
        if self._stack.currentWidget() is self.upkeep:
            self.upkeep.read()
        if self._shown_id is not None and (effects is None or self._shown_id in effects.articles):
            self._read(self._shown_id)

    def concerns(self, effects: Effects) -> bool:
        """Articles, their categories, and the names of people on them."""
        return bool(effects.articles) or effects.people or effects.settings

    def show_article(self, article_id: int) -> None:
        """Show an article; words in the editor that are not saved are asked about first."""
        if self.is_writing:
            self.editor.leave(partial(self._stop_and_show, article_id))
        else:
            self._open_from_upkeep(article_id)

    def new_article(self, title: str = "") -> None:
        """Begin a draft; refused politely to those who may not write."""
        if not self.context.account.may(Right.WRITE_ARTICLES):
            self.context.toasts.say("Only an agent or above may write articles.")
            return
        begun = replace(EMPTY, title=title[:1].upper() + title[1:])
        self._write(Opening(EMPTY), begun if title else None)

    def write_from_ticket(self, ticket_id: int) -> None:
        """Begin a draft with what is known of a resolved ticket."""
        desk = self.context.desk
        opening = Opening(EMPTY, ticket_id=ticket_id)
        self.context.jobs.read(
            self,
            partial(making.from_ticket, desk, ticket_id),
            lambda begun: self.editor.leave(partial(self._write, opening, begun)),
            failed=self._not_done,
        )

    def show_upkeep(self) -> None:
        """Show what the knowledge base needs."""
        self.upkeep.read()
        self._stack.setCurrentWidget(self.upkeep)

    def publish(self) -> None:
        """Ask where the public articles are published to."""
        PublishSheet(self.context, self).open()

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
            partial(read_article, desk, article_id, self.context.theme.px(WIDEST)),
            self.reader.show_article,
            failed=self._not_read,
            key="article",
        )

    def _not_read(self, error: Exception) -> None:
        self._shown_id = None
        self.shelf.mark(None)
        self.reader.show_nothing("This article cannot be shown", sentence(error))

    def _close_upkeep(self) -> None:
        self._stack.setCurrentWidget(self.panes)
        self.shelf.setFocus()

    def _open_from_upkeep(self, article_id: int) -> None:
        self._stack.setCurrentWidget(self.panes)
        self._open(article_id)

    def _write(self, opening: Opening, begun: Written | None = None) -> None:
        self.editor.open(opening, begun)
        self._stack.setCurrentWidget(self.editor)
        self.editor.fields.title.setFocus()

    def _edit_shown(self) -> None:
        if self.reader.page is not None:
            self._write(opening_of(self.reader.page.article))

    def _restore(self, edition: int) -> None:
        """Take up an earlier version; the words of a draft are given up only knowingly."""
        page = self.reader.page
        if page is None:
            return
        article, desk = page.article, self.context.desk
        restore = partial(
            knowledge.restore, desk, article.id, edition, seen_version=article.version
        )
        act = partial(
            self.context.do, self, restore, done=lambda _: self._edit_next(), failed=self._not_done
        )
        if article.status is not ArticleStatus.DRAFT:
            act()
            return
        confirm(
            self,
            f"Replace the draft of {article.number} by version {edition}?",
            "Replace it",
            then=act,
            detail="What the draft says now is kept nowhere.",
            dangerous=True,
        )

    def _not_done(self, error: Exception) -> None:
        self.context.toasts.say(sentence(error))

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
