"""Duplicates are merged into the ticket that stays, and taken out again."""

from __future__ import annotations

from datetime import datetime

import pytest

from desk_gui.domain.attachment import NewFile, Upload
from desk_gui.domain.collaboration import NoticeKind, Writing
from desk_gui.domain.errors import Conflict, Invalid, NotFound, NotPossible, Refusal
from desk_gui.domain.ticket import Relation, Wish
from desk_gui.domain.workflow import CancelReason, HoldReason, Status
from desk_gui.operations import (
    accounts,
    drafts,
    major_incidents,
    merging,
    notices,
    relations,
    requests,
    show,
    tickets,
    undoing,
    watching,
)
from desk_gui.operations.desk import new_key
from desk_gui.operations.tickets import Edit
from desk_gui.storage import rows
from tests.conftest import Office
from tests.factories import a_request, an_incident, in_progress, resolved
from tests.operations.whole import whole

DUPLICATE = Wish(Status.CANCELLED, cancel_reason=CancelReason.DUPLICATE)


def heard(page: show.TicketPage) -> list[tuple[str | None, str]]:
    """What was said, each with the number of the ticket it came from."""
    return [(said.number, said.text) for said in page.said]


def test_that_the_ticket_that_stays_shows_both_conversations_by_time(office: Office) -> None:
    desk, clock = office.agent, office.clock
    first = an_incident(desk, "Mail is down", text="Since nine.")
    clock.forward(minutes=1)
    second = an_incident(desk, "No mail", text="Nobody here has mail.")
    clock.forward(minutes=1)
    tickets.comment(desk, second, "We look at it.")
    clock.forward(minutes=1)
    tickets.work_note(desk, first, "The host is gone.")
    merging.merge(desk, second, first)
    page = show.show(desk, first)
    assert heard(page) == [
        (f"INC-{second}", "No mail\n\nNobody here has mail."),
        (f"INC-{second}", "We look at it."),
        (None, "The host is gone."),
    ]
    assert page.said[0].opening
    assert [one.number for one in page.family.below] == [f"INC-{second}"]


def test_that_the_merged_ticket_says_where_it_went_and_reads_the_answers_from_then_on(
    office: Office,
) -> None:
    desk, clock = office.agent, office.clock
    first, second = an_incident(desk, "Mail is down"), an_incident(desk, "No mail")
    tickets.comment(desk, first, "Said before.")
    clock.forward(minutes=1)
    merging.merge(desk, second, first)
    clock.forward(minutes=1)
    tickets.comment(desk, first, "It runs again.")
    tickets.work_note(desk, first, "For the desk only.")
    page = show.show(desk, second)
    assert page.family.staying == f"INC-{first}"
    assert [one.id for one in page.family.above] == [first]
    assert heard(page) == [(f"INC-{first}", "It runs again.")]
    ticket = page.ticket
    assert (ticket.status, ticket.cancel_reason) == (Status.CANCELLED, CancelReason.DUPLICATE)


def test_that_a_chain_shows_every_conversation_on_the_last(office: Office) -> None:
    desk = office.agent
    ids = [an_incident(desk, f"Mail {n}", text=f"Text {n}") for n in range(3)]
    merging.merge(desk, ids[0], ids[1])
    merging.merge(desk, ids[1], ids[2])
    page = show.show(desk, ids[2])
    assert [one.id for one in page.family.below] == ids[:2]
    assert [said.number for said in page.said] == [f"INC-{ids[0]}", f"INC-{ids[1]}"]
    bottom = show.show(desk, ids[0]).family
    assert ([one.id for one in bottom.above], bottom.staying) == (ids[1:], f"INC-{ids[2]}")
    merging.unmerge(desk, ids[1])
    assert [one.id for one in show.show(desk, ids[1]).family.below] == [ids[0]]
    assert show.show(desk, ids[2]).said == ()


def test_that_unmerging_gives_everything_back_but_the_answers(office: Office) -> None:
    desk, clock = office.agent, office.clock
    first, second = an_incident(desk, "Mail is down"), in_progress(desk, an_incident(desk))
    tickets.move(desk, second, Wish(Status.ON_HOLD, hold_reason=HoldReason.REQUESTER))
    before = whole(office, second)
    clock.forward(hours=2)
    merging.merge(desk, second, first)
    clock.forward(days=30)
    tickets.comment(desk, first, "Said while they were one.")
    effects = merging.unmerge(desk, second)
    assert effects.tickets == {first, second}
    assert whole(office, second) == before
    page, stayed = show.show(desk, second), show.show(desk, first)
    assert (page.links, page.family.staying, page.said) == ((), None, ())
    assert heard(stayed) == [(None, "Said while they were one.")]
    told = [entry.action for entry in stayed.history if entry.version is None]
    assert told == ["merged in", "commented", "taken out"]


def test_that_approvals_and_tasks_are_void_while_merged_and_come_back(office: Office) -> None:
    desk = office.agent
    stays, goes = a_request(desk, approvals=1), a_request(desk, approvals=1)
    requests.approve(office.supervisor, goes)
    tickets.move(desk, goes, Wish(Status.IN_FULFILMENT, assignee_id=desk.account_id))
    requests.complete_task(desk, goes, show.show(desk, goes).tasks[0].id)
    before = whole(office, goes)
    merging.merge(desk, goes, stays)
    assert [task.status.value for task in show.show(desk, goes).tasks] == ["done"]
    merging.unmerge(desk, goes)
    assert whole(office, goes) == before


def test_that_an_undo_takes_a_merge_back_too(office: Office) -> None:
    desk = office.agent
    first, second = an_incident(desk), an_incident(desk)
    before = whole(office, second)
    merged = merging.merge(desk, second, first)
    assert show.show(desk, second).undo == merged.undo
    assert merged.undo is not None
    undoing.undo(desk, merged.undo)
    assert whole(office, second) == before


def test_that_unmerging_is_refused_once_somebody_changed_the_merged_ticket(office: Office) -> None:
    desk = office.agent
    first, second = an_incident(desk), an_incident(desk)
    merging.merge(desk, second, first)
    tickets.edit(office.colleague, second, Edit(title="Something else"))
    with pytest.raises(NotPossible, match=rf"^Tom changed INC-{second} since \(title\)"):
        merging.unmerge(desk, second)


def test_that_a_link_from_before_the_merge_stays_after_it(office: Office) -> None:
    desk = office.agent
    first, second = an_incident(desk), an_incident(desk)
    relations.link(desk, second, first, Relation.DUPLICATE_OF)
    merging.merge(desk, second, first)
    merging.unmerge(desk, second)
    assert [link.id for link in show.show(desk, second).links] == [first]


def test_that_cancelling_as_a_duplicate_is_merging(office: Office) -> None:
    desk = office.agent
    first, second = an_incident(desk, "First"), an_incident(desk, "Second")
    relations.link(desk, second, first, Relation.DUPLICATE_OF)
    tickets.move(desk, second, DUPLICATE)
    assert [said.number for said in show.show(desk, first).said] == [f"INC-{second}"]
    resolved(desk, first)
    third = an_incident(desk)
    relations.link(desk, third, first, Relation.DUPLICATE_OF)
    with pytest.raises(Invalid, match=f"INC-{first} is resolved; reopen it first"):
        tickets.move(desk, third, DUPLICATE)


def test_that_what_cannot_be_merged_is_refused_in_a_sentence(office: Office) -> None:
    desk = office.agent
    first, request = an_incident(desk), a_request(desk)
    done, gone = resolved(desk, an_incident(desk)), an_incident(desk)
    tickets.move(desk, gone, Wish(Status.CANCELLED, cancel_reason=CancelReason.MISTAKEN))
    for ticket_id, into, words in (
        (first, first, "cannot be merged into itself"),
        (first, request, "only tickets of one kind are merged. Link them instead"),
        (done, first, "is resolved; reopen it first, or link it instead"),
        (gone, first, "is cancelled, which is final; link it instead"),
        (first, done, "is resolved; reopen it first, or link them instead"),
        (first, gone, "is cancelled, which is final; link them instead"),
        (first, 999, "There is no ticket 999"),
    ):
        with pytest.raises(Refusal, match=words):
            merging.merge(desk, ticket_id, into)
    assert show.show(desk, first).ticket.version == 1


def test_that_a_major_incident_is_not_merged_away_but_takes_others_in(office: Office) -> None:
    desk = office.agent
    first, second = an_incident(desk), an_incident(desk)
    major_incidents.propose(desk, second, "Nobody has mail.")
    with pytest.raises(NotPossible, match=f"merge INC-{first} into it instead"):
        merging.merge(desk, second, first)
    merging.merge(desk, first, second)


def test_that_a_ticket_that_was_merged_names_the_one_that_stays(office: Office) -> None:
    desk = office.agent
    first, second, third = (an_incident(desk) for _ in range(3))
    merging.merge(desk, second, first)
    with pytest.raises(NotPossible, match=f"INC-{second} was merged into INC-{first}; choose"):
        merging.merge(desk, third, second)
    with pytest.raises(NotPossible, match=f"INC-{second} was merged into INC-{first}; choose"):
        merging.merge(desk, first, second)
    seen = merging.preview(desk, [third, first, third], second)
    assert (seen.staying, seen.note) == (
        f"INC-{first}",
        f"INC-{second} was merged into INC-{first}, so INC-{first} stays.",
    )
    assert [(part.id, part.why_not) for part in seen.parts] == [(third, None)]


def test_that_a_preview_says_what_is_left_and_why(office: Office) -> None:
    desk = office.agent
    first, second, request = an_incident(desk), an_incident(desk), a_request(desk)
    seen = merging.preview(desk, [first, second, request], first)
    assert [(part.id, bool(part.why_not)) for part in seen.parts] == [
        (second, False),
        (request, True),
    ]
    assert show.show(desk, second).ticket.status is Status.NEW


def test_that_what_is_said_later_belongs_on_the_ticket_that_stays(office: Office) -> None:
    desk = office.agent
    first, second = an_incident(desk), an_incident(desk)
    merging.merge(desk, second, first)
    for speak in (tickets.comment, tickets.work_note, tickets.requester_answer):
        with pytest.raises(NotPossible, match=f"was merged into INC-{first}; write it there"):
            speak(desk, second, "Hello?")
    assert show.show(desk, second).said == ()


def test_that_a_draft_on_the_merged_ticket_is_offered_and_never_lost(office: Office) -> None:
    desk = office.agent
    first, second = an_incident(desk), an_incident(desk)
    drafts.keep(desk, second, "Dear Elena, we", Writing.ANSWER)
    drafts.keep(office.colleague, second, "Not mine", Writing.NOTE)
    merging.merge(desk, second, first)
    offered = show.show(desk, first).drafts
    assert [(one.number, one.text, one.mode) for one in offered] == [
        (f"INC-{second}", "Dear Elena, we", Writing.ANSWER)
    ]
    merging.unmerge(desk, second)
    kept = show.show(desk, second).draft
    assert kept is not None
    assert kept.text == "Dear Elena, we"
    assert show.show(desk, first).drafts == ()


def test_that_a_draft_is_forgotten_once_it_was_taken_over(office: Office) -> None:
    desk = office.agent
    first, second = an_incident(desk), an_incident(desk)
    drafts.keep(desk, second, "Dear Elena, we", Writing.ANSWER)
    merging.merge(desk, second, first)
    drafts.take(desk, second)
    assert show.show(desk, first).drafts == ()


def test_that_attachments_of_the_merged_ticket_are_shown_with_those_of_the_other(
    office: Office,
) -> None:
    desk = office.agent
    first, second = an_incident(desk), an_incident(desk)
    upload = Upload((NewFile("shot.png", b"one"),))
    tickets.comment(desk, second, "See here.", files=upload)
    merging.merge(desk, second, first)
    assert [one.name for one in show.show(desk, first).attachments] == ["shot.png"]
    tickets.comment(desk, first, "And here.", files=Upload((NewFile("fix.txt", b"two"),)))
    assert [one.name for one in show.show(desk, second).attachments] == ["shot.png", "fix.txt"]


def test_that_watchers_of_the_merged_ticket_hear_of_the_other(office: Office) -> None:
    desk = office.agent
    first, second = an_incident(desk), an_incident(desk)
    watching.watch(office.colleague, second)
    merging.merge(desk, second, first)
    tickets.comment(desk, first, "It runs again.")
    told = notices.notices(office.colleague)
    assert [(one.ticket_id, one.what) for one in told if "It runs" in one.text] == [
        (first, NoticeKind.WATCHED)
    ]


def test_that_a_confidential_merged_ticket_is_shown_to_its_team_only(office: Office) -> None:
    accounts.add_team(office.administrator, "Payroll")
    team = next(one.id for one in accounts.teams(office.agent) if one.name == "Payroll")
    boss = office.supervisor
    first = an_incident(boss, "Wages are late")
    secret = an_incident(boss, "My wage", confidential=True, team_id=team)
    merging.merge(boss, secret, first)
    assert show.show(office.agent, first).said == ()
    assert show.show(office.agent, first).family.below == ()
    assert len(show.show(boss, first).said) == 1


def test_that_an_unseen_ticket_that_stays_is_named_but_not_read(office: Office) -> None:
    accounts.add_team(office.administrator, "Payroll")
    team = next(one.id for one in accounts.teams(office.agent) if one.name == "Payroll")
    boss = office.supervisor
    goes, secret = an_incident(boss), an_incident(boss, confidential=True, team_id=team)
    merging.merge(boss, goes, secret)
    tickets.comment(boss, secret, "Wages come on Friday.")
    family = show.show(office.agent, goes).family
    assert (family.above, family.staying) == ((), f"INC-{secret}")
    assert show.show(office.agent, goes).said == ()
    with pytest.raises(NotFound):
        merging.merge(office.agent, an_incident(office.agent), secret)


def test_that_the_requester_of_the_merged_ticket_reads_what_the_desk_answers(
    office: Office,
) -> None:
    """On his own ticket, and neither what the other requester wrote nor how the desk works."""
    desk = office.agent
    with desk.writing() as session:
        rows.change(session.connection, "account", {"email": "rita@example.org"}, login="rita")
    first = an_incident(desk, "Mail is down", requester="other@example.org")
    mine = an_incident(desk, "No mail", requester="rita@example.org")
    merging.merge(desk, mine, first)
    tickets.requester_answer(desk, first, "My password is 1234.")
    tickets.work_note(desk, first, "Do not say that it was us.")
    tickets.comment(desk, first, "It runs again.")
    page = show.show(office.requester, mine)
    assert [said.text for said in page.said] == ["It runs again."]
    with pytest.raises(NotFound):
        show.show(office.requester, first)


def test_that_a_merge_sent_twice_with_its_key_is_one(office: Office) -> None:
    desk, key = office.agent, new_key()
    first, second = an_incident(desk), an_incident(desk)
    merging.merge(desk, second, first, key=key)
    assert merging.merge(desk, second, first, key=key).tickets == {second}
    assert [entry.action for entry in show.show(desk, first).history].count("merged in") == 1


def test_that_a_merge_of_what_somebody_resolved_meanwhile_is_a_conflict_or_refused(
    office: Office,
) -> None:
    desk = office.agent
    first, second = an_incident(desk), an_incident(desk)
    seen = show.show(desk, second).ticket.version
    in_progress(office.colleague, second)
    with pytest.raises(Conflict, match="was changed by Tom"):
        merging.merge(desk, second, first, seen_version=seen)
    assert show.show(desk, second).ticket.status is Status.IN_PROGRESS


def test_that_only_agents_merge(office: Office) -> None:
    first, second = an_incident(office.agent), an_incident(office.agent)
    with pytest.raises(Refusal):
        merging.merge(office.requester, second, first)
    with pytest.raises(Refusal):
        merging.unmerge(office.requester, second)


def test_that_what_is_not_merged_is_not_taken_out(office: Office) -> None:
    ticket_id = an_incident(office.agent)
    with pytest.raises(NotPossible, match="is not merged into another ticket"):
        merging.unmerge(office.agent, ticket_id)


def test_that_merging_stops_the_clocks_and_is_no_breach(office: Office) -> None:
    desk, clock = office.agent, office.clock
    first, second = an_incident(desk), an_incident(desk)
    clock.forward(minutes=5)
    merging.merge(desk, second, first)
    page = show.show(desk, second)
    assert {one.state.value for one in page.clocks} == {"stopped"}
    ended: set[datetime | None] = {one.ended_at for one in page.clocks}
    assert ended == {clock.now}
    assert page.ticket.due_at is None
