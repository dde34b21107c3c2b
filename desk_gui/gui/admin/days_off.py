"""The days off of business hours: public holidays, own days, and those worked all the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import partial

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtWidgets import QDateEdit, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from desk_gui.domain.business_hours import WEEKDAYS, BusinessHours, OwnDay
from desk_gui.gui.dialogs.form import Form
from desk_gui.gui.theme import Theme, look
from desk_gui.gui.widgets.flow import TileLayout
from desk_gui.gui.widgets.pool import Pool
from desk_gui.gui.widgets.text_label import TextLabel

DATE_WIDE = 88
DAY, WHAT = "Day", "What it is"
NO_NAME = "Say what day it is, such as “Company day”."


class Why(StrEnum):
    """Why a day is in the list."""

    HOLIDAY = "holiday"
    OWN = "own"
    WORKED = "worked"
    CLOSED = "closed"


ACTS = {Why.HOLIDAY: "We work on this day", Why.OWN: "Remove", Why.WORKED: "Take it off again"}
NOTES = {Why.OWN: "own day", Why.WORKED: "worked all the same", Why.CLOSED: "closed anyway"}


@dataclass(frozen=True)
class ListedDay:
    """A day of the list."""

    day: date
    name: str
    why: Why


def listed(
    off: Sequence[tuple[date, str]], hours: BusinessHours, since: date
) -> tuple[ListedDay, ...]:
    """The days off from a day on, in order, with the holidays that are worked."""
    found = [ListedDay(day, name, _why(day, hours)) for day, name in off]
    found += [ListedDay(one.day, one.name, Why.WORKED) for one in hours.own_days if one.works]
    return tuple(sorted((one for one in found if one.day >= since), key=lambda one: one.day))


def _why(day: date, hours: BusinessHours) -> Why:
    if any(one.day == day for one in hours.own_days):
        return Why.OWN
    open_then = any(window.weekday == day.weekday() for window in hours.windows)
    return Why.HOLIDAY if open_then else Why.CLOSED


def without(own: Sequence[OwnDay], day: date) -> tuple[OwnDay, ...]:
    """Own days without that of one date."""
    return tuple(one for one in own if one.day != day)


def day_words(day: date) -> str:
    """A day with its weekday; the year stands above."""
    return f"{WEEKDAYS[day.weekday()][:3]} {day.day} {day:%b}"


class DayLine(QWidget):
    """One day; `pressed` asks for what its button says."""

    pressed = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._shown: ListedDay | None = None
        self.year = TextLabel("", "section", self)
        self.date = TextLabel("", "soft", self)
        self.name = TextLabel("", "", self).wrapping()
        self.note = TextLabel("", "small", self)
        self.act = QPushButton(self)
        look(self.act, "link")
        self.act.clicked.connect(self._press)
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        theme.follow(self._dress)
        for widget, stretch in ((self.date, 0), (self.name, 1), (self.note, 0), (self.act, 0)):
            row.addWidget(widget, stretch)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(2))
        column.addWidget(self.year)
        column.addLayout(row)

    def show_day(self, shown: ListedDay, *, may: bool, year: bool) -> None:
        """Show a day, under its year where that begins."""
        self._shown = shown
        key = shown.day.isoformat()
        self.setObjectName(f"DayOff-{key}")
        self.year.setText(str(shown.day.year))
        self.year.setVisible(year)
        self.date.setText(day_words(shown.day))
        self.name.setText(shown.name)
        look(self.name, "soft" if shown.why in {Why.WORKED, Why.CLOSED} else "")
        note, act = NOTES.get(shown.why, ""), ACTS.get(shown.why, "")
        self.note.setText(note)
        self.note.setVisible(bool(note))
        self.act.setText(act)
        self.act.setObjectName(f"DayOffAct-{key}")
        self.act.setAccessibleName(f"{act}: {shown.name}, {day_words(shown.day)}")
        self.act.setVisible(may and bool(act))

    def _dress(self) -> None:
        self.date.setFixedWidth(self._theme.px(DATE_WIDE))

    def _press(self) -> None:
        self.pressed.emit(self._shown)


class DaysOff(QWidget):
    """The list, and two fields to add a day; `changed` carries the own days as they are now."""

    changed = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget, *, may: bool) -> None:
        super().__init__(parent)
        self._may = may
        self._own: tuple[OwnDay, ...] = ()
        self.setObjectName("DaysOff")
        self.setAccessibleName("Days off")
        self.none = TextLabel("", "soft", self).wrapping()
        self.none.setObjectName("NoDaysOff")
        self.date = QDateEdit(self)
        self.date.setObjectName("OwnDayDate")
        self.date.setCalendarPopup(True)
        self.date.setDisplayFormat("ddd d MMM yyyy")
        self.what = QLineEdit(self)
        self.what.setObjectName("OwnDayName")
        self.add = QPushButton("Add day off", self)
        self.add.setObjectName("AddOwnDay")
        self.add.setAccessibleName("Add day off")
        self._when, self._named = Form(theme, self), Form(theme, self)
        lines = QVBoxLayout()
        lines.setSpacing(theme.px(2))
        self._lines = Pool(lines, partial(self._line, theme))
        self._arrange(theme, lines)
        self.add.clicked.connect(self._add)
        self.what.returnPressed.connect(self._add)

    def begin_at(self, today: date) -> None:
        """Offer a day from today on."""
        self.date.setDate(QDate(today.year, today.month, today.day))

    def show_days(self, days: Sequence[ListedDay], own: tuple[OwnDay, ...], empty: str) -> None:
        """Show the days, or a sentence where there are none."""
        self._own = own
        self.none.setText(empty)
        self.none.setVisible(not days)
        years = {day.day.year: day for day in reversed(days)}
        for line, day in self._lines.each(days):
            line.show_day(day, may=self._may, year=years[day.day.year] is day)

    def _arrange(self, theme: Theme, lines: QVBoxLayout) -> None:
        px = theme.px
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        column.addWidget(self.none)
        column.addLayout(lines)
        self._when.add(DAY, self.date)
        self._named.add(WHAT, self.what)
        fields = TileLayout(px(12), lambda: px(180), 2)
        for form in (self._when, self._named):
            form.setVisible(self._may)
            fields.addWidget(form)
            fields.setAlignment(form, Qt.AlignmentFlag.AlignTop)
        self.add.setVisible(self._may)
        row = QHBoxLayout()
        row.addWidget(self.add)
        row.addStretch(1)
        column.addLayout(fields)
        column.addLayout(row)

    def _line(self, theme: Theme) -> DayLine:
        line = DayLine(theme, self)
        line.pressed.connect(self._press)
        return line

    def _press(self, day: ListedDay) -> None:
        own = without(self._own, day.day)
        if day.why is Why.HOLIDAY:
            own = (*own, OwnDay(day.day, day.name, works=True))
        self.changed.emit(own)

    def _add(self) -> None:
        chosen = self.date.date()
        day = date(chosen.year(), chosen.month(), chosen.day())
        name = self.what.text().strip()
        there = any(one.day == day and not one.works for one in self._own)
        self._when.show_wrong({DAY: "This day is in the list already."} if there else {})
        self._named.show_wrong({} if name else {WHAT: NO_NAME})
        if name and not there:
            self.what.clear()
            self.changed.emit((*without(self._own, day), OwnDay(day, name)))
