"""The folder of a web site: only what Desk wrote is ever replaced or removed.

A marker file lists what was written. It is brought up to date before the first file and after the
last, so that an interrupted run can be taken up again.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from desk_gui.domain.errors import FileTrouble
from desk_gui.transfer.files import replace

MARKER = ".desk-site.json"
LARGEST_MARKER = 32 << 20
FORMAT = 1
_NAME = re.compile(r"(?:files/)?[a-z0-9][a-z0-9._-]{0,120}")
"""What a file of the site may be called: nothing that leads out of the folder."""


@dataclass
class SiteFolder:
    """A folder to publish to; raises FileTrouble for one that is not empty and not Desk's own."""

    path: Path
    title: str = ""
    before: dict[str, str] = field(default_factory=dict)
    written: dict[str, str] = field(default_factory=dict)
    changed: int = 0

    @classmethod
    def open(cls, path: Path) -> SiteFolder:
        """The folder with what was published to it before; it is made where there is none yet."""
        try:
            path.mkdir(exist_ok=True)
            names = sorted(one.name for one in path.iterdir())
        except OSError as error:
            raise _trouble(path, error) from None
        if names and MARKER not in names:
            raise FileTrouble(
                f"{path} holds other files, such as {_shown(names[0])}; choose an empty folder, or"
                " one that Desk has published to before."
            )
        if not names:
            return cls(path)
        told = _marker(path / MARKER)
        return cls(path, title=str(told.get("title", "")), before=_files(told, path / MARKER))

    def begin(self, names: Iterable[str]) -> None:
        """Say which files are going to be written, before the first of them is."""
        wanted = dict.fromkeys(names, "")
        foreign = [n for n in wanted if n not in self.before and os.path.lexists(self.path / n)]
        if foreign:
            raise FileTrouble(
                f"{self.path} holds a file {_shown(foreign[0])} that Desk did not write; move it"
                " away, or choose an empty folder."
            )
        self._mark({**wanted, **self.before})

    def put(self, name: str, content: bytes) -> None:
        """Write a file whole, unless it is there like this already."""
        if not _NAME.fullmatch(name):
            raise ValueError(f"no name for a file of a web site: {name!r}")
        digest = hashlib.sha256(content).hexdigest()
        self.written[name] = digest
        path = self.path / name
        try:
            if self.before.get(name) == digest and _holds(path, content):
                return
            self._make_room(path.parent)
            replace(path, content)
        except OSError as error:
            raise _trouble(path, error) from None
        self.changed += 1

    def finish(self) -> int:
        """Remove what is no longer published; how many files that were."""
        gone = sorted(self.before.keys() - self.written.keys())
        try:
            for name in gone:
                self._remove(self.path / name)
            files = self.path / "files"
            if files.is_dir() and not files.is_symlink() and not any(files.iterdir()):
                files.rmdir()
        except OSError as error:
            raise _trouble(self.path, error) from None
        self._mark(self.written)
        return len(gone)

    def _make_room(self, folder: Path) -> None:
        if folder.is_symlink():
            raise FileTrouble(f"{folder} is a link to another folder; nothing is written into it.")
        folder.mkdir(exist_ok=True)

    def _remove(self, path: Path) -> None:
        if not path.parent.is_symlink():
            path.unlink(missing_ok=True)

    def _mark(self, files: Mapping[str, str]) -> None:
        told = {"made_by": "Desk", "format": FORMAT, "title": self.title, "files": dict(files)}
        try:
            replace(self.path / MARKER, json.dumps(told, sort_keys=True, indent=0).encode())
        except OSError as error:
            raise _trouble(self.path, error) from None


def _marker(path: Path) -> dict[str, Any]:
    try:
        is_ours = not path.is_symlink() and path.stat().st_size <= LARGEST_MARKER
        told = json.loads(path.read_text(encoding="utf-8")) if is_ours else None
    except OSError as error:
        raise _trouble(path, error) from None
    except (ValueError, RecursionError):
        raise _unreadable(path) from None
    if not isinstance(told, dict) or told.get("made_by") != "Desk":
        raise _unreadable(path)
    if told.get("format") != FORMAT:
        raise FileTrouble(f"{path} was written by another version of Desk; choose another folder.")
    return told


def _files(told: Mapping[str, Any], path: Path) -> dict[str, str]:
    """What the marker lists; it is refused whole when one name could lead out of the folder."""
    files = told.get("files")
    if not isinstance(files, dict) or not all(_NAME.fullmatch(name) for name in files):
        raise _unreadable(path)
    return {name: str(digest) for name, digest in files.items()}


def _unreadable(path: Path) -> FileTrouble:
    return FileTrouble(
        f"{path} does not say what Desk wrote here, so nothing is replaced; choose an empty folder."
    )


def _holds(path: Path, content: bytes) -> bool:
    ordinary = path.is_file() and not path.is_symlink()
    return ordinary and path.stat().st_size == len(content) and path.read_bytes() == content


def _shown(name: str) -> str:
    plain = "".join(sign if sign.isprintable() else "�" for sign in name)
    return f"“{plain[:60]}”"


def _trouble(path: Path, error: OSError) -> FileTrouble:
    return FileTrouble(f"{path} cannot be published to: {error.strerror or error}.")
