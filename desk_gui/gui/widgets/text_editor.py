"""Where people type longer texts: plain, whatever they paste."""

from __future__ import annotations

import re
from collections.abc import Callable

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from desk_gui.domain.ticket import MAX_TEXT

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
LONGEST_WORD = 20_000
"""Characters without a blank: laying out more takes seconds, the square of their number."""
_WORD = re.compile(r"\S+")
Taker = Callable[[QMimeData], bool]


class TextEditor(QPlainTextEdit):
    """Plain text only; Ctrl+Enter says `submitted`, Tab goes on to the next field.

    `taker` is asked first whether it takes what is pasted or dropped, such as files. Text that is
    longer than any field takes, or a word that would stop the window, is pasted in part.
    """

    submitted = Signal()

    def __init__(self, name: str, hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.taker: Taker = lambda _: False
        self.takes: Taker = lambda _: False
        self.setObjectName(name.title().replace(" ", ""))
        self.setAccessibleName(name)
        self.setPlaceholderText(hint)
        self.setTabChangesFocus(True)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """What has words can be pasted or dropped, and what the taker wants."""
        return source.hasText() or self.takes(source)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste the words and nothing of their dress."""
        if not self.taker(source) and source.hasText():
            self.insertPlainText(pasteable(source.text()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter sends."""
        if event.key() in ENTER and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.submitted.emit()
            return
        super().keyPressEvent(event)


def is_pasteable(text: str) -> bool:
    """Whether an editor can show a text without the window waiting for it."""
    return len(text) <= MAX_TEXT and _endless(text) is None


def pasteable(text: str) -> str:
    """As much of a text as an editor can show: one character more than any field takes."""
    cut = text[: MAX_TEXT + 1]
    endless = _endless(cut)
    return cut if endless is None else cut[: endless + LONGEST_WORD]


def _endless(text: str) -> int | None:
    """Where the first word begins that is too long to be laid out."""
    words = _WORD.finditer(text)
    return next((w.start() for w in words if w.end() - w.start() > LONGEST_WORD), None)
