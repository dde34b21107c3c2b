"""A new ticket finds those that are likely the same matter."""

from __future__ import annotations

import pytest

from desk_gui.domain.errors import NotAllowed, NotPossible
from desk_gui.domain.ticket import Relation, Wish
from desk_gui.domain.workflow import CancelReason, Kind, Status
from desk_gui.operations import (
    accounts,
    classification,
    duplicates,
    merging,
    search,
    show,
    tickets,
)
from desk_gui.operations.classification import NewTicket
from desk_gui.operations.desk import new_key
from desk_gui.operations.duplicates import Likely
from desk_gui.operations.tickets import Edit
from tests.conftest import Office
from tests.factories import a_request, an_incident, resolved

LYON = "Mail server unreachable for the whole Lyon office"


def found(office: Office, title: str, text: str = "", **more: object) -> list[int]:
    return [one.id for one in duplicates.likely(office.agent, title, text, **more)]  # type: ignore[arg-type]  # by name


def only(found: list[Likely]) -> Likely:
    (one,) = found
    return one


def test_that_what_says_the_same_in_other_words_is_found_and_says_why(office: Office) -> None:
    desk = office.agent
    elena = accounts.add_contact(desk, "Elena")
    first = an_incident(desk, LYON, text="Nobody can open mail.", requester_id=elena)
    an_incident(desk, "Printer on floor 2 prints blank pages")
    an_incident(desk, "Coffee machine in Lyon is empty")
    office.clock.forward(minutes=12)
    one = only(duplicates.likely(desk, "No mail in Lyon", "The server cannot be reached."))
    assert (one.id, one.number, one.opened_at) == (first, f"INC-{first}", one.opened_at)
    assert one.because == "same words: mail, Lyon, server"
    again = only(duplicates.likely(desk, "No mail in Lyon", requester_id=elena))
    assert again.because == "same words: mail, Lyon; same requester"
    assert again.score > 0.5


def test_that_the_likeliest_comes_first(office: Office) -> None:
    desk = office.agent
    other = an_incident(desk, "Printer in the warehouse prints blank pages")
    same = an_incident(desk, "Printer on floor 2 prints blank pages")
    asked = "The printer on floor 2 is printing blank pages"
    assert found(office, asked) == [same, other]
    assert found(office, asked, limit=1) == [same]
    assert found(office, asked, without=same) == [other]


def test_that_one_common_word_is_not_enough(office: Office) -> None:
    an_incident(office.agent, "Printer on floor 2 prints blank pages")
    assert found(office, "Printer driver missing after update") == []
    assert found(office, "please help") == []
    assert found(office, "") == []
    assert found(office, "  ", "Printer prints blank pages") == []


def test_that_it_is_open_or_was_resolved_lately_and_what_is_open_comes_first(
    office: Office,
) -> None:
    desk, clock = office.agent, office.clock
    long_ago = resolved(desk, an_incident(desk, LYON))
    clock.forward(days=31)
    lately = resolved(desk, an_incident(desk, LYON))
    mistaken = an_incident(desk, LYON)
    wish = Wish(Status.CANCELLED, cancel_reason=CancelReason.MISTAKEN)
    tickets.move(office.supervisor, mistaken, wish)
    merged, is_open = an_incident(desk, LYON), an_incident(desk, LYON)
    merging.merge(desk, merged, is_open)
    assert found(office, LYON) == [is_open, lately]
    assert long_ago not in found(office, LYON, limit=10)


def test_that_only_those_of_the_kind_are_found_where_it_is_known(office: Office) -> None:
    desk = office.agent
    request = a_request(desk, "New laptop for Elena in Lyon")
    incident = an_incident(desk, "Laptop of Elena in Lyon is broken")
    asked = "Laptop Elena Lyon"
    assert set(found(office, asked)) == {request, incident}
    assert found(office, asked, kind=Kind.REQUEST) == [request]


def test_that_what_one_may_not_see_is_not_told(office: Office) -> None:
    hidden = an_incident(office.supervisor, LYON)
    tickets.edit(office.supervisor, hidden, Edit(confidential=True))
    assert found(office, LYON) == []
    assert [one.id for one in duplicates.likely(office.supervisor, LYON)] == [hidden]
    an_incident(office.agent, LYON)
    with pytest.raises(NotAllowed):
        duplicates.likely(office.requester, LYON)


def test_that_what_was_only_talked_about_is_no_duplicate(office: Office) -> None:
    ticket_id = an_incident(office.agent, "Door does not close")
    tickets.comment(office.agent, ticket_id, LYON)
    assert found(office, LYON) == []


@pytest.mark.parametrize(
    "title",
    [
        "Сервер почты не отвечает в офисе",
        "Postfächer der Küche sind überfüllt",
        "Réseau coupé à Orléans",
    ],
)
def test_that_accents_and_other_scripts_are_words_too(office: Office, title: str) -> None:
    ticket_id = an_incident(office.agent, title)
    assert found(office, title.upper()) == [ticket_id]


@pytest.mark.parametrize("title", ['"mail" AND (', "mail:* | & !", "a'b\"c*", "%_\\", "\x00mail"])
def test_that_whatever_is_typed_is_only_words(office: Office, title: str) -> None:
    an_incident(office.agent, "Mail is down")
    for one in duplicates.likely(office.agent, title, title):
        assert one.title == "Mail is down"


def test_that_a_ticket_is_opened_as_a_duplicate_or_not_at_all(office: Office) -> None:
    desk = office.agent
    stays, gone = an_incident(desk, LYON), an_incident(desk)
    new = NewTicket("No mail in Lyon", kind=Kind.INCIDENT)
    key = new_key()
    first = classification.open_as(desk, new, stays, Relation.DUPLICATE_OF, key=key)
    again = classification.open_as(desk, new, stays, Relation.DUPLICATE_OF, key=key)
    assert first.ticket_id == again.ticket_id
    page = show.show(desk, first.ticket_id)
    assert page.family.staying == f"INC-{stays}"
    assert [entry.action for entry in page.history] == ["opened", "merged"]
    merging.unmerge(desk, first.ticket_id)
    assert show.show(desk, first.ticket_id).ticket.status is Status.NEW
    resolved(desk, gone)
    for relation, other in ((Relation.DUPLICATE_OF, gone), (Relation.CHILD_OF, a_request(desk))):
        before = search.count(desk, [""])
        with pytest.raises(NotPossible):
            classification.open_as(desk, new, other, relation)
        assert search.count(desk, [""]) == before


def test_that_a_ticket_is_opened_as_a_child(office: Office) -> None:
    desk = office.agent
    parent = an_incident(desk, LYON)
    new = NewTicket("No mail in Lyon", kind=Kind.INCIDENT, assignee_id=office.agent_id)
    child = classification.open_as(desk, new, parent, Relation.CHILD_OF).ticket_id
    page = show.show(desk, child)
    assert [(link.id, link.relation) for link in page.links] == [(parent, Relation.CHILD_OF)]
    assert page.ticket.status is Status.ASSIGNED
