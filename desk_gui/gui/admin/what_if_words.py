"""What another SLA would have meant, as the lines of a table."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from desk_gui.domain.sla import Target
from desk_gui.domain.workflow import Kind
from desk_gui.gui import format as words
from desk_gui.operations.what_if import Kept
from desk_gui.reports.charts import Row, Table

HEADS = ("SLA kept", "n", "Before", "After", "Points")


def table(kept: Sequence[Kept]) -> Table:
    """A row for each kind and target as a whole, and below it one for each priority."""
    rows: list[Row] = []
    for (kind, target), group in groupby(kept, key=lambda one: (one.kind, one.target)):
        each = list(group)
        rows.append(_row(_whole(kind, target), each))
        rows += [_row(f"  {words.priority_words(one.priority)}", [one]) for one in each]
    return Table(HEADS, tuple(rows))


def _whole(kind: Kind, target: Target) -> str:
    return f"{words.KINDS_IN_FULL[kind]}s, {words.TARGETS[target].lower()}"


def _row(name: str, each: Sequence[Kept]) -> Row:
    n, before, after = (
        sum(getattr(one, what) for one in each) for what in ("n", "before", "after")
    )
    return (name, f"{n:,}", share(before, n), share(after, n), difference(before, after, n))


def share(kept: int, n: int) -> str:
    """A share in percent with one decimal."""
    return f"{100 * kept / n:.1f} %" if n else "–"


def difference(before: int, after: int, n: int) -> str:
    """By how many points of a percent a share changes."""
    if before == after:
        return "same"
    return f"{'+' if after > before else '−'}{abs(100 * (after - before) / n):.1f}"
