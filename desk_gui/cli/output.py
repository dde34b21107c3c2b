"""What a command says: lines for people or JSON on standard output, sentences on standard error."""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from enum import IntEnum, StrEnum
from typing import Any

from desk_gui.domain.errors import FileTrouble

_CONTROL = re.compile("[\x7f-\x9f]")
_WIDEST = 60


class ReaderLeft(Exception):
    """Nobody reads standard output any more, as after `desk queue | head`."""


def prepare() -> None:
    """Let no sign stop the output, whatever the terminal can show."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def say(line: str = "") -> None:
    """One line, or several, for a person."""
    _write(f"{line}\n")


def give(value: Any) -> None:
    """One JSON value on a line of its own."""
    encoding = (getattr(sys.stdout, "encoding", None) or "").lower().replace("-", "")
    written = json.dumps(plain(value), ensure_ascii=encoding != "utf8")
    _write(_CONTROL.sub(lambda sign: f"\\u{ord(sign[0]):04x}", written) + "\n")


def tell(sentence: str) -> None:
    """One sentence on standard error; where nobody can read it, it is dropped."""
    with contextlib.suppress(OSError, ValueError):
        print(clean(sentence), file=sys.stderr, flush=True)


def finish() -> None:
    """Hand over what is still buffered; raises ReaderLeft or FileTrouble."""
    with _watched():
        sys.stdout.flush()


def drop() -> None:
    """Let go of a standard output that cannot be written, so that Python does not try again."""
    with contextlib.suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def _write(text: str) -> None:
    with _watched():
        sys.stdout.write(text)


@contextlib.contextmanager
def _watched() -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        drop()
        raise ReaderLeft from None
    except OSError as error:
        drop()
        raise FileTrouble(f"The output cannot be written: {error.strerror}.") from None


def iso(at: datetime) -> str:
    """An instant as ISO 8601 in UTC, to the second, with Z."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def plain(value: Any) -> Any:
    """A value as JSON knows it: instants in ISO 8601, words and numbers of ours as themselves."""
    if isinstance(value, dict):
        return {str(name): plain(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(inner) for inner in value]
    if isinstance(value, datetime):
        return iso(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, StrEnum):
        return value.value
    return int(value) if isinstance(value, IntEnum) else value


def clean(text: str) -> str:
    """Other people's text without signs that would steer a terminal; line breaks and tabs stay."""
    return "".join(c if c.isprintable() or c in "\n\t" else "�" for c in text)


def line_of(text: str, widest: int = _WIDEST) -> str:
    """Other people's text on one line, shortened."""
    line = " ".join(clean(text).split())
    return line if len(line) <= widest else f"{line[: widest - 1]}…"


def table(heads: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Rows in columns as wide as what stands in them."""
    cells = [[line_of("" if cell is None else str(cell)) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(heads, *cells, strict=True)]
    for row in (heads, *cells):
        padded = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        say("  ".join(padded).rstrip())


def local(at: datetime | None) -> str:
    """An instant for a person, by the clock on the wall; nothing for none."""
    return f"{at.astimezone():%Y-%m-%d %H:%M}" if at else ""
