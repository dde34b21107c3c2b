"""Straight SQL against a desk's database, past the program."""

from __future__ import annotations

import re
import sqlite3
from dataclasses import dataclass
from typing import Any

import psycopg

from desk_gui.operations.desk import Desk, new_key
from desk_gui.storage import journal, rows
from desk_gui.storage.database import Database
from desk_gui.storage.journal import Entry

_LOOKED_AT = {
    **dict.fromkeys(("ticket", "comment", "approval", "task"), "id"),
    **dict.fromkeys(("major_update", "review_action"), "id"),
    "major_incident": "ticket_id",
    **dict.fromkeys(("article", "article_file", "article_vote", "category"), "id"),
    **dict.fromkeys(("article_edition", "article_use"), "article_id"),
    **dict.fromkeys(("catalog_item", "catalog_edition", "catalog_order", "approver"), "id"),
    **dict.fromkeys(("approval_step", "task_template", "task_template_after"), "edition_id"),
    "task_after": "task_id",
    "absence": "account_id",
    "journal": "n",
}
"""Tables, and the column by which their rows are read."""


@dataclass
class Attacker:
    """Somebody with a database client, on either database."""

    database: Database
    desk: Desk

    def run(self, *statements: str) -> str:
        """Run statements in one transaction; answers what the database says, "" if it does it.

        Where the last one meets no row, none of them is kept.
        """
        raw = self.database.engine.raw_connection()
        try:
            cursor = raw.cursor()
            if self.database.is_sqlite:
                cursor.execute("BEGIN IMMEDIATE")
            for statement in statements:
                cursor.execute(statement)
            if cursor.rowcount == 0:
                raw.rollback()
            raw.commit()
        except (sqlite3.Error, psycopg.Error) as error:
            raw.rollback()
            return str(error).splitlines()[0]
        finally:
            raw.close()
        return ""

    def forged(self, ticket_id: int, change: str, **entry: Any) -> str:
        """Change a ticket the clever way: version plus one, and a journal entry that fits."""
        told = dict(re.findall(r"\b(status|kind) ?= ?'(\w+)'", change))
        with self.desk.writing() as session:
            connection = session.connection
            row = rows.one(connection, "ticket", id=ticket_id)
            assert row is not None
            values = {
                "action": "moved",
                "old_kind": row["kind"],
                "kind": row["kind"],
                "old_status": row["status"],
                "status": row["status"],
                "version": row["version"] + 1,
                **told,
                **entry,
            }
        return self.run(
            self.written(ticket_id, **values),
            f"UPDATE ticket SET {change}, version = version + 1 WHERE id = {ticket_id}",
        )

    def written(self, ticket_id: int, **entry: Any) -> str:
        """The statement that adds an entry about a ticket to the journal."""
        with self.desk.writing() as session:
            given = {"uuid": new_key(), "at": session.now, "subject": "ticket", **entry}
            made = Entry(subject_id=ticket_id, **given)
            sealed = journal.seal(made, journal.head_of(session.connection))
        sealed["at"] = int(sealed["at"].timestamp())
        said = {name: value for name, value in sealed.items() if value is not None}
        literals = ", ".join(_literal(value) for value in said.values())
        return f"INSERT INTO journal ({', '.join(said)}) VALUES ({literals})"

    def sealed(self) -> None:
        """Let the head of the journal name its last entry, as the program does."""
        last = "(SELECT {0} FROM journal ORDER BY n DESC LIMIT 1)"
        head = f"UPDATE journal_head SET n = {last.format('n')}, hash = {last.format('hash')}"
        assert not self.run(head)

    def everything(self) -> list[tuple[Any, ...]]:
        """Tickets, journal, comments, catalog, approvals, tasks and knowledge as they are."""
        found: list[tuple[Any, ...]] = []
        with self.desk.reading() as session:
            for table, order in _LOOKED_AT.items():
                many = rows.many(session.connection, table, order=order)
                found += sorted((tuple(row.values()) for row in many), key=repr)
        return found


def _literal(value: object) -> str:
    return str(value) if isinstance(value, int) else "'" + str(value).replace("'", "''") + "'"


def refused(attacker: Attacker, sentence: str, *statements: str) -> None:
    """Assert that the last of the statements is refused with words, and that nothing changed."""
    before = attacker.everything()
    said = attacker.run(*statements)
    assert sentence in said, said or f"the database did it: {statements[-1]}"
    assert attacker.everything() == before


def forgery_refused(attacker: Attacker, ticket_id: int, sentence: str, change: str) -> None:
    """The same for a change that brings its version and its journal entry."""
    before = attacker.everything()
    said = attacker.forged(ticket_id, change)
    assert sentence in said, said or f"the database did it: {change}"
    assert attacker.everything() == before
