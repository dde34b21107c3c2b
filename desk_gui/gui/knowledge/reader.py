"""The right half of the knowledge page: one article with its steps, versions and history."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desk_gui.domain.accounts import Right
from desk_gui.domain.knowledge import ArticleStatus
from desk_gui.gui import format as words
from desk_gui.gui.format import Chip
from desk_gui.gui.icons import Icon
from desk_gui.gui.knowledge.past import Past, Versions
from desk_gui.gui.knowledge.review import Steps
from desk_gui.gui.page import Context
from desk_gui.gui.theme import look
from desk_gui.gui.widgets.badge import Badge
from desk_gui.gui.widgets.card import Card
from desk_gui.gui.widgets.empty_state import EmptyState
from desk_gui.gui.widgets.flow import FlowLayout
from desk_gui.gui.widgets.safe_document import SafeView
from desk_gui.gui.widgets.scrolled import scrolled
from desk_gui.gui.widgets.text_label import TextLabel
from desk_gui.markup.rich import Rich
from desk_gui.operations.knowledge import ArticlePage

CHIP_HIGH = 20


@dataclass(frozen=True)
class Reading:
    """An article with its texts prepared for showing; `draft` where one is newer than `shown`."""

    page: ArticlePage
    shown: Rich
    draft: Rich | None = None


class Reader(QStackedWidget):
    """Shows what readers see; a newer draft is one press away and named as such."""

    edit_wanted = Signal(str)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._reading: Reading | None = None
        self._drafting = False
        self.setObjectName("ArticleReader")
        self.setAccessibleName("Article")
        theme = context.theme
        self._chips = [Badge(), Badge(), Badge()]
        self._number = TextLabel("", "small").selectable()
        self.title = TextLabel("", "heading").wrapping().selectable()
        self._facts = TextLabel("", "soft").wrapping()
        self._tags = TextLabel("", "small").wrapping()
        self.steps = Steps(context)
        self._note = Card(theme, style="note")
        self._note_words = TextLabel("").wrapping()
        self._swap = QPushButton("Show the draft")
        self.text = SafeView(theme, context.open_link, name="Article text", fits=True)
        self.versions = Versions(context)
        self.past = Past(context)
        self.title.setObjectName("ArticleTitle")
        self._number.setObjectName("ArticleNumber")
        self.empty = EmptyState(theme, self)
        self.addWidget(self.empty)
        self.addWidget(self._arrange())
        self.steps.edit_wanted.connect(self._want_edit)
        self._swap.clicked.connect(self._swap_texts)
        self.versions.restore_wanted.connect(self.edit_wanted)
        self.show_nothing()

    @property
    def page(self) -> ArticlePage | None:
        """The article that is shown."""
        return self._reading.page if self._reading else None

    def show_nothing(self, why: str = "", more: str = "") -> None:
        """Say that no article is shown, or why one cannot be."""
        self._reading = None
        self.empty.show_words(
            Icon.BOOK_OPEN,
            why or "Choose an article",
            more or "Its text, its versions and what can be done with it are shown here.",
        )
        self.setCurrentWidget(self.empty)

    def show_article(self, reading: Reading) -> None:
        """Show an article; the same one stays at its place and its draft stays in view."""
        same = self.page is not None and self.page.article.id == reading.page.article.id
        self._reading = reading
        self._drafting = self._drafting and same and reading.draft is not None
        self._write_head(reading.page)
        self.steps.show_page(reading.page)
        self._write_text()
        self.versions.show_page(reading.page)
        self.past.show_page(reading.page)
        self.setCurrentIndex(1)
        if not same:
            self._area.verticalScrollBar().setValue(0)

    def _arrange(self) -> QWidget:
        px = self._context.theme.px
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(px(24), px(16), px(24), px(24))
        column.setSpacing(px(8))
        chips = FlowLayout(px(6))
        for widget in (*self._chips, self._number):
            chips.addWidget(widget)
        column.addLayout(chips)
        self._number.setMinimumHeight(px(CHIP_HIGH))
        for part in (self.title, self._facts, self._tags, self.steps):
            column.addWidget(part)
        column.addSpacing(px(4))
        column.addWidget(self._arrange_note())
        card = Card(self._context.theme)
        card.column.setContentsMargins(px(16), px(16), px(16), px(12))
        card.add(self.text)
        for below in (card, self.versions, self.past):
            column.addWidget(below)
        column.addStretch(1)
        self._area = scrolled(inside, "Article area", self)
        return self._area

    def _arrange_note(self) -> QWidget:
        self._note.setObjectName("NextVersionNote")
        self._swap.setObjectName("SwapTexts")
        look(self._swap, "link")
        line = QHBoxLayout()
        line.addWidget(self._note_words, 1)
        line.addWidget(self._swap, 0, Qt.AlignmentFlag.AlignTop)
        self._note.column.addLayout(line)
        return self._note

    def _write_head(self, page: ArticlePage) -> None:
        article = page.article
        chips = (
            words.article_chip(article.status),
            Chip(words.AUDIENCES[article.audience]),
            words.stale_chip() if page.stale else None,
        )
        for badge, chip in zip(self._chips, chips, strict=True):
            badge.show_chip(chip)
        self._number.setText(f"{article.number} · version {page.shown.edition}")
        self._number.setAccessibleName(self._number.text())
        self._facts.setText(self._who(page))
        tags = ", ".join(article.tags)
        about = (page.category, f"tagged {tags}" if tags else "")
        self._tags.setText(" · ".join(part for part in about if part))
        self._tags.setVisible(bool(self._tags.text()))

    def _who(self, page: ArticlePage) -> str:
        now = self._context.desk.clock()
        by = page.shown.who or page.author
        facts = [f"Written by {by}" if by else "Written elsewhere"]
        facts.append(f"reviewed by {page.reviewer}" if page.reviewer else "not reviewed yet")
        if page.article.review_on:
            due = words.day(page.article.review_on, now)
            facts.append(f"review was due on {due}" if page.stale else f"review due on {due}")
        facts.append(f"changed {words.ago(page.article.updated_at, now)}")
        return " · ".join(facts)

    def _write_text(self) -> None:
        if self._reading is None:
            return
        page, draft = self._reading.page, self._reading.draft
        drafting = self._drafting and draft is not None
        self.title.setText(page.article.title if drafting else page.shown.title)
        self.title.setAccessibleName(self.title.text())
        self.text.show_rich(draft if drafting and draft else self._reading.shown)
        newer = draft is not None and self._context.account.may(Right.WRITE_ARTICLES)
        self._note.setVisible(newer)
        if newer:
            self._say_newer(page, drafting=drafting)

    def _say_newer(self, page: ArticlePage, *, drafting: bool) -> None:
        article = page.article
        where = "is being written" if article.status is ArticleStatus.DRAFT else "is in review"
        by = f" by {page.author}" if page.author else ""
        seen = f"version {page.shown.edition}"
        if drafting:
            said = (
                f"This is version {article.edition}{by}, which {where}. Readers still see {seen}."
            )
        else:
            said = f"Readers see {seen}. Version {article.edition} {where}{by}."
        self._note_words.setText(said)
        self._swap.setText("Show what readers see" if drafting else "Show the new version")
        self._swap.setAccessibleName(self._swap.text())

    def _swap_texts(self) -> None:
        self._drafting = not self._drafting
        self._write_text()

    def _want_edit(self) -> None:
        self.edit_wanted.emit("")
