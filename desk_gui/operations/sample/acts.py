"""What happens to one ticket of the sample, act by act, and where that leaves it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from desk_gui.domain.priority import DEFAULT_MATRIX, Priority
from desk_gui.domain.sla import DEFAULT_PROMISES, MAJOR_PROMISES, PAUSING, RUNS_TO_THE_END, Target
from desk_gui.domain.workflow import HoldReason, Kind, Status, is_resolved
from desk_gui.operations.sample.stories import Person, Story


class Verb(StrEnum):
    """What an account does to a ticket; each verb is one operation of the desk."""

    ASSIGN = "assign"
    START = "start"
    COMMENT = "comment"
    NOTE = "note"
    ANSWER = "answer"
    HOLD = "hold"
    RESUME = "resume"
    RESOLVE = "resolve"
    FULFIL = "fulfil"
    CLOSE = "close"
    RATE = "rate"
    CANCEL = "cancel"
    DUPLICATE = "duplicate"
    APPROVE = "approve"
    REJECT = "reject"
    BEGIN = "begin"
    TASK = "task"
    SKIP = "skip"
    CHILD = "child"
    FOLLOW = "follow"
    PROPOSE = "propose"
    DECLARE = "declare"
    UPDATE = "update"
    STAND_DOWN = "stand_down"
    REVIEW = "review"


@dataclass(frozen=True)
class Act:
    """One act: when (UTC), what, by whose login, and what it needs.

    `word` is a hold reason, a resolution code, a cancel reason, a score or the number of a task.
    Who coordinates a major incident is its `assignee`.
    """

    at: datetime
    verb: Verb
    by: str
    text: str = ""
    word: str = ""
    team: str = ""
    assignee: str = ""


@dataclass(eq=False)
class Draft:
    """A ticket while the year is being planned; its acts follow its opening in order."""

    story: Story
    opened_at: datetime
    title: str
    text: str
    requester: Person
    opened_by: str
    acts: list[Act] = field(default_factory=list)
    original: Draft | None = None
    parent: Draft | None = None

    @property
    def kind(self) -> Kind:
        """Incident or service request."""
        return self.story.kind

    @property
    def priority(self) -> Priority:
        """As the default matrix, or the catalog item, gives it."""
        return priority_of(self.story)

    @property
    def approvals(self) -> int:
        """How many approvals its item asks for."""
        return self.story.item.approvals if self.story.item else 0


def priority_of(story: Story) -> Priority:
    """As the default matrix, or the catalog item, gives it."""
    if story.item is not None:
        return Priority(story.item.priority)
    if story.impact is None or story.urgency is None:
        raise ValueError(f"{story.key} has no impact or no urgency")
    return DEFAULT_MATRIX[story.impact, story.urgency]


def promised_to_end(story: Story) -> timedelta:
    """The time until such a ticket should be resolved or fulfilled."""
    target = RUNS_TO_THE_END[story.kind]
    return timedelta(seconds=DEFAULT_PROMISES[story.kind, priority_of(story), target])


_INTO = {
    Verb.HOLD: Status.ON_HOLD,
    Verb.RESOLVE: Status.RESOLVED,
    Verb.FOLLOW: Status.RESOLVED,
    Verb.FULFIL: Status.FULFILLED,
    Verb.CLOSE: Status.CLOSED,
    Verb.CANCEL: Status.CANCELLED,
    Verb.DUPLICATE: Status.CANCELLED,
    Verb.REJECT: Status.REJECTED,
}


def statuses(draft: Draft, acts: Sequence[Act]) -> list[Status]:
    """The status at the opening and after each act, as the desk's operations leave them."""
    work = Status.IN_PROGRESS if draft.kind is Kind.INCIDENT else Status.IN_FULFILMENT
    here = [_first(draft)]
    missing = draft.approvals
    reason = ""
    for act in acts:
        status = here[-1]
        missing -= act.verb is Verb.APPROVE
        reason = act.word if act.verb is Verb.HOLD else reason
        waits = status is Status.ON_HOLD and reason == HoldReason.REQUESTER
        answered = act.verb is Verb.ANSWER and (waits or is_resolved(status))
        if act.verb in {Verb.START, Verb.RESUME} or answered:
            status = work
        elif act.verb is Verb.ASSIGN and status is Status.NEW:
            status = Status.ASSIGNED
        elif act.verb is Verb.APPROVE and missing == 0:
            status = Status.APPROVED
        here.append(_INTO.get(act.verb, status))
    return here


def _first(draft: Draft) -> Status:
    if draft.kind is Kind.INCIDENT:
        return Status.NEW
    return Status.AWAITING_APPROVAL if draft.approvals else Status.APPROVED


def due(draft: Draft, acts: Sequence[Act], now: datetime) -> datetime | None:
    """When the ticket as it stands breaks its next promise; None while nothing is running."""
    dues = [at for at in (_respond_due(draft, acts), _end_due(draft, acts, now)) if at]
    return min(dues, default=None)


def _respond_due(draft: Draft, acts: Sequence[Act]) -> datetime | None:
    waiting = statuses(draft, acts)[-1] is Status.AWAITING_APPROVAL
    if waiting or any(act.verb in {Verb.COMMENT, Verb.START} for act in acts):
        return None
    agreed = [act.at for act in acts if act.verb is Verb.APPROVE]
    start = agreed[-1] if agreed else draft.opened_at
    promised = DEFAULT_PROMISES[draft.kind, draft.priority, Target.RESPOND]
    return start + timedelta(seconds=promised)


def _end_due(draft: Draft, acts: Sequence[Act], now: datetime) -> datetime | None:
    paused = timedelta()
    since: datetime | None = None
    for act, status in zip(acts, statuses(draft, acts)[1:], strict=True):
        if since is not None and status is not Status.ON_HOLD:
            paused += act.at - since
            since = None
        if act.verb is Verb.HOLD and HoldReason(act.word) in PAUSING:
            since = act.at
    if since is not None and since <= now:
        return None
    return draft.opened_at + _promised(draft, acts) + paused


def _promised(draft: Draft, acts: Sequence[Act]) -> timedelta:
    """A major incident is promised sooner while it is declared."""
    verbs = {act.verb for act in acts}
    if Verb.DECLARE in verbs and Verb.STAND_DOWN not in verbs:
        return timedelta(seconds=MAJOR_PROMISES[Target.RESOLVE])
    return promised_to_end(draft.story)
