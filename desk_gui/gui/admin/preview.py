"""What a draft means for a ticket, before it is saved: when it would be due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from PySide6.QtCore import QDate, QDateTime, QTime, QTimeZone
from PySide6.QtWidgets import QDateTimeEdit, QPushButton, QVBoxLayout, QWidget

from desk_gui.domain.durations import written
from desk_gui.domain.errors import sentence
from desk_gui.domain.priority import Priority
from desk_gui.domain.sla import RUNS_TO_THE_END, Policy, Scope, Target, agreed
from desk_gui.domain.workflow import Kind
from desk_gui.gui import format as words
from desk_gui.gui.dialogs.choosing import ChoiceBox
from desk_gui.gui.page import Context
from desk_gui.gui.theme import look
from desk_gui.gui.widgets.flow import FlowLayout
from desk_gui.gui.widgets.text_label import TextLabel
from desk_gui.operations import what_if
from desk_gui.operations.what_if import Draft

FRIDAY, LATE = 4, (16, 50)
CORRECT = "Correct what is marked to see when a ticket would be due."
BOX_CHARACTERS = 9


@dataclass(frozen=True)
class Drafted:
    """Terms that are being edited, the zone they are looked at in, and what hours are called."""

    draft: Draft
    zone: str
    hours_names: dict[int, str]

    def policy(self, scope: Scope) -> Policy | None:
        """The policy that a ticket of this scope would be under."""
        return agreed(self.draft.policies).policy(scope)


@dataclass(frozen=True)
class Question:
    """Which ticket is asked about; `opened_at` in UTC."""

    scope: Scope
    opened_at: datetime


def due_words(drafted: Drafted, asked: Question, due: datetime | None) -> str:
    """The answer in a sentence."""
    scope = asked.scope
    kind = "An incident" if scope.kind is Kind.INCIDENT else "A service request"
    opened = f"{kind} of priority {scope.priority.value} opened {moment(asked.opened_at, drafted)}"
    policy = drafted.policy(scope)
    if due is None or policy is None:
        return f"{opened} would have no promise to {scope.target.value}."
    return f"{opened} would be due {moment(due, drafted)}: {promise_words(policy, drafted)}."


def promise_words(policy: Policy, drafted: Drafted) -> str:
    """A promise, such as “resolve within 4 h in Office hours”."""
    named = drafted.hours_names.get(policy.business_hours_id or 0)
    counted = f"in {named}" if named else "around the clock"
    return f"{policy.target.value} within {written(policy.promised_s)} {counted}"


def moment(at: datetime, drafted: Drafted) -> str:
    """An instant in the zone of the draft, with its weekday."""
    here = at.astimezone(ZoneInfo(drafted.zone))
    return f"{here:%A} {here.day} {here:%b} {here:%H:%M}"


class DuePreview(QWidget):
    """The sentence; `change` opens the four choices that it is about."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._drafted: Drafted | None = None
        self.setObjectName("DuePreview")
        self.sentence = TextLabel("", "", self).wrapping()
        self.sentence.setObjectName("DueSentence")
        self.kind = ChoiceBox([(one, words.KINDS_IN_FULL[one]) for one in Kind], self)
        self.priority = ChoiceBox([(one, words.priority_words(one)) for one in Priority], self)
        self.target = ChoiceBox(parent=self)
        self.opened = QDateTimeEdit(self)
        self.change = QPushButton("Change the example", self)
        self._choices = QWidget(self)
        self._arrange()
        self._offer_targets()
        self.priority.choose(Priority.HIGH)
        self.begin_at(context.desk.clock())
        self.kind.currentIndexChanged.connect(self._offer_targets)
        for box in (self.kind, self.priority, self.target):
            box.currentIndexChanged.connect(self._ask)
        self.opened.dateTimeChanged.connect(self._ask)

    def begin_at(self, now: datetime) -> None:
        """Ask about the next Friday shortly before five: what people worry about."""
        day = (now + timedelta(days=(FRIDAY - now.weekday()) % 7)).date()
        self.opened.setDateTime(
            QDateTime(QDate(day.year, day.month, day.day), QTime(*LATE), QTimeZone.utc())
        )

    def show_draft(self, drafted: Drafted | None) -> None:
        """Answer for these terms; None where they cannot be read."""
        self._drafted = drafted
        self._ask()

    def question(self, zone: str) -> Question:
        """Which ticket is asked about now."""
        shown = self.opened.dateTime()
        day, time = shown.date(), shown.time()
        here = datetime(
            day.year(), day.month(), day.day(), time.hour(), time.minute(), tzinfo=ZoneInfo(zone)
        )
        kind, priority, target = self.kind.value, self.priority.value, self.target.value
        scope = Scope(Kind(str(kind)), Priority(int(str(priority))), Target(str(target)))
        return Question(scope, here.astimezone(UTC))

    def _ask(self, *_: object) -> None:
        drafted = self._drafted
        if drafted is None:
            self._say(CORRECT)
            return
        asked = self.question(drafted.zone)
        work = partial(
            what_if.due_if, self._context.desk, drafted.draft, asked.scope, asked.opened_at
        )
        answered = partial(self._answered, drafted, asked)
        self._context.jobs.read(self, work, answered, failed=self._refused, key="due")

    def _answered(self, drafted: Drafted, asked: Question, due: datetime | None) -> None:
        self._say(due_words(drafted, asked, due))

    def _refused(self, error: Exception) -> None:
        self._say(sentence(error))

    def _say(self, words: str) -> None:
        self.sentence.setText(words)
        look(self.sentence, "soft" if words == CORRECT else "")

    def _offer_targets(self) -> None:
        end = RUNS_TO_THE_END[Kind(str(self.kind.value))]
        respond = self.target.value is Target.RESPOND
        self.target.blockSignals(True)
        self.target.offer((one, words.TARGETS[one]) for one in (Target.RESPOND, end))
        self.target.choose(Target.RESPOND if respond else end)
        self.target.blockSignals(False)

    def _arrange(self) -> None:
        px = self._context.theme.px
        choices = FlowLayout(px(8), self._choices)
        self.opened.setTimeZone(QTimeZone.utc())
        self.opened.setDisplayFormat("ddd d MMM yyyy HH:mm")
        self.opened.setCalendarPopup(True)
        controls: tuple[tuple[QWidget, str, str], ...] = (
            (self.kind, "PreviewKind", "Example: kind"),
            (self.priority, "PreviewPriority", "Example: priority"),
            (self.target, "PreviewTarget", "Example: target"),
            (self.opened, "PreviewOpened", "Example: opened at"),
        )
        for control, name, says in controls:
            control.setObjectName(name)
            control.setAccessibleName(says)
            choices.addWidget(control)
        for box in (self.kind, self.priority, self.target):
            box.setMinimumContentsLength(BOX_CHARACTERS)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        column.addWidget(self.sentence)
        column.addWidget(self._choices)
        self._choices.hide()
        self.change.setObjectName("ChangeExample")
        self.change.setAccessibleName("Change the example")
        self.change.setCheckable(True)
        look(self.change, "link")
        self.change.toggled.connect(self._choices.setVisible)
