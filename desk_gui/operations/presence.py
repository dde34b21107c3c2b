"""Who else is at a ticket: soft, never a lock; nothing is refused because somebody is there."""

from __future__ import annotations

import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from desk_gui.domain.accounts import Right
from desk_gui.domain.collaboration import Activity, mentions
from desk_gui.domain.errors import DatabaseTrouble, NotFound, Refusal
from desk_gui.operations.desk import Desk, Session, new_key
from desk_gui.storage import collaboration, lookup, rows

PATIENCE_MS = 100
"""Where the database is busy for longer, the next beat will do."""
BEAT_S = 10
"""How often a window says that it is still there, in seconds."""


@dataclass(frozen=True)
class Present:
    """Somebody else who is at a ticket, and since when (UTC, by the database's clock)."""

    name: str
    activity: Activity
    since: datetime


@dataclass(frozen=True)
class Added:
    """What somebody else said meanwhile."""

    id: int
    who: str
    text: str
    public: bool
    at: datetime


@dataclass(frozen=True)
class Meanwhile:
    """What to know before an answer is sent: what was said, who writes, who could not read it."""

    added: tuple[Added, ...] = ()
    answering: tuple[str, ...] = ()
    blind: tuple[str, ...] = ()


def here(desk: Desk, seat: str, ticket_id: int, activity: Activity) -> None:
    """Say that a window (its seat) is at a ticket; it is at one ticket at a time.

    To be said again every ten seconds: who was not heard of for thirty is gone.
    """
    with desk.aside(Right.WORK_ON_TICKETS, patience_ms=PATIENCE_MS) as session:
        _may_see_or_refuse(session, ticket_id)
        collaboration.arrive(session.connection, seat, session.actor.id, ticket_id, activity)


def gone(desk: Desk, seat: str) -> None:
    """Say that a window is at no ticket any more."""
    with desk.aside() as session:
        rows.remove(session.connection, "presence", seat=seat)


class Seat:
    """One running window: it says where it is when that changes, and every ten seconds.

    `at` may be called on any thread; `beat` is for a job, at least once a second.
    """

    def __init__(self, desk: Desk) -> None:
        self.name = new_key()
        self._desk = desk
        nowhere: tuple[int | None, Activity] = (None, Activity.VIEWING)
        self._place = self._said = nowhere
        self._said_at = 0.0
        self._saying = threading.Lock()

    @property
    def ticket_id(self) -> int | None:
        """The ticket that the window is at."""
        return self._place[0]

    def at(self, ticket_id: int | None, activity: Activity = Activity.VIEWING) -> None:
        """Be at a ticket, or at none; the next beat says so."""
        self._place = (ticket_id, activity)

    def beat(self) -> None:
        """Say where the window is, if it is time; where that is not possible, try again soon."""
        with self._saying, suppress(Refusal, DatabaseTrouble):
            ticket_id, activity = place = self._place
            if place == self._said and (ticket_id is None or self._is_fresh()):
                return
            if ticket_id is None:
                gone(self._desk, self.name)
            else:
                here(self._desk, self.name, ticket_id, activity)
            self._said, self._said_at = place, time.monotonic()

    def _is_fresh(self) -> bool:
        return time.monotonic() - self._said_at < BEAT_S


def who(desk: Desk, ticket_id: int) -> tuple[Present, ...]:
    """The others who are at a ticket now, those who answer first."""
    with desk.reading() as session:
        return those_at(session, ticket_id)


def those_at(session: Session, ticket_id: int) -> tuple[Present, ...]:
    """The same inside a transaction that reads more; requesters are not told."""
    if not session.actor.may(Right.WORK_ON_TICKETS):
        return ()
    if not lookup.visible(session.connection, [ticket_id], session.actor):
        return ()
    found: dict[int, Present] = {}
    for row in collaboration.present(session.connection, ticket_id, but=session.actor.id):
        one = Present(row["name"], row["activity"], row["since"])
        before = found.setdefault(row["id"], one)
        if before.activity is Activity.VIEWING and one.activity is Activity.ANSWERING:
            found[row["id"]] = one
    return tuple(sorted(found.values(), key=lambda one: one.activity is Activity.VIEWING))


def meanwhile(desk: Desk, ticket_id: int, text: str, *, after: int) -> Meanwhile:
    """What happened on a ticket since its comment `after`, for one who is about to send a text."""
    with desk.reading() as session:
        _may_see_or_refuse(session, ticket_id)
        me = session.actor.id
        said = collaboration.said_after(session.connection, ticket_id, after, but=me)
        others = those_at(session, ticket_id)
        return Meanwhile(
            added=tuple(
                Added(
                    row["id"], row["who"] or "The requester", row["text"], row["public"], row["at"]
                )
                for row in said
            ),
            answering=tuple(one.name for one in others if one.activity is Activity.ANSWERING),
            blind=_blind(session, ticket_id, text),
        )


def _blind(session: Session, ticket_id: int, text: str) -> tuple[str, ...]:
    """The names of those a text mentions who may not see the ticket, or work here no more."""
    logins = {mention.login for mention in mentions(text)}
    named = rows.many(session.connection, "account", order="name", login=logins) if logins else []
    ids = [row["id"] for row in named]
    told = collaboration.may_be_told(session.connection, ids, ticket_id)
    return tuple(row["name"] for row in named if row["id"] not in told)


def _may_see_or_refuse(session: Session, ticket_id: int) -> None:
    if not lookup.visible(session.connection, [ticket_id], session.actor):
        raise NotFound(f"There is no ticket {ticket_id}.")
