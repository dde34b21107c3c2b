"""How tickets hang together: links said on both of them, taken away, and taken back."""

from __future__ import annotations

from collections.abc import Iterable

from desk_gui.domain.accounts import Right
from desk_gui.domain.errors import Invalid, NotFound, NotPossible
from desk_gui.domain.ticket import ORDERED, Relation, Ticket
from desk_gui.operations.desk import Desk, Session
from desk_gui.operations.effects import Effects
from desk_gui.operations.saving import Why, ticket_or_refuse, write_other
from desk_gui.storage import history, merged, read, rows
from desk_gui.storage.history import PastEntry

LINKED, UNLINKED = "linked", "unlinked"
ACTIONS = frozenset({LINKED, UNLINKED})
"""What the journal calls making a link and taking it away; `after["link"]` names its two ends."""


def link(desk: Desk, ticket_id: int, other_id: int, relation: Relation) -> Effects:
    """Say that this ticket is related to, a child of, caused by or a duplicate of another.

    Raises NotPossible where the links would run in a circle, or where it is a duplicate already.
    """
    with desk.writing(Right.WORK_ON_TICKETS) as session:
        ticket, other = (ticket_or_refuse(session, i) for i in (ticket_id, other_id))
        return _effects(ticket, other, add_link(session, ticket, other, relation))


def add_link(session: Session, ticket: Ticket, other: Ticket, relation: Relation) -> str | None:
    """Store a link and journal it on both tickets; its entry, or None where it was there before."""
    if not store_link(session, ticket, other, relation):
        return None
    return _note(session, Why(LINKED), ticket, other, relation)


def store_link(session: Session, ticket: Ticket, other: Ticket, relation: Relation) -> bool:
    """Store a link without a word in the journal; False where it was there before."""
    if ticket.id == other.id:
        raise Invalid("A ticket cannot be linked to itself.")
    ends = [(ticket.id, other.id)]
    if relation is Relation.RELATED:
        ends.append((other.id, ticket.id))
    if any(_is_there(session, *end, relation) for end in ends):
        return False
    refusal = _why_not(session, ticket, other, relation)
    if refusal:
        raise NotPossible(refusal)
    rows.add(session.connection, "link", ticket_id=ticket.id, other_id=other.id, relation=relation)
    return True


def _is_there(session: Session, ticket_id: int, other_id: int, relation: Relation) -> bool:
    found = rows.one(
        session.connection, "link", ticket_id=ticket_id, other_id=other_id, relation=relation
    )
    return found is not None


def _why_not(session: Session, ticket: Ticket, other: Ticket, relation: Relation) -> str | None:
    connection = session.connection
    if relation in ORDERED and merged.would_close_a_circle(
        connection, ticket.id, other.id, relation
    ):
        return (
            f"{other.number} is {words(relation)} {ticket.number} already, directly or through"
            " others; links do not run in a circle."
        )
    if relation is Relation.DUPLICATE_OF:
        first = rows.one(connection, "link", ticket_id=ticket.id, relation=relation)
        known = first and read.ticket(connection, first["other_id"])
        if known:
            return (
                f"{ticket.number} is a duplicate of {known.number} already;"
                " take that link away first."
            )
    return None


def unlink(desk: Desk, ticket_id: int, other_id: int, relation: Relation) -> Effects:
    """Take a link away again; a merged ticket stays linked until it is taken out."""
    with desk.writing(Right.WORK_ON_TICKETS) as session:
        ticket, other = (ticket_or_refuse(session, i) for i in (ticket_id, other_id))
        return _effects(ticket, other, _remove(session, Why(UNLINKED), ticket, other, relation))


def _remove(
    session: Session, why: Why, ticket: Ticket, other: Ticket, relation: Relation
) -> str | None:
    merged_here = merged.directly_into(session.connection, [ticket.id])
    if relation is Relation.DUPLICATE_OF and ticket.id in merged_here:
        raise NotPossible(
            f"{ticket.number} was merged into {other.number}; take it out of that one first."
        )
    if not drop_link(session, ticket, other, relation):
        raise NotFound(f"{ticket.number} and {other.number} are not linked like that.")
    return _note(session, why, ticket, other, relation)


def drop_link(session: Session, ticket: Ticket, other: Ticket, relation: Relation) -> bool:
    """Remove a link without a word in the journal; False where there was none."""
    ends = {"ticket_id": ticket.id, "other_id": other.id, "relation": relation}
    return bool(rows.remove(session.connection, "link", **ends))


def _note(session: Session, why: Why, ticket: Ticket, other: Ticket, relation: Relation) -> str:
    """Journal a link on both tickets; the entry on the first one is what an undo names.

    `why.around` is kept with it: whether this takes an undo back, or is one.
    """
    said = words(relation)
    about = {"link": [ticket.id, other.id, relation.value], **(why.around or {})}
    here = Why(why.action, f"{said} {other.number}", undoes=why.undoes)
    there = Why(why.action, f"{ticket.number} is {said} this")
    entry = write_other(session, "ticket", ticket.id, here, **about)
    write_other(session, "ticket", other.id, there, **about)
    return entry.uuid


def _effects(ticket: Ticket, other: Ticket, undo: str | None) -> Effects:
    return Effects(tickets=frozenset({ticket.id, other.id}), undo=undo)


def words(relation: Relation) -> str:
    """A relation as it is said in the journal: “child of”."""
    return relation.value.replace("_", " ")


def take_back(session: Session, entry: PastEntry) -> Effects:
    """Undo the making or the taking away of a link; raises NotPossible with who changed it since.

    What an undo did is the same kind of entry, so that it can be taken back in turn.
    """
    refusal = why_not_take_back(session, entry)
    if refusal:
        raise NotPossible(refusal)
    ticket_id, other_id, relation = _ends(entry)
    ticket, other = (ticket_or_refuse(session, i) for i in (ticket_id, other_id))
    around = {} if is_an_undo(entry) else {"undo": True}
    if entry.action == LINKED:
        why = Why(UNLINKED, undoes=entry.uuid, around=around)
        return _effects(ticket, other, _remove(session, why, ticket, other, relation))
    store_link(session, ticket, other, relation)
    why = Why(LINKED, undoes=entry.uuid, around=around)
    return _effects(ticket, other, _note(session, why, ticket, other, relation))


def is_link(entry: PastEntry) -> bool:
    """Whether an entry is the act of making a link, or of taking one away, and says which.

    A link that says where a ticket came from was made with the ticket and is no act by itself.
    """
    if entry.action not in ACTIONS or "link" not in entry.after:
        return False
    came_with_it = _ends(entry)[2] in {Relation.SPLIT_FROM, Relation.FOLLOW_UP_OF}
    return entry.action == UNLINKED or not came_with_it


def is_an_undo(entry: PastEntry) -> bool:
    """Whether an entry took a link back, and is not the act itself, or the act done again."""
    return "undo" in entry.after


def why_not_take_back(session: Session, entry: PastEntry) -> str | None:
    """Why a link can no longer be as it was before this entry, or None."""
    if not is_link(entry):
        return "This cannot be undone."
    entries = history.of_subject(session.connection, "ticket", entry.subject_id)
    since = _changed_since(entry, entries)
    if since is not None:
        did = "took this link away" if since.action == UNLINKED else "made this link again"
        return f"{since.who or 'Somebody'} {did} since; undo is too late."
    ticket_id, other_id, relation = _ends(entry)
    is_there = _is_there(session, ticket_id, other_id, relation)
    in_use = relation is Relation.DUPLICATE_OF and ticket_id in merged.directly_into(
        session.connection, [ticket_id]
    )
    if in_use or is_there is not (entry.action == LINKED):
        return "The two tickets were merged since; undo is too late."
    return None


def _changed_since(entry: PastEntry, entries: Iterable[PastEntry]) -> PastEntry | None:
    """The last entry among these that made, or took away, the same link after this one."""
    same = (
        one
        for one in entries
        if one.n > entry.n
        and one.action in ACTIONS
        and one.after.get("link") == entry.after.get("link")
    )
    return max(same, key=lambda one: one.n, default=None)


def _ends(entry: PastEntry) -> tuple[int, int, Relation]:
    ticket_id, other_id, relation = entry.after["link"]
    return ticket_id, other_id, Relation(relation)
