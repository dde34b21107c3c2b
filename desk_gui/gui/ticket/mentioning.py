"""Whom one can mention on a ticket."""

from __future__ import annotations

from desk_gui.domain.accounts import Right
from desk_gui.domain.ticket import Ticket
from desk_gui.gui.dialogs.choosing import Known
from desk_gui.gui.widgets.mention_editor import Colleague

BLIND = "may not see this ticket"


def colleagues(known: Known, ticket: Ticket, me: int) -> list[Colleague]:
    """Everybody else who works here, by name; those who could not read it come last."""
    others = [one for one in known.accounts if one.id != me and one.may(Right.WORK_ON_TICKETS)]
    found = []
    for one in others:
        sees = one.may_see(confidential=ticket.confidential, team_id=ticket.team_id)
        found.append(Colleague(one.login, one.name, "" if sees else BLIND))
    return sorted(found, key=lambda one: (one.note, one.name))
