from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from desk_gui import paths
from desk_gui.app import Program
from desk_gui.domain.accounts import Role
from desk_gui.gui.shell.first_run import FirstRun
from desk_gui.gui.shell.sign_in import FirstAdministrator
from desk_gui.gui.theme import Theme
from desk_gui.gui.widgets.text_label import TextLabel
from desk_gui.operations import accounts, databases
from desk_gui.operations.accounts import NewAccount

Starts = Callable[[Path], Program]


@pytest.fixture
def starts(qapp: QApplication, theme: Theme, qtbot: QtBot) -> Iterator[Starts]:
    """Starts the program with its files in a folder; it is closed after the test."""
    started: list[Program] = []

    def start(home: Path) -> Program:
        program = Program(qapp, paths.find(environ={paths.HOME_VARIABLE: str(home)}))
        started.append(program)
        return program

    yield start
    for program in started:
        qtbot.waitUntil(program.jobs.idle)
        program.close()
        program.entrance.close()
    theme.set("light")


def _fail() -> None:
    raise KeyError("SELECT secret")


def _trouble(page: FirstRun) -> str:
    return next(
        label.text()
        for label in page.findChildren(TextLabel)
        if label.objectName() == "EntranceTrouble"
    )


def sign_in(program: Program, location: str, login: str, qtbot: QtBot) -> None:
    """Open a database and sign in to it."""
    program.begin(location)
    qtbot.waitUntil(lambda: program.sign_in_page is not None)
    assert program.sign_in_page is not None
    program.sign_in_page.submitted.emit(login, "a long password")


def test_that_desk_opens_where_preferences_cannot_be_written(
    starts: Starts, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "config").write_text("a file where the folder should be")
    program = starts(tmp_path)
    program.ask_database().local_wanted.emit(str(tmp_path / "desk.db"))
    qtbot.waitUntil(lambda: isinstance(program.entrance.centralWidget(), FirstAdministrator))


def test_that_a_database_that_is_not_there_is_said_in_a_sentence(
    starts: Starts, tmp_path: Path, qtbot: QtBot
) -> None:
    program = starts(tmp_path)
    program.begin(str(tmp_path / "gone.db"))
    qtbot.waitUntil(lambda: isinstance(program.entrance.centralWidget(), FirstRun))
    page = program.entrance.centralWidget()
    assert isinstance(page, FirstRun)
    assert _trouble(page).startswith("There is no database at")


def test_that_one_may_come_back_from_choosing_another_database(
    starts: Starts, tmp_path: Path, qtbot: QtBot
) -> None:
    location = str(tmp_path / "mine.db")
    desk = databases.create(location)
    me = NewAccount("me", "Me", Role.ADMINISTRATOR, password="a long password")
    accounts.make_first_administrator(desk, me)
    desk.database.close()
    program = starts(tmp_path)
    sign_in(program, location, "me", qtbot)
    qtbot.waitUntil(lambda: program.desktop is not None)
    desktop = program.desktop
    assert desktop is not None
    desktop.context.actions.do("open_database")
    page = program.entrance.centralWidget()
    assert isinstance(page, FirstRun)
    assert not desktop.window.isVisible()
    back = page.findChild(QPushButton, "FirstRunBack")
    assert isinstance(back, QPushButton)
    assert back.text() == "Back to mine.db"
    back.click()
    assert desktop.window.isVisible()
    assert not program.entrance.isVisible()
    qtbot.waitUntil(program.jobs.idle)
    desktop.window.close()


def test_that_an_unexpected_fault_is_not_shown_in_its_own_words(
    starts: Starts, tmp_path: Path, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    program = starts(tmp_path)
    page = program.ask_database()
    with caplog.at_level(logging.CRITICAL + 1):
        program.jobs.read(program, _fail, lambda _: None, failed=program._ask_which)
        qtbot.waitUntil(lambda: program.entrance.centralWidget() is not page)
    shown = program.entrance.centralWidget()
    assert isinstance(shown, FirstRun)
    assert _trouble(shown).startswith("Something unexpected happened;")
    assert "SELECT" not in _trouble(shown)


def test_that_a_requester_signs_in_to_the_reduced_window(
    starts: Starts, tmp_path: Path, qtbot: QtBot
) -> None:
    location = str(tmp_path / "mine.db")
    desk = databases.create(location)
    me = NewAccount("me", "Me", Role.ADMINISTRATOR, password="a long password")
    first = accounts.make_first_administrator(desk, me)
    rita = NewAccount("rita", "Rita", Role.REQUESTER, "rita@example.org", "a long password")
    accounts.add_account(desk.signed_in_as(first.id), rita)
    desk.database.close()
    program = starts(tmp_path)
    sign_in(program, location, "rita", qtbot)
    qtbot.waitUntil(lambda: program.own is not None)
    assert program.desktop is None
    own = program.own
    assert own is not None
    qtbot.waitUntil(program.jobs.idle)
    own.context.actions.do("sign_out")
    assert program.own is None
    assert program.entrance.isVisible()
