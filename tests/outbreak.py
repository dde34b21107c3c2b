"""Incidents that look like one major incident."""

from __future__ import annotations

from desk_gui.operations import accounts
from desk_gui.operations.desk import Desk
from tests.factories import an_incident

MAIL = (
    "Outlook: no mail arrives",
    "Mail stuck in the outbox",
    "Cannot send mail since 9",
    "No mail in the whole office",
    "The mail server does not answer",
)


def an_outbreak(desk: Desk, titles: tuple[str, ...] = MAIL) -> list[int]:
    """Open one incident for each title, all of one category."""
    category = next(one.id for one in accounts.categories(desk) if one.name == "E-mail")
    return [an_incident(desk, title, category_id=category) for title in titles]
