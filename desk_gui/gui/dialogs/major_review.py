"""The review of a major incident: what was learned, and who does what so that it stays away."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtWidgets import (
    QDateEdit,
    QGridLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desk_gui.domain.major_incident import Review, ReviewAction, refuse_review
from desk_gui.gui.dialogs.choosing import ChoiceBox, Known, Option, read_known
from desk_gui.gui.dialogs.sheet import Sheet, rows
from desk_gui.gui.icons import Icon
from desk_gui.gui.page import Context
from desk_gui.gui.theme import look
from desk_gui.gui.widgets.icon_label import IconButton
from desk_gui.gui.widgets.text_editor import TextEditor
from desk_gui.operations import major_incidents
from desk_gui.operations.desk import new_key
from desk_gui.operations.major_page import ActionShown, MajorPage

CAUSE, WELL, WRONG, ACTIONS, NONE_BECAUSE = (
    "The cause",
    "What went well",
    "What did not go well",
    "Actions",
    "No action is needed, because",
)
NAMES = {
    "cause": CAUSE,
    "went_well": WELL,
    "went_wrong": WRONG,
    "actions": ACTIONS,
    "no_action_because": NONE_BECAUSE,
}
WIDE, ROWS = 620, 3
DUE_IN = timedelta(days=14)


class ActionLine(QWidget):
    """What, who, until when, and a cross; `gone` says that it is taken away."""

    gone = Signal(object)

    def __init__(
        self, context: Context, shown: ActionShown | None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._shown = shown
        px = context.theme.px
        self.title = QLineEdit(self)
        self.title.setObjectName("ActionTitle")
        self.title.setPlaceholderText("What is to be done")
        self.title.setAccessibleName("Action")
        self.assignee = ChoiceBox([(None, "Nobody yet")], self)
        self.assignee.setObjectName("ActionAssignee")
        self.assignee.setAccessibleName("Who does it")
        self.due = QDateEdit(self)
        self.due.setObjectName("ActionDue")
        self.due.setAccessibleName("Until when")
        self.due.setCalendarPopup(True)
        self.due.setDisplayFormat("d MMM yyyy")
        self.away = IconButton(context.theme, Icon.X, "Take this action away", parent=self)
        self.away.clicked.connect(lambda: self.gone.emit(self))
        row = QGridLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setHorizontalSpacing(px(8))
        row.setVerticalSpacing(px(4))
        row.addWidget(self.title, 0, 0, 1, 2)
        row.addWidget(self.away, 0, 2)
        row.addWidget(self.assignee, 1, 0)
        row.addWidget(self.due, 1, 1)
        row.setColumnStretch(0, 1)
        self._fill(context)

    @property
    def action(self) -> ReviewAction:
        """The action as it is filled in."""
        chosen, day = self.assignee.value, self.due.date()
        return ReviewAction(
            title=self.title.text().strip(),
            account_id=chosen if isinstance(chosen, int) else None,
            due_on=date(day.year(), day.month(), day.day()),
            done=self._shown.done if self._shown else False,
            id=self._shown.id if self._shown else 0,
        )

    def offer(self, agents: list[Option]) -> None:
        """Offer these agents."""
        chosen = self.assignee.value
        if chosen is None and self._shown is not None:
            chosen = self._shown.account_id
        self.assignee.offer(agents)
        self.assignee.choose(chosen)

    def _fill(self, context: Context) -> None:
        shown = self._shown
        if shown is not None:
            self.title.setText(shown.title)
        today = context.desk.clock().astimezone().date()
        due = shown.due_on if shown and shown.due_on else today + DUE_IN
        self.due.setDate(QDate(due.year, due.month, due.day))


class ReviewSheet(Sheet):
    """Cause, what went well and what did not, and the actions with their assignees."""

    def __init__(self, context: Context, page: MajorPage, parent: QWidget | None = None) -> None:
        before = page.review
        super().__init__(context, f"Review of {page.ticket.number}", "Save the review", parent)
        self._page, self._key = page, new_key()
        self._agents: list[Option] = [(None, "Nobody yet")]
        self.lines: list[ActionLine] = []
        self.explain("It looks at the work, not for the guilty. It is needed before closing.")
        self.cause = self._editor(CAUSE, before.cause if before else "")
        self.well = self._editor(WELL, before.went_well if before else "")
        self.wrong = self._editor(WRONG, before.went_wrong if before else "")
        self._arrange_actions()
        self.none_because = QLineEdit(before.no_action_because if before else "", self)
        self.form.add(NONE_BECAUSE, self.none_because)
        for action in before.actions if before else ():
            self.add_action(action)
        self._weigh()
        self.resize(context.theme.px(WIDE), self.height())
        work = partial(read_known, context.desk)
        context.jobs.read(self, work, self._known, failed=self.refused, key="known")

    def submit(self) -> None:
        """Save it, if nothing is missing."""
        review = self.wanted()
        able = {option[0] for option in self._agents if isinstance(option[0], int)}
        wrong = refuse_review(review, able)
        if "actions" in wrong and not self.lines:
            wrong["no_action_because"] = wrong.pop("actions")
        self.form.show_wrong({NAMES[field]: sentence for field, sentence in wrong.items()})
        self.fit()
        if wrong:
            return
        work = partial(
            major_incidents.review,
            self.context.desk,
            self._page.ticket.id,
            review,
            seen=self._page.review.at if self._page.review else None,
            key=self._key,
        )
        self.send(work, f"The review of {self._page.ticket.number} is saved.")

    def wanted(self) -> Review:
        """The review as it is filled in."""
        return Review(
            cause=self.cause.toPlainText().strip(),
            went_well=self.well.toPlainText().strip(),
            went_wrong=self.wrong.toPlainText().strip(),
            actions=tuple(line.action for line in self.lines),
            no_action_because="" if self.lines else self.none_because.text().strip(),
        )

    def add_action(self, shown: ActionShown | None = None) -> ActionLine:
        """Add a line for an action."""
        line = ActionLine(self.context, shown, self._actions)
        line.offer(self._agents)
        line.gone.connect(self._drop)
        self.lines.append(line)
        self._column.insertWidget(len(self.lines) - 1, line)
        self._weigh()
        return line

    def _editor(self, name: str, text: str) -> TextEditor:
        editor = TextEditor(name, "", self)
        rows(editor, ROWS)
        editor.setPlainText(text)
        editor.submitted.connect(self.submit)
        self.form.add(name, editor)
        return editor

    def _arrange_actions(self) -> None:
        self._actions = QWidget(self)
        self._column = QVBoxLayout(self._actions)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(self.context.theme.px(12))
        self.more = QPushButton("Add an action", self._actions)
        self.more.setObjectName("AddAction")
        self.more.setAccessibleName("Add an action")
        look(self.more, "link")
        self.more.clicked.connect(self._add)
        self._column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self.form.add(ACTIONS, self._actions, "Each has an assignee, who is told.")

    def _add(self) -> None:
        self.add_action().title.setFocus()

    def _drop(self, line: ActionLine) -> None:
        self.lines.remove(line)
        line.hide()
        line.deleteLater()
        self._weigh()
        self.more.setFocus()

    def _weigh(self) -> None:
        """Without actions, a sentence says why there are none."""
        self.form.show_field(NONE_BECAUSE, shown=not self.lines)
        self.fit()

    def _known(self, known: Known) -> None:
        self._agents = known.agent_options(self._page.ticket.team_id)
        for line in self.lines:
            line.offer(self._agents)
