"""What is promised (the rules, §4): policies, escalations, and the clocks that count them.

How a clock counts is in `clocks.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from functools import cached_property

from desk_gui.domain.business_hours import CALENDAR_TIME, Time
from desk_gui.domain.priority import Priority
from desk_gui.domain.ticket import Major, Ticket
from desk_gui.domain.workflow import HoldReason, Kind


class Target(StrEnum):
    """What is promised: a first answer, a restored service, a fulfilled request."""

    RESPOND = "respond"
    RESOLVE = "resolve"
    FULFIL = "fulfil"


class ClockState(StrEnum):
    """Where a clock stands; `stopped` is a clock that ended without a verdict."""

    RUNNING = "running"
    PAUSED = "paused"
    MET = "met"
    BREACHED = "breached"
    STOPPED = "stopped"


class ClockMark(StrEnum):
    """What happened to a clock, as its timeline says it; `ended` comes after a breach."""

    STARTED = "started"
    PAUSED = "paused"
    RESUMED = "resumed"
    RETARGETED = "retargeted"
    WARNED = "warned"
    BREACHED = "breached"
    ESCALATED = "escalated"
    MET = "met"
    ENDED = "ended"
    STOPPED = "stopped"
    TAKEN_BACK = "taken_back"


class EscalationAction(StrEnum):
    """What an escalation does when its share of the promised time has passed."""

    NOTIFY = "notify"
    REASSIGN = "reassign"
    RAISE = "raise"


RUNS_TO_THE_END = {Kind.INCIDENT: Target.RESOLVE, Kind.REQUEST: Target.FULFIL}
PAUSING = frozenset({HoldReason.REQUESTER, HoldReason.CHANGE, HoldReason.PROBLEM})
"""Hold reasons that pause the clocks by default (the rules, §4)."""
WARNINGS = (50, 75)
"""Percent of the promised time at which a clock warns (the rules, §4)."""
BREACH = 100
LONGEST_PROMISE_S = 366 * 86400
HIGHEST_PERCENT = 1000

Key = tuple[Kind, Priority, Target]


@dataclass(frozen=True)
class Policy:
    """A promise in seconds of business time, or of calendar time without business hours.

    It is for tickets of a kind and priority; a narrower one for those of a category, a team or
    both, or for incidents that are declared major.
    """

    kind: Kind
    priority: Priority
    target: Target
    promised_s: int
    business_hours_id: int | None = None
    major: bool = False
    category_id: int | None = None
    team_id: int | None = None

    @property
    def scope(self) -> Scope:
        """For which tickets it is."""
        return Scope(
            self.kind, self.priority, self.target, self.major, self.category_id, self.team_id
        )


@dataclass(frozen=True)
class Scope:
    """Which tickets a policy is for; None stands for every category or team."""

    kind: Kind
    priority: Priority
    target: Target
    major: bool = False
    category_id: int | None = None
    team_id: int | None = None

    @property
    def is_general(self) -> bool:
        """Whether it is for every ticket of the kind and priority."""
        return not self.major and self.category_id is None and self.team_id is None

    def wider(self) -> Iterable[Scope]:
        """This scope and those around it, the narrowest first.

        A policy for major incidents comes before any other; then team and category, team,
        category, and the general one.
        """
        for major in (True, False) if self.major else (False,):
            for category_id, team_id in (
                (self.category_id, self.team_id),
                (None, self.team_id),
                (self.category_id, None),
                (None, None),
            ):
                yield Scope(self.kind, self.priority, self.target, major, category_id, team_id)


def scope_of(ticket: Ticket, target: Target) -> Scope:
    """The narrowest scope that a ticket is in."""
    return Scope(
        ticket.kind,
        ticket.priority,
        target,
        ticket.major is Major.DECLARED,
        ticket.category_id,
        ticket.team_id,
    )


@dataclass(frozen=True)
class Escalation:
    """What is done when `percent` of a promise has passed; without a priority for every one.

    Notify tells an account, the members of a team, or without both who is in charge: the
    assignee and the supervisors of its team. Reassign gives the ticket to an agent or a team.
    Raise makes the priority of an incident one step more urgent.
    """

    kind: Kind
    target: Target
    percent: int
    action: EscalationAction
    priority: Priority | None = None
    account_id: int | None = None
    team_id: int | None = None
    id: int = 0

    @property
    def changes_the_ticket(self) -> bool:
        """Whether it does more than telling people."""
        return self.action is not EscalationAction.NOTIFY

    def is_for(self, ticket: Ticket, target: Target) -> bool:
        """Whether it watches this clock of a ticket."""
        same = self.kind is ticket.kind and self.target is target
        return same and self.priority in {None, ticket.priority}


@dataclass(frozen=True)
class Terms:
    """All that the clocks of a desk go by, asked for when it is first needed.

    `time` gives the time of business hours by their id, `item_s` the seconds in which the catalog
    item of a request is fulfilled, None where the policy says so: as it was ordered, or, of a
    ticket that starts as a request, as it is ordered now.
    """

    ask_policies: Callable[[], tuple[Policy, ...]]
    ask_escalations: Callable[[], tuple[Escalation, ...]]
    ask_pausing: Callable[[], frozenset[HoldReason]]
    time: Callable[[int | None], Time]
    item_s: Callable[[Ticket, bool], int | None] = lambda _ticket, _starts: None

    @cached_property
    def policies(self) -> tuple[Policy, ...]:
        """Every policy."""
        return self.ask_policies()

    @cached_property
    def escalations(self) -> tuple[Escalation, ...]:
        """Every escalation."""
        return self.ask_escalations()

    @cached_property
    def pausing(self) -> frozenset[HoldReason]:
        """The hold reasons that pause the clocks."""
        return self.ask_pausing()

    @cached_property
    def _by_scope(self) -> Mapping[Scope, Policy]:
        return {policy.scope: policy for policy in self.policies}

    def policy(self, scope: Scope) -> Policy | None:
        """The narrowest policy for a scope, or None where nothing is promised."""
        known = self._by_scope
        return next((known[one] for one in scope.wider() if one in known), None)

    def promise(self, ticket: Ticket, target: Target, *, starts: bool = False) -> Policy | None:
        """What is promised to a ticket: by the target of its catalog item, else by its policy.

        The item says how long, the policy in which business hours. None where nothing is promised.
        """
        policy = self.policy(scope_of(ticket, target))
        if policy is None or target is not Target.FULFIL or ticket.item_id is None:
            return policy
        own_s = self.item_s(ticket, starts)
        return replace(policy, promised_s=own_s) if own_s else policy

    def steps(self, ticket: Ticket, target: Target) -> tuple[int, ...]:
        """The percents of a promise at which something happens, in order."""
        watched = {e.percent for e in self.escalations if e.is_for(ticket, target)}
        return tuple(sorted({*WARNINGS, BREACH, *watched}))

    def escalations_at(self, ticket: Ticket, target: Target, percent: int) -> list[Escalation]:
        """The escalations of a clock that come at a percent."""
        mine = (e for e in self.escalations if e.percent == percent)
        return [e for e in mine if e.is_for(ticket, target)]

    def acting_steps(self, ticket: Ticket, target: Target) -> frozenset[int]:
        """The percents at which an escalation changes the ticket."""
        mine = (e for e in self.escalations if e.changes_the_ticket)
        return frozenset(e.percent for e in mine if e.is_for(ticket, target))


def agreed(
    policies: tuple[Policy, ...],
    escalations: tuple[Escalation, ...] = (),
    time: Callable[[int | None], Time] = lambda _: CALENDAR_TIME,
) -> Terms:
    """Terms that are known already, with the default pauses."""
    return Terms(lambda: policies, lambda: escalations, lambda: PAUSING, time)


_MINUTES = {
    (Kind.INCIDENT, Target.RESPOND): (15, 30, 240, 480, 1440),
    (Kind.INCIDENT, Target.RESOLVE): (240, 480, 1440, 4320, 10080),
    (Kind.REQUEST, Target.RESPOND): (60, 240, 480, 1440, 2880),
    (Kind.REQUEST, Target.FULFIL): (480, 1440, 4320, 7200, 14400),
}
DEFAULT_PROMISES: Mapping[Key, int] = {
    (kind, priority, target): promised * 60
    for (kind, target), row in _MINUTES.items()
    for priority, promised in zip(Priority, row, strict=True)
}
"""Seconds of calendar time that a new desk promises to every ticket of a kind and priority."""
MAJOR_PROMISES = {Target.RESPOND: 600, Target.RESOLVE: 7200}
"""Seconds of calendar time that a new desk promises for a major incident, whatever its priority."""
DEFAULT_POLICIES: tuple[Policy, ...] = (
    *(Policy(*key, promised) for key, promised in DEFAULT_PROMISES.items()),
    *(
        Policy(Kind.INCIDENT, priority, target, promised, major=True)
        for target, promised in MAJOR_PROMISES.items()
        for priority in Priority
    ),
)


def check_policies(policies: tuple[Policy, ...]) -> None:
    """Raise ValueError, with the sentence, for policies that nobody can mean.

    Every kind and priority keeps both of its general targets; no two policies are for the same
    tickets; a first answer is never promised later than the end, nor a major incident later than
    any other of its priority.
    """
    scopes = [policy.scope for policy in policies]
    if {scope for scope in scopes if scope.is_general} != {Scope(*key) for key in DEFAULT_PROMISES}:
        raise ValueError("every kind and priority needs both of its targets")
    if len(set(scopes)) != len(scopes):
        raise ValueError("two policies are for the same tickets")
    if not all(0 < policy.promised_s <= LONGEST_PROMISE_S for policy in policies):
        raise ValueError("a target is longer than nothing and at most a year")
    terms = agreed(policies)
    for policy in policies:
        _check_kind(policy)
        _check_order(policy, terms)


def _check_kind(policy: Policy) -> None:
    if policy.target not in {Target.RESPOND, RUNS_TO_THE_END[policy.kind]}:
        raise ValueError(f"{_a(policy.kind)} has no target to {policy.target.value}")
    if policy.major and policy.kind is not Kind.INCIDENT:
        raise ValueError("only an incident can be a major incident")


def _check_order(policy: Policy, terms: Terms) -> None:
    scope = policy.scope
    end = terms.policy(replace(scope, target=RUNS_TO_THE_END[policy.kind]))
    if end and policy.target is Target.RESPOND and _is_surely_later(policy, end):
        raise ValueError(
            f"the first answer to {policy.kind.value}s of priority {policy.priority.value} cannot"
            " be promised later than their end"
        )
    other = terms.policy(replace(scope, major=False))
    if policy.major and other and _is_surely_later(policy, other):
        raise ValueError(
            f"a major incident of priority {policy.priority.value} cannot be promised later than"
            " any other"
        )


def _is_surely_later(one: Policy, other: Policy) -> bool:
    """Business time is never shorter than calendar time; two kinds of hours cannot be compared."""
    comparable = other.business_hours_id in {None, one.business_hours_id}
    return comparable and one.promised_s > other.promised_s


def check_escalations(escalations: tuple[Escalation, ...]) -> None:
    """Raise ValueError, with the sentence, for escalations that cannot happen."""
    for one in escalations:
        if not 0 < one.percent <= HIGHEST_PERCENT:
            raise ValueError(f"an escalation comes at 1 to {HIGHEST_PERCENT:,} percent")
        if one.target not in {Target.RESPOND, RUNS_TO_THE_END[one.kind]}:
            raise ValueError(f"{_a(one.kind)} has no target to {one.target.value}")
        if one.action is EscalationAction.RAISE and one.kind is not Kind.INCIDENT:
            raise ValueError("a service request takes its priority from its catalog item")
        if one.action is EscalationAction.REASSIGN and not (one.account_id or one.team_id):
            raise ValueError("an escalation that reassigns names an agent or a team")
    what = [
        (e.kind, e.priority, e.target, e.percent, e.action, e.account_id, e.team_id)
        for e in escalations
    ]
    if len(set(what)) != len(what):
        raise ValueError("two escalations are the same")


def _a(kind: Kind) -> str:
    return "an incident" if kind is Kind.INCIDENT else "a service request"


Stretch = tuple[datetime, datetime]


@dataclass(frozen=True)
class Clock:
    """One promise on one ticket; all instants in UTC, `paused_s` in seconds.

    It is a function of its start, its promise and its pauses: `due_at` is the earliest instant by
    which the promised time has run, outside of pauses. While it is paused, `due_at` says what it
    was when the pause began. `reached` is the highest percent whose warning, breach or
    escalation has happened; `next_at` is when the next one will have. `retargeted_at` is when the
    present promise was made, if that was after the start: nothing happens earlier than that.
    """

    target: Target
    state: ClockState
    started_at: datetime
    due_at: datetime
    paused_at: datetime | None = None
    paused_s: int = 0
    ended_at: datetime | None = None
    promised_s: int = 0
    business_hours_id: int | None = None
    pauses: tuple[Stretch, ...] = ()
    breached_at: datetime | None = None
    next_at: datetime | None = None
    reached: int = 0
    retargeted_at: datetime | None = None

    @property
    def is_ticking(self) -> bool:
        """Whether the promise is still open: running or paused."""
        return self.state in {ClockState.RUNNING, ClockState.PAUSED}


@dataclass(frozen=True)
class Mark:
    """One line of a clock's timeline: when (UTC), what, why, and how its due instant changed."""

    at: datetime
    what: ClockMark
    detail: str = ""
    due_at: datetime | None = None
    was_due_at: datetime | None = None


def next_due(clocks: Iterable[Clock]) -> datetime | None:
    """The earliest due instant among running clocks: what the queue sorts by."""
    return min((c.due_at for c in clocks if c.state is ClockState.RUNNING), default=None)
