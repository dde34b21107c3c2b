"""Articles are found by what people type, on both databases alike."""

from __future__ import annotations

import pytest

from desk_gui.domain.errors import Invalid
from desk_gui.domain.knowledge import ArticleStatus, Audience
from desk_gui.operations import knowledge
from desk_gui.operations.articles import finding, synonyms
from desk_gui.operations.desk import Desk
from desk_gui.operations.knowledge import Written
from tests.conftest import Office
from tests.factories import a_published_article


def an_article(office: Office, title: str, text: str = "Text.", **more: Audience) -> int:
    return a_published_article(office.agent, office.supervisor, title, text, **more)


def titles(desk: Desk, words: str) -> list[str]:
    return [row.title for row in finding.find(desk, words).rows]


def test_that_a_misspelt_word_is_corrected_and_said_so(office: Office) -> None:
    an_article(office, "Renew the certificate of the mail host")
    an_article(office, "Unjam the printer")
    found = finding.find(office.agent, "certifcate mail")
    assert [row.title for row in found.rows] == ["Renew the certificate of the mail host"]
    assert found.corrected == (("certifcate", "certificate"),)
    assert titles(office.agent, "pritner") == ["Unjam the printer"]
    assert titles(office.agent, "zzzzzz") == []


def test_that_a_word_that_is_there_is_not_corrected(office: Office) -> None:
    an_article(office, "Reset a badge")
    an_article(office, "Order a badger sticker")
    found = finding.find(office.agent, "badge")
    assert found.corrected == ()
    assert found.rows[0].title == "Reset a badge"


def test_that_words_of_the_same_meaning_find_each_other(office: Office) -> None:
    an_article(office, "Log in from home")
    an_article(office, "Der Drucker im zweiten Stock")
    assert titles(office.agent, "sign in") == ["Log in from home"]
    assert titles(office.agent, "printer") == ["Der Drucker im zweiten Stock"]
    synonyms.change(office.supervisor, ["home, homeoffice"])
    assert titles(office.agent, "homeoffice") == ["Log in from home"]
    assert titles(office.agent, "printer") == []


@pytest.mark.parametrize(
    "line", ["alone", ", ".join(f"w{n}" for n in range(13)), f"{70 * 'x'}, y", "…, !"]
)
def test_that_a_group_that_says_nothing_is_refused(office: Office, line: str) -> None:
    with pytest.raises(Invalid):
        synonyms.change(office.supervisor, [line])


def test_that_a_word_stands_in_one_group_only(office: Office) -> None:
    with pytest.raises(Invalid, match="two groups"):
        synonyms.change(office.supervisor, ["laptop, notebook", "Laptop, portable"])
    synonyms.change(office.supervisor, ["laptop, notebook", "", "laptop,  notebook "])
    assert synonyms.groups(office.agent) == ["laptop, notebook"]


def test_that_other_forms_of_a_word_are_found_and_the_very_word_comes_first(
    office: Office,
) -> None:
    an_article(office, "Printing on both sides")
    an_article(office, "Print on both sides")
    assert titles(office.agent, "print sides") == ["Print on both sides", "Printing on both sides"]


def test_that_articles_that_lack_a_word_come_after_those_that_hold_all(office: Office) -> None:
    an_article(office, "Calendar of a room", "Rooms answer meeting requests.")
    an_article(office, "Calendar of a colleague", "Ask for it.")
    found = finding.find(office.agent, "calendar colleague invisible")
    assert found.rows[0].title == "Calendar of a colleague"
    assert found.every == 0


def test_that_the_words_are_told_apart_where_they_stand_in_the_text(office: Office) -> None:
    an_article(office, "Mail", "# Restart\n\nOpen **the console** and restart `mailhost`.")
    (row,) = finding.find(office.agent, "console").rows
    assert [piece.text for piece in row.snippet if piece.found] == ["console"]
    assert "".join(p.text for p in row.snippet) == "Restart Open the console and restart mailhost."


def test_that_a_number_finds_its_article(office: Office) -> None:
    an_article(office, "First 2")
    second = an_article(office, "Second")
    assert finding.find(office.agent, f"KB-{second}").rows[0].id == second
    assert finding.find(office.agent, f"kb {second}").rows[0].id == second
    assert finding.find(office.agent, "KB-99").rows == ()


def test_that_a_requester_finds_by_published_words_only(office: Office) -> None:
    public = an_article(office, "Reset your password", "Use the page.", audience=Audience.PUBLIC)
    an_article(office, "Reset the admin password", "In the safe.")
    knowledge.step(office.agent, public, ArticleStatus.DRAFT)
    version = knowledge.show(office.agent, public).article.version
    draft = Written("Secret zebra", "Zebra.", Audience.PUBLIC)
    knowledge.edit(office.agent, public, draft, seen_version=version)
    assert titles(office.requester, "password") == ["Reset your password"]
    assert titles(office.requester, "zebra") == []
    assert titles(office.requester, "safe admin") == []
    assert titles(office.requester, "pasword") == ["Reset your password"]
    assert titles(office.agent, "zebra") == ["Secret zebra"]
    assert [row.id for row in finding.find(office.requester, f"KB-{public}").rows] == [public]
    assert finding.find(office.requester, "KB-2").rows == ()


def test_that_a_retired_article_is_found_by_those_who_write_only(office: Office) -> None:
    article_id = an_article(office, "Old modem", audience=Audience.PUBLIC)
    knowledge.step(office.supervisor, article_id, ArticleStatus.RETIRED)
    assert titles(office.requester, "modem") == []
    assert titles(office.agent, "modem") == ["Old modem"]
