"""The word list is checked when it is read, and says in one sentence what is wrong."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from desk_gui.classification import lexicon
from desk_gui.domain.errors import FileTrouble

LEAKING_WORDS = {"you", "have", "can", "was", "be", "with"}


def parsed(**group: Any) -> lexicon.Lexicon:
    """Parse a word list of one group."""
    return lexicon.parse({"categories": ["Network"], "group": [group]})


def test_that_the_shipped_word_list_is_accepted() -> None:
    assert len(lexicon.shipped().phrases) > 2000


def test_that_the_shipped_word_list_has_no_leaking_function_word_on_its_own() -> None:
    lone = {phrase.words[0] for phrase in lexicon.shipped().phrases if len(phrase.words) == 1}
    assert not lone & LEAKING_WORDS


@pytest.mark.parametrize(
    ("group", "complaint"),
    [
        ({"says": "incident", "words": []}, "has no words"),
        ({"says": "incident", "words": ["  "]}, "an empty phrase"),
        ({"says": "incident", "words": ["a*b"]}, "'a*b', which cannot be understood"),
        ({"says": "incident", "words": [".. down"]}, "cannot be understood"),
        ({"says": "outage", "words": ["down"]}, "'outage', which is not known"),
        ({"says": "category Fax", "words": ["fax"]}, "'category Fax', which is not known"),
        ({"says": [], "words": ["fax"]}, "does not say what"),
        ({"says": "incident", "words": ["down", "Down"]}, "speaks about kind twice"),
        ({"says": ["incident", "request"], "words": ["down"]}, "speaks about kind twice"),
        ({"says": "incident", "words": ["down"], "weight": 0}, "the weight of group 1"),
        ({"says": "incident", "words": ["down"], "weight": True}, "the weight of group 1"),
        ({"says": "incident", "words": ["down"], "wieght": 2}, "the unknown entry 'wieght'"),
        ({"says": "incident", "words": [7]}, "an empty phrase"),
        ({"says": "incident", "words": "down"}, "has no words"),
    ],
)
def test_that_a_faulty_group_is_refused_with_its_reason(
    group: dict[str, Any], complaint: str
) -> None:
    with pytest.raises(ValueError, match=r".+") as refusal:
        parsed(**group)
    assert complaint in str(refusal.value)


def test_that_a_list_without_categories_or_words_is_refused() -> None:
    with pytest.raises(ValueError, match="categories"):
        lexicon.parse({"group": []})
    with pytest.raises(ValueError, match="no words"):
        lexicon.parse({"categories": ["Network"]})


@pytest.mark.parametrize(
    "content", [b"not toml at all =", b"\xff\xfe\x00", b"categories = 3", b"group = 1"]
)
def test_that_a_damaged_file_is_named_in_one_sentence(tmp_path: Path, content: bytes) -> None:
    damaged = tmp_path / "words.toml"
    damaged.write_bytes(content)
    with pytest.raises(FileTrouble, match=r"words\.toml cannot be used: .+ Correct the file\."):
        lexicon.load(damaged)


def test_that_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileTrouble, match=r"words\.toml cannot be read"):
        lexicon.load(tmp_path / "words.toml")


def test_that_umlauts_are_known_in_both_spellings() -> None:
    (first, second) = parsed(says="incident", words=["Störung"]).phrases
    assert {first.words, second.words} == {("storung",), ("stoerung",)}


BASE = lexicon.parse(
    {
        "categories": ["Network"],
        "group": [
            {"says": "urgency high", "words": ["urgent", "blocker"]},
            {"says": ["security", "category Network"], "words": ["virus"]},
        ],
    }
)


def said(words: lexicon.Lexicon) -> dict[str, tuple[str, ...]]:
    """What each phrase of a word list says."""
    return {phrase.written: phrase.says for phrase in words.phrases}


def test_that_own_rules_add_replace_and_switch_off() -> None:
    own = lexicon.overlaid(
        BASE,
        """
        off = ["blocker"]
        [[group]]
        says = "urgency low"
        words = ["urgent"]
        [[group]]
        says = "impact high"
        weight = 3
        words = ["line stop"]
        [[group]]
        says = "compliance"
        words = ["virus"]
        """,
    )
    assert said(own) == {
        "urgent": ("urgency low",),
        "line stop": ("impact high",),
        "virus": ("compliance",),
    }
    assert [phrase.says for phrase in own.phrases if phrase.written == "virus"] == [
        ("security", "category Network"),
        ("compliance",),
    ]


def test_that_no_own_rules_change_nothing() -> None:
    assert lexicon.overlaid(BASE, "") == BASE


@pytest.mark.parametrize(
    ("written", "complaint"),
    [
        ("off = 3", "'off' must be a list of words"),
        ('off = ["panic"]', "'panic' is switched off, but no list has it"),
        ('words = ["panic"]', "the unknown entry 'words'"),
        ('[[group]]\nsays = "urgency huge"\nwords = ["x"]', "'urgency huge', which is not known"),
        ("[[group]", "Expected"),
    ],
)
def test_that_faulty_own_rules_are_refused(written: str, complaint: str) -> None:
    with pytest.raises(ValueError, match=r".+") as refusal:
        lexicon.overlaid(BASE, written)
    assert complaint in str(refusal.value)
