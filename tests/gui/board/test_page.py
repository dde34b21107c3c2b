"""The board of a team in the window."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desk_gui.domain.catalog import TaskTemplate
from desk_gui.domain.ticket import Wish
from desk_gui.domain.workflow import Kind, Status
from desk_gui.gui.board.moves import AGAIN_FIRST
from desk_gui.gui.board.page import BoardPage
from desk_gui.operations import accounts, classification, tickets
from desk_gui.operations.boards import BoardTask, Column
from desk_gui.operations.classification import NewTicket
from desk_gui.settings import Settings
from tests.conftest import Office
from tests.factories import a_catalog_item
from tests.gui.conftest import ContextOf

WAITING, READY, IN_WORK, DONE = tuple(Column)


@pytest.fixture
def page(local_office: Office, context_of: ContextOf, qtbot: QtBot) -> BoardPage:
    """The board of the service desk: one task is ready, the next waits for it."""
    team, agent = local_office.team_id, local_office.agent
    tasks = (TaskTemplate("Order it", team_id=team), TaskTemplate("Hand it over", team_id=team))
    tasks = (tasks[0], replace(tasks[1], after=(1,)))
    item = a_catalog_item(local_office.administrator, "Chair", tasks=tasks)
    new = NewTicket("Chair for Elena", kind=Kind.REQUEST, item_id=item)
    ticket_id = classification.open_ticket(agent, new).ticket_id
    tickets.move(agent, ticket_id, Wish(Status.IN_FULFILMENT, assignee_id=agent.account_id))
    shown = BoardPage(context_of(agent))
    qtbot.addWidget(shown)
    shown.context.toasts.attach(shown)
    shown.resize(1072, 724)
    shown.show()
    shown.activateWindow()
    qtbot.waitUntil(lambda: in_column(shown, READY, "Order it"))
    return shown


def titles(page: BoardPage, column: Column) -> list[str]:
    model = page.columns[column].model
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def in_column(page: BoardPage, column: Column, title: str) -> bool:
    return title in titles(page, column)


def chosen(page: BoardPage, column: Column) -> BoardTask:
    page.columns[column].take_focus(0)
    task = page.columns[column].chosen()
    assert task is not None
    return task


def press(page: BoardPage, column: Column, key: Qt.Key, ctrl: str = "") -> None:
    held = Qt.KeyboardModifier.ControlModifier if ctrl else Qt.KeyboardModifier.NoModifier
    QTest.keyClick(page.columns[column].list, key, held)


def told(page: BoardPage, qtbot: QtBot, act: Callable[[], object]) -> str:
    """What is said when this is done."""
    with qtbot.waitSignal(page.context.toasts.said) as said:
        act()
    return str(said.args[0])


def test_that_a_blocked_task_says_what_it_waits_for(page: BoardPage) -> None:
    assert titles(page, WAITING) == ["Hand it over"]
    index = page.columns[WAITING].model.index(0, 0)
    assert "waits for “Order it”" in str(index.data(Qt.ItemDataRole.AccessibleTextRole))
    assert page.columns[DONE].nothing.isVisible()


def test_that_keys_move_a_task_on_and_back_and_the_keyboard_goes_with_it(
    page: BoardPage, qtbot: QtBot
) -> None:
    chosen(page, READY)
    press(page, READY, Qt.Key.Key_Right, "Ctrl")
    qtbot.waitUntil(lambda: in_column(page, IN_WORK, "Order it"))
    qtbot.waitUntil(page.columns[IN_WORK].list.hasFocus)
    press(page, IN_WORK, Qt.Key.Key_Left, "Ctrl")
    qtbot.waitUntil(lambda: in_column(page, READY, "Order it"))
    press(page, READY, Qt.Key.Key_Right, "Ctrl")
    qtbot.waitUntil(lambda: in_column(page, IN_WORK, "Order it"))
    press(page, IN_WORK, Qt.Key.Key_Right, "Ctrl")
    qtbot.waitUntil(lambda: in_column(page, DONE, "Order it"))
    assert titles(page, READY) == ["Hand it over"]


def test_that_beginning_a_task_is_taken_back_and_nobody_has_it(
    page: BoardPage, qtbot: QtBot
) -> None:
    page.move(chosen(page, READY), IN_WORK)
    qtbot.waitUntil(lambda: in_column(page, IN_WORK, "Order it"))
    assert chosen(page, IN_WORK).assignee == page.context.account.name
    page.context.toasts.take_back()
    qtbot.waitUntil(lambda: in_column(page, READY, "Order it"))
    assert chosen(page, READY).assignee == ""


@pytest.mark.parametrize(
    ("there", "why"),
    [
        (IN_WORK, "“Order it” comes first."),
        (DONE, "“Order it” comes first."),
        (READY, "“Hand it over” is ready once what it waits for is done."),
    ],
)
def test_that_a_task_that_waits_stays_and_the_reason_is_said(
    page: BoardPage, qtbot: QtBot, there: Column, why: str
) -> None:
    task = chosen(page, WAITING)
    assert told(page, qtbot, lambda: page.move(task, there)) == why
    assert titles(page, WAITING) == ["Hand it over"]


def test_that_what_is_done_is_taken_up_again_and_that_is_undone(
    page: BoardPage, qtbot: QtBot
) -> None:
    page.move(chosen(page, READY), DONE)
    qtbot.waitUntil(lambda: in_column(page, DONE, "Order it"))
    page.context.toasts.take_back()
    qtbot.waitUntil(lambda: in_column(page, READY, "Order it"))
    page.move(chosen(page, READY), DONE)
    qtbot.waitUntil(lambda: in_column(page, DONE, "Order it"))
    task = chosen(page, DONE)
    assert told(page, qtbot, lambda: page.take(task)) == AGAIN_FIRST.format("Order it")
    press(page, DONE, Qt.Key.Key_Left, "Ctrl")
    qtbot.waitUntil(lambda: in_column(page, IN_WORK, "Order it"))
    assert chosen(page, IN_WORK).assignee == page.context.account.name
    assert in_column(page, WAITING, "Hand it over")
    page.context.toasts.take_back()
    qtbot.waitUntil(lambda: in_column(page, DONE, "Order it"))


def test_that_what_others_built_on_stays_done(page: BoardPage, qtbot: QtBot) -> None:
    page.move(chosen(page, READY), DONE)
    qtbot.waitUntil(lambda: in_column(page, READY, "Hand it over"))
    page.move(chosen(page, READY), IN_WORK)
    qtbot.waitUntil(lambda: in_column(page, IN_WORK, "Hand it over"))
    refused = told(page, qtbot, lambda: page.move(chosen(page, DONE), READY))
    assert refused == "“Hand it over” was begun since; “Order it” stays as it is."
    assert titles(page, DONE) == ["Order it"]


def test_that_a_task_is_dragged_to_another_column(page: BoardPage, qtbot: QtBot) -> None:
    model = page.columns[READY].model
    carried = model.mimeData([model.index(0, 0)])
    target = page.columns[IN_WORK]
    left, held = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    act, at = Qt.DropAction.MoveAction, QPoint(20, 60)
    QApplication.sendEvent(target, QDragEnterEvent(at, act, carried, left, held))
    assert target.property("look") == "note"
    QApplication.sendEvent(target, QDropEvent(QPointF(at), act, carried, left, held))
    assert target.property("look") == "card"
    qtbot.waitUntil(lambda: in_column(page, IN_WORK, "Order it"))


def test_that_arrow_keys_walk_over_empty_columns_and_enter_opens_the_request(
    page: BoardPage, qtbot: QtBot
) -> None:
    task = chosen(page, WAITING)
    press(page, WAITING, Qt.Key.Key_Right)
    assert page.columns[READY].list.hasFocus()
    press(page, READY, Qt.Key.Key_Right)
    assert page.columns[READY].list.hasFocus()
    with qtbot.waitSignal(page.ticket_wanted) as wanted:
        press(page, READY, Qt.Key.Key_Return)
    assert wanted.args == [task.ticket_id]


def test_that_a_task_is_taken_with_one_key_and_given_back(page: BoardPage, qtbot: QtBot) -> None:
    chosen(page, READY)
    press(page, READY, Qt.Key.Key_A)
    me = page.context.account.name
    qtbot.waitUntil(lambda: chosen(page, READY).assignee == me)
    page.context.toasts.take_back()
    qtbot.waitUntil(lambda: chosen(page, READY).assignee == "")


def test_that_the_team_is_chosen_and_remembered(
    page: BoardPage, local_office: Office, context_of: ContextOf, qtbot: QtBot
) -> None:
    accounts.add_team(local_office.administrator, "Workplace")
    page.refresh(None)
    qtbot.waitUntil(lambda: page.team.count() == 2)
    page.team.setCurrentText("Workplace")
    page.team.activated.emit(page.team.currentIndex())
    qtbot.waitUntil(lambda: titles(page, READY) == [])
    settings = page.kept(Settings())
    assert settings.board_team == "Workplace"
    again = BoardPage(replace(context_of(local_office.agent), settings=settings))
    qtbot.addWidget(again)
    again.show()
    qtbot.waitUntil(lambda: again.team.currentText() == "Workplace")
