"""Whole windows, as many as a test needs."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from pytestqt.qtbot import QtBot

from desk_gui.gui.jobs import Jobs
from desk_gui.gui.shell.desktop import Desktop
from desk_gui.gui.theme import Theme
from desk_gui.operations import accounts
from desk_gui.operations.desk import Desk
from desk_gui.settings import Settings

SOON_MS = 5_000
"""What takes one second or two; a machine that does much else may take its time."""
WindowOf = Callable[[Desk], Desktop]


@pytest.fixture
def window_of(theme: Theme, qtbot: QtBot) -> Iterator[WindowOf]:
    """Opens a whole window, with jobs of its own, for the account of a desk."""
    opened: list[tuple[Desktop, Jobs]] = []

    def open_window(desk: Desk) -> Desktop:
        account = next(one for one in accounts.accounts(desk) if one.id == desk.account_id)
        jobs = Jobs()
        desktop = Desktop(desk, account, theme, jobs, Settings())
        opened.append((desktop, jobs))
        desktop.show()
        qtbot.waitUntil(jobs.idle)
        return desktop

    yield open_window
    for desktop, jobs in opened:
        desktop.leave()
        desktop.window.close()
        qtbot.waitUntil(jobs.idle)
        jobs.close()
        desktop.window.deleteLater()
