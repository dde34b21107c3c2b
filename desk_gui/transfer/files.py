"""Single files in and out: taken into a private copy, written so that a name means a whole file."""

from __future__ import annotations

import hashlib
import os
import stat
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from io import BytesIO
from itertools import count
from pathlib import Path
from typing import IO
from uuid import uuid4

from desk_gui.domain.attachment import PART, NewFile, numbered, safe_name
from desk_gui.domain.errors import FileTrouble
from desk_gui.domain.media import HEAD, media_type

IN_MEMORY = 4 * PART
"""A private copy of a file lies in memory up to this size, and beyond in a nameless file."""
SAVED, READ_ONLY = 0o666, 0o400
"""How a file is made: as the person's other files, or to be looked at by nobody else."""


@dataclass(frozen=True)
class Taken:
    """A private copy of a file: what is stored is what was hashed, whatever becomes of the file."""

    name: str
    media_type: str
    size: int
    sha256: str
    copy: IO[bytes]

    def parts(self) -> Iterator[bytes]:
        """The content in parts."""
        self.copy.seek(0)
        while part := self.copy.read(PART):
            yield part


def size_of(file: NewFile) -> int:
    """The size of a file, without reading it; FileTrouble where it is none or cannot be reached."""
    if isinstance(file.source, bytes):
        return len(file.source)
    try:
        about = file.source.stat()
    except (OSError, ValueError) as error:
        raise _trouble(file, error) from None
    if stat.S_ISDIR(about.st_mode):
        raise FileTrouble(
            f"“{safe_name(file.name)}” is a folder; attach the files in it, or an archive of it."
        )
    if not stat.S_ISREG(about.st_mode):
        raise FileTrouble(f"“{safe_name(file.name)}” is not a file that can be attached.")
    return about.st_size


def head_of(file: NewFile) -> bytes:
    """The beginning of a file, which says what it is; raises FileTrouble."""
    return next(_read(file, size_of(file), HEAD), b"")


@contextmanager
def taken(files: Iterable[NewFile], step: Callable[[int], object]) -> Iterator[list[Taken]]:
    """Private copies of files; `step` hears of each part read and may raise to stop.

    The copies are gone afterwards, however it ends. Raises FileTrouble for a file that cannot be
    read, or that changed its size meanwhile.
    """
    with ExitStack() as copies:
        yield [copies.enter_context(_taken(file, step)) for file in files]


@contextmanager
def _taken(file: NewFile, step: Callable[[int], object]) -> Iterator[Taken]:
    size, digest, head = size_of(file), hashlib.sha256(), b""
    with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as copy:
        for part in _read(file, size):
            head = head or part[:HEAD]
            digest.update(part)
            _keep(copy, part)
            step(len(part))
        name = safe_name(file.name)
        yield Taken(name, media_type(name, head), size, digest.hexdigest(), copy)


def _keep(copy: IO[bytes], part: bytes) -> None:
    try:
        copy.write(part)
    except OSError as error:
        folder = tempfile.gettempdir()
        raise FileTrouble(f"{folder} has no room for a copy: {error.strerror}.") from None


def _read(file: NewFile, size: int, piece: int = PART) -> Iterator[bytes]:
    left = size
    try:
        with BytesIO(file.source) if isinstance(file.source, bytes) else _open(file.source) as read:
            while part := read.read(piece):
                left -= len(part)
                if left < 0:
                    break
                yield part
    except OSError as error:
        raise _trouble(file, error) from None
    if left:
        raise FileTrouble(f"“{safe_name(file.name)}” changed while it was read; attach it again.")


def _open(path: Path) -> IO[bytes]:
    return path.open("rb")


def _trouble(file: NewFile, error: OSError | ValueError) -> FileTrouble:
    why = getattr(error, "strerror", None) or "it has no possible name"
    return FileTrouble(f"“{safe_name(file.name)}” cannot be read: {why}.")


@dataclass(frozen=True)
class Target:
    """Where to write a file; a name that is taken gets a number, or is replaced if that is said."""

    folder: Path
    name: str
    replace: bool = False
    mode: int = SAVED


def write(target: Target, content: Iterable[bytes]) -> Path:
    """Write a file into a folder, and nowhere else; the path it has now.

    It has its name only when it is whole and on the disk. Raises FileTrouble; nothing half written
    is left then, nor when `content` raises.
    """
    name = safe_name(target.name)
    try:
        with _whole(target.folder, content, target.mode) as part:
            return _named(part, target.folder, name, replace=target.replace)
    except OSError as error:
        raise FileTrouble(
            f"“{name}” cannot be saved in {target.folder}: {error.strerror or error}."
        ) from None


def replace(path: Path, content: bytes) -> None:
    """Write a file whole or not at all, in place of what has its name; OSError otherwise."""
    with _whole(path.parent, [content], SAVED) as part:
        part.replace(path)


@contextmanager
def _whole(folder: Path, content: Iterable[bytes], mode: int) -> Iterator[Path]:
    """A file with this content that is on the disk; it is gone afterwards unless it got a name."""
    part = folder / f".{uuid4().hex[:12]}.part"
    try:
        with _making(part, mode) as file:
            for piece in content:
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        yield part
    finally:
        with suppress(OSError):
            part.unlink()


def _making(part: Path, mode: int) -> IO[bytes]:
    flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0)
    return os.fdopen(os.open(part, flags, mode), "wb")


def _named(part: Path, folder: Path, name: str, *, replace: bool) -> Path:
    if replace:
        return part.replace(folder / name)
    for number in count(1):
        path = folder / (name if number == 1 else numbered(name, number))
        if _took(part, path):
            return path
    raise AssertionError


def _took(part: Path, path: Path) -> bool:
    """Give the file its name, unless something has it: a link refuses that, renaming would not."""
    try:
        os.link(part, path)
    except FileExistsError:
        return False
    except OSError:  # a file system without links
        if os.path.lexists(path):
            return False
        part.rename(path)
    return True
