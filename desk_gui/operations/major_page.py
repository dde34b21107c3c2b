"""A major incident, whole: what its panel, its PDF and the command line show; and the banner."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from desk_gui.domain.accounts import Account, Right
from desk_gui.domain.clocks import timeline
from desk_gui.domain.major_incident import (
    Declaration,
    Stake,
    why_not_review,
    why_not_step,
    why_not_update,
)
from desk_gui.domain.sla import Mark, Target
from desk_gui.domain.ticket import PREFIX, Major, Ticket
from desk_gui.domain.workflow import Kind
from desk_gui.operations import children
from desk_gui.operations.children import Child
from desk_gui.operations.desk import Desk, Session
from desk_gui.operations.major_timeline import Moment, moments
from desk_gui.operations.saving import ticket_or_refuse
from desk_gui.storage import history, majors, promises, read, rows
from desk_gui.storage.rows import Row


class Act(StrEnum):
    """What can be done about a major incident."""

    PROPOSE = "propose"
    DECLARE = "declare"
    REJECT = "reject"
    UPDATE = "update"
    EDIT = "edit"
    STAND_DOWN = "stand_down"
    REVIEW = "review"


@dataclass(frozen=True)
class Posted:
    """An update as it was posted; `told` counts the tickets whose requesters read it too."""

    at: datetime
    who: str
    text: str
    told: int


@dataclass(frozen=True)
class ActionShown:
    """An action of a review with the name of its assignee."""

    id: int
    title: str
    account_id: int | None
    assignee: str
    due_on: date | None
    done: bool


@dataclass(frozen=True)
class ReviewShown:
    """A review as it was written."""

    cause: str
    went_well: str
    went_wrong: str
    actions: tuple[ActionShown, ...]
    no_action_because: str
    at: datetime
    who: str


@dataclass(frozen=True)
class MajorPage:
    """All that is known about an incident as a major one; instants in UTC, intervals in seconds."""

    ticket: Ticket
    assignee: str | None
    proposed_by: str
    proposed_at: datetime
    proposal: str
    coordinator: str | None
    declaration: Declaration
    declared_by: str | None
    declared_at: datetime | None
    next_update_at: datetime | None
    ended_by: str | None
    ended_at: datetime | None
    ended_because: str
    updates: tuple[Posted, ...]
    review: ReviewShown | None
    children: tuple[Child, ...]
    timeline: tuple[Moment, ...]
    blocked: Mapping[Act, str]

    @property
    def stakes(self) -> tuple[Stake, ...]:
        """What is at stake, in one order."""
        return tuple(stake for stake in Stake if stake in self.declaration.stakes)

    @property
    def was_proposed(self) -> bool:
        """Whether it was proposed first; what is declared at once has no proposal of its own."""
        return self.declared_at is None or self.proposed_at != self.declared_at


def page(desk: Desk, ticket_id: int) -> MajorPage | None:
    """The incident as a major one; None for a ticket that was never proposed as one."""
    with desk.reading() as session:
        ticket = ticket_or_refuse(session, ticket_id)
        row = rows.one(session.connection, "major_incident", ticket_id=ticket_id)
        if ticket.major is Major.NONE or row is None:
            return None
        return _page(session, ticket, row)


def _page(session: Session, ticket: Ticket, row: Row) -> MajorPage:
    connection = session.connection
    updates = rows.many(connection, "major_update", order="id", ticket_id=ticket.id)
    actions = rows.many(connection, "review_action", order="position", ticket_id=ticket.id)
    people = {row[name] for name in row if name.endswith("_by_id")} | {ticket.assignee_id}
    people |= {other["account_id"] for other in (*updates, *actions)} | {row["coordinator_id"]}
    names = read.names(connection, "account", people)
    family = children.shown(session, children.of(session, ticket.id))
    posted = tuple(_posted(update, names) for update in updates)
    entries = history.of_subject(connection, "ticket", ticket.id)
    return MajorPage(
        ticket=ticket,
        assignee=names.get(ticket.assignee_id or 0),
        proposed_by=names.get(row["proposed_by_id"], ""),
        proposed_at=row["proposed_at"],
        proposal=row["proposal"],
        coordinator=names.get(row["coordinator_id"]),
        declaration=_declaration(row),
        declared_by=names.get(row["declared_by_id"]),
        declared_at=row["declared_at"],
        next_update_at=row["next_update_at"],
        ended_by=names.get(row["ended_by_id"]),
        ended_at=row["ended_at"],
        ended_because=row["ended_because"] or "",
        updates=posted,
        review=_review(row, actions, names),
        children=family,
        timeline=moments(session, entries, _marks(session, ticket.id), family),
        blocked=blocked(ticket, session.actor, row["coordinator_id"]),
    )


def _marks(session: Session, ticket_id: int) -> dict[Target, list[Mark]]:
    marks = promises.marks_of(session.connection, ticket_id)
    clocks = promises.clocks(session.connection, ticket_id)
    told: dict[Target, list[Mark]] = {}
    for clock_id, clock in clocks.items():
        told.setdefault(clock.target, []).extend(timeline(clock, marks.get(clock_id, ())))
    return told


def _declaration(row: Row) -> Declaration:
    return Declaration(
        coordinator_id=row["coordinator_id"],
        business_impact=row["business_impact"],
        stakes=frozenset(Stake(word) for word in json.loads(row["stakes"])),
        update_every_s=row["update_every_s"],
    )


def _posted(row: Row, names: Mapping[int, str]) -> Posted:
    return Posted(row["at"], names.get(row["account_id"], "Desk"), row["text"], row["told"])


def _review(row: Row, actions: list[Row], names: Mapping[int, str]) -> ReviewShown | None:
    if row["reviewed_at"] is None:
        return None
    return ReviewShown(
        cause=row["cause"],
        went_well=row["went_well"],
        went_wrong=row["went_wrong"],
        actions=tuple(
            ActionShown(
                id=action["id"],
                title=action["title"],
                account_id=action["account_id"],
                assignee=names.get(action["account_id"], ""),
                due_on=action["due_on"],
                done=action["done"],
            )
            for action in actions
        ),
        no_action_because=row["no_action_because"] or "",
        at=row["reviewed_at"],
        who=names.get(row["reviewed_by_id"], ""),
    )


def blocked(ticket: Ticket, account: Account, coordinator_id: int | None) -> dict[Act, str]:
    """Every act → why this account cannot do it now; an empty text where it can."""
    steps = {
        Act.PROPOSE: Major.PROPOSED,
        Act.DECLARE: Major.DECLARED,
        Act.REJECT: Major.REJECTED,
        Act.STAND_DOWN: Major.STOOD_DOWN,
    }
    found = {act: why_not_step(ticket, to, account, coordinator_id) for act, to in steps.items()}
    update = why_not_update(ticket, account, coordinator_id)
    found |= {Act.UPDATE: update, Act.EDIT: update}
    found |= {Act.REVIEW: why_not_review(ticket, account, coordinator_id)}
    return {act: why or "" for act, why in found.items()}


@dataclass(frozen=True)
class Declared:
    """A declared major incident, as the banner shows it."""

    id: int
    title: str
    coordinator: str
    declared_at: datetime
    next_update_at: datetime

    @property
    def number(self) -> str:
        """INC-12."""
        return f"{PREFIX[Kind.INCIDENT]}-{self.id}"

    def left_s(self, now: datetime) -> float:
        """Seconds until the next update is due; negative when it is overdue. `now` in UTC."""
        return (self.next_update_at - now).total_seconds()


def now(desk: Desk) -> tuple[Declared, ...]:
    """The major incidents of this moment that the account may see, the first declared first."""
    with desk.reading() as session:
        if not session.actor.may(Right.WORK_ON_TICKETS):
            return ()
        found = majors.declared(session.connection, session.account)
    return tuple(
        Declared(
            id=row["id"],
            title=row["title"],
            coordinator=row["coordinator"] or "",
            declared_at=row["declared_at"],
            next_update_at=row["next_update_at"],
        )
        for row in found
    )
