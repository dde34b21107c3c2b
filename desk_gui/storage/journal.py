"""The journal: append-only, each entry chained to the one before by SHA-256."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from desk_gui.storage.tables import journal, journal_head

START = ""
"""What the first entry of a chain names as the hash before it."""


@dataclass(frozen=True)
class Entry:
    """What was done: who, when, to which, before and after (canonical JSON), and where from."""

    uuid: str
    at: datetime
    subject: str
    subject_id: int
    action: str
    account_id: int | None = None
    version: int | None = None
    old_kind: str | None = None
    kind: str | None = None
    old_status: str | None = None
    status: str | None = None
    reason: str | None = None
    before: str | None = None
    after: str | None = None
    origin: str = "desk"
    source_row: int | None = None
    source_status: str | None = None
    undoes: str | None = None


@dataclass(frozen=True)
class Head:
    """The end of the chain: how many entries there are, and the hash of the last."""

    n: int
    hash: str


def canonical(values: Mapping[str, Any]) -> str:
    """JSON that is the same for the same values: sorted keys, no blanks, text unescaped."""
    return json.dumps(
        values, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str
    )


def seal(entry: Entry, head: Head) -> dict[str, Any]:
    """The row of an entry that follows `head`: its number, the hash before, and its own hash."""
    row = {**vars(entry), "n": head.n + 1, "previous": head.hash}
    return {**row, "hash": _hash(row)}


def _hash(row: Mapping[str, Any]) -> str:
    fields = {name: value for name, value in row.items() if name != "hash" and value is not None}
    fields["at"] = int(row["at"].timestamp())
    return hashlib.sha256(canonical(fields).encode()).hexdigest()


def head_of(connection: Connection) -> Head:
    """The end of the chain; in a writing transaction it stays the end until the commit."""
    row = connection.execute(select(journal_head.c.n, journal_head.c.hash)).one()
    return Head(row.n, row.hash)


def append(connection: Connection, entries: Iterable[Entry]) -> Head:
    """Write entries at the end of the chain and return the new end."""
    head = head_of(connection)
    rows = []
    for entry in entries:
        rows.append(seal(entry, head))
        head = replace(head, n=rows[-1]["n"], hash=rows[-1]["hash"])
    if rows:
        connection.execute(insert(journal), rows)
        connection.execute(update(journal_head).values(n=head.n, hash=head.hash))
    return head


def broken_entries(connection: Connection) -> Iterator[str]:
    """A sentence for every entry that does not fit the chain, and for a tail that was cut."""
    previous, n = START, 0
    rows = connection.execution_options(yield_per=5000).execute(
        select(journal).order_by(journal.c.n)
    )
    for row in rows.mappings():
        n += 1
        if row["n"] != n:
            yield f"Journal entry {n} is missing."
            n = row["n"]
        if row["previous"] != previous:
            yield f"Journal entry {n} does not follow the entry before it."
        if row["hash"] != _hash(_plain({**row})):
            yield f"Journal entry {n} was changed after it was written."
        previous = row["hash"]
    head = head_of(connection)
    if (head.n, head.hash) != (n, previous):
        yield f"The journal ends at entry {n}, but {head.n} entries were written."


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: getattr(value, "value", value) for name, value in row.items()}
