"""The reference figures of the real log, and how a report has to give them back."""

from __future__ import annotations

from typing import Any

PRIORITIES = {"1 - Critical": "1", "2 - High": "2", "3 - Moderate": "3", "4 - Low": "4"}
LEVELS = {"1 - High": "high", "2 - Medium": "medium", "3 - Low": "low"}


def check_counts(written: dict[str, Any], reference: dict[str, Any]) -> None:
    """Tickets by priority, impact and urgency."""
    figures, wanted = written["figures"]["incident"], reference["distribution_final"]
    by_priority = {name: figures["by_priority"][p]["created"] for name, p in PRIORITIES.items()}
    assert by_priority == wanted["priority"]
    for column in ("impact", "urgency"):
        counts = figures["all"][f"created_by_{column}"]
        assert {name: counts[level] for name, level in LEVELS.items()} == wanted[column]


def check_durations(written: dict[str, Any], reference: dict[str, Any]) -> None:
    """Time to the last resolution and to the closing, of all and by priority."""
    figures = written["figures"]["incident"]
    for key, word in (
        ("time_to_resolve_full", "ttr_opened_to_resolved"),
        ("time_to_close", "ttc_opened_to_closed"),
    ):
        _same_hours(figures["all"][key], reference[word]["all"])
        for name, priority in PRIORITIES.items():
            _same_hours(figures["by_priority"][priority][key], reference[word][name])


def _same_hours(figure: dict[str, Any], reference: dict[str, Any]) -> None:
    assert figure["n"] == reference["n"]
    for ours, theirs in (("median_s", "median_h"), ("p90_s", "p90_h"), ("mean_s", "mean_h")):
        assert round(figure[ours] / 3600, 4) == reference[theirs]


def check_handovers(written: dict[str, Any], reference: dict[str, Any]) -> None:
    """Reassigned and reopened tickets, and how often."""
    figures = written["figures"]["incident"]
    for word, tickets, times in (
        ("reassignment_count", "reassigned_tickets", "reassignments"),
        ("reopen_count", "reopened_tickets", "reopenings"),
    ):
        wanted = reference[word]
        assert figures["all"][tickets] == wanted["incidents_gt0"]
        assert figures["all"][times] == wanted["sum"]
        found = {name: figures["by_priority"][p][tickets] for name, p in PRIORITIES.items()}
        assert found == wanted["by_priority_gt0"]


def check_months(written: dict[str, Any], reference: dict[str, Any]) -> None:
    """Openings, resolutions and closings, each by its own month."""
    months = written["series"]["created_vs_resolved"]["incident"]
    for key, word in (("created", "opened"), ("resolved", "resolved"), ("closed", "closed")):
        assert {month["bucket"]: month[key] for month in months} == reference["per_month"][word]


def check_backlog(written: dict[str, Any], reference: dict[str, Any]) -> None:
    """Tickets not yet resolved for the last time at each first of a month."""
    stocks = written["series"]["backlog"]["incident"]
    found = {stock["at"][:10]: stock["open_by_last_resolution"] for stock in stocks}
    assert found.pop("2016-02-01") == 0
    assert found == reference["backlog_first_of_month"]


def check_statuses(written: dict[str, Any], reference: dict[str, Any]) -> None:
    """Time in the statuses of the log, as its rows tell it."""
    found = written["figures"]["incident"]["all"]["time_in_source_status"]
    assert set(found) == set(reference["time_in_state_hours"])
    for word, wanted in reference["time_in_state_hours"].items():
        assert found[word]["rows"] == wanted["rows"]
        assert round(found[word]["total_s"] / 3600, 2) == wanted["sum_h"]
        assert round(found[word]["median_s"] / 3600, 4) == wanted["median_h"]
        assert found[word]["negative"] == wanted["negative"]


def check_unknown(written: dict[str, Any], reference: dict[str, Any]) -> None:
    """The report says which figures leave out the unknown resolutions."""
    missing = reference["missing"]["resolved_at"]
    reasons = {key: why.get("unknown_resolution") for key, why in written["excluded"].items()}
    for figure in ("resolved", "time_to_resolve", "time_to_resolve_full", "reopen_rate"):
        assert reasons[figure] == missing
    assert "time_to_close" not in reasons
    figures = written["figures"]["incident"]["all"]
    assert figures["created"] - figures["resolved"] == missing
    assert figures["time_to_resolve"]["n"] == figures["time_to_resolve_full"]["n"]
    assert round(figures["time_to_resolve"]["median_s"] / 3600, 1) == 21.1


CHECKS = (
    check_counts,
    check_durations,
    check_handovers,
    check_months,
    check_backlog,
    check_statuses,
    check_unknown,
)
