from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desk_gui.domain.errors import DatabaseTrouble
from desk_gui.gui.ticket.composer import Mode
from desk_gui.operations import show, tickets
from tests.conftest import Office
from tests.factories import an_incident
from tests.gui.ticket.conftest import Reading, button, last_said, settled, words


def test_that_the_two_ways_of_writing_never_look_alike(
    reading: Reading, local_office: Office
) -> None:
    page = reading(local_office.agent, an_incident(local_office.agent))
    looks = []
    for mode in Mode:
        button(page, f"Write-{mode}").click()
        looks.append(
            (
                page.composer.send.text(),
                words(page, "ComposerReader"),
                page.composer.property("look"),
                page.composer.text.property("look"),
                page.composer.text.placeholderText(),
                page.composer.icon._name,
            )
        )
    answer, note = looks
    assert not set(answer) & set(note)
    assert (answer[0], note[0]) == ("Send answer", "Save work note")


def test_that_an_answer_is_sent_with_the_keyboard_and_the_field_is_empty_again(
    reading: Reading, local_office: Office, qtbot: QtBot
) -> None:
    ticket_id = an_incident(local_office.agent)
    page = reading(local_office.agent, ticket_id)
    page.write(Mode.ANSWER)
    QTest.keyClicks(page.composer.text, "We are looking at it.")
    QTest.keyClick(page.composer.text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: len(page.conversation.cards()) == 1)
    settled(page, qtbot)
    said = show.show(local_office.agent, ticket_id).said
    assert [(one.text, one.public) for one in said] == [("We are looking at it.", True)]
    assert page.composer.text.toPlainText() == ""
    assert last_said(page.context) == "Answer sent."


def test_that_a_work_note_stays_inside(
    reading: Reading, local_office: Office, qtbot: QtBot
) -> None:
    ticket_id = an_incident(local_office.agent)
    page = reading(local_office.agent, ticket_id)
    page.context.actions.do("note")
    QTest.keyClicks(page.composer.text, "It is the switch.")
    button(page, "Send").click()
    qtbot.waitUntil(lambda: len(page.conversation.cards()) == 1)
    settled(page, qtbot)
    assert not show.show(local_office.agent, ticket_id).said[0].public


def test_that_what_is_typed_is_kept_per_ticket(
    reading: Reading, local_office: Office, qtbot: QtBot
) -> None:
    first, second = an_incident(local_office.agent), an_incident(local_office.agent)
    page = reading(local_office.agent, first)
    page.write(Mode.NOTE)
    QTest.keyClicks(page.composer.text, "Half a thought")
    page.show_ticket(second)
    settled(page, qtbot)
    assert page.composer.text.toPlainText() == ""
    modes = [page.composer.mode]
    page.show_ticket(first)
    settled(page, qtbot)
    assert page.composer.text.toPlainText() == "Half a thought"
    assert [*modes, page.composer.mode] == [Mode.ANSWER, Mode.NOTE]


def test_that_a_change_by_somebody_else_leaves_what_is_typed(
    reading: Reading, local_office: Office, qtbot: QtBot
) -> None:
    ticket_id = an_incident(local_office.agent)
    page = reading(local_office.agent, ticket_id)
    page.write(Mode.ANSWER)
    QTest.keyClicks(page.composer.text, "Half a thought")
    page.context.live.announce(tickets.comment(local_office.colleague, ticket_id, "Mine."))
    qtbot.waitUntil(lambda: len(page.conversation.cards()) == 1)
    settled(page, qtbot)
    assert page.composer.text.toPlainText() == "Half a thought"


def test_that_text_that_could_not_be_stored_is_still_there_with_the_reason(
    reading: Reading, local_office: Office, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = reading(local_office.agent, an_incident(local_office.agent))

    def no_database(*_: object, **__: object) -> None:
        raise DatabaseTrouble("The database is locked; try again in a moment.")

    monkeypatch.setattr(tickets, "comment", no_database)
    page.write(Mode.ANSWER)
    QTest.keyClicks(page.composer.text, "A long answer")
    button(page, "Send").click()
    qtbot.waitUntil(lambda: "locked" in words(page, "ComposerTrouble"))
    assert page.composer.text.toPlainText() == "A long answer"
    assert button(page, "Send").isEnabled()
    settled(page, qtbot)


def test_that_pressing_send_twice_stores_it_once(
    reading: Reading, local_office: Office, qtbot: QtBot
) -> None:
    ticket_id = an_incident(local_office.agent)
    page = reading(local_office.agent, ticket_id)
    page.write(Mode.ANSWER)
    QTest.keyClicks(page.composer.text, "Once")
    page.composer.submit()
    page.composer.submit()
    qtbot.waitUntil(lambda: len(page.conversation.cards()) == 1)
    settled(page, qtbot)
    assert len(show.show(local_office.agent, ticket_id).said) == 1


def test_that_nothing_is_not_sent(reading: Reading, local_office: Office) -> None:
    page = reading(local_office.agent, an_incident(local_office.agent))
    page.composer.submit()
    assert words(page, "ComposerTrouble") == "Write something first."
