"""What is offered for a ticket, why, and what is remembered of it."""

from __future__ import annotations

import pytest

from desk_gui.domain.errors import Invalid, NotFound, NotPossible
from desk_gui.domain.knowledge import ArticleStatus, Audience, Use
from desk_gui.domain.ticket import Wish
from desk_gui.domain.workflow import ResolutionCode, Status
from desk_gui.operations import knowledge, show, tickets
from desk_gui.operations.articles import answering, making, using
from desk_gui.storage import rows
from tests.conftest import Office
from tests.factories import a_published_article, a_request, an_incident, in_progress, resolved


def an_article(office: Office, title: str, text: str = "Text.", **more: Audience) -> int:
    return a_published_article(office.agent, office.supervisor, title, text, **more)


def test_that_an_answer_says_which_words_it_shares(office: Office) -> None:
    vpn = an_article(office, "VPN certificate expired", "Renew it.")
    an_article(office, "Unjam the printer")
    (answer,) = answering.may_answer(office.agent, "The VPN says certificate invalid")
    assert answer.id == vpn
    assert answer.because == "shares: VPN, certificate"


def test_that_what_helped_with_such_tickets_is_counted(office: Office) -> None:
    vpn = an_article(office, "VPN certificate expired")
    for title in ("VPN certificate is too old", "No VPN, certificate error"):
        using.use(office.agent, vpn, an_incident(office.agent, title), Use.LINKED)
    other = an_incident(office.agent, "Something else altogether")
    using.use(office.agent, vpn, other, Use.INSERTED)
    (answer,) = answering.may_answer(office.agent, "VPN certificate invalid")
    assert answer.because == "shares: VPN, certificate; used 2 times for such tickets"
    assert knowledge.show(office.agent, vpn).around.figures.uses == 3


def test_that_one_shared_word_of_many_is_no_answer(office: Office) -> None:
    an_article(office, "Laptop battery replaced")
    assert answering.may_answer(office.agent, "Laptop shows strange colours after the update") == []
    assert answering.may_answer(office.agent, "it does not work") == []
    assert answering.may_answer(office.agent, "") == []


def test_that_only_published_articles_are_offered_and_requesters_see_public_ones(
    office: Office,
) -> None:
    knowledge.write(office.agent, knowledge.Written("Wireless network at home", "x"))
    inside = an_article(office, "Wireless network in the office")
    assert [a.id for a in answering.may_answer(office.agent, "Wireless network")] == [inside]
    assert answering.may_answer(office.requester, "Wireless network") == []
    retired = an_article(office, "Wireless network of guests", audience=Audience.PUBLIC)
    assert [a.id for a in answering.may_answer(office.requester, "Wireless network")] == [retired]
    knowledge.step(office.supervisor, retired, ArticleStatus.RETIRED)
    assert answering.may_answer(office.requester, "Wireless network") == []


def test_that_similar_articles_leave_out_the_article_itself(office: Office) -> None:
    one = an_article(office, "Public folder permissions", "Fix them.")
    other = an_article(office, "Public folder migration", "Move them.")
    an_article(office, "Toner")
    assert [a.id for a in answering.similar(office.agent, one)] == [other]


def test_that_resolved_with_article_counts_as_a_use_once(office: Office) -> None:
    article_id = an_article(office, "Mail host does not start")
    ticket_id = in_progress(office.agent, an_incident(office.agent))
    using.use(office.agent, article_id, ticket_id, Use.INSERTED)
    using.use(office.agent, article_id, ticket_id, Use.INSERTED)
    wish = Wish(
        Status.RESOLVED,
        resolution_code=ResolutionCode.KNOWN_ARTICLE,
        resolution_text="As written.",
        article_id=article_id,
    )
    tickets.move(office.agent, ticket_id, wish)
    with office.agent.reading() as session:
        used = rows.many(session.connection, "article_use", article_id=article_id)
        offered = rows.many(session.connection, "suggestion", ticket_id=ticket_id)
    assert {row["how"] for row in used} == {Use.INSERTED, Use.RESOLVED}
    assert len(offered) == 1
    assert knowledge.show(office.agent, article_id).around.figures.uses == 1


def test_that_an_internal_article_is_never_sent(office: Office) -> None:
    article_id = an_article(office, "Only for us")
    ticket_id = an_incident(office.agent)
    with pytest.raises(NotPossible, match="internal"):
        using.use(office.agent, article_id, ticket_id, Use.SENT)
    using.use(office.agent, article_id, ticket_id, Use.LINKED)


def test_that_readers_are_counted_and_nobody_is_named(office: Office) -> None:
    article_id = an_article(office, "Read me", audience=Audience.PUBLIC)
    for desk in (office.agent, office.agent, office.requester):
        using.seen(desk, article_id)
    office.clock.forward(days=1)
    using.seen(office.requester, article_id)
    assert knowledge.show(office.agent, article_id).around.figures.views == 4
    with office.agent.reading() as session:
        days = rows.many(session.connection, "article_view")
    assert {tuple(row) for row in days} == {("article_id", "day", "times")}
    assert sorted(row["times"] for row in days) == [1, 3]


def test_that_a_vote_is_one_a_person_and_edition_and_can_be_changed(office: Office) -> None:
    article_id = an_article(office, "Helps", audience=Audience.PUBLIC)
    using.vote(office.requester, article_id, helpful=True)
    using.vote(office.agent, article_id, helpful=True)
    using.vote(office.agent, article_id, helpful=False, comment="Step 3 is wrong.")
    around = knowledge.show(office.agent, article_id).around
    assert (around.figures.helpful, around.figures.unhelpful, around.vote) == (1, 1, False)
    entries = knowledge.show(office.agent, article_id).history
    assert entries[-1].reason == "Step 3 is wrong."
    with pytest.raises(Invalid):
        using.vote(office.agent, article_id, helpful=False, comment="x" * 2_001)


def test_that_nobody_votes_on_what_he_may_not_read(office: Office) -> None:
    inside = an_article(office, "Inside")
    draft = knowledge.write(office.agent, knowledge.Written("Draft", "x")).article_id
    with pytest.raises(NotFound):
        using.vote(office.requester, inside, helpful=True)
    with pytest.raises(NotPossible):
        using.vote(office.agent, draft, helpful=True)
    with pytest.raises(NotFound):
        using.seen(office.requester, inside)


def test_that_an_article_from_a_resolved_ticket_begins_with_what_is_known(office: Office) -> None:
    ticket_id = an_incident(office.agent, "Printer prints blank pages", text="Since Monday.")
    with pytest.raises(NotPossible, match="resolve it first"):
        making.from_ticket(office.agent, ticket_id)
    tickets.comment(office.agent, ticket_id, "Please open the flap.")
    tickets.work_note(office.agent, ticket_id, "He is not friendly.")
    resolved(office.agent, ticket_id)
    written = making.from_ticket(office.agent, ticket_id)
    assert written.title == "Printer prints blank pages"
    assert written.audience is Audience.INTERNAL
    assert "## Symptom\n\nPrinter prints blank pages\n\nSince Monday." in written.text
    assert "## Cause" in written.text
    assert "## Solution\n\nRestarted it.\n\nPlease open the flap." in written.text
    assert "friendly" not in written.text
    article_id = knowledge.write(office.agent, written).article_id
    making.made_from(office.agent, article_id, ticket_id)
    around = knowledge.show(office.agent, article_id).around
    assert (around.made_from, around.figures.uses) == (ticket_id, 0)


def test_that_a_confidential_ticket_makes_no_article(office: Office) -> None:
    ticket_id = an_incident(office.supervisor, "Theft", confidential=True)
    resolved(office.supervisor, ticket_id)
    with pytest.raises(NotPossible, match="confidential"):
        making.from_ticket(office.supervisor, ticket_id)


def test_that_a_fulfilled_request_makes_an_article_that_says_how(office: Office) -> None:
    ticket_id = a_request(office.agent, "Access to the archive")
    move = Wish(Status.IN_FULFILMENT, assignee_id=office.agent_id)
    tickets.move(office.agent, ticket_id, move)
    from desk_gui.operations import requests

    for task in show.show(office.agent, ticket_id).tasks:
        requests.complete_task(office.agent, ticket_id, task.id)
    tickets.move(
        office.agent, ticket_id, Wish(Status.FULFILLED, resolution_text="Added to the group.")
    )
    text = making.from_ticket(office.agent, ticket_id).text
    assert "## How it is done\n\nAdded to the group." in text
