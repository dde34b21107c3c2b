"""What is typed is kept, offered again and sent once, after a look at what others did."""

from __future__ import annotations

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desk_gui.domain.collaboration import Activity, Writing
from desk_gui.domain.errors import DatabaseTrouble
from desk_gui.gui.dialogs.messages import Question, answered
from desk_gui.gui.ticket.composer import Mode
from desk_gui.gui.ticket.page import TicketPage
from desk_gui.operations import drafts, presence, show, tickets
from desk_gui.operations.tickets import Edit
from tests.conftest import Office
from tests.factories import an_incident
from tests.gui.ticket.conftest import Reading, button, settled, words

SEAT = "seat of tom"


def typed(page: TicketPage, text: str, mode: Mode = Mode.ANSWER) -> None:
    page.write(mode)
    QTest.keyClicks(page.composer.text, text)


def asked_on_sending(page: TicketPage, qtbot: QtBot, answer: str = "") -> list[Question]:
    with answered(answer) as asked:
        page.composer.submit()
        settled(page, qtbot)
        settled(page, qtbot)
    return asked


def said(office: Office, ticket_id: int) -> list[str]:
    return [one.text for one in show.show(office.agent, ticket_id).said]


def test_that_what_is_typed_is_kept_within_two_seconds(
    reading: Reading, local_office: Office, qtbot: QtBot
) -> None:
    ticket_id = an_incident(local_office.agent)
    page = reading(local_office.agent, ticket_id)
    typed(page, "Half a thought", Mode.NOTE)
    qtbot.waitUntil(
        lambda: show.show(local_office.agent, ticket_id).draft is not None, timeout=2000
    )
    settled(page, qtbot)
    kept = show.show(local_office.agent, ticket_id).draft
    assert kept is not None
    assert (kept.text, kept.mode) == ("Half a thought", Writing.NOTE)
    assert words(page, "ComposerKept").startswith("Kept ")


def test_that_typing_on_does_not_put_off_the_keeping(
    reading: Reading, local_office: Office, qtbot: QtBot
) -> None:
    page = reading(local_office.agent, an_incident(local_office.agent))
    typed(page, "a")
    before = page._sending._timer.remainingTime()
    qtbot.wait(30)
    QTest.keyClicks(page.composer.text, "b")
    assert page._sending._timer.remainingTime() < before
    page.leave()
    settled(page, qtbot)


def test_that_a_draft_is_offered_again_in_the_next_window(
    reading: Reading, local_office: Office, qtbot: QtBot
) -> None:
    ticket_id = an_incident(local_office.agent)
    drafts.keep(local_office.agent, ticket_id, "Half a thought", Writing.NOTE)
    page = reading(local_office.agent, ticket_id)
    assert page.composer.text.toPlainText() == "Half a thought"
    assert page.composer.mode is Mode.NOTE
    assert words(page, "ComposerKept").startswith("Not sent yet; kept since ")
    page.composer.text.clear()
    page.leave()
    settled(page, qtbot)
    assert show.show(local_office.agent, ticket_id).draft is None


def test_that_what_was_sent_never_comes_back(
    reading: Reading, local_office: Office, qtbot: QtBot
) -> None:
    ticket_id = an_incident(local_office.agent)
    page = reading(local_office.agent, ticket_id)
    typed(page, "We look at it")
    page.leave()
    settled(page, qtbot)
    stale = show.show(local_office.agent, ticket_id)
    assert stale.draft is not None
    assert asked_on_sending(page, qtbot) == []
    assert said(local_office, ticket_id) == ["We look at it"]
    assert show.show(local_office.agent, ticket_id).draft is None
    page.loaded(stale)
    assert page.composer.text.toPlainText() == ""
    page.leave()
    settled(page, qtbot)
    assert show.show(local_office.agent, ticket_id).draft is None


def test_that_a_draft_that_cannot_be_kept_says_so_and_is_tried_again(
    reading: Reading, local_office: Office, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticket_id = an_incident(local_office.agent)
    page = reading(local_office.agent, ticket_id)

    def no_database(*_: object) -> None:
        raise DatabaseTrouble("The disk is full; make room and try again.")

    with monkeypatch.context() as broken:
        broken.setattr(drafts, "keep", no_database)
        typed(page, "Half a thought")
        page.leave()
        settled(page, qtbot)
    assert words(page, "ComposerKept") == "Not kept: The disk is full; make room and try again."
    assert page.composer.text.toPlainText() == "Half a thought"
    page.leave()
    settled(page, qtbot)
    kept = show.show(local_office.agent, ticket_id).draft
    assert kept is not None
    assert kept.text == "Half a thought"


def test_that_lists_hear_that_a_ticket_has_a_draft_and_that_it_has_none(
    reading: Reading, local_office: Office, qtbot: QtBot
) -> None:
    ticket_id = an_incident(local_office.agent)
    page = reading(local_office.agent, ticket_id)
    touched: list[object] = []
    page.context.live.touched.connect(lambda effects: touched.append(effects.tickets))
    for text in ("a", "b"):
        typed(page, text)
        page.leave()
        settled(page, qtbot)
    assert touched == [{ticket_id}]
    page.composer.text.clear()
    page.leave()
    settled(page, qtbot)
    assert touched == [{ticket_id}, {ticket_id}]


def test_that_one_is_asked_once_when_somebody_answered_meanwhile(
    reading: Reading, local_office: Office, qtbot: QtBot
) -> None:
    ticket_id = an_incident(local_office.agent)
    tickets.comment(local_office.colleague, ticket_id, "Long before")
    page = reading(local_office.agent, ticket_id)
    typed(page, "We look at it")
    tickets.comment(local_office.colleague, ticket_id, "It is fixed since nine.")
    page.refresh(None)
    settled(page, qtbot)
    (asked,) = asked_on_sending(page, qtbot)
    assert asked.words == f"Tom added something to INC-{ticket_id} while you were writing."
    assert "It is fixed since nine." in asked.detail
    assert "Long before" not in asked.detail
    assert (asked.verbs, asked.leave) == (("Send anyway",), "Look first")
    assert page.composer.text.toPlainText() == "We look at it"
    assert button(page, "Send").isEnabled()
    assert said(local_office, ticket_id) == ["Long before", "It is fixed since nine."]
    assert asked_on_sending(page, qtbot) == []
    assert said(local_office, ticket_id)[-1] == "We look at it"


def test_that_one_may_send_anyway(reading: Reading, local_office: Office, qtbot: QtBot) -> None:
    ticket_id = an_incident(local_office.agent)
    page = reading(local_office.agent, ticket_id)
    typed(page, "We look at it")
    tickets.comment(local_office.colleague, ticket_id, "It is fixed.")
    assert len(asked_on_sending(page, qtbot, "Send anyway")) == 1
    assert said(local_office, ticket_id) == ["It is fixed.", "We look at it"]
    assert page.composer.text.toPlainText() == ""


def test_that_one_is_asked_while_somebody_else_is_answering(
    reading: Reading, local_office: Office, qtbot: QtBot
) -> None:
    ticket_id = an_incident(local_office.agent)
    presence.here(local_office.colleague, SEAT, ticket_id, Activity.ANSWERING)
    presence.here(local_office.supervisor, "another", ticket_id, Activity.VIEWING)
    page = reading(local_office.agent, ticket_id)
    typed(page, "We look at it")
    (asked,) = asked_on_sending(page, qtbot)
    assert asked.words == f"Tom is answering INC-{ticket_id} too."
    assert asked_on_sending(page, qtbot) == []
    assert said(local_office, ticket_id) == ["We look at it"]


def test_that_a_work_note_is_saved_without_a_question(
    reading: Reading, local_office: Office, qtbot: QtBot
) -> None:
    ticket_id = an_incident(local_office.agent)
    page = reading(local_office.agent, ticket_id)
    typed(page, "It is the fuser.", Mode.NOTE)
    tickets.comment(local_office.colleague, ticket_id, "It is fixed.")
    assert asked_on_sending(page, qtbot) == []
    assert said(local_office, ticket_id)[-1] == "It is the fuser."


def test_that_a_mention_of_who_may_not_see_the_ticket_is_said_before_sending(
    reading: Reading, local_office: Office, qtbot: QtBot
) -> None:
    ticket_id = an_incident(local_office.supervisor)
    tickets.edit(local_office.supervisor, ticket_id, Edit(confidential=True))
    page = reading(local_office.supervisor, ticket_id)
    typed(page, "@tom and @amira, do you know this?", Mode.NOTE)
    (asked,) = asked_on_sending(page, qtbot)
    assert asked.words == f"Amira and Tom may not see INC-{ticket_id} and will not be told."
    assert (asked.verbs, asked.leave) == (("Save anyway",), "Go on writing")
    assert page.composer.text.toPlainText() == "@tom and @amira, do you know this?"
    page.leave()
    settled(page, qtbot)


def test_that_what_was_said_before_an_old_draft_is_not_news(
    reading: Reading, local_office: Office, qtbot: QtBot
) -> None:
    ticket_id = an_incident(local_office.agent)
    tickets.comment(local_office.colleague, ticket_id, "Before the draft")
    drafts.keep(local_office.agent, ticket_id, "Half a thought", Writing.ANSWER)
    local_office.clock.forward(minutes=5)
    tickets.comment(local_office.supervisor, ticket_id, "After the draft")
    page = reading(local_office.agent, ticket_id)
    (asked,) = asked_on_sending(page, qtbot)
    assert asked.words.startswith("Sofia added something")
    assert "Before the draft" not in asked.detail
