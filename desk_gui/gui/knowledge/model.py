"""The list of articles as a Qt item model."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desk_gui.domain.knowledge import ArticleStatus
from desk_gui.domain.wording import Piece
from desk_gui.gui import format as words
from desk_gui.gui.widgets.two_lines import ROW, TwoLines
from desk_gui.operations.articles.finding import ArticleRow

Index = QModelIndex | QPersistentModelIndex


class ArticleModel(QAbstractListModel):
    """Rows in the order they were found."""

    def __init__(
        self, clock: Callable[[], datetime] = words.utc_now, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._clock = clock
        self._shown: list[ArticleRow] = []

    def show_rows(self, rows: Sequence[ArticleRow]) -> None:
        """Show what was found."""
        self.beginResetModel()
        self._shown = list(rows)
        self.endResetModel()

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

    def _look(self, row: ArticleRow) -> TwoLines:
        meta = (row.number, row.category, words.ago(row.updated_at, self._clock()))
        stale = (words.stale_chip(),) if row.stale else ()
        snippet = (Piece(f"{row.number} · "), *row.snippet) if row.snippet else ()
        said = "".join(piece.text for piece in snippet)
        return TwoLines(
            title=row.title,
            meta=said or " · ".join(part for part in meta if part),
            chips=(*stale, words.article_chip(row.status)),
            aside=words.AUDIENCES[row.audience],
            dimmed=row.status is ArticleStatus.RETIRED,
            title_pieces=row.title_pieces,
            pieces=snippet,
        )
