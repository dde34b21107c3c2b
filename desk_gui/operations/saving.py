"""How a changed ticket is written: its journal entry, its clocks and its row, together."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, get_args, get_type_hints

from desk_gui.domain.errors import Conflict, NotFound
from desk_gui.domain.sla import Clock, follow, next_due, start_all
from desk_gui.domain.ticket import Ticket
from desk_gui.operations.desk import Session, new_key
from desk_gui.operations.effects import Effects
from desk_gui.storage import history, journal, read, rows
from desk_gui.storage.journal import Entry

QUIET = frozenset({"updated_at", "due_at", "version"})
"""Fields that follow from others: never in conflict, never shown in the history."""


@dataclass(frozen=True)
class Why:
    """What goes into the journal besides the change: the action, its reason, and its key."""

    action: str
    reason: str | None = None
    key: str | None = None
    undoes: str | None = None
    new_clocks: bool = False


def ticket_or_refuse(session: Session, ticket_id: int) -> Ticket:
    """The ticket; NotFound when there is none, or when this account may not see it."""
    found = read.ticket(session.connection, ticket_id)
    seen = found is not None and session.actor.may_see(
        confidential=found.confidential, team_id=found.team_id
    )
    if found is None or not seen:
        raise NotFound(f"There is no ticket {ticket_id}.")
    return found


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

    An empty change is not written.
    """
    real = {name: value for name, value in changes.items() if getattr(ticket, name) != value}
    if not set(real) - QUIET:
        return ticket
    changed = replace(ticket, **{**real, "updated_at": session.now})
    clocks = _write_clocks(session, ticket, changed, why)
    changed = replace(changed, due_at=next_due(tuple(clocks)), version=ticket.version + 1)
    write_entry(session, ticket, changed, why)
    rows.change(
        session.connection,
        "ticket",
        _differences(ticket, changed),
        id=ticket.id,
        version=ticket.version,
    )
    return changed


def _write_clocks(session: Session, before: Ticket, after: Ticket, why: Why) -> list[Clock]:
    connection = session.connection
    stored = read.clocks(connection, before.id)
    policies = read.policies(connection)
    followed = follow(stored, before, after, policies, session.now)
    for clock_id, clock in followed.items():
        if clock != stored[clock_id]:
            rows.change(connection, "clock", vars(clock), id=clock_id)
    clocks = list(followed.values())
    if why.new_clocks:
        paused_s = max((clock.paused_s for clock in clocks), default=0)
        started = start_all(after, policies, paused_s=paused_s)
        rows.add_many(
            connection, "clock", [{"ticket_id": after.id, **vars(clock)} for clock in started]
        )
        clocks += started
    return clocks


def write_entry(session: Session, before: Ticket | None, after: Ticket, why: Why) -> Entry:
    """The journal entry of a ticket's change, or of its opening when there was none before."""
    shown = _differences(before, after) if before else _set_fields(after)
    shown = {name: value for name, value in shown.items() if name not in QUIET}
    old = {name: _plain(getattr(before, name)) for name in shown} if before else {}
    entry = Entry(
        uuid=_uuid(why.key),
        at=session.now,
        account_id=session.actor.id,
        subject="ticket",
        subject_id=after.id,
        version=after.version,
        action=why.action,
        old_kind=(before or after).kind,
        kind=after.kind,
        old_status=before.status if before else None,
        status=after.status,
        reason=why.reason or None,
        before=journal.canonical(old),
        after=journal.canonical({name: _plain(value) for name, value in shown.items()}),
        undoes=why.undoes,
    )
    journal.append(session.connection, [entry])
    return entry


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
    if seen_version is None or seen_version == ticket.version:
        return
    theirs: dict[str, object] = {}
    name = "somebody"
    for entry in history.entries_since(session.connection, ticket.id, seen_version):
        overlap = {field for field in entry.after if field in changes and field not in QUIET}
        for field in overlap:
            if _plain(getattr(ticket, field)) != _plain(changes[field]):
                theirs[field] = entry.after[field]
                name = entry.who or name
    if theirs:
        fields = ", ".join(sorted(theirs)).replace("_", " ")
        mine = {field: _plain(changes[field]) for field in theirs}
        raise Conflict(
            f"{ticket.number} was changed by {name} a moment ago ({fields});"
            " look at both versions and decide again.",
            theirs,
            mine,
        )


def void_open(session: Session, ticket: Ticket) -> None:
    """Open approvals and tasks of a ticket are void, never silently done."""
    connection = session.connection
    rows.change(connection, "approval", {"decision": "void"}, ticket_id=ticket.id, decision="open")
    rows.change(connection, "task", {"status": "void"}, ticket_id=ticket.id, status="open")


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
    return int(value) if isinstance(value, int) and not isinstance(value, bool) else value


def typed(name: str, stored: Any) -> Any:
    """A ticket's field as the journal stores it → its value."""
    kind = _FIELD_TYPES[name]
    if stored is None or kind is datetime:
        return None if stored is None else datetime.fromtimestamp(stored, UTC)
    return kind(stored)


_FIELD_TYPES: dict[str, type] = {
    name: next(part for part in (get_args(hint) or (hint,)) if part is not type(None))
    for name, hint in get_type_hints(Ticket).items()
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
