"""Files on tickets: what they may be called, and how large and how many they may be.

A name is only ever a label: content is found by its hash, never by its name. It is made harmless
when a file is attached, and again whenever it is shown or becomes a name on a disk, because a row
of a database can hold anything.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

KB, MB = 1 << 10, 1 << 20
THREE_DIGITS = 999.5
PART = MB
"""Bytes of content that are stored, read and sent in one piece."""
DEFAULT_LIMIT_MB = 25
MOST_FILES = 20
"""Files that one comment may carry."""
TOGETHER = 4
"""All files of one comment may be this many times as large as one file may be."""
LONGEST_NAME = 120
"""Bytes of UTF-8, so that every file system takes the name with a number behind it."""
LONGEST_EXTENSION = 24
NAMELESS = "file"

_INVISIBLE = frozenset(
    map(chr, (0x034F, 0x115F, 0x1160, 0x2800, 0x3164, 0xFFA0, *range(0xFE00, 0xFE10)))
) | frozenset(map(chr, range(0xE0100, 0xE01F0)))
"""Characters that take part in words but show nothing, so that two names could look alike."""
_RESERVED_SIGNS = re.compile(r'[<>:"|?*]')
_RESERVED_NAMES = re.compile(
    r"(?:CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|CLOCK\$|COM[0-9]|LPT[0-9])", re.IGNORECASE
)


@dataclass(frozen=True)
class NewFile:
    """A file that somebody wants to attach: where it lies, or its content."""

    name: str
    source: Path | bytes


@dataclass(frozen=True)
class Upload:
    """Files to attach with one act; `progress` hears bytes done and in all, from any thread.

    The work asks `cancelled` between two pieces and then stores nothing.
    """

    files: tuple[NewFile, ...] = ()
    progress: Callable[[int, int], object] = lambda _done, _total: None
    cancelled: Callable[[], bool] = lambda: False


NO_FILES = Upload()


@dataclass(frozen=True)
class Candidate:
    """A file as it was looked at before it is attached; `refusal` says why it cannot be."""

    file: NewFile
    size: int = 0
    media_type: str = ""
    refusal: str = ""

    @property
    def name(self) -> str:
        """What it will be called."""
        return safe_name(self.file.name)


@dataclass(frozen=True)
class Attached:
    """An attachment as it is shown, without its content; `by` is a name, None for nobody's."""

    id: int
    ticket_id: int
    comment_id: int | None
    name: str
    size: int
    media_type: str
    sha256: str
    public: bool
    at: datetime
    by: str | None


def safe_name(name: str) -> str:
    """The name as one harmless part of a path, on every system; the same when asked again.

    Of a path the last part is kept. Nothing invisible or turning the direction of writing stays,
    no separator, no colon, no reserved name, at most 120 bytes with the extension kept; what is
    left is checked after every normalisation (NFKC), until it no longer changes.
    """
    before = None
    while name != before:
        before = name
        name = _harmless(name)
    return name


def _harmless(name: str) -> str:
    plain = unicodedata.normalize("NFKC", name)
    parts = [part for part in re.split(r"[/\\]", plain) if part.strip(" .")]
    seen = "".join(_seen(sign) for sign in (parts[-1] if parts else ""))
    bare = " ".join(_RESERVED_SIGNS.sub("_", seen).split()).strip(" .")
    if _RESERVED_NAMES.fullmatch(bare.split(".")[0].rstrip()):
        bare = f"_{bare}"
    return _shortened(unicodedata.normalize("NFKC", bare)) or NAMELESS


def _seen(sign: str) -> str:
    category = unicodedata.category(sign)
    if category.startswith("Z"):
        return " "
    return "" if category.startswith("C") or sign in _INVISIBLE else sign


def _shortened(name: str) -> str:
    if len(name.encode()) <= LONGEST_NAME:
        return name
    ending = extension(name)
    ending = f".{ending}" if ending else ""
    room = LONGEST_NAME - len(ending.encode())
    stem = name[: len(name) - len(ending)].encode()[:room].decode(errors="ignore")
    return stem.rstrip(" .") + ending


def extension(name: str) -> str:
    """What stands behind the last dot, in small letters and without it; empty where nothing does.

    More than 24 bytes are no extension.
    """
    stem, dot, ending = name.rpartition(".")
    usual = bool(stem and dot) and len(ending.encode()) <= LONGEST_EXTENSION
    return ending.lower() if usual else ""


def numbered(name: str, number: int) -> str:
    """The name with a number before its extension: for a second file that is called the same."""
    ending = extension(name)
    stem = name[: len(name) - len(ending) - 1] if ending else name
    return f"{stem} ({number})" + (name[len(stem) :] if ending else "")


def size_words(size: int) -> str:
    """Bytes as people say them, 1024 to the next unit: 1 byte, 812 bytes, 3.4 kB, 25 MB."""
    if size < KB:
        return f"{size} byte{'' if size == 1 else 's'}"
    amount, units = size / KB, ["kB", "MB", "GB", "TB"]
    while amount >= THREE_DIGITS and units[1:]:
        amount, units = amount / KB, units[1:]
    return f"{amount:.3g} {units[0]}"


def why_not_attach(name: str, size: int, limit_mb: int) -> str | None:
    """Why a file is too large to be attached, or None; said before a byte of it is read."""
    if size <= limit_mb * MB:
        return None
    return (
        f"“{safe_name(name)}” has {size_words(size)}; a file can have at most {limit_mb} MB."
        " Put it where the reader can fetch it, and write where that is."
    )


def why_not_together(sizes: list[int], limit_mb: int) -> str | None:
    """Why so many files cannot go with one comment, or None."""
    if len(sizes) > MOST_FILES:
        return f"One comment can carry at most {MOST_FILES} files; these are {len(sizes)}."
    if sum(sizes) > TOGETHER * limit_mb * MB:
        return (
            f"These files have {size_words(sum(sizes))} together; one comment can carry at most"
            f" {TOGETHER * limit_mb} MB. Send some of them with another."
        )
    return None


def name_by_time(what: str, at: datetime, ending: str) -> str:
    """What something without a name is called, by the clock on the wall."""
    return f"{what} {at:%Y-%m-%d %H.%M.%S}.{ending}"
