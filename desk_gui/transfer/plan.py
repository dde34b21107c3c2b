"""What an import is going to write: whole tickets with their history, and articles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from desk_gui.domain.priority import Level, Priority
from desk_gui.domain.ticket import words
from desk_gui.domain.workflow import CancelReason, HoldReason, Kind, ResolutionCode, Status


class Action(StrEnum):
    """What a planned entry says happened; `recorded` is a row that changes no field of ours."""

    OPENED = "opened"
    MOVED = "moved"
    REOPENED = "reopened"
    ASSIGNED = "assigned"
    EDITED = "edited"
    RECORDED = "recorded"


class Origin(StrEnum):
    """Whether the file says so, or a legal step was put in to get there (the rules, §8)."""

    IMPORTED = "imported"
    BRIDGED = "bridged"


@dataclass(frozen=True, slots=True)
class PlannedEntry:
    """One journal entry to write; `before` and `after` hold only the fields that changed.

    Their keys are fields of a ticket, people, teams and categories by name (`team`, not an id).
    `source_row` is the line of the file; `source_status` its word, on imported entries only;
    `actor` is who did it there, `note` what the entry has to say beyond its fields.
    """

    at: datetime
    action: Action
    status: Status
    hold_reason: HoldReason | None
    before: Mapping[str, object]
    after: Mapping[str, object]
    origin: Origin
    source_row: int
    source_status: str | None = None
    actor: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class PlannedTicket:
    """One ticket to write as it stands at the end of its history; instants in UTC.

    `responded_at` is when the source says that work began.

    `resolved_at` is the last resolution, `first_resolved_at` the first; both are None when the
    source does not know. `ended_at` is when it was cancelled or rejected. `made_sla` is the
    recorded verdict on the promise to resolve it. `priority` is None where the catalog item of a
    request says it.
    """

    source: str
    foreign_number: str
    kind: Kind
    status: Status
    title: str
    text: str
    opened_at: datetime
    updated_at: datetime
    entries: tuple[PlannedEntry, ...]
    priority: Priority | None = None
    impact: Level | None = None
    urgency: Level | None = None
    requester: str | None = None
    opened_by: str | None = None
    team: str | None = None
    assignee: str | None = None
    category: str | None = None
    item: str | None = None
    hold_reason: HoldReason | None = None
    resolution_code: ResolutionCode | None = None
    resolution_text: str | None = None
    cancel_reason: CancelReason | None = None
    rejection_reason: str | None = None
    responded_at: datetime | None = None
    first_resolved_at: datetime | None = None
    resolved_at: datetime | None = None
    closed_at: datetime | None = None
    ended_at: datetime | None = None
    reassignments: int = 0
    reopenings: int = 0
    made_sla: bool | None = None

    @property
    def bridged(self) -> int:
        """How many entries are steps that the file does not show."""
        return sum(entry.origin is Origin.BRIDGED for entry in self.entries)

    @property
    def lacks(self) -> str | None:
        """What the rules ask of such a ticket and the file does not tell, or None."""
        if self.status in {Status.IN_PROGRESS, Status.IN_FULFILMENT} and not self.assignee:
            return f"it is {words(self.status)} and the file names no assignee"
        if self.status is Status.ASSIGNED and not (self.assignee or self.team):
            return "it is assigned and the file names neither team nor assignee"
        return None


@dataclass(frozen=True)
class PlannedArticle:
    """One article to write; `foreign_id` names it in its source, `text` is Markdown.

    `line` is where it stands in a file of several; `public` opens it to requesters. The text
    points to `files` by `desk://planned/N`, N counting from 0, and to other articles of the source
    by `desk://imported/FOREIGN_ID`; `lost` links led nowhere and are words now.
    """

    foreign_id: str
    title: str
    text: str
    category: str | None = None
    tags: tuple[str, ...] = field(default=())
    published: bool = False
    public: bool = False
    line: int | None = None
    files: tuple[Path, ...] = ()
    lost: int = 0
