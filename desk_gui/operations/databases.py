"""Making, opening, upgrading and checking a database."""

from __future__ import annotations

import getpass
import json
from collections.abc import Callable
from itertools import islice

from desk_gui.domain.accounts import Role
from desk_gui.operations import attachments, catalog_items
from desk_gui.operations.accounts import NewAccount
from desk_gui.operations.desk import Desk
from desk_gui.operations.saving import Why, write_other
from desk_gui.storage import checking, database, rows, seed, unit_of_work
from desk_gui.storage.condition import Condition, condition_of
from desk_gui.storage.condition import sqlite_version as sqlite_version  # noqa: PLC0414 - for above


def create(location: str, password: str | None = None) -> Desk:
    """Make an empty database with the defaults of the rules; DatabaseTrouble where there is one.

    Its first administrator is named after who runs the program and has no password yet.
    """
    with database.whole(location) as building:
        desk = Desk(database.create(building, password))
        try:
            with unit_of_work.writing(desk.database) as connection:
                seed.sow(connection)
                catalog_items.stock(connection)
            _first_account(desk)
        finally:
            desk.database.close()
    return acting_for_administrator(open_database(location, password))


def _first_account(desk: Desk) -> int:
    name = _who_runs_this()
    new = NewAccount(login=name.lower(), name=name.capitalize(), role=Role.ADMINISTRATOR)
    with desk.writing() as session:
        account_id = rows.add(
            session.connection,
            "account",
            login=new.login,
            name=new.name,
            role=new.role,
            created_at=session.now,
        )
        write_other(session, "account", account_id, Why("opened"), login=new.login)
    return account_id


def _who_runs_this() -> str:
    try:
        return getpass.getuser().split("\\")[-1].replace(" ", ".") or "administrator"
    except (OSError, KeyError, ImportError):
        return "administrator"


def open_database(location: str, password: str | None = None) -> Desk:
    """Open a database of the current schema, with nobody signed in; raises DatabaseTrouble."""
    return Desk(database.open_existing(location, password))


def acting_for_administrator(desk: Desk, login: str | None = None) -> Desk:
    """The desk for the command line: as the named account, else as the first administrator."""
    with desk.reading() as session:
        wanted = {"login": login.lower()} if login else {"role": Role.ADMINISTRATOR}
        found = rows.many(session.connection, "account", order="id", active=True, **wanted)
    return desk.signed_in_as(found[0]["id"]) if found else desk


def upgrade(location: str, password: str | None = None) -> tuple[int, int]:
    """Bring an older database to the current schema; (revision before, revision now)."""
    return database.upgrade_existing(location, password)


def check(desk: Desk, progress: Callable[[str], None] = lambda _: None) -> list[str]:
    """A sentence for everything wrong: the file, the journal's chain, tickets without history.

    Packed figures are wrong where they are not those of the journal, attachments where their
    content does not fit its hash. A damaged file is not read further.
    """
    from desk_gui.storage.facts import wrong_packs  # numpy is loaded when it is needed

    progress("Checking the file")
    problems = database.check_integrity(desk.database)
    if problems:
        return problems
    progress("Checking the journal")
    with desk.reading() as session:
        problems += checking.problems(session.connection)
    progress("Checking the figures")
    with desk.reading() as session:
        problems += islice(wrong_packs(session.connection), 20)
    progress("Checking the attachments")
    return problems + attachments.damaged(desk)


def condition(desk: Desk) -> Condition:
    """How the database stands: engine, schema, journal mode, sizes, newest change."""
    with desk.reading() as session:
        return condition_of(session.connection, desk.database)


def setting(desk: Desk, name: str, default: object = None) -> object:
    """A setting of this desk, or the default."""
    with desk.reading() as session:
        row = rows.one(session.connection, "setting", name=name)
    return default if row is None else json.loads(row["value"])


def change_setting(desk: Desk, name: str, value: object) -> None:
    """Set a setting of this desk; journalled."""
    with desk.writing() as session:
        stored = json.dumps(value)
        if not rows.change(session.connection, "setting", {"value": stored}, name=name):
            rows.add(session.connection, "setting", name=name, value=stored)
        write_other(session, "setting", 0, Why("edited"), **{name: value})
