from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

import desk_gui.gui
from desk_gui.gui.jobs import Jobs
from desk_gui.gui.page import Context, Page
from desk_gui.gui.theme import Theme
from desk_gui.operations.effects import Effects
from tests.gui.gallery import made_up_context


class Listening(Page):
    name = "Listening"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.heard: list[Any] = []

    def refresh(self, effects: Effects | None) -> None:
        self.heard.append(effects)

    def concerns(self, effects: Effects) -> bool:
        return not effects.settings


@pytest.fixture
def context(theme: Theme, jobs: Jobs) -> Context:
    return made_up_context(theme, jobs)


@pytest.fixture
def page(context: Context, qtbot: QtBot) -> Listening:
    made = Listening(context)
    qtbot.addWidget(made)
    return made


ONE = Effects(tickets=frozenset({1}))


def test_that_a_page_reads_when_it_is_first_shown(page: Listening) -> None:
    assert page.heard == []
    page.show()
    assert page.heard == [None]


def test_that_a_visible_page_hears_of_a_change_at_once(page: Listening, context: Context) -> None:
    page.show()
    context.live.announce(ONE)
    assert page.heard == [None, ONE]


def test_that_a_hidden_page_catches_up_once(page: Listening, context: Context) -> None:
    page.show()
    page.hide()
    context.live.announce(ONE)
    context.live.announce(ONE)
    page.show()
    page.hide()
    page.show()
    assert page.heard == [None, None]


def test_that_a_page_may_sit_a_change_out(page: Listening, context: Context) -> None:
    page.show()
    context.live.announce(Effects(settings=True))
    assert page.heard == [None]


def test_that_doing_something_tells_everybody_and_says_so(
    page: Listening, context: Context, qtbot: QtBot
) -> None:
    page.show()
    done: list[Effects] = []
    context.do(page, lambda: ONE, said="Assigned to you.", done=done.append)
    qtbot.waitUntil(lambda: done == [ONE])
    assert page.heard == [None, ONE]
    assert [line.words for line in context.toasts.log] == ["Assigned to you."]


def test_that_nobody_walks_the_focus_chain() -> None:
    """PySide hands what it returns to the widget before, and an open window is then collected."""
    files = Path(desk_gui.gui.__file__).parent.rglob("*.py")
    walking = re.compile(r"\.(next|previous)InFocusChain\(")
    assert [file.name for file in files if walking.search(file.read_text("utf-8"))] == []
