"""What an article was: its versions with what changed between them, and its history."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desk_gui.domain.accounts import Right
from desk_gui.domain.knowledge import ArticleStatus
from desk_gui.gui import format as words
from desk_gui.gui.knowledge.diff import changes_between
from desk_gui.gui.page import Context
from desk_gui.gui.theme import look
from desk_gui.gui.widgets.card import Card
from desk_gui.gui.widgets.diff_view import DiffView
from desk_gui.gui.widgets.text_label import TextLabel, plain_tip
from desk_gui.operations.knowledge import ArticlePage, Edition

MOST = 20
ACTS = {"opened": "started the draft", "edited": "saved the draft", "imported": "imported it"}
STEPS = {
    "in_review": "submitted it for review",
    "published": "reviewed and published it",
    "retired": "retired it",
}
BACK = {
    "in_review": "sent it back to draft",
    "published": "began the next version",
    "retired": "took it up again",
}


def _emptied(column: QVBoxLayout) -> None:
    while item := column.takeAt(0):
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()


class Versions(Card):
    """One line a version; two of them can be compared, an old one taken up again."""

    restore_wanted = Signal(str)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context.theme, head="Versions", aside=" ", parent=parent)
        self._context = context
        self._page: ArticlePage | None = None
        self.setObjectName("Versions")
        self.setAccessibleName("Versions")
        self._lines = QVBoxLayout()
        self._lines.setSpacing(context.theme.px(4))
        self.column.addLayout(self._lines)
        self._between = TextLabel("", "small", self).wrapping()
        self.diff = DiffView(context.theme, "What changed", self)
        self.column.addWidget(self._between)
        self.column.addWidget(self.diff)

    def show_page(self, page: ArticlePage) -> None:
        """List the versions, newest first; only those who may write see them."""
        same = self._page is not None and self._page.editions == page.editions
        self._page = page
        self.setVisible(self._context.account.may(Right.WRITE_ARTICLES))
        self.aside.setText(words.count(len(page.editions), "version"))
        _emptied(self._lines)
        for place in range(len(page.editions) - 1, -1, -1):
            self._lines.addWidget(self._line(page, place))
        if not same:
            self._between.hide()
            self.diff.hide()

    def _line(self, page: ArticlePage, place: int) -> QWidget:
        edition = page.editions[place]
        now = self._context.desk.clock()
        line = QWidget(self)
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self._context.theme.px(8))
        said = f"Version {edition.edition} · {edition.who or 'imported'} · "
        about = TextLabel(said + words.short_moment(edition.at, now), "", line).wrapping()
        row.addWidget(about, 1)
        if place:
            before = page.editions[place - 1]
            compare = self._link(f"Compare with {before.edition}", f"Compare-{edition.edition}")
            compare.setAccessibleName(
                f"Compare version {edition.edition} with version {before.edition}"
            )
            compare.clicked.connect(partial(self._compare, before, edition))
            row.addWidget(compare)
        if edition.edition < page.article.edition and page.article.status is ArticleStatus.DRAFT:
            restore = self._link("Use this text", f"Restore-{edition.edition}")
            restore.setAccessibleName(f"Use the text of version {edition.edition}")
            restore.clicked.connect(partial(self._restore, edition))
            row.addWidget(restore)
        return line

    def _link(self, said: str, name: str) -> QPushButton:
        made = QPushButton(said, self)
        made.setObjectName(name)
        look(made, "link")
        return made

    def _restore(self, edition: Edition, *_: object) -> None:
        self.restore_wanted.emit(edition.text)

    def _compare(self, old: Edition, new: Edition, *_: object) -> None:
        self._between.setText(f"What version {new.edition} changed in version {old.edition}:")
        before = f"{old.title}\n\n{old.text}"
        after = f"{new.title}\n\n{new.text}"
        self._context.jobs.read(
            self, lambda: changes_between(before, after), self._compared, key="diff"
        )

    def _compared(self, lines: Sequence[str]) -> None:
        self.diff.show_lines(lines)
        self._between.show()
        self.diff.show()


class Past(Card):
    """Who did what with the article, newest first."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context.theme, head="History", aside=" ", parent=parent)
        self._context = context
        self.setObjectName("History")
        self.setAccessibleName("History")
        self._lines = QVBoxLayout()
        self._lines.setSpacing(context.theme.px(4))
        self.column.addLayout(self._lines)

    def show_page(self, page: ArticlePage) -> None:
        """List the newest entries; only those who may write see them."""
        self.setVisible(self._context.account.may(Right.WRITE_ARTICLES))
        entries = page.history[::-1][:MOST]
        more = len(page.history) - len(entries)
        self.aside.setText(f"{len(entries):,} of {len(page.history):,}" if more else "")
        _emptied(self._lines)
        now = self._context.desk.clock()
        for entry in entries:
            said = f"{entry.who or 'Desk'} {self._act(entry.action, entry.after)}"
            line = f"{words.short_moment(entry.at, now)} · {said}"
            if entry.reason:
                line += f": {entry.reason}"
            label = TextLabel(line, "small", self).wrapping()
            label.setToolTip(plain_tip(words.moment(entry.at)))
            self._lines.addWidget(label)

    def _act(self, action: str, after: dict[str, object]) -> str:
        if action != "moved":
            return ACTS.get(action, action)
        to = str(after.get("status", ""))
        return STEPS.get(to) or BACK.get(str(after.get("before", "")), "took it back to draft")
