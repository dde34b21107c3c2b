"""Merging duplicates, and taking them apart again.

A merged ticket is cancelled as a duplicate and linked to the ticket that stays; nothing is copied
or moved. What is shown together is read together, so that un-merging has nothing to put back but
the ticket itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from desk_gui.domain.accounts import Right
from desk_gui.domain.errors import Invalid, NotFound, NotPossible
from desk_gui.domain.merging import why_not_merge
from desk_gui.domain.ticket import Relation, Ticket, Wish, changes_of
from desk_gui.domain.workflow import CancelReason, Status
from desk_gui.operations import relations, undoing
from desk_gui.operations.desk import Desk, Session
from desk_gui.operations.effects import Effects
from desk_gui.operations.saving import (
    Voids,
    Why,
    done_already,
    effects_of,
    may_see,
    refuse_conflict,
    save,
    ticket_or_refuse,
    write_other,
)
from desk_gui.operations.undoing import MERGED
from desk_gui.storage import history, merged, read, rows
from desk_gui.storage.history import PastEntry

MERGED_IN = "merged in"
"""What the journal of the ticket that stays calls it."""


def is_merge(wish: Wish) -> bool:
    """Whether a move is a merge: cancelling as a duplicate."""
    return wish.to is Status.CANCELLED and wish.cancel_reason is CancelReason.DUPLICATE


def merge(
    desk: Desk,
    ticket_id: int,
    into_id: int,
    *,
    reason: str = "",
    seen_version: int | None = None,
    key: str | None = None,
) -> Effects:
    """Merge a ticket into the one that stays: its clocks stop, its approvals and tasks are void.

    Raises NotPossible for tickets of two kinds, for what is not open, for a major incident, and
    for a ticket that was merged itself: the sentence names the one that stays then.
    """
    with desk.writing(Right.WORK_ON_TICKETS) as session:
        if before := done_already(session, key):
            return before
        ticket, into = (ticket_or_refuse(session, i) for i in (ticket_id, into_id))
        _refuse(session, ticket, into)
        wish = _as_duplicate(reason)
        refuse_conflict(session, ticket, seen_version, changes_of(ticket, wish, session.now))
        return merge_now(session, ticket, into, wish, key)


def merge_new(session: Session, ticket: Ticket, into: Ticket) -> Effects:
    """Merge a ticket in the transaction that opened it; raises as `merge` does."""
    _refuse(session, ticket, into)
    return merge_now(session, ticket, into, _as_duplicate())


def _as_duplicate(reason: str = "") -> Wish:
    return Wish(Status.CANCELLED, cancel_reason=CancelReason.DUPLICATE, reason=reason)


def _refuse(session: Session, ticket: Ticket, into: Ticket) -> None:
    refusal = why_not(session, ticket, into)
    if refusal:
        raise NotPossible(refusal)


def why_not(session: Session, ticket: Ticket, into: Ticket) -> str | None:
    """Why a ticket may not be merged into another, which names the one that stays; or None."""
    staying = _staying(session, into)
    if staying is not None and staying.id != into.id:
        return f"{into.number} was merged into {staying.number}; choose that one instead."
    return why_not_merge(ticket, into)


def _staying(session: Session, ticket: Ticket) -> Ticket | None:
    """The last ticket of the chain that this one was merged into; itself when it was not."""
    chain = merged.chain(session.connection, ticket.id)
    return read.ticket(session.connection, chain[-1]) if chain else ticket


def merge_now(
    session: Session, ticket: Ticket, into: Ticket, wish: Wish, key: str | None = None
) -> Effects:
    """Merge in this transaction what was checked before."""
    fresh = relations.store_link(session, ticket, into, Relation.DUPLICATE_OF)
    was = {str(into.id): None if fresh else Relation.DUPLICATE_OF.value}
    reason = f"into {into.number}" + (f": {wish.reason.strip()}" if wish.reason.strip() else "")
    why = Why(MERGED, reason, key, voids=Voids.OPEN, around={undoing.ORIGINAL: was})
    after = save(session, ticket, changes_of(ticket, wish, session.now), why)
    write_other(session, "ticket", into.id, Why(MERGED_IN, ticket.number))
    effects = effects_of(session, ticket, after)
    return replace(effects, tickets=effects.tickets | {into.id})


def original_of(session: Session, ticket: Ticket) -> Ticket | None:
    """The ticket that this one is linked to as a duplicate, or None."""
    ends = {"ticket_id": ticket.id, "relation": Relation.DUPLICATE_OF}
    found = rows.many(session.connection, "link", order="other_id", **ends)
    return read.ticket(session.connection, found[0]["other_id"]) if found else None


def unmerge(desk: Desk, ticket_id: int) -> Effects:
    """Take a merged ticket out again: it is exactly what it was before, its clocks too.

    What was said on the ticket that stayed remains there. Raises NotPossible, with who changed
    what, where the merged ticket was changed since.
    """
    with desk.writing(Right.WORK_ON_TICKETS) as session:
        ticket = ticket_or_refuse(session, ticket_id)
        if ticket.id not in merged.directly_into(session.connection, [ticket.id]):
            raise NotPossible(f"{ticket.number} is not merged into another ticket.")
        entry = _merging_entry(session, ticket)
        if entry is None:
            raise NotPossible(f"{ticket.number} came merged; there is nothing to go back to.")
        return undoing.take_back(session, ticket, entry)


def _merging_entry(session: Session, ticket: Ticket) -> PastEntry | None:
    entries = history.of_subject(session.connection, "ticket", ticket.id)
    cancelled = [
        one for one in entries if one.status == Status.CANCELLED and one.old_status != one.status
    ]
    return cancelled[-1] if cancelled else None


@dataclass(frozen=True)
class Part:
    """A ticket that would be merged, or the sentence that says why it would not."""

    id: int
    number: str
    title: str
    why_not: str | None


@dataclass(frozen=True)
class Preview:
    """What merging would do: the ticket that stays, a word about it, and what goes into it."""

    staying_id: int
    staying: str
    title: str
    note: str
    parts: tuple[Part, ...]


def preview(desk: Desk, wanted: Sequence[int], into_id: int) -> Preview:
    """What merging these tickets into one would do; one that was merged stands for its survivor."""
    with desk.reading() as session:
        chosen = ticket_or_refuse(session, into_id)
        into = _staying(session, chosen)
        if into is None or not may_see(session, into):
            raise NotFound(f"{chosen.number} was merged into a ticket that you may not see.")
        note = ""
        if into.id != chosen.id:
            note = f"{chosen.number} was merged into {into.number}, so {into.number} stays."
        found = rows.many(session.connection, "ticket", id=set(wanted) - {into.id})
        tickets = {row["id"]: read.ticket_of(row) for row in found}
        parts = tuple(
            Part(one.id, one.number, one.title, why_not_merge(one, into))
            for one in (tickets[i] for i in dict.fromkeys(wanted) if i in tickets)
            if may_see(session, one)
        )
    return Preview(into.id, into.number, into.title, note, parts)


def refuse_merged(session: Session, ticket: Ticket) -> None:
    """Raise NotPossible for a ticket that was merged: what is said belongs on the one that stays.

    That is what both requesters read, and it stays where it is when the two are taken apart.
    """
    staying = _staying(session, ticket) if ticket.status is Status.CANCELLED else ticket
    if staying is not None and staying.id != ticket.id:
        raise NotPossible(f"{ticket.number} was merged into {staying.number}; write it there.")


def into_its_original(session: Session, ticket: Ticket, wish: Wish, key: str | None) -> Effects:
    """Cancel a ticket as a duplicate of the one it is linked to, which is merging it."""
    into = original_of(session, ticket)
    refusal = (
        "Link it as a duplicate of the ticket that stays first."
        if into is None
        else why_not(session, ticket, into)
    )
    if into is None or refusal:
        raise Invalid(refusal or "")
    return merge_now(session, ticket, into, wish, key)
