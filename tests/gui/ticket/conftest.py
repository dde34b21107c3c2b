"""A ticket page that is seen, and ways to look at it as a person does."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desk_gui.gui.page import Context
from desk_gui.gui.ticket.page import TicketPage
from desk_gui.operations.desk import Desk
from tests.gui.conftest import ContextOf

Reading = Callable[[Desk, int | None], TicketPage]


@pytest.fixture
def reading(context_of: ContextOf, qtbot: QtBot) -> Reading:
    """Shows a ticket to the account of a desk: `reading(local_office.agent, ticket_id)`."""

    def made(desk: Desk, ticket_id: int | None) -> TicketPage:
        page = TicketPage(context_of(desk))
        qtbot.addWidget(page)
        page.resize(512, 760)
        page.show()
        page.show_ticket(ticket_id)
        qtbot.waitUntil(page.context.jobs.idle)
        return page

    return made


def settled(page: TicketPage, qtbot: QtBot) -> None:
    """Wait until everything that was asked for is shown."""
    qtbot.waitUntil(page.context.jobs.idle)


def words(inside: QWidget, name: str) -> str:
    """The words of a label by its name."""
    label = inside.findChild(QLabel, name)
    assert label is not None, name
    return label.text()


def button(inside: QWidget, name: str) -> QPushButton:
    """A button that is seen, by its name."""
    found = [one for one in inside.findChildren(QPushButton, name) if one.isVisibleTo(inside)]
    assert found, name
    return found[0]


def offered(page: TicketPage) -> list[str]:
    """What the buttons of the head say."""
    return [one.text() for one in page.header.moves if one.isVisibleTo(page)]


def last_said(context: Context) -> str:
    """The newest toast."""
    return context.toasts.log[-1].words
