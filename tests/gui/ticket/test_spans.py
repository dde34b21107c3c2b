from __future__ import annotations

from datetime import timedelta

import pytest

from desk_gui.domain.sla import Clock, Target
from desk_gui.domain.ticket import Wish
from desk_gui.domain.workflow import HoldReason, Status
from desk_gui.gui.ticket.header import next_clock
from desk_gui.gui.ticket.spans import Span, Spent, clock_words, spans, spoken
from desk_gui.operations import show, tickets
from desk_gui.operations.show import TicketPage
from tests.conftest import Office
from tests.factories import an_incident, in_progress

MINUTE = 60


def the_clock(shown: TicketPage, target: Target) -> Clock:
    return next(clock for clock in shown.clocks if clock.target is target)


def held(office: Office, reason: HoldReason) -> int:
    ticket_id = in_progress(office.agent, an_incident(office.agent))
    office.clock.forward(minutes=30)
    tickets.move(office.agent, ticket_id, Wish(Status.ON_HOLD, hold_reason=reason))
    office.clock.forward(minutes=60)
    return ticket_id


def test_that_a_pause_is_shown_where_it_was_and_is_not_counted(local_office: Office) -> None:
    ticket_id = held(local_office, HoldReason.REQUESTER)
    tickets.move(local_office.agent, ticket_id, Wish(Status.IN_PROGRESS))
    local_office.clock.forward(minutes=10)
    shown = show.show(local_office.agent, ticket_id)
    clock = the_clock(shown, Target.RESOLVE)
    made = spans(shown, clock, local_office.clock.now)
    assert made[:3] == (
        Span(Spent.RAN, 30 * MINUTE),
        Span(Spent.PAUSED, 60 * MINUTE),
        Span(Spent.RAN, 10 * MINUTE),
    )
    assert made[3].spent is Spent.LEFT
    assert "paused 1 h" in spoken(made)


def test_that_the_stretches_fill_the_time_from_start_to_due(local_office: Office) -> None:
    ticket_id = held(local_office, HoldReason.CHANGE)
    shown = show.show(local_office.agent, ticket_id)
    clock = the_clock(shown, Target.RESOLVE)
    made = spans(shown, clock, local_office.clock.now)
    promised = (clock.due_at - clock.started_at).total_seconds()
    assert sum(one.seconds for one in made if one.spent is not Spent.PAUSED) == promised
    assert clock_words(clock, local_office.clock.now).head == "Resolve: paused"


def test_that_waiting_for_a_supplier_runs_on(local_office: Office) -> None:
    ticket_id = held(local_office, HoldReason.SUPPLIER)
    shown = show.show(local_office.agent, ticket_id)
    made = spans(shown, the_clock(shown, Target.RESOLVE), local_office.clock.now)
    assert [one.spent for one in made] == [Spent.RAN, Spent.LEFT]


def test_that_time_over_is_told_apart_and_said(local_office: Office) -> None:
    ticket_id = an_incident(local_office.agent)
    shown = show.show(local_office.agent, ticket_id)
    clock = the_clock(shown, Target.RESPOND)
    now = clock.due_at + timedelta(minutes=3)
    assert spans(shown, clock, now)[-1] == Span(Spent.OVER, 3 * MINUTE)
    said = clock_words(clock, now)
    assert said.bad
    assert said.aside == "3 min over, paused 0 min"


@pytest.mark.parametrize(("minutes", "head"), [(1, "Respond: met"), (600, "Respond: missed")])
def test_that_an_ended_clock_says_how(local_office: Office, minutes: int, head: str) -> None:
    ticket_id = an_incident(local_office.agent)
    local_office.clock.forward(minutes=minutes)
    tickets.comment(local_office.agent, ticket_id, "On it.")
    shown = show.show(local_office.agent, ticket_id)
    assert clock_words(the_clock(shown, Target.RESPOND), local_office.clock.now).head == head


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
