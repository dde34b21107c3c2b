"""What stands below an article: its files, whether it helped, and articles like it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from desk_gui.domain.attachment import size_words
from desk_gui.domain.knowledge import ArticleFile
from desk_gui.domain.media import media_words
from desk_gui.gui import format as words
from desk_gui.gui.dialogs.sheet import Sheet, rows
from desk_gui.gui.icons import Icon
from desk_gui.gui.page import Context
from desk_gui.gui.theme import look
from desk_gui.gui.widgets.card import Card
from desk_gui.gui.widgets.flow import FlowLayout
from desk_gui.gui.widgets.icon_label import IconButton
from desk_gui.gui.widgets.pool import Pool
from desk_gui.gui.widgets.row_button import RowButton
from desk_gui.gui.widgets.text_editor import TextEditor
from desk_gui.gui.widgets.text_label import ElidedLabel, TextLabel
from desk_gui.operations.articles import answering, using
from desk_gui.operations.articles.answering import Answer
from desk_gui.operations.knowledge import ArticlePage

MISSING = "What is missing or wrong?"


class FileLine(QWidget):
    """A file by its name, with a button to save it, and others where its article is written."""

    def __init__(self, context: Context, act: str, icon: Icon, parent: QWidget) -> None:
        super().__init__(parent)
        self.file: ArticleFile | None = None
        self.name = ElidedLabel("", "", self)
        self.about = TextLabel("", "small", self)
        self.act = IconButton(context.theme, icon, act, parent=self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(context.theme.px(8))
        row.addWidget(self.name, 1)
        row.addWidget(self.about)
        row.addWidget(self.act)
        self._row = row

    def add_button(self, button: QWidget) -> None:
        """Put one more button before the others."""
        self._row.insertWidget(2, button)

    def show_file(self, file: ArticleFile) -> None:
        """Show a file."""
        self.file = file
        self.name.setText(file.name)
        self.about.setText(f"{media_words(file.media_type)}, {size_words(file.size)}")
        words_of_act = f"{self.act.toolTip()}: {file.name}"
        self.act.setAccessibleName(words_of_act)


class Files(Card):
    """`save_wanted` carries a file of the edition that is shown."""

    save_wanted = Signal(object)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context.theme, head="Files", aside=" ", parent=parent)
        self._context = context
        self.setObjectName("ArticleFiles")
        self.setAccessibleName("Files")
        self._lines = Pool(self.column, self._line)

    def show_files(self, files: Sequence[ArticleFile]) -> None:
        """List the files; hidden without any."""
        self.setVisible(bool(files))
        self.aside.setText(words.count(len(files), "file"))
        for line, file in self._lines.each(files):
            line.show_file(file)

    def _line(self) -> FileLine:
        line = FileLine(self._context, "Save", Icon.DOWNLOAD, self)
        line.act.clicked.connect(lambda: self.save_wanted.emit(line.file))
        return line


class WhatIsMissing(Sheet):
    """Asks what an article lacks; the words are optional and reach its authors."""

    def __init__(self, context: Context, article_id: int, parent: QWidget | None = None) -> None:
        super().__init__(context, "It did not help", "Tell the authors", parent)
        self._article_id = article_id
        self.said = TextEditor(MISSING, "Leave it empty if you do not know.", self.form)
        rows(self.said, 4)
        self.form.add(MISSING, self.said, "Its authors read it under Upkeep.")
        self.said.submitted.connect(self.submit)

    def submit(self) -> None:
        """Say that it did not help."""
        desk, article_id, said = self.context.desk, self._article_id, self.said.toPlainText()
        self.send(
            lambda: using.vote(desk, article_id, helpful=False, comment=said),
            "Thank you; its authors are told.",
        )


class Feedback(Card):
    """Whether the article helped, and the figures of it."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context.theme, head="Did it help?", aside=" ", parent=parent)
        self._context = context
        self._article_id = 0
        self.setObjectName("Feedback")
        self.setAccessibleName("Did it help?")
        self.yes, self.no = QPushButton("It helped", self), QPushButton("It did not…", self)
        self._said = TextLabel("", "soft", self).wrapping()
        flow = FlowLayout(context.theme.px(8))
        for button, name in ((self.yes, "Helped"), (self.no, "DidNotHelp")):
            button.setObjectName(name)
            button.setAccessibleName(button.text().rstrip("…"))
            button.setCheckable(True)
            look(button, "pill")
            flow.addWidget(button)
        self.column.addLayout(flow)
        self.add(self._said)
        self.yes.clicked.connect(self._helped)
        self.no.clicked.connect(self._did_not)

    def show_page(self, page: ArticlePage) -> None:
        """Show what was said of the edition that readers see; hidden where there is none."""
        self._article_id = page.article.id
        self.setVisible(page.article.published_edition is not None)
        vote, figures = page.around.vote, page.around.figures
        self.yes.setChecked(vote is True)
        self.no.setChecked(vote is False)
        votes = figures.helpful + figures.unhelpful
        self._said.setText(
            f"It helped {figures.helpful:,} of {words.count(votes, 'person', 'people')}."
            if votes
            else "Nobody has said so yet."
        )
        read, used = words.count(figures.views, "time"), words.count(figures.uses, "ticket")
        self.aside.setText(f"read {read} · used for {used}")

    def _helped(self) -> None:
        self.yes.setChecked(True)
        desk, article_id = self._context.desk, self._article_id
        self._context.do(
            self, lambda: using.vote(desk, article_id, helpful=True), said="Thank you."
        )

    def _did_not(self) -> None:
        self.no.setChecked(True)
        WhatIsMissing(self._context, self._article_id, self).open()


class Similar(Card):
    """`opened` carries the id of an article like the one that is shown."""

    opened = Signal(int)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context.theme, head="Similar articles", aside=" ", parent=parent)
        self._context = context
        self._found: list[Answer] = []
        self.setObjectName("Similar")
        self.setAccessibleName("Similar articles")
        self._lines = Pool(self.column, self._line)
        self.hide()

    def look_for(self, article_id: int) -> None:
        """Find articles like this one, in a job."""
        desk = self._context.desk
        work = partial(answering.similar, desk, article_id)
        self._context.jobs.read(self, work, self.show_articles, key="similar")

    def show_articles(self, found: Sequence[Answer]) -> None:
        """List articles; hidden without any."""
        self._found = list(found)
        self.setVisible(bool(found))
        self.aside.setText(words.count(len(found), "article"))
        for line, one in self._lines.each(found):
            line.show_words(f"{one.number} {one.title}")
            line.setObjectName(f"Similar-{one.number}")

    def _line(self) -> RowButton:
        button = RowButton(self)
        button.clicked.connect(self._opener(len(self._lines.widgets)))
        return button

    def _opener(self, place: int) -> Callable[[], None]:
        return lambda: self.opened.emit(self._found[place].id)
