"""`desk report` on both databases."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.cli.conftest import CommandLine
from tests.conftest import Office
from tests.factories import a_request, an_incident, resolved

FIGURES = {
    "created", "resolved", "closed", "backlog", "reassigned_tickets", "reassignments",
    "reopened_tickets", "reopenings", "time_to_respond", "time_to_resolve",
    "time_to_resolve_full", "time_to_fulfil", "time_to_close", "time_in_status", "sla_kept",
    "overdue_open", "first_contact_resolution", "reopen_rate", "approval_wait", "deflection",
    "classification_hit_rate", "csat",
}  # fmt: skip


@pytest.fixture
def used(office: Office, at: Callable[..., None]) -> Office:
    """A desk with a resolved incident and a request, used as its administrator."""
    an_incident(office.agent)
    number = an_incident(office.agent)
    office.clock.forward(hours=2)
    resolved(office.agent, number)
    a_request(office.agent)
    at(office.agent.database.location)
    return office


MARCH = ("--from", "2026-03-01", "--to", "2026-03-31")


def test_that_a_report_has_the_promised_shape(desk: CommandLine, used: Office) -> None:
    said = desk("report", *MARCH)
    told = said.json
    assert said.code == 0
    assert {"period", "definitions", "figures", "series"} <= told.keys()
    assert set(told["figures"]) == {"incident", "request"}
    for part in told["figures"].values():
        assert set(part["by_priority"]) == set("12345")
    everything = told["figures"]["incident"]["all"] | told["figures"]["request"]["all"]
    assert everything.keys() >= FIGURES
    assert told["definitions"].keys() >= FIGURES


def test_that_figures_are_right_and_durations_in_seconds(desk: CommandLine, used: Office) -> None:
    figures = desk("report", *MARCH).json["figures"]["incident"]["all"]
    assert (figures["created"], figures["resolved"]) == (2, 1)
    assert figures["time_to_resolve"]["n"] == 1
    assert figures["time_to_resolve"]["median_s"] == 7200


def test_that_a_report_can_be_of_one_kind_and_cut_by_day(desk: CommandLine, used: Office) -> None:
    told = desk("report", *MARCH, "--kind", "request", "--by", "day").json
    assert set(told["figures"]) == {"request"}
    assert len(told["series"]["created_vs_resolved"]["request"]) == 31


def test_that_a_table_holds_the_same_values(desk: CommandLine, used: Office) -> None:
    rows = list(csv.DictReader(io.StringIO(desk("report", *MARCH, "--format", "csv").out)))
    value = next(
        row["value"]
        for row in rows
        if (row["kind"], row["priority"], row["figure"]) == ("incident", "all", "created")
    )
    assert value == "2"


def test_that_a_report_is_written_to_a_file_whole(
    desk: CommandLine, used: Office, tmp_path: Path
) -> None:
    path = tmp_path / "report.csv"
    said = desk("report", *MARCH, "--out", str(path))
    assert (said.code, said.out) == (0, "")
    assert path.read_text(encoding="utf-8").startswith("kind,priority,figure,statistic,value")
    assert list(tmp_path.glob("*.part")) == []


def test_that_a_file_that_cannot_be_written_is_file_trouble(
    desk: CommandLine, used: Office, tmp_path: Path
) -> None:
    said = desk("report", *MARCH, "--out", str(tmp_path / "no" / "report.json"))
    assert (said.code, said.json["error"]["code"]) == (4, "file_trouble")
    assert desk("report", *MARCH, "--format", "json", "--out", str(tmp_path)).code == 4


@pytest.mark.parametrize(
    ("how", "begins"),
    [("html", b"<!doctype html>"), ("pdf", b"%PDF"), ("xlsx", b"PK")],
)
def test_that_a_report_is_a_document(
    desk: CommandLine, used: Office, how: str, begins: bytes, tmp_path: Path
) -> None:
    assert desk("report", "--format", how).code == 2
    path = tmp_path / f"report.{how}"
    assert desk("report", *MARCH, "--kind", "incident", "--out", str(path)).code == 0
    assert path.read_bytes().startswith(begins)


@pytest.mark.parametrize("how", ["png", "svg"])
def test_that_one_chart_is_written_to_a_file_and_all_to_a_folder(
    desk: CommandLine, used: Office, how: str, tmp_path: Path
) -> None:
    one = tmp_path / f"kept.{how}"
    more = ("--kind", "request", "--format", how)
    assert desk("report", *more, "--chart", "sla_kept", "--out", str(one)).code == 0
    assert one.stat().st_size > 1000
    folder = tmp_path / "charts"
    assert desk("report", *more, "--out", str(folder)).code == 0
    assert (folder / f"request-approvals.{how}").is_file()
    assert not (folder / f"request-majors.{how}").exists()
    assert desk("report", *more, "--chart", "pie", "--out", str(one)).code == 2


def test_that_the_table_of_one_chart_is_written_for_each_kind(
    desk: CommandLine, used: Office, tmp_path: Path
) -> None:
    asked = ("report", *MARCH, "--format", "csv", "--chart", "categories")
    assert desk(*asked).code == 2
    assert desk(*asked, "--out", str(tmp_path)).code == 0
    rows = [
        next(csv.DictReader(io.StringIO((tmp_path / name).read_text("utf-8"))))
        for name in ("incident-categories.csv", "request-categories.csv")
    ]
    assert [(row["Category"], row["Opened"]) for row in rows] == [("Printing", "2"), ("Other", "1")]
    assert rows[0]["About"].startswith("Incidents; 1 March 2026 to 31 March 2026")


@pytest.mark.parametrize("how", ["json", "html", "pdf", "xlsx"])
def test_that_a_chart_alone_is_no_report(
    desk: CommandLine, used: Office, how: str, tmp_path: Path
) -> None:
    path = tmp_path / f"one.{how}"
    assert desk("report", "--chart", "teams", "--out", str(path)).code == 2
    assert not path.exists()


@pytest.mark.parametrize("how", ["csv", "png", "svg"])
def test_that_a_chart_alone_says_as_of_when_it_is(
    desk: CommandLine, used: Office, how: str, tmp_path: Path
) -> None:
    path = tmp_path / f"teams.{how}"
    asked = ("--as-of", "2026-03-02T11:30+01:00", "--kind", "request", "--chart", "teams")
    assert desk("report", *asked, "--out", str(path)).code == 0
    assert b"Service requests; as of 2 Mar 2026 10:30 (UTC); " in path.read_bytes()


def test_that_a_period_that_ends_before_it_begins_is_refused(
    desk: CommandLine, used: Office
) -> None:
    said = desk("report", "--from", "2026-03-31", "--to", "2026-03-01")
    assert (said.code, said.json["error"]["code"]) == (1, "invalid")


def test_that_a_requester_sees_no_figures(
    desk: CommandLine, used: Office, at: Callable[..., None]
) -> None:
    at(used.agent.database.location, "rita")
    assert desk("report").code == 1


def test_that_a_report_ends_at_the_instant_that_is_named(desk: CommandLine, used: Office) -> None:
    told = desk("report", "--as-of", "2026-03-02T11:30+01:00").json
    assert told["period"]["to"] == "2026-03-02T10:30:00Z"
    assert told["figures"]["incident"]["all"]["backlog"] == 2
    assert desk("report", "--as-of", "yesterday").code == 2
    assert desk("report", "--as-of", "2026-03-02T10:30", "--to", "2026-03-02").code == 2


@pytest.mark.parametrize("how", ["json", "csv", "html", "xlsx"])
def test_that_every_file_says_as_of_when_it_is(
    desk: CommandLine, used: Office, how: str, tmp_path: Path
) -> None:
    path = tmp_path / f"report.{how}"
    asked = ("--as-of", "2026-03-02T11:30+01:00", "--kind", "request", "--out", str(path))
    assert desk("report", *asked).code == 0
    written = unpacked(path)
    assert "As of 2 Mar 2026 10:30 (UTC)" in written
    assert "Statistic:" in written
    said = {"json": '"as_of": "2026-03-02T10:30:00Z"', "csv": ",report,as_of,2026-03-02T10:30:00Z"}
    assert said.get(how, "as of 2 Mar 2026 10:30 (UTC); ") in written


def unpacked(path: Path) -> str:
    """The text of a file, wherever in it that is."""
    if path.suffix != ".xlsx":
        return path.read_text("utf-8")
    with ZipFile(path) as file:
        return "".join(file.read(name).decode() for name in file.namelist())
