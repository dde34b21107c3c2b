"""A ticket, and which moves it may make now (the rules, §1)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from desk_gui.domain.accounts import Account, Right, Role
from desk_gui.domain.priority import Level, Priority
from desk_gui.domain.workflow import (
    WORKFLOWS,
    CancelReason,
    Guard,
    HoldReason,
    Kind,
    ResolutionCode,
    Status,
    Transition,
    Who,
    is_final,
    is_resolved,
)

PREFIX = {Kind.INCIDENT: "INC", Kind.REQUEST: "REQ"}
MAX_TITLE = 250
MAX_TEXT = 200_000


class Major(StrEnum):
    """The major-incident field beside the status (the rules, §3)."""

    NONE = "none"
    PROPOSED = "proposed"
    DECLARED = "declared"
    STOOD_DOWN = "stood_down"
    REJECTED = "rejected"


class Relation(StrEnum):
    """How a ticket relates to another: “this ticket is … that ticket”."""

    RELATED = "related"
    CHILD_OF = "child_of"
    DUPLICATE_OF = "duplicate_of"
    CAUSED_BY = "caused_by"
    SPLIT_FROM = "split_from"
    FOLLOW_UP_OF = "follow_up_of"


KEEPS_ITS_REQUESTER = "a request keeps who asks for it once somebody approved it"
ORDERED = frozenset({Relation.CHILD_OF, Relation.DUPLICATE_OF, Relation.CAUSED_BY})
"""Relations with an above and a below: they never run in a circle."""


@dataclass(frozen=True)
class Ticket:
    """All stored fields of a ticket; instants in UTC."""

    id: int
    kind: Kind
    status: Status
    title: str
    text: str
    opened_at: datetime
    updated_at: datetime
    version: int
    priority: Priority
    requester_id: int | None = None
    opened_by_id: int | None = None
    assignee_id: int | None = None
    team_id: int | None = None
    category_id: int | None = None
    impact: Level | None = None
    urgency: Level | None = None
    override_reason: str | None = None
    item_id: int | None = None
    hold_reason: HoldReason | None = None
    hold_until: datetime | None = None
    resolution_code: ResolutionCode | None = None
    resolution_text: str | None = None
    resolved_with_article_id: int | None = None
    cancel_reason: CancelReason | None = None
    rejection_reason: str | None = None
    major: Major = Major.NONE
    confidential: bool = False
    source: str | None = None
    foreign_number: str | None = None
    parked: str | None = None
    due_at: datetime | None = None
    responded_at: datetime | None = None
    first_resolved_at: datetime | None = None
    resolved_at: datetime | None = None
    closed_at: datetime | None = None
    ended_at: datetime | None = None
    reassignments: int = 0
    reopenings: int = 0
    csat: int | None = None

    @property
    def number(self) -> str:
        """The number as people say it: INC-12 or REQ-12, one sequence for both."""
        return f"{PREFIX[self.kind]}-{self.id}"


INCIDENT_FIELDS = ("impact", "urgency", "override_reason", "resolution_code")
REQUEST_FIELDS = ("item_id",)
OWN_FIELDS = {Kind.INCIDENT: INCIDENT_FIELDS, Kind.REQUEST: REQUEST_FIELDS}
"""Fields that only one kind has; they are parked when a ticket changes its kind."""


@dataclass(frozen=True)
class Wish:
    """What somebody asks of a move: the target and what its guard wants to know."""

    to: Status
    hold_reason: HoldReason | None = None
    hold_until: datetime | None = None
    resolution_code: ResolutionCode | None = None
    resolution_text: str = ""
    article_id: int | None = None
    cancel_reason: CancelReason | None = None
    reason: str = ""
    assignee_id: int | None = None
    team_id: int | None = None


@dataclass(frozen=True)
class Standing:
    """What the rest of the desk says about a ticket: its approvals, its tasks and its links.

    `requester_accounts` are the accounts of the very person who asks, told by the mail address.
    `reviewed` says that the review of a major incident is written. `deciders` may decide an
    approval now; None stands for every supervisor. `asked` are the names of those in person.
    """

    approvals_needed: int = 0
    approvals_given: int = 0
    mandatory_tasks_open: tuple[str, ...] = ()
    approved_by: frozenset[int] = field(default=frozenset())
    requester_accounts: frozenset[int] = field(default=frozenset())
    names_its_original: bool = False
    reviewed: bool = False
    deciders: frozenset[int] | None = None
    asked: tuple[str, ...] = ()


@dataclass(frozen=True)
class Move:
    """A transition as offered to a person: allowed, or blocked and why."""

    to: Status
    allowed: bool
    because: str
    reopens: bool = False


def moves(ticket: Ticket, account: Account, standing: Standing) -> tuple[Move, ...]:
    """Every transition that leaves the ticket's status, with the reason where one is blocked.

    Automatic transitions are left out: nobody chooses them.
    """
    offered = []
    for step in WORKFLOWS[ticket.kind].leaving(ticket.status):
        if step.by == {Who.AUTOMATIC}:
            continue
        why = why_not(ticket, step, account, standing) or _waits_for(ticket, step, standing)
        offered.append(Move(step.target, why is None, why or "", step.reopens))
    return tuple(offered)


def why_not(ticket: Ticket, step: Transition, account: Account, standing: Standing) -> str | None:
    """Why this account may not make the transition, or None."""
    if not account.active:
        return f"The account of {account.name} is switched off."
    if Who.APPROVER in step.by:
        return why_not_approver(ticket, account, standing)
    if Who.REQUESTER in step.by and account.role is Role.REQUESTER:
        return None
    if not account.may(Right.WORK_ON_TICKETS):
        return "Only an agent can do this."
    outside = ticket.team_id is not None and ticket.team_id not in account.teams
    in_charge = account.role.rank >= Role.SUPERVISOR.rank or account.id == ticket.assignee_id
    if Who.ASSIGNED_TEAM in step.by and outside and not in_charge:
        return "Only the assignee's team, or a supervisor, can resolve it."
    return None


def why_not_approver(ticket: Ticket, account: Account, standing: Standing) -> str | None:
    """Why this account may not decide on the request, or None."""
    entitled = standing.deciders is not None and account.id in standing.deciders
    if not entitled and not standing.asked and not account.may(Right.APPROVE):
        return "Only a supervisor can decide an approval."
    if account.id == ticket.opened_by_id or account.id in standing.requester_accounts:
        return "Who raised a request cannot approve it."
    if standing.deciders is None or entitled:
        return None
    if account.id in standing.approved_by:
        return f"You approved {ticket.number} already; somebody else has to agree too."
    if standing.asked:
        return f"It waits for {_either(list(standing.asked))}."
    return "Only a supervisor can decide an approval."


def _waits_for(ticket: Ticket, step: Transition, standing: Standing) -> str | None:
    """Why the ticket as it stands is not ready, whatever the person would fill in."""
    if step.guard is Guard.MANDATORY_TASKS_DONE and standing.mandatory_tasks_open:
        return "Still to do: " + ", ".join(standing.mandatory_tasks_open) + "."
    return why_not_end(ticket, reviewed=standing.reviewed) if is_final(step.target) else None


def why_not_end(ticket: Ticket, *, reviewed: bool) -> str | None:
    """Why a ticket may not become final for being a major incident, or None (the rules, §3)."""
    if ticket.major is Major.PROPOSED:
        return (
            f"{ticket.number} is proposed as a major incident;"
            " a supervisor declares or rejects that first."
        )
    if ticket.major is Major.DECLARED:
        return f"{ticket.number} is a declared major incident; stand it down and review it first."
    if ticket.major is Major.STOOD_DOWN and not reviewed:
        return f"{ticket.number} was a major incident; write its review first."
    return None


def refuse_wish(ticket: Ticket, wish: Wish, standing: Standing) -> str | None:
    """The sentence that says what the wish lacks for its transition, or None when it is whole."""
    step = WORKFLOWS[ticket.kind].transition(ticket.status, wish.to)
    if step is None:
        return no_such_move(ticket.kind, ticket.status, wish.to)
    return _waits_for(ticket, step, standing) or _LACKS[step.guard](ticket, wish, standing)


def no_such_move(kind: Kind, source: Status, target: Status) -> str:
    """The sentence for a transition that the kind's workflow does not have."""
    ways = [words(t.target) for t in WORKFLOWS[kind].leaving(source)]
    if not ways:
        return (
            f"This {kind_words(kind)} is {words(source)}, which is final; open a follow-up instead."
        )
    return (
        f"This {kind_words(kind)} is {words(source)} and cannot become {words(target)}; "
        f"it can become {_either(ways)}."
    )


def words(status: Status) -> str:
    """A status as it is said in a sentence."""
    return status.value.replace("_", " ")


def kind_words(kind: Kind) -> str:
    """A kind as it is said in a sentence."""
    return "incident" if kind is Kind.INCIDENT else "service request"


def _either(ways: list[str]) -> str:
    return ways[0] if len(ways) == 1 else f"{', '.join(ways[:-1])} or {ways[-1]}"


def _fine(ticket: Ticket, wish: Wish, standing: Standing) -> str | None:
    return None


def _lacks_team(ticket: Ticket, wish: Wish, standing: Standing) -> str | None:
    there = ticket.team_id or ticket.assignee_id or wish.team_id or wish.assignee_id
    return None if there else "Assign it to a team or an agent first."


def _lacks_assignee(ticket: Ticket, wish: Wish, standing: Standing) -> str | None:
    return (
        None if ticket.assignee_id or wish.assignee_id else "It needs an assignee; take it first."
    )


def _lacks_hold_reason(ticket: Ticket, wish: Wish, standing: Standing) -> str | None:
    if wish.hold_reason:
        return None
    return "Say what it waits for: the requester, a supplier, a change or a problem."


def _lacks_resolution(ticket: Ticket, wish: Wish, standing: Standing) -> str | None:
    if not wish.resolution_code:
        return "Choose how it was resolved (a resolution code)."
    if not wish.resolution_text.strip():
        return (
            "Say in a sentence how it was resolved; the requester and the next agent will read it."
        )
    return None


def _lacks_cancel_reason(ticket: Ticket, wish: Wish, standing: Standing) -> str | None:
    if not wish.cancel_reason:
        return "Say why it is cancelled: mistaken, duplicate or withdrawn."
    if wish.cancel_reason is CancelReason.DUPLICATE and not standing.names_its_original:
        return "Link it as a duplicate of the ticket that stays first."
    return None


def _lacks_quorum(ticket: Ticket, wish: Wish, standing: Standing) -> str | None:
    missing = standing.approvals_needed - standing.approvals_given
    return (
        None
        if missing <= 0
        else f"It still needs {missing} of {standing.approvals_needed} approvals."
    )


def _lacks_rejection(ticket: Ticket, wish: Wish, standing: Standing) -> str | None:
    return (
        None if wish.reason.strip() else "A rejection needs its reason; the requester will read it."
    )


def _approval_asked(ticket: Ticket, wish: Wish, standing: Standing) -> str | None:
    return None if standing.approvals_needed else "Its catalog item asks for no approval."


def _no_approval_asked(ticket: Ticket, wish: Wish, standing: Standing) -> str | None:
    return "Its catalog item asks for approval." if standing.approvals_needed else None


_LACKS: Mapping[Guard, Callable[[Ticket, Wish, Standing], str | None]] = {
    Guard.NONE: _fine,
    Guard.TEAM_OR_ASSIGNEE: _lacks_team,
    Guard.ASSIGNEE: _lacks_assignee,
    Guard.HOLD_REASON: _lacks_hold_reason,
    Guard.RESOLUTION: _lacks_resolution,
    Guard.REVIEWED: _fine,
    Guard.CANCEL_REASON: _lacks_cancel_reason,
    Guard.APPROVAL_ASKED: _approval_asked,
    Guard.NO_APPROVAL_ASKED: _no_approval_asked,
    Guard.QUORUM: _lacks_quorum,
    Guard.REJECTION_REASON: _lacks_rejection,
    Guard.MANDATORY_TASKS_DONE: _fine,
}


def changes_of(ticket: Ticket, wish: Wish, now: datetime) -> dict[str, object]:
    """The fields that a move changes, old hold and resolution facts included; `now` in UTC."""
    changed: dict[str, object] = {"status": wish.to, "updated_at": now}
    changed |= _handing_over(ticket, wish)
    holding = wish.to is Status.ON_HOLD
    changed["hold_reason"] = wish.hold_reason if holding else None
    changed["hold_until"] = wish.hold_until if holding else None
    if wish.to in {Status.IN_PROGRESS, Status.IN_FULFILMENT} and not ticket.responded_at:
        changed["responded_at"] = now
    changed |= _resolving(ticket, wish, now)
    if wish.to is Status.CLOSED:
        changed["closed_at"] = now
    elif is_final(wish.to):
        changed["ended_at"] = now
        changed["cancel_reason"] = wish.cancel_reason
        if wish.to is Status.REJECTED:
            changed["rejection_reason"] = wish.reason.strip()
    return {name: value for name, value in changed.items() if getattr(ticket, name) != value}


def _handing_over(ticket: Ticket, wish: Wish) -> dict[str, object]:
    assignee_id, team_id = wish.assignee_id or ticket.assignee_id, wish.team_id or ticket.team_id
    handed = is_handed_over(ticket, assignee_id, team_id)
    return {
        "assignee_id": assignee_id,
        "team_id": team_id,
        "reassignments": ticket.reassignments + (1 if handed else 0),
    }


def given_to(ticket: Ticket, assignee_id: int | None, team_id: int | None) -> dict[str, object]:
    """The fields that change when a ticket is given to an agent, a team, both or nobody.

    A new incident becomes assigned.
    """
    changes: dict[str, object] = {"assignee_id": assignee_id, "team_id": team_id}
    if is_handed_over(ticket, assignee_id, team_id):
        changes["reassignments"] = ticket.reassignments + 1
    is_new = ticket.kind is Kind.INCIDENT and ticket.status is Status.NEW
    if is_new and (assignee_id or team_id):
        changes["status"] = Status.ASSIGNED
    return changes


def is_handed_over(ticket: Ticket, assignee_id: int | None, team_id: int | None) -> bool:
    """Whether somebody else gets a ticket that somebody had: a reassignment."""
    other_agent = ticket.assignee_id is not None and ticket.assignee_id != assignee_id
    other_team = ticket.team_id is not None and ticket.team_id != team_id
    return (other_agent or other_team) and bool(assignee_id or team_id)


def _resolving(ticket: Ticket, wish: Wish, now: datetime) -> dict[str, object]:
    if is_resolved(wish.to):
        return {
            "resolved_at": now,
            "first_resolved_at": ticket.first_resolved_at or now,
            "resolution_code": wish.resolution_code,
            "resolution_text": wish.resolution_text.strip() or None,
            "resolved_with_article_id": wish.article_id,
        }
    if is_resolved(ticket.status) and not is_final(wish.to):
        return {
            "resolved_at": None,
            "resolution_code": None,
            "resolution_text": None,
            "resolved_with_article_id": None,
            "reopenings": ticket.reopenings + 1,
        }
    if wish.to is Status.CANCELLED and wish.article_id:
        return {"resolved_with_article_id": wish.article_id}
    return {}


def why_not_reclassify(ticket: Ticket) -> str | None:
    """Why the ticket may not change its kind, or None."""
    if is_final(ticket.status) or is_resolved(ticket.status):
        return (
            f"{ticket.number} is {words(ticket.status)}; only open tickets can change their kind. "
            "Split off a linked ticket instead."
        )
    if ticket.major is Major.STOOD_DOWN:
        return f"{ticket.number} was a major incident and stays an incident; split it instead."
    if ticket.major is Major.PROPOSED:
        return why_not_end(ticket, reviewed=False)
    if ticket.major is Major.DECLARED:
        return f"{ticket.number} is a major incident; stand it down before it changes its kind."
    return None
