"""The whole real log in a database: in time, in little memory, once, and with its figures."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any

import pytest
from sqlalchemy import select

from desk_gui.operations import databases, reports, transfer
from desk_gui.operations.desk import Desk
from desk_gui.reports.written import to_json
from desk_gui.storage.tables import clock, journal, ticket
from tests.conftest import Places
from tests.reports.reference import CHECKS
from tests.transfer.logs import REAL_LOG

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not REAL_LOG.exists(),
        reason="the real ServiceNow log is not there (../shared/data/servicenow)",
    ),
]
ROOT = Path(__file__).resolve().parents[2]
HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Imported:
    """A desk with the whole log, and what the import said and took."""

    desk: Desk
    told: dict[str, Any]


@pytest.fixture(
    scope="module", params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]
)
def imported(
    request: pytest.FixtureRequest, places: Places, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Imported]:
    location = places.new(request.param, tmp_path_factory.mktemp("real"))
    desk = databases.create(location)
    command = [sys.executable, "-m", "tests.operations.measured", location, str(REAL_LOG)]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    yield Imported(desk, json.loads(done.stdout))
    desk.database.close()


@pytest.fixture(scope="module")
def reference() -> dict[str, Any]:
    path = REAL_LOG.parent / "reference_figures.json"
    read: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return read


def test_that_the_real_log_is_imported_in_time_and_in_little_memory(imported: Imported) -> None:
    told = imported.told
    assert (told["rows_read"], told["imported"], told["refused"]) == (141_712, 24_918, [])
    assert (told["skipped"], told["unknown_resolutions"]) == (0, 1_556)
    assert told["seconds"] < 120
    assert told["megabytes"] < 500


def test_that_the_database_is_whole_after_the_real_log(imported: Imported) -> None:
    assert databases.check(imported.desk) == []


def test_that_the_real_log_is_imported_once(imported: Imported) -> None:
    told = transfer.import_tickets(imported.desk, REAL_LOG)
    assert (told.imported, told.skipped, told.entries) == (0, 24_918, 0)


def test_that_recorded_figures_come_back_from_the_database(
    imported: Imported, reference: dict[str, Any]
) -> None:
    with imported.desk.reading() as session:
        found = session.connection.execute(select(ticket)).mappings().all()
        verdicts = session.connection.execute(select(clock.c.state)).scalars().all()
    assert Counter(one["priority"] for one in found) == {1: 270, 2: 408, 3: 23_466, 4: 774}
    assert sum(one["reassignments"] for one in found) == reference["reassignment_count"]["sum"]
    assert sum(one["reopenings"] for one in found) == reference["reopen_count"]["sum"]
    spent = [(t["resolved_at"] - t["opened_at"]) / HOUR for t in found if t["resolved_at"]]
    assert len(spent) == reference["ttr_opened_to_resolved"]["all"]["n"]
    assert round(median(spent), 4) == reference["ttr_opened_to_resolved"]["all"]["median_h"]
    closing = [(t["closed_at"] - t["opened_at"]) / HOUR for t in found]
    assert round(median(closing), 4) == reference["ttc_opened_to_closed"]["all"]["median_h"]
    assert Counter(verdicts)["met"] == reference["made_sla"]["all"]["made_sla"]


def test_that_time_in_each_foreign_status_comes_back_from_the_stored_journal(
    imported: Imported, reference: dict[str, Any]
) -> None:
    query = (
        select(journal.c.subject_id, journal.c.at, journal.c.source_status)
        .where(journal.c.subject == "ticket", journal.c.origin == "imported")
        .order_by(journal.c.n)
    )
    with imported.desk.reading() as session:
        entries = session.connection.execute(query).all()
    hours: dict[str, float] = {}
    for one, following in pairwise(entries):
        if one.subject_id == following.subject_id:
            spent = (following.at - one.at) / HOUR
            hours[one.source_status] = hours.get(one.source_status, 0) + spent
    told = {status: round(total, 2) for status, total in hours.items()}
    assert told == {
        status: figures["sum_h"] for status, figures in reference["time_in_state_hours"].items()
    }


@pytest.mark.parametrize("check", CHECKS)
def test_that_a_report_gives_back_the_figures_of_the_log(
    imported: Imported,
    reference: dict[str, Any],
    check: Callable[[dict[str, Any], dict[str, Any]], None],
) -> None:
    check(to_json(reports.build_report(imported.desk)), reference)
