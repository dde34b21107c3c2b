from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from desk_gui import paths
from desk_gui.gui import icons
from desk_gui.gui.icons import Icon


def test_that_every_icon_has_a_file_and_every_file_a_name() -> None:
    files = {file.stem for file in (paths.resources() / "icons").glob("*.svg")}
    assert files == {icon.value for icon in Icon}


def test_that_every_icon_is_used_somewhere() -> None:
    package = Path(icons.__file__).parent
    written = "".join(
        file.read_text("utf-8") for file in package.rglob("*.py") if file.name != "icons.py"
    )
    assert [icon.name for icon in Icon if not re.search(rf"Icon\.{icon.name}\b", written)] == []


def test_that_the_licence_of_the_drawings_ships_with_them() -> None:
    assert "ISC" in (paths.resources() / "icons" / "LICENSE-lucide.txt").read_text("utf-8")


def test_that_an_icon_is_drawn_in_the_colour_it_was_asked_for(qtbot: QtBot) -> None:
    drawn = icons.pixmap(Icon.PLUS, "#ff0000", 32).toImage()
    inks = {
        drawn.pixelColor(x, y).name()
        for x in range(32)
        for y in range(32)
        if drawn.pixelColor(x, y).alpha() == 255
    }
    assert inks == {QColor("#ff0000").name()}
