"""Reading the journal: the history of one ticket or article, and what is new since an entry."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, select

from desk_gui.storage.tables import account, journal


@dataclass(frozen=True)
class PastEntry:
    """One entry as people read it; `after` and `before` hold the fields that changed."""

    n: int
    uuid: str
    at: datetime
    who: str | None
    subject: str
    subject_id: int
    version: int | None
    action: str
    old_kind: str | None
    kind: str | None
    old_status: str | None
    status: str | None
    reason: str | None
    before: dict[str, Any]
    after: dict[str, Any]
    origin: str
    source_status: str | None
    undoes: str | None


def _entries() -> Select[Any]:
    names = [c for c in journal.c if c.name in PastEntry.__dataclass_fields__]
    return (
        select(*names, account.c.name.label("who"))
        .join(account, account.c.id == journal.c.account_id, isouter=True)
        .order_by(journal.c.n)
    )


def _read(connection: Connection, query: Select[Any]) -> list[PastEntry]:
    found = []
    for row in connection.execute(query).mappings():
        values = dict(row)
        values["before"] = json.loads(values["before"] or "{}")
        values["after"] = json.loads(values["after"] or "{}")
        found.append(PastEntry(**values))
    return found


def of_subject(connection: Connection, subject: str, subject_id: int) -> list[PastEntry]:
    """The whole history of a ticket or an article, oldest first."""
    mine = (journal.c.subject == subject) & (journal.c.subject_id == subject_id)
    return _read(connection, _entries().where(mine))


def entries_since(connection: Connection, ticket_id: int, version: int) -> list[PastEntry]:
    """The changes of a ticket after a version, oldest first."""
    mine = (journal.c.subject == "ticket") & (journal.c.subject_id == ticket_id)
    return _read(connection, _entries().where(mine & (journal.c.version > version)))


def entry(connection: Connection, uuid: str) -> PastEntry | None:
    """The entry with this UUID, or None."""
    found = _read(connection, _entries().where(journal.c.uuid == uuid))
    return found[0] if found else None


def touched_since(connection: Connection, n: int, limit: int) -> list[tuple[int, str, int]]:
    """(n, subject, id) of the entries after `n`, oldest first."""
    query = select(journal.c.n, journal.c.subject, journal.c.subject_id).where(journal.c.n > n)
    rows = connection.execute(query.order_by(journal.c.n).limit(limit))
    return [(row.n, row.subject, row.subject_id) for row in rows]
