"""A pill that shows one choice of several and opens the others as a menu."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from desk_gui.gui.theme import look

_NEVER = object()


class ChoicePill(QToolButton):
    """`chosen` carries the value; the first choice means “any” and leaves the pill plain."""

    chosen = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._values: list[object] = [None]
        self._words: list[str] = ["any"]
        self._at = 0
        self._offered = False
        self.setObjectName(f"{name.title().replace(' ', '')}Pill")
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setCheckable(True)
        look(self, "pill")
        self._write()

    @property
    def value(self) -> object:
        """What is chosen."""
        return self._values[self._at]

    def offer(self, choices: Sequence[tuple[str, object]]) -> None:
        """Offer words with their values; what was chosen stays chosen if it is still there."""
        before = self.value if self._offered else _NEVER
        self._offered = True
        self._words = [words for words, _ in choices]
        self._values = [value for _, value in choices]
        self._at = self._values.index(before) if before in self._values else 0
        menu = QMenu(self)
        menu.setObjectName(f"{self.objectName()}Menu")
        group = QActionGroup(menu)
        for place, words in enumerate(self._words):
            action = menu.addAction(words[:1].upper() + words[1:])
            action.setCheckable(True)
            action.setChecked(place == self._at)
            action.triggered.connect(partial(self._choose_at, place))
            group.addAction(action)
        old = self.menu()
        self.setMenu(menu)
        if old is not None:
            old.deleteLater()
        self._write()

    def choose(self, value: object) -> None:
        """Choose a value that is offered; ValueError for another."""
        place = self._values.index(value)
        self.menu().actions()[place].setChecked(True)
        self._choose_at(place)

    def nextCheckState(self) -> None:
        """Being pressed opens the menu and changes nothing else."""

    def _choose_at(self, place: int, *_: object) -> None:
        changed = place != self._at
        self._at = place
        self._write()
        if changed:
            self.chosen.emit(self.value)

    def _write(self) -> None:
        words = f"{self._name}: {self._words[self._at]}"
        self.setText(words)
        self.setAccessibleName(words)
        self.setChecked(self._at > 0)
