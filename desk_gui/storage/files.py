"""The content of files: parts in and out, never a whole file at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, select, tuple_
from sqlalchemy.dialects import postgresql, sqlite

from desk_gui.storage.tables import article_file, attachment, comment, stored_file, stored_part

FIRST = ("", -1)
"""Before the first part of all."""


Named = tuple[str, str]
"""Where a file is, such as “on ticket 12”, and what it is called."""


@dataclass(frozen=True)
class Part:
    """A piece of the content of a file."""

    sha256: str
    n: int
    content: bytes


def known(connection: Connection, hashes: Collection[str]) -> set[str]:
    """Which of these contents are stored already."""
    query = select(stored_file.c.sha256).where(stored_file.c.sha256.in_(hashes))
    return set(connection.execute(query).scalars())


def begin(connection: Connection, sha256: str, size: int) -> bool:
    """Make room for a content; False where another stored it since it was asked for.

    Where somebody stores the same content at this moment, his transaction is awaited.
    """
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    statement = insert(stored_file).values(sha256=sha256, size=size).on_conflict_do_nothing()
    return bool(connection.execute(statement).rowcount)


def add_part(connection: Connection, part: Part) -> None:
    """Store the next part of a content."""
    connection.execute(stored_part.insert().values(**vars(part)))


def parts(connection: Connection, sha256: str, start: int, count: int) -> list[Part]:
    """At most `count` parts of a content, from part `start` on."""
    after = (stored_part.c.sha256 == sha256) & (stored_part.c.n >= start)
    return _parts(connection, select(stored_part).where(after), count)


def parts_after(connection: Connection, last: tuple[str, int], count: int) -> list[Part]:
    """At most `count` parts of whatever content, in order, after the one with this hash and n."""
    after = tuple_(stored_part.c.sha256, stored_part.c.n) > last
    return _parts(connection, select(stored_part).where(after), count)


def _parts(connection: Connection, query: Select[Any], count: int) -> list[Part]:
    in_order = query.order_by(stored_part.c.sha256, stored_part.c.n).limit(count)
    return [Part(row.sha256, row.n, row.content) for row in connection.execute(in_order)]


def sizes(connection: Connection) -> dict[str, int]:
    """Hash → size in bytes, of every content."""
    return {row.sha256: row.size for row in connection.execute(select(stored_file))}


def named(connection: Connection, hashes: Iterable[str], most: int) -> list[Named]:
    """What names one of these contents, oldest first; at most so many of each kind."""
    wanted = list(hashes)
    return [
        *_on_tickets(connection, attachment.c.sha256.in_(wanted), most),
        *_in_articles(connection, article_file.c.sha256.in_(wanted), most),
    ]


def named_without_content(connection: Connection, most: int) -> list[Named]:
    """What names a content that is not there, which only a damaged database has."""
    there = select(stored_file.c.sha256)
    gone = ~there.where(stored_file.c.sha256 == attachment.c.sha256).exists()
    lost = ~there.where(stored_file.c.sha256 == article_file.c.sha256).exists()
    return [*_on_tickets(connection, gone, most), *_in_articles(connection, lost, most)]


def _on_tickets(connection: Connection, which: ColumnElement[bool], most: int) -> list[Named]:
    query = select(attachment.c.ticket_id, attachment.c.name).where(which)
    found = connection.execute(query.order_by(attachment.c.id).limit(most))
    return [(f"on ticket {row.ticket_id}", row.name) for row in found]


def _in_articles(connection: Connection, which: ColumnElement[bool], most: int) -> list[Named]:
    query = select(article_file.c.article_id, article_file.c.name).where(which)
    found = connection.execute(query.order_by(article_file.c.id).limit(most))
    return [(f"in KB-{row.article_id}", row.name) for row in found]


def internal_comments(connection: Connection, ids: Collection[int | None]) -> set[int]:
    """Which of these comments are work notes."""
    public = False
    query = select(comment.c.id).where(comment.c.id.in_(ids), comment.c.public == public)
    return set(connection.execute(query).scalars())
