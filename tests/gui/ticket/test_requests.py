from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtWidgets import QCheckBox, QLabel
from pytestqt.qtbot import QtBot

from desk_gui.domain.catalog import Task, TaskStatus, TaskTemplate
from desk_gui.domain.ticket import Wish
from desk_gui.domain.workflow import Kind, Status
from desk_gui.gui.dialogs.reason import ReasonDialog
from desk_gui.operations import classification, requests, show, tickets
from desk_gui.operations.classification import NewTicket
from desk_gui.operations.desk import Desk
from tests.conftest import Office
from tests.factories import a_catalog_item, a_request
from tests.gui.ticket.conftest import Reading, button, offered, settled, words
from tests.operations.test_new_starter import ordered


def in_fulfilment(desk: Desk) -> int:
    ticket_id = a_request(desk)
    tickets.move(desk, ticket_id, Wish(Status.IN_FULFILMENT, assignee_id=desk.account_id))
    return ticket_id


def _says(label: QLabel, words: str) -> bool:
    return label.text() == words


def test_that_a_supervisor_approves_and_the_next_act_is_fulfilment(
    reading: Reading, local_office: Office, qtbot: QtBot
) -> None:
    page = reading(local_office.supervisor, a_request(local_office.agent, approvals=1))
    assert offered(page) == ["Approve", "Reject…", "Start fulfilment"]
    assert words(page, "Reasons") == "Start fulfilment needs 1 more approval."
    assert page.approvals.aside.text() == "0 of 1 given"
    button(page, "Act-approve").click()
    qtbot.waitUntil(lambda: words(page, "Standing").startswith("Approved"))
    assert page.approvals.aside.text() == "1 of 1 given"
    assert button(page, "Act-start").property("look") == "primary"
    settled(page, qtbot)


def test_that_who_may_not_approve_is_told_why(reading: Reading, local_office: Office) -> None:
    page = reading(local_office.agent, a_request(local_office.agent, approvals=1))
    assert not button(page, "Act-approve").isEnabled()
    assert "Only a supervisor can decide an approval." in words(page, "Reasons")


def test_that_who_raised_a_request_cannot_approve_it(
    reading: Reading, local_office: Office
) -> None:
    page = reading(local_office.supervisor, a_request(local_office.supervisor, approvals=1))
    assert not button(page, "Act-approve").isEnabled()
    assert "Who raised a request cannot approve it." in words(page, "Reasons")


def test_that_tasks_are_done_in_their_order_and_then_the_request_is_fulfilled(
    reading: Reading, local_office: Office, qtbot: QtBot
) -> None:
    ticket_id = in_fulfilment(local_office.agent)
    total = len(show.show(local_office.agent, ticket_id).tasks)
    page = reading(local_office.agent, ticket_id)
    assert not button(page, "Act-resolve").isEnabled()
    assert "Still to do" in words(page, "Reasons")
    for place in range(1, total + 1):
        later = [
            line.done
            for line in page.tasks._lines.shown()
            if line.done.isVisibleTo(page) and line._task and line._task.position > place
        ]
        assert not any(one.isEnabled() for one in later)
        button(page, f"Done-{place}").click()
        ended = partial(_says, page.tasks.aside, f"{place} of {total} ended")
        qtbot.waitUntil(ended)
    assert page.tasks.progress.value() == total
    assert button(page, "Act-resolve").isEnabled()
    settled(page, qtbot)


def test_that_only_an_optional_task_is_skipped_and_only_with_a_reason(
    reading: Reading, local_office: Office, qtbot: QtBot
) -> None:
    ticket_id = in_fulfilment(local_office.agent)
    page = reading(local_office.agent, ticket_id)
    shown = show.show(local_office.agent, ticket_id)
    tasks = tuple(
        Task(place, place, f"Task {place}", mandatory=place != 2, status=TaskStatus.OPEN)
        for place in (1, 2)
    )
    page.tasks.show_ticket(replace(shown, tasks=tasks))
    first, second = page.tasks._lines.shown()
    qtbot.waitUntil(second.skip.isVisible)
    assert not first.skip.isVisible()
    button(page, "Skip-2").click()
    dialog = page.findChild(ReasonDialog)
    assert dialog is not None
    dialog.submit()
    said = [label.text() for label in dialog.findChildren(QLabel) if label.isVisible()]
    assert "Say why the task is skipped." in said
    dialog.reject()


def test_that_a_skipped_task_says_why(reading: Reading, local_office: Office) -> None:
    page = reading(local_office.agent, in_fulfilment(local_office.agent))
    assert page._shown is not None
    shown = page._shown
    skipped = Task(
        1, 1, "Choose a colour", mandatory=False, status=TaskStatus.SKIPPED, reason="It is black."
    )
    page.tasks.show_ticket(replace(shown, tasks=(skipped,)))
    line = page.tasks._lines.shown()[0]
    assert line._more.text() == "Skipped: It is black."
    assert not line.done.isVisibleTo(page)


def test_that_what_was_ordered_and_whom_it_waits_for_are_told(
    reading: Reading, local_office: Office
) -> None:
    item = next(one for one in requests.catalog(local_office.agent) if one.name == "VPN")
    new = NewTicket("VPN", kind=Kind.REQUEST, item_id=item.id, answers={"device": "own device"})
    ticket_id = classification.open_ticket(local_office.agent, new).ticket_id
    page = reading(local_office.agent, ticket_id)
    told = [label.text() for label in page.ordered.findChildren(QLabel)]
    assert "From which device: own device" in told
    waits = [label.text() for label in page.approvals.findChildren(QLabel)]
    assert "Waits for a supervisor. There is no requester, and so no manager." in waits


def test_that_a_task_is_begun_and_its_checklist_comes_before_done(
    reading: Reading, local_office: Office, qtbot: QtBot
) -> None:
    tasks = (TaskTemplate("Install", checklist=("Disk is encrypted",)),)
    item = a_catalog_item(local_office.administrator, "Set-up", tasks=tasks)
    new = NewTicket("Set-up", kind=Kind.REQUEST, item_id=item)
    desk = local_office.agent
    ticket_id = classification.open_ticket(desk, new).ticket_id
    tickets.move(desk, ticket_id, Wish(Status.IN_FULFILMENT, assignee_id=desk.account_id))
    page = reading(desk, ticket_id)
    assert not button(page, "Done-1").isEnabled()
    button(page, "Begin-1").click()
    begin = page.tasks._lines.shown()[0].start
    qtbot.waitUntil(lambda: not begin.isVisibleTo(page))
    box = page.findChild(QCheckBox, "Check-1-1")
    assert box is not None
    box.click()
    qtbot.waitUntil(button(page, "Done-1").isEnabled)
    button(page, "Done-1").click()
    qtbot.waitUntil(partial(_says, page.tasks.aside, "1 of 1 ended"))
    settled(page, qtbot)
    button(page, "Again-1").click()
    qtbot.waitUntil(partial(_says, page.tasks.aside, "0 of 1 ended"))
    settled(page, qtbot)


def test_that_one_bar_shows_how_far_a_new_starter_is(
    reading: Reading, local_office: Office, qtbot: QtBot
) -> None:
    ticket_id, _ = ordered(local_office)
    for approver in (local_office.colleague, local_office.supervisor):
        requests.approve(approver, ticket_id)
    start = Wish(Status.IN_FULFILMENT, assignee_id=local_office.agent_id)
    tickets.move(local_office.agent, ticket_id, start)
    page = reading(local_office.agent, ticket_id)
    bar = page.tasks.progress
    assert (bar.minimum(), bar.value(), bar.maximum()) == (0, 0, 9)
    assert page.tasks.aside.text() == "0 of 9 ended"
    button(page, "Done-1").click()
    qtbot.waitUntil(partial(_says, page.tasks.aside, "1 of 9 ended"))
    assert bar.value() == 1
    settled(page, qtbot)
