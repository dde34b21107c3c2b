"""Conditions and orders of the queue as people say them, and as they are typed."""

from __future__ import annotations

import re
from collections.abc import Mapping

from desk_gui.domain.filters import Field, Is, Sort, Term
from desk_gui.domain.workflow import HoldReason, Kind, Status
from desk_gui.gui import format as words

SORTS = {
    Sort.URGENCY: "most urgent first",
    Sort.DUE: "due next first",
    Sort.OPENED: "oldest first",
    Sort.UPDATED: "changed longest ago first",
    Sort.NUMBER: "lowest number first",
    Sort.PRIORITY: "by priority",
    Sort.STATUS: "by status",
    Sort.KIND: "by kind",
    Sort.TITLE: "by title",
    Sort.ASSIGNEE: "by assignee",
    Sort.TEAM: "by team",
    Sort.REQUESTER: "by requester",
    Sort.CATEGORY: "by category",
}
TURNED = {
    Sort.URGENCY: "least urgent first",
    Sort.DUE: "due last first",
    Sort.OPENED: "newest first",
    Sort.UPDATED: "last changed first",
    Sort.NUMBER: "highest number first",
}
NAMED = {Field.HOLD: "waiting for"}
FEW_NUMBERS = 3
"""More tickets than these are counted, not listed: a click on a chart can name thousands."""
SIGNS = {"<=": "≤ ", ">=": "≥ "}
STATES = frozenset({Is.OPEN, Is.RESOLVED, Is.FINAL})
_UNFINISHED = re.compile(r'(?:^|(?<=\s))-?([a-z]+):(?:"[^"]*|[^\s"]\S*)?$')
_SHOWN: Mapping[Field, Mapping[str, str]] = {
    Field.KIND: {kind.value: words.KINDS[kind].lower() for kind in Kind},
    Field.STATUS: {status.value: words.STATUSES[status].lower() for status in Status},
    Field.HOLD: {reason.value: words.HOLD_REASONS[reason].lower() for reason in HoldReason},
}


def sort_words(sort: str) -> str:
    """An order as people say it."""
    order = Sort(sort.removeprefix("-"))
    if not sort.startswith("-"):
        return SORTS[order]
    return TURNED.get(order, f"{SORTS[order]}, last first")


def term_words(term: Term, names: Mapping[str, str] | None = None) -> str:
    """A condition as a chip says it: “kind: incident”; `names` are those behind logins."""
    shown = {**(names or {}), **_SHOWN.get(term.field, {})}
    values = " or ".join(shown.get(value, value.replace("_", " ")) for value in term.values)
    sign = "" if term.operator == "=" else SIGNS.get(term.operator, f"{term.operator} ")
    negated = "not " if term.negated else ""
    if term.field is Field.IS:
        return f"{negated}{values}"
    if term.field is Field.FIGURE:
        return f"{negated}the tickets of a figure"
    if term.field is Field.ID and len(term.values) > FEW_NUMBERS:
        return f"{negated}{words.count(len(term.values), 'ticket')}"
    return f"{negated}{NAMED.get(term.field, term.field.value)}: {sign}{values}"


def term_text(term: Term) -> str:
    """A condition as it is typed."""
    values = ",".join(term.values)
    operator = "" if term.operator == "=" else term.operator
    quoted = f'"{operator}{values}"' if re.search(r"\s", values) else f"{operator}{values}"
    return f"{'-' if term.negated else ''}{term.field.value}:{quoted}"


def unfinished(typed: str) -> str:
    """The condition at the end that is still being typed, or nothing: a space finishes it."""
    found = _UNFINISHED.search(typed)
    return found.group(0) if found and found.group(1) in set(Field) else ""


def added(terms: tuple[Term, ...], new: Term) -> tuple[Term, ...]:
    """With one more condition; it takes the place of one that it would contradict."""
    return (*(term for term in terms if not _gives_way(term, new)), new)


def _gives_way(term: Term, new: Term) -> bool:
    if term.field is not new.field:
        return False
    both_states = STATES.issuperset(term.values) and STATES.issuperset(new.values)
    return term == new or new.field is not Field.IS or both_states
