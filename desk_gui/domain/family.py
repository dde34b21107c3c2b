"""Parent and children: what one incident means for those that it explains (the rules, §3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from desk_gui.domain.accounts import Account
from desk_gui.domain.ticket import (
    Major,
    Standing,
    Ticket,
    Wish,
    changes_of,
    refuse_wish,
    why_not,
    words,
)
from desk_gui.domain.workflow import WORKFLOWS, Kind, Status, is_final, is_open, is_resolved

_NOT_BEGUN = frozenset({Status.NEW, Status.ASSIGNED})


def why_not_child(parent: Ticket, child: Ticket, its_parent: Ticket | None) -> str | None:
    """Why an incident cannot become a child of another, or None; `its_parent` is the child's."""
    if child.kind is not Kind.INCIDENT:
        return f"{child.number} is a service request; link it as related instead."
    if child.id == parent.id:
        return f"{child.number} cannot be its own child."
    if is_final(child.status):
        return f"{child.number} is {words(child.status)}; what is final stays as it is."
    if child.major in {Major.PROPOSED, Major.DECLARED}:
        return f"{child.number} is a major incident itself, proposed or declared."
    if its_parent is None:
        return None
    rest = " already" if its_parent.id == parent.id else "; take that link away first"
    return f"{child.number} is a child of {its_parent.number}{rest}."


def why_no_children(parent: Ticket, its_parent: Ticket | None) -> str | None:
    """Why a ticket takes no children, or None; families have one level."""
    if parent.kind is not Kind.INCIDENT:
        return f"{parent.number} is a service request; it takes no children."
    if is_final(parent.status):
        return f"{parent.number} is {words(parent.status)}; it takes no children any more."
    if its_parent is not None:
        return f"{parent.number} is itself a child of {its_parent.number}; link them to that one."
    return None


def way(child: Ticket, wish: Wish, parent: Ticket) -> tuple[Wish, ...]:
    """The moves by which a child follows its parent, each of them legal in its own right.

    What nobody has begun is given to the parent's assignee and team first.
    """
    given = Wish(
        Status.ASSIGNED,
        assignee_id=child.assignee_id or parent.assignee_id,
        team_id=child.team_id or parent.team_id,
    )
    if wish.to is Status.RESOLVED and child.status in _NOT_BEGUN:
        return replace(given, to=Status.IN_PROGRESS), wish
    if wish.to is Status.ON_HOLD and child.status is Status.NEW:
        return given, wish
    return (wish,)


def wish_of(parent: Ticket) -> Wish | None:
    """What its children would do to stand where their parent stands, or None."""
    if parent.status is Status.ON_HOLD:
        return Wish(Status.ON_HOLD, hold_reason=parent.hold_reason, hold_until=parent.hold_until)
    if parent.status is Status.RESOLVED:
        return Wish(
            Status.RESOLVED,
            resolution_code=parent.resolution_code,
            resolution_text=parent.resolution_text or "",
        )
    return Wish(Status.IN_PROGRESS) if parent.status is Status.IN_PROGRESS else None


def concerns(child: Status, to: Status) -> bool:
    """Whether a child that stands there could follow its parent.

    Back to work go those that wait or are resolved, not those that nobody has begun.
    """
    if to is Status.IN_PROGRESS:
        return child is Status.ON_HOLD or is_resolved(child)
    return to in {Status.ON_HOLD, Status.RESOLVED} and is_open(child) and child is not to


def why_not_follow(child: Ticket, wishes: Sequence[Wish], account: Account, now: datetime) -> str:
    """Why a child cannot make these moves one after the other, or an empty text; `now` in UTC."""
    if child.kind is not Kind.INCIDENT:
        return f"{child.number} is a service request and goes its own way."
    for wish in wishes:
        step = WORKFLOWS[child.kind].transition(child.status, wish.to)
        refusal = step and why_not(child, step, account, Standing())
        refusal = refusal or refuse_wish(child, wish, Standing())
        if refusal:
            return refusal
        child = replace(child, **changes_of(child, wish, now))  # type: ignore[arg-type] # by field
    return ""
