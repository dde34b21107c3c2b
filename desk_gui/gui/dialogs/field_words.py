"""Fields of a ticket and their stored values → words, for histories and for two versions."""

from __future__ import annotations

from datetime import UTC, datetime

from desk_gui.domain.priority import Level, Priority
from desk_gui.domain.workflow import CancelReason, HoldReason, Kind, ResolutionCode, Status
from desk_gui.gui import format as words
from desk_gui.gui.dialogs.choosing import Known

FIELDS = {
    "title": "Title",
    "text": "Description",
    "kind": "Kind",
    "status": "Status",
    "priority": "Priority",
    "impact": "Impact",
    "urgency": "Urgency",
    "override_reason": "Priority overridden because",
    "requester_id": "Requester",
    "opened_by_id": "Opened by",
    "assignee_id": "Assignee",
    "team_id": "Team",
    "category_id": "Category",
    "item_id": "Catalog item",
    "hold_reason": "Waits for",
    "hold_until": "Wakes up on",
    "resolution_code": "Resolution",
    "resolution_text": "Resolution text",
    "resolved_with_article_id": "Resolved with",
    "cancel_reason": "Cancelled because",
    "rejection_reason": "Rejected because",
    "confidential": "Confidential",
    "reassignments": "Handed over",
    "reopenings": "Reopened",
    "csat": "Satisfaction",
    "source": "Source",
    "foreign_number": "Foreign number",
}
INSTANTS = frozenset({
    "opened_at", "updated_at", "hold_until", "responded_at", "first_resolved_at", "resolved_at",
    "closed_at", "ended_at", "due_at",
})  # fmt: skip
HIDDEN = frozenset(
    {"parked", "major", "version", "comment_id", "attachments", "attachment_id", "public"}
) | (INSTANTS - {"hold_until"})
"""Fields that follow from others, or that have a place of their own."""
_WORDS = {
    "kind": (Kind, words.KINDS_IN_FULL),
    "status": (Status, words.STATUSES),
    "priority": (Priority, {one: words.priority_words(one) for one in Priority}),
    "impact": (Level, words.LEVELS),
    "urgency": (Level, words.LEVELS),
    "hold_reason": (HoldReason, words.HOLD_REASONS),
    "resolution_code": (ResolutionCode, words.RESOLUTIONS),
    "cancel_reason": (CancelReason, words.CANCEL_REASONS),
}
NOTHING = "nothing"
LONGEST = 120


def field_words(field: str) -> str:
    """What a field is called."""
    return FIELDS.get(field, field.replace("_", " ").capitalize())


def field_order(field: str) -> int:
    """Where a field stands among the others."""
    return [*FIELDS, field].index(field)


def value_words(field: str, value: object, known: Known) -> str:
    """A value as the journal stores it, in words; "nothing" for an empty one."""
    if value in (None, ""):
        return NOTHING
    if isinstance(value, bool):
        return "yes" if value else "no"
    if field in INSTANTS and isinstance(value, int):
        return words.moment(datetime.fromtimestamp(value, UTC))
    if field in _WORDS:
        kind, said = _WORDS[field]
        return str(said[kind(value)])  # type: ignore[index]  # a table of enums
    if field.endswith("_id"):
        return known.name(field, value) or _unknown(field, value)
    line = " ".join(str(value).split())
    return line if len(line) <= LONGEST else f"{line[:LONGEST]}…"


def whole_words(field: str, value: object, known: Known) -> str:
    """The same, but what somebody wrote stands there whole, with its lines."""
    written = isinstance(value, str) and value and field not in _WORDS and field not in INSTANTS
    return str(value) if written else value_words(field, value, known)


def is_long(words: str) -> bool:
    """Whether words need room of their own."""
    return len(words) > LONGEST or "\n" in words


def _unknown(field: str, value: object) -> str:
    if field == "resolved_with_article_id":
        return f"KB-{value}"
    return (
        "somebody" if field in {"assignee_id", "requester_id", "opened_by_id"} else f"no. {value}"
    )
