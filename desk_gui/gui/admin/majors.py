"""What holds for major incidents: when one is suggested, and the templates of their updates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from desk_gui.domain.general import General, wrong_with
from desk_gui.domain.major_incident import FILLED, UpdateTemplate, refuse_templates
from desk_gui.gui.admin.section import Stored, number_in
from desk_gui.gui.dialogs.form import Form
from desk_gui.gui.dialogs.sheet import rows
from desk_gui.gui.icons import Icon
from desk_gui.gui.page import Context
from desk_gui.gui.theme import look
from desk_gui.gui.widgets.card import Card
from desk_gui.gui.widgets.icon_label import IconButton
from desk_gui.gui.widgets.text_editor import TextEditor
from desk_gui.gui.widgets.text_label import TextLabel
from desk_gui.operations import general, update_templates
from desk_gui.operations.desk import Desk
from desk_gui.operations.effects import Effects

ABOUT = (
    "When many similar incidents come in, agents are asked whether it is a major one. Its updates"
    " begin with one of these templates."
)
MANY, WITHIN = "Similar incidents", "Within so many minutes"
NAMES = {"similar_incidents": MANY, "similar_minutes": WITHIN}
WIDEST, ROWS = 640, 5
FILLED_WORDS = ", ".join(f"{{{name}}}" for name in FILLED)
ELSE = "Any other word in braces is replaced by a person before the update is posted."

Settings = tuple[General, tuple[UpdateTemplate, ...]]


def read_settings(desk: Desk) -> Settings:
    """Both as they are now."""
    return general.general(desk), update_templates.templates(desk)


def change_settings(desk: Desk, wanted: Settings) -> Effects:
    """Store both; each is one entry of the journal, and none where it is as it was."""
    effects = general.change(desk, wanted[0])
    return effects | update_templates.change_templates(desk, wanted[1])


class TemplateFields(QWidget):
    """Name and text of one template; `gone` says that it is taken away."""

    changed = Signal()
    gone = Signal(object)

    def __init__(
        self, context: Context, template: UpdateTemplate, parent: QWidget, *, may: bool
    ) -> None:
        super().__init__(parent)
        self.name = QLineEdit(template.name, self)
        self.name.setObjectName("TemplateName")
        self.name.setAccessibleName("Name of the template")
        self.name.setPlaceholderText("Name")
        self.text = TextEditor("Text of the template", "", self)
        self.text.setObjectName("TemplateText")
        self.text.setPlainText(template.text)
        self.away = IconButton(context.theme, Icon.TRASH_2, "Take this template away", parent=self)
        for field in (self.name, self.text):
            field.setReadOnly(not may)
            field.textChanged.connect(self.changed)
        self.away.setEnabled(may)
        self.away.clicked.connect(lambda: self.gone.emit(self))
        row = QHBoxLayout()
        row.setSpacing(context.theme.px(8))
        row.addWidget(self.name, 1)
        row.addWidget(self.away)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(context.theme.px(4))
        column.addLayout(row)
        column.addWidget(self.text)
        context.theme.follow(self._fit)

    @property
    def template(self) -> UpdateTemplate:
        """The template as it is typed."""
        return UpdateTemplate(" ".join(self.name.text().split()), self.text.toPlainText().strip())

    def _fit(self) -> None:
        rows(self.text, ROWS)


class MajorsSection(Stored[Settings]):
    """Save is offered once something changed and everything can be taken."""

    name = "Major incidents"
    store = staticmethod(change_settings)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.many, self.within = QLineEdit(self), QLineEdit(self)
        self.form = Form(context.theme)
        self.fields: list[TemplateFields] = []
        self.more = QPushButton("Add a template", self)
        self._arrange()
        for field in (self.many, self.within):
            field.setReadOnly(not self.may)
            field.textChanged.connect(self._weigh)
        self.more.clicked.connect(self._add)

    def read(self) -> None:
        """Read both again; what is being changed stays."""
        desk = self.context.desk
        self.context.jobs.read(
            self, lambda: read_settings(desk), self._found, failed=self.refused, key="majors"
        )

    def wanted(self) -> Settings:
        """Both as they are typed; what is no number is one that is refused."""
        before = self._stored[0] if self._stored else General()
        wanted = replace(
            before,
            similar_incidents=number_in(self.many.text()),
            similar_minutes=number_in(self.within.text()),
        )
        return wanted, tuple(field.template for field in self.fields)

    def _arrange(self) -> None:
        theme = self.context.theme
        column = self.column("Major incidents", ABOUT)
        card = Card(theme, head="Suggestion", parent=self)
        card.setMaximumWidth(theme.px(WIDEST))
        self.form.add(MANY, self.many, "So many that are open and alike; 0 means never.")
        self.form.add(WITHIN, self.within, "From the first of them to the last.")
        card.add(self.form)
        self._card = Card(theme, head="Templates of updates", parent=self)
        self._card.setMaximumWidth(theme.px(WIDEST))
        for said in (f"Filled in by themselves: {FILLED_WORDS}.", ELSE):
            self._card.add(TextLabel(said, "small", self).wrapping())
        self._templates = QVBoxLayout()
        self._templates.setSpacing(theme.px(16))
        self._card.column.addLayout(self._templates)
        self.more.setObjectName("AddTemplate")
        self.more.setAccessibleName("Add a template")
        self.more.setEnabled(self.may)
        look(self.more, "link")
        self._card.column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        for widget in (card, self._card, self.trouble, self.row):
            column.addWidget(widget)
        column.addStretch(1)

    def _show(self, stored: Settings) -> None:
        settings, templates = stored
        self.many.setText(str(settings.similar_incidents))
        self.within.setText(str(settings.similar_minutes))
        self._show_templates(templates)

    def _show_templates(self, templates: Sequence[UpdateTemplate]) -> None:
        if templates == tuple(field.template for field in self.fields):
            return
        for field in self.fields:
            field.hide()
            field.deleteLater()
        self.fields = []
        for template in templates:
            self._add_fields(template)

    def _add_fields(self, template: UpdateTemplate) -> TemplateFields:
        field = TemplateFields(self.context, template, self._card, may=self.may)
        field.changed.connect(self._weigh)
        field.gone.connect(self._drop)
        self.fields.append(field)
        self._templates.addWidget(field)
        return field

    def _add(self) -> None:
        self._add_fields(UpdateTemplate("", "")).name.setFocus()
        self._weigh()

    def _drop(self, field: TemplateFields) -> None:
        self.fields.remove(field)
        field.hide()
        field.deleteLater()
        self._weigh()

    def _weigh(self) -> None:
        if self._stored is None:
            return
        settings, templates = self.wanted()
        wrong = wrong_with(settings)
        self.form.mark({NAMES[name]: wrong[name] for name in NAMES if name in wrong})
        refusal = refuse_templates(templates)
        self.show_trouble(refusal or "")
        changed = (settings, templates) != self._stored
        self.row.offer(changed=changed, possible=not wrong and not refusal)
