"""Opening a database: engines, pragmas, refusals, and the differences of the two dialects."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any, NoReturn
from uuid import uuid4

from sqlalchemy import URL, Engine, create_engine, event, make_url, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, DatabaseError, DBAPIError
from sqlalchemy.pool import ConnectionPoolEntry, QueuePool

from desk_gui.domain.errors import DatabaseTrouble
from desk_gui.storage import places, requesters, schema
from desk_gui.storage.trouble import told

APPLICATION_ID = 0x4465736B
"""“Desk” in ASCII: what marks an SQLite file as ours."""
OLDEST_SQLITE = (3, 39, 0)
BUSY_MS = 5000
"""How long SQLite waits for somebody else who writes, in milliseconds."""
THREE_CHOICES = (
    "Copy it to a local disk and use that, open it read-only from a copy,"
    " or set up the shared database (PostgreSQL)."
)
_SAFE_WAL = (3, 51, 3)
_SAFE_BACKPORTS = {(3, 50): 7, (3, 44): 6}


def journal_mode(version: tuple[int, int, int]) -> str:
    """WAL where SQLite's WAL-reset bug is fixed (3.51.3, 3.50.7, 3.44.6), else TRUNCATE."""
    fixed = version >= _SAFE_WAL or version[2] >= _SAFE_BACKPORTS.get(version[:2], 1_000)
    return "WAL" if fixed else "TRUNCATE"


def is_local(location: str) -> bool:
    """Whether a location is a path to an SQLite file rather than a database URL."""
    return "://" not in location


def engine_for(location: str, password: str | None = None) -> Engine:
    """An engine for a path or a postgresql:// URL; DatabaseTrouble for what is neither."""
    if is_local(location):
        return _sqlite_engine(Path(location))
    try:
        url = make_url(location)
    except (ArgumentError, ValueError):
        raise DatabaseTrouble(
            "The database address is not understood; write a path, or"
            " postgresql://name@host/database."
        ) from None
    if url.get_backend_name() != "postgresql":
        raise DatabaseTrouble("Desk works with a local file or with PostgreSQL only.")
    return _postgresql_engine(url, password)


def _sqlite_engine(path: Path) -> Engine:
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        raise DatabaseTrouble(
            f"SQLite {sqlite3.sqlite_version} is too old; Desk needs 3.39 or newer."
        )
    uri = f"{path.resolve().as_uri()}?mode=rw"
    how: dict[str, Any] = {} if _LEGACY is None else {"autocommit": _LEGACY}
    engine = create_engine(
        "sqlite+pysqlite://",
        # Not by an SQLAlchemy address, which would read a “?” in a file's name as its own.
        creator=lambda: sqlite3.connect(
            uri, uri=True, timeout=BUSY_MS / 1000, check_same_thread=False, **how
        ),
        poolclass=QueuePool,
        hide_parameters=True,
        pool_size=6,
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


_LEGACY = getattr(sqlite3, "LEGACY_TRANSACTION_CONTROL", None)


def _prepare_sqlite(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    """Set every connection up alike.

    `trusted_schema` stays on: SQLite refuses FTS5 in triggers without it, and the indexes are to
    hold for every client. Desk registers no functions of its own that a file could misuse.
    """
    raw: Any = connection
    raw.isolation_level = None
    if hasattr(raw, "setconfig"):
        raw.setconfig(sqlite3.SQLITE_DBCONFIG_DEFENSIVE, True)  # type: ignore[attr-defined,unused-ignore] # Python 3.12
    cursor = raw.cursor()
    for pragma in (
        f"journal_mode = {journal_mode(sqlite3.sqlite_version_info[:3])}",
        "foreign_keys = ON",
        f"busy_timeout = {BUSY_MS}",
        "synchronous = FULL",
        "cell_size_check = ON",
        "mmap_size = 0",
        "cache_size = -65536",
        "temp_store = MEMORY",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Any) -> None:
    writing = connection.get_execution_options().get("writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def _postgresql_engine(url: URL, password: str | None) -> Engine:
    if password is not None:
        url = url.set(password=password)
    return create_engine(
        url.set(drivername="postgresql+psycopg"),
        connect_args={
            "connect_timeout": 5,
            "application_name": "desk",
            "tcp_user_timeout": 10_000,
            "options": "-c lock_timeout=10s -c idle_in_transaction_session_timeout=60s"
            " -c timezone=UTC",
        },
        pool_pre_ping=True,
        hide_parameters=True,
        pool_size=6,
    )


class Database:
    """An open database of a known schema; units of work are made from it.

    `login` is that of PostgreSQL; `is_requesters` where the server itself shows it one
    requester's own and nothing else.
    """

    def __init__(self, engine: Engine, location: str) -> None:
        self.engine = engine
        self.location = location
        self.is_requesters, self.login = False, ""

    def look_whose(self) -> None:
        """Find out whether this login of the server may see only what one requester may."""
        with self.engine.connect() as connection:
            self.is_requesters = requesters.restricted(connection)
            self.login = requesters.login_of(connection)

    @property
    def is_sqlite(self) -> bool:
        """Whether this is a local file."""
        return self.engine.dialect.name == "sqlite"

    @property
    def name(self) -> str:
        """What to call it on screen: the file name, or database and host; never a password."""
        if self.is_sqlite:
            return Path(self.location).name
        return f"{self.engine.url.database} on {self.engine.url.host or 'this computer'}"

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()


def create(location: str, password: str | None = None) -> Database:
    """Make an empty database with the current schema; DatabaseTrouble where there is one."""
    if is_local(location):
        _create_file(Path(location))
    database = Database(engine_for(location, password), location)
    with _closing_on_trouble(database):
        if schema.revision(database.engine) is not None:
            raise DatabaseTrouble(f"{database.name} already holds a Desk database.")
        if database.is_sqlite:
            _mark(database.engine)
        schema.upgrade(database.engine)
    return database


@contextmanager
def whole(location: str) -> Iterator[str]:
    """Where to make a new database, so that a local one has its name only once it is finished.

    However the making ends, nothing half done is left; DatabaseTrouble where the name is taken.
    """
    if not is_local(location):
        yield location
        return
    path = Path(location)
    _refuse_taken(path)
    part = path.with_name(f"{path.name}.{uuid4().hex[:8]}.unfinished")
    try:
        yield str(part)
        _name(part, path)
    finally:
        for ending in ("", "-journal", "-wal", "-shm"):
            with suppress(OSError):
                Path(f"{part}{ending}").unlink()


def _refuse_taken(path: Path) -> None:
    if os.path.lexists(path):
        raise DatabaseTrouble(f"{path} exists already; choose another name, or open it.")


def _name(part: Path, path: Path) -> None:
    try:
        os.link(part, path)
    except FileExistsError:
        _refuse_taken(path)
    except OSError:  # a file system without links
        part.rename(path)


def _create_file(path: Path) -> None:
    try:
        reason = places.why_not_here(path.parent)
        if reason:
            raise DatabaseTrouble(f"{reason} {THREE_CHOICES}")
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except FileExistsError:
        _refuse_taken(path)
        raise DatabaseTrouble(f"{path.parent} is a file; choose another folder.") from None
    except OSError as error:
        raise DatabaseTrouble(
            f"No database can be made in {path.parent}: {error.strerror}."
        ) from None


def _mark(engine: Engine) -> None:
    connection = engine.raw_connection()
    try:
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        cursor.close()
    finally:
        connection.close()


def open_existing(location: str, password: str | None = None) -> Database:
    """Open a database of the current schema.

    Raises DatabaseTrouble, with the sentence, when it is missing, foreign, damaged, older or
    newer than this program, or where SQLite must not be used.
    """
    database, unclean = _any_schema(location, password)
    with _closing_on_trouble(database):
        schema.check(database.engine, database.name)
        if unclean:
            _check_whole(database)
        database.look_whose()
    return database


def upgrade_existing(location: str, password: str | None = None) -> tuple[int, int]:
    """Bring an older database to the current schema: (revision before, revision now)."""
    database, unclean = _any_schema(location, password)
    with _closing_on_trouble(database):
        before = schema.revision(database.engine)
        if before is None or before > schema.CURRENT:
            schema.check(database.engine, database.name)
        elif before < schema.CURRENT:
            if unclean:
                _check_whole(database)
            schema.upgrade(database.engine)
    database.close()
    return before or 0, schema.CURRENT


def _any_schema(location: str, password: str | None) -> tuple[Database, bool]:
    """A database of ours of whatever schema, and whether it ended uncleanly."""
    unclean = False
    if is_local(location):
        unclean = _check_file(Path(location))
        _check_ours(Path(location))
    return Database(engine_for(location, password), location), unclean


@contextmanager
def _closing_on_trouble(database: Database) -> Iterator[None]:
    try:
        yield
    except DBAPIError as error:
        database.close()
        raise told(error, database.name) from None
    except UnicodeDecodeError:
        database.close()
        damaged(database, "its schema cannot be read")
    except DatabaseTrouble:
        database.close()
        raise


def _check_file(path: Path) -> bool:
    """Refuse a file that cannot be a database of ours; answers whether it ended uncleanly."""
    try:
        return _looked_at(path)
    except OSError as error:
        raise DatabaseTrouble(f"{path} cannot be reached: {error.strerror}.") from None


def _looked_at(path: Path) -> bool:
    if path.is_dir():
        raise DatabaseTrouble(f"{path} is a folder; name the database file in it.")
    if not path.exists():
        raise DatabaseTrouble(
            f"There is no database at {path}; make one with “desk init”, or choose another."
        )
    if path.stat().st_size == 0:
        raise DatabaseTrouble(
            f"{path} is empty, so it is damaged or no database; restore a backup."
        )
    reason = places.why_not_here(path.parent)
    if reason:
        raise DatabaseTrouble(f"{reason} {THREE_CHOICES}")
    leftovers = (Path(f"{path}-journal"), Path(f"{path}-wal"))
    return any(left.exists() and left.stat().st_size > 0 for left in leftovers)


def _check_ours(path: Path) -> None:
    """Refuse another program's file, or one of a newer Desk, before anything could change it."""
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=rw", uri=True)) as connection:
            (mark,) = connection.execute("PRAGMA application_id").fetchone()
            (made_by,) = connection.execute("PRAGMA user_version").fetchone()
    except sqlite3.Error as error:
        raise told(error, path.name) from None
    if mark != APPLICATION_ID:
        raise DatabaseTrouble(f"{path} is a database of another program.")
    schema.refuse_newer(made_by, path.name)


def _check_whole(database: Database) -> None:
    problems = check_integrity(database)
    if problems:
        damaged(database, problems[0])


def damaged(database: Database, problem: str) -> NoReturn:
    """Say that the database is damaged and what to do."""
    raise DatabaseTrouble(
        f"{database.location} is damaged ({problem}); keep the file and restore the newest backup."
    )


def check_integrity(database: Database) -> list[str]:
    """What SQLite's full integrity and foreign-key checks find wrong; empty when all is well."""
    if not database.is_sqlite:
        return []
    try:
        with database.engine.connect() as connection:
            found = [str(row[0]) for row in connection.execute(text("PRAGMA integrity_check"))]
            orphans = connection.execute(text("PRAGMA foreign_key_check")).all()
    except DatabaseError as error:
        return [str(error.orig)]
    problems = [line for line in found if line != "ok"]
    return problems + [f"{row[0]} {row[1]} refers to a missing {row[2]}" for row in orphans]
