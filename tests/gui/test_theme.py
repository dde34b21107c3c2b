from __future__ import annotations

from itertools import product

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QPushButton, QRadioButton
from pytestqt.qtbot import QtBot

from desk_gui.gui.palettes import CONTRAST, DARK, EDGES, LIGHT, PAIRS, Palette, contrast
from desk_gui.gui.theme import Theme
from desk_gui.settings import Theme as Scheme

PALETTES = (LIGHT, DARK, CONTRAST)


@pytest.mark.parametrize(
    ("palette", "pair"),
    list(product(PALETTES, PAIRS)),
    ids=lambda one: getattr(one, "name", str(one)),
)
def test_that_every_text_can_be_read(palette: Palette, pair: tuple[str, str]) -> None:
    ink, ground = (getattr(palette, name) for name in pair)
    assert contrast(ink, ground) >= 4.5


@pytest.mark.parametrize(("palette", "edge"), list(product(PALETTES, EDGES)))
def test_that_every_edge_that_matters_can_be_seen(palette: Palette, edge: tuple[str, str]) -> None:
    ink, ground = (getattr(palette, name) for name in edge)
    assert contrast(ink, ground) >= 3


def test_that_black_on_white_has_the_greatest_contrast() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#777777") == pytest.approx(1)


@pytest.mark.parametrize("scheme", list(Scheme))
@pytest.mark.parametrize("percent", [100, 150, 200])
def test_that_every_scheme_can_be_put_on_while_the_program_runs(
    theme: Theme, qtbot: QtBot, scheme: Scheme, percent: int
) -> None:
    with qtbot.waitSignal(theme.changed):
        theme.set(scheme, percent=percent)
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    assert app.palette().color(QPalette.ColorRole.Window).name() == theme.palette.bg
    assert "$" not in app.styleSheet()
    assert "@" not in app.styleSheet()


def test_that_the_text_size_stays_between_100_and_200_percent(theme: Theme) -> None:
    theme.set("light", percent=999)
    assert theme.percent == 200
    theme.set("light", percent=1)
    assert theme.percent == 100


def test_that_all_measures_grow_with_the_text(theme: Theme) -> None:
    small = theme.px(8)
    theme.set("light", percent=200)
    assert theme.px(8) == 2 * small


def test_that_a_button_grows_with_the_text(theme: Theme, qtbot: QtBot) -> None:
    button = QPushButton("Resolve…")
    qtbot.addWidget(button)
    before = button.sizeHint().height()
    theme.set("dark", percent=200)
    assert button.sizeHint().height() == pytest.approx(2 * before, abs=3)


@pytest.mark.parametrize("percent", [100, 110, 130, 170, 200])
def test_that_a_choice_is_round_at_every_size_of_the_text(
    theme: Theme, qtbot: QtBot, percent: int
) -> None:
    theme.set("light", percent=percent)
    choice = QRadioButton("Keep theirs")
    qtbot.addWidget(choice)
    choice.show()
    drawn = choice.grab().toImage()
    side = theme.px(14) + 2
    corner = QPoint(0, (choice.height() - side) // 2)
    assert drawn.pixelColor(corner) == drawn.pixelColor(choice.width() - 1, 0)
    assert drawn.pixelColor(corner + QPoint(0, side // 2)) != drawn.pixelColor(corner)
