"""The row of choices above the charts: which period, kind, priority and team."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from enum import StrEnum
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desk_gui.domain.workflow import Kind
from desk_gui.gui import format as words
from desk_gui.gui.charts.day_range import DayRange
from desk_gui.gui.charts.past_instant import PastInstant
from desk_gui.gui.theme import Theme
from desk_gui.gui.widgets.choice_pill import ChoicePill
from desk_gui.gui.widgets.flow import FlowLayout
from desk_gui.reports.facts import Facts, Names
from desk_gui.reports.periods import By

NOW, THEN = "now", "then"


class Span(StrEnum):
    """How far back the charts look."""

    YEAR = "last 12 months"
    QUARTER = "last 3 months"
    MONTH = "last 30 days"
    WEEK = "last 7 days"
    THIS_MONTH = "this month"
    LAST_MONTH = "last month"
    DAYS = "chosen days"
    EVERYTHING = "everything"


_BACK = {Span.YEAR: 365, Span.QUARTER: 91, Span.MONTH: 30, Span.WEEK: 7}
_BY = {
    Span.QUARTER: By.WEEK,
    Span.MONTH: By.DAY,
    Span.WEEK: By.DAY,
    Span.THIS_MONTH: By.DAY,
    Span.LAST_MONTH: By.DAY,
}
_DAYS_AT_MOST, _WEEKS_AT_MOST = timedelta(days=45), timedelta(days=200)


@dataclass(frozen=True)
class Chosen:
    """What the charts are to show; None means any."""

    kind: Kind = Kind.INCIDENT
    span: Span = Span.YEAR
    by: By | None = None
    priority: int | None = None
    team_id: int | None = None
    team: str = ""
    category_id: int | None = None
    category: str = ""
    first: date | None = None
    last: date | None = None
    wall: datetime | None = None
    """The past date and time to which everything goes back, on the wall clock of the desk."""

    def at(self, zone: tzinfo) -> datetime | None:
        """The past instant; None is now."""
        return None if self.wall is None else self.wall.replace(tzinfo=zone)

    @property
    def cut(self) -> By:
        """Days, weeks or months: as chosen, else as suits the span."""
        if self.by is None and self.span is Span.DAYS and self.first and self.last:
            return _fitting(self.last - self.first)
        return self.by or _BY.get(self.span, By.MONTH)

    def first_day(self, today: date) -> date | None:
        """The first day of the span; None for everything, and a whole month for a year."""
        if self.span is Span.EVERYTHING:
            return None
        if self.span is Span.YEAR:
            return today.replace(day=1, year=today.year - 1)
        if self.span is Span.DAYS:
            return self.first
        if self.span in {Span.THIS_MONTH, Span.LAST_MONTH}:
            month = today.replace(day=1)
            before = (month - timedelta(days=1)).replace(day=1)
            return month if self.span is Span.THIS_MONTH else before
        return today - timedelta(days=_BACK[self.span] - 1)

    def last_day(self, today: date) -> date | None:
        """The last day of the span; None where it reaches to now."""
        if self.span is Span.LAST_MONTH:
            return today.replace(day=1) - timedelta(days=1)
        ended = self.span is Span.DAYS and self.last is not None and self.last < today
        return self.last if ended else None

    @property
    def conditions(self) -> tuple[str, ...]:
        """The same as conditions of the queue's filter, without the kind."""
        parts = [] if self.priority is None else [f"priority:{self.priority}"]
        for field, one, name in (
            ("team", self.team_id, self.team),
            ("category", self.category_id, self.category),
        ):
            if one is not None:
                parts.append(f'{field}:"{name}"' if name else f"{field}:none")
        return tuple(parts)

    @property
    def narrowed(self) -> str:
        """The same in words for a reader; empty where all tickets are told of."""
        parts = [] if self.priority is None else [f"priority {self.priority}"]
        for field, one, name in (
            ("team", self.team_id, self.team),
            ("category", self.category_id, self.category),
        ):
            if one is not None:
                parts.append(f"{field} {name or 'none'}")
        return f"only {', '.join(parts)}" if parts else ""

    def part_of(self, facts: Facts) -> Facts:
        """The facts of the chosen priority and team."""
        tickets = facts.tickets
        kept = tickets.id >= 0
        if self.priority is not None:
            kept &= tickets.priority == self.priority
        if self.team_id is not None:
            kept &= tickets.team_id == self.team_id
        if self.category_id is not None:
            kept &= tickets.category_id == self.category_id
        return facts if kept.all() else facts.of(kept)


class Choices(QWidget):
    """`changed` is emitted after a choice; `chosen` says what it is."""

    changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("ReportChoices")
        self.setAccessibleName("What the charts show")
        self._teams: Mapping[int, str] = {}
        self._categories: Mapping[int, str] = {}
        self.kind = self._pill("Kind", [(words.KINDS_IN_FULL[kind] + "s", kind) for kind in Kind])
        self.span = self._pill("Period", [(span.value, span) for span in Span])
        cuts = [(by.value, by) for by in By]
        self.by = self._pill("Shown by", [("best fit", None), *cuts])
        ranks = [(f"{n} {word}", int(n)) for n, word in words.PRIORITIES.items()]
        self.priority = self._pill("Priority", [("any", None), *ranks])
        self.team = self._pill("Team", [("any", None)])
        self.category = self._pill("Category", [("any", None)])
        self.days = DayRange(theme, self)
        self.days.hide()
        self.days.changed.connect(self.changed)
        self.as_of = self._pill("As of", [("now", NOW), ("a past instant", THEN)])
        self.past = PastInstant(theme, self)
        self.past.hide()
        self.past.changed.connect(self.changed)
        self.past.cleared.connect(partial(self.as_of.choose, NOW))
        row = FlowLayout(theme.px(8), self)
        pills = (self.by, self.priority, self.team, self.category)
        for widget in (self.kind, self.span, self.days, *pills, self.as_of, self.past):
            row.addWidget(widget)

    @property
    def chosen(self) -> Chosen:
        """What is chosen now."""
        team = self.team.value if isinstance(self.team.value, int) else None
        category = self.category.value if isinstance(self.category.value, int) else None
        by, priority = self.by.value, self.priority.value
        return Chosen(
            kind=Kind(str(self.kind.value)),
            span=Span(str(self.span.value)),
            by=by if isinstance(by, By) else None,
            priority=priority if isinstance(priority, int) else None,
            team_id=team,
            team=self._teams.get(team, "") if team is not None else "",
            category_id=category,
            category=self._categories.get(category, "") if category is not None else "",
            first=self.days.first,
            last=self.days.last,
            wall=self.past.wall if self.as_of.value == THEN else None,
        )

    def begin_days(self, first: date, last: date) -> None:
        """The days from which a choice of days begins, unless some are chosen."""
        if self.span.value is not Span.DAYS:
            self.days.show_days(first, last)

    def offer(self, names: Names) -> None:
        """Offer the teams and categories of this desk; a chosen one that is there stays chosen."""
        if names.teams != self._teams:
            self._teams = dict(names.teams)
            self.team.offer(_named(self._teams))
        if names.categories != self._categories:
            self._categories = dict(names.categories)
            self.category.offer(_named(self._categories))

    def _pill(self, name: str, choices: Sequence[tuple[str, object]]) -> ChoicePill:
        pill = ChoicePill(name, self)
        pill.offer(choices)
        pill.chosen.connect(self._changed)
        return pill

    def _changed(self) -> None:
        self.days.setVisible(self.span.value is Span.DAYS)
        self.past.setVisible(self.as_of.value == THEN)
        self.changed.emit()


def _fitting(length: timedelta) -> By:
    if length <= _DAYS_AT_MOST:
        return By.DAY
    return By.WEEK if length <= _WEEKS_AT_MOST else By.MONTH


def _named(names: Mapping[int, str]) -> list[tuple[str, object]]:
    """Choices in the order of their names, between any and none."""
    ordered = sorted(names.items(), key=lambda pair: pair[1].casefold())
    return [("any", None), *((name, one) for one, name in ordered), ("none", -1)]
