"""Reading a file that somebody else made: bounded memory, and one sentence when it is bad."""

from __future__ import annotations

import csv
import gzip
import os
import re
import stat
import tomllib
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, cast

from desk_gui.domain.errors import Cancelled, FileTrouble

MAX_LINE = 1 << 20
"""Bytes that one line may have; more is refused without being read."""
MAX_RECORD = 4 << 20
"""Characters that one quoted record may spread over its lines."""
LOOK_EVERY = 500
"""Lines between two looks at the cancel question and two reports of progress."""
SHOWN = 60
"""Characters of a foreign value that a sentence shows."""

Progress = Callable[[int, int], None]
"""Told the bytes read and the bytes in all."""
Question = Callable[[], bool]
"""Asked whether to stop."""

_GZIP = b"\x1f\x8b"


def shown(value: str) -> str:
    """A foreign value in quotation marks, shortened, with nothing unprintable in it."""
    plain = "".join(c if c.isprintable() else "�" for c in value)
    return f"“{plain}”" if len(plain) <= SHOWN else f"“{plain[:SHOWN]}…”"


def trouble(
    path: Path, problem: str, *, line: int | None = None, column: str | int | None = None
) -> FileTrouble:
    """The error of one place in a file, such as “file, line 3, column 7: what is wrong”."""
    place = "".join(c if c.isprintable() else "�" for c in str(path))
    if line is not None:
        place += f", line {line}"
    if column is not None:
        place += f", column {column}"
    return FileTrouble(f"{place}: {problem}")


@dataclass(frozen=True)
class Source:
    """One file, plain or gzip, that can be read more than once; raises FileTrouble when bad."""

    path: Path
    progress: Progress | None = None
    cancelled: Question | None = None

    def lines(self) -> Iterator[tuple[int, str]]:
        """Line numbers from 1 and the lines as text, their line ends kept."""
        number = 0
        raw = open_bytes(self.path)
        total = os.fstat(raw.fileno()).st_size
        with raw, _unpacked(raw, self.path) as stream:
            while line := self._next(stream, number + 1):
                number += 1
                if number % LOOK_EVERY == 0:
                    self.look(raw.tell(), total)
                yield number, self._decoded(line, number)
        if number == 0:
            raise trouble(self.path, "the file is empty; choose the file that holds the data.")
        self.look(total, total)

    def records(self, delimiter: str) -> Iterator[tuple[int, list[str]]]:
        """The number of its first line and the cells of each record of a delimited file."""
        csv.field_size_limit(MAX_LINE)
        lines = _Bounded(self)
        reader = csv.reader(lines, delimiter=delimiter, strict=True)
        first = 1
        while True:
            lines.size = 0
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                raise trouble(
                    self.path, f"{_csv_words(error)}; correct the quotation marks.", line=first
                ) from error
            if cells:
                yield first, cells
            first = reader.line_num + 1

    def _next(self, stream: BinaryIO, number: int) -> bytes:
        try:
            line = stream.readline(MAX_LINE + 1)
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            problem = "the compressed file ends too early or is damaged; get a whole copy of it."
            raise trouble(self.path, problem, line=number) from error
        except OSError as error:
            problem = f"it cannot be read on ({_reason(error)}); copy it again and retry."
            raise trouble(self.path, problem, line=number) from error
        if len(line) > MAX_LINE:
            problem = "the line is longer than 1 MiB; this is not a file of this kind."
            raise trouble(self.path, problem, line=number, column=MAX_LINE + 1)
        return line

    def _decoded(self, line: bytes, number: int) -> str:
        try:
            text = line.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError as error:
            column = len(line[: error.start].decode("utf-8", "replace")) + 1
            problem = f"byte 0x{line[error.start]:02x} is not UTF-8; save the file as UTF-8."
            raise trouble(self.path, problem, line=number, column=column) from error
        if "\0" in text:
            problem = "there is a NUL character; save the file as plain UTF-8 text."
            raise trouble(self.path, problem, line=number, column=text.index("\0") + 1)
        return text

    def look(self, done: int, total: int) -> None:
        """Report progress in bytes, and raise Cancelled when somebody wants to stop."""
        if self.cancelled and self.cancelled():
            raise Cancelled(f"Reading {self.path} was stopped.")
        if self.progress:
            self.progress(min(done, total), total)


class _Bounded:
    """The lines of a source, refusing a record that never ends."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._lines = source.lines()
        self.size = 0

    def __iter__(self) -> _Bounded:
        return self

    def __next__(self) -> str:
        number, text = next(self._lines)
        self.size += len(text)
        if self.size > MAX_RECORD:
            problem = "a quotation mark was opened and not closed for 4 MiB; close it."
            raise trouble(self._source.path, problem, line=number)
        return text


def read_text(path: Path, limit: int) -> str:
    """A whole small text file, line ends as they are; FileTrouble above `limit` characters."""
    parts: list[str] = []
    size = 0
    for number, line in Source(path).lines():
        size += len(line)
        if size > limit:
            problem = f"the file is longer than {limit:,} characters; split it."
            raise trouble(path, problem, line=number)
        parts.append(line)
    return "".join(parts)


def read_toml(path: Path, limit: int) -> dict[str, Any]:
    """The tables of a TOML file; FileTrouble, with the place, where it is none or too long."""
    try:
        return tomllib.loads(read_text(path, limit))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        place = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
        line, column = (int(place[1]), int(place[2])) if place else (None, None)
        problem = "this is not TOML; correct it (see toml.io)."
        raise trouble(path, problem, line=line, column=column) from error


def open_bytes(path: Path) -> BinaryIO:
    """The file opened for reading bytes; FileTrouble unless it is a regular file we may read."""
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise trouble(path, "this is a folder; choose a file in it.")
        if not stat.S_ISREG(mode):
            raise trouble(path, "this is not a regular file; copy the data into one.")
        return path.open("rb")
    except FileNotFoundError as error:
        raise trouble(path, "there is no such file; check the name.") from error
    except PermissionError as error:
        problem = "there is no permission to read it; ask its owner, or copy it to your folder."
        raise trouble(path, problem) from error
    except (OSError, ValueError) as error:
        raise trouble(path, f"it cannot be opened ({_reason(error)}); check the name.") from error


def _unpacked(raw: BinaryIO, path: Path) -> BinaryIO:
    try:
        packed = raw.read(2) == _GZIP
        raw.seek(0)
    except OSError as error:
        raise trouble(path, f"it cannot be read ({_reason(error)}); copy it again.") from error
    if packed:
        return cast("BinaryIO", gzip.GzipFile(fileobj=raw, mode="rb"))
    if path.suffix == ".gz" and os.fstat(raw.fileno()).st_size:
        raise trouble(path, "it is named .gz but is not a gzip file; rename it or get it again.")
    return raw


def _reason(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)


def _csv_words(error: csv.Error) -> str:
    words = str(error).strip().rstrip(".")
    return f"the record is not well formed ({words[:1].lower()}{words[1:]})"
