"""A report as of a past instant is the report of that instant, on both databases."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from desk_gui.operations import reports
from desk_gui.reports.report import Report
from desk_gui.reports.written import to_json
from tests.conftest import Office, Places, an_office
from tests.operations.busy_desk import BusyDesk, Step, random_course

LENGTH = 60


def told(report: Report) -> dict[str, Any]:
    """All figures, breakdowns and series of a report, without what it says of itself.

    A step is known by its title: its number is only its place among the titles there are.
    """
    written = to_json(report)
    for part in written["series"]["breakdowns"].values():
        part["steps"] = [{**step, "id": 0} for step in part["steps"]]
    return {name: written[name] for name in written if name not in {"definitions", "as_of"}}


@contextmanager
def a_desk(kind: str, places: Places, folder: Path, folders: pytest.TempPathFactory) -> Any:
    office = an_office(kind, places, folder, folders)
    yield next(office)
    for _ in office:
        raise AssertionError


def walk(office: Office, folder: Path, course: list[Step]) -> int:
    """Keep the report of every instant, and compare all with those as of then at the end."""
    busy, desk = BusyDesk(office, folder), office.supervisor
    kept: dict[datetime, dict[str, Any]] = {}
    for step in course:
        busy.take(step)
        if step.number % 4 == 0:
            kept[office.clock.now] = told(reports.build_report(desk))
    office.clock.forward(hours=1)
    for at, report in kept.items():
        assert list(differ(told(reports.build_report(desk, at=at)), report)) == [], at
    return len(kept)


def differ(now: Any, then: Any, path: str = "") -> Iterator[str]:
    """Where two reports differ, and how."""
    if isinstance(now, dict) and isinstance(then, dict) and now.keys() == then.keys():
        for key, value in now.items():
            yield from differ(value, then[key], f"{path}/{key}")
    elif isinstance(now, list | tuple) and len(now) == len(then):
        for place, value in enumerate(now):
            yield from differ(value, then[place], f"{path}/{place}")
    elif now != then:
        yield f"{path}: {now} was {then}"


Run = Callable[[int], int]


@pytest.fixture
def run(
    database_kind: str, places: Places, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> Run:
    """Random courses, so many of them; how many reports were compared."""

    def of(examples: int) -> int:
        compared = 0

        @settings(
            max_examples=examples,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        )
        @given(st.integers(0, 1 << 32))
        def one(seed: int) -> None:
            nonlocal compared
            with a_desk(database_kind, places, tmp_path, tmp_path_factory) as office:
                compared += walk(office, tmp_path, random_course(seed, LENGTH))

        one()
        return compared

    return of


def test_that_a_report_as_of_an_instant_is_the_one_that_was_made_then(run: Run) -> None:
    assert run(1) > 5


@pytest.mark.slow
def test_that_a_report_as_of_any_of_many_instants_is_the_one_that_was_made_then(run: Run) -> None:
    assert run(150) > 2_000
