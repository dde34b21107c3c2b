"""Unsent words: kept a moment after they are typed, gone with the act that sends them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from desk_gui.domain.accounts import Right
from desk_gui.domain.collaboration import Writing
from desk_gui.domain.text import clean
from desk_gui.operations.desk import Desk, Session
from desk_gui.operations.saving import ticket_or_refuse
from desk_gui.storage import rows


@dataclass(frozen=True)
class Kept:
    """An unsent answer or work note of the signed-in account."""

    text: str
    mode: Writing
    at: datetime


@dataclass(frozen=True)
class KeptForm:
    """An unsent new ticket: its fields by name, as the form keeps them."""

    id: int
    fields: Mapping[str, object]
    at: datetime


@dataclass(frozen=True)
class Left:
    """Unsent words of the signed-in account on a ticket that was merged into another."""

    ticket_id: int
    number: str
    text: str
    mode: Writing
    at: datetime


def keep(desk: Desk, ticket_id: int, text: str, mode: Writing) -> None:
    """Keep what is typed on a ticket and not sent; an empty text forgets it.

    One draft for each account and ticket; it is nobody else's business, so it is not journalled.
    """
    with desk.aside(Right.WORK_ON_TICKETS) as session:
        ticket_or_refuse(session, ticket_id)
        forget(session, ticket_id)
        if text.strip():
            _add(session, ticket_id, clean(text), mode)


def unsent(session: Session, ticket_id: int) -> Kept | None:
    """What the signed-in account typed on a ticket and did not send.

    Where a merge brought several together, all of their words, the oldest first.
    """
    mine = {"account_id": session.actor.id, "ticket_id": ticket_id}
    found = rows.many(session.connection, "draft", order="at", **mine)
    if not found:
        return None
    text = "\n\n".join(row["text"] for row in found)
    return Kept(text, found[-1]["mode"], found[-1]["at"])


def left_on(session: Session, numbers: Mapping[int, str]) -> tuple[Left, ...]:
    """What the signed-in account left unsent on these tickets, the oldest first."""
    mine = {"account_id": session.actor.id, "ticket_id": set(numbers)}
    found = rows.many(session.connection, "draft", order="at", **mine) if numbers else []
    return tuple(
        Left(row["ticket_id"], numbers[row["ticket_id"]], row["text"], row["mode"], row["at"])
        for row in found
    )


def take(desk: Desk, ticket_id: int) -> None:
    """Forget what was left unsent on a ticket, once its words are somewhere else."""
    with desk.aside(Right.WORK_ON_TICKETS) as session:
        forget(session, ticket_id)


def forget(session: Session, ticket_id: int) -> None:
    """Take the draft away in the transaction that sends it, so that it never comes back."""
    mine = {"account_id": session.actor.id, "ticket_id": ticket_id}
    rows.remove(session.connection, "draft", **mine)


def keep_form(desk: Desk, fields: Mapping[str, object], draft_id: int | None = None) -> int:
    """Keep what is typed into the form of a new ticket; the id of the draft, new or as before."""
    text = clean(json.dumps(fields, ensure_ascii=False))
    with desk.aside(Right.WORK_ON_TICKETS) as session:
        mine = {"account_id": session.actor.id, "mode": Writing.TICKET, "id": draft_id}
        values = {"text": text, "at": session.now}
        if draft_id is not None and rows.change(session.connection, "draft", values, **mine):
            return draft_id
        return _add(session, None, text, Writing.TICKET)


def kept_forms(desk: Desk) -> list[KeptForm]:
    """The unsent new tickets of the signed-in account, the newest first."""
    with desk.reading() as session:
        mine = {"account_id": session.actor.id, "mode": Writing.TICKET}
        found = rows.many(session.connection, "draft", order="-at", **mine)
    return [KeptForm(row["id"], json.loads(row["text"]), row["at"]) for row in found]


def throw_away(desk: Desk, draft_id: int) -> None:
    """Forget an unsent new ticket."""
    with desk.aside() as session:
        forget_form(session, draft_id)


def forget_form(session: Session, draft_id: int) -> None:
    """Take it away in the transaction that opens the ticket."""
    rows.remove(session.connection, "draft", id=draft_id, account_id=session.actor.id)


def _add(session: Session, ticket_id: int | None, text: str, mode: Writing) -> int:
    return rows.add(
        session.connection,
        "draft",
        account_id=session.actor.id,
        ticket_id=ticket_id,
        mode=mode,
        text=text,
        at=session.now,
    )
