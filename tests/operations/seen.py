"""What tests look at: when a clock is due, and what the journal says of settings."""

from __future__ import annotations

import json
from datetime import timedelta

from desk_gui.domain.sla import Clock, Target
from desk_gui.operations import show
from desk_gui.operations.desk import Desk
from desk_gui.storage import rows


def clock_of(desk: Desk, ticket_id: int, target: Target = Target.RESOLVE) -> Clock:
    """The newest clock of a target."""
    return [one for one in show.show(desk, ticket_id).clocks if one.target is target][-1]


def due_after(desk: Desk, ticket_id: int, target: Target) -> timedelta:
    """How long after the opening a target is due."""
    page = show.show(desk, ticket_id)
    return clock_of(desk, ticket_id, target).due_at - page.ticket.opened_at


def setting_entries(desk: Desk) -> list[dict[str, object]]:
    """What the journal says of every change of a setting."""
    with desk.reading() as session:
        found = rows.many(session.connection, "journal", order="n", subject="setting")
    return [json.loads(row["after"]) for row in found]
