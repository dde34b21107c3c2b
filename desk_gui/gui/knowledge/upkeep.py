"""Upkeep: what the knowledge base needs, and the words and categories it is found by."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QTabWidget, QVBoxLayout, QWidget

from desk_gui.gui import format as words
from desk_gui.gui.dialogs.messages import confirm
from desk_gui.gui.knowledge.care_list import CareList
from desk_gui.gui.knowledge.tree import CategoryTree
from desk_gui.gui.knowledge.vocabulary import Vocabulary
from desk_gui.gui.page import Context
from desk_gui.gui.widgets.text_label import TextLabel
from desk_gui.gui.widgets.two_lines import TwoLines
from desk_gui.operations.articles import care
from desk_gui.operations.articles.care import Broken, Care, Complaint, Miss
from desk_gui.operations.articles.finding import ArticleRow

ABOUT = {
    "Stale": "Their review date has passed. Read each, then say that it is still right, or begin"
    " the next version.",
    "Broken links": "What readers see points to an article or a file that they cannot open.",
    "Did not help": "Readers of the version that is out now said so; the newest come first.",
    "Not found": "What was looked for and found nothing. Who looked is not kept.",
}
NOTHING = {
    "Stale": "No article is due for review",
    "Broken links": "Every link leads somewhere",
    "Did not help": "Nobody complained",
    "Not found": "Everything that was looked for was found",
}


class Upkeep(QWidget):
    """`article_wanted` carries an article, `write_wanted` words to begin one with."""

    article_wanted = Signal(int)
    write_wanted = Signal(str)
    closed = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._care = Care()
        self.setObjectName("Upkeep")
        self.setAccessibleName("Upkeep")
        self.lists = {
            name: CareList(context, name, about, NOTHING[name], self)
            for name, about in ABOUT.items()
        }
        self.words = Vocabulary(context, self)
        self.tree = CategoryTree(context, self)
        self.tabs = QTabWidget(self)
        self.tabs.setObjectName("UpkeepTabs")
        self.tabs.setAccessibleName("What needs care")
        self._leave = QPushButton("Close", self)
        self._leave.setObjectName("CloseUpkeep")
        self._leave.setAccessibleName("Close")
        self._write = self.lists["Not found"].add_button("Write about it…", "WriteAboutMiss")
        self._forget = self.lists["Not found"].add_button("Forget it", "ForgetMiss")
        self._forget_all = self.lists["Not found"].add_button("Forget all…", "ForgetMisses")
        self._arrange()
        self._connect()

    def read(self) -> None:
        """Read everything again."""
        work = partial(care.care, self._context.desk)
        self._context.jobs.read(self, work, self.show_care, key="care")
        self.words.read()
        self.tree.read()

    def show_care(self, found: Care) -> None:
        """Show what needs care; a tab says how much there is of it."""
        self._care = found
        rows = {
            "Stale": [(row.id, self._stale(row)) for row in found.stale],
            "Broken links": [(one.article_id, _broken(one)) for one in found.broken],
            "Did not help": [(one.article_id, self._complaint(one)) for one in found.complaints],
            "Not found": [(place, self._miss(one)) for place, one in enumerate(found.misses)],
        }
        for place, (name, listed) in enumerate(rows.items()):
            self.lists[name].show_rows(listed)
            amount = f" ({len(listed):,})" if listed else ""
            self.tabs.setTabText(place, f"{name}{amount}")
        for button in (self._write, self._forget, self._forget_all):
            button.setEnabled(bool(found.misses))

    def _stale(self, row: ArticleRow) -> TwoLines:
        meta = (row.number, row.category, f"changed {words.ago(row.updated_at, self._now())}")
        return TwoLines(
            row.title,
            " · ".join(part for part in meta if part),
            (words.stale_chip(), words.article_chip(row.status)),
            words.AUDIENCES[row.audience],
        )

    def _complaint(self, one: Complaint) -> TwoLines:
        said = one.said or "Nothing was said about why."
        return TwoLines(
            f"KB-{one.article_id} {one.title}", said, aside=words.ago(one.at, self._now())
        )

    def _miss(self, one: Miss) -> TwoLines:
        last = words.day(one.last_on, self._now())
        return TwoLines(
            f"“{one.words}”", f"looked for {words.count(one.times, 'time')}", aside=last
        )

    def _now(self) -> datetime:
        return self._context.desk.clock()

    def _chosen_miss(self) -> Miss | None:
        place = self.lists["Not found"].chosen()
        return self._care.misses[place] if place is not None else None

    def _write_about(self) -> None:
        if one := self._chosen_miss():
            self.write_wanted.emit(one.words)
        else:
            self._context.toasts.say("Choose a line of the list first.")

    def _forget_one(self) -> None:
        if one := self._chosen_miss():
            self._do_forget(one.words)
        else:
            self._context.toasts.say("Choose a line of the list first.")

    def _ask_forget_all(self) -> None:
        confirm(
            self,
            "Forget everything that was not found?",
            "Forget all",
            then=partial(self._do_forget, None),
            dangerous=True,
        )

    def _do_forget(self, which: str | None) -> None:
        work = partial(care.forget_misses, self._context.desk, which)
        self._context.do(self, work, said="Forgotten.", done=lambda _: self.read())

    def _arrange(self) -> None:
        px = self._context.theme.px
        head = QHBoxLayout()
        head.addWidget(TextLabel("Upkeep", "title", self), 1)
        head.addWidget(self._leave)
        for name, one in self.lists.items():
            self.tabs.addTab(one, name)
        self.tabs.addTab(self.words, "Synonyms")
        self.tabs.addTab(self.tree, "Categories")
        column = QVBoxLayout(self)
        column.setContentsMargins(px(24), px(12), px(24), px(16))
        column.setSpacing(px(8))
        column.addLayout(head)
        column.addWidget(self.tabs, 1)

    def _connect(self) -> None:
        self._leave.clicked.connect(self.closed)
        for name in ("Stale", "Broken links", "Did not help"):
            self.lists[name].opened.connect(self.article_wanted)
        self._write.clicked.connect(self._write_about)
        self._forget.clicked.connect(self._forget_one)
        self._forget_all.clicked.connect(self._ask_forget_all)


def _broken(one: Broken) -> TwoLines:
    return TwoLines(f"{one.number} {one.title}", one.why)
