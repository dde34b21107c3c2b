"""A plain table of tickets: one row becomes one planned ticket, its way there bridged (§8)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from desk_gui.domain.priority import Level, Priority
from desk_gui.domain.ticket import words
from desk_gui.domain.workflow import (
    WORKFLOWS,
    CancelReason,
    HoldReason,
    Kind,
    ResolutionCode,
    Status,
)
from desk_gui.transfer.plan import Origin, PlannedTicket
from desk_gui.transfer.replay import Place, Replay, Stamp
from desk_gui.transfer.table import Row, Table


@dataclass(frozen=True, slots=True)
class _End:
    """How the row says it ended; all None while it has not."""

    code: ResolutionCode | None = None
    words: str | None = None
    cancelled: CancelReason | None = None
    rejected: str | None = None


@dataclass(frozen=True, slots=True)
class _Facts:
    """One row, every cell checked against its kind and status."""

    row: Row
    kind: Kind
    status: Status
    number: str
    title: str
    opened_at: datetime
    updated_at: datetime
    resolved_at: datetime | None
    closed_at: datetime | None
    priority: Priority | None
    levels: tuple[Level | None, Level | None]
    hold_reason: HoldReason | None
    end: _End


def planned_from_table(table: Table) -> Iterator[PlannedTicket]:
    """One planned ticket for each row; FileTrouble at the first bad one."""
    seen: set[str] = set()
    for row in table.rows():
        facts = _facts(row, table)
        if facts.number in seen:
            raise row.refuse("number", f"{facts.number} is there twice; remove one of the rows")
        seen.add(facts.number)
        yield _planned(facts, table)


def _facts(row: Row, table: Table) -> _Facts:
    kind, status, hold_reason = _kind_and_status(row, table)
    opened_at = row.needed_instant("opened_at")
    resolved_at, closed_at = _ends(row, kind, status, opened_at)
    for name in ("number", "title"):
        row.needed(name)
    priority, levels = _priority(row, table, kind)
    last = max(at for at in (opened_at, resolved_at, closed_at) if at)
    return _Facts(
        row=row,
        kind=kind,
        status=status,
        number=row.name("number") or "",
        title=row.title() or "",
        opened_at=opened_at,
        updated_at=max(row.instant("updated_at") or last, last),
        resolved_at=resolved_at,
        closed_at=closed_at,
        priority=priority,
        levels=levels,
        hold_reason=hold_reason,
        end=_end(row, table, kind, status),
    )


def _kind_and_status(row: Row, table: Table) -> tuple[Kind, Status, HoldReason | None]:
    mapping = table.mapping
    kind = row.word("kind", mapping.kinds, "kinds") or mapping.kind
    if kind is None:
        problem = "it is not said whether this is an incident or a request; fill in the kind"
        raise row.refuse("kind", f"{problem}, or name one in the mapping")
    foreign = row.status()
    if foreign.status not in WORKFLOWS[kind].statuses:
        said = "kept" if foreign.status is None else words(foreign.status)
        raise row.refuse("status", f"{_a(kind)} cannot be {said}; correct the status or the kind")
    hold = row.word("hold_reason", {r.value: r for r in HoldReason}, "hold reasons")
    hold = hold or foreign.hold_reason
    if foreign.status is Status.ON_HOLD and hold is None:
        known = ", ".join(HoldReason)
        raise row.refuse("hold_reason", f"it is on hold; say for what, one of: {known}")
    return kind, foreign.status, hold if foreign.status is Status.ON_HOLD else None


def _ends(
    row: Row, kind: Kind, status: Status, opened_at: datetime
) -> tuple[datetime | None, datetime | None]:
    workflow = WORKFLOWS[kind]
    resolved_at, closed_at = row.instant("resolved_at"), row.instant("closed_at")
    if resolved_at and status not in {workflow.resolved, Status.CLOSED}:
        raise row.refuse("resolved_at", f"it is {words(status)}; leave the cell empty")
    if closed_at and status not in workflow.final:
        raise row.refuse("closed_at", f"it is {words(status)}; leave the cell empty")
    if status is Status.CLOSED and closed_at is None:
        raise row.refuse("closed_at", "it is closed; say when")
    if resolved_at and resolved_at < opened_at:
        raise row.refuse("resolved_at", "it is resolved before it is opened; correct the dates")
    if closed_at and closed_at < (resolved_at or opened_at):
        raise row.refuse("closed_at", "it is closed too early; correct the dates")
    return resolved_at, closed_at


def _priority(
    row: Row, table: Table, kind: Kind
) -> tuple[Priority | None, tuple[Level | None, Level | None]]:
    mapping = table.mapping
    impact = row.word("impact", mapping.impacts, "impacts")
    urgency = row.word("urgency", mapping.urgencies, "urgencies")
    priority = row.word("priority", mapping.priorities, "priorities")
    if kind is Kind.REQUEST:
        if impact or urgency:
            where = "impact" if impact else "urgency"
            raise row.refuse(where, "a request has no impact and urgency; leave the cell empty")
        return priority, (None, None)
    if (impact is None) != (urgency is None):
        where = "urgency" if impact else "impact"
        raise row.refuse(where, "impact and urgency go together; fill in both or none")
    if impact is None and priority is None:
        raise row.refuse("impact", "an incident needs impact and urgency, or a priority")
    if impact is None and priority not in mapping.levels:
        problem = f"the mapping {mapping.path.name} names no [levels] for it"
        raise row.refuse("priority", f"{problem}; add them, or fill in impact and urgency")
    levels = (impact, urgency) if priority is None or impact else mapping.levels[priority]
    return priority, levels


def _end(row: Row, table: Table, kind: Kind, status: Status) -> _End:
    reasons = {reason.value: reason for reason in CancelReason}
    code = row.word("resolution_code", table.mapping.resolutions, "resolution codes")
    said = row.text("resolution_text")
    cancelled = row.word("cancel_reason", reasons, "cancel reasons")
    rejected = row.text("rejection_reason")
    solved = kind is Kind.INCIDENT and status in {Status.RESOLVED, Status.CLOSED}
    for name, value, fits in (
        ("resolution_code", code, solved),
        ("resolution_text", said, solved),
        ("cancel_reason", cancelled, status is Status.CANCELLED),
        ("rejection_reason", rejected, status is Status.REJECTED),
        ("item", row.name("item"), kind is Kind.REQUEST),
    ):
        if value and not fits:
            raise row.refuse(name, f"{_a(kind)} that is {words(status)} has none; empty the cell")
    if status is Status.CANCELLED and not cancelled:
        raise row.refuse("cancel_reason", f"say why it is cancelled: {', '.join(reasons)}")
    if status is Status.REJECTED and not rejected:
        raise row.refuse("rejection_reason", "a rejection carries its reason; write it")
    if not solved:
        return _End(cancelled=cancelled, rejected=rejected or None)
    said = said or f"{table.mapping.title} recorded no resolution."
    return _End(code or ResolutionCode.NOT_RECORDED, said)


def _planned(facts: _Facts, table: Table) -> PlannedTicket:
    row, workflow = facts.row, WORKFLOWS[facts.kind]
    impact, urgency = facts.levels
    closed = facts.status is Status.CLOSED
    ended = facts.status in workflow.final and not closed
    return PlannedTicket(
        source=table.mapping.source,
        foreign_number=facts.number,
        kind=facts.kind,
        status=facts.status,
        title=facts.title,
        text=row.text("text"),
        opened_at=facts.opened_at,
        updated_at=facts.updated_at,
        entries=tuple(_history(facts).entries),
        priority=facts.priority,
        impact=impact,
        urgency=urgency,
        requester=row.name("requester"),
        opened_by=row.name("opened_by"),
        team=row.name("team"),
        assignee=row.name("assignee"),
        category=row.name("category"),
        item=row.name("item"),
        hold_reason=facts.hold_reason,
        resolution_code=facts.end.code,
        resolution_text=facts.end.words,
        cancel_reason=facts.end.cancelled,
        rejection_reason=facts.end.rejected,
        first_resolved_at=facts.resolved_at,
        resolved_at=facts.resolved_at,
        closed_at=facts.closed_at if closed else None,
        ended_at=facts.closed_at if ended else None,
    )


def _history(facts: _Facts) -> Replay:
    """Opened when the row says so; every step after it is bridged, at the instants it states."""
    row, end = facts.row, facts.end
    solution = {"resolution_code": end.code, "resolution_text": end.words} if end.code else {}
    replay = Replay(facts.kind, solution)
    said = row.raw("status")
    opening = Stamp(facts.opened_at, row.line, said, row.name("opened_by"))
    replay.open(opening, _known(facts), Origin.IMPORTED)
    resolved, final = replay.workflow.resolved, replay.workflow.final
    way = replay.way(Place(facts.status, facts.hold_reason)) or ()
    for status in way:
        done = status is resolved or (status not in final and resolved in way)
        at = (facts.resolved_at if done else None) or facts.closed_at or facts.updated_at
        ending = {"cancel_reason": end.cancelled, "rejection_reason": end.rejected}
        replay.bridge(
            Stamp(at, row.line),
            Place(status, facts.hold_reason if status is Status.ON_HOLD else None),
            {name: value for name, value in ending.items() if value and status in final},
        )
    return replay


def _known(facts: _Facts) -> dict[str, object]:
    row = facts.row
    impact, urgency = facts.levels
    return {
        "title": facts.title,
        "team": row.name("team"),
        "assignee": row.name("assignee"),
        "category": row.name("category"),
        "item": row.name("item"),
        "impact": impact,
        "urgency": urgency,
        "priority": facts.priority,
    }


def _a(kind: Kind) -> str:
    return "an incident" if kind is Kind.INCIDENT else "a request"
