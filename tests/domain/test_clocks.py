"""Clocks and policies, as the rules have them (§4)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from desk_gui.domain import clocks
from desk_gui.domain.business_hours import BusinessHours, BusinessTime, Window
from desk_gui.domain.clocks import Count, Step
from desk_gui.domain.priority import Priority
from desk_gui.domain.sla import (
    DEFAULT_POLICIES,
    PAUSING,
    Clock,
    ClockMark,
    ClockState,
    Escalation,
    EscalationAction,
    Mark,
    Policy,
    Scope,
    Target,
    agreed,
    check_escalations,
    check_policies,
    next_due,
    scope_of,
)
from desk_gui.domain.ticket import Major
from desk_gui.domain.workflow import HoldReason, Kind, Status
from tests.domain.made import NOW, a_policy, a_ticket

COUNT = Count()
HOUR = timedelta(hours=1)
TERMS = agreed(DEFAULT_POLICIES)


def a_clock(promised_s: int = 4 * 3600) -> Clock:
    return clocks.start(Target.RESOLVE, NOW, a_policy(promised_s), COUNT)


def steps(clock: Clock, until: datetime, count: Count = COUNT) -> list[tuple[int, datetime]]:
    return [(step.percent, step.at) for step in clocks.steps_until(clock, until, count)]


def test_that_a_paused_clock_does_not_breach() -> None:
    clock = clocks.pause(a_clock(60), NOW + timedelta(seconds=10))
    later = NOW + timedelta(days=9)
    assert steps(clock, later) == []
    assert clocks.finish(clock, later, COUNT).state is ClockState.MET
    assert next_due((clock,)) is None


def test_that_pauses_move_the_due_instant_and_are_remembered() -> None:
    clock = clocks.pause(a_clock(), NOW + HOUR)
    assert clock.due_at == NOW + 4 * HOUR
    clock = clocks.resume(clock, NOW + 3 * HOUR, COUNT)
    assert (clock.due_at, clock.paused_s) == (NOW + 6 * HOUR, 7200)
    assert clock.pauses == ((NOW + HOUR, NOW + 3 * HOUR),)


def test_that_a_pause_after_the_breach_does_not_make_it_undone() -> None:
    clock = clocks.pause(a_clock(), NOW + 5 * HOUR)
    clock = clocks.resume(clock, NOW + 20 * HOUR, COUNT)
    assert clock.due_at == NOW + 4 * HOUR
    ended = clocks.finish(clock, NOW + 21 * HOUR, COUNT)
    assert (ended.state, ended.breached_at) == (ClockState.BREACHED, NOW + 4 * HOUR)


def test_that_a_promise_is_kept_up_to_its_due_instant_and_not_a_second_longer() -> None:
    clock, due = a_clock(), NOW + 4 * HOUR
    assert (100, due) not in steps(clock, due)
    assert steps(clock, due + timedelta(seconds=1))[-1] == (100, due)
    assert clocks.finish(clock, due, COUNT).state is ClockState.MET
    assert clocks.finish(clock, due + timedelta(seconds=1), COUNT).state is ClockState.BREACHED


def test_that_a_pause_that_begins_at_the_due_instant_leaves_nothing() -> None:
    clock = clocks.pause(a_clock(), NOW + 4 * HOUR)
    assert 100 not in dict(steps(clock, NOW + 9 * HOUR))
    clock = clocks.resume(clock, NOW + 9 * HOUR, COUNT)
    assert clock.due_at == NOW + 4 * HOUR
    assert steps(clock, NOW + 9 * HOUR)[-1] == (100, NOW + 4 * HOUR)


def test_that_warnings_and_the_breach_have_their_exact_instants_whenever_somebody_looks() -> None:
    assert steps(a_clock(), NOW + timedelta(days=99)) == [
        (50, NOW + 2 * HOUR),
        (75, NOW + 3 * HOUR),
        (100, NOW + 4 * HOUR),
    ]
    assert steps(a_clock(3), NOW + HOUR)[0] == (50, NOW + timedelta(seconds=2))


def test_that_the_next_step_is_planned_and_a_breach_a_second_after_it_was_due() -> None:
    clock = clocks.planned(a_clock(), COUNT)
    assert clock.next_at == NOW + 2 * HOUR
    clock = clocks.planned(clocks.passed(clock, Step(75, NOW)), COUNT)
    assert clock.next_at == NOW + 4 * HOUR + timedelta(seconds=1)
    clock = clocks.planned(clocks.passed(clock, Step(100, clock.due_at)), COUNT)
    assert (clock.next_at, clock.breached_at, clock.state) == (
        None,
        NOW + 4 * HOUR,
        ClockState.RUNNING,
    )
    assert clocks.planned(clocks.pause(a_clock(), NOW + HOUR), COUNT).next_at is None


def test_that_a_retarget_counts_from_the_opening_and_keeps_the_pauses() -> None:
    clock = clocks.resume(clocks.pause(a_clock(), NOW + HOUR), NOW + 2 * HOUR, COUNT)
    clock = clocks.retarget(clock, a_policy(8 * 3600), NOW + 3 * HOUR, COUNT)
    assert (clock.due_at, clock.paused_s) == (NOW + 9 * HOUR, 3600)


def test_that_a_retarget_into_the_past_breaks_the_promise_at_that_instant() -> None:
    clock = clocks.retarget(a_clock(), a_policy(3600), NOW + 3 * HOUR, COUNT)
    assert clock.due_at == NOW + HOUR
    assert steps(clock, NOW + 3 * HOUR) == [(p, NOW + 3 * HOUR) for p in (50, 75, 100)]
    ended = clocks.finish(clock, NOW + 4 * HOUR, COUNT)
    assert (ended.state, ended.breached_at) == (ClockState.BREACHED, NOW + 3 * HOUR)


def test_that_a_retarget_to_a_later_due_instant_makes_a_broken_promise_whole() -> None:
    clock = clocks.passed(a_clock(), Step(100, NOW + 4 * HOUR))
    clock = clocks.retarget(clock, a_policy(10 * 3600), NOW + 5 * HOUR, COUNT)
    assert (clock.breached_at, clock.reached) == (None, 50)
    assert steps(clock, NOW + timedelta(days=1)) == [
        (75, NOW + 7.5 * HOUR),
        (100, NOW + 10 * HOUR),
    ]


def test_that_a_retarget_of_a_broken_promise_that_stays_broken_keeps_its_instant() -> None:
    clock = clocks.passed(a_clock(), Step(100, NOW + 4 * HOUR))
    clock = clocks.retarget(clock, a_policy(5 * 3600), NOW + 6 * HOUR, COUNT)
    assert clock.breached_at == NOW + 4 * HOUR
    assert steps(clock, NOW + timedelta(days=1)) == []


def test_that_a_retarget_may_count_in_other_hours() -> None:
    nights = BusinessHours(1, "Nights", "UTC", windows=(Window(0, 1200, 1440),))
    time = BusinessTime(nights)
    policy = a_policy(3600, business_hours_id=1)
    clock = clocks.retarget(a_clock(), policy, NOW + HOUR, Count(time))
    assert clock.due_at == NOW + 12 * HOUR
    assert clocks.run_s(clock, time, NOW + 11.5 * HOUR) == 1800


def test_that_a_broken_promise_stays_broken_after_reopening() -> None:
    clock = clocks.finish(a_clock(60), NOW + timedelta(seconds=61), COUNT)
    assert clock.state is ClockState.BREACHED
    assert clocks.take_up_again(clock, NOW + timedelta(days=1), COUNT) == clock


def test_that_the_time_between_resolving_and_reopening_is_a_pause() -> None:
    clock = clocks.finish(a_clock(), NOW + HOUR, COUNT)
    again = clocks.take_up_again(clock, NOW + 24 * HOUR, COUNT)
    assert (again.state, again.due_at) == (ClockState.RUNNING, NOW + 27 * HOUR)
    assert again.pauses == ((NOW + HOUR, NOW + 24 * HOUR),)


def test_that_a_change_of_kind_stops_every_clock() -> None:
    before, after = a_ticket(Kind.INCIDENT), a_ticket(Kind.REQUEST)
    started = dict(enumerate(clocks.start_all(before, TERMS)))
    followed = clocks.follow(started, before, after, TERMS, NOW)
    assert {clock.state for clock in followed.values()} == {ClockState.STOPPED}
    assert {clock.next_at for clock in followed.values()} == {None}


def test_that_approval_time_is_no_response_time() -> None:
    ticket = a_ticket(Kind.REQUEST, Status.AWAITING_APPROVAL)
    assert clocks.waits(ticket, Target.RESPOND, PAUSING)
    assert not clocks.waits(ticket, Target.FULFIL, PAUSING)


def test_that_which_hold_reasons_pause_is_data() -> None:
    held = a_ticket(Kind.REQUEST, Status.ON_HOLD, hold_reason=HoldReason.SUPPLIER)
    assert not clocks.waits(held, Target.FULFIL, PAUSING)
    assert clocks.waits(held, Target.FULFIL, {HoldReason.SUPPLIER})


def test_that_a_change_that_touches_no_promise_leaves_its_due_instant() -> None:
    before = a_ticket()
    started = dict(enumerate(clocks.start_all(before, TERMS)))
    after = replace(before, title="Other", team_id=7)
    assert clocks.follow(started, before, after, TERMS, NOW + HOUR) == started


def test_that_the_narrowest_policy_wins_and_major_comes_first() -> None:
    general = Policy(Kind.INCIDENT, Priority.MEDIUM, Target.RESOLVE, 1)
    wide = {
        "category": replace(general, promised_s=2, category_id=1),
        "team": replace(general, promised_s=3, team_id=1),
        "both": replace(general, promised_s=4, team_id=1, category_id=1),
        "major": replace(general, promised_s=5, major=True),
        "major team": replace(general, promised_s=6, major=True, team_id=1),
    }
    terms = agreed((general, *wide.values()))

    def promised(major: Major = Major.NONE, **of: Any) -> int:
        ticket = a_ticket(major=major, **of)
        policy = terms.policy(scope_of(ticket, Target.RESOLVE))
        assert policy is not None
        return policy.promised_s

    assert promised() == promised(team_id=2) == promised(category_id=2) == 1
    assert promised(category_id=1) == promised(category_id=1, team_id=2) == 2
    assert promised(team_id=1) == promised(category_id=2, team_id=1) == 3
    assert promised(category_id=1, team_id=1) == 4
    assert promised(Major.DECLARED, category_id=1) == promised(Major.DECLARED, team_id=2) == 5
    assert promised(Major.DECLARED, category_id=1, team_id=1) == 6
    assert promised(Major.PROPOSED, team_id=1) == promised(Major.STOOD_DOWN, team_id=1) == 3


def test_that_a_declared_major_incident_is_promised_sooner_and_ends_that_when_stood_down() -> None:
    before = a_ticket()
    started = dict(enumerate(clocks.start_all(before, TERMS)))
    declared = replace(before, major=Major.DECLARED)
    shorter = clocks.follow(started, before, declared, TERMS, NOW + HOUR / 6)
    assert [clock.promised_s for clock in shorter.values()] == [600, 7200]
    back = replace(declared, major=Major.STOOD_DOWN)
    again = clocks.follow(shorter, declared, back, TERMS, NOW + HOUR)
    assert [clock.promised_s for clock in again.values()] == [14400, 86400]


def test_that_the_default_policies_are_sound() -> None:
    check_policies(DEFAULT_POLICIES)
    shortest = {p.target: p.promised_s for p in DEFAULT_POLICIES if p.priority is Priority.CRITICAL}
    major = {p.target: p.promised_s for p in DEFAULT_POLICIES if p.major}
    assert all(promised < 4 * 3600 for promised in major.values())
    assert major[Target.RESPOND] <= shortest[Target.RESPOND]


FIRST = DEFAULT_POLICIES[0]


@pytest.mark.parametrize(
    ("policies", "sentence"),
    [
        (DEFAULT_POLICIES[1:], "needs both of its targets"),
        ((*DEFAULT_POLICIES, FIRST), "two policies are for the same tickets"),
        ((*DEFAULT_POLICIES, replace(FIRST, team_id=1, promised_s=0)), "longer than nothing"),
        ((*DEFAULT_POLICIES, replace(FIRST, team_id=1, target=Target.FULFIL)), "no target to fulf"),
        (
            (*DEFAULT_POLICIES, Policy(Kind.REQUEST, Priority.LOW, Target.FULFIL, 60, major=True)),
            "only an incident can be a major incident",
        ),
        (
            (*DEFAULT_POLICIES, replace(FIRST, team_id=1, promised_s=99 * 3600)),
            "cannot be promised later than their end",
        ),
        (
            (*DEFAULT_POLICIES, replace(FIRST, team_id=1, major=True, promised_s=3600)),
            "a major incident of priority 1 cannot be promised later",
        ),
    ],
)
def test_that_policies_nobody_can_mean_are_refused(
    policies: tuple[Policy, ...], sentence: str
) -> None:
    with pytest.raises(ValueError, match=sentence):
        check_policies(policies)


def test_that_promises_in_different_hours_are_not_compared() -> None:
    in_hours = replace(FIRST, promised_s=3 * 3600, business_hours_id=1, team_id=1)
    check_policies((*DEFAULT_POLICIES, in_hours))
    with pytest.raises(ValueError, match="later than their end"):
        check_policies((*DEFAULT_POLICIES, replace(in_hours, promised_s=5 * 3600)))


NOTIFY = Escalation(Kind.INCIDENT, Target.RESOLVE, 80, EscalationAction.NOTIFY)


@pytest.mark.parametrize(
    ("escalation", "sentence"),
    [
        (replace(NOTIFY, percent=0), "1 to 1,000 percent"),
        (replace(NOTIFY, percent=1001), "1 to 1,000 percent"),
        (replace(NOTIFY, target=Target.FULFIL), "no target to fulfil"),
        (replace(NOTIFY, action=EscalationAction.REASSIGN), "names an agent or a team"),
        (
            Escalation(Kind.REQUEST, Target.FULFIL, 80, EscalationAction.RAISE),
            "takes its priority from its catalog item",
        ),
    ],
)
def test_that_escalations_that_cannot_happen_are_refused(
    escalation: Escalation, sentence: str
) -> None:
    with pytest.raises(ValueError, match=sentence):
        check_escalations((escalation,))
    with pytest.raises(ValueError, match="are the same"):
        check_escalations((NOTIFY, NOTIFY))


def test_that_clocks_go_no_further_than_an_escalation_that_changes_the_ticket() -> None:
    raising = replace(NOTIFY, action=EscalationAction.RAISE)
    terms = agreed(DEFAULT_POLICIES, (raising,))
    ticket = a_ticket()
    started = dict(enumerate(clocks.start_all(ticket, terms)))
    later = NOW + timedelta(days=3)
    settled, happened = clocks.settle(started, (ticket, ticket), terms, later)
    assert [step.percent for step in happened[1]] == [50, 75]
    assert settled[1].next_at == NOW + 0.8 * 24 * HOUR
    assert clocks.next_act(settled, ticket, terms, later) == (1, Step(80, NOW + 0.8 * 24 * HOUR))
    cancelled = replace(ticket, status=Status.CANCELLED)
    _, all_of_it = clocks.settle(started, (ticket, cancelled), terms, later)
    assert [step.percent for step in all_of_it[1]] == [50, 75, 80, 100]


def test_that_a_clock_without_marks_tells_its_timeline_itself() -> None:
    clock = clocks.resume(clocks.pause(a_clock(), NOW + HOUR), NOW + 2 * HOUR, COUNT)
    clock = clocks.finish(clock, NOW + 9 * HOUR, COUNT)
    told = [(mark.what.value, mark.at) for mark in clocks.timeline(clock, [])]
    assert told == [
        ("started", NOW),
        ("paused", NOW + HOUR),
        ("resumed", NOW + 2 * HOUR),
        ("breached", NOW + 5 * HOUR),
        ("ended", NOW + 9 * HOUR),
    ]
    known = [
        Mark(NOW + 5 * HOUR, ClockMark.BREACHED, due_at=NOW),
        Mark(NOW + 9 * HOUR, ClockMark.ENDED),
    ]
    whole = clocks.timeline(clock, known)
    assert [(mark.what.value, mark.at) for mark in whole] == told
    assert whole[-2] is known[0]


def test_that_a_policy_for_nobody_leaves_a_scope_to_the_wider_ones() -> None:
    scope = Scope(Kind.INCIDENT, Priority.LOW, Target.RESOLVE, True, 4, 5)
    assert [(one.major, one.category_id, one.team_id) for one in scope.wider()] == [
        (True, 4, 5), (True, None, 5), (True, 4, None), (True, None, None),
        (False, 4, 5), (False, None, 5), (False, 4, None), (False, None, None),
    ]  # fmt: skip
