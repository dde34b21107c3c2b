"""Facts of tickets in packs: columns of numbers as bytes, kept in the database beside the tickets.

A pack holds the facts of one part of the tickets by their numbers; ended tickets and others lie
in packs of their own, so that a report of this year need not read what ended long ago.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, delete, insert, or_, select

from desk_gui.storage.tables import fact_pack, fact_stale

PART = 20_000
"""Ids of tickets in one part."""
Column = NDArray[Any]
Columns = Mapping[str, Column]
Tables = Mapping[str, Columns]
Words = Mapping[str, tuple[str, ...]]
_UNKNOWN = np.uint32(0xFFFFFFFF)
_INTEGERS = (np.int8, np.int16, np.int32, np.int64)


@dataclass(frozen=True)
class Packed:
    """Tables of columns, and the words that codes in some of them stand for.

    `ticket` in a table, and `id` of the tickets, are ticket ids.
    """

    tables: Tables
    words: Words


@dataclass(frozen=True)
class Pack:
    """Tickets of a part that have all ended, or all have not, as they are kept.

    `last_at` is the last instant known of them (seconds since 1970), `tickets` their number.
    """

    ended: bool
    last_at: int
    tickets: int
    content: bytes


def to_bytes(packed: Packed) -> bytes:
    """The columns one after another behind a line that describes them; nothing is lost."""
    head: list[tuple[str, str, str, int]] = []
    parts: list[bytes] = []
    for table, columns in packed.tables.items():
        for name, column in columns.items():
            small = _small(column)
            head.append((table, name, small.dtype.str, len(small)))
            parts.append(small.tobytes())
    line = json.dumps({"columns": head, "words": packed.words}, ensure_ascii=False)
    return b"\n".join((line.encode(), b"".join(parts)))


def _small(column: Column) -> Column:
    """The same numbers in the smallest type that holds them; u4 stands for instants or NaN."""
    if column.dtype == np.uint32:
        return column
    if column.dtype.kind in "iub":
        low, high = (int(column.min()), int(column.max())) if len(column) else (0, 0)
        fits = (t for t in _INTEGERS if np.iinfo(t).min <= low and high <= np.iinfo(t).max)
        return column.astype(next(fits))
    known = ~np.isnan(column)
    values = column[known]
    whole = bool(((values >= 0) & (values < _UNKNOWN) & (values == np.floor(values))).all())
    if not whole:
        return column.astype(np.float64)
    found = np.full(len(column), _UNKNOWN, np.uint32)
    found[known] = values.astype(np.uint32)
    return found


def from_bytes(content: bytes) -> Packed:
    """What `to_bytes` was given, as small as it is kept; `joined` makes instants of it again."""
    end = content.index(b"\n")
    told = json.loads(content[:end])
    tables: dict[str, dict[str, Column]] = {}
    at = end + 1
    for table, name, kind, length in told["columns"]:
        raw = np.frombuffer(content, np.dtype(kind), length, at)
        at += raw.nbytes
        tables.setdefault(table, {})[name] = raw
    return Packed(tables, {name: tuple(words) for name, words in told["words"].items()})


def _large(raw: Column) -> Column:
    if raw.dtype != np.uint32:
        return raw
    found = raw.astype(np.float64)
    found[raw == _UNKNOWN] = np.nan
    return found


def joined(packs: Sequence[Packed], coded: Mapping[str, tuple[str, str]]) -> Packed:
    """Packs one after another; `coded` names for some words the table and column of their codes."""
    words = {
        name: tuple(sorted({word for pack in packs for word in pack.words.get(name, ())}))
        for name in coded
    }
    gathered: dict[str, dict[str, list[Column]]] = {}
    for pack in packs:
        new = {place: _recode(pack, words, name) for name, place in coded.items()}
        for table, columns in pack.tables.items():
            for name, column in columns.items():
                codes = new.get((table, name))
                one = column if codes is None else codes[column.astype(np.int64)]
                gathered.setdefault(table, {}).setdefault(name, []).append(one)
    tables = {
        table: {name: _one(parts) for name, parts in columns.items()}
        for table, columns in gathered.items()
    }
    return Packed(tables, words)


def _one(parts: Sequence[Column]) -> Column:
    """Parts of a column one after another, numbers as `to_bytes` was given them."""
    filled = [part for part in parts if len(part)] or parts[:1]
    if len({part.dtype for part in filled}) > 1:
        filled = [_large(part) for part in filled]
    return _large(np.concatenate(filled))


def _recode(pack: Packed, words: Words, name: str) -> NDArray[np.int64]:
    places = {word: place for place, word in enumerate(words[name])}
    return np.array([*(places[word] for word in pack.words.get(name, ())), -1], dtype=np.int64)


def rows(columns: Columns, kept: Column) -> Columns:
    """The named rows of a table; the table itself where all of them are kept."""
    if kept.dtype == np.bool_:
        if kept.all():
            return columns
        kept = np.flatnonzero(kept)
    return {name: column[kept] for name, column in columns.items()}


def without(packed: Packed, ids: NDArray[np.int64]) -> Packed:
    """The facts of all tickets but these."""
    return _picked(packed, ids, others=True) if len(ids) else packed


def only(packed: Packed, ids: Column) -> Packed:
    """The facts of these tickets."""
    return _picked(packed, ids, others=False)


def _picked(packed: Packed, ids: Column, *, others: bool) -> Packed:
    tables = {}
    for name, columns in packed.tables.items():
        of = columns["id" if name == "tickets" else "ticket"]
        tables[name] = rows(columns, np.isin(of, ids, invert=others))
    return Packed(tables, packed.words)


def read(connection: Connection, since_s: float | None) -> list[Packed]:
    """The packs; with an instant, without those in which everything ended before it."""
    query = select(fact_pack.c.content).order_by(fact_pack.c.part, fact_pack.c.ended)
    if since_s is not None:
        query = query.where(or_(fact_pack.c.ended.in_([False]), fact_pack.c.last_at >= since_s))
    return [from_bytes(bytes(content)) for content in connection.execute(query).scalars()]


def parts(connection: Connection) -> list[int]:
    """The parts that were ever packed."""
    query = select(fact_pack.c.part).distinct().order_by(fact_pack.c.part)
    return list(connection.execute(query).scalars())


def of_part(connection: Connection, part: int) -> list[Packed]:
    """The packs of one part."""
    query = select(fact_pack.c.content).where(fact_pack.c.part == part)
    return [from_bytes(bytes(content)) for content in connection.execute(query).scalars()]


def alike(
    some: Sequence[Packed], others: Sequence[Packed], coded: Mapping[str, tuple[str, str]]
) -> bool:
    """Whether both hold the same rows, in whatever order."""
    words = [Packed({}, one.words) for one in (*some, *others)]
    one, other = (joined([*packs, *words], coded).tables for packs in (some, others))
    filled = {name for tables in (one, other) for name in tables if _length(tables[name])}
    return all(
        name in one and name in other and _same(_ordered(one[name]), _ordered(other[name]))
        for name in filled
    )


def _length(columns: Columns) -> int:
    return max(len(column) for column in columns.values())


def _ordered(columns: Columns) -> Columns:
    order = np.lexsort([columns[name] for name in sorted(columns)])
    return {name: column[order] for name, column in columns.items()}


def _same(one: Columns, other: Columns) -> bool:
    return one.keys() == other.keys() and all(
        np.array_equal(column.astype(np.float64), other[name].astype(np.float64), equal_nan=True)
        for name, column in one.items()
    )


def stale_ids(connection: Connection) -> NDArray[np.int64]:
    """Tickets that changed since they were packed, or never were, in their order."""
    query = select(fact_stale.c.ticket_id).order_by(fact_stale.c.ticket_id)
    return np.array(connection.execute(query).scalars().all(), dtype=np.int64)


def stale_parts(connection: Connection) -> list[int]:
    """The parts that have tickets to be read afresh."""
    part = (fact_stale.c.ticket_id // PART).label("part")
    return list(connection.execute(select(part).distinct().order_by(part)).scalars())


def write(connection: Connection, part: int, found: Iterable[Pack]) -> None:
    """Replace the packs of a part; its tickets are fresh then."""
    first = part * PART
    connection.execute(delete(fact_pack).where(fact_pack.c.part == part))
    mine = fact_stale.c.ticket_id.between(first, first + PART - 1)
    connection.execute(delete(fact_stale).where(mine))
    rows = [{"part": part, **vars(pack)} for pack in found]
    if rows:
        connection.execute(insert(fact_pack), rows)
