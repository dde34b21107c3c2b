"""Tickets and accounts as plain values."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from desk_gui.domain.accounts import Account, Role
from desk_gui.domain.priority import Priority
from desk_gui.domain.sla import Policy, Target
from desk_gui.domain.ticket import Ticket
from desk_gui.domain.workflow import Kind, Status

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def a_ticket(kind: Kind = Kind.INCIDENT, status: Status = Status.NEW, **more: Any) -> Ticket:
    """A ticket of medium priority, opened at NOW."""
    values = {
        "title": "T",
        "text": "",
        "opened_at": NOW,
        "updated_at": NOW,
        "version": 1,
        "priority": Priority.MEDIUM,
    }
    return Ticket(id=1, kind=kind, status=status, **{**values, **more})


def a_policy(promised_s: int, target: Target = Target.RESOLVE, **more: Any) -> Policy:
    """A promise to incidents of medium priority."""
    return Policy(Kind.INCIDENT, Priority.MEDIUM, target, promised_s, **more)


def an_account(role: Role, id: int = 1, *, active: bool = True, teams: Any = ()) -> Account:  # noqa: A002
    """An account of a role."""
    return Account(id, role.value, role.value, "", role, active=active, teams=frozenset(teams))
