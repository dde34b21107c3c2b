"""An article from a ticket: what was seen, why, and what helped, for its author to go on with."""

from __future__ import annotations

from desk_gui.domain.accounts import Right
from desk_gui.domain.errors import NotPossible
from desk_gui.domain.knowledge import Use
from desk_gui.domain.ticket import Ticket
from desk_gui.domain.workflow import Kind, Status, is_resolved
from desk_gui.operations.desk import Desk, Session
from desk_gui.operations.effects import Effects
from desk_gui.operations.knowledge import Written
from desk_gui.operations.saving import ticket_or_refuse
from desk_gui.operations.tickets import record_use
from desk_gui.storage import rows

CAUSE = "Why does it happen? If nobody knows, leave this part out."
SOLUTION = "What helps, step by step?"
ANSWERS = 3
"""Public answers that are taken over, the last ones."""


def from_ticket(desk: Desk, ticket_id: int) -> Written:
    """What an article about a resolved ticket begins with; internal until its author opens it.

    Raises NotPossible for a ticket that is not resolved, and for a confidential one.
    """
    with desk.reading() as session:
        ticket = ticket_or_refuse(session, ticket_id)
        if refusal := why_not_make(ticket):
            raise NotPossible(refusal)
        return Written(
            title=ticket.title,
            text=_text(ticket, _answers(session, ticket.id)),
            category_id=ticket.category_id,
        )


def why_not_make(ticket: Ticket) -> str | None:
    """Why no article is made from a ticket, or None."""
    if not (is_resolved(ticket.status) or ticket.status is Status.CLOSED):
        return f"{ticket.number} has no solution yet; resolve it first."
    if ticket.confidential:
        return f"{ticket.number} is confidential; write its article by hand."
    return None


def made_from(desk: Desk, article_id: int, ticket_id: int) -> Effects:
    """Record that an article was made from a ticket."""
    with desk.writing(Right.WRITE_ARTICLES) as session:
        ticket_or_refuse(session, ticket_id)
        record_use(session, ticket_id, article_id, Use.MADE)
        return Effects(articles=frozenset({article_id}), tickets=frozenset({ticket_id}))


def _answers(session: Session, ticket_id: int) -> list[str]:
    said = rows.many(session.connection, "comment", order="id", ticket_id=ticket_id, public=True)
    return [row["text"].strip() for row in said if row["account_id"] is not None][-ANSWERS:]


def _text(ticket: Ticket, answers: list[str]) -> str:
    seen = "\n\n".join(filter(None, (ticket.title, ticket.text.strip())))
    done = (ticket.resolution_text or "").strip()
    helped = "\n\n".join(filter(None, (done, *(a for a in answers if a != done)))) or SOLUTION
    if ticket.kind is Kind.REQUEST:
        return f"## What is asked for\n\n{seen}\n\n## How it is done\n\n{helped}\n"
    return f"## Symptom\n\n{seen}\n\n## Cause\n\n{CAUSE}\n\n## Solution\n\n{helped}\n"
