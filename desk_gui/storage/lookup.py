"""Small look-ups for pickers and search results."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, func, or_, select

from desk_gui.domain.accounts import Account
from desk_gui.domain.priority import Level, Priority
from desk_gui.domain.ticket import Major
from desk_gui.domain.workflow import WORKFLOWS, Kind, Status
from desk_gui.storage.queue import visible_to
from desk_gui.storage.rows import Row
from desk_gui.storage.tables import contact, ticket


def visible(connection: Connection, ids: Sequence[int], viewer: Account | None) -> list[int]:
    """Those of the tickets that this account may see, in the same order."""
    query = select(ticket.c.id).where(ticket.c.id.in_(ids), visible_to(viewer))
    seen = set(connection.execute(query).scalars())
    return [ticket_id for ticket_id in ids if ticket_id in seen]


def contacts(connection: Connection, typed: str, limit: int) -> list[Row]:
    """Contacts whose name or mail address contains what was typed, by name."""
    words = typed.strip()
    query = select(contact).order_by(contact.c.name).limit(limit)
    if words:
        query = query.where(
            or_(
                contact.c.name.icontains(words, autoescape=True),
                contact.c.email.icontains(words, autoescape=True),
            )
        )
    return [dict(row) for row in connection.execute(query).mappings()]


def holds_that_end(connection: Connection, now: datetime) -> list[int]:
    """Tickets on hold whose wake-up date has come, and that somebody can go on with."""
    query = select(ticket.c.id).where(
        ticket.c.is_open == 1, ticket.c.hold_until <= now, ticket.c.assignee_id.is_not(None)
    )
    return list(connection.execute(query).scalars())


def resolved_before(connection: Connection, instant: datetime) -> list[int]:
    """Tickets resolved or fulfilled before an instant, and not closed.

    No major incident, be it proposed, declared or stood down; a rejected proposal was none.
    """
    query = select(ticket.c.id).where(
        ticket.c.status.in_([Status.RESOLVED, Status.FULFILLED]),
        ticket.c.resolved_at <= instant,
        ticket.c.major.in_([Major.NONE, Major.REJECTED]),
    )
    return list(connection.execute(query).scalars())


def computed_incidents(
    connection: Connection,
) -> dict[tuple[Level, Level, Priority], int]:
    """How many incidents follow the matrix, by impact, urgency and the priority they have.

    Those are not final, not imported, and not overridden.
    """
    flow = WORKFLOWS[Kind.INCIDENT]
    cell = (ticket.c.impact, ticket.c.urgency, ticket.c.priority)
    query = (
        select(*cell, func.count().label("n"))
        .where(
            ticket.c.kind == Kind.INCIDENT,
            ticket.c.status.in_([one for one in flow.statuses if one not in flow.final]),
            ticket.c.source.is_(None),
            ticket.c.override_reason.is_(None),
        )
        .group_by(*cell)
    )
    return {
        (row.impact, row.urgency, Priority(row.priority)): row.n
        for row in connection.execute(query)
    }
