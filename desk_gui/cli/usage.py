"""What may stand on the command line: the error for what may not, and the types of arguments."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import UTC, date, datetime
from enum import StrEnum


class WrongUsage(Exception):
    """The command line cannot be understood; the sentence says how to write it."""


def text(typed: str) -> str:
    """Words for the database; bytes that are no text are refused."""
    try:
        typed.encode()
    except UnicodeEncodeError:
        raise argparse.ArgumentTypeError("this is not UTF-8 text") from None
    return typed


def count(typed: str) -> int:
    """A whole number from 1 to 10 million."""
    if not (typed.isascii() and typed.isdigit() and 1 <= int(typed[:9]) <= MOST):
        raise argparse.ArgumentTypeError(f"“{typed}” is no number from 1 to {MOST:,}")
    return int(typed)


MOST = 10_000_000


FIRST_YEAR, LAST_YEAR = 1970, 2199


def day(typed: str) -> date:
    """A day of our times, written as 2026-01-31."""
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{typed}” is no day; write it like 2026-01-31") from None


def instant(typed: str) -> datetime:
    """An instant in ISO 8601; in UTC where it names no zone."""
    try:
        found = datetime.fromisoformat(typed)
        told = found if found.tzinfo else found.replace(tzinfo=UTC)
        return told.astimezone(UTC)
    except (ValueError, OverflowError):
        sentence = f"“{typed}” is no instant; write it like 2026-01-31T17:00"
        raise argparse.ArgumentTypeError(sentence) from None


def one_of(words: type[StrEnum]) -> Callable[[str], StrEnum]:
    """A word of an enumeration, however its capitals, hyphens and spaces are typed."""

    def read(typed: str) -> StrEnum:
        word = "_".join(typed.strip().lower().replace("-", " ").split())
        if word not in set(words):
            known = ", ".join(words)
            raise argparse.ArgumentTypeError(f"“{typed}” is none of {known}")
        return words(word)

    return read
