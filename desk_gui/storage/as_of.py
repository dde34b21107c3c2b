"""The facts of reports as they stood at a past instant (the rules, §7), from the journal.

What was not touched since is as it is now; of everything else the oldest entry later than the
instant says what was there before it. What is dated is told by its date.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, Integer, Text, func, or_, select, type_coerce

from desk_gui.domain.accounts import Role
from desk_gui.domain.business_hours import Time
from desk_gui.domain.catalog import Decision, TaskStatus
from desk_gui.domain.past_clocks import stood_at
from desk_gui.domain.priority import Level
from desk_gui.domain.sla import Clock, ClockState
from desk_gui.domain.ticket import Major
from desk_gui.domain.workflow import Kind, Status, is_final, is_resolved
from desk_gui.storage import packs
from desk_gui.storage.later import Later, decided_kinds, later, tasks_done
from desk_gui.storage.packs import Column, Columns, Packed
from desk_gui.storage.promises import clock_of
from desk_gui.storage.tables import account, approval, clock, comment, suggestion, task, ticket
from desk_gui.storage.types import stretches

TimeOf = Callable[[int | None], Time]
"""The time of business hours by their id; None is calendar time."""
_KINDS, _LEVELS = tuple(Kind), tuple(Level)
_STATUSES, _STATES = tuple(Status), tuple(ClockState)


def _code(words: tuple[StrEnum, ...]) -> Callable[[Any], float]:
    return lambda word: -1 if word is None else words.index(word)


def _number(value: Any) -> float:
    return -1 if value is None else value


def _instant(value: Any) -> float:
    return np.nan if value is None else value


_FIELDS: Mapping[str, Callable[[Any], float]] = {
    "kind": _code(_KINDS),
    "priority": _number,
    "impact": _code(_LEVELS),
    "urgency": _code(_LEVELS),
    "team_id": _number,
    "category_id": _number,
    "assignee_id": _number,
    "item_id": _number,
    "reassignments": _number,
    "reopenings": _number,
    "csat": _instant,
    "responded_at": _instant,
    "first_resolved_at": _instant,
    "resolved_at": _instant,
    "closed_at": _instant,
    "ended_at": _instant,
}
"""Fields of a ticket that a report reads, and how the journal's words for them are numbers."""
_FLAGS: Mapping[str, tuple[str, Callable[[Any], float]]] = {
    "resolved_with_article_id": ("with_article", lambda article: article is not None),
    "major": ("major", lambda word: word in {Major.DECLARED.value, Major.STOOD_DOWN.value}),
}
_INSTANTS = [name for name in _FIELDS if name.endswith("_at")]


def as_of(connection: Connection, found: Packed, at: datetime, time: TimeOf) -> Packed:
    """The facts that a report would have found at an instant (UTC); `found` are those of now.

    The tickets in `found` are those that the viewer may see now, and all of them may be seen then.
    """
    opened = found.tables["tickets"]["opened_at"] <= at.timestamp()
    there = found.tables["tickets"]["id"][opened]
    found = packs.only(found, there)
    past = _Past(connection, at, later(connection, at))
    tables = dict(found.tables)
    tables["tickets"] = _tickets(past, found.tables)
    tables["entries"] = packs.rows(tables["entries"], tables["entries"]["at"] <= past.at_s)
    tables["clocks"] = _clocks(past, tables["clocks"], time)
    tables["approvals"] = _approvals(past, tables["approvals"], tables["tickets"])
    tables["proposals"] = _proposals(past, tables["proposals"])
    tables["suggestions"] = _suggestions(past, tables["suggestions"])
    tables["steps"], titles = _steps(past, found, there)
    return Packed(tables, {**found.words, "steps": titles})


@dataclass(frozen=True)
class _Past:
    """The instant, and what the journal says of the state before what came later."""

    connection: Connection
    at: datetime
    later: Later

    @property
    def at_s(self) -> float:
        return self.at.timestamp()


def _places(ids: Column, wanted: Iterable[int]) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Where each wanted id stands among the ids, and whether it is there at all."""
    sought = np.fromiter(wanted, np.int64)
    order = np.argsort(ids, kind="stable")
    place = np.searchsorted(ids, sought, sorter=order)
    there = place < len(ids)
    rows = order[np.where(there, place, 0)] if len(ids) else np.zeros(len(sought), np.int64)
    if len(ids):
        there &= ids[rows] == sought
    return rows, there


def _put(column: Column, ids: Column, values: Mapping[int, float]) -> Column:
    """The column with other values for some ids; those that are not there are passed over."""
    if not values:
        return column
    rows, there = _places(ids, values)
    changed = column.astype(np.int64 if column.dtype.kind == "i" else np.float64)
    changed[rows[there]] = np.fromiter(values.values(), changed.dtype)[there]
    return changed


def _tickets(past: _Past, tables: Mapping[str, Columns]) -> Columns:
    tickets = dict(tables["tickets"])
    ids = tickets["id"]
    known = past.later.fields
    for name, number in _FIELDS.items():
        was = {ticket_id: number(value) for ticket_id, value in known.get(name, {}).items()}
        tickets[name] = _put(tickets[name], ids, was)
    for name, (column, flag) in _FLAGS.items():
        was = {ticket_id: flag(value) for ticket_id, value in known.get(name, {}).items()}
        tickets[column] = _put(tickets[column], ids, was)
    tickets["resolved_at"] = _resolved_by_the_log(past, tickets, tables["entries"])
    for name in _INSTANTS:
        tickets[name] = np.where(tickets[name] > past.at_s, np.nan, tickets[name])
    rows, there = _places(ids, said := _answers_since(past))
    answers = tickets["answers"].astype(np.int64)
    answers[rows[there]] -= np.fromiter(said.values(), np.int64)[there]
    tickets["answers"] = answers
    tickets["confidential"] = np.zeros(
        len(ids), np.int64
    )  # whoever may not see one does not have it here
    return tickets


def _resolved_by_the_log(past: _Past, tickets: Columns, entries: Columns) -> Column:
    """A recorded last resolution that is still to come gives way to the last one before it.

    Only an imported ticket has one: of our own tickets the journal says what stood there.
    """
    to_come = (tickets["imported"] == 1) & (tickets["resolved_at"] > past.at_s)
    ids = tickets["id"][to_come]
    mine = np.isin(entries["ticket"], ids) & (entries["at"] <= past.at_s)
    last = dict.fromkeys(ids.astype(np.int64).tolist(), np.nan)
    told = (entries[name][mine].tolist() for name in ("ticket", "at", "status"))
    for ticket_id, at_s, code in zip(*told, strict=True):
        status = _STATUSES[int(code)]
        if is_resolved(status):
            last[int(ticket_id)] = at_s
        elif not is_final(status):
            last[int(ticket_id)] = np.nan
    return _put(tickets["resolved_at"], tickets["id"], last)


def _answers_since(past: _Past) -> dict[int, int]:
    """How many public comments of agents came later, by ticket."""
    query = (
        select(comment.c.ticket_id, func.count())
        .join(account, account.c.id == comment.c.account_id)
        .where(type_coerce(comment.c.public, Integer) == 1, account.c.role != Role.REQUESTER)
        .where(comment.c.at > past.at)
        .group_by(comment.c.ticket_id)
    )
    return {row[0]: row[1] for row in past.connection.execute(query)}


def _clocks(past: _Past, clocks: Columns, time: TimeOf) -> Columns:
    """The clocks that there were; a clock made by a later reclassification was made at it."""
    stood = {clock_id: _stored(values) for clock_id, values in past.later.clocks.items()}
    for clock_id, imported in _recorded(past).items():
        values = {**vars(imported), **stood.get(clock_id, {})}
        stood[clock_id] = vars(
            stood_at(Clock(**values), past.at, time(values["business_hours_id"]))
        )
    ids = clocks["id"]
    changed = dict(clocks)
    for name, number in _CLOCK.items():
        was = {i: number(values[name]) for i, values in stood.items() if name in values}
        changed[name] = _put(clocks[name], ids, was)
    promised = _promised_anew(past) | {i: one.get("retargeted_at") for i, one in stood.items()}
    made_later = [i for i, since in promised.items() if since is not None and since > past.at]
    return packs.rows(changed, ~np.isin(ids, made_later))


def _seconds(value: datetime | None) -> float:
    return np.nan if value is None else value.timestamp()


_CLOCK: Mapping[str, Callable[[Any], float]] = {
    "state": _STATES.index,
    "due_at": _seconds,
    "ended_at": _seconds,
}


def _stored(values: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a clock as they are in the journal → as they are in a clock."""
    found = dict(values)
    for name, value in values.items():
        if name.endswith("_at") and value is not None:
            found[name] = datetime.fromtimestamp(value, UTC)
    if "pauses" in values:
        found["pauses"] = stretches(values["pauses"])
    return found


def _recorded(past: _Past) -> dict[int, Clock]:
    """Imported clocks that ticked at the instant: the clock alone tells of its pauses and end.

    One that was never paused and has not ended stands as it stood.
    """
    paused = type_coerce(clock.c.pauses, Text) != "[]"
    query = (
        select(clock)
        .join(ticket, ticket.c.id == clock.c.ticket_id)
        .where(ticket.c.source.is_not(None), ticket.c.opened_at <= past.at)
        .where(or_(clock.c.ended_at.is_(None), clock.c.ended_at > past.at))
        .where(or_(clock.c.ended_at > past.at, clock.c.paused_at > past.at, paused))
    )
    return {row["id"]: clock_of({**row}) for row in past.connection.execute(query).mappings()}


def _promised_anew(past: _Past) -> dict[int, datetime | None]:
    """When the clocks of tickets that were reclassified since were promised what they promise.

    A clock that was made since has nothing older: what happens to it later tells what was before.
    """
    if not past.later.reclassified:
        return {}
    query = (
        select(clock.c.id, clock.c.ticket_id, clock.c.retargeted_at)
        .join(ticket, ticket.c.id == clock.c.ticket_id)
        .where(clock.c.retargeted_at > past.at, ticket.c.opened_at <= past.at)
    )
    rows = past.connection.execute(query)
    return {row.id: row.retargeted_at for row in rows if row.ticket_id in past.later.reclassified}


def _approvals(past: _Past, approvals: Columns, tickets: Columns) -> Columns:
    """Approvals asked for by then; those made void since stand as they stood."""
    states = past.later.planned["approval"]
    void = {row_id for row_id, word in states.items() if word == Decision.VOID}
    kept = (approvals["asked_at"] <= past.at_s) & ~np.isin(approvals["id"], sorted(void))
    columns = packs.rows(approvals, kept)
    query = select(approval).where(
        approval.c.decision == Decision.VOID, approval.c.decided_at <= past.at
    )
    back = [
        row
        for row in past.connection.execute(query)
        if states.get(row.id) in {Decision.APPROVED.value, Decision.REJECTED.value}
    ]
    more = {
        "id": [row.id for row in back],
        "ticket": [row.ticket_id for row in back],
        "item_id": [-1 for _ in back],
        "asked_at": [row.asked_at.timestamp() for row in back],
        "decided_at": [row.decided_at.timestamp() for row in back],
    }
    found = _with_more(columns, _mine(more, tickets["id"]))
    found["decided_at"] = np.where(
        found["decided_at"] > past.at_s, np.nan, found["decided_at"].astype(np.float64)
    )
    rows, _ = _places(tickets["id"], found["ticket"].astype(np.int64).tolist())
    found["item_id"] = tickets["item_id"][rows]
    return found


def _mine(more: Mapping[str, list[Any]], ids: Column) -> Columns:
    """Of some rows those whose ticket is among the ids."""
    columns = {
        name: np.array(values, np.float64 if name.endswith("_at") else np.int64)
        for name, values in more.items()
    }
    return packs.rows(columns, np.isin(columns["ticket"], ids))


def _with_more(columns: Columns, more: Columns) -> dict[str, Column]:
    return {name: np.concatenate([column, more[name]]) for name, column in columns.items()}


def _proposals(past: _Past, proposals: Columns) -> Columns:
    found = dict(packs.rows(proposals, proposals["at"] <= past.at_s))
    if not past.later.reclassified:
        return found
    decided = decided_kinds(past.connection, past.at)
    codes = {ticket_id: _KINDS.index(Kind(kind)) for ticket_id, kind in decided.items()}
    changed = found["decided"].astype(np.int64)
    for row in np.flatnonzero(np.isin(found["ticket"], sorted(codes))).tolist():
        changed[row] = codes[int(found["ticket"][row])]
    return {**found, "decided": changed}


def _suggestions(past: _Past, suggestions: Columns) -> Columns:
    """The articles that were suggested by then."""
    query = select(suggestion.c.ticket_id, suggestion.c.article_id).where(suggestion.c.at > past.at)
    since = [_pair(row.ticket_id, row.article_id) for row in past.connection.execute(query)]
    pairs = _pair(*(suggestions[n].astype(np.int64) for n in ("ticket", "article_id")))
    return packs.rows(suggestions, ~np.isin(pairs, since))


def _pair(ticket_id: Any, article_id: Any) -> Any:
    return ticket_id * (1 << 31) + article_id


def _steps(past: _Past, found: Packed, ids: Column) -> tuple[Columns, tuple[str, ...]]:
    """Tasks done by then; those made void or taken up again since stand as they stood."""
    steps, titles = found.tables["steps"], list(found.words["steps"])
    states = past.later.planned["task"]
    void = sorted(row_id for row_id, word in states.items() if word == TaskStatus.VOID)
    kept = (steps["done_at"] <= past.at_s) & ~np.isin(steps["id"], void)
    kept &= ~np.isin(steps["ticket"], sorted(past.later.taken_up))
    back = [*_made_void(past, states), *_taken_up(past, void)]
    titles += sorted({title for _, title, _ in back} - {*titles})
    more = {
        "id": [0 for _ in back],
        "ticket": [ticket_id for ticket_id, _, _ in back],
        "title": [titles.index(title) for _, title, _ in back],
        "done_at": [second for _, _, second in back],
    }
    return _with_more(packs.rows(steps, kept), _mine(more, ids)), tuple(titles)


Done = tuple[int, str, int]
"""A task that was done: its ticket, its title, and the second."""


def _made_void(past: _Past, states: Mapping[int, str]) -> list[Done]:
    """Tasks that were done then, and are void now."""
    query = select(task).where(task.c.status == TaskStatus.VOID, task.c.done_at <= past.at)
    return [
        (row.ticket_id, row.title, int(row.done_at.timestamp()))
        for row in past.connection.execute(query)
        if states.get(row.id) == TaskStatus.DONE and row.ticket_id not in past.later.taken_up
    ]


def _taken_up(past: _Past, void: list[int]) -> list[Done]:
    """Tasks that were done then, of tickets of which a task was taken up again since."""
    if not past.later.taken_up:
        return []
    query = select(task.c.ticket_id, task.c.title).where(task.c.id.in_(void))
    not_done = {(row.ticket_id, row.title) for row in past.connection.execute(query)}
    return [done for done in tasks_done(past.connection, past.at) if done[:2] not in not_done]
