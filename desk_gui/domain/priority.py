"""Impact × urgency → priority (the rules, §2)."""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum, StrEnum


class Level(StrEnum):
    """How much impact or urgency an incident has."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Priority(IntEnum):
    """1 is the most urgent."""

    CRITICAL = 1
    HIGH = 2
    MEDIUM = 3
    LOW = 4
    PLANNING = 5


Matrix = Mapping[tuple[Level, Level], Priority]
"""(impact, urgency) → priority, all nine cells."""


def _rows(table: Mapping[Level, tuple[int, int, int]]) -> Matrix:
    return {
        (impact, urgency): Priority(number)
        for impact, row in table.items()
        for urgency, number in zip(Level, row, strict=True)
    }


DEFAULT_MATRIX: Matrix = _rows(
    {Level.HIGH: (1, 2, 3), Level.MEDIUM: (2, 3, 4), Level.LOW: (3, 4, 5)}
)


def check_matrix(matrix: Matrix) -> None:
    """Raise ValueError unless all nine cells are there and no cell beats a worse one."""
    levels = list(Level)
    if set(matrix) != {(i, u) for i in levels for u in levels}:
        raise ValueError("the priority matrix needs all nine cells")
    for impact in levels:
        for urgency in levels:
            for lower in levels[levels.index(urgency) :]:
                if (
                    matrix[impact, lower] < matrix[impact, urgency]
                    or matrix[lower, impact] < matrix[urgency, impact]
                ):
                    raise ValueError("a lower impact or urgency cannot give a higher priority")


check_matrix(DEFAULT_MATRIX)
