from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desk_gui.gui.ticket.composer import Mode
from desk_gui.gui.ticket.page import TicketPage
from desk_gui.gui.widgets.safe_document import SafeView
from desk_gui.operations import notices, show, tickets
from desk_gui.operations.tickets import Edit
from tests.conftest import Office
from tests.factories import an_incident
from tests.gui.ticket.conftest import Reading, settled


def offered(page: TicketPage) -> list[str]:
    """What the open list offers."""
    editor = page.composer.text
    if not editor.names.isVisible():
        return []
    model = editor.completer.completionModel()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def press(page: TicketPage, key: Qt.Key) -> None:
    QTest.keyClick(page.composer.text.names, key)


@pytest.fixture
def page(reading: Reading, local_office: Office) -> TicketPage:
    """An agent's page, about to write a work note."""
    shown = reading(local_office.agent, an_incident(local_office.agent))
    shown.activateWindow()
    shown.write(Mode.NOTE)
    return shown


def test_that_an_at_sign_offers_colleagues_and_not_oneself_or_requesters(page: TicketPage) -> None:
    QTest.keyClicks(page.composer.text, "Ask @")
    found = {line.split(" · ")[0] for line in offered(page)}
    assert {"Sofia", "Tom"} <= found
    assert not found & {"Amira", "Rita"}
    press(page, Qt.Key.Key_Escape)
    assert offered(page) == []
    assert page.composer.text.toPlainText() == "Ask @"


def test_that_what_is_typed_finds_login_or_name_and_enter_takes_it(page: TicketPage) -> None:
    QTest.keyClicks(page.composer.text, "Ask @TO")
    assert "Tom · tom" in offered(page)
    QTest.keyClicks(page.composer.text, "m")
    assert offered(page) == ["Tom · tom"]
    press(page, Qt.Key.Key_Return)
    assert page.composer.text.toPlainText() == "Ask @tom "
    assert offered(page) == []


def test_that_arrows_choose_and_tab_takes_without_leaving_the_field(page: TicketPage) -> None:
    QTest.keyClicks(page.composer.text, "@")
    first, second, *_ = offered(page)
    press(page, Qt.Key.Key_Down)
    press(page, Qt.Key.Key_Tab)
    assert page.composer.text.toPlainText() == f"@{second.split(' · ')[1]} "
    assert first != second


@pytest.mark.parametrize("text", ["tom@", "@nobodyelse", "see https://x.org/@", "@tom "])
def test_that_nothing_is_offered_where_no_name_is_begun(page: TicketPage, text: str) -> None:
    QTest.keyClicks(page.composer.text, text)
    assert offered(page) == []


def test_that_a_name_is_put_in_the_middle_of_a_sentence(page: TicketPage) -> None:
    editor = page.composer.text
    QTest.keyClicks(editor, "Ask  about it")
    cursor = editor.textCursor()
    cursor.setPosition(4)
    editor.setTextCursor(cursor)
    QTest.keyClicks(editor, "@tom")
    press(page, Qt.Key.Key_Return)
    assert editor.toPlainText() == "Ask @tom  about it"
    assert editor.textCursor().position() == len("Ask @tom ")
    editor.moveCursor(QTextCursor.MoveOperation.End)


def test_that_who_may_not_see_the_ticket_comes_last_and_says_so(
    reading: Reading, local_office: Office, qtbot: QtBot
) -> None:
    ticket_id = an_incident(local_office.supervisor)
    tickets.edit(local_office.supervisor, ticket_id, Edit(confidential=True))
    page = reading(local_office.supervisor, ticket_id)
    page.write(Mode.NOTE)
    QTest.keyClicks(page.composer.text, "@")
    notes = [line.split(" · ")[2:] for line in offered(page)]
    assert notes == [[], ["may not see this ticket"], ["may not see this ticket"]]
    press(page, Qt.Key.Key_Escape)
    page.leave()
    settled(page, qtbot)


def test_that_sending_tells_whom_the_note_mentions(
    page: TicketPage, local_office: Office, qtbot: QtBot
) -> None:
    QTest.keyClicks(page.composer.text, "Is it the switch, @tom")
    press(page, Qt.Key.Key_Return)
    page.composer.submit()
    qtbot.waitUntil(lambda: len(page.conversation.cards()) == 1)
    settled(page, qtbot)
    assert [one.what.value for one in notices.notices(local_office.colleague)] == ["mentioned"]


def test_that_a_mention_stands_out_and_the_text_can_still_be_copied(
    reading: Reading, local_office: Office
) -> None:
    text = "😀 Ask @tom, not @nobody or me@example.org."
    ticket_id = an_incident(local_office.agent)
    tickets.work_note(local_office.agent, ticket_id, text)
    (said,) = show.show(local_office.agent, ticket_id).said
    assert [text[one.start : one.end] for one in said.mentions] == ["@tom"]
    page = reading(local_office.agent, ticket_id)
    (card,) = page.conversation.cards()
    assert card.words.shown() == text
    view = card.words.findChild(SafeView)
    assert view is not None
    bold = ""
    cursor = view.textCursor()
    for place in range(view.document().characterCount() - 1):
        cursor.setPosition(place)
        cursor.movePosition(QTextCursor.MoveOperation.Right, QTextCursor.MoveMode.KeepAnchor)
        bold += cursor.selectedText() if cursor.charFormat().font().bold() else ""
    assert bold == "@tom"
