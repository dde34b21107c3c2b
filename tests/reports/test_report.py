"""A report of little, of nothing, and in the shape that scripts rely on."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from desk_gui.domain.sla import Target
from desk_gui.domain.workflow import Kind, Status
from desk_gui.reports.facts import STATUSES, Names, source_intervals, status_intervals
from desk_gui.reports.marks import Mark
from desk_gui.reports.periods import By, Period, days
from desk_gui.reports.report import build
from desk_gui.reports.values import Duration, Share, duration
from desk_gui.reports.written import to_json
from tests.reports.made import DAY, HOUR, NAN, START, facts

JANUARY = days(date(2026, 1, 1), date(2026, 1, 31), UTC)
INCIDENT, REQUEST = Kind.INCIDENT, Kind.REQUEST


def code(status: Status) -> int:
    return STATUSES.index(status)


def test_that_a_report_of_an_empty_desk_says_so() -> None:
    report = build(facts(), JANUARY)
    written = to_json(report)
    assert report.empty
    assert written["says"].startswith("Nothing was opened")
    figures = written["figures"]["incident"]["all"]
    assert figures["created"] == 0
    assert figures["time_to_resolve"] == {"n": 0, "median_s": None, "p90_s": None, "mean_s": None}
    assert figures["sla_kept"] == {"n": 0, "of": 0, "share": None}
    assert figures["time_in_status"] == {}


def test_that_a_quiet_period_with_open_tickets_is_not_empty() -> None:
    waiting = facts(
        {"opened_at": [START - DAY]},
        intervals={"ticket": [0], "status": [code(Status.NEW)], "began": [START - DAY]},
    )
    report = build(waiting, JANUARY)
    assert not report.empty
    assert to_json(report)["says"] == ""


def test_that_the_whole_report_survives_json_without_nan() -> None:
    text = json.dumps(to_json(build(facts({"opened_at": [START, NAN]}), JANUARY)), allow_nan=False)
    assert json.loads(text)["period"]["from"] == "2026-01-01T00:00:00Z"


def test_that_one_ticket_is_its_own_median_p90_and_mean() -> None:
    report = build(
        facts({"opened_at": [START], "first_resolved_at": [START + HOUR], "resolved_at": [NAN]}),
        JANUARY,
    )
    figures = report.kinds[INCIDENT].everything
    assert figures["time_to_resolve"] == Duration(1, HOUR, HOUR, HOUR)
    assert figures["time_to_resolve_full"] == Duration(0, None, None, None)
    assert figures["resolved"] == 0


def test_that_percentiles_lie_between_two_tickets_in_proportion() -> None:
    times = [HOUR, 2 * HOUR]
    opened = [START, START]
    report = build(
        facts({"opened_at": opened, "closed_at": [START + time for time in times]}), JANUARY
    )
    closing = report.kinds[INCIDENT].everything["time_to_close"]
    assert closing == Duration(2, 1.5 * HOUR, 1.9 * HOUR, 1.5 * HOUR)


def test_that_kinds_are_never_mixed() -> None:
    report = build(
        facts(
            {
                "kind": [0, 1],
                "opened_at": [START, START],
                "first_resolved_at": [START + HOUR, START + DAY],
            }
        ),
        JANUARY,
    )
    incidents, requests = (report.kinds[kind].everything for kind in (INCIDENT, REQUEST))
    assert incidents["time_to_resolve"] == Duration(1, HOUR, HOUR, HOUR)
    assert incidents["time_to_fulfil"] == Duration(0, None, None, None)
    assert requests["time_to_resolve"] == Duration(0, None, None, None)
    assert requests["time_to_fulfil"] == Duration(1, DAY, DAY, DAY)


def test_that_only_the_kind_asked_for_is_reported() -> None:
    report = build(facts({"opened_at": [START]}), JANUARY, kind=REQUEST)
    assert list(report.kinds) == [REQUEST]
    assert list(to_json(report)["figures"]) == ["request"]


def test_that_a_missing_resolution_is_left_out_and_said() -> None:
    closed = facts(
        {
            "opened_at": [START, START],
            "first_resolved_at": [START + HOUR, START + HOUR],
            "resolved_at": [START + HOUR, NAN],
            "closed_at": [START + DAY, START + DAY],
        }
    )
    report = build(closed, JANUARY)
    figures = report.kinds[INCIDENT].everything
    assert figures["time_to_resolve"] == Duration(1, HOUR, HOUR, HOUR)
    assert figures["closed"] == 2
    for figure in ("resolved", "time_to_resolve", "time_to_resolve_full", "reopen_rate"):
        assert report.excluded[figure]["unknown_resolution"] == 1
    assert "time_to_fulfil" not in report.kinds[INCIDENT].excluded


def test_that_imported_tickets_without_recorded_answers_are_no_first_contacts() -> None:
    report = build(
        facts(
            {
                "opened_at": [START] * 3,
                "resolved_at": [START + HOUR] * 3,
                "answers": [0, 1, 0],
                "imported": [True, True, False],
            }
        ),
        JANUARY,
    )
    assert report.kinds[INCIDENT].everything["first_contact_resolution"] == Share(2, 2)
    assert report.excluded["first_contact_resolution"] == {"answers_not_recorded": 1}


def test_that_a_ticket_with_two_clocks_counts_both_but_opens_once() -> None:
    both = facts(
        {"opened_at": [START]},
        clocks={
            "ticket": [0, 0],
            "target": [0, 1],
            "state": [2, 3],
            "due_at": [START + HOUR] * 2,
            "ended_at": [START + HOUR, START + DAY],
        },
    )
    report = build(both, JANUARY)
    figures = report.kinds[INCIDENT].everything
    assert figures["sla_kept"] == Share(1, 2)
    assert figures["sla_kept_by_target"] == {"respond": Share(1, 1), "resolve": Share(0, 1)}
    assert report.tickets_behind(Mark("sla_kept", INCIDENT)).tolist() == [1]
    assert report.tickets_behind(Mark("sla_kept", INCIDENT, target=Target.RESOLVE)).tolist() == [1]


def test_that_paused_clocks_are_not_overdue() -> None:
    report = build(
        facts(
            {"opened_at": [START, START]},
            intervals={
                "ticket": [0, 1],
                "status": [code(Status.IN_PROGRESS), code(Status.ON_HOLD)],
                "began": [START, START],
            },
            clocks={
                "ticket": [0, 1],
                "target": [1, 1],
                "state": [0, 1],
                "due_at": [START + HOUR] * 2,
            },
        ),
        JANUARY,
    )
    assert report.kinds[INCIDENT].everything["overdue_open"] == 1
    assert report.tickets_behind(Mark("overdue_open", INCIDENT)).tolist() == [1]


def test_that_approval_waits_are_told_for_each_catalog_item() -> None:
    report = build(
        facts(
            {"kind": [1], "opened_at": [START]},
            approvals={
                "ticket": [0, 0],
                "item_id": [7, -1],
                "asked_at": [START, START],
                "decided_at": [START + HOUR, START + DAY],
            },
            names=Names(items={7: "Laptop"}),
        ),
        JANUARY,
    )
    figures = report.kinds[REQUEST].everything
    assert figures["approval_wait_by_item"] == {
        "Laptop": Duration(1, HOUR, HOUR, HOUR),
        "no item": Duration(1, DAY, DAY, DAY),
    }


def test_that_fulfilment_steps_are_told_for_each_catalog_item() -> None:
    began = {"ticket": [0, 1], "status": [code(Status.IN_FULFILMENT)] * 2, "began": [START] * 2}
    report = build(
        facts(
            {"kind": [1, 1], "item_id": [7, -1], "opened_at": [START] * 2},
            intervals=began,
            steps={
                "ticket": [0, 0, 1],
                "title": [0, 0, 0],
                "done_at": [START + HOUR, START + DAY, START + HOUR],
            },
            names=Names(items={7: "Laptop"}, steps=("Order it",)),
        ),
        JANUARY,
    )
    figures = report.kinds[REQUEST].everything
    assert figures["fulfilment_steps_by_item"] == {
        "Laptop": duration(np.array([HOUR, DAY - HOUR])),
        "no item": Duration(1, HOUR, HOUR, HOUR),
    }


def test_that_intervals_join_entries_that_keep_the_status() -> None:
    spans = status_intervals(
        np.array([0, 1, 0, 0]),
        np.array([START, START, START + HOUR, START + DAY]),
        np.array([code(Status.NEW)] * 3 + [code(Status.ASSIGNED)]),
    )
    assert spans.ticket.tolist() == [0, 0, 1]
    assert spans.began.tolist() == [START, START + DAY, START]
    assert spans.ended[0] == START + DAY
    assert np.isnan(spans.ended[1:]).all()


def test_that_an_entry_dated_before_the_one_it_follows_makes_no_negative_stay() -> None:
    spans = status_intervals(
        np.array([0, 0, 0]),
        np.array([START + HOUR, START, START + DAY]),
        np.array([code(s) for s in (Status.NEW, Status.ASSIGNED, Status.IN_PROGRESS)]),
    )
    assert (spans.ended - spans.began)[:2].tolist() == [0.0, DAY - HOUR]


def test_that_foreign_rows_are_kept_as_recorded_even_when_they_go_back() -> None:
    rows = source_intervals(
        np.array([0, 0, 0]), np.array([START + HOUR, START, START + DAY]), np.array([0, 1, 0])
    )
    report = build(
        facts(
            {"opened_at": [START], "imported": [True]},
            source_rows={
                "ticket": rows.ticket,
                "status": rows.status,
                "began": rows.began,
                "ended": rows.ended,
            },
            names=Names(source_statuses=("New", "Active")),
        ),
        JANUARY,
    )
    told = to_json(report)["figures"]["incident"]["all"]["time_in_source_status"]
    assert told == {
        "New": {"rows": 1, "total_s": -HOUR, "median_s": -HOUR, "negative": 1},
        "Active": {"rows": 1, "total_s": DAY, "median_s": DAY, "negative": 0},
    }


def test_that_arrivals_are_by_the_wall_clock_of_the_zone() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    period = Period(datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 4, 1, tzinfo=UTC), berlin)
    before, after = (datetime(2026, 3, day, 7, tzinfo=UTC).timestamp() for day in (27, 30))
    report = build(facts({"opened_at": [before, after]}), period, By.DAY)
    arrivals = report.kinds[INCIDENT].series.arrivals
    assert (arrivals[4][8], arrivals[0][9]) == (1, 1)
    clicked = Mark("created", INCIDENT, weekday=0, hour=9)
    assert report.tickets_behind(clicked).tolist() == [2]


def test_that_a_part_of_the_facts_keeps_what_belongs_to_its_tickets() -> None:
    both = facts(
        {"opened_at": [START, START], "priority": [1, 2]},
        clocks={"ticket": [0, 1, 1], "target": [0, 0, 1], "state": [2, 2, 2]},
    )
    second = both.of(both.tickets.priority == 2)
    assert second.tickets.id.tolist() == [2]
    assert second.clocks.ticket.tolist() == [0, 0]


def test_that_an_unknown_figure_cannot_be_opened() -> None:
    with pytest.raises(KeyError):
        build(facts(), JANUARY).tickets_behind(Mark("arrivals", INCIDENT))
