"""The foot of the window: counts of tickets, who is signed in, the database, the last save."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from desk_gui.gui.theme import Theme, look
from desk_gui.gui.widgets.text_label import ElidedLabel

HEIGHT = 28


class StatusBar(QFrame):
    """Counts at the left; who is signed in, database, last save and trouble at the right."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setObjectName("StatusBar")
        self.setAccessibleName("Status")
        self._counts = ElidedLabel("", "", self)
        self._counts.setObjectName("StatusCounts")
        self._place = ElidedLabel("", "", self)
        self._place.setObjectName("StatusDatabase")
        self._row = QHBoxLayout(self)
        self._row.addWidget(self._counts)
        self._row.addStretch(1)
        self._row.addWidget(self._place)
        self._parts = {"account": "", "database": "", "saved": ""}
        theme.follow(self._dress)

    def show_counts(self, words: str) -> None:
        """Show a sentence such as “38 open · 4 due within 2 h · 1 over”."""
        self._counts.setText(words)

    def show_account(self, words: str) -> None:
        """Say who is signed in."""
        self._show("account", words)

    def show_database(self, words: str) -> None:
        """Name the database."""
        self._show("database", words)

    def show_saved(self, words: str) -> None:
        """Say when something was last saved, such as “saved 09:14”."""
        self._show("saved", words)

    def show_trouble(self, words: str) -> None:
        """Say what is wrong with the database; empty when all is well again."""
        look(self._place, "bad" if words else "")
        self._place.setText(words or self._words())

    def _show(self, part: str, words: str) -> None:
        self._parts[part] = words
        self._place.setText(self._words())

    def _words(self) -> str:
        return " · ".join(filter(None, self._parts.values()))

    def _dress(self) -> None:
        self.setFixedHeight(self._theme.px(HEIGHT))
        self._row.setContentsMargins(self._theme.px(16), 0, self._theme.px(16), 0)
