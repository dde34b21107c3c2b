"""A ticket gets and changes its kind, and nothing of it is lost."""

from __future__ import annotations

import uuid

import pytest

from desk_gui.domain.errors import Invalid, NotAllowed, NotFound, NotPossible
from desk_gui.domain.priority import Level
from desk_gui.domain.sla import ClockState, Target
from desk_gui.domain.ticket import Relation, Wish
from desk_gui.domain.workflow import CancelReason, HoldReason, Kind, ResolutionCode, Status
from desk_gui.operations import (
    accounts,
    classification,
    databases,
    relations,
    requests,
    show,
    tickets,
    undoing,
)
from desk_gui.operations.classification import NewTicket, Reclassification
from desk_gui.operations.tickets import Edit
from desk_gui.storage import rows
from tests.conftest import Office
from tests.factories import a_request, an_incident, an_item, in_progress, resolved

IT_ASKS = "It asks for something."


def test_that_the_text_decides_the_kind_and_both_sayings_are_kept(office: Office) -> None:
    made = classification.open_ticket(office.agent, NewTicket("Printer is broken and jams"))
    page = show.show(office.agent, made.ticket_id)
    assert page.ticket.kind is Kind.INCIDENT
    assert page.proposed is not None
    assert page.proposed.kind is Kind.INCIDENT
    with pytest.raises(Invalid, match="does not say whether"):
        classification.open_ticket(office.agent, NewTicket("xyzzy"))


def test_that_an_assignee_named_at_the_opening_has_the_ticket(office: Office) -> None:
    tom = office.colleague.account_id
    ticket = show.show(office.agent, an_incident(office.agent, assignee_id=tom)).ticket
    assert (ticket.status, ticket.assignee_id) == (Status.ASSIGNED, tom)
    ticket = show.show(office.agent, a_request(office.agent, assignee_id=tom)).ticket
    assert (ticket.status, ticket.assignee_id) == (Status.APPROVED, tom)
    with pytest.raises(NotPossible, match="does not work on tickets"):
        an_incident(office.agent, assignee_id=office.requester.account_id)


def test_that_the_same_submission_is_stored_once(office: Office) -> None:
    key = str(uuid.uuid4())
    new = NewTicket("Printer", kind=Kind.INCIDENT)
    first = classification.open_ticket(office.agent, new, key=key)
    assert classification.open_ticket(office.agent, new, key=key).tickets == first.tickets
    for _ in range(2):
        tickets.comment(office.agent, first.ticket_id, "Hello.", key="not a uuid")
    page = show.show(office.agent, first.ticket_id)
    assert [said.text for said in page.said] == ["Hello."]


def test_that_reclassifying_parks_fields_and_starts_the_other_workflow(office: Office) -> None:
    ticket_id = in_progress(office.agent, an_incident(office.agent, impact=Level.HIGH))
    office.clock.forward(hours=1)
    wish = Wish(Status.ON_HOLD, hold_reason=HoldReason.REQUESTER)
    tickets.move(office.agent, ticket_id, wish)
    office.clock.forward(hours=2)
    wanted = Reclassification(Kind.REQUEST, IT_ASKS, item_id=an_item(office.agent, 1))
    classification.reclassify(office.agent, ticket_id, wanted)
    page = show.show(office.agent, ticket_id)
    ticket = page.ticket
    assert (ticket.number, ticket.status) == (f"REQ-{ticket_id}", Status.AWAITING_APPROVAL)
    assert (ticket.impact, ticket.urgency, ticket.hold_reason) == (None, None, None)
    assert page.parked == {"impact": "high", "urgency": "medium"}
    old = [clock for clock in page.clocks if clock.target is Target.RESOLVE]
    assert [clock.state for clock in old] == [ClockState.STOPPED]
    (fulfil,) = [clock for clock in page.clocks if clock.target is Target.FULFIL]
    assert (fulfil.started_at, fulfil.paused_s) == (ticket.opened_at, 7200)


def test_that_undoing_a_reclassification_gives_everything_back(office: Office) -> None:
    ticket_id = a_request(office.agent)
    start = Wish(Status.IN_FULFILMENT, assignee_id=office.agent.account_id)
    tickets.move(office.agent, ticket_id, start)
    before = show.show(office.agent, ticket_id)
    office.clock.forward(hours=1)
    wanted = Reclassification(Kind.INCIDENT, "It broke.")
    done = classification.reclassify(office.agent, ticket_id, wanted)
    assert show.show(office.agent, ticket_id).tasks == ()
    office.clock.forward(hours=1)
    assert done.undo is not None
    undoing.undo(office.agent, done.undo)
    after = show.show(office.agent, ticket_id)
    same = ("kind", "status", "item_id", "priority", "parked", "impact", "due_at", "assignee_id")
    assert [getattr(after.ticket, n) for n in same] == [getattr(before.ticket, n) for n in same]
    assert after.tasks == before.tasks
    assert [c for c in after.clocks if c.state is not ClockState.STOPPED] == list(before.clocks)
    assert databases.check(office.administrator) == []


def test_that_an_approval_given_before_is_asked_for_again(office: Office) -> None:
    ticket_id = a_request(office.agent, approvals=1)
    requests.approve(office.supervisor, ticket_id)
    classification.reclassify(office.agent, ticket_id, Reclassification(Kind.INCIDENT, "Broke."))
    classification.reclassify(office.agent, ticket_id, Reclassification(Kind.REQUEST, IT_ASKS))
    page = show.show(office.agent, ticket_id)
    assert page.ticket.status is Status.AWAITING_APPROVAL
    assert page.standing.approvals_given == 0
    requests.approve(office.supervisor, ticket_id)
    assert show.show(office.agent, ticket_id).ticket.status is Status.APPROVED


def test_that_reclassifying_needs_a_reason_an_open_ticket_and_another_kind(office: Office) -> None:
    ticket_id = an_incident(office.agent)
    with pytest.raises(Invalid, match="Say why"):
        classification.reclassify(office.agent, ticket_id, Reclassification(Kind.REQUEST, " "))
    with pytest.raises(NotPossible, match="is an incident already"):
        classification.reclassify(office.agent, ticket_id, Reclassification(Kind.INCIDENT, "x"))
    with pytest.raises(Invalid, match="from the catalog"):
        classification.reclassify(office.agent, ticket_id, Reclassification(Kind.REQUEST, "x"))
    resolved(office.agent, ticket_id)
    with pytest.raises(NotPossible, match="Split off a linked ticket"):
        classification.reclassify(office.agent, ticket_id, Reclassification(Kind.REQUEST, "x"))
    with pytest.raises(NotAllowed):
        classification.reclassify(office.requester, ticket_id, Reclassification(Kind.REQUEST, "x"))


def test_that_a_split_makes_a_linked_ticket_of_the_other_kind(office: Office) -> None:
    ticket_id = an_incident(office.agent, confidential=True, team_id=office.team_id)
    new = NewTicket("And a new laptop", item_id=an_item(office.agent))
    part = classification.split(office.agent, ticket_id, new).ticket_id
    page = show.show(office.agent, part)
    assert (page.ticket.kind, page.ticket.confidential) == (Kind.REQUEST, True)
    assert [(end.id, end.relation) for end in page.links] == [(ticket_id, Relation.SPLIT_FROM)]
    assert page.proposed is not None
    with pytest.raises(NotPossible, match="makes a service request"):
        classification.split(office.agent, ticket_id, NewTicket("X", kind=Kind.INCIDENT))


def test_that_a_follow_up_keeps_who_asked_and_who_may_see_it(office: Office) -> None:
    requester = accounts.add_contact(office.agent, "Elena", "elena@example.org")
    ticket_id = resolved(
        office.agent,
        an_incident(
            office.agent, requester_id=requester, confidential=True, team_id=office.team_id
        ),
    )
    tickets.move(office.agent, ticket_id, Wish(Status.CLOSED))
    part = classification.follow_up(office.agent, ticket_id, NewTicket("Again"))
    ticket = show.show(office.agent, max(part.tickets)).ticket
    assert (ticket.requester_id, ticket.confidential) == (requester, True)
    assert ticket.team_id == office.team_id


def test_that_undo_is_too_late_once_somebody_else_changed_the_ticket(office: Office) -> None:
    ticket_id = an_incident(office.agent)
    item = an_item(office.agent)
    done = classification.reclassify(
        office.agent, ticket_id, Reclassification(Kind.REQUEST, IT_ASKS, item_id=item)
    )
    tickets.edit(office.colleague, ticket_id, Edit(title="Another"))
    assert done.undo is not None
    with pytest.raises(NotPossible, match=r"Tom changed REQ-1 since \(title\); undo is too late"):
        undoing.undo(office.agent, done.undo)


def test_that_an_incident_edited_after_a_reclassification_keeps_the_edit(office: Office) -> None:
    ticket_id = a_request(office.agent)
    done = classification.reclassify(
        office.agent, ticket_id, Reclassification(Kind.INCIDENT, "It broke.")
    )
    tickets.assign(
        office.colleague, ticket_id, assignee_id=office.colleague.account_id, team_id=None
    )
    assert done.undo is not None
    with pytest.raises(NotPossible, match="undo is too late"):
        undoing.undo(office.agent, done.undo)


def test_that_undoing_a_cancellation_opens_only_what_it_ended(office: Office) -> None:
    ticket_id = a_request(office.agent, approvals=1)
    classification.reclassify(office.agent, ticket_id, Reclassification(Kind.INCIDENT, "Broke."))
    classification.reclassify(office.agent, ticket_id, Reclassification(Kind.REQUEST, IT_ASKS))
    wish = Wish(Status.CANCELLED, cancel_reason=CancelReason.WITHDRAWN)
    done = tickets.move(office.agent, ticket_id, wish)
    assert done.undo is not None
    undoing.undo(office.agent, done.undo)
    assert len(show.show(office.agent, ticket_id).approvals) == 1


def test_that_undoing_a_resolution_on_hold_keeps_the_clock_paused(office: Office) -> None:
    ticket_id = in_progress(office.agent, an_incident(office.agent))
    tickets.move(office.agent, ticket_id, Wish(Status.ON_HOLD, hold_reason=HoldReason.REQUESTER))
    before = show.show(office.agent, ticket_id).clocks
    office.clock.forward(hours=1)
    wish = Wish(
        Status.RESOLVED, resolution_code=ResolutionCode.FIXED, resolution_text="It works again."
    )
    done = tickets.move(office.agent, ticket_id, wish)
    assert done.undo is not None
    undoing.undo(office.agent, done.undo)
    assert show.show(office.agent, ticket_id).clocks == before


def test_that_an_agent_cannot_bring_an_override_back_by_undoing(office: Office) -> None:
    ticket_id = an_incident(office.agent)
    tickets.edit(office.supervisor, ticket_id, Edit(override=1, override_reason="Board member"))
    done = tickets.edit(office.agent, ticket_id, Edit(impact=Level.LOW))
    assert done.undo is not None
    with pytest.raises(NotAllowed, match="override a priority"):
        undoing.undo(office.agent, done.undo)
    undoing.undo(office.supervisor, done.undo)
    assert show.show(office.agent, ticket_id).ticket.priority == 1


def test_that_a_requester_sees_his_own_tickets_without_work_notes(office: Office) -> None:
    with office.administrator.writing() as session:
        rows.change(session.connection, "account", {"email": "rita@example.org"}, login="rita")
    rita = accounts.add_contact(office.agent, "Rita", "Rita@example.org")
    own, foreign = a_request(office.agent, requester_id=rita), an_incident(office.agent)
    tickets.comment(office.agent, own, "We order it.")
    tickets.work_note(office.agent, own, "She always asks.")
    page = show.show(office.requester, own)
    assert [said.text for said in page.said] == ["We order it."]
    assert page.proposed is None
    assert {move.to for move in page.moves if move.allowed} == {Status.CANCELLED}
    with pytest.raises(NotFound):
        show.show(office.requester, foreign)
    wish = Wish(Status.CANCELLED, cancel_reason=CancelReason.WITHDRAWN)
    with pytest.raises(NotFound):
        tickets.move(office.requester, foreign, wish)
    tickets.move(office.requester, own, wish)


def test_that_a_confidential_ticket_shows_itself_nowhere(office: Office) -> None:
    seen = an_incident(office.agent)
    hidden = an_incident(office.supervisor, "Theft in the office", confidential=True)
    relations.link(office.supervisor, seen, hidden, Relation.RELATED)
    with pytest.raises(NotFound):
        show.show(office.agent, hidden)
    assert show.show(office.agent, seen).links == ()
    assert len(show.show(office.supervisor, seen).links) == 1
