"""How sure is right: a temperature that makes confidence what it says, found on held-out texts."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
# Temperatures that are looked at, as powers of e, and how often the stretch is cut.
COLDEST, HOTTEST = -9.0, 3.0
CUTS = 40
GOLDEN = (math.sqrt(5) - 1) / 2


def temperature(log_odds: Numbers, incident: NDArray[np.bool_]) -> float:
    """The number to divide log odds of an incident by so that confidences are true.

    By least log loss; 1 where there are texts of one kind only.
    """
    if not len(log_odds) or incident.all() or not incident.any():
        return 1.0
    against = np.where(incident, -log_odds, log_odds)
    return coolest(lambda heat: float(np.logaddexp(0, against / heat).mean()))


def temperature_of_classes(scores: Numbers, truth: NDArray[np.int64]) -> float:
    """The number to divide scores by so that their softmax is true; ``truth`` names columns."""
    picked = np.arange(len(truth)), truth

    def loss(heat: float) -> float:
        scaled = scores / heat
        scaled -= scaled.max(axis=1, keepdims=True)
        return float((np.log(np.exp(scaled).sum(axis=1)) - scaled[picked]).mean())

    return coolest(loss)


def coolest(loss: Callable[[float], float]) -> float:
    """The temperature with the least loss, where the loss falls and then rises."""
    low, high = COLDEST, HOTTEST
    for _ in range(CUTS):
        left, right = high - GOLDEN * (high - low), low + GOLDEN * (high - low)
        if loss(math.exp(left)) < loss(math.exp(right)):
            high = right
        else:
            low = left
    return math.exp((low + high) / 2)


def confidence(log_odds: float) -> float:
    """The chance of the likelier kind, between 0.5 and 1."""
    return 1 / (1 + math.exp(-min(abs(log_odds), 700.0)))
