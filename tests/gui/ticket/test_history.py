from __future__ import annotations

from dataclasses import replace

from pytestqt.qtbot import QtBot

from desk_gui.domain.priority import Level
from desk_gui.domain.workflow import Kind
from desk_gui.gui.dialogs.choosing import read_known
from desk_gui.gui.ticket.history_words import past_lines
from desk_gui.operations import accounts, classification, show, tickets
from desk_gui.operations.classification import Reclassification
from desk_gui.operations.tickets import Edit
from tests.conftest import Office
from tests.factories import an_incident, an_item, in_progress
from tests.gui.ticket.conftest import Reading, button, last_said, settled, words


def test_that_nothing_is_built_until_the_history_is_asked_for(
    reading: Reading, local_office: Office, qtbot: QtBot
) -> None:
    ticket_id = an_incident(local_office.agent)
    for number in range(30):
        tickets.edit(local_office.agent, ticket_id, Edit(title=f"Title {number}"))
    page = reading(local_office.agent, ticket_id)
    assert page.history._lines.widgets == []
    assert page.history.opener.text() == "History · 31 entries"
    page.history.opener.click()
    qtbot.waitUntil(lambda: len(page.history.lines()) == 24)
    assert page.history.more.text() == "Show earlier: 7 more"
    page.history.more.click()
    qtbot.waitUntil(lambda: len(page.history.lines()) == 31)
    assert page.history.lines()[-1].what.text().endswith("opened it")


def test_that_an_entry_says_who_did_what_from_what_to_what(local_office: Office) -> None:
    agent = local_office.agent
    ticket_id = an_incident(agent, "Mail is slow")
    in_progress(agent, ticket_id)
    tickets.edit(agent, ticket_id, Edit(title="Mail is down", impact=Level.HIGH))
    lines = past_lines(show.show(agent, ticket_id), read_known(agent))
    assert lines[0].what == "Amira edited it"
    assert "Title: Mail is slow → Mail is down" in lines[0].details
    assert "Impact: Medium → High" in lines[0].details
    assert "Priority: 3 Medium → 2 High" in lines[0].details
    assert lines[1].what == "Amira moved it: New → In progress"
    assert "Assignee: Amira" in lines[1].details


def test_that_a_changed_kind_is_said_with_its_reason(local_office: Office) -> None:
    agent = local_office.agent
    ticket_id = an_incident(agent)
    wanted = Reclassification(Kind.REQUEST, "It is an order.", item_id=an_item(agent))
    classification.reclassify(agent, ticket_id, wanted)
    whats = [line.what for line in past_lines(show.show(agent, ticket_id), read_known(agent))]
    made = next(what for what in whats if "made it" in what)
    assert made == "Amira made it a service request, no longer an incident"


def test_that_imported_and_bridged_entries_are_marked(local_office: Office) -> None:
    ticket_id = an_incident(local_office.agent)
    shown = show.show(local_office.agent, ticket_id)
    first = shown.history[0]
    past = (
        replace(first, origin="imported", source_status="Active"),
        replace(first, origin="bridged"),
    )
    bridged, imported = past_lines(replace(shown, history=past), read_known(local_office.agent))
    assert imported.mark == "imported, there “Active”"
    assert bridged.mark.startswith("bridged")


def test_that_the_newest_change_is_taken_back_from_the_history(
    reading: Reading, local_office: Office, qtbot: QtBot
) -> None:
    page = reading(
        local_office.agent, in_progress(local_office.agent, an_incident(local_office.agent))
    )
    page.history.opener.click()
    qtbot.waitUntil(page.history.lines()[0].undo.isVisible)
    button(page, "UndoEntry").click()
    qtbot.waitUntil(lambda: words(page, "Standing").startswith("New"))
    settled(page, qtbot)
    first = page.history.lines()[0]
    assert first.what.text().startswith("Amira took a change back")
    assert "moved" not in first.details.text()
    assert first.undo.text() == "Do it again"
    first.undo.click()
    qtbot.waitUntil(lambda: words(page, "Standing").startswith("In progress"))
    settled(page, qtbot)
    assert last_said(page.context) == "Done again."
    assert page.history.lines()[0].what.text().startswith("Amira made a change again")


def test_that_an_answer_of_the_requester_is_not_taken_for_one_of_the_desk(
    local_office: Office,
) -> None:
    agent = local_office.agent
    contact = accounts.add_contact(agent, "Elena")
    ticket_id = an_incident(agent, requester_id=contact)
    tickets.comment(agent, ticket_id, "Which version?")
    tickets.requester_answer(agent, ticket_id, "5.2.1")
    whats = [line.what for line in past_lines(show.show(agent, ticket_id), read_known(agent))]
    assert whats[0] == "Amira took down what the requester answered"
    assert "Amira answered the requester" in whats


def test_that_the_opening_is_told_in_one_line(local_office: Office) -> None:
    ticket_id = an_incident(local_office.agent, "Mail is slow", text="Since nine.")
    shown = show.show(local_office.agent, ticket_id)
    line = past_lines(shown, read_known(local_office.agent))[-1]
    assert line.what == "Amira opened it"
    assert len(line.details) == 1
    assert "Impact: Medium" in line.details[0]
    assert "Since nine." not in line.details[0]
