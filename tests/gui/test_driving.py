"""A script that drives the window ends with the window's own fault instead of waiting on."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from desk_gui.cli.driving import Driver, Script
from desk_gui.domain.errors import NotPossible


def test_that_a_fault_of_the_window_ends_the_script_at_once(qapp: QApplication) -> None:
    def script() -> Script:
        QTimer.singleShot(0, [].pop)
        yield lambda: False

    with pytest.raises(IndexError, match="pop from empty list"):
        Driver(QEventLoop(qapp), script()).run()


def test_that_a_fault_of_the_script_itself_ends_it_at_once(qapp: QApplication) -> None:
    def script() -> Script:
        yield lambda: True
        raise KeyError("a part nobody made")

    with pytest.raises(KeyError, match="a part nobody made"):
        Driver(QEventLoop(qapp), script()).run()


def test_that_what_the_script_misses_is_said_in_its_sentence(qapp: QApplication) -> None:
    def script() -> Script:
        yield lambda: True
        raise NotPossible("The button send cannot be pressed.")

    with pytest.raises(NotPossible, match="The button send cannot be pressed"):
        Driver(QEventLoop(qapp), script()).run()
