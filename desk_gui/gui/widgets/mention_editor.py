"""An editor in which “@” offers colleagues, by login or name, to be mentioned."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QKeyEvent, QStandardItem, QStandardItemModel, QTextCursor
from PySide6.QtWidgets import QCompleter, QListView, QWidget

from desk_gui.gui.theme import Theme
from desk_gui.gui.widgets.text_editor import TextEditor

WIDE, MOST = 320, 7
LOGIN = Qt.ItemDataRole.UserRole + 1
OF_THE_LIST = frozenset({
    Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Escape,
})  # fmt: skip
"""Keys that choose in the list, or close it, while it is open."""
_BEGUN = re.compile(r"(?<![\w@./+-])@([\w.+-]*)$")


@dataclass(frozen=True)
class Colleague:
    """Somebody who can be mentioned; `note` says what is to be known before."""

    login: str
    name: str
    note: str = ""

    @property
    def words(self) -> str:
        """The line in the list."""
        return " · ".join(filter(None, (self.name, self.login, self.note)))


class MentionEditor(TextEditor):
    """Inserts “@login”; arrows choose, Enter or Tab takes, Esc leaves what is typed."""

    def __init__(
        self, theme: Theme, name: str, hint: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(name, hint, parent)
        self._theme = theme
        self._model = QStandardItemModel(self)
        self.completer = QCompleter(self._model, self)
        self.completer.setWidget(self)
        self.completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self.completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.completer.setMaxVisibleItems(MOST)
        self.names = QListView(self)
        self.names.setObjectName("Colleagues")
        self.names.setAccessibleName("Colleagues")
        self.completer.setPopup(self.names)
        self.completer.activated[QModelIndex].connect(self._take)  # type: ignore[index]  # stub

    def offer(self, colleagues: Sequence[Colleague]) -> None:
        """Whom “@” offers from now on."""
        self._model.clear()
        for one in colleagues:
            row = QStandardItem(one.words)
            row.setData(one.login, LOGIN)
            row.setEditable(False)
            self._model.appendRow(row)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """While the list is open, some keys are the list's."""
        sends = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if self._is_choosing() and event.key() in OF_THE_LIST and not sends:
            event.ignore()
            return
        super().keyPressEvent(event)
        self._offer_names()

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: FBT001, N802 - Qt calls it
        """Tab takes a name while the list is open."""
        return False if self._is_choosing() else super().focusNextPrevChild(forward)

    def _is_choosing(self) -> bool:
        return self.names.isVisible()

    def _begun(self) -> str | None:
        """What is typed after “@”, or None while no name is begun."""
        cursor = self.textCursor()
        before = cursor.block().text()[: cursor.positionInBlock()]
        found = _BEGUN.search(before)
        return found.group(1) if found else None

    def _offer_names(self) -> None:
        begun = self._begun()
        if begun is None:
            self.names.hide()
            return
        self.completer.setCompletionPrefix(begun)
        if not self.completer.completionCount():
            self.names.hide()
            return
        self.names.setCurrentIndex(self.completer.completionModel().index(0, 0))
        place = self.cursorRect()
        place.setWidth(self._theme.px(WIDE))
        self.completer.complete(place)

    def _take(self, row: QModelIndex) -> None:
        begun = self._begun()
        if begun is None:
            return
        cursor = self.textCursor()
        left, keep = QTextCursor.MoveOperation.Left, QTextCursor.MoveMode.KeepAnchor
        cursor.movePosition(left, keep, len(begun))
        cursor.insertText(f"{row.data(LOGIN)} ")
        self.setTextCursor(cursor)
