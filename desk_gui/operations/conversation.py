"""What was said on a ticket and on those that were merged with it, read together by time.

A merged ticket keeps its conversation. The ticket that stays shows it among its own; the merged
one shows what the desk answers from then on: that is what both requesters read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from desk_gui.domain.accounts import Right
from desk_gui.domain.attachment import Attached
from desk_gui.domain.collaboration import Mention, mentions
from desk_gui.domain.ticket import Ticket
from desk_gui.domain.workflow import Status
from desk_gui.operations import attachments, drafts
from desk_gui.operations.desk import Session
from desk_gui.storage import lookup, merged, read, rows
from desk_gui.storage.rows import Row


@dataclass(frozen=True)
class Said:
    """One comment (public) or work note (internal), or how a merged ticket began (`opening`).

    `mentions` are those of the desk whom it names; `number` names the ticket it was said on,
    where that is another one.
    """

    id: int
    who: str
    by_requester: bool
    public: bool
    text: str
    at: datetime
    mentions: tuple[Mention, ...] = ()
    ticket_id: int = 0
    number: str | None = None
    opening: bool = False


@dataclass(frozen=True)
class Member:
    """A ticket that was merged into the one that is shown, or above it; instants in UTC."""

    id: int
    number: str
    title: str
    requester: str | None
    merged_at: datetime | None


@dataclass(frozen=True)
class Family:
    """What was merged into a ticket, oldest first, and what it was merged into, nearest first.

    `staying` is the number of the ticket that stays, also where this account may not see it.
    """

    below: tuple[Member, ...] = ()
    above: tuple[Member, ...] = ()
    staying: str | None = None


@dataclass(frozen=True)
class Together:
    """A ticket with those it was merged with: what was said and attached on all of them.

    `drafts` are what the signed-in account typed on merged tickets and never sent.
    """

    family: Family
    said: tuple[Said, ...]
    attachments: tuple[Attached, ...]
    drafts: tuple[drafts.Left, ...]


@dataclass(frozen=True)
class _Kin:
    """A ticket, those merged into it, and those above it; `visible` names those one may see."""

    ticket: Ticket
    below: tuple[Ticket, ...]
    above: tuple[Ticket, ...]
    visible: frozenset[int]

    @property
    def numbers(self) -> dict[int, str]:
        """Id → number of all but the ticket itself."""
        return {one.id: one.number for one in (*self.below, *self.above)}


def together(session: Session, ticket: Ticket) -> Together:
    """What belongs together with a ticket, as far as this account may see it."""
    kin = _kin(session, ticket)
    works_here = session.actor.may(Right.WORK_ON_TICKETS)
    spoken = [one for one in _said(session, kin) if works_here or one.public]
    return Together(
        _family(session, kin),
        tuple(sorted(spoken, key=lambda one: (one.at, not one.opening, one.id))),
        _attached(session, kin, spoken),
        drafts.left_on(session, {one.id: one.number for one in kin.below}) if works_here else (),
    )


def _kin(session: Session, ticket: Ticket) -> _Kin:
    connection = session.connection
    below = sorted(merged.family(connection, ticket.id))
    above = merged.chain(connection, ticket.id) if ticket.status is Status.CANCELLED else []
    both = [*below, *above]
    found = rows.many(connection, "ticket", id=both) if both else []
    tickets = {row["id"]: read.ticket_of(row) for row in found}
    visible = frozenset(lookup.visible(connection, both, session.actor) if both else [])
    return _Kin(
        ticket,
        tuple(tickets[i] for i in below if i in visible),
        tuple(tickets[i] for i in above),
        visible,
    )


def _family(session: Session, kin: _Kin) -> Family:
    all_of_it = (*kin.below, *kin.above)
    names = read.names(session.connection, "contact", {one.requester_id for one in all_of_it})

    def members(tickets: tuple[Ticket, ...]) -> tuple[Member, ...]:
        return tuple(
            Member(one.id, one.number, one.title, names.get(one.requester_id or 0), one.ended_at)
            for one in tickets
            if one.id in kin.visible
        )

    staying = kin.above[-1].number if kin.above else None
    return Family(members(kin.below), members(kin.above), staying)


def _said(session: Session, kin: _Kin) -> list[Said]:
    """Said on the ticket, on those merged into it, and answered above it since it was merged."""
    ids = [kin.ticket.id, *(one.id for one in kin.below)]
    found = rows.many(session.connection, "comment", order="id", ticket_id=ids)
    works_here = session.actor.may(Right.WORK_ON_TICKETS)
    since = {
        above.id: one.ended_at
        for one, above in pairwise((kin.ticket, *kin.above))
        if one.ended_at and (above.id in kin.visible or not works_here)
    }
    if since:
        found += merged.answers_above(session.connection, since)
    return _told(session, found, kin.numbers) + _openings(session, kin)


def _told(session: Session, found: list[Row], numbers: Mapping[int, str]) -> list[Said]:
    agents = read.names(session.connection, "account", {row["account_id"] for row in found})
    others = read.names(session.connection, "contact", {row["contact_id"] for row in found})
    logins = _logins(session, found)
    return [
        Said(
            id=row["id"],
            who=others.get(row["contact_id"], "") or agents.get(row["account_id"], "Requester"),
            by_requester=row["account_id"] is None,
            public=row["public"],
            text=row["text"],
            at=row["at"],
            mentions=tuple(one for one in mentions(row["text"]) if one.login in logins),
            ticket_id=row["ticket_id"],
            number=numbers.get(row["ticket_id"]),
        )
        for row in found
    ]


def _logins(session: Session, said: list[Row]) -> set[str]:
    """The logins that texts name and that there are."""
    named = {mention.login for row in said for mention in mentions(row["text"])}
    found = rows.many(session.connection, "account", login=named) if named else []
    return {row["login"] for row in found}


def _openings(session: Session, kin: _Kin) -> list[Said]:
    """How each merged ticket began: its title and its text are the first thing said on it."""
    agents = read.names(session.connection, "account", {one.opened_by_id for one in kin.below})
    others = read.names(session.connection, "contact", {one.requester_id for one in kin.below})
    return [
        Said(
            id=0,
            who=others.get(one.requester_id or 0) or agents.get(one.opened_by_id or 0, "Requester"),
            by_requester=True,
            public=True,
            text=f"{one.title}\n\n{one.text}".strip(),
            at=one.opened_at,
            ticket_id=one.id,
            number=one.number,
            opening=True,
        )
        for one in kin.below
    ]


def _attached(session: Session, kin: _Kin, spoken: Iterable[Said]) -> tuple[Attached, ...]:
    """What is attached to all of it, oldest first; of a ticket above only what answers carry."""
    whole = {kin.ticket.id, *(one.id for one in kin.below)}
    comments = {one.id for one in spoken}
    found = attachments.of_tickets(session, whole | {one.ticket_id for one in spoken})
    return tuple(one for one in found if one.ticket_id in whole or one.comment_id in comments)
