"""A drawn chart under the arrow keys and the pointer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPaintEvent, QRegion
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from desk_gui.cli.stopwatch_reports import hover
from desk_gui.domain.workflow import Kind
from desk_gui.gui.charts.canvas import HIGH, WIDE, Canvas, Picture
from desk_gui.gui.charts.drawing import Order, Wanted, draw
from desk_gui.gui.theme import Theme
from desk_gui.reports.look import DARK, LIGHT, Look
from desk_gui.reports.report import build
from tests.reports.made import facts
from tests.reports.test_figures import JANUARY

Step = Callable[[], object]
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


def picture(chart: str, look: Look = LIGHT) -> Picture:
    at = [datetime(2026, 1, day, hour, tzinfo=UTC).timestamp() for day, hour in OPENED]
    order = Order(build(facts({"opened_at": at}), JANUARY), Kind.INCIDENT, look, 1.0, ())
    return draw(order, Wanted(chart, WIDE, HIGH))


def show(canvas: Canvas, chart: str) -> None:
    canvas.show_picture(picture(chart))
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


def painted(canvas: Canvas) -> QImage:
    """What stands on the screen once what was asked for is painted."""
    QCoreApplication.sendPostedEvents(canvas, QEvent.Type.UpdateRequest)
    return canvas.screen().grabWindow(canvas.winId()).toImage()


def painted_anew(canvas: Canvas) -> QImage:
    """What stands on the screen once everything is painted."""
    canvas.repaint()
    return painted(canvas)


def point(canvas: Canvas, at: QPointF) -> None:
    buttons, keys = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    where = canvas.mapToGlobal(at)
    moved = QMouseEvent(QEvent.Type.MouseMove, at, where, buttons, buttons, keys)
    QApplication.sendEvent(canvas, moved)


def steps(canvas: Canvas, other: Picture) -> list[Step]:
    """All that moves an outline or the frame of the focus, or puts something else below it."""

    def at(place: int) -> Step:
        return lambda: point(canvas, canvas.centre_of(canvas.spots[place]))

    def key(pressed: Qt.Key) -> Step:
        return lambda: QTest.keyClick(canvas, pressed)

    def size(more: int) -> Step:
        return lambda: canvas.resize(WIDE + more, HIGH - more)

    nowhere = partial(point, canvas, QPointF(1, 1))
    leave = partial(QApplication.sendEvent, canvas, QEvent(QEvent.Type.Leave))
    come = partial(canvas.setFocus, Qt.FocusReason.TabFocusReason)
    pointed: list[Step] = [at(0), at(1), at(-1), nowhere, at(0)]
    draw_anew = partial(canvas.show_picture, other)
    changed: list[Step] = [draw_anew, at(0), size(60), at(1), size(0), leave]
    keys: list[Step] = [come, key(DOWN), key(RIGHT), key(DOWN), canvas.clearFocus, come]
    return [*pointed, *changed, *keys, at(2), leave]


@pytest.mark.parametrize("look", [LIGHT, DARK], ids=["light", "dark"])
def test_that_nothing_is_left_of_where_the_outline_was(
    canvas: Canvas, theme: Theme, look: Look
) -> None:
    theme.set("dark" if look.dark else "light")
    canvas.show_picture(picture("still_open", look))
    canvas.clearFocus()
    before = painted(canvas)
    for step in steps(canvas, picture("arrivals", look)):
        step()
        after = painted(canvas)
        assert after != before
        assert after == painted_anew(canvas)
        before = after


class Painted(QObject):
    """What of a canvas was painted, each time."""

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas)
        self.parts: list[QRegion] = []
        canvas.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QPaintEvent):
            self.parts.append(event.region())
        return False


def test_that_a_movement_paints_two_outlines_and_nothing_else(canvas: Canvas) -> None:
    canvas.show_picture(picture("still_open"))
    point(canvas, canvas.centre_of(canvas.spots[0]))
    painted(canvas)
    parts = Painted(canvas).parts
    point(canvas, canvas.centre_of(canvas.spots[-1]))
    painted(canvas)
    (part,) = parts
    assert part.rectCount() == 2
    for spot in (canvas.spots[0], canvas.spots[-1]):
        assert part.contains(canvas.centre_of(spot).toPoint())


def test_that_what_is_measured_of_the_pointer_is_painted(canvas: Canvas) -> None:
    canvas.show_picture(picture("still_open"))
    canvas.clearFocus()
    painted(canvas)
    parts = Painted(canvas).parts
    assert len(hover(canvas)) == len(parts) == len(canvas.spots)
    assert all(part.boundingRect() != canvas.rect() for part in parts)


@pytest.mark.parametrize("more", [-1, 0, 1])
def test_that_a_picture_of_the_right_size_is_shown_dot_by_dot(canvas: Canvas, more: int) -> None:
    canvas.resize(WIDE + more, HIGH + more)
    canvas.show_picture(picture("arrivals"))
    painted(canvas)
    drawn = picture("still_open")
    canvas.show_picture(drawn)
    canvas.clearFocus()
    form = QImage.Format.Format_RGBA8888
    whole = QImage(drawn.pixels, drawn.width, drawn.height, drawn.width * 4, form)
    both = whole.rect() & canvas.rect()
    assert painted(canvas).convertToFormat(form).copy(both) == whole.copy(both)


def test_that_a_picture_of_another_size_fills_the_chart(canvas: Canvas) -> None:
    canvas.show_picture(picture("still_open", DARK))
    canvas.clearFocus()
    canvas.resize(WIDE * 2, HIGH * 2)
    shown, low = painted(canvas), canvas.rect().bottomRight()
    assert shown.pixelColor(0, 0) == shown.pixelColor(low) == QColor(DARK.ground)
