"""The event log of ServiceNow: many rows for each incident become one planned ticket (§8)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from desk_gui.domain.priority import Level, Priority
from desk_gui.domain.ticket import MAX_TITLE
from desk_gui.domain.workflow import Kind, ResolutionCode, Status
from desk_gui.transfer.mapping import ForeignStatus
from desk_gui.transfer.plan import Origin, PlannedTicket
from desk_gui.transfer.replay import Place, Replay, Stamp
from desk_gui.transfer.table import Row, Table

_CLOSED_FOR_NOW = "The source closed it here and took that back later."


@dataclass(frozen=True, slots=True)
class _Event:
    """One row of the log, every cell checked."""

    row: Row
    number: str
    said: str
    status: ForeignStatus
    at: datetime
    opened_at: datetime
    resolved_at: datetime | None
    closed_at: datetime | None
    team: str | None
    assignee: str | None
    category: str | None
    title: str
    impact: Level
    urgency: Level
    priority: Priority
    actor: str | None
    code: ResolutionCode | None
    reassignments: int
    reopenings: int
    made_sla: bool | None

    @property
    def facts(self) -> dict[str, object]:
        """The fields of the ticket that a row may change."""
        return {
            "title": self.title,
            "team": self.team,
            "assignee": self.assignee,
            "category": self.category,
            "impact": self.impact,
            "urgency": self.urgency,
            "priority": self.priority,
        }


def planned_from_log(table: Table) -> Iterator[PlannedTicket]:
    """One planned ticket for each number of the log; FileTrouble at the first bad row."""
    seen: set[str] = set()
    events: list[_Event] = []
    for row in table.rows():
        event = _event(row, table)
        if events and event.number != events[0].number:
            yield _planned(events, table)
            seen.add(events[0].number)
            events.clear()
        if event.number in seen:
            problem = f"{event.number} was there before, with other tickets since; sort the file"
            raise row.refuse("number", problem)
        events.append(event)
    if events:
        yield _planned(events, table)


def _event(row: Row, table: Table) -> _Event:
    mapping = table.mapping
    category = row.name("category")
    number = row.name("number") or row.needed("number")
    opened_at, closed_at = row.needed_instant("opened_at"), row.instant("closed_at")
    resolved_at = row.instant("resolved_at")
    _check_order(row, opened_at, resolved_at, closed_at)
    return _Event(
        row=row,
        number=number,
        said=row.needed("status"),
        status=row.status(),
        at=row.needed_instant("updated_at"),
        opened_at=opened_at,
        resolved_at=resolved_at,
        closed_at=closed_at,
        team=row.name("team"),
        assignee=row.name("assignee"),
        category=category,
        title=row.title() or _title(row, category, number),
        impact=row.needed_word("impact", mapping.impacts, "impacts"),
        urgency=row.needed_word("urgency", mapping.urgencies, "urgencies"),
        priority=row.needed_word("priority", mapping.priorities, "priorities"),
        actor=row.name("actor"),
        code=row.word("resolution_code", mapping.resolutions, "resolution codes"),
        reassignments=row.count("reassignments") or 0,
        reopenings=row.count("reopenings") or 0,
        made_sla=row.truth("made_sla"),
    )


def _check_order(
    row: Row, opened_at: datetime, resolved_at: datetime | None, closed_at: datetime | None
) -> None:
    if resolved_at and resolved_at < opened_at:
        raise row.refuse("resolved_at", "it is resolved before it is opened; correct the dates")
    if closed_at and closed_at < (resolved_at or opened_at):
        raise row.refuse("closed_at", "it is closed too early; correct the dates")


def _title(row: Row, category: str | None, number: str) -> str:
    area = " / ".join(part for part in (category, row.name("subcategory")) if part)
    title = ": ".join(part for part in (area, row.name("symptom")) if part)
    return (title or f"Incident {number}")[:MAX_TITLE]


def _planned(events: list[_Event], table: Table) -> PlannedTicket:
    first, final = events[0], events[-1]
    mapping, row = table.mapping, final.row
    code = final.code or ResolutionCode.NOT_RECORDED
    words = _resolution_words(row, mapping.title)
    replay = Replay(
        mapping.kind or Kind.INCIDENT, {"resolution_code": code, "resolution_text": words}
    )
    _open(replay, first)
    for event in events:
        _replay_event(replay, event, last=event is final)
    ticket = PlannedTicket(
        source=mapping.source,
        foreign_number=final.number,
        kind=replay.workflow.kind,
        status=replay.place.status,
        title=final.title,
        text=_text(row, mapping.title, final.number),
        opened_at=final.opened_at,
        updated_at=max(event.at for event in events),
        entries=tuple(replay.entries),
        priority=final.priority,
        impact=final.impact,
        urgency=final.urgency,
        requester=row.name("requester"),
        opened_by=row.name("opened_by"),
        team=final.team,
        assignee=final.assignee,
        category=final.category,
        hold_reason=replay.place.hold_reason,
        responded_at=_first_work(replay),
        reassignments=final.reassignments,
        reopenings=final.reopenings,
        made_sla=final.made_sla,
    )
    if ticket.status not in {Status.RESOLVED, Status.CLOSED}:
        return ticket
    return _ended(replace(ticket, resolution_code=code, resolution_text=words), events)


def _ended(ticket: PlannedTicket, events: list[_Event]) -> PlannedTicket:
    """The recorded ends of a ticket that is resolved or closed; an unknown one stays unknown."""
    final = events[-1]
    closed_at = final.closed_at or final.at
    return replace(
        ticket,
        first_resolved_at=_first_resolved(events) if final.resolved_at else None,
        resolved_at=final.resolved_at,
        closed_at=closed_at if ticket.status is Status.CLOSED else None,
    )


def _open(replay: Replay, first: _Event) -> None:
    """The recorded opening; it may not be younger than the first row (five rows of the log are)."""
    stamp = Stamp(min(first.opened_at, first.at), first.row.line, actor=first.row.name("opened_by"))
    replay.open(stamp, first.facts, Origin.BRIDGED)


def _replay_event(replay: Replay, event: _Event, *, last: bool) -> None:
    stamp = Stamp(event.at, event.row.line, event.said, event.actor)
    status = event.status.status
    if status is None:
        replay.note(stamp, event.facts, f"The source says “{event.said}”.")
    elif status in replay.workflow.final and not last:
        _undone_closing(replay, stamp, event)
    else:
        replay.step(stamp, Place(status, event.status.hold_reason), event.facts)


def _undone_closing(replay: Replay, stamp: Stamp, event: _Event) -> None:
    resolved = Place(replay.workflow.resolved)
    if event.status.status is Status.CLOSED and replay.place != resolved:
        replay.step(stamp, resolved, event.facts)
    else:
        replay.note(stamp, event.facts, _CLOSED_FOR_NOW)


def _first_resolved(events: list[_Event]) -> datetime | None:
    """The instant of the first row that says resolved, else the recorded (last) one."""
    said = (event.at for event in events if event.status.status is Status.RESOLVED)
    return next(said, events[-1].resolved_at)


def _first_work(replay: Replay) -> datetime | None:
    """When the log first says that somebody works on it; a bridged step says nothing."""
    said = (
        entry.at
        for entry in replay.entries
        if entry.status is Status.IN_PROGRESS and entry.origin is Origin.IMPORTED
    )
    return next(said, None)


def _resolution_words(row: Row, source: str) -> str:
    code = row.raw("resolution_code")
    return f"{source} recorded “{code}”." if code else f"{source} recorded no resolution."


def _text(row: Row, source: str, number: str) -> str:
    lines = [f"Imported from {source}, where it is {number}."]
    written = row.text("text")
    facts = [
        (label, row.raw(name))
        for label, name in (
            ("Category", "category"),
            ("Subcategory", "subcategory"),
            ("Symptom", "symptom"),
        )
    ]
    lines += [f"{label}: {value}" for label, value in [*facts, *row.details()] if value]
    return "\n".join([*([written, ""] if written else []), *lines])
