"""One question of a form, open to be changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from desk_gui.domain.forms import FieldKind
from desk_gui.gui.admin.catalog.draft import TypedField, lines_of
from desk_gui.gui.admin.catalog.rows import RowBody, Told
from desk_gui.gui.dialogs.choosing import ChoiceBox, Option
from desk_gui.gui.theme import Theme
from desk_gui.gui.widgets.check_list import CheckList, CheckRow
from desk_gui.gui.widgets.text_editor import TextEditor

KINDS = {
    FieldKind.TEXT: "Text",
    FieldKind.CHOICE: "Choice",
    FieldKind.NUMBER: "Number",
    FieldKind.DATE: "Date",
    FieldKind.PERSON: "Person",
    FieldKind.ATTACHMENT: "Attachment",
    FieldKind.YES_NO: "Yes or no",
}
LABEL, KIND, HELP, CHOICES = "Label", "Kind of answer", "Help", "Choices"
LEAST, MOST, FROM_TODAY = "At least", "At most", "A day to come"
PATTERN, MESSAGE, SHOWN_IF, ANSWERS = "Pattern", "Said when refused", "Shown if", "is answered with"
REQUIRED = "Required"
ASKED = {
    CHOICES: {FieldKind.CHOICE},
    LEAST: {FieldKind.NUMBER},
    MOST: {FieldKind.NUMBER},
    FROM_TODAY: {FieldKind.DATE},
    PATTERN: {FieldKind.TEXT},
}
SHOWING = (FieldKind.CHOICE, FieldKind.YES_NO)
TALL = 78


class FieldBody(RowBody[TypedField]):
    """What is shown depends on the kind of answer."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self._value = TypedField(0)
        self._among: Sequence[TypedField] = ()
        self._offered: tuple[str, ...] = ()
        self.label, self.help = QLineEdit(self), QLineEdit(self)
        self.kind = ChoiceBox(list(KINDS.items()), self)
        self.required = QCheckBox("An answer is needed", self)
        self.choices = TextEditor(CHOICES, parent=self)
        self.least, self.most = QLineEdit(self), QLineEdit(self)
        self.from_today = QCheckBox("Not before today", self)
        self.pattern, self.message = QLineEdit(self), QLineEdit(self)
        self.shown_by = ChoiceBox(parent=self)
        self.answers = CheckList(theme, ANSWERS, self)
        self._arrange()
        self._connect()
        theme.follow(self._dress)

    def new(self, uid: int) -> TypedField:
        """A text that need not be answered."""
        return TypedField(uid)

    def told(self, value: TypedField, among: Sequence[TypedField]) -> Told:
        """Its label, and its kind."""
        words = [KINDS[value.kind]]
        words += ["required"] if value.required else []
        words += ["conditional"] if value.shown_by else []
        return Told(value.label.strip(), " · ".join(words))

    def begin(self) -> None:
        """One begins with the label."""
        self.label.setFocus()

    def show_value(self, value: TypedField, among: Sequence[TypedField]) -> None:
        """Show a field; those before it can show it."""
        self._showing = True
        self._value, self._among = value, among
        for edit, words in (
            (self.label, value.label),
            (self.help, value.help),
            (self.least, value.least),
            (self.most, value.most),
            (self.pattern, value.pattern),
            (self.message, value.message),
        ):
            edit.setText(words)
            edit.setCursorPosition(0)
        self.choices.setPlainText(value.choices)
        self.kind.choose(value.kind)
        self.required.setChecked(value.required)
        self.from_today.setChecked(value.from_today)
        self.shown_by.offer(self._showers())
        self.shown_by.choose(value.shown_by)
        self._offer_answers()
        self._fit()
        self._showing = False

    def _showers(self) -> list[Option]:
        """Always, then the questions before it that have a few answers."""
        places = [one.uid for one in self._among]
        before = self._among[: places.index(self._value.uid)]
        able = [one for one in before if one.kind in SHOWING or one.uid == self._value.shown_by]
        named = [(one.uid, f"“{one.label.strip() or 'New field'}”") for one in able]
        if self._value.shown_by and self._value.shown_by not in {uid for uid, _ in named}:
            named.append((self._value.shown_by, "A field that is not before it"))
        return [(0, "Always shown"), *named]

    def _offer_answers(self) -> None:
        """The answers of the question that shows it; what is ticked stays to be seen."""
        shower = next((one for one in self._among if one.uid == self._value.shown_by), None)
        listed: tuple[str, ...] = ()
        if shower is not None and shower.kind is FieldKind.CHOICE:
            listed = lines_of(shower.choices)
        elif shower is not None and shower.kind is FieldKind.YES_NO:
            listed = ("yes", "no")
        chosen = self._value.answers
        self._offered = tuple(dict.fromkeys((*listed, *chosen)))
        self.answers.show_rows(
            [CheckRow(at, one, checked=one in chosen) for at, one in enumerate(self._offered)]
        )

    def _fit(self) -> None:
        for name, kinds in ASKED.items():
            self.form.show_field(name, shown=self._value.kind in kinds)
        self.form.show_field(ANSWERS, shown=bool(self._value.shown_by))
        self.form.show_field(SHOWN_IF, shown=self.shown_by.count() > 1)

    def _arrange(self) -> None:
        form = self.form
        form.add(LABEL, self.label)
        form.add(KIND, self.kind)
        form.add_wide(CHOICES, self.choices, "One a line.")
        form.add(LEAST, self.least)
        form.add(MOST, self.most)
        form.add(FROM_TODAY, self.from_today)
        form.add(REQUIRED, self.required)
        form.add_wide(HELP, self.help, "Stands beneath the field.")
        form.add(PATTERN, self.pattern, "A regular expression for the whole text.")
        form.add(MESSAGE, self.message, "In place of Desk's own words.")
        form.add(SHOWN_IF, self.shown_by)
        form.add(ANSWERS, self.answers)
        for edit, name in (
            (self.label, "FieldLabel"),
            (self.kind, "FieldKind"),
            (self.help, "FieldHelp"),
            (self.required, "FieldRequired"),
        ):
            edit.setObjectName(name)

    def _connect(self) -> None:
        for edit in (self.label, self.help, self.least, self.most, self.pattern, self.message):
            edit.textChanged.connect(self._say)
        self.choices.textChanged.connect(self._say)
        for box in (self.required, self.from_today):
            box.toggled.connect(self._say)
        self.kind.picked.connect(self._say)
        self.shown_by.picked.connect(self._shown_otherwise)
        self.answers.changed.connect(self._say)

    def _shown_otherwise(self, uid: object) -> None:
        self._value = replace(self._value, shown_by=uid if isinstance(uid, int) else 0, answers=())
        self._showing = True
        self._offer_answers()
        self._showing = False
        self._say()

    def _say(self, *_: object) -> None:
        if self._showing:
            return
        self._value = replace(
            self._value,
            label=self.label.text(),
            kind=FieldKind(str(self.kind.value)),
            required=self.required.isChecked(),
            help=self.help.text(),
            choices=self.choices.toPlainText(),
            least=self.least.text(),
            most=self.most.text(),
            from_today=self.from_today.isChecked(),
            pattern=self.pattern.text(),
            message=self.message.text(),
            answers=tuple(self._offered[at] for at in self.answers.checked()),
        )
        self._fit()
        self.edited.emit(self._value)

    def _dress(self) -> None:
        self.choices.setFixedHeight(self._theme.px(TALL))
