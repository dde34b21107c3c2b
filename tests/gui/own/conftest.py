"""The reduced window of a requester, whose account has the mail address that she is known by."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot

from desk_gui.gui.jobs import Jobs
from desk_gui.gui.own.desktop import OwnDesktop
from desk_gui.gui.theme import Theme
from desk_gui.operations import accounts
from desk_gui.operations.desk import Desk
from desk_gui.settings import Settings
from desk_gui.storage import rows
from tests.conftest import Office


@dataclass
class Rita:
    """What she sees, and how she presses."""

    desk: Desk
    desktop: OwnDesktop
    jobs: Jobs
    qtbot: QtBot

    def settle(self) -> None:
        """Wait until nothing is under way."""
        self.qtbot.waitUntil(self.jobs.idle)

    def press(self, name: str, within: QWidget | None = None) -> None:
        """Press a button that can be seen."""
        place = within or self.desktop.window

        def seen() -> list[QAbstractButton]:
            return [b for b in place.findChildren(QAbstractButton, name) if b.isVisible()]

        self.qtbot.waitUntil(lambda: bool(seen()))
        seen()[0].click()
        self.settle()

    def show(self, ticket_id: int) -> None:
        """Open one of her tickets."""
        self.desktop.show_ticket(ticket_id)
        self.qtbot.waitUntil(lambda: self.desktop.ticket.shown is not None)
        self.settle()

    @property
    def listed(self) -> list[str]:
        """The rows of her list, as a screen reader says them."""
        model = self.desktop.home.model
        role = Qt.ItemDataRole.AccessibleTextRole
        return [str(model.data(model.index(row, 0), role)) for row in range(model.rowCount())]


@pytest.fixture
def rita(local_office: Office, theme: Theme, qtbot: QtBot) -> Iterator[Rita]:
    """She is signed in, and her window is open."""
    desk = local_office.requester
    with local_office.administrator.writing() as session:
        mail = {"email": "rita@example.org"}
        rows.change(session.connection, "account", mail, id=desk.account_id)
    account = next(
        one for one in accounts.accounts(local_office.agent) if one.id == desk.account_id
    )
    jobs = Jobs()
    desktop = OwnDesktop(desk, account, theme, jobs, Settings())
    desktop.show()
    qtbot.waitUntil(jobs.idle)
    yield Rita(desk, desktop, jobs, qtbot)
    desktop.leave()
    desktop.window.close()
    qtbot.waitUntil(jobs.idle)
    jobs.close()
    desktop.window.deleteLater()
