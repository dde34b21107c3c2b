"""Several tickets at once."""

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication, QToolButton
from pytestqt.qtbot import QtBot

from desk_gui.domain.ticket import Wish
from desk_gui.domain.workflow import CancelReason, Status
from desk_gui.gui.dialogs.merge import MergeSheet
from desk_gui.gui.dialogs.messages import answered
from desk_gui.gui.page import Context
from desk_gui.gui.queue import bulk_bar
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
    """Choose from a menu of the bar."""
    button = queue.bulk.findChild(QToolButton, name)
    assert button is not None
    next(action for action in button.menu().actions() if action.text() == words).trigger()


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


def test_that_all_are_assigned_but_the_one_that_is_final_and_it_says_why(
    all_marked: QueuePage,
    three: dict[str, int],
    context: Context,
    local_office: Office,
    qtbot: QtBot,
) -> None:
    wish = Wish(Status.CANCELLED, cancel_reason=CancelReason.MISTAKEN)
    tickets.move(local_office.supervisor, three[PRINTER], wish)
    with qtbot.waitSignal(context.toasts.said) as said:
        press(all_marked, "BulkAssignToMe")
    printer = f"INC-{three[PRINTER]}"
    assert said.args == [f"2 of 3 done. {printer} is final; open a follow-up instead."]
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
    with qtbot.waitSignal(context.toasts.said) as said:
        choose(queue, "BulkHold", "Supplier")
    assert said.args[0].startswith("2 of 3 done. ")
    assert f"REQ-{three[LAPTOP]}" in said.args[0]
    assert show.show(local_office.agent, three[MAIL]).ticket.status is Status.ON_HOLD


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
    with answered("") as asked:
        press(all_marked, "BulkAssignToMe")
    assert [question.words for question in asked] == ["Assign 3 tickets to you?"]
    assert context.toasts.log == []
    with answered("Assign"), qtbot.waitSignal(context.toasts.said) as said:
        press(all_marked, "BulkAssignToMe")
    assert said.args == ["3 of 3 done."]


def test_that_work_in_pieces_can_be_stopped(
    all_marked: QueuePage, context: Context, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setattr("desk_gui.gui.queue.bulk_work.PIECE", 1)
    with qtbot.waitSignal(context.toasts.said) as said:
        press(all_marked, "BulkAssignToMe")
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
