"""One act on many tickets."""

import pytest

from desk_gui.domain.bulk import Change, Fields, Give
from desk_gui.domain.priority import Level
from desk_gui.domain.ticket import Wish
from desk_gui.domain.workflow import CancelReason, HoldReason, Status
from desk_gui.operations import bulk, show, tickets
from tests.conftest import Office
from tests.factories import a_request, an_incident, in_progress

ON_HOLD = Wish(Status.ON_HOLD, hold_reason=HoldReason.SUPPLIER)
MISTAKEN = Wish(Status.CANCELLED, cancel_reason=CancelReason.MISTAKEN)


def test_that_one_refusal_does_not_stop_the_others(office: Office) -> None:
    desk = office.agent
    first, final, last = (an_incident(desk, f"Ticket {n}") for n in range(3))
    wish = Wish(Status.CANCELLED, cancel_reason=CancelReason.MISTAKEN)
    tickets.move(office.supervisor, final, wish)
    outcome = bulk.make(desk, [first, final, last], Give(office.agent_id))
    assert outcome.done == (first, last)
    assert [refused.number for refused in outcome.refused] == [f"INC-{final}"]
    assert outcome.words.startswith("2 of 3 done. INC-")
    assert outcome.effects.tickets == {first, last}


def test_that_each_ticket_keeps_its_team(office: Office) -> None:
    desk = office.agent
    ticket_id = an_incident(desk, team_id=office.team_id)
    bulk.make(desk, [ticket_id], Give(office.agent_id))
    assert show.show(desk, ticket_id).ticket.team_id == office.team_id


def test_that_all_of_it_is_undone_but_what_was_changed_since(office: Office) -> None:
    desk = office.agent
    touched, other = an_incident(desk), an_incident(desk)
    outcome = bulk.make(desk, [touched, other], Give(office.agent_id))
    tickets.edit(office.colleague, touched, tickets.Edit(title="Something else"))
    undone = bulk.undo(desk, outcome.undo)
    assert undone.done == (other,)
    assert "undo is too late" in undone.refused[0].why
    assert show.show(desk, other).ticket.status is Status.NEW


def test_that_hold_says_which_could_not_and_why(office: Office) -> None:
    desk = office.agent
    working, new = in_progress(desk, an_incident(desk)), a_request(desk, approvals=1)
    outcome = bulk.make(desk, [working, new], ON_HOLD)
    assert outcome.done == (working,)
    assert outcome.refused[0].words.count(f"REQ-{new}") == 1


@pytest.mark.parametrize(
    "change",
    [
        Give(assignee_id=3),
        Give(team_id=1),
        Fields(category_id=1),
        Fields(impact=Level.HIGH),
        Fields(urgency=Level.LOW),
        ON_HOLD,
        MISTAKEN,
    ],
    ids=str,
)
def test_that_what_a_look_promised_is_what_happens_and_is_undone_as_one(
    office: Office, change: Change
) -> None:
    desk = office.agent
    incident, working, request, gone = (
        an_incident(desk),
        in_progress(desk, an_incident(desk)),
        a_request(desk, approvals=1),
        an_incident(desk),
    )
    tickets.move(desk, gone, Wish(Status.CANCELLED, cancel_reason=CancelReason.WITHDRAWN))
    every = [incident, working, request, gone]
    before = {one: show.show(desk, one).ticket for one in every}
    found = bulk.look(desk, every, change)
    assert found.able
    outcome = bulk.make(desk, every, change)
    changed = tuple(one for one in every if show.show(desk, one).ticket != before[one])
    assert changed == found.able
    assert {one.words for one in outcome.refused} >= {one.words for one in found.refused}
    assert len(found.able) + found.same + len(found.refused) == len(every)
    undone = bulk.undo(desk, outcome.undo)
    assert sorted(undone.done) == sorted(found.able)
    for one in every:
        now, was = show.show(desk, one).ticket, before[one]
        assert (now.status, now.assignee_id, now.team_id) == (
            was.status,
            was.assignee_id,
            was.team_id,
        )
        assert (now.priority, now.category_id) == (was.priority, was.category_id)


def test_that_a_look_counts_what_is_so_already_and_hides_what_is_hidden(office: Office) -> None:
    desk = office.agent
    mine, other = an_incident(desk), an_incident(desk)
    tickets.assign(desk, mine, assignee_id=office.agent_id, team_id=None)
    hidden = an_incident(office.supervisor)
    tickets.edit(office.supervisor, hidden, tickets.Edit(confidential=True))
    found = bulk.look(desk, [mine, other, hidden, 999], Give(office.agent_id))
    assert found == bulk.Look((other,), 1, ())
    request = bulk.look(desk, [a_request(desk)], Fields(impact=Level.HIGH))
    assert "takes its priority from its catalog item" in request.refused[0].words


def test_that_many_are_merged_and_come_back_as_one(office: Office) -> None:
    desk = office.agent
    stays, first, second, request = (
        *(an_incident(desk, f"Mail {n}") for n in range(3)),
        a_request(desk),
    )
    outcome = bulk.merge(desk, [first, second, request], stays)
    assert outcome.done == (first, second)
    assert outcome.effects.tickets == {stays, first, second}
    assert "only tickets of one kind are merged" in outcome.refused[0].words
    tickets.edit(office.colleague, first, tickets.Edit(title="Something else"))
    undone = bulk.undo(desk, outcome.undo)
    assert undone.done == (second,)
    assert undone.effects.tickets == {second, stays}
    assert undone.refused[0].number == f"INC-{first}"
    assert undone.refused[0].why.startswith(f"Tom changed INC-{first} since (title)")
    assert show.show(desk, second).ticket.status is Status.NEW


def test_that_numbers_are_spelled_in_order(office: Office) -> None:
    request, incident = a_request(office.agent), an_incident(office.agent)
    assert bulk.numbers(office.agent, [incident, request, 999]) == [
        f"INC-{incident}",
        f"REQ-{request}",
        "999",
    ]


def test_that_parts_add_up_in_order() -> None:
    refused = bulk.Refused("INC-2", "It is final.")
    done = bulk.Outcome((1,), (), ("a",), frozenset({1, 3}))
    whole = bulk.Outcome.together([done, bulk.Outcome((), (refused, refused))])
    assert whole == bulk.Outcome((1,), (refused, refused), ("a",), frozenset({1, 3}))
    assert whole.words == "1 of 3 done. INC-2: It is final. And 1 more."
