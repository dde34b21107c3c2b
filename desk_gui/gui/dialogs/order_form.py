"""The form of a catalog item, as requesters and agents fill it in; its editor previews the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QLineEdit, QPushButton, QVBoxLayout, QWidget

from desk_gui.domain.attachment import NewFile
from desk_gui.domain.catalog import CatalogItem
from desk_gui.domain.forms import FieldKind, FormField, refusals, shown
from desk_gui.gui.dialogs.choosing import ChoiceBox
from desk_gui.gui.dialogs.form import Form
from desk_gui.gui.theme import Theme

YES_NO = (("", "–"), ("yes", "Yes"), ("no", "No"))


class FileField(QPushButton):
    """One file of this computer; pressed, it asks which."""

    chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Choose a file…", parent)
        self.path: Path | None = None
        self.setAutoDefault(False)
        self.clicked.connect(self._ask)

    def take(self, path: Path) -> None:
        """Choose a file."""
        self.path = path
        self.setText(path.name)
        self.chosen.emit()

    def _ask(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self.window(), "Choose a file")
        if chosen:
            self.take(Path(chosen))


class OrderForm(QWidget):
    """The questions of an item; `changed` says that there are others, or another answer."""

    changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._asks: tuple[FormField, ...] = ()
        self.fields: dict[str, QWidget] = {}
        self.form = Form(theme, self)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self.form)
        self.hide()

    def ask(self, fields: Sequence[FormField]) -> None:
        """Ask these questions; what was filled in stays where the same kind of field is asked."""
        if tuple(fields) == self._asks:
            return
        before, kinds = self.fields, {one.key: one.kind for one in self._asks}
        self._asks = tuple(fields)
        old, self.form = self.form, Form(self._theme, self)
        self.fields = {}
        for field in self._asks:
            widget = self._field(field)
            if kinds.get(field.key) is field.kind:
                _take_over(widget, before[field.key])
            self.fields[field.key] = widget
            self.form.add(_name(field), widget, field.help)
        self._column.replaceWidget(old, self.form)
        old.hide()
        old.deleteLater()
        self.setVisible(bool(self._asks))
        self._show_asked()

    def answers(self) -> dict[str, str]:
        """What is filled in now, by the keys of the fields."""
        return {key: _answer(widget) for key, widget in self.fields.items()}

    def asked_answers(self) -> dict[str, str]:
        """The answers to what is shown."""
        answers = self.answers()
        return {one.key: answers[one.key] for one in shown(self._asks, answers)}

    def files(self) -> tuple[NewFile, ...]:
        """The files that are chosen in what is shown."""
        asked = (self.fields[one.key] for one in shown(self._asks, self.answers()))
        paths = (one.path for one in asked if isinstance(one, FileField) and one.path)
        return tuple(NewFile(path.name, path) for path in paths)

    def show_wrong(self, today: date) -> bool:
        """Say at each field what is refused; whether anything is."""
        wrong = refusals(self._asks, self.answers(), today)
        self._mark(wrong)
        return bool(wrong)

    def _mark(self, wrong: Mapping[str, str]) -> None:
        named = {_name(field): wrong.get(field.key, "") for field in self._asks}
        self.form.show_wrong(named)

    def _field(self, field: FormField) -> QWidget:
        """The widget of one question; what it answers may show or hide others."""
        widget: QWidget
        if field.kind is FieldKind.ATTACHMENT:
            widget = FileField(self)
            widget.chosen.connect(self._show_asked)
        elif field.kind in {FieldKind.CHOICE, FieldKind.YES_NO}:
            choices = [("", "–"), *((one, one) for one in field.choices)]
            widget = ChoiceBox(YES_NO if field.kind is FieldKind.YES_NO else choices, self)
            widget.picked.connect(lambda _: self._show_asked())
        else:
            widget = QLineEdit(self)
            widget.setPlaceholderText("2026-12-31" if field.kind is FieldKind.DATE else "")
            widget.textChanged.connect(lambda _: self._show_asked())
        widget.setObjectName(f"Field-{field.key}")
        return widget

    def _show_asked(self) -> None:
        """Show the fields that the answers ask for."""
        asked = {field.key for field in shown(self._asks, self.answers())}
        for field in self._asks:
            self.form.show_field(_name(field), shown=field.key in asked)
        self.changed.emit()


def what_follows(item: CatalogItem) -> str:
    """What happens once it is ordered, in a sentence."""
    if not item.approvals:
        return "No approval is needed."
    rounds = f" in {len(item.steps)} steps" if len(item.steps) > 1 else ""
    agree = "approval is" if item.approvals == 1 else "approvals are"
    return f"{item.approvals} {agree} asked{rounds} first."


def _name(field: FormField) -> str:
    return field.label if field.required else f"{field.label} (optional)"


def _answer(widget: QWidget) -> str:
    if isinstance(widget, ChoiceBox):
        return str(widget.value or "")
    if isinstance(widget, FileField):
        return widget.path.name if widget.path else ""
    return widget.text().strip() if isinstance(widget, QLineEdit) else ""


def _take_over(new: QWidget, old: QWidget) -> None:
    """What was filled in goes on in the widget of the same question."""
    if isinstance(new, QLineEdit) and isinstance(old, QLineEdit):
        new.setText(old.text())
    elif isinstance(new, ChoiceBox) and isinstance(old, ChoiceBox):
        new.choose(old.value)
    elif isinstance(new, FileField) and isinstance(old, FileField) and old.path:
        new.take(old.path)
