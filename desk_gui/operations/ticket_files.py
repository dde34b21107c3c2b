"""The tickets behind a figure as a file: one row each, in which no text is a formula."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime

from desk_gui.domain.errors import Cancelled
from desk_gui.operations import search
from desk_gui.operations.desk import Desk
from desk_gui.operations.report_files import csv_file
from desk_gui.reports.workbook import to_xlsx

AT_ONCE = 500
HEADS = (
    "number",
    "kind",
    "status",
    "title",
    "priority",
    "requester",
    "assignee",
    "team",
    "category",
    "opened_at",
    "updated_at",
)


def tickets_file(
    desk: Desk,
    ids: Sequence[int],
    how: str,
    *,
    stopped: Callable[[], bool] = lambda: False,
) -> bytes:
    """Tickets as csv or xlsx, in the order of their ids; Cancelled once `stopped` says so.

    Instants are ISO 8601 in UTC. What this account may not see by now is left out.
    """
    rows = [HEADS, *_rows(desk, ids, stopped)]
    return to_xlsx([("tickets", rows)]) if how == "xlsx" else csv_file(rows)


def _rows(
    desk: Desk, ids: Sequence[int], stopped: Callable[[], bool]
) -> Iterator[Sequence[object]]:
    for first in range(0, len(ids), AT_ONCE):
        if stopped():
            raise Cancelled("Stopped; no file was written.")
        for row in search.rows_to_write(desk, ids[first : first + AT_ONCE]):
            yield (
                row.number,
                row.kind.value,
                row.status.value,
                row.title,
                int(row.priority),
                row.requester or "",
                row.assignee or "",
                row.team or "",
                row.category or "",
                _iso(row.opened_at),
                _iso(row.updated_at),
            )


def _iso(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
