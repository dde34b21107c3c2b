"""Journal entries of a ticket → what people read: who, when, what, before → after."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from desk_gui.domain.workflow import Kind, Status
from desk_gui.gui.dialogs.choosing import Known
from desk_gui.gui.dialogs.field_words import HIDDEN, NOTHING, field_words, value_words
from desk_gui.gui.format import KINDS_IN_FULL, STATUSES
from desk_gui.operations.show import TicketPage

SAYS = {
    "opened": "opened it",
    "assigned": "assigned it",
    "moved": "moved it",
    "reopened": "reopened it",
    "edited": "edited it",
    "commented": "answered the requester",
    "noted": "wrote a work note",
    "responded": "was the first to answer",
    "attached": "attached files",
    "attachment removed": "removed an attachment",
    "attachment put back": "put an attachment back",
    "linked": "linked it",
    "unlinked": "took a link away",
    "decided": "decided an approval",
    "did task": "did a task",
    "reopened task": "took up a task again",
    "skipped task": "skipped a task",
    "undone": "took a change back",
    "redone": "made a change again",
    "merged": "merged it",
    "merged in": "merged another ticket into it",
    "taken out": "took a merged ticket apart again",
    "escalated": "escalated it",
    "retargeted": "gave it another due instant",
    "rated": "recorded the satisfaction",
    "major_proposed": "proposed it as a major incident",
    "major_declared": "declared it a major incident",
    "major_rejected": "rejected it as a major incident",
    "major_edited": "changed how it is coordinated",
    "major_updated": "posted an update",
    "major_stood_down": "stood it down",
    "major_reviewed": "wrote the review",
    "major_action_done": "has done an action of the review",
    "major_action_open": "took up an action of the review again",
    "major_dismissed": "said that it is part of no major incident",
    "watched": "watches it",
    "unwatched": "no longer watches it",
}
NAMING = {
    "watched": "lets {} watch it",
    "unwatched": "took {} off the watchers",
    "merged": "merged it {}",
    "merged in": "merged {} into it",
    "taken out": "took {} apart again",
}
"""Where the reason names a colleague, or a ticket."""
UNDOS = frozenset({"undone", "redone"})
"""Their reason is the name of the act."""
ORIGINS = {"imported": "imported", "bridged": "bridged: a step the source left out"}
TOLD_ELSEWHERE = frozenset({"major_updated", "major_reviewed", "major_action_done"})
"""Entries whose words stand whole in a card of their own."""
TOLD = frozenset({"status", "kind"})
TOLD_AT_OPENING = TOLD | {"title", "text", "opened_by_id", "requester_id"}
"""What the line above, or the head of the page, says already."""


@dataclass(frozen=True)
class PastLine:
    """One entry as it is read; `undo` is set where it can be taken back.

    To take an undo back is to do the act `again`.
    """

    at: datetime
    what: str
    details: tuple[str, ...] = ()
    mark: str = ""
    undo: str | None = None
    again: bool = False


def past_lines(shown: TicketPage, known: Known) -> list[PastLine]:
    """The history of a ticket, newest first."""
    lines = []
    answers = {one.id for one in shown.said if one.by_requester}
    for entry in reversed(shown.history):
        change = Changed(entry.old_status, entry.status, entry.old_kind, entry.kind)
        what = f"{entry.who or 'Desk'} {_what(entry.action, change)}"
        if entry.action in NAMING and entry.reason:
            what = f"{entry.who or 'Desk'} {NAMING[entry.action].format(entry.reason)}"
        if entry.after.get("comment_id") in answers:
            what = f"{entry.who or 'Desk'} took down what the requester answered"
        details = [
            f"{field_words(name)}: {_was(name, entry.before.get(name), known)}"
            f"{value_words(name, value, known)}"
            for name, value in entry.after.items()
            if name not in HIDDEN | (TOLD if entry.old_status else TOLD_AT_OPENING)
            and entry.action not in TOLD_ELSEWHERE
        ]
        if not entry.old_status and details:
            details = [" · ".join(details)]
        if names := [one["name"] for one in entry.after.get("attachments", ())]:
            details.append(f"Attached: {', '.join(names)}")
        said = entry.action in NAMING or entry.action in UNDOS
        if entry.reason and not said and entry.reason not in entry.after.values():
            details.insert(0, f"“{entry.reason}”")
        mark = ORIGINS.get(entry.origin, "")
        if mark and entry.source_status:
            mark += f", there “{entry.source_status}”"
        back = entry.uuid if entry.uuid in {shown.undo, shown.redo} else None
        again = back is not None and back == shown.redo
        lines.append(PastLine(entry.at, what, tuple(details), mark, back, again))
    return lines


@dataclass(frozen=True)
class Changed:
    """Status and kind before and after, as the journal stores them."""

    old_status: str | None
    status: str | None
    old_kind: str | None
    kind: str | None


def _what(action: str, change: Changed) -> str:
    kinds = (change.old_kind, change.kind)
    if action == "reclassified" and all(kinds):
        return f"made it {_a(str(change.kind))}, no longer {_a(str(change.old_kind))}"
    moved = change.status and change.old_status and change.status != change.old_status
    if not moved:
        return SAYS.get(action, action)
    way = f"{STATUSES[Status(str(change.old_status))]} → {STATUSES[Status(str(change.status))]}"
    return f"{SAYS.get(action, action)}: {way}"


def _was(name: str, before: object, known: Known) -> str:
    words = value_words(name, before, known)
    return "" if words == NOTHING else f"{words} → "


def _a(kind: str) -> str:
    words = KINDS_IN_FULL[Kind(kind)].lower()
    return f"an {words}" if words[0] in "aeiou" else f"a {words}"
