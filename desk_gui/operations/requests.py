"""The planned half of the desk: approvals, fulfilment tasks and the catalog."""

from __future__ import annotations

import json
from datetime import datetime

from desk_gui.domain.accounts import Right
from desk_gui.domain.catalog import (
    CatalogItem,
    Decision,
    Task,
    TaskStatus,
    due_after,
    waits_for,
    why_not_finish,
    why_not_reopen,
    why_not_skip,
    why_not_start,
)
from desk_gui.domain.collaboration import NoticeKind
from desk_gui.domain.errors import Invalid, NotAllowed, NotFound, NotPossible
from desk_gui.domain.sla import Target
from desk_gui.domain.ticket import Ticket, Wish, changes_of, refuse_wish, why_not_approver
from desk_gui.domain.workflow import Status
from desk_gui.operations import approvals, notices
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
from desk_gui.storage import catalog as catalog_rows
from desk_gui.storage import promises, read, rows


def approve(desk: Desk, ticket_id: int, *, note: str = "", key: str | None = None) -> Effects:
    """Give one approval; the request is approved once every step of its rule has its quorum."""
    with desk.writing(Right.ASK) as session:
        if before := done_already(session, key):
            return before
        ticket = _awaiting(session, ticket_id)
        _decide(session, ticket, Decision.APPROVED, note, key)
        if approvals.ask(session, ticket):
            approvals.tell_who_is_asked(session, ticket, "It waits for your approval.")
        standing = read.standing(session.connection, ticket, session.now)
        wish = Wish(Status.APPROVED)
        if refuse_wish(ticket, wish, standing) is None:
            save(session, ticket, changes_of(ticket, wish, session.now), Why("moved", note))
        return Effects(tickets=frozenset({ticket_id}))


def reject(desk: Desk, ticket_id: int, reason: str, *, key: str | None = None) -> Effects:
    """Reject a request, with the reason that the requester will read; this is final."""
    with desk.writing(Right.ASK) as session:
        if before := done_already(session, key):
            return before
        ticket = _awaiting(session, ticket_id)
        wish = Wish(Status.REJECTED, reason=reason)
        standing = read.standing(session.connection, ticket, session.now)
        lacking = refuse_wish(ticket, wish, standing)
        if lacking:
            raise Invalid(lacking)
        _decide(session, ticket, Decision.REJECTED, reason)
        changes = changes_of(ticket, wish, session.now)
        save(session, ticket, changes, Why("moved", reason.strip(), key, voids=Voids.OPEN))
        return Effects(tickets=frozenset({ticket_id}))


def _awaiting(session: Session, ticket_id: int) -> Ticket:
    """The request, also for an approver who sees nothing else of it."""
    ticket = read.ticket(session.connection, ticket_id)
    if ticket is None:
        raise NotFound(f"There is no ticket {ticket_id}.")
    standing = read.standing(session.connection, ticket, session.now)
    entitled = standing.deciders is not None and session.actor.id in standing.deciders
    if not entitled:
        ticket_or_refuse(session, ticket_id)
    if ticket.status is not Status.AWAITING_APPROVAL:
        raise NotPossible(f"{ticket.number} does not await an approval.")
    refusal = why_not_approver(ticket, session.actor, standing)
    if refusal and session.actor.id in standing.approved_by:
        raise NotPossible(refusal)
    if refusal:
        raise NotAllowed(refusal)
    return ticket


def _decide(
    session: Session, ticket: Ticket, decision: Decision, reason: str, key: str | None = None
) -> None:
    waiting = approvals.mine(session, ticket)
    if waiting is None:
        raise NotAllowed(f"{ticket.number} does not wait for you.")
    values = {
        "decision": decision,
        "account_id": session.actor.id,
        "reason": reason.strip() or None,
        "decided_at": session.now,
    }
    why = Why("decided", reason.strip(), key)
    write_other(session, "ticket", ticket.id, why, decision=decision)
    rows.change(session.connection, "approval", values, id=waiting["id"])


def make_tasks(session: Session, ticket: Ticket) -> None:
    """Fulfilment starts with the tasks of the edition that was ordered (the rules, §1)."""
    found = catalog_rows.ordered(session.connection, ticket.id, ticket.item_id or 0)
    item = found[0] if found else catalog_rows.item(session.connection, ticket.item_id or 0)
    if item is None or not item.tasks or read.tasks(session.connection, ticket.id):
        return
    due_at = _due_at(session, ticket)
    ids = rows.add_each(
        session.connection,
        "task",
        [
            {
                "ticket_id": ticket.id,
                "position": position,
                "title": task.title,
                "mandatory": task.mandatory,
                "status": TaskStatus.OPEN,
                "team_id": task.team_id or ticket.team_id,
                "assignee_id": task.assignee_id,
                "due_at": due_after(task.share, session.now, due_at),
                "checklist": catalog_rows.unticked(task),
            }
            for position, task in enumerate(item.tasks, 1)
        ],
    )
    after = [
        {"task_id": task_id, "after_id": ids[other - 1]}
        for position, task_id in enumerate(ids, 1)
        for other in sorted(set(waits_for(item.tasks, position)))
    ]
    rows.add_many(session.connection, "task_after", after)


def _due_at(session: Session, ticket: Ticket) -> datetime | None:
    """When a request is to be fulfilled; its answer can be due sooner."""
    found = promises.clocks(session.connection, ticket.id).values()
    return next((c.due_at for c in found if c.target is Target.FULFIL and c.is_ticking), None)


def complete_task(desk: Desk, ticket_id: int, task_id: int) -> Effects:
    """Mark a fulfilment task done; mandatory tasks are done in their order."""
    return _end_task(desk, ticket_id, task_id, None)


def skip_task(desk: Desk, ticket_id: int, task_id: int, reason: str) -> Effects:
    """Skip an optional task, with the reason."""
    return _end_task(desk, ticket_id, task_id, reason)


def _end_task(desk: Desk, ticket_id: int, task_id: int, skip_reason: str | None) -> Effects:
    with desk.writing(Right.WORK_ON_TICKETS) as session:
        ticket, task, tasks = _task_to_do(session, ticket_id, task_id)
        skipping = skip_reason is not None
        refusal = why_not_skip(task, skip_reason or "") if skipping else why_not_finish(task, tasks)
        if refusal:
            raise NotPossible(refusal)
        values = {
            "status": TaskStatus.SKIPPED if skipping else TaskStatus.DONE,
            "reason": (skip_reason or "").strip() or None,
            "done_by_id": session.actor.id,
            "done_at": session.now,
        }
        action = "skipped task" if skipping else "did task"
        write_other(session, "ticket", ticket.id, Why(action, skip_reason), task=task.title)
        rows.change(session.connection, "task", values, id=task.id)
        _tell_who_can_begin(session, ticket, task)
        return Effects(tickets=frozenset({ticket_id}))


def _tell_who_can_begin(session: Session, ticket: Ticket, ended: Task) -> None:
    """Whose task waited for this one alone is told that it can begin."""
    tasks = read.tasks(session.connection, ticket.id)
    for task in tasks:
        if ended.id in task.waits_for and task.assignee_id and not why_not_start(task, tasks):
            words = f"“{task.title}” can begin now."
            notices.tell(session, [task.assignee_id], NoticeKind.ASSIGNED, ticket.id, words)


def start_task(desk: Desk, ticket_id: int, task_id: int, *, take: bool = True) -> Effects:
    """Begin a fulfilment task that waits for nothing, and take it unless somebody has it."""
    with desk.writing(Right.WORK_ON_TICKETS) as session:
        ticket, task, tasks = _task_to_do(session, ticket_id, task_id)
        refusal = why_not_start(task, tasks)
        if refusal:
            raise NotPossible(refusal)
        if task.started_at is not None:
            return Effects()
        assignee_id = task.assignee_id or (session.actor.id if take else None)
        values = {"started_at": session.now, "started_by_id": session.actor.id}
        rows.change(session.connection, "task", values | {"assignee_id": assignee_id}, id=task.id)
        write_other(session, "ticket", ticket.id, Why("began task"), task=task.title)
        return Effects(tickets=frozenset({ticket_id}))


def put_task_back(desk: Desk, ticket_id: int, task_id: int, *, let_go: bool = False) -> Effects:
    """Say that work on a task has not begun after all; nobody has it any more if it is let go."""
    with desk.writing(Right.WORK_ON_TICKETS) as session:
        ticket, task, _ = _task_to_do(session, ticket_id, task_id)
        if task.started_at is None or task.status is not TaskStatus.OPEN:
            raise NotPossible(f"“{task.title}” is not being worked on.")
        values: dict[str, object] = {"started_at": None, "started_by_id": None}
        if let_go:
            values["assignee_id"] = None
        rows.change(session.connection, "task", values, id=task.id)
        write_other(session, "ticket", ticket.id, Why("put task back"), task=task.title)
        return Effects(tickets=frozenset({ticket_id}))


def reopen_task(desk: Desk, ticket_id: int, task_id: int, *, begun: bool | None = None) -> Effects:
    """Take up a task again that was done or skipped, before those that waited for it begin.

    Work on it has begun or not, as `begun` says; by itself it is as it was when the task ended.
    """
    with desk.writing(Right.WORK_ON_TICKETS) as session:
        ticket, task, tasks = _task_to_do(session, ticket_id, task_id)
        refusal = why_not_reopen(task, tasks)
        if refusal:
            raise NotPossible(refusal)
        write_other(session, "ticket", ticket.id, Why("reopened task"), task=task.title)
        values = dict.fromkeys(("reason", "done_by_id", "done_at"))
        values |= {"status": TaskStatus.OPEN} | _begun_again(session, task, begun=begun)
        rows.change(session.connection, "task", values, id=task.id)
        return Effects(tickets=frozenset({ticket_id}))


def _begun_again(session: Session, task: Task, *, begun: bool | None) -> dict[str, object]:
    """Who begins a task again takes it, unless somebody has it."""
    if begun is None or begun == (task.started_at is not None):
        return {}
    if not begun:
        return {"started_at": None, "started_by_id": None}
    me = session.actor.id
    has_it = task.assignee_id or me
    return {"started_at": session.now, "started_by_id": me, "assignee_id": has_it}


def give_task(
    desk: Desk, ticket_id: int, task_id: int, *, team_id: int | None, assignee_id: int | None
) -> Effects:
    """Give a task to a team, an agent, or both."""
    with desk.writing(Right.WORK_ON_TICKETS) as session:
        ticket = ticket_or_refuse(session, ticket_id)
        task, _ = _task(session, ticket, task_id)
        if task.status is not TaskStatus.OPEN:
            raise NotPossible(f"“{task.title}” is {task.status.value} already.")
        assignee = read.account(session.connection, id=assignee_id) if assignee_id else None
        if assignee_id and (assignee is None or not assignee.may(Right.WORK_ON_TICKETS)):
            raise NotPossible("Only an active agent can have a task.")
        values = {"team_id": team_id, "assignee_id": assignee_id}
        rows.change(session.connection, "task", values, id=task.id)
        write_other(session, "ticket", ticket.id, Why("gave task"), task=task.title, **values)
        if assignee_id:
            words = f"{session.actor.name} gave you the task “{task.title}”."
            notices.tell(session, [assignee_id], NoticeKind.ASSIGNED, ticket.id, words)
        return Effects(tickets=frozenset({ticket_id}))


def tick_off(desk: Desk, ticket_id: int, task_id: int, line: int, *, done: bool) -> Effects:
    """Tick a line of a task's checklist off, counted from 0, or not."""
    with desk.writing(Right.WORK_ON_TICKETS) as session:
        ticket, task, _ = _task_to_do(session, ticket_id, task_id)
        if not 0 <= line < len(task.checklist) or task.status is not TaskStatus.OPEN:
            raise NotPossible(f"“{task.title}” has no such line to tick off any more.")
        lines = [[one.text, one.done] for one in task.checklist]
        lines[line][1] = done
        rows.change(session.connection, "task", {"checklist": json.dumps(lines)}, id=task.id)
        said = {"task": task.title, "line": lines[line][0], "done": done}
        write_other(session, "ticket", ticket.id, Why("ticked off"), **said)
        return Effects(tickets=frozenset({ticket_id}))


def _task_to_do(
    session: Session, ticket_id: int, task_id: int
) -> tuple[Ticket, Task, tuple[Task, ...]]:
    ticket = ticket_or_refuse(session, ticket_id)
    task, tasks = _task(session, ticket, task_id)
    if ticket.status is not Status.IN_FULFILMENT:
        raise NotPossible(f"Tasks of {ticket.number} are done while it is in fulfilment.")
    return ticket, task, tasks


def _task(session: Session, ticket: Ticket, task_id: int) -> tuple[Task, tuple[Task, ...]]:
    tasks = read.tasks(session.connection, ticket.id)
    found = next((task for task in tasks if task.id == task_id), None)
    if found is None:
        raise NotFound(f"{ticket.number} has no such task.")
    return found, tasks


def catalog(desk: Desk) -> list[CatalogItem]:
    """The items that can be ordered, by name."""
    with desk.reading() as session:
        return [one for one in catalog_rows.items(session.connection, active=True) if one.edition]
