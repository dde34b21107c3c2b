from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desk_gui.gui.dialogs import messages
from desk_gui.gui.theme import Theme


def test_that_a_confirmed_act_is_done_and_a_left_one_is_not() -> None:
    done: list[str] = []
    with messages.answered("Delete") as asked:
        messages.confirm(None, "Delete it?", "Delete", then=lambda: done.append("yes"))
    with messages.answered(""):
        messages.confirm(None, "Delete it?", "Delete", then=lambda: done.append("no"))
    assert done == ["yes"]
    assert [question.words for question in asked] == ["Delete it?"]


def test_that_buttons_are_verbs_and_words_are_plain_text(theme: Theme, qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.show()
    chosen: list[str] = []
    question = messages.Question("Open <b>this</b>?", ("Open the web site",), "https://x.example")
    messages.ask(parent, question, chosen.append)
    box = parent.findChild(QMessageBox)
    assert box is not None
    assert box.textFormat() is Qt.TextFormat.PlainText
    texts = {button.text().replace("&", "") for button in box.buttons()}
    assert texts == {"Open the web site", "Cancel"}
    verb = box.findChild(QPushButton, "OpenTheWebSite")
    assert verb is not None
    verb.click()
    assert chosen == ["Open the web site"]


def test_that_a_dangerous_question_is_left_by_enter(theme: Theme, qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.show()
    chosen: list[str] = []
    messages.ask(
        parent, messages.Question("Remove it?", ("Remove",), dangerous=True), chosen.append
    )
    box = parent.findChild(QMessageBox)
    assert box is not None
    QTest.keyClick(box.defaultButton(), Qt.Key.Key_Space)
    assert chosen == [""]


def test_that_telling_leaves_one_way_out(qtbot: QtBot) -> None:
    with messages.answered() as asked:
        messages.tell(None, "The database is not reachable; is the server running?")
    assert asked[0].verbs == ()
    assert asked[0].leave == "Close"
