"""An order that an article answers ends before it begins, and is counted."""

from __future__ import annotations

import pytest

from desk_gui.domain.catalog import CatalogItem
from desk_gui.domain.errors import NotAllowed, NotFound
from desk_gui.domain.knowledge import Audience, Use
from desk_gui.domain.workflow import Kind, Status
from desk_gui.operations import (
    approvals,
    classification,
    knowledge,
    notices,
    reports,
    requests,
    show,
    undoing,
)
from desk_gui.operations.articles import answering
from desk_gui.operations.classification import NewTicket
from desk_gui.operations.desk import Desk, new_key
from desk_gui.reports.values import Share
from desk_gui.storage import rows
from tests.conftest import Office
from tests.factories import a_catalog_item, a_published_article, a_request


def an_article(office: Office, title: str, audience: Audience = Audience.INTERNAL) -> int:
    return a_published_article(office.agent, office.supervisor, title, audience=audience)


def an_order(desk: Desk) -> NewTicket:
    item_id = a_catalog_item(desk, "A second screen", approvals=1)
    return NewTicket("Screen for Elena", kind=Kind.REQUEST, item_id=item_id)


def item(desk: Desk, item_id: int | None) -> CatalogItem:
    return next(one for one in requests.catalog(desk) if one.id == item_id)


def test_that_an_answered_order_asks_nobody_and_is_counted_as_deflected(office: Office) -> None:
    new = an_order(office.administrator)
    article, other = an_article(office, "Two screens on one cable"), an_article(office, "Other")
    key, desk = new_key(), office.agent
    effects = classification.open_answered(desk, new, article, key=key)
    answering.suggest(desk, effects.ticket_id, [article, other])
    page = show.show(desk, effects.ticket_id)
    assert page.ticket.status is Status.CANCELLED
    assert page.ticket.resolved_with_article_id == article
    assert page.tasks == ()
    assert approvals.waiting_for_me(office.supervisor) == []
    assert notices.notices(office.supervisor) == []
    a_request(desk)
    office.clock.forward(days=1)
    figures = reports.build_report(office.supervisor).kinds[Kind.REQUEST].everything
    assert figures["deflection"] == Share(1, 1)
    assert knowledge.show(desk, article).around.figures.uses == 1
    with desk.reading() as session:
        (used,) = rows.many(session.connection, "article_use", ticket_id=effects.ticket_id)
        offered = rows.many(session.connection, "suggestion", ticket_id=effects.ticket_id)
    assert used["how"] is Use.RESOLVED
    assert {row["article_id"] for row in offered} == {article, other}


def test_that_pressing_twice_ends_one_order(office: Office) -> None:
    new, article, key = an_order(office.administrator), an_article(office, "Screens"), new_key()
    first = classification.open_answered(office.agent, new, article, key=key)
    second = classification.open_answered(office.agent, new, article, key=key)
    assert second.tickets == first.tickets


def test_that_taking_it_back_lets_the_order_go_its_usual_way(office: Office) -> None:
    new, article = an_order(office.administrator), an_article(office, "Screens")
    effects = classification.open_answered(office.agent, new, article)
    assert effects.undo is not None
    undoing.undo(office.agent, effects.undo)
    ticket = show.show(office.agent, effects.ticket_id).ticket
    assert ticket.status is Status.AWAITING_APPROVAL
    assert ticket.resolved_with_article_id is None
    (waiting,) = approvals.waiting_for_me(office.supervisor)
    assert waiting.ticket_id == ticket.id


def test_that_only_a_published_article_answers_and_only_an_agent_says_so(office: Office) -> None:
    new, article = an_order(office.administrator), an_article(office, "Screens")
    draft = knowledge.write(office.agent, knowledge.Written("Draft", "x")).article_id
    with pytest.raises(NotFound, match="not published any more"):
        classification.open_answered(office.agent, new, draft)
    with pytest.raises(NotAllowed):
        classification.open_answered(office.requester, new, article)
    with office.agent.reading() as session:
        assert rows.many(session.connection, "ticket") == []


def test_that_articles_the_item_names_come_first_and_need_no_shared_word(office: Office) -> None:
    named = an_article(office, "Colours look wrong", Audience.PUBLIC)
    hidden = an_article(office, "How we buy")
    shares = an_article(office, "Second screen stays dark")
    draft = knowledge.write(office.agent, knowledge.Written("Draft", "x")).article_id
    articles = (hidden, draft, named)
    item_id = a_catalog_item(office.administrator, "A second screen", articles=articles)
    one = item(office.agent, item_id)
    found = answering.may_answer_order(office.agent, one, "")
    assert {found[0].id, found[1].id} == {hidden, named}
    assert found[0].because == "named by the catalog item"
    assert found[2].id == shares
    assert found[2].because.startswith("shares: ")
    assert [a.id for a in answering.may_answer_order(office.requester, one, "")] == [named]
