"""A drawn chart under the arrow keys."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolTip
from pytestqt.qtbot import QtBot

from desk_gui.domain.workflow import Kind
from desk_gui.gui.charts.canvas import HIGH, WIDE, Canvas
from desk_gui.gui.charts.drawing import Order, Wanted, draw
from desk_gui.gui.theme import Theme
from desk_gui.reports.look import LIGHT
from desk_gui.reports.report import build
from tests.reports.made import facts
from tests.reports.test_figures import JANUARY

LEFT, RIGHT = Qt.Key.Key_Left, Qt.Key.Key_Right
UP, DOWN = Qt.Key.Key_Up, Qt.Key.Key_Down
MONDAY, WEDNESDAY, SUNDAY = 5, 7, 11
"""Days of January 2026; of the week only these three have tickets."""
OPENED = [(MONDAY, 9), (MONDAY, 11), (WEDNESDAY, 9), (WEDNESDAY, 14), (SUNDAY, 15)]


@pytest.fixture
def canvas(qtbot: QtBot, theme: Theme) -> Canvas:
    shown = Canvas(theme, "Chart")
    qtbot.addWidget(shown)
    shown.resize(WIDE, HIGH)
    shown.show()
    return shown


def show(canvas: Canvas, chart: str) -> None:
    at = [datetime(2026, 1, day, hour, tzinfo=UTC).timestamp() for day, hour in OPENED]
    order = Order(build(facts({"opened_at": at}), JANUARY), Kind.INCIDENT, LIGHT, 1.0, ())
    canvas.show_picture(draw(order, Wanted(chart, WIDE, HIGH)))
    canvas.setFocus()


def heard(canvas: Canvas, *keys: Qt.Key) -> list[str]:
    """What is said after each key, which the tip says too."""
    said = []
    for key in keys:
        QTest.keyClick(canvas, key)
        said.append(canvas.accessibleDescription())
        assert said[-1] in QToolTip.text()
    return said


def hours(canvas: Canvas, *keys: Qt.Key) -> list[str]:
    """Weekday and hour of what is said after each key."""
    return [words[: len("Mon 09")] for words in heard(canvas, *keys)]


def test_that_arrows_go_over_a_week_by_hour_and_by_weekday(canvas: Canvas) -> None:
    show(canvas, "arrivals")
    assert hours(canvas, RIGHT, RIGHT) == ["Mon 09", "Mon 11"]
    assert hours(canvas, LEFT, DOWN) == ["Mon 09", "Wed 09"]
    assert hours(canvas, RIGHT, UP) == ["Wed 14", "Mon 11"]
    assert hours(canvas, DOWN, RIGHT, DOWN) == ["Wed 09", "Wed 14", "Sun 15"]


def test_that_an_arrow_to_where_nothing_is_stays_in_the_week(canvas: Canvas) -> None:
    show(canvas, "arrivals")
    assert hours(canvas, RIGHT, LEFT, UP) == ["Mon 09"] * 3
    QTest.keyClick(canvas, Qt.Key.Key_End)
    assert hours(canvas, RIGHT, DOWN) == ["Sun 15"] * 2


@pytest.mark.parametrize(("back", "on"), [(LEFT, RIGHT), (UP, DOWN)])
def test_that_arrows_go_through_the_marks_of_other_charts(
    canvas: Canvas, back: Qt.Key, on: Qt.Key
) -> None:
    show(canvas, "still_open")
    first, second, *_, last = [spot.words for spot in canvas.spots]
    assert heard(canvas, on, on, back, back) == [first, second, first, first]
    QTest.keyClick(canvas, Qt.Key.Key_End)
    assert heard(canvas, on) == [last]
