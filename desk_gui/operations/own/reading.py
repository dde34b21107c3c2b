"""What a requester reads: his tickets, what he may order, and public articles."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from desk_gui.domain.accounts import Account, Right, Role
from desk_gui.domain.asking import Submission, submission_of
from desk_gui.domain.attachment import Attached
from desk_gui.domain.catalog import CatalogItem
from desk_gui.domain.errors import Invalid, NotAllowed, NotFound
from desk_gui.domain.ticket import PREFIX
from desk_gui.domain.workflow import Kind, Status, is_final, is_resolved
from desk_gui.operations.approvals import how_many_of
from desk_gui.operations.attachments import of_tickets
from desk_gui.operations.desk import Desk, Session
from desk_gui.storage import approvals, own, read
from desk_gui.storage.rows import Row


@dataclass(frozen=True)
class OwnTicket:
    """A ticket as its requester sees it in his list; `csat` is what he said of it, 1 to 5.

    `answered_at` is when the desk last said something, `due_at` what is promised while its clock
    runs. Of a request `steps` tasks are known, of which so many are `ended`. A requester's login
    of PostgreSQL is told neither promises nor tasks.
    """

    id: int
    kind: Kind
    status: Status
    title: str
    opened_at: datetime
    waits_for_me: bool
    csat: int | None
    answered_at: datetime | None = None
    due_at: datetime | None = None
    steps: int = 0
    ended: int = 0

    @property
    def number(self) -> str:
        """INC-12 or REQ-12."""
        return f"{PREFIX[self.kind]}-{self.id}"

    @property
    def may_answer(self) -> bool:
        """Whether an answer still reaches it."""
        return not is_final(self.status)

    @property
    def may_say(self) -> bool:
        """Whether it can be said that it is solved, or not."""
        return is_resolved(self.status)

    @property
    def may_rate(self) -> bool:
        """Whether one can say how satisfied one is."""
        return is_resolved(self.status) or self.status is Status.CLOSED

    @property
    def may_withdraw(self) -> bool:
        """Whether the requester may take it back: a request that is not fulfilled yet."""
        return self.kind is Kind.REQUEST and self.may_answer and not self.may_say


@dataclass(frozen=True)
class SaidAloud:
    """One public comment with its files; `mine` when the requester wrote it."""

    who: str
    mine: bool
    text: str
    at: datetime
    files: tuple[Attached, ...] = ()


@dataclass(frozen=True)
class OwnPage:
    """A whole ticket as its requester sees it; `outcome` is how it was solved, or why not.

    `asked` are those who may decide on a request now, `files` what came with the ticket itself.
    """

    ticket: OwnTicket
    text: str
    said: tuple[SaidAloud, ...]
    answers: tuple[tuple[str, str], ...]
    outcome: str
    item: str = ""
    asked: tuple[str, ...] = ()
    files: tuple[Attached, ...] = ()


@dataclass(frozen=True)
class OnItsWay:
    """What was handed in and is not taken in yet, or was refused with this sentence."""

    submission: Submission
    sent_at: datetime
    refusal: str | None


@dataclass(frozen=True)
class OwnList:
    """What a requester has at the desk, the newest first.

    `decisions` is how many requests of others wait for him, who is somebody's manager perhaps; a
    requester's login of PostgreSQL is told of none.
    """

    tickets: tuple[OwnTicket, ...]
    on_their_way: tuple[OnItsWay, ...] = ()
    decisions: int = 0


def me(desk: Desk) -> Account | None:
    """Whose login of the database this is, or None where many share it and have to sign in."""
    if not desk.database.is_requesters:
        return None
    with desk.reading(Right.ASK) as session:
        return read.account(session.connection, database_login=desk.database.login)


def whose(desk: Desk) -> Account:
    """The same where it has to be somebody; NotAllowed once the account is switched off."""
    found = me(desk)
    if found is None:
        raise NotAllowed("The account of this login is switched off; ask an administrator.")
    return found


def tickets(desk: Desk) -> OwnList:
    """One's own tickets, and what is still on its way to the desk."""
    with desk.reading(Right.ASK) as session:
        found = own.tickets(session.connection, session.actor)
        waiting = own.on_their_way(session.connection, session.actor)
        return OwnList(
            tuple(_own(row) for row in found),
            tuple(one for row in waiting if (one := _on_its_way(row)) is not None),
            decisions=0 if desk.database.is_requesters else how_many_of(session),
        )


def _own(row: Row) -> OwnTicket:
    waits = row["status"] is Status.ON_HOLD and row["hold_reason"] == "requester"
    names = ("id", "kind", "status", "title", "opened_at", "csat", "answered_at")
    more = {name: row[name] for name in ("due_at", "steps", "ended") if name in row}
    return OwnTicket(**{name: row[name] for name in names}, waits_for_me=waits, **more)


def _on_its_way(row: Row) -> OnItsWay | None:
    try:
        return OnItsWay(submission_of(row["said"]), row["sent_at"], row["refusal"])
    except Invalid:
        return None


def ticket(desk: Desk, ticket_id: int) -> OwnPage:
    """One of one's own tickets with all that was said aloud; NotFound for any other."""
    with desk.reading(Right.ASK) as session:
        row = own.one(session.connection, session.actor, ticket_id)
        if row is None:
            raise NotFound("There is no such ticket of yours.")
        files = () if desk.database.is_requesters else of_tickets(session, [ticket_id])
        mine = own.contacts(session.connection, session.actor)
        said = own.comments(session.connection, ticket_id)
        return OwnPage(
            ticket=_own(row),
            text=row["text"],
            said=tuple(_said_aloud(session, one, mine, files) for one in said),
            answers=own.answers(session.connection, ticket_id),
            outcome=row["rejection_reason"] or row["resolution_text"] or "",
            item=row["item"] or "",
            asked=() if desk.database.is_requesters else _asked(session, ticket_id),
            files=tuple(one for one in files if one.comment_id is None),
        )


def _said_aloud(
    session: Session, said: Row, mine: frozenset[int], files: tuple[Attached, ...]
) -> SaidAloud:
    """Whoever wrote it and is neither oneself nor of the desk stays without a name."""
    is_mine = said["account_id"] == session.actor.id or said["contact_id"] in mine
    who = session.actor.name if is_mine else said["who"] or "Another requester"
    own_files = tuple(file for file in files if file.comment_id == said["id"])
    return SaidAloud(who, is_mine, said["text"], said["at"], own_files)


def asks(desk: Desk) -> bool:
    """Whether a requester is signed in: whoever is shown his own tickets and nothing else."""
    with desk.reading(Right.ASK) as session:
        return session.account is not None and session.account.role is Role.REQUESTER


def _asked(session: Session, ticket_id: int) -> tuple[str, ...]:
    """Whom the open approvals ask in person, or else everybody who may decide, by name."""
    found = approvals.deciders(session.connection, ticket_id, session.now)
    named = [row["name"] for row in found if row["in_person"]]
    return tuple(sorted(set(named or [row["name"] for row in found])))


def catalog(desk: Desk) -> list[CatalogItem]:
    """What can be ordered, by name, with its form; nothing of how it is approved or fulfilled."""
    with desk.reading(Right.ASK) as session:
        return own.items(session.connection)


def article(desk: Desk, article_id: int) -> tuple[str, str]:
    """(title, text) of what readers see of a public article; NotFound for any other."""
    with desk.reading(Right.ASK) as session:
        found = own.article_text(session.connection, article_id)
        if found is None:
            raise NotFound(f"There is no article KB-{article_id}.")
        return found["title"], found["text"]
