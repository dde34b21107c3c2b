"""Clocks warn, break and escalate by themselves, dated at the exact instant."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from desk_gui.domain.errors import Invalid, NotAllowed
from desk_gui.domain.priority import Priority
from desk_gui.domain.sla import ClockMark, ClockState, Escalation, EscalationAction, Target
from desk_gui.domain.ticket import Wish
from desk_gui.domain.workflow import HoldReason, Kind, ResolutionCode, Status
from desk_gui.operations import databases, notices, show, sla, tickets, time_passing, undoing
from desk_gui.operations.desk import Desk
from desk_gui.operations.ticking import tick
from tests.conftest import START, Office
from tests.factories import a_request, an_incident, in_progress, resolved
from tests.operations.seen import clock_of

HOUR = timedelta(hours=1)
NOTIFY, REASSIGN, RAISE = EscalationAction


def at_resolve(percent: int, action: EscalationAction, **more: object) -> Escalation:
    """An escalation of the clock that runs to the resolution of an incident."""
    return Escalation(Kind.INCIDENT, Target.RESOLVE, percent, action, **more)  # type: ignore[arg-type] # names of fields


def timeline(
    desk: Desk, ticket_id: int, target: Target = Target.RESOLVE
) -> list[tuple[str, datetime]]:
    """What happened to a clock, and when."""
    shown = [one for one in show.show(desk, ticket_id).promises if one.clock.target is target][-1]
    return [(mark.what.value, mark.at) for mark in shown.marks]


def details(desk: Desk, ticket_id: int) -> list[str]:
    """What escalations of the clock that runs to the resolution did."""
    (shown,) = (
        one for one in show.show(desk, ticket_id).promises if one.clock.target is Target.RESOLVE
    )
    return [mark.detail for mark in shown.marks if mark.what is ClockMark.ESCALATED]


def told(desk: Desk) -> list[tuple[str, str]]:
    return [(one.what.value, one.text) for one in notices.notices(desk)]


def test_that_a_breach_while_the_program_was_closed_is_dated_rightly(office: Office) -> None:
    ticket_id = in_progress(office.agent, an_incident(office.agent))
    office.clock.forward(days=90)
    assert tick(office.agent).tickets == {ticket_id}
    assert timeline(office.agent, ticket_id) == [
        ("started", START),
        ("warned", START + 12 * HOUR),
        ("warned", START + 18 * HOUR),
        ("breached", START + 24 * HOUR),
    ]
    clock = clock_of(office.agent, ticket_id)
    assert (clock.state, clock.breached_at) == (ClockState.RUNNING, START + 24 * HOUR)
    assert show.show(office.agent, ticket_id).ticket.status is Status.IN_PROGRESS
    assert databases.check(office.agent) == []


def test_that_nothing_happens_twice_whoever_looks(office: Office) -> None:
    ticket_id = an_incident(office.agent)
    office.clock.forward(days=2)
    assert tick(office.agent).tickets == {ticket_id}
    before = timeline(office.agent, ticket_id)
    assert tick(office.colleague).tickets == frozenset()
    assert timeline(office.agent, ticket_id) == before


def test_that_a_promise_is_broken_only_after_its_due_instant(office: Office) -> None:
    ticket_id = in_progress(office.agent, an_incident(office.agent))
    office.clock.forward(hours=24)
    tick(office.agent)
    assert clock_of(office.agent, ticket_id).breached_at is None
    office.clock.forward(seconds=1)
    tick(office.agent)
    assert clock_of(office.agent, ticket_id).breached_at == START + 24 * HOUR


def test_that_a_change_writes_down_what_had_happened_before_it(office: Office) -> None:
    ticket_id = in_progress(office.agent, an_incident(office.agent))
    office.clock.forward(hours=30)
    wish = Wish(Status.ON_HOLD, hold_reason=HoldReason.REQUESTER)
    tickets.move(office.agent, ticket_id, wish)
    assert timeline(office.agent, ticket_id)[-2:] == [
        ("breached", START + 24 * HOUR),
        ("paused", START + 30 * HOUR),
    ]
    assert tick(office.agent).tickets == frozenset()


def test_that_a_timeline_says_why_a_clock_paused_and_how_it_ended(office: Office) -> None:
    ticket_id = in_progress(office.agent, an_incident(office.agent))
    office.clock.forward(hours=1)
    wish = Wish(Status.ON_HOLD, hold_reason=HoldReason.CHANGE)
    tickets.move(office.agent, ticket_id, wish)
    office.clock.forward(hours=2)
    resolved(office.agent, ticket_id)
    (shown,) = [
        one
        for one in show.show(office.agent, ticket_id).promises
        if one.clock.target is Target.RESOLVE
    ]
    assert [(mark.what.value, mark.detail) for mark in shown.marks] == [
        ("started", ""),
        ("paused", "waiting for a change"),
        ("resumed", ""),
        ("met", "resolved"),
    ]
    assert shown.marks[2].was_due_at == START + 24 * HOUR
    assert shown.marks[2].due_at == START + 26 * HOUR
    assert (shown.hours, shown.run_s(office.clock.now)) == (None, 3600)


def test_that_a_clock_runs_on_from_the_date_on_which_its_hold_ended(office: Office) -> None:
    ticket_id = in_progress(office.agent, an_incident(office.agent))
    until = START + 10 * HOUR
    wish = Wish(Status.ON_HOLD, hold_reason=HoldReason.REQUESTER, hold_until=until)
    tickets.move(office.agent, ticket_id, wish)
    office.clock.forward(days=5)
    time_passing.let_time_pass(office.agent)
    assert timeline(office.agent, ticket_id) == [
        ("started", START),
        ("paused", START),
        ("resumed", until),
        ("warned", START + 22 * HOUR),
        ("warned", START + 28 * HOUR),
        ("breached", START + 34 * HOUR),
    ]


def test_that_a_retarget_into_the_past_breaks_the_promise_at_once(office: Office) -> None:
    ticket_id = in_progress(office.agent, an_incident(office.agent))
    office.clock.forward(hours=9)
    edit = tickets.Edit(override=Priority.CRITICAL, override_reason="The board waits.")
    tickets.edit(office.supervisor, ticket_id, edit)
    assert timeline(office.agent, ticket_id)[1:] == [
        ("retargeted", START + 9 * HOUR),
        ("warned", START + 9 * HOUR),
        ("warned", START + 9 * HOUR),
        ("breached", START + 9 * HOUR),
    ]
    lower = tickets.Edit(override=Priority.LOW, override_reason="It can wait.")
    tickets.edit(office.supervisor, ticket_id, lower)
    clock = clock_of(office.agent, ticket_id)
    assert (clock.breached_at, clock.due_at) == (None, START + 72 * HOUR)


def test_that_undo_gives_a_clock_back_with_all_it_knew(office: Office) -> None:
    ticket_id = in_progress(office.agent, an_incident(office.agent))
    office.clock.forward(hours=20)
    tick(office.agent)
    before = clock_of(office.agent, ticket_id)
    assert before.reached == 75
    wish = Wish(Status.ON_HOLD, hold_reason=HoldReason.REQUESTER)
    undo = tickets.move(office.agent, ticket_id, wish).undo
    office.clock.forward(minutes=1)
    undoing.undo(office.agent, undo or "")
    assert clock_of(office.agent, ticket_id) == before
    assert [what for what, _ in timeline(office.agent, ticket_id)] == [
        "started", "warned", "warned", "paused", "taken_back",
    ]  # fmt: skip


def test_that_what_happened_to_a_clock_is_not_undone_with_a_change_after_it(
    office: Office,
) -> None:
    ticket_id = in_progress(office.agent, an_incident(office.agent))
    office.clock.forward(hours=25)
    wish = Wish(Status.ON_HOLD, hold_reason=HoldReason.REQUESTER)
    undo = tickets.move(office.agent, ticket_id, wish).undo
    undoing.undo(office.agent, undo or "")
    assert clock_of(office.agent, ticket_id).breached_at == START + 24 * HOUR
    assert [what for what, _ in timeline(office.agent, ticket_id)].count("breached") == 1


def test_that_who_works_on_it_is_warned_and_supervisors_hear_of_a_breach(office: Office) -> None:
    in_progress(office.agent, an_incident(office.agent))
    office.clock.forward(hours=13)
    tick(office.supervisor)
    assert told(office.agent) == [("sla_warned", "50 % of the time to resolve has passed.")]
    assert told(office.supervisor) == []
    office.clock.forward(days=9)
    tick(office.supervisor)
    assert told(office.agent)[0] == ("sla_breached", "The time to resolve has passed.")
    assert len(told(office.agent)) == 2
    assert told(office.supervisor) == [("sla_breached", "The time to resolve has passed.")]


def test_that_a_confidential_ticket_is_told_to_nobody_outside(office: Office) -> None:
    an_incident(office.agent, confidential=True, team_id=office.team_id)
    office.clock.forward(days=3)
    tick(office.agent)
    assert told(office.administrator) == []
    assert len(told(office.colleague)) == 2


def test_that_an_escalation_tells_a_team_a_person_or_who_is_in_charge(office: Office) -> None:
    person = office.administrator.account_id
    sla.change_escalations(
        office.administrator,
        (
            at_resolve(60, NOTIFY),
            at_resolve(70, NOTIFY, account_id=person),
            at_resolve(80, NOTIFY, team_id=office.team_id),
        ),
    )
    ticket_id = in_progress(office.agent, an_incident(office.agent))
    office.clock.forward(hours=23)
    tick(office.agent)
    assert details(office.agent, ticket_id)[0] == "60 %: told Amira, Sofia"
    assert details(office.agent, ticket_id)[2] == "80 %: told Service desk"
    sixty = ("escalated", "60 % of the time to resolve has passed.")
    assert sixty in told(office.supervisor)
    assert sixty not in told(office.colleague)
    assert told(office.administrator) == [("escalated", "70 % of the time to resolve has passed.")]
    assert ("escalated", "80 % of the time to resolve has passed.") in told(office.colleague)


def test_that_an_escalation_gives_the_ticket_to_an_agent_as_nobodys_act(office: Office) -> None:
    to = office.colleague.account_id
    sla.change_escalations(office.administrator, (at_resolve(75, REASSIGN, account_id=to),))
    ticket_id = in_progress(office.agent, an_incident(office.agent))
    office.clock.forward(days=2)
    tick(office.agent)
    page = show.show(office.agent, ticket_id)
    assert (page.names.assignee, page.ticket.reassignments) == ("Tom", 1)
    assert page.ticket.status is Status.IN_PROGRESS
    entry = page.history[-1]
    assert (entry.action, entry.who) == ("escalated", None)
    assert entry.reason == "75 % of the time to resolve has passed"
    assert details(office.agent, ticket_id) == ["75 %: given to Tom"]
    assert timeline(office.agent, ticket_id)[2:] == [
        ("warned", START + 18 * HOUR),
        ("escalated", START + 18 * HOUR),
        ("breached", START + 24 * HOUR),
    ]
    assert databases.check(office.agent) == []


def test_that_a_team_gets_a_ticket_without_taking_it_from_who_works_on_it(office: Office) -> None:
    escalation = at_resolve(50, REASSIGN, team_id=office.team_id)
    sla.change_escalations(office.administrator, (escalation,))
    worked_on, new = (an_incident(office.agent) for _ in range(2))
    in_progress(office.agent, worked_on)
    office.clock.forward(hours=13)
    tick(office.agent)
    pages = [show.show(office.agent, one) for one in (worked_on, new)]
    assert [page.names.team for page in pages] == ["Service desk", "Service desk"]
    assert [page.names.assignee for page in pages] == ["Amira", None]
    assert pages[1].ticket.status is Status.ASSIGNED
    text = "50 % of the time to resolve has passed. Given to Service desk."
    assert ("escalated", text) in told(office.colleague)


def test_that_raising_retargets_at_its_instant_and_what_follows_is_dated_from_there(
    office: Office,
) -> None:
    sla.change_escalations(office.administrator, (at_resolve(30, RAISE),))
    ticket_id = in_progress(office.agent, an_incident(office.agent))
    office.clock.forward(days=30)
    tick(office.agent)
    page = show.show(office.agent, ticket_id)
    assert page.ticket.priority is Priority.HIGH
    reason = "Raised by itself: 30 % of the time to resolve has passed."
    assert page.ticket.override_reason == reason
    raised = START + 7.2 * HOUR
    assert timeline(office.agent, ticket_id)[1:] == [
        ("escalated", raised),
        ("retargeted", raised),
        ("warned", raised),
        ("warned", raised),
        ("breached", START + 8 * HOUR),
    ]
    assert details(office.agent, ticket_id) == ["30 %: priority 3 became 2"]
    assert databases.check(office.agent) == []


def test_that_what_is_critical_already_is_not_raised_further(office: Office) -> None:
    sla.change_escalations(office.administrator, (at_resolve(30, RAISE),))
    ticket_id = an_incident(office.agent, impact="high", urgency="high")
    version = show.show(office.agent, ticket_id).ticket.version
    office.clock.forward(hours=2)
    tick(office.agent)
    assert details(office.agent, ticket_id) == ["30 %: it has the highest priority already"]
    assert show.show(office.agent, ticket_id).ticket.version == version


def test_that_an_escalation_comes_before_what_happened_after_it(office: Office) -> None:
    to = office.colleague.account_id
    rules = (at_resolve(60, RAISE), at_resolve(90, REASSIGN, account_id=to))
    sla.change_escalations(office.administrator, rules)
    ticket_id = in_progress(office.agent, an_incident(office.agent))
    office.clock.forward(hours=15)
    tickets.comment(office.agent, ticket_id, "Still looking.")
    tickets.edit(office.agent, ticket_id, tickets.Edit(title="Printer is on fire"))
    assert show.show(office.agent, ticket_id).ticket.priority is Priority.MEDIUM
    tick(office.agent)
    page = show.show(office.agent, ticket_id)
    assert page.ticket.priority is Priority.HIGH
    assert page.names.assignee == "Tom"
    raised = START + 14.4 * HOUR
    assert timeline(office.agent, ticket_id)[1:] == [
        ("warned", START + 12 * HOUR),
        ("escalated", raised),
        ("retargeted", raised),
        ("warned", raised),
        ("escalated", raised),
        ("breached", raised),
    ]


def test_that_what_ended_is_not_escalated_any_more(office: Office) -> None:
    sla.change_escalations(office.administrator, (at_resolve(80, RAISE),))
    ticket_id = in_progress(office.agent, an_incident(office.agent))
    office.clock.forward(hours=30)
    wish = Wish(
        Status.RESOLVED, resolution_code=ResolutionCode.FIXED, resolution_text="Restarted it."
    )
    tickets.move(office.agent, ticket_id, wish)
    assert tick(office.agent).tickets == frozenset()
    assert show.show(office.agent, ticket_id).ticket.priority is Priority.MEDIUM
    assert timeline(office.agent, ticket_id)[-2:] == [
        ("breached", START + 24 * HOUR),
        ("ended", START + 30 * HOUR),
    ]


def test_that_new_escalations_count_for_what_is_still_to_come(office: Office) -> None:
    ticket_id = in_progress(office.agent, an_incident(office.agent))
    office.clock.forward(hours=16)
    rules = (at_resolve(60, NOTIFY), at_resolve(70, NOTIFY))
    effects = sla.change_escalations(office.administrator, rules)
    assert effects.tickets == {ticket_id}
    assert effects.settings
    assert tick(office.agent).tickets == frozenset()
    office.clock.forward(hours=1)
    tick(office.agent)
    assert details(office.agent, ticket_id) == ["70 %: told Amira, Sofia"]


def test_that_escalations_are_kept_changed_and_taken_away(office: Office) -> None:
    sla.change_escalations(
        office.administrator, (at_resolve(60, NOTIFY), at_resolve(70, NOTIFY, priority=Priority(1)))
    )
    first, second = sla.escalations(office.agent)
    assert second.priority is Priority.CRITICAL
    sla.change_escalations(office.administrator, (second, at_resolve(90, RAISE)))
    assert [(one.id == second.id, one.percent) for one in sla.escalations(office.agent)] == [
        (True, 70),
        (False, 90),
    ]
    assert not sla.change_escalations(office.administrator, sla.escalations(office.agent)).settings
    assert first not in sla.escalations(office.agent)


def test_that_escalations_nobody_can_mean_are_refused(office: Office) -> None:
    for wrong, sentence in (
        (at_resolve(2000, NOTIFY), "1 to 1,000 percent"),
        (at_resolve(60, NOTIFY, account_id=office.requester.account_id), "does not work on ticket"),
        (at_resolve(60, NOTIFY, team_id=99), "a team that is not there"),
    ):
        with pytest.raises(Invalid, match=sentence):
            sla.change_escalations(office.administrator, (wrong,))
    with pytest.raises(NotAllowed):
        sla.change_escalations(office.supervisor, (at_resolve(60, NOTIFY),))
    assert sla.escalations(office.agent) == ()


def test_that_which_holds_pause_is_a_setting(office: Office) -> None:
    assert HoldReason.SUPPLIER not in sla.pausing(office.agent)
    sla.change_pausing(office.administrator, {HoldReason.SUPPLIER})
    assert sla.pausing(office.agent) == {HoldReason.SUPPLIER}
    states = []
    for reason in (HoldReason.SUPPLIER, HoldReason.REQUESTER):
        ticket_id = in_progress(office.agent, an_incident(office.agent))
        tickets.move(office.agent, ticket_id, Wish(Status.ON_HOLD, hold_reason=reason))
        states.append(clock_of(office.agent, ticket_id).state)
    assert states == [ClockState.PAUSED, ClockState.RUNNING]
    with pytest.raises(NotAllowed):
        sla.change_pausing(office.agent, set())


def test_that_the_respond_clock_pauses_for_an_approval(office: Office) -> None:
    ticket_id = a_request(office.agent, approvals=1)
    office.clock.forward(days=3)
    tick(office.agent)
    assert [what for what, _ in timeline(office.agent, ticket_id, Target.RESPOND)] == [
        "started",
        "paused",
    ]
    page = show.show(office.agent, ticket_id)
    (respond,) = [one for one in page.promises if one.clock.target is Target.RESPOND]
    assert respond.marks[1].detail == "awaiting approval"


def test_that_many_clocks_are_seen_to_in_several_goes(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desk_gui.operations.ticking.AT_ONCE", 2)
    ids = {an_incident(office.agent) for _ in range(5)}
    office.clock.forward(days=2)
    assert tick(office.agent).tickets == ids
    assert {clock_of(office.agent, one).reached for one in ids} == {100}
