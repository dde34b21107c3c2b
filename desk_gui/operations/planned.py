"""A planned ticket as rows: the ticket, its journal entries, and its clock."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from desk_gui.domain.clocks import count_of, pause, planned, resume, start_one, waits
from desk_gui.domain.priority import Matrix, Priority
from desk_gui.domain.sla import RUNS_TO_THE_END, Clock, ClockState, Terms, next_due
from desk_gui.domain.ticket import Ticket
from desk_gui.domain.workflow import Kind, is_open
from desk_gui.operations.newcomers import TABLES, Newcomers
from desk_gui.storage.journal import Entry, canonical
from desk_gui.transfer.plan import PlannedEntry, PlannedTicket

WITHOUT_ITEM = Priority.LOW
"""The priority of a request whose file names neither a priority nor a catalog item."""
_SPACE = uuid.UUID("6f7f3d0e-5d0c-4f5e-9d52-6a8c3f1f2a10")
"""Where the keys of imported entries live: the same row gets the same key again."""
_SAME = (
    "kind",
    "status",
    "title",
    "text",
    "opened_at",
    "updated_at",
    "impact",
    "urgency",
    "hold_reason",
    "resolution_code",
    "resolution_text",
    "cancel_reason",
    "rejection_reason",
    "source",
    "foreign_number",
    "responded_at",
    "first_resolved_at",
    "resolved_at",
    "closed_at",
    "ended_at",
    "reassignments",
    "reopenings",
)


@dataclass(frozen=True)
class Standards:
    """What the desk says that a file may leave open; `items` are priorities of catalog items."""

    matrix: Matrix
    terms: Terms
    items: Mapping[int, Priority]
    source_title: str


@dataclass(frozen=True)
class Written:
    """The rows of one imported ticket."""

    ticket: Ticket
    entries: tuple[Entry, ...]
    clock: Clock | None


def named(plan: PlannedTicket) -> Iterator[tuple[str, str]]:
    """(field, name) of everything that a planned ticket mentions by name."""
    for mentioned in (
        {what: getattr(plan, what) for what in TABLES},
        *(entry.after for entry in plan.entries),
    ):
        for what, name in mentioned.items():
            if what in TABLES and isinstance(name, str):
                yield what, name


def write_out(
    ticket_id: int, plan: PlannedTicket, newcomers: Newcomers, standards: Standards
) -> Written:
    """The rows of a planned ticket under its new id."""
    facts: dict[str, Any] = {name: getattr(plan, name) for name in _SAME}
    facts |= {f"{what}_id": newcomers.id(what, getattr(plan, what)) for what in TABLES}
    priority, reason = _priority(plan, standards, facts["item_id"])
    ticket = Ticket(
        id=ticket_id,
        version=len(plan.entries),
        priority=priority,
        override_reason=reason,
        **facts,
    )
    clock = _clock(ticket, plan, standards.terms)
    due_at = next_due((clock,)) if clock else None
    entries = tuple(_entries(ticket, plan, newcomers))
    return Written(replace(ticket, due_at=due_at), entries, clock)


def _priority(
    plan: PlannedTicket, standards: Standards, item_id: int | None
) -> tuple[Priority, str | None]:
    if plan.kind is Kind.REQUEST or plan.impact is None or plan.urgency is None:
        default = standards.items.get(item_id or 0, WITHOUT_ITEM)
        return plan.priority or default, None
    computed = standards.matrix[plan.impact, plan.urgency]
    if plan.priority in {None, computed}:
        return computed, None
    return plan.priority or computed, f"As recorded in {standards.source_title}."


def _clock(ticket: Ticket, plan: PlannedTicket, terms: Terms) -> Clock | None:
    """The promise to resolve or fulfil it, with its pauses; the recorded verdict stands."""
    target = RUNS_TO_THE_END[ticket.kind]
    clock = start_one(ticket, target, terms)
    if clock is None:
        return None
    count = count_of(clock, ticket, terms)
    here, stood = ticket.opened_at, ticket
    for entry in plan.entries:
        here = max(here, entry.at)
        stood = replace(stood, status=entry.status, hold_reason=entry.hold_reason)
        held = waits(stood, target, terms.pausing)
        clock = pause(clock, here) if held else resume(clock, here, count)
    if is_open(ticket.status):
        return planned(clock, count)
    ended_at = ticket.resolved_at or ticket.closed_at or ticket.ended_at or ticket.updated_at
    clock = resume(clock, max(ended_at, clock.paused_at or ended_at), count)
    return _as_recorded(clock, plan, ended_at)


def _as_recorded(clock: Clock, plan: PlannedTicket, ended_at: datetime) -> Clock:
    """When a promise was broken is known only where our own reckoning agrees that it was."""
    verdicts = {True: ClockState.MET, False: ClockState.BREACHED, None: ClockState.STOPPED}
    broken = plan.made_sla is False and clock.due_at < ended_at
    return replace(
        clock,
        state=verdicts[plan.made_sla],
        ended_at=ended_at,
        breached_at=clock.due_at if broken else None,
        next_at=None,
    )


def _entries(ticket: Ticket, plan: PlannedTicket, newcomers: Newcomers) -> Iterator[Entry]:
    opening: dict[str, object] = {
        "text": plan.text,
        "requester_id": ticket.requester_id,
        "opened_by_id": ticket.opened_by_id,
        "source": plan.source,
        "foreign_number": plan.foreign_number,
    }
    known = {name: value for name, value in opening.items() if value}
    status = None
    for version, entry in enumerate(plan.entries, 1):
        after = _by_id(entry.after, newcomers) | (known if version == 1 else {})
        account_id = newcomers.id("opened_by", entry.actor)
        yield Entry(
            uuid=_key(plan, version),
            at=entry.at,
            subject="ticket",
            subject_id=ticket.id,
            action=entry.action,
            account_id=account_id,
            version=version,
            old_kind=plan.kind,
            kind=plan.kind,
            old_status=status,
            status=entry.status,
            reason=_reason(entry, named_already=account_id is not None),
            before=canonical(_by_id(entry.before, newcomers)),
            after=canonical(after),
            origin=entry.origin,
            source_row=entry.source_row,
            source_status=entry.source_status,
        )
        status = entry.status


def _key(plan: PlannedTicket, version: int) -> str:
    return str(uuid.uuid5(_SPACE, f"{plan.source}\n{plan.foreign_number}\n{version}"))


def _reason(entry: PlannedEntry, *, named_already: bool) -> str | None:
    actor = None if named_already else entry.actor
    return ": ".join(words for words in (actor, entry.note) if words) or None


def _by_id(facts: Mapping[str, object], newcomers: Newcomers) -> dict[str, object]:
    return {
        f"{name}_id" if name in TABLES else name: (
            newcomers.id(name, value) if name in TABLES else value
        )
        for name, value in facts.items()
    }
