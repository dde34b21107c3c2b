"""Contacts, their managers, and the leads of teams, on both databases."""

from __future__ import annotations

import pytest

from desk_gui.domain.accounts import Role
from desk_gui.domain.catalog import ApprovalStep, Approver, Who
from desk_gui.domain.errors import Invalid, NotAllowed, NotFound, NotPossible
from desk_gui.domain.workflow import Kind
from desk_gui.operations import accounts, classification, contacts, requests, show
from desk_gui.operations.accounts import NewAccount
from desk_gui.operations.classification import NewTicket
from tests.conftest import Office
from tests.factories import a_catalog_item
from tests.operations.asked import asked


def a_person(office: Office, name: str) -> tuple[int, int]:
    """Somebody who is both: the contact and the account of one mail address."""
    mail = f"{name.lower()}@example.org"
    new = NewAccount(name.lower(), name, Role.REQUESTER, email=mail)
    accounts.add_account(office.administrator, new)
    account = next(one for one in accounts.accounts(office.agent) if one.name == name)
    return accounts.add_contact(office.agent, name, mail), account.id


def test_that_contacts_are_found_by_words_and_shown_with_their_manager(office: Office) -> None:
    desk = office.administrator
    vera = accounts.add_contact(office.agent, "Vera Blau", "vera@example.org", "Lyon")
    anton = accounts.add_contact(office.agent, "Anton Blau", "anton@example.org")
    contacts.change(desk, vera, department="  Drawing   office ", manager_id=office.agent_id)
    assert list(contacts.ids(desk)) == [anton, vera]
    assert list(contacts.ids(desk, "blau draw")) == [vera]
    assert list(contacts.ids(desk, "100%")) == []
    assert list(contacts.ids(desk, without_manager=True)) == [anton]
    with asked(desk) as statements:
        first, second = contacts.shown(desk, [vera, anton])
    assert sum("FROM contact" in one for one in statements) == 1
    assert (first.department, first.manager, first.site) == ("Drawing office", "Amira", "Lyon")
    assert (second.manager_id, second.manager) == (None, "")
    assert contacts.id_of(desk, "VERA@example.org") == vera
    with pytest.raises(NotFound, match="There is no contact “Zoe”"):
        contacts.id_of(desk, "Zoe")


def test_that_nobody_is_his_own_manager_nor_stands_in_a_circle_of_them(office: Office) -> None:
    desk = office.administrator
    people = [a_person(office, name) for name in ("Anna", "Boris", "Clara")]
    (anna, anna_id), (boris, boris_id), (clara, clara_id) = people
    with pytest.raises(NotPossible, match="Nobody is his own manager"):
        contacts.set_manager(desk, anna, anna_id)
    contacts.set_manager(desk, anna, boris_id)
    contacts.set_manager(desk, boris, clara_id)
    with pytest.raises(NotPossible, match="Clara stands above Anna already"):
        contacts.set_manager(desk, clara, anna_id)
    with pytest.raises(NotPossible, match="Boris stands above Anna already"):
        contacts.set_manager(desk, boris, anna_id)
    assert [one.manager for one in contacts.shown(desk, [anna, boris, clara])] == [
        "Boris",
        "Clara",
        "",
    ]


def test_that_only_an_administrator_names_and_only_who_can_sign_in_is_named(
    office: Office,
) -> None:
    vera = accounts.add_contact(office.agent, "Vera", "vera@example.org")
    with pytest.raises(NotAllowed):
        contacts.set_manager(office.supervisor, vera, office.agent_id)
    accounts.change_account(office.administrator, office.agent_id, active=False)
    with pytest.raises(NotPossible, match="switched off; choose somebody else"):
        contacts.set_manager(office.administrator, vera, office.agent_id)
    with pytest.raises(NotPossible, match="switched off; choose somebody else"):
        contacts.set_lead(office.administrator, office.team_id, office.agent_id)
    with pytest.raises(NotFound):
        contacts.set_lead(office.administrator, 99, None)
    for _ in range(2):
        accounts.add_contact(office.administrator, "", f"x{_}@example.org")
    with pytest.raises(Invalid, match="needs a name or a mail address"):
        accounts.add_contact(office.administrator, "", "")


def test_that_a_request_says_why_a_supervisor_decides_it(office: Office) -> None:
    both = (Approver(Who.MANAGER), Approver(Who.TEAM_LEAD, team_id=office.team_id))
    item = a_catalog_item(office.administrator, "Desk", steps=(ApprovalStep(both, 2),))
    vera = accounts.add_contact(office.agent, "Vera", "vera@example.org")
    new = NewTicket("Desk", kind=Kind.REQUEST, item_id=item, requester_id=vera)
    ticket_id = classification.open_ticket(office.agent, new).ticket_id
    assert [one.because for one in show.show(office.agent, ticket_id).approvals] == [
        "No manager of Vera is known; Administration, Contacts, names one.",
        "The team has no lead; Administration, Teams, names one.",
    ]
    contacts.set_manager(office.administrator, vera, office.colleague.account_id)
    contacts.set_lead(office.administrator, office.team_id, office.supervisor.account_id)
    assert contacts.leads(office.agent) == {office.team_id: office.supervisor.account_id}
    assert [one.because for one in show.show(office.agent, ticket_id).approvals] == ["", ""]
    requests.approve(office.colleague, ticket_id)
    requests.approve(office.supervisor, ticket_id)
