"""Fields with their names above, and the sentence that says what is wrong beneath."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desk_gui.gui.theme import Theme, look
from desk_gui.gui.widgets.text_label import TextLabel


@dataclass
class _Row:
    label: TextLabel
    field: QWidget
    below: TextLabel
    hint: str

    def say(self, wrong: str) -> None:
        """What is wrong takes the place of the hint."""
        look(self.field, "wrong" if wrong else "")
        look(self.below, "wrong" if wrong else "label")
        self.below.setText(wrong or self.hint)
        self.below.setVisible(bool(wrong or self.hint) and not self.field.isHidden())


class Form(QWidget):
    """A column of named fields; `show_wrong` points at those that must be changed."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._rows: dict[str, _Row] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.px(4))

    def add(self, name: str, field: QWidget, hint: str = "") -> QWidget:
        """Add a field under its name, with a hint beneath; gives the field back."""
        if self._rows:
            self._column.addSpacing(self._theme.px(8))
        label = TextLabel(name, "small", self)
        label.setBuddy(field)
        below = TextLabel(hint, "label", self).wrapping()
        below.setVisible(bool(hint))
        field.setAccessibleName(name)
        if not field.objectName():
            field.setObjectName("".join(part.title() for part in name.split()))
        self._column.addWidget(label)
        self._column.addWidget(field)
        if hint:
            field.setAccessibleDescription(hint)
        self._column.addWidget(below)
        self._rows[name] = _Row(label, field, below, hint)
        return field

    def add_button(self, button: QWidget) -> None:
        """Put a button below the fields."""
        self._column.addSpacing(self._theme.px(8))
        self._column.addWidget(button)

    def show_field(self, name: str, *, shown: bool) -> None:
        """Show or hide a field with its name."""
        row = self._rows[name]
        row.label.setVisible(shown)
        row.field.setVisible(shown)
        row.below.setVisible(shown and bool(row.below.text()))

    def hint(self, name: str, words: str) -> None:
        """Say something else beneath a field."""
        row = self._rows[name]
        row.hint = words
        row.field.setAccessibleDescription(words)
        row.say("")

    def mark(self, sentences: Mapping[str, str]) -> None:
        """Mark fields by name with what is wrong while somebody types; the others are fine."""
        for name, row in self._rows.items():
            row.say(sentences.get(name, ""))

    def show_wrong(self, sentences: Mapping[str, str]) -> None:
        """Mark fields by name with what is wrong; those not named are fine. Focus the first."""
        self.mark(sentences)
        first = next((row.field for name, row in self._rows.items() if sentences.get(name)), None)
        if first is not None:
            first.setFocus()
