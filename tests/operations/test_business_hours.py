"""Business hours as an administrator sets them, and the clocks that count in them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from desk_gui.domain.business_hours import BusinessHours, OwnDay, Window
from desk_gui.domain.errors import Invalid, NotAllowed, NotPossible
from desk_gui.domain.priority import Level, Priority
from desk_gui.domain.sla import DEFAULT_POLICIES, ClockMark, Policy, Target
from desk_gui.domain.ticket import Wish
from desk_gui.domain.workflow import CancelReason, HoldReason, Kind, Status
from desk_gui.operations import business_hours, databases, show, sla, tickets, undoing
from desk_gui.operations.desk import Desk
from desk_gui.operations.ticking import tick
from tests.conftest import START, Office
from tests.factories import an_incident, in_progress
from tests.operations.seen import clock_of, setting_entries

DAYTIME = tuple(Window(day, 480, 1080) for day in range(5))
BERLIN = BusinessHours(0, "Berlin", "Europe/Berlin", "DE", "BE", DAYTIME)
HOUR = timedelta(hours=1)


def stored(desk: Desk, name: str) -> BusinessHours:
    return next(one for one in business_hours.all_hours(desk) if one.name == name)


def promised_in(office: Office, hours: BusinessHours, promised_s: int = 36_000) -> BusinessHours:
    """Store hours, and promise in them to resolve incidents of medium priority."""
    business_hours.save(office.administrator, hours)
    kept = stored(office.agent, hours.name)
    policies = tuple(
        replace(one, promised_s=promised_s, business_hours_id=kept.id)
        if one.scope.is_general and _is_medium(one)
        else one
        for one in DEFAULT_POLICIES
    )
    sla.change_policies(office.administrator, policies)
    return kept


def _is_medium(policy: Policy) -> bool:
    key = (policy.kind, policy.priority, policy.target)
    return key == (Kind.INCIDENT, Priority.MEDIUM, Target.RESOLVE)


def test_that_a_new_desk_has_office_hours_that_no_policy_counts_in(office: Office) -> None:
    (hours,) = business_hours.all_hours(office.agent)
    assert (hours.name, hours.time_zone, hours.windows) == ("Office hours", "UTC", DAYTIME)
    assert {policy.business_hours_id for policy in sla.policies(office.agent)} == {None}


def test_that_business_hours_are_stored_as_they_were_given(office: Office) -> None:
    own = (OwnDay(date(2026, 12, 24), "Heiligabend"), OwnDay(date(2026, 5, 1), "Move", works=True))
    business_hours.save(office.administrator, replace(BERLIN, own_days=own))
    kept = stored(office.agent, "Berlin")
    assert replace(kept, id=0) == replace(BERLIN, own_days=(own[1], own[0]))
    assert setting_entries(office.agent)[-1]["name"] == "Berlin"
    assert business_hours.save(office.administrator, kept).settings is False


def test_that_an_incident_of_friday_is_due_on_monday(office: Office) -> None:
    promised_in(office, BERLIN, 4 * 3600)
    office.clock.now = datetime(2026, 3, 6, 15, 50, tzinfo=UTC)
    ticket_id = an_incident(office.agent)
    due = clock_of(office.agent, ticket_id).due_at
    assert due == datetime(2026, 3, 9, 9, 50, tzinfo=UTC)
    page = show.show(office.agent, ticket_id)
    resolve = next(one for one in page.promises if one.clock.target is Target.RESOLVE)
    assert resolve.hours == "Berlin"
    assert resolve.left_s(due - HOUR) == 3600
    assert resolve.left_s(due + HOUR) == -3600


def test_that_holidays_of_the_region_are_days_off(office: Office) -> None:
    promised_in(office, BERLIN)
    assert (date(2026, 3, 8), "Women's Day") in business_hours.days_off(BERLIN, 2026)
    office.clock.now = datetime(2026, 4, 2, 15, 0, tzinfo=UTC)
    ticket_id = an_incident(office.agent)
    assert clock_of(office.agent, ticket_id).due_at == datetime(2026, 4, 7, 15, 0, tzinfo=UTC)


def test_that_countries_and_their_regions_are_known_by_name() -> None:
    assert ("DE", "Germany") in business_hours.countries()
    assert ("IM", "Isle of Man") in business_hours.countries()
    assert ("BY", "Bayern") in business_hours.regions("DE")
    assert business_hours.regions("IM") == ()


def test_that_another_zone_makes_ticking_clocks_due_anew_from_the_opening(office: Office) -> None:
    kept = promised_in(office, BERLIN)
    running, held, ended, other = (an_incident(office.agent) for _ in range(4))
    office.clock.forward(hours=1)
    in_progress(office.agent, held)
    wish = Wish(Status.ON_HOLD, hold_reason=HoldReason.REQUESTER)
    tickets.move(office.agent, held, wish)
    tickets.edit(office.agent, other, tickets.Edit(impact=Level.HIGH))
    tickets.move(office.agent, ended, Wish(Status.CANCELLED, cancel_reason=CancelReason.MISTAKEN))
    before = {one: clock_of(office.agent, one) for one in (running, held, ended, other)}
    effects = business_hours.save(
        office.administrator, replace(kept, time_zone="America/New_York", country=None, region=None)
    )
    assert effects.tickets == {running, held}
    assert before[running].due_at == datetime(2026, 3, 3, 8, 0, tzinfo=UTC) + HOUR
    assert clock_of(office.agent, running).due_at == datetime(2026, 3, 2, 23, 0, tzinfo=UTC)
    assert clock_of(office.agent, held).due_at == datetime(2026, 3, 2, 23, 0, tzinfo=UTC)
    assert clock_of(office.agent, ended) == before[ended]
    assert clock_of(office.agent, other) == before[other]
    page = show.show(office.agent, running)
    resolve = next(one for one in page.promises if one.clock.target is Target.RESOLVE)
    mark = resolve.marks[-1]
    assert (mark.what, mark.at) == (ClockMark.RETARGETED, office.clock.now)
    assert mark.detail == "the business hours “Berlin” were changed"
    assert (mark.was_due_at, mark.due_at) == (before[running].due_at, resolve.clock.due_at)
    assert page.history[-1].action == "retargeted"
    assert databases.check(office.agent) == []


def test_that_what_happened_under_the_old_hours_stays_and_is_dated_by_them(office: Office) -> None:
    kept = promised_in(office, replace(BERLIN, time_zone="UTC"))
    ticket_id = in_progress(office.agent, an_incident(office.agent))
    office.clock.forward(hours=8)
    business_hours.save(office.administrator, replace(kept, windows=(Window(4, 0, 1440),)))
    (resolve,) = [
        one
        for one in show.show(office.agent, ticket_id).promises
        if one.clock.target is Target.RESOLVE
    ]
    assert [(mark.what.value, mark.at - START) for mark in resolve.marks] == [
        ("started", 0 * HOUR),
        ("warned", 5 * HOUR),
        ("warned", 7.5 * HOUR),
        ("retargeted", 8 * HOUR),
    ]
    assert resolve.clock.reached == 0
    assert resolve.clock.due_at == datetime(2026, 3, 6, 10, 0, tzinfo=UTC)


def test_that_hours_that_now_end_earlier_break_a_promise_when_they_are_changed(
    office: Office,
) -> None:
    kept = promised_in(office, replace(BERLIN, time_zone="UTC"))
    ticket_id = in_progress(office.agent, an_incident(office.agent))
    office.clock.now = START + timedelta(days=1)
    night = tuple(Window(day, 0, 1440) for day in range(7))
    business_hours.save(office.administrator, replace(kept, windows=night))
    clock = clock_of(office.agent, ticket_id)
    assert (clock.due_at, clock.breached_at) == (START + 10 * HOUR, office.clock.now)


def test_that_a_day_off_that_touches_no_clock_changes_no_ticket(office: Office) -> None:
    kept = promised_in(office, BERLIN)
    ticket_id = an_incident(office.agent)
    version = show.show(office.agent, ticket_id).ticket.version
    own = (OwnDay(date(2026, 8, 3), "Outing"),)
    effects = business_hours.save(office.administrator, replace(kept, own_days=own))
    assert (effects.tickets, effects.settings) == (frozenset(), True)
    assert show.show(office.agent, ticket_id).ticket.version == version


def test_that_hours_in_use_are_not_retired(office: Office) -> None:
    kept = promised_in(office, BERLIN)
    with pytest.raises(NotPossible, match="“Berlin” is used by a policy"):
        business_hours.retire(office.administrator, kept.id)
    with pytest.raises(NotPossible, match="is used by a policy"):
        business_hours.save(office.administrator, replace(kept, active=False))
    ticket_id = an_incident(office.agent)
    due = clock_of(office.agent, ticket_id).due_at
    sla.change_policies(office.administrator, DEFAULT_POLICIES)
    assert business_hours.retire(office.administrator, kept.id).settings
    assert not stored(office.agent, "Berlin").active
    assert clock_of(office.agent, ticket_id).due_at == due
    in_hours = Policy(Kind.INCIDENT, Priority.LOW, Target.RESOLVE, 60, kept.id, team_id=1)
    with pytest.raises(Invalid, match="no such business hours any more"):
        sla.change_policies(office.administrator, (*DEFAULT_POLICIES, in_hours))


def test_that_hours_nobody_can_mean_are_refused_in_a_sentence(office: Office) -> None:
    for changes, sentence in (
        ({"time_zone": "Mars/Olympus"}, "“Mars/Olympus” is no time zone"),
        ({"country": "ZZ"}, "No holidays are known for the country “ZZ”"),
        ({"region": "XX"}, "DE has no region “XX”"),
        ({"country": None}, "A region needs its country"),
        ({"windows": ()}, "at least one window"),
        ({"name": "Office hours"}, "called “Office hours” already"),
    ):
        with pytest.raises(Invalid, match=sentence):
            business_hours.save(office.administrator, replace(BERLIN, **changes))
    shut = tuple(OwnDay(date(2026, 3, 2) + timedelta(days=7 * n), "Shut") for n in range(53))
    mondays = replace(BERLIN, windows=(Window(0, 480, 1080),), own_days=shut)
    with pytest.raises(Invalid, match="would never be open"):
        business_hours.save(office.administrator, mondays)
    with pytest.raises(NotAllowed):
        business_hours.save(office.supervisor, BERLIN)
    assert [one.name for one in business_hours.all_hours(office.agent)] == ["Office hours"]


def test_that_a_promise_that_takes_longer_than_ten_years_is_refused(office: Office) -> None:
    rarely = replace(BERLIN, windows=(Window(0, 480, 540),))
    with pytest.raises(Invalid, match="longer than ten years"):
        promised_in(office, rarely, 366 * 86400)


def test_that_a_team_of_its_own_hours_gets_the_ticket_with_another_promise(office: Office) -> None:
    business_hours.save(office.administrator, BERLIN)
    kept = stored(office.agent, "Berlin")
    narrower = Policy(
        Kind.INCIDENT, Priority.MEDIUM, Target.RESOLVE, 7200, kept.id, team_id=office.team_id
    )
    sla.change_policies(office.administrator, (*DEFAULT_POLICIES, narrower))
    ticket_id = an_incident(office.agent)
    office.clock.forward(hours=1)
    undo = tickets.assign(office.agent, ticket_id, assignee_id=None, team_id=office.team_id).undo
    clock = clock_of(office.agent, ticket_id)
    assert (clock.due_at, clock.business_hours_id) == (START + 2 * HOUR, kept.id)
    undoing.undo(office.agent, undo or "")
    clock = clock_of(office.agent, ticket_id)
    assert (clock.due_at, clock.business_hours_id) == (START + 24 * HOUR, None)
    office.clock.forward(days=2)
    tick(office.agent)
    assert clock_of(office.agent, ticket_id).breached_at == START + 24 * HOUR
