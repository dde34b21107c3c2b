"""What the queue is asked for when a mark is clicked: a filter in words that finds the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np

from desk_gui.domain.filters import MINE, NOBODY
from desk_gui.reports.facts import Ints
from desk_gui.reports.marks import Mark
from desk_gui.reports.report import Report
from desk_gui.reports.stocks import BANDS, open_at

_BY = {"created": "opened", "resolved": "resolved", "closed": "closed"}
_ALIKE = {
    "created": "created",
    "reassigned_tickets": "created",
    "reassignments": "created",
    "reopened_tickets": "created",
    "reopenings": "created",
    "resolved": "resolved",
    "time_to_resolve": "resolved",
    "time_to_resolve_full": "resolved",
    "time_to_fulfil": "resolved",
    "closed": "closed",
    "time_to_close": "closed",
}
_MORE = {
    "reassigned_tickets": "is:reassigned",
    "reassignments": "is:reassigned",
    "reopened_tickets": "is:reopened",
    "reopenings": "is:reopened",
}


def queue_words(report: Report, mark: Mark, also: Sequence[str] = ()) -> str | None:
    """A filter in words that finds exactly the tickets of a mark; None where no words do.

    `also` are the report's own conditions.
    """
    wanted = report.tickets_behind(mark)
    for words, found in _candidates(report, mark):
        if np.array_equal(np.sort(found), np.sort(wanted)):
            return " ".join([f"kind:{mark.kind.value}", *_own(report, mark), *words, *also])
    return None


def _own(report: Report, mark: Mark) -> list[str]:
    """Priority, category and team of a mark in words."""
    priority = [] if mark.priority is None else [f"priority:{mark.priority}"]
    names = report.kinds[mark.kind].facts.names
    return [
        *priority,
        *(
            words
            for field, one, known in (
                ("category", mark.category_id, names.categories),
                ("team", mark.team_id, names.teams),
            )
            if one is not None and (words := by_name(field, one, known))
        ),
    ]


def by_name(field: str, one: int, names: Mapping[int, str]) -> str | None:
    """A condition that finds by name what has this id, -1 being none; None where none can."""
    name = names.get(one, NOBODY) if one < 0 else names.get(one, "")
    alike = sum(name.casefold() == other.casefold() for other in names.values())
    if one < 0:
        return f"{field}:{NOBODY}" if not alike else None
    plain = not set(name) & set('",') and name == name.strip()
    special = name in {"", NOBODY, MINE}
    return f'{field}:"{name}"' if plain and not special and alike == 1 else None


def _can_be_said(report: Report, mark: Mark) -> bool:
    """Whether the parts of a mark that are no time can all be said in words."""
    if mark.ticket_id is not None or mark.agent_id is not None:
        return False
    names = report.kinds[mark.kind].facts.names
    return all(
        one is None or by_name(field, one, known) is not None
        for field, one, known in (
            ("category", mark.category_id, names.categories),
            ("team", mark.team_id, names.teams),
        )
    )


def _candidates(report: Report, mark: Mark) -> Iterator[tuple[list[str], Ints]]:
    """Conditions that may find the same, with what they would find by the facts at hand."""
    if not _can_be_said(report, mark):
        return
    if mark.figure == "backlog":
        yield _open_now(report, mark)
    if mark.figure in _ALIKE and mark.weekday is None and mark.hour is None:
        column = _ALIKE[mark.figure]
        more = _MORE.get(mark.figure)
        alike = replace(mark, figure=mark.figure if more else column, within_s=None)
        yield (
            [*_between(report, mark, _BY[column]), *([more] if more else [])],
            report.tickets_behind(alike),
        )


def _between(report: Report, mark: Mark, field: str) -> list[str]:
    first, last = (0, -1) if mark.bucket is None else (mark.bucket, mark.bucket + 1)
    edges = report.buckets.edges
    return [f"{field}:>={_said(edges[first])}", f"{field}:<{_said(edges[last])}"]


def _said(at_s: float) -> str:
    """A day where an instant begins one in UTC, else the instant."""
    at = datetime.fromtimestamp(at_s, UTC)
    midnight = (at.hour, at.minute, at.second) == (0, 0, 0)
    return f"{at:%Y-%m-%d}" if midnight else f"{at:%Y-%m-%dT%H:%M:%SZ}"


def _open_now(report: Report, mark: Mark) -> tuple[list[str], Ints]:
    """What is open at this moment, and of that what was opened in the age band."""
    facts, at_s = report.kinds[mark.kind].facts, float(report.buckets.edges[-1])
    tickets, kept = facts.tickets, open_at(facts, np.inf)
    for column, wanted in (
        (tickets.priority, mark.priority),
        (tickets.category_id, mark.category_id),
        (tickets.team_id, mark.team_id),
    ):
        if wanted is not None:
            kept = kept[column[kept] == wanted]
    words = ["is:open"]
    if mark.band is not None:
        band = BANDS[mark.band]
        opened = tickets.opened_at[kept]
        youngest = at_s - band.from_s
        here = opened <= youngest
        words.append(f"opened:<={_instant(youngest)}")
        if band.to_s is not None:
            oldest = at_s - band.to_s
            here &= opened > oldest
            words.append(f"opened:>{_instant(oldest)}")
        kept = kept[here]
    return words, tickets.id[kept]


def _instant(at_s: float) -> str:
    """An instant that is never taken for a whole day."""
    return f"{datetime.fromtimestamp(at_s, UTC):%Y-%m-%dT%H:%M:%SZ}"
