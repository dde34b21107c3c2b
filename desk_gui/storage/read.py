"""Rows → domain values: tickets, accounts, articles and what surrounds them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select, text

from desk_gui.domain.accounts import Account
from desk_gui.domain.catalog import Check, Decision, Task, TaskStatus
from desk_gui.domain.knowledge import Article
from desk_gui.domain.priority import Matrix, Priority
from desk_gui.domain.ticket import Major, Relation, Standing, Ticket
from desk_gui.domain.workflow import Status
from desk_gui.storage import approvals, requests_sql, rows, tables
from desk_gui.storage.rows import Row

AT_ONCE = 1000
"""Ids that are asked for in one statement."""
_TICKET_FIELDS = tuple(field.name for field in fields(Ticket))


def ticket(connection: Connection, ticket_id: int) -> Ticket | None:
    """One ticket, or None."""
    row = rows.one(connection, "ticket", id=ticket_id)
    return None if row is None else ticket_of(row)


def tickets(connection: Connection, ids: Iterable[int]) -> dict[int, Ticket]:
    """Those of these tickets that are there, by their id."""
    wanted = list(ids)
    found = {}
    for start in range(0, len(wanted), AT_ONCE):
        for row in rows.many(connection, "ticket", id=wanted[start : start + AT_ONCE]):
            found[row["id"]] = ticket_of(row)
    return found


def ticket_of(row: Row) -> Ticket:
    """A row of the ticket table as a ticket."""
    values = {name: row[name] for name in _TICKET_FIELDS}
    return Ticket(**{**values, "priority": Priority(row["priority"])})


ACCOUNT = ("id", "login", "name", "email", "role", "active")


def account(connection: Connection, **equals: Any) -> Account | None:
    """The account whose columns equal these, with its teams, or None."""
    row = rows.chosen(connection, "account", ACCOUNT, **equals)
    if row is None:
        return None
    members = rows.many(connection, "team_member", account_id=row["id"])
    return account_of(row, frozenset(member["team_id"] for member in members))


def account_of(row: Row, teams: frozenset[int]) -> Account:
    """A row of the account table as an account."""
    return Account(
        id=row["id"],
        login=row["login"],
        name=row["name"],
        email=row["email"],
        role=row["role"],
        active=row["active"],
        teams=teams,
    )


def matrix(connection: Connection) -> Matrix:
    """The priority matrix of this desk."""
    found = rows.many(connection, "priority_matrix")
    return {(row["impact"], row["urgency"]): Priority(row["priority"]) for row in found}


def tasks(connection: Connection, ticket_id: int) -> tuple[Task, ...]:
    """The fulfilment tasks of a request that are not void, in their order."""
    found = rows.many(connection, "task", order="position", ticket_id=ticket_id)
    after = rows.many(connection, "task_after", task_id=[row["id"] for row in found])
    waits: dict[int, list[int]] = {}
    for row in after:
        waits.setdefault(row["task_id"], []).append(row["after_id"])
    return tuple(
        Task(
            id=row["id"],
            position=row["position"],
            title=row["title"],
            mandatory=row["mandatory"],
            status=row["status"],
            reason=row["reason"],
            waits_for=tuple(sorted(waits.get(row["id"], ()))),
            team_id=row["team_id"],
            assignee_id=row["assignee_id"],
            due_at=row["due_at"],
            started_at=row["started_at"],
            checklist=tuple(Check(*line) for line in json.loads(row["checklist"])),
        )
        for row in found
        if row["status"] is not TaskStatus.VOID
    )


def standing(connection: Connection, of: Ticket, at: datetime) -> Standing:
    """What approvals, tasks and links say about a ticket at an instant; an incident has links."""
    original = rows.one(connection, "link", ticket_id=of.id, relation=Relation.DUPLICATE_OF)
    if of.item_id is None:
        return Standing(
            names_its_original=original is not None, reviewed=is_reviewed(connection, of)
        )
    given = rows.many(connection, "approval", ticket_id=of.id, decision=Decision.APPROVED)
    deciding = approvals.deciders(connection, of.id, at) if _awaits(of) else []
    return Standing(
        approvals_needed=_needed(connection, of),
        approvals_given=len(given),
        mandatory_tasks_open=tuple(
            task.title
            for task in tasks(connection, of.id)
            if task.mandatory and task.status is TaskStatus.OPEN
        ),
        approved_by=frozenset(row["account_id"] for row in given),
        requester_accounts=accounts_of_contact(connection, of.requester_id),
        names_its_original=original is not None,
        deciders=frozenset(row["account_id"] for row in deciding) if _awaits(of) else None,
        asked=tuple(
            dict.fromkeys(row["name"] for row in deciding if row["in_person"] or row["in_place"])
        ),
    )


def _awaits(of: Ticket) -> bool:
    return of.status is Status.AWAITING_APPROVAL


def _needed(connection: Connection, of: Ticket) -> int:
    """How many approvals the edition asks for that a request was ordered with."""
    edition = requests_sql.ordered_edition(str(of.id), str(of.item_id))
    query = f"SELECT coalesce(sum(needed), 0) FROM approval_step WHERE edition_id = {edition}"
    return int(connection.execute(text(query)).scalar_one())


def is_reviewed(connection: Connection, of: Ticket) -> bool:
    """Whether the review of a major incident that was stood down is written."""
    if of.major is not Major.STOOD_DOWN:
        return False
    row = rows.one(connection, "major_incident", ticket_id=of.id)
    return row is not None and row["reviewed_at"] is not None


def accounts_of_contact(connection: Connection, contact_id: int | None) -> frozenset[int]:
    """The accounts of the person who asks: those with the mail address of the contact."""
    person = rows.one(connection, "contact", id=contact_id) if contact_id else None
    if person is None or not person["email"]:
        return frozenset()
    same = func.lower(tables.account.c.email) == person["email"].lower()
    return frozenset(connection.execute(select(tables.account.c.id).where(same)).scalars())


def article(connection: Connection, article_id: int) -> Article | None:
    """One article as it is worked on, or None."""
    row = rows.one(connection, "article", id=article_id)
    return None if row is None else article_of(row)


def article_of(row: Row) -> Article:
    """A row of the article table as an article."""
    values = {field.name: row[field.name] for field in fields(Article)}
    return Article(**{**values, "tags": tuple(json.loads(row["tags"]))})


def names(connection: Connection, table: str, ids: set[int | None]) -> dict[int, str]:
    """Id → name of accounts, contacts, teams, categories or catalog items."""
    of = tables.metadata.tables[table]
    wanted = [i for i in ids if i is not None]
    if not wanted:
        return {}
    query = select(of.c.id, of.c.name).where(of.c.id.in_(wanted))
    return {row.id: row.name for row in connection.execute(query)}


def last_entry(connection: Connection) -> int:
    """The number of the newest journal entry, 0 when there is none."""
    return connection.execute(select(func.max(tables.journal.c.n))).scalar() or 0
