"""The queue's page, shown, with a few tickets of both kinds."""

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from desk_gui.domain.priority import Level
from desk_gui.gui.page import Context
from desk_gui.gui.queue.page import QueuePage
from tests.conftest import Office
from tests.factories import a_request, an_incident

Titles = Callable[[], list[str]]
PRINTER = "Printer on floor 2 prints blank pages"
MAIL = "Mail server unreachable"
LAPTOP = "New laptop for Elena"


@pytest.fixture
def three(local_office: Office) -> dict[str, int]:
    """An ordinary incident, a critical one and a request, by title."""
    desk = local_office.agent
    return {
        PRINTER: an_incident(desk, PRINTER),
        MAIL: an_incident(desk, MAIL, impact=Level.HIGH, urgency=Level.HIGH),
        LAPTOP: a_request(desk, LAPTOP),
    }


@pytest.fixture
def new_page(context: Context, qtbot: QtBot) -> Callable[[], QueuePage]:
    """Makes and shows a page; it has read everything when it is given back."""

    def made() -> QueuePage:
        page = QueuePage(context)
        qtbot.addWidget(page)
        page.resize(560, 700)
        page.show()
        qtbot.waitUntil(context.jobs.idle)
        return page

    return made


@pytest.fixture
def queue(three: dict[str, int], new_page: Callable[[], QueuePage]) -> QueuePage:
    """The page with three tickets."""
    return new_page()


@pytest.fixture
def titles(queue: QueuePage) -> Titles:
    """The titles that the list shows, from top to bottom; “…” for a row that is blank."""

    def shown() -> list[str]:
        rows = (queue.model.ticket_at(row) for row in range(queue.model.rowCount()))
        return [row.title if row else "…" for row in rows]

    return shown
