"""One ticket, whole: everything its page and `desk ticket show` need, read in one transaction."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from desk_gui.domain.accounts import Right
from desk_gui.domain.attachment import Attached
from desk_gui.domain.business_hours import Time
from desk_gui.domain.catalog import Decision, Task
from desk_gui.domain.clocks import run_s, timeline
from desk_gui.domain.collaboration import Mention, mentions
from desk_gui.domain.sla import Clock, ClockMark, Mark
from desk_gui.domain.ticket import Move, Relation, Standing, Ticket, moves
from desk_gui.domain.workflow import Kind
from desk_gui.operations import attachments, drafts, general
from desk_gui.operations.desk import Desk, Session
from desk_gui.operations.drafts import Kept
from desk_gui.operations.saving import may_see, ticket_or_refuse
from desk_gui.operations.terms import times
from desk_gui.operations.undoing import why_not_undo
from desk_gui.storage import collaboration, history, promises, read, rows
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
class Said:
    """One comment (public) or work note (internal), and whom of the desk it mentions."""

    id: int
    who: str
    by_requester: bool
    public: bool
    text: str
    at: datetime
    mentions: tuple[Mention, ...] = ()


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
    """One approval as it stands."""

    decision: Decision
    who: str | None
    reason: str | None
    asked_at: datetime
    decided_at: datetime | None


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
    watchers: tuple[Watcher, ...] = ()
    draft: Kept | None = None
    zone: str = "UTC"


def show(desk: Desk, ticket_id: int) -> TicketPage:
    """The whole ticket; NotFound when there is none, or when this account may not see it.

    A requester is shown neither work notes nor how the desk works.
    """
    with desk.reading() as session:
        ticket = ticket_or_refuse(session, ticket_id)
        works_here = session.actor.may(Right.WORK_ON_TICKETS)
        connection = session.connection
        standing = read.standing(connection, ticket)
        entries = history.of_subject(connection, "ticket", ticket_id)
        clocks = promises.clocks(connection, ticket_id)
        return TicketPage(
            ticket=ticket,
            names=_names(session, ticket),
            moves=moves(ticket, session.actor, standing),
            standing=standing,
            said=tuple(s for s in _conversation(session, ticket_id) if works_here or s.public),
            attachments=attachments.of_tickets(session, [ticket_id]),
            clocks=tuple(clocks.values()),
            promises=_promises(session, ticket_id, clocks),
            tasks=read.tasks(connection, ticket_id),
            approvals=_approvals(session, ticket_id),
            links=_links(session, ticket_id),
            history=tuple(e for e in entries if works_here or _is_public(e)),
            proposed=_proposed(session, ticket_id) if works_here else None,
            parked=json.loads(ticket.parked) if ticket.parked else {},
            undo=_undoable(session, ticket, entries) if works_here else None,
            watchers=_watchers(session, ticket_id) if works_here else (),
            draft=drafts.unsent(session, ticket_id),
            zone=general.stored(session).time_zone,
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


def _conversation(session: Session, ticket_id: int) -> tuple[Said, ...]:
    found = rows.many(session.connection, "comment", order="id", ticket_id=ticket_id)
    agents = read.names(session.connection, "account", {row["account_id"] for row in found})
    others = read.names(session.connection, "contact", {row["contact_id"] for row in found})
    logins = _logins(session, found)
    return tuple(
        Said(
            id=row["id"],
            who=others.get(row["contact_id"], "") or agents.get(row["account_id"], "Requester"),
            by_requester=row["account_id"] is None,
            public=row["public"],
            text=row["text"],
            at=row["at"],
            mentions=tuple(one for one in mentions(row["text"]) if one.login in logins),
        )
        for row in found
    )


def _logins(session: Session, said: Sequence[Row]) -> set[str]:
    """The logins that texts name and that there are."""
    named = {mention.login for row in said for mention in mentions(row["text"])}
    found = rows.many(session.connection, "account", login=named) if named else []
    return {row["login"] for row in found}


def _approvals(session: Session, ticket_id: int) -> tuple[ApprovalShown, ...]:
    found = rows.many(session.connection, "approval", order="id", ticket_id=ticket_id)
    who = read.names(session.connection, "account", {row["account_id"] for row in found})
    return tuple(
        ApprovalShown(
            decision=row["decision"],
            who=who.get(row["account_id"]),
            reason=row["reason"],
            asked_at=row["asked_at"],
            decided_at=row["decided_at"],
        )
        for row in found
        if row["decision"] is not Decision.VOID
    )


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


def _undoable(session: Session, ticket: Ticket, entries: list[PastEntry]) -> str | None:
    """The newest change that can still be undone, by its journal UUID."""
    for entry in reversed(entries):
        if entry.version is not None and why_not_undo(session, ticket, entry) is None:
            return entry.uuid
        if entry.version is not None and entry.old_status != "new":
            return None
    return None
