"""SLA policies: what is promised per kind and priority, exceptions, and what it would mean."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from desk_gui.domain.accounts import Right
from desk_gui.domain.business_hours import BusinessHours
from desk_gui.domain.durations import written
from desk_gui.domain.sla import Policy
from desk_gui.gui.admin.exception_sheet import ExceptionSheet, group_words
from desk_gui.gui.admin.footed import FootedPane
from desk_gui.gui.admin.policy_table import PolicyTable
from desk_gui.gui.admin.preview import Drafted, DuePreview
from desk_gui.gui.admin.section import SaveRow, Section
from desk_gui.gui.admin.sla_draft import (
    Cells,
    Group,
    Place,
    Tables,
    Wrong,
    empty_table,
    inherited,
    policies_of,
    tables_of,
)
from desk_gui.gui.admin.what_if_card import WhatIfCard
from desk_gui.gui.dialogs.choosing import Known, read_known
from desk_gui.gui.page import Context
from desk_gui.gui.widgets.flow import TileLayout
from desk_gui.gui.widgets.text_label import TextLabel
from desk_gui.operations import business_hours, general, sla
from desk_gui.operations.desk import Desk
from desk_gui.operations.effects import Effects
from desk_gui.operations.what_if import Draft

ABOUT = (
    "Promised times, counted from the opening; pauses do not count. New targets are for new"
    " tickets and for those that get another priority: a promise that was made stands."
)
HOW = (
    "Write durations such as 30 min, 4 h or 2 days. A day is 24 hours that are counted: in"
    " business hours of 8 h a day, 8 h are one working day."
)
EXCEPTIONS = (
    "For the tickets of a team or category, and for major incidents. What is left empty counts as"
    " in the tables above."
)
NARROWEST = 340


@dataclass(frozen=True)
class Stored:
    """Everything the section shows, read at one moment."""

    policies: tuple[Policy, ...] = ()
    hours: tuple[BusinessHours, ...] = ()
    known: Known = field(default_factory=Known)
    zone: str = "UTC"


def read_policies(desk: Desk) -> Stored:
    """Read it; a job does this."""
    return Stored(
        sla.policies(desk),
        business_hours.all_hours(desk),
        read_known(desk),
        general.general(desk).time_zone,
    )


class PoliciesSection(Section):
    """Tables of durations; one for all tickets of a kind, and one for each exception."""

    name = "SLA policies"
    right = Right.CHANGE_SETTINGS

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._stored = Stored()
        self._read = False
        self._policies: tuple[Policy, ...] = ()
        self._wrong = Wrong()
        self.tables: dict[Group, PolicyTable] = {}
        self.add = QPushButton("Add an exception…", self)
        self.row = SaveRow(context.theme, "policies", self)
        self.save, self.back = self.row.save, self.row.back
        self.preview = DuePreview(context, self)
        self.what_if = WhatIfCard(context, self._draft, self)
        self._arrange()
        self.add.clicked.connect(self._add)
        self.save.clicked.connect(self._save)
        self.back.clicked.connect(self._put_back)
        self.what_if.opened.connect(self.tickets_wanted)

    def read(self) -> None:
        """Read the policies again; what is being changed stays."""
        desk = self.context.desk
        work = partial(read_policies, desk)
        self.context.jobs.read(self, work, self._found, key="policies")

    def show_what_if(self) -> None:
        """Scroll to what the terms would have meant."""
        self._pane.area.verticalScrollBar().setValue(self.what_if.y())

    def typed(self) -> dict[Group, Cells]:
        """What stands in all tables."""
        return {group: table.cells() for group, table in self.tables.items()}

    def _arrange(self) -> None:
        theme, px = self.context.theme, self.context.theme.px
        pane = self._pane = FootedPane(theme, self, preview=self.preview, row=self.row)
        self.begin(pane.column, "SLA policies", ABOUT)
        self._general = TileLayout(px(12), partial(px, NARROWEST), 2)
        self._narrow = TileLayout(px(12), partial(px, NARROWEST), 2)
        pane.column.addLayout(self._general)
        pane.column.addWidget(TextLabel(HOW, "small", self).wrapping())
        pane.column.addSpacing(px(8))
        pane.column.addWidget(TextLabel("Exceptions", "title", self))
        pane.column.addWidget(TextLabel(EXCEPTIONS, "soft", self).wrapping())
        pane.column.addLayout(self._narrow)
        self.add.setObjectName("AddException")
        self.add.setAccessibleName("Add an exception")
        self.add.setVisible(self.may)
        pane.column.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)
        pane.column.addSpacing(px(8))
        pane.column.addWidget(self.what_if)
        self.what_if.setVisible(self.may)
        pane.column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(pane)

    def _found(self, stored: Stored) -> None:
        untouched = not self._read or self._is_stored()
        self._stored, self._read = stored, True
        if untouched:
            self._put_back()
        else:
            self._show(self.typed())

    def _put_back(self) -> None:
        self._show(tables_of(self._stored.policies))

    def _show(self, tables: Tables) -> None:
        for group in [one for one in self.tables if one not in tables]:
            self._drop(group)
        hours = [(one.id, one.name) for one in self._stored.hours if one.active]
        for group, cells in tables.items():
            table = self.tables.get(group) or self._make(group)
            table.show_cells(cells, hours)
        self._weigh()

    def _make(self, group: Group) -> PolicyTable:
        heading = group_words(group, self._stored.known)
        table = PolicyTable(self.context, group, heading, self, may=self.may)
        table.changed.connect(self._weigh)
        table.removed.connect(partial(self._remove, group))
        (self._general if group.is_general else self._narrow).addWidget(table)
        self.tables[group] = table
        return table

    def _drop(self, group: Group) -> None:
        table = self.tables.pop(group)
        self._narrow.removeWidget(table)
        table.hide()
        table.deleteLater()

    def _remove(self, group: Group) -> None:
        self._drop(group)
        self._weigh()
        self.add.setFocus(Qt.FocusReason.TabFocusReason)

    def _weigh(self) -> None:
        """Say what is wrong, what empty cells promise, and what it would mean."""
        typed = self.typed()
        self._policies, self._wrong = policies_of(typed)
        for group, table in self.tables.items():
            places = self._wrong.places.get(group, frozenset())
            table.show_wrong(self._wrong.sentences.get(group, ""), places)
            if not group.is_general:
                table.show_inherited(self._inherited(group))
        self.show_trouble(self._wrong.whole)
        self.row.offer(changed=not self._is_stored(), possible=not self._wrong)
        self.what_if.offer(possible=not self._wrong)
        self.preview.show_draft(None if self._wrong else self._drafted())

    def _is_stored(self) -> bool:
        """Whether what is typed says the same as what is stored, however it is written."""
        stored = self._stored.policies
        same = set(self.tables) == set(tables_of(stored))
        return same and not self._wrong and set(self._policies) == set(stored)

    def _inherited(self, group: Group) -> dict[Place, str]:
        found = {place: inherited(self._policies, group, place) for place in group.places()}
        return {
            place: written(policy.promised_s) if policy else "nothing"
            for place, policy in found.items()
        }

    def _draft(self) -> Draft | None:
        return None if self._wrong or not self._policies else Draft(self._policies)

    def _drafted(self) -> Drafted | None:
        draft = self._draft()
        names = {one.id: one.name for one in self._stored.hours}
        return Drafted(draft, self._stored.zone, names) if draft else None

    def _add(self) -> None:
        sheet = ExceptionSheet(self.context, self._stored.known, self.tables, self)
        sheet.chosen.connect(self._chosen)
        sheet.open()

    def _chosen(self, group: Group) -> None:
        self._show({**self.typed(), group: empty_table(group)})
        next(iter(self.tables[group].fields.values())).setFocus(Qt.FocusReason.TabFocusReason)

    def _save(self) -> None:
        desk, policies = self.context.desk, self._policies
        self.save.setEnabled(False)
        self.context.do(
            self,
            partial(sla.change_policies, desk, policies),
            said="The SLA policies are saved.",
            done=partial(self._saved, policies),
            failed=self.refused,
        )

    def _saved(self, policies: tuple[Policy, ...], _: Effects) -> None:
        self._stored = replace(self._stored, policies=policies)
        self._put_back()

    def refused(self, error: Exception) -> None:
        """What was refused can be tried again."""
        self._weigh()
        super().refused(error)
