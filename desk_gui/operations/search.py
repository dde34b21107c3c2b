"""Words and filters → ids, rows for ids, and the views with their counts."""

from __future__ import annotations

import re
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from desk_gui.domain.errors import Invalid, NotFound
from desk_gui.domain.filters import Field, Filter, Term, parse, parse_sort
from desk_gui.domain.priority import Priority
from desk_gui.domain.sla import ClockState, Target
from desk_gui.domain.ticket import PREFIX, Major
from desk_gui.domain.workflow import HoldReason, Kind, Status
from desk_gui.operations.accounts import Choice
from desk_gui.operations.desk import Desk, Session
from desk_gui.operations.effects import Effects
from desk_gui.operations.saving import ticket_or_refuse
from desk_gui.storage import lookup, queue, read, rows
from desk_gui.storage import search as full_text
from desk_gui.storage.queue import Viewer

_NUMBER = re.compile(r"\s*(?:inc|req|#)?[-\s]?(\d{1,9})\s*", re.IGNORECASE)
DEFAULT_SORT = "urgency"


@dataclass(frozen=True)
class Due:
    """The clock that is due next on a ticket; a paused one has no due instant now."""

    target: Target
    state: ClockState
    due_at: datetime


@dataclass(frozen=True)
class QueueRow:
    """What the list shows of one ticket."""

    id: int
    kind: Kind
    status: Status
    title: str
    priority: Priority
    hold_reason: HoldReason | None
    major: Major
    opened_at: datetime
    updated_at: datetime
    requester: str | None
    assignee: str | None
    team: str | None
    category: str | None
    version: int
    due: Due | None
    assignee_login: str | None = None

    @property
    def number(self) -> str:
        """INC-12 or REQ-12."""
        return f"{PREFIX[self.kind]}-{self.id}"


@dataclass(frozen=True)
class View:
    """A named filter of the queue; `id` is None for the ones every desk has."""

    name: str
    filter: str
    sort: str = DEFAULT_SORT
    id: int | None = None


VIEWS = (
    View("Open", "is:open"),
    View("Mine", "is:open assignee:me"),
    View("Due soon", "is:open due:overdue,soon", "due"),
    View("Unassigned", "is:unassigned"),
    View("Waiting for requester", "is:open hold:requester", "updated"),
    View("Awaiting approval", "status:awaiting_approval", "opened"),
    View("Incidents", "is:open kind:incident"),
    View("Service requests", "is:open kind:request"),
    View("Resolved, not closed", "is:resolved", "-updated"),
    View("All tickets", "", "-number"),
)


def ids(desk: Desk, typed: str, sort: str = DEFAULT_SORT, limit: int | None = None) -> array[int]:
    """The ids of the tickets that a filter finds, in order; Invalid for one it cannot read."""
    wanted, order = parse(typed), parse_sort(sort)
    with desk.reading() as session:
        viewer = _viewer(desk, session, wanted)
        return queue.ids(session.connection, wanted, order, viewer, limit)


def queue_rows(desk: Desk, wanted: Sequence[int]) -> list[QueueRow]:
    """The rows of these tickets, in the order of the ids; a ticket that is gone is left out."""
    if not wanted:
        return []
    with desk.reading() as session:
        found = queue.shown(session.connection, wanted)
        due = _next_due(session, wanted)
    return [_row(row, due.get(row["id"])) for row in found]


def rows_to_write(desk: Desk, wanted: Sequence[int]) -> list[QueueRow]:
    """The rows of those of these tickets that this account may see, in order, without their due."""
    with desk.reading() as session:
        found = queue.shown_to(session.connection, wanted, session.actor)
    return [_row(row, None) for row in found]


def _row(row: rows.Row, due: Due | None) -> QueueRow:
    values = {name: value for name, value in row.items() if name != "due_at"}
    return QueueRow(**{**values, "priority": Priority(row["priority"]), "due": due})


def _next_due(session: Session, wanted: Sequence[int]) -> dict[int, Due]:
    """The running clock that is due first, or else a paused one."""
    next_due: dict[int, Due] = {}
    for row in queue.ticking_clocks(session.connection, wanted):
        due = Due(row["target"], row["state"], row["due_at"])
        known = next_due.get(row["ticket_id"])
        if known is None or _rank(due) < _rank(known):
            next_due[row["ticket_id"]] = due
    return next_due


def _rank(due: Due) -> tuple[bool, datetime]:
    return due.state is ClockState.PAUSED, due.due_at


def _viewer(desk: Desk, session: Session, *wanted: Filter) -> Viewer:
    words = {word for one in wanted for term in one.terms if _is_pick(term) for word in term.values}
    return Viewer(session.actor, session.now, {word: desk.picks.of(word) for word in words})


def _is_pick(term: Term) -> bool:
    return term.field is Field.FIGURE


def count(desk: Desk, filters: Sequence[str]) -> list[int]:
    """How many tickets each filter finds."""
    wanted = [parse(typed) for typed in filters]
    with desk.reading() as session:
        return queue.counts(session.connection, wanted, _viewer(desk, session, *wanted))


def views(desk: Desk) -> list[View]:
    """The views every desk has, then those that this account saved."""
    with desk.reading() as session:
        mine = rows.many(
            session.connection, "saved_view", order="name", account_id=session.actor.id
        )
    return [*VIEWS, *(View(v["name"], v["filter"], v["sort"], v["id"]) for v in mine)]


def save_view(desk: Desk, name: str, typed: str, sort: str = DEFAULT_SORT) -> Effects:
    """Keep a filter under a name, for this account; the same name replaces it."""
    wanted, _ = parse(typed), parse_sort(sort)
    if any(_is_pick(term) for term in wanted.terms):
        raise Invalid(
            "Tickets that a figure counted are found until Desk ends; a view needs conditions."
        )
    label = " ".join(name.split())
    if not label or label in {view.name for view in VIEWS}:
        raise Invalid("Give the view a name of its own.")
    with desk.writing() as session:
        key = {"account_id": session.actor.id, "name": label}
        rows.remove(session.connection, "saved_view", **key)
        rows.add(session.connection, "saved_view", filter=typed, sort=sort, **key)
    return Effects(settings=True)


def remove_view(desk: Desk, view_id: int) -> Effects:
    """Forget a saved view."""
    with desk.writing() as session:
        mine = session.actor.id
        if not rows.remove(session.connection, "saved_view", id=view_id, account_id=mine):
            raise NotFound("There is no such view.")
    return Effects(settings=True)


def id_in(number: str) -> int:
    """The id that is written INC-12, REQ-12 or 12; Invalid for anything else."""
    found = _NUMBER.fullmatch(number)
    if not found:
        raise Invalid(f"“{number}” is no ticket number; write it like INC-12.")
    return int(found.group(1))


def ticket_id(desk: Desk, number: str) -> int:
    """The ticket that INC-12, REQ-12 or 12 names; NotFound when there is none."""
    with desk.reading() as session:
        return ticket_or_refuse(session, id_in(number)).id


@dataclass(frozen=True)
class Hit:
    """One thing found: a ticket or an article."""

    id: int
    number: str
    title: str
    detail: str


def find_tickets(desk: Desk, words: str, limit: int = 20) -> list[Hit]:
    """Tickets whose title, text or conversation holds the words, best first; numbers come first."""
    found = _NUMBER.fullmatch(words)
    with desk.reading() as session:
        best = full_text.search(session.connection, "ticket", words, limit * 2)
        if found:
            best.insert(0, int(found.group(1)))
        visible = lookup.visible(session.connection, best, session.actor)
        shown = queue.shown(session.connection, list(dict.fromkeys(visible))[:limit])
    return [
        Hit(row["id"], f"{PREFIX[row['kind']]}-{row['id']}", row["title"], row["status"].value)
        for row in shown
    ]


def contact_names(desk: Desk, ids: Sequence[int]) -> dict[int, str]:
    """The names of requesters by their ids."""
    with desk.reading() as session:
        return read.names(session.connection, "contact", set(ids))


def contacts(desk: Desk, typed: str, limit: int = 20) -> list[Choice]:
    """Requesters whose name or mail address begins with, or contains, what was typed."""
    with desk.reading() as session:
        found = lookup.contacts(session.connection, typed, limit)
    return [Choice(row["id"], row["name"], row["email"] or row["site"]) for row in found]
