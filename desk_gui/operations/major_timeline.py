"""The timeline of a major incident: what happened to it, to its children and to its promises."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from desk_gui.domain.priority import Priority
from desk_gui.domain.sla import ClockMark, Mark, Target
from desk_gui.operations.children import Child
from desk_gui.operations.desk import Session
from desk_gui.storage import read
from desk_gui.storage.history import PastEntry


class MomentKind(StrEnum):
    """What a moment is about."""

    TICKET = "ticket"
    MAJOR = "major"
    UPDATE = "update"
    CHILDREN = "children"
    CLOCK = "clock"


@dataclass(frozen=True)
class Moment:
    """Something that happened: when (UTC), by whom ("" for by itself), and what, in words."""

    at: datetime
    kind: MomentKind
    who: str
    words: str


_MAJOR = {
    "major_proposed": "Proposed as a major incident",
    "major_declared": "Declared a major incident",
    "major_rejected": "Rejected as a major incident",
    "major_stood_down": "Stood down",
    "major_reviewed": "The review was written",
    "major_edited": "Coordination changed",
    "major_action_done": "Action done",
    "major_action_open": "Action open again",
}
_EDITED = {
    "coordinator_id": "coordinator",
    "business_impact": "business impact",
    "stakes": "what is at stake",
    "update_every_s": "update interval",
}
_CHILD = " is child of this"
_PROMISES = {
    Target.RESPOND: "first answer",
    Target.RESOLVE: "resolution",
    Target.FULFIL: "fulfilment",
}
_MARKS = {
    ClockMark.MET: "Promise kept",
    ClockMark.BREACHED: "Promise broken",
    ClockMark.RETARGETED: "Promised anew",
}


def moments(
    session: Session,
    entries: Sequence[PastEntry],
    marks: Mapping[Target, Iterable[Mark]],
    family: Iterable[Child],
) -> tuple[Moment, ...]:
    """All that is worth telling, oldest first; what happened at one instant in its order.

    `marks` are the timelines of its clocks by their target.
    """
    ids = {entry.after.get(name) for entry in entries for name in ("assignee_id", "coordinator_id")}
    names = read.names(session.connection, "account", ids)
    found = [moment for entry in entries for moment in _of_entry(entry, names)]
    found += _linked(entries)
    found += _resolved(family)
    found += _promised(marks)
    return tuple(sorted(found, key=lambda moment: moment.at))


def _of_entry(entry: PastEntry, names: Mapping[int, str]) -> Iterator[Moment]:
    who = entry.who or ""
    if entry.action == "major_updated":
        yield Moment(entry.at, MomentKind.UPDATE, who, str(entry.after.get("text", "")))
    elif entry.action in _MAJOR:
        yield Moment(entry.at, MomentKind.MAJOR, who, _major(entry, names))
    elif entry.version is not None:
        words = ", ".join(_changes(entry, names))
        if words:
            yield Moment(entry.at, MomentKind.TICKET, who, f"{words[0].upper()}{words[1:]}")


def _major(entry: PastEntry, names: Mapping[int, str]) -> str:
    words = _MAJOR[entry.action]
    if entry.action == "major_edited":
        changed = [said for name, said in _EDITED.items() if name in entry.after]
        words = f"Changed: {', '.join(changed)}"
    if coordinator := names.get(entry.after.get("coordinator_id", 0)):
        words += f"; {coordinator} coordinates"
    return f"{words}: {entry.reason}" if entry.reason else words


def _changes(entry: PastEntry, names: Mapping[int, str]) -> Iterator[str]:
    """What an entry changed that belongs into a timeline."""
    if entry.action == "opened":
        yield "opened"
        return
    undone = "undone: " if entry.action == "undone" else ""
    if entry.status != entry.old_status and entry.status:
        why = f" ({entry.reason})" if entry.reason and not undone else ""
        yield f"{undone}{entry.status.replace('_', ' ')}{why}"
    if assignee := names.get(entry.after.get("assignee_id") or 0):
        yield f"given to {assignee}"
    if entry.after.get("priority"):
        priority = Priority(entry.after["priority"])
        yield f"priority {int(priority)} {priority.name.capitalize()}"


def _linked(entries: Sequence[PastEntry]) -> Iterator[Moment]:
    """Children that were linked within one act count as one moment."""
    linked = [e for e in entries if e.action == "linked" and (e.reason or "").endswith(_CHILD)]
    together = Counter((entry.at, entry.who or "") for entry in linked)
    named = {(e.at, e.who or ""): (e.reason or "").removesuffix(_CHILD) for e in linked}
    for (at, who), many in together.items():
        words = f"{many} incidents linked as children"
        if many == 1:
            words = f"{named[at, who]} linked as a child"
        yield Moment(at, MomentKind.CHILDREN, who, words)


def _resolved(family: Iterable[Child]) -> Iterator[Moment]:
    done: dict[datetime, list[str]] = {}
    for child in family:
        if child.resolved_at is not None:
            done.setdefault(child.resolved_at, []).append(child.number)
    for at, numbers in done.items():
        words = f"{len(numbers)} children" if len(numbers) > 1 else f"Child {numbers[0]}"
        yield Moment(at, MomentKind.CHILDREN, "", f"{words} resolved")


def _promised(marks: Mapping[Target, Iterable[Mark]]) -> Iterator[Moment]:
    for target, told in marks.items():
        promise = _PROMISES[target]
        for mark in told:
            words = _MARKS.get(mark.what)
            if words:
                why = f" ({mark.detail})" if mark.detail else ""
                yield Moment(mark.at, MomentKind.CLOCK, "", f"{words}: {promise}{why}")
