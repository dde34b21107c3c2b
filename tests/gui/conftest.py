"""What the tests of the window share: no screen, one theme, one door off the GUI thread."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desk_gui.gui.jobs import Jobs
from desk_gui.gui.theme import Theme


@pytest.fixture(scope="session")
def dressed(qapp: QApplication) -> Theme:
    """One theme for all, because an application has one."""
    theme = Theme(qapp)
    theme.set("light")
    return theme


@pytest.fixture
def theme(dressed: Theme) -> Iterator[Theme]:
    """The light look at 100 %, put back after a test that changes it."""
    yield dressed
    if (dressed.scheme, dressed.percent) != ("light", 100):
        dressed.set("light")


@pytest.fixture
def jobs(qtbot: QtBot) -> Iterator[Jobs]:
    """The door off the GUI thread; a test that leaves a job behind fails."""
    door = Jobs()
    yield door
    qtbot.waitUntil(door.idle)
    door.close()
