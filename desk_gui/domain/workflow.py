"""The two workflows of the desk as tables, checked when they are defined (the rules, §1)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a ticket is: the first decision, and the one that chooses its workflow."""

    INCIDENT = "incident"
    REQUEST = "request"


class Status(StrEnum):
    """Where a ticket stands; which statuses a kind has is said by its workflow."""

    NEW = "new"
    ASSIGNED = "assigned"
    IN_PROGRESS = "in_progress"
    ON_HOLD = "on_hold"
    RESOLVED = "resolved"
    AWAITING_APPROVAL = "awaiting_approval"
    APPROVED = "approved"
    IN_FULFILMENT = "in_fulfilment"
    FULFILLED = "fulfilled"
    CLOSED = "closed"
    REJECTED = "rejected"
    CANCELLED = "cancelled"


class HoldReason(StrEnum):
    """What an on-hold ticket waits for."""

    REQUESTER = "requester"
    SUPPLIER = "supplier"
    CHANGE = "change"
    PROBLEM = "problem"


class ResolutionCode(StrEnum):
    """How an incident was resolved."""

    FIXED = "fixed"
    WORKAROUND = "workaround"
    KNOWN_ARTICLE = "known_article"
    BY_REQUESTER = "by_requester"
    NO_FAULT_FOUND = "no_fault_found"
    DUPLICATE = "duplicate"
    NOT_RECORDED = "not_recorded"


class CancelReason(StrEnum):
    """Why a ticket was cancelled."""

    MISTAKEN = "mistaken"
    DUPLICATE = "duplicate"
    WITHDRAWN = "withdrawn"


class Who(StrEnum):
    """Who may make a transition."""

    AGENT = "agent"
    ASSIGNED_TEAM = "assigned_team"
    REQUESTER = "requester"
    APPROVER = "approver"
    AUTOMATIC = "automatic"


class Guard(StrEnum):
    """What must be true before a transition is made."""

    NONE = "none"
    TEAM_OR_ASSIGNEE = "team_or_assignee"
    ASSIGNEE = "assignee"
    HOLD_REASON = "hold_reason"
    RESOLUTION = "resolution"
    REVIEWED = "reviewed"
    CANCEL_REASON = "cancel_reason"
    APPROVAL_ASKED = "approval_asked"
    NO_APPROVAL_ASKED = "no_approval_asked"
    QUORUM = "quorum"
    REJECTION_REASON = "rejection_reason"
    MANDATORY_TASKS_DONE = "mandatory_tasks_done"


@dataclass(frozen=True)
class Transition:
    """One allowed move from a status to another; a `shortcut` passes over a status in between."""

    source: Status
    target: Status
    by: frozenset[Who]
    guard: Guard = Guard.NONE
    reopens: bool = False
    shortcut: bool = False


@dataclass(frozen=True)
class Workflow:
    """All statuses and transitions of one kind; raises ValueError when it is not sound."""

    kind: Kind
    first: Status
    final: frozenset[Status]
    working: Status
    resolved: Status
    transitions: tuple[Transition, ...]

    def __post_init__(self) -> None:
        check_steps(self.first, [(t.source, t.target) for t in self.transitions], self.final)

    @property
    def statuses(self) -> tuple[Status, ...]:
        """Every status of this kind, in the order of the workflow."""
        mine = {self.first} | {t.target for t in self.transitions}
        return tuple(status for status in Status if status in mine)

    @property
    def open_statuses(self) -> tuple[Status, ...]:
        """Statuses that count as backlog: not final and not resolved or fulfilled."""
        return tuple(s for s in self.statuses if s not in self.final and s != self.resolved)

    def transition(self, source: Status, target: Status) -> Transition | None:
        """The transition between two statuses, or None where the workflow has none."""
        return next((t for t in self.transitions if (t.source, t.target) == (source, target)), None)

    def leaving(self, source: Status) -> tuple[Transition, ...]:
        """The transitions that leave a status."""
        return tuple(t for t in self.transitions if t.source == source)

    def path(self, source: Status, target: Status) -> tuple[Status, ...]:
        """The shortest legal way to `target` without shortcuts; ValueError where there is none.

        `source` is not part of it.
        """
        ways: list[tuple[Status, ...]] = [()]
        seen = {source}
        while ways:
            way = ways.pop(0)
            here = way[-1] if way else source
            if here == target:
                return way
            for step in self.leaving(here):
                if step.target not in seen and not step.shortcut:
                    seen.add(step.target)
                    ways.append((*way, step.target))
        raise ValueError(f"no way from {source} to {target} in the {self.kind} workflow")


def check_steps(first: str, steps: Iterable[tuple[str, str]], final: Iterable[str]) -> None:
    """Raise ValueError unless every status is reachable and only final ones have no way out."""
    pairs = list(steps)
    if len(set(pairs)) != len(pairs):
        raise ValueError("a transition is listed twice")
    reached = {first}
    while more := {b for a, b in pairs if a in reached} - reached:
        reached |= more
    everything = {first, *final} | {status for pair in pairs for status in pair}
    if everything - reached:
        raise ValueError(f"never reached: {', '.join(sorted(everything - reached))}")
    ways_out = {a for a, _ in pairs}
    if ways_out & set(final):
        raise ValueError(f"final, but left: {', '.join(sorted(ways_out & set(final)))}")
    if everything - ways_out - set(final):
        raise ValueError(f"a dead end: {', '.join(sorted(everything - ways_out - set(final)))}")


def _moves(
    sources: Iterable[Status],
    target: Status,
    by: str,
    guard: Guard = Guard.NONE,
    *,
    reopens: bool = False,
    shortcut: bool = False,
) -> list[Transition]:
    who = frozenset(Who(word) for word in by.split())
    return [Transition(source, target, who, guard, reopens, shortcut) for source in sources]


_S = Status
INCIDENT = Workflow(
    kind=Kind.INCIDENT,
    first=_S.NEW,
    final=frozenset({_S.CLOSED, _S.CANCELLED}),
    working=_S.IN_PROGRESS,
    resolved=_S.RESOLVED,
    transitions=tuple(
        _moves([_S.NEW], _S.ASSIGNED, "agent", Guard.TEAM_OR_ASSIGNEE)
        + _moves([_S.NEW], _S.IN_PROGRESS, "agent", Guard.ASSIGNEE, shortcut=True)
        + _moves([_S.ASSIGNED], _S.IN_PROGRESS, "agent", Guard.ASSIGNEE)
        + _moves([_S.ASSIGNED, _S.IN_PROGRESS], _S.ON_HOLD, "agent", Guard.HOLD_REASON)
        + _moves([_S.ON_HOLD], _S.IN_PROGRESS, "agent automatic", Guard.ASSIGNEE)
        + _moves([_S.IN_PROGRESS, _S.ON_HOLD], _S.RESOLVED, "assigned_team", Guard.RESOLUTION)
        + _moves([_S.RESOLVED], _S.IN_PROGRESS, "agent requester", Guard.ASSIGNEE, reopens=True)
        + _moves([_S.RESOLVED], _S.CLOSED, "agent automatic", Guard.REVIEWED)
        + _moves(
            [_S.NEW, _S.ASSIGNED, _S.IN_PROGRESS, _S.ON_HOLD],
            _S.CANCELLED,
            "agent",
            Guard.CANCEL_REASON,
        )
    ),
)
REQUEST = Workflow(
    kind=Kind.REQUEST,
    first=_S.NEW,
    final=frozenset({_S.CLOSED, _S.REJECTED, _S.CANCELLED}),
    working=_S.IN_FULFILMENT,
    resolved=_S.FULFILLED,
    transitions=tuple(
        _moves([_S.NEW], _S.AWAITING_APPROVAL, "automatic", Guard.APPROVAL_ASKED)
        + _moves([_S.NEW], _S.APPROVED, "automatic", Guard.NO_APPROVAL_ASKED)
        + _moves([_S.AWAITING_APPROVAL], _S.APPROVED, "approver", Guard.QUORUM)
        + _moves([_S.AWAITING_APPROVAL], _S.REJECTED, "approver", Guard.REJECTION_REASON)
        + _moves([_S.APPROVED], _S.IN_FULFILMENT, "agent", Guard.ASSIGNEE)
        + _moves([_S.IN_FULFILMENT], _S.ON_HOLD, "agent", Guard.HOLD_REASON)
        + _moves([_S.ON_HOLD], _S.IN_FULFILMENT, "agent automatic", Guard.ASSIGNEE)
        + _moves([_S.IN_FULFILMENT], _S.FULFILLED, "agent", Guard.MANDATORY_TASKS_DONE)
        + _moves([_S.FULFILLED], _S.IN_FULFILMENT, "agent requester", Guard.ASSIGNEE, reopens=True)
        + _moves([_S.FULFILLED], _S.CLOSED, "agent automatic")
        + _moves(
            [_S.NEW, _S.AWAITING_APPROVAL, _S.APPROVED, _S.IN_FULFILMENT, _S.ON_HOLD],
            _S.CANCELLED,
            "agent requester",
            Guard.CANCEL_REASON,
        )
    ),
)
WORKFLOWS = {Kind.INCIDENT: INCIDENT, Kind.REQUEST: REQUEST}


def is_final(status: Status) -> bool:
    """Whether nothing follows this status: a later answer opens a linked follow-up."""
    return status in INCIDENT.final or status in REQUEST.final


def is_resolved(status: Status) -> bool:
    """Whether the work is done but may still be reopened."""
    return status in {INCIDENT.resolved, REQUEST.resolved}


def is_open(status: Status) -> bool:
    """Whether a ticket in this status counts as backlog (the rules, §7)."""
    return not is_final(status) and not is_resolved(status)


def status_after_reclassify(to: Kind, *, assigned: bool) -> Status:
    """Where a reclassified ticket starts: a request anew, an incident with its assignee."""
    return Status.ASSIGNED if to is Kind.INCIDENT and assigned else Status.NEW
