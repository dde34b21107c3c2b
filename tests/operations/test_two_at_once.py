"""Several people change the same tickets at the same time: nothing is lost."""

from __future__ import annotations

import random
import threading

import pytest

from desk_gui.domain.errors import ChangedBy, Conflict
from desk_gui.domain.priority import Level
from desk_gui.operations import databases, show, tickets
from desk_gui.operations.tickets import Edit
from tests.conftest import Office
from tests.factories import an_incident

PEOPLE, EDITS = 4, 50


def test_that_four_people_editing_three_tickets_lose_no_change(office: Office) -> None:
    ids = [an_incident(office.agent, f"Ticket {n}") for n in range(3)]
    desks = [office.agent, office.colleague, office.supervisor, office.administrator]
    done: list[tuple[int, str]] = []
    conflicts: list[Conflict] = []
    surprises: list[BaseException] = []

    def work(person: int) -> None:
        chance = random.Random(person)  # noqa: S311 - the same choices in each run
        for number in range(EDITS):
            ticket_id, title = chance.choice(ids), f"Edit {number} of {person}"
            try:
                seen = show.show(desks[person], ticket_id).ticket.version
                tickets.edit(desks[person], ticket_id, Edit(title=title), seen_version=seen)
                done.append((ticket_id, title))
            except Conflict as conflict:
                conflicts.append(conflict)
            except BaseException as surprise:  # noqa: BLE001 - whatever it is, it is told below
                surprises.append(surprise)

    threads = [threading.Thread(target=work, args=(person,)) for person in range(PEOPLE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert surprises == []
    assert len(done) + len(conflicts) == PEOPLE * EDITS
    for ticket_id in ids:
        page = show.show(office.agent, ticket_id)
        titles = [entry.after["title"] for entry in page.history if entry.action == "edited"]
        assert sorted(titles) == sorted(title for id_, title in done if id_ == ticket_id)
        assert page.ticket.title == titles[-1]
        assert page.ticket.version == 1 + len(titles)
    assert databases.check(office.administrator) == []


def test_that_changes_to_different_fields_are_both_kept(office: Office) -> None:
    ticket_id = an_incident(office.agent)
    seen = show.show(office.agent, ticket_id).ticket.version
    tickets.edit(office.agent, ticket_id, Edit(title="Mine"), seen_version=seen)
    tickets.edit(office.colleague, ticket_id, Edit(text="Theirs"), seen_version=seen)
    tickets.edit(office.agent, ticket_id, Edit(impact=Level.HIGH), seen_version=seen)
    tickets.edit(office.colleague, ticket_id, Edit(urgency=Level.LOW), seen_version=seen)
    ticket = show.show(office.agent, ticket_id).ticket
    assert (ticket.title, ticket.text) == ("Mine", "Theirs")
    assert (ticket.impact, ticket.urgency, ticket.priority) == (Level.HIGH, Level.LOW, 3)


def test_that_the_same_field_is_a_conflict_with_both_versions(office: Office) -> None:
    ticket_id = an_incident(office.agent)
    seen = show.show(office.agent, ticket_id).ticket.version
    tickets.edit(office.agent, ticket_id, Edit(title="Amira's"), seen_version=seen)
    with pytest.raises(Conflict, match=r"was changed by Amira a moment ago \(title\)") as caught:
        tickets.edit(office.colleague, ticket_id, Edit(title="Tom's"), seen_version=seen)
    assert caught.value.theirs == {"title": "Amira's"}
    assert caught.value.mine == {"title": "Tom's"}
    assert caught.value.changed == {"title": ChangedBy("Amira", office.clock())}
    assert caught.value.version == show.show(office.agent, ticket_id).ticket.version
    assert show.show(office.agent, ticket_id).ticket.title == "Amira's"
    tickets.edit(office.colleague, ticket_id, Edit(title="Amira's"), seen_version=seen)


def test_that_a_field_sent_as_it_was_seen_leaves_what_others_made_of_it(office: Office) -> None:
    ticket_id, tom = an_incident(office.agent), office.colleague.account_id
    seen = show.show(office.agent, ticket_id).ticket
    tickets.assign(office.colleague, ticket_id, assignee_id=tom, team_id=None)
    tickets.edit(office.colleague, ticket_id, Edit(impact=Level.HIGH))
    tickets.assign(
        office.agent,
        ticket_id,
        assignee_id=seen.assignee_id,
        team_id=office.team_id,
        seen_version=seen.version,
    )
    as_seen = Edit(impact=seen.impact, title="Another title")
    tickets.edit(office.agent, ticket_id, as_seen, seen_version=seen.version)
    ticket = show.show(office.agent, ticket_id).ticket
    assert (ticket.assignee_id, ticket.team_id) == (tom, office.team_id)
    assert (ticket.impact, ticket.title, ticket.priority) == (Level.HIGH, "Another title", 2)


def test_that_a_conflict_names_the_last_who_changed_each_field(office: Office) -> None:
    ticket_id = an_incident(office.agent)
    seen = show.show(office.agent, ticket_id).ticket.version
    tickets.edit(office.colleague, ticket_id, Edit(title="Tom's", text="Tom's"))
    at = office.clock.forward(minutes=1)
    tickets.edit(office.supervisor, ticket_id, Edit(title="Sofia's"))
    mine = Edit(title="Mine", text="Mine", impact=Level.LOW)
    with pytest.raises(Conflict, match="changed by Sofia") as caught:
        tickets.edit(office.agent, ticket_id, mine, seen_version=seen)
    assert caught.value.theirs == {"title": "Sofia's", "text": "Tom's"}
    assert caught.value.changed["title"] == ChangedBy("Sofia", at)
    assert caught.value.changed["text"].who == "Tom"
    kept = mine.without(["title"])
    assert kept == Edit(text="Mine", impact=Level.LOW)


def test_that_an_override_is_left_out_with_its_reason() -> None:
    wanted = Edit(title="Mine", override=1, override_reason="The board waits.")
    assert wanted.without(["priority"]) == wanted.without(["override_reason"]) == Edit(title="Mine")
