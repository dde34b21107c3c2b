"""What happens by itself when its time has come."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from desk_gui.domain.ticket import Wish
from desk_gui.domain.workflow import HoldReason, ResolutionCode, Status
from desk_gui.operations import databases, major_incidents, show, tickets, time_passing
from desk_gui.operations.time_passing import SETTING, let_time_pass
from tests.conftest import Office
from tests.factories import a_major, a_request, a_review, an_incident, in_progress, resolved


def test_that_a_hold_ends_when_its_date_has_come_and_not_before(office: Office) -> None:
    ticket_id = in_progress(office.agent, an_incident(office.agent))
    until = office.clock.now + timedelta(days=1)
    wish = Wish(Status.ON_HOLD, hold_reason=HoldReason.REQUESTER, hold_until=until)
    tickets.move(office.agent, ticket_id, wish)
    office.clock.forward(hours=23)
    assert let_time_pass(office.agent) is None
    office.clock.forward(hours=1)
    effects = let_time_pass(office.agent)
    assert effects is not None
    assert effects.tickets == {ticket_id}
    page = show.show(office.agent, ticket_id)
    assert page.ticket.status is Status.IN_PROGRESS
    assert page.history[-1].who is None


def test_that_a_resolved_ticket_is_closed_after_the_days_of_the_setting(office: Office) -> None:
    databases.change_setting(office.administrator, SETTING, 3)
    ticket_id = resolved(office.agent, an_incident(office.agent))
    office.clock.forward(days=2)
    assert let_time_pass(office.agent) is None
    office.clock.forward(days=1)
    assert let_time_pass(office.agent) is not None
    assert show.show(office.agent, ticket_id).ticket.status is Status.CLOSED


def test_that_nothing_closes_by_itself_where_the_setting_is_zero(office: Office) -> None:
    databases.change_setting(office.administrator, SETTING, 0)
    ticket_id = resolved(office.agent, an_incident(office.agent))
    request_id = a_request(office.agent)
    office.clock.forward(days=400)
    let_time_pass(office.agent)
    assert let_time_pass(office.agent) is None
    assert show.show(office.agent, ticket_id).ticket.status is Status.RESOLVED
    assert show.show(office.agent, request_id).ticket.status is Status.APPROVED


def _proposed(office: Office) -> int:
    ticket_id = in_progress(office.agent, an_incident(office.agent))
    major_incidents.propose(office.agent, ticket_id, "Everybody calls.")
    return ticket_id


def _rejected(office: Office) -> int:
    ticket_id = _proposed(office)
    major_incidents.reject(office.supervisor, ticket_id, "Three people called.")
    return ticket_id


def _declared(office: Office) -> int:
    return a_major(office.supervisor, office.agent)


def _stood_down(office: Office) -> int:
    ticket_id = _declared(office)
    major_incidents.stand_down(office.supervisor, ticket_id, "Mail runs again.")
    major_incidents.review(office.agent, ticket_id, a_review(office.agent))
    return ticket_id


def _resolved_long_ago(office: Office, ticket_id: int) -> int:
    code = ResolutionCode.FIXED
    wish = Wish(Status.RESOLVED, resolution_code=code, resolution_text="Restarted it.")
    tickets.move(office.supervisor, ticket_id, wish)
    office.clock.forward(days=2)
    return ticket_id


@pytest.mark.parametrize("made", [_proposed, _declared, _stood_down])
def test_that_no_major_incident_is_closed_by_itself(
    office: Office, made: Callable[[Office], int]
) -> None:
    ticket_id = _resolved_long_ago(office, made(office))
    assert time_passing.close_resolved(office.agent, 1).tickets == frozenset()
    assert show.show(office.agent, ticket_id).ticket.status is Status.RESOLVED


def test_that_what_was_no_major_incident_after_all_is_closed_by_itself(office: Office) -> None:
    ticket_id = _resolved_long_ago(office, _rejected(office))
    assert time_passing.close_resolved(office.agent, 1).tickets == {ticket_id}
