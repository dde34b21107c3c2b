"""The list of articles as a Qt item model, narrowed by status and category."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desk_gui.domain.knowledge import ArticleStatus
from desk_gui.gui import format as words
from desk_gui.gui.widgets.two_lines import ROW, TwoLines
from desk_gui.operations.articles.finding import ArticleRow

STALE = "stale"
Index = QModelIndex | QPersistentModelIndex


class ArticleModel(QAbstractListModel):
    """Rows in the order they were found; a filter hides rows and never changes the order."""

    def __init__(
        self, clock: Callable[[], datetime] = words.utc_now, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._clock = clock
        self._found: list[ArticleRow] = []
        self._shown: list[ArticleRow] = []
        self._status: ArticleStatus | str | None = None
        self._category: str | None = None

    @property
    def found(self) -> int:
        """How many articles were found, before the filter."""
        return len(self._found)

    def show_rows(self, rows: Sequence[ArticleRow]) -> None:
        """Show what was found."""
        self._found = list(rows)
        self._narrow()

    def narrow(self, status: ArticleStatus | str | None, category: str | None) -> None:
        """Show only articles of a status (or STALE) and a category; None means any."""
        self._status, self._category = status, category
        self._narrow()

    def article_id(self, index: Index) -> int | None:
        """The article of a row."""
        return self._shown[index.row()].id if index.isValid() else None

    def place_of(self, article_id: int | None) -> QModelIndex:
        """The row of an article; invalid when it is not shown."""
        for place, row in enumerate(self._shown):
            if row.id == article_id:
                return self.index(place, 0)
        return QModelIndex()

    def rowCount(self, parent: Index | None = None) -> int:
        """How many articles are shown."""
        return 0 if parent is not None and parent.isValid() else len(self._shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The title, the row's look, or its sentence for a screen reader."""
        if not index.isValid() or not 0 <= index.row() < len(self._shown):
            return None
        row = self._shown[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        if role == ROW:
            return self._look(row)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._look(row).sentence
        return None

    def _narrow(self) -> None:
        self.beginResetModel()
        self._shown = [row for row in self._found if self._fits(row)]
        self.endResetModel()

    def _fits(self, row: ArticleRow) -> bool:
        right_status = row.stale if self._status == STALE else self._status in (None, row.status)
        return right_status and self._category in (None, row.category)

    def _look(self, row: ArticleRow) -> TwoLines:
        meta = (row.number, row.category, words.ago(row.updated_at, self._clock()))
        stale = (words.stale_chip(),) if row.stale else ()
        return TwoLines(
            title=row.title,
            meta=" · ".join(part for part in meta if part),
            chips=(*stale, words.article_chip(row.status)),
            aside=words.AUDIENCES[row.audience],
            dimmed=row.status is ArticleStatus.RETIRED,
        )
