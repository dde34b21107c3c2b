"""Choosing one of many by typing a part of its words, such as a time zone or a country."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QStringListModel, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QLineEdit, QListView, QWidget

MOST_SHOWN = 12


class PickField(QLineEdit):
    """`picked` carries the value whose words stand in the field, or None while they name none.

    Down opens the list; what fits one choice only is completed on Enter, Tab or leaving.
    """

    picked = Signal(object)

    def __init__(self, name: str, hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._listed: list[tuple[object, str]] = []
        self._values: dict[str, object] = {}
        self._said: object = None
        self._model = QStringListModel(self)
        self.setObjectName("".join(part.title() for part in name.split()))
        self.setAccessibleName(name)
        self.setPlaceholderText(hint)
        completer = QCompleter(self._model, self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setMaxVisibleItems(MOST_SHOWN)
        self._list = QListView()
        self._list.setObjectName(f"{self.objectName()}List")
        self._list.setAccessibleName(name)
        completer.setPopup(self._list)
        completer.activated.connect(self._taken)
        self.setCompleter(completer)
        self.textChanged.connect(self._changed)
        self.editingFinished.connect(self._complete)

    @property
    def value(self) -> object:
        """The value that the words name; None where they name none or are empty."""
        return self._values.get(_key(self.text()))

    @property
    def is_offering(self) -> bool:
        """Whether there is anything to choose from yet."""
        return bool(self._listed)

    @property
    def is_unknown(self) -> bool:
        """Whether something is typed that names nothing."""
        return bool(self.text().strip()) and _key(self.text()) not in self._values

    def offer(self, choices: Iterable[tuple[object, str]]) -> None:
        """Offer values with their words; what stands in the field stays there."""
        self._listed = list(choices)
        self._values = {_key(words): value for value, words in self._listed}
        self._model.setStringList([words for _, words in self._listed])
        self._changed()

    def choose(self, value: object) -> None:
        """Put the words of a value into the field; empty it where the value is not offered."""
        self.setText(next((words for one, words in self._listed if one == value), ""))
        self.setCursorPosition(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down opens the whole list where nothing is typed over what was chosen."""
        if event.key() == Qt.Key.Key_Down and not self._list.isVisible():
            self.completer().setCompletionPrefix("" if self.value is not None else self.text())
            self.completer().complete()
            return
        super().keyPressEvent(event)

    def _complete(self) -> None:
        """What fits one choice only becomes that one."""
        if self.is_unknown:
            typed = _key(self.text())
            fitting = [words for _, words in self._listed if typed in _key(words)]
            if len(fitting) == 1:
                self.setText(fitting[0])

    def _taken(self, words: str) -> None:
        QTimer.singleShot(0, self, lambda: self.setCursorPosition(0))

    def _changed(self, _: str = "") -> None:
        now = self.value
        if now != self._said:
            self._said = now
            self.picked.emit(now)


def _key(words: str) -> str:
    return " ".join(words.casefold().replace("_", " ").split())
