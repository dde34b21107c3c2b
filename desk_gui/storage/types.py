"""Column types that mean the same in SQLite (STRICT tables) and PostgreSQL."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, Integer, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

WholeNumber = BigInteger().with_variant(Integer(), "sqlite")
"""64 bits in both databases."""


class Instant(TypeDecorator[datetime]):
    """A UTC instant, stored as whole seconds since 1970 so that differences are exact."""

    impl = WholeNumber
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        """Refuse naive datetimes: an instant without its zone means nothing."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs its time zone")
        return int(value.timestamp())

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """The instant in UTC."""
        return None if value is None else datetime.fromtimestamp(value, UTC)


class Stretches(TypeDecorator[tuple[tuple[datetime, datetime], ...]]):
    """Stretches of time, stored as JSON: [[since, until], …] in whole seconds since 1970."""

    impl = Text
    cache_ok = True

    def process_bind_param(
        self, value: tuple[tuple[datetime, datetime], ...] | None, dialect: Dialect
    ) -> str:
        """JSON text."""
        return json.dumps([[int(at.timestamp()) for at in one] for one in value or ()])

    def process_result_value(
        self, value: str | None, dialect: Dialect
    ) -> tuple[tuple[datetime, datetime], ...]:
        """The stretches in UTC."""
        return stretches(json.loads(value)) if value and value != "[]" else ()


def stretches(stored: Iterable[tuple[int, int]]) -> tuple[tuple[datetime, datetime], ...]:
    """Pairs of seconds since 1970 as instants."""
    return tuple(
        (datetime.fromtimestamp(since, UTC), datetime.fromtimestamp(until, UTC))
        for since, until in stored
    )


class Day(TypeDecorator[date]):
    """A calendar day, stored as ISO text."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: date | None, dialect: Dialect) -> str | None:
        """ISO text."""
        return None if value is None else value.isoformat()

    def process_result_value(self, value: Any, dialect: Dialect) -> date | None:
        """The day."""
        return None if value is None else date.fromisoformat(value)


class Flag(TypeDecorator[bool]):
    """Yes or no, stored as 1 or 0."""

    impl = Integer
    cache_ok = True

    def process_bind_param(
        self,
        value: bool | None,  # noqa: FBT001 - SQLAlchemy's signature
        dialect: Dialect,
    ) -> int | None:
        """1 or 0."""
        return None if value is None else int(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> bool | None:
        """True or False."""
        return None if value is None else bool(value)


class Word(TypeDecorator[StrEnum]):
    """One word of a closed list, stored as text and read back as its enum."""

    impl = Text
    cache_ok = True

    def __init__(self, words: type[StrEnum]) -> None:
        super().__init__()
        self.words = words

    def process_bind_param(self, value: StrEnum | str | None, dialect: Dialect) -> str | None:
        """The word; ValueError for one that is not on the list."""
        return None if value is None else self.words(value).value

    def process_result_value(self, value: Any, dialect: Dialect) -> StrEnum | None:
        """The enum member."""
        return None if value is None else self.words(value)


def sql_words(words: type[StrEnum], *values: StrEnum) -> str:
    """An SQL list of words, for constraints: 'new', 'assigned'."""
    return ", ".join(f"'{word.value}'" for word in (values or tuple(words)))
