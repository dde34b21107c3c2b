"""Overriding a priority on the ticket, and letting it follow impact and urgency again."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desk_gui.domain.priority import Priority
from desk_gui.gui.dialogs.reason import ReasonDialog
from desk_gui.gui.ticket.facts import FactBox
from desk_gui.gui.ticket.page import TicketPage
from desk_gui.operations import notices, show, tickets
from desk_gui.operations.tickets import Edit
from tests.conftest import Office
from tests.factories import a_request, an_incident, in_progress
from tests.gui.ticket.conftest import Reading, words


def pick(page: TicketPage, choice: str) -> None:
    """Choose a priority as a person does: open the list, press what is wanted."""
    box = page.facts.box("priority")
    assert isinstance(box, FactBox)
    assert box.isVisible()
    box.fill()
    place = box.findText(choice)
    assert place >= 0, [box.itemText(one) for one in range(box.count())]
    box.setCurrentIndex(place)
    box.activated.emit(place)


def asked(page: TicketPage) -> ReasonDialog:
    return next(one for one in page.findChildren(ReasonDialog) if one.isVisible())


def test_that_a_supervisor_overrides_with_two_clicks_and_a_reason(
    local_office: Office, reading: Reading, qtbot: QtBot
) -> None:
    ticket_id = an_incident(local_office.agent)
    page = reading(local_office.supervisor, ticket_id)
    pick(page, "1 Critical")
    dialog = asked(page)
    dialog.submit()
    assert dialog.isVisible()
    qtbot.keyClicks(dialog.text, "The board waits.")
    qtbot.keyClick(dialog.text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: words(page.facts, "FactOverriddenBecause") == "The board waits.")
    assert words(page.facts, "FactPriorityAsComputed") == "3 Medium"
    ticket = show.show(local_office.agent, ticket_id).ticket
    assert (ticket.priority, ticket.override_reason) == (1, "The board waits.")


def test_that_an_override_is_taken_back_with_two_clicks(
    local_office: Office, reading: Reading, qtbot: QtBot
) -> None:
    ticket_id = an_incident(local_office.agent)
    tickets.edit(local_office.supervisor, ticket_id, Edit(override=1, override_reason="Board."))
    page = reading(local_office.supervisor, ticket_id)
    pick(page, "As computed: 3 Medium")
    qtbot.waitUntil(lambda: page.shown is not None and page.shown.ticket.override_reason is None)
    ticket = show.show(local_office.agent, ticket_id).ticket
    assert ticket.priority is Priority.MEDIUM
    assert page.context.toasts.log[-1].words.endswith("follows impact and urgency again.")


def test_that_leaving_the_question_leaves_the_priority(
    local_office: Office, reading: Reading, qtbot: QtBot
) -> None:
    page = reading(local_office.supervisor, an_incident(local_office.agent))
    pick(page, "1 Critical")
    asked(page).reject()
    box = page.facts.box("priority")
    assert box is not None
    qtbot.waitUntil(lambda: box.currentText() == "3 Medium")


def test_that_the_reason_can_be_written_anew(
    local_office: Office, reading: Reading, qtbot: QtBot
) -> None:
    ticket_id = an_incident(local_office.agent)
    tickets.edit(local_office.supervisor, ticket_id, Edit(override=1, override_reason="Board."))
    page = reading(local_office.supervisor, ticket_id)
    pick(page, "1 Critical")
    assert asked(page).text.toPlainText() == "Board."
    asked(page).text.setPlainText("The tender ends today.")
    asked(page).submit()
    qtbot.waitUntil(lambda: words(page.facts, "FactOverriddenBecause").startswith("The tender"))


def test_that_an_agent_and_a_request_show_the_priority_as_words(
    local_office: Office, reading: Reading
) -> None:
    for desk, ticket_id in (
        (local_office.agent, an_incident(local_office.agent)),
        (local_office.supervisor, a_request(local_office.agent)),
    ):
        box = reading(desk, ticket_id).facts.box("priority")
        assert box is not None
        assert not box.isVisible()


def test_that_whoever_works_on_it_is_told_of_the_override(
    local_office: Office, reading: Reading, qtbot: QtBot
) -> None:
    ticket_id = in_progress(local_office.agent, an_incident(local_office.agent))
    page = reading(local_office.supervisor, ticket_id)
    pick(page, "1 Critical")
    asked(page).text.setPlainText("The board waits.")
    asked(page).submit()
    qtbot.waitUntil(lambda: bool(notices.notices(local_office.agent)))
    assert "1 Critical" in notices.notices(local_office.agent)[0].text
