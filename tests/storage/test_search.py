"""Full text finds the same in both databases."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from desk_gui.operations import search, tickets
from desk_gui.operations.articles import finding
from tests.conftest import Office, Places, an_office
from tests.factories import a_published_article, an_incident

SAID = [
    "Printer on floor 2 prints blank pages",
    "The mail host doesn't start; Outlook 365 is slow",
    "Café Müller: Zürich, naïve résumé, Ångström",
    "VPN-Gateway vpn01.example.org fails (error 0x80070005)",
    "Straße gesperrt, Fußweg offen",
    "user_name@example.org cannot sign-in since 2026-03-01",
    "ΑΘΗΝΑ ελληνικά, Москва принтер",
    "PRINTER printing printed prints",
    "100% disk usage on C:\\Users, 50 % on D:",
    "İstanbul ofisi, ısı sorunu",
]
HOSTILE = [
    '"',
    "*",
    "%",
    "_",
    "'",
    "NEAR(a b)",
    "a AND",
    "NOT",
    "OR OR",
    "(",
    ":",
    "a:b",
    "^a",
    "-",
    "\\",
    "{}",
    "+",
    "&",
    "|",
    "!",
    "<->",
    "a & ! b",
    ";--",
    "\x00",
    "\ud800",
    "\u202e",
    "🦄",
]
WORDS = sorted({word for said in SAID for word in said.split()})


@pytest.fixture(scope="module")
def both(places: Places, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Office]]:
    """The same tickets in both databases."""
    made = [
        an_office(kind, places, tmp_path_factory.mktemp(kind), tmp_path_factory)
        for kind in ("sqlite", "postgres")
    ]
    offices = [next(office) for office in made]
    for office in offices:
        for said in SAID:
            ticket_id = an_incident(office.agent, said)
            tickets.comment(office.agent, ticket_id, f"About {said[::-1]} and {said[:12]}")
    yield offices
    for office_ in made:
        assert list(office_) == []


def found(office: Office, typed: str) -> list[int]:
    return sorted(search.ids(office.agent, typed.replace(":", " ").replace("-", " ")))


@pytest.mark.postgres
@settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
@given(
    st.lists(
        st.one_of(
            st.sampled_from(WORDS),
            st.sampled_from(WORDS).map(str.upper),
            st.sampled_from(WORDS).map(lambda w: w[: max(1, len(w) // 2)]),
            st.sampled_from(WORDS).map(lambda w: unicodedata.normalize("NFD", w)),
            st.text("aäÄeéoøOßiİı1290_.,'-%é", min_size=1, max_size=6),
        ),
        min_size=1,
        max_size=3,
    )
)
@example(["strasse"])
@example(["Straße"])
def test_that_both_databases_find_the_same_tickets(both: list[Office], words: list[str]) -> None:
    typed = " ".join(words)
    assert found(both[0], typed) == found(both[1], typed)


@pytest.mark.postgres
def test_that_every_word_finds_its_own_ticket_in_any_case_and_without_accents(
    both: list[Office],
) -> None:
    for office in both:
        for index, said in enumerate(SAID):
            for word in said.split():
                bare = "".join(
                    ch for ch in unicodedata.normalize("NFD", word) if not unicodedata.combining(ch)
                )
                latin = all(ord(ch) < 0x250 for ch in word)
                for typed in (word, bare if latin else word, word[:3]):
                    hits = {hit.title for hit in search.find_tickets(office.agent, typed)}
                    assert said in hits or not typed.strip("%C:\\,;("), (index, typed)


@pytest.mark.postgres
def test_that_hostile_input_is_searched_literally(both: list[Office]) -> None:
    for office in both:
        for typed in [*HOSTILE, "a" * 100_000, "🦄 " * 50_000, "' OR 1=1 --", "%' --"]:
            search.find_tickets(office.agent, typed)
            search.ids(office.agent, typed)
            finding.find(office.agent, typed)
        assert search.find_tickets(office.agent, "%") == []
        assert search.find_tickets(office.agent, "_") == []


def test_that_a_title_outranks_a_text(office: Office) -> None:
    in_text = an_incident(office.agent, "Something else", text="The toner toner toner is empty")
    in_title = an_incident(office.agent, "Toner is empty")
    in_comment = an_incident(office.agent, "Third thing")
    tickets.comment(office.agent, in_comment, "It is the toner")
    hits = [hit.id for hit in search.find_tickets(office.agent, "toner")]
    assert hits[0] == in_title
    assert sorted(hits) == sorted([in_text, in_title, in_comment])


def test_that_a_changed_title_is_found_by_its_new_words_only(office: Office) -> None:
    ticket_id = an_incident(office.agent, "Keyboard broken")
    tickets.edit(office.agent, ticket_id, tickets.Edit(title="Monitor broken"))
    assert [hit.id for hit in search.find_tickets(office.agent, "moni")] == [ticket_id]
    assert search.find_tickets(office.agent, "keyboard") == []


def test_that_articles_are_found_by_title_tags_and_text(office: Office) -> None:
    first = a_published_article(office.agent, office.supervisor, "Restart the mail host", "Wait.")
    second = a_published_article(office.agent, office.supervisor, "Other", "The mail host waits.")
    assert [row.id for row in finding.find(office.agent, "mail ho").rows] == [first, second]
