"""What a requester sees of the knowledge base."""

from __future__ import annotations

import pytest

from desk_gui.domain.errors import NotFound
from desk_gui.domain.knowledge import ArticleStatus, Audience
from desk_gui.operations import knowledge
from desk_gui.operations.articles import finding
from desk_gui.operations.knowledge import Written
from tests.conftest import Office


def a_public_article(office: Office) -> int:
    written = Written("Reset your password", "Use the page.", Audience.PUBLIC)
    article_id = knowledge.write(office.agent, written).article_id
    knowledge.step(office.agent, article_id, ArticleStatus.IN_REVIEW)
    knowledge.step(office.supervisor, article_id, ArticleStatus.PUBLISHED)
    return article_id


def test_that_a_requester_reads_the_published_edition_while_the_next_is_written(
    office: Office,
) -> None:
    article_id = a_public_article(office)
    knowledge.step(office.agent, article_id, ArticleStatus.DRAFT)
    version = knowledge.show(office.agent, article_id).article.version
    secret = Written("Secret draft title", "Not yet.", Audience.PUBLIC)
    knowledge.edit(office.agent, article_id, secret, seen_version=version)
    page = knowledge.show(office.requester, article_id)
    assert (page.article.title, page.article.text) == ("Reset your password", "Use the page.")
    assert [edition.title for edition in page.editions] == ["Reset your password"]
    assert page.history == ()
    assert [row.title for row in finding.find(office.requester).rows] == ["Reset your password"]


def test_that_a_requester_sees_no_internal_article(office: Office) -> None:
    article_id = knowledge.write(office.agent, Written("For agents", "Only.")).article_id
    with pytest.raises(NotFound):
        knowledge.show(office.requester, article_id)
    assert finding.find(office.requester).rows == ()
