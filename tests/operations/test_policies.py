"""What is promised: policies, changed by an administrator, and the clocks that follow them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from desk_gui.domain.errors import Invalid, NotAllowed
from desk_gui.domain.priority import Level, Priority
from desk_gui.domain.sla import DEFAULT_POLICIES, Key, Policy, Scope, Target
from desk_gui.domain.workflow import Kind
from desk_gui.operations import databases, sla, tickets
from tests.conftest import Office
from tests.factories import an_incident
from tests.operations.seen import due_after, setting_entries

RESOLVE = (Kind.INCIDENT, Priority.MEDIUM, Target.RESOLVE)


def with_promise(key: Key, promised_s: int) -> tuple[Policy, ...]:
    """The default policies with another general promise."""
    scope = Scope(*key)
    return tuple(
        replace(one, promised_s=promised_s) if one.scope == scope else one
        for one in DEFAULT_POLICIES
    )


QUICKER = with_promise(RESOLVE, 18000)


def test_that_only_an_administrator_changes_policies(office: Office) -> None:
    for desk in (office.supervisor, office.agent, office.requester):
        with pytest.raises(NotAllowed, match="change the settings of the desk"):
            sla.change_policies(desk, QUICKER)
    assert sla.policies(office.agent) == DEFAULT_POLICIES


def test_that_changed_policies_stand_in_the_journal_with_before_and_after(office: Office) -> None:
    sla.change_policies(office.administrator, QUICKER)
    narrower = Policy(*RESOLVE, 7200, team_id=office.team_id)
    sla.change_policies(office.administrator, (*QUICKER, narrower))
    sla.change_policies(office.administrator, QUICKER)
    name = f"incident/3/resolve/team {office.team_id}"
    assert setting_entries(office.administrator) == [
        {"before": {"incident/3/resolve": 86400}, "sla_targets": {"incident/3/resolve": 18000}},
        {"before": {}, "sla_targets": {name: 7200}},
        {"before": {name: 7200}, "sla_targets": {}},
    ]
    assert databases.check(office.administrator) == []


def test_that_saving_the_policies_that_are_there_writes_nothing(office: Office) -> None:
    sla.change_policies(office.administrator, DEFAULT_POLICIES)
    assert setting_entries(office.administrator) == []


def test_that_new_targets_count_for_new_tickets_and_a_promise_made_stands(
    office: Office,
) -> None:
    promised = an_incident(office.agent)
    sla.change_policies(office.administrator, QUICKER)
    assert due_after(office.agent, promised, Target.RESOLVE) == timedelta(hours=24)
    fresh = an_incident(office.agent)
    assert due_after(office.agent, fresh, Target.RESOLVE) == timedelta(hours=5)


def test_that_a_ticket_that_gets_another_priority_gets_its_new_target(office: Office) -> None:
    ticket_id = an_incident(office.agent, impact=Level.LOW, urgency=Level.LOW)
    sla.change_policies(office.administrator, QUICKER)
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
    office: Office, key: Key, promised: int, sentence: str
) -> None:
    with pytest.raises(Invalid, match=sentence):
        sla.change_policies(office.administrator, with_promise(key, promised))
    assert sla.policies(office.agent) == DEFAULT_POLICIES
