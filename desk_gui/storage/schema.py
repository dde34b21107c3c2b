"""The schema: which revision a database has, and bringing it to the current one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, Engine, inspect, text

from desk_gui.domain.errors import DatabaseTrouble, NoDeskYet
from desk_gui.storage import requesters, search, triggers

CURRENT = 12
"""The newest revision this program knows; revisions are numbered 0001, 0002 …"""


def revision(engine: Engine) -> int | None:
    """The revision of a database, or None when it has no schema of ours yet."""
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    if found is not None and not str(found).isdecimal():
        raise DatabaseTrouble(f"{engine.url.database} is a database of another program.")
    return None if found is None else int(found)


def check(engine: Engine, name: str) -> None:
    """Raise DatabaseTrouble unless the database has exactly the current schema."""
    found = revision(engine)
    if found is None:
        raise NoDeskYet(f"{name} holds no Desk database yet; make one with “desk init”.")
    refuse_newer(found, name)
    if found < CURRENT:
        raise DatabaseTrouble(f"{name} has an older schema; run “desk upgrade” once.")


def refuse_newer(found: int, name: str) -> None:
    """Raise DatabaseTrouble for a revision that this program does not know yet."""
    if found > CURRENT:
        raise DatabaseTrouble(
            f"{name} was made by a newer version of Desk; update this program. Nothing was changed."
        )


def upgrade(engine: Engine) -> None:
    """Run the migrations that are missing, then lay the triggers of the present rules."""
    from alembic import command
    from alembic.config import Config

    with engine.connect().execution_options(writing=True) as connection, connection.begin():
        config = Config()
        config.set_main_option("script_location", "desk_gui.storage:migrations")
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        lay_triggers(connection)
        requesters.lay(connection)
        if connection.dialect.name == "sqlite":
            connection.execute(text(f"PRAGMA user_version = {CURRENT}"))


def lay_triggers(connection: Connection) -> None:
    """Make the triggers that hold the rules, in place of those of an earlier version."""
    sqlite = connection.dialect.name == "sqlite"
    for statement in triggers.sqlite_triggers() if sqlite else triggers.postgresql_triggers():
        connection.exec_driver_sql(statement)


def lay_indexes(connection: Connection) -> None:
    """Make the full-text indexes and the triggers that keep them."""
    lay(connection, {"sqlite": search.SQLITE_INDEXES, "postgresql": search.POSTGRESQL_INDEXES})


def lay(connection: Connection, statements: Mapping[str, Sequence[str]]) -> None:
    """Run the statements that are meant for this kind of database, as they are."""
    for statement in statements[connection.dialect.name]:
        connection.exec_driver_sql(statement)
