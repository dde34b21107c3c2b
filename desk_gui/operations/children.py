"""The children of an incident: linked in bulk, and following what happens to their parent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from desk_gui.domain.accounts import Right
from desk_gui.domain.errors import NotPossible
from desk_gui.domain.family import (
    concerns,
    way,
    why_no_children,
    why_not_child,
    why_not_follow,
    wish_of,
)
from desk_gui.domain.ticket import Relation, Ticket, Wish
from desk_gui.domain.workflow import Status, is_open
from desk_gui.operations import bulk, relations, tickets
from desk_gui.operations.bulk import Outcome
from desk_gui.operations.desk import Desk, Session
from desk_gui.operations.effects import Effects
from desk_gui.operations.saving import may_see, ticket_or_refuse
from desk_gui.storage import majors, read


@dataclass(frozen=True)
class Child:
    """An incident that another one explains."""

    id: int
    number: str
    title: str
    status: Status
    assignee: str | None
    opened_at: datetime
    resolved_at: datetime | None

    @property
    def is_open(self) -> bool:
        """Whether it is still worked on."""
        return is_open(self.status)


@dataclass(frozen=True)
class Preview:
    """What a move of the parent would mean: who would follow, and who cannot and why.

    `unbegun` are the ids of those that nobody has begun yet; `hidden` counts the children that
    this account may not see.
    """

    wish: Wish
    follow: tuple[Child, ...] = ()
    refused: tuple[tuple[Child, str], ...] = ()
    unbegun: frozenset[int] = frozenset()
    hidden: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether no child is concerned at all."""
        return not self.follow and not self.refused


def of(session: Session, parent_id: int) -> list[Ticket]:
    """The children that this account may see, oldest first."""
    return [one for one in majors.children(session.connection, parent_id) if may_see(session, one)]


def open_ones(session: Session, parent_id: int) -> list[Ticket]:
    """Those of them that are still worked on."""
    return [one for one in of(session, parent_id) if is_open(one.status)]


def shown(session: Session, found: Sequence[Ticket]) -> tuple[Child, ...]:
    """Children as they are shown, with the names of those who work on them."""
    names = read.names(session.connection, "account", {one.assignee_id for one in found})
    return tuple(
        Child(
            id=one.id,
            number=one.number,
            title=one.title,
            status=one.status,
            assignee=names.get(one.assignee_id or 0),
            opened_at=one.opened_at,
            resolved_at=one.resolved_at,
        )
        for one in found
    )


def link_children(desk: Desk, parent_id: int, wanted: Sequence[int]) -> Outcome:
    """Make many incidents children of one; each on its own, with what was refused and why."""

    def act(child_id: int) -> Effects:
        with desk.writing(Right.WORK_ON_TICKETS) as session:
            parent, child = (ticket_or_refuse(session, i) for i in (parent_id, child_id))
            make_child(session, parent, child)
        return Effects(tickets=frozenset({child_id, parent_id}))

    return bulk.each(desk, wanted, act)


def make_child(session: Session, parent: Ticket, child: Ticket) -> None:
    """Make one incident a child of another in this transaction; NotPossible with the reason."""
    parents = majors.parents(session.connection, (parent.id, child.id))
    refusal = why_no_children(parent, parents.get(parent.id))
    refusal = refusal or why_not_child(parent, child, parents.get(child.id))
    if refusal:
        raise NotPossible(refusal)
    relations.add_link(session, child, parent, Relation.CHILD_OF)


def unlink_children(desk: Desk, parent_id: int, wanted: Sequence[int]) -> Outcome:
    """Take the links to many children away again."""

    def act(child_id: int) -> Effects:
        return relations.unlink(desk, child_id, parent_id, Relation.CHILD_OF)

    return bulk.each(desk, wanted, act)


def preview(desk: Desk, parent_id: int, wish: Wish) -> Preview:
    """Which children would follow a move of their parent, and which could not and why."""
    with desk.reading() as session:
        return _preview(session, ticket_or_refuse(session, parent_id), wish)


def following(desk: Desk, parent_id: int) -> Preview | None:
    """The same for where the parent stands now; None where its children cannot follow it."""
    with desk.reading() as session:
        parent = ticket_or_refuse(session, parent_id)
        wish = wish_of(parent)
        return None if wish is None else _preview(session, parent, wish)


def _preview(session: Session, parent: Ticket, wish: Wish) -> Preview:
    everyone = majors.children(session.connection, parent.id)
    seen = [one for one in everyone if may_see(session, one)]
    children = [one for one in seen if concerns(one.status, wish.to)]
    ways = {one.id: way(one, wish, parent) for one in children}
    why = {
        one.id: why_not_follow(one, ways[one.id], session.actor, session.now) for one in children
    }
    named = shown(session, children)
    return Preview(
        wish,
        follow=tuple(one for one in named if not why[one.id]),
        refused=tuple((one, why[one.id]) for one in named if why[one.id]),
        unbegun=frozenset(i for i, steps in ways.items() if len(steps) > 1),
        hidden=len(everyone) - len(seen),
    )


def cascade(desk: Desk, parent_id: int, wanted: Sequence[int], wish: Wish) -> Outcome:
    """Let these children follow their parent; each on its own, with one undo for all of them."""
    undo: list[str] = []

    def act(child_id: int) -> Effects:
        made = []
        with desk.writing(Right.WORK_ON_TICKETS) as session:
            parent, child = (ticket_or_refuse(session, i) for i in (parent_id, child_id))
            steps = way(child, wish, parent)
            refusal = why_not_follow(child, steps, session.actor, session.now)
            if refusal:
                raise NotPossible(refusal)
            for step in steps:
                effects = tickets.make_move(session, ticket_or_refuse(session, child_id), step)
                made += [effects.undo] if effects.undo else []
        undo.extend(made)
        return Effects(tickets=frozenset({child_id}))

    return replace(bulk.each(desk, wanted, act), undo=tuple(undo))
