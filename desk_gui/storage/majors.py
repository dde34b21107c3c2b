"""Major incidents and families of tickets, as they are read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, func, select

from desk_gui.domain.accounts import RIGHTS, Account, Right, Role
from desk_gui.domain.ticket import Major, Relation, Ticket
from desk_gui.domain.workflow import WORKFLOWS, Kind
from desk_gui.storage import read
from desk_gui.storage.queue import visible_to
from desk_gui.storage.rows import Row
from desk_gui.storage.tables import (
    account,
    category,
    contact,
    journal,
    link,
    major_incident,
    major_update,
    ticket,
)


def declared(connection: Connection, viewer: Account | None) -> list[Row]:
    """The declared major incidents that an account may see, the one declared first first."""
    query = (
        select(
            major_incident,
            ticket.c.id,
            ticket.c.title,
            ticket.c.status,
            account.c.name.label("coordinator"),
        )
        .join(ticket, ticket.c.id == major_incident.c.ticket_id)
        .join(account, account.c.id == major_incident.c.coordinator_id, isouter=True)
        .where(
            major_incident.c.next_update_at.is_not(None),
            ticket.c.major == Major.DECLARED,
            visible_to(viewer),
        )
        .order_by(major_incident.c.declared_at, ticket.c.id)
    )
    return [dict(row) for row in connection.execute(query).mappings()]


def last_update(connection: Connection, ticket_id: int) -> datetime | None:
    """When the last update of a major incident was posted, or None."""
    mine = major_update.c.ticket_id == ticket_id
    return connection.execute(select(func.max(major_update.c.at)).where(mine)).scalar()


def children(connection: Connection, parent_id: int) -> list[Ticket]:
    """The children of a ticket, oldest first."""
    query = (
        select(ticket)
        .join(link, link.c.ticket_id == ticket.c.id)
        .where(link.c.other_id == parent_id, link.c.relation == Relation.CHILD_OF)
        .order_by(ticket.c.id)
    )
    return [read.ticket_of(dict(row)) for row in connection.execute(query).mappings()]


def parents(connection: Connection, ids: Sequence[int]) -> dict[int, Ticket]:
    """Child → the ticket that it is a child of, for those of these that are one."""
    query = (
        select(link.c.ticket_id.label("child_id"), ticket)
        .join(ticket, ticket.c.id == link.c.other_id)
        .where(link.c.ticket_id.in_(ids), link.c.relation == Relation.CHILD_OF)
        .order_by(link.c.other_id.desc())
    )
    found = [dict(row) for row in connection.execute(query).mappings()]
    return {row["child_id"]: read.ticket_of(row) for row in found}


_COMPARED = (
    select(
        ticket.c.id,
        ticket.c.title,
        ticket.c.opened_at,
        category.c.name.label("category"),
        func.nullif(contact.c.site, "").label("site"),
    )
    .join(category, category.c.id == ticket.c.category_id, isouter=True)
    .join(contact, contact.c.id == ticket.c.requester_id, isouter=True)
)
"""What of an incident is compared with others."""


def compared(connection: Connection, ticket_id: int) -> Row:
    """What of one incident is compared with others."""
    query = _COMPARED.where(ticket.c.id == ticket_id)
    return dict(connection.execute(query).mappings().one())


def recent(
    connection: Connection, viewer: Account | None, since: datetime, limit: int
) -> list[Row]:
    """Open incidents since an instant that are neither major nor children, the newest first.

    By the index of the openings; the status is no index here, for there are too many open ones.
    """
    child = select(link.c.ticket_id).where(
        link.c.ticket_id == ticket.c.id, link.c.relation == Relation.CHILD_OF
    )
    query = (
        _COMPARED.where(
            ticket.c.opened_at >= since,
            ticket.c.kind == Kind.INCIDENT,
            ticket.c.status.in_(WORKFLOWS[Kind.INCIDENT].open_statuses),
            ticket.c.major == Major.NONE,
            ~child.exists(),
            visible_to(viewer),
        )
        .order_by(ticket.c.opened_at.desc(), ticket.c.id.desc())
        .limit(limit)
    )
    return [dict(row) for row in connection.execute(query).mappings()]


def with_action(connection: Connection, ids: Sequence[int], action: str) -> set[int]:
    """Those of the tickets whose journal has an entry of this action."""
    query = select(journal.c.subject_id).where(
        journal.c.subject == "ticket", journal.c.subject_id.in_(ids), journal.c.action == action
    )
    return set(connection.execute(query).scalars())


def agents(connection: Connection, right: Right = Right.WORK_ON_TICKETS) -> list[Row]:
    """The active accounts that have a right, by name."""
    able = [role for role in Role if role.rank >= RIGHTS[right].rank]
    query = select(account.c.id, account.c.name).where(
        account.c.active.in_([True]), account.c.role.in_(able)
    )
    return [dict(row) for row in connection.execute(query.order_by(account.c.name)).mappings()]
