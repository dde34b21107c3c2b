"""Ordering from the catalog: who asks, what it is for, and the form of the item."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFileDialog, QLineEdit, QPushButton, QWidget

from desk_gui.domain.attachment import NewFile, Upload
from desk_gui.domain.catalog import CatalogItem
from desk_gui.domain.forms import FieldKind, FormField, refusals, shown
from desk_gui.domain.workflow import Kind
from desk_gui.gui.dialogs.answered_first import AnsweredFirst
from desk_gui.gui.dialogs.choosing import ChoiceBox
from desk_gui.gui.dialogs.requester import requester_id, requester_picker
from desk_gui.gui.dialogs.sheet import Sheet
from desk_gui.gui.page import Context
from desk_gui.gui.widgets.person_picker import Choice
from desk_gui.operations import classification
from desk_gui.operations.articles import answering
from desk_gui.operations.articles.answering import Answer
from desk_gui.operations.classification import NewTicket
from desk_gui.operations.desk import Desk, new_key
from desk_gui.operations.effects import Effects

WHO, WHAT = "Requester", "Title"
PAUSE_MS = 250
Asking = tuple[str, Choice | None]
"""What is typed for who asks, and the person that was chosen."""
Store = Callable[[Desk, NewTicket], Effects]
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


class OrderSheet(Sheet):
    """`opened` carries the id of the request; a field that is refused says so beneath itself."""

    opened = Signal(int)

    def __init__(self, context: Context, item: CatalogItem, parent: QWidget | None = None) -> None:
        super().__init__(context, f"Order: {item.name}", "Order", parent)
        self.item = item
        self._key = new_key()
        self.explain(f"{item.description} {_what_follows(item)}".strip())
        self.requester = requester_picker(context, self)
        self.form.add(WHO, self.requester)
        self.title = QLineEdit(self)
        self.title.setPlaceholderText(item.name)
        self.form.add(WHAT, self.title, "What it is for, in a few words.")
        self.fields = {field.key: self._field(field) for field in item.fields}
        self.answered = AnsweredFirst(context, item, self)
        self.body.insertWidget(0, self.answered)
        self.answered.answered.connect(self.end_with)
        self.answered.found.connect(self.fit)
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self.look_up)
        self.title.textChanged.connect(lambda _: self._pause.start())
        self._show_asked()
        self.look_up()

    def answers(self) -> dict[str, str]:
        """What is filled in now, by the keys of the fields."""
        return {key: _answer(widget) for key, widget in self.fields.items()}

    def look_up(self) -> None:
        """Look now for articles that may answer what is typed."""
        self.answered.look_up(self.title.text(), " ".join(self.answers().values()))

    def end_with(self, answer: Answer) -> None:
        """End it without an order, as answered by an article."""
        new = NewTicket(self._title(), kind=Kind.REQUEST, item_id=self.item.id)
        end = partial(classification.open_answered, article_id=answer.id, key=self._key)
        work = partial(
            _store, self.context.desk, new, self._who(), end, offered=self.answered.offered
        )
        self.send(work, f"“{new.title}” answered by {answer.number}; nothing was ordered.")

    def set_busy(self, *, busy: bool) -> None:
        """Let nothing be pressed while the operation is under way."""
        super().set_busy(busy=busy)
        self.answered.setEnabled(not busy)

    def submit(self) -> None:
        """Order it, if every answer is as the form wants it."""
        answers = self.answers()
        wrong = refusals(self.item.fields, answers, self.context.desk.clock().date())
        names = {field.key: _name(field) for field in self.item.fields}
        if wrong:
            self.form.show_wrong({names[key]: sentence for key, sentence in wrong.items()})
            self.fit()
            return
        asked = shown(self.item.fields, answers)
        files = [self.fields[one.key] for one in asked if one.kind is FieldKind.ATTACHMENT]
        new = NewTicket(
            self._title(),
            kind=Kind.REQUEST,
            item_id=self.item.id,
            answers={one.key: answers[one.key] for one in asked},
            files=Upload(tuple(_file(one) for one in files if _answer(one))),
        )
        order = partial(classification.open_ticket, key=self._key)
        work = partial(
            _store, self.context.desk, new, self._who(), order, offered=self.answered.offered
        )
        self.send(work, f"“{new.title}” ordered.", lambda done: self.opened.emit(done.ticket_id))

    def _title(self) -> str:
        return self.title.text().strip() or self.item.name

    def _who(self) -> Asking:
        return self.requester.text(), self.requester.chosen

    def _field(self, field: FormField) -> QWidget:
        """The widget of one question; what it answers may show or hide others."""
        widget: QWidget
        if field.kind is FieldKind.ATTACHMENT:
            widget = FileField(self)
        elif field.kind in {FieldKind.CHOICE, FieldKind.YES_NO}:
            choices = [("", "–"), *((one, one) for one in field.choices)]
            widget = ChoiceBox(choices if field.choices else YES_NO, self)
            widget.picked.connect(lambda _: self._show_asked())
        else:
            widget = QLineEdit(self)
            widget.setPlaceholderText("2026-12-31" if field.kind is FieldKind.DATE else "")
            widget.textChanged.connect(lambda _: self._show_asked())
        widget.setObjectName(f"Field-{field.key}")
        return self.form.add(_name(field), widget, field.help)

    def _show_asked(self) -> None:
        """Show the fields that the answers ask for."""
        asked = {field.key for field in shown(self.item.fields, self.answers())}
        for field in self.item.fields:
            self.form.show_field(_name(field), shown=field.key in asked)
        self.fit()


def _name(field: FormField) -> str:
    return field.label if field.required else f"{field.label} (optional)"


def _answer(widget: QWidget) -> str:
    if isinstance(widget, ChoiceBox):
        return str(widget.value or "")
    if isinstance(widget, FileField):
        return widget.path.name if widget.path else ""
    return widget.text().strip() if isinstance(widget, QLineEdit) else ""


def _file(widget: QWidget) -> NewFile:
    path = widget.path if isinstance(widget, FileField) else None
    return NewFile(path.name, path) if path else NewFile("", b"")


def _what_follows(item: CatalogItem) -> str:
    """What happens once it is ordered, in a sentence."""
    if not item.approvals:
        return "No approval is needed."
    rounds = f" in {len(item.steps)} steps" if len(item.steps) > 1 else ""
    agree = "approval is" if item.approvals == 1 else "approvals are"
    return f"{item.approvals} {agree} asked{rounds} first."


def _store(
    desk: Desk, new: NewTicket, who: Asking, store: Store, *, offered: Sequence[int]
) -> Effects:
    """Store it for who asks, with the articles that were shown first; a job calls it."""
    effects = store(desk, replace(new, requester_id=requester_id(desk, *who)))
    if offered:
        answering.suggest(desk, effects.ticket_id, offered)
    return effects
