"""What can be done with a ticket now: the moves of its workflow, the natural one first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from desk_gui.domain.accounts import Account, Right
from desk_gui.domain.merging import why_stays
from desk_gui.domain.ticket import Move, Ticket, why_not_reclassify
from desk_gui.domain.workflow import Kind, Status, is_final, is_resolved
from desk_gui.gui.format import count, move_words
from desk_gui.operations.articles.making import why_not_make
from desk_gui.operations.show import TicketPage

ACTS = {
    Status.IN_PROGRESS: "start",
    Status.IN_FULFILMENT: "start",
    Status.ON_HOLD: "hold",
    Status.RESOLVED: "resolve",
    Status.FULFILLED: "resolve",
    Status.CLOSED: "close",
    Status.APPROVED: "approve",
    Status.REJECTED: "reject",
}
"""The command of each move that is a button; assigning and cancelling stand in the menu."""
NATURAL = ("approve", "take", "start", "resolve", "close", "follow_up")
ORDER = ("approve", "reject", "take", "start", "resolve", "close", "reopen", "hold", "follow_up")
UNTAKEN = frozenset({Status.NEW, Status.ASSIGNED, Status.APPROVED})
ONLY_AGENTS = "Only an agent can do this."


@dataclass(frozen=True)
class Offer:
    """One act: its command, its words, and why not where it is blocked."""

    act: str
    words: str
    because: str = ""
    primary: bool = False

    @property
    def allowed(self) -> bool:
        """Whether it can be done now."""
        return not self.because


def buttons(shown: TicketPage, account: Account) -> tuple[Offer, ...]:
    """The buttons of a ticket, the natural next act first and marked."""
    offers = sorted(_offers(shown, account), key=lambda offer: ORDER.index(offer.act))
    able = {offer.act for offer in offers if offer.allowed}
    first = next((act for act in _natural(shown.ticket) if act in able), None)
    marked = [replace(offer, primary=offer.act == first) for offer in offers]
    return tuple(sorted(marked, key=lambda offer: not offer.primary))


def _natural(ticket: Ticket) -> tuple[str, ...]:
    """A request is taken by starting it, and what somebody else has is not taken first."""
    if ticket.kind is Kind.REQUEST or ticket.assignee_id:
        return tuple(act for act in NATURAL if act != "take")
    return NATURAL


def _offers(shown: TicketPage, account: Account) -> Iterator[Offer]:
    ticket = shown.ticket
    works = "" if account.may(Right.WORK_ON_TICKETS) else ONLY_AGENTS
    for move in shown.moves:
        if move.to in ACTS:
            words = move_words(ticket.kind, ticket.status, move.to)
            act = "reopen" if move.reopens else ACTS[move.to]
            yield Offer(act, words, _sentence(words, move))
    if ticket.status in UNTAKEN and ticket.assignee_id != account.id:
        yield Offer("take", "Assign to me", works)
    if is_final(ticket.status) and shown.family.staying is None:
        yield Offer("follow_up", "Open a follow-up…", works)
    yield from _later(shown)


def _sentence(words: str, move: Move) -> str:
    if move.because.startswith("Still to do"):
        return f"{words.rstrip('…')} needs its tasks. {move.because}"
    return move.because


def _later(shown: TicketPage) -> Iterator[Offer]:
    """What comes after the next act, visible but not possible yet."""
    ticket, standing = shown.ticket, shown.standing
    if ticket.kind is Kind.INCIDENT and ticket.status in {Status.NEW, Status.ASSIGNED}:
        yield Offer("resolve", "Resolve…", "Resolve needs work to have started.")
    if ticket.status is Status.AWAITING_APPROVAL:
        missing = count(standing.approvals_needed - standing.approvals_given, "more approval")
        yield Offer("start", "Start fulfilment", f"Start fulfilment needs {missing}.")
    if ticket.status is Status.APPROVED:
        yield Offer("resolve", "Fulfil…", "Fulfil needs fulfilment to have started.")


def menu(shown: TicketPage, account: Account) -> tuple[Offer, ...]:
    """What stands behind “More”, in its order; an empty act is a line between groups."""
    ticket = shown.ticket
    works = "" if account.may(Right.WORK_ON_TICKETS) else ONLY_AGENTS
    final = f"{ticket.number} is {ticket.status.value}; that is final."
    is_open = works or (final if is_final(ticket.status) else "")
    writes = "" if account.may(Right.WRITE_ARTICLES) else ONLY_AGENTS
    reclassify = "" if account.may(Right.RECLASSIFY) else ONLY_AGENTS
    cancel = next((move for move in shown.moves if move.to is Status.CANCELLED), None)
    done = final if is_final(ticket.status) else "What is resolved is not cancelled; reopen it."
    if cancel is not None:
        done = cancel.because
    other = "service request" if ticket.kind is Kind.INCIDENT else "incident"
    article = "a" if ticket.kind is Kind.INCIDENT else "an"
    return (
        Offer("assign", "Assign…", is_open),
        Offer("edit", "Edit…", works),
        Offer("answer", "The requester answered…", is_open),
        Offer("", ""),
        Offer("reclassify", f"Make it {article} {other}…", reclassify or _fixed(ticket)),
        Offer("split", f"Split off {article} {other}…", reclassify),
        Offer("link", "Link to another ticket…", works),
        Offer("merge", "Merge into…", works or why_stays(ticket) or ""),
        Offer("unmerge", "Take apart again", works or _not_merged(shown)),
        Offer("follow_up", "Open a follow-up…", works or _not_final(ticket)),
        Offer("write_article", "Write an article about it…", writes or why_not_make(ticket) or ""),
        Offer("", ""),
        Offer("undo", "Undo the last change", "" if shown.undo else "Nothing can be undone."),
        Offer("cancel", "Cancel ticket…", done),
        Offer("copy", "Copy number"),
    )


def _not_merged(shown: TicketPage) -> str:
    if shown.family.staying is not None:
        return ""
    return f"{shown.ticket.number} is not merged into another ticket."


def _fixed(ticket: Ticket) -> str:
    return why_not_reclassify(ticket) or ""


def _not_final(ticket: Ticket) -> str:
    if is_final(ticket.status):
        return ""
    again = "reopen it" if is_resolved(ticket.status) else "go on with it"
    return f"{ticket.number} is not final; {again} instead."
