"""While somebody is away, who stands in decides; where nobody can, a supervisor does."""

from __future__ import annotations

from datetime import timedelta

import pytest

from desk_gui.domain.absence import Absence
from desk_gui.domain.accounts import Role
from desk_gui.domain.catalog import ApprovalStep, Approver, Who
from desk_gui.domain.errors import Invalid, NotAllowed, NotPossible
from desk_gui.domain.workflow import Kind
from desk_gui.operations import (
    absences,
    accounts,
    approvals,
    classification,
    contacts,
    databases,
    notices,
    requests,
    show,
)
from desk_gui.operations.accounts import NewAccount
from desk_gui.operations.classification import NewTicket
from desk_gui.operations.desk import Desk
from desk_gui.operations.show import ApprovalShown
from tests.conftest import Office
from tests.factories import a_catalog_item

DAY = timedelta(days=1)


def me(desk: Desk) -> int:
    assert desk.account_id is not None
    return desk.account_id


def asks_toms_approval(office: Office, raised_by: Desk | None = None) -> int:
    """A request of Rita's, whose manager is Tom."""
    rule = (ApprovalStep((Approver(Who.MANAGER),)),)
    items = requests.catalog(office.agent)
    known = next((one.id for one in items if one.name == "Chair"), None)
    item = known or a_catalog_item(office.administrator, "Chair", steps=rule)
    rita = accounts.add_contact(office.agent, "Rita", "rita@example.org")
    contacts.set_manager(office.administrator, rita, me(office.colleague))
    new = NewTicket("A chair", kind=Kind.REQUEST, item_id=item, requester_id=rita)
    return classification.open_ticket(raised_by or office.agent, new).ticket_id


def away(office: Office, who: Desk, delegate: Desk) -> None:
    now = office.clock.now
    absences.be_away(who, me(delegate), now, now + DAY)


def an_agent(office: Office, login: str) -> Desk:
    accounts.add_account(office.administrator, NewAccount(login, login.title(), Role.AGENT))
    found = next(one for one in accounts.accounts(office.agent) if one.login == login)
    return office.agent.signed_in_as(found.id)


def shown(office: Office, ticket_id: int) -> ApprovalShown:
    (approval,) = show.show(office.administrator, ticket_id).approvals
    return approval


def waits_for(desk: Desk) -> list[int]:
    return [one.ticket_id for one in approvals.waiting_for_me(desk)]


def test_that_what_waits_and_what_comes_is_told_to_who_stands_in(office: Office) -> None:
    ines = an_agent(office, "ines")
    before = asks_toms_approval(office)
    away(office, office.colleague, ines)
    later = asks_toms_approval(office)
    assert waits_for(ines) == [before, later]
    assert sorted(one.text for one in notices.notices(ines)) == [
        "It waits for your approval.",
        "Tom is away; it waits for your approval instead.",
    ]
    assert shown(office, before).instead == ("Ines",)
    assert show.show(office.agent, before).standing.asked == ("Ines", "Tom")
    requests.approve(ines, before)
    requests.approve(office.colleague, later)
    office.clock.forward(days=1)
    assert waits_for(ines) == []
    assert databases.check(office.administrator) == []


def test_that_the_stand_in_of_a_stand_in_decides(office: Office) -> None:
    ines, paul = an_agent(office, "ines"), an_agent(office, "paul")
    ticket_id = asks_toms_approval(office)
    away(office, office.colleague, ines)
    assert waits_for(paul) == []
    away(office, ines, paul)
    assert shown(office, ticket_id).instead == ("Ines", "Paul")
    assert waits_for(office.supervisor) == []
    requests.approve(paul, ticket_id)


def test_that_who_stands_in_for_a_delegate_decides_too(office: Office) -> None:
    ines, paul = an_agent(office, "ines"), an_agent(office, "paul")
    ticket_id = asks_toms_approval(office)
    approvals.delegate(office.colleague, ticket_id, me(ines))
    away(office, ines, paul)
    requests.approve(paul, ticket_id)


def test_that_a_supervisor_decides_where_the_delegate_raised_the_request(office: Office) -> None:
    ticket_id = asks_toms_approval(office)
    assert waits_for(office.supervisor) == []
    away(office, office.colleague, office.agent)
    assert shown(office, ticket_id).because == "Tom is away, and Amira raised the request."
    with pytest.raises(NotAllowed, match="Who raised a request cannot approve it"):
        requests.approve(office.agent, ticket_id)
    assert waits_for(office.supervisor) == [ticket_id]
    requests.approve(office.supervisor, ticket_id)


def test_that_a_supervisor_decides_where_two_stand_in_for_each_other(office: Office) -> None:
    ines = an_agent(office, "ines")
    ticket_id = asks_toms_approval(office)
    away(office, office.colleague, ines)
    away(office, ines, office.colleague)
    assert shown(office, ticket_id).because == "Tom is away, and Ines is away, too."
    requests.approve(office.supervisor, ticket_id)


def test_that_a_supervisor_decides_where_the_delegate_was_switched_off(office: Office) -> None:
    ines = an_agent(office, "ines")
    ticket_id = asks_toms_approval(office)
    away(office, office.colleague, ines)
    accounts.change_account(office.administrator, me(ines), active=False)
    assert shown(office, ticket_id).because == (
        "Tom is away, and the account of Ines is switched off."
    )
    requests.approve(office.supervisor, ticket_id)


def test_that_one_says_it_for_oneself_and_an_administrator_for_others(office: Office) -> None:
    now, tom = office.clock.now, me(office.colleague)
    with pytest.raises(NotAllowed, match="Only an administrator"):
        absences.be_away(office.agent, me(office.agent), now, now + DAY, account_id=tom)
    with pytest.raises(Invalid, match="Tom is the one who is away"):
        absences.be_away(office.colleague, tom, now, now + DAY)
    with pytest.raises(Invalid, match="is over already"):
        absences.be_away(office.colleague, me(office.agent), now - DAY, now)
    absences.be_away(office.administrator, me(office.agent), now, now + DAY, account_id=tom)
    known = absences.known(office.colleague)
    assert known.absences[tom] == Absence(tom, me(office.agent), now, now + DAY)
    with pytest.raises(NotAllowed, match="Only an administrator"):
        absences.be_back(office.agent, account_id=tom)
    absences.be_back(office.administrator, account_id=tom)
    with pytest.raises(NotPossible, match="Tom is not away"):
        absences.be_back(office.colleague)
    accounts.change_account(office.administrator, me(office.requester), active=False)
    with pytest.raises(Invalid, match="switched off; choose somebody else"):
        absences.be_away(office.colleague, me(office.requester), now, now + DAY)
    assert databases.check(office.administrator) == []
