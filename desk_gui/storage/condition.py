"""How a database stands: which engine keeps it, how, how much is in it, and what time it has."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, func, select, text

from desk_gui.storage import schema
from desk_gui.storage.database import Database
from desk_gui.storage.tables import metadata

COUNTED = ("ticket", "article", "account", "journal")


@dataclass(frozen=True)
class Condition:
    """Facts for whoever looks after a desk; `size` in bytes, instants in UTC."""

    engine: str
    schema: int | None
    journal_mode: str
    size: int
    rows: dict[str, int]
    newest_entry: datetime | None
    server_time: datetime | None


def sqlite_version() -> str:
    """The version of SQLite that this Python brings."""
    return sqlite3.sqlite_version


def condition_of(connection: Connection, database: Database) -> Condition:
    """How this database stands, without reading what people wrote."""
    return Condition(
        engine=_engine(connection),
        schema=schema.revision(database.engine),
        journal_mode=_journal_mode(connection),
        size=_size(connection, database),
        rows={name: _count(connection, name) for name in COUNTED},
        newest_entry=_newest(connection),
        server_time=None if database.is_sqlite else _server_time(connection),
    )


def _engine(connection: Connection) -> str:
    if connection.dialect.name == "sqlite":
        return f"SQLite {connection.execute(text('SELECT sqlite_version()')).scalar_one()}"
    return f"PostgreSQL {connection.execute(text('SHOW server_version')).scalar_one()}"


def _journal_mode(connection: Connection) -> str:
    if connection.dialect.name == "sqlite":
        return str(connection.execute(text("PRAGMA journal_mode")).scalar_one()).upper()
    return f"wal_level {connection.execute(text('SHOW wal_level')).scalar_one()}"


def _size(connection: Connection, database: Database) -> int:
    if database.is_sqlite:
        return Path(database.location).stat().st_size
    return int(connection.execute(text("SELECT pg_database_size(current_database())")).scalar_one())


def _count(connection: Connection, table: str) -> int:
    return connection.execute(select(func.count()).select_from(metadata.tables[table])).scalar_one()


def _newest(connection: Connection) -> datetime | None:
    """When the newest change was made here: an import may bring entries of any date."""
    journal = metadata.tables["journal"]
    query = select(func.max(journal.c.at)).where(journal.c.origin == "desk")
    found: datetime | None = connection.execute(query).scalar_one()
    return found


def _server_time(connection: Connection) -> datetime:
    now: datetime = connection.execute(text("SELECT now()")).scalar_one()
    return now.astimezone(UTC)
