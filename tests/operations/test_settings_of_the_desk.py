"""The priority matrix and the SLA targets, changed by an administrator."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from desk_gui.domain.errors import Invalid, NotAllowed
from desk_gui.domain.priority import DEFAULT_MATRIX, Level, Priority
from desk_gui.domain.sla import DEFAULT_POLICIES, Target
from desk_gui.domain.ticket import Wish
from desk_gui.domain.workflow import CancelReason, Kind, Status
from desk_gui.operations import databases, settings, show, tickets
from desk_gui.operations.desk import Desk
from desk_gui.storage import rows
from tests.conftest import Office
from tests.factories import a_request, an_incident, resolved

MIDDLE = (Level.MEDIUM, Level.MEDIUM)
STRICTER = {**DEFAULT_MATRIX, MIDDLE: Priority.HIGH}
QUICKER = {**DEFAULT_POLICIES, (Kind.INCIDENT, Priority.MEDIUM, Target.RESOLVE): 18000}


def priority(desk: Desk, ticket_id: int) -> Priority:
    return show.show(desk, ticket_id).ticket.priority


def due_after(desk: Desk, ticket_id: int, target: Target) -> timedelta:
    page = show.show(desk, ticket_id)
    clock = next(clock for clock in page.clocks if clock.target is target)
    return clock.due_at - page.ticket.opened_at


def setting_entries(desk: Desk) -> list[dict[str, object]]:
    with desk.reading() as session:
        found = rows.many(session.connection, "journal", order="n", subject="setting")
    return [json.loads(row["after"]) for row in found]


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


def test_that_only_an_administrator_sets_matrix_and_targets(office: Office) -> None:
    for desk in (office.supervisor, office.agent, office.requester):
        with pytest.raises(NotAllowed, match="change the settings of the desk"):
            settings.change_matrix(desk, STRICTER)
        with pytest.raises(NotAllowed, match="change the settings of the desk"):
            settings.change_policies(desk, QUICKER)
    assert settings.matrix(office.agent) == DEFAULT_MATRIX
    assert settings.policies(office.agent) == DEFAULT_POLICIES


def test_that_changes_of_settings_stand_in_the_journal_with_before_and_after(
    office: Office,
) -> None:
    settings.change_matrix(office.administrator, STRICTER)
    settings.change_policies(office.administrator, QUICKER)
    assert setting_entries(office.administrator) == [
        {"before": {"medium/medium": 3}, "priority_matrix": {"medium/medium": 2}},
        {"before": {"incident/3/resolve": 86400}, "sla_targets": {"incident/3/resolve": 18000}},
    ]
    assert databases.check(office.administrator) == []


def test_that_saving_what_is_there_already_writes_nothing(office: Office) -> None:
    settings.change_matrix(office.administrator, DEFAULT_MATRIX)
    settings.change_policies(office.administrator, DEFAULT_POLICIES)
    assert setting_entries(office.administrator) == []


def test_that_new_targets_count_for_new_tickets_and_a_promise_made_stands(
    office: Office,
) -> None:
    promised = an_incident(office.agent)
    settings.change_policies(office.administrator, QUICKER)
    assert due_after(office.agent, promised, Target.RESOLVE) == timedelta(hours=24)
    fresh = an_incident(office.agent)
    assert due_after(office.agent, fresh, Target.RESOLVE) == timedelta(hours=5)


def test_that_a_ticket_that_gets_another_priority_gets_its_new_target(office: Office) -> None:
    ticket_id = an_incident(office.agent, impact=Level.LOW, urgency=Level.LOW)
    settings.change_policies(office.administrator, QUICKER)
    tickets.edit(office.agent, ticket_id, tickets.Edit(impact=Level.HIGH))
    assert due_after(office.agent, ticket_id, Target.RESOLVE) == timedelta(hours=5)


@pytest.mark.parametrize(
    ("key", "promised", "sentence"),
    [
        ((Kind.INCIDENT, Priority.LOW, Target.RESOLVE), 0, "longer than nothing"),
        ((Kind.INCIDENT, Priority.LOW, Target.RESOLVE), 400 * 86400, "at most a year"),
        ((Kind.REQUEST, Priority.LOW, Target.RESPOND), 300 * 86400, "cannot be promised later"),
    ],
)
def test_that_targets_nobody_can_mean_are_refused(
    office: Office, key: tuple[Kind, Priority, Target], promised: int, sentence: str
) -> None:
    with pytest.raises(Invalid, match=sentence):
        settings.change_policies(office.administrator, {**DEFAULT_POLICIES, key: promised})
    assert settings.policies(office.agent) == DEFAULT_POLICIES
