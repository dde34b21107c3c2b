"""One transaction at a time: reading ones side by side, writing ones one after another."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, PoolProxiedConnection, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from desk_gui.storage.database import BUSY_MS, Database
from desk_gui.storage.tables import journal_head
from desk_gui.storage.trouble import told


class _Forbidden:
    """The thread that must never wait for the database; set once when the window starts."""

    thread: int | None = None


def keep_off_this_thread() -> None:
    """Name the present thread as the GUI thread: a unit of work on it is an error of ours."""
    _Forbidden.thread = threading.get_ident()


def allow_this_thread() -> None:
    """Lift `keep_off_this_thread`; for when the window has closed."""
    _Forbidden.thread = None


@contextmanager
def reading(database: Database) -> Iterator[Connection]:
    """A transaction for reading; sees one consistent state. Raises DatabaseTrouble."""
    with _transaction(database, writing=False) as connection:
        yield connection


@contextmanager
def writing(
    database: Database, first: Callable[[Connection], object] | None = None
) -> Iterator[Connection]:
    """A transaction for writing, alone in the database until it commits.

    SQLite begins it IMMEDIATE; PostgreSQL locks the head of the journal. What was read in it
    therefore stays true until the commit. Raises NotPossible where a rule of the database
    refuses, DatabaseTrouble where it does not answer; nothing is written then.

    `first` writes in the same transaction what may take long and needs no lock, such as the
    content of files: on PostgreSQL others go on writing meanwhile.
    """
    with _transaction(database, writing=True) as connection:
        if first is not None:
            first(connection)
        if not database.is_sqlite:
            connection.execute(select(journal_head.c.id).with_for_update())
        yield connection


@contextmanager
def aside(database: Database, *, patience_ms: int | None = None) -> Iterator[Connection]:
    """A small transaction for what the journal does not hold: presence, drafts, what was read.

    It neither takes nor awaits the lock of the journal, so it goes on while somebody else writes
    on PostgreSQL. With a patience (milliseconds) it gives up where the database stays busy for
    longer. Raises DatabaseTrouble.
    """
    with _transaction(database, writing=True, patience_ms=patience_ms) as connection:
        yield connection


@contextmanager
def _transaction(
    database: Database, *, writing: bool, patience_ms: int | None = None
) -> Iterator[Connection]:
    if threading.get_ident() == _Forbidden.thread:
        raise RuntimeError("a unit of work was opened on the GUI thread; use a job")
    try:
        with (
            database.engine.connect().execution_options(
                **_how(database, writing=writing)
            ) as connection,
            _patient(database, connection, patience_ms),
            connection.begin(),
        ):
            if patience_ms is not None and not database.is_sqlite:
                connection.execute(text(f"SET LOCAL lock_timeout = {patience_ms:d}"))
            yield connection
    except (DBAPIError, PoolTimeout) as error:
        raise told(error, database.name) from error


@contextmanager
def _patient(database: Database, connection: Connection, patience_ms: int | None) -> Iterator[None]:
    """SQLite waits as long as its connection says, already for the beginning."""
    if patience_ms is None or not database.is_sqlite:
        yield
        return
    raw = connection.connection
    _wait_for(raw, patience_ms)
    try:
        yield
    finally:
        _wait_for(raw, BUSY_MS)


def _wait_for(raw: PoolProxiedConnection, patience_ms: int) -> None:
    cursor = raw.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {patience_ms:d}")
    cursor.close()


def _how(database: Database, *, writing: bool) -> dict[str, Any]:
    """A reader sees one state from beginning to end; PostgreSQL has to be asked for that."""
    if database.is_sqlite or writing:
        return {"writing": writing}
    return {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
