"""Contacts as Administration knows them, and who is asked for them: managers and team leads."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from desk_gui.domain.accounts import Account, Right
from desk_gui.domain.errors import Invalid, NotFound, NotPossible
from desk_gui.operations.desk import Desk, Session
from desk_gui.operations.effects import Effects
from desk_gui.operations.saving import Why, write_other
from desk_gui.storage import contacts, read, rows
from desk_gui.storage.rows import Row

MOST_LEVELS = 40
"""So far a chain of managers is followed upwards."""


@dataclass(frozen=True)
class Contact:
    """A requester; `manager` is who is asked where a catalog item asks the manager."""

    id: int
    name: str
    email: str
    site: str
    department: str
    manager_id: int | None
    manager: str
    manager_active: bool


def ids(desk: Desk, words: str = "", *, without_manager: bool = False) -> array[int]:
    """The contacts whose name, mail address or department has each of the words, by name."""
    with desk.reading() as session:
        return contacts.ids(session.connection, words, without_manager=without_manager)


def shown(desk: Desk, wanted: Sequence[int]) -> list[Contact]:
    """These contacts, in the order of the ids."""
    if not wanted:
        return []
    with desk.reading() as session:
        return [_contact(row) for row in contacts.shown(session.connection, wanted)]


def _contact(row: Row) -> Contact:
    return Contact(
        id=row["id"],
        name=row["name"],
        email=row["email"] or "",
        site=row["site"],
        department=row["department"],
        manager_id=row["manager_id"],
        manager=row["manager"] or "",
        manager_active=bool(row["active"]),
    )


def id_of(desk: Desk, mail_or_name: str) -> int:
    """The contact with this mail address, else the only one of this name; NotFound for none."""
    said = mail_or_name.strip()
    with desk.reading() as session:
        found = rows.many(session.connection, "contact", email=said.lower())
        found = found or rows.many(session.connection, "contact", name=said)
    if not found:
        raise NotFound(f"There is no contact “{said}”; give the mail address.")
    if len(found) > 1:
        raise Invalid(f"{len(found)} contacts are called “{said}”; give the mail address.")
    return int(found[0]["id"])


def change(desk: Desk, contact_id: int, *, department: str, manager_id: int | None) -> Effects:
    """Set the department and the manager of a contact; raises as `set_manager` does."""
    said = " ".join(department.split())
    return _set_contact(desk, contact_id, {"department": said, "manager_id": manager_id})


def set_manager(desk: Desk, contact_id: int, account_id: int | None) -> Effects:
    """Name the manager of a requester, who is asked for approvals, or nobody.

    Never himself, nobody who cannot sign in, and nobody whose own managers lead back to him.
    """
    return _set_contact(desk, contact_id, {"manager_id": account_id})


def _set_contact(desk: Desk, contact_id: int, wanted: Mapping[str, object]) -> Effects:
    with desk.writing(Right.MANAGE_ACCOUNTS) as session:
        before = rows.one(session.connection, "contact", id=contact_id)
        if before is None:
            raise NotFound("There is no such contact.")
        changed = {name: value for name, value in wanted.items() if before[name] != value}
        manager_id = changed.get("manager_id")
        if isinstance(manager_id, int):
            _refuse_manager(session, before, _active(session, manager_id))
        return _write(session, "contact", before, changed)


def _refuse_manager(session: Session, contact: Row, manager: Account) -> None:
    own = read.accounts_of_contact(session.connection, contact["id"])
    if manager.id in own:
        raise NotPossible("Nobody is his own manager; choose somebody else.")
    above = contacts.above(session.connection, manager.id, MOST_LEVELS)
    if own & {*above}:
        raise NotPossible(
            f"{contact['name']} stands above {manager.name} already, and managers in a circle have"
            " nobody above them; choose somebody else."
        )


def set_lead(desk: Desk, team_id: int, account_id: int | None) -> Effects:
    """Name the lead of a team, who is asked for approvals, or nobody."""
    with desk.writing(Right.MANAGE_ACCOUNTS) as session:
        before = rows.one(session.connection, "team", id=team_id)
        if before is None:
            raise NotFound("There is no such team.")
        if account_id is not None and account_id != before["lead_id"]:
            _active(session, account_id)
        changed = {} if before["lead_id"] == account_id else {"lead_id": account_id}
        return _write(session, "team", before, changed)


def leads(desk: Desk) -> dict[int, int]:
    """Team → the account of its lead, of those that have one."""
    with desk.reading() as session:
        found = rows.many(session.connection, "team")
    return {row["id"]: row["lead_id"] for row in found if row["lead_id"] is not None}


def _active(session: Session, account_id: int) -> Account:
    found = read.account(session.connection, id=account_id)
    if found is None:
        raise NotFound("There is no such account.")
    if not found.active:
        raise NotPossible(f"The account of {found.name} is switched off; choose somebody else.")
    return found


def _write(session: Session, table: str, before: Row, changed: Mapping[str, object]) -> Effects:
    if not changed:
        return Effects()
    rows.change(session.connection, table, changed, id=before["id"])
    was = {name: before[name] for name in changed}
    write_other(session, table, before["id"], Why("edited"), **changed, before=was)
    return Effects(people=True)
