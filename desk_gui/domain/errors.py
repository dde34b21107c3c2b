"""What a person may be told when something cannot be done: one sentence each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType


class Told(Exception):
    """What ends a piece of work in a way that can be foreseen; its words are a sentence to show."""


def sentence(error: Exception) -> str:
    """The words to show of what was foreseen; anything else is raised to whoever reports it."""
    if isinstance(error, Told):
        return str(error)
    raise error


class Refusal(Told):
    """A rule says no; `message` is the sentence to show, `code` the word to script against."""

    code = "refused"

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class NotAllowed(Refusal):
    """This account may not do it."""

    code = "not_allowed"


class NotPossible(Refusal):
    """Nobody may do it in the present status."""

    code = "not_possible"


class Invalid(Refusal):
    """What was typed cannot be taken as it is."""

    code = "invalid"


@contextmanager
def invalid(remedy: str) -> Iterator[None]:
    """What a check finds wrong, told as Invalid: its sentence, and what to do about it."""
    try:
        yield
    except ValueError as error:
        words = str(error)
        raise Invalid(f"{words[:1].upper()}{words[1:]}; {remedy}.") from error


class NotFound(Refusal):
    """There is no such ticket, article, account or team."""

    code = "not_found"


@dataclass(frozen=True)
class ChangedBy:
    """Who changed a field, and when (UTC)."""

    who: str
    at: datetime


class Conflict(Refusal):
    """Somebody changed the same fields a moment ago; `theirs` and `mine` show both versions.

    `changed` says of each field by whom and when, `version` which version holds what is theirs.
    """

    code = "conflict"

    def __init__(
        self,
        message: str,
        theirs: dict[str, object],
        mine: dict[str, object],
        *,
        changed: Mapping[str, ChangedBy] = MappingProxyType({}),
        version: int | None = None,
    ) -> None:
        super().__init__(message)
        self.theirs = theirs
        self.mine = mine
        self.changed = changed
        self.version = version


class DatabaseTrouble(Told):
    """The database is not reachable, damaged, locked, read-only or too new."""


class NoDeskYet(DatabaseTrouble):
    """The database is there, but holds no tables of ours."""


class PasswordRefused(DatabaseTrouble):
    """The shared database wants a password, or another one."""


class FileTrouble(Told):
    """A file cannot be read, or is malformed; the sentence names file, line and column."""


class Cancelled(Told):
    """The person stopped a long piece of work; the sentence says what was done until then."""
