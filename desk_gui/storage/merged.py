"""Which tickets were merged into which: cancelled as duplicates, each linked to the one that stays.

Ticket C may hold B, and B may hold A: both belong to the family of C.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import Connection, Integer, Select, and_, bindparam, func, or_, select

from desk_gui.domain.ticket import Relation
from desk_gui.domain.workflow import CancelReason, Status
from desk_gui.storage.rows import Row
from desk_gui.storage.tables import comment, link, ticket

_IS_MERGED = and_(
    ticket.c.status == Status.CANCELLED,
    ticket.c.cancel_reason == CancelReason.DUPLICATE,
)


def _pairs() -> Select[int, int]:
    """(merged ticket, the one it was merged into)."""
    return (
        select(link.c.ticket_id, link.c.other_id)
        .join(ticket, ticket.c.id == link.c.ticket_id)
        .where(link.c.relation == Relation.DUPLICATE_OF, _IS_MERGED)
    )


def directly_into(connection: Connection, ids: Collection[int]) -> dict[int, int]:
    """Merged ticket → the one it was merged into, for those of the tickets that were merged."""
    if not ids:
        return {}
    pairs = _pairs().where(link.c.ticket_id.in_(ids)).order_by(link.c.other_id.desc())
    return dict(connection.execute(pairs).all())


def family(connection: Connection, ticket_id: int) -> dict[int, int]:
    """All that was merged into a ticket, directly or through others: each with its survivor."""
    found = connection.execute(_FAMILY, {"ticket_id": ticket_id})
    return dict(sorted(found.all(), reverse=True))


def _family() -> Select[int, int]:
    asked = bindparam("ticket_id", type_=Integer)
    pairs = _pairs().subquery()
    held = select(pairs).where(pairs.c.other_id == asked).cte("held", recursive=True)
    held = held.union(select(pairs).join(held, pairs.c.other_id == held.c.ticket_id))
    return select(held).where(held.c.ticket_id != asked)


_FAMILY = _family()
"""Made once: every change of a ticket asks it."""


def chain(connection: Connection, ticket_id: int) -> list[int]:
    """The tickets above a merged one, nearest first: the last of them stays; empty without any.

    A circle of links, from before those were refused, is walked once.
    """
    pairs = _pairs().subquery()
    above = select(pairs).where(pairs.c.ticket_id == ticket_id).cte("above", recursive=True)
    above = above.union(select(pairs).join(above, pairs.c.ticket_id == above.c.other_id))
    found = connection.execute(select(above.c.ticket_id, above.c.other_id)).all()
    into: dict[int, int] = dict(sorted(found, reverse=True))
    walked: list[int] = []
    here = into.get(ticket_id)
    while here is not None and here != ticket_id and here not in walked:
        walked.append(here)
        here = into.get(here)
    return walked


def answers_above(connection: Connection, since: Mapping[int, datetime]) -> list[Row]:
    """What agents answered on tickets after the instant that is given for each, oldest first."""
    after = [and_(comment.c.ticket_id == one, comment.c.at >= at) for one, at in since.items()]
    query = select(comment).where(
        or_(*after), comment.c.public.in_([True]), comment.c.account_id.is_not(None)
    )
    return [dict(row) for row in connection.execute(query.order_by(comment.c.id)).mappings()]


def would_close_a_circle(
    connection: Connection, ticket_id: int, other_id: int, relation: Relation
) -> bool:
    """Whether the other ticket stands below this one already, by links of the same relation."""
    up = select(link.c.other_id).where(link.c.ticket_id == other_id, link.c.relation == relation)
    above = up.cte("above", recursive=True)
    further = select(link.c.other_id).join(above, link.c.ticket_id == above.c.other_id)
    above = above.union(further.where(link.c.relation == relation))
    return bool(
        connection.execute(
            select(func.count()).select_from(above).where(above.c.other_id == ticket_id)
        ).scalar()
    )
