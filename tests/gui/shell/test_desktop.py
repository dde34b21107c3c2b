from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from desk_gui.gui.actions import COMMANDS
from desk_gui.gui.dialogs.messages import answered
from desk_gui.gui.jobs import Jobs
from desk_gui.gui.shell.desktop import Desktop
from desk_gui.gui.theme import Theme
from desk_gui.operations import accounts, search
from desk_gui.settings import Settings
from tests.conftest import Office
from tests.factories import a_request

OF_A_REQUESTER = {"report", "order", "find_help", "home", "back"}
OF_THE_SAMPLE = {"work_as", "remove_sample"}
"""Commands that only the sample office has."""


@pytest.fixture
def desktop(local_office: Office, theme: Theme, jobs: Jobs, qtbot: QtBot) -> Iterator[Desktop]:
    """The whole window of the administrator."""
    desk = local_office.administrator
    account = next(one for one in accounts.accounts(desk) if one.id == desk.account_id)
    whole = Desktop(desk, account, theme, jobs, Settings())
    qtbot.addWidget(whole.window)
    whole.show()
    qtbot.waitUntil(jobs.idle)
    yield whole
    whole.leave()
    qtbot.waitUntil(jobs.idle)


def test_that_every_command_is_offered_to_an_administrator(desktop: Desktop) -> None:
    actions = desktop.context.actions
    offered = {actions.name_of(action) for action in actions.offered()}
    assert {command.name for command in COMMANDS} - offered == OF_THE_SAMPLE | OF_A_REQUESTER


def _saved(office: Office) -> list[str]:
    return [view.name for view in search.views(office.administrator) if view.id is not None]


def test_that_a_saved_view_is_forgotten_when_a_person_says_so(
    desktop: Desktop, local_office: Office, jobs: Jobs, qtbot: QtBot
) -> None:
    search.save_view(local_office.administrator, "Printers", "printer")
    desktop.views.count()
    qtbot.waitUntil(jobs.idle)
    desktop.window.view_wanted.emit("saved:Printers")
    with answered() as asked:
        desktop.context.actions.do("forget_view")
    assert [question.words for question in asked] == ["Forget the view “Printers”?"]
    assert _saved(local_office) == ["Printers"]
    with answered("Forget it"):
        desktop.context.actions.do("forget_view")
    qtbot.waitUntil(jobs.idle)
    assert _saved(local_office) == []


def test_that_a_view_every_desk_has_is_not_forgotten(
    desktop: Desktop, jobs: Jobs, qtbot: QtBot
) -> None:
    desktop.window.view_wanted.emit("view:Mine")
    with answered("Forget it") as asked:
        desktop.context.actions.do("forget_view")
    assert asked == []
    qtbot.waitUntil(jobs.idle)


def test_that_the_sidebar_counts_what_waits_for_a_decision_and_a_key_shows_it(
    desktop: Desktop, local_office: Office, jobs: Jobs, qtbot: QtBot
) -> None:
    a_request(local_office.agent, approvals=1)
    desktop.views.count()
    line = desktop.window.sidebar.entry("page:Waiting for me")
    qtbot.waitUntil(lambda: line.accessibleName() == "Waiting for me, 1")
    desktop.context.actions.do("show_waiting_for_me")
    qtbot.waitUntil(lambda: len(desktop.waiting.cards) == 1)
    assert desktop.window.page_name() == "Waiting for me"
    qtbot.waitUntil(jobs.idle)
