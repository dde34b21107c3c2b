"""kill -9 at any moment: nothing promised is lost, nothing is half there, the file is whole."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from desk_gui.operations import databases, transfer
from desk_gui.operations.desk import Desk
from desk_gui.storage import rows
from desk_gui.storage.database import check_integrity
from desk_gui.transfer.tickets import TicketFormat, ticket_file
from tests.conftest import Office, Places
from tests.transfer.logs import HEADER, row, states

ROOT = Path(__file__).resolve().parents[2]
FEW, QUICK, MANY, PARTS = 3, 5, 10, 5
INCIDENTS = 300
LONGEST_S = 60
Scene = Callable[[], str]


@pytest.fixture
def scene(office: Office, places: Places, tmp_path: Path) -> Scene:
    """Gives the address of one fresh copy of a staffed database after another."""
    kind = "sqlite" if office.administrator.database.is_sqlite else "postgres"
    return lambda: places.copy(places.templates[kind], tmp_path)


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """A log of a few hundred incidents that names many people."""
    path = tmp_path / "log.csv"
    lines = [
        row(**cells, number=f"INC{number}", assigned_to=f"Resolver {number % 50}")
        for number in range(INCIDENTS)
        for cells in states("New", "Active", "Awaiting Vendor", "Resolved", "Closed")
    ]
    path.write_text("\n".join([HEADER, *lines, ""]), "utf-8")
    return path


def killed(
    what: str, location: str, more: str, after_s: float, ready: Callable[[], None] = lambda: None
) -> list[str]:
    """Let a victim work for some seconds, kill it, and give every line it had said."""
    command = [sys.executable, "-m", "tests.operations.victim", what, location, more]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as victim:
        assert victim.stdout is not None
        assert victim.stdout.readline() == "ready\n"
        ready()
        try:
            victim.wait(after_s)
        except subprocess.TimeoutExpired:
            victim.send_signal(signal.SIGKILL)
        said, _ = victim.communicate(timeout=LONGEST_S)
    assert victim.returncode in {0, -signal.SIGKILL}
    return said.splitlines()


def reopened(location: str) -> Desk:
    """The database as the next start finds it: opened, and found whole."""
    desk = databases.acting_for_administrator(databases.open_database(location))
    assert check_integrity(desk.database) == []
    assert databases.check(desk) == []
    return desk


def duration(location: str, log: Path) -> float:
    """How long an import takes when nobody disturbs it."""
    begun: list[float] = []
    said = killed("import", location, str(log), LONGEST_S, lambda: begun.append(time.monotonic()))
    assert said[-1] == f"imported {INCIDENTS}"
    return time.monotonic() - begun[0]


def assert_whole_tickets(desk: Desk, log: Path) -> int:
    """Every ticket that is there has all its entries and its clock; gives how many there are."""
    planned = {
        plan.foreign_number: len(plan.entries)
        for plan in ticket_file(log, TicketFormat.SERVICENOW_LOG).plans()
    }
    with desk.reading() as session:
        found = rows.many(session.connection, "ticket")
        entries = rows.many(session.connection, "journal", subject="ticket", origin="imported")
        entries += rows.many(session.connection, "journal", subject="ticket", origin="bridged")
        clocks = {one["ticket_id"] for one in rows.many(session.connection, "clock")}
    versions: dict[int, set[int]] = {}
    for entry in entries:
        versions.setdefault(entry["subject_id"], set()).add(entry["version"])
    for ticket in found:
        whole = set(range(1, planned[ticket["foreign_number"]] + 1))
        assert versions.pop(ticket["id"]) == whole
        assert ticket["id"] in clocks
    assert versions == {}
    return len(found)


def kill_imports(scene: Scene, log: Path, times: int, seed: int = 0) -> None:
    """Kill that many imports at random moments and look at what each left."""
    luck = random.Random(seed)  # noqa: S311 - not a secret
    whole_s = duration(scene(), log)
    interrupted = 0
    for run in range(times):
        location = scene()
        moment = whole_s * (run + luck.random()) / times
        said = killed("import", location, str(log), moment)
        desk = reopened(location)
        there = assert_whole_tickets(desk, log)
        promised = int(said[-1].split()[1]) if said else 0
        assert promised <= there
        interrupted += there < INCIDENTS
        rest = transfer.import_tickets(desk, log)
        assert (rest.skipped, rest.imported) == (there, INCIDENTS - there)
        assert assert_whole_tickets(desk, log) == INCIDENTS
        desk.database.close()
    assert interrupted


def kill_editing(scene: Scene, times: int, seed: int = 0) -> None:
    """Kill that many editing runs at random moments and look for everything acknowledged."""
    luck = random.Random(seed)  # noqa: S311 - not a secret
    acknowledged = 0
    for run in range(times):
        location = scene()
        said = killed("edit", location, str(100 * seed + run), luck.uniform(0.05, 1.0))
        desk = reopened(location)
        with desk.reading() as session:
            stored = [one["uuid"] for one in rows.many(session.connection, "journal")]
        done = [line.split()[1] for line in said if line.startswith("done")]
        tried = {line.split()[1] for line in said if line.startswith("try")}
        assert len(set(stored)) == len(stored)
        assert set(done) <= set(stored)
        assert len(set(stored) & tried) <= len(done) + 1
        acknowledged += len(done)
        desk.database.close()
    assert acknowledged


def kill_attaching(scene: Scene, times: int, seed: int = 0) -> None:
    """Kill that many runs that attach files; a comment is there with both of its files, or not."""
    luck = random.Random(seed)  # noqa: S311 - not a secret
    acknowledged = 0
    for run in range(times):
        location = scene()
        said = killed("attach", location, str(100 * seed + run), luck.uniform(0.05, 1.0))
        desk = reopened(location)
        with desk.reading() as session:
            comments = {one["text"] for one in rows.many(session.connection, "comment")}
            attached = rows.many(session.connection, "attachment")
            stored = {one["sha256"] for one in rows.many(session.connection, "stored_file")}
        assert len(attached) == 2 * len(comments)
        assert stored == {one["sha256"] for one in attached}
        done = {line.split()[1] for line in said if line.startswith("done")}
        assert done <= comments
        acknowledged += len(done)
        desk.database.close()
    assert acknowledged


@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_that_a_killed_import_leaves_whole_tickets_and_goes_on(scene: Scene, log: Path) -> None:
    kill_imports(scene, log, QUICK)


@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_that_killed_editing_loses_nothing_acknowledged(scene: Scene) -> None:
    kill_editing(scene, QUICK)


def test_that_killed_attaching_leaves_nothing_half(scene: Scene) -> None:
    kill_attaching(scene, FEW)


@pytest.mark.slow
@pytest.mark.parametrize("part", range(1, PARTS + 1))
def test_that_ten_more_killed_runs_of_attaching_leave_nothing_half(scene: Scene, part: int) -> None:
    kill_attaching(scene, MANY, seed=part)


@pytest.mark.slow
@pytest.mark.parametrize("part", range(1, PARTS + 1))
def test_that_ten_more_killed_imports_leave_whole_tickets_and_go_on(
    scene: Scene, log: Path, part: int
) -> None:
    kill_imports(scene, log, MANY, seed=part)


@pytest.mark.slow
@pytest.mark.parametrize("part", range(1, PARTS + 1))
def test_that_ten_more_killed_editing_runs_lose_nothing_acknowledged(
    scene: Scene, part: int
) -> None:
    kill_editing(scene, MANY, seed=part)
