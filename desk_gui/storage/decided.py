"""Tickets about which people decided: what the classifier may learn from, and how often it hit.

Confidential tickets are never learned from. What the program filled in by itself is no decision as
long as nobody has worked the ticket to its end.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, func, select

from desk_gui.domain.workflow import Kind
from desk_gui.storage.tables import category, proposal, ticket

AT_ONCE = 500
MOST = 50_000
"""The newest tickets; older ones say little about how the desk works now."""


class Decided(NamedTuple):
    """A ticket's words and what people decided about it; None where nobody did."""

    title: str
    text: str
    kind: Kind | None
    category_id: int | None
    team_id: int | None
    item_id: int | None


def count(connection: Connection) -> int:
    """How many tickets can be learned from."""
    found = select(func.count()).select_from(ticket).where(ticket.c.confidential.in_([False]))
    return min(MOST, connection.execute(found).scalar_one())


def before(connection: Connection, ticket_id: int | None) -> tuple[list[Decided], int | None]:
    """The AT_ONCE tickets before an id, the newest first; the id to go on with, None at the end."""
    rows = connection.execute(_tickets(ticket_id)).all()
    last = int(rows[-1].id) if len(rows) == AT_ONCE else None
    return [_decided(row) for row in rows], last


def kept(connection: Connection) -> dict[str, tuple[int, int]]:
    """By what was proposed: how often, and how often the ticket has it now."""
    joined = proposal.join(ticket, ticket.c.id == proposal.c.ticket_id)
    pairs = {
        "kind": (proposal.c.kind, proposal.c.decided_kind),
        "category": (proposal.c.own_category_id, ticket.c.category_id),
        "team": (proposal.c.team_id, ticket.c.team_id),
        "item": (proposal.c.item_id, ticket.c.item_id),
    }
    counted = [
        column
        for said, stands in pairs.values()
        for column in (func.count(said), func.count().filter(said == stands))
    ]
    row = connection.execute(select(*counted).select_from(joined)).one()
    return {name: (row[2 * place], row[2 * place + 1]) for place, name in enumerate(pairs)}


def _tickets(ticket_id: int | None) -> Select[Any]:
    earlier = () if ticket_id is None else (ticket.c.id < ticket_id,)
    joined = ticket.outerjoin(proposal, proposal.c.ticket_id == ticket.c.id).outerjoin(
        category, category.c.id == ticket.c.category_id
    )
    return (
        select(
            ticket.c.id,
            ticket.c.title,
            ticket.c.text,
            ticket.c.kind,
            ticket.c.category_id,
            ticket.c.team_id,
            ticket.c.item_id,
            ticket.c.is_open,
            category.c.name.label("category"),
            proposal.c.id.label("proposal_id"),
            proposal.c.category.label("proposed_category"),
            proposal.c.decided_by_id,
        )
        .select_from(joined)
        .where(ticket.c.confidential.in_([False]), *earlier)
        .order_by(ticket.c.id.desc())
        .limit(AT_ONCE)
    )


def _decided(row: Any) -> Decided:
    untouched = bool(row.is_open) and row.proposal_id is not None
    kind = None if untouched and row.decided_by_id is None else row.kind
    filled_in = untouched and row.category == row.proposed_category
    return Decided(
        row.title,
        row.text,
        kind,
        None if filled_in else row.category_id,
        row.team_id,
        row.item_id,
    )
