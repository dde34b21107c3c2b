"""What a requester reads: his tickets, what he may order, and public articles."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from desk_gui.domain.accounts import Account, Right
from desk_gui.domain.asking import Submission, submission_of
from desk_gui.domain.catalog import CatalogItem
from desk_gui.domain.errors import Invalid, NotFound
from desk_gui.domain.ticket import PREFIX
from desk_gui.domain.workflow import Kind, Status, is_final, is_resolved
from desk_gui.operations.desk import Desk
from desk_gui.storage import own, read
from desk_gui.storage.rows import Row


@dataclass(frozen=True)
class OwnTicket:
    """A ticket as its requester sees it in his list; `csat` is what he said of it, 1 to 5."""

    id: int
    kind: Kind
    status: Status
    title: str
    opened_at: datetime
    waits_for_me: bool
    csat: int | None

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
    """One public comment; `mine` when the requester wrote it."""

    who: str
    mine: bool
    text: str
    at: datetime


@dataclass(frozen=True)
class OwnPage:
    """A whole ticket as its requester sees it; `outcome` is how it was solved, or why not."""

    ticket: OwnTicket
    text: str
    said: tuple[SaidAloud, ...]
    answers: tuple[tuple[str, str], ...]
    outcome: str


@dataclass(frozen=True)
class OnItsWay:
    """What was handed in and is not taken in yet, or was refused with this sentence."""

    submission: Submission
    sent_at: datetime
    refusal: str | None


@dataclass(frozen=True)
class OwnList:
    """What a requester has at the desk, the newest first."""

    tickets: tuple[OwnTicket, ...]
    on_their_way: tuple[OnItsWay, ...] = ()


def me(desk: Desk) -> Account | None:
    """Whose login of the database this is, or None where many share it and have to sign in."""
    if not desk.database.is_requesters:
        return None
    with desk.reading() as session:
        return read.account(session.connection, database_login=desk.database.login)


def tickets(desk: Desk) -> OwnList:
    """One's own tickets, and what is still on its way to the desk."""
    with desk.reading(Right.ASK) as session:
        found = own.tickets(session.connection, session.actor)
        waiting = own.on_their_way(session.connection, session.actor)
        return OwnList(
            tuple(_own(row) for row in found),
            tuple(one for row in waiting if (one := _on_its_way(row)) is not None),
        )


def _own(row: Row) -> OwnTicket:
    waits = row["status"] is Status.ON_HOLD and row["hold_reason"] == "requester"
    names = ("id", "kind", "status", "title", "opened_at", "csat")
    return OwnTicket(**{name: row[name] for name in names}, waits_for_me=waits)


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
        said = own.comments(session.connection, ticket_id)
        return OwnPage(
            ticket=_own(row),
            text=row["text"],
            said=tuple(
                SaidAloud(
                    one["who"] or session.actor.name,
                    one["account_id"] in {None, session.actor.id},
                    one["text"],
                    one["at"],
                )
                for one in said
            ),
            answers=own.answers(session.connection, ticket_id),
            outcome=row["rejection_reason"] or row["resolution_text"] or "",
        )


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
