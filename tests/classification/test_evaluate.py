"""The measuring is right, and the classifier is no worse than the published keyword rule."""

from __future__ import annotations

import csv
import gzip
from pathlib import Path

import pytest

from desk_gui.classification import lexicon
from desk_gui.classification.classifier import KeywordRule
from desk_gui.classification.evaluate import (
    Evaluation,
    Labelled,
    calibration_error,
    evaluate,
    score,
)
from desk_gui.classification.proposals import Proposal
from desk_gui.domain.workflow import Kind

ROOT = Path(__file__).parents[2]
REAL_TICKETS = ROOT.parent / "shared" / "data" / "tickets"
# The bodies of the full set were cleaned by two programs; these words tell which one.
LEAKING_WORDS = frozenset({"you", "have", "can", "was", "be", "with"})
INC, REQ = Kind.INCIDENT, Kind.REQUEST


class Parrot:
    """A classifier that answers what its title says."""

    def propose(self, title: str, text: str) -> Proposal:
        """Answer with the kind named by the title, or abstain."""
        kind = Kind(title) if title else None
        return Proposal(kind, float(text), kind is None, (), None, None, None)


def real(name: str) -> list[dict[str, str]]:
    """Read a file of real tickets; skips the test where the data are absent."""
    path = REAL_TICKETS / name
    if not path.exists():
        pytest.skip(f"the real tickets of {name} are not on this machine")
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def measured(rows: list[Labelled]) -> Evaluation:
    """Evaluate the classifier with the shipped word list."""
    return evaluate(KeywordRule(lexicon.shipped()), rows)


def test_that_titles_are_classified_at_least_as_well_as_by_the_published_keyword_rule() -> None:
    rows = real("endava_titles_dev.csv.gz")
    result = measured([Labelled(row["title"], "", Kind(row["kind"])) for row in rows])
    assert result.decided.accuracy >= 0.912
    assert result.decided.macro_f1 >= 0.771
    assert result.abstained_as_majority.accuracy >= 0.912
    assert result.abstained_as_majority.macro_f1 >= 0.771
    assert result.abstention <= 0.3


def test_that_full_texts_are_classified_at_least_as_well_as_by_the_published_keyword_rule() -> None:
    rows = real("endava_full_leaky.csv.gz")[::4]
    result = measured([Labelled("", stripped(row["text"]), Kind(row["kind"])) for row in rows])
    assert result.decided.accuracy >= 0.806
    assert result.decided.macro_f1 >= 0.768
    assert result.abstained_as_majority.accuracy >= 0.806
    assert result.abstained_as_majority.macro_f1 >= 0.768
    assert result.abstention <= 0.15
    assert result.calibration_error <= 0.05


def stripped(text: str) -> str:
    """Return a text without the words that leak its kind."""
    return " ".join(word for word in text.split() if word not in LEAKING_WORDS)


def test_that_abstentions_are_counted_in_three_ways() -> None:
    rows = [
        Labelled("incident", "0.9", INC),
        Labelled("request", "0.9", REQ),
        Labelled("", "0.5", REQ),
        Labelled("", "0.5", INC),
        Labelled("request", "0.9", REQ),
    ]
    result = evaluate(Parrot(), rows)
    assert result.abstention == pytest.approx(0.4)
    assert (result.decided.n, result.decided.accuracy) == (3, 1)
    assert result.abstained_wrong.accuracy == pytest.approx(0.6)
    assert result.abstained_as_majority.accuracy == pytest.approx(0.8)


def test_that_macro_f1_weighs_both_kinds_alike() -> None:
    pairs = [(REQ, REQ)] * 9 + [(INC, REQ)]
    assert score(pairs).accuracy == pytest.approx(0.9)
    assert score(pairs).macro_f1 == pytest.approx((0 + 18 / 19) / 2)


def test_that_the_calibration_error_is_the_gap_between_confidence_and_accuracy() -> None:
    assert calibration_error([True] * 9 + [False], [0.9] * 10) == pytest.approx(0)
    assert calibration_error([False] * 10, [0.9] * 10) == pytest.approx(0.9)
    assert calibration_error([], []) == 0


def test_that_an_empty_set_cannot_be_evaluated() -> None:
    with pytest.raises(ValueError, match="no labelled texts"):
        evaluate(Parrot(), [])
