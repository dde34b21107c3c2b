"""The words of the queue's filter: `kind:incident priority:<=2 assignee:me printer`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum

from desk_gui.domain.errors import Invalid
from desk_gui.domain.priority import Level, Priority
from desk_gui.domain.text import clean
from desk_gui.domain.ticket import Major
from desk_gui.domain.workflow import HoldReason, Kind, Status

MINE = "me"
NOBODY = "none"


class Field(StrEnum):
    """What can be filtered by; every field is written `field:value` or `field:a,b`."""

    KIND = "kind"
    STATUS = "status"
    PRIORITY = "priority"
    IMPACT = "impact"
    URGENCY = "urgency"
    ASSIGNEE = "assignee"
    TEAM = "team"
    REQUESTER = "requester"
    CATEGORY = "category"
    ITEM = "item"
    HOLD = "hold"
    MAJOR = "major"
    IS = "is"
    DUE = "due"
    OPENED = "opened"
    RESOLVED = "resolved"
    CLOSED = "closed"
    UPDATED = "updated"
    SOURCE = "source"
    ID = "id"
    FIGURE = "figure"


class Is(StrEnum):
    """Short words for `is:`."""

    OPEN = "open"
    RESOLVED = "resolved"
    FINAL = "final"
    OVERDUE = "overdue"
    UNASSIGNED = "unassigned"
    REOPENED = "reopened"
    REASSIGNED = "reassigned"


class Due(StrEnum):
    """Short words for `due:`; soon means within two hours."""

    OVERDUE = "overdue"
    SOON = "soon"
    TODAY = "today"
    NONE = "none"


class Sort(StrEnum):
    """The orders of the queue; `-` before the word turns one round."""

    URGENCY = "urgency"
    DUE = "due"
    NUMBER = "number"
    OPENED = "opened"
    UPDATED = "updated"
    PRIORITY = "priority"
    STATUS = "status"
    KIND = "kind"
    TITLE = "title"
    ASSIGNEE = "assignee"
    TEAM = "team"
    REQUESTER = "requester"
    CATEGORY = "category"


_WORDS: dict[Field, type[StrEnum]] = {
    Field.KIND: Kind,
    Field.STATUS: Status,
    Field.IMPACT: Level,
    Field.URGENCY: Level,
    Field.HOLD: HoldReason,
    Field.MAJOR: Major,
    Field.IS: Is,
    Field.DUE: Due,
}
_DATED = frozenset({Field.OPENED, Field.RESOLVED, Field.CLOSED, Field.UPDATED})
_PART = re.compile(r'(-?)([a-z]+):("[^"]*"|\S+)|("[^"]*"|\S+)')
_COMPARED = re.compile(r"(<=|>=|<|>|=)?(.+)")
_NUMBER = re.compile(r"[0-9]{1,9}")
_FIGURE = re.compile(r"[0-9a-f]{12}")
_TICKET = re.compile(r"(?:INC|REQ)-([0-9]{1,9})", re.IGNORECASE)
_PRIORITIES = frozenset(str(int(priority)) for priority in Priority)
_LAST_YEAR = 9000
MAX_TERMS = 40


@dataclass(frozen=True)
class Term:
    """One condition; several values mean any of them. `operator` is one of = < <= > >=."""

    field: Field
    operator: str
    values: tuple[str, ...]
    negated: bool = False


@dataclass(frozen=True)
class Filter:
    """Conditions that must all hold, and words to find in the full text."""

    terms: tuple[Term, ...] = ()
    words: str = ""


def parse(typed: str) -> Filter:
    """Read a filter; raises Invalid with the sentence for a field or value it does not know.

    A ticket's number, such as INC-12, stands for that ticket; several stand for any of them.
    """
    terms, words, numbers = [], [], []
    for minus, name, value, word in _PART.findall(clean(typed[:100_000])):
        if found := _TICKET.fullmatch(word):
            numbers.append(found.group(1))
            continue
        if word or name not in set(Field):
            words.append((word or f"{minus}{name}:{value}").strip('"'))
            continue
        terms.append(_term(Field(name), value.strip('"'), negated=bool(minus)))
    if numbers:
        terms.append(Term(Field.ID, "=", tuple(numbers)))
    if len(terms) > MAX_TERMS:
        raise Invalid(f"A filter can have at most {MAX_TERMS} conditions.")
    return Filter(tuple(terms), " ".join(words))


def _term(field: Field, value: str, *, negated: bool) -> Term:
    if not value:
        raise Invalid(f"Say which {field.value} after “{field.value}:”.")
    operator, rest = _split(field, value)
    values = tuple(part.strip() for part in rest.split(",") if part.strip())
    _check(field, operator, values)
    return Term(field, operator, values, negated)


def _split(field: Field, value: str) -> tuple[str, str]:
    found = _COMPARED.fullmatch(value)
    if found is None or (field is not Field.PRIORITY and field not in _DATED):
        return "=", value
    return found.group(1) or "=", found.group(2)


def _check(field: Field, operator: str, values: tuple[str, ...]) -> None:
    if not values:
        raise Invalid(f"Say which {field.value} after “{field.value}:”.")
    if field in _WORDS:
        known = set(_WORDS[field])
        for value in values:
            if value not in known:
                raise Invalid(
                    f"“{value}” is no {field.value}; it can be {', '.join(sorted(known))}."
                )
    if field is Field.PRIORITY and not all(value in _PRIORITIES for value in values):
        raise Invalid("A priority is a number from 1 to 5, as in priority:<=2.")
    if field is Field.ID and not all(_NUMBER.fullmatch(value) for value in values):
        raise Invalid("After “id:” come ticket numbers, as in id:12,15.")
    if field is Field.FIGURE and not all(_FIGURE.fullmatch(value) for value in values):
        raise Invalid("“figure:” is written by a click on a figure of a report, not by hand.")
    if (field in _DATED or operator != "=") and len(values) != 1:
        raise Invalid(f"“{field.value}:” is compared with one value only.")
    if field in _DATED:
        day_of(values[0])


def day_of(value: str) -> datetime:
    """The first instant, in UTC, of a day or instant in ISO 8601; Invalid when it is neither."""
    try:
        if len(value) == len("2026-01-31"):
            day = date.fromisoformat(value)
            found = datetime(day.year, day.month, day.day, tzinfo=UTC)
        else:
            found = datetime.fromisoformat(value)
    except ValueError:
        found = None
    if found is None or found.year > _LAST_YEAR:
        raise Invalid(f"“{value}” is no date; write it like 2026-01-31.")
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def parse_sort(typed: str) -> tuple[Sort, bool]:
    """(order, turned round) of a word such as `due` or `-opened`; Invalid when unknown."""
    word = typed.removeprefix("-")
    if word not in set(Sort):
        raise Invalid(f"“{typed}” is no order; it can be {', '.join(Sort)}.")
    return Sort(word), typed.startswith("-")
