from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from desk_gui.domain.priority import Level
from desk_gui.domain.ticket import Relation, Wish
from desk_gui.domain.workflow import HoldReason, Kind, ResolutionCode, Status
from desk_gui.operations import accounts, classification, relations, show, tickets
from desk_gui.operations.articles import answering
from desk_gui.operations.classification import Reclassification
from tests.conftest import Office
from tests.factories import (
    a_published_article,
    a_request,
    an_incident,
    an_item,
    in_progress,
    resolved,
)
from tests.gui.ticket.conftest import Reading, button, last_said, offered, settled, words


def test_that_a_page_without_a_ticket_says_so(reading: Reading, local_office: Office) -> None:
    page = reading(local_office.agent, None)
    assert not page.header.isVisible()
    assert "No ticket chosen" in page._empty.accessibleName()


def test_that_a_ticket_says_what_it_is_and_where_it_stands(
    reading: Reading, local_office: Office
) -> None:
    contact = accounts.add_contact(local_office.agent, "Sofia Marek", site="Lyon")
    ticket_id = an_incident(local_office.agent, "Mail is down", requester_id=contact)
    local_office.clock.forward(minutes=12)
    page = reading(local_office.agent, ticket_id)
    assert words(page, "Kind") == "Incident"
    assert words(page, "Number") == f"INC-{ticket_id}"
    assert words(page, "Title") == "Mail is down"
    assert words(page, "Standing") == "New · opened 12 min ago by Sofia Marek"
    assert words(page, "Due").startswith("Resp")


def test_that_only_legal_moves_are_offered_and_blocked_ones_say_why(
    reading: Reading, local_office: Office
) -> None:
    page = reading(local_office.agent, an_incident(local_office.agent))
    assert offered(page) == ["Assign to me", "Start work", "Resolve…"]
    assert button(page, "Act-take").property("look") == "primary"
    assert not button(page, "Act-resolve").isEnabled()
    assert words(page, "Reasons") == "Resolve needs work to have started."


def test_that_a_ticket_is_taken_started_and_offered_the_next_act(
    reading: Reading, local_office: Office, qtbot: QtBot
) -> None:
    ticket_id = an_incident(local_office.agent)
    page = reading(local_office.agent, ticket_id)
    QTest.mouseClick(button(page, "Act-take"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: words(page, "Standing").startswith("Assigned"))
    assert last_said(page.context) == f"INC-{ticket_id} assigned to you."
    QTest.mouseClick(button(page, "Act-start"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: words(page, "Standing").startswith("In progress"))
    assert offered(page) == ["Resolve…", "Put on hold…"]
    settled(page, qtbot)


def test_that_starting_a_ticket_of_nobody_takes_it(
    reading: Reading, local_office: Office, qtbot: QtBot
) -> None:
    ticket_id = an_incident(local_office.agent)
    page = reading(local_office.agent, ticket_id)
    button(page, "Act-start").click()
    qtbot.waitUntil(lambda: words(page, "Standing").startswith("In progress"))
    settled(page, qtbot)
    kept = show.show(local_office.agent, ticket_id).ticket
    assert kept.assignee_id == local_office.agent.account_id


def test_that_a_change_can_be_taken_back_from_the_menu(
    reading: Reading, local_office: Office, qtbot: QtBot
) -> None:
    ticket_id = in_progress(local_office.agent, an_incident(local_office.agent))
    page = reading(local_office.agent, ticket_id)
    page.header.fill_menu()
    page.header._menu.actions()[-3].trigger()
    qtbot.waitUntil(lambda: words(page, "Standing").startswith("New"))
    assert last_said(page.context) == "Undone."
    settled(page, qtbot)


def test_that_what_is_resolved_shows_how_and_can_be_closed_or_reopened(
    reading: Reading, local_office: Office, qtbot: QtBot
) -> None:
    page = reading(
        local_office.agent, resolved(local_office.agent, an_incident(local_office.agent))
    )
    assert page.outcome.head.text() == "Resolved: fixed"
    assert page.outcome.text.shown() == "Restarted it."
    assert offered(page) == ["Close", "Reopen"]
    button(page, "Act-reopen").click()
    qtbot.waitUntil(lambda: "reopened once" in words(page, "Standing"))
    assert not page.outcome.isVisible()
    settled(page, qtbot)


def test_that_a_final_ticket_offers_a_follow_up(reading: Reading, local_office: Office) -> None:
    ticket_id = resolved(local_office.agent, an_incident(local_office.agent))
    tickets.move(local_office.agent, ticket_id, Wish(Status.CLOSED))
    page = reading(local_office.agent, ticket_id)
    assert offered(page) == ["Open a follow-up…"]


def test_that_an_incident_shows_its_own_fields_and_a_request_its_own(
    reading: Reading, local_office: Office, qtbot: QtBot
) -> None:
    page = reading(local_office.agent, an_incident(local_office.agent))
    seen = {name for name, fact in page.facts._facts.items() if fact.isVisibleTo(page)}
    assert {"impact", "urgency"} <= seen
    assert not {"item_id", "approvals"} & seen
    page.show_ticket(a_request(local_office.agent, approvals=1))
    settled(page, qtbot)
    seen = {name for name, fact in page.facts._facts.items() if fact.isVisibleTo(page)}
    assert {"item_id", "approvals"} <= seen
    assert not {"impact", "urgency"} & seen


def test_that_a_field_is_changed_in_place_and_the_priority_follows(
    reading: Reading, local_office: Office, qtbot: QtBot
) -> None:
    ticket_id = an_incident(local_office.agent)
    page = reading(local_office.agent, ticket_id)
    box = page.facts.box("impact")
    assert box is not None
    box.showPopup()
    box.hidePopup()
    box.setCurrentIndex(0)
    box.activated.emit(0)
    qtbot.waitUntil(lambda: words(page.facts, "FactPriority") == "2 High")
    assert show.show(local_office.agent, ticket_id).ticket.impact is Level.HIGH
    assert last_said(page.context) == f"INC-{ticket_id}: impact changed."
    settled(page, qtbot)


def test_that_a_field_that_cannot_be_changed_shows_what_it_was_again(
    reading: Reading, local_office: Office, qtbot: QtBot
) -> None:
    ticket_id = in_progress(local_office.agent, an_incident(local_office.agent))
    page = reading(local_office.agent, ticket_id)
    box = page.facts.box("assignee_id")
    assert box is not None
    page.facts.changed.emit("assignee_id", None)
    qtbot.waitUntil(lambda: bool(page.context.toasts.log))
    settled(page, qtbot)
    assert "assign" in last_said(page.context).lower()
    assert box.currentText() == "Amira"


def test_that_words_of_others_are_shown_as_they_were_typed(
    reading: Reading, local_office: Office
) -> None:
    ticket_id = an_incident(local_office.agent, "<b>Mail</b>", text="<img src='x'> & more")
    tickets.comment(local_office.agent, ticket_id, "<script>alert(1)</script>")
    page = reading(local_office.agent, ticket_id)
    assert page.header.title.textFormat() is Qt.TextFormat.PlainText
    assert words(page, "Title") == "<b>Mail</b>"
    assert page.conversation.cards()[0].words.shown() == "<script>alert(1)</script>"


def test_that_comments_work_notes_and_the_requesters_answers_are_told_apart(
    reading: Reading, local_office: Office
) -> None:
    agent = local_office.agent
    contact = accounts.add_contact(agent, "Elena")
    ticket_id = an_incident(agent, requester_id=contact)
    tickets.comment(agent, ticket_id, "Have you tried it again?")
    tickets.work_note(agent, ticket_id, "It is the switch.")
    tickets.requester_answer(agent, ticket_id, "Yes.")
    cards = reading(agent, ticket_id).conversation.cards()
    assert [card.head.text() for card in cards] == [
        "Amira · answer",
        "Amira · work note",
        "Elena · requester answered",
    ]
    assert [card.property("look") for card in cards] == ["card", "note", "card"]


def test_that_a_long_conversation_shows_its_end_first_and_the_rest_on_demand(
    reading: Reading, local_office: Office, qtbot: QtBot
) -> None:
    ticket_id = an_incident(local_office.agent)
    for number in range(40):
        tickets.work_note(local_office.agent, ticket_id, f"Note {number}")
    page = reading(local_office.agent, ticket_id)
    shown = [card.words.shown() for card in page.conversation.cards()]
    assert shown == [f"Note {number}" for number in range(32, 40)]
    page.conversation.earlier.click()
    qtbot.waitUntil(lambda: len(page.conversation.cards()) == 32)
    page.conversation.earlier.click()
    qtbot.waitUntil(lambda: len(page.conversation.cards()) == 40)
    assert not page.conversation.earlier.isVisibleTo(page)


def test_that_a_very_long_text_is_cut_until_it_is_wanted(
    reading: Reading, local_office: Office
) -> None:
    ticket_id = an_incident(local_office.agent)
    tickets.comment(local_office.agent, ticket_id, "word " * 2_000)
    page = reading(local_office.agent, ticket_id)
    card = page.conversation.cards()[0]
    assert len(card.words.shown()) <= 3_000
    button(card, "WholeText").click()
    assert len(card.words.shown()) > 9_000


def test_that_a_word_longer_than_the_page_does_not_widen_it(
    reading: Reading, local_office: Office
) -> None:
    ticket_id = an_incident(local_office.agent, text="https://example.org/" + "a" * 400)
    page = reading(local_office.agent, ticket_id)
    inside = page.findChild(QWidget, "TicketColumn")
    assert inside is not None
    assert inside.minimumSizeHint().width() < page.width()


def test_that_a_link_opens_the_other_ticket_and_can_be_taken_away(
    reading: Reading, local_office: Office, qtbot: QtBot
) -> None:
    first, second = an_incident(local_office.agent), an_incident(local_office.agent, "Mail")
    relations.link(local_office.agent, first, second, Relation.DUPLICATE_OF)
    page = reading(local_office.agent, second)
    line = page.links._lines.shown()[0]
    assert line.opens.text().startswith(f"has the duplicate INC-{first}")
    with qtbot.waitSignal(page.ticket_wanted) as wanted:
        line.opens.click()
    assert wanted.args == [first]
    line.away.click()
    qtbot.waitUntil(lambda: not page.links.isVisible())
    assert show.show(local_office.agent, first).links == ()
    settled(page, qtbot)


def _seen(inside: QWidget) -> list[QPushButton]:
    return [one for one in inside.findChildren(QPushButton) if one.isVisible()]


def test_that_articles_that_may_answer_are_offered_and_open(
    reading: Reading, local_office: Office, qtbot: QtBot
) -> None:
    article = a_published_article(local_office.agent, local_office.supervisor, "Printer is blank")
    page = reading(local_office.agent, an_incident(local_office.agent, "Blank printer pages"))
    name = f"Answer-KB-{article}"
    qtbot.waitUntil(lambda: any(one.objectName() == name for one in _seen(page.answers)))
    with qtbot.waitSignal(page.article_wanted) as wanted:
        button(page, name).click()
    assert wanted.args == [article]


def test_that_the_article_a_ticket_was_resolved_with_opens(
    reading: Reading, local_office: Office, qtbot: QtBot
) -> None:
    agent = local_office.agent
    article = a_published_article(agent, local_office.supervisor)
    ticket_id = in_progress(agent, an_incident(agent))
    code = ResolutionCode.KNOWN_ARTICLE
    wish = Wish(
        Status.RESOLVED, resolution_code=code, resolution_text="As it says.", article_id=article
    )
    tickets.move(agent, ticket_id, wish)
    page = reading(agent, ticket_id)
    with qtbot.waitSignal(page.article_wanted) as wanted:
        button(page, "ResolvedWith").click()
    assert wanted.args == [article]


def test_that_fields_of_the_former_kind_stay_to_be_seen(
    reading: Reading, local_office: Office
) -> None:
    agent = local_office.agent
    ticket_id = an_incident(agent, impact=Level.HIGH)
    wanted = Reclassification(Kind.REQUEST, "It is an order.", item_id=an_item(agent))
    classification.reclassify(agent, ticket_id, wanted)
    page = reading(agent, ticket_id)
    assert page.parked.isVisible()
    assert page.parked.head.text() == "Put aside from when it was an incident"
    assert "Impact: High" in page.parked._words.text()


def test_that_what_a_colleague_does_appears_without_asking(
    reading: Reading, local_office: Office, qtbot: QtBot
) -> None:
    ticket_id = an_incident(local_office.agent)
    page = reading(local_office.agent, ticket_id)
    effects = tickets.comment(local_office.colleague, ticket_id, "I know this one.")
    page.context.live.announce(effects)
    qtbot.waitUntil(lambda: len(page.conversation.cards()) == 1)
    settled(page, qtbot)


def test_that_a_change_of_another_ticket_is_sat_out(reading: Reading, local_office: Office) -> None:
    page = reading(local_office.agent, an_incident(local_office.agent))
    other = tickets.comment(local_office.agent, an_incident(local_office.agent), "Hm.")
    assert not page.concerns(other)


def test_that_a_ticket_one_may_not_see_is_refused_in_a_sentence(
    reading: Reading, local_office: Office
) -> None:
    page = reading(local_office.agent, 999)
    assert not page.header.isVisible()
    assert "There is no ticket 999." in page._empty.accessibleName()


def test_that_the_newest_of_two_quick_choices_is_shown(
    reading: Reading, local_office: Office, qtbot: QtBot
) -> None:
    first, second = an_incident(local_office.agent, "One"), an_incident(local_office.agent, "Two")
    page = reading(local_office.agent, None)
    page.show_ticket(first)
    page.show_ticket(second)
    qtbot.waitUntil(lambda: words(page, "Title") == "Two")
    settled(page, qtbot)
    assert words(page, "Title") == "Two"


def test_that_the_wait_of_a_ticket_on_hold_is_said(reading: Reading, local_office: Office) -> None:
    agent = local_office.agent
    ticket_id = in_progress(agent, an_incident(agent))
    until = local_office.clock.now.replace(day=20)
    wish = Wish(Status.ON_HOLD, hold_reason=HoldReason.CHANGE, hold_until=until)
    tickets.move(agent, ticket_id, wish)
    page = reading(agent, ticket_id)
    assert words(page, "Standing").startswith("On hold, waits for a change until 20 Mar")
    assert offered(page) == ["Resume", "Resolve…"]


def test_that_commands_of_the_window_act_on_the_ticket_that_is_shown(
    reading: Reading, local_office: Office, qtbot: QtBot
) -> None:
    ticket_id = an_incident(local_office.agent)
    page = reading(local_office.agent, ticket_id)
    actions = page.context.actions
    assert actions.action("take").isEnabled()
    assert not actions.action("resolve").isEnabled()
    assert "started" in actions.action("resolve").toolTip()
    actions.do("take")
    qtbot.waitUntil(lambda: words(page, "Standing").startswith("Assigned"))
    actions.do("copy_number")
    assert QGuiApplication.clipboard().text() == f"INC-{ticket_id}"
    settled(page, qtbot)


@pytest.mark.parametrize("approvals", [0, 1])
def test_that_every_control_has_a_name_for_tests_and_for_screen_readers(
    reading: Reading, local_office: Office, approvals: int
) -> None:
    page = reading(local_office.agent, a_request(local_office.agent, approvals=approvals))
    controls = [
        control
        for kind in (QAbstractButton, QComboBox, QLineEdit, QPlainTextEdit)
        for control in page.findChildren(kind)
        if control.isVisibleTo(page)
    ]
    assert controls
    unnamed = [c for c in controls if not (c.objectName() and c.accessibleName())]
    assert unnamed == []


def test_that_an_article_is_no_longer_offered_once_the_ticket_is_final(
    reading: Reading, local_office: Office
) -> None:
    a_published_article(local_office.agent, local_office.supervisor, "Blank printer pages")
    ticket_id = resolved(local_office.agent, an_incident(local_office.agent, "Blank printer pages"))
    tickets.move(local_office.agent, ticket_id, Wish(Status.CLOSED))
    assert answering.may_answer(local_office.agent, "Blank printer pages")
    page = reading(local_office.agent, ticket_id)
    assert not page.answers.isVisible()


def test_that_tab_goes_down_the_column(
    reading: Reading, local_office: Office, qtbot: QtBot
) -> None:
    page = reading(local_office.agent, an_incident(local_office.agent))
    with qtbot.waitActive(page):
        page.activateWindow()
    first = button(page, "Act-take")
    first.setFocus()
    column = page.findChild(QWidget, "TicketColumn")
    assert column is not None
    seen: list[int] = []
    here: QWidget = first
    while here is not page.history.opener and len(seen) < 30:
        seen.append(here.mapTo(column, here.rect().center()).y())
        QTest.keyClick(here, Qt.Key.Key_Tab)
        focused = page.focusWidget()
        assert focused is not None
        here = focused
    assert here is page.history.opener
    slack = first.height()
    assert all(later > sooner - slack for sooner, later in pairwise(seen))
