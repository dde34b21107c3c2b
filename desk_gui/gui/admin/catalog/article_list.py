"""The articles that may answer an order instead: which they are, one more, one less."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desk_gui.gui.dialogs.article_picker import PickArticle
from desk_gui.gui.icons import Icon
from desk_gui.gui.page import Context
from desk_gui.gui.widgets.icon_label import IconButton
from desk_gui.gui.widgets.person_picker import Choice
from desk_gui.gui.widgets.text_label import ElidedLabel

NOT_PUBLISHED = "not published, so that nobody is shown it"


class ArticleLine(QWidget):
    """One article and a way to leave it out."""

    def __init__(self, context: Context, article_id: int, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        said = f"KB-{article_id} {title or NOT_PUBLISHED}"
        self.remove = IconButton(context.theme, Icon.X, f"Leave KB-{article_id} out", parent=self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(ElidedLabel(said, "", self), 1)
        row.addWidget(self.remove)


class ArticleList(QWidget):
    """`changed` says that there are others."""

    changed = Signal()

    def __init__(self, context: Context, parent: QWidget, *, may: bool) -> None:
        super().__init__(parent)
        self._context, self._may = context, may
        self.ids: tuple[int, ...] = ()
        self._titles: dict[int, str] = {}
        self._lines: list[ArticleLine] = []
        self.add = QPushButton("Add an article…", self)
        self.add.setObjectName("AddArticle")
        self.add.setAccessibleName("Add an article")
        self.add.setVisible(may)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(context.theme.px(4))
        self._column.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)
        self.add.clicked.connect(self._ask)

    @property
    def titles(self) -> Mapping[int, str]:
        """The titles that are known here."""
        return self._titles

    def show_articles(self, ids: Sequence[int], titles: Mapping[int, str]) -> None:
        """Show these articles."""
        self._titles |= titles
        self.ids = tuple(ids)
        for line in self._lines:
            line.hide()
            line.deleteLater()
        self._lines = []
        for place, one in enumerate(self.ids):
            line = ArticleLine(self._context, one, self._titles.get(one, ""), self)
            line.remove.setVisible(self._may)
            line.remove.clicked.connect(partial(self._leave_out, one))
            self._lines.append(line)
            self._column.insertWidget(place, line)

    def take(self, article: Choice) -> None:
        """Add an article."""
        title = article.name.removeprefix(f"KB-{article.id} ")
        self.show_articles([*dict.fromkeys((*self.ids, article.id))], {article.id: title})
        self.changed.emit()

    def _leave_out(self, article_id: int) -> None:
        self.show_articles([one for one in self.ids if one != article_id], {})
        self.add.setFocus()
        self.changed.emit()

    def _ask(self) -> None:
        sheet = PickArticle(self._context, "An article that may answer it", "Add", self)
        sheet.picked.connect(self.take)
        sheet.open()
