"""One escalation as a sentence whose parts can be changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desk_gui.domain.priority import Priority
from desk_gui.domain.sla import RUNS_TO_THE_END, Escalation, EscalationAction, Target
from desk_gui.domain.workflow import Kind
from desk_gui.gui import format as words
from desk_gui.gui.dialogs.choosing import ChoiceBox, Known, Option
from desk_gui.gui.icons import Icon
from desk_gui.gui.theme import Theme, look
from desk_gui.gui.widgets.card import separator
from desk_gui.gui.widgets.flow import FlowLayout
from desk_gui.gui.widgets.icon_label import IconButton
from desk_gui.gui.widgets.text_label import TextLabel

CLOCKS = tuple(
    (kind, target) for kind in Kind for target in (Target.RESPOND, RUNS_TO_THE_END[kind])
)
ACTS = {
    EscalationAction.NOTIFY: "tell",
    EscalationAction.REASSIGN: "give the ticket to",
    EscalationAction.RAISE: "raise its priority by one",
}
IN_CHARGE = "its assignee and supervisors"
NO_PERCENT = "Write how many percent of the time, from 1 to 1,000."
NOBODY = "Choose the agent or the team that gets the ticket."
PERCENT_WIDE, HIGHEST = 56, 1000
Whom = tuple[int | None, int | None]
"""Account and team; one of both, or none for who is in charge."""


def clock_words(kind: Kind, target: Target) -> str:
    """A clock as it stands in the sentence."""
    to = "respond to" if target is Target.RESPOND else target.value
    return f"{to} {words.KINDS_IN_FULL[kind].lower()}s"


def whom_options(known: Known, *, in_charge: bool) -> list[Option]:
    """Who can be told, or get a ticket: teams first, then agents."""
    everyone: list[Option] = [((None, team.id), team.name) for team in known.teams]
    everyone += [((one, None), name) for one, name in known.agent_options()[1:]]
    first: list[Option] = [((None, None), IN_CHARGE if in_charge else "choose…")]
    return first + everyone


class EscalationRow(QWidget):
    """`changed` says that a part was changed, `removed` that it should go."""

    changed = Signal()
    removed = Signal()

    def __init__(self, theme: Theme, known: Known, parent: QWidget, *, may: bool) -> None:
        super().__init__(parent)
        self._theme, self._known = theme, known
        self._id = 0
        self.percent = QLineEdit(self)
        self.clock = ChoiceBox([(one, clock_words(*one)) for one in CLOCKS], self)
        self.priority = ChoiceBox(
            [(None, "any"), *((one, words.priority_words(one)) for one in Priority)], self
        )
        self.act = ChoiceBox(list(ACTS.items()), self)
        self.whom = ChoiceBox(parent=self)
        self.remove = IconButton(theme, Icon.X, "Remove", parent=self)
        self.trouble = TextLabel("", "wrong", self).wrapping()
        self.trouble.hide()
        self._arrange(may=may)
        self.percent.textChanged.connect(self._say)
        for box in (self.clock, self.priority, self.whom):
            box.picked.connect(self._say)
        self.act.picked.connect(self._acts_otherwise)
        self.remove.clicked.connect(self.removed)

    def show_escalation(self, shown: Escalation) -> None:
        """Show another one."""
        self._id = shown.id
        self.percent.setText(str(shown.percent))
        self.clock.choose((shown.kind, shown.target))
        self.priority.choose(shown.priority)
        self.act.choose(shown.action)
        self._offer_whom()
        self.whom.choose((shown.account_id, shown.team_id))

    def name_it(self, place: int) -> None:
        """Take the names of its place in the list."""
        self.setObjectName(f"Escalation-{place}")
        for control, part, says in (
            (self.percent, "percent", "percent of the time"),
            (self.clock, "clock", "which promise"),
            (self.priority, "priority", "which priority"),
            (self.act, "act", "what is done"),
            (self.whom, "whom", "who"),
            (self.remove, "remove", "remove"),
        ):
            control.setObjectName(f"Escalation-{place}-{part}")
            control.setAccessibleName(f"Escalation {place}: {says}")
        self.trouble.setObjectName(f"Escalation-{place}-trouble")

    def escalation(self) -> Escalation:
        """What is chosen; a percent of 0 where none can be read."""
        kind, target = self._clock()
        account_id, team_id = self._whom()
        priority = self.priority.value
        return Escalation(
            kind=kind,
            target=target,
            percent=percent_of(self.percent.text()),
            action=EscalationAction(str(self.act.value)),
            priority=priority if isinstance(priority, Priority) else None,
            account_id=account_id,
            team_id=team_id,
            id=self._id,
        )

    def wrong(self) -> str:
        """What is wrong with it on its own, in a sentence; "" when nothing is."""
        one = self.escalation()
        if not one.percent:
            return NO_PERCENT
        if one.action is EscalationAction.REASSIGN and not (one.account_id or one.team_id):
            return NOBODY
        if one.action is EscalationAction.RAISE and one.kind is Kind.REQUEST:
            return "A service request takes its priority from its catalog item; choose another act."
        return ""

    def show_wrong(self, sentence: str) -> None:
        """Say what is wrong below it."""
        look(self.percent, "wrong" if sentence and not percent_of(self.percent.text()) else "")
        self.trouble.setText(sentence)
        self.trouble.setVisible(bool(sentence))

    def _clock(self) -> tuple[Kind, Target]:
        return CLOCKS[max(self.clock.currentIndex(), 0)]

    def _whom(self) -> Whom:
        if self.act.value is EscalationAction.RAISE or not isinstance(self.whom.value, tuple):
            return None, None
        account_id, team_id = self.whom.value
        return account_id, team_id

    def _acts_otherwise(self, *_: object) -> None:
        self._offer_whom()
        self._say()

    def _offer_whom(self) -> None:
        act = self.act.value
        self.whom.setVisible(act is not EscalationAction.RAISE)
        self.whom.offer(whom_options(self._known, in_charge=act is EscalationAction.NOTIFY))

    def _arrange(self, *, may: bool) -> None:
        px = self._theme.px
        flow = FlowLayout(px(8))
        self._theme.follow(self._dress)
        parts = (
            ("At", self.percent),
            ("% of the time to", self.clock),
            ("with priority", self.priority),
            ("Desk should", self.act),
        )
        for said, control in parts:
            flow.addWidget(TextLabel(said, "soft", self))
            flow.addWidget(control)
        flow.addWidget(self.whom)
        for box, wide in ((self.clock, 15), (self.priority, 6), (self.act, 15), (self.whom, 20)):
            box.setMinimumContentsLength(wide)
        row = QHBoxLayout()
        row.setSpacing(px(8))
        row.addLayout(flow, 1)
        row.addWidget(self.remove, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(4))
        column.addLayout(row)
        column.addWidget(self.trouble)
        column.addSpacing(px(8))
        column.addWidget(separator(self._theme, self))
        for control in (self.percent, self.clock, self.priority, self.act, self.whom):
            control.setEnabled(may)
        self.remove.setVisible(may)

    def _dress(self) -> None:
        self.percent.setFixedWidth(self._theme.px(PERCENT_WIDE))

    def _say(self, *_: object) -> None:
        self.changed.emit()


def percent_of(typed: str) -> int:
    """A percent as typed, with or without its sign; 0 for what is none."""
    digits = typed.strip().removesuffix("%").strip()
    percent = int(digits) if digits.isascii() and digits.isdigit() else 0
    return percent if percent <= HIGHEST else 0


def same(one: Sequence[Escalation], other: Sequence[Escalation]) -> bool:
    """Whether two lists say the same, whatever their ids."""
    return {replace(each, id=0) for each in one} == {replace(each, id=0) for each in other}
