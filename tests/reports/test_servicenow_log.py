"""The figures of 24,918 real incidents, computed from the log itself without any database."""

from __future__ import annotations

import csv
import gzip
import json
import time
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

FOLDER = Path(__file__).parents[3] / "shared" / "data" / "servicenow"
LOG, FIGURES = FOLDER / "incident_event_log.csv.gz", FOLDER / "reference_figures.json"
PERIOD = Period(datetime(2016, 2, 1, tzinfo=UTC), datetime(2017, 3, 1, tzinfo=UTC))
PRIORITIES = {"1 - Critical": 1, "2 - High": 2, "3 - Moderate": 3, "4 - Low": 4}
LEVELS = {"1 - High": "high", "2 - Medium": "medium", "3 - Low": "low"}
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
            "priority": [PRIORITIES[row["priority"]] for row in final],
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


def _everything() -> dict[str, Any]:
    found: dict[str, Any] = _json()["figures"]["incident"]["all"]
    return found


def _of(priority: str) -> dict[str, Any]:
    by_priority: dict[str, Any] = _json()["figures"]["incident"]["by_priority"]
    found: dict[str, Any] = by_priority[str(PRIORITIES[priority])]
    return found


def _same_hours(figure: dict[str, Any], reference: dict[str, Any]) -> None:
    assert figure["n"] == reference["n"]
    assert round(figure["median_s"] / 3600, 4) == reference["median_h"]
    assert round(figure["p90_s"] / 3600, 4) == reference["p90_h"]
    assert round(figure["mean_s"] / 3600, 4) == reference["mean_h"]


def test_that_counts_by_priority_impact_and_urgency_are_those_of_the_log() -> None:
    reference = _reference()["distribution_final"]
    assert {name: _of(name)["created"] for name in PRIORITIES} == reference["priority"]
    for column in ("impact", "urgency"):
        counts = _everything()[f"created_by_{column}"]
        assert {name: counts[LEVELS[name]] for name in LEVELS} == reference[column]


@pytest.mark.parametrize(
    ("figure", "reference"),
    [
        ("time_to_resolve_full", "ttr_opened_to_resolved"),
        ("time_to_close", "ttc_opened_to_closed"),
    ],
)
def test_that_durations_are_those_of_the_log(figure: str, reference: str) -> None:
    expected = _reference()[reference]
    _same_hours(_everything()[figure], expected["all"])
    for name in PRIORITIES:
        _same_hours(_of(name)[figure], expected[name])


def test_that_the_first_resolution_comes_sooner_than_the_last() -> None:
    first, last = (_everything()[key] for key in ("time_to_resolve", "time_to_resolve_full"))
    assert first["n"] == last["n"] == 23_362
    assert round(first["median_s"] / 3600, 1) == 21.1


def test_that_handovers_and_reopenings_are_those_recorded() -> None:
    for word, tickets, times in (
        ("reassignment_count", "reassigned_tickets", "reassignments"),
        ("reopen_count", "reopened_tickets", "reopenings"),
    ):
        reference = _reference()[word]
        assert _everything()[tickets] == reference["incidents_gt0"]
        assert _everything()[times] == reference["sum"]
        by_priority = {name: _of(name)[tickets] for name in PRIORITIES}
        assert by_priority == reference["by_priority_gt0"]


def test_that_each_month_has_its_own_openings_resolutions_and_closings() -> None:
    months = _json()["series"]["created_vs_resolved"]["incident"]
    for key, word in (("created", "opened"), ("resolved", "resolved"), ("closed", "closed")):
        assert {month["bucket"]: month[key] for month in months} == _reference()["per_month"][word]


def test_that_the_backlog_by_last_resolution_is_that_of_each_first_of_a_month() -> None:
    stocks = _json()["series"]["backlog"]["incident"]
    found = {stock["at"][:10]: stock["open_by_last_resolution"] for stock in stocks}
    assert found.pop("2016-02-01") == 0
    assert found == _reference()["backlog_first_of_month"]


def test_that_time_in_the_statuses_of_the_log_is_the_sum_of_its_rows() -> None:
    found = _everything()["time_in_source_status"]
    expected = _reference()["time_in_state_hours"]
    assert set(found) == set(expected)
    for word, reference in expected.items():
        assert found[word]["rows"] == reference["rows"]
        assert round(found[word]["total_s"] / 3600, 2) == reference["sum_h"]
        assert round(found[word]["median_s"] / 3600, 4) == reference["median_h"]
        assert found[word]["negative"] == reference["negative"]


def test_that_the_report_says_which_figures_leave_out_unknown_resolutions() -> None:
    missing = _reference()["missing"]["resolved_at"]
    excluded = _json()["excluded"]
    told = {key for key, why in excluded.items() if why.get("unknown_resolution") == missing}
    assert {"resolved", "time_to_resolve", "time_to_resolve_full", "reopen_rate"} <= told
    assert "time_to_close" not in excluded
    assert _everything()["created"] - _everything()["resolved"] == missing


def test_that_a_click_on_a_month_opens_as_many_tickets_as_the_mark_says() -> None:
    part = _report().kinds[Kind.INCIDENT]
    for bucket, flow in enumerate(part.series.flows):
        for figure in ("created", "resolved", "closed", "backlog"):
            ids = _report().tickets_behind(Mark(figure, Kind.INCIDENT, bucket=bucket))
            assert len(ids) == getattr(flow, figure)


def test_that_the_whole_report_takes_less_than_a_second() -> None:
    facts = _facts()
    began = time.perf_counter()
    build(facts, PERIOD, By.DAY)
    assert time.perf_counter() - began < 1.0
