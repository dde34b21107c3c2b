from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desk_gui.domain.priority import Level
from desk_gui.domain.workflow import Kind, Status
from desk_gui.gui.dialogs.choosing import read_known
from desk_gui.gui.dialogs.reclassify import ReclassifyDialog, preview
from desk_gui.gui.dialogs.sheet import Sheet
from desk_gui.gui.page import Context
from tests.conftest import Office
from tests.factories import a_request, an_incident, an_item, in_progress
from tests.gui.dialogs.conftest import fill_in, said, shown

Opening = Callable[[Sheet], Sheet]


def test_that_what_will_happen_is_said_before_it_does(local_office: Office) -> None:
    agent = local_office.agent
    known = read_known(agent)
    page = shown(agent, in_progress(agent, an_incident(agent, impact=Level.HIGH)))
    lines = preview(page, Kind.REQUEST, known.item(an_item(agent, 1)), known)
    text = " ".join(lines)
    assert f"REQ-{page.ticket.id}" in text
    assert "from in progress to awaiting approval" in text
    assert "impact High" in text
    back = preview(shown(agent, a_request(agent, approvals=1)), Kind.INCIDENT, None, known)
    assert "1 open approval is void; nothing counts as done." in back


def test_that_an_incident_becomes_the_request_that_was_chosen(
    context: Context, host: QWidget, opening: Opening, local_office: Office, qtbot: QtBot
) -> None:
    agent = local_office.agent
    ticket_id = an_incident(agent)
    dialog = ReclassifyDialog(context, shown(agent, ticket_id), host)
    opening(dialog)
    assert not dialog.impact.isVisible()
    dialog.submit()
    assert "Choose what is asked for from the catalog." in said(dialog)
    assert "Say why the ticket changes its kind" in said(dialog)
    item_id = an_item(agent, 1)
    dialog.item.choose(item_id)
    dialog.item.picked.emit(item_id)
    assert "asks for 1 approval" in dialog.preview.text()
    dialog.reason.setPlainText("It is an order.")
    dialog.submit()
    assert dialog.isVisible(), "the form of the item is not filled in"
    answers = fill_in(dialog.asked)
    with qtbot.waitSignal(dialog.accepted):
        dialog.submit()
    ticket = shown(agent, ticket_id).ticket
    assert (ticket.kind, ticket.status) == (Kind.REQUEST, Status.AWAITING_APPROVAL)
    ordered = dict(shown(agent, ticket_id).answers)
    assert set(answers) <= set(ordered.values())
    assert context.toasts.log[-1].words == f"INC-{ticket_id} is REQ-{ticket_id} now."


def test_that_a_request_becomes_an_incident_with_the_levels_that_were_chosen(
    context: Context, host: QWidget, opening: Opening, local_office: Office, qtbot: QtBot
) -> None:
    agent = local_office.agent
    ticket_id = a_request(agent)
    dialog = ReclassifyDialog(context, shown(agent, ticket_id), host)
    opening(dialog)
    dialog.impact.choose(Level.HIGH)
    dialog.urgency.choose(Level.LOW)
    dialog.reason.setPlainText("It is broken.")
    with qtbot.waitSignal(dialog.accepted):
        dialog.submit()
    ticket = shown(agent, ticket_id).ticket
    assert (ticket.kind, ticket.impact, ticket.urgency) == (Kind.INCIDENT, Level.HIGH, Level.LOW)
