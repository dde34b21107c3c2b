"""Whose work Desk contains: the list in resources/licences, and the texts for the executable."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "build" / "locks" / "run.txt"
LIST = ROOT / "resources" / "licences" / "third-party.md"
_PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", re.MULTILINE)
_TEXT = re.compile(r"(licen[cs]e|copying|notice|authors)[^/]*$", re.IGNORECASE)
# Where the metadata says it with a whole licence text, or is for another system than this one.
_KNOWN = {
    "contourpy": "BSD-3-Clause",
    "cycler": "BSD-3-Clause",
    "kiwisolver": "BSD-3-Clause",
    "matplotlib": "Matplotlib licence (PSF style)",
    "pywin32-ctypes": "BSD-3-Clause",
}
_CLASSIFIED = re.compile(r"License :: OSI Approved :: (.+?)(?: License)?$")
_INTRODUCTION = """\
# Third-party work in Desk

Made by `make lock` from the lock file and the packages' own metadata; `README.md` beside this file
says what follows from it. The executable carries the full text of each licence in `licences/`.

| Work | Version | Licence | Home |
|---|---|---|---|
| Python | of the build | PSF-2.0 | <https://www.python.org> |
| Qt | the one of PySide6 | LGPL-3.0-only | <https://www.qt.io> |
| Inter (font) | 4.001 | OFL-1.1 | <https://rsms.me/inter/> |
| Lucide (icons) | as in `resources/icons` | ISC | <https://lucide.dev> |
| Endava ticket titles | 2018 | MIT | <https://github.com/karolzak/support-tickets-classification> |
"""


@dataclass(frozen=True)
class Work:
    """One package: its name, all versions that the lock file has for it, licence and home."""

    name: str
    versions: tuple[str, ...]
    licence: str
    home: str


def works() -> list[Work]:
    """Every package of the run lock."""
    versions: dict[str, list[str]] = {}
    for name, version in _PIN.findall(LOCK.read_text(encoding="utf-8")):
        versions.setdefault(name, []).append(version)
    return [Work(name, tuple(found), *_said_by(name)) for name, found in sorted(versions.items())]


def _said_by(name: str) -> tuple[str, str]:
    """Licence and home as the installed package states them."""
    home = f"https://pypi.org/project/{name}/"
    try:
        about = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return _KNOWN.get(name, ""), home
    classified = [_CLASSIFIED.match(one) for one in about.get_all("Classifier", [])]
    named = [match[1] for match in classified if match]
    stated = [*about.get_all("License-Expression", []), *about.get_all("License", [])]
    return _KNOWN.get(name) or " ".join(stated[:1]) or " or ".join(named), home


def texts() -> list[tuple[str, str]]:
    """Each licence text of the installed packages, and the folder it goes to (for PyInstaller)."""
    found = []
    for work in works():
        try:
            files = metadata.files(work.name) or []
        except metadata.PackageNotFoundError:
            continue
        found += [
            (str(file.locate()), f"licences/{work.name}")
            for file in files
            if ".dist-info" in str(file) and _TEXT.search(file.as_posix())
        ]
    return found


def main() -> int:
    """Write the list."""
    rows = "".join(
        f"| {work.name} | {', '.join(work.versions)} | {work.licence} | <{work.home}> |\n"
        for work in works()
    )
    LIST.write_text(_INTRODUCTION + rows, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
