"""Figures of the Reports page that go back to a past instant."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QDateTime, QTimeZone
from PySide6.QtWidgets import QFileDialog

from desk_gui.domain.priority import Level
from desk_gui.gui.charts.choices import NOW, THEN, Chosen
from desk_gui.gui.charts.past_instant import last_friday
from desk_gui.operations import databases, search, tickets
from tests.conftest import Office
from tests.factories import an_incident, resolved
from tests.gui.charts.test_page import Driver, Open, open_page

__all__ = ["open_page"]


def go_back(driver: Driver, at: datetime) -> None:
    """Choose a past instant, as somebody who types it does."""
    driver.page.choices.as_of.choose(THEN)
    utc = QTimeZone(QTimeZone.Initialization.UTC)
    driver.page.choices.past.edit.setDateTime(
        QDateTime.fromSecsSinceEpoch(int(at.timestamp()), utc)
    )


def a_week(office: Office) -> datetime:
    """Three incidents on Monday; by Friday one is resolved, one is High, and a fourth is there."""
    ids = [an_incident(office.agent) for _ in range(3)]
    then = office.clock.forward(hours=1)
    office.clock.forward(days=4)
    resolved(office.agent, ids[0])
    tickets.edit(office.agent, ids[1], tickets.Edit(impact=Level.HIGH))
    an_incident(office.agent)
    office.clock.forward(hours=1)
    return then


def test_that_figures_go_back_to_an_instant_and_a_mark_opens_what_counted_then(
    open_page: Open, local_office: Office
) -> None:
    then = a_week(local_office)
    driver = open_page(local_office.agent).drawn()
    assert driver.tile("backlog") == "Open: 3, at its end"
    go_back(driver, then)
    driver.until(
        lambda: "As of 2 Mar 2026 10:00 (UTC), from the journal" in driver.page.said.text()
    )
    driver.drawn()
    assert driver.tile("created") == "Opened: 3, in this period"
    assert "As of 2 Mar 2026 10:00 (UTC)" in driver.find("Figure-backlog").accessibleDescription()
    driver.press("Figure-backlog")
    driver.until(lambda: driver.wanted)
    assert sorted(search.ids(local_office.agent, driver.wanted[0])) == [1, 2, 3]
    canvas = driver.page.cards["backlog_by_age"].canvas
    for spot in canvas.spots:
        driver.wanted.clear()
        driver.page.cards["backlog_by_age"].mark_clicked.emit(spot.mark)
        driver.until(lambda: driver.wanted)
        assert len(search.ids(local_office.agent, driver.wanted[0])) == spot.value
    driver.press("BackToNow")
    driver.until(lambda: driver.tile("created") == "Opened: 4, in this period")
    assert driver.page.choices.as_of.value == NOW
    assert not driver.page.choices.past.isVisible()
    assert "As of" not in driver.page.said.text()
    driver.drawn()


def test_that_going_back_begins_with_last_friday_and_never_comes_after_now(
    open_page: Open, local_office: Office
) -> None:
    databases.change_setting(local_office.administrator, "time_zone", "Asia/Kolkata")
    an_incident(local_office.agent)
    local_office.clock.forward(days=2)
    driver = open_page(local_office.agent).drawn()
    past = driver.page.choices.past
    assert past.wall == datetime(2026, 2, 27, 17, tzinfo=UTC)
    wall = local_office.clock.now.astimezone(ZoneInfo("Asia/Kolkata")).replace(tzinfo=UTC)
    assert past.edit.maximumDateTime().toSecsSinceEpoch() == wall.timestamp()
    at = Chosen(wall=past.wall).at(ZoneInfo("Asia/Kolkata"))
    assert at is not None
    assert at.astimezone(UTC) == datetime(2026, 2, 27, 11, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "friday"), [(27, 20), (28, 27), (26, 20)], ids=["at five", "Saturday", "Thursday"]
)
def test_that_last_friday_is_over(now: int, friday: int) -> None:
    told = last_friday(datetime(2026, 2, now, 17, tzinfo=UTC))
    assert told == datetime(2026, 2, friday, 17, tzinfo=UTC)


def test_that_a_file_of_a_past_instant_is_named_after_it(
    open_page: Open, local_office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    then = a_week(local_office)
    driver = open_page(local_office.agent).drawn()
    go_back(driver, then)
    driver.until(lambda: "As of" in driver.page.said.text())
    driver.drawn()
    asked: list[str] = []

    def where(_: object, __: str, name: str) -> tuple[str, str]:
        asked.append(name)
        return str(tmp_path / name), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", where)
    (csv,) = (a for a in driver.page.export.menu().actions() if a.text() == "Figures (CSV)…")
    csv.trigger()
    driver.until(lambda: asked and (tmp_path / asked[0]).exists())
    assert asked[0].endswith("-as-of-2026-03-02-1000.csv")
    assert ",report,as_of,2026-03-02T10:00:00Z" in (tmp_path / asked[0]).read_text()
    driver.drawn()
