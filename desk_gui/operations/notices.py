"""What people are told about tickets, in the window and only there."""

from __future__ import annotations

from collections.abc import Iterable

from desk_gui.domain.collaboration import NoticeKind
from desk_gui.operations.desk import Session
from desk_gui.storage import rows


def tell(
    session: Session, people: Iterable[int], what: NoticeKind, ticket_id: int, text: str
) -> None:
    """Leave a notice about a ticket for each of these accounts; nobody is told of his own act."""
    by_id = session.account.id if session.account else None
    rows.add_many(
        session.connection,
        "notice",
        [
            {
                "account_id": account_id,
                "ticket_id": ticket_id,
                "what": what,
                "text": text,
                "by_id": by_id,
                "at": session.now,
            }
            for account_id in sorted(set(people) - {by_id})
        ],
    )
