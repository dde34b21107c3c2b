"""The right half of the knowledge page: one article with its steps, versions and history."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desk_gui.domain.accounts import Right
from desk_gui.domain.errors import sentence
from desk_gui.domain.knowledge import ArticleFile, ArticleStatus
from desk_gui.gui import format as words
from desk_gui.gui.format import Chip
from desk_gui.gui.icons import Icon
from desk_gui.gui.knowledge.around import Feedback, Files, Similar
from desk_gui.gui.knowledge.past import Past, Versions
from desk_gui.gui.knowledge.reading import Prepared, Reading
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
from desk_gui.markup.places import file_of
from desk_gui.operations.articles import files, using
from desk_gui.operations.attachments import Saving
from desk_gui.operations.knowledge import ArticlePage

CHIP_HIGH = 20
SEEN_MS = 4_000
"""An article that is shown for so long was read, and is counted."""


class Reader(QStackedWidget):
    """Shows what readers see; a newer draft is one press away and named as such.

    `restore_wanted` carries the number of an earlier version, `article_wanted` another article.
    """

    edit_wanted = Signal()
    restore_wanted = Signal(int)
    article_wanted = Signal(int)

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
        self.text = SafeView(theme, self.follow, name="Article text", fits=True)
        self.files, self.feedback = Files(context), Feedback(context)
        self.similar = Similar(context)
        self.versions = Versions(context)
        self.past = Past(context)
        self.title.setObjectName("ArticleTitle")
        self._number.setObjectName("ArticleNumber")
        self.empty = EmptyState(theme, self)
        self.addWidget(self.empty)
        self.addWidget(self._arrange())
        self._read_for = QTimer(self)
        self._read_for.setSingleShot(True)
        self._read_for.setInterval(SEEN_MS)
        self._read_for.timeout.connect(self._count)
        self._connect()
        self.show_nothing()

    @property
    def page(self) -> ArticlePage | None:
        """The article that is shown."""
        return self._reading.page if self._reading else None

    def show_nothing(self, why: str = "", more: str = "") -> None:
        """Say that no article is shown, or why one cannot be."""
        self._reading = None
        self._read_for.stop()
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
        self.feedback.show_page(reading.page)
        self.setCurrentIndex(1)
        if not same:
            self._area.verticalScrollBar().setValue(0)
            self._read_for.start()
        self.similar.look_for(reading.page.article.id)

    def follow(self, address: str) -> None:
        """Follow a link of the text: a file of the article is saved, anything else opened."""
        file_id = file_of(address)
        if file_id is None:
            self._context.open_link(address)
            return
        found = next((file for file in self._prepared().files if file.id == file_id), None)
        if found is not None:
            self._save(found)

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
        below_text = (self.files, self.feedback, self.similar, self.versions, self.past)
        for below in (card, *below_text):
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
        prepared = self._prepared()
        self.text.show_rich(prepared.rich, prepared.pictures)
        self.files.show_files(prepared.files)
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

    def _prepared(self) -> Prepared:
        """The text that is shown now."""
        if self._reading is None:
            return Prepared()
        draft = self._reading.draft
        return draft if self._drafting and draft is not None else self._reading.shown

    def _connect(self) -> None:
        self.steps.edit_wanted.connect(self.edit_wanted)
        self._swap.clicked.connect(self._swap_texts)
        self.versions.restore_wanted.connect(self.restore_wanted)
        self.similar.opened.connect(self.article_wanted)
        self.files.save_wanted.connect(self._save)

    def _count(self) -> None:
        """Count that the article was read; where it cannot be, nobody needs to know."""
        page = self.page
        if page is not None and page.article.published_edition is not None and self.isVisible():
            desk, article_id = self._context.desk, page.article.id
            quiet = lambda _: None  # noqa: E731 - two words for nothing
            jobs = self._context.jobs
            jobs.write(self, lambda: using.seen(desk, article_id), quiet, failed=quiet)

    def _save(self, file: ArticleFile) -> None:
        chosen, _ = QFileDialog.getSaveFileName(self, f"Save {file.name}", file.name)
        if chosen and self.page is not None:
            path = Path(chosen)
            to = Saving(path.parent, path.name, replace=True)
            desk, article_id = self._context.desk, self.page.article.id
            work = partial(files.save_as, desk, article_id, file.id, to)
            self._context.jobs.read(self, work, self._saved, failed=self._not_saved)

    def _saved(self, path: Path) -> None:
        self._context.toasts.say(f"“{path.name}” is saved.")

    def _not_saved(self, error: Exception) -> None:
        self._context.toasts.say(sentence(error))
