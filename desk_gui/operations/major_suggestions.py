"""Many similar incidents in a short time: a suggestion to propose a major one, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from rapidfuzz import fuzz

from desk_gui.domain.accounts import Right
from desk_gui.domain.general import General
from desk_gui.domain.likeness import (
    ENOUGH,
    Common,
    Features,
    common,
    likeness,
    words_that_tell,
)
from desk_gui.domain.ticket import PREFIX
from desk_gui.domain.workflow import Kind
from desk_gui.operations import children, general, major_incidents
from desk_gui.operations.bulk import Outcome
from desk_gui.operations.desk import Desk
from desk_gui.operations.effects import Effects
from desk_gui.operations.saving import Why, ticket_or_refuse, write_other
from desk_gui.storage import majors
from desk_gui.storage.rows import Row

LOOK_BACK, RELATED = timedelta(hours=8), timedelta(days=2)
AT_MOST = 200
"""The newest open incidents that are compared."""
DISMISSED = "major_dismissed"


@dataclass(frozen=True)
class Alike:
    """One of the similar incidents."""

    id: int
    title: str
    opened_at: datetime

    @property
    def number(self) -> str:
        """INC-12."""
        return f"{PREFIX[Kind.INCIDENT]}-{self.id}"


@dataclass(frozen=True)
class Suggestion:
    """Similar incidents, oldest first, and what they have in common."""

    incidents: tuple[Alike, ...]
    common: Common

    @property
    def parent(self) -> Alike:
        """The one to propose, with the others as its children: the first that was opened."""
        return self.incidents[0]

    @property
    def newest(self) -> Alike:
        """The one that was opened last."""
        return self.incidents[-1]

    @property
    def ids(self) -> tuple[int, ...]:
        """All of them."""
        return tuple(one.id for one in self.incidents)


@dataclass(frozen=True)
class _Compared:
    row: Row
    features: Features
    phrase: str = field(default="")


def suggestion(desk: Desk) -> Suggestion | None:
    """What looks like a major incident at this moment, or None.

    The newest group of open incidents of the last hours, as many as the desk has set, opened
    within as many minutes. Left out are children, what is proposed or declared already, and what
    somebody looked at and dismissed.
    """
    with desk.reading() as session:
        if not session.actor.may(Right.WORK_ON_TICKETS):
            return None
        wanted = general.stored(session)
        if wanted.similar_incidents == 0:
            return None
        since = session.now - LOOK_BACK
        found = majors.recent(session.connection, session.account, since, AT_MOST)
        dismissed = majors.with_action(session.connection, [row["id"] for row in found], DISMISSED)
    compared = [_compared(row) for row in found if row["id"] not in dismissed]
    return _newest_group(compared, wanted)


def alike(desk: Desk, ticket_id: int) -> tuple[Alike, ...]:
    """Open incidents of the last days that are like this one and nobody's children."""
    with desk.reading() as session:
        ticket = ticket_or_refuse(session, ticket_id)
        since = min(ticket.opened_at, session.now - RELATED) - LOOK_BACK
        found = majors.recent(session.connection, session.account, since, AT_MOST)
        this = majors.compared(session.connection, ticket_id)
    mine = _compared(this)
    others = [_compared(row) for row in found if row["id"] != ticket_id]
    return _listed([one for one in others if _alike(mine, one)])


def _compared(row: Row) -> _Compared:
    words = words_that_tell(row["title"])
    return _Compared(row, Features(words, row["category"], row["site"]), " ".join(words.values()))


def _newest_group(compared: Sequence[_Compared], wanted: General) -> Suggestion | None:
    """`compared` has the newest first."""
    within = timedelta(minutes=wanted.similar_minutes)
    for place, newest in enumerate(compared):
        since = newest.row["opened_at"] - within
        near = [one for one in compared[place:] if one.row["opened_at"] >= since]
        if len(near) < wanted.similar_incidents:
            continue
        if sum(_alike(newest, one) for one in near) >= wanted.similar_incidents:
            return _suggested([one for one in compared if _alike(newest, one)])
    return None


def _alike(one: _Compared, other: _Compared) -> bool:
    if not one.features.words.keys() & other.features.words.keys():
        return False
    fuzzy = fuzz.token_set_ratio(one.phrase, other.phrase) / 100
    return likeness(one.features, other.features, fuzzy) >= ENOUGH


def _suggested(group: Sequence[_Compared]) -> Suggestion:
    return Suggestion(_listed(group), common([one.features for one in group]))


def _listed(group: Sequence[_Compared]) -> tuple[Alike, ...]:
    found = [Alike(one.row["id"], one.row["title"], one.row["opened_at"]) for one in group]
    return tuple(sorted(found, key=lambda one: (one.opened_at, one.id)))


def dismiss(desk: Desk, ids: Sequence[int]) -> Effects:
    """Say that these incidents are no major one; they are not suggested again.

    Others that come later are: as many new ones make a new suggestion.
    """
    with desk.writing(Right.WORK_ON_TICKETS) as session:
        for ticket_id in ids:
            ticket = ticket_or_refuse(session, ticket_id)
            write_other(session, "ticket", ticket.id, Why(DISMISSED))
    return Effects(tickets=frozenset(ids))


def propose_with_children(
    desk: Desk, parent_id: int, others: Sequence[int], reason: str, *, key: str | None = None
) -> Outcome:
    """Propose one incident and make the others its children; those refused say why."""
    major_incidents.propose(desk, parent_id, reason, key=key)
    outcome = children.link_children(desk, parent_id, others)
    return Outcome((parent_id, *outcome.done), outcome.refused)
