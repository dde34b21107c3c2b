"""Catalog items, and the approvals and tasks that a request gets from them (the rules, §1)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from desk_gui.domain.priority import Priority


class Decision(StrEnum):
    """How an approval stands; `void` is one that a reclassification or cancelling ended."""

    OPEN = "open"
    APPROVED = "approved"
    REJECTED = "rejected"
    VOID = "void"


class TaskStatus(StrEnum):
    """How a fulfilment task stands; `skipped` needs a reason and an optional task."""

    OPEN = "open"
    DONE = "done"
    SKIPPED = "skipped"
    VOID = "void"


@dataclass(frozen=True)
class TaskTemplate:
    """One task that an order of the item makes, in its order."""

    title: str
    mandatory: bool = True


@dataclass(frozen=True)
class CatalogItem:
    """Something that can be asked for; `approvals` is how many supervisors must agree."""

    id: int
    name: str
    description: str
    priority: Priority
    approvals: int = 0
    team_id: int | None = None
    category_id: int | None = None
    tasks: tuple[TaskTemplate, ...] = ()
    active: bool = True


@dataclass(frozen=True)
class Task:
    """A fulfilment task of one request."""

    id: int
    position: int
    title: str
    mandatory: bool
    status: TaskStatus
    reason: str | None = None


def why_not_finish(task: Task, tasks: tuple[Task, ...]) -> str | None:
    """Why a task cannot be done now, or None: mandatory tasks are done in their order."""
    if task.status is not TaskStatus.OPEN:
        return f"“{task.title}” is {task.status.value} already."
    first = next(
        (
            t
            for t in sorted(tasks, key=lambda t: t.position)
            if t.mandatory and t.status is TaskStatus.OPEN and t.position < task.position
        ),
        None,
    )
    return f"“{first.title}” comes first." if first else None


def why_not_skip(task: Task, reason: str) -> str | None:
    """Why a task cannot be skipped, or None."""
    if task.status is not TaskStatus.OPEN:
        return f"“{task.title}” is {task.status.value} already."
    if task.mandatory:
        return f"“{task.title}” is mandatory and cannot be skipped."
    return None if reason.strip() else "Say why the task is skipped."
