"""Weights of words, learned by logistic regression on top of what the word list says.

What is learned is a correction of the word list's log odds: the sum of the weights of a text's
words, so each word's part in it is exact. There is no intercept: how rare incidents were where
the weights were learned says nothing about the next text. The less of a text was seen in learning
(``familiar``), the smaller the correction: far from home the word list decides.
"""

from __future__ import annotations

import io
import zipfile
from array import array
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from desk_gui.classification.features import DIMENSIONS, Feature

Numbers = NDArray[np.float64]
Progress = Callable[[float], None]
"""Told how much is done, from 0 to 1; may raise to stop the work."""

ROUNDS = 120
# A word counts as seen when this many texts had it.
SEEN_IN = 2
# Features whose sums are computed in one go, so that other threads get their turn.
AT_ONCE = 200_000


def unheard(done: float) -> None:
    """Progress that nobody hears of."""


@dataclass(frozen=True)
class Texts:
    """Texts as features, one after the other; ``starts`` has where each begins, and the end."""

    index: NDArray[np.int64]
    value: Numbers
    starts: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.starts) - 1

    def chosen(self, which: NDArray[np.int64]) -> Texts:
        """Some of the texts, in the order asked for."""
        lengths = np.diff(self.starts)[which]
        starts = np.concatenate(([0], np.cumsum(lengths)))
        places = np.repeat(self.starts[which] - starts[:-1], lengths) + np.arange(starts[-1])
        return Texts(self.index[places], self.value[places], starts)

    def sums(self, weights: Numbers) -> Numbers:
        """For each text the sum of its values times the weights."""
        found = np.zeros(len(self))
        for first, last in self._parts():
            begin, end = self.starts[first], self.starts[last]
            terms = self.value[begin:end] * weights[self.index[begin:end]]
            rows = np.repeat(np.arange(last - first), np.diff(self.starts[first : last + 1]))
            found[first:last] = np.bincount(rows, terms, last - first)
        return found

    def spread(self, errors: Numbers) -> Numbers:
        """For each weight the sum of its values times the errors of their texts."""
        found = np.zeros(DIMENSIONS)
        for first, last in self._parts():
            begin, end = self.starts[first], self.starts[last]
            of_text = np.repeat(errors[first:last], np.diff(self.starts[first : last + 1]))
            found += np.bincount(self.index[begin:end], self.value[begin:end] * of_text, DIMENSIONS)
        return found

    def _parts(self) -> Sequence[tuple[int, int]]:
        """Texts in stretches of about AT_ONCE features."""
        cuts = [0]
        while cuts[-1] < len(self):
            goal = self.starts[cuts[-1]] + AT_ONCE
            after = int(np.searchsorted(self.starts, goal, side="right")) - 1
            cuts.append(min(max(after, cuts[-1] + 1), len(self)))
        return list(pairwise(cuts))


class Gathering:
    """Gathers texts one by one, in little memory."""

    def __init__(self) -> None:
        self._index, self._value, self._starts = array("q"), array("d"), array("q", [0])

    def add(self, found: Sequence[Feature]) -> None:
        """Put the features of one text after the others."""
        self._index.extend(one.place for one in found)
        self._value.extend(one.value for one in found)
        self._starts.append(len(self._index))

    def gathered(self) -> Texts:
        """All of them."""
        return Texts(
            np.array(self._index, np.int64),
            np.array(self._value, np.float64),
            np.array(self._starts, np.int64),
        )


@dataclass(frozen=True)
class Way:
    """How to learn.

    The penalty on large weights; how far the rarer kind counts more (0 not, 1 as if both were as
    many); and the power of ``familiar`` that a correction is multiplied with.
    """

    penalty: float
    balance: float
    caution: float


# Found by leaving out tickets of the same desk, and by leaving out whole sources: make evaluate.
HERE = Way(penalty=0.1, balance=0.25, caution=1.0)
ELSEWHERE = Way(penalty=0.1, balance=1.0, caution=0.25)


@dataclass(frozen=True)
class Weights:
    """A weight for each place, positive for an incident, and which places were seen."""

    values: NDArray[np.float32]
    seen: NDArray[np.bool_]
    caution: float

    def familiar(self, found: Sequence[Feature]) -> float:
        """The share of a text that was seen when the weights were learned, between 0 and 1."""
        return min(1.0, sum(one.value**2 for one in found if self.seen[one.place]))

    def parts(self, found: Sequence[Feature]) -> list[float]:
        """What each word adds to the log odds of an incident."""
        trust = self.familiar(found) ** self.caution
        return [trust * one.value * float(self.values[one.place]) for one in found]

    def corrections(self, those: Texts) -> Numbers:
        """What is added to the log odds of each text."""
        squares = Texts(those.index, those.value**2, those.starts)
        trust = np.minimum(squares.sums(self.seen.astype(float)), 1.0) ** self.caution
        return trust * those.sums(self.values.astype(float))


def train(
    those: Texts,
    log_odds: Numbers,
    incident: NDArray[np.bool_],
    way: Way,
    *,
    importance: Numbers | None = None,
    progress: Progress = unheard,
) -> Weights:
    """Learn weights from texts, what the word list says of them, and what they are.

    Accelerated gradient descent from zero with a fixed number of rounds: the same texts give the
    same weights.
    """
    weigh = _balance(incident, way.balance)
    if importance is not None:
        weigh = weigh * importance
    weights = ahead = np.zeros(DIMENSIONS)
    step = 1 / (way.penalty + _steepest(those, weigh))
    truth = incident.astype(float)
    for done in range(ROUNDS):
        wrong = weigh * (_chance(log_odds + those.sums(ahead)) - truth)
        after = ahead - step * (those.spread(wrong) + way.penalty * ahead)
        ahead = after + done / (done + 3) * (after - weights)
        weights = after
        progress((done + 1) / ROUNDS)
    seen = np.bincount(those.index, minlength=DIMENSIONS) >= SEEN_IN
    return Weights(weights.astype(np.float32), seen, way.caution)


def save(weights: Weights, more: Mapping[str, NDArray[Any]]) -> bytes:
    """Write weights, and more arrays with them, as an npz file without any code in it."""
    places = np.flatnonzero(weights.seen | (np.abs(weights.values) > 0))
    file = io.BytesIO()
    arrays: dict[str, NDArray[Any]] = {
        "places": places.astype(np.uint32),
        "values": weights.values[places].astype(np.float16),
        "seen": weights.seen[places],
        "caution": np.array(weights.caution),
        **more,
    }
    np.savez_compressed(file, allow_pickle=False, **arrays)
    return _without_date(file.getvalue())


def load(written: bytes) -> tuple[Weights, dict[str, NDArray[Any]]]:
    """Read weights and the arrays with them; ValueError for anything else."""
    try:
        with np.load(io.BytesIO(written), allow_pickle=False) as file:
            arrays = {name: file[name] for name in file.files}
        places = arrays.pop("places").astype(np.int64)
        values, seen = np.zeros(DIMENSIONS, np.float32), np.zeros(DIMENSIONS, np.bool_)
        values[places], seen[places] = arrays.pop("values"), arrays.pop("seen")
        caution = float(arrays.pop("caution"))
    except (OSError, ValueError, KeyError, IndexError, EOFError, zipfile.BadZipFile) as error:
        raise ValueError("these are no weights of the classifier") from error
    if not np.isfinite(values).all():
        raise ValueError("the weights of the classifier are damaged")
    return Weights(values, seen, caution), arrays


def _without_date(archive: bytes) -> bytes:
    """The same archive without the time at which it was made: the same weights, the same bytes."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(archive)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name), old.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _balance(incident: NDArray[np.bool_], power: float) -> Numbers:
    share = min(max(float(incident.mean()), 1e-3), 1 - 1e-3)
    weigh: Numbers = np.where(incident, (0.5 / share) ** power, (0.5 / (1 - share)) ** power)
    return weigh


def _steepest(those: Texts, weigh: Numbers) -> float:
    """The largest curvature of the loss, found by power iteration; a little more, to be safe."""
    along = np.ones(DIMENSIONS) / DIMENSIONS**0.5
    size = 1.0
    for _ in range(12):
        along = those.spread(weigh * those.sums(along))
        size = float(np.linalg.norm(along)) or 1.0
        along /= size
    return 0.25 * 1.1 * size


def _chance(log_odds: Numbers) -> Numbers:
    chances: Numbers = 1 / (1 + np.exp(-np.clip(log_odds, -30, 30)))
    return chances
