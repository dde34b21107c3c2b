"""Many similar incidents in a short time are seen, with why; and can be dismissed or taken up."""

from __future__ import annotations

import pytest

from desk_gui.domain.errors import Invalid, NotAllowed
from desk_gui.domain.general import General
from desk_gui.domain.ticket import Major, Wish
from desk_gui.domain.workflow import CancelReason, Status
from desk_gui.operations import (
    accounts,
    children,
    general,
    major_incidents,
    major_suggestions,
    show,
    tickets,
)
from desk_gui.operations.desk import Desk, new_key
from desk_gui.operations.major_suggestions import Suggestion
from desk_gui.storage import rows
from tests.conftest import Office
from tests.factories import an_incident
from tests.outbreak import MAIL


def suggested(desk: Desk) -> Suggestion:
    found = major_suggestions.suggestion(desk)
    assert found is not None
    return found


def a_requester(office: Office, site: str) -> int:
    with office.administrator.writing() as session:
        mail = f"{new_key()}@example.org"
        return rows.add(session.connection, "contact", name=site, email=mail, site=site)


def an_outbreak(office: Office, titles: tuple[str, ...] = MAIL, minutes: int = 5) -> list[int]:
    """Incidents of one category and one site, some minutes apart."""
    category = next(one.id for one in accounts.categories(office.agent) if one.name == "E-mail")
    requester = a_requester(office, "lyon")
    found = []
    for title in titles:
        office.clock.forward(minutes=minutes)
        found.append(an_incident(office.agent, title, category_id=category, requester_id=requester))
    return found


def test_that_five_alike_within_half_an_hour_are_seen_with_why(office: Office) -> None:
    an_incident(office.agent, "Monitor flickers")
    outbreak = an_outbreak(office)
    found = suggested(office.colleague)
    assert found.ids == tuple(outbreak)
    assert (found.parent.id, found.newest.id) == (outbreak[0], outbreak[-1])
    assert found.parent.number == f"INC-{outbreak[0]}"
    assert found.common.sentence == (
        "They share the word “mail”, the category E-mail and the site lyon."
    )


def test_that_fewer_slower_or_other_ones_are_no_suggestion(office: Office) -> None:
    an_outbreak(office, MAIL[:4])
    assert major_suggestions.suggestion(office.agent) is None
    office.clock.forward(minutes=31)
    an_outbreak(office, MAIL[4:])
    assert major_suggestions.suggestion(office.agent) is None
    other = ("Keyboard broken", "Badge reader red", "Excel macro gone", "Chair squeaks", "Fan loud")
    an_outbreak(office, other, minutes=1)
    assert major_suggestions.suggestion(office.agent) is None


def test_that_both_numbers_are_settings(office: Office) -> None:
    def change(incidents: int, minutes: int, desk: Desk = office.administrator) -> None:
        wanted = General(similar_incidents=incidents, similar_minutes=minutes)
        general.change(desk, wanted)

    outbreak = an_outbreak(office, MAIL[:3])
    with pytest.raises(NotAllowed):
        change(3, 30, office.supervisor)
    for incidents, minutes in ((1, 30), (101, 30), (-1, 30), (5, 0), (5, 1441)):
        with pytest.raises(Invalid, match="Write a number"):
            change(incidents, minutes)
    change(3, 10)
    assert suggested(office.agent).ids == tuple(outbreak)
    change(3, 9)
    assert major_suggestions.suggestion(office.agent) is None
    change(0, 30)
    assert major_suggestions.suggestion(office.agent) is None


def test_that_a_dismissed_one_stays_away_until_as_many_others_come(office: Office) -> None:
    outbreak = an_outbreak(office, minutes=1)
    major_suggestions.dismiss(office.agent, suggested(office.agent).ids)
    assert major_suggestions.suggestion(office.agent) is None
    assert show.show(office.agent, outbreak[0]).history[-1].action == "major_dismissed"
    an_outbreak(office, MAIL[:4], minutes=1)
    assert major_suggestions.suggestion(office.agent) is None
    an_outbreak(office, MAIL[4:], minutes=1)
    assert not set(suggested(office.agent).ids) & set(outbreak)


def test_that_it_becomes_a_proposal_with_children(office: Office) -> None:
    outbreak = an_outbreak(office)
    found = suggested(office.agent)
    final = outbreak[2]
    cancel = Wish(Status.CANCELLED, cancel_reason=CancelReason.MISTAKEN)
    tickets.move(office.agent, final, cancel)
    outcome = major_suggestions.propose_with_children(
        office.agent, found.parent.id, found.ids[1:], "The mail server is down."
    )
    assert outcome.done == (outbreak[0], outbreak[1], *outbreak[3:])
    assert "is cancelled" in outcome.refused[0].why
    assert show.show(office.agent, outbreak[0]).ticket.major is Major.PROPOSED
    with office.agent.reading() as session:
        family = children.of(session, outbreak[0])
    assert [one.id for one in family] == [outbreak[1], *outbreak[3:]]
    assert major_suggestions.suggestion(office.agent) is None


def test_that_what_is_looked_at_already_is_left_out(office: Office) -> None:
    outbreak = an_outbreak(office, MAIL * 2, minutes=1)
    major_incidents.propose(office.agent, outbreak[0], "It spreads.")
    children.link_children(office.agent, outbreak[0], outbreak[1:3])
    assert suggested(office.agent).ids == tuple(outbreak[3:])


def test_that_requesters_and_those_who_may_not_see_get_no_suggestion(office: Office) -> None:
    for _ in range(5):
        an_incident(office.supervisor, "The mail server crashed", confidential=True)
    assert major_suggestions.suggestion(office.agent) is None
    with pytest.raises(NotAllowed):
        major_suggestions.suggestion(office.requester)
    assert len(suggested(office.supervisor).ids) == 5


def test_that_what_is_like_an_incident_is_found_to_become_its_children(office: Office) -> None:
    outbreak = an_outbreak(office)
    an_incident(office.agent, "Monitor flickers")
    major_incidents.propose(office.agent, outbreak[1], "It spreads.")
    children.link_children(office.agent, outbreak[1], [outbreak[0]])
    found = major_suggestions.alike(office.colleague, outbreak[1])
    assert [one.id for one in found] == outbreak[2:]
    assert (found[0].number, found[0].title) == (f"INC-{outbreak[2]}", MAIL[2])
    office.clock.forward(hours=49)
    late = an_outbreak(office, MAIL[:1])
    assert [one.id for one in major_suggestions.alike(office.agent, late[0])] == [*outbreak[2:]]
    office.clock.forward(hours=30)
    very_late = an_outbreak(office, MAIL[:1])
    assert [one.id for one in major_suggestions.alike(office.agent, very_late[0])] == late
