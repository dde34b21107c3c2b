"""How a sample story becomes acts: who does what, and how long people take."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random

from desk_gui.domain.accounts import Role
from desk_gui.domain.priority import Priority
from desk_gui.domain.workflow import HoldReason, Kind
from desk_gui.operations.sample.acts import Act, Draft, Verb
from desk_gui.operations.sample.hours import Hours
from desk_gui.operations.sample.stories import Colleague, Office, Step

_SHARE = {Role.AGENT: 6, Role.SUPERVISOR: 2, Role.ADMINISTRATOR: 1}
_SCORES = ((5, 9), (4, 7), (3, 2), (2, 1), (1, 1))
_RATED = 0.3
_SKIPPED = 0.3
_SIMPLE = {
    "agent": Verb.COMMENT,
    "note": Verb.NOTE,
    "requester": Verb.ANSWER,
    "reopen": Verb.ANSWER,
}

Span = tuple[float, float]
"""Shortest and longest wait in working minutes; waits lean towards the shortest."""

_PACE: dict[Priority, dict[str, Span]] = {
    Priority.CRITICAL: {"triage": (2, 6), "start": (1, 5), "work": (8, 28), "answer": (4, 15)},
    Priority.HIGH: {"triage": (3, 15), "start": (2, 14), "work": (12, 75), "answer": (10, 50)},
    Priority.MEDIUM: {"triage": (6, 60), "start": (8, 110), "work": (20, 170), "answer": (15, 180)},
    Priority.LOW: {"triage": (10, 150), "start": (15, 260), "work": (30, 360), "answer": (30, 420)},
    Priority.PLANNING: {
        "triage": (20, 300), "start": (30, 500), "work": (40, 600), "answer": (40, 700)
    },
}  # fmt: skip
_HOLDS: dict[str, Span] = {
    HoldReason.REQUESTER: (60, 1800),
    HoldReason.SUPPLIER: (240, 2400),
    HoldReason.CHANGE: (400, 2400),
    HoldReason.PROBLEM: (900, 3600),
}
_URGENT_HOLD: Span = (40, 160)
_NEVER_ANSWERED: Span = (4500, 6000)
_APPROVAL: Span = (20, 700)
_TASK: Span = (15, 240)
_REOPENED: Span = (90, 1500)
_RATING: Span = (30, 900)
_CLOSING: Span = (2400, 3600)


class Crew:
    """Who works at the desk; draws the people for a ticket."""

    def __init__(self, rng: Random, office: Office) -> None:
        self._rng = rng
        self._accounts = office.accounts
        self.approvers = [a.login for a in office.accounts if a.role != Role.AGENT]

    def member(self, team: str, *, besides: str = "") -> str:
        """Somebody of a team, agents more often than the others."""
        able = [a for a in self._accounts if team in a.teams and a.login != besides]
        return self._rng.choices(able, [_SHARE[Role(a.role)] for a in able])[0].login

    def first_line(self) -> str:
        """Who answers the phone and sorts the queue: an agent of the first team."""
        able: list[Colleague] = [
            a for a in self._accounts if a.role == Role.AGENT and "Service desk" in a.teams
        ]
        return self._rng.choice(able).login


class Course:
    """Writes the acts of one draft, each after a wait that fits its priority."""

    def __init__(self, rng: Random, hours: Hours, crew: Crew, draft: Draft) -> None:
        self._rng = rng
        self._hours = hours
        self._crew = crew
        self._draft = draft
        self._pace = _PACE[draft.priority]
        self._at = draft.opened_at
        self._team = draft.story.team
        self._assignee = ""
        self._waits_for = ""

    def write(self, steps: Sequence[Step]) -> None:
        """All acts of the story, to its end."""
        if self._draft.kind is Kind.INCIDENT:
            self._take(start=steps[0].act != "cancel")
        else:
            steps = self._approvals(steps)
            if steps and steps[0].act != "cancel":
                self._take(start=True)
                self._tasks(last=False)
        for n, step in enumerate(steps, 1):
            self._step(step, steps[n].act if n < len(steps) else "")
        self._afterwards()

    def _wait(self, span: Span) -> None:
        low, high = span
        minutes = self._rng.triangular(low, high, low + (high - low) / 5)
        if self._draft.priority is Priority.CRITICAL:
            self._at += timedelta(minutes=round(minutes))
        else:
            self._at = self._hours.later(self._at, minutes)

    def _do(self, verb: Verb, by: str = "", *, text: str = "", word: str = "") -> None:
        self._draft.acts.append(Act(self._at, verb, by or self._assignee, text, word))

    def _assign(self, by: str) -> None:
        act = Act(self._at, Verb.ASSIGN, by, team=self._team, assignee=self._assignee)
        self._draft.acts.append(act)

    def _take(self, *, start: bool) -> None:
        self._wait(self._pace["triage"])
        self._assignee = self._crew.member(self._team)
        self._assign(self._crew.first_line())
        if start:
            self._wait(self._pace["start"])
            self._do(Verb.START)

    def _approvals(self, steps: Sequence[Step]) -> Sequence[Step]:
        """Write the decisions that come first; answers the steps that follow them."""
        approvers = [*self._crew.approvers]
        self._rng.shuffle(approvers)
        rest = [*steps]
        while rest and rest[0].act in {"approve", "reject"}:
            step = rest.pop(0)
            self._wait(_APPROVAL)
            verb = Verb.APPROVE if step.act == "approve" else Verb.REJECT
            self._do(verb, approvers.pop(), text=step.text)
        return rest

    def _tasks(self, *, last: bool) -> None:
        """The first half of the tasks when the work begins, the others before it ends."""
        tasks = self._draft.story.item.tasks if self._draft.story.item else ()
        half = len(tasks) // 2
        chosen = range(half, len(tasks)) if last else range(half)
        for position in chosen:
            self._wait(_TASK)
            skips = not tasks[position].mandatory and self._rng.random() < _SKIPPED
            why = "Not needed this time." if skips else ""
            self._do(Verb.SKIP if skips else Verb.TASK, text=why, word=str(position + 1))

    def _step(self, step: Step, following: str) -> None:
        if step.act == "fulfil":
            self._finish(step)
        elif step.act == "hold":
            self._hold(step, following)
        elif step.act == "hand over":
            self._hand_over(step)
        elif step.act == "resolve":
            self._pause_over()
            self._do(Verb.RESOLVE, text=step.text, word=step.word)
        elif step.act == "reopen":
            self._wait(_REOPENED)
            self._do(Verb.ANSWER, text=step.text)
        elif step.act == "resume":
            self._pause_over()
            self._do(Verb.RESUME, text=step.text)
        elif step.act == "cancel":
            self._wait(self._pace["work"])
            by = self._assignee or self._crew.first_line()
            self._do(Verb.CANCEL, by, text=step.text, word=step.word)
        else:
            self._pause_over(self._pace["answer" if step.act == "requester" else "work"])
            self._do(_SIMPLE[step.act], text=step.text)

    def _pause_over(self, span: Span | None = None) -> None:
        """Wait as long as the ticket is on hold, or for the next piece of work."""
        if not self._waits_for:
            self._wait(span or self._pace["work"])
            return
        urgent = self._draft.priority <= Priority.HIGH
        self._wait(_URGENT_HOLD if urgent else _HOLDS[self._waits_for])
        self._waits_for = ""

    def _hold(self, step: Step, following: str) -> None:
        self._wait((1, 20))
        self._do(Verb.HOLD, text=step.text, word=step.word)
        if following == "resolve":
            self._wait(_NEVER_ANSWERED)
        else:
            self._waits_for = step.word

    def _hand_over(self, step: Step) -> None:
        self._wait(self._pace["work"])
        before = self._assignee
        self._do(Verb.NOTE, text=step.text)
        self._team = step.word
        self._assignee = self._crew.member(self._team, besides=before)
        self._wait((1, 4))
        self._assign(before)

    def _finish(self, step: Step) -> None:
        self._pause_over()
        if not any(act.verb is Verb.FULFIL for act in self._draft.acts):
            self._tasks(last=True)
        self._wait((2, 40))
        self._do(Verb.FULFIL, text=step.text)

    def _afterwards(self) -> None:
        """A score now and then, and the closing some days later."""
        if self._draft.acts[-1].verb not in {Verb.RESOLVE, Verb.FULFIL}:
            return
        if self._rng.random() < _RATED:
            self._wait(_RATING)
            score = self._rng.choices([s for s, _ in _SCORES], [w for _, w in _SCORES])[0]
            self._do(Verb.RATE, word=str(score))
        self._at = self._hours.later(self._at, self._rng.uniform(*_CLOSING))
        self._do(Verb.CLOSE)


def write_course(
    rng: Random, hours: Hours, crew: Crew, *, draft: Draft, steps: Sequence[Step]
) -> None:
    """Give a draft all its acts."""
    Course(rng, hours, crew, draft).write(steps)


def echo_course(
    rng: Random, crew: Crew, draft: Draft, *, noticed: datetime, over: datetime
) -> None:
    """Merge a draft into its original some minutes after it came in, before that one is over."""
    at = max(draft.opened_at, noticed) + timedelta(minutes=rng.randint(4, 35))
    at = min(at, over - timedelta(minutes=1))
    text = "The same outage as in the first report."
    draft.acts.append(Act(at, Verb.DUPLICATE, crew.first_line(), text, "duplicate"))
