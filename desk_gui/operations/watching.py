"""Following a ticket: watchers are told what others do with it."""

from __future__ import annotations

from desk_gui.domain.accounts import Right
from desk_gui.domain.collaboration import NoticeKind
from desk_gui.domain.errors import NotFound, NotPossible
from desk_gui.domain.ticket import Ticket
from desk_gui.operations import notices, telling
from desk_gui.operations.desk import Desk, Session
from desk_gui.operations.effects import Effects
from desk_gui.operations.saving import Why, ticket_or_refuse, write_other
from desk_gui.storage import collaboration, read, rows


def watch(desk: Desk, ticket_id: int, account_id: int | None = None) -> Effects:
    """Follow a ticket, or let a colleague follow it, who is told so.

    Raises NotPossible for a colleague who may not see it.
    """
    with desk.writing(Right.WORK_ON_TICKETS) as session:
        ticket = ticket_or_refuse(session, ticket_id)
        who = session.actor.id if account_id is None else account_id
        if who in telling.followers(session, ticket_id):
            return Effects()
        _may_watch_or_refuse(session, ticket, who)
        telling.follow(session, ticket_id, [who])
        _note(session, ticket, who, "watched")
        text = f"{session.actor.name} asks you to watch it."
        notices.tell(session, [who], NoticeKind.WATCHED, ticket_id, text)
        return Effects(tickets=frozenset({ticket_id}))


def unwatch(desk: Desk, ticket_id: int, account_id: int | None = None) -> Effects:
    """Follow a ticket no longer, or take a colleague off it."""
    with desk.writing(Right.WORK_ON_TICKETS) as session:
        ticket = ticket_or_refuse(session, ticket_id)
        who = session.actor.id if account_id is None else account_id
        if not rows.remove(session.connection, "watcher", ticket_id=ticket_id, account_id=who):
            return Effects()
        _note(session, ticket, who, "unwatched")
        return Effects(tickets=frozenset({ticket_id}))


def _may_watch_or_refuse(session: Session, ticket: Ticket, who: int) -> None:
    account = read.account(session.connection, id=who)
    if account is None:
        raise NotFound("There is no such colleague.")
    if not account.may(Right.WORK_ON_TICKETS):
        raise NotPossible(f"{account.name} does not work on tickets; choose an active agent.")
    if not collaboration.may_be_told(session.connection, [who], ticket.id):
        raise NotPossible(
            f"{account.name} may not see {ticket.number}, which is confidential; "
            "its team and supervisors may."
        )


def _note(session: Session, ticket: Ticket, who: int, action: str) -> None:
    """Journal it; the reason names whom it is about, where that is a colleague."""
    name = read.names(session.connection, "account", {who})[who]
    reason = None if who == session.actor.id else name
    write_other(session, "ticket", ticket.id, Why(action, reason))
