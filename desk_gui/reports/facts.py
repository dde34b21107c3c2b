"""What the database gives a report: plain numpy columns, one table for each meaning.

Instants are seconds since 1970 in UTC as float64; NaN means unknown, or not yet. `ticket` in the
other tables is a row of `Tickets`, not a ticket's number. Codes index the tuples below; -1 is none.
Whole numbers may be of smaller types than int64, as they are kept.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from desk_gui.domain.priority import Level
from desk_gui.domain.sla import ClockState, Target
from desk_gui.domain.workflow import Kind, Status, is_open

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

KINDS = tuple(Kind)
LEVELS = tuple(Level)
STATUSES = tuple(Status)
TARGETS = tuple(Target)
CLOCK_STATES = tuple(ClockState)
OPEN: Bools = np.array([is_open(status) for status in STATUSES], dtype=np.bool_)
"""Which status codes count as backlog (the rules, §7)."""


@dataclass(frozen=True)
class Tickets:
    """One row for each ticket, as it stands now; recorded facts of an import are kept as told."""

    id: Ints
    kind: Ints
    priority: Ints
    impact: Ints
    urgency: Ints
    team_id: Ints
    category_id: Ints
    assignee_id: Ints
    item_id: Ints
    opened_at: Floats
    responded_at: Floats
    first_resolved_at: Floats
    resolved_at: Floats
    closed_at: Floats
    ended_at: Floats
    reassignments: Ints
    reopenings: Ints
    answers: Ints
    with_article: Bools
    imported: Bools
    major: Bools
    csat: Floats


@dataclass(frozen=True)
class Intervals:
    """How long a ticket was in a status, from the journal; `ended` is NaN while it still is."""

    ticket: Ints
    status: Ints
    began: Floats
    ended: Floats


@dataclass(frozen=True)
class Clocks:
    """One row for each promise; `ended_at` is NaN while it is still to be kept."""

    ticket: Ints
    target: Ints
    state: Ints
    due_at: Floats
    ended_at: Floats


@dataclass(frozen=True)
class Approvals:
    """One row for each approval that was asked for and not made void."""

    ticket: Ints
    item_id: Ints
    asked_at: Floats
    decided_at: Floats


@dataclass(frozen=True)
class Proposals:
    """What the classification proposed (a kind code, or -1) and what a person decided."""

    ticket: Ints
    at: Floats
    proposed: Ints
    abstained: Bools
    decided: Ints


@dataclass(frozen=True)
class Suggestions:
    """Articles that were suggested to a ticket."""

    ticket: Ints
    article_id: Ints


@dataclass(frozen=True)
class Steps:
    """Fulfilment tasks that were done; `title` is a place in `Names.steps`."""

    ticket: Ints
    title: Ints
    done_at: Floats


@dataclass(frozen=True)
class Names:
    """What ids and codes are called where people read them."""

    items: Mapping[int, str] = field(default_factory=dict)
    teams: Mapping[int, str] = field(default_factory=dict)
    agents: Mapping[int, str] = field(default_factory=dict)
    categories: Mapping[int, str] = field(default_factory=dict)
    source_statuses: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()


Found = TypeVar("Found")
Table = TypeVar("Table", Tickets, Intervals, Clocks, Approvals, Proposals, Suggestions, Steps)


@dataclass(frozen=True)
class Facts:
    """Everything a report is computed from; `source_rows` has the foreign statuses of imports."""

    tickets: Tickets
    intervals: Intervals
    source_rows: Intervals
    clocks: Clocks
    approvals: Approvals
    proposals: Proposals
    suggestions: Suggestions
    steps: Steps
    names: Names = field(default_factory=Names)
    memory: dict[Any, Any] = field(
        default_factory=dict, init=False, repr=False, compare=False, hash=False
    )
    """What was found in these facts and is needed again; not kept when a report is built."""

    def once(self, key: Any, work: Callable[[], Found]) -> Found:
        """What `work` finds, worked out only once."""
        if key not in self.memory:
            self.memory[key] = work()
        found: Found = self.memory[key]
        return found

    def of(self, kept: Bools) -> Facts:
        """The facts of some tickets only; `kept` has one flag for each ticket."""
        place = np.cumsum(kept) - 1
        others = {
            name: _moved(getattr(self, name), kept, place)
            for name in (f.name for f in fields(self))
            if name not in {"tickets", "names", "memory"}
        }
        return replace(self, tickets=picked(self.tickets, kept), **others)


def picked(table: Table, rows: Bools | Ints) -> Table:
    """The named rows of a table."""
    if rows.dtype == np.bool_:
        rows = np.flatnonzero(rows)
    columns: dict[str, Any] = {f.name: getattr(table, f.name)[rows] for f in fields(table)}
    return replace(table, **columns)


def _moved(table: Any, kept: Bools, place: Ints) -> Any:
    mine = picked(table, kept[table.ticket])
    return replace(mine, ticket=place[mine.ticket])


def table(kind: type[Table], columns: Mapping[str, Any]) -> Table:
    """A table from columns that are lists or arrays; columns left out are unknown throughout."""
    length = max((len(column) for column in columns.values()), default=0)
    made: dict[str, Any] = {}
    for column in fields(kind):
        dtype, nothing = _TYPES[str(column.type)]
        given = columns.get(column.name)
        made[column.name] = np.full(length, nothing, dtype) if given is None else _as(dtype, given)
    return kind(**made)


def _as(dtype: Any, given: Any) -> Any:
    """The numbers in this type; whole ones stay as small as they are."""
    found = np.asarray(given)
    if dtype is np.int64 and found.dtype.kind == "i":
        return found
    return found.astype(dtype, copy=False)


_TYPES: Mapping[str, tuple[Any, Any]] = {
    "Ints": (np.int64, -1),
    "Floats": (np.float64, np.nan),
    "Bools": (np.bool_, False),
}


def status_intervals(ticket: Ints, at: Floats, status: Ints) -> Intervals:
    """Intervals from journal entries in the journal's order, each with the status it left behind.

    Entries that keep the status are passed over; a clock set back never makes an interval negative.
    """
    ticket, at, status = _together(ticket, at, status)
    changed = np.ones(len(ticket), dtype=np.bool_)
    changed[1:] = (ticket[1:] != ticket[:-1]) | (status[1:] != status[:-1])
    if not changed.all():
        ticket, at, status = ticket[changed], at[changed], status[changed]
    began = _never_back(ticket, at)
    return Intervals(ticket, status, began, _next(ticket, began))


def source_intervals(ticket: Ints, at: Floats, status: Ints) -> Intervals:
    """Intervals from imported rows in the file's order: each row lasts until the ticket's next.

    The last row of a ticket has no end; a row older than the one before it is kept as recorded.
    """
    ticket, at, status = _together(ticket, at, status)
    return Intervals(ticket, status, at, _next(ticket, at))


def _together(ticket: Ints, at: Floats, status: Ints) -> tuple[Ints, Floats, Ints]:
    """The entries of each ticket one after another; they often lie so already."""
    if (ticket[1:] >= ticket[:-1]).all():
        return ticket, at, status
    order = np.argsort(ticket, kind="stable")
    return ticket[order], at[order], status[order]


def _next(ticket: Ints, began: Floats) -> Floats:
    ended = np.full(len(ticket), np.nan)
    ended[:-1] = np.where(ticket[1:] == ticket[:-1], began[1:], np.nan)
    return ended


def _never_back(ticket: Ints, at: Floats) -> Floats:
    if ((at[1:] >= at[:-1]) | (ticket[1:] != ticket[:-1])).all():
        return at
    apart = ticket * np.int64(1 << 40)
    latest: Ints = np.maximum.accumulate(at.astype(np.int64) + apart)
    return (latest - apart).astype(np.float64)
