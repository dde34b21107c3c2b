from __future__ import annotations

from collections import Counter

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QListWidget, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desk_gui.domain.accounts import Account, Role
from desk_gui.gui.actions import COMMANDS, Actions, Scope
from desk_gui.gui.theme import Theme
from desk_gui.gui.widgets.text_label import plain_tip


@pytest.fixture
def actions(theme: Theme) -> Actions:
    made = Actions(theme)
    made.sign_in(somebody(Role.AGENT))
    return made


def somebody(role: Role) -> Account:
    return Account(1, "ana", "Ana", "ana@example.org", role)


def test_that_no_two_commands_share_a_name_or_keys() -> None:
    assert len({command.name for command in COMMANDS}) == len(COMMANDS)
    keys = Counter(QKeySequence(c.keys).toString() for c in COMMANDS if c.keys)
    assert [key for key, times in keys.items() if times > 1] == []


def test_that_every_key_sequence_is_one_qt_knows() -> None:
    assert [c.name for c in COMMANDS if c.keys and not QKeySequence(c.keys).toString()] == []


def test_that_single_keys_are_kept_to_lists() -> None:
    single = [c for c in COMMANDS if len(c.keys) == 1]
    assert {command.scope for command in single} == {Scope.LIST}


def test_that_a_command_nobody_carries_out_is_not_offered(actions: Actions) -> None:
    assert actions.offered() == []
    actions.on("take", lambda: None)
    assert [action.text() for action in actions.offered()] == ["Assign to me"]


def test_that_a_command_is_offered_only_to_those_who_may(actions: Actions) -> None:
    actions.on("import_tickets", lambda: None)
    assert actions.offered() == []
    actions.sign_in(somebody(Role.ADMINISTRATOR))
    assert [action.text() for action in actions.offered()] == ["Import tickets…"]
    actions.sign_in(None)
    assert actions.offered() == []


def test_that_what_cannot_be_done_now_stays_visible_with_the_reason(actions: Actions) -> None:
    actions.on("resolve", lambda: None)
    actions.allow("resolve", allowed=False, because="Resolve needs work to have started.")
    assert actions.offered() == [actions.action("resolve")]
    assert actions.enabled() == []
    assert actions.action("resolve").toolTip() == plain_tip("Resolve needs work to have started.")
    actions.allow("resolve", allowed=True)
    assert actions.action("resolve").toolTip() == plain_tip("Resolve or fulfil (E)")


def test_that_a_button_follows_its_command(actions: Actions, qtbot: QtBot) -> None:
    done: list[str] = []
    button = actions.button("take", "primary")
    qtbot.addWidget(button)
    assert button.isHidden()
    actions.on("take", lambda: done.append("take"))
    assert not button.isHidden()
    button.click()
    actions.allow("take", allowed=False, because="Not now.")
    assert not button.isEnabled()
    assert button.toolTip() == plain_tip("Not now.")
    assert done == ["take"]


@pytest.fixture
def place(actions: Actions, qtbot: QtBot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    rows, field = QListWidget(window), QLineEdit(window)
    rows.addItems(["jam", "one", "two"])
    column.addWidget(rows)
    column.addWidget(field)
    actions.attach(rows)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


def test_that_a_single_key_works_in_the_list_and_is_text_in_a_field(
    actions: Actions, place: QWidget, qtbot: QtBot
) -> None:
    done: list[str] = []
    actions.on("next_ticket", lambda: done.append("next"))
    rows, field = place.findChild(QListWidget), place.findChild(QLineEdit)
    assert rows is not None
    assert field is not None
    rows.setFocus()
    QTest.keyClick(rows, Qt.Key.Key_J)
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_J)
    assert done == ["next"]
    assert field.text() == "j"


def test_that_single_keys_can_be_switched_off(
    actions: Actions, place: QWidget, qtbot: QtBot
) -> None:
    done: list[str] = []
    actions.on("next_ticket", lambda: done.append("next"))
    actions.use_single_keys(False)
    rows = place.findChild(QListWidget)
    assert rows is not None
    rows.setFocus()
    QTest.keyClick(rows, Qt.Key.Key_J)
    assert done == []
