from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from desk_gui.gui.shell.first_run import FirstRun
from desk_gui.gui.shell.sign_in import FirstAccount, FirstAdministrator, SignIn
from desk_gui.gui.theme import Theme

PASSWORD = "a short sentence"


@pytest.fixture
def first(theme: Theme, qtbot: QtBot) -> FirstAdministrator:
    page = FirstAdministrator(theme)
    qtbot.addWidget(page)
    page.show()
    for field, words in (
        (page.name, "Ana Lima"),
        (page.login, "ana"),
        (page.email, "ana@example.org"),
        (page.password, PASSWORD),
        (page.again, PASSWORD),
    ):
        field.setText(words)
    return page


def sentences(page: FirstAdministrator | SignIn) -> list[str]:
    return [
        label.text()
        for label in page.findChildren(QLabel)
        if label.property("look") in {"wrong", "bad"} and label.isVisible()
    ]


def test_that_the_first_administrator_is_handed_on(first: FirstAdministrator, qtbot: QtBot) -> None:
    with qtbot.waitSignal(first.submitted) as said:
        first.submit()
    assert said.args == [FirstAccount("Ana Lima", "ana", "ana@example.org", PASSWORD)]


@pytest.mark.parametrize(
    ("field", "words", "sentence"),
    [
        ("name", " ", "Type your name."),
        ("email", "ana", "Type a mail address, such as you@example.org."),
        ("again", "other", "The two passwords differ; type the same one twice."),
        ("password", "short", "A password needs at least 12 characters; a short sentence is fine."),
    ],
)
def test_that_what_is_missing_is_said_beside_its_field(
    first: FirstAdministrator, qtbot: QtBot, field: str, words: str, sentence: str
) -> None:
    getattr(first, field).setText(words)
    with qtbot.assertNotEmitted(first.submitted):
        first.submit()
    assert sentence in sentences(first)


def test_that_a_wrong_password_can_be_typed_again(theme: Theme, qtbot: QtBot) -> None:
    page = SignIn(theme, "Local database")
    qtbot.addWidget(page)
    page.show()
    page.login.setText("ana")
    page.password.setText("wrong")
    with qtbot.waitSignal(page.submitted) as said:
        page.submit()
    assert said.args == ["ana", "wrong"]
    page.show_trouble("Login or password is wrong; try again.")
    assert sentences(page) == ["Login or password is wrong; try again."]
    assert page.password.text() == ""
    assert page.password.isEnabled()


def test_that_fields_wait_while_something_is_going_on(theme: Theme, qtbot: QtBot) -> None:
    page = SignIn(theme, "Local database")
    qtbot.addWidget(page)
    page.show()
    page.show_busy(busy=True)
    assert not page.login.isEnabled()
    page.show_busy(busy=False)
    assert page.login.isEnabled()


@pytest.fixture
def first_run(theme: Theme, qtbot: QtBot) -> FirstRun:
    page = FirstRun(theme, Path("desk.db"))
    qtbot.addWidget(page)
    page.show()
    return page


def press(page: FirstRun, name: str) -> None:
    button = page.findChild(QAbstractButton, name)
    assert button is not None
    button.click()


def test_that_sample_data_is_one_press_away(first_run: FirstRun, qtbot: QtBot) -> None:
    with qtbot.waitSignal(first_run.sample_wanted):
        press(first_run, "FirstRunSample")


def test_that_a_shared_database_asks_for_an_address_it_can_use(
    first_run: FirstRun, qtbot: QtBot
) -> None:
    press(first_run, "FirstRunShared")
    assert first_run.address.isVisible()
    first_run.address.setText("server")
    with qtbot.assertNotEmitted(first_run.shared_wanted):
        press(first_run, "FirstRunConnect")
    first_run.address.setText("postgresql://ana@server/desk")
    with qtbot.waitSignal(first_run.shared_wanted) as said:
        press(first_run, "FirstRunConnect")
    assert said.args == ["postgresql://ana@server/desk"]


def test_that_everything_has_two_names(first_run: FirstRun, first: FirstAdministrator) -> None:
    for page in (first_run, first):
        for kind in (QAbstractButton, QLineEdit):
            for widget in page.findChildren(kind):
                assert widget.objectName()
                assert widget.accessibleName()
