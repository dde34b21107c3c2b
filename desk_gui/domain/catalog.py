"""Catalog items, and the approvals and tasks that a request gets from them (the rules, §1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from desk_gui.domain.forms import FormField, form_mistakes
from desk_gui.domain.priority import Priority
from desk_gui.domain.sla import LONGEST_PROMISE_S

WHOLE = 100
"""Percent."""
MOST_STEPS, MOST_APPROVERS, MOST_TASKS = 6, 9, 40


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


class Who(StrEnum):
    """How an approver is found; where nobody is found, a supervisor decides in his place."""

    PERSON = "person"
    TEAM_LEAD = "team_lead"
    MANAGER = "manager"
    SUPERVISOR = "supervisor"


@dataclass(frozen=True)
class Approver:
    """One whose agreement is asked: a person, the lead of a team, the requester's manager.

    A team lead without a team is the lead of the request's team.
    """

    who: Who
    account_id: int | None = None
    team_id: int | None = None


@dataclass(frozen=True)
class ApprovalStep:
    """One round of approvals: `needed` of its approvers must agree.

    One of one is a single approval, one of many any-of, all of many all-of, the rest a quorum.
    Several steps are asked one after another. After `remind_s` seconds who is asked is reminded;
    after `expire_s` seconds a supervisor may decide instead.
    """

    approvers: tuple[Approver, ...]
    needed: int = 1
    remind_s: int | None = None
    expire_s: int | None = None


def by_supervisors(many: int) -> tuple[ApprovalStep, ...]:
    """The rule that so many supervisors must agree, whoever they are; none at all for 0."""
    return (ApprovalStep((Approver(Who.SUPERVISOR),) * many, many),) if many else ()


@dataclass(frozen=True)
class TaskTemplate:
    """One task that an order of the item makes.

    `after` are the positions, from 1, of the tasks that it waits for; None stands for the
    mandatory one before it: tasks go in turn unless the template says otherwise. It is due when
    `share` percent of the time to fulfil have passed.
    """

    title: str
    mandatory: bool = True
    after: tuple[int, ...] | None = None
    team_id: int | None = None
    assignee_id: int | None = None
    share: int | None = None
    checklist: tuple[str, ...] = ()


def waits_for(tasks: Sequence[TaskTemplate], position: int) -> tuple[int, ...]:
    """The positions, from 1, of the tasks that the one at a position waits for."""
    after = tasks[position - 1].after
    if after is not None:
        return after
    before = [place for place, task in enumerate(tasks[: position - 1], 1) if task.mandatory]
    return (before[-1],) if before else ()


@dataclass(frozen=True)
class CatalogItem:
    """Something that can be asked for; `approvals` is how many must agree in all.

    `edition` counts how often its form, approvals, tasks or target were changed: a request keeps
    those of the edition that it was ordered with. `fulfil_s` is its own target, in seconds of the
    time that the SLA policy counts in; None leaves the target to the policy (the rules, §4).
    """

    id: int
    name: str
    description: str
    priority: Priority
    approvals: int = 0
    team_id: int | None = None
    category_id: int | None = None
    tasks: tuple[TaskTemplate, ...] = ()
    active: bool = True
    icon: str = ""
    edition: int = 0
    edition_id: int | None = None
    fields: tuple[FormField, ...] = ()
    steps: tuple[ApprovalStep, ...] = ()
    articles: tuple[int, ...] = ()
    fulfil_s: int | None = None


class Part(StrEnum):
    """What an item is made of, as far as it can be wrong."""

    NAME = "name"
    TARGET = "target"
    FORM = "form"
    APPROVAL = "approval"
    TASKS = "tasks"


@dataclass(frozen=True)
class Mistake:
    """What is wrong with a part of an item; `place` counts from 1, 0 is the part as a whole."""

    part: Part
    place: int
    sentence: str


def why_not_item(item: CatalogItem) -> str | None:
    """Why an item cannot be published as it is, or None."""
    return next((one.sentence for one in mistakes(item)), None)


def mistakes(item: CatalogItem) -> tuple[Mistake, ...]:
    """All that keeps an item from being published, in the order of its parts."""
    found: list[Mistake] = []
    if not item.name.strip():
        said = "Give the item a name: what people would call it."
        found.append(Mistake(Part.NAME, 0, said))
    if item.fulfil_s is not None and not 0 < item.fulfil_s <= LONGEST_PROMISE_S:
        said = "An item promises more than nothing and at most a year."
        found.append(Mistake(Part.TARGET, 0, said))
    found += [Mistake(Part.FORM, place, said) for place, said in form_mistakes(item.fields)]
    found += _step_mistakes(item.steps)
    found += _task_mistakes(item.tasks)
    return tuple(found)


def _step_mistakes(steps: Sequence[ApprovalStep]) -> list[Mistake]:
    whys = [(place, _why_not_step(place, step)) for place, step in enumerate(steps, 1)]
    if len(steps) > MOST_STEPS:
        whys.insert(0, (0, f"An item has at most {MOST_STEPS} steps of approval."))
    elif sum(step.needed for step in steps) > MOST_APPROVERS:
        whys.insert(0, (0, f"An item asks for at most {MOST_APPROVERS} approvals in all."))
    return [Mistake(Part.APPROVAL, place, said) for place, said in whys if said]


def _why_not_step(place: int, step: ApprovalStep) -> str | None:
    if not 1 <= len(step.approvers) <= MOST_APPROVERS:
        return f"Step {place} of the approval needs one to {MOST_APPROVERS} approvers."
    if not 1 <= step.needed <= len(step.approvers):
        return f"Step {place} of the approval can need 1 to {len(step.approvers)} of them."
    if any(one.who is Who.PERSON and one.account_id is None for one in step.approvers):
        return f"Step {place} of the approval names nobody; choose a person."
    return None


def _task_mistakes(tasks: Sequence[TaskTemplate]) -> list[Mistake]:
    whys = [(place, _why_not_task(place, task)) for place, task in enumerate(tasks, 1)]
    if len(tasks) > MOST_TASKS:
        whys.insert(0, (0, f"An item makes at most {MOST_TASKS} tasks."))
    return [Mistake(Part.TASKS, place, said) for place, said in whys if said]


def _why_not_task(place: int, task: TaskTemplate) -> str | None:
    if not task.title.strip():
        return f"Task {place} needs a title."
    if any(not 1 <= other < place for other in task.after or ()):
        return f"“{task.title}” can wait only for tasks that stand before it."
    if task.share is not None and not 1 <= task.share <= WHOLE:
        return f"“{task.title}” is due after 1 to 100 percent of the time to fulfil."
    return None


@dataclass(frozen=True)
class Check:
    """One line of a task's checklist."""

    text: str
    done: bool = False


@dataclass(frozen=True)
class Task:
    """A fulfilment task of one request; `waits_for` are the ids of the tasks before it."""

    id: int
    position: int
    title: str
    mandatory: bool
    status: TaskStatus
    reason: str | None = None
    waits_for: tuple[int, ...] = ()
    team_id: int | None = None
    assignee_id: int | None = None
    due_at: datetime | None = None
    started_at: datetime | None = None
    checklist: tuple[Check, ...] = ()


def due_after(share: int | None, since: datetime, due_at: datetime | None) -> datetime | None:
    """When a task is due: after that percentage of the time from `since` to the request's due."""
    if share is None or due_at is None or due_at <= since:
        return due_at
    return since + timedelta(seconds=int((due_at - since).total_seconds()) * share // 100)


def blockers(task: Task, tasks: Sequence[Task]) -> tuple[Task, ...]:
    """The tasks that this one still waits for, in their order."""
    return tuple(one for one in tasks if one.id in task.waits_for and one.status is TaskStatus.OPEN)


def why_not_start(task: Task, tasks: Sequence[Task]) -> str | None:
    """Why work on a task cannot begin now, or None."""
    if task.status is not TaskStatus.OPEN:
        return f"“{task.title}” is {task.status.value} already."
    waiting = blockers(task, tasks)
    if not waiting:
        return None
    names = " and ".join(f"“{one.title}”" for one in waiting)
    return f"{names} {'comes' if len(waiting) == 1 else 'come'} first."


def why_not_finish(task: Task, tasks: Sequence[Task]) -> str | None:
    """Why a task cannot be done now, or None: it waits for others, or its checklist is open."""
    refusal = why_not_start(task, tasks)
    if refusal:
        return refusal
    open_checks = [check.text for check in task.checklist if not check.done]
    return f"Still to tick off: {', '.join(open_checks)}." if open_checks else None


def why_not_skip(task: Task, reason: str) -> str | None:
    """Why a task cannot be skipped, or None."""
    if task.status is not TaskStatus.OPEN:
        return f"“{task.title}” is {task.status.value} already."
    if task.mandatory:
        return f"“{task.title}” is mandatory and cannot be skipped."
    return None if reason.strip() else "Say why the task is skipped."


def why_not_reopen(task: Task, tasks: Sequence[Task]) -> str | None:
    """Why a task that was done or skipped cannot be taken up again, or None."""
    if task.status not in {TaskStatus.DONE, TaskStatus.SKIPPED}:
        return f"“{task.title}” is {task.status.value}; only what was done is taken up again."
    built = [one.title for one in tasks if task.id in one.waits_for and _is_begun(one)]
    return f"“{built[0]}” was begun since; “{task.title}” stays as it is." if built else None


def _is_begun(task: Task) -> bool:
    begun = task.status is TaskStatus.OPEN and task.started_at is not None
    return begun or task.status is TaskStatus.DONE
