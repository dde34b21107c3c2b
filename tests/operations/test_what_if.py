"""What other terms would mean, before they are stored."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from desk_gui.domain.business_hours import BusinessHours, Window
from desk_gui.domain.errors import Invalid, NotAllowed
from desk_gui.domain.priority import Priority
from desk_gui.domain.sla import DEFAULT_POLICIES, ClockState, Policy, Scope, Target
from desk_gui.domain.ticket import Wish
from desk_gui.domain.workflow import HoldReason, Kind, ResolutionCode, Status
from desk_gui.operations import sla, tickets
from desk_gui.operations.what_if import Draft, Kept, due_if, what_if
from tests.conftest import START, Office
from tests.factories import an_incident, in_progress
from tests.operations.seen import clock_of

RESOLVE = Scope(Kind.INCIDENT, Priority.MEDIUM, Target.RESOLVE)
HOUR = timedelta(hours=1)
DAYTIME = tuple(Window(day, 480, 1080) for day in range(5))
HOURS = BusinessHours(-1, "Berlin", "Europe/Berlin", "DE", windows=DAYTIME)


def with_resolve(promised_s: int, hours_id: int | None = None) -> tuple[Policy, ...]:
    """The default policies with another promise to resolve incidents of medium priority."""
    return tuple(
        replace(one, promised_s=promised_s, business_hours_id=hours_id)
        if one.scope == RESOLVE
        else one
        for one in DEFAULT_POLICIES
    )


def resolved_after(office: Office, hours: float, *, held: float = 0, **more: Any) -> int:
    """An incident that was resolved so long after its opening, and on hold for a while."""
    ticket_id = in_progress(office.agent, an_incident(office.agent, **more))
    if held:
        hold = Wish(Status.ON_HOLD, hold_reason=HoldReason.REQUESTER)
        tickets.move(office.agent, ticket_id, hold)
        office.clock.forward(hours=held)
        tickets.move(office.agent, ticket_id, Wish(Status.IN_PROGRESS))
    office.clock.forward(hours=hours - held)
    code = ResolutionCode.FIXED
    wish = Wish(Status.RESOLVED, resolution_code=code, resolution_text="Restarted it.")
    tickets.move(office.agent, ticket_id, wish)
    return ticket_id


def of_resolve(kept: tuple[Kept, ...]) -> list[Kept]:
    return [one for one in kept if one.target is Target.RESOLVE]


def test_that_an_incident_of_friday_would_be_due_on_monday(office: Office) -> None:
    draft = Draft(with_resolve(4 * 3600, -1), (HOURS,))
    friday = datetime(2026, 3, 6, 15, 50, tzinfo=UTC)
    due = due_if(office.administrator, draft, RESOLVE, friday)
    assert due == datetime(2026, 3, 9, 9, 50, tzinfo=UTC)
    assert due_if(office.administrator, Draft(DEFAULT_POLICIES), RESOLVE, friday) == (
        friday + 24 * HOUR
    )
    assert due_if(office.administrator, Draft(()), RESOLVE, friday) is None
    major = replace(RESOLVE, major=True)
    assert due_if(office.administrator, draft, major, friday) == friday + 2 * HOUR


def test_that_drafted_hours_that_nobody_can_mean_are_refused(office: Office) -> None:
    draft = Draft(with_resolve(3600, -1), (replace(HOURS, windows=()),))
    with pytest.raises(Invalid, match="at least one window"):
        due_if(office.administrator, draft, RESOLVE, START)
    with pytest.raises(Invalid, match="at least one window"):
        what_if(office.administrator, draft, START, START + HOUR)
    with pytest.raises(Invalid, match="needs both of its targets"):
        what_if(office.administrator, Draft(()), START, START + HOUR)


def test_that_the_policies_of_now_change_no_verdict(office: Office) -> None:
    resolved_after(office, 2)
    resolved_after(office, 30)
    an_incident(office.agent)
    told = what_if(office.administrator, Draft(DEFAULT_POLICIES), START, office.clock.now)
    assert of_resolve(told.kept) == [
        Kept(Kind.INCIDENT, Target.RESOLVE, Priority.MEDIUM, 2, before=1, after=1)
    ]
    assert (told.won, told.lost) == ((), ())


def test_that_tickets_are_named_whose_verdict_would_flip(office: Office) -> None:
    quick, slow, held = (
        resolved_after(office, 5),
        resolved_after(office, 30),
        resolved_after(office, 14, held=6),
    )
    admin, now = office.administrator, office.clock.now
    stricter = what_if(admin, Draft(with_resolve(4 * 3600)), START, now)
    assert (stricter.won, stricter.lost) == ((), (quick, held))
    looser = what_if(admin, Draft(with_resolve(30 * 3600)), START, now)
    assert (looser.won, looser.lost) == ((slow,), ())
    assert of_resolve(looser.kept)[0].after == 3
    exactly = what_if(admin, Draft(with_resolve(8 * 3600)), START, now)
    assert exactly.lost == ()


def test_that_a_replay_counts_in_drafted_business_hours(office: Office) -> None:
    office.clock.now = datetime(2026, 3, 6, 15, 0, tzinfo=UTC)
    over_the_weekend = resolved_after(office, 72)
    draft = Draft(with_resolve(12 * 3600, -1), (HOURS,))
    told = what_if(office.administrator, draft, START, office.clock.now)
    assert told.won == (over_the_weekend,)


def test_that_a_replay_is_of_the_tickets_opened_in_the_period(office: Office) -> None:
    resolved_after(office, 30)
    since = office.clock.now
    later = resolved_after(office, 30)
    told = what_if(office.administrator, Draft(with_resolve(31 * 3600)), since, office.clock.now)
    assert told.won == (later,)
    assert {one.n for one in told.kept} == {1}


def test_that_a_replay_uses_the_narrower_policies(office: Office) -> None:
    for_team = Policy(Kind.INCIDENT, Priority.MEDIUM, Target.RESOLVE, 3600, team_id=office.team_id)
    mine = resolved_after(office, 2, team_id=office.team_id)
    resolved_after(office, 2)
    told = what_if(
        office.administrator, Draft((*DEFAULT_POLICIES, for_team)), START, office.clock.now
    )
    assert told.lost == (mine,)


def test_that_a_replay_gives_what_the_clocks_would_have_said(office: Office) -> None:
    """A desk that had promised it in the first place has the same verdicts."""
    sla.change_policies(office.administrator, with_resolve(5 * 3600))
    ids = [resolved_after(office, hours, held=held) for hours, held in ((4, 0), (6, 0), (6, 2))]
    before = {one: clock_of(office.agent, one).state for one in ids}
    assert list(before.values()) == [ClockState.MET, ClockState.BREACHED, ClockState.MET]
    draft = Draft(with_resolve(5 * 3600 + 1))
    told = what_if(office.administrator, draft, START, office.clock.now)
    assert (told.won, told.lost) == ((), ())


def test_that_progress_is_told_and_may_stop_it(office: Office) -> None:
    resolved_after(office, 2)
    heard: list[tuple[int, int]] = []

    def hear(done: int, total: int) -> None:
        heard.append((done, total))

    draft = Draft(DEFAULT_POLICIES)
    what_if(office.administrator, draft, START, office.clock.now, progress=hear)
    assert heard == [(0, 2), (2, 2)]


def test_that_only_who_changes_policies_replays_them(office: Office) -> None:
    with pytest.raises(NotAllowed, match="change the settings of the desk"):
        what_if(office.supervisor, Draft(DEFAULT_POLICIES), START, START + HOUR)
