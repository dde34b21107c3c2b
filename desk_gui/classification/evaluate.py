"""How good a classifier is on labelled texts: accuracy, macro-F1, abstention, calibration error."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from desk_gui.domain.workflow import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from desk_gui.classification.proposals import Classifier

# Bins of equal width over the confidences 0.5 … 1 for the calibration error.
BINS = 10


class Labelled(NamedTuple):
    """A text and the kind a person gave it."""

    title: str
    text: str
    kind: Kind


@dataclass(frozen=True)
class Score:
    """Accuracy and macro-F1, both between 0 and 1, over ``n`` texts."""

    n: int
    accuracy: float
    macro_f1: float


@dataclass(frozen=True)
class Evaluation:
    """What a classifier reached, counted in three ways.

    ``decided``: only the texts it decided. ``abstained_wrong``: an abstention is a wrong answer.
    ``abstained_as_majority``: an abstention counts as the kind most texts of the set have, which
    is how a rule that must always answer is to be compared. ``abstention`` is a share of all
    texts; ``calibration_error`` the mean gap between confidence and accuracy of the decided ones.
    """

    decided: Score
    abstained_wrong: Score
    abstained_as_majority: Score
    abstention: float
    calibration_error: float


class Answer(NamedTuple):
    """The true kind, the kind that was said (None for an abstention), and how surely."""

    truth: Kind
    said: Kind | None
    confidence: float


def evaluate(classifier: Classifier, rows: Iterable[Labelled]) -> Evaluation:
    """Classify every row and compare with its label; ValueError when there are no rows."""
    proposals = ((row.kind, classifier.propose(row.title, row.text)) for row in rows)
    return evaluated([Answer(kind, one.kind, one.confidence) for kind, one in proposals])


def evaluated(answers: Sequence[Answer]) -> Evaluation:
    """Count answers in three ways; ValueError when there are none."""
    if not answers:
        raise ValueError("there is nothing to evaluate: no labelled texts were given")
    majority = Counter(one.truth for one in answers).most_common(1)[0][0]
    decided = [one for one in answers if one.said is not None]
    return Evaluation(
        decided=score([(one.truth, one.said) for one in decided]),
        abstained_wrong=score([(one.truth, one.said) for one in answers]),
        abstained_as_majority=score([(one.truth, one.said or majority) for one in answers]),
        abstention=1 - len(decided) / len(answers),
        calibration_error=calibration_error(
            [one.truth == one.said for one in decided], [one.confidence for one in decided]
        ),
    )


def score(pairs: Sequence[tuple[Kind, Kind | None]]) -> Score:
    """Return accuracy and macro-F1 of pairs of true and given kind; None is never right."""
    if not pairs:
        return Score(0, 0.0, 0.0)
    right = sum(true == given for true, given in pairs)
    return Score(len(pairs), right / len(pairs), sum(_f1(pairs, kind) for kind in Kind) / len(Kind))


def _f1(pairs: Sequence[tuple[Kind, Kind | None]], kind: Kind) -> float:
    hits = sum(true == given == kind for true, given in pairs)
    named = sum(given == kind for _, given in pairs) + sum(true == kind for true, _ in pairs)
    return 2 * hits / named if named else 0.0


def calibration_error(right: Sequence[bool], confidences: Sequence[float]) -> float:
    """Return the expected calibration error: |accuracy - confidence| by bin, weighted by size."""
    if not right:
        return 0.0
    bins: list[list[tuple[bool, float]]] = [[] for _ in range(BINS)]
    for hit, confidence in zip(right, confidences, strict=True):
        bins[min(BINS - 1, int((confidence - 0.5) * 2 * BINS))].append((hit, confidence))
    gaps = (abs(sum(hit for hit, _ in one) - sum(sure for _, sure in one)) for one in bins)
    return sum(gaps) / len(right)
