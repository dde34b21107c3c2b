"""The program learns by itself, whoever is signed in, while the window goes on."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QElapsedTimer, QObject, QTimer
from pytestqt.qtbot import QtBot

from desk_gui.domain import classification as rules
from desk_gui.gui.page import Context
from desk_gui.gui.shell.learning import Learning
from desk_gui.operations import learning
from desk_gui.operations.desk import Desk
from tests.conftest import Office
from tests.operations.taught import decided_tickets

FLUID_MS = 100


@pytest.fixture
def of_the_agent(local_office: Office, context_of: Callable[[Desk], Context]) -> Learning:
    """Learning in the program of an agent, at a desk with eighty decided tickets."""
    decided_tickets(local_office)
    context = context_of(local_office.agent)
    return Learning(context, context.jobs)


def test_that_it_learns_once_there_is_enough_and_only_once(
    of_the_agent: Learning, local_office: Office, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    jobs, desk = of_the_agent._context.jobs, local_office.agent
    of_the_agent.look()
    qtbot.waitUntil(jobs.idle)
    assert learning.standing(desk).versions == ()
    monkeypatch.setattr(rules, "FEWEST_TICKETS", 80)
    for _ in range(2):
        of_the_agent.look()
        qtbot.waitUntil(jobs.idle)
        assert [one.active for one in learning.standing(desk).versions] == [True]


def test_that_the_window_goes_on_while_it_learns(
    of_the_agent: Learning, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setattr(rules, "FEWEST_TICKETS", 80)
    waits = Waits(of_the_agent)
    of_the_agent.look()
    qtbot.waitUntil(of_the_agent._context.jobs.idle)
    assert len(waits.took) > 10
    assert sorted(waits.took)[len(waits.took) * 9 // 10] < FLUID_MS


class Waits(QObject):
    """How long a timer of the window had to wait for its turn, in milliseconds."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.took: list[int] = []
        self._clock = QElapsedTimer()
        self._clock.start()
        self._timer = QTimer(self, interval=5)
        self._timer.timeout.connect(lambda: self.took.append(self._clock.restart()))
        self._timer.start()
