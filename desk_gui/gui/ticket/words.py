"""Somebody's words in a card: plain, whole, selectable, whatever they are."""

from __future__ import annotations

import re

from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from desk_gui.gui.format import count
from desk_gui.gui.page import Context
from desk_gui.gui.theme import look
from desk_gui.gui.widgets.safe_document import SafeView
from desk_gui.gui.widgets.text_label import TextLabel
from desk_gui.markup.rich import Rich

SHOWN = 3_000
Marks = tuple[tuple[int, int], ...]
"""Places of a text, from which character to which."""
LONG_WORD = re.compile(r"\S{36,}")


class Words(QWidget):
    """A label for ordinary text; a text view where a word is too long for a line or stands out."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._text = ""
        self._marks: Marks = ()
        self._label = TextLabel("", "", self).wrapping().selectable()
        self._view: SafeView | None = None
        self._more = QPushButton("", self)
        self._more.setObjectName("WholeText")
        look(self._more, "link")
        self._more.clicked.connect(self.show_all)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self._label)
        self._column.addWidget(self._more)

    def show_words(self, text: str, marks: Marks = ()) -> None:
        """Show a text; of a very long one its beginning, and the rest on demand."""
        self._text, self._marks = text, marks
        rest = len(text) - SHOWN
        self._more.setVisible(rest > 0)
        if rest > 0:
            words = f"Show the other {count(rest, 'character')}"
            self._more.setText(words)
            self._more.setAccessibleName(words)
        self._show(text[:SHOWN])

    def show_all(self) -> None:
        """Show the whole text."""
        self._more.hide()
        self._show(self._text)

    def shown(self) -> str:
        """What can be read now."""
        if self._view is not None and not self._view.isHidden():
            return self._view.toPlainText()
        return self._label.text()

    def _show(self, text: str) -> None:
        marks = tuple(mark for mark in self._marks if mark[1] <= len(text))
        plain = len(text) <= SHOWN and not marks and not LONG_WORD.search(text)
        self._label.setVisible(plain)
        self._label.setText(text if plain else "")
        if not plain and self._view is None:
            self._view = SafeView(
                self._context.theme, self._context.open_link, name="Words", fits=True, parent=self
            )
            self._column.insertWidget(0, self._view)
        if self._view is not None:
            self._view.setVisible(not plain)
            self._view.show_rich(Rich() if plain else Rich(plain=text, marks=marks))
