"""Approvals are asked step by step of people who can be found, and of somebody in their place."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from desk_gui.domain.accounts import Role
from desk_gui.domain.catalog import ApprovalStep, Approver, TaskTemplate, Who
from desk_gui.domain.collaboration import NoticeKind
from desk_gui.domain.errors import Invalid, NotAllowed, NotFound, NotPossible
from desk_gui.domain.forms import FieldKind, FormField
from desk_gui.domain.ticket import Wish
from desk_gui.domain.workflow import Kind, Status
from desk_gui.operations import (
    absences,
    accounts,
    approvals,
    boards,
    catalog_items,
    classification,
    contacts,
    notices,
    requests,
    show,
    tickets,
    time_passing,
)
from desk_gui.operations.boards import Column
from desk_gui.operations.classification import NewTicket
from tests.conftest import Office
from tests.factories import a_catalog_item

MANAGER, SUPERVISOR = Approver(Who.MANAGER), Approver(Who.SUPERVISOR)


def person(desk: Any) -> Approver:
    return Approver(Who.PERSON, account_id=desk.account_id)


def ordered(office: Office, *steps: ApprovalStep, **more: Any) -> int:
    """A request of Rita's, whose manager is Tom, for an item with this rule."""
    item = a_catalog_item(office.administrator, f"Item {len(steps)}", steps=steps, **more)
    rita = accounts.add_contact(office.agent, "Rita", "rita@example.org")
    contacts.set_manager(office.administrator, rita, office.colleague.account_id)
    new = NewTicket("A thing", kind=Kind.REQUEST, item_id=item, requester_id=rita)
    return classification.open_ticket(office.agent, new).ticket_id


def status(office: Office, ticket_id: int) -> Status:
    return show.show(office.administrator, ticket_id).ticket.status


def test_that_steps_are_asked_one_after_another(office: Office) -> None:
    two = (ApprovalStep((MANAGER,)), ApprovalStep((person(office.supervisor),)))
    ticket_id = ordered(office, *two)
    assert [one.number for one in approvals.waiting_for_me(office.colleague)] == ["REQ-1"]
    assert approvals.waiting_for_me(office.supervisor) == []
    with pytest.raises(NotAllowed, match=r"It waits for Tom\."):
        requests.approve(office.supervisor, ticket_id)
    requests.approve(office.colleague, ticket_id)
    assert status(office, ticket_id) is Status.AWAITING_APPROVAL
    assert approvals.waiting_for_me(office.colleague) == []
    assert [one.step for one in approvals.waiting_for_me(office.supervisor)] == [2]
    assert "It waits for your approval." in [n.text for n in notices.notices(office.supervisor)]
    requests.approve(office.supervisor, ticket_id)
    assert status(office, ticket_id) is Status.APPROVED


def test_that_any_of_many_is_enough_and_the_others_need_not_decide(office: Office) -> None:
    any_of = ApprovalStep((MANAGER, person(office.supervisor)), needed=1)
    ticket_id = ordered(office, any_of)
    requests.approve(office.supervisor, ticket_id)
    assert status(office, ticket_id) is Status.APPROVED
    assert [a.decision.value for a in show.show(office.agent, ticket_id).approvals] == ["approved"]


def test_that_a_quorum_counts_people_not_decisions(office: Office) -> None:
    three = (MANAGER, person(office.colleague), person(office.supervisor))
    ticket_id = ordered(office, ApprovalStep(three, needed=2))
    requests.approve(office.colleague, ticket_id)
    assert status(office, ticket_id) is Status.AWAITING_APPROVAL
    with pytest.raises(NotPossible, match="You approved REQ-1 already"):
        requests.approve(office.colleague, ticket_id)
    requests.approve(office.supervisor, ticket_id)
    assert status(office, ticket_id) is Status.APPROVED


def test_that_a_supervisor_decides_where_nobody_is_found_or_who_is_asked_raised_it(
    office: Office,
) -> None:
    lead = Approver(Who.TEAM_LEAD, team_id=office.team_id)
    ticket_id = ordered(office, ApprovalStep((lead,)))
    requests.approve(office.supervisor, ticket_id)
    contacts.set_lead(office.administrator, office.team_id, office.agent.account_id)
    new = NewTicket("A thing", kind=Kind.REQUEST, item_id=requests.catalog(office.agent)[0].id)
    other = ordered(office, ApprovalStep((lead,)), ApprovalStep((lead,)))
    assert new.kind is Kind.REQUEST
    with pytest.raises(NotAllowed):
        requests.approve(office.agent, other)
    requests.approve(office.supervisor, other)


def test_that_a_delegate_decides_in_absence_and_only_then(office: Office) -> None:
    ticket_id = ordered(office, ApprovalStep((MANAGER,)))
    now, stand_in = office.clock.now, office.administrator.account_id or 0
    later = now + timedelta(days=1)
    absences.be_away(office.colleague, stand_in, later, later + timedelta(days=2))
    with pytest.raises(NotAllowed):
        requests.approve(office.administrator, ticket_id)
    office.clock.forward(days=1)
    (waiting,) = approvals.waiting_for_me(office.administrator)
    assert (waiting.in_person, waiting.instead_of) == (False, "Tom")
    requests.approve(office.administrator, ticket_id)
    with pytest.raises(NotAllowed, match="Only an administrator"):
        absences.be_away(office.agent, stand_in, now, later, account_id=stand_in)
    with pytest.raises(Invalid, match="ends before it begins"):
        absences.be_away(office.agent, stand_in, later, now)


def test_that_an_approval_is_delegated_but_never_to_who_raised_it(office: Office) -> None:
    ticket_id = ordered(office, ApprovalStep((MANAGER,)))
    with pytest.raises(NotPossible, match="Who raised a request"):
        approvals.delegate(office.colleague, ticket_id, office.agent_id)
    with pytest.raises(NotAllowed, match="does not wait for you"):
        approvals.delegate(office.agent, ticket_id, office.agent_id)
    approvals.delegate(office.colleague, ticket_id, office.administrator.account_id or 0)
    requests.approve(office.administrator, ticket_id)
    assert status(office, ticket_id) is Status.APPROVED


def test_that_who_is_asked_is_reminded_and_a_supervisor_takes_over_at_the_expiry(
    office: Office,
) -> None:
    ticket_id = ordered(office, ApprovalStep((MANAGER,), 1, 3600, 7200))
    office.clock.forward(minutes=59)
    assert approvals.remind(office.agent).tickets == frozenset()
    office.clock.forward(minutes=1)
    assert time_passing.let_time_pass(office.agent) is not None
    told = [notice.text for notice in notices.notices(office.colleague)]
    assert told.count("It still waits for your approval.") == 1
    assert approvals.remind(office.agent).tickets == frozenset()
    with pytest.raises(NotAllowed):
        requests.approve(office.supervisor, ticket_id)
    office.clock.forward(hours=1)
    assert approvals.remind(office.agent).tickets == {ticket_id}
    requests.approve(office.supervisor, ticket_id)


def test_that_a_manager_without_rights_decides_and_sees_no_more(office: Office) -> None:
    boss = accounts.NewAccount("boss", "Boss", Role.REQUESTER)
    accounts.add_account(office.administrator, boss)
    boss_id = next(a.id for a in accounts.accounts(office.agent) if a.login == "boss")
    ticket_id = ordered(office, ApprovalStep((MANAGER,)))
    other = ordered(office, ApprovalStep((MANAGER,)), ApprovalStep((SUPERVISOR,)))
    rita = accounts.add_contact(office.agent, "Rita", "rita@example.org")
    contacts.set_manager(office.administrator, rita, boss_id)
    desk = replace(office.agent, account_id=boss_id)
    assert {one.ticket_id for one in approvals.waiting_for_me(desk)} == {ticket_id, other}
    requests.approve(desk, ticket_id)
    requests.reject(desk, other, "No budget.")
    with pytest.raises(NotFound):
        requests.approve(desk, other)
    with pytest.raises(NotFound):
        show.show(desk, ticket_id)


def test_that_an_old_request_keeps_the_form_and_the_rule_it_was_made_with(office: Office) -> None:
    size = FormField("size", "Size", FieldKind.CHOICE, required=True, choices=("A4", "A3"))
    rule = ApprovalStep((person(office.supervisor),))
    ticket_id = ordered(office, rule, fields=(size,), tasks=(TaskTemplate("Print"),))
    item = next(one for one in catalog_items.all_items(office.agent) if one.name == "Item 1")
    changed = replace(item, fields=(), steps=(), tasks=(TaskTemplate("Draw"),))
    catalog_items.save_item(office.administrator, changed)
    new = NewTicket("Another", kind=Kind.REQUEST, item_id=item.id, answers={})
    other = classification.open_ticket(office.agent, new).ticket_id
    assert status(office, other) is Status.APPROVED
    assert status(office, ticket_id) is Status.AWAITING_APPROVAL
    requests.approve(office.supervisor, ticket_id)
    for one, title in ((ticket_id, "Print"), (other, "Draw")):
        wish = Wish(Status.IN_FULFILMENT, assignee_id=office.agent_id)
        tickets.move(office.agent, one, wish)
        assert [task.title for task in show.show(office.agent, one).tasks] == [title]


def test_that_the_board_says_what_waits_and_what_can_begin(office: Office) -> None:
    tasks = (
        TaskTemplate("Order", after=(), share=50, checklist=("Asked twice",)),
        TaskTemplate("Install", after=(1,)),
        TaskTemplate("Card", after=()),
    )
    ticket_id = ordered(office, tasks=tasks, team_id=office.team_id)
    wish = Wish(Status.IN_FULFILMENT, assignee_id=office.agent_id)
    tickets.move(office.agent, ticket_id, wish)
    order, install, card = show.show(office.agent, ticket_id).tasks

    def stands() -> dict[Column, list[str]]:
        found = boards.board(office.agent, office.team_id)
        return {one.column: [task.title for task in one.tasks] for one in found}

    assert stands()[Column.WAITING] == ["Install"]
    assert sorted(stands()[Column.READY]) == ["Card", "Order"]
    with pytest.raises(NotPossible, match="“Order” comes first"):
        requests.start_task(office.agent, ticket_id, install.id)
    requests.start_task(office.agent, ticket_id, order.id)
    assert stands()[Column.IN_WORK] == ["Order"]
    requests.put_task_back(office.agent, ticket_id, order.id)
    assert stands()[Column.IN_WORK] == []
    with pytest.raises(NotPossible, match="Still to tick off: Asked twice"):
        requests.complete_task(office.agent, ticket_id, order.id)
    requests.tick_off(office.agent, ticket_id, order.id, 0, done=True)
    requests.complete_task(office.agent, ticket_id, order.id)
    assert stands()[Column.DONE] == ["Order"]
    assert "Install" in stands()[Column.READY]
    team = office.team_id
    requests.give_task(
        office.agent, ticket_id, card.id, team_id=team, assignee_id=office.colleague.account_id
    )
    shown = show.show(office.agent, ticket_id)
    assert shown.task_people[card.id] == "Tom · Service desk"
    assert order.due_at is not None
    assert shown.ticket.due_at is not None
    assert order.due_at < shown.ticket.due_at
    with pytest.raises(NotAllowed):
        boards.board(office.requester, office.team_id)


def test_that_who_is_asked_and_who_is_to_stand_in_are_told_of_an_approval(office: Office) -> None:
    ticket_id = ordered(office, ApprovalStep((MANAGER,)))
    approvals.delegate(office.colleague, ticket_id, office.supervisor.account_id or 0)
    for asked in (office.colleague, office.supervisor):
        assert [one.what for one in notices.notices(asked)] == [NoticeKind.APPROVAL]
