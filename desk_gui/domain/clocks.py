"""How a clock counts (the rules, §4): start, pause, retarget, warn, breach, end.

A clock is a function of its start, its promise and its pauses, so everything that happens to it
has an exact instant, whenever somebody looks. A promise is kept up to and including its due
instant; only a second later it is broken, and dated at the due instant. What is open and overdue
runs on with `breached_at` set: the verdict comes with the end.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import reduce

from desk_gui.domain.business_hours import CALENDAR_TIME, Time
from desk_gui.domain.sla import (
    BREACH,
    RUNS_TO_THE_END,
    WARNINGS,
    Clock,
    ClockMark,
    ClockState,
    Mark,
    Policy,
    Stretch,
    Target,
    Terms,
    scope_of,
)
from desk_gui.domain.ticket import Major, Ticket, words
from desk_gui.domain.workflow import HoldReason, Status, is_final, is_resolved

BY_ITEM = "the target of the catalog item"


@dataclass(frozen=True)
class Count:
    """How one clock counts: its time, and the percents at which something happens."""

    time: Time = CALENDAR_TIME
    steps: tuple[int, ...] = (*WARNINGS, BREACH)


@dataclass(frozen=True)
class Step:
    """A percent of the promise that a clock has reached, and its exact instant."""

    percent: int
    at: datetime


def count_of(clock: Clock, ticket: Ticket, terms: Terms) -> Count:
    """How a clock of a ticket counts under the terms of the desk."""
    return Count(terms.time(clock.business_hours_id), terms.steps(ticket, clock.target))


def run_s(clock: Clock, counting: Time, until: datetime) -> int:
    """Seconds that the clock has run by an instant, in its own time and outside its pauses."""
    end = _s(min(until, clock.paused_at) if clock.paused_at else until)
    total, here = 0, _s(clock.started_at)
    for since, to in clock.pauses:
        if _s(since) >= end:
            break
        total += counting.between(here, _s(since))
        here = _s(to)
    return total + counting.between(here, end)


def instant_at(clock: Clock, counting: Time, seconds: int) -> datetime:
    """The earliest instant by which it has run so many seconds; an open pause is left out."""
    pauses = [(_s(since), _s(to)) for since, to in clock.pauses]
    return datetime.fromtimestamp(second_at(_s(clock.started_at), pauses, counting, seconds), UTC)


def second_at(start: int, pauses: Iterable[tuple[int, int]], counting: Time, seconds: int) -> int:
    """The same in seconds since 1970: when so many seconds have run since `start`."""
    left, here = seconds, start
    for since, to in pauses:
        ran = counting.between(here, since)
        if ran >= left:
            break
        left -= ran
        here = to
    return counting.after(here, left)


def _s(instant: datetime) -> int:
    return int(instant.timestamp())


def _step_at(clock: Clock, counting: Time, percent: int) -> datetime:
    if percent == BREACH:
        return clock.due_at
    return instant_at(clock, counting, -(-clock.promised_s * percent // 100))


def start(
    target: Target,
    opened_at: datetime,
    policy: Policy,
    count: Count,
    *,
    pauses: tuple[Stretch, ...] = (),
    now: datetime | None = None,
) -> Clock:
    """A clock that counts from the opening and carries past pauses along."""
    clock = Clock(
        target,
        ClockState.RUNNING,
        opened_at,
        opened_at,
        promised_s=policy.promised_s,
        business_hours_id=policy.business_hours_id,
        retargeted_at=now if now and now > opened_at else None,
    )
    return _with_pauses(clock, pauses, count)


def _with_pauses(clock: Clock, pauses: Iterable[Stretch], count: Count) -> Clock:
    kept = tuple((since, to) for since, to in pauses if to > since)
    paused = replace(clock, pauses=kept, paused_s=sum(_s(to) - _s(since) for since, to in kept))
    return _due_anew(paused, count)


def _due_anew(clock: Clock, count: Count) -> Clock:
    return replace(clock, due_at=instant_at(clock, count.time, clock.promised_s))


def pause(clock: Clock, now: datetime) -> Clock:
    """The clock paused; one that is not running stays as it is."""
    if clock.state is not ClockState.RUNNING:
        return clock
    return replace(clock, state=ClockState.PAUSED, paused_at=now)


def resume(clock: Clock, now: datetime, count: Count) -> Clock:
    """The clock running again, its due instant moved by the pause."""
    if clock.state is not ClockState.PAUSED or clock.paused_at is None:
        return clock
    running = replace(clock, state=ClockState.RUNNING, paused_at=None)
    return _with_pauses(running, (*clock.pauses, (clock.paused_at, now)), count)


def finish(clock: Clock, now: datetime, count: Count) -> Clock:
    """The clock met or breached at this instant."""
    if not clock.is_ticking:
        return clock
    ended = replace(resume(clock, now, count), ended_at=now)
    if now <= ended.due_at:
        return replace(ended, state=ClockState.MET)
    broken = ended.breached_at or max(ended.due_at, ended.retargeted_at or ended.due_at)
    return replace(ended, state=ClockState.BREACHED, breached_at=broken)


def stop(clock: Clock, now: datetime, count: Count) -> Clock:
    """The clock ended without a verdict: the ticket was cancelled, rejected or reclassified."""
    if not clock.is_ticking:
        return clock
    return replace(resume(clock, now, count), state=ClockState.STOPPED, ended_at=now)


def retarget(clock: Clock, policy: Policy, now: datetime, count: Count) -> Clock:
    """The clock under another promise: it counts from the opening and keeps its pauses.

    A due instant that lies in the past already breaks the promise now; one that does not makes
    a broken promise whole again, and what had been reached beyond the present percent may come
    again. `count` is that of the new promise.
    """
    if not clock.is_ticking:
        return clock
    promised = replace(
        clock,
        promised_s=policy.promised_s,
        business_hours_id=policy.business_hours_id,
        retargeted_at=now,
    )
    return reached_anew(_due_anew(promised, count), now, count)


def counted_anew(clock: Clock, ticket: Ticket, terms: Terms, now: datetime) -> Clock:
    """The clock after its business hours were changed: due anew, counted from the opening."""
    count = count_of(clock, ticket, terms)
    changed = _due_anew(clock, count)
    if not clock.is_ticking or changed.due_at == clock.due_at:
        return planned(clock, count)
    again = reached_anew(replace(changed, retargeted_at=now), now, count)
    return planned(again, count)


def reached_anew(clock: Clock, now: datetime, count: Count) -> Clock:
    """The clock with no more reached than it has run by now."""
    percent = run_s(clock, count.time, now) * 100 // clock.promised_s
    if clock.due_at < min(now, clock.paused_at or now):
        return replace(clock, reached=min(clock.reached, percent))
    return replace(clock, reached=min(clock.reached, percent, BREACH - 1), breached_at=None)


def steps_until(clock: Clock, until: datetime, count: Count) -> list[Step]:
    """What has happened to a ticking clock by an instant and was not noted yet, in order."""
    if not clock.is_ticking:
        return []
    here = min(until, clock.paused_at or until)
    floor = clock.retargeted_at or clock.started_at
    found = []
    for percent in count.steps:
        if percent <= clock.reached:
            continue
        at = _step_at(clock, count.time, percent)
        if at > here or (percent == BREACH and at == here):
            break
        found.append(Step(percent, max(at, floor)))
    return found


def passed(clock: Clock, step: Step) -> Clock:
    """The clock after a step was noted."""
    broken = step.at if step.percent == BREACH else clock.breached_at
    return replace(clock, reached=step.percent, breached_at=broken)


def settle(
    clocks: Mapping[int, Clock], change: tuple[Ticket, Ticket], terms: Terms, until: datetime
) -> tuple[dict[int, Clock], dict[int, list[Step]]]:
    """The clocks of a ticket as they stand at an instant, and what happened to them until then.

    It goes no further than the first escalation that changes the ticket: that one comes first.
    A clock that the change ends has no such escalation any more.
    """
    before, after = change
    steps: dict[int, list[Step]] = {}
    halts: list[datetime] = []
    for key, clock in clocks.items():
        steps[key] = []
        if not clock.is_ticking:
            continue
        steps[key] = steps_until(clock, until, count_of(clock, before, terms))
        if not ends(clock.target, before, after):
            acting = terms.acting_steps(before, clock.target)
            place = next((n for n, step in enumerate(steps[key]) if step.percent in acting), None)
            halts += [steps[key][place].at] if place is not None else []
            steps[key] = steps[key][:place]
    halt = min(halts, default=until)
    steps = {key: [step for step in many if step.at <= halt] for key, many in steps.items()}
    settled = {key: reduce(passed, steps[key], clock) for key, clock in clocks.items()}
    return {
        key: planned(one, count_of(one, before, terms)) if steps[key] else one
        for key, one in settled.items()
    }, steps


def next_act(
    clocks: Mapping[int, Clock], ticket: Ticket, terms: Terms, until: datetime
) -> tuple[int, Step] | None:
    """The clock and the step whose escalation changes the ticket next, if it has come."""
    found = [
        (key, step)
        for key, clock in clocks.items()
        for step in steps_until(clock, until, count_of(clock, ticket, terms))
        if step.percent in terms.acting_steps(ticket, clock.target)
    ]
    return min(found, key=lambda one: (one[1].at, one[0]), default=None)


def past(clock: Clock, now: datetime, count: Count) -> Clock:
    """The clock without what would have happened already: other steps count from now on."""
    steps = steps_until(clock, now, count)
    return replace(clock, reached=steps[-1].percent) if steps else clock


def planned(clock: Clock, count: Count) -> Clock:
    """The clock with the instant of its next step; None while it is paused or after its end."""
    return replace(clock, next_at=_next_at(clock, count) if clock.is_ticking else None)


def _next_at(clock: Clock, count: Count) -> datetime | None:
    percent = next((step for step in count.steps if step > clock.reached), None)
    if percent is None:
        return None
    at = _step_at(clock, count.time, percent)
    if percent == BREACH:
        at = datetime.fromtimestamp(_s(at) + 1, UTC)
    if clock.paused_at and at > clock.paused_at:
        return None
    return max(at, clock.retargeted_at or at)


def take_up_again(clock: Clock, now: datetime, count: Count) -> Clock:
    """The clock of a ticket that is open again: it runs on, but a broken promise stays broken."""
    if clock.state is not ClockState.MET or clock.ended_at is None:
        return clock
    paused = replace(clock, state=ClockState.PAUSED, paused_at=clock.ended_at, ended_at=None)
    return resume(paused, now, count)


def start_all(
    ticket: Ticket, terms: Terms, *, pauses: tuple[Stretch, ...] = (), now: datetime | None = None
) -> tuple[Clock, ...]:
    """The clocks that a ticket starts with, from its opening."""
    targets = (Target.RESPOND, RUNS_TO_THE_END[ticket.kind])
    wanted = targets[1:] if ticket.responded_at else targets
    found = (start_one(ticket, target, terms, pauses=pauses, now=now) for target in wanted)
    return tuple(clock for clock in found if clock is not None)


def start_one(
    ticket: Ticket,
    target: Target,
    terms: Terms,
    *,
    pauses: tuple[Stretch, ...] = (),
    now: datetime | None = None,
) -> Clock | None:
    """The clock of a target, from the opening; None where nothing is promised."""
    policy = terms.promise(ticket, target, starts=True)
    if policy is None:
        return None
    count = Count(terms.time(policy.business_hours_id), terms.steps(ticket, target))
    return planned(start(target, ticket.opened_at, policy, count, pauses=pauses, now=now), count)


def carried(clocks: Iterable[Clock]) -> tuple[Stretch, ...]:
    """The pauses that the new clocks of a reclassified ticket take over: the longest there are."""
    return max((clock.pauses for clock in clocks), key=_length, default=())


def _length(pauses: tuple[Stretch, ...]) -> float:
    return sum((to - since).total_seconds() for since, to in pauses)


def waits(ticket: Ticket, target: Target, pausing: Collection[HoldReason]) -> bool:
    """Whether the ticket's status pauses a target: on hold for others, or awaiting approval."""
    if ticket.status is Status.AWAITING_APPROVAL:
        return target is Target.RESPOND
    return ticket.status is Status.ON_HOLD and ticket.hold_reason in pausing


def ends(target: Target, before: Ticket, after: Ticket) -> bool:
    """Whether a change ends the clocks of a target."""
    answered = target is Target.RESPOND and after.responded_at and not before.responded_at
    over = is_final(after.status) or is_resolved(after.status)
    return after.kind is not before.kind or bool(answered) or over


def follow(
    clocks: Mapping[int, Clock], before: Ticket, after: Ticket, terms: Terms, now: datetime
) -> dict[int, Clock]:
    """The clocks of a ticket after it changed, by the same keys; `now` in UTC."""
    return {key: _follow_one(c, before, after, terms, now) for key, c in clocks.items()}


def _follow_one(clock: Clock, before: Ticket, after: Ticket, terms: Terms, now: datetime) -> Clock:
    if after.kind is not before.kind:
        return planned(stop(clock, now, count_of(clock, after, terms)), Count())
    if clock.is_ticking and scope_of(after, clock.target) != scope_of(before, clock.target):
        clock = _promised_anew(clock, after, terms, now)
    count = count_of(clock, after, terms)
    if after.responded_at and not before.responded_at and clock.target is Target.RESPOND:
        clock = finish(clock, after.responded_at, count)
    if after.status != before.status:
        clock = _after_move(clock, before, after, terms, now)
    return planned(clock, count)


def _promised_anew(clock: Clock, ticket: Ticket, terms: Terms, now: datetime) -> Clock:
    policy = terms.promise(ticket, clock.target)
    same = (clock.promised_s, clock.business_hours_id)
    if policy is None or (policy.promised_s, policy.business_hours_id) == same:
        return clock
    count = Count(terms.time(policy.business_hours_id), terms.steps(ticket, clock.target))
    return retarget(clock, policy, now, count)


def _after_move(clock: Clock, before: Ticket, after: Ticket, terms: Terms, now: datetime) -> Clock:
    count = count_of(clock, after, terms)
    if is_final(after.status):
        return clock if is_resolved(before.status) else stop(clock, now, count)
    if is_resolved(after.status):
        return finish(clock, now, count)
    if is_resolved(before.status) and clock.target is not Target.RESPOND:
        return take_up_again(clock, now, count)
    if waits(after, clock.target, terms.pausing):
        return pause(clock, now)
    return resume(clock, now, count)


def marks(
    was: Clock, clock: Clock, change: tuple[Ticket, Ticket], now: datetime, because: str = ""
) -> Iterator[Mark]:
    """What a change of the ticket did to one of its clocks; `because` is why it was retargeted."""
    before, after = change
    if _promise(clock) != _promise(was):
        why = because or why_retargeted(before, after)
        yield Mark(now, ClockMark.RETARGETED, why, clock.due_at, was.due_at)
    if clock.breached_at and not was.breached_at:
        yield Mark(clock.breached_at, ClockMark.BREACHED, due_at=clock.due_at)
    if clock.state is was.state:
        return
    if clock.paused_at:
        why = why_paused(after.status, after.hold_reason)
        yield Mark(clock.paused_at, ClockMark.PAUSED, why, clock.due_at)
    elif clock.state is ClockState.RUNNING:
        why = "" if was.state is ClockState.PAUSED else "reopened"
        yield Mark(now, ClockMark.RESUMED, why, clock.due_at, was.due_at)
    elif clock.ended_at:
        what = _ENDS[clock.state]
        how = "reclassified" if after.kind is not before.kind else words(after.status)
        answered = clock.target is Target.RESPOND and what is not ClockMark.STOPPED
        yield Mark(clock.ended_at, what, "answered" if answered else how, clock.due_at)


def _promise(clock: Clock) -> tuple[int, int | None, datetime | None]:
    return clock.promised_s, clock.business_hours_id, clock.retargeted_at


_ENDS = {
    ClockState.MET: ClockMark.MET,
    ClockState.BREACHED: ClockMark.ENDED,
    ClockState.STOPPED: ClockMark.STOPPED,
}


def why_paused(status: Status, reason: HoldReason | None) -> str:
    """Why a clock is paused, as its timeline says it."""
    if status is Status.AWAITING_APPROVAL or reason is None:
        return words(status)
    return f"waiting for {_WAITS[reason]}"


_WAITS = {
    HoldReason.REQUESTER: "the requester",
    HoldReason.SUPPLIER: "a supplier",
    HoldReason.CHANGE: "a change",
    HoldReason.PROBLEM: "a problem",
}


def why_retargeted(before: Ticket, after: Ticket) -> str:
    """Why another promise counts, as the timeline says it."""
    said = []
    if after.priority != before.priority:
        said.append(f"priority {int(before.priority)} became {int(after.priority)}")
    if after.major is not before.major:
        declared = after.major is Major.DECLARED
        said.append("declared a major incident" if declared else "no major incident any more")
    if after.category_id != before.category_id:
        said.append("another category")
    if after.team_id != before.team_id:
        said.append("another team")
    return ", ".join(said)


def why_promised(ticket: Ticket, clock: Clock, terms: Terms) -> str:
    """Why a clock that starts counts what it does, where that is not the policy's own target."""
    policy = terms.policy(scope_of(ticket, clock.target))
    own = policy is not None and policy.promised_s != clock.promised_s
    return BY_ITEM if own else ""


def timeline(clock: Clock, marks: Sequence[Mark]) -> tuple[Mark, ...]:
    """The marks of a clock, oldest first; what is older than its marks is told by the clock.

    An imported clock has none, and one from before there were marks has those since.
    """
    if marks and marks[0].what is ClockMark.STARTED:
        return tuple(marks)
    known = {(mark.at, mark.what) for mark in marks}
    older = [mark for mark in _remembered(clock) if (mark.at, mark.what) not in known]
    return tuple(sorted([*older, *marks], key=lambda mark: mark.at))


def _remembered(clock: Clock) -> list[Mark]:
    found = [Mark(clock.started_at, ClockMark.STARTED)]
    for since, to in clock.pauses:
        found += [Mark(since, ClockMark.PAUSED), Mark(to, ClockMark.RESUMED)]
    if clock.paused_at:
        found.append(Mark(clock.paused_at, ClockMark.PAUSED))
    if clock.breached_at:
        found.append(Mark(clock.breached_at, ClockMark.BREACHED, due_at=clock.due_at))
    if clock.ended_at:
        found.append(Mark(clock.ended_at, _ENDS[clock.state], due_at=clock.due_at))
    return found
