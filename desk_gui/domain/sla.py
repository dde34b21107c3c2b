"""Targets and clocks (the rules, §4): a clock explains when it is due and how it ended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from desk_gui.domain.priority import Priority
from desk_gui.domain.ticket import Ticket
from desk_gui.domain.workflow import HoldReason, Kind, Status, is_final, is_resolved


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
    """What happened to a clock, as its timeline says it."""

    STARTED = "started"
    PAUSED = "paused"
    RESUMED = "resumed"
    RETARGETED = "retargeted"
    WARNED = "warned"
    BREACHED = "breached"
    ESCALATED = "escalated"
    MET = "met"
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

Policies = Mapping[tuple[Kind, Priority, Target], int]
"""Seconds of calendar time promised per kind, priority and target."""

_MINUTES = {
    (Kind.INCIDENT, Target.RESPOND): (15, 30, 240, 480, 1440),
    (Kind.INCIDENT, Target.RESOLVE): (240, 480, 1440, 4320, 10080),
    (Kind.REQUEST, Target.RESPOND): (60, 240, 480, 1440, 2880),
    (Kind.REQUEST, Target.FULFIL): (480, 1440, 4320, 7200, 14400),
}
DEFAULT_POLICIES: Policies = {
    (kind, priority, target): promised * 60
    for (kind, target), row in _MINUTES.items()
    for priority, promised in zip(Priority, row, strict=True)
}

LONGEST_PROMISE_S = 366 * 86400


def check_policies(policies: Policies) -> None:
    """Raise ValueError unless every target is promised, within a year, the first answer first."""
    if set(policies) != set(DEFAULT_POLICIES):
        raise ValueError("every kind and priority needs both of its targets")
    if not all(0 < promised <= LONGEST_PROMISE_S for promised in policies.values()):
        raise ValueError("a target is longer than nothing and at most a year")
    for (kind, priority, target), promised in policies.items():
        end = policies[kind, priority, RUNS_TO_THE_END[kind]]
        if target is Target.RESPOND and promised > end:
            raise ValueError(
                f"the first answer to {kind.value}s of priority {priority.value} cannot be"
                " promised later than their end"
            )


@dataclass(frozen=True)
class Clock:
    """One promise on one ticket; all instants in UTC, `paused_s` in seconds."""

    target: Target
    state: ClockState
    started_at: datetime
    due_at: datetime
    paused_at: datetime | None = None
    paused_s: int = 0
    ended_at: datetime | None = None

    @property
    def is_ticking(self) -> bool:
        """Whether the promise is still open: running or paused."""
        return self.state in {ClockState.RUNNING, ClockState.PAUSED}


def start(target: Target, opened_at: datetime, promised_s: int, *, paused_s: int = 0) -> Clock:
    """A clock that counts from the opening and carries past pauses along."""
    due = opened_at + timedelta(seconds=promised_s + paused_s)
    return Clock(target, ClockState.RUNNING, opened_at, due, paused_s=paused_s)


def pause(clock: Clock, now: datetime) -> Clock:
    """The clock paused; one that is not running stays as it is."""
    if clock.state is not ClockState.RUNNING:
        return clock
    return replace(clock, state=ClockState.PAUSED, paused_at=now)


def resume(clock: Clock, now: datetime) -> Clock:
    """The clock running again, its due instant moved by the pause."""
    if clock.state is not ClockState.PAUSED or clock.paused_at is None:
        return clock
    pause_s = int((now - clock.paused_at).total_seconds())
    return replace(
        clock,
        state=ClockState.RUNNING,
        paused_at=None,
        paused_s=clock.paused_s + pause_s,
        due_at=clock.due_at + timedelta(seconds=pause_s),
    )


def finish(clock: Clock, now: datetime) -> Clock:
    """The clock met or breached at this instant."""
    if not clock.is_ticking:
        return clock
    ended = resume(clock, now)
    verdict = ClockState.MET if now <= ended.due_at else ClockState.BREACHED
    return replace(ended, state=verdict, ended_at=now)


def stop(clock: Clock, now: datetime) -> Clock:
    """The clock ended without a verdict: the ticket was cancelled, rejected or reclassified."""
    if not clock.is_ticking:
        return clock
    return replace(resume(clock, now), state=ClockState.STOPPED, ended_at=now)


def retarget(clock: Clock, promised_s: int) -> Clock:
    """The clock under another promise: it counts from the opening and keeps its pauses."""
    if not clock.is_ticking:
        return clock
    return replace(clock, due_at=clock.started_at + timedelta(seconds=promised_s + clock.paused_s))


def next_due(clocks: tuple[Clock, ...]) -> datetime | None:
    """The earliest due instant among running clocks: what the queue sorts by."""
    return min((c.due_at for c in clocks if c.state is ClockState.RUNNING), default=None)


def follow(
    clocks: Mapping[int, Clock], before: Ticket, after: Ticket, policies: Policies, now: datetime
) -> dict[int, Clock]:
    """The clocks of a ticket after it changed, by the same keys; `now` in UTC."""
    return {key: _follow_one(c, before, after, policies, now) for key, c in clocks.items()}


def _follow_one(
    clock: Clock, before: Ticket, after: Ticket, policies: Policies, now: datetime
) -> Clock:
    if after.kind is not before.kind:
        return stop(clock, now)
    if after.priority != before.priority and (after.kind, after.priority, clock.target) in policies:
        clock = retarget(clock, policies[after.kind, after.priority, clock.target])
    if after.responded_at and not before.responded_at and clock.target is Target.RESPOND:
        clock = finish(clock, after.responded_at)
    return clock if after.status == before.status else _after_move(clock, before, after, now)


def _after_move(clock: Clock, before: Ticket, after: Ticket, now: datetime) -> Clock:
    if is_final(after.status):
        return clock if is_resolved(before.status) else stop(clock, now)
    if is_resolved(after.status):
        return finish(clock, now)
    if is_resolved(before.status) and clock.target is not Target.RESPOND:
        return take_up_again(clock, now)
    if waits(after, clock.target):
        return pause(clock, now)
    return resume(clock, now)


def waits(ticket: Ticket, target: Target) -> bool:
    """Whether the ticket's status pauses a target: on hold for others, or awaiting approval."""
    if ticket.status is Status.AWAITING_APPROVAL:
        return target is Target.RESPOND
    return ticket.status is Status.ON_HOLD and ticket.hold_reason in PAUSING


def take_up_again(clock: Clock, now: datetime) -> Clock:
    """The clock of a ticket that is open again: it runs on, but a broken promise stays broken."""
    if clock.state is not ClockState.MET or clock.ended_at is None:
        return clock
    paused = replace(clock, state=ClockState.PAUSED, paused_at=clock.ended_at, ended_at=None)
    return resume(paused, now)


def start_all(ticket: Ticket, policies: Policies, *, paused_s: int = 0) -> tuple[Clock, ...]:
    """The clocks that a ticket of its kind and priority starts with, from its opening."""
    return tuple(
        start(
            target,
            ticket.opened_at,
            policies[ticket.kind, ticket.priority, target],
            paused_s=paused_s,
        )
        for target in (Target.RESPOND, RUNS_TO_THE_END[ticket.kind])
        if (ticket.kind, ticket.priority, target) in policies
        and not (target is Target.RESPOND and ticket.responded_at)
    )
