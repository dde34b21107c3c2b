"""One change of many tickets: whom it can be made to, and whom not and why."""

from __future__ import annotations

from dataclasses import dataclass

from desk_gui.domain.accounts import Account
from desk_gui.domain.priority import Level
from desk_gui.domain.ticket import Standing, Ticket, Wish, refuse_wish
from desk_gui.domain.ticket import why_not as why_not_step
from desk_gui.domain.workflow import WORKFLOWS, Kind, is_final


@dataclass(frozen=True)
class Give:
    """To an agent or to a team; None leaves that as it is."""

    assignee_id: int | None = None
    team_id: int | None = None


@dataclass(frozen=True)
class Fields:
    """Category, impact or urgency; None leaves that as it is."""

    category_id: int | None = None
    impact: Level | None = None
    urgency: Level | None = None


Change = Give | Fields | Wish


def why_not(ticket: Ticket, change: Change, account: Account) -> str | None:
    """Why the change cannot be made to a ticket by this account, or None."""
    if isinstance(change, Wish):
        step = WORKFLOWS[ticket.kind].transition(ticket.status, change.to)
        refusal = step and why_not_step(ticket, step, account, Standing())
        return refusal or refuse_wish(ticket, change, Standing())
    if is_final(ticket.status):
        return f"{ticket.number} is final; open a follow-up instead."
    levels = isinstance(change, Fields) and (change.impact or change.urgency)
    if levels and ticket.kind is Kind.REQUEST:
        return "A service request takes its priority from its catalog item."
    return None


def is_so(ticket: Ticket, change: Change) -> bool:
    """Whether a ticket is as the change would make it already."""
    if isinstance(change, Wish):
        return ticket.status is change.to and ticket.hold_reason == change.hold_reason
    wanted = {name: value for name, value in vars(change).items() if value is not None}
    return all(getattr(ticket, name) == value for name, value in wanted.items())
