"""What a ticket says to the person who asked for it: no word of how the desk works."""

from __future__ import annotations

from datetime import datetime

from desk_gui.domain.asking import Affected
from desk_gui.domain.workflow import Kind, Status
from desk_gui.gui import format as words
from desk_gui.gui.format import Chip, Tint
from desk_gui.operations.own.reading import OwnPage, OwnTicket

STATUSES = {
    Status.NEW: "Received",
    Status.ASSIGNED: "Received",
    Status.IN_PROGRESS: "Being worked on",
    Status.ON_HOLD: "Paused",
    Status.RESOLVED: "Solved",
    Status.AWAITING_APPROVAL: "Waiting for approval",
    Status.APPROVED: "Received",
    Status.IN_FULFILMENT: "Being prepared",
    Status.FULFILLED: "Done",
    Status.CLOSED: "Closed",
    Status.REJECTED: "Not approved",
    Status.CANCELLED: "Withdrawn",
}
SENTENCES = {
    Status.NEW: "It has arrived; somebody will look at it.",
    Status.ASSIGNED: "It has arrived; somebody will begin soon.",
    Status.IN_PROGRESS: "Somebody is working on it.",
    Status.ON_HOLD: "It rests until something else is done; nothing is needed from you.",
    Status.RESOLVED: "It should be solved. Please say whether it is.",
    Status.AWAITING_APPROVAL: "Somebody has to agree first.",
    Status.APPROVED: "It has arrived; somebody will begin soon.",
    Status.IN_FULFILMENT: "It is being prepared.",
    Status.FULFILLED: "It should be done. Please say whether it is.",
    Status.CLOSED: "It is finished.",
    Status.REJECTED: "It was not approved.",
    Status.CANCELLED: "It was ended; nobody works on it any more.",
}
AFFECTED: dict[tuple[Affected, bool], str] = {
    (Affected.ME, False): "Only me; I can go on working",
    (Affected.ME, True): "Only me; I cannot work",
    (Affected.SOME, False): "Some of us; we can go on working",
    (Affected.SOME, True): "Some of us; we cannot work",
    (Affected.EVERYBODY, True): "Everybody",
}
"""Who is affected, and whether work stands still."""
SCORES = {1: "Bad", 2: "Poor", 3: "Fair", 4: "Good", 5: "Very good"}
NAMED = 3
"""Of more people who may agree, nobody is named."""


def wants_me(ticket: OwnTicket) -> bool:
    """Whether the next word is the requester's."""
    return ticket.waits_for_me or (ticket.may_say and ticket.csat is None)


def chip(ticket: OwnTicket) -> Chip:
    """Where a ticket stands."""
    if ticket.waits_for_me:
        return Chip("Waiting for your answer", Tint.WARN)
    if ticket.may_say:
        asked = ": is it?" if ticket.csat is None else ""
        return Chip(f"{STATUSES[ticket.status]}{asked}", Tint.OK)
    begun = ticket.status in {Status.IN_PROGRESS, Status.IN_FULFILMENT}
    return Chip(STATUSES[ticket.status], Tint.ACCENT if begun else Tint.PLAIN)


def promise(ticket: OwnTicket, now: datetime) -> str:
    """By when it is promised, if it is; said as it is where that has passed."""
    if ticket.due_at is None or not ticket.may_answer or ticket.may_say:
        return ""
    at = words.short_moment(ticket.due_at, now)
    late = ticket.due_at < now
    return f"late, promised for {at}" if late else f"promised by {at}"


def progress(ticket: OwnTicket) -> str:
    """How much of an order is done."""
    return f"{ticket.ended} of {words.count(ticket.steps, 'step')} done" if ticket.steps else ""


def meta(ticket: OwnTicket, now: datetime) -> str:
    """When it was said, and when the desk last said something."""
    verb = "Reported" if ticket.kind is Kind.INCIDENT else "Ordered"
    said = f"{verb} {words.ago(ticket.opened_at, now)}"
    if ticket.answered_at is None:
        return (
            f"{ticket.number} · {said} · no answer yet"
            if ticket.may_answer
            else (f"{ticket.number} · {said}")
        )
    return f"{ticket.number} · {said} · last answer {words.ago(ticket.answered_at, now)}"


def stands(page: OwnPage, now: datetime) -> str:
    """Where it stands, in a sentence or two."""
    ticket = page.ticket
    if ticket.waits_for_me:
        said = "It goes on once you have answered."
    elif ticket.may_say and ticket.csat is not None:
        said = "You said that it is solved. It closes by itself in a few days."
    else:
        said = SENTENCES[ticket.status]
    if ticket.status is Status.AWAITING_APPROVAL and page.asked:
        said = _asked(page.asked)
    promised = promise(ticket, now)
    return f"{said} {promised[:1].upper()}{promised[1:]}." if promised else said


def _asked(people: tuple[str, ...]) -> str:
    if len(people) > NAMED:
        return "Somebody who decides on such orders has to agree first."
    listed = " or ".join(filter(None, (", ".join(people[:-1]), people[-1])))
    return f"{listed} has to agree first."
