"""Major incidents: proposed, declared, kept up to date, stood down and reviewed (the rules, §3)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from desk_gui.domain.accounts import Account, Right
from desk_gui.domain.collaboration import NoticeKind
from desk_gui.domain.errors import Conflict, Invalid, NotAllowed, NotFound, NotPossible
from desk_gui.domain.major_incident import (
    MAX_WORDS,
    Declaration,
    Lead,
    Review,
    ReviewAction,
    Stake,
    next_update,
    refuse_declaration,
    refuse_review,
    refuse_update,
    why_not_lead,
    why_not_review,
    why_not_step,
    why_not_update,
)
from desk_gui.domain.text import clean
from desk_gui.domain.ticket import Major, Ticket
from desk_gui.operations import children, tickets
from desk_gui.operations.desk import Desk, Session
from desk_gui.operations.effects import Effects
from desk_gui.operations.notices import tell
from desk_gui.operations.saving import Why, done_already, save, ticket_or_refuse, write_other
from desk_gui.storage import majors, read, rows
from desk_gui.storage.rows import Row

TABLE = "major_incident"


def propose(desk: Desk, ticket_id: int, reason: str, *, key: str | None = None) -> Effects:
    """Say that an open incident should be a major one, and why; supervisors are told."""
    with desk.writing(Right.WORK_ON_TICKETS) as session:
        if before := done_already(session, key):
            return before
        ticket, _ = _stepping(session, ticket_id, Major.PROPOSED)
        said = _said(reason, "Say why it should be a major incident.")
        _propose(session, ticket, said, key)
        deciding = majors.agents(session.connection, Right.DECLARE_MAJOR)
        told = f"proposed it as a major incident: {said}"
        _tell(session, ticket, [row["id"] for row in deciding], told)
        return Effects(tickets=frozenset({ticket.id}))


def _propose(session: Session, ticket: Ticket, reason: str, key: str | None = None) -> Ticket:
    _record(
        session,
        ticket.id,
        proposed_by_id=session.actor.id,
        proposed_at=session.now,
        proposal=reason,
        ended_by_id=None,
        ended_at=None,
        ended_because=None,
    )
    return save(session, ticket, {"major": Major.PROPOSED}, Why("major_proposed", reason, key))


def declare(desk: Desk, ticket_id: int, wanted: Declaration, *, key: str | None = None) -> Effects:
    """Declare an open incident a major one; what is not proposed yet is proposed by the same act.

    Raises Invalid for what the declaration lacks. The first update is due after its interval.
    """
    with desk.writing(Right.DECLARE_MAJOR) as session:
        if before := done_already(session, key):
            return before
        ticket, _ = _stepping(session, ticket_id, Major.DECLARED)
        wanted = _checked(session, ticket, wanted)
        if ticket.major is not Major.PROPOSED:
            ticket = _propose(session, ticket, wanted.business_impact)
        _record(
            session,
            ticket.id,
            declared_by_id=session.actor.id,
            declared_at=session.now,
            next_update_at=next_update(session.now, wanted.update_every_s),
            **_facts(wanted),
        )
        why = Why("major_declared", wanted.business_impact, key)
        save(session, ticket, {"major": Major.DECLARED}, why)
        told = f"declared it a major incident: {wanted.business_impact}"
        _tell(session, ticket, [wanted.coordinator_id, ticket.assignee_id], told)
        return Effects(tickets=frozenset({ticket.id}))


def edit(desk: Desk, ticket_id: int, wanted: Declaration) -> Effects:
    """Change who coordinates (a supervisor), the impact, what is at stake, or the interval.

    A new interval counts from the last update.
    """
    with desk.writing(Right.WORK_ON_TICKETS) as session:
        ticket, row = _leading(session, ticket_id)
        wanted = _checked(session, ticket, wanted)
        if wanted.coordinator_id != row["coordinator_id"]:
            _refuse(why_not_lead(Lead.SUPERVISOR, session.actor, None), NotAllowed)
        facts = _facts(wanted)
        changed = {name: value for name, value in facts.items() if row[name] != value}
        if not changed:
            return Effects()
        if "update_every_s" in changed:
            last = majors.last_update(session.connection, ticket.id) or row["declared_at"]
            changed["next_update_at"] = next_update(last, wanted.update_every_s)
        _record(session, ticket.id, **changed)
        shown = {name: changed[name] for name in facts if name in changed}
        was = {name: row[name] for name in shown}
        write_other(session, "ticket", ticket.id, Why("major_edited"), **shown, before=was)
        if "coordinator_id" in changed:
            _tell(session, ticket, [wanted.coordinator_id], "made you its coordinator")
        return Effects(tickets=frozenset({ticket.id}))


def _checked(session: Session, ticket: Ticket, wanted: Declaration) -> Declaration:
    wanted = replace(wanted, business_impact=clean(wanted.business_impact).strip())
    coordinator = _account(session, wanted.coordinator_id)
    wrong = refuse_declaration(wanted, coordinator)
    if wrong:
        raise Invalid(" ".join(wrong.values()))
    hidden, team_id = ticket.confidential, ticket.team_id
    if coordinator and not coordinator.may_see(confidential=hidden, team_id=team_id):
        raise Invalid(
            f"{ticket.number} is confidential and {coordinator.name} may not see it;"
            " choose somebody of its team, or a supervisor."
        )
    return wanted


def _facts(wanted: Declaration) -> dict[str, Any]:
    """A declaration as it is stored."""
    stakes = [stake.value for stake in Stake if stake in wanted.stakes]
    return {
        "coordinator_id": wanted.coordinator_id,
        "business_impact": wanted.business_impact,
        "stakes": json.dumps(stakes, separators=(",", ":")),
        "update_every_s": wanted.update_every_s,
    }


def reject(desk: Desk, ticket_id: int, reason: str, *, key: str | None = None) -> Effects:
    """Say that a proposed incident is no major one, and why; who proposed it is told."""
    return _end(desk, ticket_id, Major.REJECTED, reason, key)


def stand_down(desk: Desk, ticket_id: int, reason: str, *, key: str | None = None) -> Effects:
    """End a major incident, and say what was reached; its review comes next."""
    return _end(desk, ticket_id, Major.STOOD_DOWN, reason, key)


def _end(desk: Desk, ticket_id: int, to: Major, reason: str, key: str | None) -> Effects:
    rejected = to is Major.REJECTED
    lacks = "Say why it is no major incident." if rejected else "Say why it can be stood down."
    with desk.writing(Right.WORK_ON_TICKETS) as session:
        if before := done_already(session, key):
            return before
        ticket, row = _stepping(session, ticket_id, to)
        said = _said(reason, lacks)
        _record(
            session,
            ticket.id,
            ended_by_id=session.actor.id,
            ended_at=session.now,
            ended_because=said,
            next_update_at=None,
        )
        action = "major_rejected" if rejected else "major_stood_down"
        save(session, ticket, {"major": to}, Why(action, said, key))
        told = f"rejected it as a major incident: {said}" if rejected else f"stood it down: {said}"
        led = (row["proposed_by_id"], row["coordinator_id"]) if row else ()
        _tell(session, ticket, [*led, ticket.assignee_id], told)
        return Effects(tickets=frozenset({ticket.id}))


def post_update(
    desk: Desk,
    ticket_id: int,
    text: str,
    *,
    tell_requester: bool = False,
    tell_children: bool = False,
    key: str | None = None,
) -> Effects:
    """Post an update; the next one is due after the interval. It can be told to requesters too.

    Then it becomes a public comment on the incident, on each of its open children, or on both;
    children that this account may not see are left out.
    """
    with desk.writing(Right.WORK_ON_TICKETS) as session:
        if before := done_already(session, key):
            return before
        ticket, row = _leading(session, ticket_id)
        said = clean(text).strip()
        refusal = refuse_update(said, f"{ticket.title}\n{row['business_impact']}")
        if refusal:
            raise Invalid(refusal)
        told = [ticket] if tell_requester else []
        told += children.open_ones(session, ticket.id) if tell_children else []
        for one in told:
            tickets.answer(session, one, said)
        posted = {"text": said, "told": len(told)}
        by = {"ticket_id": ticket.id, "at": session.now, "account_id": session.actor.id}
        rows.add(session.connection, "major_update", **by, **posted)
        due = next_update(session.now, row["update_every_s"])
        _record(session, ticket.id, next_update_at=due)
        write_other(session, "ticket", ticket.id, Why("major_updated", key=key), **posted)
        return Effects(tickets=frozenset({ticket.id, *(one.id for one in told)}))


def review(
    desk: Desk,
    ticket_id: int,
    wanted: Review,
    *,
    seen: datetime | None = None,
    key: str | None = None,
) -> Effects:
    """Write the review, or write it again until the incident is closed.

    `seen` is when the review was written that the person saw, None for none; raises Conflict
    where somebody wrote another one since.
    """
    with desk.writing(Right.WORK_ON_TICKETS) as session:
        if before := done_already(session, key):
            return before
        ticket, row = _row(session, ticket_id)
        _refuse_lead(session, row, why_not_review(ticket, session.actor, _coordinator(row)))
        wanted = _whole(session, wanted)
        _refuse_other_review(session, ticket, row, seen)
        _write_actions(session, ticket.id, wanted.actions)
        said = {name: value for name, value in vars(wanted).items() if name != "actions"}
        by = {"reviewed_by_id": session.actor.id, "reviewed_at": session.now}
        _record(session, ticket.id, **said, **by)
        told = {**said, "actions": [_plain_action(action) for action in wanted.actions]}
        write_other(session, "ticket", ticket.id, Why("major_reviewed", key=key), **told)
        _tell_actions(session, ticket, wanted.actions)
        return Effects(tickets=frozenset({ticket.id}))


def _whole(session: Session, review: Review) -> Review:
    """The review without blanks at the ends of its words; Invalid for what it lacks.

    With actions, there is no sentence why there are none.
    """
    parts = ("cause", "went_well", "went_wrong", "no_action_because")
    said = {part: clean(getattr(review, part)).strip() for part in parts}
    actions = tuple(
        replace(action, title=" ".join(clean(action.title).split())) for action in review.actions
    )
    if actions:
        said["no_action_because"] = ""
    review = replace(review, **said, actions=actions)
    wrong = refuse_review(review, {row["id"] for row in majors.agents(session.connection)})
    if wrong:
        raise Invalid(" ".join(wrong.values()))
    return review


def _refuse_other_review(
    session: Session, ticket: Ticket, row: Row | None, seen: datetime | None
) -> None:
    written = row["reviewed_at"] if row else None
    if row is None or written is None or written == seen:
        return
    who = read.names(session.connection, "account", {row["reviewed_by_id"]})
    raise Conflict(
        f"{who.get(row['reviewed_by_id'], 'Somebody')} wrote the review of {ticket.number}"
        " meanwhile; read it, and write yours into it.",
        {"reviewed_at": int(written.timestamp())},
        {},
    )


def _write_actions(session: Session, ticket_id: int, actions: Sequence[ReviewAction]) -> None:
    """The actions in their order; one that was there keeps its row, what is left out goes."""
    connection = session.connection
    there = {row["id"] for row in rows.many(connection, "review_action", ticket_id=ticket_id)}
    gone = there - {action.id for action in actions}
    if gone:
        rows.remove(connection, "review_action", id=gone)
    new = []
    for position, action in enumerate(actions, 1):
        values = {
            "position": position,
            "title": action.title,
            "account_id": action.account_id,
            "due_on": action.due_on,
            "done": action.done,
        }
        if action.id in there:
            rows.change(connection, "review_action", values, id=action.id)
        else:
            new.append({"ticket_id": ticket_id, **values})
    rows.add_many(connection, "review_action", new)


def _plain_action(action: ReviewAction) -> dict[str, Any]:
    return {**vars(action), "due_on": action.due_on.isoformat() if action.due_on else None}


def _tell_actions(session: Session, ticket: Ticket, actions: Sequence[ReviewAction]) -> None:
    for action in actions:
        if not action.done:
            _tell(session, ticket, [action.account_id], f"gave you an action: {action.title}")


def finish_action(desk: Desk, action_id: int, *, done: bool = True) -> Effects:
    """Say that an action of a review is done, or not done after all; also after the closing.

    By its assignee, the coordinator or a supervisor.
    """
    with desk.writing(Right.WORK_ON_TICKETS) as session:
        action = rows.one(session.connection, "review_action", id=action_id)
        if action is None:
            raise NotFound("There is no such action any more.")
        ticket, row = _row(session, action["ticket_id"])
        if action["account_id"] != session.actor.id:
            leads = why_not_lead(Lead.COORDINATOR, session.actor, _coordinator(row))
            _refuse(leads and "Only its assignee, or who leads, can do this.", NotAllowed)
        if action["done"] is done:
            return Effects()
        rows.change(session.connection, "review_action", {"done": done}, id=action_id)
        what = "major_action_done" if done else "major_action_open"
        write_other(session, "ticket", ticket.id, Why(what, action["title"]), action_id=action_id)
        return Effects(tickets=frozenset({ticket.id}))


def _row(session: Session, ticket_id: int) -> tuple[Ticket, Row | None]:
    ticket = ticket_or_refuse(session, ticket_id)
    return ticket, rows.one(session.connection, TABLE, ticket_id=ticket_id)


def _stepping(session: Session, ticket_id: int, to: Major) -> tuple[Ticket, Row | None]:
    """The ticket and what is written down about it, where this account may make the step."""
    ticket, row = _row(session, ticket_id)
    _refuse_lead(session, row, why_not_step(ticket, to, session.actor, _coordinator(row)))
    return ticket, row


def _leading(session: Session, ticket_id: int) -> tuple[Ticket, Row]:
    """The same for what is done while it is declared."""
    ticket, row = _row(session, ticket_id)
    _refuse_lead(session, row, why_not_update(ticket, session.actor, _coordinator(row)))
    if row is None:
        raise NotFound(f"Nothing is written down about {ticket.number} as a major incident.")
    return ticket, row


def _coordinator(row: Row | None) -> int | None:
    return row["coordinator_id"] if row else None


def _refuse_lead(session: Session, row: Row | None, refusal: str | None) -> None:
    """NotAllowed where another person could do it, NotPossible where nobody can."""
    who = {why_not_lead(by, session.actor, _coordinator(row)) for by in Lead}
    _refuse(refusal, NotAllowed if refusal in who else NotPossible)


def _refuse(refusal: str | None, error: type[NotAllowed | NotPossible]) -> None:
    if refusal:
        raise error(refusal)


def _record(session: Session, ticket_id: int, **values: Any) -> None:
    if not rows.change(session.connection, TABLE, values, ticket_id=ticket_id):
        rows.add(session.connection, TABLE, ticket_id=ticket_id, **values)


def _said(words: str, lacks: str) -> str:
    said = clean(words).strip()
    if not said:
        raise Invalid(lacks)
    if len(said) > MAX_WORDS:
        raise Invalid(f"It can have at most {MAX_WORDS:,} characters.")
    return said


def _account(session: Session, account_id: int | None) -> Account | None:
    return None if account_id is None else read.account(session.connection, id=account_id)


def _tell(session: Session, ticket: Ticket, people: Sequence[int | None], words: str) -> None:
    wanted = {one for one in people if one is not None}
    text = f"{session.actor.name} {words}"
    line = " ".join(text.split())
    tell(session, wanted, NoticeKind.MAJOR, ticket.id, line if line.endswith(".") else f"{line}.")
