"""One ticket, whole: everything its page and `desk ticket show` need, read in one transaction."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from desk_gui.domain.absence import Asked, stand_ins, why_a_supervisor
from desk_gui.domain.accounts import Right
from desk_gui.domain.attachment import Attached
from desk_gui.domain.business_hours import Time
from desk_gui.domain.catalog import Decision, Task, Who
from desk_gui.domain.clocks import run_s, timeline
from desk_gui.domain.sla import Clock, ClockMark, Mark
from desk_gui.domain.ticket import Move, Relation, Standing, Ticket, moves
from desk_gui.domain.workflow import Kind
from desk_gui.operations import absences, conversation, drafts, general, relations, undoing
from desk_gui.operations.conversation import Family, Said
from desk_gui.operations.desk import Desk, Session
from desk_gui.operations.drafts import Kept, Left
from desk_gui.operations.saving import may_see, ticket_or_refuse
from desk_gui.operations.terms import times
from desk_gui.storage import approvals, catalog, collaboration, history, promises, read, rows
from desk_gui.storage.history import PastEntry
from desk_gui.storage.rows import Row


@dataclass(frozen=True)
class Names:
    """The names behind a ticket's ids; None where there is no id."""

    requester: str | None
    opened_by: str | None
    assignee: str | None
    team: str | None
    category: str | None
    item: str | None
    article: str | None


@dataclass(frozen=True)
class LinkedTicket:
    """A ticket linked to this one; `outward` when this ticket is the first in the sentence."""

    id: int
    number: str
    title: str
    relation: Relation
    outward: bool


@dataclass(frozen=True)
class ApprovalShown:
    """One approval as it stands; `asked` is whom it asks in person, None where any supervisor.

    `instead` are the names of who decides while `asked` is away; `because` is the sentence that
    says why a supervisor decides in place of all of them.
    """

    decision: Decision
    who: str | None
    reason: str | None
    asked_at: datetime
    decided_at: datetime | None
    asked: str | None = None
    step: int = 1
    steps: int = 1
    expires_at: datetime | None = None
    delegate: str | None = None
    instead: tuple[str, ...] = ()
    because: str = ""


@dataclass(frozen=True)
class Proposed:
    """What the classifier proposed when the ticket was opened, and the words that decided."""

    kind: Kind | None
    confidence: float
    abstained: bool
    because: tuple[tuple[str, str, float], ...]


@dataclass(frozen=True)
class Watcher:
    """A colleague who is told what others do with the ticket."""

    id: int
    login: str
    name: str


@dataclass(frozen=True)
class ClockShown:
    """A clock with its timeline; `hours` names its business hours, None stands for day and night.

    `time` is how it counts: what is left can be said at any later instant without asking again.
    """

    clock: Clock
    hours: str | None
    marks: tuple[Mark, ...]
    time: Time

    def run_s(self, now: datetime) -> int:
        """Seconds it has run by an instant, in its own time and outside its pauses."""
        return run_s(self.clock, self.time, min(now, self.clock.ended_at or now))

    def left_s(self, now: datetime) -> int:
        """Seconds of its own time that are left of the promise; below zero when it is overdue."""
        return self.clock.promised_s - self.run_s(now)


@dataclass(frozen=True)
class TicketPage:
    """A ticket with all that surrounds it."""

    ticket: Ticket
    names: Names
    moves: tuple[Move, ...]
    standing: Standing
    said: tuple[Said, ...]
    attachments: tuple[Attached, ...]
    clocks: tuple[Clock, ...]
    promises: tuple[ClockShown, ...]
    tasks: tuple[Task, ...]
    approvals: tuple[ApprovalShown, ...]
    links: tuple[LinkedTicket, ...]
    history: tuple[PastEntry, ...]
    proposed: Proposed | None
    parked: dict[str, object]
    undo: str | None
    redo: str | None
    family: Family
    drafts: tuple[Left, ...] = ()
    watchers: tuple[Watcher, ...] = ()
    draft: Kept | None = None
    zone: str = "UTC"
    answers: tuple[tuple[str, str], ...] = ()
    task_people: Mapping[int, str] = field(default_factory=dict)

    @property
    def around(self) -> frozenset[int]:
        """The ids of the tickets that are linked to it or merged with it."""
        merged = {one.id for one in (*self.family.below, *self.family.above)}
        return frozenset(merged | {link.id for link in self.links})


def show(desk: Desk, ticket_id: int) -> TicketPage:
    """The whole ticket; NotFound when there is none, or when this account may not see it.

    A requester is shown neither work notes nor how the desk works.
    """
    with desk.reading(Right.ASK) as session:
        ticket = ticket_or_refuse(session, ticket_id)
        works_here = session.actor.may(Right.WORK_ON_TICKETS)
        connection = session.connection
        standing = read.standing(connection, ticket, session.now)
        entries = history.of_subject(connection, "ticket", ticket_id)
        clocks = promises.clocks(connection, ticket_id)
        tasks = read.tasks(connection, ticket_id)
        together = conversation.together(session, ticket)
        undo, redo = _ways_back(session, ticket, entries) if works_here else (None, None)
        return TicketPage(
            ticket=ticket,
            names=_names(session, ticket),
            moves=moves(ticket, session.actor, standing),
            standing=standing,
            said=together.said,
            attachments=together.attachments,
            clocks=tuple(clocks.values()),
            promises=_promises(session, ticket_id, clocks),
            tasks=tasks,
            approvals=_approvals(session, ticket),
            links=_links(session, ticket_id),
            history=tuple(e for e in entries if works_here or _is_public(e)),
            proposed=_proposed(session, ticket_id) if works_here else None,
            parked=json.loads(ticket.parked) if ticket.parked else {},
            undo=undo,
            redo=redo,
            family=together.family,
            drafts=together.drafts,
            watchers=_watchers(session, ticket_id) if works_here else (),
            draft=drafts.unsent(session, ticket_id),
            zone=general.stored(session).time_zone,
            answers=catalog.answers(connection, [ticket_id]).get(ticket_id, ()),
            task_people=_task_people(session, tasks),
        )


def _is_public(entry: PastEntry) -> bool:
    """Whether a requester may be told: neither of work notes nor of what is attached to them."""
    return entry.action != "noted" and entry.after.get("public") is not False


def _names(session: Session, ticket: Ticket) -> Names:
    connection = session.connection
    people = read.names(connection, "account", {ticket.assignee_id, ticket.opened_by_id})
    contacts = read.names(connection, "contact", {ticket.requester_id})
    teams = read.names(connection, "team", {ticket.team_id})
    categories = read.names(connection, "category", {ticket.category_id})
    items = read.names(connection, "catalog_item", {ticket.item_id})
    article = (
        read.article(connection, ticket.resolved_with_article_id)
        if ticket.resolved_with_article_id
        else None
    )
    return Names(
        requester=contacts.get(ticket.requester_id or 0),
        opened_by=people.get(ticket.opened_by_id or 0),
        assignee=people.get(ticket.assignee_id or 0),
        team=teams.get(ticket.team_id or 0),
        category=categories.get(ticket.category_id or 0),
        item=items.get(ticket.item_id or 0),
        article=f"{article.number} {article.title}" if article else None,
    )


def _approvals(session: Session, ticket: Ticket) -> tuple[ApprovalShown, ...]:
    found = rows.many(session.connection, "approval", order="id", ticket_id=ticket.id)
    asked = approvals.asked_of(session.connection, ticket.id) if found else {}
    in_place = _in_place(session, ticket, asked) if found else {}
    people = {asked[row["id"]]["named_id"] for row in found if row["id"] in asked}
    people |= {row[name] for row in found for name in ("account_id", "delegate_id")}
    who = read.names(session.connection, "account", people)
    steps = max((row["steps"] for row in asked.values()), default=1)
    return tuple(
        ApprovalShown(
            decision=row["decision"],
            who=who.get(row["account_id"]),
            reason=row["reason"],
            asked_at=row["asked_at"],
            decided_at=row["decided_at"],
            asked=who.get(asked[row["id"]]["named_id"]),
            step=asked[row["id"]]["step"],
            steps=steps,
            expires_at=row["expires_at"],
            delegate=who.get(row["delegate_id"]),
            **(in_place.get(row["id"], {}) if row["decision"] is Decision.OPEN else {}),
        )
        for row in found
        if row["decision"] is not Decision.VOID
    )


def _in_place(
    session: Session, ticket: Ticket, asked: Mapping[int, Row]
) -> dict[int, dict[str, Any]]:
    """Approval → who decides instead, and why a supervisor does."""
    connection, now, said = session.connection, session.now, absences.of_all(session)
    named = {row["named_id"] for row in asked.values()} - {None}
    chains = {one: stand_ins(one, said, now) for one in named}
    wanted = named.union(*chains.values())
    found = rows.many(connection, "account", id=list(wanted)) if wanted else []
    people = {row["id"]: read.account_of(row, frozenset()) for row in found}
    raised_by = {*read.accounts_of_contact(connection, ticket.requester_id), ticket.opened_by_id}
    requester = read.names(connection, "contact", {ticket.requester_id})
    name = requester.get(ticket.requester_id or 0, "")
    raised = {one for one in raised_by if one is not None}
    in_place: dict[int, dict[str, Any]] = {}
    for approval_id, row in asked.items():
        one = Asked(Who(row["who"]), row["named_id"], name, raised, people)
        able = [people[i] for i in chains.get(row["named_id"], ()) if i not in raised]
        in_place[approval_id] = {
            "instead": tuple(account.name for account in able if account.active),
            "because": why_a_supervisor(one, said, now),
        }
    return in_place


def _task_people(session: Session, tasks: tuple[Task, ...]) -> dict[int, str]:
    """Task → its assignee and its team, in words."""
    people = read.names(session.connection, "account", {task.assignee_id for task in tasks})
    teams = read.names(session.connection, "team", {task.team_id for task in tasks})
    both = {
        task.id: (people.get(task.assignee_id or 0), teams.get(task.team_id or 0)) for task in tasks
    }
    return {i: " · ".join(one for one in who if one) for i, who in both.items()}


def _links(session: Session, ticket_id: int) -> tuple[LinkedTicket, ...]:
    connection = session.connection
    outward = rows.many(connection, "link", ticket_id=ticket_id)
    inward = rows.many(connection, "link", other_id=ticket_id)
    ends = [(row["other_id"], row["relation"], True) for row in outward]
    ends += [(row["ticket_id"], row["relation"], False) for row in inward]
    tickets = {
        row["id"]: read.ticket_of(row)
        for row in rows.many(connection, "ticket", id=[end[0] for end in ends])
        if may_see(session, read.ticket_of(row))
    }
    return tuple(
        LinkedTicket(
            tickets[other].id, tickets[other].number, tickets[other].title, relation, outward=out
        )
        for other, relation, out in ends
        if other in tickets
    )


_OF_THE_DESK = frozenset({ClockMark.WARNED, ClockMark.ESCALATED})
"""What happens to a clock and is nothing to a requester."""


def _promises(
    session: Session, ticket_id: int, clocks: Mapping[int, Clock]
) -> tuple[ClockShown, ...]:
    """Each clock with its timeline; what was written down before there were marks comes first."""
    connection = session.connection
    works_here = session.actor.may(Right.WORK_ON_TICKETS)
    marks = promises.marks_of(connection, ticket_id)
    ids = {clock.business_hours_id for clock in clocks.values()}
    names = read.names(connection, "business_hours", ids)
    time = times(session)
    return tuple(
        ClockShown(
            clock,
            names.get(clock.business_hours_id or 0),
            tuple(
                mark
                for mark in timeline(clock, marks.get(clock_id, []))
                if works_here or mark.what not in _OF_THE_DESK
            ),
            time(clock.business_hours_id),
        )
        for clock_id, clock in clocks.items()
    )


def _proposed(session: Session, ticket_id: int) -> Proposed | None:
    row = rows.one(session.connection, "proposal", ticket_id=ticket_id)
    if row is None:
        return None
    because = tuple((words, says, weight) for words, says, weight in json.loads(row["because"]))
    return Proposed(row["kind"], float(row["confidence"]), row["abstained"], because)


def _watchers(session: Session, ticket_id: int) -> tuple[Watcher, ...]:
    found = collaboration.watchers(session.connection, ticket_id)
    return tuple(Watcher(row["id"], row["login"], row["name"]) for row in found)


def _ways_back(
    session: Session, ticket: Ticket, entries: list[PastEntry]
) -> tuple[str | None, str | None]:
    """The newest act that can be undone, and the undo after which nothing was done, if any."""
    known = [one for one in entries if one.version or relations.is_link(one)]
    standing = undoing.in_force(one for one in entries if one.version)
    acts = [one for one in standing if not undoing.is_an_undo(one)]
    last = acts[-1] if acts else None
    if len(acts) > 1 and undoing.went_on_by_itself(acts[-1]):
        last = acts[-2] if acts[-2].action == "reclassified" else last
    return (
        _link_act(session, known, last) or _if_possible(session, ticket, last),
        _newest_undo(session, ticket, known, standing),
    )


def _link_act(session: Session, known: list[PastEntry], last: PastEntry | None) -> str | None:
    """The newest link that was made or taken away after the last change, and is as it was left."""
    for entry in reversed(known):
        if last is not None and entry.n < last.n:
            break
        an_act = relations.is_link(entry) and not relations.is_an_undo(entry)
        if an_act and relations.why_not_take_back(session, entry) is None:
            return entry.uuid
    return None


def _if_possible(session: Session, ticket: Ticket, entry: PastEntry | None) -> str | None:
    if entry is None or undoing.why_not_undo(session, ticket, entry) is not None:
        return None
    return entry.uuid


def _newest_undo(
    session: Session, ticket: Ticket, known: list[PastEntry], standing: list[PastEntry]
) -> str | None:
    """The undo that can be taken back: one after which nothing was done that still stands."""
    holds = {one.uuid for one in standing}
    for entry in reversed(known):
        if relations.is_link(entry):
            an_undo = relations.is_an_undo(entry)
            able = an_undo and relations.why_not_take_back(session, entry) is None
            return entry.uuid if able else None
        if entry.uuid in holds and entry.action != undoing.REDONE:
            again = undoing.can_be_done_again(entry)
            return _if_possible(session, ticket, entry) if again else None
    return None
