"""One task of the template, open to be changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from desk_gui.gui.admin.catalog.draft import TypedTask, Waits
from desk_gui.gui.admin.catalog.rows import RowBody, Told
from desk_gui.gui.dialogs.choosing import ChoiceBox
from desk_gui.gui.theme import Theme
from desk_gui.gui.widgets.check_list import CheckList, CheckRow
from desk_gui.gui.widgets.text_editor import TextEditor

TITLE, TEAM, ASSIGNEE, DUE = "Title", "Team", "Assignee", "Due after percent"
WAITS_FOR, AFTER, MANDATORY, CHECKLIST = "Begins", "after", "Mandatory", "Checklist"
BEGINS = {
    Waits.BEFORE: "After the mandatory task before it",
    Waits.NOTHING: "At once",
    Waits.CHOSEN: "After tasks that I choose",
}
TALL = 64


class TaskBody(RowBody[TypedTask]):
    """What is to be done, by whom, after what and until when."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self._value = TypedTask(0)
        self._before: tuple[TypedTask, ...] = ()
        self.title, self.share = QLineEdit(self), QLineEdit(self)
        self.team, self.assignee = ChoiceBox(parent=self), ChoiceBox(parent=self)
        self.waits = ChoiceBox(list(BEGINS.items()), self)
        self.after = CheckList(theme, "Tasks it waits for", self)
        self.mandatory = QCheckBox("Cannot be skipped", self)
        self.checklist = TextEditor(CHECKLIST, parent=self)
        self._arrange()
        self._connect()
        theme.follow(self._dress)

    def new(self, uid: int) -> TypedTask:
        """A mandatory task after the one before it."""
        return TypedTask(uid)

    def told(self, value: TypedTask, among: Sequence[TypedTask]) -> Told:
        """Its title, its team, and whether it may be skipped."""
        team = self._known.name("team_id", value.team_id)
        words = [team] if team else []
        words += [] if value.mandatory else ["optional"]
        return Told(value.title.strip(), " · ".join(words))

    def begin(self) -> None:
        """One begins with the title."""
        self.title.setFocus()

    def show_value(self, value: TypedTask, among: Sequence[TypedTask]) -> None:
        """Show a task; it can wait for those before it."""
        self._showing = True
        self._value = value
        place = [one.uid for one in among].index(value.uid)
        kept = [one for one in among[place + 1 :] if one.uid in value.after]
        self._before = (*among[:place], *kept)
        self.team.offer([(None, "The request's team"), *self._known.team_options()[1:]])
        self.assignee.offer(self._known.agent_options(value.team_id))
        self.title.setText(value.title)
        self.title.setCursorPosition(0)
        self.share.setText(value.share)
        self.team.choose(value.team_id)
        self.assignee.choose(value.assignee_id)
        self.waits.choose(value.waits)
        self.mandatory.setChecked(value.mandatory)
        self.checklist.setPlainText(value.checklist)
        self.after.show_rows(
            [
                CheckRow(one.uid, one.title.strip() or "New task", checked=one.uid in value.after)
                for one in self._before
            ]
        )
        self._fit()
        self._showing = False

    def _fit(self) -> None:
        self.form.show_field(AFTER, shown=self._value.waits is Waits.CHOSEN)
        self.form.show_field(WAITS_FOR, shown=bool(self._before))

    def _arrange(self) -> None:
        form = self.form
        form.add_wide(TITLE, self.title)
        form.add(TEAM, self.team)
        form.add(ASSIGNEE, self.assignee)
        form.add(DUE, self.share, "Of the time to fulfil; empty: at its end.")
        form.add(MANDATORY, self.mandatory)
        form.add(WAITS_FOR, self.waits)
        form.add(AFTER, self.after)
        form.add_wide(CHECKLIST, self.checklist, "One line each; all are ticked before it is done.")
        for edit, name in (
            (self.title, "TaskTitle"),
            (self.team, "TaskTeam"),
            (self.assignee, "TaskAssignee"),
            (self.mandatory, "TaskMandatory"),
            (self.waits, "TaskBegins"),
        ):
            edit.setObjectName(name)

    def _connect(self) -> None:
        for edit in (self.title, self.share):
            edit.textChanged.connect(self._say)
        self.checklist.textChanged.connect(self._say)
        self.mandatory.toggled.connect(self._say)
        for box in (self.team, self.assignee, self.waits):
            box.picked.connect(self._say)
        self.after.changed.connect(self._say)

    def _say(self, *_: object) -> None:
        if self._showing:
            return
        team, assignee = self.team.value, self.assignee.value
        self._value = replace(
            self._value,
            title=self.title.text(),
            share=self.share.text(),
            team_id=team if isinstance(team, int) else None,
            assignee_id=assignee if isinstance(assignee, int) else None,
            waits=Waits(str(self.waits.value)),
            mandatory=self.mandatory.isChecked(),
            checklist=self.checklist.toPlainText(),
            after=tuple(self.after.checked()),
        )
        self._fit()
        self.edited.emit(self._value)

    def _dress(self) -> None:
        self.checklist.setFixedHeight(self._theme.px(TALL))
