"""Posting an update of a major incident: from a template, for the desk and for requesters."""

from __future__ import annotations

from functools import partial

from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QCheckBox, QWidget

from desk_gui.domain.major_incident import (
    UpdateTemplate,
    next_update,
    placeholders,
    refuse_update,
)
from desk_gui.gui import format as words
from desk_gui.gui.dialogs.choosing import ChoiceBox, Option
from desk_gui.gui.dialogs.messages import confirm
from desk_gui.gui.dialogs.sheet import Sheet, rows
from desk_gui.gui.page import Context
from desk_gui.gui.widgets.text_editor import TextEditor
from desk_gui.operations import major_incidents, update_templates
from desk_gui.operations.desk import new_key
from desk_gui.operations.major_page import MajorPage

TEMPLATE, TEXT = "Begin with", "The update"
OWN_WORDS = "Own words"
ROWS = 9


class UpdateSheet(Sheet):
    """Text, and who hears it besides the desk."""

    def __init__(self, context: Context, page: MajorPage, parent: QWidget | None = None) -> None:
        number = page.ticket.number
        super().__init__(context, f"Update on {number}", "Post it", parent)
        self._page, self._key = page, new_key()
        self._filled = ""
        self._templates: tuple[UpdateTemplate, ...] = ()
        self.template = ChoiceBox([(None, OWN_WORDS)], self)
        self.template.picked.connect(self._picked)
        self.text = TextEditor(TEXT, "What is known, what is being done, what people can do", self)
        rows(self.text, ROWS)
        self.text.submitted.connect(self.submit)
        self.text.textChanged.connect(self._weigh)
        self.form.add(TEMPLATE, self.template)
        self.form.add(TEXT, self.text)
        self.requester = self._box("Requester", f"Also tell the requester of {number}")
        opened = [child for child in page.children if child.is_open]
        many = words.count(len(opened), "open child", "open children")
        self.children_too = self._box("Children", f"Also tell the requesters of its {many}")
        self.children_too.setVisible(bool(opened))
        self._weigh()
        work = partial(update_templates.templates, context.desk)
        context.jobs.read(self, work, self._found, failed=self.refused)

    def begin_with(self, name: str) -> None:
        """Begin with the template of this name, if there is one."""
        for template in self._templates:
            if template.name == name:
                self.template.choose(template)
                self._fill(template)

    def submit(self) -> None:
        """Post it, if nothing is left to be filled in."""
        text, page = self.text.toPlainText().strip(), self._page
        quoted = f"{page.ticket.title}\n{page.declaration.business_impact}"
        wrong = refuse_update(text, quoted)
        self.form.show_wrong({TEXT: wrong} if wrong else {})
        self.fit()
        if wrong:
            self._select_placeholder()
            return
        work = partial(
            major_incidents.post_update,
            self.context.desk,
            page.ticket.id,
            text,
            tell_requester=self.requester.isChecked(),
            tell_children=self.children_too.isVisible() and self.children_too.isChecked(),
            key=self._key,
        )
        self.send(work, "Update posted.")

    def _box(self, name: str, said: str) -> QCheckBox:
        box = QCheckBox(said, self)
        box.setObjectName(f"Tell{name}")
        box.setAccessibleName(said)
        self.form.add_button(box)
        return box

    def _found(self, found: tuple[UpdateTemplate, ...]) -> None:
        self._templates = found
        options: list[Option] = [(None, OWN_WORDS), *((one, one.name) for one in found)]
        self.template.offer(options)

    def _picked(self, template: object) -> None:
        if not isinstance(template, UpdateTemplate):
            return
        typed = self.text.toPlainText().strip()
        if typed and typed != self._filled:
            confirm(
                self,
                "Replace what you wrote by the template?",
                "Replace it",
                then=partial(self._fill, template),
                dangerous=True,
            )
        else:
            self._fill(template)

    def _fill(self, template: UpdateTemplate) -> None:
        self._filled = update_templates.filled(template, self._page, self.context.desk.clock())
        self.text.setPlainText(self._filled)
        self._select_placeholder()

    def _select_placeholder(self) -> None:
        """Mark the first placeholder, so that typing replaces it."""
        left = placeholders(self.text.toPlainText())
        if not left:
            return
        cursor = self.text.textCursor()
        start = self.text.toPlainText().index(left[0])
        cursor.setPosition(start)
        cursor.setPosition(start + len(left[0]), QTextCursor.MoveMode.KeepAnchor)
        self.text.setTextCursor(cursor)
        self.text.setFocus()

    def _weigh(self) -> None:
        """Say what is left to be filled in, or when the next update is due then."""
        left = placeholders(self.text.toPlainText())
        now = self.context.desk.clock()
        due = next_update(now, self._page.declaration.update_every_s)
        said = f"The next update is then due at {words.short_moment(due, now)}."
        if left:
            said = f"Still to be filled in: {', '.join(left)}."
        self.form.hint(TEXT, said)
