"""Merging one ticket, or those that are marked, with what would happen said before."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desk_gui.domain.workflow import Status
from desk_gui.gui.dialogs import merge
from desk_gui.gui.dialogs.merge import MergeSheet
from desk_gui.gui.page import Context
from desk_gui.gui.widgets.person_picker import Choice
from desk_gui.operations import merging, show
from tests.conftest import Office
from tests.factories import a_request, an_incident, resolved
from tests.gui.dialogs.conftest import said

Opening = Callable[[MergeSheet], MergeSheet]


def test_that_one_ticket_is_merged_into_the_one_that_is_picked(
    context: Context, host: QWidget, opening: Opening, local_office: Office, qtbot: QtBot
) -> None:
    desk = local_office.agent
    stays, goes = an_incident(desk, "Mail is down"), an_incident(desk, "No mail")
    sheet = opening(MergeSheet(context, [goes], host, name=f"INC-{goes}"))
    assert sheet.heading.text() == f"Merge INC-{goes} into…"
    assert not sheet.go.isEnabled()
    sheet.stays.choose(Choice(stays, f"INC-{stays} Mail is down"))
    qtbot.waitUntil(sheet.go.isEnabled)
    assert (sheet.go.text(), sheet.list.isVisible()) == ("Merge", False)
    with qtbot.waitSignal(sheet.accepted):
        sheet.go.click()
    qtbot.waitUntil(context.jobs.idle)
    assert show.show(desk, goes).family.staying == f"INC-{stays}"
    assert context.toasts.log[-1].words == f"INC-{goes} merged into INC-{stays}."


def test_that_why_it_cannot_be_merged_is_said_before_it_is_pressed(
    context: Context, host: QWidget, opening: Opening, local_office: Office, qtbot: QtBot
) -> None:
    desk = local_office.agent
    goes, done = an_incident(desk), resolved(desk, an_incident(desk, "Done"))
    sheet = opening(MergeSheet(context, [goes], host))
    sheet.stays.choose(Choice(done, f"INC-{done} Done"))
    qtbot.waitUntil(lambda: f"INC-{done} is resolved; reopen it first" in said(sheet))
    assert not sheet.go.isEnabled()
    sheet.stays.choose(None)
    assert sheet.trouble.isHidden()


def test_that_one_that_was_merged_stands_for_the_one_that_stays(
    context: Context, host: QWidget, opening: Opening, local_office: Office, qtbot: QtBot
) -> None:
    desk = local_office.agent
    stays, went, goes = (an_incident(desk, f"Mail {n}") for n in range(3))
    merging.merge(desk, went, stays)
    sheet = opening(MergeSheet(context, [goes], host))
    sheet.stays.choose(Choice(went, f"INC-{went} Mail 1"))
    qtbot.waitUntil(sheet.go.isEnabled)
    assert sheet.stays.text() == f"INC-{stays} Mail 0"
    assert f"INC-{went} was merged into INC-{stays}, so INC-{stays} stays." in said(sheet)


def test_that_of_several_the_oldest_stays_and_each_says_what_becomes_of_it(
    context: Context, host: QWidget, opening: Opening, local_office: Office, qtbot: QtBot
) -> None:
    desk = local_office.agent
    first, second, third = (an_incident(desk, f"Mail {n}") for n in range(3))
    request = a_request(desk)
    sheet = opening(MergeSheet(context, [third, request, second, first], host))
    assert sheet.heading.text() == "Merge 4 tickets into…"
    assert sheet.stays.text() == f"INC-{first} Mail 0"
    assert [line.row.id for line in sheet.list.lines] == [third, second, request]
    qtbot.waitUntil(lambda: "only tickets of one kind are merged" in said(sheet))
    assert sheet.go.text() == "Merge 2 tickets"
    sheet.list.lines[0].box.setChecked(False)
    assert sheet.go.text() == "Merge 1 ticket"
    with qtbot.waitSignal(sheet.accepted):
        sheet.go.click()
    qtbot.waitUntil(context.jobs.idle)
    assert show.show(desk, second).ticket.status is Status.CANCELLED
    assert show.show(desk, third).ticket.status is Status.NEW


def test_that_more_than_can_be_looked_through_are_not_merged_at_once(
    context: Context, host: QWidget
) -> None:
    merge.ask(context, range(1, 502), host)
    assert context.toasts.log[-1].words == "Mark at most 500 tickets to merge them."
    assert host.findChildren(MergeSheet) == []
