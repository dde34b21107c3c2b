"""SLA policies, what they would have meant, and escalations, in the window."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desk_gui.domain.priority import Priority
from desk_gui.domain.sla import DEFAULT_POLICIES, Escalation, EscalationAction, Policy, Target
from desk_gui.domain.workflow import Kind
from desk_gui.gui.admin.escalations import EscalationsSection
from desk_gui.gui.admin.exception_sheet import ExceptionSheet
from desk_gui.gui.admin.page import AdministrationPage
from desk_gui.gui.admin.policy_table import PolicyTable
from desk_gui.gui.admin.sla_draft import Group
from desk_gui.gui.admin.sla_policies import PoliciesSection
from desk_gui.operations import accounts, business_hours, sla
from desk_gui.operations.desk import Desk
from tests.conftest import Office
from tests.factories import an_incident, resolved
from tests.gui.admin.conftest import Open, the

SECTION = "SLA policies"
INCIDENTS = Group(Kind.INCIDENT)
HIGH = (Priority.HIGH, Target.RESOLVE)
MEDIUM = (Priority.MEDIUM, Target.RESOLVE)


def incidents(page: AdministrationPage) -> PolicyTable:
    return page.section(PoliciesSection).tables[INCIDENTS]


def promise(desk: Desk, **of: object) -> Policy:
    """The policy to resolve incidents of high priority in a narrower scope, or the general one."""
    wanted = {"major": False, "team_id": None, "category_id": None, **of}
    return next(
        one
        for one in sla.policies(desk)
        if (one.kind, one.priority, one.target) == (Kind.INCIDENT, *HIGH)
        and all(getattr(one, name) == value for name, value in wanted.items())
    )


def test_that_a_target_is_typed_as_a_duration_and_counted_in_hours(
    local_office: Office, open_page: Open, qtbot: QtBot
) -> None:
    hours = business_hours.all_hours(local_office.agent)[0]
    page = open_page(local_office.administrator, SECTION)
    field, box = incidents(page).fields[HIGH], incidents(page).boxes[HIGH]
    assert field.text() == "8 h"
    assert field.accessibleName() == "Incidents, priority 2 High: resolve within"
    assert not page.section(PoliciesSection).save.isEnabled()
    field.setText("480 minutes")
    assert not page.section(PoliciesSection).save.isEnabled()
    field.setText("150 minutes")
    box.choose(hours.id)
    box.picked.emit(hours.id)
    qtbot.waitUntil(page.context.jobs.idle)
    assert page.section(PoliciesSection).preview.sentence.text() == (
        "An incident of priority 2 opened Friday 6 Mar 16:50 would be due Monday 9 Mar 09:20:"
        " resolve within 2 h 30 min in Office hours."
    )
    page.section(PoliciesSection).save.click()
    qtbot.waitUntil(lambda: promise(local_office.agent).promised_s == 9000)
    assert promise(local_office.agent).business_hours_id == hours.id
    qtbot.waitUntil(lambda: field.text() == "2 h 30 min")


@pytest.mark.parametrize("typed", ["soon", "", "4", "-1 h", "0 h", "10 min"])
def test_that_what_cannot_be_promised_is_said_below_its_table_and_kept(
    local_office: Office, open_page: Open, typed: str
) -> None:
    page = open_page(local_office.administrator, SECTION)
    table = incidents(page)
    table.fields[HIGH].setText(typed)
    assert table.fields[HIGH].property("look") == "wrong"
    assert table.trouble.isVisibleTo(page)
    assert table.trouble.text().endswith(".")
    assert not page.section(PoliciesSection).save.isEnabled()
    assert not page.section(PoliciesSection).what_if.start.isEnabled()
    assert table.fields[HIGH].text() == typed
    page.section(PoliciesSection).back.click()
    assert table.fields[HIGH].text() == "8 h"
    assert not table.trouble.isVisibleTo(page)


def test_that_an_exception_is_added_for_a_team_and_taken_away(
    local_office: Office, open_page: Open, qtbot: QtBot
) -> None:
    page = open_page(local_office.administrator, SECTION)
    page.section(PoliciesSection).add.click()
    sheet = the(ExceptionSheet, page)
    sheet.submit()
    assert sheet.isVisible()
    sheet.team.choose(local_office.team_id)
    sheet.submit()
    group = Group(Kind.INCIDENT, team_id=local_office.team_id)
    table = page.section(PoliciesSection).tables[group]
    assert table.head.text() == "Incidents of Service desk"
    assert table.fields[HIGH].placeholderText() == "8 h"
    assert not table.boxes[HIGH].isEnabled()
    table.fields[HIGH].setText("6 h")
    assert table.boxes[HIGH].isEnabled()
    page.section(PoliciesSection).save.click()
    team = local_office.team_id
    qtbot.waitUntil(lambda: len(sla.policies(local_office.agent)) == len(DEFAULT_POLICIES) + 1)
    assert promise(local_office.agent, team_id=team).promised_s == 21600
    qtbot.waitUntil(page.context.jobs.idle)
    table.remove.click()
    assert group not in page.section(PoliciesSection).tables
    page.section(PoliciesSection).save.click()
    qtbot.waitUntil(lambda: sla.policies(local_office.agent) == DEFAULT_POLICIES)


def test_that_two_exceptions_for_the_same_tickets_are_refused_in_the_sheet(
    local_office: Office, open_page: Open
) -> None:
    page = open_page(local_office.administrator, SECTION)
    page.section(PoliciesSection).add.click()
    sheet = the(ExceptionSheet, page)
    sheet.major.setChecked(True)
    sheet.submit()
    assert sheet.isVisible()
    assert sheet.kind.property("look") == "wrong"
    sheet.kind.choose(Kind.REQUEST)
    assert not sheet.group().major


def test_that_what_is_typed_stays_when_somebody_else_saves(
    local_office: Office, open_page: Open, qtbot: QtBot
) -> None:
    page = open_page(local_office.administrator, SECTION)
    incidents(page).fields[HIGH].setText("6 h")
    other = tuple(
        one for one in DEFAULT_POLICIES if not (one.major and one.priority is Priority.PLANNING)
    )
    page.context.live.announce(sla.change_policies(local_office.administrator, other))
    qtbot.waitUntil(page.context.jobs.idle)
    assert incidents(page).fields[HIGH].text() == "6 h"
    assert page.section(PoliciesSection).save.isEnabled()


def judged_tickets(office: Office) -> tuple[int, int]:
    """One incident resolved after 3 hours, one after 30: the default promise is 24 h."""
    quick, slow = an_incident(office.agent), an_incident(office.agent)
    office.clock.forward(hours=3)
    resolved(office.agent, quick)
    office.clock.forward(hours=27)
    resolved(office.agent, slow)
    return quick, slow


def test_that_the_past_is_replayed_under_what_is_typed(
    local_office: Office, open_page: Open, qtbot: QtBot
) -> None:
    quick, _ = judged_tickets(local_office)
    page = open_page(local_office.administrator, SECTION)
    card = page.section(PoliciesSection).what_if
    incidents(page).fields[Priority.MEDIUM, Target.RESPOND].setText("1 h")
    incidents(page).fields[MEDIUM].setText("2 h")
    incidents(page).boxes[MEDIUM].choose(business_hours.all_hours(local_office.agent)[0].id)
    incidents(page).boxes[MEDIUM].picked.emit(None)
    card.start.click()
    assert card.bar.isVisibleTo(page)
    qtbot.waitUntil(lambda: card.table.isVisibleTo(page))
    rows = [
        [str(card.model.index(row, column).data()).strip() for column in range(5)]
        for row in range(card.model.rowCount())
    ]
    assert ["Incidents, resolve", "2", "50.0 %", "0.0 %", "−50.0"] in rows
    assert not card.won.isVisibleTo(page)
    assert card.lost.text() == "Show 1 ticket missed instead of kept"
    with qtbot.waitSignal(page.queue_wanted) as asked:
        card.lost.click()
    assert asked.args == [f"id:{quick}"]
    assert sla.policies(local_office.agent) == DEFAULT_POLICIES


def test_that_a_replay_can_be_stopped(local_office: Office, open_page: Open, qtbot: QtBot) -> None:
    judged_tickets(local_office)
    page = open_page(local_office.administrator, SECTION)
    card = page.section(PoliciesSection).what_if
    card.begin()
    card.stop.click()
    qtbot.waitUntil(page.context.jobs.idle)
    assert card.start.isEnabled()
    assert not card.bar.isVisibleTo(page)


def test_that_a_period_without_a_verdict_says_so(
    local_office: Office, open_page: Open, qtbot: QtBot
) -> None:
    judged_tickets(local_office)
    local_office.clock.now += timedelta(days=800)
    page = open_page(local_office.administrator, SECTION)
    page.section(PoliciesSection).what_if.begin()
    qtbot.waitUntil(page.context.jobs.idle)
    assert (
        page.section(PoliciesSection).what_if.said.text()
        == "No ticket of this period has a verdict yet."
    )


def test_that_escalations_are_sentences_that_are_saved(
    local_office: Office, open_page: Open, qtbot: QtBot
) -> None:
    page = open_page(local_office.administrator, "Escalations")
    section = page.section(EscalationsSection)
    assert section.none.isVisible()
    section.add.click()
    first = section.rows[0]
    first.percent.setText("50 %")
    first.whom.choose((None, local_office.team_id))
    first.whom.picked.emit((None, local_office.team_id))
    section.add.click()
    second = section.rows[1]
    second.percent.setText("150")
    second.act.choose(EscalationAction.RAISE)
    second.act.picked.emit(EscalationAction.RAISE)
    assert not second.whom.isVisible()
    section.row.save.click()
    qtbot.waitUntil(lambda: len(sla.escalations(local_office.agent)) == 2)
    told, raised = sla.escalations(local_office.agent)
    assert (told.percent, told.team_id) == (50, local_office.team_id)
    assert (raised.percent, raised.action) == (150, EscalationAction.RAISE)
    qtbot.waitUntil(page.context.jobs.idle)
    assert not section.row.save.isEnabled()
    section.rows[0].remove.click()
    section.row.save.click()
    qtbot.waitUntil(lambda: sla.escalations(local_office.agent) == (raised,))


def test_that_an_escalation_says_what_is_wrong_with_it(
    local_office: Office, open_page: Open
) -> None:
    page = open_page(local_office.administrator, "Escalations")
    section = page.section(EscalationsSection)
    section.add.click()
    row = section.rows[0]
    row.percent.setText("soon")
    assert row.trouble.text() == "Write how many percent of the time, from 1 to 1,000."
    row.percent.setText("75")
    row.act.choose(EscalationAction.REASSIGN)
    row.act.picked.emit(EscalationAction.REASSIGN)
    assert row.trouble.text() == "Choose the agent or the team that gets the ticket."
    row.act.choose(EscalationAction.NOTIFY)
    row.act.picked.emit(EscalationAction.NOTIFY)
    section.add.click()
    assert section.trouble.text() == "Two escalations are the same."
    assert not section.row.save.isEnabled()
    section.row.back.click()
    assert section.rows == []


def test_that_somebody_who_left_cannot_be_named(
    local_office: Office, open_page: Open, qtbot: QtBot
) -> None:
    desk = local_office.administrator
    page = open_page(desk, "Escalations")
    section = page.section(EscalationsSection)
    section.add.click()
    tom = local_office.colleague.account_id
    assert tom is not None
    section.rows[0].whom.choose((tom, None))
    section.rows[0].whom.picked.emit((tom, None))
    accounts.change_account(desk, tom, active=False)
    section.row.save.click()
    qtbot.waitUntil(section.trouble.isVisible)
    assert "does not work on tickets any more" in section.trouble.text()
    assert section.wanted() == (
        Escalation(Kind.INCIDENT, Target.RESOLVE, 75, EscalationAction.NOTIFY, account_id=tom),
    )


def test_that_the_tables_are_reached_by_tab_in_their_order(
    local_office: Office, open_page: Open, qtbot: QtBot
) -> None:
    page = open_page(local_office.administrator, SECTION)
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    field = incidents(page).fields[Priority.CRITICAL, Target.RESPOND]
    field.setFocus()
    names = []
    for _ in range(4):
        widget = page.focusWidget()
        names.append(widget.objectName())
        qtbot.keyClick(widget, Qt.Key.Key_Tab)
    assert names == [
        "Target-incident-1-respond",
        "Hours-incident-1-respond",
        "Target-incident-1-resolve",
        "Hours-incident-1-resolve",
    ]
