"""The language of a text is told from its function words; in others the classifier abstains."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from desk_gui.classification import languages, lexicon
from desk_gui.classification.classifier import shipped
from desk_gui.classification.languages import FOREIGN
from desk_gui.classification.reading import ticket

TONGUES = languages.shipped()
HERE = Path(__file__).parent


def language_of(text: str) -> str | None:
    read = ticket("", text)
    return TONGUES.of(read.joined, (word.plain for word in read.words))


def test_that_the_language_of_hand_written_tickets_is_never_taken_for_another() -> None:
    with (HERE / "held_out.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    told = [(row["language"], language_of(f"{row['title']}\n{row['text']}")) for row in rows]
    wrong = [pair for pair in told if pair[1] not in {None, pair[0]}]
    assert len(wrong) <= 0.02 * len(rows)
    assert sum(said is not None for _, said in told) >= 0.75 * len(rows)


@pytest.mark.parametrize(
    "text",
    [
        "Buongiorno, il server non risponde e non riesco ad accedere alla posta, è un problema",
        "Hallo, mijn printer werkt niet meer en ik kan geen mail versturen, error op het scherm",
        "Dzień dobry, nie mogę się zalogować do systemu, jest error na serwerze",
        "Hej, jag kan inte logga in på min dator och det är ett error på servern",
        "Dobrý den, nemohu se přihlásit do pošty, prosím o pomoc, server error",
        "VPN не работает, ошибка error 500 на сервере, срочно",
        "服务器崩溃 error，无法登录 VPN",
        "الطابعة لا تعمل error",
        "Ο υπολογιστής δεν ανοίγει, error",
    ],
)
def test_that_a_language_it_does_not_know_is_left_to_a_person(text: str) -> None:
    proposal = shipped().propose("", text)
    assert proposal.language == FOREIGN
    assert (proposal.kind, proposal.abstained, proposal.confidence) == (None, True, 0.5)


@pytest.mark.parametrize("text", ["", "printer", "12345", "Outlook VPN SAP", "🙂"])
def test_that_a_few_words_tell_no_language(text: str) -> None:
    assert language_of(text) is None


def test_that_words_of_another_language_do_not_count() -> None:
    words = lexicon.parse(
        {
            "categories": ["Network"],
            "group": [{"says": "incident", "languages": "fr", "words": ["use*"]}],
        }
    )
    from desk_gui.classification.classifier import KeywordRule

    rule = KeywordRule(words)
    assert rule.propose("", "We are the users of this and have been for years").because == ()
    assert rule.propose("", "Le clavier est usé et la souris aussi, merci").because
