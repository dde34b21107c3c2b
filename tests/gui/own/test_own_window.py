"""What a requester does in the reduced window, end to end, and that nothing else is in it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
)

from desk_gui.domain.asking import Affected, Asking, Submission
from desk_gui.domain.catalog import ApprovalStep, Approver, Who
from desk_gui.domain.knowledge import Audience
from desk_gui.domain.ticket import Wish
from desk_gui.domain.workflow import Kind, ResolutionCode, Status
from desk_gui.gui.dialogs.messages import answered
from desk_gui.gui.own.report import ReportSheet
from desk_gui.gui.own.shop import OwnOrderSheet
from desk_gui.operations import accounts, classification, contacts, reports, show, tickets
from desk_gui.operations.classification import NewTicket
from desk_gui.operations.desk import new_key
from desk_gui.operations.own import reading
from desk_gui.operations.own.handing_in import hand_in
from desk_gui.reports.values import Share
from tests.conftest import Office
from tests.factories import a_catalog_item, a_published_article, an_incident
from tests.gui.own.conftest import Rita

HERS = {
    "report", "order", "home", "back", "find_help", "refresh", "sign_out", "open_database", "quit",
    "keys", "about", "look_system", "look_light", "look_dark", "look_contrast", "text_larger",
    "text_smaller", "text_normal", "rows_comfortable", "rows_compact",
}  # fmt: skip
"""The commands of a requester."""


def reported(rita: Rita) -> int:
    said = Submission(Asking.REPORT, "Printer jams", "It jams.", affected=Affected.SOME)
    return hand_in(rita.desk, said, key=new_key()).ticket_id


def resolved(office: Office, ticket_id: int) -> None:
    me = office.agent.account_id
    tickets.assign(office.agent, ticket_id, assignee_id=me, team_id=office.team_id)
    tickets.move(office.agent, ticket_id, Wish(Status.IN_PROGRESS))
    fixed = ResolutionCode.FIXED
    wish = Wish(Status.RESOLVED, resolution_code=fixed, resolution_text="Cleaned it.")
    tickets.move(office.agent, ticket_id, wish)


def test_that_a_disruption_is_reported_in_three_fields(local_office: Office, rita: Rita) -> None:
    assert rita.desktop.home.none.isVisible()
    sheet = rita.desktop.report()
    sheet.submit()
    assert sheet.isVisible(), "nothing is sent without a title"
    QTest.keyClicks(sheet.what, "Printer jams")
    QTest.keyClicks(sheet.details, "Every page")
    sheet.who.choose((Affected.SOME, True))
    sheet.submit()
    rita.qtbot.waitUntil(rita.desktop.ticket.isVisible)
    rita.settle()
    ticket = show.show(local_office.agent, rita.desktop.ticket.ticket_id).ticket
    assert (ticket.kind, ticket.impact, ticket.urgency) == (Kind.INCIDENT, "medium", "high")
    assert rita.desktop.ticket.course.stands.text().startswith("It has arrived")
    QTest.keyClick(rita.desktop.window, Qt.Key.Key_Escape)
    rita.settle()
    assert rita.desktop.home.isVisible()
    assert [line.split(",")[0] for line in rita.listed] == ["Printer jams"]


def test_that_help_is_found_while_one_types_and_read_in_place(
    local_office: Office, rita: Rita
) -> None:
    article = a_published_article(
        local_office.agent, local_office.supervisor, title="Paper jams", audience=Audience.PUBLIC
    )
    a_published_article(
        local_office.agent, local_office.supervisor, title="Jams, inside", text="For the desk."
    )
    home = rita.desktop.home
    QTest.keyClicks(home.search, "jams")
    rita.qtbot.waitUntil(home.answers.isVisible)
    assert home.found.rowCount() == 1
    QTest.keyClick(home.search, Qt.Key.Key_Down)
    assert home.answers.hasFocus()
    home.answers.activated.emit(home.answers.currentIndex())
    rita.settle()
    assert rita.desktop.article.view.title.text() == "Paper jams"
    assert rita.desktop.article.view.article_id == article
    rita.press("GoBack")
    home.search.setText("zebra")
    rita.qtbot.waitUntil(home.nothing.isVisible)
    rita.press("EmptyStateAct")
    (sheet,) = rita.desktop.window.findChildren(ReportSheet)
    assert sheet.what.text() == "zebra"


def test_that_what_an_article_answers_ends_and_counts(local_office: Office, rita: Rita) -> None:
    a_published_article(
        local_office.agent, local_office.supervisor, title="Paper jams", audience=Audience.PUBLIC
    )
    sheet = rita.desktop.report("Paper jams")
    rita.qtbot.waitUntil(lambda: bool(sheet.answered.lines()))
    rita.press("Answers-1", sheet)
    rita.qtbot.waitUntil(lambda: not rita.desktop.window.findChildren(type(sheet)))
    (ticket,) = reading.tickets(rita.desk).tickets
    assert ticket.status is Status.CANCELLED
    local_office.clock.forward(hours=1)
    told = reports.build_report(local_office.supervisor).kinds[Kind.INCIDENT].everything
    assert told["deflection"] == Share(1, 1)


def test_that_an_order_is_filled_in_followed_and_withdrawn(
    local_office: Office, rita: Rita
) -> None:
    item = a_catalog_item(local_office.administrator, "A second screen", approvals=1)
    rita.press("OrderTile")
    rita.press(f"Order-{item}", rita.desktop.shop)
    (sheet,) = rita.desktop.window.findChildren(OwnOrderSheet)
    sheet.submit()
    rita.qtbot.waitUntil(rita.desktop.ticket.isVisible)
    rita.settle()
    assert rita.desktop.ticket.badge.text() == "Waiting for approval"
    assert "has to agree first" in rita.desktop.ticket.course.stands.text()
    with answered("Withdraw it") as asked:
        rita.press("Withdraw")
    rita.settle()
    assert [question.words for question in asked] == ["Withdraw this order?"]
    (ticket,) = reading.tickets(rita.desk).tickets
    assert ticket.status is Status.CANCELLED


def test_that_an_answer_goes_with_its_files(
    local_office: Office, rita: Rita, tmp_path: Path
) -> None:
    ticket_id = reported(rita)
    rita.show(ticket_id)
    answer = rita.desktop.ticket.answer
    file = tmp_path / "page.txt"
    file.write_text("blank")
    answer.files.offer([file])
    rita.settle()
    QTest.keyClicks(answer.text, "Tray two.")
    rita.press("SendAnswer")
    rita.qtbot.waitUntil(lambda: len(rita.desktop.ticket.cards()) == 2)
    assert answer.text.toPlainText() == ""
    said = show.show(local_office.agent, ticket_id)
    assert [one.text for one in said.said] == ["Tray two."]
    assert [one.name for one in said.attachments] == ["page.txt"]
    last = rita.desktop.ticket.cards()[-1]
    assert last.files is not None
    assert [chip.name.text() for chip in last.files.chips] == ["page.txt"]


def test_that_it_is_said_whether_it_is_solved(local_office: Office, rita: Rita) -> None:
    ticket_id = reported(rita)
    resolved(local_office, ticket_id)
    rita.show(ticket_id)
    assert not rita.desktop.ticket.answer.isVisible()
    rita.press("Solved-no")
    rita.press("SendSolved")
    assert rita.desktop.ticket.solved.trouble.isVisible(), "it has to be said what is wrong"
    QTest.keyClicks(rita.desktop.ticket.solved.wrong, "It jams again.")
    rita.press("SendSolved")
    assert show.show(local_office.agent, ticket_id).ticket.status is Status.IN_PROGRESS
    resolved_again = Wish(
        Status.RESOLVED, resolution_code=ResolutionCode.FIXED, resolution_text="New roller."
    )
    tickets.move(local_office.agent, ticket_id, resolved_again)
    rita.show(ticket_id)
    rita.press("Solved-yes")
    rita.press("SendSolved")
    assert rita.desktop.ticket.solved.trouble.isVisible(), "a score is needed"
    rita.press("Score-4")
    QTest.keyClicks(rita.desktop.ticket.solved.comment, "Thank you")
    rita.press("SendSolved")
    page = show.show(local_office.agent, ticket_id)
    assert (page.ticket.csat, page.history[-1].reason) == (4, "Thank you")
    assert "4 of 5" in rita.desktop.ticket.solved.said.text()


def test_that_what_the_desk_answers_is_there_by_itself(local_office: Office, rita: Rita) -> None:
    ticket_id = reported(rita)
    rita.show(ticket_id)
    rita.desktop.live.look()
    rita.settle()
    tickets.comment(local_office.agent, ticket_id, "We look at it.")
    tickets.work_note(local_office.agent, ticket_id, "She always jams it.")
    rita.desktop.live.look()
    rita.qtbot.waitUntil(lambda: len(rita.desktop.ticket.cards()) == 2)
    assert rita.desktop.ticket.cards()[-1].words.shown() == "We look at it."


def test_that_tickets_of_others_are_said_not_to_be_there(local_office: Office, rita: Rita) -> None:
    other = accounts.add_contact(local_office.agent, "Omar", "omar@example.org")
    foreign = an_incident(local_office.agent, requester_id=other)
    with answered() as asked:
        rita.desktop.context.open_link(f"desk://ticket/INC-{foreign}")
        rita.settle()
    assert [question.words for question in asked] == ["There is no such ticket of yours."]
    assert rita.desktop.home.isVisible()
    mine = reported(rita)
    rita.desktop.context.open_link(f"desk://ticket/INC-{mine}")
    rita.qtbot.waitUntil(rita.desktop.ticket.isVisible)
    rita.settle()


def test_that_nothing_else_is_offered_by_menu_or_key(rita: Rita) -> None:
    actions = rita.desktop.context.actions
    assert {actions.name_of(action) for action in actions.offered()} == HERS
    offered = set(actions.offered())
    by_key = {a for a in rita.desktop.window.actions() if a.isEnabled() and a.isVisible()}
    assert by_key <= offered
    names = {page.objectName() for page in rita.desktop.window.pages.children()} & {
        "Queue", "Waiting for me", "Tasks", "Knowledge", "Catalog", "Reports", "Administration",
    }  # fmt: skip
    assert names == set()


KINDS = (QAbstractButton, QLineEdit, QPlainTextEdit, QComboBox, QAbstractItemView)


@pytest.mark.parametrize("where", ["home", "shop", "ticket", "report"])
def test_that_everything_has_two_names(local_office: Office, rita: Rita, where: str) -> None:
    ticket_id = reported(rita)
    resolved(local_office, ticket_id)
    if where == "shop":
        rita.desktop.show_shop()
    elif where == "ticket":
        rita.show(ticket_id)
    place = rita.desktop.report() if where == "report" else rita.desktop.window
    rita.settle()
    for kind in KINDS:
        for widget in place.findChildren(kind):
            if widget.isVisible() and not isinstance(widget.parentWidget(), QLineEdit):
                assert widget.objectName(), widget
                assert widget.accessibleName(), widget.objectName()


def test_that_a_manager_decides_on_what_is_ordered_and_sees_no_more(
    local_office: Office, rita: Rita
) -> None:
    agent = local_office.agent
    asks = ApprovalStep((Approver(Who.MANAGER),))
    item = a_catalog_item(local_office.administrator, "Desk chair", steps=(asks,))
    elena = accounts.add_contact(agent, "Elena", "elena@example.org")
    contacts.set_manager(local_office.administrator, elena, rita.desk.account_id)
    new = NewTicket("Chair for Elena", kind=Kind.REQUEST, item_id=item, requester_id=elena)
    ticket_id = classification.open_ticket(agent, new).ticket_id
    home = rita.desktop.home
    assert home.decide.isHidden()
    rita.qtbot.waitUntil(home.decide.isVisible)
    assert home.decide.accessibleDescription() == "1 request waits for your decision."
    rita.press("DecideTile")
    (card,) = rita.desktop.deciding.cards.values()
    assert card.delegate.isHidden()
    assert not card.title.isEnabled()
    rita.press(f"Approve-{ticket_id}")
    rita.press("GoBack")
    rita.qtbot.waitUntil(home.decide.isHidden)
    assert show.show(agent, ticket_id).ticket.status is Status.APPROVED
