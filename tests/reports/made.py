"""Facts for tests: a few tickets by hand, or many at random."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import numpy as np
from hypothesis import strategies as st

from desk_gui.reports.facts import (
    Approvals,
    Clocks,
    Facts,
    Intervals,
    Names,
    Proposals,
    Steps,
    Suggestions,
    Tickets,
    table,
)

NAN = float("nan")
HOUR = 3600.0
DAY = 24 * HOUR
START = datetime(2026, 1, 1, tzinfo=UTC).timestamp()


_TABLES: dict[str, Any] = {
    "intervals": Intervals,
    "source_rows": Intervals,
    "clocks": Clocks,
    "approvals": Approvals,
    "proposals": Proposals,
    "suggestions": Suggestions,
    "steps": Steps,
}


def facts(
    tickets: dict[str, Any] | None = None,
    *,
    names: Names | None = None,
    **others: dict[str, Any],
) -> Facts:
    """Facts from columns; a ticket is an incident of priority 3 unless said otherwise."""
    columns = dict(tickets or {})
    n = max((len(column) for column in columns.values()), default=0)
    columns = {
        "id": list(range(1, n + 1)),
        "kind": [0] * n,
        "priority": [3] * n,
        "reassignments": [0] * n,
        "reopenings": [0] * n,
        "answers": [1] * n,
    } | columns
    assert set(others) <= set(_TABLES)
    parts = {name: table(kind, others.get(name, {})) for name, kind in _TABLES.items()}
    return Facts(tickets=table(Tickets, columns), names=names or Names(), **parts)


INSTANTS = ("responded_at", "first_resolved_at", "resolved_at", "closed_at", "ended_at")
_AT = st.integers(0, 60 * 24).map(lambda hour: START + hour * HOUR)
_MAYBE = st.one_of(st.just(NAN), _AT)


def _column(values: st.SearchStrategy[Any], n: int) -> st.SearchStrategy[list[Any]]:
    return st.lists(values, min_size=n, max_size=n)


@st.composite
def random_facts(draw: st.DrawFn, most: int = 12) -> Facts:
    """Any tickets at all, plausible or not, over sixty days; some of everything is unknown."""
    n = draw(st.integers(0, most))
    tickets = {
        "id": draw(st.permutations(range(1, n + 1))),
        "kind": draw(_column(st.integers(0, 1), n)),
        "priority": draw(_column(st.integers(1, 5), n)),
        "impact": draw(_column(st.integers(-1, 2), n)),
        "urgency": draw(_column(st.integers(-1, 2), n)),
        "opened_at": draw(_column(_AT, n)),
        **{
            name: draw(_column(_MAYBE, n))
            for name in (
                ["responded_at", "first_resolved_at", "resolved_at", "closed_at", "ended_at"]
            )
        },
        "reassignments": draw(_column(st.integers(0, 3), n)),
        "reopenings": draw(_column(st.integers(0, 2), n)),
        "answers": draw(_column(st.integers(0, 3), n)),
        "with_article": draw(_column(st.booleans(), n)),
        "imported": draw(_column(st.booleans(), n)),
        "major": draw(_column(st.booleans(), n)),
        "team_id": draw(_column(st.integers(-1, 2), n)),
        "assignee_id": draw(_column(st.integers(-1, 2), n)),
        "category_id": draw(_column(st.integers(-1, 2), n)),
        "csat": draw(_column(st.sampled_from([NAN, 1, 2, 3, 4, 5]), n)),
    }
    if n == 0:
        return facts()
    return facts(
        tickets,
        intervals=draw(_timelines(n)),
        clocks=draw(_some(n, target=(0, 2), state=(0, 4), due_at=None, ended_at=None)),
        approvals=draw(_some(n, item_id=(1, 3), asked_at=None, decided_at=None)),
        proposals=draw(_some(n, at=None, proposed=(-1, 1), abstained=(0, 1), decided=(0, 1))),
        suggestions=draw(_some(n, article_id=(1, 4))),
        steps=draw(_some(n, title=(0, 1), done_at=None)),
        names=Names(
            items={1: "Laptop", 2: "Access"},
            teams={0: "North", 1: "South", 2: "East"},
            agents={0: "Amira", 1: "Tom", 2: "Ines"},
            categories={0: "Network", 1: "Printing", 2: "E-mail"},
            steps=("Order", "Hand over"),
        ),
    )


@st.composite
def _some(draw: st.DrawFn, /, n: int, **columns: tuple[int, int] | None) -> dict[str, Any]:
    rows = draw(st.integers(0, 10))
    return {"ticket": draw(_column(st.integers(0, n - 1), rows))} | {
        name: draw(_column(_MAYBE if bounds is None else st.integers(*bounds), rows))
        for name, bounds in columns.items()
    }


@st.composite
def _timelines(draw: st.DrawFn, n: int) -> dict[str, Any]:
    """For each ticket a chain of stays, each beginning where the one before ended."""
    found: dict[str, list[float]] = {"ticket": [], "status": [], "began": [], "ended": []}
    for ticket in range(n):
        instants = sorted(draw(st.lists(_AT, max_size=4)))
        for place, began in enumerate(instants):
            last = place + 1 == len(instants)
            row = (ticket, draw(st.integers(0, 11)), began, NAN if last else instants[place + 1])
            for column, value in zip(found.values(), row, strict=True):
                column.append(value)
    return found


def known(values: Any) -> np.ndarray[Any, Any]:
    """Values without NaN."""
    column = np.asarray(values, dtype=np.float64)
    return column[~np.isnan(column)]
