"""Contacts in SQL: ids by words, rows for ids; and the managers above somebody."""

from __future__ import annotations

from array import array
from collections.abc import Sequence

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

from desk_gui.storage.rows import Row
from desk_gui.storage.tables import account, contact

_MANAGER = account.alias("manager")


def ids(connection: Connection, words: str, *, without_manager: bool) -> array[int]:
    """The contacts in whose name, mail address or department each word is, by name."""
    query = select(contact.c.id).order_by(contact.c.name, contact.c.id)
    conditions = [_has(word) for word in words.split()]
    if without_manager:
        conditions.append(contact.c.manager_id.is_(None))
    return array("q", connection.execute(query.where(and_(True, *conditions))).scalars())


def _has(word: str) -> ColumnElement[bool]:
    places = (contact.c.name, contact.c.email, contact.c.department)
    return or_(*(place.icontains(word, autoescape=True) for place in places))


def shown(connection: Connection, wanted: Sequence[int]) -> list[Row]:
    """Contacts with their managers' names, in the order of the ids."""
    query = (
        select(contact, _MANAGER.c.name.label("manager"), _MANAGER.c.active.label("active"))
        .join(_MANAGER, _MANAGER.c.id == contact.c.manager_id, isouter=True)
        .where(contact.c.id.in_(wanted))
    )
    found = {row["id"]: dict(row) for row in connection.execute(query).mappings()}
    return [found[one] for one in wanted if one in found]


def above(connection: Connection, account_id: int, most: int) -> list[int]:
    """The accounts of the managers above an account, the next one first; at most so many."""
    found: list[int] = []
    here: int | None = account_id
    while here is not None and here not in found and len(found) < most:
        found.append(here)
        here = connection.execute(
            select(contact.c.manager_id)
            .join(account, func.lower(account.c.email) == func.lower(contact.c.email))
            .where(account.c.id == here, account.c.email != "", contact.c.manager_id.is_not(None))
            .order_by(contact.c.id)
            .limit(1)
        ).scalar()
    return found[1:]
