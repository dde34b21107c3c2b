"""Contacts with their managers, leads of teams, and absences in Administration."""

from __future__ import annotations

from datetime import timedelta

import pytest
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from desk_gui.gui.admin.accounts import AccountsSection
from desk_gui.gui.admin.asked_sheets import ChangeContact, TeamLead
from desk_gui.gui.admin.contact_model import PAGE, ContactModel
from desk_gui.gui.admin.contacts import WITHOUT, ContactsSection
from desk_gui.gui.admin.teams import TeamsSection
from desk_gui.gui.dialogs.absence import NOBODY, AbsenceSheet
from desk_gui.operations import absences, accounts, contacts
from desk_gui.operations.desk import Desk
from tests.conftest import Office
from tests.gui.admin.conftest import Open, said_in_red, the
from tests.gui.conftest import ContextOf


def many(desk: Desk, how_many: int) -> None:
    for n in range(how_many):
        accounts.add_contact(desk, f"Contact {n:03}", f"c{n:03}@example.org")


def test_that_rows_are_read_when_they_are_seen(
    local_office: Office, context_of: ContextOf, qtbot: QtBot, qtmodeltester: ModelTester
) -> None:
    many(local_office.agent, PAGE + 5)
    desk = local_office.administrator
    model = ContactModel(desk, context_of(desk).jobs)
    model.show_ids(contacts.ids(desk))
    assert model.rowCount() == PAGE + 5
    assert model.index(PAGE, 0).data() is None
    qtbot.waitUntil(lambda: model.index(PAGE, 0).data() == "Contact 100")
    assert model.contact(model.index(0, 0)) is None
    assert model.index(0, 0).data() is None
    qtbot.waitUntil(lambda: model.contact(model.index(0, 0)) is not None)
    qtmodeltester.check(model)


def test_that_a_contact_is_found_and_given_a_manager(
    local_office: Office, open_page: Open, qtbot: QtBot
) -> None:
    many(local_office.agent, 3)
    page = open_page(local_office.administrator, "Contacts")
    section = page.section(ContactsSection)
    section.search.setText("c001")
    section.search.say()
    qtbot.waitUntil(lambda: section.model.rowCount() == 1)
    section.list.setCurrentIndex(section.model.index(0, 0))
    qtbot.waitUntil(section.detail.isVisible)
    assert section.detail.instead.text() == WITHOUT
    section.detail.change.click()
    sheet = the(ChangeContact, page)
    qtbot.waitUntil(sheet.go.isEnabled)
    sheet.manager.setText("Zoe")
    sheet.submit()
    assert said_in_red(sheet.form) == ["Nobody who can sign in is called so."]
    sheet.manager.setText("Tom")
    sheet.department.setText("Finance")
    sheet.submit()
    qtbot.waitUntil(lambda: section.detail.instead.text() == "")
    (shown,) = contacts.shown(local_office.agent, list(section.model._ids))
    assert (shown.manager, shown.department) == ("Tom", "Finance")
    section.show_pill.choose(True)
    section.read()
    qtbot.waitUntil(section.empty.isVisible)


def test_that_a_team_gets_its_lead(local_office: Office, open_page: Open, qtbot: QtBot) -> None:
    page = open_page(local_office.administrator, "Teams")
    section = page.section(TeamsSection)
    assert not section.lead.isEnabled()
    section.list.setCurrentIndex(section.model.index(0, 0))
    section.lead.click()
    sheet = the(TeamLead, page)
    sheet.lead.setText("Sofia")
    sheet.submit()
    expected = {local_office.team_id: local_office.supervisor.account_id}
    qtbot.waitUntil(lambda: contacts.leads(local_office.agent) == expected)
    qtbot.waitUntil(page.context.jobs.idle)
    assert "Lead: Sofia" in section._teams[local_office.team_id].look.sentence


def test_that_an_absence_is_said_remarked_on_and_ended(
    local_office: Office, open_page: Open, qtbot: QtBot
) -> None:
    now = local_office.clock.now
    sofia, tom = local_office.supervisor, local_office.colleague
    assert tom.account_id is not None
    absences.be_away(sofia, tom.account_id, now, now + timedelta(days=2))
    page = open_page(local_office.administrator, "Accounts")
    section = page.section(AccountsSection)
    section.list.setCurrentIndex(section.model.place_of(tom.account_id))
    section.detail.away.click()
    sheet = the(AbsenceSheet, page)
    qtbot.waitUntil(sheet.go.isEnabled)
    sheet.submit()
    assert said_in_red(sheet.form) == [NOBODY]
    sheet.who.setText("Sofia")
    hint = sheet.who.accessibleDescription()
    assert hint.startswith("Sofia is away meanwhile and names")
    sheet.submit()
    qtbot.waitUntil(lambda: tom.account_id in absences.known(sofia).absences)
    qtbot.waitUntil(page.context.jobs.idle)
    section.detail.away.click()
    again = the(AbsenceSheet, page)
    qtbot.waitUntil(again.back.isVisible)
    assert again.who.text() == "Sofia"
    again.back.click()
    qtbot.waitUntil(lambda: tom.account_id not in absences.known(sofia).absences)
    qtbot.waitUntil(page.context.jobs.idle)


@pytest.mark.parametrize("section", ["Contacts", "Teams", "Accounts"])
def test_that_who_may_not_sees_it_dimmed_with_the_reason(
    local_office: Office, open_page: Open, section: str
) -> None:
    page = open_page(local_office.agent, section)
    shown = page.shown
    assert "Only an administrator" in shown.lacking.accessibleName()
