"""How a changed ticket is written: its journal entry, its clocks and its row, together."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import Enum, StrEnum
from typing import Any, get_args, get_type_hints

from desk_gui.domain.accounts import Right
from desk_gui.domain.catalog import Decision, TaskStatus
from desk_gui.domain.errors import ChangedBy, Conflict, NotFound
from desk_gui.domain.sla import Clock, next_due
from desk_gui.domain.ticket import Ticket
from desk_gui.operations import telling
from desk_gui.operations.clocks import Turn, turn
from desk_gui.operations.desk import Session, new_key
from desk_gui.operations.effects import Effects
from desk_gui.storage import history, journal, read, rows
from desk_gui.storage.history import PastEntry
from desk_gui.storage.journal import Entry
from desk_gui.storage.types import stretches

QUIET = frozenset({"updated_at", "due_at", "version"})
"""Fields that follow from others: never in conflict, never shown in the history."""


class Voids(Enum):
    """Approvals and tasks that a change ends: none, those still open, or all of the old kind.

    Python 3.11.2 does not keep an empty tuple as the value of a member.
    """

    NONE = frozenset[str]()
    OPEN = frozenset({"open"})
    ALL = frozenset({"open", "approved", "rejected", "done", "skipped"})


_PLANNED = {"approval": "decision", "task": "status"}


@dataclass(frozen=True)
class Why:
    """What goes into the journal besides the change: the action, its reason, and its key.

    What happens `by_itself` is nobody's act. `voids` says which approvals and tasks the change
    makes void; an undo gives back the clocks as they were before, by their id, and stops the
    others. The clocks follow the change at the instant `at`, which is now unless it came later
    than it should; `recount` names business hours that were changed, and so count anew.
    `around` is what an undo has to know besides, `gives_back` what one took from there: approvals
    and tasks as they were.
    """

    action: str
    reason: str | None = None
    key: str | None = None
    undoes: str | None = None
    by_itself: bool = False
    new_clocks: bool = False
    voids: Voids = Voids.NONE
    clocks_back: Mapping[int, Clock] | None = None
    at: datetime | None = None
    recount: int | None = None
    around: Mapping[str, Any] | None = None
    gives_back: Mapping[str, Any] | None = None


def ticket_or_refuse(session: Session, ticket_id: int) -> Ticket:
    """The ticket; NotFound when there is none, or when this account may not see it."""
    found = read.ticket(session.connection, ticket_id)
    if found is None or not may_see(session, found):
        raise NotFound(f"There is no ticket {ticket_id}.")
    return found


def may_see(session: Session, ticket: Ticket) -> bool:
    """A confidential ticket is for its team and supervisors, any other for every agent.

    A requester sees what he asked for himself, unless it is confidential (the rules, §6).
    """
    actor = session.actor
    if not actor.may(Right.WORK_ON_TICKETS):
        own = read.accounts_of_contact(session.connection, ticket.requester_id)
        return actor.id in own and not ticket.confidential
    return actor.may_see(confidential=ticket.confidential, team_id=ticket.team_id)


def done_already(session: Session, key: str | None) -> Effects | None:
    """The effects of an earlier submission with the same key, or None when this is the first."""
    if key is None:
        return None
    row = rows.one(session.connection, "journal", uuid=_uuid(key))
    if row is None:
        return None
    touched = frozenset({row["subject_id"]})
    if row["subject"] == "ticket":
        return Effects(tickets=touched)
    return Effects(articles=touched) if row["subject"] == "article" else Effects(people=True)


def save(session: Session, ticket: Ticket, changes: Mapping[str, Any], why: Why) -> Ticket:
    """Write a change of a ticket with its clocks and its journal entry, and return it as it is now.

    An empty change is not written, unless its clocks count anew.
    """
    real = {name: value for name, value in changes.items() if getattr(ticket, name) != value}
    if not set(real) - QUIET and why.recount is None:
        return ticket
    changed = replace(ticket, **{**real, "updated_at": session.now})
    ended = _to_end(session, ticket, why.voids)
    around = {**(why.around or {}), **ended}
    clocks = turn(session, (ticket, changed), _turn(session, why))
    around["clocks"] = {i: vars(clock) for i, clock in clocks.changed.items()}
    changed = replace(changed, due_at=next_due(clocks.after.values()), version=ticket.version + 1)
    write_entry(session, ticket, changed, why, around)
    _void(session, ended)
    _give_back(session, why.gives_back or {})
    rows.change(
        session.connection,
        "ticket",
        _differences(ticket, changed),
        id=ticket.id,
        version=ticket.version,
    )
    telling.tell_of_change(session, ticket, changed, by_itself=why.by_itself, reason=why.reason)
    return changed


def _to_end(session: Session, ticket: Ticket, voids: Voids) -> dict[str, dict[int, Any]]:
    """What stands of the approvals and tasks that a change makes void, by their id."""
    was: dict[str, dict[int, Any]] = {}
    for table, column in _PLANNED.items() if voids.value else ():
        words = [word for word in _WORDS[table] if word in voids.value]
        standing: dict[str, Any] = {"ticket_id": ticket.id, column: words}
        found = rows.many(session.connection, table, **standing)
        was[table] = {row["id"]: row[column] for row in found}
    return was


def _void(session: Session, ended: Mapping[str, Mapping[int, Any]]) -> None:
    """Make approvals and tasks void, never silently done."""
    for table, was in ended.items():
        rows.change(session.connection, table, {_PLANNED[table]: "void"}, id=list(was))


_WORDS: dict[str, type[StrEnum]] = {"approval": Decision, "task": TaskStatus}


def _give_back(session: Session, around: Mapping[str, Any]) -> None:
    """Approvals and tasks as they stood before the change that an undo takes back."""
    for table, column in _PLANNED.items():
        for row_id, word in around.get(table, {}).items():
            rows.change(session.connection, table, {column: word}, id=int(row_id))


def _turn(session: Session, why: Why) -> Turn:
    because = why.reason or "" if why.recount is not None else ""
    return Turn(why.at or session.now, why.clocks_back, why.new_clocks, why.recount, because)


def write_entry(
    session: Session,
    before: Ticket | None,
    after: Ticket,
    why: Why,
    around: Mapping[str, Any] | None = None,
) -> Entry:
    """The journal entry of a ticket's change, or of its opening when there was none before.

    `around` is what else was there before: clocks, approvals and tasks that the change touched.
    """
    shown = _differences(before, after) if before else _set_fields(after)
    shown = {name: value for name, value in shown.items() if name not in QUIET}
    old = {name: _plain(getattr(before, name)) for name in shown} if before else {}
    entry = Entry(
        uuid=_uuid(why.key),
        at=session.now,
        account_id=None if why.by_itself else session.actor.id,
        subject="ticket",
        subject_id=after.id,
        version=after.version,
        action=why.action,
        old_kind=(before or after).kind,
        kind=after.kind,
        old_status=before.status if before else None,
        status=after.status,
        reason=why.reason or None,
        before=journal.canonical(old | _touched(around or {})),
        after=journal.canonical({name: _plain(value) for name, value in shown.items()}),
        undoes=why.undoes,
    )
    journal.append(session.connection, [entry])
    return entry


def _touched(around: Mapping[str, Any]) -> dict[str, Any]:
    """What surrounds a ticket, as it is stored in the journal; empty parts are left out."""
    return {
        part: {
            str(row_id): {name: _plain(v) for name, v in was.items()}
            if isinstance(was, Mapping)
            else _plain(was)
            for row_id, was in found.items()
        }
        for part, found in around.items()
        if found
    }


def write_other(session: Session, subject: str, subject_id: int, why: Why, **after: Any) -> Entry:
    """The journal entry of something that is no ticket change: a comment, an account, a setting."""
    entry = Entry(
        uuid=_uuid(why.key),
        at=session.now,
        account_id=session.account.id if session.account else None,
        subject=subject,
        subject_id=subject_id,
        action=why.action,
        reason=why.reason or None,
        after=journal.canonical({name: _plain(value) for name, value in after.items()}),
        undoes=why.undoes,
    )
    journal.append(session.connection, [entry])
    return entry


def refuse_conflict(
    session: Session, ticket: Ticket, seen_version: int | None, changes: Mapping[str, Any]
) -> None:
    """Raise Conflict when somebody changed the same fields since the version that was seen."""
    clash = {
        field: last
        for field, (_, last) in _changed_since(session, ticket, seen_version, changes).items()
        if _plain(getattr(ticket, field)) != _plain(changes[field])
    }
    if not clash:
        return
    changed = {name: ChangedBy(entry.who or "Desk", entry.at) for name, entry in clash.items()}
    fields = ", ".join(sorted(name.removesuffix("_id") for name in clash)).replace("_", " ")
    who = max(changed.values(), key=lambda by: by.at).who
    raise Conflict(
        f"{ticket.number} was changed by {who} a moment ago ({fields});"
        " look at both versions and decide again.",
        {name: entry.after[name] for name, entry in clash.items()},
        {name: _plain(changes[name]) for name in clash},
        changed=changed,
        version=ticket.version,
    )


def ours(
    session: Session, ticket: Ticket, seen_version: int | None, changes: Mapping[str, Any]
) -> dict[str, Any]:
    """Of the fields that were sent, those that were changed; Conflict as above.

    A field that was sent as it was seen is none of ours: what others made of it stays.
    """
    theirs = _changed_since(session, ticket, seen_version, changes)
    mine = {
        field: value
        for field, value in changes.items()
        if field not in theirs or _plain(value) != theirs[field][0].before.get(field)
    }
    refuse_conflict(session, ticket, seen_version, mine)
    return mine


def _changed_since(
    session: Session, ticket: Ticket, seen_version: int | None, changes: Mapping[str, Any]
) -> dict[str, tuple[PastEntry, PastEntry]]:
    """Of each of these fields that was changed since a version: the first and the last entry."""
    if seen_version is None or seen_version == ticket.version:
        return {}
    found: dict[str, tuple[PastEntry, PastEntry]] = {}
    for entry in history.entries_since(session.connection, ticket.id, seen_version):
        for field in entry.after.keys() & changes.keys() - QUIET:
            found[field] = (found[field][0] if field in found else entry, entry)
    return found


def _differences(before: Ticket, after: Ticket) -> dict[str, Any]:
    return {name: value for name, value in vars(after).items() if getattr(before, name) != value}


def _set_fields(ticket: Ticket) -> dict[str, Any]:
    empty = (None, "", 0, False, "none")
    return {name: v for name, v in vars(ticket).items() if v not in empty and name != "id"}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return int(value.timestamp())
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return int(value) if isinstance(value, int) and not isinstance(value, bool) else value


def typed(name: str, stored: Any, of: type = Ticket) -> Any:
    """A field of a ticket, or of a clock, as the journal stores it → its value."""
    kind = _FIELD_TYPES[of][name]
    if stored is None or kind is datetime:
        return None if stored is None else datetime.fromtimestamp(stored, UTC)
    if isinstance(stored, list):
        return stretches(stored)
    return kind(stored)


_FIELD_TYPES: dict[type, dict[str, type]] = {
    of: {
        name: next(part for part in (get_args(hint) or (hint,)) if part is not type(None))
        for name, hint in get_type_hints(of).items()
    }
    for of in (Ticket, Clock)
}


def effects_of(session: Session, before: Ticket, after: Ticket) -> Effects:
    """The effects of a saved change, with the entry that undoes it; empty when nothing changed."""
    if after.version == before.version:
        return Effects()
    newest = rows.one(
        session.connection, "journal", subject="ticket", subject_id=after.id, version=after.version
    )
    return Effects(tickets=frozenset({after.id}), undo=newest["uuid"] if newest else None)


def _uuid(key: str | None) -> str:
    """Keys are stored as UUIDs; one that is none becomes the UUID of its text."""
    if key is None:
        return new_key()
    try:
        return str(uuid.UUID(key))
    except ValueError:
        return str(uuid.uuid5(uuid.NAMESPACE_URL, key))
