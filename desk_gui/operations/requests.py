"""The planned half of the desk: approvals, fulfilment tasks and the catalog."""

from __future__ import annotations

from desk_gui.domain.accounts import Right
from desk_gui.domain.catalog import CatalogItem, Decision, Task, why_not_finish, why_not_skip
from desk_gui.domain.errors import Invalid, NotAllowed, NotFound, NotPossible
from desk_gui.domain.ticket import Ticket, Wish, changes_of, refuse_wish, why_not_approver
from desk_gui.domain.workflow import Status
from desk_gui.operations.desk import Desk, Session
from desk_gui.operations.effects import Effects
from desk_gui.operations.saving import (
    Voids,
    Why,
    done_already,
    save,
    ticket_or_refuse,
    write_other,
)
from desk_gui.storage import read, rows


def approve(desk: Desk, ticket_id: int, *, note: str = "", key: str | None = None) -> Effects:
    """Give one approval; the request is approved once its item's number of them is reached."""
    with desk.writing() as session:
        if before := done_already(session, key):
            return before
        ticket = _awaiting(session, ticket_id)
        if session.actor.id in read.standing(session.connection, ticket).approved_by:
            raise NotPossible(
                f"You approved {ticket.number} already; somebody else has to agree too."
            )
        _decide(session, ticket, Decision.APPROVED, note)
        write_other(session, "ticket", ticket.id, Why("decided", note, key), decision="approved")
        standing = read.standing(session.connection, ticket)
        wish = Wish(Status.APPROVED)
        if refuse_wish(ticket, wish, standing) is None:
            save(session, ticket, changes_of(ticket, wish, session.now), Why("moved", note))
        return Effects(tickets=frozenset({ticket_id}))


def reject(desk: Desk, ticket_id: int, reason: str, *, key: str | None = None) -> Effects:
    """Reject a request, with the reason that the requester will read; this is final."""
    with desk.writing() as session:
        if before := done_already(session, key):
            return before
        ticket = _awaiting(session, ticket_id)
        wish = Wish(Status.REJECTED, reason=reason)
        lacking = refuse_wish(ticket, wish, read.standing(session.connection, ticket))
        if lacking:
            raise Invalid(lacking)
        _decide(session, ticket, Decision.REJECTED, reason)
        changes = changes_of(ticket, wish, session.now)
        save(session, ticket, changes, Why("moved", reason.strip(), key, voids=Voids.OPEN))
        return Effects(tickets=frozenset({ticket_id}))


def _awaiting(session: Session, ticket_id: int) -> Ticket:
    ticket = ticket_or_refuse(session, ticket_id)
    if ticket.status is not Status.AWAITING_APPROVAL:
        raise NotPossible(f"{ticket.number} does not await an approval.")
    standing = read.standing(session.connection, ticket)
    refusal = why_not_approver(ticket, session.actor, standing)
    if refusal:
        raise NotAllowed(refusal)
    return ticket


def _decide(session: Session, ticket: Ticket, decision: Decision, reason: str) -> None:
    connection = session.connection
    waiting = rows.one(connection, "approval", ticket_id=ticket.id, decision=Decision.OPEN)
    values = {
        "decision": decision,
        "account_id": session.actor.id,
        "reason": reason.strip() or None,
        "decided_at": session.now,
    }
    if waiting is None:
        rows.add(connection, "approval", ticket_id=ticket.id, asked_at=session.now, **values)
    else:
        rows.change(connection, "approval", values, id=waiting["id"])


def complete_task(desk: Desk, ticket_id: int, task_id: int) -> Effects:
    """Mark a fulfilment task done; mandatory tasks are done in their order."""
    return _end_task(desk, ticket_id, task_id, None)


def skip_task(desk: Desk, ticket_id: int, task_id: int, reason: str) -> Effects:
    """Skip an optional task, with the reason."""
    return _end_task(desk, ticket_id, task_id, reason)


def _end_task(desk: Desk, ticket_id: int, task_id: int, skip_reason: str | None) -> Effects:
    with desk.writing(Right.WORK_ON_TICKETS) as session:
        ticket = ticket_or_refuse(session, ticket_id)
        task, tasks = _task(session, ticket, task_id)
        if ticket.status is not Status.IN_FULFILMENT:
            raise NotPossible(f"Tasks of {ticket.number} are done while it is in fulfilment.")
        skipping = skip_reason is not None
        refusal = why_not_skip(task, skip_reason or "") if skipping else why_not_finish(task, tasks)
        if refusal:
            raise NotPossible(refusal)
        values = {
            "status": "skipped" if skipping else "done",
            "reason": (skip_reason or "").strip() or None,
            "done_by_id": session.actor.id,
            "done_at": session.now,
        }
        rows.change(session.connection, "task", values, id=task.id)
        action = "skipped task" if skipping else "did task"
        write_other(session, "ticket", ticket.id, Why(action, skip_reason), task=task.title)
        return Effects(tickets=frozenset({ticket_id}))


def _task(session: Session, ticket: Ticket, task_id: int) -> tuple[Task, tuple[Task, ...]]:
    tasks = read.tasks(session.connection, ticket.id)
    found = next((task for task in tasks if task.id == task_id), None)
    if found is None:
        raise NotFound(f"{ticket.number} has no such task.")
    return found, tasks


def catalog(desk: Desk) -> list[CatalogItem]:
    """The items that can be ordered, by name."""
    with desk.reading() as session:
        found = rows.many(session.connection, "catalog_item", order="name", active=True)
        return [read.catalog_item(row) for row in found]
