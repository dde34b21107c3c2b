"""Major incidents from the proposal to the review, on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from desk_gui.domain.collaboration import NoticeKind
from desk_gui.domain.errors import Conflict, Invalid, NotAllowed, NotFound, NotPossible
from desk_gui.domain.major_incident import Review, ReviewAction, Stake
from desk_gui.domain.ticket import Major, Relation, Wish
from desk_gui.domain.workflow import CancelReason, HoldReason, Kind, Status
from desk_gui.operations import (
    classification,
    databases,
    major_incidents,
    major_page,
    notices,
    relations,
    search,
    show,
    tickets,
    time_passing,
    undoing,
)
from desk_gui.operations.classification import Reclassification
from desk_gui.operations.desk import Desk, new_key
from desk_gui.operations.major_page import Act, MajorPage
from tests.conftest import Office
from tests.factories import (
    a_declaration,
    a_major,
    a_request,
    a_review,
    an_incident,
    an_item,
    in_progress,
    resolved,
)


def page(desk: Desk, ticket_id: int) -> MajorPage:
    """The incident as a major one, which it must be."""
    found = major_page.page(desk, ticket_id)
    assert found is not None
    return found


def actions(desk: Desk, ticket_id: int) -> list[str]:
    """What the journal says was done, oldest first."""
    return [entry.action for entry in show.show(desk, ticket_id).history]


def told(desk: Desk) -> list[str]:
    """What an account is told about major incidents, newest first."""
    return [one.text for one in notices.notices(desk) if one.what is NoticeKind.MAJOR]


def resolve(desk: Desk, ticket_id: int) -> None:
    wish = Wish(Status.RESOLVED, resolution_code="fixed", resolution_text="Restarted.")  # type: ignore[arg-type] # the word
    tickets.move(desk, ticket_id, wish)


def test_that_any_agent_proposes_with_a_reason_and_supervisors_are_told(office: Office) -> None:
    ticket_id = an_incident(office.colleague)
    with pytest.raises(Invalid, match="Say why"):
        major_incidents.propose(office.agent, ticket_id, "  ")
    with pytest.raises(NotAllowed):
        major_incidents.propose(office.requester, ticket_id, "Everybody complains.")
    major_incidents.propose(office.agent, ticket_id, "Everybody complains.")
    shown = page(office.supervisor, ticket_id)
    assert shown.ticket.major is Major.PROPOSED
    assert (shown.proposed_by, shown.proposal) == ("Amira", "Everybody complains.")
    assert told(office.supervisor) == [
        "Amira proposed it as a major incident: Everybody complains."
    ]
    assert told(office.agent) == []
    assert actions(office.agent, ticket_id)[-1] == "major_proposed"


def test_that_declaring_at_once_journals_both_steps_in_one_transaction(office: Office) -> None:
    ticket_id = in_progress(office.agent, an_incident(office.agent))
    before = show.show(office.agent, ticket_id).ticket.version
    major_incidents.declare(office.supervisor, ticket_id, a_declaration(office.agent))
    shown = show.show(office.agent, ticket_id)
    assert actions(office.agent, ticket_id)[-2:] == ["major_proposed", "major_declared"]
    assert shown.ticket.version == before + 2
    assert {entry.at for entry in shown.history[-2:]} == {office.clock.now}
    assert told(office.agent) == ["Sofia declared it a major incident: Nobody can send invoices."]


def test_that_a_declaration_that_lacks_something_writes_nothing(office: Office) -> None:
    ticket_id = an_incident(office.agent)
    whole = a_declaration(office.agent)
    for lacking, sentence in (
        (replace(whole, coordinator_id=None), "who coordinates"),
        (replace(whole, coordinator_id=office.requester.account_id), "choose an active agent"),
        (replace(whole, business_impact=" "), "what the business cannot do"),
        (replace(whole, stakes=frozenset()), "at least one"),
        (replace(whole, update_every_s=60), "from 5 minutes"),
    ):
        with pytest.raises(Invalid, match=sentence):
            major_incidents.declare(office.supervisor, ticket_id, lacking)
    assert actions(office.agent, ticket_id) == ["opened"]
    assert major_page.page(office.agent, ticket_id) is None


def test_that_only_a_supervisor_declares_and_rejects(office: Office) -> None:
    ticket_id = an_incident(office.agent)
    major_incidents.propose(office.agent, ticket_id, "It spreads.")
    with pytest.raises(NotAllowed, match="supervisor"):
        major_incidents.declare(office.agent, ticket_id, a_declaration(office.agent))
    with pytest.raises(NotAllowed, match="Only a supervisor"):
        major_incidents.reject(office.agent, ticket_id, "No.")
    with pytest.raises(Invalid, match="Say why it is no major incident"):
        major_incidents.reject(office.supervisor, ticket_id, "")
    major_incidents.reject(office.supervisor, ticket_id, "One printer only.")
    assert told(office.agent) == ["Sofia rejected it as a major incident: One printer only."]
    assert page(office.agent, ticket_id).ended_because == "One printer only."


def test_that_what_was_rejected_is_proposed_again_and_what_is_over_is_not(office: Office) -> None:
    ticket_id = an_incident(office.agent)
    major_incidents.propose(office.agent, ticket_id, "It spreads.")
    major_incidents.reject(office.supervisor, ticket_id, "One printer only.")
    major_incidents.propose(office.colleague, ticket_id, "Now the whole floor.")
    shown = page(office.agent, ticket_id)
    assert (shown.proposed_by, shown.ended_at, shown.ended_because) == ("Tom", None, "")
    over = a_major(office.supervisor, office.agent)
    major_incidents.stand_down(office.agent, over, "Mail flows.")
    with pytest.raises(NotPossible, match="an incident of its own"):
        major_incidents.propose(office.agent, over, "Again.")


def test_that_a_request_and_what_is_resolved_never_become_major(office: Office) -> None:
    request, done = a_request(office.agent), resolved(office.agent, an_incident(office.agent))
    with pytest.raises(NotPossible, match="never a major incident"):
        major_incidents.propose(office.agent, request, "It hurts.")
    with pytest.raises(NotPossible, match="only an open incident"):
        major_incidents.declare(office.supervisor, done, a_declaration(office.agent))


def test_that_the_coordinator_leads_and_nobody_else_below_a_supervisor(office: Office) -> None:
    ticket_id = a_major(office.supervisor, office.agent)
    with pytest.raises(NotAllowed, match="coordinator"):
        major_incidents.post_update(office.colleague, ticket_id, "We look at it.")
    with pytest.raises(NotAllowed, match="coordinator"):
        major_incidents.edit(office.colleague, ticket_id, a_declaration(office.agent))
    with pytest.raises(NotAllowed, match="coordinator"):
        major_incidents.stand_down(office.colleague, ticket_id, "Mail flows.")
    other = a_declaration(office.colleague)
    with pytest.raises(NotAllowed, match="Only a supervisor"):
        major_incidents.edit(office.agent, ticket_id, other)
    major_incidents.edit(office.supervisor, ticket_id, other)
    assert told(office.colleague) == ["Sofia made you its coordinator."]
    major_incidents.post_update(office.colleague, ticket_id, "We look at it.")


def test_that_a_confidential_one_is_led_by_somebody_who_may_see_it(office: Office) -> None:
    ticket_id = an_incident(office.supervisor, confidential=True)
    with pytest.raises(Invalid, match="may not see it"):
        major_incidents.declare(office.supervisor, ticket_id, a_declaration(office.agent))
    major_incidents.declare(office.supervisor, ticket_id, a_declaration(office.supervisor))
    assert major_page.now(office.agent) == ()
    assert [one.id for one in major_page.now(office.supervisor)] == [ticket_id]


def test_that_the_next_update_is_due_after_the_interval(office: Office) -> None:
    ticket_id = a_major(office.supervisor, office.agent)
    declared = office.clock.now
    office.clock.forward(minutes=20)
    assert major_page.now(office.colleague)[0].left_s(office.clock.now) == 600
    major_incidents.post_update(office.agent, ticket_id, "The disk is full.")
    assert major_page.now(office.colleague)[0].left_s(office.clock.now) == 1800
    office.clock.forward(minutes=5)
    major_incidents.edit(office.agent, ticket_id, a_declaration(office.agent, update_every_s=3600))
    due = page(office.agent, ticket_id).next_update_at
    assert due == declared + timedelta(minutes=20, hours=1)


def test_that_the_countdown_is_right_after_the_program_was_closed(office: Office) -> None:
    ticket_id = a_major(office.supervisor, office.agent)
    due = office.clock.now + timedelta(minutes=30)
    office.clock.forward(days=2, seconds=7)
    again = databases.open_database(office.agent.database.location)
    reopened = replace(again, clock=office.clock).signed_in_as(office.agent_id)
    (shown,) = major_page.now(reopened)
    assert shown.next_update_at == due
    assert shown.left_s(office.clock.now) == 30 * 60 - (2 * 86400 + 7)
    assert page(reopened, ticket_id).next_update_at == due
    again.database.close()


def test_that_an_update_can_be_told_to_requesters_too(office: Office) -> None:
    ticket_id = a_major(office.supervisor, office.agent)
    child, done = an_incident(office.agent), resolved(office.agent, an_incident(office.agent))
    for one in (child, done):
        relations.link(office.agent, one, ticket_id, Relation.CHILD_OF)
    major_incidents.post_update(office.agent, ticket_id, "For the desk only.")
    assert show.show(office.agent, ticket_id).said == ()
    effects = major_incidents.post_update(
        office.agent, ticket_id, "It works again.", tell_requester=True, tell_children=True
    )
    assert effects.tickets == {ticket_id, child}
    for one in (ticket_id, child):
        (said,) = show.show(office.agent, one).said
        assert (said.text, said.public) == ("It works again.", True)
    assert show.show(office.agent, child).ticket.responded_at == office.clock.now
    assert show.show(office.agent, done).said == ()
    assert [one.told for one in page(office.agent, ticket_id).updates] == [0, 2]


def test_that_an_update_with_a_placeholder_or_without_words_is_not_posted(office: Office) -> None:
    ticket_id = a_major(office.supervisor, office.agent)
    with pytest.raises(Invalid, match=r"Replace \{workaround\}"):
        major_incidents.post_update(office.agent, ticket_id, "Do this: {workaround}")
    with pytest.raises(Invalid, match="Write the update"):
        major_incidents.post_update(office.agent, ticket_id, " ")
    assert page(office.agent, ticket_id).updates == ()


def test_that_everything_sent_twice_is_done_once(office: Office) -> None:
    ticket_id, keys = an_incident(office.agent), [new_key() for _ in range(5)]
    for _ in range(2):
        major_incidents.propose(office.agent, ticket_id, "It spreads.", key=keys[0])
    for _ in range(2):
        declaration = a_declaration(office.agent)
        major_incidents.declare(office.supervisor, ticket_id, declaration, key=keys[1])
    for _ in range(2):
        major_incidents.post_update(office.agent, ticket_id, "We look at it.", key=keys[2])
    for _ in range(2):
        major_incidents.stand_down(office.agent, ticket_id, "Mail flows.", key=keys[3])
    for _ in range(2):
        major_incidents.review(office.agent, ticket_id, a_review(office.agent), key=keys[4])
    assert actions(office.agent, ticket_id) == [
        "opened",
        "major_proposed",
        "major_declared",
        "major_updated",
        "major_stood_down",
        "major_reviewed",
    ]


def test_that_it_ends_only_stood_down_and_reviewed(office: Office) -> None:
    ticket_id = a_major(office.supervisor, office.agent)
    cancel = Wish(Status.CANCELLED, cancel_reason=CancelReason.MISTAKEN)
    with pytest.raises(Invalid, match="stand it down and review it first"):
        tickets.move(office.supervisor, ticket_id, cancel)
    to_request = Reclassification(Kind.REQUEST, "Asked.", an_item(office.agent))
    with pytest.raises(NotPossible, match="stand it down before it changes its kind"):
        classification.reclassify(office.supervisor, ticket_id, to_request)
    with pytest.raises(NotPossible, match="the review looks back"):
        major_incidents.review(office.agent, ticket_id, a_review(office.agent))
    resolve(office.agent, ticket_id)
    major_incidents.stand_down(office.agent, ticket_id, "Mail flows.")
    assert major_page.now(office.agent) == ()
    with pytest.raises(Invalid, match="write its review first"):
        tickets.move(office.agent, ticket_id, Wish(Status.CLOSED))
    major_incidents.review(office.agent, ticket_id, a_review(office.agent))
    tickets.move(office.agent, ticket_id, Wish(Status.CLOSED))
    assert show.show(office.agent, ticket_id).ticket.status is Status.CLOSED


def test_that_it_is_never_closed_by_itself_even_with_its_review(office: Office) -> None:
    ticket_id, other = a_major(office.supervisor, office.agent), an_incident(office.agent)
    resolve(office.agent, ticket_id)
    resolved(office.agent, other)
    major_incidents.stand_down(office.agent, ticket_id, "Mail flows.")
    major_incidents.review(office.agent, ticket_id, a_review(office.agent))
    office.clock.forward(days=400)
    time_passing.let_time_pass(office.agent)
    assert show.show(office.agent, other).ticket.status is Status.CLOSED
    assert show.show(office.agent, ticket_id).ticket.status is Status.RESOLVED


def test_that_a_review_says_the_cause_and_what_is_to_be_done(office: Office) -> None:
    ticket_id = a_major(office.supervisor, office.agent)
    major_incidents.stand_down(office.agent, ticket_id, "Mail flows.")
    for lacking, sentence in (
        (a_review(office.agent, cause=""), "what caused it"),
        (a_review(office.agent, actions=()), "why none is needed"),
        (a_review(office.requester), "an active agent"),
    ):
        with pytest.raises(Invalid, match=sentence):
            major_incidents.review(office.agent, ticket_id, lacking)
    major_incidents.review(office.agent, ticket_id, a_review(office.colleague))
    shown = page(office.agent, ticket_id).review
    assert shown is not None
    assert (shown.cause, shown.who, shown.at) == ("The disk was full.", "Amira", office.clock.now)
    assert [(a.title, a.assignee) for a in shown.actions] == [("Alarm at 80 % of the disk", "Tom")]
    assert told(office.colleague) == ["Amira gave you an action: Alarm at 80 % of the disk."]


def test_that_a_review_is_written_again_until_the_closing_and_loses_nobodys_words(
    office: Office,
) -> None:
    ticket_id = a_major(office.supervisor, office.agent)
    resolve(office.agent, ticket_id)
    major_incidents.stand_down(office.agent, ticket_id, "Mail flows.")
    major_incidents.review(office.agent, ticket_id, a_review(office.agent))
    first = page(office.agent, ticket_id).review
    assert first is not None
    with pytest.raises(Conflict, match="Amira wrote the review"):
        major_incidents.review(office.supervisor, ticket_id, a_review(office.agent))
    kept = ReviewAction("Alarm at 70 %", office.agent_id, id=first.actions[0].id)
    again = a_review(office.agent, actions=(ReviewAction("Ask", office.agent_id), kept))
    office.clock.forward(hours=1)
    major_incidents.review(office.supervisor, ticket_id, again, seen=first.at)
    second = page(office.agent, ticket_id).review
    assert second is not None
    assert [action.title for action in second.actions] == ["Ask", "Alarm at 70 %"]
    assert second.actions[1].id == first.actions[0].id
    tickets.move(office.agent, ticket_id, Wish(Status.CLOSED))
    with pytest.raises(NotPossible, match="stays as it was written"):
        major_incidents.review(office.agent, ticket_id, again, seen=second.at)


def test_that_no_action_is_fine_with_a_sentence(office: Office) -> None:
    ticket_id = a_major(office.supervisor, office.agent)
    major_incidents.stand_down(office.agent, ticket_id, "Mail flows.")
    none = Review("A cut cable.", "Quick.", "Late news.", (), "The carrier did all there is.")
    major_incidents.review(office.agent, ticket_id, none)
    shown = page(office.agent, ticket_id).review
    assert shown is not None
    assert (shown.actions, shown.no_action_because) == ((), "The carrier did all there is.")


def test_that_an_action_is_done_by_its_assignee_also_after_the_closing(office: Office) -> None:
    ticket_id = a_major(office.supervisor, office.agent)
    resolve(office.agent, ticket_id)
    major_incidents.stand_down(office.agent, ticket_id, "Mail flows.")
    major_incidents.review(office.agent, ticket_id, a_review(office.supervisor))
    tickets.move(office.agent, ticket_id, Wish(Status.CLOSED))
    shown = page(office.agent, ticket_id).review
    assert shown is not None
    action_id = shown.actions[0].id
    with pytest.raises(NotAllowed, match="assignee"):
        major_incidents.finish_action(office.colleague, action_id)
    major_incidents.finish_action(office.agent, action_id)  # who coordinated it
    major_incidents.finish_action(office.supervisor, action_id, done=False)
    major_incidents.finish_action(office.supervisor, action_id)
    assert actions(office.agent, ticket_id)[-3:] == [
        "major_action_done",
        "major_action_open",
        "major_action_done",
    ]
    with pytest.raises(NotFound):
        major_incidents.finish_action(office.agent, action_id + 1)


def test_that_a_rejected_one_can_change_its_kind_and_back(office: Office) -> None:
    ticket_id = an_incident(office.agent)
    major_incidents.propose(office.agent, ticket_id, "It spreads.")
    to_request = Reclassification(Kind.REQUEST, "It asks.", an_item(office.agent))
    with pytest.raises(NotPossible, match="declares or rejects that first"):
        classification.reclassify(office.agent, ticket_id, to_request)
    major_incidents.reject(office.supervisor, ticket_id, "It only asks for something.")
    undo = classification.reclassify(office.agent, ticket_id, to_request).undo
    assert show.show(office.agent, ticket_id).ticket.major is Major.NONE
    assert undo is not None
    undoing.undo(office.agent, undo)
    assert show.show(office.agent, ticket_id).ticket.major is Major.REJECTED


def test_that_what_can_be_done_is_offered_and_the_rest_says_why(office: Office) -> None:
    ticket_id = a_major(office.supervisor, office.agent)
    mine, others = page(office.agent, ticket_id), page(office.colleague, ticket_id)
    able = {act for act, why in mine.blocked.items() if not why}
    assert able == {Act.UPDATE, Act.EDIT, Act.STAND_DOWN}
    assert all(others.blocked.values())


def test_that_the_banner_and_the_filter_find_the_same(office: Office) -> None:
    first = a_major(office.supervisor, office.agent)
    office.clock.forward(minutes=1)
    second = a_major(office.supervisor, office.colleague, an_incident(office.agent))
    an_incident(office.agent)
    shown = major_page.now(office.agent)
    assert [(one.id, one.coordinator) for one in shown] == [(first, "Amira"), (second, "Tom")]
    assert sorted(search.ids(office.agent, "major:declared")) == [first, second]
    with pytest.raises(NotAllowed):
        major_page.now(office.requester)


def test_that_the_timeline_tells_what_happened_in_order(office: Office) -> None:
    ticket_id = a_major(office.supervisor, office.agent, stakes=frozenset({Stake.SERVICE}))
    children = [an_incident(office.agent) for _ in range(3)]
    for child in children:
        relations.link(office.agent, child, ticket_id, Relation.CHILD_OF)
    office.clock.forward(minutes=10)
    major_incidents.post_update(office.agent, ticket_id, "The disk is full.")
    office.clock.forward(minutes=10)
    hold = Wish(Status.ON_HOLD, hold_reason=HoldReason.SUPPLIER)
    tickets.move(office.agent, ticket_id, hold)
    office.clock.forward(minutes=10)
    resolve(office.agent, ticket_id)
    resolved(office.agent, children[0])
    office.clock.forward(minutes=1)
    major_incidents.stand_down(office.agent, ticket_id, "Mail flows.")
    told = [(moment.who, moment.words) for moment in page(office.agent, ticket_id).timeline]
    for wanted in (
        ("Amira", "Opened"),
        ("Sofia", "Declared a major incident: Nobody can send invoices."),
        ("Amira", "3 incidents linked as children"),
        ("Amira", "The disk is full."),
        ("Amira", "On hold (supplier)"),
        ("Amira", "Resolved (Restarted.)"),
        ("", f"Child INC-{children[0]} resolved"),
        ("Amira", "Stood down: Mail flows."),
    ):
        assert wanted in told
        told = told[told.index(wanted) :]
