"""The figures of 24,918 real incidents, computed from the log itself without any database."""

from __future__ import annotations

import csv
import gzip
import json
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from desk_gui.domain.workflow import Kind, Status
from desk_gui.reports.facts import (
    STATUSES,
    Approvals,
    Clocks,
    Facts,
    Names,
    Proposals,
    Steps,
    Suggestions,
    Tickets,
    source_intervals,
    status_intervals,
    table,
)
from desk_gui.reports.marks import Mark
from desk_gui.reports.periods import By, Period
from desk_gui.reports.report import Report, build
from desk_gui.reports.written import to_json
from tests.reports.reference import CHECKS, LEVELS, PRIORITIES

FOLDER = Path(__file__).parents[3] / "shared" / "data" / "servicenow"
LOG, FIGURES = FOLDER / "incident_event_log.csv.gz", FOLDER / "reference_figures.json"
PERIOD = Period(datetime(2016, 2, 1, tzinfo=UTC), datetime(2017, 3, 1, tzinfo=UTC))
OURS = {
    "New": Status.NEW,
    "Active": Status.IN_PROGRESS,
    "-100": Status.IN_PROGRESS,
    "Resolved": Status.RESOLVED,
    "Closed": Status.CLOSED,
}

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not LOG.exists(), reason=f"the real log is not here: {LOG.name}"),
]


@cache
def _instant(text: str) -> float:
    if text == "?":
        return float("nan")
    return datetime.strptime(text, "%d/%m/%Y %H:%M").replace(tzinfo=UTC).timestamp()


@cache
def _facts() -> Facts:
    with gzip.open(LOG, "rt", encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    final = list({row["number"]: row for row in rows}.values())
    place = {row["number"]: i for i, row in enumerate(final)}
    first: dict[str, float] = {}
    for row in rows:
        if row["incident_state"] == "Resolved":
            first.setdefault(row["number"], _instant(row["sys_updated_at"]))
    words = tuple(sorted({row["incident_state"] for row in rows}))
    ticket = np.array([place[row["number"]] for row in rows])
    at = np.array([_instant(row["sys_updated_at"]) for row in rows])
    told = np.array([words.index(row["incident_state"]) for row in rows])
    ours = np.array([STATUSES.index(OURS.get(word, Status.ON_HOLD)) for word in words])[told]
    return Facts(
        _tickets(final, first),
        status_intervals(ticket, at, ours),
        source_intervals(ticket, at, told),
        table(Clocks, {}),
        table(Approvals, {}),
        table(Proposals, {}),
        table(Suggestions, {}),
        table(Steps, {}),
        Names(source_statuses=words),
    )


def _tickets(final: list[dict[str, str]], first: dict[str, float]) -> Tickets:
    n = len(final)
    levels = list(LEVELS)
    return table(
        Tickets,
        {
            "id": range(1, n + 1),
            "kind": [0] * n,
            "priority": [int(PRIORITIES[row["priority"]]) for row in final],
            "impact": [levels.index(row["impact"]) for row in final],
            "urgency": [levels.index(row["urgency"]) for row in final],
            "opened_at": [_instant(row["opened_at"]) for row in final],
            "first_resolved_at": [first.get(row["number"], float("nan")) for row in final],
            "resolved_at": [_instant(row["resolved_at"]) for row in final],
            "closed_at": [_instant(row["closed_at"]) for row in final],
            "reassignments": [int(row["reassignment_count"]) for row in final],
            "reopenings": [int(row["reopen_count"]) for row in final],
            "answers": [0] * n,
            "imported": [True] * n,
        },
    )


@cache
def _report() -> Report:
    return build(_facts(), PERIOD, By.MONTH)


@cache
def _json() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(json.dumps(to_json(_report()), allow_nan=False))
    return found


@cache
def _reference() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(FIGURES.read_text(encoding="utf-8"))
    return found


@pytest.mark.parametrize("check", CHECKS)
def test_that_the_figures_are_those_of_the_log(
    check: Callable[[dict[str, Any], dict[str, Any]], None],
) -> None:
    check(_json(), _reference())


def test_that_a_click_on_a_month_opens_as_many_tickets_as_the_mark_says() -> None:
    part = _report().kinds[Kind.INCIDENT]
    for bucket, flow in enumerate(part.series.flows):
        for figure in ("created", "resolved", "closed", "backlog"):
            ids = _report().tickets_behind(Mark(figure, Kind.INCIDENT, bucket=bucket))
            assert len(ids) == getattr(flow, figure)
