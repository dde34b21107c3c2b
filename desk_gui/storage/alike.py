"""Tickets that could be the same matter: the newest that hold any of some words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, false, func, or_, select, text

from desk_gui.domain.accounts import Account
from desk_gui.domain.wording import Term
from desk_gui.domain.workflow import Kind, Status
from desk_gui.storage.queue import visible_to
from desk_gui.storage.rows import Row
from desk_gui.storage.tables import ticket
from desk_gui.storage.types import WholeNumber

BOUND = 2_000
"""How many of the newest matches are looked at, so that common words stay fast."""
_STANDING = (
    ticket.c.id,
    ticket.c.kind,
    ticket.c.status,
    ticket.c.title,
    ticket.c.requester_id,
    ticket.c.opened_at,
)
_SQLITE = (
    "SELECT rowid AS id FROM ticket_words WHERE ticket_words MATCH :words"
    " ORDER BY rowid DESC LIMIT :bound"
)
_POSTGRESQL = (
    "SELECT id FROM ticket_words, to_tsquery('simple', :words) q"
    " WHERE words @@ q AND said @@ q ORDER BY id DESC LIMIT :bound"
)


def standing(
    connection: Connection,
    viewer: Account | None,
    terms: Sequence[Term],
    *,
    requester_id: int | None,
    since: datetime,
    kind: Kind | None,
) -> list[Row]:
    """Tickets that an account may see whose title or text holds any of the words, without texts.

    The newest of them, and all open ones of a requester; they are open, or were resolved since an
    instant.
    """
    is_open = ticket.c.is_open == 1
    mine = and_(ticket.c.requester_id == requester_id, is_open) if requester_id else false()
    query = select(*_STANDING).where(
        or_(_say_any(connection, terms), mine),
        or_(is_open, ticket.c.resolved_at >= since),
        ticket.c.status.not_in([Status.CANCELLED, Status.REJECTED]),
        visible_to(viewer),
    )
    if kind is not None:
        query = query.where(ticket.c.kind == kind)
    return [dict(row) for row in connection.execute(query).mappings()]


def solved(
    connection: Connection,
    viewer: Account | None,
    terms: Sequence[Term],
    *,
    since: datetime,
) -> list[Row]:
    """Tickets with a solution in words that hold any of the words, as `standing` gives them."""
    query = select(*_STANDING).where(
        _say_any(connection, terms),
        ticket.c.resolved_at >= since,
        ticket.c.is_open == 0,
        ticket.c.resolution_text != "",
        ticket.c.status.not_in([Status.CANCELLED, Status.REJECTED]),
        visible_to(viewer),
    )
    return [dict(row) for row in connection.execute(query).mappings()]


def solutions(connection: Connection, ids: Sequence[int]) -> dict[int, str]:
    """How some tickets were resolved."""
    query = select(ticket.c.id, ticket.c.resolution_text).where(ticket.c.id.in_(ids))
    return dict(connection.execute(query).all())


def _say_any(connection: Connection, terms: Sequence[Term]) -> ColumnElement[bool]:
    if connection.dialect.name == "sqlite":
        said = (f'"{form}"{begun}' for term in terms for form, begun in _forms(term))
        found = text(_SQLITE).bindparams(words=f"{{title text}} : ({' OR '.join(said)})")
    else:
        said = (f"{term.stem}:*" if term.stem else term.word for term in terms)
        found = text(_POSTGRESQL).bindparams(words=" | ".join(said))
    ids = found.bindparams(bound=BOUND).columns(id=WholeNumber).subquery()
    return ticket.c.id.in_(select(ids.c.id))


def _forms(term: Term) -> list[tuple[str, str]]:
    """What FTS5 looks for: it takes accents off Latin letters only, so as it is written, too."""
    forms = [(term.stem, "*")] if term.stem else []
    if not forms or not term.typed.isascii():
        forms.append((term.typed or term.word, ""))
    return forms


def texts(connection: Connection, ids: Sequence[int], most: int) -> dict[int, str]:
    """The beginnings of the texts of some tickets, so many characters of each."""
    query = select(ticket.c.id, func.substr(ticket.c.text, 1, most)).where(ticket.c.id.in_(ids))
    return dict(connection.execute(query).all())
