"""How far a clock is and what happened to it, as the ticket shows it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desk_gui.cli.ticket_shape import ticket_json, ticket_lines
from desk_gui.domain.general import General
from desk_gui.domain.priority import Level
from desk_gui.domain.sla import Target
from desk_gui.domain.ticket import Wish
from desk_gui.domain.workflow import HoldReason, Status
from desk_gui.gui.ticket.header import next_clock
from desk_gui.gui.ticket.page import TicketPage
from desk_gui.gui.ticket.sla_panel import ClockLine
from desk_gui.gui.ticket.spans import Progress, clock_words, progress, spoken
from desk_gui.operations import business_hours, general, show, sla, tickets
from desk_gui.operations.desk import Desk
from desk_gui.operations.show import ClockShown
from desk_gui.operations.tickets import Edit
from tests.conftest import Office
from tests.factories import an_incident, in_progress
from tests.gui.ticket.conftest import Reading


def the_promise(desk: Desk, ticket_id: int, target: Target) -> ClockShown:
    shown = show.show(desk, ticket_id)
    return next(one for one in shown.promises if one.clock.target is target)


def held(office: Office, reason: HoldReason) -> int:
    ticket_id = in_progress(office.agent, an_incident(office.agent))
    office.clock.forward(minutes=30)
    tickets.move(office.agent, ticket_id, Wish(Status.ON_HOLD, hold_reason=reason))
    office.clock.forward(minutes=60)
    return ticket_id


def in_office_hours(desk: Desk) -> None:
    hours = business_hours.all_hours(desk)[0]
    counted = tuple(replace(one, business_hours_id=hours.id) for one in sla.policies(desk))
    sla.change_policies(desk, counted)


def line(page: TicketPage, target: Target) -> ClockLine:
    found = page.sla.findChild(QWidget, f"Clock-{target}")
    assert isinstance(found, ClockLine)
    return found


def test_that_a_pause_is_shown_where_it_was_and_is_not_counted(local_office: Office) -> None:
    ticket_id = held(local_office, HoldReason.REQUESTER)
    tickets.move(local_office.agent, ticket_id, Wish(Status.IN_PROGRESS))
    local_office.clock.forward(minutes=10)
    promise = the_promise(local_office.agent, ticket_id, Target.RESOLVE)
    assert progress(promise, local_office.clock.now) == Progress(40 / 1440, (30 / 1440,))
    assert spoken(promise, local_office.clock.now) == (
        "3% of 1 d around the clock has run, paused 1 time, 1 h altogether"
    )


def test_that_a_paused_clock_stands_still_and_says_so(local_office: Office) -> None:
    promise = the_promise(local_office.agent, held(local_office, HoldReason.CHANGE), Target.RESOLVE)
    found = progress(promise, local_office.clock.now)
    assert found == Progress(30 / 1440, (30 / 1440,), paused_now=True)
    said = clock_words(promise, local_office.clock.now)
    assert (said.head, said.aside) == ("Resolve: paused", "23 h 30 m left, paused 1 h")


def test_that_waiting_for_a_supplier_runs_on(local_office: Office) -> None:
    ticket_id = held(local_office, HoldReason.SUPPLIER)
    promise = the_promise(local_office.agent, ticket_id, Target.RESOLVE)
    assert progress(promise, local_office.clock.now) == Progress(90 / 1440)


def test_that_time_over_is_told_apart_and_said(local_office: Office) -> None:
    ticket_id = an_incident(local_office.agent)
    promise = the_promise(local_office.agent, ticket_id, Target.RESPOND)
    now = promise.clock.due_at + timedelta(hours=4)
    assert progress(promise, now).share == 2
    assert progress(promise, now + timedelta(days=9)).reach == 2
    said = clock_words(promise, now)
    assert said.bad
    assert said.aside == "4 h over"
    assert "the promise is missed" in spoken(promise, now)


def test_that_what_is_left_is_counted_in_its_business_hours(local_office: Office) -> None:
    in_office_hours(local_office.administrator)
    local_office.clock.forward(hours=6)
    ticket_id = an_incident(local_office.agent)
    local_office.clock.forward(hours=14)
    promise = the_promise(local_office.agent, ticket_id, Target.RESPOND)
    said = clock_words(promise, local_office.clock.now)
    assert said.aside == "1 h left in Office hours"
    assert progress(promise, local_office.clock.now).share == 0.75


@pytest.mark.parametrize(("minutes", "head"), [(1, "Respond: met"), (600, "Respond: missed")])
def test_that_an_ended_clock_says_how(local_office: Office, minutes: int, head: str) -> None:
    ticket_id = an_incident(local_office.agent)
    local_office.clock.forward(minutes=minutes)
    tickets.comment(local_office.agent, ticket_id, "On it.")
    promise = the_promise(local_office.agent, ticket_id, Target.RESPOND)
    assert clock_words(promise, local_office.clock.now).head == head


def test_that_the_clock_due_first_is_the_one_in_the_head(local_office: Office) -> None:
    ticket_id = an_incident(local_office.agent)
    shown = show.show(local_office.agent, ticket_id)
    first = next_clock(shown.clocks)
    assert first is not None
    assert first.target is Target.RESPOND
    tickets.comment(local_office.agent, ticket_id, "On it.")
    then = next_clock(show.show(local_office.agent, ticket_id).clocks)
    assert then is not None
    assert then.target is Target.RESOLVE


def test_that_the_timeline_opens_and_says_what_the_command_line_says(
    local_office: Office, reading: Reading, qtbot: QtBot
) -> None:
    ticket_id = held(local_office, HoldReason.REQUESTER)
    tickets.move(local_office.agent, ticket_id, Wish(Status.IN_PROGRESS))
    tickets.edit(local_office.agent, ticket_id, Edit(urgency=Level.HIGH))
    page = reading(local_office.agent, ticket_id)
    clock = line(page, Target.RESOLVE)
    assert not clock.timeline.isVisible()
    assert clock.more.text() == "Timeline (4)"
    clock.more.setFocus()
    qtbot.keyClick(clock.more, Qt.Key.Key_Space)
    qtbot.waitUntil(clock.timeline.isVisible)
    sentences = clock.timeline.sentences()
    assert sentences[1].endswith("paused: waiting for the requester")
    assert "priority 3 became 2" in sentences[3]
    printed = ticket_lines(show.show(local_office.agent, ticket_id), local_office.clock.now)
    stripped = [one.strip() for one in printed]
    assert [one for one in sentences if one not in stripped] == []


def test_that_a_timeline_stays_open_until_another_ticket_is_shown(
    local_office: Office, reading: Reading, qtbot: QtBot
) -> None:
    ticket_id, other = (an_incident(local_office.agent) for _ in range(2))
    page = reading(local_office.agent, ticket_id)
    line(page, Target.RESPOND).more.click()
    page.refresh(None)
    qtbot.waitUntil(page.context.jobs.idle)
    assert line(page, Target.RESPOND).timeline.isVisible()
    page.show_ticket(other)
    qtbot.waitUntil(page.context.jobs.idle)
    assert not line(page, Target.RESPOND).timeline.isVisible()


def test_that_exact_instants_are_told_in_the_zone_of_the_desk(
    local_office: Office, reading: Reading
) -> None:
    general.change(local_office.administrator, General("Asia/Tokyo"))
    page = reading(local_office.agent, an_incident(local_office.agent))
    assert "Monday 2 March 2026, 22:00 JST" in line(page, Target.RESPOND).toolTip()


def test_that_a_script_reads_the_timeline(local_office: Office) -> None:
    in_office_hours(local_office.administrator)
    ticket_id = an_incident(local_office.agent)
    due = ticket_json(local_office.agent, show.show(local_office.agent, ticket_id))["due"]
    respond = due["respond"]
    assert (respond["promised_s"], respond["business_hours"]) == (14400, "Office hours")
    assert [mark["what"] for mark in respond["timeline"]] == ["started"]
