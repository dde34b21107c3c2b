"""Posting an update from a template, and changing how a major incident is led."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desk_gui.domain.major_incident import Stake
from desk_gui.gui.dialogs.major_declaration import DeclarationSheet
from desk_gui.gui.dialogs.major_update import UpdateSheet
from desk_gui.gui.dialogs.messages import answered
from desk_gui.gui.dialogs.sheet import Sheet
from desk_gui.gui.page import Context
from desk_gui.operations import major_page, update_templates
from desk_gui.operations.desk import Desk
from desk_gui.operations.major_page import MajorPage
from tests.conftest import Office
from tests.factories import a_major
from tests.gui.conftest import ContextOf
from tests.gui.dialogs.conftest import said

Opening = Callable[[Sheet], Sheet]
Leading = Callable[[Desk], DeclarationSheet]


@pytest.fixture
def page(local_office: Office) -> MajorPage:
    """A declared incident that Amira coordinates."""
    parent = a_major(local_office.supervisor, local_office.agent)
    found = major_page.page(local_office.agent, parent)
    assert found is not None
    return found


@pytest.fixture
def sheet(page: MajorPage, context: Context, host: QWidget, opening: Opening) -> UpdateSheet:
    """The window for an update, with its templates read."""
    made = UpdateSheet(context, page, host)
    opening(made)
    return made


@pytest.fixture
def leading(page: MajorPage, context_of: ContextOf, host: QWidget, opening: Opening) -> Leading:
    """The window in which an account changes how the incident is led."""

    def made(desk: Desk) -> DeclarationSheet:
        sheet = DeclarationSheet(context_of(desk), page.ticket, host, before=page.declaration)
        opening(sheet)
        return sheet

    return made


def chosen(sheet: UpdateSheet, office: Office, place: int) -> None:
    """Pick a template as a person does."""
    template = update_templates.templates(office.agent)[place]
    sheet.template.choose(template)
    sheet.template.picked.emit(template)


def test_that_a_template_fills_in_what_is_known_and_marks_what_is_not(
    sheet: UpdateSheet, page: MajorPage, local_office: Office
) -> None:
    chosen(sheet, local_office, 1)
    text = sheet.text.toPlainText()
    assert page.ticket.number in text
    assert "{number}" not in text
    marked = sheet.text.textCursor().selectedText()
    assert marked == "{what_we_know}"
    assert "Still to be filled in: {what_we_know}." in said(sheet)
    sheet.submit()
    assert sheet.isVisible()
    found = major_page.page(local_office.agent, page.ticket.id)
    assert found is not None
    assert found.updates == ()


def test_that_what_was_typed_is_replaced_only_when_a_person_says_so(
    sheet: UpdateSheet, local_office: Office
) -> None:
    with answered() as asked:
        chosen(sheet, local_office, 0)
        first = sheet.text.toPlainText()
        chosen(sheet, local_office, 1)
        assert (sheet.text.toPlainText() != first, asked) == (True, [])
        sheet.text.setPlainText("My own words.")
        chosen(sheet, local_office, 0)
        assert sheet.text.toPlainText() == "My own words."
    assert [one.words for one in asked] == ["Replace what you wrote by the template?"]
    with answered("Replace it"):
        chosen(sheet, local_office, 0)
    assert sheet.text.toPlainText() == first


def test_that_it_says_when_the_next_update_is_due_then(sheet: UpdateSheet) -> None:
    sheet.text.setPlainText("We are at it.")
    assert "The next update is then due at " in said(sheet)


def test_that_the_coordinator_changes_impact_and_interval_but_not_who_leads(
    page: MajorPage, leading: Leading, local_office: Office, qtbot: QtBot
) -> None:
    sheet = leading(local_office.agent)
    assert not sheet.coordinator.isEnabled()
    assert "Only a supervisor" in said(sheet)
    assert sheet.impact.toPlainText() == page.declaration.business_impact
    sheet.impact.setPlainText("Now the phones are dead, too.")
    sheet.stakes.boxes[Stake.COMPLIANCE].click()
    sheet.interval.choose(15 * 60)
    with qtbot.waitSignal(sheet.accepted):
        sheet.submit()
    qtbot.waitUntil(sheet.context.jobs.idle)
    found = major_page.page(local_office.agent, page.ticket.id)
    assert found is not None
    assert found.declaration.business_impact == "Now the phones are dead, too."
    assert found.stakes == (Stake.SERVICE, Stake.REPUTATION, Stake.COMPLIANCE)
    assert found.declaration.update_every_s == 15 * 60


def test_that_a_supervisor_hands_it_to_another_coordinator(
    page: MajorPage, leading: Leading, local_office: Office, qtbot: QtBot
) -> None:
    sheet = leading(local_office.supervisor)
    sheet.coordinator.choose(local_office.colleague.account_id)
    with qtbot.waitSignal(sheet.accepted):
        sheet.submit()
    qtbot.waitUntil(sheet.context.jobs.idle)
    found = major_page.page(local_office.agent, page.ticket.id)
    assert found is not None
    assert found.coordinator == "Tom"


def test_that_a_sheet_is_no_taller_than_its_fields_need(
    leading: Leading, local_office: Office, qtbot: QtBot
) -> None:
    sheet = leading(local_office.supervisor)

    def gap() -> int:
        below = sheet.form.mapTo(sheet, QPoint(0, sheet.form.height())).y()
        return sheet.go.mapTo(sheet, QPoint(0, 0)).y() - below

    qtbot.waitUntil(lambda: 0 < gap() <= 24)
