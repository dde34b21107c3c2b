"""What those who follow a ticket are told, in the transaction of the change that they hear of."""

from __future__ import annotations

from collections.abc import Iterator

from desk_gui.domain.collaboration import NoticeKind, mentions
from desk_gui.domain.priority import Priority
from desk_gui.domain.ticket import Ticket, words
from desk_gui.domain.workflow import Status
from desk_gui.operations import notices
from desk_gui.operations.desk import Session
from desk_gui.storage import collaboration, merged, read, rows

QUOTED = 120
"""So many characters of what was said stand in a notice."""


def tell_of_change(
    session: Session, before: Ticket, after: Ticket, *, by_itself: bool, reason: str | None
) -> None:
    """Tell who follows a ticket of its new status, its new priority and who works on it now."""
    if not any(getattr(before, name) != getattr(after, name) for name in _TOLD):
        return
    assigned = {after.assignee_id} - {before.assignee_id, None}
    who = "Desk" if by_itself or session.account is None else session.account.name
    notices.tell(
        session,
        _known(assigned),
        NoticeKind.ASSIGNED,
        after.id,
        f"{who} assigned it to you.",
        by_itself=by_itself,
    )
    people = _interested(session, after.id) | {before.assignee_id, after.assignee_id}
    others = _known(people - assigned)
    if others:
        lines = _lines(session, before, after, who)
        why = f" ({reason})" if by_itself and reason else ""
        text = "\n".join(f"{line}{why}." for line in lines)
        notices.tell_together(session, others, after.id, text, by_itself=by_itself)


_TOLD = ("status", "priority", "assignee_id", "team_id")


def _lines(session: Session, before: Ticket, after: Ticket, who: str) -> Iterator[str]:
    given = before.assignee_id != after.assignee_id or before.team_id != after.team_id
    if given:
        yield f"{who} {_given(session, before, after)}"
    follows = given and after.status is Status.ASSIGNED
    if before.status is not after.status and not follows:
        yield f"{who} moved it from {words(before.status)} to {words(after.status)}"
    if before.priority != after.priority:
        was, now = (_priority(ticket.priority) for ticket in (before, after))
        yield f"{who} changed its priority from {was} to {now}"


def _given(session: Session, before: Ticket, after: Ticket) -> str:
    to, team_id = after.assignee_id, after.team_id
    if to and to != before.assignee_id:
        if session.account is not None and session.account.id == to:
            return "took it"
        return f"assigned it to {read.names(session.connection, 'account', {to})[to]}"
    if team_id and (team_id != before.team_id or not to):
        team = read.names(session.connection, "team", {team_id})[team_id]
        return f"gave it to the team {team}"
    return "took it out of its team" if to else "took it back; nobody has it now"


def _priority(priority: Priority) -> str:
    return f"{int(priority)} {priority.name.capitalize()}"


def tell_of_comment(
    session: Session, ticket: Ticket, said: str, *, public: bool, by_requester: bool
) -> None:
    """Tell those whom a text mentions, who follow the ticket from now on, and all who follow it.

    A work note is told to those it mentions only.
    """
    who = session.actor.name
    mentioned = [] if by_requester else _mentioned(session, ticket.id, said)
    follow(session, ticket.id, mentioned)
    text = f"{who} mentioned you: {_quoted(said)}"
    notices.tell(session, mentioned, NoticeKind.MENTIONED, ticket.id, text)
    if public:
        people = _known(_interested(session, ticket.id) | {ticket.assignee_id})
        spoke = "The requester answered" if by_requester else f"{who} answered"
        text = f"{spoke}: {_quoted(said)}"
        notices.tell_together(session, people - set(mentioned), ticket.id, text)


def _mentioned(session: Session, ticket_id: int, said: str) -> list[int]:
    logins = {mention.login for mention in mentions(said)}
    if not logins:
        return []
    named = [row["id"] for row in rows.many(session.connection, "account", login=logins)]
    return collaboration.may_be_told(session.connection, named, ticket_id)


def _quoted(said: str) -> str:
    line = " ".join(said.split())
    return f"“{line if len(line) <= QUOTED else line[: QUOTED - 1] + '…'}”"


def followers(session: Session, ticket_id: int) -> set[int | None]:
    """The accounts that watch a ticket."""
    return {row["id"] for row in collaboration.watchers(session.connection, ticket_id)}


def _interested(session: Session, ticket_id: int) -> set[int | None]:
    """Who watches a ticket, or one that was merged into it."""
    ids = {ticket_id, *merged.family(session.connection, ticket_id)}
    return {row["account_id"] for row in rows.many(session.connection, "watcher", ticket_id=ids)}


def _known(people: set[int | None]) -> set[int]:
    return {one for one in people if one is not None}


def follow(session: Session, ticket_id: int, people: list[int]) -> None:
    """Let accounts follow a ticket from now on, where they do not yet."""
    new = sorted(set(people) - followers(session, ticket_id))
    about = {"ticket_id": ticket_id, "at": session.now}
    rows.add_many(session.connection, "watcher", [{"account_id": one, **about} for one in new])
