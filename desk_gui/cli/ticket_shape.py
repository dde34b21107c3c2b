"""A ticket as JSON, in the shape that scripts rely on, and as lines for a person."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from desk_gui.cli.output import clean, line_of, local
from desk_gui.domain.attachment import Attached, size_words
from desk_gui.domain.catalog import Task, blockers
from desk_gui.domain.media import media_words
from desk_gui.domain.ticket import Major
from desk_gui.domain.timeline_words import Setting, timeline_words
from desk_gui.domain.workflow import Kind
from desk_gui.operations import accounts, major_page
from desk_gui.operations.conversation import Said
from desk_gui.operations.desk import Desk
from desk_gui.operations.major_page import MajorPage
from desk_gui.operations.show import ApprovalShown, ClockShown, TicketPage

_AS_THEY_ARE = (
    "number", "kind", "status", "title", "text", "priority", "impact", "urgency", "override_reason",
    "hold_reason", "hold_until", "resolution_code", "resolution_text", "cancel_reason",
    "rejection_reason", "major", "confidential", "source", "foreign_number", "opened_at",
    "updated_at", "responded_at", "first_resolved_at", "resolved_at", "closed_at", "ended_at",
    "reassignments", "reopenings", "csat", "version",
)  # fmt: skip


def ticket_json(desk: Desk, page: TicketPage) -> dict[str, Any]:
    """All of a ticket; people are named by their login, `assignee_name` says who that is."""
    ticket, names = page.ticket, page.names
    return {
        **{name: getattr(ticket, name) for name in _AS_THEY_ARE},
        "assignee": _login(desk, ticket.assignee_id),
        "assignee_name": names.assignee,
        "team": names.team,
        "requester": names.requester,
        "opened_by": names.opened_by,
        "category": names.category,
        "item": names.item,
        "article": names.article,
        "due": {one.clock.target: _clock(one) for one in page.promises},
        "moves": [
            {"to": move.to, "allowed": move.allowed, "because": move.because or None}
            for move in page.moves
        ],
        **_around(page),
        "major_incident": _major(major_page.page(desk, ticket.id)),
    }


def _major(page: MajorPage | None) -> dict[str, Any] | None:
    """What is known of it as a major incident; null for what never was one."""
    if page is None:
        return None
    review = page.review
    return {
        "coordinator": page.coordinator,
        "business_impact": page.declaration.business_impact,
        "stakes": page.stakes,
        "proposal": page.proposal,
        "proposed_at": page.proposed_at,
        "declared_at": page.declared_at,
        "update_every_s": page.declaration.update_every_s,
        "next_update_at": page.next_update_at,
        "ended_at": page.ended_at,
        "ended_because": page.ended_because or None,
        "updates": [vars(update) for update in page.updates],
        "children": [
            {"number": one.number, "title": one.title, "status": one.status}
            for one in page.children
        ],
        "review": review
        and {
            **{name: value for name, value in vars(review).items() if name != "actions"},
            "no_action_because": review.no_action_because or None,
            "actions": [
                {
                    "title": action.title,
                    "assignee": action.assignee,
                    "due_on": action.due_on,
                    "done": action.done,
                }
                for action in review.actions
            ],
        },
        "timeline": [vars(moment) for moment in page.timeline],
    }


def _login(desk: Desk, account_id: int | None) -> str | None:
    if account_id is None:
        return None
    return next((one.login for one in accounts.accounts(desk) if one.id == account_id), None)


def _clock(shown: ClockShown) -> dict[str, Any]:
    clock = shown.clock
    return {
        "state": clock.state,
        "due_at": clock.due_at,
        "started_at": clock.started_at,
        "paused_at": clock.paused_at,
        "paused_s": clock.paused_s,
        "ended_at": clock.ended_at,
        "breached_at": clock.breached_at,
        "promised_s": clock.promised_s,
        "business_hours": shown.hours,
        "timeline": [
            {
                "at": mark.at,
                "what": mark.what,
                "detail": mark.detail or None,
                "due_at": mark.due_at,
                "was_due_at": mark.was_due_at,
            }
            for mark in shown.marks
        ],
    }


def _around(page: TicketPage) -> dict[str, Any]:
    return {
        "approvals": {
            "needed": page.standing.approvals_needed,
            "given": page.standing.approvals_given,
            "asked": [_approval(one) for one in page.approvals],
        },
        "answers": dict(page.answers),
        "tasks": [_task(one, page) for one in page.tasks],
        "links": [
            {"number": one.number, "relation": one.relation, "outward": one.outward}
            for one in page.links
        ],
        "merged_into": page.family.staying,
        "merged": [one.number for one in page.family.below],
        "conversation": [_said(one, page) for one in page.said],
        "attachments": [_attachment(one) for one in page.attachments],
        "history": [
            {
                "at": entry.at,
                "who": entry.who,
                "action": entry.action,
                "status": entry.status,
                "reason": entry.reason,
            }
            for entry in page.history
        ],
        "parked": page.parked,
        "watchers": [one.login for one in page.watchers],
    }


def _approval(one: ApprovalShown) -> dict[str, Any]:
    return {
        "step": one.step,
        "decision": one.decision,
        "asks": one.asked,
        "delegate": one.delegate,
        "instead": list(one.instead),
        "because": one.because or None,
        "who": one.who,
        "reason": one.reason,
        "asked_at": one.asked_at,
        "expires_at": one.expires_at,
        "decided_at": one.decided_at,
    }


def _task(task: Task, page: TicketPage) -> dict[str, Any]:
    return {
        "position": task.position,
        "title": task.title,
        "mandatory": task.mandatory,
        "status": task.status,
        "who": page.task_people.get(task.id) or None,
        "due_at": task.due_at,
        "started_at": task.started_at,
        "waits_for": [one.position for one in blockers(task, page.tasks)],
        "checklist": [{"text": one.text, "done": one.done} for one in task.checklist],
        "reason": task.reason,
    }


def _said(said: Said, page: TicketPage) -> dict[str, Any]:
    return {
        "at": said.at,
        "who": said.who,
        "public": said.public,
        "text": said.text,
        "number": said.number or page.ticket.number,
    }


def _attachment(one: Attached) -> dict[str, Any]:
    return {
        "id": one.id,
        "name": one.name,
        "size": one.size,
        "type": one.media_type,
        "sha256": one.sha256,
        "public": one.public,
        "at": one.at,
        "by": one.by,
    }


def ticket_lines(page: TicketPage, now: datetime) -> list[str]:
    """The ticket for a person at a terminal."""
    ticket, names = page.ticket, page.names
    facts = [
        (
            "Status",
            _words(ticket.status) + (f": {ticket.hold_reason}" if ticket.hold_reason else ""),
        ),
        ("Major", "" if ticket.major is Major.NONE else _words(ticket.major)),
        ("Priority", f"{int(ticket.priority)} {ticket.priority.name.capitalize()}"),
        ("Requester", names.requester),
        ("Assignee", names.assignee),
        ("Team", names.team),
        ("Category", names.category),
        ("Item", names.item),
        ("Opened", local(ticket.opened_at)),
        ("Resolved" if ticket.kind is Kind.INCIDENT else "Fulfilled", local(ticket.resolved_at)),
        ("Closed", local(ticket.closed_at)),
        ("Merged", f"into {page.family.staying}" if page.family.staying else None),
        ("Holds", ", ".join(one.number for one in page.family.below)),
    ]
    lines = [f"{ticket.number}  {line_of(ticket.title, 200)}"]
    lines += [f"  {name:<10} {line_of(value)}" for name, value in facts if value]
    lines += [line for one in page.promises for line in _promise(one, now)]
    lines += [f"  {'Next':<10} {_move(page)}"]
    if ticket.text:
        lines += ["", clean(ticket.text)]
    lines += _files(page, ticket.id, None)
    for said in page.said:
        kind = "" if said.public else ", internal"
        on = f" on {said.number}" if said.number else ""
        lines += ["", f"{line_of(said.who)}{on}, {local(said.at)}{kind}:"]
        lines += [clean(said.text)] if said.text else []
        lines += _files(page, said.ticket_id, None if said.opening else said.id)
    return lines


def _files(page: TicketPage, ticket_id: int, comment_id: int | None) -> list[str]:
    """What is attached to a comment, or to a ticket itself."""
    return [
        f"  attached: {line_of(one.name, 120)} ({media_words(one.media_type)},"
        f" {size_words(one.size)})"
        for one in page.attachments
        if (one.ticket_id, one.comment_id) == (ticket_id, comment_id)
    ]


def _move(page: TicketPage) -> str:
    allowed = [_words(move.to) for move in page.moves if move.allowed]
    blocked = [f"{_words(move.to)} ({move.because})" for move in page.moves if not move.allowed]
    return "; ".join([*allowed, *blocked]) or "nothing: this is final"


def _promise(shown: ClockShown, now: datetime) -> list[str]:
    """A clock, and below it what happened to it, as the window tells it."""
    clock = shown.clock
    ended = f" at {local(clock.ended_at)}" if clock.ended_at else f", due {local(clock.due_at)}"
    told = timeline_words(clock, shown.marks, shown.hours, Setting(now))
    lines = [f"  {clock.target.capitalize():<10} {clock.state}{ended}"]
    return lines + [f"  {'':<10} {line_of(one.sentence, 200)}" for one in told]


def _words(word: str) -> str:
    return word.replace("_", " ")
