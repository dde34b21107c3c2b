"""SLA policies as they are typed: a table of durations for every group of tickets."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from desk_gui.domain.durations import seconds_of, written
from desk_gui.domain.priority import Priority
from desk_gui.domain.sla import RUNS_TO_THE_END, Policy, Scope, Target, agreed, check_policies
from desk_gui.domain.workflow import Kind

HOW = "write one such as 30 min, 4 h or 2 days."
EMPTY = "Every ticket needs this target; write a duration such as 4 h."
_PRIORITY = re.compile(r"priority (\d)")
Place = tuple[Priority, Target]


@dataclass(frozen=True)
class Group:
    """Which tickets a table is for: all of a kind, or only major ones, or of a team or category."""

    kind: Kind
    major: bool = False
    category_id: int | None = None
    team_id: int | None = None

    @property
    def is_general(self) -> bool:
        """Whether it is for all tickets of the kind."""
        return not self.major and self.category_id is None and self.team_id is None

    @property
    def key(self) -> str:
        """A word for its controls."""
        parts = [self.kind.value, *(["major"] if self.major else [])]
        parts += [f"category{self.category_id}"] if self.category_id else []
        parts += [f"team{self.team_id}"] if self.team_id else []
        return "-".join(parts)

    def scope(self, place: Place) -> Scope:
        """The scope of one cell of its table."""
        return Scope(self.kind, *place, self.major, self.category_id, self.team_id)

    def places(self) -> Iterator[Place]:
        """The cells of its table, row by row."""
        for priority in Priority:
            yield priority, Target.RESPOND
            yield priority, RUNS_TO_THE_END[self.kind]


@dataclass(frozen=True)
class Cell:
    """A duration as it is typed, and the business hours it is counted in."""

    promised: str = ""
    hours_id: int | None = None


Cells = Mapping[Place, Cell]
Tables = Mapping[Group, Cells]
GENERAL = (Group(Kind.INCIDENT), Group(Kind.REQUEST))


@dataclass(frozen=True)
class Wrong:
    """What is wrong: a sentence by group, and the cells it is about; "" is about no group."""

    sentences: Mapping[Group, str] = field(default_factory=dict)
    places: Mapping[Group, frozenset[Place]] = field(default_factory=dict)
    whole: str = ""

    def __bool__(self) -> bool:
        return bool(self.sentences or self.whole)


def tables_of(policies: tuple[Policy, ...]) -> dict[Group, dict[Place, Cell]]:
    """Policies as tables, the general ones first; an exception has empty cells."""
    made: dict[Group, dict[Place, Cell]] = {group: {} for group in GENERAL}
    for one in policies:
        group = Group(one.kind, one.major, one.category_id, one.team_id)
        cell = Cell(written(one.promised_s), one.business_hours_id)
        made.setdefault(group, {})[one.priority, one.target] = cell
    return {group: _whole(group, cells) for group, cells in made.items()}


def empty_table(group: Group) -> dict[Place, Cell]:
    """The table of a new exception."""
    return _whole(group, {})


def _whole(group: Group, cells: Cells) -> dict[Place, Cell]:
    return {place: cells.get(place, Cell()) for place in group.places()}


def policies_of(tables: Tables) -> tuple[tuple[Policy, ...], Wrong]:
    """What is typed, as policies, and what is wrong with it."""
    found: list[Policy] = []
    sentences: dict[Group, str] = {}
    places: dict[Group, frozenset[Place]] = {}
    for group, cells in tables.items():
        read = {place: _read(group, cell) for place, cell in cells.items()}
        bad = {place: one for place, one in read.items() if isinstance(one, str)}
        if bad:
            sentences[group] = next(iter(bad.values()))
            places[group] = frozenset(bad)
        for (priority, target), seconds in read.items():
            if isinstance(seconds, int):
                hours_id = cells[priority, target].hours_id
                narrowed = (group.major, group.category_id, group.team_id)
                found.append(Policy(group.kind, priority, target, seconds, hours_id, *narrowed))
    policies = tuple(found)
    return policies, Wrong(sentences, places) if sentences else _refused(policies)


def _read(group: Group, cell: Cell) -> int | str | None:
    """Seconds, or the sentence that says what is wrong; None where nothing is promised."""
    words = cell.promised.strip()
    if not words:
        return EMPTY if group.is_general else None
    return seconds_of(words) or f"“{words}” is no duration; {HOW}"


def _refused(policies: tuple[Policy, ...]) -> Wrong:
    """What the rules say against the policies, at the rows that they name."""
    try:
        check_policies(policies)
    except ValueError as error:
        said = f"{str(error)[:1].upper()}{str(error)[1:]}."
        named = _PRIORITY.search(said)
        if named is None:
            return Wrong(whole=said)
        kind = Kind.REQUEST if "request" in said else Kind.INCIDENT
        blamed = _blamed(policies, kind, Priority(int(named[1])))
        return Wrong(dict.fromkeys(blamed, said), blamed)
    return Wrong()


def _blamed(
    policies: tuple[Policy, ...], kind: Kind, priority: Priority
) -> dict[Group, frozenset[Place]]:
    """The narrowest tables whose row of a priority is refused when it stands alone."""
    rows: dict[Group, set[Place]] = {}
    for one in policies:
        if one.kind is kind and one.priority is priority:
            group = Group(one.kind, one.major, one.category_id, one.team_id)
            rows.setdefault(group, set()).add((one.priority, one.target))
    narrow = {group: frozenset(places) for group, places in rows.items() if not group.is_general}
    general = {group: frozenset(places) for group, places in rows.items() if group.is_general}
    without = tuple(one for one in policies if one.scope.is_general)
    try:
        check_policies(without)
    except ValueError:
        return general
    return narrow or general


def inherited(policies: tuple[Policy, ...], group: Group, place: Place) -> Policy | None:
    """What a cell of an exception promises while it is empty."""
    own = group.scope(place)
    return agreed(tuple(one for one in policies if one.scope != own)).policy(own)
