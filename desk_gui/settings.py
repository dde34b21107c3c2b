"""This person's preferences: one dataclass with its defaults, and the file that keeps them.

Fields are only ever added, each with a default, so an older file is read as it is and an unknown
key is passed over. A file of a newer format or a damaged one is kept beside and replaced.
"""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, fields
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

FORMAT = 1
SMALLEST_FONT = 100
LARGEST_FONT = 200


class Theme(StrEnum):
    """Which palette the window uses."""

    LIGHT = "light"
    DARK = "dark"
    SYSTEM = "system"
    CONTRAST = "contrast"


class Density(StrEnum):
    """How much room a row takes."""

    COMFORTABLE = "comfortable"
    COMPACT = "compact"


@dataclass(frozen=True)
class Settings:
    """All preferences; `dataclasses.replace` makes changed ones."""

    theme: Theme = Theme.SYSTEM
    density: Density = Density.COMFORTABLE
    font_scale: int = 100
    """Size of the text in percent, 100 to 200."""
    last_database: str = ""
    """Path or address of the database opened last; never with a password."""
    window_geometry: str = ""
    """Qt's saved geometry of the main window, in base64."""
    splitters: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    """Sizes in pixels of each splitter, by its object name."""
    queue_columns: tuple[str, ...] = ()
    """Columns of the queue from left to right; none means the usual ones."""
    queue_as_columns: bool = False
    """Whether the queue stands in columns instead of two-line rows."""
    queue_sort: str = ""
    """Column the queue is sorted by, with a leading hyphen for descending."""
    board_team: str = ""
    """Name of the team whose task board was shown last."""
    quiet_notices: tuple[str, ...] = ()
    """Kinds of notices that show up in the list only, never as a toast."""
    single_keys: bool = True
    """Whether one letter alone, such as J or R, is a command in the queue and the ticket."""


@dataclass(frozen=True)
class Loaded:
    """Preferences as read, and one sentence where something could not be used (else empty)."""

    settings: Settings
    remark: str = ""


def load(path: Path) -> Loaded:
    """Read the preferences; whatever the file holds, usable ones come back."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Loaded(Settings())
    except (OSError, UnicodeDecodeError):
        return _instead_of(path, "could not be read")
    try:
        written = json.loads(text)
    except (ValueError, RecursionError):
        return _instead_of(path, "are damaged")
    if not isinstance(written, dict) or not isinstance(written.get("format"), int):
        return _instead_of(path, "are damaged")
    if written["format"] > FORMAT:
        return _instead_of(path, "were written by a newer Desk")
    return _from(written, path)


def save(settings: Settings, path: Path) -> None:
    """Write the preferences in one step, readable by this person only; raises OSError."""
    written = {"format": FORMAT, **asdict(settings)}
    written["last_database"] = without_password(settings.last_database)
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name, suffix=".new")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(written, file, indent=2, ensure_ascii=False)
            file.write("\n")
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def without_password(address: str) -> str:
    """A database address without the password that may stand in it."""
    try:
        parts = urlsplit(address)
        if not parts.netloc or parts.password is None:
            return address
    except ValueError:
        return ""
    account, _, _ = parts.netloc.rpartition("@")[0].partition(":")
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=f"{account}@{host}" if account else host))


def _instead_of(path: Path, why: str) -> Loaded:
    kept = _set_aside(path)
    where = f"; the old file is kept as {kept.name}" if kept else ""
    return Loaded(Settings(), f"Your preferences {why}, so Desk starts with the usual ones{where}.")


def _from(written: Mapping[str, object], path: Path) -> Loaded:
    values: dict[str, object] = {}
    unusable: list[str] = []
    for name, read in _READERS.items():
        if name not in written:
            continue
        try:
            values[name] = read(written[name])
        except (ValueError, TypeError):
            unusable.append(name.replace("_", " "))
    settings = Settings(**values)  # type: ignore[arg-type]  # each value went through its reader
    if not unusable:
        return Loaded(settings)
    kept = _set_aside(path)
    where = f" (the old file is kept as {kept.name})" if kept else ""
    return Loaded(
        settings,
        f"Some preferences could not be used and have their usual values again: "
        f"{', '.join(unusable)}{where}.",
    )


def _set_aside(path: Path) -> Path | None:
    """Rename the file to the first free name beside it; None where that is not possible."""
    for number in range(1, 1000):
        kept = path.with_name(f"{path.stem}-old-{number}{path.suffix}")
        if not kept.exists():
            with contextlib.suppress(OSError):
                return path.rename(kept)
            return None
    return None


def _percent(value: object) -> int:
    if type(value) is not int or not SMALLEST_FONT <= value <= LARGEST_FONT:
        raise ValueError(value)
    return value


def _word(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _yes_or_no(value: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError(value)
    return value


def _words(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise TypeError(value)
    return tuple(_word(one) for one in value)


def _sizes(value: object) -> Mapping[str, tuple[int, ...]]:
    if not isinstance(value, dict):
        raise TypeError(value)
    for sizes in value.values():
        if not isinstance(sizes, list) or not all(type(size) is int for size in sizes):
            raise TypeError(sizes)
    return {_word(name): tuple(sizes) for name, sizes in value.items()}


_READERS: dict[str, Callable[[object], object]] = {
    "theme": lambda value: Theme(_word(value)),
    "density": lambda value: Density(_word(value)),
    "font_scale": _percent,
    "last_database": _word,
    "window_geometry": _word,
    "splitters": _sizes,
    "queue_columns": _words,
    "queue_as_columns": _yes_or_no,
    "queue_sort": _word,
    "board_team": _word,
    "quiet_notices": _words,
    "single_keys": _yes_or_no,
}

if set(_READERS) != {one.name for one in fields(Settings)}:
    raise AssertionError("Every preference needs a reader.")
