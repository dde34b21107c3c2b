"""The program learns by itself, whoever is signed in, while the window goes on."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event, get_ident

import pytest
from pytestqt.qtbot import QtBot

from desk_gui.classification import desk_model
from desk_gui.domain import classification as rules
from desk_gui.gui.page import Context
from desk_gui.gui.shell.learning import Learning
from desk_gui.operations import learning
from desk_gui.operations.desk import Desk
from tests.conftest import Office
from tests.operations.taught import decided_tickets

PATIENCE_S = 30
"""How long work waits for the window to take a turn."""


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


@pytest.mark.parametrize("part", ["prepare", "learn"])
def test_that_the_window_goes_on_while_it_learns(
    of_the_agent: Learning,
    local_office: Office,
    part: str,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    monkeypatch.setattr(rules, "FEWEST_TICKETS", 80)
    jobs, real = of_the_agent._context.jobs, getattr(desk_model, part)
    turn, went_on, threads = Event(), [], []
    ask_for_a_turn = jobs.relay(of_the_agent, turn.set)

    def work(*given: object, **named: object) -> object:
        threads.append(get_ident())
        ask_for_a_turn()
        went_on.append(turn.wait(PATIENCE_S))
        return real(*given, **named)

    monkeypatch.setattr(desk_model, part, work)
    of_the_agent.look()
    qtbot.waitUntil(jobs.idle, timeout=2_000 * PATIENCE_S)
    assert went_on == [True]
    assert get_ident() not in threads
    assert [one.active for one in learning.standing(local_office.agent).versions] == [True]
