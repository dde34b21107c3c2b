"""Which category, team or catalog item this desk gave to tickets like this one.

Complement naive Bayes over hashed words (Rennie and others, 2003): a class is likely where the
words of all the other classes are unlikely, which bears classes of very different size. A
temperature found on held-out tickets makes its confidence true; below the threshold, which is the
lowest confidence at which four of five held-out answers were right, it says nothing.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from desk_gui.classification import calibration
from desk_gui.classification.features import DIMENSIONS
from desk_gui.classification.proposals import Choice

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desk_gui.classification.features import Feature
    from desk_gui.classification.model import Numbers, Texts

PLACES = 1 << 15
FOLDS = DIMENSIONS // PLACES
SMOOTHING = 0.3
# A class needs so many tickets; of more classes only the largest are learned.
FEWEST, MOST_CLASSES = 5, 64
RIGHT_ENOUGH = 0.8
SHOWN_WORDS = 3
# Weights are stored, and therefore judged, this exactly; a threshold has so many decimals.
KEPT_AS, DECIMALS = np.float16, 3


@dataclass(frozen=True)
class Choices:
    """For each class (a row's id) a weight for each place of a word."""

    ids: NDArray[np.int64]
    weights: NDArray[np.float32]
    temperature: float = 1.0
    threshold: float = 0.0

    def propose(self, found: Sequence[Feature], shown: Sequence[str]) -> Choice | None:
        """The likeliest class with the words that speak most for it; None where it is unsure.

        ``shown`` are the words of the features as they were written.
        """
        if not found:
            return None
        index = np.fromiter((one.place % PLACES for one in found), np.int64, len(found))
        value = np.fromiter((one.value for one in found), float, len(found))
        parts = self.weights[:, index] * value
        best, sure = self._sure(parts.sum(axis=1)[None, :])
        if sure[0] < self.threshold:
            return None
        lead = parts[best[0]] - parts.mean(axis=0)
        order = np.argsort(-lead, kind="stable")[:SHOWN_WORDS]
        because = tuple(dict.fromkeys(shown[place] for place in order if lead[place] > 0))
        return Choice(int(self.ids[best[0]]), float(sure[0]), because)

    def answers(self, those: Texts) -> tuple[NDArray[np.int64], Numbers]:
        """The likeliest class of each text, and how sure."""
        best, sure = self._sure(self.scores(those))
        return self.ids[best], sure

    def scores(self, those: Texts) -> Numbers:
        """How much the words of each text speak for each class."""
        scores = np.zeros((len(those), len(self.ids)))
        for row, weights in enumerate(self.weights):
            scores[:, row] = those.sums(np.tile(weights, FOLDS))
        return scores

    def _sure(self, scores: Numbers) -> tuple[NDArray[np.int64], Numbers]:
        scaled = scores / self.temperature
        chances = np.exp(scaled - scaled.max(axis=1, keepdims=True))
        chances /= chances.sum(axis=1, keepdims=True)
        best = chances.argmax(axis=1)
        return best, chances[np.arange(len(best)), best]


def train(those: Texts, classes: NDArray[np.int64]) -> Choices | None:
    """Learn classes from texts; None where fewer than two have FEWEST tickets."""
    ids, counts = np.unique(classes, return_counts=True)
    large = np.sort(np.argsort(-counts, kind="stable")[:MOST_CLASSES])
    ids = ids[large][counts[large] >= FEWEST]
    if len(ids) < 2:  # noqa: PLR2004 - one class is no choice
        return None
    sums = np.array([_words_of(those, classes == one) for one in ids])
    others = sums.sum(axis=0) - sums + SMOOTHING
    weights = -np.log(others / others.sum(axis=1, keepdims=True))
    weights /= np.abs(weights).sum(axis=1, keepdims=True) / PLACES
    return Choices(ids, weights.astype(KEPT_AS).astype(np.float32))


def calibrated(choices: Choices, those: Texts, classes: NDArray[np.int64]) -> Choices | None:
    """Set temperature and threshold on held-out texts; None where it is never right enough."""
    column = {int(one): place for place, one in enumerate(choices.ids)}
    truth = np.array([column.get(int(one), -1) for one in classes], np.int64)
    known = np.flatnonzero(truth >= 0)
    if not len(known):
        return None
    heat = calibration.temperature_of_classes(choices.scores(those)[known], truth[known])
    tuned = replace(choices, temperature=heat)
    answered, sure = tuned.answers(those)
    threshold = _threshold(sure, answered == classes)
    return None if threshold is None else replace(tuned, threshold=threshold)


def arrays(name: str, choices: Choices) -> dict[str, NDArray[Any]]:
    """Everything of it as named arrays."""
    return {
        f"{name}_ids": choices.ids,
        f"{name}_weights": choices.weights.astype(KEPT_AS),
        f"{name}_numbers": np.array([choices.temperature, choices.threshold]),
    }


def from_arrays(name: str, those: dict[str, NDArray[Any]]) -> Choices | None:
    """What ``arrays`` made; None where it is not there, ValueError where it is damaged."""
    if f"{name}_ids" not in those:
        return None
    ids, weights = those[f"{name}_ids"], those[f"{name}_weights"].astype(np.float32)
    temperature, threshold = (float(number) for number in those[f"{name}_numbers"])
    if weights.shape != (len(ids), PLACES) or not temperature > 0:
        raise ValueError(f"what was learned of the {name} is damaged")
    return Choices(ids, weights, temperature, threshold)


def _threshold(sure: Numbers, right: NDArray[np.bool_]) -> float | None:
    order = np.argsort(-sure, kind="stable")
    shares = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    good = np.flatnonzero(shares >= RIGHT_ENOUGH)
    if not len(good):
        return None
    finest = 10.0**DECIMALS
    return math.floor(float(sure[order][good[-1]]) * finest) / finest


def _words_of(those: Texts, which: NDArray[np.bool_]) -> Numbers:
    sums: Numbers = those.spread(which.astype(float)).reshape(FOLDS, PLACES).sum(axis=0)
    return sums
