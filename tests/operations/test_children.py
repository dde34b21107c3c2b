"""Children: linked in bulk, following their parent with a preview and one undo."""

from __future__ import annotations

import pytest

from desk_gui.domain.errors import NotFound
from desk_gui.domain.ticket import Relation, Wish
from desk_gui.domain.workflow import HoldReason, ResolutionCode, Status
from desk_gui.operations import (
    accounts,
    bulk,
    children,
    major_incidents,
    relations,
    show,
    tickets,
    undoing,
)
from desk_gui.operations.desk import Desk
from tests.conftest import Office
from tests.factories import a_major, a_request, an_incident, in_progress, resolved

HOLD = Wish(Status.ON_HOLD, hold_reason=HoldReason.SUPPLIER)
RESOLVE = Wish(
    Status.RESOLVED, resolution_code=ResolutionCode.FIXED, resolution_text="Mail flows again."
)
RESUME = Wish(Status.IN_PROGRESS)


def status(desk: Desk, ticket_id: int) -> Status:
    return show.show(desk, ticket_id).ticket.status


def a_family(office: Office) -> tuple[int, dict[str, int]]:
    """A major incident with children in every status that they can have."""
    agent = office.agent
    parent = a_major(office.supervisor, agent)
    found = {
        "new": an_incident(agent),
        "assigned": an_incident(agent),
        "in progress": in_progress(agent, an_incident(agent)),
        "on hold": in_progress(agent, an_incident(agent)),
        "resolved": resolved(agent, an_incident(agent)),
    }
    tickets.assign(agent, found["assigned"], assignee_id=office.colleague.account_id, team_id=None)
    tickets.move(agent, found["on hold"], HOLD)
    assert children.link_children(agent, parent, list(found.values())).refused == ()
    return parent, found


def test_that_many_are_linked_and_each_refusal_says_why(office: Office) -> None:
    agent = office.agent
    parent, other = a_major(office.supervisor, agent), an_incident(agent)
    good = [an_incident(agent) for _ in range(3)]
    elsewhere, proposed, request = an_incident(agent), an_incident(agent), a_request(agent)
    closed = resolved(agent, an_incident(agent))
    tickets.move(agent, closed, Wish(Status.CLOSED))
    relations.link(agent, elsewhere, other, Relation.CHILD_OF)
    major_incidents.propose(agent, proposed, "It spreads.")
    wanted = [*good, request, elsewhere, proposed, closed, parent]
    outcome = children.link_children(agent, parent, wanted)
    assert outcome.done == tuple(good)
    assert [refused.why for refused in outcome.refused] == [
        f"REQ-{request} is a service request; link it as related instead.",
        f"INC-{elsewhere} is a child of INC-{other}; take that link away first.",
        f"INC-{proposed} is a major incident itself, proposed or declared.",
        f"INC-{closed} is closed; what is final stays as it is.",
        f"INC-{parent} cannot be its own child.",
    ]
    again = children.link_children(agent, parent, good[:1])
    assert again.refused[0].why == f"INC-{good[0]} is a child of INC-{parent} already."
    below = children.link_children(agent, good[0], [good[1]])
    assert f"INC-{good[0]} is itself a child of INC-{parent}" in below.refused[0].why
    assert children.unlink_children(agent, parent, good).done == tuple(good)
    assert show.show(agent, parent).links == ()


def test_that_the_preview_says_who_follows_and_changes_nothing(office: Office) -> None:
    parent, family = a_family(office)
    foreign = in_progress(office.supervisor, an_incident(office.supervisor))
    children.link_children(office.agent, parent, [foreign])
    before = [show.show(office.agent, one).ticket for one in family.values()]
    preview = children.preview(office.agent, parent, RESOLVE)
    assert [one.id for one in preview.follow] == [
        *(family[name] for name in ("new", "assigned", "in progress", "on hold")),
        foreign,
    ]
    assert preview.unbegun == {family["new"], family["assigned"]}
    assert [show.show(office.agent, one).ticket for one in family.values()] == before
    hold = children.preview(office.agent, parent, HOLD)
    assert {one.id for one in hold.follow} == {
        family["new"],
        family["assigned"],
        family["in progress"],
        foreign,
    }
    resume = children.preview(office.agent, parent, RESUME)
    assert {one.id for one in resume.follow} == {family["on hold"], family["resolved"]}


def test_that_the_preview_says_why_somebody_cannot_follow(office: Office) -> None:
    agent = office.agent
    parent = a_major(office.supervisor, agent)
    accounts.add_team(office.administrator, "Elsewhere")
    team = next(one.id for one in accounts.teams(agent) if one.name == "Elsewhere")
    theirs = an_incident(agent, team_id=team)
    tickets.move(
        office.colleague, theirs, Wish(Status.IN_PROGRESS, assignee_id=office.colleague.account_id)
    )
    request = a_request(agent)
    for one in (theirs, request):
        relations.link(agent, one, parent, Relation.CHILD_OF)
    preview = children.preview(agent, parent, RESOLVE)
    assert [(one.id, why) for one, why in preview.refused] == [
        (theirs, "Only the assignee's team, or a supervisor, can resolve it."),
        (request, f"REQ-{request} is a service request and goes its own way."),
    ]
    outcome = children.cascade(agent, parent, [theirs, request], RESOLVE)
    assert outcome.done == ()
    assert [one.why for one in outcome.refused] == [why for _, why in preview.refused]


def test_that_children_are_resolved_with_their_parent_and_put_back_by_one_undo(
    office: Office,
) -> None:
    parent, family = a_family(office)
    tickets.move(office.agent, parent, RESOLVE)
    was = {name: status(office.agent, one) for name, one in family.items()}
    preview = children.preview(office.agent, parent, RESOLVE)
    wanted = [one.id for one in preview.follow]
    outcome = children.cascade(office.agent, parent, wanted, RESOLVE)
    assert (outcome.done, outcome.refused) == (tuple(wanted), ())
    assert {status(office.agent, one) for one in family.values()} == {Status.RESOLVED}
    new = show.show(office.agent, family["new"])
    assert new.ticket.assignee_id == office.agent_id
    assert new.ticket.resolution_text == "Mail flows again."
    undone = bulk.undo(office.agent, outcome.undo)
    assert undone.refused == ()
    assert set(undone.done) == set(wanted)
    assert {name: status(office.agent, one) for name, one in family.items()} == was
    assert show.show(office.agent, family["new"]).ticket.assignee_id is None


def test_that_hold_and_back_to_work_cascade_too(office: Office) -> None:
    parent, family = a_family(office)
    held = children.cascade(office.agent, parent, [family["new"], family["in progress"]], HOLD)
    assert held.refused == ()
    assert status(office.agent, family["new"]) is Status.ON_HOLD
    back = children.cascade(office.agent, parent, [family["new"], family["in progress"]], RESUME)
    assert back.refused == ()
    assert status(office.agent, family["in progress"]) is Status.IN_PROGRESS


def test_that_a_child_changed_since_stays_and_says_so_when_it_is_undone(office: Office) -> None:
    parent, family = a_family(office)
    touched = [family["in progress"], family["on hold"]]
    outcome = children.cascade(office.agent, parent, touched, RESOLVE)
    tickets.edit(office.colleague, touched[0], tickets.Edit(title="Something else"))
    undone = bulk.undo(office.agent, outcome.undo)
    assert undone.done == (touched[1],)
    assert "Tom changed" in undone.refused[0].why


def test_that_a_step_is_undone_once_and_only_after_what_followed_it(office: Office) -> None:
    ticket_id = an_incident(office.agent)
    start = tickets.move(
        office.agent, ticket_id, Wish(Status.IN_PROGRESS, assignee_id=office.agent_id)
    ).undo
    done = tickets.move(office.agent, ticket_id, RESOLVE).undo
    assert start is not None
    assert done is not None
    assert bulk.undo(office.agent, [start]).refused[0].why.endswith("undo is too late.")
    undoing.undo(office.agent, done)
    assert bulk.undo(office.agent, [done]).refused[0].why == "This was undone already."
    undoing.undo(office.agent, start)
    assert status(office.agent, ticket_id) is Status.NEW


def test_that_hidden_children_are_counted_and_left_alone(office: Office) -> None:
    parent = a_major(office.supervisor, office.agent)
    hidden = an_incident(office.supervisor, confidential=True)
    relations.link(office.supervisor, hidden, parent, Relation.CHILD_OF)
    preview = children.preview(office.agent, parent, HOLD)
    assert (preview.is_empty, preview.hidden) == (True, 1)
    major_incidents.post_update(office.agent, parent, "It works.", tell_children=True)
    assert show.show(office.supervisor, hidden).said == ()
    with pytest.raises(NotFound):
        show.show(office.agent, hidden)


def test_that_children_are_asked_to_follow_where_their_parent_stands(office: Office) -> None:
    parent, family = a_family(office)
    resuming = children.following(office.agent, parent)
    assert resuming is not None
    assert {one.id for one in resuming.follow} == {family["on hold"], family["resolved"]}
    tickets.move(office.agent, parent, HOLD)
    holding = children.following(office.agent, parent)
    assert holding is not None
    assert holding.wish == HOLD
    tickets.move(office.agent, parent, RESUME)
    tickets.move(office.agent, parent, RESOLVE)
    resolving = children.following(office.agent, parent)
    assert resolving is not None
    assert resolving.wish == RESOLVE
    assert resolving == children.preview(office.agent, parent, RESOLVE)
    assert children.following(office.agent, an_incident(office.agent)) is None
