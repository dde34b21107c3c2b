"""Policies, business hours and clocks: rows → domain values, and what is due by itself."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    Connection,
    Integer,
    Text,
    and_,
    bindparam,
    false,
    func,
    literal_column,
    or_,
    select,
    type_coerce,
    update,
)

from desk_gui.domain.business_hours import BusinessHours, OwnDay, Window
from desk_gui.domain.priority import Priority
from desk_gui.domain.sla import Clock, ClockState, Escalation, Mark, Policy, Target
from desk_gui.domain.ticket import Major
from desk_gui.storage import rows
from desk_gui.storage.requests_sql import ordered_edition
from desk_gui.storage.rows import Row
from desk_gui.storage.tables import clock, clock_mark, major_incident, ticket

_CLOCK_FIELDS = tuple(field.name for field in fields(Clock))
_TICKING = (ClockState.RUNNING, ClockState.PAUSED)


def policies(connection: Connection) -> tuple[Policy, ...]:
    """Every policy of the desk, in the order in which they were made."""
    found = rows.many(connection, "sla_policy", order="id")
    return tuple(Policy(**_without(row, "id")) for row in found)


def policy_row(policy: Policy) -> dict[str, Any]:
    """A policy as the columns of its row."""
    return {**vars(policy), "priority": int(policy.priority)}


def escalations(connection: Connection) -> tuple[Escalation, ...]:
    """Every escalation of the desk, in the order in which they were made."""
    return tuple(
        Escalation(**{**row, "priority": row["priority"] and Priority(row["priority"])})
        for row in rows.many(connection, "escalation", order="id")
    )


def _without(row: Row, name: str) -> dict[str, Any]:
    values = {key: value for key, value in row.items() if key != name}
    return {**values, "priority": Priority(row["priority"])}


def business_hours(connection: Connection, **equals: Any) -> list[BusinessHours]:
    """Business hours by name, those that are retired too."""
    return [
        hours_of(row) for row in rows.many(connection, "business_hours", order="name", **equals)
    ]


def hours_of(row: Row) -> BusinessHours:
    """A row of the business hours as a domain value."""
    windows = tuple(Window(*one) for one in json.loads(row["windows"]))
    own_days = tuple(
        OwnDay(date.fromisoformat(day), name, works)
        for day, name, works in json.loads(row["own_days"])
    )
    return BusinessHours(**{**row, "windows": windows, "own_days": own_days})


def hours_row(hours: BusinessHours) -> dict[str, Any]:
    """Business hours as the columns of their row, without the id."""
    windows = sorted([w.weekday, w.starts, w.ends] for w in hours.windows)
    days = sorted([own.day.isoformat(), own.name, own.works] for own in hours.own_days)
    values = {name: value for name, value in vars(hours).items() if name != "id"}
    return {
        **values,
        "windows": json.dumps(windows),
        "own_days": json.dumps(days, ensure_ascii=False),
    }


def clock_of(row: Row) -> Clock:
    """A row of the clock table as a clock."""
    return Clock(**{name: row[name] for name in _CLOCK_FIELDS})


def clocks(connection: Connection, ticket_id: int) -> dict[int, Clock]:
    """The clocks of a ticket by their id, oldest first."""
    found = rows.many(connection, "clock", order="id", ticket_id=ticket_id)
    return {row["id"]: clock_of(row) for row in found}


def ticking(connection: Connection, **equals: Any) -> dict[int, dict[int, Clock]]:
    """Ticket → the clocks that still tick, by their id; for all tickets, or for these."""
    found = rows.many(connection, "clock", order="id", state=_TICKING, **equals)
    of: dict[int, dict[int, Clock]] = {}
    for row in found:
        of.setdefault(row["ticket_id"], {})[row["id"]] = clock_of(row)
    return of


def next_steps(connection: Connection, now: datetime, limit: int) -> list[int]:
    """Tickets with a clock to which something has happened by now, the earliest first."""
    query = (
        select(clock.c.ticket_id)
        .where(clock.c.state.in_(_TICKING), clock.c.next_at <= now)
        .order_by(clock.c.next_at, clock.c.id)
        .limit(limit)
    )
    return list(dict.fromkeys(connection.execute(query).scalars()))


def judged(connection: Connection, since: datetime, until: datetime) -> Sequence[Any]:
    """The clocks with a verdict of the tickets opened in a period, with what decides their policy.

    Instants and pauses are as they are stored, in seconds since 1970, for there can be many.
    """
    was_major = or_(
        ticket.c.major == Major.DECLARED,
        and_(
            major_incident.c.declared_at <= clock.c.ended_at,
            major_incident.c.ended_at >= clock.c.ended_at,
        ),
    )
    query = (
        select(
            clock.c.ticket_id,
            clock.c.target,
            clock.c.state,
            *(type_coerce(clock.c[n], Integer).label(n) for n in _INSTANTS),
            type_coerce(clock.c.pauses, Text).label("pauses"),
            *(ticket.c[n] for n in ("kind", "priority", "category_id", "team_id")),
            func.coalesce(was_major, false()).label("major"),
            _item_s(),
        )
        .join(ticket, ticket.c.id == clock.c.ticket_id)
        .join(major_incident, major_incident.c.ticket_id == ticket.c.id, isouter=True)
        .where(
            ticket.c.opened_at >= since,
            ticket.c.opened_at < until,
            clock.c.state.in_([ClockState.MET, ClockState.BREACHED]),
        )
        .order_by(clock.c.id)
    )
    return connection.execute(query).all()


def _item_s() -> Any:
    """The target of the catalog item that a clock of fulfilment goes by, or NULL."""
    edition = ordered_edition("clock.ticket_id", "ticket.item_id")
    own = f"SELECT e.fulfil_s FROM catalog_edition e WHERE e.id = {edition}"
    said = f"CASE WHEN clock.target = '{Target.FULFIL}' THEN ({own}) END"
    return literal_column(said, Integer).label("item_s")


_INSTANTS = ("started_at", "due_at", "ended_at")


def change_clocks(connection: Connection, changed: Mapping[int, Clock]) -> None:
    """Write clocks by their id, all at once."""
    if not changed:
        return
    statement = update(clock).where(clock.c.id == bindparam("its_id"))
    values: dict[str, Any] = {name: bindparam(f"new_{name}") for name in _CLOCK_FIELDS}
    given = [
        {"its_id": clock_id, **{f"new_{name}": value for name, value in vars(one).items()}}
        for clock_id, one in changed.items()
    ]
    connection.execute(statement.values(values), given)


def add_marks(connection: Connection, marks: Mapping[int, Mapping[int, Sequence[Mark]]]) -> None:
    """Write down what happened: ticket → clock → marks, those of a ticket in order of time."""
    found = [
        {"clock_id": clock_id, "ticket_id": ticket_id, **vars(mark)}
        for ticket_id, of in marks.items()
        for clock_id, mark in sorted(
            ((clock_id, mark) for clock_id, many in of.items() for mark in many),
            key=lambda one: one[1].at,
        )
    ]
    rows.add_many(connection, "clock_mark", found)


def marks_of(connection: Connection, ticket_id: int) -> dict[int, list[Mark]]:
    """Clock → its timeline, oldest first."""
    of: dict[int, list[Mark]] = {}
    query = (
        select(clock_mark)
        .where(clock_mark.c.ticket_id == ticket_id)
        .order_by(clock_mark.c.at, clock_mark.c.id)
    )
    for row in connection.execute(query).mappings():
        mark = Mark(**{field.name: row[field.name] for field in fields(Mark)})
        of.setdefault(row["clock_id"], []).append(mark)
    return of
