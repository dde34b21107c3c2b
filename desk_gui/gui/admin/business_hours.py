"""Business hours: the list left, one of them right, with what it would mean for a ticket."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from zoneinfo import ZoneInfo

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from desk_gui.domain.accounts import Right
from desk_gui.domain.business_hours import BusinessHours, Window
from desk_gui.domain.sla import Policy
from desk_gui.gui.admin.days_off import ListedDay, listed
from desk_gui.gui.admin.footed import FootedPane
from desk_gui.gui.admin.hours_draft import Typed, Wrong, hours_of, typed_of, week_words, weekly
from desk_gui.gui.admin.hours_editor import HoursEditor, Place
from desk_gui.gui.admin.list_pane import ListPane
from desk_gui.gui.admin.preview import Drafted, DuePreview
from desk_gui.gui.admin.section import SaveRow, Section
from desk_gui.gui.admin.what_if_card import WhatIfCard
from desk_gui.gui.format import Chip, Tint, count
from desk_gui.gui.icons import Icon
from desk_gui.gui.page import Context
from desk_gui.gui.widgets.empty_state import EmptyState
from desk_gui.gui.widgets.text_label import TextLabel
from desk_gui.gui.widgets.two_lines import TwoLineList, TwoLineModel, TwoLines
from desk_gui.gui.widgets.two_panes import TwoPanes
from desk_gui.operations import business_hours, general, sla
from desk_gui.operations.desk import Desk
from desk_gui.operations.effects import Effects
from desk_gui.operations.what_if import Draft

ABOUT = "When this desk works. SLA targets can be counted in these hours instead of day and night."
UNSAVED, RETIRED = Chip("Not saved", Tint.WARN), Chip("Retired")
NEW_NAME = "New business hours"
LIST_WIDE = 280


@dataclass(frozen=True)
class Stored:
    """All business hours by their id, the policies that count in them, and the desk's zone."""

    hours: dict[int, BusinessHours] = field(default_factory=dict)
    policies: tuple[Policy, ...] = ()
    zone: str = "UTC"

    def used_by(self, hours_id: int) -> int:
        """How many targets are counted in these hours."""
        return sum(policy.business_hours_id == hours_id for policy in self.policies)


def read_hours(desk: Desk) -> Stored:
    """Read all that the section shows."""
    found = {one.id: one for one in business_hours.all_hours(desk)}
    return Stored(found, sla.policies(desk), general.general(desk).time_zone)


def read_days(hours: BusinessHours, today: date) -> tuple[ListedDay, ...]:
    """The days off that are coming, this year and next."""
    off = [
        day for year in (today.year, today.year + 1) for day in business_hours.days_off(hours, year)
    ]
    return listed(off, hours, today)


def a_new_one(hours_id: int, zone: str) -> BusinessHours:
    """Business hours to begin with: the usual week; an id below zero is not stored."""
    windows = tuple(Window(day, 9 * 60, 17 * 60) for day in range(5))
    return BusinessHours(hours_id, "", zone, windows=windows)


def drafted(stored: Stored, hours: BusinessHours) -> Drafted:
    """The policies as they are, counted in these hours throughout."""
    policies = tuple(replace(one, business_hours_id=hours.id) for one in stored.policies)
    return Drafted(Draft(policies, (hours,)), hours.time_zone, {hours.id: "these hours"})


class HoursList(ListPane):
    """All of them, and a way to add one."""

    def __init__(self, section: Section) -> None:
        super().__init__(section)
        self.add = QPushButton("Add…", self)
        self.add.setObjectName("AddHours")
        self.add.setAccessibleName("Add business hours")
        self.add.setEnabled(section.may)
        self.model = TwoLineModel(self)
        self.list = TwoLineList(section.context.theme, "Business hours list", self)
        self.list.setModel(self.model)
        about = TextLabel(ABOUT, "small", self).wrapping()
        title = TextLabel("Business hours", "title", self)
        self.fill(head=(title, self.add), above=(about, section.lacking), listed=self.list)


class HoursDetail(QWidget):
    """One of them: its fields scroll, the example and the buttons below them stay."""

    def __init__(
        self, context: Context, section: Section, draft: Callable[[], Draft | None]
    ) -> None:
        super().__init__(section)
        theme = context.theme
        self.heading = TextLabel("", "heading", self).wrapping()
        self.used = TextLabel("", "soft", self).wrapping()
        self.retire = QPushButton("Retire", self)
        self.retire.setObjectName("RetireHours")
        self.retire.setEnabled(section.may)
        self.editor = HoursEditor(theme, self, may=section.may)
        self.what_if = WhatIfCard(context, draft, self)
        self.preview = DuePreview(context, self)
        self.row = SaveRow(theme, "hours", section)
        pane = FootedPane(theme, section, preview=self.preview, row=self.row)
        head = QHBoxLayout()
        head.setSpacing(theme.px(8))
        head.addWidget(self.heading, 1)
        head.addWidget(self.retire)
        pane.column.addLayout(head)
        pane.column.addWidget(self.used)
        pane.column.addWidget(self.editor)
        pane.column.addWidget(self.what_if)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(pane)


class HoursSection(Section):
    """What is typed stays typed, also when other business hours are looked at meanwhile."""

    name = "Business hours"
    right = Right.CHANGE_SETTINGS

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        theme = context.theme
        self._stored = Stored()
        self._new: dict[int, BusinessHours] = {}
        self._drafts: dict[int, Typed] = {}
        self._chosen: int | None = None
        self._shown: int | None = None
        self._named = ""
        self._wrong = Wrong()
        pane = HoursList(self)
        self.add, self.model, self.list = pane.add, pane.model, pane.list
        self.detail = HoursDetail(context, self, self._draft)
        self.editor, self.row = self.detail.editor, self.detail.row
        self.empty = EmptyState(theme, self)
        self._right = QStackedWidget(self)
        self._arrange(pane)
        self._connect()

    def read(self) -> None:
        """Read the hours again; what is being changed stays."""
        desk, jobs = self.context.desk, self.context.jobs
        jobs.read(self, partial(read_hours, desk), self._found, key="hours")
        if not self.editor.country.is_offering:
            jobs.read(self, business_hours.countries, self._countries_found, key="countries")

    def choose(self, hours_id: int) -> None:
        """Show business hours by their id."""
        self.list.setCurrentIndex(self.model.place_of(hours_id))

    def _arrange(self, pane: QWidget) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        self._right.addWidget(self.empty)
        self._right.addWidget(self.detail)
        self.panes = TwoPanes(
            self.context.theme,
            "HoursPanes",
            panes=(pane, self._right),
            back="All business hours",
            list_wide=LIST_WIDE,
        )
        whole.addWidget(self.panes)

    def _connect(self) -> None:
        self.list.selectionModel().currentChanged.connect(self._moved_to)
        for pressed in (self.list.clicked, self.list.activated):
            pressed.connect(self.panes.show_detail)
        self.add.clicked.connect(self._add)
        self.editor.changed.connect(self._typed)
        self.editor.country_picked.connect(self._read_regions)
        self.row.save.clicked.connect(self._save)
        self.row.back.clicked.connect(self._put_back)
        self.detail.retire.clicked.connect(self._retire)
        self.detail.what_if.opened.connect(self.tickets_wanted)

    def _countries_found(self, countries: Sequence[Place]) -> None:
        self.editor.offer_countries(countries)
        self._show()

    def _found(self, stored: Stored) -> None:
        self._stored = stored
        saved = next((one.id for one in stored.hours.values() if one.name == self._named), None)
        first = next((one.id for one in stored.hours.values() if one.active), None)
        wanted = saved or self._chosen or first
        self._named = ""
        self._list(wanted)

    def _list(self, wanted: int | None) -> None:
        every = (*self._stored.hours.values(), *self._new.values())
        ordered = sorted(every, key=lambda one: (not one.active, one.id < 0, one.name.casefold()))
        self.model.show_rows([(one.id, self._look(one)) for one in ordered])
        self._chosen = wanted
        self.list.setCurrentIndex(self.model.place_of(wanted))
        self._show()

    def _look(self, hours: BusinessHours) -> TwoLines:
        used = self._stored.used_by(hours.id)
        chips = (UNSAVED,) if hours.id in self._drafts or hours.id < 0 else ()
        return TwoLines(
            title=hours.name or NEW_NAME,
            meta=f"{hours.time_zone.replace('_', ' ')} · {week_words(weekly(hours))} a week",
            chips=chips if hours.active else (*chips, RETIRED),
            aside=count(used, "target") if used else "",
            dimmed=not hours.active,
        )

    def _moved_to(self, now: QModelIndex, _before: QModelIndex) -> None:
        self._chosen = self.model.id_of(now)
        self._show()

    def _base(self) -> BusinessHours | None:
        """What is chosen, as it is stored, or as a new one begins."""
        chosen = self._chosen or 0
        return self._stored.hours.get(chosen) or self._new.get(chosen)

    def _show(self) -> None:
        hours = self._base()
        self._right.setCurrentIndex(1 if hours else 0)
        if hours is None:
            self.empty.show_words(Icon.HOURGLASS, "No business hours yet", ABOUT)
            if self.may:
                self.empty.offer("Add business hours", self._add)
            return
        self.show_trouble("")
        if self._shown != hours.id:
            self._shown = hours.id
            self.detail.what_if.clear()
        self.editor.show_typed(self._drafts.get(hours.id) or typed_of(hours))
        self._read_regions(self.editor.typed().country)
        self._weigh()

    def _typed(self) -> None:
        hours = self._base()
        if hours is None:
            return
        typed = self.editor.typed()
        before = hours.id in self._drafts
        if typed == typed_of(hours):
            self._drafts.pop(hours.id, None)
        else:
            self._drafts[hours.id] = typed
        if before is not (hours.id in self._drafts):
            self.model.change_row(hours.id, self._look(hours))
        self._weigh()

    def _weigh(self) -> None:
        """Say what is wrong, draw the week, ask for the days off and for the example."""
        base = self._base()
        if base is None:
            return
        hours, self._wrong = hours_of(self.editor.typed(), base)
        now = self.context.desk.clock()
        self.editor.show_state(hours, self._wrong, now)
        self.detail.heading.setText(hours.name or NEW_NAME)
        self._say_use(base)
        changed = base.id in self._drafts or base.id < 0
        self.row.offer(changed=changed, possible=not self._wrong)
        self.detail.preview.show_draft(None if self._wrong else drafted(self._stored, hours))
        today = now.astimezone(ZoneInfo(hours.time_zone)).date()
        self.editor.days.begin_at(today)
        self.context.jobs.read(
            self, partial(read_days, hours, today), self.editor.show_days, key="days"
        )

    def _draft(self) -> Draft | None:
        """The policies as they are, with what is typed in place of what is stored."""
        base = self._base()
        if base is None or self._wrong:
            return None
        return Draft(self._stored.policies, (hours_of(self.editor.typed(), base)[0],))

    def _say_use(self, hours: BusinessHours) -> None:
        used = self._stored.used_by(hours.id)
        words = (
            f"{count(used, 'SLA target')} {'is' if used == 1 else 'are'} counted in these hours."
        )
        self.detail.what_if.setVisible(self.may and bool(used))
        self.detail.what_if.offer(possible=not self._wrong)
        self.detail.used.setText(words if used else "No SLA target is counted in these hours yet.")
        verb = "Discard" if hours.id < 0 else "Retire" if hours.active else "Bring back"
        self.detail.retire.setText(verb)
        self.detail.retire.setAccessibleName(f"{verb} {hours.name or NEW_NAME}")

    def _read_regions(self, country: object) -> None:
        if not isinstance(country, str):
            self.editor.offer_regions(())
            return
        work = partial(business_hours.regions, country)
        self.context.jobs.read(self, work, self.editor.offer_regions, key="regions")

    def _add(self) -> None:
        new = a_new_one(min(self._new, default=0) - 1, self._stored.zone)
        self._new[new.id] = new
        self._list(new.id)
        self.panes.show_detail()
        self.editor.name.setFocus()

    def _save(self) -> None:
        base = self._base()
        if base is None:
            return
        hours, _ = hours_of(self.editor.typed(), base)
        stored = replace(hours, id=max(hours.id, 0))
        self.row.save.setEnabled(False)
        self.context.do(
            self,
            partial(business_hours.save, self.context.desk, stored),
            said=f"“{stored.name}” is saved.",
            done=partial(self._saved, base.id, stored.name),
            failed=self.refused,
        )

    def _saved(self, hours_id: int, name: str, _: Effects) -> None:
        self._forget(hours_id)
        self._named = name if hours_id == self._chosen else ""
        self.read()

    def refused(self, error: Exception) -> None:
        """What was refused can be tried again."""
        self._weigh()
        super().refused(error)

    def _forget(self, hours_id: int) -> None:
        self._drafts.pop(hours_id, None)
        self._new.pop(hours_id, None)

    def _put_back(self) -> None:
        base = self._base()
        if base is not None:
            self._drafts.pop(base.id, None)
            self.model.change_row(base.id, self._look(base))
            self._show()

    def _retire(self) -> None:
        hours, desk = self._base(), self.context.desk
        if hours is None:
            return
        if hours.id < 0:
            self._forget(hours.id)
            self._list(next(iter(self._stored.hours), None))
            return
        work = (
            partial(business_hours.retire, desk, hours.id)
            if hours.active
            else partial(business_hours.save, desk, replace(hours, active=True))
        )
        done = "is retired" if hours.active else "can be used again"
        self.context.do(self, work, said=f"“{hours.name}” {done}.", failed=self.refused)
