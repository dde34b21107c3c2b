"""Named fields in two columns where there is room for them, each with what is wrong beneath."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desk_gui.gui.dialogs.form import Form
from desk_gui.gui.theme import Theme
from desk_gui.gui.widgets.flow import TileLayout

NARROWEST = 190


class TiledForm(QWidget):
    """Fields are added one after another; a wide one takes a line of its own."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._forms: dict[str, Form] = {}
        self._tiles: TileLayout | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.px(8))

    def add(self, name: str, field: QWidget, hint: str = "") -> None:
        """Add a field beside the one before it."""
        if self._tiles is None:
            px = self._theme.px
            self._tiles = TileLayout(px(12), partial(px, NARROWEST), 2)
            self._column.addLayout(self._tiles)
        form = self._form(name, field, hint)
        self._tiles.addWidget(form)
        self._tiles.setAlignment(form, Qt.AlignmentFlag.AlignTop)

    def add_wide(self, name: str, field: QWidget, hint: str = "") -> None:
        """Add a field in a line of its own."""
        self._tiles = None
        self._column.addWidget(self._form(name, field, hint))

    def show_field(self, name: str, *, shown: bool) -> None:
        """Show or hide a field with its name."""
        self._forms[name].setVisible(shown)

    def mark(self, name: str, sentence: str) -> None:
        """Say what is wrong with a field, or that nothing is."""
        self._forms[name].mark({name: sentence} if sentence else {})

    def _form(self, name: str, field: QWidget, hint: str) -> Form:
        form = self._forms[name] = Form(self._theme, self)
        form.add(name, field, hint)
        return form
