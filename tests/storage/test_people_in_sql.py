"""Managers, team leads and absences hold against anybody with a database client."""

from __future__ import annotations

from datetime import timedelta

from desk_gui.domain.accounts import Role
from desk_gui.operations import absences, accounts, contacts
from desk_gui.operations.accounts import NewAccount
from tests.conftest import Office
from tests.storage.attacks import Attacker, refused


def test_that_a_manager_is_somebody_else_who_can_sign_in(
    office: Office, attacker: Attacker
) -> None:
    desk = office.administrator
    for name in ("anna", "boris"):
        new = NewAccount(name, name.title(), Role.REQUESTER, email=f"{name}@example.org")
        accounts.add_account(desk, new)
    ids = {one.login: one.id for one in accounts.accounts(desk)}
    anna = accounts.add_contact(desk, "Anna", "anna@example.org")
    boris = accounts.add_contact(desk, "Boris", "boris@example.org")
    name = "UPDATE contact SET manager_id = {} WHERE id = {}"
    refused(attacker, "nobody is his own manager", name.format(ids["anna"], anna))
    contacts.set_manager(desk, anna, ids["boris"])
    refused(attacker, "the manager of his own manager", name.format(ids["anna"], boris))
    becomes = "UPDATE account SET email = 'ANNA@example.org' WHERE login = 'boris'"
    refused(attacker, "nobody is his own manager", becomes)
    mail = f"UPDATE contact SET email = 'boris@example.com' WHERE id = {boris}"
    assert not attacker.run(mail)
    himself = f"UPDATE contact SET email = 'boris@example.org' WHERE id = {anna}"
    refused(attacker, "nobody is his own manager", himself)
    accounts.change_account(desk, ids["tom"], active=False)
    refused(attacker, "the manager of a contact can sign in", name.format(ids["tom"], boris))
    lead = f"UPDATE team SET lead_id = {ids['tom']}"
    refused(attacker, "the lead of a team can sign in", lead)
    other = f"INSERT INTO contact (name, email, manager_id) VALUES ('X', NULL, {ids['tom']})"
    refused(attacker, "the manager of a contact can sign in", other)


def test_that_an_absence_ends_with_its_entry_and_names_who_can_sign_in(
    office: Office, attacker: Attacker
) -> None:
    now, tom = office.clock.now, office.colleague.account_id
    later = now + timedelta(days=1)
    absences.be_away(office.colleague, office.agent_id, now, later)
    refused(attacker, "an absence ends together with its journal entry", "DELETE FROM absence")
    absences.be_back(office.colleague)
    absences.be_away(office.colleague, office.agent_id, now, later)
    refused(attacker, "an absence ends together with its journal entry", "DELETE FROM absence")
    accounts.change_account(office.administrator, office.agent_id, active=False)
    again = f"UPDATE absence SET delegate_id = {office.agent_id} WHERE account_id = {tom}"
    refused(attacker, "who stands in for somebody can sign in", again)
