"""Choosing a person by typing a part of the name; who fits is asked of the page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter, QLineEdit, QWidget

PAUSE_MS = 120
CHOICE = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True)
class Choice:
    """Somebody (or a team) that can be picked; `detail` tells two of one name apart."""

    id: int
    name: str
    detail: str = ""

    @property
    def words(self) -> str:
        """Name and detail on one line."""
        return f"{self.name} · {self.detail}" if self.detail else self.name


Find = Callable[[str, Callable[[Sequence[Choice]], None]], None]


class PersonPicker(QLineEdit):
    """`find(words, show)` is called as one types; `picked` carries a Choice or None."""

    picked = Signal(object)

    def __init__(
        self, find: Find, name: str, hint: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._find = find
        self._chosen: Choice | None = None
        self._model = QStandardItemModel(self)
        self.setObjectName(name.title().replace(" ", ""))
        self.setAccessibleName(name)
        self.setPlaceholderText(hint or "Type a name")
        self.setClearButtonEnabled(True)
        completer = QCompleter(self._model, self)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        completer.activated[QModelIndex].connect(self._activated)  # type: ignore[index]  # stub
        self.setCompleter(completer)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.look_up)
        self.textEdited.connect(self._typed)
        self.textChanged.connect(self._emptied)

    @property
    def chosen(self) -> Choice | None:
        """Who is picked, or None while the words name nobody."""
        return self._chosen

    def choose(self, choice: Choice | None) -> None:
        """Pick somebody, or nobody."""
        self._chosen = choice
        self.setText(choice.name if choice else "")
        self.setCursorPosition(0)
        self.picked.emit(choice)

    def look_up(self) -> None:
        """Ask now who fits what is typed."""
        self._pause.stop()
        words = self.text().strip()
        self._find(words, lambda found: self._offer(words, found))

    def _typed(self) -> None:
        if self._chosen is not None:
            self._chosen = None
            self.picked.emit(None)
        self._pause.start()

    def _emptied(self, words: str) -> None:
        if not words and self._chosen is not None:
            self._chosen = None
            self.picked.emit(None)

    def _offer(self, words: str, found: Sequence[Choice]) -> None:
        if words != self.text().strip():
            return
        self._model.clear()
        for choice in found:
            row = QStandardItem(choice.words)
            row.setData(choice, CHOICE)
            row.setEditable(False)
            self._model.appendRow(row)
        if found and self.hasFocus():
            self.completer().complete()

    def _activated(self, row: QModelIndex) -> None:
        choice = row.data(CHOICE)
        QTimer.singleShot(0, self, lambda: self.choose(choice))
