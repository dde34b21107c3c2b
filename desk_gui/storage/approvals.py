"""Open approvals: who may decide them now, and what is asked of whom."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, bindparam, text

from desk_gui.storage.requests_sql import in_place, may_decide, named, step_before_lacks
from desk_gui.storage.rows import Row
from desk_gui.storage.types import Instant

_OPEN = (
    "FROM approval p JOIN approver r ON r.id = p.approver_id"
    " JOIN ticket t ON t.id = p.ticket_id{people}"
    " WHERE p.decision = 'open' AND t.status = 'awaiting_approval' AND {which}"
    f" AND NOT {step_before_lacks('r', 't.id')}"
)
_MAY = may_decide("a", "p", "r", "t", ":at")
_WAITING = text(
    "SELECT p.id, p.ticket_id, p.asked_at, p.expires_at, p.delegate_id, r.step, r.who,"
    f" {named('r', 't')} AS named_id, t.kind, t.title, t.item_id, t.requester_id, t.opened_at,"
    f" t.due_at {_OPEN.format(people=' JOIN account a ON a.id = :account', which=_MAY)}"
    " ORDER BY p.asked_at, p.id LIMIT :most"
).columns(asked_at=Instant, expires_at=Instant, opened_at=Instant, due_at=Instant)
_DECIDERS = text(
    "SELECT p.id, r.step, a.id AS account_id, a.name,"
    f" a.id = {named('r', 't')} AS in_person, {in_place('a', 'p', 'r', 't', ':at')} AS in_place"
    f" {_OPEN.format(people=f' JOIN account a ON {_MAY}', which='p.ticket_id = :ticket')}"
    " ORDER BY r.step, p.id, a.name"
)
_DECIDERS_OF = text(
    "SELECT p.ticket_id, a.id AS account_id"
    f" {_OPEN.format(people=f' JOIN account a ON {_MAY}', which='p.ticket_id IN :tickets')}"
).bindparams(bindparam("tickets", expanding=True))
_ASKED = text(
    f"SELECT p.id, r.step, r.who, {named('r', 't')} AS named_id, (SELECT count(*)"
    " FROM approval_step s WHERE s.edition_id = r.edition_id) AS steps FROM approval p"
    " JOIN approver r ON r.id = p.approver_id JOIN ticket t ON t.id = p.ticket_id"
    " WHERE p.ticket_id = :ticket"
)


def waiting_for(
    connection: Connection, account_id: int, at: datetime, most: int = 500
) -> list[Row]:
    """The approvals that an account may decide now, those asked first at the top."""
    values = {"account": account_id, "at": int(at.timestamp()), "most": most}
    return [dict(row) for row in connection.execute(_WAITING, values).mappings()]


def deciders(connection: Connection, ticket_id: int, at: datetime) -> list[Row]:
    """Who may decide which open approval of a request now, step by step."""
    values = {"ticket": ticket_id, "at": int(at.timestamp())}
    return [dict(row) for row in connection.execute(_DECIDERS, values).mappings()]


def deciders_of(
    connection: Connection, ticket_ids: Iterable[int], at: datetime
) -> dict[int, frozenset[int]]:
    """Request → who may decide an open approval of it now, asked for all at once."""
    found: dict[int, set[int]] = {}
    values = {"tickets": list(ticket_ids), "at": int(at.timestamp())}
    for row in connection.execute(_DECIDERS_OF, values):
        found.setdefault(row.ticket_id, set()).add(row.account_id)
    return {ticket_id: frozenset(people) for ticket_id, people in found.items()}


def asked_of(connection: Connection, ticket_id: int) -> dict[int, Row]:
    """Approval id → whom it asks: how he is found, and his account where he is somebody."""
    found = connection.execute(_ASKED, {"ticket": ticket_id}).mappings()
    return {row["id"]: dict(row) for row in found}


def to_be_reminded(connection: Connection, at: datetime, most: int) -> list[Row]:
    """Open approvals whose reminder or expiry has come and was not told yet."""
    query = text(
        "SELECT p.id, p.ticket_id, p.remind_at, p.expires_at FROM approval p"
        " JOIN ticket t ON t.id = p.ticket_id WHERE p.decision = 'open'"
        " AND t.status = 'awaiting_approval' AND p.remind_at <= :at ORDER BY p.id LIMIT :most"
    ).columns(remind_at=Instant, expires_at=Instant)
    values = {"at": int(at.timestamp()), "most": most}
    return [dict(row) for row in connection.execute(query, values).mappings()]
