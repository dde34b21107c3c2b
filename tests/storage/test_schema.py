"""The migrated schema is the one the code describes."""

from __future__ import annotations

import re
import sqlite3

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from desk_gui.storage import schema, triggers
from desk_gui.storage.database import APPLICATION_ID
from desk_gui.storage.tables import metadata
from tests.conftest import Office


def test_that_migrations_and_tables_agree(office: Office) -> None:
    with office.agent.database.engine.connect() as connection:
        context = MigrationContext.configure(connection)
        differences = [d for d in compare_metadata(context, metadata) if "_words" not in str(d)]
    assert differences == []


def test_that_the_check_constraints_are_those_of_the_rules(office: Office) -> None:
    expected = {str(c.name) for t in metadata.tables.values() for c in t.constraints if c.name}
    expected = {name for name in expected if " " in name}
    with office.agent.database.engine.connect() as connection:
        if office.agent.database.is_sqlite:
            found = connection.execute(text("SELECT sql FROM sqlite_master WHERE type = 'table'"))
            names = {n for (sql,) in found for n in re.findall(r'CONSTRAINT "([^"]+)"', sql)}
        else:
            found = connection.execute(text("SELECT conname FROM pg_constraint WHERE contype='c'"))
            names = {name for (name,) in found if " " in name}
    assert names == expected


def test_that_the_stored_triggers_are_those_generated_now(office: Office) -> None:
    with office.agent.database.engine.connect() as connection:
        if office.agent.database.is_sqlite:
            sql = "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'rules_%'"
            made = [s for s in triggers.sqlite_triggers() if s.startswith("CREATE")]
            assert sorted(connection.execute(text(sql)).scalars()) == sorted(made)
            return
        sql = "SELECT prosrc FROM pg_proc WHERE proname LIKE 'rules_%'"
        bodies = [s.split("$rules$")[1] for s in triggers.postgresql_triggers() if "$rules$" in s]
        assert sorted(connection.execute(text(sql)).scalars()) == sorted(bodies)
        sql = "SELECT tgname FROM pg_trigger WHERE tgname LIKE 'rules_%' AND tgenabled = 'O'"
        names = [
            s.split()[2] for s in triggers.postgresql_triggers() if s.startswith("CREATE TRIGGER")
        ]
        assert sorted(connection.execute(text(sql)).scalars()) == sorted(names)


def test_that_a_file_is_strict_and_says_whose_it_is(local_office: Office) -> None:
    with sqlite3.connect(local_office.agent.database.location) as connection:
        tables = connection.execute("PRAGMA table_list").fetchall()
        (mark,) = connection.execute("PRAGMA application_id").fetchone()
        (version,) = connection.execute("PRAGMA user_version").fetchone()
    connection.close()
    strict = {name: bool(is_strict) for _, name, *_, is_strict in tables if name in metadata.tables}
    assert set(strict) == set(metadata.tables)
    assert all(strict.values())
    assert (mark, version) == (APPLICATION_ID, schema.CURRENT)


def test_that_every_connection_is_set_up_alike(local_office: Office) -> None:
    expected = {"foreign_keys": 1, "synchronous": 2, "busy_timeout": 5000, "mmap_size": 0}
    engine = local_office.agent.database.engine
    with engine.connect() as one, engine.connect() as other:
        for connection in (one, other):
            for pragma, value in expected.items():
                assert connection.execute(text(f"PRAGMA {pragma}")).scalar() == value
