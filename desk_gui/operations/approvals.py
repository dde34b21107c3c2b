"""Whom a request asks for approval, step by step; reminders and delegates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from desk_gui.domain.accounts import Account, Right
from desk_gui.domain.catalog import Decision
from desk_gui.domain.collaboration import NoticeKind
from desk_gui.domain.errors import Invalid, NotAllowed, NotFound, NotPossible
from desk_gui.domain.forms import checked
from desk_gui.domain.ticket import PREFIX, Ticket
from desk_gui.operations.desk import Desk, Session
from desk_gui.operations.effects import Effects
from desk_gui.operations.notices import Telling, tell_all
from desk_gui.operations.saving import Why, write_other
from desk_gui.storage import approvals, catalog, read, rows
from desk_gui.storage.journal import canonical
from desk_gui.storage.rows import Row

AT_ONCE = 200


def order(session: Session, ticket: Ticket, answers: Mapping[str, str] | None) -> None:
    """Record with which edition of its item a new request was ordered, and what was answered.

    Without answers the form was not filled in: an agent took the request down, or it was an
    incident. Raises Invalid, with the words of each field, for answers that are refused.
    """
    item = catalog.item(session.connection, ticket.item_id or 0)
    if item is None or item.edition_id is None:
        raise NotPossible("This catalog item has no form yet; save it in Administration first.")
    given = {} if answers is None else checked(item.fields, answers, day_of(session.now))
    values = {"ticket_id": ticket.id, "edition_id": item.edition_id, "at": session.now}
    rows.add(session.connection, "catalog_order", answers=canonical(given), **values)


def day_of(now: datetime) -> date:
    """The day that a form means by today."""
    return now.date()


def ask(session: Session, ticket: Ticket) -> bool:
    """Ask for the first step of approvals that is still lacking; whether there was one."""
    found = catalog.ordered(session.connection, ticket.id, ticket.item_id or 0)
    if found is None:
        return False
    item, order_row = found
    lines = _lines(session, order_row["edition_id"])
    asked = _asked(session, ticket)
    for place, step in enumerate(item.steps, 1):
        here = [row for row in asked if row["approver_id"] in lines.get(place, ())]
        agreed = {row["account_id"] for row in here if row["decision"] is Decision.APPROVED}
        if len(agreed) >= step.needed:
            _void(session, here)
            continue
        if not here:
            when = {"remind_s": step.remind_s, "expire_s": step.expire_s}
            _ask(session, ticket, lines[place], when)
        return True
    return False


def _lines(session: Session, edition_id: int) -> dict[int, list[int]]:
    """Step → the ids of the approvers of an edition."""
    found: dict[int, list[int]] = {}
    for row in rows.many(session.connection, "approver", order="id", edition_id=edition_id):
        found.setdefault(row["step"], []).append(row["id"])
    return found


def _asked(session: Session, ticket: Ticket) -> list[Row]:
    found = rows.many(session.connection, "approval", ticket_id=ticket.id)
    return [row for row in found if row["decision"] is not Decision.VOID]


def _void(session: Session, step: Iterable[Row]) -> None:
    """Who was asked and has not decided need not any more."""
    still = [row["id"] for row in step if row["decision"] is Decision.OPEN]
    rows.change(session.connection, "approval", {"decision": Decision.VOID}, id=still)


def _ask(
    session: Session, ticket: Ticket, lines: Iterable[int], when: Mapping[str, int | None]
) -> None:
    remind, expire = (
        session.now + timedelta(seconds=seconds) if seconds else None
        for seconds in (when["remind_s"], when["expire_s"])
    )
    asks = {
        "ticket_id": ticket.id,
        "decision": Decision.OPEN,
        "asked_at": session.now,
        "remind_at": remind or expire,
        "expires_at": expire,
    }
    rows.add_many(session.connection, "approval", [{**asks, "approver_id": one} for one in lines])


def tell_who_is_asked(session: Session, ticket: Ticket, words: str) -> None:
    """Leave a notice for whose approval a request waits for, and who stands in; else for all."""
    deciding = approvals.deciders(session.connection, ticket.id, session.now)
    people = {row["account_id"] for row in deciding if row["in_person"] or row["in_place"]}
    people = people or {row["account_id"] for row in deciding}
    tell_all(session, [Telling(frozenset(people), NoticeKind.APPROVAL, ticket.id, words)])


def mine(session: Session, ticket: Ticket) -> Row | None:
    """The open approval of a request that the actor decides, first the one that asks himself."""
    deciding = approvals.deciders(session.connection, ticket.id, session.now)
    own = [row for row in deciding if row["account_id"] == session.actor.id]
    return next(iter(sorted(own, key=lambda row: not row["in_person"])), None)


def delegate(desk: Desk, ticket_id: int, to_id: int) -> Effects:
    """Let somebody else decide an approval that asks oneself; never who raised the request."""
    with desk.writing() as session:
        ticket = read.ticket(session.connection, ticket_id)
        own = mine(session, ticket) if ticket else None
        if ticket is None:
            raise NotFound(f"There is no ticket {ticket_id}.")
        if own is None:
            raise NotAllowed(f"{ticket.number} does not wait for you; who is asked can delegate.")
        to = _delegate(session, to_id)
        raised = read.accounts_of_contact(session.connection, ticket.requester_id)
        if to.id in {*raised, ticket.opened_by_id}:
            raise NotPossible("Who raised a request cannot approve it; choose somebody else.")
        write_other(session, "ticket", ticket.id, Why("delegated", to.name), delegate=to.login)
        rows.change(session.connection, "approval", {"delegate_id": to.id}, id=own["id"])
        words = f"{session.actor.name} asks you to decide an approval instead."
        tell_all(session, [Telling(frozenset({to.id}), NoticeKind.APPROVAL, ticket.id, words)])
        return Effects(tickets=frozenset({ticket_id}))


def _delegate(session: Session, account_id: int) -> Account:
    to = read.account(session.connection, id=account_id)
    if to is None or not to.active:
        raise NotFound("There is no such account; choose somebody who can sign in.")
    if to.id == session.actor.id:
        raise Invalid("Choose somebody else than yourself.")
    return to


@dataclass(frozen=True)
class Waiting:
    """A request that waits for one's decision, with all one needs to decide."""

    ticket_id: int
    number: str
    title: str
    item: str
    requester: str
    asked_at: datetime
    expires_at: datetime | None
    due_at: datetime | None
    step: int
    in_person: bool
    instead_of: str
    answers: tuple[tuple[str, str], ...]


def waiting_for_me(desk: Desk) -> list[Waiting]:
    """What waits for the decision of the signed-in account, asked first at the top, each once."""
    with desk.reading(Right.ASK) as session:
        connection = session.connection
        found = approvals.waiting_for(connection, session.actor.id, session.now)
        first = {row["ticket_id"]: row for row in reversed(found)}
        waiting = sorted(first.values(), key=lambda row: (row["asked_at"], row["id"]))
        items = {item.id: item.name for item in catalog.items(connection)}
        people = read.names(connection, "contact", {row["requester_id"] for row in waiting})
        named = read.names(connection, "account", {row["named_id"] for row in waiting})
        answers = answered(session, [row["ticket_id"] for row in waiting])
        return [
            Waiting(
                ticket_id=row["ticket_id"],
                number=f"{PREFIX[row['kind']]}-{row['ticket_id']}",
                title=row["title"],
                item=items.get(row["item_id"], ""),
                requester=people.get(row["requester_id"], ""),
                asked_at=row["asked_at"],
                expires_at=row["expires_at"],
                due_at=row["due_at"],
                step=row["step"],
                in_person=row["named_id"] == session.actor.id,
                instead_of=""
                if row["named_id"] == session.actor.id
                else named.get(row["named_id"], ""),
                answers=answers.get(row["ticket_id"], ()),
            )
            for row in waiting
        ]


def how_many_wait(desk: Desk) -> int:
    """How many requests wait for the decision of the signed-in account."""
    with desk.reading() as session:
        return how_many_of(session)


def how_many_of(session: Session) -> int:
    """The same in a transaction that reads more."""
    found = approvals.waiting_for(session.connection, session.actor.id, session.now)
    return len({row["ticket_id"] for row in found})


def answered(session: Session, ids: list[int]) -> dict[int, tuple[tuple[str, str], ...]]:
    """Ticket → what its order answered, each with the label of its field, in their order."""
    return catalog.answers(session.connection, ids)


def remind(desk: Desk) -> Effects:
    """Remind who is asked once the time for it has come, and tell supervisors what expired."""
    with desk.reading() as session:
        if not approvals.to_be_reminded(session.connection, session.now, 1):
            return Effects()
    touched: set[int] = set()
    with desk.writing() as session:
        for row in approvals.to_be_reminded(session.connection, session.now, AT_ONCE):
            ticket = read.ticket(session.connection, row["ticket_id"])
            expires = row["expires_at"]
            expired = expires is not None and expires <= session.now
            later = None if expired or expires == row["remind_at"] else expires
            rows.change(session.connection, "approval", {"remind_at": later}, id=row["id"])
            if ticket is not None and ticket.id not in touched:
                words = "An approval expired; you may decide instead." if expired else ""
                tell_who_is_asked(session, ticket, words or "It still waits for your approval.")
                touched.add(ticket.id)
    return Effects(tickets=frozenset(touched))
