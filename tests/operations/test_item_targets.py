"""The target of a catalog item is what its requests are promised, in the time of the policy."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from desk_gui.domain.clocks import BY_ITEM
from desk_gui.domain.errors import FileTrouble
from desk_gui.domain.priority import Priority
from desk_gui.domain.sla import (
    DEFAULT_PROMISES,
    Clock,
    ClockMark,
    Escalation,
    EscalationAction,
    Target,
)
from desk_gui.domain.ticket import Wish
from desk_gui.domain.workflow import Kind, Status
from desk_gui.operations import (
    accounts,
    business_hours,
    catalog_items,
    classification,
    requests,
    show,
    sla,
    tickets,
    what_if,
)
from desk_gui.operations.classification import NewTicket, Reclassification
from desk_gui.operations.desk import Desk
from desk_gui.operations.show import ClockShown
from desk_gui.operations.ticking import tick
from tests.conftest import Office
from tests.factories import a_catalog_item, an_incident
from tests.operations.asked import asked

HOUR_S = 3600


def ordered(office: Office, item_id: int) -> int:
    """A request of an item."""
    new = NewTicket("A badge", kind=Kind.REQUEST, item_id=item_id)
    return classification.open_ticket(office.agent, new).ticket_id


def the_promise(desk: Desk, ticket_id: int, target: Target = Target.FULFIL) -> ClockShown:
    """The newest clock of a target."""
    shown = show.show(desk, ticket_id).promises
    return [one for one in shown if one.clock.target is target][-1]


def fulfilment(desk: Desk, ticket_id: int) -> Clock:
    """The clock of the fulfilment."""
    return the_promise(desk, ticket_id).clock


def test_that_a_request_is_promised_what_its_item_says_and_says_so(office: Office) -> None:
    badge = a_catalog_item(office.administrator, "Badge", fulfil_s=3 * HOUR_S)
    shown = the_promise(office.agent, ordered(office, badge))
    assert shown.clock.promised_s == 3 * HOUR_S
    assert shown.clock.due_at - shown.clock.started_at == timedelta(hours=3)
    assert (shown.marks[0].what, shown.marks[0].detail) == (ClockMark.STARTED, BY_ITEM)
    other = the_promise(office.agent, ordered(office, a_catalog_item(office.administrator, "Key")))
    assert other.clock.promised_s == DEFAULT_PROMISES[Kind.REQUEST, Priority.HIGH, Target.FULFIL]
    assert other.marks[0].detail == ""


def test_that_it_counts_in_the_business_hours_of_the_policy(office: Office) -> None:
    (hours,) = business_hours.all_hours(office.administrator)
    counted = tuple(
        replace(one, business_hours_id=hours.id) for one in sla.policies(office.administrator)
    )
    sla.change_policies(office.administrator, counted)
    badge = a_catalog_item(office.administrator, "Badge", fulfil_s=3 * HOUR_S)
    clock = fulfilment(office.agent, ordered(office, badge))
    assert (clock.promised_s, clock.business_hours_id) == (3 * HOUR_S, hours.id)


def test_that_another_edition_changes_no_promise_that_was_made(office: Office) -> None:
    badge = a_catalog_item(office.administrator, "Badge", fulfil_s=3 * HOUR_S)
    before = ordered(office, badge)
    item = next(one for one in requests.catalog(office.agent) if one.id == badge)
    catalog_items.save_item(office.administrator, replace(item, fulfil_s=9 * HOUR_S))
    after = ordered(office, badge)
    accounts.add_team(office.administrator, "Badges")
    (team_id,) = (one.id for one in accounts.teams(office.agent) if one.name == "Badges")
    tickets.assign(office.agent, before, assignee_id=None, team_id=team_id)
    assert fulfilment(office.agent, before).promised_s == 3 * HOUR_S
    assert fulfilment(office.agent, after).promised_s == 9 * HOUR_S


def test_that_an_incident_that_becomes_a_request_gets_the_target_of_its_item(
    office: Office,
) -> None:
    badge = a_catalog_item(office.administrator, "Badge", fulfil_s=3 * HOUR_S)
    ticket_id = an_incident(office.agent)
    wanted = Reclassification(Kind.REQUEST, "It is asked for.", badge)
    classification.reclassify(office.agent, ticket_id, wanted)
    assert fulfilment(office.agent, ticket_id).promised_s == 3 * HOUR_S


def test_that_other_policies_would_not_have_changed_it(office: Office) -> None:
    badge = a_catalog_item(office.administrator, "Badge", fulfil_s=3 * HOUR_S)
    ticket_id = ordered(office, badge)
    opened_at = show.show(office.agent, ticket_id).ticket.opened_at
    late = replace(office.administrator, clock=lambda: opened_at + timedelta(hours=4))
    agent = replace(office.agent, clock=late.clock)
    tickets.move(agent, ticket_id, Wish(Status.IN_FULFILMENT, assignee_id=agent.account_id))
    tickets.move(agent, ticket_id, Wish(Status.FULFILLED, resolution_text="Done."))
    policies = tuple(
        replace(one, promised_s=one.promised_s * 2) for one in sla.policies(office.administrator)
    )
    day = timedelta(days=1)
    found = what_if.what_if(
        office.administrator, what_if.Draft(policies), opened_at - day, opened_at + day
    )
    assert ticket_id not in found.won


def test_that_the_file_of_the_catalog_keeps_it(office: Office, tmp_path: Path) -> None:
    a_catalog_item(office.administrator, "Badge", fulfil_s=26 * HOUR_S)
    file = tmp_path / "catalog.toml"
    catalog_items.export_catalog(office.administrator, file)
    assert 'fulfil_in = "1 d 2 h"' in file.read_text(encoding="utf-8")
    assert catalog_items.import_catalog(office.administrator, file).changed == ()
    file.write_text('[[item]]\nname = "Badge"\nfulfil_in = "soon"\n', encoding="utf-8")
    with pytest.raises(FileTrouble, match="“soon” is no time"):
        catalog_items.import_catalog(office.administrator, file)


def test_that_the_items_of_many_requests_are_asked_for_once(office: Office) -> None:
    accounts.add_team(office.administrator, "Night shift")
    (night,) = (one.id for one in accounts.teams(office.agent) if one.id != office.team_id)
    given = Escalation(Kind.REQUEST, Target.FULFIL, 50, EscalationAction.REASSIGN, team_id=night)
    sla.change_escalations(office.administrator, (given,))
    badge = a_catalog_item(office.administrator, "Badge", fulfil_s=3 * HOUR_S)
    ids = [ordered(office, badge) for _ in range(3)]
    office.clock.forward(hours=2)
    with asked(office.agent) as statements:
        assert tick(office.agent).tickets == {*ids}
    assert sum("fulfil_s" in one for one in statements) == 1
    assert {fulfilment(office.agent, one).promised_s for one in ids} == {3 * HOUR_S}


def test_that_other_business_hours_ask_for_no_item(office: Office) -> None:
    (hours,) = business_hours.all_hours(office.administrator)
    counted = tuple(replace(one, business_hours_id=hours.id) for one in sla.policies(office.agent))
    sla.change_policies(office.administrator, counted)
    badge = a_catalog_item(office.administrator, "Badge", fulfil_s=3 * HOUR_S)
    ids = [ordered(office, badge) for _ in range(3)]
    with asked(office.administrator) as statements:
        business_hours.save(office.administrator, replace(hours, time_zone="Asia/Tokyo"))
    assert sum("clock" in one and "UPDATE" in one for one in statements) > 0
    assert sum("fulfil_s" in one for one in statements) == 0
    assert {fulfilment(office.agent, one).promised_s for one in ids} == {3 * HOUR_S}
