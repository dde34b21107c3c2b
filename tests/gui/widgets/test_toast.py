from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPointF
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desk_gui.gui.theme import Theme
from desk_gui.gui.widgets.toast import MOST, Toasts


@pytest.fixture
def host(qtbot: QtBot) -> QWidget:
    made = QWidget()
    made.resize(800, 600)
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def toasts(theme: Theme, host: QWidget) -> Toasts:
    made = Toasts(theme, host)
    made.attach(host)
    return made


def test_that_at_most_three_are_shown_and_all_are_kept(toasts: Toasts) -> None:
    for number in range(5):
        toasts.say(f"Said {number}.")
    assert [toast.accessibleName() for toast in toasts.shown()] == ["Said 2.", "Said 3.", "Said 4."]
    assert len(toasts.shown()) == MOST
    assert [line.words for line in toasts.log] == [f"Said {number}." for number in range(5)]


def test_that_toasts_stay_inside_their_host(toasts: Toasts, host: QWidget) -> None:
    for number in range(3):
        toasts.say(f"A rather long sentence about what was done, number {number}. " * 4)
    for toast in toasts.shown():
        assert host.rect().contains(toast.geometry())


def test_that_undo_runs_once_and_the_toast_goes(toasts: Toasts) -> None:
    undone: list[str] = []
    toasts.say("Assigned to you.", undo=lambda: undone.append("undone"))
    button = toasts.shown()[0].findChild(QPushButton, "ToastUndo")
    assert button is not None
    button.click()
    assert undone == ["undone"]
    assert toasts.shown() == []


def test_that_a_toast_waits_while_the_pointer_rests_on_it(toasts: Toasts) -> None:
    toasts.say("Assigned to you.")
    toast = toasts.shown()[0]
    toast.enterEvent(QEnterEvent(QPointF(), QPointF(), QPointF()))
    assert toast.is_waiting()
    toast.leaveEvent(QEvent(QEvent.Type.Leave))
    assert not toast.is_waiting()


def test_that_words_are_kept_even_without_a_window(theme: Theme) -> None:
    early = Toasts(theme)
    early.say("Imported 3 tickets.")
    assert [line.words for line in early.log] == ["Imported 3 tickets."]
    assert early.shown() == []


def test_that_the_key_goes_back_only_where_it_is_meant_to(toasts: Toasts) -> None:
    back: list[str] = []
    toasts.say("Undone.", undo=lambda: back.append("again"))
    assert not toasts.can_take_back()
    toasts.say("3 of 3 done.", undo=lambda: back.append("all three"), by_key=True)
    toasts.say("Answer sent.")
    assert toasts.can_take_back()
    toasts.take_back()
    assert back == ["all three"]
    assert [toast.accessibleName() for toast in toasts.shown()] == ["Undone.", "Answer sent."]
    toasts.take_back()
    assert back == ["all three"]


def test_that_a_toast_grows_with_the_text(
    toasts: Toasts, host: QWidget, theme: Theme, qtbot: QtBot
) -> None:
    toasts.say("Assigned to you.", undo=lambda: None)
    toast = toasts.shown()[0]
    before = toast.width()
    theme.set("light", percent=200)
    qtbot.waitUntil(lambda: toast.width() > before and toast.size() == toast.sizeHint())
    assert host.rect().contains(toast.geometry())
