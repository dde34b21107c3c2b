from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QLabel, QPlainTextEdit, QRadioButton, QWidget
from pytestqt.qtbot import QtBot

from desk_gui.domain.priority import Level, Priority
from desk_gui.domain.ticket import Wish
from desk_gui.domain.workflow import HoldReason, Status
from desk_gui.gui.dialogs import changing
from desk_gui.gui.dialogs.assign import AssignDialog
from desk_gui.gui.dialogs.changing import Change
from desk_gui.gui.dialogs.conflict import MINE, THEIRS, ConflictDialog, differing_lines
from desk_gui.gui.dialogs.edit_ticket import EditDialog
from desk_gui.gui.dialogs.hold import HoldDialog
from desk_gui.gui.dialogs.override import OverrideDialog
from desk_gui.gui.dialogs.sheet import Sheet
from desk_gui.gui.page import Context
from desk_gui.gui.widgets.person_picker import Choice
from desk_gui.operations import accounts, tickets
from desk_gui.operations.effects import Effects
from desk_gui.operations.tickets import Edit
from tests.conftest import Office
from tests.factories import an_incident, in_progress
from tests.gui.conftest import ContextOf
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


def edited_by_both(
    context: Context, host: QWidget, opening: Opening, office: Office
) -> tuple[int, EditDialog]:
    """Tom changes title and text; we have typed another title, another text and a requester."""
    ticket_id = an_incident(office.agent, "Mail is slow", text="Since nine.")
    dialog = EditDialog(context, shown(office.agent, ticket_id), host)
    opening(dialog)
    tickets.edit(office.colleague, ticket_id, Edit(title="Mail is down", text="Since eight."))
    dialog.title.setText("Mail does not answer")
    dialog.text.setPlainText("Since half past eight.\nIn Lyon only.")
    dialog.confidential.setChecked(True)
    dialog.submit()
    return ticket_id, dialog


def test_that_either_version_of_each_field_is_kept(
    context: Context, host: QWidget, opening: Opening, local_office: Office, qtbot: QtBot
) -> None:
    ticket_id, dialog = edited_by_both(context, host, opening, local_office)
    conflict = the_conflict(dialog, qtbot)
    assert list(conflict.fields) == ["title", "text"]
    assert conflict.fields["title"].aside.text().startswith("Tom, ")
    conflict.fields["title"].keep(THEIRS)
    with qtbot.waitSignal(dialog.accepted):
        conflict.submit()
    ticket = shown(local_office.supervisor, ticket_id).ticket
    assert (ticket.title, ticket.text) == ("Mail is down", "Since half past eight.\nIn Lyon only.")
    assert ticket.confidential
    assert context.toasts.log[-1].words == f"INC-{ticket_id} is saved as you chose."


def test_that_long_words_are_shown_whole_and_can_be_copied(
    context: Context, host: QWidget, opening: Opening, local_office: Office, qtbot: QtBot
) -> None:
    _, dialog = edited_by_both(context, host, opening, local_office)
    conflict = the_conflict(dialog, qtbot)
    mine = conflict.findChild(QPlainTextEdit, "Mine-text")
    assert mine is not None
    assert mine.toPlainText() == "Since half past eight.\nIn Lyon only."
    assert mine.isReadOnly()
    conflict.reject()


def test_that_one_may_go_back_with_everything_typed_still_there(
    context: Context, host: QWidget, opening: Opening, local_office: Office, qtbot: QtBot
) -> None:
    ticket_id, dialog = edited_by_both(context, host, opening, local_office)
    conflict = the_conflict(dialog, qtbot)
    assert conflict.leave.text() == "Go back"
    conflict.reject()
    qtbot.waitUntil(lambda: not dialog.busy)
    assert dialog.isVisible()
    assert dialog.title.text() == "Mail does not answer"
    assert dialog.trouble.text().startswith(f"Nothing was saved: INC-{ticket_id} was changed by")
    assert shown(local_office.agent, ticket_id).ticket.title == "Mail is down"
    dialog.reject()


def test_that_what_was_kept_stays_kept_when_a_third_change_comes_between(
    context: Context, host: QWidget, opening: Opening, local_office: Office, qtbot: QtBot
) -> None:
    ticket_id, dialog = edited_by_both(context, host, opening, local_office)
    first = the_conflict(dialog, qtbot)
    first.fields["title"].keep(THEIRS)
    tickets.edit(local_office.supervisor, ticket_id, Edit(title="Third", text="Since seven."))
    first.submit()
    qtbot.waitUntil(lambda: the_conflict(dialog, qtbot) is not first)
    second = the_conflict(dialog, qtbot)
    assert list(second.fields) == ["text"]
    assert second.fields["text"].aside.text().startswith("Sofia, ")
    with qtbot.waitSignal(dialog.accepted):
        second.submit()
    ticket = shown(local_office.supervisor, ticket_id).ticket
    assert (ticket.title, ticket.text) == ("Third", "Since half past eight.\nIn Lyon only.")


def test_that_each_person_of_an_assignment_is_chosen_by_itself(
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
    dialog.team.choose(local_office.team_id)
    dialog.agent.choose(local_office.agent.account_id)
    dialog.submit()
    conflict = the_conflict(dialog, qtbot)
    assert list(conflict.fields) == ["assignee_id"]
    conflict.fields["assignee_id"].keep(THEIRS)
    with qtbot.waitSignal(dialog.accepted):
        conflict.submit()
    ticket = shown(local_office.agent, ticket_id).ticket
    assert ticket.assignee_id == local_office.colleague.account_id
    assert ticket.team_id == local_office.team_id


def test_that_requesters_are_named_in_both_versions(
    context: Context, host: QWidget, opening: Opening, local_office: Office, qtbot: QtBot
) -> None:
    ids = [accounts.add_contact(local_office.agent, name) for name in ("Elena Rossi", "Ugo Serra")]
    ticket_id = an_incident(local_office.agent, "Mail is slow")
    dialog = EditDialog(context, shown(local_office.agent, ticket_id), host)
    opening(dialog)
    tickets.edit(local_office.colleague, ticket_id, Edit(requester_id=ids[0]))
    dialog.requester.choose(Choice(ids[1], "Ugo Serra"))
    dialog.submit()
    conflict = the_conflict(dialog, qtbot)
    said = [conflict.findChild(QLabel, f"{whose}-requester_id") for whose in (THEIRS, MINE)]
    assert [label.text() for label in said if label] == ["Elena Rossi", "Ugo Serra"]
    conflict.reject()
    dialog.reject()


def test_that_a_move_is_taken_whole_or_not(
    context: Context, host: QWidget, opening: Opening, local_office: Office, qtbot: QtBot
) -> None:
    ticket_id = in_progress(local_office.agent, an_incident(local_office.agent))
    dialog = HoldDialog(context, shown(local_office.agent, ticket_id).ticket, host)
    opening(dialog)
    wish = Wish(Status.ON_HOLD, hold_reason=HoldReason.SUPPLIER)
    tickets.move(local_office.colleague, ticket_id, wish)
    dialog.reason.choose(HoldReason.REQUESTER)
    dialog.submit()
    qtbot.waitUntil(lambda: not dialog.busy or bool(dialog.findChildren(ConflictDialog)))
    qtbot.waitUntil(context.jobs.idle)
    assert dialog.isVisible()
    assert shown(local_office.agent, ticket_id).ticket.hold_reason is HoldReason.SUPPLIER
    for conflict in dialog.findChildren(ConflictDialog):
        assert not conflict.findChildren(QRadioButton)
        conflict.reject()
    qtbot.waitUntil(context.jobs.idle)
    dialog.reject()


def test_that_an_override_shows_the_other_priority(
    context_of: ContextOf, host: QWidget, opening: Opening, local_office: Office, qtbot: QtBot
) -> None:
    ticket_id = an_incident(local_office.agent)
    ticket = shown(local_office.supervisor, ticket_id).ticket
    dialog = OverrideDialog(context_of(local_office.supervisor), ticket, Priority.CRITICAL, host)
    opening(dialog)
    override = Edit(override=2, override_reason="The board waits.")
    tickets.edit(local_office.administrator, ticket_id, override)
    dialog.text.setPlainText("The whole office waits.")
    dialog.submit()
    conflict = the_conflict(dialog, qtbot)
    label = conflict.findChild(QLabel, "Theirs-priority")
    assert label is not None
    assert label.text() == "2 High"
    with qtbot.waitSignal(dialog.accepted):
        conflict.submit()
    after = shown(local_office.agent, ticket_id).ticket
    assert (after.priority, after.override_reason) == (1, "The whole office waits.")


def test_that_the_lines_that_differ_are_found() -> None:
    assert differing_lines("a\nb\nc", "a\nx\nc\nd") == [1]
    assert differing_lines("a\nx\nc\nd", "a\nb\nc") == [1, 3]
    assert differing_lines("same", "same") == []
    assert differing_lines("a\n" * 1000, "b") == []
