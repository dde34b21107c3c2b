"""The priority matrix, changed by an administrator."""

from __future__ import annotations

from datetime import timedelta

import pytest

from desk_gui.domain.errors import Invalid, NotAllowed
from desk_gui.domain.priority import DEFAULT_MATRIX, Level, Priority
from desk_gui.domain.sla import Target
from desk_gui.domain.ticket import Wish
from desk_gui.domain.workflow import CancelReason, Status
from desk_gui.operations import databases, settings, show, tickets
from desk_gui.operations.desk import Desk
from tests.conftest import Office
from tests.factories import a_request, an_incident, resolved
from tests.operations.seen import due_after, setting_entries

MIDDLE = (Level.MEDIUM, Level.MEDIUM)
STRICTER = {**DEFAULT_MATRIX, MIDDLE: Priority.HIGH}


def priority(desk: Desk, ticket_id: int) -> Priority:
    return show.show(desk, ticket_id).ticket.priority


def test_that_a_new_matrix_gives_open_incidents_their_new_priority(office: Office) -> None:
    ticket_id = an_incident(office.agent)
    assert priority(office.agent, ticket_id) is Priority.MEDIUM
    effects = settings.change_matrix(office.administrator, STRICTER)
    assert settings.matrix(office.agent) == STRICTER
    assert priority(office.agent, ticket_id) is Priority.HIGH
    assert effects.tickets == {ticket_id}
    assert effects.settings


def test_that_clocks_follow_the_new_priority_from_the_opening(office: Office) -> None:
    ticket_id = an_incident(office.agent)
    office.clock.forward(hours=1)
    settings.change_matrix(office.administrator, STRICTER)
    assert due_after(office.agent, ticket_id, Target.RESOLVE) == timedelta(hours=8)
    assert show.show(office.agent, ticket_id).ticket.due_at is not None


def test_that_the_history_says_why_the_priority_changed(office: Office) -> None:
    ticket_id = an_incident(office.agent)
    settings.change_matrix(office.administrator, STRICTER)
    last = show.show(office.agent, ticket_id).history[-1]
    assert last.reason == "the priority matrix was changed"
    assert (last.before["priority"], last.after["priority"]) == (3, 2)


def test_that_a_resolved_incident_can_still_be_closed_under_the_new_matrix(
    office: Office,
) -> None:
    ticket_id = resolved(office.agent, an_incident(office.agent))
    settings.change_matrix(office.administrator, STRICTER)
    tickets.move(office.agent, ticket_id, Wish(Status.CLOSED))
    assert show.show(office.agent, ticket_id).ticket.status is Status.CLOSED


def test_that_final_incidents_other_cells_and_requests_keep_their_priority(
    office: Office,
) -> None:
    cancelled = an_incident(office.agent)
    wish = Wish(Status.CANCELLED, cancel_reason=CancelReason.MISTAKEN)
    tickets.move(office.agent, cancelled, wish)
    low = an_incident(office.agent, impact=Level.LOW, urgency=Level.LOW)
    request = a_request(office.agent)
    versions = [show.show(office.agent, one).ticket.version for one in (cancelled, low, request)]
    effects = settings.change_matrix(office.administrator, STRICTER)
    assert effects.tickets == frozenset()
    after = [show.show(office.agent, one).ticket.version for one in (cancelled, low, request)]
    assert after == versions


def test_that_an_overridden_priority_stays(office: Office) -> None:
    ticket_id = an_incident(office.agent)
    wanted = tickets.Edit(override=Priority.CRITICAL, override_reason="The board waits.")
    tickets.edit(office.supervisor, ticket_id, wanted)
    settings.change_matrix(office.administrator, STRICTER)
    assert priority(office.agent, ticket_id) is Priority.CRITICAL


def test_that_new_incidents_follow_the_new_matrix(office: Office) -> None:
    settings.change_matrix(office.administrator, STRICTER)
    assert priority(office.agent, an_incident(office.agent)) is Priority.HIGH


def test_that_a_matrix_that_rewards_low_impact_is_refused_in_a_sentence(office: Office) -> None:
    upside_down = {**DEFAULT_MATRIX, (Level.LOW, Level.LOW): Priority.CRITICAL}
    with pytest.raises(Invalid, match="A lower impact or urgency cannot give a higher priority"):
        settings.change_matrix(office.administrator, upside_down)
    assert settings.matrix(office.agent) == DEFAULT_MATRIX


def test_that_a_matrix_with_a_hole_is_refused(office: Office) -> None:
    holed = {cell: value for cell, value in DEFAULT_MATRIX.items() if cell != MIDDLE}
    with pytest.raises(Invalid, match="all nine cells"):
        settings.change_matrix(office.administrator, holed)


def test_that_only_an_administrator_sets_the_matrix(office: Office) -> None:
    for desk in (office.supervisor, office.agent, office.requester):
        with pytest.raises(NotAllowed, match="change the settings of the desk"):
            settings.change_matrix(desk, STRICTER)
    assert settings.matrix(office.agent) == DEFAULT_MATRIX


def test_that_changes_of_settings_stand_in_the_journal_with_before_and_after(
    office: Office,
) -> None:
    settings.change_matrix(office.administrator, STRICTER)
    assert setting_entries(office.administrator) == [
        {"before": {"medium/medium": 3}, "priority_matrix": {"medium/medium": 2}},
    ]
    assert databases.check(office.administrator) == []


def test_that_saving_what_is_there_already_writes_nothing(office: Office) -> None:
    settings.change_matrix(office.administrator, DEFAULT_MATRIX)
    assert setting_entries(office.administrator) == []
