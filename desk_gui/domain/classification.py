"""What a desk's classifier learned: its figures, when a new version is kept, when one is due."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

LARGEST_VERSION = 5 * 2**20
"""Bytes."""
KEPT_VERSIONS = 10
"""Older versions are forgotten, but never the one that is in use or was until the newest came."""
FEWEST_TICKETS = 200
"""From so many decided tickets on a desk learns by itself."""
GROWN_BY = 0.2
"""And again when it has so much more of them, but never twice within LEAST_PAUSE; and in any case
after LONGEST_PAUSE, because what tickets are about changes."""
LEAST_PAUSE, LONGEST_PAUSE = timedelta(days=1), timedelta(days=90)


@dataclass(frozen=True)
class Figure:
    """Of `n` held-out tickets so many were said as people decided them, before and after learning.

    What was not said counts as wrong.
    """

    n: int
    before: int
    after: int


Figures = Mapping[str, Figure]
"""By what was said: kind, category, team, item."""


@dataclass(frozen=True)
class Version:
    """What was learned once; `made_by` is None where nobody asked for it."""

    id: int
    made_at: datetime
    made_by: str | None
    learned_from: int
    figures: Figures
    active: bool

    @property
    def scores(self) -> tuple[float, float]:
        """The mean share of what was said rightly, before and after, between 0 and 1."""
        return scores(self.figures)


def scores(figures: Figures) -> tuple[float, float]:
    """The mean over what there was to say of the shares said rightly, before and after."""
    told = [figure for figure in figures.values() if figure.n]
    if not told:
        return 0.0, 0.0
    before = sum(figure.before / figure.n for figure in told) / len(told)
    return before, sum(figure.after / figure.n for figure in told) / len(told)


def is_kept(figures: Figures) -> bool:
    """Whether a new version is taken into use: only where it is not worse than what is in use."""
    before, after = scores(figures)
    return bool(figures) and after >= before


def is_due(decided: int, newest: Version | None, now: datetime) -> bool:
    """Whether the desk should learn by itself from its decided tickets."""
    if decided < FEWEST_TICKETS:
        return False
    if newest is None:
        return True
    grown = decided - newest.learned_from >= max(GROWN_BY * newest.learned_from, 1)
    return now - newest.made_at >= (LEAST_PAUSE if grown else LONGEST_PAUSE)
