"""The clocks of a ticket: written with every change of it, with their timeline and who is told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from desk_gui.domain import clocks
from desk_gui.domain.clocks import Step
from desk_gui.domain.collaboration import NoticeKind
from desk_gui.domain.sla import (
    BREACH,
    WARNINGS,
    Clock,
    ClockMark,
    Escalation,
    Mark,
    Target,
    Terms,
)
from desk_gui.domain.ticket import Ticket
from desk_gui.operations.crew import crew
from desk_gui.operations.desk import Session
from desk_gui.operations.notices import Telling, tell_all
from desk_gui.operations.terms import terms
from desk_gui.storage import promises, rows

Change = tuple[Ticket, Ticket]
Marks = dict[int, list[Mark]]


@dataclass(frozen=True)
class Turn:
    """How the clocks follow a change: at which instant, and what else befalls them.

    `back` are clocks to be put back by an undo; `anew` starts those of a reclassified ticket;
    `hours` are business hours that were changed, and so count anew, `because` of what.
    """

    at: datetime
    back: Mapping[int, Clock] | None = None
    anew: bool = False
    hours: int | None = None
    because: str = ""


@dataclass(frozen=True)
class Turned:
    """The clocks of a ticket before a change, as they stood at that instant, and after it."""

    before: Mapping[int, Clock]
    after: Mapping[int, Clock]

    @property
    def changed(self) -> dict[int, Clock]:
        """The clocks that the change touched, as they were before."""
        return {i: one for i, one in self.before.items() if self.after[i] != one}


def open_clocks(session: Session, ticket: Ticket, started: tuple[Clock, ...]) -> dict[int, Clock]:
    """Store the clocks that a ticket starts with."""
    ids = rows.add_each(
        session.connection, "clock", [{"ticket_id": ticket.id, **vars(one)} for one in started]
    )
    found = dict(zip(ids, started, strict=True))
    known = terms(session)
    beginnings = {
        i: [
            Mark(
                one.started_at,
                ClockMark.STARTED,
                clocks.why_promised(ticket, one, known),
                due_at=one.due_at,
            )
        ]
        for i, one in found.items()
    }
    promises.add_marks(session.connection, {ticket.id: beginnings})
    return found


def turn(session: Session, change: Change, how: Turn) -> Turned:
    """Let the clocks of a ticket follow a change of it, and write them with their timeline."""
    before, after = change
    known = terms(session)
    stored = promises.clocks(session.connection, before.id)
    settled, steps = stored, dict[int, list[Step]]()
    if how.hours is None:  # clocks whose business hours change were seen to under the old ones
        settled, steps = clocks.settle(stored, change, known, how.at)
    marks, tellings = marked(session, before, settled, steps)
    followed = _followed(settled, change, known, how)
    for i, clock in followed.items():
        marks[i] += _marks(settled[i], clock, change, how)
    if how.anew:
        pauses = clocks.carried(followed.values())
        started = clocks.start_all(after, known, pauses=pauses, now=how.at)
        new = open_clocks(session, after, started)
        followed |= new
        stored |= new
        marks |= {i: [] for i in new}
    final, more = clocks.settle(followed, (after, after), known, how.at)
    later, more_tellings = marked(session, after, final, more)
    for i, found in later.items():
        marks[i] += found
    promises.change_clocks(
        session.connection, {i: clock for i, clock in final.items() if clock != stored[i]}
    )
    promises.add_marks(session.connection, {before.id: marks})
    tell_all(session, [*tellings, *more_tellings])
    return Turned(settled, final)


def _followed(
    settled: dict[int, Clock], change: Change, known: Terms, how: Turn
) -> dict[int, Clock]:
    _, after = change
    if how.back is not None:
        back = {i: how.back.get(i, clock) for i, clock in settled.items()}
        return {
            i: clocks.planned(one, clocks.count_of(one, after, known)) for i, one in back.items()
        }
    if how.hours is not None:
        return {
            i: clocks.counted_anew(one, after, known, how.at)
            if one.business_hours_id == how.hours
            else one
            for i, one in settled.items()
        }
    return clocks.follow(settled, *change, known, how.at)


def _marks(was: Clock, clock: Clock, change: Change, how: Turn) -> list[Mark]:
    if how.back is None:
        return list(clocks.marks(was, clock, change, how.at, how.because))
    if replace(clock, next_at=None) == replace(was, next_at=None):
        return []
    return [Mark(how.at, ClockMark.TAKEN_BACK, "", clock.due_at, was.due_at)]


def marked(
    session: Session, ticket: Ticket, settled: Mapping[int, Clock], steps: Mapping[int, list[Step]]
) -> tuple[Marks, list[Telling]]:
    """The marks of what happened to clocks by itself, and who is to be told of it.

    Of several warnings and a breach of one clock only the last is told.
    """
    marks: Marks = {i: [] for i in settled}
    tellings: list[Telling] = []
    for i, many in steps.items():
        of_clock: list[Telling] = []
        for step in many:
            found, told = step_marks(session, ticket, settled[i], step)
            marks[i] += found
            of_clock += told
        tellings += [one for one in of_clock if one.what not in _WARNS]
        tellings += [one for one in of_clock if one.what in _WARNS][-1:]
    return marks, tellings


_WARNS = frozenset({NoticeKind.SLA_WARNED, NoticeKind.SLA_BREACHED})


def step_marks(
    session: Session, ticket: Ticket, clock: Clock, step: Step
) -> tuple[list[Mark], list[Telling]]:
    """The marks of one step of a clock, and who is to be told of it."""
    found: list[Mark] = []
    tellings: list[Telling] = []
    if step.percent in WARNINGS:
        found.append(Mark(step.at, ClockMark.WARNED, f"{step.percent} %", clock.due_at))
    if step.percent == BREACH:
        found.append(Mark(step.at, ClockMark.BREACHED, "", clock.due_at))
    if found:
        tellings.append(_warning(session, ticket, clock.target, step.percent))
    for escalation in terms(session).escalations_at(ticket, clock.target, step.percent):
        if not escalation.changes_the_ticket:
            telling, names = _notify(session, ticket, escalation)
            tellings.append(telling)
            found.append(Mark(step.at, ClockMark.ESCALATED, f"{step.percent} %: told {names}"))
    return found, tellings


def has_passed(percent: int, target: Target) -> str:
    """How much of a promise has passed, as it is said."""
    if percent == BREACH:
        return f"the time to {target.value} has passed"
    return f"{percent} % of the time to {target.value} has passed"


def _warning(session: Session, ticket: Ticket, target: Target, percent: int) -> Telling:
    """Who works on a ticket is told how far its clock is; of a breach its supervisors, too."""
    breached = percent == BREACH
    known = crew(session)
    people = known.working_on(ticket) | (known.supervising(ticket) if breached else set())
    what = NoticeKind.SLA_BREACHED if breached else NoticeKind.SLA_WARNED
    return Telling(frozenset(people), what, ticket.id, sentence(percent, target))


def _notify(session: Session, ticket: Ticket, escalation: Escalation) -> tuple[Telling, str]:
    known = crew(session)
    people = known.wanted(ticket, escalation)
    text = sentence(escalation.percent, escalation.target)
    telling = Telling(frozenset(people), NoticeKind.ESCALATED, ticket.id, text)
    if escalation.account_id is None and escalation.team_id is not None:
        return telling, known.teams[escalation.team_id]
    return telling, ", ".join(sorted(known.accounts[i].name for i in people)) or "nobody"


def sentence(percent: int, target: Target) -> str:
    """How much of a promise has passed, as a notice says it."""
    said = has_passed(percent, target)
    return f"{said[:1].upper()}{said[1:]}."
