"""`desk tour`: the main job in the real window, on sample data, with a picture of each step."""

from __future__ import annotations

import argparse
import os
import tempfile
from pathlib import Path

from desk_gui import paths
from desk_gui.cli import output, window
from desk_gui.domain.errors import FileTrouble


def tour(options: argparse.Namespace) -> int:
    """Take the tour; without a screen the window is drawn all the same, and that is said."""
    folder = Path(options.folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileTrouble(f"{folder} cannot be made: {error.strerror}.") from None
    if not window.has_screen():
        output.tell("There is no screen here; the window is drawn without one.")
    prepare_screen()
    from desk_gui.cli.walk import take

    with tempfile.TemporaryDirectory(prefix="desk-tour-") as home:
        pictures = take(folder, paths.find(environ={paths.HOME_VARIABLE: home}))
    if options.json:
        output.give({"folder": folder, "pictures": pictures})
    else:
        output.say(f"{len(pictures)} pictures are in {folder}.")
    return 0


def prepare_screen() -> None:
    """Let Qt draw without a screen where there is none."""
    if not window.has_screen():
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
