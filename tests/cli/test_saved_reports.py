"""Reports by a schedule, on both databases."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from desk_gui.domain.errors import Invalid
from desk_gui.operations import saved_reports
from desk_gui.operations.saved_reports import SavedReport, newest
from tests.cli.conftest import CommandLine
from tests.conftest import Office
from tests.factories import an_incident


@pytest.fixture
def used(office: Office, at: Callable[..., None]) -> Office:
    """A desk with an incident, used as its administrator."""
    an_incident(office.agent)
    at(office.agent.database.location)
    return office


def test_that_a_saved_report_is_written_once_for_each_period(
    desk: CommandLine, used: Office, tmp_path: Path
) -> None:
    out = ("--out", str(tmp_path / "month.json"))
    assert desk("report", "--save", "Monthly", "--every", "month", *out).code == 0
    (told,) = desk("report", "--saved", "--json").json["saved"]
    assert (told["name"], told["every"], told["done"]) == ("Monthly", "month", None)
    (done,) = desk("report", "--due", "--json").json["written"]
    report = json.loads(Path(done["file"]).read_text(encoding="utf-8"))
    assert report["period"]["rule"] == "from <= instant < to"
    assert Path(done["file"]).name == f"month-{report['period']['from'][:10]}.json"
    assert desk("report", "--due", "--json").json["written"] == []
    assert desk("report", "--forget", "Monthly").code == 0
    assert desk("report", "--saved", "--json").json["saved"] == []
    assert desk("report", "--forget", "Monthly").code == 1


def save_daily(desk: CommandLine, path: Path) -> None:
    asked = ("--save", "Daily", "--every", "day", "--out", str(path))
    assert desk("report", *asked).code == 0


def test_that_a_table_by_a_schedule_is_known_as_utf_8_by_spreadsheets(
    desk: CommandLine, used: Office, tmp_path: Path
) -> None:
    save_daily(desk, tmp_path / "day.csv")
    (done,) = desk("report", "--due", "--json").json["written"]
    assert Path(done["file"]).read_bytes().startswith(b"\xef\xbb\xbfkind,")


def test_that_a_report_that_cannot_be_written_stays_due(
    desk: CommandLine, used: Office, tmp_path: Path
) -> None:
    save_daily(desk, tmp_path / "gone" / "day.csv")
    assert desk("report", "--due").code == 4
    (tmp_path / "gone").mkdir()
    assert len(desk("report", "--due", "--json").json["written"]) == 1


@pytest.mark.parametrize("more", [(), ("--every", "day"), ("--out", "x.pdf"), ("--out", "x")])
def test_that_a_saved_report_needs_a_file_and_a_schedule(
    desk: CommandLine, used: Office, more: tuple[str, ...]
) -> None:
    assert desk("report", "--save", "Half", *more).code == 2


def test_that_a_new_period_makes_a_report_due_again(office: Office) -> None:
    desk = office.supervisor
    saved_reports.save_report(desk, SavedReport("Weekly", "week", "week.pdf"))
    (due,) = saved_reports.due(desk)
    assert (due.first, due.last) == (date(2026, 2, 23), date(2026, 3, 1))
    saved_reports.written(desk, due)
    office.clock.forward(days=6)
    assert saved_reports.due(desk) == []
    office.clock.forward(days=1)
    assert [(one.first, one.last) for one in saved_reports.due(desk)] == [
        (date(2026, 3, 2), date(2026, 3, 8))
    ]


@pytest.mark.parametrize(
    ("every", "first", "last"),
    [
        ("day", "2026-02-28", "2026-02-28"),
        ("week", "2026-02-16", "2026-02-22"),
        ("month", "2026-02-01", "2026-02-28"),
    ],
)
def test_that_the_newest_whole_period_ends_before_today(every: str, first: str, last: str) -> None:
    found = newest(every, date(2026, 3, 1))
    assert found == (date.fromisoformat(first), date.fromisoformat(last))


def test_that_a_saved_report_has_a_file_that_can_be_written(office: Office) -> None:
    with pytest.raises(Invalid, match="ends in one of"):
        saved_reports.save_report(office.supervisor, SavedReport("Odd", "day", "/odd.docx"))
    assert saved_reports.saved(office.supervisor) == []
