"""What a requester says, done under his own account: each in one transaction of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from desk_gui.domain.accounts import Right
from desk_gui.domain.asking import Affected, Asking, Submission, refuse_submission
from desk_gui.domain.attachment import NO_FILES, Upload
from desk_gui.domain.errors import NotFound, NotPossible
from desk_gui.domain.knowledge import Audience, Use
from desk_gui.domain.priority import Level
from desk_gui.domain.ticket import Ticket, Wish, changes_of
from desk_gui.domain.workflow import WORKFLOWS, CancelReason, Kind, Status, is_final
from desk_gui.operations import attachments, classification, classifiers, tickets
from desk_gui.operations.accounts import contact_id
from desk_gui.operations.attachments import Incoming
from desk_gui.operations.classification import NewTicket
from desk_gui.operations.desk import Desk, Session
from desk_gui.operations.effects import Effects
from desk_gui.operations.saving import Voids, Why, done_already, save, ticket_or_refuse
from desk_gui.storage import articles, read

_HOW_MANY = {
    Affected.ME: "Only I am affected.",
    Affected.SOME: "Some of us are affected.",
    Affected.EVERYBODY: "Everybody is affected.",
}
_OPENS = frozenset({Asking.REPORT, Asking.ORDER, Asking.HELPED})
_STOPPED = "Work stands still until it is solved."


def do(desk: Desk, submission: Submission, key: str, files: Upload = NO_FILES) -> Effects:
    """Do what a submission says as the signed-in account; with the same key it is done once.

    Raises Invalid for what is missing, NotFound for what is not one's own, NotPossible for what
    the ticket does not allow any more, and for files what `attachments.incoming` raises.
    """
    refuse_submission(submission)
    with (
        attachments.incoming(desk, files, Right.ASK) as attached,
        desk.writing(Right.ASK, first=attached.store) as session,
    ):
        if before := done_already(session, key):
            return before
        if submission.asking in _OPENS:
            return _opened(desk, session, submission, attached, key)
        ticket = own_ticket(session, submission.ticket_id or 0)
        return _TO_DO[submission.asking](session, ticket, submission, attached, key)


def _opened(desk: Desk, session: Session, said: Submission, files: Incoming, key: str) -> Effects:
    orders = said.asking is Asking.ORDER or said.item_id is not None
    new = _order(session, said) if orders else _report(session, said)
    kind = Kind.REQUEST if orders else Kind.INCIDENT
    helped = _public(session, () if said.article_id is None else (said.article_id,))
    if said.asking is Asking.HELPED and not helped:
        raise NotFound("This article is not there any more; choose another, or go on.")
    used = classifiers.classifier_in(session, desk.database.location)
    proposal = classification.still_there(session, used.propose(new.title, new.text))
    ticket = classification.open_in(
        session, new, kind, proposal, files, key=key, asks_aloud=not helped
    )
    for article_id in _public(session, said.offered):
        tickets.suggested(session, ticket.id, article_id)
    for article_id in helped:
        _end_helped(session, ticket.id, article_id)
    return Effects(tickets=frozenset({ticket.id}))


def _public(session: Session, article_ids: Sequence[int]) -> list[int]:
    """Those of these articles that a requester can have read."""
    found = articles.published_names(session.connection, article_ids)
    return [one for one, row in found.items() if row["audience"] is Audience.PUBLIC]


def _end_helped(session: Session, ticket_id: int, article_id: int) -> None:
    """Withdraw what an article answered before anybody read it; it counts as deflected.

    This one withdrawal of an incident is its requester's: it was never handed to the desk.
    """
    ticket = ticket_or_refuse(session, ticket_id)
    reason = CancelReason.WITHDRAWN
    wish = Wish(Status.CANCELLED, cancel_reason=reason, article_id=article_id)
    tickets.record_use(session, ticket_id, article_id, Use.RESOLVED)
    changes = changes_of(ticket, wish, session.now)
    save(session, ticket, changes, Why("moved", reason, voids=Voids.OPEN))


def _report(session: Session, said: Submission) -> NewTicket:
    stopped = _STOPPED if said.stopped else ""
    return NewTicket(
        said.title,
        f"{said.text.strip()}\n\n{_HOW_MANY[said.affected]} {stopped}".strip(),
        kind=Kind.INCIDENT,
        impact=said.affected.impact,
        urgency=Level.HIGH if said.stopped else None,
        requester_id=_oneself(session),
    )


def _order(session: Session, said: Submission) -> NewTicket:
    return NewTicket(
        said.title.strip() or _name_of_item(session, said.item_id or 0),
        said.text,
        kind=Kind.REQUEST,
        item_id=said.item_id,
        answers=said.answers or {},
        requester_id=_oneself(session),
    )


def _name_of_item(session: Session, item_id: int) -> str:
    named = read.names(session.connection, "catalog_item", {item_id})
    if not named:
        raise NotFound("There is no such catalog item any more; choose another.")
    return named[item_id]


def _oneself(session: Session) -> int:
    """The contact that is the signed-in person: the one with his mail address."""
    actor = session.actor
    if not actor.email:
        raise NotPossible("Your account has no mail address; ask an administrator to add it.")
    return contact_id(session, actor.name, actor.email)


def own_ticket(session: Session, ticket_id: int) -> Ticket:
    """A ticket that the signed-in account asked for; NotFound for any other."""
    found = read.ticket(session.connection, ticket_id)
    if found is not None and not found.confidential:
        own = read.accounts_of_contact(session.connection, found.requester_id)
        if session.actor.id in own:
            return found
    raise NotFound("There is no such ticket of yours.")


def _answered(
    session: Session, ticket: Ticket, said: Submission, files: Incoming, key: str
) -> Effects:
    if is_final(ticket.status):
        raise NotPossible(f"{ticket.number} is ended; report it again and name {ticket.number}.")
    if said.asking is Asking.NOT_SOLVED and ticket.status is not WORKFLOWS[ticket.kind].resolved:
        raise NotPossible(f"{ticket.number} is still worked on; write an answer instead.")
    return tickets.answered(session, ticket, said.text, files, key)


def _solved(session: Session, ticket: Ticket, said: Submission, _: Incoming, key: str) -> Effects:
    """The satisfaction; the ticket closes in its time, as any that is resolved (the rules, §1)."""
    return tickets.rated(session, ticket, said.score or 0, said.text.strip(), key)


def _withdrawn(
    session: Session, ticket: Ticket, said: Submission, _: Incoming, key: str
) -> Effects:
    wish = Wish(Status.CANCELLED, cancel_reason=CancelReason.WITHDRAWN, reason=said.text.strip())
    return tickets.make_move(session, ticket, wish, key=key)


_TO_DO: dict[Asking, Callable[[Session, Ticket, Submission, Incoming, str], Effects]] = {
    Asking.ANSWER: _answered,
    Asking.NOT_SOLVED: _answered,
    Asking.SOLVED: _solved,
    Asking.WITHDRAW: _withdrawn,
}
