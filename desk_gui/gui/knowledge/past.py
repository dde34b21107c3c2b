"""What an article was: its versions with what changed between them, and its history."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desk_gui.domain.accounts import Right
from desk_gui.domain.knowledge import ArticleStatus
from desk_gui.gui import format as words
from desk_gui.gui.knowledge.diff import side_by_side
from desk_gui.gui.page import Context
from desk_gui.gui.theme import look
from desk_gui.gui.widgets.card import Card
from desk_gui.gui.widgets.safe_document import SafeView
from desk_gui.gui.widgets.text_label import TextLabel, plain_tip
from desk_gui.markup.rich import Rich
from desk_gui.operations.knowledge import ArticlePage, Edition

MOST = 20
ACTS = {
    "opened": "started the draft",
    "edited": "saved the draft",
    "imported": "imported it",
    "confirmed": "said that it is still right",
    "helped": "said that it helped",
    "did not help": "said that it did not help",
}
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


def _compared_with(page: ArticlePage, place: int) -> list[Edition]:
    """The version before, and the newest where that is further away."""
    editions = page.editions
    before = editions[place - 1 : place] if place else ()
    return [*before, *(editions[-1:] if place < len(editions) - 2 else ())]


class Versions(Card):
    """One line a version; two of them can be compared, an old one taken up again."""

    restore_wanted = Signal(int)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context.theme, head="Versions", aside=" ", parent=parent)
        self._context = context
        self._page: ArticlePage | None = None
        self.setObjectName("Versions")
        self.setAccessibleName("Versions")
        self._lines = QVBoxLayout()
        self._lines.setSpacing(context.theme.px(4))
        self.column.addLayout(self._lines)
        self.diff = SafeView(context.theme, context.open_link, name="What changed", fits=True)
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
        for other in _compared_with(page, place):
            row.addWidget(self._compare_button(other, edition))
        if self._can_restore(page, edition):
            restore = self._link("Use this version", f"Restore-{edition.edition}")
            restore.setAccessibleName(f"Use version {edition.edition} again")
            restore.clicked.connect(partial(self._restore, edition))
            row.addWidget(restore)
        return line

    def _compare_button(self, other: Edition, edition: Edition) -> QPushButton:
        name = f"Compare-{edition.edition}-{other.edition}"
        compare = self._link(f"Compare with {other.edition}", name)
        said = f"Compare version {edition.edition} with version {other.edition}"
        compare.setAccessibleName(said)
        compare.clicked.connect(partial(self._compare, other, edition))
        return compare

    def _can_restore(self, page: ArticlePage, edition: Edition) -> bool:
        """What is shown already, or being reviewed, is not taken up again."""
        status = page.article.status
        newest = page.article.edition if status is ArticleStatus.DRAFT else page.shown.edition
        return status is not ArticleStatus.IN_REVIEW and edition.edition != newest

    def _link(self, said: str, name: str) -> QPushButton:
        made = QPushButton(said, self)
        made.setObjectName(name)
        look(made, "link")
        return made

    def _restore(self, edition: Edition, *_: object) -> None:
        self.restore_wanted.emit(edition.edition)

    def _compare(self, one: Edition, other: Edition, *_: object) -> None:
        old, new = sorted((one, other), key=lambda edition: edition.edition)
        heads = (f"Version {old.edition}", f"Version {new.edition}")
        before, after = (f"{e.title}\n\n{e.text}" for e in (old, new))
        work = partial(side_by_side, heads, before, after)
        self._context.jobs.read(self, work, self._compared, key="diff")

    def _compared(self, rich: Rich) -> None:
        self.diff.show_rich(rich)
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
