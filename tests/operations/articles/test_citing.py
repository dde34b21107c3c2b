"""Articles in answers: their words, a reference, or the whole of them sent."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desk_gui.domain.errors import NotPossible
from desk_gui.domain.knowledge import Audience
from desk_gui.operations import general, knowledge, show
from desk_gui.operations.articles import citing
from desk_gui.operations.knowledge import Written
from tests.conftest import Office
from tests.factories import a_published_article, an_incident

SITE = "https://help.example.org"


def published(office: Office, audience: Audience = Audience.PUBLIC) -> int:
    return a_published_article(
        office.agent, office.supervisor, "Blank pages", "**Clean** the drum.", audience=audience
    )


def test_that_an_article_is_quoted_as_one_types_and_named_with_its_address(office: Office) -> None:
    article = published(office)
    quote = citing.quote(office.agent, article)
    assert (quote.words, quote.why_not) == ("Clean the drum.", "")
    assert quote.reference == f"KB-{article} Blank pages"
    desk = office.administrator
    general.change(desk, replace(general.general(desk), help_address=SITE))
    again = citing.quote(office.agent, article)
    assert again.reference == f"KB-{article} Blank pages: {SITE}/kb-{article}.html"
    assert again.letter.endswith(f"You can read it again at {SITE}/kb-{article}.html")


def test_that_a_sent_article_is_an_answer_and_counted_once(office: Office) -> None:
    article, ticket_id = published(office), an_incident(office.agent)
    for _ in range(2):
        citing.send(office.agent, article, ticket_id, "Clean the drum.", key="once")
    said = [one.text for one in show.show(office.agent, ticket_id).said]
    assert said == ["Clean the drum."]
    assert knowledge.show(office.agent, article).around.figures.uses == 1


def test_that_an_internal_article_is_not_sent(office: Office) -> None:
    article, ticket_id = published(office, Audience.INTERNAL), an_incident(office.agent)
    with pytest.raises(NotPossible, match="is internal"):
        citing.send(office.agent, article, ticket_id, "Clean the drum.", key="once")
    assert show.show(office.agent, ticket_id).said == ()


def test_that_a_draft_cannot_be_used_in_an_answer(office: Office) -> None:
    draft = knowledge.write(office.agent, Written("Blank pages", "Clean it.")).article_id
    with pytest.raises(NotPossible, match="is not published"):
        citing.quote(office.agent, draft)
