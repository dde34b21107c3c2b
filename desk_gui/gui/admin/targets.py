"""SLA targets: what is promised per kind and priority, typed as durations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from desk_gui.domain.accounts import Right
from desk_gui.domain.priority import Priority
from desk_gui.domain.sla import RUNS_TO_THE_END, Key, Policy, Target
from desk_gui.domain.workflow import Kind
from desk_gui.gui import format as words
from desk_gui.gui.admin.durations import seconds_of, written
from desk_gui.gui.admin.section import SaveRow, Section
from desk_gui.gui.page import Context
from desk_gui.gui.theme import look
from desk_gui.gui.widgets.card import Card
from desk_gui.gui.widgets.flow import TileLayout
from desk_gui.gui.widgets.text_label import TextLabel
from desk_gui.operations import sla
from desk_gui.operations.effects import Effects

ABOUT = (
    "Promised times, counted from the opening day and night; pauses do not count. New targets are"
    " for new tickets and for those that get another priority: a promise that was made stands."
)
HOW = "Write a duration such as 30 min, 4 h or 1 d 4 h."
NARROWEST = 320


class TargetsSection(Section):
    """Two tables of fields, one a kind."""

    name = "SLA targets"
    right = Right.CHANGE_SETTINGS

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._policies: tuple[Policy, ...] = ()
        self._stored: dict[Key, int] = {}
        self.fields: dict[Key, QLineEdit] = {}
        self.row = SaveRow(context.theme, "targets", self)
        self.save, self.back = self.row.save, self.row.back
        self.save.clicked.connect(self._save)
        self.back.clicked.connect(self._put_back)
        self._arrange()

    def read(self) -> None:
        """Read the targets again; what is being changed stays."""
        desk = self.context.desk
        self.context.jobs.read(self, lambda: sla.policies(desk), self._found, key="targets")

    def typed(self) -> dict[Key, int | None]:
        """What is typed, in seconds; None where it cannot be read."""
        return {key: seconds_of(field.text()) for key, field in self.fields.items()}

    def _arrange(self) -> None:
        px = self.context.theme.px
        column = self.column("SLA targets", ABOUT)
        tiles = TileLayout(px(12), partial(px, NARROWEST), 2)
        for kind in Kind:
            tiles.addWidget(self._table(kind))
        column.addLayout(tiles)
        column.addWidget(TextLabel(HOW, "small", self).wrapping())
        column.addWidget(self.trouble)
        column.addWidget(self.row)
        column.addStretch(1)

    def _table(self, kind: Kind) -> Card:
        theme = self.context.theme
        card = Card(theme, head=f"{words.KINDS_IN_FULL[kind]}s", parent=self)
        targets = (Target.RESPOND, RUNS_TO_THE_END[kind])
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px(12))
        grid.setVerticalSpacing(theme.px(8))
        for at, target in enumerate(targets, 1):
            grid.addWidget(TextLabel(f"{words.TARGETS[target]} within", "section", card), 0, at)
            grid.setColumnStretch(at, 1)
        for row, priority in enumerate(Priority, 1):
            grid.addWidget(TextLabel(words.priority_words(priority), "", card), row, 0)
            for at, target in enumerate(targets, 1):
                grid.addWidget(self._field((kind, priority, target)), row, at)
        card.column.addLayout(grid)
        return card

    def _field(self, key: Key) -> QLineEdit:
        kind, priority, target = key
        field = QLineEdit(self)
        field.setObjectName(f"Target-{kind.value}-{priority.value}-{target.value}")
        field.setAccessibleName(
            f"{words.KINDS_IN_FULL[kind]}, priority {words.priority_words(priority)}:"
            f" {words.TARGETS[target].lower()} within"
        )
        field.setReadOnly(not self.may)
        field.setEnabled(self.may)
        field.textChanged.connect(self._weigh)
        self.fields[key] = field
        return field

    def _found(self, policies: tuple[Policy, ...]) -> None:
        untouched = not self._stored or self.typed() == dict(self._stored)
        self._policies = policies
        self._stored = {
            (one.kind, one.priority, one.target): one.promised_s
            for one in policies
            if one.scope.is_general
        }
        if untouched:
            self._put_back()
        else:
            self._weigh()

    def _put_back(self) -> None:
        for key, field in self.fields.items():
            field.setText(written(self._stored[key]))
        self._weigh()

    def _weigh(self) -> None:
        if not self._stored:
            return
        typed = self.typed()
        unread = [key for key, seconds in typed.items() if not seconds]
        for key, field in self.fields.items():
            look(field, "wrong" if key in unread else "")
        self.show_trouble(self._cannot_read(unread))
        changed = typed != dict(self._stored)
        self.row.offer(changed=changed, possible=not unread)

    def _cannot_read(self, unread: Sequence[Key]) -> str:
        if not unread:
            return ""
        return f"“{self.fields[unread[0]].text().strip()}” is no duration. {HOW}"

    def _save(self) -> None:
        desk = self.context.desk
        typed = {key: seconds for key, seconds in self.typed().items() if seconds}
        wanted = tuple(
            replace(one, promised_s=typed[one.kind, one.priority, one.target])
            if one.scope.is_general
            else one
            for one in self._policies
        )
        self.save.setEnabled(False)
        self.context.do(
            self,
            lambda: sla.change_policies(desk, wanted),
            said="The SLA targets are saved.",
            done=self._saved,
            failed=self.refused,
        )

    def _saved(self, _: Effects) -> None:
        self._stored = {key: seconds for key, seconds in self.typed().items() if seconds}
        self._put_back()
