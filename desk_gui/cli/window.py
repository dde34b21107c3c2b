"""`desk` alone: the window; Qt is loaded here and nowhere else on the command line."""

from __future__ import annotations

import argparse
import os
import sys
from types import ModuleType

from desk_gui.cli.desks import place
from desk_gui.domain.errors import NotPossible

_PLATFORM = "QT_QPA_PLATFORM"


def open_window(options: argparse.Namespace) -> int:
    """Open the window and stay until it is closed; NotPossible without a screen."""
    where = place(options)
    if not has_screen():
        raise NotPossible(
            "There is no screen to open the window on; “desk --help” names the commands that work"
            " without one, and “desk tour FOLDER” saves pictures of the window."
        )
    code: int = _app().run(where.location if where.named else None, options.profile)
    return code


def has_screen() -> bool:
    """Whether Qt can show a window: on Linux it needs a display, unless a platform is named."""
    if sys.platform in {"win32", "darwin"} or os.environ.get(_PLATFORM):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _app() -> ModuleType:
    try:
        from desk_gui import app
    except ImportError as error:
        if error.name is not None and not error.name.startswith("PySide6"):
            raise
        raise NotPossible(
            f"The window cannot be opened because a part of Qt is missing ({error}); “make run”"
            " names the command that installs it."
        ) from error
    return app
