"""One step of approval, open to be changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from desk_gui.domain.catalog import Approver, Who
from desk_gui.gui.admin.catalog.draft import Rule, TypedStep
from desk_gui.gui.admin.catalog.rows import RowBody, Told
from desk_gui.gui.dialogs.choosing import ChoiceBox, Known, Option
from desk_gui.gui.icons import Icon
from desk_gui.gui.theme import Theme
from desk_gui.gui.widgets.icon_label import IconButton
from desk_gui.gui.widgets.text_label import TextLabel, plain_tip

RULES = {
    Rule.ANY: "any one of them",
    Rule.ALL: "all of them",
    Rule.QUORUM: "at least so many of them",
}
MUST, HOW_MANY = "Who must agree", "How many"
REMIND, EXPIRE = "Remind after hours", "Expires after hours"
MANAGER = Approver(Who.MANAGER)
IN_GENERAL = {
    MANAGER: "The requester's manager",
    Approver(Who.TEAM_LEAD): "The lead of the request's team",
    Approver(Who.SUPERVISOR): "A supervisor",
}


def approver_options(known: Known) -> list[Option]:
    """Everybody who can be asked: by part, then leads of teams, then people by name."""
    leads = [
        (Approver(Who.TEAM_LEAD, team_id=one.id), f"The lead of {one.name}") for one in known.teams
    ]
    people = [
        (Approver(Who.PERSON, account_id=one.id), one.name)
        for one in sorted(known.accounts, key=lambda one: one.name.casefold())
        if one.active
    ]
    return [*IN_GENERAL.items(), *leads, *people]


def approver_words(approver: Approver, known: Known) -> str:
    """Who is asked, in words."""
    said = IN_GENERAL.get(approver)
    if said is not None:
        return said
    if approver.who is Who.TEAM_LEAD:
        return f"The lead of {known.name('team_id', approver.team_id) or 'a team'}"
    return known.name("assignee_id", approver.account_id) or "Somebody who is not known any more"


def rule_words(many: int, needed: int) -> str:
    """How many of them must agree."""
    if many <= 1:
        return ""
    if needed == many:
        return "all must agree"
    return "any one agrees" if needed == 1 else f"{needed} of {many} must agree"


class ApproverLine(QWidget):
    """One who is asked, and a way to ask him no more."""

    changed = Signal()
    removed = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.who = ChoiceBox(parent=self)
        self.remove = IconButton(theme, Icon.X, "Remove", parent=self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(4))
        row.addWidget(self.who, 1)
        row.addWidget(self.remove)
        self.who.picked.connect(lambda _: self.changed.emit())
        self.remove.clicked.connect(self.removed)

    def show_approver(self, place: int, options: Sequence[Option], approver: Approver) -> None:
        """Offer everybody, with this one chosen; who is not offered any more stays."""
        offered = list(options)
        if approver not in [value for value, _ in offered]:
            offered.append((approver, "Somebody who is not known any more"))
        self.who.offer(offered)
        self.who.choose(approver)
        self.who.setObjectName(f"Approver-{place}")
        self.who.setAccessibleName(f"Approver {place}")
        self.remove.setObjectName(f"Approver-{place}-remove")
        self.remove.setAccessibleName(f"Remove approver {place}")
        self.remove.setToolTip(plain_tip(self.remove.accessibleName()))


class StepBody(RowBody[TypedStep]):
    """Who is asked, and how many of them must agree."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self._value = TypedStep(0)
        self.lines: list[ApproverLine] = []
        self.more = QPushButton("Add an approver", self)
        self.more.setObjectName("AddApprover")
        self.more.setAccessibleName(self.more.text())
        self.rule = ChoiceBox([(rule, words.capitalize()) for rule, words in RULES.items()], self)
        self.needed, self.remind, self.expire = (QLineEdit(self) for _ in range(3))
        self.form.add(MUST, self.rule)
        self.form.add(HOW_MANY, self.needed)
        self.form.add(REMIND, self.remind)
        self.form.add(EXPIRE, self.expire, "Then a supervisor may decide.")
        self._people = QVBoxLayout()
        self._people.setSpacing(theme.px(4))
        self.column.insertWidget(0, TextLabel("Who is asked", "small", self))
        self.column.insertLayout(1, self._people)
        self.column.insertWidget(2, self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self.more.clicked.connect(self._add)
        self.rule.picked.connect(self._say)
        for edit in (self.needed, self.remind, self.expire):
            edit.textChanged.connect(self._say)

    def new(self, uid: int) -> TypedStep:
        """The manager of the requester, alone."""
        return TypedStep(uid, (MANAGER,))

    def told(self, value: TypedStep, among: Sequence[TypedStep]) -> Told:
        """Who is asked, and how many of them must agree."""
        names = [approver_words(one, self._known) for one in value.approvers]
        many = len(names)
        if value.rule is Rule.QUORUM:
            rule = f"{value.needed.strip() or '?'} of {many}"
        else:
            rule = rule_words(many, 1 if value.rule is Rule.ANY else many)
        return Told(", ".join(names) or "Nobody yet", rule)

    def begin(self) -> None:
        """One begins with who is asked."""
        (self.lines[0].who if self.lines else self.more).setFocus()

    def show_value(self, value: TypedStep, among: Sequence[TypedStep]) -> None:
        """Show a step."""
        self._showing = True
        self._value = value
        self._deal(value.approvers)
        self.rule.choose(value.rule)
        self.needed.setText(value.needed)
        self.remind.setText(value.remind)
        self.expire.setText(value.expire)
        self._fit()
        self._showing = False

    def _deal(self, approvers: Sequence[Approver]) -> None:
        while len(self.lines) > len(approvers):
            gone = self.lines.pop()
            gone.hide()
            gone.deleteLater()
        while len(self.lines) < len(approvers):
            line = ApproverLine(self._theme, self)
            line.changed.connect(self._say)
            line.removed.connect(partial(self._remove, len(self.lines)))
            self.lines.append(line)
            self._people.addWidget(line)
        options = approver_options(self._known)
        for place, (line, approver) in enumerate(zip(self.lines, approvers, strict=True), 1):
            line.show_approver(place, options, approver)

    def _approvers(self) -> tuple[Approver, ...]:
        values = (line.who.value for line in self.lines)
        return tuple(one for one in values if isinstance(one, Approver))

    def _add(self) -> None:
        self._deal((*self._approvers(), Approver(Who.SUPERVISOR)))
        self.lines[-1].who.setFocus()
        self._say()

    def _remove(self, place: int) -> None:
        now = self._approvers()
        self._deal(now[:place] + now[place + 1 :])
        self.more.setFocus()
        self._say()

    def _fit(self) -> None:
        several = len(self._value.approvers) > 1
        self.form.show_field(MUST, shown=several)
        self.form.show_field(HOW_MANY, shown=several and self._value.rule is Rule.QUORUM)

    def _say(self, *_: object) -> None:
        if self._showing:
            return
        self._value = replace(
            self._value,
            approvers=self._approvers(),
            rule=Rule(str(self.rule.value)),
            needed=self.needed.text(),
            remind=self.remind.text(),
            expire=self.expire.text(),
        )
        self._fit()
        self.edited.emit(self._value)
