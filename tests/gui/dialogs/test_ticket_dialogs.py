from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from desk_gui.domain.errors import DatabaseTrouble
from desk_gui.domain.priority import Priority
from desk_gui.domain.ticket import Relation, Wish
from desk_gui.domain.workflow import CancelReason, HoldReason, ResolutionCode, Status
from desk_gui.gui.dialogs.answer import AnswerDialog, consequence
from desk_gui.gui.dialogs.assign import AssignDialog
from desk_gui.gui.dialogs.cancel import CancelDialog
from desk_gui.gui.dialogs.edit_ticket import BECAUSE, EditDialog
from desk_gui.gui.dialogs.hold import HoldDialog
from desk_gui.gui.dialogs.link import LinkDialog
from desk_gui.gui.dialogs.reject import RejectDialog
from desk_gui.gui.dialogs.resolve import ResolveDialog
from desk_gui.gui.dialogs.sheet import Sheet
from desk_gui.gui.page import Context
from desk_gui.gui.widgets.person_picker import Choice
from desk_gui.operations import accounts, tickets
from desk_gui.operations.articles import finding
from tests.conftest import Office
from tests.factories import a_published_article, a_request, an_incident, in_progress
from tests.gui.conftest import ContextOf
from tests.gui.dialogs.conftest import said, shown

Opening = Callable[[Sheet], Sheet]


def gone(dialog: Sheet, qtbot: QtBot) -> None:
    """Wait until a dialog has done its work and closed."""
    with qtbot.waitSignal(dialog.accepted):
        dialog.submit()
    qtbot.waitUntil(dialog.context.jobs.idle)


def test_that_a_ticket_is_resolved_with_code_text_and_article(
    context: Context, host: QWidget, opening: Opening, local_office: Office, qtbot: QtBot
) -> None:
    article = a_published_article(local_office.agent, local_office.supervisor)
    ticket_id = in_progress(local_office.agent, an_incident(local_office.agent))
    dialog = ResolveDialog(context, shown(local_office.agent, ticket_id).ticket, host)
    opening(dialog)
    dialog.choose_article(finding.find_hits(local_office.agent, "mail")[0])
    assert dialog.code.value is ResolutionCode.KNOWN_ARTICLE
    dialog.text.setPlainText("Restarted it.")
    gone(dialog, qtbot)
    ticket = shown(local_office.agent, ticket_id).ticket
    assert ticket.status is Status.RESOLVED
    assert ticket.resolution_text == "Restarted it."
    assert ticket.resolved_with_article_id == article
    assert context.toasts.log[-1].words == f"INC-{ticket_id} resolved."


def test_that_what_is_missing_is_said_beneath_its_field(
    context: Context, host: QWidget, opening: Opening, local_office: Office
) -> None:
    ticket_id = in_progress(local_office.agent, an_incident(local_office.agent))
    dialog = ResolveDialog(context, shown(local_office.agent, ticket_id).ticket, host)
    opening(dialog)
    dialog.submit()
    assert "Choose how it was resolved." in said(dialog)
    assert "Say in a sentence how" in said(dialog)
    assert dialog.isVisible()
    assert ResolutionCode.NOT_RECORDED not in dialog.code._values


def test_that_the_article_field_offers_what_may_answer_the_ticket(
    context: Context, host: QWidget, opening: Opening, local_office: Office, qtbot: QtBot
) -> None:
    a_published_article(local_office.agent, local_office.supervisor, "Blank printer pages")
    ticket_id = in_progress(local_office.agent, an_incident(local_office.agent))
    dialog = ResolveDialog(context, shown(local_office.agent, ticket_id).ticket, host)
    opening(dialog)
    dialog.article.look_up()
    qtbot.waitUntil(lambda: dialog.article._model.rowCount() == 1)


def test_that_a_request_is_fulfilled_without_a_code(
    context: Context, host: QWidget, opening: Opening, local_office: Office, qtbot: QtBot
) -> None:
    agent = local_office.agent
    ticket_id = a_request(agent)
    tickets.move(agent, ticket_id, Wish(Status.IN_FULFILMENT, assignee_id=agent.account_id))
    dialog = ResolveDialog(context, shown(agent, ticket_id).ticket, host)
    opening(dialog)
    assert not dialog.code.isVisible()
    dialog.submit()
    qtbot.waitUntil(lambda: "Still to do" in said(dialog))
    assert dialog.go.isEnabled()


def test_that_a_ticket_is_assigned_to_a_team_and_an_agent(
    context: Context, host: QWidget, opening: Opening, local_office: Office, qtbot: QtBot
) -> None:
    ticket_id = an_incident(local_office.agent)
    dialog = AssignDialog(context, shown(local_office.agent, ticket_id).ticket, host)
    opening(dialog)
    dialog.team.choose(local_office.team_id)
    dialog.team.picked.emit(local_office.team_id)
    dialog.agent.choose(local_office.colleague.account_id)
    gone(dialog, qtbot)
    ticket = shown(local_office.agent, ticket_id).ticket
    assert (ticket.assignee_id, ticket.team_id) == (
        local_office.colleague.account_id,
        local_office.team_id,
    )
    assert context.toasts.log[-1].words == f"INC-{ticket_id} assigned to Tom and Service desk."


def test_that_only_those_who_work_on_tickets_are_offered(
    context: Context, host: QWidget, opening: Opening, local_office: Office
) -> None:
    ticket_id = an_incident(local_office.agent)
    dialog = AssignDialog(context, shown(local_office.agent, ticket_id).ticket, host)
    opening(dialog)
    names = [dialog.agent.itemText(place) for place in range(dialog.agent.count())]
    assert "Rita" not in names
    assert names[0] == "Nobody yet"


def test_that_a_hold_says_whether_the_clocks_pause(
    context: Context, host: QWidget, opening: Opening, local_office: Office, qtbot: QtBot
) -> None:
    ticket_id = in_progress(local_office.agent, an_incident(local_office.agent))
    dialog = HoldDialog(context, shown(local_office.agent, ticket_id).ticket, host)
    opening(dialog)
    assert "The clocks pause meanwhile." in said(dialog)
    dialog.reason.choose(HoldReason.SUPPLIER)
    dialog.reason.picked.emit(HoldReason.SUPPLIER)
    assert "The clocks run on meanwhile." in said(dialog)
    assert not dialog.date.isVisible()
    dialog.wakes.click()
    assert dialog.date.isVisible()
    gone(dialog, qtbot)
    ticket = shown(local_office.agent, ticket_id).ticket
    assert ticket.hold_reason is HoldReason.SUPPLIER
    assert ticket.hold_until is not None


def test_that_a_duplicate_is_cancelled_and_linked_to_its_original(
    context: Context, host: QWidget, opening: Opening, local_office: Office, qtbot: QtBot
) -> None:
    agent = local_office.agent
    first, second = an_incident(agent), an_incident(agent)
    dialog = CancelDialog(context, shown(agent, second).ticket, host)
    opening(dialog)
    dialog.reason.choose(CancelReason.DUPLICATE)
    dialog.reason.picked.emit(CancelReason.DUPLICATE)
    dialog.submit()
    assert "Pick the ticket that stays." in said(dialog)
    dialog.other.choose(Choice(first, f"INC-{first} Printer"))
    gone(dialog, qtbot)
    page = shown(agent, second)
    assert page.ticket.cancel_reason is CancelReason.DUPLICATE
    assert [(one.id, one.relation) for one in page.links] == [(first, Relation.DUPLICATE_OF)]


def test_that_a_ticket_is_found_by_its_number_and_never_offered_itself(
    context: Context, host: QWidget, opening: Opening, local_office: Office, qtbot: QtBot
) -> None:
    agent = local_office.agent
    first, second = an_incident(agent), an_incident(agent)
    dialog = LinkDialog(context, shown(agent, second).ticket, host)
    opening(dialog)
    dialog.other.setText("printer")
    dialog.other.look_up()
    qtbot.waitUntil(lambda: dialog.other._model.rowCount() == 1)
    assert dialog.other._model.item(0).text().startswith(f"INC-{first}")
    dialog.submit()
    assert "Pick a ticket from the list." in said(dialog)
    dialog.other.choose(Choice(first, f"INC-{first} Printer"))
    gone(dialog, qtbot)
    assert [one.id for one in shown(agent, second).links] == [first]


def test_that_a_rejection_needs_its_reason(
    context_of: ContextOf, host: QWidget, opening: Opening, local_office: Office, qtbot: QtBot
) -> None:
    context = context_of(local_office.supervisor)
    ticket_id = a_request(local_office.agent, approvals=1)
    dialog = RejectDialog(context, shown(local_office.agent, ticket_id).ticket, host)
    opening(dialog)
    dialog.submit()
    assert "A rejection needs its reason" in said(dialog)
    dialog.text.setPlainText("There is no budget.")
    gone(dialog, qtbot)
    ticket = shown(local_office.supervisor, ticket_id).ticket
    assert (ticket.status, ticket.rejection_reason) == (Status.REJECTED, "There is no budget.")


def test_that_an_answer_of_the_requester_ends_the_wait(
    context: Context, host: QWidget, opening: Opening, local_office: Office, qtbot: QtBot
) -> None:
    agent = local_office.agent
    contact = accounts.add_contact(agent, "Elena")
    ticket_id = in_progress(agent, an_incident(agent, requester_id=contact))
    tickets.move(agent, ticket_id, Wish(Status.ON_HOLD, hold_reason=HoldReason.REQUESTER))
    ticket = shown(agent, ticket_id).ticket
    assert consequence(ticket).endswith("work goes on with it.")
    dialog = AnswerDialog(context, ticket, host)
    opening(dialog)
    QTest.keyClicks(dialog.text, "It is 5.2.1.")
    with qtbot.waitSignal(dialog.accepted):
        QTest.keyClick(dialog.text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    page = shown(agent, ticket_id)
    assert page.ticket.status is Status.IN_PROGRESS
    assert page.said[-1].by_requester


def test_that_editing_writes_only_what_was_changed(
    context: Context, host: QWidget, opening: Opening, local_office: Office, qtbot: QtBot
) -> None:
    agent = local_office.agent
    ticket_id = an_incident(agent, "Mail is slow", text="Since nine.")
    dialog = EditDialog(context, shown(agent, ticket_id), host)
    opening(dialog)
    dialog.title.setText("Mail is down")
    dialog.requester.setText("Elena Rossi")
    gone(dialog, qtbot)
    page = shown(agent, ticket_id)
    assert (page.ticket.title, page.ticket.text) == ("Mail is down", "Since nine.")
    assert page.names.requester == "Elena Rossi"
    assert set(page.history[-1].after) == {"title", "requester_id"}


def test_that_a_supervisor_overrides_a_priority_with_a_reason(
    context_of: ContextOf, host: QWidget, opening: Opening, local_office: Office, qtbot: QtBot
) -> None:
    context = context_of(local_office.supervisor)
    ticket_id = an_incident(local_office.agent)
    dialog = EditDialog(context, shown(local_office.agent, ticket_id), host)
    opening(dialog)
    dialog.priority.choose(Priority.CRITICAL)
    dialog.priority.picked.emit(Priority.CRITICAL)
    dialog.submit()
    assert "Say why the priority is overridden." in said(dialog)
    assert BECAUSE in said(dialog)
    dialog.because.setText("The board is waiting.")
    gone(dialog, qtbot)
    ticket = shown(local_office.agent, ticket_id).ticket
    assert (ticket.priority, ticket.override_reason) == (1, "The board is waiting.")


def test_that_an_agent_is_not_offered_to_override(
    context: Context, host: QWidget, opening: Opening, local_office: Office
) -> None:
    dialog = EditDialog(context, shown(local_office.agent, an_incident(local_office.agent)), host)
    opening(dialog)
    assert not dialog.priority.isVisible()


def test_that_a_refused_dialog_stays_with_what_was_typed_and_the_sentence(
    context: Context,
    host: QWidget,
    opening: Opening,
    local_office: Office,
    qtbot: QtBot,
) -> None:
    ticket_id = in_progress(local_office.agent, an_incident(local_office.agent))
    dialog = ResolveDialog(context, shown(local_office.agent, ticket_id).ticket, host)
    opening(dialog)
    dialog.code.choose(ResolutionCode.FIXED)
    dialog.text.setPlainText("A long explanation")

    def no_database(*_: object, **__: object) -> None:
        raise DatabaseTrouble("The database is locked; try again in a moment.")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tickets, "move", no_database)
        dialog.submit()
        assert not dialog.go.isEnabled()
        qtbot.waitUntil(lambda: "locked" in said(dialog))
    assert dialog.text.toPlainText() == "A long explanation"
    assert dialog.go.isEnabled()


def test_that_a_dialog_at_work_cannot_be_left(
    context: Context, host: QWidget, opening: Opening, local_office: Office, qtbot: QtBot
) -> None:
    ticket_id = an_incident(local_office.agent)
    dialog = CancelDialog(context, shown(local_office.agent, ticket_id).ticket, host)
    opening(dialog)
    with qtbot.waitSignal(dialog.accepted):
        dialog.submit()
        dialog.reject()
        assert dialog.isVisible()


def test_that_every_control_of_every_dialog_has_a_name(
    context_of: ContextOf, host: QWidget, opening: Opening, local_office: Office
) -> None:
    context = context_of(local_office.supervisor)
    page = shown(local_office.agent, an_incident(local_office.agent))
    for dialog in (
        AssignDialog(context, page.ticket, host),
        HoldDialog(context, page.ticket, host),
        CancelDialog(context, page.ticket, host),
        ResolveDialog(context, page.ticket, host),
        RejectDialog(context, page.ticket, host),
        LinkDialog(context, page.ticket, host),
        EditDialog(context, page, host),
    ):
        opening(dialog)
        controls = [
            control
            for kind in (QAbstractButton, QComboBox, QLineEdit, QPlainTextEdit)
            for control in dialog.findChildren(kind)
            if control.isVisible() and not control.objectName().startswith("qt_")
        ]
        assert dialog.accessibleName()
        unnamed = [c for c in controls if not (c.objectName() and c.accessibleName())]
        assert unnamed == [], dialog
        dialog.reject()


def test_that_tab_goes_through_the_fields_and_then_to_the_buttons(
    context: Context, host: QWidget, opening: Opening, local_office: Office
) -> None:
    ticket_id = in_progress(local_office.agent, an_incident(local_office.agent))
    dialog = ResolveDialog(context, shown(local_office.agent, ticket_id).ticket, host)
    opening(dialog)
    passed = [dialog.focusWidget()]
    for _ in range(4):
        QTest.keyClick(passed[-1], Qt.Key.Key_Tab)
        passed.append(dialog.focusWidget())
    assert passed == [dialog.code, dialog.text, dialog.article, dialog.leave, dialog.go]
