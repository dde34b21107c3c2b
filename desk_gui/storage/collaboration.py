"""Who is at which ticket, who may be told of it, and what is unread.

Presence goes by the database's own clock: two computers whose clocks differ agree on who is there.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    and_,
    case,
    cast,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
    type_coerce,
    update,
)

from desk_gui.domain.accounts import Account, Role
from desk_gui.domain.collaboration import STALE, Activity
from desk_gui.storage.queue import visible_to
from desk_gui.storage.rows import Row
from desk_gui.storage.tables import (
    account,
    comment,
    contact,
    journal,
    notice,
    presence,
    seen,
    team_member,
    ticket,
    watcher,
)
from desk_gui.storage.types import WholeNumber

LEFT_OVER = timedelta(minutes=10)
"""Rows of windows that were killed are cleared away after this."""
COUNTED = 100
"""More unread notices than this are not counted one by one."""
_WORKS_HERE = [role for role in Role if role.rank >= Role.AGENT.rank]
_SEES_ALL = [role for role in Role if role.rank >= Role.SUPERVISOR.rank]


def _clock(connection: Connection) -> ColumnElement[int]:
    """The database's own instant, in seconds since 1970."""
    if connection.dialect.name == "sqlite":
        return cast(func.strftime("%s", "now"), Integer)
    return cast(func.floor(func.extract("epoch", func.clock_timestamp())), WholeNumber)


def arrive(
    connection: Connection, seat: str, account_id: int, ticket_id: int, activity: Activity
) -> None:
    """Write down that a window is at a ticket, since when, and that it was just heard of."""
    now = _clock(connection)
    as_before = and_(presence.c.ticket_id == ticket_id, presence.c.activity == activity)
    values: dict[Any, Any] = {
        presence.c.account_id: account_id,
        presence.c.ticket_id: ticket_id,
        presence.c.activity: activity,
        presence.c.seen_at: now,
    }
    since = case((as_before, type_coerce(presence.c.since, WholeNumber)), else_=now)
    change = update(presence).where(presence.c.seat == seat)
    if connection.execute(change.values({**values, presence.c.since: since})).rowcount:
        return
    gone = type_coerce(presence.c.seen_at, WholeNumber) < now - int(LEFT_OVER.total_seconds())
    connection.execute(delete(presence).where(gone))
    new = {**values, presence.c.seat: seat, presence.c.since: now}
    connection.execute(insert(presence).values(new))


def present(connection: Connection, ticket_id: int, *, but: int) -> list[Row]:
    """Name, activity and since when of everybody but one account who is at a ticket now."""
    heard = type_coerce(presence.c.seen_at, WholeNumber)
    query = (
        select(account.c.id, account.c.name, presence.c.activity, presence.c.since)
        .join(account, account.c.id == presence.c.account_id)
        .where(
            presence.c.ticket_id == ticket_id,
            presence.c.account_id != but,
            heard >= _clock(connection) - int(STALE.total_seconds()),
        )
        .order_by(presence.c.since, account.c.name)
    )
    return [dict(row) for row in connection.execute(query).mappings()]


def may_be_told(connection: Connection, people: Collection[int], ticket_id: int) -> list[int]:
    """Those of the accounts that work here and may see this ticket, in order of their id.

    A confidential ticket is for its team and supervisors (the rules, §6).
    """
    if not people:
        return []
    in_team = exists().where(
        team_member.c.account_id == account.c.id, team_member.c.team_id == ticket.c.team_id
    )
    query = (
        select(account.c.id)
        .join(ticket, ticket.c.id == ticket_id)
        .where(
            account.c.id.in_(people),
            account.c.active.in_([True]),
            account.c.role.in_(_WORKS_HERE),
            or_(ticket.c.confidential.in_([False]), account.c.role.in_(_SEES_ALL), in_team),
        )
        .order_by(account.c.id)
    )
    return list(connection.execute(query).scalars())


def watchers(connection: Connection, ticket_id: int) -> list[Row]:
    """Id, login and name of who watches a ticket, by name."""
    query = (
        select(account.c.id, account.c.login, account.c.name)
        .join(watcher, watcher.c.account_id == account.c.id)
        .where(watcher.c.ticket_id == ticket_id)
        .order_by(account.c.name)
    )
    return [dict(row) for row in connection.execute(query).mappings()]


def unread_since(
    connection: Connection, people: Collection[int], ticket_id: int, what: str, since: datetime
) -> list[Row]:
    """Unread notices of one kind about a ticket that these people got since an instant."""
    query = select(notice).where(
        notice.c.account_id.in_(people),
        notice.c.read_at.is_(None),
        notice.c.ticket_id == ticket_id,
        notice.c.what == what,
        notice.c.at >= since,
    )
    return [dict(row) for row in connection.execute(query).mappings()]


def _mine(viewer: Account) -> ColumnElement[bool]:
    """Notices of an account about tickets that it may still see."""
    its = ticket.c.id == notice.c.ticket_id
    about = exists().where(its, visible_to(viewer)).correlate(notice)
    return and_(notice.c.account_id == viewer.id, or_(notice.c.ticket_id.is_(None), about))


def unread(connection: Connection, viewer: Account) -> tuple[int, int, datetime | None]:
    """How many notices are unread (at most 100 are counted), the newest id, and its instant."""
    newest = (
        select(notice.c.id, type_coerce(notice.c.at, WholeNumber).label("at"))
        .where(_mine(viewer), notice.c.read_at.is_(None))
        .order_by(notice.c.id.desc())
        .limit(COUNTED)
        .subquery()
    )
    query = select(
        func.count(), func.max(newest.c.id), type_coerce(func.max(newest.c.at), notice.c.at.type)
    )
    many, last, at = connection.execute(query.select_from(newest)).one()
    return many, last or 0, at


def notices(connection: Connection, viewer: Account, limit: int) -> list[Row]:
    """The newest notices of an account, unread ones first, with their ticket and who caused it."""
    query = (
        select(notice, ticket.c.kind, ticket.c.title, account.c.name.label("who"))
        .join(ticket, ticket.c.id == notice.c.ticket_id, isouter=True)
        .join(account, account.c.id == notice.c.by_id, isouter=True)
        .where(_mine(viewer))
        .order_by(notice.c.read_at.is_not(None), notice.c.at.desc(), notice.c.id.desc())
        .limit(limit)
    )
    return [dict(row) for row in connection.execute(query).mappings()]


def read_until(connection: Connection, instant: datetime) -> None:
    """Note that everybody has read what was told until an instant, when it was told."""
    old = and_(notice.c.read_at.is_(None), notice.c.at <= instant)
    connection.execute(update(notice).where(old).values({notice.c.read_at: notice.c.at}))


def forget_read(connection: Connection, account_id: int, before: datetime) -> None:
    """Take away what an account has read before an instant."""
    old = and_(notice.c.account_id == account_id, notice.c.read_at < before)
    connection.execute(delete(notice).where(old))


def said_after(connection: Connection, ticket_id: int, comment_id: int, *, but: int) -> list[Row]:
    """What others said on a ticket after a comment, oldest first."""
    query = (
        select(
            comment.c.id,
            comment.c.text,
            comment.c.public,
            comment.c.at,
            func.coalesce(contact.c.name, account.c.name).label("who"),
            comment.c.account_id,
        )
        .join(account, account.c.id == comment.c.account_id, isouter=True)
        .join(contact, contact.c.id == comment.c.contact_id, isouter=True)
        .where(
            comment.c.ticket_id == ticket_id,
            comment.c.id > comment_id,
            or_(comment.c.account_id.is_(None), comment.c.account_id != but),
        )
        .order_by(comment.c.id)
    )
    return [dict(row) for row in connection.execute(query).mappings()]


def newest_entries(connection: Connection, wanted: Sequence[int], *, but: int) -> dict[int, int]:
    """Ticket id → the newest journal entry about it that somebody else made."""
    query = (
        select(journal.c.subject_id, func.max(journal.c.n))
        .where(
            journal.c.subject == "ticket",
            journal.c.subject_id.in_(wanted),
            or_(journal.c.account_id.is_(None), journal.c.account_id != but),
        )
        .group_by(journal.c.subject_id)
    )
    return dict(connection.execute(query).tuples().all())


def seen_entries(connection: Connection, account_id: int, wanted: Sequence[int]) -> dict[int, int]:
    """Ticket id → the newest journal entry that this account has seen of it."""
    query = select(seen.c.ticket_id, seen.c.n).where(
        seen.c.account_id == account_id, seen.c.ticket_id.in_(wanted)
    )
    return dict(connection.execute(query).tuples().all())
