"""The figures at the top of the Reports page."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from desk_gui.domain.workflow import Kind
from desk_gui.gui.charts.figure_tiles import FigureTiles, Tile
from desk_gui.gui.theme import Theme
from desk_gui.reports.report import build
from tests.reports.made import DAY, START, facts
from tests.reports.test_figures import JANUARY


def test_that_each_figure_says_on_hover_what_it_means_and_what_it_left_out(
    qtbot: QtBot, theme: Theme
) -> None:
    report = build(facts({"opened_at": [START], "closed_at": [START + DAY]}), JANUARY)
    tiles = FigureTiles(theme)
    qtbot.addWidget(tiles)
    tiles.show_report(report, Kind.INCIDENT)
    tips = {tile.objectName(): tile.toolTip() for tile in tiles.findChildren(Tile)}
    assert len(tips) == 6
    assert all("Statistic: " in tip for tip in tips.values())
    assert "1 ticket is left out: " in tips["Figure-time_to_resolve"]
    assert "left out: when" not in tips["Figure-created"]
