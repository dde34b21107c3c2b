"""The classifier says what a ticket is, how surely, and by which words."""

from __future__ import annotations

import csv
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desk_gui.classification import lexicon
from desk_gui.classification.classifier import (
    SHOWN_EVIDENCE,
    THRESHOLD,
    TextClassifier,
    shipped,
)
from desk_gui.classification.evaluate import Labelled, evaluate
from desk_gui.classification.proposals import Proposal
from desk_gui.domain.priority import Level
from desk_gui.domain.workflow import Kind

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def classifier() -> TextClassifier:
    """The classifier as it comes with Desk."""
    return shipped()


@pytest.fixture(scope="module")
def tickets() -> list[dict[str, str]]:
    """Hand-written tickets in five languages: language, kind, title, text."""
    with (HERE / "tickets.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def labelled(rows: list[dict[str, str]]) -> list[Labelled]:
    """Turn rows of the file into labelled texts."""
    return [Labelled(row["title"], row["text"], Kind(row["kind"])) for row in rows]


def words_for(proposal: Proposal, says: str) -> list[str]:
    """Return the words that were found to say something."""
    return [one.words for one in proposal.because if one.says == says]


def test_that_nine_of_ten_handwritten_tickets_are_recognised_even_counting_abstentions_as_wrong(
    classifier: TextClassifier, tickets: list[dict[str, str]]
) -> None:
    assert evaluate(classifier, labelled(tickets)).abstained_wrong.accuracy >= 0.9


@pytest.mark.parametrize("language", ["en", "de", "fr", "es", "pt"])
def test_that_no_language_falls_behind(
    classifier: TextClassifier, tickets: list[dict[str, str]], language: str
) -> None:
    rows = [row for row in tickets if row["language"] == language]
    assert len(rows) >= 15
    assert evaluate(classifier, labelled(rows)).abstained_wrong.accuracy >= 0.9


def test_that_a_text_without_telling_words_is_left_to_a_person(classifier: TextClassifier) -> None:
    for title, text in [("", ""), ("🙂🙂", "12345 --- ...")]:
        proposal = classifier.propose(title, text)
        assert (proposal.kind, proposal.abstained) == (None, True)
        assert proposal.confidence < THRESHOLD


def test_that_a_subject_alone_is_left_to_a_person(classifier: TextClassifier) -> None:
    for title, text in [("Oracle", "see attachment"), ("Outlook", ""), ("Drucker", "")]:
        proposal = classifier.propose(title, text)
        assert (proposal.kind, proposal.abstained) == (None, True)


def test_that_evenly_balanced_words_are_left_to_a_person() -> None:
    proposal = TextClassifier(lexicon.shipped()).propose("Purchase unable", "")
    assert set(words_for(proposal, "incident")) == {"unable"}
    assert set(words_for(proposal, "request")) == {"Purchase"}
    assert proposal.kind is None
    assert proposal.abstained


def test_that_more_evidence_makes_it_surer(classifier: TextClassifier) -> None:
    weak = classifier.propose("", "There is a delay.")
    strong = classifier.propose("Server not responding", "It crashed twice and is unreachable now.")
    assert weak.kind is strong.kind is Kind.INCIDENT
    assert 0.5 < weak.confidence < strong.confidence < 1


def test_that_the_title_counts_more_than_the_text(classifier: TextClassifier) -> None:
    titled = classifier.propose("printer broken", "please see the photo")
    told = classifier.propose("please see the photo", "printer broken")
    assert titled.confidence > told.confidence


def test_that_evidence_points_at_its_words(classifier: TextClassifier) -> None:
    title, text = "VPN", "Hello,\nthe tunnel does not really work today. Urgent!"
    joined = f"{title}\n{text}"
    proposal = classifier.propose(title, text)
    assert {"does not really work", "Urgent"} <= {one.words for one in proposal.because}
    assert all(joined[one.start : one.end] == one.words for one in proposal.because)


def test_that_evidence_points_at_its_words_behind_markup_and_marks(
    classifier: TextClassifier,
) -> None:
    text = "<p>My <b>sc\u200breen</b> <i>b\u00adroken</i>&nbsp; \u202esee https://error.example</p>"
    proposal = classifier.propose("", text)
    assert "b\u00adroken" in words_for(proposal, "incident")
    assert "sc\u200breen" in words_for(proposal, "category Hardware")
    assert all(text[one.start - 1 : one.end - 1] == one.words for one in proposal.because)
    assert not any("error" in one.words for one in proposal.because)


def test_that_the_heaviest_words_come_first(classifier: TextClassifier) -> None:
    weights = [e.weight for e in classifier.propose("not working", "issue, slow, new").because]
    assert weights == sorted(weights, reverse=True)


def test_that_case_and_accents_do_not_matter(classifier: TextClassifier) -> None:
    for spelled in ("STÖRUNG", "Stoerung", "storung", "Sto\u0308rung"):
        assert classifier.propose(spelled, "").kind is Kind.INCIDENT


def test_that_parts_of_compound_words_are_recognised(classifier: TextClassifier) -> None:
    assert classifier.propose("Etikettendruckerproblem", "").category == "Printing"
    assert classifier.propose("Netzwerkstörungen", "").kind is Kind.INCIDENT


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("I need access to the archive", Kind.REQUEST),
        ("I have no access to the archive", Kind.INCIDENT),
        ("The door does not always work", Kind.INCIDENT),
        ("No problem so far, please add Tom", Kind.REQUEST),
        ("Je n'ai plus accès au dossier", Kind.INCIDENT),
        ("J'ai besoin d'un accès au dossier", Kind.REQUEST),
        ("Ich brauche Zugriff auf das Archiv", Kind.REQUEST),
        ("Ich habe keinen Zugriff mehr auf das Archiv", Kind.INCIDENT),
        ("No tengo acceso al archivo", Kind.INCIDENT),
        ("Não tenho acesso ao arquivo", Kind.INCIDENT),
    ],
)
def test_that_negation_changes_the_kind(classifier: TextClassifier, text: str, kind: Kind) -> None:
    assert classifier.propose("", text).kind is kind


def test_that_a_phrase_does_not_reach_over_the_end_of_a_sentence(
    classifier: TextClassifier,
) -> None:
    proposal = classifier.propose("", "She does not mind. Work starts at nine.")
    assert "does not" in words_for(proposal, "incident")
    assert not any("Work" in one for one in words_for(proposal, "incident"))


def test_that_greetings_signatures_and_quoted_replies_do_not_count(
    classifier: TextClassifier,
) -> None:
    own = "Hello everyone,\nplease add Tom to the sales list.\n\n"
    for tail in (
        "-- \nBug Busters Ltd, error correction",
        "Best regards,\nTom Crash\nOutage manager",
        "> the server is down\n> nobody can work",
        "On Mon, 4 May 2026 at 10:00 Ann Ace wrote:\nthe server is down, it crashed",
        "From: Ann\nSent: Monday\nSubject: server down, nobody can work",
        "-----Original Message-----\nthe server is down, it crashed",
        "Am 04.05.2026 um 10:00 schrieb Anna:\nder Server ist ausgefallen",
        "Mit freundlichen Grüßen\nTom Fehler\nStörungsstelle",
    ):
        proposal = classifier.propose("", own + tail)
        assert proposal.kind is Kind.REQUEST, tail
        assert not words_for(proposal, "incident"), tail
        assert proposal.impact is None, tail


def test_that_a_forwarded_text_counts_when_nothing_else_was_written(
    classifier: TextClassifier,
) -> None:
    assert classifier.propose("", "> the server is down\n> it crashed").kind is Kind.INCIDENT
    assert classifier.propose("", "FYI\nFrom: Ann\nSent: Monday\nit crashed").kind is Kind.INCIDENT


@pytest.mark.parametrize(
    ("text", "impact", "urgency"),
    [
        ("Printer broken", None, None),
        ("The whole office is offline", Level.HIGH, None),
        ("Mail fails for several colleagues", Level.MEDIUM, None),
        ("Outlook crashes, but only for me", Level.LOW, None),
        ("Excel crashes, we cannot work", None, Level.HIGH),
        ("It is not urgent", None, Level.LOW),
        ("Deadline is before noon", None, Level.HIGH),
        ("Niemand kann arbeiten, bitte dringend prüfen", Level.HIGH, Level.HIGH),
        ("Tout le monde est bloqué, c'est urgent", Level.HIGH, Level.HIGH),
        ("Hi everyone, my mouse is broken", None, None),
        ("We found ransomware on a laptop", None, Level.HIGH),
    ],
)
def test_that_impact_and_urgency_come_from_words_only(
    classifier: TextClassifier, text: str, impact: Level | None, urgency: Level | None
) -> None:
    proposal = classifier.propose("", text)
    assert (proposal.impact, proposal.urgency) == (impact, urgency)


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("Outlook calendar is empty", "E-mail"),
        ("wifi is slow", "Network"),
        ("my laptop battery is dead", "Hardware"),
        ("paper jam in the copier", "Printing"),
        ("Excel macro fails", "Software"),
        ("I forgot my password", "Accounts and access"),
        ("no dial tone on my desk phone", "Phone"),
        ("database backup failed", "Server"),
        ("phishing mail received", "Security"),
        ("it is broken", None),
    ],
)
def test_that_the_category_comes_from_words_only(
    classifier: TextClassifier, text: str, category: str | None
) -> None:
    assert classifier.propose("", text).category == category


def hostile_texts() -> dict[str, Callable[[], str]]:
    """Texts that try to take long or to break something, by name; made when needed."""
    million = 1_000_000
    return {
        "one word": lambda: "x" * million,
        "short words": lambda: "a " * million,
        "known words": lambda: "does not " * 110_000,
        "gaps": lambda: "kann ne does not no " * 50_000,
        "controls": lambda: "".join(map(chr, range(32))) * 31_000,
        "direction marks": lambda: "\u202e\u200f\u2066" * 333_000,
        "lone accents": lambda: "\u0301" * million,
        "surrogates": lambda: "\ud800\udfff\udc00" * 300_000,
        "open tags": lambda: "<a" * 500_000,
        "tags": lambda: "<b>" * 330_000,
        "scripts": lambda: "<script>" * 125_000,
        "entities": lambda: "&amp" * 250_000,
        "addresses": lambda: "a@" * 500_000,
        "links": lambda: "http://" * 140_000,
        "quotes": lambda: "> " * 500_000,
        "quoted lines": lambda: "one two three four\n" + ">\n" * 490_000,
        "line breaks": lambda: "one two three four five" + "\n" * million,
        "spaces": lambda: "one two three four\n" + " " * million + "x",
        "indents": lambda: "one two three four\n" + ("\n" + " " * 30) * 32_000,
        "replies": lambda: "one two three four" + "\nOn Mon at wro" * 70_000,
        "senders": lambda: "one two three four" + "\nFrom: " * 140_000,
        "dashes": lambda: "one two three four\n" + "-" * million,
        "mixed scripts": lambda: "пожар 火事 حريق आग" * 60_000,
        "ligatures": lambda: "\ufdfa" * million,
    }


@pytest.mark.parametrize("name", sorted(hostile_texts()))
def test_that_a_hostile_text_takes_no_longer_than_counting_to_three_and_a_half_million(
    classifier: TextClassifier, name: str
) -> None:
    """Which is some 50 ms on a quiet machine, and longer, like all else, on a busy one."""
    text = hostile_texts()[name]()
    for title, body in (("", text), (text, ""), (text[:500], text)):
        assert min(seconds(classifier, title, body) / counting() for _ in range(3)) < 3.5


def counting() -> float:
    """Return the processor time that counting to one million takes."""
    started = time.process_time()
    for _ in range(1_000_000):
        pass
    return time.process_time() - started


def seconds(classifier: TextClassifier, title: str, text: str) -> float:
    """Return the processor time that one proposal takes."""
    started = time.process_time()
    proposal = classifier.propose(title, text)
    assert len(proposal.because) <= SHOWN_EVIDENCE
    return time.process_time() - started


def test_that_a_thousand_texts_a_second_are_classified(
    classifier: TextClassifier, tickets: list[dict[str, str]]
) -> None:
    texts = [(row["title"], " ".join([row["text"]] * 4)) for row in tickets]
    started = time.process_time()
    for title, text in texts * 5:
        classifier.propose(title, text)
    assert len(texts) * 5 / (time.process_time() - started) > 1000


def test_that_only_the_first_twenty_thousand_characters_are_read(
    classifier: TextClassifier,
) -> None:
    filler = "lorem ipsum " * 2_000
    assert classifier.propose("", filler[:12_000] + "it crashed").kind is Kind.INCIDENT
    assert classifier.propose("", filler + "it crashed").kind is None


CLASSIFIER = shipped()
PIECES = st.sampled_from(
    ["not working", "urgent", "<b>", "&nbsp;", "\n> ", "\n-- \n", "\u202e", "@"]
)


@settings(max_examples=200, deadline=None)
@given(title=st.text(max_size=80), pieces=st.lists(st.one_of(PIECES, st.text(max_size=20))))
def test_that_any_text_is_answered_with_evidence_at_its_place(
    title: str, pieces: list[str]
) -> None:
    text = "".join(pieces)
    proposal = CLASSIFIER.propose(title, text)
    joined = f"{title}\n{text}"
    assert 0.5 <= proposal.confidence <= 1
    assert (proposal.kind is None) == proposal.abstained
    assert all(len(one.words) == len(joined[one.start : one.end]) for one in proposal.because)
