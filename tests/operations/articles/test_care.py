"""What the knowledge base needs, and how it is kept in order."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from desk_gui.domain.errors import Conflict, NotAllowed, NotFound, NotPossible
from desk_gui.domain.knowledge import ArticleStatus, Audience
from desk_gui.operations import accounts, knowledge, show
from desk_gui.operations.articles import care, categories, finding, using
from desk_gui.operations.knowledge import Written
from desk_gui.storage import rows
from tests.conftest import Office
from tests.factories import a_published_article, an_incident


def an_article(office: Office, title: str, text: str = "Text.", **more: Audience) -> int:
    return a_published_article(office.agent, office.supervisor, title, text, **more)


def broken(office: Office) -> list[tuple[int, str]]:
    return [(one.article_id, one.why) for one in care.broken_links(office.agent)]


def test_that_stale_articles_are_listed_the_oldest_first_until_confirmed(office: Office) -> None:
    first = an_article(office, "First")
    office.clock.forward(days=10)
    second = an_article(office, "Second")
    assert care.care(office.agent).stale == ()
    office.clock.forward(days=366)
    assert [row.id for row in care.care(office.agent).stale] == [first, second]
    knowledge.confirm(office.supervisor, first)
    assert [row.id for row in care.care(office.agent).stale] == [second]
    assert knowledge.show(office.agent, first).history[-1].action == "confirmed"


def test_that_an_author_does_not_confirm_his_own_article(office: Office) -> None:
    article_id = a_published_article(office.supervisor, office.administrator, "Mine")
    with pytest.raises(NotAllowed, match="another supervisor"):
        knowledge.confirm(office.supervisor, article_id)
    with pytest.raises(NotAllowed, match="supervisor"):
        knowledge.confirm(office.agent, article_id)
    due = office.clock.now.date() + timedelta(days=30)
    knowledge.confirm(office.administrator, article_id, review_on=due)
    assert knowledge.show(office.agent, article_id).article.review_on == due


def test_that_links_that_lead_nowhere_are_listed_with_the_reason(office: Office) -> None:
    good = an_article(office, "Good", audience=Audience.PUBLIC)
    inside = an_article(office, "Inside", f"See KB-{good}.")
    gone = an_article(office, "Gone")
    knowledge.step(office.supervisor, gone, ArticleStatus.RETIRED)
    draft = knowledge.write(office.agent, Written("Draft", "x")).article_id
    text = (
        f"KB-{good}, [x](desk://article/KB-{inside}), KB-{gone}, KB-{draft}, KB-999 and"
        " ![a](desk://file/7) [b](desk://nothing/1) `KB-998` https://example.org/KB-997"
    )
    bad = an_article(office, "Bad", text, audience=Audience.PUBLIC)
    assert broken(office) == [
        (bad, f"KB-{inside} is internal; the readers of this one cannot open it"),
        (bad, f"KB-{gone} is retired"),
        (bad, f"KB-{draft} is not published yet"),
        (bad, "KB-999 does not exist"),
        (bad, "file 7 is not there any more"),
        (bad, "desk://nothing/1 names nothing"),
    ]


def test_that_a_link_follows_the_title_of_what_it_names(office: Office) -> None:
    named = an_article(office, "Old name")
    naming = an_article(office, "Naming", f"See KB-{named}.")
    knowledge.step(office.agent, named, ArticleStatus.DRAFT)
    version = knowledge.show(office.agent, named).article.version
    knowledge.edit(office.agent, named, Written("New name", "Text."), seen_version=version)
    assert knowledge.show(office.agent, naming).around.names == {named: "Old name"}
    knowledge.step(office.agent, named, ArticleStatus.IN_REVIEW)
    knowledge.step(office.supervisor, named, ArticleStatus.PUBLISHED)
    assert knowledge.show(office.agent, naming).around.names == {named: "New name"}


def test_that_a_requester_learns_no_title_of_an_internal_article(office: Office) -> None:
    inside = an_article(office, "Secret")
    text = f"See KB-{inside}."
    public = an_article(office, "Public", text, audience=Audience.PUBLIC)
    assert knowledge.show(office.requester, public).around.names == {}


def test_that_what_did_not_help_is_listed_until_the_next_version_is_out(office: Office) -> None:
    article_id = an_article(office, "Step by step")
    using.vote(office.colleague, article_id, helpful=False, comment="Step 2 is missing.")
    (complaint,) = care.care(office.agent).complaints
    assert (complaint.title, complaint.said) == ("Step by step", "Step 2 is missing.")
    knowledge.step(office.agent, article_id, ArticleStatus.DRAFT)
    assert len(care.care(office.agent).complaints) == 1
    knowledge.step(office.agent, article_id, ArticleStatus.IN_REVIEW)
    knowledge.step(office.supervisor, article_id, ArticleStatus.PUBLISHED)
    assert care.care(office.agent).complaints == ()


def test_that_what_was_not_found_is_counted_without_saying_who(office: Office) -> None:
    for desk, words in (
        (office.agent, "Zebra printer"),
        (office.requester, "zebra  PRINTER!"),
        (office.agent, "mail of anna.meier@example.org 0041791234567"),
        (office.agent, "x"),
    ):
        care.missed(desk, words)
    found = care.misses(office.agent)
    assert [(one.words, one.times) for one in found] == [("zebra printer", 2), ("mail of", 1)]
    with office.agent.reading() as session:
        assert {tuple(row) for row in rows.many(session.connection, "search_miss")} == {
            ("words", "times", "last_on")
        }
    care.forget_misses(office.agent, "mail of")
    assert [one.words for one in care.misses(office.agent)] == ["zebra printer"]
    care.forget_misses(office.agent)
    assert care.misses(office.agent) == []


def names(office: Office) -> list[str]:
    return [one.name for one in categories.tree(office.agent)]


def test_that_a_category_brings_those_above_it_and_moves_with_what_is_below(
    office: Office,
) -> None:
    categories.add(office.supervisor, "Building › Doors › Badges")
    assert [n for n in names(office) if "Building" in n] == [
        "Building",
        "Building › Doors",
        "Building › Doors › Badges",
    ]
    ids = {one.name: one.id for one in categories.tree(office.agent)}
    ticket_id = an_incident(office.agent, category_id=ids["Building › Doors › Badges"])
    categories.rename(office.supervisor, ids["Building › Doors"], "Security › Doors")
    assert "Security › Doors › Badges" in names(office)
    assert show.show(office.agent, ticket_id).names.category == "Security › Doors › Badges"
    assert "Building" in names(office)


def test_that_a_category_is_not_put_below_itself_and_no_name_is_there_twice(
    office: Office,
) -> None:
    ids = {one.name: one.id for one in categories.tree(office.agent)}
    with pytest.raises(NotPossible, match="below itself"):
        categories.rename(office.supervisor, ids["Network"], "Network › Old")
    with pytest.raises(NotPossible, match="already"):
        categories.rename(office.supervisor, ids["Network"], "phone")
    with pytest.raises(NotPossible, match="already"):
        categories.add(office.supervisor, "network")
    with pytest.raises(NotAllowed):
        categories.add(office.agent, "New")
    categories.rename(office.supervisor, ids["Network"], "NETWORK")
    assert "NETWORK" in names(office)


def test_that_a_category_in_use_stays(office: Office) -> None:
    categories.add(office.supervisor, "Coffee › Beans")
    ids = {one.name: one.id for one in categories.tree(office.agent)}
    with pytest.raises(NotPossible, match="below"):
        categories.remove(office.supervisor, ids["Coffee"])
    written = Written("Grind", "x", category_id=ids["Coffee › Beans"])
    knowledge.write(office.agent, written)
    with pytest.raises(NotPossible, match="in use"):
        categories.remove(office.supervisor, ids["Coffee › Beans"])
    categories.add(office.supervisor, "Tea")
    tea = next(one.id for one in categories.tree(office.agent) if one.name == "Tea")
    categories.remove(office.supervisor, tea)
    assert "Tea" not in {one.name for one in accounts.categories(office.agent)}


def test_that_who_wrote_some_of_an_article_does_not_review_it(office: Office) -> None:
    article_id = knowledge.write(office.supervisor, Written("Mine", "Text.")).article_id
    version = knowledge.show(office.agent, article_id).article.version
    knowledge.edit(office.agent, article_id, Written("Mine", "Text!"), seen_version=version)
    knowledge.step(office.agent, article_id, ArticleStatus.IN_REVIEW)
    with pytest.raises(NotAllowed, match="wrote none of it"):
        knowledge.step(office.supervisor, article_id, ArticleStatus.PUBLISHED)
    blocked = {m.to: m.because for m in knowledge.show(office.supervisor, article_id).moves}
    assert "wrote none" in blocked[ArticleStatus.PUBLISHED]
    knowledge.step(office.administrator, article_id, ArticleStatus.PUBLISHED)
    knowledge.step(office.agent, article_id, ArticleStatus.DRAFT)
    knowledge.step(office.agent, article_id, ArticleStatus.IN_REVIEW)
    knowledge.step(office.supervisor, article_id, ArticleStatus.PUBLISHED)


def test_that_an_earlier_version_is_taken_up_again(office: Office) -> None:
    article_id = an_article(office, "First words", "One.")
    knowledge.step(office.agent, article_id, ArticleStatus.DRAFT)
    version = knowledge.show(office.agent, article_id).article.version
    knowledge.edit(office.agent, article_id, Written("Second words", "Two."), seen_version=version)
    knowledge.step(office.agent, article_id, ArticleStatus.IN_REVIEW)
    version += 2
    with pytest.raises(NotPossible, match="in review"):
        knowledge.restore(office.colleague, article_id, 1, seen_version=version)
    knowledge.step(office.supervisor, article_id, ArticleStatus.PUBLISHED)
    with pytest.raises(Conflict):
        knowledge.restore(office.colleague, article_id, 1, seen_version=version)
    with pytest.raises(NotFound):
        knowledge.restore(office.colleague, article_id, 9, seen_version=version + 1)
    knowledge.restore(office.colleague, article_id, 1, seen_version=version + 1)
    page = knowledge.show(office.agent, article_id)
    article = page.article
    assert (article.status, article.edition, article.title, article.text) == (
        ArticleStatus.DRAFT,
        3,
        "First words",
        "One.",
    )
    assert page.shown.title == "Second words"
    assert [e.title for e in page.editions] == ["First words", "Second words", "First words"]
    assert article.author_id == office.colleague.account_id
    found = finding.find(office.agent, "first").rows
    assert found[0] == replace(found[0], id=article_id, title="First words")
