"""What of a question is looked for, and where it stands in a text."""

from __future__ import annotations

import pytest

from desk_gui.domain.categories import checked_name, in_order, is_within, parents_of
from desk_gui.domain.errors import Invalid
from desk_gui.domain.ranking import Holders, Text, candidates, score
from desk_gui.domain.wording import Matcher, Term, stem_of, terms_of


def asked(text: str, *same: str) -> list[str]:
    return [term.word for term in terms_of(text, [group.split(", ") for group in same])]


def marked(matcher: Matcher, text: str) -> str:
    return "".join(f"[{p.text}]" if p.found else p.text for p in matcher.pieces(text))


def test_that_small_words_are_not_asked_for_unless_there_are_no_others() -> None:
    assert asked("How do I reset the password of my phone?") == ["reset", "password", "phone"]
    assert asked("wie kann ich das Passwort ändern") == ["passwort", "andern"]
    assert asked("to be or not to be") == ["to", "be", "or", "not"]


def test_that_a_phrase_with_synonyms_is_one_term() -> None:
    (term, *rest) = terms_of("Log in to VPN", [["sign in", "log in"], ["VPN", "tunnel"]])
    assert (term.word, term.typed, term.others) == ("log in", "Log in", ("sign in",))
    assert [(t.word, t.others) for t in rest] == [("vpn", ("tunnel",))]


@pytest.mark.parametrize(
    ("word", "stem"),
    [
        ("printing", "print"),
        ("attachments", "attachment"),
        ("policies", "polic"),
        ("slow", "slow"),
        ("vpn", ""),
    ],
)
def test_that_a_stem_is_what_other_forms_begin_with(word: str, stem: str) -> None:
    assert stem_of(word) == stem


def test_that_found_words_are_marked_whatever_their_case_accents_and_endings() -> None:
    matcher = Matcher(terms_of("café printer", [["printer", "Drucker"]]))
    text = "Two Printers in the CAFÉ; a Drucker, no printery-decafé."
    assert marked(matcher, text) == (
        "Two [Printers] in the [CAFÉ]; a [Drucker], no [printery]-decafé."
    )


def test_that_a_text_of_decomposed_signs_is_marked_too() -> None:
    assert marked(Matcher(terms_of("résumé")), "My re\u0301sume\u0301 is lost") == (
        "My [résumé] is lost"
    )


def test_that_a_snippet_shows_where_most_of_the_words_stand() -> None:
    text = (
        "A tunnel. "
        + "Nothing here. " * 60
        + "The certificate of the tunnel expired. "
        + "x " * 300
    )
    pieces = Matcher(terms_of("tunnel certificate")).snippet(text)
    shown = "".join(piece.text for piece in pieces)
    assert "certificate of the tunnel" in shown
    assert shown.startswith("… ")
    assert len(shown) < 240
    assert Matcher(terms_of("toner")).snippet(text) == ()


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "hostile", ["a" * 1_000_000, "\u202e" * 5_000, "🦄 " * 100_000, "", "((((", "a_b " * 100_000]
)
def test_that_hostile_words_are_asked_and_marked_in_a_moment(hostile: str) -> None:
    """What grows with the square takes minutes, and is stopped as a test that hangs."""
    matcher = Matcher(terms_of(hostile))
    assert matcher.snippet("Some words (and signs) of a text. " * 500) == ()
    assert Matcher(terms_of("signs")).snippet(hostile) == ()


def test_that_rare_words_and_titles_decide() -> None:
    def held(word: str, heads: set[int], anywhere: set[int]) -> Holders:
        return Holders(Term(word, word), frozenset(heads), frozenset(anywhere | heads))

    common = held("mail", {1, 2, 3}, set(range(1, 80)))
    rare = held("certificate", {2}, {5})
    assert candidates([common, rare], 100, 2)[0] == 2
    text = Text("Mail certificate", "", "Renew the certificate of the mail host.")
    other = Text("Mail", "", "mail " * 200)
    assert score([common, rare], 100, 2, text) > score([common, rare], 100, 1, other)


def test_that_a_category_is_a_path() -> None:
    assert checked_name("  Network>VPN ›  On  a phone ") == "Network › VPN › On a phone"
    assert list(parents_of("Network › VPN › Phone")) == ["Network", "Network › VPN"]
    assert is_within("Network › VPN", "Network")
    assert not is_within("Networks", "Network")
    assert in_order(["Phone", "Network › VPN", "Net", "Network"]) == [
        "Net",
        "Network",
        "Network › VPN",
        "Phone",
    ]


@pytest.mark.parametrize("name", ["", " ", "›", "Network ›", "› VPN", "a›b›c›d›e›f", "x" * 201])
def test_that_a_category_without_a_name_is_refused(name: str) -> None:
    with pytest.raises(Invalid):
        checked_name(name)
