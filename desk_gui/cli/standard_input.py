"""Text that comes through standard input, where an argument is `-`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import BinaryIO

from desk_gui.domain.errors import FileTrouble
from desk_gui.domain.ticket import MAX_TEXT

_LONGEST_LINE = 1 << 20


def whole() -> str:
    """All of standard input; FileTrouble when it is too long or no UTF-8 text."""
    raw = _bytes().read(4 * MAX_TEXT + 1)
    text = _decoded(raw, "Standard input")
    if len(raw) > 4 * MAX_TEXT or len(text) > MAX_TEXT:
        raise FileTrouble(f"Standard input is longer than {MAX_TEXT:,} characters; shorten it.")
    return text


def lines() -> Iterator[str]:
    """Its lines, without their ends."""
    stream = _bytes()
    number = 0
    while raw := stream.readline(_LONGEST_LINE + 1):
        number += 1
        place = f"Standard input, line {number}"
        if len(raw) > _LONGEST_LINE:
            raise FileTrouble(f"{place}: it is longer than 1 MiB; split it.")
        yield _decoded(raw, place).rstrip("\r\n")


def _bytes() -> BinaryIO:
    if sys.stdin is None:
        raise FileTrouble("There is no standard input; give the text as an argument.")
    return sys.stdin.buffer


def _decoded(raw: bytes, place: str) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileTrouble(
            f"{place}, byte {error.start + 1}: this is not UTF-8 text; save it as UTF-8."
        ) from None
