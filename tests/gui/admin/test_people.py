"""Accounts, teams and one's own password."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from desk_gui.domain.accounts import Account, Role
from desk_gui.domain.errors import NotAllowed
from desk_gui.gui.admin.account_sheets import (
    AddAccount,
    AddTeam,
    ChangeAccount,
    SetPassword,
)
from desk_gui.gui.admin.accounts import AccountsSection
from desk_gui.gui.admin.business_hours import HoursSection
from desk_gui.gui.admin.escalations import EscalationsSection
from desk_gui.gui.admin.general import GeneralSection
from desk_gui.gui.admin.matrix import MatrixSection
from desk_gui.gui.admin.own_password import OwnPasswordSection
from desk_gui.gui.admin.page import AdministrationPage
from desk_gui.gui.admin.sla_policies import PoliciesSection
from desk_gui.gui.admin.teams import TeamsSection
from desk_gui.gui.widgets.two_lines import TwoLineModel, TwoLines
from desk_gui.operations import accounts
from desk_gui.operations.desk import Desk, new_key
from desk_gui.storage import rows
from tests.conftest import Office, Places, an_office
from tests.gui.admin.conftest import Open, said_in_red, the

SECRET = "a long enough sentence"


def account_of(desk: Desk, login: str) -> Account:
    return next(one for one in accounts.accounts(desk) if one.login == login)


def listed(page: AdministrationPage) -> list[str]:
    model = page.section(AccountsSection).model
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def choose(page: AdministrationPage, account_id: int | None) -> None:
    page.section(AccountsSection).list.setCurrentIndex(
        page.section(AccountsSection).model.place_of(account_id)
    )


def adding(page: AdministrationPage) -> AddAccount:
    """The sheet that makes an account, open."""
    page.section(AccountsSection).add.click()
    return the(AddAccount, page)


def has(page: AdministrationPage, name: str) -> bool:
    return name in listed(page)


def test_that_the_model_of_short_lists_keeps_the_promises_of_qt(
    qtmodeltester: ModelTester,
) -> None:
    model = TwoLineModel()
    model.show_rows([(7, TwoLines("Tom", "tom", aside="Service desk"))])
    qtmodeltester.check(model)
    assert model.id_of(model.index(0, 0)) == 7
    spoken = model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Tom, tom, Service desk"


def test_that_an_administrator_adds_an_account_that_can_sign_in(
    local_office: Office, open_page: Open, qtbot: QtBot
) -> None:
    page = open_page(local_office.administrator, "Accounts")
    sheet = adding(page)
    sheet.submit()
    assert sheet.isVisible()
    sheet.name.setText("Elena Rossi")
    sheet.login.setText("elena")
    sheet.role.choose(Role.SUPERVISOR)
    sheet.findChild(QWidget, f"Team-{local_office.team_id}").setChecked(True)  # type: ignore[union-attr]  # it is there
    sheet.password.setText(SECRET)
    sheet.submit()
    qtbot.waitUntil(lambda: "Elena Rossi" in listed(page))
    elena = accounts.sign_in(local_office.agent, "elena", SECRET)
    assert (elena.role, elena.teams) == (Role.SUPERVISOR, frozenset({local_office.team_id}))


def test_that_a_requester_is_known_by_his_mail_address(
    local_office: Office, open_page: Open, qtbot: QtBot
) -> None:
    page = open_page(local_office.administrator, "Accounts")
    sheet = adding(page)
    sheet.name.setText("Elena Rossi")
    sheet.login.setText("elena")
    sheet.role.choose(Role.REQUESTER)
    sheet.submit()
    assert said_in_red(sheet.form) == [
        "A requester needs a mail address: it says which tickets are his."
    ]
    assert not sheet.own_login.isVisible()
    sheet.mail.setText("elena@example.org")
    sheet.submit()
    qtbot.waitUntil(lambda: "Elena Rossi" in listed(page))


@pytest.mark.postgres
def test_that_a_requester_of_a_shared_database_gets_a_login_of_it(
    places: Places,
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
    open_page: Open,
    qtbot: QtBot,
) -> None:
    login = f"elena_{new_key()[:8]}"
    for office in an_office("postgres", places, tmp_path, tmp_path_factory):
        page = open_page(office.administrator, "Accounts")
        sheet = adding(page)
        assert not sheet.own_login.isEnabled()
        sheet.role.choose(Role.REQUESTER)
        assert sheet.own_login.isChecked()
        for field, said in (
            (sheet.name, "Elena Rossi"),
            (sheet.login, login),
            (sheet.mail, "elena@example.org"),
            (sheet.password, SECRET),
        ):
            field.setText(said)
        sheet.submit()
        qtbot.waitUntil(partial(has, page, "Elena Rossi"))
        with office.administrator.aside() as session:
            found = rows.one(session.connection, "account", login=login)
            assert found is not None
            assert (found["database_login"], found["password_hash"]) == (login, None)
            session.connection.exec_driver_sql(f"DROP ROLE {login}")


def test_that_a_login_that_is_taken_is_said_in_the_sheet(
    local_office: Office, open_page: Open, qtbot: QtBot
) -> None:
    page = open_page(local_office.administrator, "Accounts")
    sheet = adding(page)
    sheet.name.setText("Another Tom")
    sheet.login.setText("tom")
    sheet.submit()
    qtbot.waitUntil(sheet.trouble.isVisible)
    assert "already" in sheet.trouble.text()
    assert sheet.name.text() == "Another Tom"


def test_that_role_and_teams_are_changed_together(
    local_office: Office, open_page: Open, qtbot: QtBot
) -> None:
    tom = account_of(local_office.agent, "tom")
    page = open_page(local_office.administrator, "Accounts")
    choose(page, tom.id)
    page.section(AccountsSection).detail.change.click()
    sheet = the(ChangeAccount, page)
    assert sheet.teams.chosen == [local_office.team_id]
    sheet.role.choose(Role.SUPERVISOR)
    sheet.findChild(QWidget, f"Team-{local_office.team_id}").setChecked(False)  # type: ignore[union-attr]  # it is there
    sheet.submit()
    qtbot.waitUntil(lambda: account_of(local_office.agent, "tom").role is Role.SUPERVISOR)
    assert account_of(local_office.agent, "tom").teams == frozenset()
    qtbot.waitUntil(lambda: page.section(AccountsSection).detail.role.text() == "Supervisor")


def test_that_the_last_administrator_cannot_be_switched_off_or_demoted(
    local_office: Office, open_page: Open, qtbot: QtBot
) -> None:
    desk = local_office.administrator
    page = open_page(desk, "Accounts")
    choose(page, desk.account_id)
    page.section(AccountsSection).detail.switch.click()
    qtbot.waitUntil(page.section(AccountsSection).detail.trouble.isVisible)
    assert "is the last administrator; name another one first." in (
        page.section(AccountsSection).detail.trouble.text()
    )
    page.section(AccountsSection).detail.change.click()
    sheet = the(ChangeAccount, page)
    sheet.role.choose(Role.AGENT)
    sheet.submit()
    qtbot.waitUntil(sheet.trouble.isVisible)
    assert "last administrator" in sheet.trouble.text()


def test_that_an_account_is_switched_off_and_on_again(
    local_office: Office, open_page: Open, qtbot: QtBot
) -> None:
    tom = account_of(local_office.agent, "tom")
    page = open_page(local_office.administrator, "Accounts")
    choose(page, tom.id)
    page.section(AccountsSection).detail.switch.click()
    qtbot.waitUntil(lambda: "Tom" not in listed(page))
    assert page.section(AccountsSection).detail.off.text() == "Switched off"
    page.section(AccountsSection).show_pill.choose(False)
    assert listed(page) == ["Tom"]
    page.section(AccountsSection).detail.switch.click()
    qtbot.waitUntil(lambda: account_of(local_office.agent, "tom").active)


def test_that_a_new_password_is_typed_twice(
    local_office: Office, open_page: Open, qtbot: QtBot
) -> None:
    page = open_page(local_office.administrator, "Accounts")
    choose(page, account_of(local_office.agent, "tom").id)
    page.section(AccountsSection).detail.password.click()
    sheet = the(SetPassword, page)
    sheet.password.setText(SECRET)
    sheet.again.setText("something else")
    sheet.submit()
    assert sheet.isVisible()
    sheet.again.setText(SECRET)
    sheet.submit()
    qtbot.waitUntil(lambda: not page.findChildren(SetPassword))
    assert accounts.sign_in(local_office.agent, "tom", SECRET).login == "tom"


def test_that_people_are_found_by_name_login_and_mail(
    local_office: Office, open_page: Open, qtbot: QtBot
) -> None:
    page = open_page(local_office.administrator, "Accounts")
    page.section(AccountsSection).search.setText("sof")
    qtbot.waitUntil(lambda: listed(page) == ["Sofia"])
    page.section(AccountsSection).search.setText("zebra")
    empty = page.section(AccountsSection).empty
    qtbot.waitUntil(lambda: empty.accessibleName().startswith("Nobody fits"))
    assert empty.isVisible()


def test_that_teams_are_listed_with_their_people_and_added(
    local_office: Office, open_page: Open, qtbot: QtBot
) -> None:
    page = open_page(local_office.administrator, "Teams")
    spoken = page.section(TeamsSection).model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Service desk, No lead, Amira, Sofia, Tom, 3 agents"
    page.section(TeamsSection).add.click()
    sheet = the(AddTeam, page)
    sheet.submit()
    assert sheet.isVisible()
    sheet.name.setText("Workplace")
    sheet.submit()
    qtbot.waitUntil(lambda: page.section(TeamsSection).model.rowCount() == 2)
    assert [team.name for team in accounts.teams(local_office.agent)][-1] == "Workplace"


@pytest.mark.parametrize(
    "section",
    [
        "Accounts",
        "Teams",
        "General",
        "Priority matrix",
        "Business hours",
        "SLA policies",
        "Escalations",
    ],
)
def test_that_who_is_no_administrator_sees_why_nothing_can_be_changed(
    local_office: Office, open_page: Open, section: str
) -> None:
    page = open_page(local_office.agent, section)
    shown = page.shown
    assert shown.lacking.isVisible()
    assert shown.lacking.accessibleName().startswith("Only an administrator")
    for button in (
        page.section(AccountsSection).add,
        page.section(AccountsSection).detail.switch,
        page.section(TeamsSection).add,
        page.section(GeneralSection).row.save,
        page.section(MatrixSection).save,
        page.section(HoursSection).add,
        page.section(HoursSection).row.save,
        page.section(PoliciesSection).save,
        page.section(EscalationsSection).row.save,
    ):
        assert not button.isEnabled()


def test_that_everybody_changes_their_own_password(
    local_office: Office, open_page: Open, qtbot: QtBot
) -> None:
    tom = account_of(local_office.agent, "tom")
    accounts.change_account(local_office.administrator, tom.id, password=SECRET)
    page = open_page(local_office.colleague, "My password")
    mine = page.section(OwnPasswordSection)
    mine.new.setText("another long sentence")
    mine.again.setText("another long sentence")
    mine.old.setText("not the old one")
    mine.change.click()
    qtbot.waitUntil(mine.change.isEnabled)
    assert mine.old.property("look") == "wrong"
    mine.old.setText(SECRET)
    mine.change.click()
    qtbot.waitUntil(lambda: mine.old.text() == "")
    assert accounts.sign_in(local_office.agent, "tom", "another long sentence").id == tom.id
    with pytest.raises(NotAllowed):
        accounts.sign_in(local_office.agent, "tom", SECRET)


def test_that_a_short_password_is_refused_before_it_is_sent(
    local_office: Office, open_page: Open
) -> None:
    page = open_page(local_office.agent, "My password")
    mine = page.section(OwnPasswordSection)
    mine.old.setText("whatever it was")
    mine.new.setText("short")
    mine.again.setText("short")
    mine.submit()
    assert mine.new.property("look") == "wrong"
    assert mine.change.isEnabled()


def test_that_every_control_has_a_name(local_office: Office, open_page: Open, qtbot: QtBot) -> None:
    page = open_page(local_office.administrator, "Accounts")
    choose(page, local_office.administrator.account_id)
    page.section(EscalationsSection).add.click()
    page.section(PoliciesSection).what_if.begin()
    qtbot.waitUntil(page.context.jobs.idle)
    nameless = []
    for section in page.sections:
        page.show_section(section.name)
        qtbot.waitUntil(page.context.jobs.idle)
        nameless += [
            f"{section.name}: {type(control).__name__}"
            for control in page.findChildren(QWidget)
            if control.focusPolicy() != Qt.FocusPolicy.NoFocus
            and control.isVisible()
            and not control.objectName().startswith("qt_")
            and not (control.accessibleName() and control.objectName())
        ]
    assert nameless == []
