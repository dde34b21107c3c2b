"""The page of an approver."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desk_gui.domain.workflow import Status
from desk_gui.gui.approvals.page import NO_REASON, WaitingPage
from desk_gui.gui.approvals.waiting_card import WaitingCard
from desk_gui.operations import approvals, requests, show
from tests.conftest import Office
from tests.factories import a_request
from tests.gui.conftest import ContextOf
from tests.gui.dialogs.conftest import said


@pytest.fixture
def request_id(local_office: Office) -> int:
    """A request that waits for a supervisor."""
    return a_request(local_office.agent, "Laptop for Elena", approvals=1, requester="Elena")


@pytest.fixture
def page(local_office: Office, context_of: ContextOf, request_id: int, qtbot: QtBot) -> WaitingPage:
    """The page of the supervisor, with one request on it."""
    assert request_id
    shown = WaitingPage(context_of(local_office.supervisor))
    qtbot.addWidget(shown)
    shown.resize(1072, 724)
    shown.show()
    qtbot.waitUntil(lambda: bool(shown.cards))
    return shown


def card(page: WaitingPage) -> WaitingCard:
    (only,) = page.cards.values()
    return only


def status(office: Office, ticket_id: int) -> Status:
    return show.show(office.administrator, ticket_id).ticket.status


def test_that_what_waits_says_all_one_needs_to_decide(page: WaitingPage) -> None:
    shown = card(page)
    assert "Laptop for Elena, for Elena · asked just now" in shown.accessibleName()
    assert page.count.accessibleName() == "1 approval"
    assert shown.approve.accessibleName() == f"Approve {shown.waiting.number}"


def test_that_an_approval_is_given_with_its_comment_and_goes_from_the_page(
    page: WaitingPage, local_office: Office, request_id: int, qtbot: QtBot
) -> None:
    QTest.keyClicks(card(page).comment, "Within the budget")
    QTest.keyClick(card(page).approve, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: status(local_office, request_id) is Status.APPROVED)
    page.refresh(None)
    qtbot.waitUntil(page.empty.isVisible)
    assert page.cards == {}
    (given,) = show.show(local_office.agent, request_id).approvals
    assert (given.who, given.reason) == ("Sofia", "Within the budget")


def test_that_a_rejection_asks_for_its_reason_beneath_the_comment(
    page: WaitingPage, local_office: Office, request_id: int, qtbot: QtBot
) -> None:
    QTest.mouseClick(card(page).reject, Qt.MouseButton.LeftButton)
    assert card(page).wrong.text() == NO_REASON
    assert status(local_office, request_id) is Status.AWAITING_APPROVAL
    QTest.keyClicks(card(page).comment, "Not this year")
    assert not card(page).wrong.isVisible()
    QTest.mouseClick(card(page).reject, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: status(local_office, request_id) is Status.REJECTED)
    ticket = show.show(local_office.agent, request_id).ticket
    assert ticket.rejection_reason == "Not this year"


def test_that_a_comment_stays_while_the_page_is_read_again(
    page: WaitingPage, local_office: Office, request_id: int, qtbot: QtBot
) -> None:
    card(page).comment.setText("Half a thou")
    other = a_request(local_office.agent, "Second", approvals=1)
    page.refresh(None)
    qtbot.waitUntil(lambda: list(page.cards) == [request_id, other])
    assert page.cards[request_id].comment.text() == "Half a thou"


def test_that_what_somebody_decided_meanwhile_is_said_and_goes(
    page: WaitingPage, local_office: Office, request_id: int, qtbot: QtBot
) -> None:
    requests.approve(local_office.administrator, request_id)
    with qtbot.waitSignal(page.context.toasts.said) as said_then:
        QTest.mouseClick(card(page).approve, Qt.MouseButton.LeftButton)
    assert "does not await an approval" in said_then.args[0]
    qtbot.waitUntil(page.empty.isVisible)


def test_that_a_request_is_opened_by_its_title(page: WaitingPage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.ticket_wanted) as wanted:
        QTest.mouseClick(card(page).title, Qt.MouseButton.LeftButton)
    assert wanted.args == [card(page).waiting.ticket_id]


def test_that_nobody_is_told_of_what_others_decide(
    local_office: Office, context_of: ContextOf, request_id: int, qtbot: QtBot
) -> None:
    page = WaitingPage(context_of(local_office.colleague))
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(page.empty.isVisible)
    assert page.empty.accessibleName().startswith("Nothing waits for your decision")
    assert approvals.how_many_wait(local_office.colleague) == 0
    assert approvals.how_many_wait(local_office.supervisor) == 1
    assert request_id


def test_that_a_decision_is_delegated_and_never_to_who_raised_it(
    page: WaitingPage, local_office: Office, request_id: int, qtbot: QtBot
) -> None:
    dialog = page.delegate(card(page).waiting)
    qtbot.waitUntil(dialog.go.isEnabled)
    dialog.submit()
    assert "Choose who decides it instead of you." in said(dialog)
    dialog.who.choose(local_office.agent.account_id)
    dialog.submit()
    qtbot.waitUntil(lambda: "Who raised a request cannot approve it" in dialog.trouble.text())
    dialog.who.choose(local_office.colleague.account_id)
    dialog.submit()
    qtbot.waitUntil(lambda: approvals.how_many_wait(local_office.colleague) == 1)
    requests.approve(local_office.colleague, request_id)
    assert status(local_office, request_id) is Status.APPROVED
