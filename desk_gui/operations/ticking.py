"""What clocks do by themselves: warn, breach and escalate, each dated at its exact instant.

Whichever desk is open does it, once: what is due is found by an index, worked out from the clock
itself, and written in one transaction. After a time in which no desk was open everything is made
up for in its order.
"""

from __future__ import annotations

from desk_gui.domain import clocks
from desk_gui.domain.clocks import Step, passed
from desk_gui.domain.collaboration import NoticeKind
from desk_gui.domain.priority import Priority
from desk_gui.domain.sla import Clock, ClockMark, Escalation, EscalationAction, Mark
from desk_gui.domain.ticket import Ticket, given_to
from desk_gui.domain.workflow import Status
from desk_gui.operations.clocks import Marks, has_passed, marked, sentence, step_marks
from desk_gui.operations.crew import crew
from desk_gui.operations.desk import Desk, Session
from desk_gui.operations.effects import Effects
from desk_gui.operations.notices import Telling, tell_all
from desk_gui.operations.saving import Why, save
from desk_gui.operations.terms import ask_items, terms
from desk_gui.storage import promises, read

AT_ONCE = 200
"""Tickets that are seen to in one transaction, so that nobody waits long for it."""
NEED_AN_ASSIGNEE = frozenset({Status.IN_PROGRESS, Status.IN_FULFILMENT, Status.ON_HOLD})
"""Who holds such a ticket keeps it when it is given to a team: the team decides who goes on."""


def tick(desk: Desk) -> Effects:
    """Let everything happen whose instant has come; the tickets to whose clocks it did."""
    with desk.reading() as session:
        if not promises.next_steps(session.connection, session.now, 1):
            return Effects()
    touched: frozenset[int] = frozenset()
    while True:
        with desk.writing() as session:
            found = _see_to(session, AT_ONCE)
        if not found - touched:
            return Effects(tickets=touched)
        touched |= found


def catch_up(session: Session) -> frozenset[int]:
    """The same within a transaction, before the terms are changed."""
    touched: frozenset[int] = frozenset()
    while found := _see_to(session, AT_ONCE) - touched:
        touched |= found
    return touched


def _see_to(session: Session, limit: int) -> frozenset[int]:
    connection = session.connection
    ids = promises.next_steps(connection, session.now, limit)
    tickets = read.tickets(connection, ids)
    of = promises.ticking(connection, ticket_id=ids)
    changed: dict[int, Clock] = {}
    marks: dict[int, Marks] = {}
    tellings: list[Telling] = []
    for ticket_id, ticket in tickets.items():
        found, marks[ticket_id], told = _settled(session, ticket, of[ticket_id])
        tellings += told
        changed |= {i: one for i, one in found.items() if one != of[ticket_id][i]}
        of[ticket_id] = found
    promises.change_clocks(connection, changed)
    promises.add_marks(connection, marks)
    tell_all(session, tellings)
    known = terms(session)
    acting = [one for i, one in tickets.items() if clocks.next_act(of[i], one, known, session.now)]
    ask_items(session, acting)
    for ticket in acting:
        _act(session, ticket, of[ticket.id])
    return frozenset(ids)


def _settled(
    session: Session, ticket: Ticket, stored: dict[int, Clock]
) -> tuple[dict[int, Clock], Marks, list[Telling]]:
    settled, steps = clocks.settle(stored, (ticket, ticket), terms(session), session.now)
    return settled, *marked(session, ticket, settled, steps)


def _act(session: Session, ticket: Ticket, ticking: dict[int, Clock]) -> None:
    """Make every change of a ticket whose instant has come, and what follows from each of them."""
    connection, known = session.connection, terms(session)
    while act := clocks.next_act(ticking, ticket, known, session.now):
        clock_id, step = act
        clock = passed(ticking[clock_id], step)
        clock = clocks.planned(clock, clocks.count_of(clock, ticket, known))
        promises.change_clocks(connection, {clock_id: clock})
        marks, tellings = step_marks(session, ticket, clock, step)
        promises.add_marks(connection, {ticket.id: {clock_id: marks}})
        for escalation in known.escalations_at(ticket, clock.target, step.percent):
            if escalation.changes_the_ticket:
                ticket = _escalate(session, ticket, escalation, (clock_id, step))
        stored = promises.ticking(connection, ticket_id=ticket.id).get(ticket.id, {})
        ticking, more, told = _settled(session, ticket, stored)
        promises.change_clocks(
            connection, {i: one for i, one in ticking.items() if one != stored[i]}
        )
        promises.add_marks(connection, {ticket.id: more})
        tell_all(session, [*tellings, *told])


def _escalate(
    session: Session, ticket: Ticket, escalation: Escalation, act: tuple[int, Step]
) -> Ticket:
    clock_id, step = act
    raises = escalation.action is EscalationAction.RAISE
    changes, done = _raised(ticket, escalation) if raises else _given(session, ticket, escalation)
    mark = Mark(step.at, ClockMark.ESCALATED, f"{step.percent} %: {done}")
    promises.add_marks(session.connection, {ticket.id: {clock_id: [mark]}})
    reason = has_passed(step.percent, escalation.target)
    why = Why("escalated", reason, by_itself=True, at=step.at)
    after = save(session, ticket, changes, why)
    if after.version != ticket.version and after.assignee_id is None:
        people = frozenset(crew(session).working_on(after))
        text = f"{sentence(step.percent, escalation.target)} {done[:1].upper()}{done[1:]}."
        tell_all(session, [Telling(people, NoticeKind.ESCALATED, ticket.id, text)])
    return after


def _raised(ticket: Ticket, escalation: Escalation) -> tuple[dict[str, object], str]:
    if ticket.priority is Priority.CRITICAL:
        return {}, "it has the highest priority already"
    raised = Priority(ticket.priority - 1)
    reason = f"Raised by itself: {has_passed(escalation.percent, escalation.target)}."
    changes: dict[str, object] = {"priority": raised, "override_reason": reason}
    return changes, f"priority {int(ticket.priority)} became {int(raised)}"


def _given(
    session: Session, ticket: Ticket, escalation: Escalation
) -> tuple[dict[str, object], str]:
    """Who is to have it; a team alone gets it without taking it from who is working on it."""
    known = crew(session)
    if escalation.account_id is None:
        working = ticket.status in NEED_AN_ASSIGNEE
        assignee_id = ticket.assignee_id if working else None
        name = known.teams[escalation.team_id or 0]
    elif escalation.account_id in known.accounts:
        assignee_id = escalation.account_id
        name = known.accounts[escalation.account_id].name
    else:
        return {}, "to nobody: who should get it does not work on tickets any more"
    return given_to(ticket, assignee_id, escalation.team_id or ticket.team_id), f"given to {name}"
