"""Service requests as the rules describe them, in plain Python: no database, no code of Desk.

Written from the rules, §1; the state machine of requests compares both databases with it.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from tests.operations.plain_desk import REQUEST_MOVES, SUPERVISORS
from tests.operations.plain_links import DONE, FINAL, need

MANAGERS = {"rita": "tom", "guest": "sofia", "sofia": "boss"}
LEADS = {"desk": "amira", "network": None}
GRANTED = {"approved", "in_fulfilment", "on_hold", "fulfilled", "closed"}
STARTED = {"assignee": "amira", "hold_reason": "requester", "cancel_reason": "withdrawn"}
"""What the moves of the walk bring along."""


MOST_STAND_INS = 3


@dataclass(frozen=True)
class Step:
    """A round of approvals: (how, who or which team) of each approver, and how many of them."""

    asks: tuple[tuple[str, str | None], ...]
    needed: int
    remind_s: int | None = None
    expire_s: int | None = None


@dataclass(frozen=True)
class Job:
    """A task that an edition makes; `after` are positions from 0."""

    title: str
    mandatory: bool
    after: tuple[int, ...]
    checklist: tuple[str, ...] = ()


@dataclass(frozen=True)
class Edition:
    """One edition of an item, which never changes."""

    steps: tuple[Step, ...]
    jobs: tuple[Job, ...]
    team: str | None
    asks_size: bool


@dataclass
class Asked:
    """One approval: which step and line of the rule, and what became of it."""

    serial: int
    step: int
    line: int
    at: int
    remind_at: int | None
    expires_at: int | None
    decision: str = "open"
    who: str | None = None
    delegate: str | None = None


@dataclass
class Doing:
    """One fulfilment task, as it stands."""

    job: Job
    status: str = "open"
    begun: bool = False
    ticked: list[bool] = field(default_factory=list)


@dataclass
class Order:
    """A request, or what it is as an incident; `before` is what an undo gives back at once."""

    opened_by: str
    asked_by: str | None
    item: str
    edition: Edition
    kind: str = "request"
    status: str = "new"
    team: str | None = None
    assignee: str | None = None
    asked: list[Asked] = field(default_factory=list)
    tasks: list[Doing] = field(default_factory=list)
    before: Order | None = None


class PlainRequests:
    """The catalog, who is away, and every request; Refused where the rules say no."""

    def __init__(self) -> None:
        self.items: dict[str, Edition] = {}
        self.orders: list[Order] = []
        self.away: dict[str, tuple[str, int, int]] = {}
        self.serials = count()

    def publish(self, name: str, edition: Edition) -> None:
        """Put an item, or its next edition, in force; what was ordered keeps its own."""
        self.items[name] = edition

    def order(
        self, who: str, name: str, asked_by: str | None, answers: dict[str, str] | None, now: int
    ) -> None:
        """Order an item for somebody; a form that was filled in is filled in rightly."""
        edition = self.items[name]
        if answers is not None:
            need(set(answers) <= ({"size"} if edition.asks_size else set()))
            need("size" in answers or not edition.asks_size)
            need(answers.get("size", "A4") in {"A4", "A3"})
        order = Order(who, asked_by, name, edition, team=edition.team)
        self.orders.append(order)
        self._leave_new(order, now)

    def _leave_new(self, order: Order, now: int) -> None:
        order.status = "awaiting_approval" if order.edition.steps else "approved"
        self._ask(order, now)

    # -- approvals

    def _ask(self, order: Order, now: int) -> None:
        """Ask for the first step that lacks approvals, if it was not asked for yet."""
        for place, step in enumerate(order.edition.steps):
            here = [one for one in order.asked if one.step == place]
            if self._agreed(order, place) >= step.needed:
                order.asked = [o for o in order.asked if o not in here or o.decision != "open"]
                continue
            if not here:
                remind, expire = (s and now + s for s in (step.remind_s, step.expire_s))
                order.asked += [
                    Asked(next(self.serials), place, line, now, remind or expire, expire)
                    for line in range(len(step.asks))
                ]
            return

    def _agreed(self, order: Order, place: int) -> int:
        said = [one for one in order.asked if one.step == place and one.decision == "approved"]
        return len({one.who for one in said})

    def satisfied(self, order: Order) -> bool:
        """Whether every step of what was ordered has its approvals."""
        steps = order.edition.steps
        return all(self._agreed(order, i) >= step.needed for i, step in enumerate(steps))

    def named(self, order: Order, one: Asked) -> str | None:
        """Whom an approval asks in person."""
        how, whom = order.edition.steps[one.step].asks[one.line]
        if how == "manager":
            return MANAGERS.get(order.asked_by or "")
        if how == "team_lead":
            return LEADS.get(whom or order.team or "")
        return whom if how == "person" else None

    def _able(self, order: Order, one: Asked, who: str) -> bool:
        agreed = [o for o in order.asked if o.step == one.step and o.decision == "approved"]
        return who not in {order.opened_by, order.asked_by} | {o.who for o in agreed}

    def _away(self, who: str | None, now: int) -> bool:
        _, since, until = self.away.get(who or "", ("", 0, 0))
        return since <= now < until

    def _stand_ins(self, who: str | None, now: int) -> list[str]:
        """Who decides while somebody is away, and while that one is, too: three of them at most."""
        found: list[str] = []
        while self._away(who, now) and len(found) < MOST_STAND_INS:
            who = self.away[who or ""][0]
            found.append(who)
        return found

    def may_decide(self, order: Order, one: Asked, who: str, now: int) -> bool:
        """Whom it asks, who stands in, or a supervisor in their place; never who raised it."""
        named = self.named(order, one)
        stand_ins = self._stand_ins(named, now)
        asked = {named, one.delegate, *stand_ins, *self._stand_ins(one.delegate, now)}
        there = any(
            self._able(order, one, each) and not self._away(each, now)
            for each in [named, *stand_ins]
            if each is not None
        )
        expired = one.expires_at is not None and one.expires_at <= now
        in_place = who in SUPERVISORS and (not there or expired)
        return self._able(order, one, who) and (who in asked or in_place)

    def _mine(self, who: str, index: int, now: int) -> tuple[Order, Asked]:
        order = self.orders[index]
        need(order.kind == "request" and order.status == "awaiting_approval")
        found = [
            one
            for one in order.asked
            if one.decision == "open" and self.may_decide(order, one, who, now)
        ]
        need(found)
        return order, min(found, key=lambda one: (self.named(order, one) != who, one.serial))

    def decide(self, who: str, index: int, decision: str, reason: str, now: int) -> None:
        """Approve, or reject for good with a reason."""
        order, mine = self._mine(who, index, now)
        need(reason or decision == "approved")
        mine.decision, mine.who, order.before = decision, who, None
        if decision == "rejected":
            order.status = "rejected"
            order.asked = [one for one in order.asked if one.decision != "open"]
            return
        self._ask(order, now)
        if self.satisfied(order):
            order.status = "approved"

    def delegate(self, who: str, index: int, to: str, now: int) -> None:
        """Let somebody else decide; never who raised it."""
        order, mine = self._mine(who, index, now)
        need(to not in {who, order.opened_by, order.asked_by})
        mine.delegate = to

    def be_away(self, who: str, to: str, now: int, seconds: int) -> None:
        """Somebody stands in for a while."""
        need(who != to)
        self.away[who] = (to, now, now + seconds)

    def remind(self, now: int) -> set[int]:
        """Which requests had a reminder, or an expiry, that has come."""
        told = set()
        for index, order in enumerate(self.orders):
            for one in order.asked if order.status == "awaiting_approval" else ():
                if one.decision == "open" and one.remind_at is not None and one.remind_at <= now:
                    expired = one.expires_at is not None and one.expires_at <= now
                    last = expired or one.expires_at == one.remind_at
                    one.remind_at = None if last else one.expires_at
                    told.add(index)
        return told

    # -- fulfilment

    def _task(self, index: int, place: int) -> tuple[Order, Doing]:
        order = self.orders[index]
        need(order.kind == "request" and place < len(order.tasks))
        need(order.status == "in_fulfilment")
        return order, order.tasks[place]

    def blocked(self, order: Order, task: Doing) -> bool:
        """Whether a task waits for another."""
        return any(order.tasks[place].status == "open" for place in task.job.after)

    def work(self, index: int, place: int, act: str, reason: str) -> None:
        """Begin, do, skip, put back or take up again a task, or tick its first line off."""
        order, task = self._task(index, place)
        if act == "reopen":
            need(task.status in {"done", "skipped"})
            later = [one for one in order.tasks if place in one.job.after]
            need(not any(o.status == "done" or (o.status == "open" and o.begun) for o in later))
            task.status = "open"
            return
        need(task.status == "open")
        if act == "skip":
            need(not task.job.mandatory and reason)
            task.status = "skipped"
        elif act == "put back":
            need(task.begun)
            task.begun = False
        elif act == "tick":
            need(task.ticked)
            task.ticked[0] = True
        else:
            need(not self.blocked(order, task) and (act == "start" or all(task.ticked)))
            task.begun = task.begun or act == "start"
            task.status = "open" if act == "start" else "done"

    def left(self, order: Order) -> list[str]:
        """Mandatory tasks that are still open."""
        return [o.job.title for o in order.tasks if o.job.mandatory and o.status == "open"]

    def why_not_move(self, index: int, to: str) -> bool:
        """Whether the workflow, or its guard, is against it."""
        order = self.orders[index]
        if order.kind != "request" or (order.status, to) not in REQUEST_MOVES:
            return True
        return to == "fulfilled" and bool(self.left(order))

    def move(self, index: int, to: str) -> None:
        """Make a transition of the workflow."""
        need(not self.why_not_move(index, to))
        order = self.orders[index]
        was = deepcopy(order)
        order.before = None
        if (order.status, to) == ("approved", "in_fulfilment") and not order.tasks:
            order.tasks = [
                Doing(job, ticked=[False] * len(job.checklist)) for job in order.edition.jobs
            ]
        order.status = to
        if to == "in_fulfilment":
            order.assignee = STARTED["assignee"]
        if to == "cancelled":
            self._end(order, was)

    def _end(self, order: Order, was: Order | None) -> None:
        order.asked = [one for one in order.asked if one.decision != "open"]
        order.tasks = [one for one in order.tasks if one.status != "open"]
        order.before = was

    def answer(self, index: int) -> None:
        """The requester answers: a wait for him ends, or the request is taken up again."""
        order = self.orders[index]
        need(order.status not in FINAL)
        if order.kind == "request" and order.status in {"on_hold", "fulfilled"}:
            order.status, order.before = "in_fulfilment", None

    # -- kinds

    def reclassify(self, index: int, kind: str, name: str, now: int) -> None:
        """Approvals and tasks are void; back as a request it is ordered and approved anew."""
        order = self.orders[index]
        need(order.kind != kind and order.status not in FINAL | DONE)
        was = deepcopy(order)
        order.kind, order.asked, order.tasks = kind, [], []
        if kind == "incident":
            order.status = "assigned" if order.assignee else "new"
        else:
            order.item, order.edition = name, self.items[name]
            order.team = order.team or order.edition.team
            self._leave_new(order, now)
        order.before = was

    def undo(self, index: int) -> None:
        """Take back what ended it, or changed its kind, if nothing happened since."""
        was = self.orders[index].before
        need(was)
        assert was is not None
        was.before = None
        self.orders[index] = was

    def state(self, order: Order) -> dict[str, Any]:
        """What is compared."""
        return {
            "kind": order.kind,
            "status": order.status,
            "item": order.item if order.kind == "request" else None,
            "assignee": order.assignee,
            "approvals": [(o.step + 1, o.decision, o.who, o.delegate) for o in order.asked],
            "tasks": [
                (o.job.title, o.job.mandatory, o.status, o.begun, o.ticked) for o in order.tasks
            ],
        }
