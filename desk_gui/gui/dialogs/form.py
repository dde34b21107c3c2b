"""Fields with their names above, and the sentence that says what is wrong beneath."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from desk_gui.gui.theme import Theme, look
from desk_gui.gui.widgets.text_label import TextLabel


class Form(QWidget):
    """A column of named fields; `show_wrong` points at those that must be changed."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._fields: dict[str, QWidget] = {}
        self._wrong: dict[str, TextLabel] = {}
        self._labels: dict[str, QLabel] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.px(4))

    def add(self, name: str, field: QWidget, hint: str = "") -> QWidget:
        """Add a field under its name, with a hint beneath; gives the field back."""
        if self._fields:
            self._column.addSpacing(self._theme.px(8))
        label = TextLabel(name, "small", self)
        label.setBuddy(field)
        wrong = TextLabel("", "bad", self).wrapping()
        wrong.hide()
        field.setAccessibleName(name)
        if not field.objectName():
            field.setObjectName("".join(part.title() for part in name.split()))
        self._column.addWidget(label)
        self._column.addWidget(field)
        if hint:
            field.setAccessibleDescription(hint)
            self._column.addWidget(TextLabel(hint, "label", self).wrapping())
        self._column.addWidget(wrong)
        self._fields[name], self._wrong[name], self._labels[name] = field, wrong, label
        return field

    def add_button(self, button: QWidget) -> None:
        """Put a button below the fields."""
        self._column.addSpacing(self._theme.px(8))
        self._column.addWidget(button)

    def show_field(self, name: str, *, shown: bool) -> None:
        """Show or hide a field with its name."""
        self._fields[name].setVisible(shown)
        self._labels[name].setVisible(shown)

    def show_wrong(self, sentences: Mapping[str, str]) -> None:
        """Mark fields by name with what is wrong; those not named are fine. Focus the first."""
        for name, field in self._fields.items():
            sentence = sentences.get(name, "")
            look(field, "wrong" if sentence else "")
            self._wrong[name].setText(sentence)
            self._wrong[name].setVisible(bool(sentence))
        first = next((name for name in self._fields if sentences.get(name)), None)
        if first is not None:
            self._fields[first].setFocus()
