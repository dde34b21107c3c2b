"""The row of choices above the charts: which period, kind, priority and team."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desk_gui.domain.workflow import Kind
from desk_gui.gui import format as words
from desk_gui.gui.theme import Theme
from desk_gui.gui.widgets.choice_pill import ChoicePill
from desk_gui.gui.widgets.flow import FlowLayout
from desk_gui.reports.facts import Facts, Names
from desk_gui.reports.periods import By


class Span(StrEnum):
    """How far back the charts look."""

    YEAR = "last 12 months"
    QUARTER = "last 3 months"
    MONTH = "last 30 days"
    WEEK = "last 7 days"
    EVERYTHING = "everything"


_BACK = {Span.YEAR: 365, Span.QUARTER: 91, Span.MONTH: 30, Span.WEEK: 7}
_BY = {Span.QUARTER: By.WEEK, Span.MONTH: By.DAY, Span.WEEK: By.DAY}


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

    @property
    def cut(self) -> By:
        """Days, weeks or months: as chosen, else as suits the span."""
        return self.by or _BY.get(self.span, By.MONTH)

    def first_day(self, today: date) -> date | None:
        """The first day of the span; None for everything, and a whole month for a year."""
        if self.span is Span.EVERYTHING:
            return None
        if self.span is Span.YEAR:
            return today.replace(day=1, year=today.year - 1)
        return today - timedelta(days=_BACK[self.span] - 1)

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
        row = FlowLayout(theme.px(8), self)
        for pill in (self.kind, self.span, self.by, self.priority, self.team, self.category):
            row.addWidget(pill)

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
        )

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
        self.changed.emit()


def _named(names: Mapping[int, str]) -> list[tuple[str, object]]:
    """Choices in the order of their names, between any and none."""
    ordered = sorted(names.items(), key=lambda pair: pair[1].casefold())
    return [("any", None), *((name, one) for one, name in ordered), ("none", -1)]
