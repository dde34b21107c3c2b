"""Which tickets may be merged: one is cancelled as a duplicate, the other stays (the rules, §1)."""

from __future__ import annotations

from desk_gui.domain.ticket import Major, Ticket, kind_words, words
from desk_gui.domain.workflow import is_final, is_open


def why_not_merge(ticket: Ticket, into: Ticket) -> str | None:
    """Why the first ticket may not be merged into the second, which stays; or None.

    Whether the second was merged itself is asked elsewhere: that needs a look at its links.
    """
    if ticket.id == into.id:
        return f"{ticket.number} cannot be merged into itself; choose the ticket that stays."
    if not is_open(ticket.status):
        return why_stays(ticket)
    if ticket.kind is not into.kind:
        return (
            f"{ticket.number} is {_a(ticket)} and {into.number} {_a(into)};"
            " only tickets of one kind are merged. Link them instead."
        )
    if not is_open(into.status):
        return _too_late(into, "link them instead")
    return why_stays(ticket, into.number)


def why_stays(ticket: Ticket, other: str = "others") -> str | None:
    """Why a ticket may not be merged into any other, or None."""
    if not is_open(ticket.status):
        return _too_late(ticket, "link it instead")
    if ticket.major in {Major.PROPOSED, Major.DECLARED}:
        return f"{ticket.number} is a major incident; merge {other} into it instead."
    return None


def _too_late(ticket: Ticket, instead: str) -> str:
    if is_final(ticket.status):
        return f"{ticket.number} is {words(ticket.status)}, which is final; {instead}."
    return f"{ticket.number} is {words(ticket.status)}; reopen it first, or {instead}."


def _a(ticket: Ticket) -> str:
    kind = kind_words(ticket.kind)
    return f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"
