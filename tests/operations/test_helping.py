"""What may help while somebody types: articles, and tickets that were solved, each with why."""

from __future__ import annotations

import pytest

from desk_gui.domain.errors import NotAllowed
from desk_gui.domain.ticket import Wish
from desk_gui.domain.workflow import ResolutionCode, Status
from desk_gui.operations import helping, tickets
from tests.conftest import Office
from tests.factories import a_published_article, an_incident, in_progress

LYON = "Mail server unreachable for the whole Lyon office"
SOLUTION = "The storage path was lost; it is mounted again."


def solved(office: Office, title: str, solution: str = SOLUTION) -> int:
    desk = office.agent
    ticket_id = in_progress(desk, an_incident(desk, title))
    code = ResolutionCode.FIXED
    tickets.move(
        desk, ticket_id, Wish(Status.RESOLVED, resolution_code=code, resolution_text=solution)
    )
    return ticket_id


def test_that_a_solved_ticket_gives_its_solution_and_says_why(office: Office) -> None:
    before = solved(office, LYON)
    solved(office, "Printer on floor 2 prints blank pages")
    an_incident(office.agent, "Mail server unreachable in Lyon again")
    (one,) = helping.solved_before(office.agent, "No mail in Lyon, the server is unreachable")
    assert (one.likely.id, one.solution) == (before, SOLUTION)
    assert one.likely.because.startswith("same words: mail, Lyon")


def test_that_what_was_solved_long_ago_helps_and_what_is_too_old_does_not(office: Office) -> None:
    before = solved(office, LYON)
    office.clock.forward(days=500)
    (one,) = helping.solved_before(office.agent, LYON)
    assert one.likely.id == before
    office.clock.forward(days=300)
    assert helping.solved_before(office.agent, LYON) == []


def test_that_a_ticket_does_not_help_itself_nor_requesters(office: Office) -> None:
    before = solved(office, LYON)
    assert helping.solved_before(office.agent, LYON, without=before) == []
    with pytest.raises(NotAllowed):
        helping.solved_before(office.requester, LYON)
    assert helping.solved_before(office.agent, "") == []


def test_that_what_is_typed_finds_what_the_ticket_does_not_say(office: Office) -> None:
    article = a_published_article(
        office.agent, office.supervisor, "Reset the sign-in app after a new phone"
    )
    title = "Nothing works since Monday"
    alone = helping.help_for(office.agent, title, "It says no.")
    told = helping.help_for_typed(office.agent, "Hello,\nplease reset the sign-in app.\n", title)
    assert [one.id for one in told.articles] == [article]
    assert told.articles[0].because == "shares: reset, sign in, app"
    assert [one.id for one in alone.articles] == []
    assert [one.id for one in (told | alone).articles] == [article]
    assert helping.help_for_typed(office.agent, "  \n ", title) == helping.Help()
