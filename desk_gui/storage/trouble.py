"""Database errors as sentences: which are rules, which are trouble with the database."""

from __future__ import annotations

import logging
import re
import sqlite3

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from desk_gui.domain.errors import DatabaseTrouble, NotPossible, PasswordRefused

_RULE = "HD001"
_CHECK = re.compile(r"CHECK constraint failed: (.+)|violates check constraint \"(.+?)\"")
_TROUBLE = (
    (r"database is locked|lock timeout|deadlock", "{name} is busy with another change; try again."),
    (
        r"readonly|read-only",
        "{name} is read-only; check the permissions of the file and its folder.",
    ),
    (r"malformed|corrupt", "{name} is damaged; keep the file and restore the newest backup."),
    (r"not a database", "{name} is not a database of Desk, or it is damaged; nothing was changed."),
    (r"disk is full|no space left", "The disk that holds {name} is full; make room and try again."),
    (r"unable to open", "{name} cannot be opened; check that it exists and that you may read it."),
    (r"disk i/o error", "The disk that holds {name} does not answer properly; check it."),
    (r"does not exist", "{name} does not exist on the server; ask your administrator."),
    (r"permission denied", "Your database account may not do this on {name}."),
    (
        r"connection refused|timeout expired|could not translate|failed to resolve"
        r"|no route to host|unreachable",
        "{name} does not answer; check the address, and that the server is running.",
    ),
    (r"too many (clients|connections)", "{name} has no connection free; try again in a moment."),
)
_NO_PASSWORD = re.compile(r"password authentication failed|no password supplied", re.IGNORECASE)


def told(
    error: DBAPIError | PoolTimeout | sqlite3.Error, name: str
) -> NotPossible | DatabaseTrouble:
    """The error as something a person may be told: a rule, or trouble with the database."""
    raw = str(getattr(error, "orig", None) or error)
    first = raw.strip().splitlines()[0] if raw.strip() else type(error).__name__
    if getattr(getattr(error, "orig", None), "sqlstate", None) == _RULE:
        return NotPossible(_sentence(first))
    check = _CHECK.search(first)
    if check:
        return NotPossible(_sentence(check.group(1) or check.group(2)))
    if _is_integrity(error):
        return NotPossible(_integrity(first))
    if _NO_PASSWORD.search(first):
        return PasswordRefused(f"{name} refuses this name or password.")
    for pattern, sentence in _TROUBLE:
        if re.search(pattern, first, re.IGNORECASE):
            return DatabaseTrouble(sentence.format(name=name))
    logging.getLogger(__name__).error("database trouble that has no sentence: %s", raw)
    return DatabaseTrouble(
        f"{name} cannot do this now; try again, and send the log to your administrator if it stays."
    )


def _is_integrity(error: Exception) -> bool:
    return (
        type(getattr(error, "orig", None))
        .__mro__[0]
        .__name__.endswith(("IntegrityError", "Violation"))
    )


def _integrity(first: str) -> str:
    if re.search("unique", first, re.IGNORECASE):
        return "There is one with this name already; choose another."
    if re.search("foreign key", first, re.IGNORECASE):
        return "It refers to something that does not exist."
    if re.search("not.null", first, re.IGNORECASE):
        return "Something that is needed was left empty."
    return _sentence(first)


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + ("" if text.endswith(".") else ".")
