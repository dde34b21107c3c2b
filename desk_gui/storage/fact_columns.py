"""Columns of whole numbers from the database: many numbers as one text, not row by row.

Fetching row by row would take the interpreter's lock once a row, and make the window wait for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Float,
    Integer,
    Select,
    Text,
    case,
    cast,
    func,
    literal,
    select,
    type_coerce,
)

from desk_gui.storage.packs import Column, Columns

AT_ONCE = 20_000
"""Numbers of the key whose rows the database hands over together."""
_UNKNOWN = -99_999_999_999
"""Stands for NULL in the texts: earlier than any instant that a calendar has."""


def stored(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """An instant, or a number, as it is stored; read as float64, NULL as NaN."""
    whole = type_coerce(column, Integer)
    known = func.coalesce(whole, _UNKNOWN) if _may_be_null(column) else whole
    return type_coerce(known, Float).label(str(column.key))


def or_none(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """A number, or -1 for NULL."""
    return func.coalesce(column, -1).label(str(column.key))


def flag(condition: ColumnElement[bool]) -> ColumnElement[int]:
    """1 where the condition holds, else 0."""
    return case((condition, 1), else_=0)


def code(column: ColumnElement[Any], words: type[StrEnum]) -> ColumnElement[int]:
    """The place of a word among those of the domain; -1 for none of them."""
    return places(column, tuple(word.value for word in words))


def places(column: ColumnElement[Any], words: Sequence[str]) -> ColumnElement[int]:
    """The place of a word in a list; -1 for none of them."""
    if not words:
        return type_coerce(-1, Integer)
    return case({word: place for place, word in enumerate(words)}, value=column, else_=-1)


def together(first: ColumnElement[Any], *more: tuple[ColumnElement[Any], int]) -> Any:
    """Whole numbers as one, which costs a single text; `apart` takes it to pieces.

    Each of `more` comes with its bits; it is from -1 to two less than these can count to.
    """
    number: ColumnElement[Any] = type_coerce(first, BigInteger)
    for one, bits in more:
        number = number * literal(1 << bits, BigInteger) + one + 1
    return number


def apart(numbers: Column, bits: Sequence[int]) -> list[NDArray[np.int64]]:
    """The numbers that `together` made one of, in the same order; the first has no bits here."""
    rest, found = numbers, []
    for some in reversed(bits):
        found.append((rest & ((1 << some) - 1)) - 1)
        rest = rest >> some
    return [rest, *reversed(found)]


def read_columns(
    connection: Connection, query: Select[Any], key: str, at_once: int | None, *, each: int = 1
) -> Columns:
    """The answer of a statement as one array for each column, in whatever order.

    `at_once` is how many of the key's numbers go together, or `each` times as many; None: all.
    """
    rows = query.subquery()
    texts = [func.aggregate_strings(_as_text(connection, column), ",") for column in rows.c]
    answer = select(*texts)
    if at_once is not None:
        answer = answer.group_by(rows.c[key] // (at_once * each))
    chunks = zip(*connection.execute(answer), strict=True)
    found = [np.concatenate([_numbers(text) for text in chunk]) for chunk in chunks]
    empty = np.zeros(0, np.int64)
    return {
        column.key: _known(found[i] if found else empty, column.type)
        for i, column in enumerate(rows.c)
    }


def _may_be_null(column: Any) -> bool:
    return bool(getattr(column, "nullable", True))


def _as_text(connection: Connection, column: ColumnElement[Any]) -> ColumnElement[Any]:
    """SQLite makes texts of numbers by itself, in half the time of a cast."""
    return column if connection.dialect.name == "sqlite" else cast(column, Text)


def _numbers(text: str | None) -> NDArray[np.int64]:
    return np.zeros(0, np.int64) if text is None else np.fromstring(text, np.int64, sep=",")


def _known(column: NDArray[np.int64], of: Any) -> Column:
    if not isinstance(of, Float):
        return column
    found = column.astype(np.float64)
    found[column == _UNKNOWN] = np.nan
    return found
