"""Learning from some sources what shall hold on others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from ticket_sources import Source

from desk_gui.classification import calibration, desk_model, model
from desk_gui.classification.classifier import TextClassifier
from desk_gui.classification.desk_model import Example, Material
from desk_gui.classification.model import Numbers, Weights

# No source counts as more texts than this, so that a large one does not speak for all.
COUNTS_AS = 1_000


@dataclass(frozen=True)
class Prepared:
    """A source ready to be learned from."""

    name: str
    material: Material
    incident: NDArray[np.bool_]


def prepared(source: Source, base: TextClassifier) -> Prepared:
    """Read a source with what the word list says of it."""
    examples = (Example(*row, None, None, None) for row in source.rows)
    material = desk_model.prepare(examples, base, model.unheard, of=len(source.rows))
    return Prepared(source.name, material, material.decided["kind"] == 1)


def learned_from(those: Sequence[Prepared]) -> Weights:
    """The weights that several sources teach."""
    texts = [one.material.those for one in those]
    lengths = np.concatenate([np.diff(one.starts) for one in texts])
    joined = model.Texts(
        np.concatenate([one.index for one in texts]),
        np.concatenate([one.value for one in texts]),
        np.concatenate(([0], np.cumsum(lengths))),
    )
    share = [np.full(len(one), min(1.0, COUNTS_AS / len(one))) for one in texts]
    return model.train(
        joined,
        np.concatenate([one.material.log_odds for one in those]),
        np.concatenate([one.incident for one in those]),
        model.ELSEWHERE,
        importance=np.concatenate(share),
    )


def log_odds(weights: Weights, one: Prepared) -> Numbers:
    """What the word list and weights from elsewhere say together, before any temperature."""
    together: Numbers = one.material.log_odds + weights.corrections(one.material.those)
    return together


def true_temperature(parts: Sequence[tuple[NDArray[np.bool_], Numbers]]) -> float:
    """The temperature with the least mean loss over sources, each counting alike."""

    def loss(heat: float) -> float:
        return float(
            np.mean(
                [
                    np.logaddexp(0, np.where(incident, -odds, odds) / heat).mean()
                    for incident, odds in parts
                ]
            )
        )

    return calibration.coolest(loss)
