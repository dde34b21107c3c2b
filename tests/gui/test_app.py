from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desk_gui import paths
from desk_gui.app import Program
from desk_gui.gui.shell.first_run import FirstRun
from desk_gui.gui.shell.sign_in import FirstAdministrator
from desk_gui.gui.theme import Theme
from desk_gui.gui.widgets.text_label import TextLabel

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
