"""Unsent words: one draft for each person and ticket, gone with the act that sends it."""

from __future__ import annotations

import pytest

from desk_gui.domain.collaboration import Writing
from desk_gui.domain.errors import Invalid, NotFound
from desk_gui.domain.workflow import Kind
from desk_gui.operations import classification, drafts, show, tickets
from desk_gui.operations.classification import NewTicket
from desk_gui.operations.tickets import Edit
from desk_gui.storage import rows
from tests.conftest import Office
from tests.factories import an_incident


def test_that_a_draft_is_kept_for_each_person_and_ticket(office: Office) -> None:
    first, second = an_incident(office.agent), an_incident(office.agent)
    drafts.keep(office.agent, first, "We look", Writing.ANSWER)
    drafts.keep(office.agent, first, "We look at it", Writing.NOTE)
    drafts.keep(office.colleague, first, "Tom's", Writing.ANSWER)
    mine = show.show(office.agent, first).draft
    assert mine is not None
    assert (mine.text, mine.mode) == ("We look at it", Writing.NOTE)
    his = show.show(office.colleague, first).draft
    assert his is not None
    assert his.text == "Tom's"
    assert show.show(office.agent, second).draft is None


def test_that_an_empty_text_forgets_the_draft(office: Office) -> None:
    ticket_id = an_incident(office.agent)
    drafts.keep(office.agent, ticket_id, "We look", Writing.ANSWER)
    drafts.keep(office.agent, ticket_id, " \n", Writing.ANSWER)
    assert show.show(office.agent, ticket_id).draft is None


@pytest.mark.parametrize("send", [tickets.comment, tickets.work_note])
def test_that_sending_takes_the_draft_away_in_the_same_transaction(
    office: Office, send: object
) -> None:
    ticket_id = an_incident(office.agent)
    drafts.keep(office.agent, ticket_id, "We look at it", Writing.ANSWER)
    drafts.keep(office.colleague, ticket_id, "Tom's", Writing.ANSWER)
    with pytest.raises(Invalid):
        send(office.agent, ticket_id, "  ")  # type: ignore[operator]  # one of two operations
    assert show.show(office.agent, ticket_id).draft is not None
    send(office.agent, ticket_id, "We look at it")  # type: ignore[operator]
    assert show.show(office.agent, ticket_id).draft is None
    assert show.show(office.colleague, ticket_id).draft is not None


def test_that_what_the_requester_answered_leaves_my_draft(office: Office) -> None:
    ticket_id = an_incident(office.agent)
    drafts.keep(office.agent, ticket_id, "We look at it", Writing.ANSWER)
    tickets.requester_answer(office.agent, ticket_id, "It works again.")
    assert show.show(office.agent, ticket_id).draft is not None


def test_that_nothing_is_kept_on_a_ticket_that_may_not_be_seen(office: Office) -> None:
    ticket_id = an_incident(office.supervisor)
    tickets.edit(office.supervisor, ticket_id, Edit(confidential=True))
    with pytest.raises(NotFound):
        drafts.keep(office.agent, ticket_id, "Words", Writing.ANSWER)


def test_that_drafts_that_a_merge_brought_together_are_read_as_one(office: Office) -> None:
    ticket_id = an_incident(office.agent)
    drafts.keep(office.agent, ticket_id, "The answer", Writing.ANSWER)
    with office.agent.aside() as session:
        values = {"account_id": office.agent_id, "ticket_id": ticket_id, "mode": Writing.NOTE}
        rows.add(
            session.connection,
            "draft",
            text="The note",
            at=office.clock.forward(minutes=1),
            **values,
        )
    found = show.show(office.agent, ticket_id).draft
    assert found is not None
    assert (found.text, found.mode) == ("The answer\n\nThe note", Writing.NOTE)


def test_that_unsent_new_tickets_are_kept_one_for_each_form(office: Office) -> None:
    first = drafts.keep_form(office.agent, {"title": "Printer"})
    office.clock.forward(minutes=1)
    second = drafts.keep_form(office.agent, {"title": "Mail “down” \ud800"})
    assert drafts.keep_form(office.agent, {"title": "Printer jams"}, first) == first
    found = {one.id: one.fields["title"] for one in drafts.kept_forms(office.agent)}
    assert found == {first: "Printer jams", second: "Mail “down” ?"}
    assert drafts.kept_forms(office.colleague) == []
    drafts.throw_away(office.colleague, first)
    assert len(drafts.kept_forms(office.agent)) == 2
    drafts.throw_away(office.agent, first)
    assert [one.id for one in drafts.kept_forms(office.agent)] == [second]


def test_that_a_draft_thrown_away_elsewhere_is_kept_anew(office: Office) -> None:
    first = drafts.keep_form(office.agent, {"title": "Printer"})
    drafts.throw_away(office.agent, first)
    again = drafts.keep_form(office.agent, {"title": "Printer jams"}, first)
    assert [one.id for one in drafts.kept_forms(office.agent)] == [again]


def test_that_opening_the_ticket_takes_its_draft_away(office: Office) -> None:
    draft_id = drafts.keep_form(office.agent, {"title": "Printer"})
    other = drafts.keep_form(office.colleague, {"title": "Printer"})
    new = NewTicket("Printer is broken", kind=Kind.INCIDENT, draft_id=draft_id)
    ticket_id = classification.open_ticket(office.agent, new).ticket_id
    assert show.show(office.agent, ticket_id).ticket.title == "Printer is broken"
    assert drafts.kept_forms(office.agent) == []
    assert [one.id for one in drafts.kept_forms(office.colleague)] == [other]
