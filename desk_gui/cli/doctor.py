"""`desk doctor`: what is installed and how things stand; no secrets, and nothing is changed."""

from __future__ import annotations

import argparse
import locale
import platform
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib import metadata
from typing import Any

from desk_gui import paths, settings, version
from desk_gui.cli import exit_codes, output
from desk_gui.cli.desks import Place, opened, place
from desk_gui.domain.errors import DatabaseTrouble, FileTrouble, Refusal

LIBRARIES = (
    "PySide6-Essentials", "SQLAlchemy", "alembic", "psycopg", "matplotlib", "numpy", "argon2-cffi",
    "keyring", "markdown-it-py", "nh3", "platformdirs", "tzdata",
)  # fmt: skip
WRONG_BY_S = 60
"""How many seconds a clock may be off before it is worth a sentence."""


def doctor(options: argparse.Namespace) -> int:
    """Tell it all; exit code 3 where there is a database that cannot be opened."""
    where = place(options)
    database, remarks = _database(options, where)
    told = {
        "desk": _program(),
        "libraries": {name: _version_of(name) for name in LIBRARIES},
        "files": _files(options),
        "database": database,
        "backups": {"newest": None, "says": "This version of Desk makes no backups by itself."},
        "clock": _clock(),
        "fonts": sorted(font.stem for font in (paths.resources() / "fonts").glob("*.ttf")),
        "remarks": remarks,
    }
    output.give(told) if options.json else output.say("\n".join(_lines(output.plain(told))))
    return exit_codes.DONE if database["opens"] or _none_yet(where) else exit_codes.DATABASE


def _program() -> dict[str, str]:
    from desk_gui.operations import databases

    return {
        "version": version(),
        "as": "executable" if paths.is_frozen() else "Python program",
        "python": platform.python_version(),
        "sqlite": databases.sqlite_version(),
        "system": platform.platform(),
        "encoding": f"{sys.getfilesystemencoding()}, {locale.getpreferredencoding(False)}",
    }


def _version_of(library: str) -> str | None:
    try:
        return metadata.version(library)
    except metadata.PackageNotFoundError:
        return None


def _files(options: argparse.Namespace) -> dict[str, str]:
    places: paths.Places = options.places
    return {name: str(getattr(places, name)) for name in ("data", "settings", "log", "cache")}


def _database(options: argparse.Namespace, where: Place) -> tuple[dict[str, Any], list[str]]:
    """How the database stands, and a sentence for everything about it that needs a hand."""
    told: dict[str, Any] = {"location": settings.without_password(where.location), "opens": False}
    if _none_yet(where):
        return told, ["There is no database yet; make one with “desk init”, or start Desk."]
    try:
        stands = _opened(options)
    except (DatabaseTrouble, FileTrouble, Refusal) as trouble:
        return told, [str(trouble)]
    remarks = _clock_remarks(stands["newest_entry"], stands["server_time"])
    remarks += stands.pop("remarks")
    return {**told, "opens": True, **stands}, remarks


def _opened(options: argparse.Namespace) -> dict[str, Any]:
    from desk_gui.operations import accounts, databases

    with opened(options) as desk:
        stands = vars(databases.condition(desk))
        kept, remarks = accounts.how_requesters_are_kept(desk)
        return {**stands, "requesters_are_kept": kept, "remarks": remarks}


def _none_yet(where: Place) -> bool:
    return where.missing and not where.named


def _clock() -> dict[str, Any]:
    now = datetime.now(UTC)
    return {"utc": now, "local": now.astimezone().isoformat(timespec="seconds")}


def _clock_remarks(newest: datetime | None, server: datetime | None) -> list[str]:
    now = datetime.now(UTC)
    remarks = []
    if newest and (newest - now).total_seconds() > WRONG_BY_S:
        remarks.append("The newest change is dated in the future: set the clock of this computer.")
    if server and abs((server - now).total_seconds()) > WRONG_BY_S:
        remarks.append("The clocks of this computer and of the database server differ; set them.")
    return remarks


def _lines(told: Mapping[str, Any]) -> list[str]:
    lines: list[str] = []
    for name, facts in told.items():
        lines += _part(name.capitalize(), facts)
    return [output.clean(line) for line in lines]


def _part(name: str, facts: Any) -> list[str]:
    if isinstance(facts, Mapping):
        return [name, *(f"  {key:<20} {_fact(value)}" for key, value in facts.items())]
    if name == "Remarks":
        return [name, *(f"  {one}" for one in facts or ["Nothing to remark."])]
    return [name, f"  {_fact(facts)}"]


def _fact(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{number:,} {name}" for name, number in value.items())
    if isinstance(value, list):
        return ", ".join(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "–" if value is None else str(value)
