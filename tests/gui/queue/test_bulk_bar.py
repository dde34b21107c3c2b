"""Several tickets at once."""

import pytest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLabel,
    QMenu,
    QPushButton,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from desk_gui.domain.priority import Level
from desk_gui.domain.ticket import Wish
from desk_gui.domain.workflow import CancelReason, Status
from desk_gui.gui.dialogs.merge import MergeSheet
from desk_gui.gui.page import Context
from desk_gui.gui.queue import bulk_bar
from desk_gui.gui.queue.bulk_sheet import BulkSheet, OutcomeSheet
from desk_gui.gui.queue.page import QueuePage
from desk_gui.operations import show, tickets
from tests.conftest import Office
from tests.factories import in_progress
from tests.gui.queue.conftest import LAPTOP, MAIL, PRINTER


def press(queue: QueuePage, name: str) -> None:
    """Press a button of the bar."""
    button = queue.bulk.findChild(QAbstractButton, name)
    assert button is not None
    assert button.isVisible()
    button.click()


def choose(queue: QueuePage, name: str, words: str) -> None:
    """Choose from a menu of the bar, or from one of its parts: “Impact, High”."""
    button = queue.bulk.findChild(QToolButton, name)
    assert button is not None
    menu = button.menu()
    *parts, last = words.split(", ")
    for part in parts:
        inside = next(action.menu() for action in menu.actions() if action.text() == part)
        assert isinstance(inside, QMenu)
        menu = inside
    next(action for action in menu.actions() if action.text() == last).trigger()


def asked(queue: QueuePage, qtbot: QtBot) -> BulkSheet:
    """The sheet that asks first, once it is there."""
    window = queue.window()
    qtbot.waitUntil(lambda: any(one.isVisible() for one in window.findChildren(BulkSheet)))
    return next(one for one in window.findChildren(BulkSheet) if one.isVisible())


def said_in(sheet: QWidget) -> str:
    """All words of a sheet."""
    return "\n".join(one.text() for one in sheet.findChildren(QLabel))


@pytest.fixture
def all_marked(queue: QueuePage, qtbot: QtBot) -> QueuePage:
    """The page with its three tickets marked."""
    queue.view.selectAll()
    qtbot.waitUntil(queue.bulk.isVisible)
    return queue


def test_that_the_bar_says_how_many_are_marked(all_marked: QueuePage, qtbot: QtBot) -> None:
    assert all_marked.bulk.findChild(QAbstractButton, "BulkAssignToMe") is not None
    assert all_marked.view.marked_count() == all_marked.model.rowCount()
    press(all_marked, "BulkUnmark")
    qtbot.waitUntil(lambda: not all_marked.bulk.isVisible())


def test_that_one_marked_ticket_needs_no_bar(queue: QueuePage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(queue.ticket_passed):
        queue.view.selectRow(0)
    assert not queue.bulk.isVisible()


def test_that_a_look_before_says_which_stay_as_they_are_and_why(
    all_marked: QueuePage,
    three: dict[str, int],
    context: Context,
    local_office: Office,
    qtbot: QtBot,
) -> None:
    wish = Wish(Status.CANCELLED, cancel_reason=CancelReason.MISTAKEN)
    tickets.move(local_office.supervisor, three[PRINTER], wish)
    press(all_marked, "BulkAssignToMe")
    sheet = asked(all_marked, qtbot)
    assert sheet.heading.text() == "Assign 3 tickets to you"
    assert sheet.words.text() == "2 of 3 would change, 1 stays as it is."
    assert f"INC-{three[PRINTER]} is final; open a follow-up instead." in said_in(sheet)
    assert sheet.go.text() == "Assign 2 tickets"
    with qtbot.waitSignal(context.toasts.said) as said:
        sheet.go.click()
    assert said.args == ["2 of 2 done."]
    desk = local_office.agent
    assert show.show(desk, three[MAIL]).ticket.assignee_id == desk.account_id
    assert show.show(desk, three[LAPTOP]).ticket.assignee_id == desk.account_id


def test_that_assigning_keeps_the_team_of_each_ticket(
    all_marked: QueuePage,
    three: dict[str, int],
    context: Context,
    local_office: Office,
    qtbot: QtBot,
) -> None:
    desk = local_office.supervisor
    tickets.assign(desk, three[MAIL], assignee_id=None, team_id=local_office.team_id)
    with qtbot.waitSignal(context.toasts.said):
        choose(all_marked, "BulkAssign", "Tom")
    ticket = show.show(desk, three[MAIL]).ticket
    assert (ticket.assignee_id, ticket.team_id) == (
        local_office.colleague.account_id,
        local_office.team_id,
    )


def test_that_tickets_are_put_on_hold_together(
    queue: QueuePage, three: dict[str, int], context: Context, local_office: Office, qtbot: QtBot
) -> None:
    for title in (MAIL, PRINTER):
        in_progress(local_office.agent, three[title])
    queue.view.selectAll()
    qtbot.waitUntil(queue.bulk.isVisible)
    choose(queue, "BulkHold", "Supplier")
    sheet = asked(queue, qtbot)
    assert f"REQ-{three[LAPTOP]}" in said_in(sheet)
    with qtbot.waitSignal(context.toasts.said):
        sheet.go.click()
    assert show.show(local_office.agent, three[MAIL]).ticket.status is Status.ON_HOLD


def test_that_fields_are_changed_together_and_taken_back_as_one(
    queue: QueuePage, three: dict[str, int], context: Context, local_office: Office, qtbot: QtBot
) -> None:
    context.toasts.attach(queue)
    queue.view.selectAll()
    qtbot.waitUntil(queue.bulk.isVisible)
    with qtbot.waitSignal(context.toasts.said):
        choose(queue, "BulkChange", "Team, Service desk")
    with qtbot.waitSignal(context.toasts.said):
        choose(queue, "BulkChange", "Category, Network")
    choose(queue, "BulkChange", "Impact, High")
    sheet = asked(queue, qtbot)
    assert sheet.words.text() == (
        "1 of 3 would change, 1 is of high impact already, 1 stays as it is."
    )
    with qtbot.waitSignal(context.toasts.said):
        sheet.go.click()
    changed = show.show(local_office.agent, three[PRINTER])
    assert (changed.ticket.team_id, changed.names.category) == (local_office.team_id, "Network")
    assert changed.ticket.impact is Level.HIGH
    with qtbot.waitSignal(context.toasts.said) as said:
        context.toasts.take_back()
    assert said.args == ["Undone for 1 ticket."]
    assert show.show(local_office.agent, three[PRINTER]).ticket.impact is Level.MEDIUM


def test_that_cancelling_always_asks_and_can_be_left(
    all_marked: QueuePage, three: dict[str, int], context: Context, qtbot: QtBot
) -> None:
    choose(all_marked, "BulkCancel", "Opened by mistake")
    sheet = asked(all_marked, qtbot)
    assert sheet.heading.text() == "Cancel 3 tickets: opened by mistake"
    assert sheet.words.text() == "3 of 3 would change. What is cancelled is final."
    sheet.leave.click()
    qtbot.waitUntil(context.jobs.idle)
    assert context.toasts.log == []
    assert show.show(context.desk, three[MAIL]).ticket.status is Status.NEW


def test_that_what_is_so_already_is_said(
    all_marked: QueuePage, context: Context, qtbot: QtBot
) -> None:
    for words in ("3 of 3 done.", "All of them are assigned to you already."):
        with qtbot.waitSignal(context.toasts.said) as said:
            press(all_marked, "BulkAssignToMe")
        assert said.args == [words]
        qtbot.waitUntil(context.jobs.idle)


def test_that_an_undo_names_each_ticket_that_was_changed_since(
    all_marked: QueuePage,
    three: dict[str, int],
    context: Context,
    local_office: Office,
    qtbot: QtBot,
) -> None:
    context.toasts.attach(all_marked)
    with qtbot.waitSignal(context.toasts.said):
        press(all_marked, "BulkAssignToMe")
    for title in (MAIL, PRINTER):
        tickets.edit(local_office.colleague, three[title], tickets.Edit(title=f"New {title}"))
    with qtbot.waitSignal(context.toasts.said) as said:
        context.toasts.take_back()
    assert said.args is not None
    assert said.args[0].startswith("Undone for 1 ticket. Tom changed INC-")
    details = context.toasts.shown()[-1].findChild(QPushButton, "ToastDetails")
    assert details is not None
    details.click()
    sheet = all_marked.window().findChild(OutcomeSheet)
    assert sheet is not None
    assert sheet.heading.text() == "2 tickets stayed as they were"
    for title in (MAIL, PRINTER):
        assert f"Tom changed INC-{three[title]} since (title); undo is too late." in said_in(sheet)
    sheet.go.click()
    qtbot.waitUntil(context.jobs.idle)


def test_that_numbers_are_copied_as_people_write_them(
    all_marked: QueuePage, three: dict[str, int], context: Context, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(context.toasts.said) as said:
        press(all_marked, "BulkCopyNumbers")
    assert said.args == ["3 numbers copied."]
    expected = [f"INC-{three[MAIL]}", f"INC-{three[PRINTER]}", f"REQ-{three[LAPTOP]}"]
    assert QApplication.clipboard().text().split("\n") == expected


def test_that_many_tickets_are_asked_about_first(
    all_marked: QueuePage, context: Context, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setattr(bulk_bar, "MANY", 2)
    press(all_marked, "BulkAssignToMe")
    sheet = asked(all_marked, qtbot)
    assert sheet.words.text() == "3 of 3 would change."
    assert context.toasts.log == []
    with qtbot.waitSignal(context.toasts.said) as said:
        sheet.go.click()
    assert said.args == ["3 of 3 done."]


def test_that_work_in_pieces_can_be_stopped(
    all_marked: QueuePage, context: Context, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setattr("desk_gui.gui.queue.bulk_work.PIECE", 1)
    with qtbot.waitSignal(context.toasts.said) as said:
        press(all_marked, "BulkAssignToMe")
        qtbot.waitUntil(all_marked.bulk.stop.isVisible)
        press(all_marked, "BulkStop")
    assert said.args == ["1 of 1 done. Stopped before 2 more."]
    assert not all_marked.bulk.stop.isVisible()


def test_that_marked_tickets_are_merged_after_a_look(
    all_marked: QueuePage, three: dict[str, int], context: Context, qtbot: QtBot
) -> None:
    press(all_marked, "BulkMerge")
    sheet = all_marked.window().findChild(MergeSheet)
    assert sheet is not None
    qtbot.waitUntil(sheet.go.isEnabled)
    assert sheet.go.text() == "Merge 1 ticket"
    with qtbot.waitSignal(sheet.accepted):
        sheet.go.click()
    qtbot.waitUntil(context.jobs.idle)
    stays = min(three.values())
    assert show.show(context.desk, three[MAIL]).family.staying == f"INC-{stays}"
