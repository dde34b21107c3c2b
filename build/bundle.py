"""What goes into the executable and what stays out, for desk.spec."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import licences

Entry = tuple[str, str, str]

# Loaded by name, so PyInstaller does not see them (what a whole library needs is in hooks/).
HIDDEN = [
    "logging.config",
    "matplotlib.backends.backend_agg",
    "matplotlib.backends.backend_pdf",
    "matplotlib.backends.backend_qtagg",
    "matplotlib.backends.backend_svg",
    "sqlalchemy.dialects.postgresql.psycopg",
    "sqlalchemy.dialects.sqlite.pysqlite",
]
EXCLUDED = [
    "IPython",
    "PySide6.QtQml",
    "PySide6.QtQuick",
    "PySide6.QtSql",
    "tkinter",
    "hypothesis",
    "mypy",
    "pytest",
    "setuptools",
]
# The GTK theme brings GTK itself; a helpdesk needs no Qt database, no QML and no kiosk screen.
UNWANTED_PLUGINS = (
    "/platformthemes/libqgtk3",
    "/sqldrivers/",
    "/platforms/libqeglfs",
    "/platforms/libqlinuxfb",
    "/platforms/libqvkkhrdisplay",
    "/platforms/libqvnc",
    "/platforms/libqminimal",
    "/egldeviceintegrations/",
    "/qmltooling/",
    "/wayland-graphics-integration-server/",
)
# Only the GTK theme wanted these; the target's own are newer than the C library we promise.
UNWANTED_LIBRARIES = (
    "libgtk-3",
    "libgdk-3",
    "libgdk_pixbuf",
    "libpango",
    "libcairo",
    "libatk",
    "libatspi",
    "libgio-2",
    "libgobject-2",
    "libgmodule-2",
    "libharfbuzz",
    "libfribidi",
    "libthai",
    "libdatrie",
    "libgraphite2",
    "libpixman",
    "libepoxy",
    "libexpat",
    "libstdc++",
    "libQt6Qml",
    "libQt6Quick",
    "libQt6Sql",
    "libQt6VirtualKeyboard",
)
GPL_ONLY = (
    "Charts",
    "DataVisualization",
    "Graphs",
    "NetworkAuth",
    "VirtualKeyboard",
    "WaylandCompositor",
    "Quick3D",
    "Lottie",
    "CoAP",
    "Mqtt",
    "HttpServer",
    "GRPC",
)


def project(root: Path) -> dict[str, Any]:
    """The [project] table of pyproject.toml."""
    with (root / "pyproject.toml").open("rb") as file:
        table: dict[str, Any] = tomllib.load(file)["project"]
    return table


def datas(root: Path) -> list[tuple[str, str]]:
    """Files that are read and not imported: resources, the version, migrations, licences."""
    migrations = root / "desk_gui" / "storage" / "migrations"
    return [
        (str(root / "resources"), "resources"),
        (str(root / "pyproject.toml"), "."),
        (str(root / "LICENSE"), "licences/desk"),
        (str(migrations), "desk_gui/storage/migrations"),
        *licences.texts(),
    ]


def pruned(entries: Iterable[Entry]) -> list[Entry]:
    """The entries without what Desk never loads."""
    return [entry for entry in entries if not _is_unwanted(entry[0].replace("\\", "/"))]


def _is_unwanted(name: str) -> bool:
    file = name.rpartition("/")[2]
    return (
        any(plugin in f"/{name}" for plugin in UNWANTED_PLUGINS)
        or file.startswith(UNWANTED_LIBRARIES)
        or "__pycache__" in name
    )


def refuse_gpl_only(entries: Sequence[Entry]) -> None:
    """Stop where a module of Qt that is under the GPL alone would go into the executable."""
    found = sorted(
        name
        for name, _source, _kind in entries
        if any(f"Qt6{module}" in name or f"Qt{module}." in name for module in GPL_ONLY)
    )
    if found:
        raise SystemExit(f"Qt under the GPL alone must not go into Desk: {', '.join(found)}.")
