"""What holds for clocks and their timeline, policies, business hours and escalations."""

from __future__ import annotations

from collections.abc import Iterator

from desk_gui.domain.sla import ClockState, EscalationAction, Target
from desk_gui.domain.workflow import Kind
from desk_gui.storage.refusals.making import Refusal, never, once
from desk_gui.storage.types import sql_words

_ENDED = sql_words(ClockState, ClockState.MET, ClockState.BREACHED, ClockState.STOPPED)
_WRITES = ("INSERT", "UPDATE")


def sla() -> Iterator[Refusal]:
    """Every rule of what is promised."""
    yield from _clocks()
    yield from _marks()
    yield from _policies()
    yield from _business_hours()
    yield from _escalations()


def _clocks() -> Iterator[Refusal]:
    yield once("clock", "id = NEW.id")
    for event in _WRITES:
        yield Refusal(
            "clock",
            event,
            f"(NEW.state = '{ClockState.PAUSED}') <> (NEW.paused_at IS NOT NULL)",
            "a paused clock, and no other, says since when it is paused",
        )
        yield Refusal(
            "clock",
            event,
            f"(NEW.state IN ({_ENDED})) <> (NEW.ended_at IS NOT NULL)",
            "a clock that ended, and no other, says when it ended",
        )
    yield Refusal(
        "clock",
        "UPDATE",
        "NEW.id <> OLD.id OR NEW.ticket_id <> OLD.ticket_id OR NEW.target <> OLD.target"
        " OR NEW.started_at <> OLD.started_at",
        "a clock stays with its ticket and its target, and counts from its start",
    )
    yield never("clock", "DELETE", "a clock is never deleted")


def _marks() -> Iterator[Refusal]:
    yield once("clock_mark", "id = NEW.id")
    yield Refusal(
        "clock_mark",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM clock c WHERE c.id = NEW.clock_id"
        " AND c.ticket_id = NEW.ticket_id)",
        "the mark of a clock belongs to the clock's ticket",
    )
    yield never("clock_mark", "UPDATE", "the timeline of a clock is never changed")
    yield never("clock_mark", "DELETE", "the timeline of a clock is never deleted")


def _policies() -> Iterator[Refusal]:
    same = " AND ".join(
        f"NEW.{name} IS NOT DISTINCT FROM {{other}}.{name}"
        for name in ("kind", "priority", "target", "major", "category_id", "team_id")
    )
    yield once("sla_policy", "id = NEW.id")
    yield Refusal(
        "sla_policy",
        "INSERT",
        f"EXISTS (SELECT 1 FROM sla_policy o WHERE {same.format(other='o')})",
        "there is a policy for these tickets already",
    )
    yield Refusal(
        "sla_policy",
        "UPDATE",
        f"NEW.id <> OLD.id OR NOT ({same.format(other='OLD')})",
        "a policy stays for the tickets it was made for; make another",
    )
    yield Refusal(
        "sla_policy",
        "DELETE",
        "coalesce(OLD.major, 0) = 0 AND OLD.category_id IS NULL AND OLD.team_id IS NULL",
        "every kind and priority keeps both of its general targets",
    )
    for event in _WRITES:
        yield _fitting_target("sla_policy", event)
        yield Refusal(
            "sla_policy",
            event,
            "NEW.business_hours_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM business_hours h"
            " WHERE h.id = NEW.business_hours_id AND h.active = 1)",
            "a policy counts in business hours that are in use",
        )


def _fitting_target(table: str, event: str) -> Refusal:
    return Refusal(
        table,
        event,
        f"NEW.kind = '{Kind.INCIDENT}' AND NEW.target = '{Target.FULFIL}'"
        f" OR NEW.kind = '{Kind.REQUEST}' AND NEW.target = '{Target.RESOLVE}'",
        "an incident is resolved, a service request fulfilled",
    )


def _business_hours() -> Iterator[Refusal]:
    yield once("business_hours", "id = NEW.id")
    yield Refusal(
        "business_hours",
        "UPDATE",
        "NEW.active = 0 AND EXISTS (SELECT 1 FROM sla_policy p WHERE p.business_hours_id = NEW.id)",
        "business hours that a policy counts in stay in use",
    )
    yield never("business_hours", "DELETE", "business hours are never deleted; retire them instead")


def _escalations() -> Iterator[Refusal]:
    yield once("escalation", "id = NEW.id")
    for event in _WRITES:
        yield _fitting_target("escalation", event)
        yield Refusal(
            "escalation",
            event,
            f"NEW.action = '{EscalationAction.RAISE}' AND NEW.kind <> '{Kind.INCIDENT}'",
            "only the priority of an incident is raised",
        )
        yield Refusal(
            "escalation",
            event,
            f"NEW.action = '{EscalationAction.REASSIGN}' AND NEW.account_id IS NULL"
            " AND NEW.team_id IS NULL",
            "an escalation that reassigns names an agent or a team",
        )
