from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from desk_gui.domain.priority import Level
from desk_gui.gui.dialogs import changing
from desk_gui.gui.dialogs.assign import AssignDialog
from desk_gui.gui.dialogs.changing import Change
from desk_gui.gui.dialogs.conflict import ConflictDialog
from desk_gui.gui.dialogs.edit_ticket import EditDialog
from desk_gui.gui.dialogs.sheet import Sheet
from desk_gui.gui.page import Context
from desk_gui.operations import tickets
from desk_gui.operations.effects import Effects
from desk_gui.operations.tickets import Edit
from tests.conftest import Office
from tests.factories import an_incident
from tests.gui.dialogs.conftest import shown

Opening = Callable[[Sheet], Sheet]


def the_conflict(host: QWidget, qtbot: QtBot) -> ConflictDialog:
    """Wait for the two versions."""
    qtbot.waitUntil(lambda: bool(host.findChildren(ConflictDialog)))
    return host.findChildren(ConflictDialog)[-1]


def clashing(context: Context, host: QWidget, office: Office) -> int:
    """Two people change the impact of one ticket; ours is the second change."""
    ticket_id = an_incident(office.agent)
    seen = shown(office.agent, ticket_id).ticket
    tickets.edit(office.colleague, ticket_id, Edit(impact=Level.LOW))
    wanted = Edit(impact=Level.HIGH)
    work = partial(_edit, office, ticket_id, wanted)
    changing.make(context, host, Change(seen, work, "Saved."))
    return ticket_id


def _edit(office: Office, ticket_id: int, wanted: Edit, seen: int | None) -> Effects:
    return tickets.edit(office.agent, ticket_id, wanted, seen_version=seen)


def test_that_both_versions_are_shown_field_by_field(
    context: Context, host: QWidget, local_office: Office, qtbot: QtBot
) -> None:
    clashing(context, host, local_office)
    dialog = the_conflict(host, qtbot)
    said = [dialog.findChild(QLabel, name) for name in ("Theirs-impact", "Mine-impact")]
    assert [label.text() for label in said if label] == ["Low", "High"]
    assert "changed by Tom" in dialog.words.text()
    dialog.reject()


def test_that_mine_is_kept_when_a_person_says_so(
    context: Context, host: QWidget, local_office: Office, qtbot: QtBot
) -> None:
    ticket_id = clashing(context, host, local_office)
    the_conflict(host, qtbot).submit()
    qtbot.waitUntil(lambda: bool(context.toasts.log))
    assert context.toasts.log[-1].words == "Saved."
    assert shown(local_office.agent, ticket_id).ticket.impact is Level.HIGH


def test_that_theirs_is_kept_otherwise(
    context: Context, host: QWidget, local_office: Office, qtbot: QtBot
) -> None:
    ticket_id = clashing(context, host, local_office)
    the_conflict(host, qtbot).reject()
    qtbot.waitUntil(context.jobs.idle)
    assert context.toasts.log == []
    assert shown(local_office.agent, ticket_id).ticket.impact is Level.LOW


def test_that_a_third_change_meanwhile_asks_again(
    context: Context, host: QWidget, local_office: Office, qtbot: QtBot
) -> None:
    ticket_id = clashing(context, host, local_office)
    first = the_conflict(host, qtbot)
    tickets.edit(local_office.supervisor, ticket_id, Edit(impact=Level.MEDIUM))
    first.submit()
    qtbot.waitUntil(lambda: the_conflict(host, qtbot) is not first)
    assert shown(local_office.agent, ticket_id).ticket.impact is Level.MEDIUM
    the_conflict(host, qtbot).reject()


def test_that_changes_of_different_fields_do_not_clash(
    context: Context, host: QWidget, opening: Opening, local_office: Office, qtbot: QtBot
) -> None:
    ticket_id = an_incident(local_office.agent, "Mail is slow")
    dialog = EditDialog(context, shown(local_office.agent, ticket_id), host)
    opening(dialog)
    tickets.edit(local_office.colleague, ticket_id, Edit(impact=Level.LOW))
    dialog.title.setText("Mail is down")
    with qtbot.waitSignal(dialog.accepted):
        dialog.submit()
    assert shown(local_office.agent, ticket_id).ticket.title == "Mail is down"


def test_that_a_dialog_waits_for_the_decision_and_then_closes(
    context: Context, host: QWidget, opening: Opening, local_office: Office, qtbot: QtBot
) -> None:
    ticket_id = an_incident(local_office.agent)
    dialog = AssignDialog(context, shown(local_office.agent, ticket_id).ticket, host)
    opening(dialog)
    tickets.assign(
        local_office.colleague,
        ticket_id,
        assignee_id=local_office.colleague.account_id,
        team_id=None,
    )
    dialog.agent.choose(local_office.agent.account_id)
    dialog.submit()
    conflict = the_conflict(dialog, qtbot)
    assert dialog.isVisible()
    with qtbot.waitSignal(dialog.finished):
        conflict.reject()
    ticket = shown(local_office.agent, ticket_id).ticket
    assert ticket.assignee_id == local_office.colleague.account_id
