"""People, teams and categories that a file names: found by name, or made, while it is imported."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from desk_gui.domain.accounts import Role
from desk_gui.operations.desk import Session, new_key
from desk_gui.storage import bulk
from desk_gui.storage.journal import Entry, canonical

_MAIL = re.compile(r"[^\s@<>]+@[^\s@<>]+")
_SIGNS = re.compile(r"[^a-z0-9]+")
TABLES = {
    "requester": "contact",
    "opened_by": "account",
    "assignee": "account",
    "team": "team",
    "category": "category",
    "item": "catalog_item",
}
"""Which table holds what a field of a planned ticket names."""


@dataclass
class Newcomers:
    """Name → id for each table, as far as one import has asked; `source` marks what it makes.

    An assignee that nobody knows becomes an account that is switched off and has no password.
    """

    source: str
    ids: dict[str, dict[str, int]] = field(default_factory=dict)

    def id(self, what: str, name: object) -> int | None:
        """The id of a person, team, category or catalog item of this field; None for none."""
        return self.ids.get(TABLES[what], {}).get(_key(name)) if isinstance(name, str) else None

    def welcome(self, session: Session, named: Iterable[tuple[str, str]]) -> list[Entry]:
        """Learn the ids of all (field, name) pairs; gives the journal entries of what was made."""
        wanted: dict[str, set[str]] = {}
        for what, name in named:
            wanted.setdefault(TABLES[what], set()).add(_key(name))
        entries: list[Entry] = []
        for table, names in wanted.items():
            known = self.ids.setdefault(table, {})
            new = names - known.keys()
            if new:
                known.update(_found(session, table, new))
                entries += self._make(session, table, sorted(new - known.keys()))
        return entries

    def _make(self, session: Session, table: str, names: list[str]) -> list[Entry]:
        if table == "catalog_item" or not names:
            return []
        made = {name: self._row(session, table, name) for name in names}
        if table == "account":
            _tell_apart(session, made)
        ids = bulk.add_named(session.connection, table, made)
        self.ids[table].update(ids)
        if table not in {"account", "team"}:
            return []
        return [_opening(session, table, ids[name], name) for name in names]

    def _row(self, session: Session, table: str, name: str) -> dict[str, object]:
        row: dict[str, object] = {"name": name}
        if table == "contact":
            row["email"] = name if _MAIL.fullmatch(name) else None
        if table == "account":
            row |= {
                "login": f"{self.source}.{_SIGNS.sub('-', name.lower()).strip('-')}",
                "email": name if _MAIL.fullmatch(name) else "",
                "role": Role.AGENT,
                "active": False,
                "created_at": session.now,
                "source": self.source,
            }
        return row


def _key(name: str) -> str:
    return name.lower() if _MAIL.fullmatch(name) else name


def _found(session: Session, table: str, names: set[str]) -> dict[str, int]:
    """Who is there: a person by mail address or name, an account also by login."""
    found: dict[str, int] = {}
    columns = {"contact": ("email", "name"), "account": ("email", "login", "name")}
    for column in columns.get(table, ("name",)):
        found.update(bulk.ids_by(session.connection, table, column, names - found.keys()))
    return found


def _tell_apart(session: Session, made: dict[str, dict[str, object]]) -> None:
    """Two names may make the same login: the later one gets a number."""
    logins = {str(row["login"]) for row in made.values()}
    taken = set(bulk.ids_by(session.connection, "account", "login", logins))
    for row in made.values():
        login, number = str(row["login"]), 1
        while (numbered := login if number == 1 else f"{login}-{number}") in taken:
            number += 1
        taken.add(numbered)
        row["login"] = numbered


def _opening(session: Session, table: str, subject_id: int, name: str) -> Entry:
    return Entry(
        uuid=new_key(),
        at=session.now,
        account_id=session.actor.id,
        subject=table,
        subject_id=subject_id,
        action="opened",
        after=canonical({"name": name}),
        origin="imported",
    )
