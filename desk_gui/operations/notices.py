"""What people are told about tickets, in the window and only there."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from desk_gui.domain.accounts import Right
from desk_gui.domain.collaboration import TOGETHER, NoticeKind, together
from desk_gui.domain.ticket import PREFIX
from desk_gui.operations.desk import Desk, Session
from desk_gui.storage import collaboration, rows

COUNTED = collaboration.COUNTED
"""So many unread notices are counted; this many means “at least”."""
KEPT = timedelta(days=90)
"""Read notices are kept for this long."""


@dataclass(frozen=True)
class Notice:
    """One thing somebody is told; `text` has a line for each thing that happened."""

    id: int
    what: NoticeKind
    text: str
    at: datetime
    ticket_id: int | None
    number: str
    title: str
    who: str | None
    is_read: bool


@dataclass(frozen=True)
class Unread:
    """How many notices are unread (100 means “at least”), and the newest of them."""

    count: int = 0
    newest: int = 0
    at: datetime | None = None


def tell(
    session: Session,
    people: Iterable[int],
    what: NoticeKind,
    ticket_id: int,
    text: str,
    *,
    by_itself: bool = False,
) -> None:
    """Leave a notice about a ticket for each of these accounts that may see it.

    Nobody is told of his own act; what happens `by_itself` is nobody's.
    """
    by_id = None if by_itself else _actor_id(session)
    told = collaboration.may_be_told(session.connection, set(people) - {by_id}, ticket_id)
    _leave(session, told, what, ticket_id, (text, by_id))


def tell_together(
    session: Session, people: Iterable[int], ticket_id: int, text: str, *, by_itself: bool = False
) -> None:
    """The same for those who follow a ticket: one notice for what happens within minutes."""
    by_id = None if by_itself else _actor_id(session)
    told = collaboration.may_be_told(session.connection, set(people) - {by_id}, ticket_id)
    since = session.now - TOGETHER
    what = NoticeKind.WATCHED
    before = collaboration.unread_since(session.connection, told, ticket_id, what, since)
    for notice in {row["account_id"]: row for row in before}.values():
        values = {"text": together(notice["text"], text), "by_id": by_id, "at": session.now}
        rows.change(session.connection, "notice", values, id=notice["id"])
    others = set(told) - {row["account_id"] for row in before}
    _leave(session, sorted(others), what, ticket_id, (text, by_id))


@dataclass(frozen=True)
class Telling:
    """What happens by itself and who is told; they are known to be allowed to see the ticket."""

    people: frozenset[int]
    what: NoticeKind
    ticket_id: int
    text: str


def tell_all(session: Session, tellings: Iterable[Telling]) -> None:
    """Leave the notices of many things that happened by themselves, all at once."""
    rows.add_many(
        session.connection,
        "notice",
        [
            {
                "account_id": account_id,
                "ticket_id": one.ticket_id,
                "what": one.what,
                "text": one.text,
                "at": session.now,
            }
            for one in tellings
            for account_id in sorted(one.people)
        ],
    )


def _leave(
    session: Session,
    people: Collection[int],
    what: NoticeKind,
    ticket_id: int,
    said: tuple[str, int | None],
) -> None:
    text, by_id = said
    about = {"ticket_id": ticket_id, "what": what, "text": text, "by_id": by_id, "at": session.now}
    rows.add_many(session.connection, "notice", [{"account_id": i, **about} for i in people])


def _actor_id(session: Session) -> int | None:
    return session.account.id if session.account else None


def unread(session: Session) -> Unread:
    """What the signed-in account has not read yet, about tickets that it may see."""
    return Unread(*collaboration.unread(session.connection, session.actor))


def notices(desk: Desk, limit: int = 50) -> list[Notice]:
    """The notices of the signed-in account, unread ones first, then the newest first."""
    with desk.reading() as session:
        found = collaboration.notices(session.connection, session.actor, limit)
    return [
        Notice(
            id=row["id"],
            what=row["what"],
            text=row["text"],
            at=row["at"],
            ticket_id=row["ticket_id"],
            number=f"{PREFIX[row['kind']]}-{row['ticket_id']}" if row["ticket_id"] else "",
            title=row["title"] or "",
            who=row["who"],
            is_read=row["read_at"] is not None,
        )
        for row in found
    ]


def mark_read(desk: Desk, ids: Collection[int] | None = None) -> None:
    """Note that own notices were read: these, or all. Those read long ago are taken away."""
    with desk.aside(Right.WORK_ON_TICKETS) as session:
        which = {} if ids is None else {"id": list(ids)}
        note_read(session, **which)
        collaboration.forget_read(session.connection, session.actor.id, session.now - KEPT)


def read_until(session: Session, instant: datetime) -> None:
    """Note that everybody has read what was told until an instant."""
    collaboration.read_until(session.connection, instant)


def note_read(session: Session, **which: object) -> None:
    """Note, in a transaction that does more, that own unread notices were read."""
    rows.change(
        session.connection,
        "notice",
        {"read_at": session.now},
        account_id=session.actor.id,
        read_at=None,
        **which,
    )
