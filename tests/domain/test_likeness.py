"""How alike two incidents are, and how that is said."""

from __future__ import annotations

from desk_gui.domain.likeness import ENOUGH, Common, Features, common, likeness, words_that_tell


def features(title: str, category: str | None = None, site: str | None = None) -> Features:
    return Features(words_that_tell(title), category, site)


def test_that_words_that_say_nothing_are_left_out() -> None:
    words = words_that_tell("Nobody can print: the PRINTER on floor 2 says Ébène 404")
    assert list(words.values()) == ["print", "floor", "ebene"]


def test_that_words_that_begin_alike_count_as_one() -> None:
    assert words_that_tell("printers printing").keys() == {"print"}


def test_that_without_a_shared_word_nothing_is_alike() -> None:
    one, other = features("Mail is down", "E-mail", "Lyon"), features("Outlook", "E-mail", "Lyon")
    assert likeness(one, other, 1.0) == 0.0


def test_that_category_and_site_are_hints_that_count_only_when_they_are_known() -> None:
    one, other = features("mail outbox stuck"), features("mail server silent")
    bare = likeness(one, other, 0.5)
    assert bare < ENOUGH
    hinted = likeness(
        features("mail outbox stuck", "E-mail", "Lyon"),
        features("mail server silent", "E-mail", "Lyon"),
        0.5,
    )
    assert round(hinted - bare, 6) == 0.3
    assert hinted >= ENOUGH


def test_that_the_same_title_is_alike_whatever_the_hints() -> None:
    assert likeness(features("VPN gateway refuses"), features("VPN gateway refuses"), 1.0) >= ENOUGH


def test_that_what_most_share_is_said_in_a_sentence() -> None:
    group = [
        features("Mail server silent", "E-mail", "Lyon"),
        features("No mail from the server", "E-mail", "Ghent"),
        features("Mail stuck", "E-mail", None),
    ]
    assert common(group) == Common(("mail", "server"), "E-mail", None)
    assert (
        common(group).sentence == "They share the words “mail”, “server” and the category E-mail."
    )
    assert common(group[:1] * 2).sentence == (
        "They share the words “mail”, “server”, “silent”, the category E-mail and the site Lyon."
    )
