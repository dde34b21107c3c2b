from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desk_gui.domain.priority import Level
from desk_gui.domain.ticket import Relation, Wish
from desk_gui.domain.workflow import CancelReason, Kind, Status
from desk_gui.gui.dialogs.messages import answered
from desk_gui.gui.dialogs.new_ticket import NewTicketForm
from desk_gui.gui.dialogs.sheet import Sheet
from desk_gui.gui.dialogs.split import FollowUpForm, SplitForm
from desk_gui.gui.page import Context
from desk_gui.gui.widgets.person_picker import Choice
from desk_gui.operations import accounts, classification, learning, search, tickets
from desk_gui.operations.desk import Desk
from tests.conftest import Office
from tests.factories import a_published_article, an_incident, an_item
from tests.gui.dialogs.conftest import fill_in, said, shown
from tests.operations.taught import decided_tickets

Opening = Callable[[Sheet], Sheet]


@pytest.fixture
def a_form(context: Context, host: QWidget, opening: Opening) -> Callable[..., NewTicketForm]:
    def made(kind: Kind | None = None, **more: int) -> NewTicketForm:
        form = NewTicketForm(context, kind, host, **more)
        opening(form)
        return form

    return made


def typed(form: NewTicketForm, qtbot: QtBot, title: str, text: str = "") -> None:
    """Type, and wait for what is proposed."""
    form.fields.title.setText(title)
    form.fields.text.setPlainText(text)
    form.look_up()
    qtbot.waitUntil(form.context.jobs.idle)


def opened(form: NewTicketForm, qtbot: QtBot) -> int:
    """Submit, and give the id of the ticket that was opened."""
    with qtbot.waitSignal(form.opened) as signal:
        form.submit()
    return int(signal.args[0])


def test_that_each_kind_asks_for_its_own_fields_only(a_form: Callable[..., NewTicketForm]) -> None:
    form = a_form(Kind.INCIDENT)
    assert form.fields.impact.isVisible()
    assert not form.fields.item.isVisible()
    form.kinds.button(1).click()
    assert form.fields.item.isVisible()
    assert not form.fields.impact.isVisible()
    assert form.go.text() == "Open service request"


def test_that_desk_proposes_kind_priority_and_says_why_as_one_types(
    a_form: Callable[..., NewTicketForm], qtbot: QtBot
) -> None:
    form = a_form()
    QTest.keyClicks(form.fields.title, "Mail server is down for the whole office")
    qtbot.waitUntil(form.proposal.chip.isVisible)
    assert form.proposal.chip.text() == "Incident"
    words = said(form.proposal)
    assert "% sure, because it says" in words
    assert "“" in words
    assert "priority" in words
    assert form.go.text() == "Open incident"


def test_that_who_is_not_sure_gets_the_proposed_kind(
    a_form: Callable[..., NewTicketForm], local_office: Office, qtbot: QtBot
) -> None:
    form = a_form()
    typed(form, qtbot, "Mail server is down for the whole office")
    ticket = shown(local_office.agent, opened(form, qtbot)).ticket
    assert ticket.kind is Kind.INCIDENT


def test_that_words_that_say_nothing_ask_for_the_kind(
    a_form: Callable[..., NewTicketForm], qtbot: QtBot
) -> None:
    form = a_form()
    typed(form, qtbot, "Hello")
    assert not form.proposal.chip.isVisible()
    form.submit()
    assert "Choose whether something is broken" in said(form)
    assert form.isVisible()


def test_that_another_kind_than_the_chosen_is_offered_with_one_press(
    a_form: Callable[..., NewTicketForm], qtbot: QtBot
) -> None:
    form = a_form(Kind.INCIDENT)
    typed(form, qtbot, "Please order a new laptop", "I need a new laptop for a colleague.")
    assert form.proposal.take.text() == "Make it a service request"
    form.proposal.take.click()
    assert form.kind is Kind.REQUEST
    assert not form.proposal.take.isVisible()


def test_that_what_this_desk_usually_does_is_offered_with_its_words(
    a_form: Callable[..., NewTicketForm], local_office: Office, qtbot: QtBot
) -> None:
    decided_tickets(local_office)
    learning.learn(local_office.administrator)
    form = a_form()
    typed(form, qtbot, "Please print a poster and a banner poster")
    assert "Usual here: team Print shop (" in said(form.proposal)
    assert "“poster”" in said(form.proposal)
    assert form.fields.category.currentText() == "Accounts and access (proposed)"
    assert form.fields.item.value == an_item(local_office.agent, approvals=1)
    form.proposal.habit.give.click()
    fill_in(form.fields.asked)
    ticket = shown(local_office.agent, opened(form, qtbot)).ticket
    (shop,) = (one.id for one in accounts.teams(local_office.agent) if one.name == "Print shop")
    assert ticket.team_id == shop


def test_that_a_request_needs_its_catalog_item(
    a_form: Callable[..., NewTicketForm], local_office: Office, qtbot: QtBot
) -> None:
    form = a_form(Kind.REQUEST)
    form.submit()
    assert "Give it a title" in said(form)
    assert "Choose what is asked for from the catalog." in said(form)
    form.fields.title.setText("New laptop")
    form.fields.item.choose(an_item(local_office.agent, 1))
    ticket = shown(local_office.agent, opened(form, qtbot)).ticket
    assert (ticket.kind, ticket.status) == (Kind.REQUEST, Status.AWAITING_APPROVAL)


def test_that_the_catalog_item_is_proposed_until_a_person_chooses(
    a_form: Callable[..., NewTicketForm], local_office: Office, qtbot: QtBot
) -> None:
    form = a_form(Kind.REQUEST)
    typed(form, qtbot, "Please order a new laptop for Elena")
    proposed = form.fields.item.currentText()
    assert "laptop" in proposed.lower()
    chosen = next(one for one in form._known.items if one.name != proposed)
    form.fields.item.choose(chosen.id)
    typed(form, qtbot, "Please order a new laptop for Elena Rossi")
    assert form.fields.item.value == chosen.id


def test_that_an_order_begins_with_its_item(
    a_form: Callable[..., NewTicketForm], local_office: Office
) -> None:
    item_id = an_item(local_office.agent)
    form = a_form(Kind.REQUEST, item_id=item_id)
    assert form.fields.item.value == item_id
    assert form.fields.title.text() == form.fields.item.currentText()


def test_that_a_double_click_opens_one_ticket(
    a_form: Callable[..., NewTicketForm], local_office: Office, qtbot: QtBot
) -> None:
    form = a_form(Kind.INCIDENT)
    form.fields.title.setText("Mail is down")
    with qtbot.waitSignal(form.opened):
        QTest.mouseDClick(form.go, Qt.MouseButton.LeftButton)
        form.submit()
    qtbot.waitUntil(form.context.jobs.idle)
    assert len(search.ids(local_office.agent, "")) == 1


def test_that_a_form_sent_twice_with_its_key_is_stored_once(
    a_form: Callable[..., NewTicketForm], local_office: Office
) -> None:
    form = a_form(Kind.INCIDENT)
    new = form.fields.written(Kind.INCIDENT)
    sent = replace(new, title="Mail is down")
    first = form._store(sent, form.store, [])
    second = form._store(sent, form.store, [])
    assert first.ticket_id == second.ticket_id
    assert len(search.ids(local_office.agent, "")) == 1


def test_that_a_new_requester_is_taken_down_by_name_or_mail(
    a_form: Callable[..., NewTicketForm], local_office: Office, qtbot: QtBot
) -> None:
    form = a_form(Kind.INCIDENT)
    form.fields.title.setText("Mail is down")
    form.fields.requester.setText("elena@example.org")
    page = shown(local_office.agent, opened(form, qtbot))
    assert page.names.requester == "elena@example.org"


def test_that_a_known_requester_is_found_as_one_types(
    a_form: Callable[..., NewTicketForm], local_office: Office, qtbot: QtBot
) -> None:
    accounts.add_contact(local_office.agent, "Elena Rossi", "elena@example.org")
    form = a_form(Kind.INCIDENT)
    form.fields.requester.setText("ele")
    form.fields.requester.look_up()
    qtbot.waitUntil(lambda: form.fields.requester._model.rowCount() == 2)
    rows = [form.fields.requester._model.item(row).text() for row in range(2)]
    assert rows == ["Elena Rossi · elena@example.org", "ele · new requester"]


def test_that_articles_that_may_answer_are_shown_and_remembered_as_offered(
    context: Context,
    host: QWidget,
    opening: Opening,
    local_office: Office,
    qtbot: QtBot,
) -> None:
    a_published_article(local_office.agent, local_office.supervisor, "Blank printer pages")
    followed: list[str] = []
    form = NewTicketForm(replace(context, open_link=followed.append), Kind.INCIDENT, host)
    opening(form)
    typed(form, qtbot, "Printer prints blank pages")
    link = form.proposal.findChild(QPushButton, "Answer-KB-1")
    assert link is not None
    assert any("shares: " in one.text() for one in form.proposal.findChildren(QLabel))
    link.click()
    assert followed[0].startswith("desk://article/KB-")
    assert opened(form, qtbot)


def test_that_levels_that_are_chosen_win_over_those_proposed(
    a_form: Callable[..., NewTicketForm], local_office: Office, qtbot: QtBot
) -> None:
    form = a_form(Kind.INCIDENT)
    typed(form, qtbot, "Mail server is down for the whole office, it is urgent")
    form.fields.impact.choose(Level.LOW)
    form.fields.impact.picked.emit(Level.LOW)
    assert "Impact low" in said(form.proposal)
    assert shown(local_office.agent, opened(form, qtbot)).ticket.impact is Level.LOW


def test_that_what_was_typed_is_thrown_away_only_on_purpose(
    a_form: Callable[..., NewTicketForm],
) -> None:
    form = a_form(Kind.INCIDENT)
    form.fields.text.setPlainText("A long description")
    with answered("") as asked:
        form.reject()
    assert asked[0].words == "Throw away what you typed?"
    assert form.isVisible()
    with answered("Throw away"):
        form.reject()
    assert not form.isVisible()


def test_that_an_empty_form_is_left_without_a_question(
    a_form: Callable[..., NewTicketForm],
) -> None:
    form = a_form(Kind.INCIDENT)
    with answered("") as asked:
        form.reject()
    assert asked == []
    assert not form.isVisible()


def test_that_a_part_is_split_off_as_the_other_kind_and_linked(
    context: Context, host: QWidget, opening: Opening, local_office: Office, qtbot: QtBot
) -> None:
    agent = local_office.agent
    contact = accounts.add_contact(agent, "Elena")
    ticket_id = an_incident(agent, requester_id=contact)
    form = SplitForm(context, shown(agent, ticket_id), host)
    opening(form)
    assert form.heading.text() == "Split off a service request"
    assert not form.choice.isVisible()
    assert form.fields.requester.chosen == Choice(contact, "Elena")
    form.fields.title.setText("And a new laptop")
    form.fields.item.choose(an_item(agent))
    page = shown(agent, opened(form, qtbot))
    assert page.ticket.kind is Kind.REQUEST
    assert [(one.id, one.relation) for one in page.links] == [(ticket_id, Relation.SPLIT_FROM)]


def test_that_a_late_answer_becomes_a_linked_follow_up(
    context: Context, host: QWidget, opening: Opening, local_office: Office, qtbot: QtBot
) -> None:
    agent = local_office.agent
    ticket_id = an_incident(agent, "Printer is blank")
    wish = Wish(Status.CANCELLED, cancel_reason=CancelReason.MISTAKEN)
    tickets.move(agent, ticket_id, wish)
    form = FollowUpForm(context, shown(agent, ticket_id), host)
    opening(form)
    assert form.fields.title.text() == "Printer is blank"
    page = shown(agent, opened(form, qtbot))
    assert [(one.id, one.relation) for one in page.links] == [(ticket_id, Relation.FOLLOW_UP_OF)]


def test_that_proposals_of_words_typed_over_meanwhile_are_not_shown(
    a_form: Callable[..., NewTicketForm], qtbot: QtBot
) -> None:
    form = a_form()
    form.fields.title.setText("Mail server is down for the whole office")
    form.look_up()
    form.fields.title.setText("Please order a new laptop for a colleague")
    form.look_up()
    qtbot.waitUntil(form.proposal.chip.isVisible)
    qtbot.waitUntil(form.context.jobs.idle)
    assert form.proposal.chip.text() == "Request"


def test_that_the_classifier_is_asked_off_the_gui_thread(
    a_form: Callable[..., NewTicketForm], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    import threading

    threads: list[int] = []
    real = classification.propose

    def propose(desk: Desk | None, title: str, text: str = "") -> classification.Proposal:
        threads.append(threading.get_ident())
        return real(desk, title, text)

    form = a_form()
    monkeypatch.setattr(classification, "propose", propose)
    typed(form, qtbot, "Mail is down")
    assert threads
    assert threading.get_ident() not in threads
