"""What a figure is made of: a count, a share with its n, a duration with median and P90."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from desk_gui.reports.facts import Floats, Ints


@dataclass(frozen=True)
class Duration:
    """Seconds, nothing rounded; None where n is 0. Percentiles are linear-interpolated."""

    n: int
    median_s: float | None
    p90_s: float | None
    mean_s: float | None


@dataclass(frozen=True)
class Share:
    """`n` of `of`; the share is None where there is nothing to share."""

    n: int
    of: int

    @property
    def share(self) -> float | None:
        """What `n` is of `of`, 0 to 1."""
        return self.n / self.of if self.of else None


NO_DURATION = Duration(0, None, None, None)


def duration(seconds: Floats) -> Duration:
    """Median, P90 and mean of some durations; negative ones are not dropped."""
    if len(seconds) == 0:
        return NO_DURATION
    median, p90 = np.percentile(seconds, [50, 90])
    return Duration(len(seconds), float(median), float(p90), float(seconds.mean()))


def split(group: Ints, values: Floats, groups: int) -> list[Floats]:
    """The values of each group 0 … groups - 1, in one pass."""
    small = group.astype(np.int16) if groups < np.iinfo(np.int16).max else group
    order = np.argsort(small, kind="stable")
    bounds = np.searchsorted(small[order], np.arange(1, groups))
    return np.split(values[order], bounds)
