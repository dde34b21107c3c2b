"""A service request in the form for a new ticket: the form of its item, and what may answer it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from desk_gui.domain.workflow import CancelReason, Kind
from desk_gui.gui.dialogs.new_ticket import NewTicketForm
from desk_gui.gui.page import Context
from desk_gui.operations import requests, search, show
from tests.conftest import Office
from tests.factories import a_published_article
from tests.gui.dialogs.conftest import Opening, said


@pytest.fixture
def ordering(
    context: Context, host: QWidget, opening: Opening[NewTicketForm], local_office: Office
) -> Callable[[str], NewTicketForm]:
    """Opens the form for a new request and chooses an item by its name."""

    def made(name: str) -> NewTicketForm:
        items = requests.catalog(local_office.agent)
        item_id = next(one.id for one in items if one.name == name)
        return opening(NewTicketForm(context, Kind.REQUEST, host, item_id=item_id))

    return made


def fill(form: NewTicketForm, key: str, answer: str) -> None:
    """Answer a question."""
    widget = form.fields.asked.fields[key]
    assert isinstance(widget, QLineEdit)
    widget.setText(answer)


def test_that_it_asks_what_the_item_asks_and_refuses_at_the_fields(
    ordering: Callable[[str], NewTicketForm], qtbot: QtBot, local_office: Office
) -> None:
    form = ordering("Password reset")
    form.fields.title.setText("Cannot sign in")
    fill(form, "call", "later")
    form.submit()
    assert "Which account: this is needed." in said(form)
    assert "Write the phone number with digits, so that we can call back." in said(form)
    fill(form, "account", "elena")
    fill(form, "call", "030 1234")
    with qtbot.waitSignal(form.opened) as signal:
        form.submit()
    assert dict(show.show(local_office.agent, signal.args[0]).answers) == {
        "Which account": "elena",
        "Phone number for the call back": "030 1234",
    }


def test_that_an_incident_asks_nothing_of_an_item(
    ordering: Callable[[str], NewTicketForm],
) -> None:
    form = ordering("Password reset")
    fill(form, "account", "elena")
    form.choose_kind(Kind.INCIDENT)
    assert form.fields.asked.isHidden()
    form.choose_kind(Kind.REQUEST)
    assert not form.fields.asked.isHidden()
    form.kinds.button(0).click()
    form.fields.title.setText(form.given)


def test_that_an_article_comes_first_and_ends_it_without_an_order(
    ordering: Callable[[str], NewTicketForm], qtbot: QtBot, local_office: Office
) -> None:
    a_published_article(local_office.agent, local_office.supervisor, "Reset your password yourself")
    form = ordering("Password reset")
    form.fields.title.setText("Reset my password")
    form.look_up()
    qtbot.waitUntil(form.context.jobs.idle)
    assert form.answered.isVisible()
    with qtbot.waitSignal(form.opened):
        form.answered.take(1)
    (ticket_id,) = search.ids(local_office.agent, "status:cancelled")
    ticket = show.show(local_office.agent, ticket_id).ticket
    assert ticket.cancel_reason is CancelReason.WITHDRAWN
    assert ticket.resolved_with_article_id is not None
