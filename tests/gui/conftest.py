"""What the tests of the window share: no screen, one theme, one door off the GUI thread."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from collections.abc import Callable, Iterator
from functools import partial

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desk_gui.gui.actions import Actions
from desk_gui.gui.jobs import Jobs
from desk_gui.gui.live import Live
from desk_gui.gui.page import Context
from desk_gui.gui.theme import Theme
from desk_gui.gui.widgets.toast import Toasts
from desk_gui.operations import accounts
from desk_gui.operations.desk import Desk
from desk_gui.operations.undoing import undo
from desk_gui.settings import Settings
from tests.conftest import Office


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


ContextOf = Callable[[Desk], Context]


@pytest.fixture
def context_of(theme: Theme, jobs: Jobs) -> ContextOf:
    """Makes what a page is given for the account of a desk: `context_of(local_office.agent)`."""

    def made(desk: Desk) -> Context:
        account = next(one for one in accounts.accounts(desk) if one.id == desk.account_id)
        actions = Actions(theme)
        actions.sign_in(account)
        return Context(
            desk=desk,
            account=account,
            jobs=jobs,
            live=Live(jobs),
            theme=theme,
            toasts=Toasts(theme),
            settings=Settings(),
            actions=actions,
            undo=partial(undo, desk),
            open_link=lambda _: None,
        )

    return made


@pytest.fixture
def context(context_of: ContextOf, local_office: Office) -> Context:
    """What a page is given when an agent is signed in, on a real SQLite file."""
    return context_of(local_office.agent)
