"""`desk bench`: figures beside the bare database, on a copy that is gone afterwards."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from desk_gui.operations import databases, search
from desk_gui.operations.bench import crowd, measures, planned, stage
from desk_gui.operations.desk import Desk
from tests.cli.test_program import started
from tests.conftest import Office, Places
from tests.factories import an_incident

MEASURES = {
    "queue_first_page", "queue_jump_to_end", "queue_filter", "queue_resort", "search_common",
    "search_rare", "search_two_words", "search_prefix", "open_ticket", "view_counts", "report",
    "create", "update", "what_if", "likely_duplicates", "task_board", "pack_everything",
    "dashboard_year_from_database", "dashboard_year_compared_from_database",
}  # fmt: skip
WINDOW = {
    "first_rows", "jump_to_end", "filter", "resort", "open_ticket", "lateness", "reports_open",
    "reports_filter", "hover_arrivals", "lateness_of_reports",
}  # fmt: skip


def told(location: str, *arguments: str) -> tuple[dict[str, object], str]:
    done = started(
        "--database", location, "bench", "--json", *arguments, QT_QPA_PLATFORM="offscreen"
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout), done.stderr


@pytest.mark.slow
def test_that_made_up_tickets_are_measured_with_the_window(home: Path) -> None:
    found, _ = told(str(home / "unused.db"), "--tickets", "300")
    assert found["tickets"] == 300
    assert found["measures"].keys() >= MEASURES  # type: ignore[attr-defined] # an object
    for one in found["measures"].values():  # type: ignore[attr-defined] # an object
        assert one["median_s"] > 0
        assert one["bare_median_s"] > 0
    assert found["window"].keys() >= WINDOW  # type: ignore[attr-defined] # an object
    assert list((home / "cache").glob("bench-*")) == []
    assert not (home / "unused.db").exists()


@pytest.mark.slow
def test_that_a_local_database_is_measured_on_a_copy(local_office: Office, home: Path) -> None:
    for _ in range(3):
        an_incident(local_office.agent)
    location = local_office.agent.database.location
    found, _ = told(location)
    assert "create" in found["measures"]  # type: ignore[operator] # an object
    assert len(search.ids(local_office.agent, "")) == 3
    assert list((home / "cache").glob("bench-*")) == []


@pytest.mark.slow
@pytest.mark.postgres
def test_that_a_shared_database_is_only_read(
    places: Places, tmp_path: Path, at: Callable[..., None]
) -> None:
    from tests.conftest import staffed

    location = places.new("postgres", tmp_path)
    staffed(location)
    desk = databases.acting_for_administrator(databases.open_database(location))
    an_incident(desk)
    planned.a_full_board(desk, 10)
    found, _ = told(location)
    assert "task_board" in found["measures"]  # type: ignore[operator] # an object
    assert "create" not in found["measures"]  # type: ignore[operator] # an object
    assert "shared database" in found["left_out"][0]  # type: ignore[index] # a list
    assert len(search.ids(desk, "")) == 11
    desk.database.close()


def test_that_the_crowd_is_whole_and_the_same_each_time(
    local_office: Office, tmp_path: Path
) -> None:
    desk = Desk(
        local_office.administrator.database,
        local_office.clock,
        local_office.administrator.account_id,
    )
    crowd.fill(desk, tmp_path, 400)
    assert databases.check(desk) == []
    counts = search.count(desk, ["", "kind:request", "is:open", "status:on_hold", "is:resolved"])
    assert counts[0] == 400
    assert all(counts)
    crowd.fill(desk, tmp_path, 400)
    assert search.count(desk, [""]) == [400]
    assert list(tmp_path.glob("*.csv")) == []


def test_that_a_write_that_is_noted_down_is_taken_back_and_run_again(
    local_office: Office,
) -> None:
    from desk_gui.storage import replay

    desk = local_office.agent
    with replay.noted(desk.database, take_back=True) as statements:
        an_incident(desk)
    assert search.count(desk, [""]) == [0]
    assert replay.bare_time(desk.database, statements) > 0
    assert search.count(desk, [""]) == [1]
    assert databases.check(desk) == []


def test_that_an_empty_desk_has_nothing_to_measure(local_office: Office) -> None:
    assert list(measures.reading(local_office.agent)) == []


def test_that_a_copy_is_whole_and_apart(local_office: Office, tmp_path: Path) -> None:
    an_incident(local_office.agent)
    with stage.copied(local_office.agent, tmp_path / "room", lambda *_: None) as copy:
        assert databases.check(copy) == []
        an_incident(copy)
        assert search.count(copy, [""]) == [2]
    assert search.count(local_office.agent, [""]) == [1]
