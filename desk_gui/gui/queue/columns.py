"""The columns of the queue: what each shows of a row, and by which order it sorts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from desk_gui.domain.filters import Sort
from desk_gui.domain.sla import ClockState
from desk_gui.domain.workflow import Status
from desk_gui.gui import format as words
from desk_gui.gui.format import Chip, Tint
from desk_gui.gui.queue.delegates import RowLook
from desk_gui.operations.search import QueueRow


@dataclass(frozen=True)
class Column:
    """One column; `wide` is its first width in px at 100 %, `usual` whether it is shown unasked."""

    name: str
    heading: str
    sort: Sort
    wide: int
    shown: Callable[[QueueRow, datetime], str]
    usual: bool = True


def due_chip(row: QueueRow, now: datetime) -> Chip:
    """What matters next: the running clock, or the status where none runs."""
    return running_chip(row, now) or words.status_chip(row.status, row.hold_reason)


def running_chip(row: QueueRow, now: datetime) -> Chip | None:
    """What is left of the running clock; None where none runs, or an approval is awaited.

    A ticket on hold for a reason that pauses nothing keeps its due time in sight.
    """
    waiting = row.status is Status.AWAITING_APPROVAL
    if row.due is None or waiting or row.due.state is not ClockState.RUNNING:
        return None
    promised = (row.due.due_at - row.opened_at).total_seconds()
    return words.running_chip(row.due.target, (row.due.due_at - now).total_seconds(), promised)


def due_words(row: QueueRow, now: datetime) -> str:
    """What the running clock says; nothing where none runs."""
    chip = running_chip(row, now)
    return chip.words if chip else ""


def row_look(row: QueueRow, now: datetime) -> RowLook:
    """A row as the two-line list draws it."""
    who = row.assignee or row.team or "unassigned"
    chip = due_chip(row, now)
    held = words.status_chip(row.status, row.hold_reason).words
    facts = (
        row.number,
        held if row.status is Status.ON_HOLD and chip.words != held else "",
        row.requester,
        words.ago(row.opened_at, now),
    )
    return RowLook(
        number=row.number,
        title=row.title,
        priority=words.priority_chip(row.priority),
        kind=words.named_chip(row.kind, row.major),
        meta=" · ".join(fact for fact in facts if fact),
        due=chip,
        who=who,
        strong=row.status is Status.NEW or chip.tint is Tint.BAD,
        dimmed=row.status is Status.ON_HOLD,
    )


def chip_of(column: str, row: QueueRow, now: datetime) -> Chip | None:
    """The chip that a cell shows, or None where it shows plain words."""
    if column == "kind":
        return words.named_chip(row.kind, row.major)
    if column == "priority":
        tint = words.priority_chip(row.priority).tint
        return Chip(words.priority_words(row.priority), tint)
    if column == "status":
        return words.status_chip(row.status, row.hold_reason)
    return running_chip(row, now) if column == "due" else None


def sentence(row: QueueRow, now: datetime) -> str:
    """The whole row as a screen reader says it."""
    parts = (
        f"{words.KINDS_IN_FULL[row.kind]} {row.number}",
        words.MAJOR.get(row.major, Chip("")).words,
        f"priority {words.priority_words(row.priority)}",
        row.title,
        due_chip(row, now).words,
        f"with {row.assignee or row.team or 'nobody'}",
        f"asked by {row.requester}" if row.requester else "",
    )
    return ", ".join(part for part in parts if part)


COLUMNS: tuple[Column, ...] = (
    Column("ticket", "Ticket", Sort.URGENCY, 0, sentence),
    Column("number", "Number", Sort.NUMBER, 84, lambda row, _: row.number),
    Column("kind", "Kind", Sort.KIND, 80, lambda row, _: words.KINDS[row.kind]),
    Column(
        "priority", "Priority", Sort.PRIORITY, 96, lambda row, _: words.priority_words(row.priority)
    ),
    Column("title", "Title", Sort.TITLE, 240, lambda row, _: row.title),
    Column(
        "status",
        "Status",
        Sort.STATUS,
        140,
        lambda row, _: words.status_chip(row.status, row.hold_reason).words,
    ),
    Column("due", "Due", Sort.DUE, 150, due_words),
    Column("requester", "Requester", Sort.REQUESTER, 124, lambda row, _: row.requester or ""),
    Column("assignee", "Assignee", Sort.ASSIGNEE, 124, lambda row, _: row.assignee or ""),
    Column("team", "Team", Sort.TEAM, 120, lambda row, _: row.team or "", usual=False),
    Column(
        "category", "Category", Sort.CATEGORY, 130, lambda row, _: row.category or "", usual=False
    ),
    Column(
        "opened",
        "Opened",
        Sort.OPENED,
        104,
        lambda row, now: words.ago(row.opened_at, now),
        usual=False,
    ),
    Column(
        "updated",
        "Changed",
        Sort.UPDATED,
        104,
        lambda row, now: words.ago(row.updated_at, now),
        usual=False,
    ),
)
