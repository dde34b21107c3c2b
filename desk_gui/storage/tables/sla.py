"""Promises: business hours, policies, escalations, and the clocks with their timeline."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Index, Integer, Text

from desk_gui.domain.sla import ClockMark, ClockState, EscalationAction, Target
from desk_gui.domain.workflow import Kind
from desk_gui.storage.tables.making import a_table, its_id, to
from desk_gui.storage.types import Flag, Instant, Stretches, WholeNumber, Word, sql_words

clock = a_table(
    "clock",
    its_id(),
    to("ticket", nullable=False),
    Column("target", Word(Target), nullable=False),
    Column("state", Word(ClockState), nullable=False),
    Column("started_at", Instant, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("paused_at", Instant),
    Column("paused_s", WholeNumber, nullable=False, server_default="0"),
    Column("ended_at", Instant),
    Column("promised_s", WholeNumber, nullable=False, server_default="0"),
    to("business_hours"),
    Column("pauses", Stretches, nullable=False, server_default="[]"),
    Column("breached_at", Instant),
    Column("next_at", Instant),
    Column("reached", Integer, nullable=False, server_default="0"),
    Column("retargeted_at", Instant),
    CheckConstraint(f"state IN ({sql_words(ClockState)})", "a clock is in a known state"),
    CheckConstraint(f"target IN ({sql_words(Target)})", "a clock has a known target"),
    Index("ix_clock_ticket", "ticket_id", "target"),
    Index("ix_clock_next", "state", "next_at"),
)
business_hours = a_table(
    "business_hours",
    its_id(),
    Column("name", Text, nullable=False, unique=True),
    Column("time_zone", Text, nullable=False),
    Column("country", Text),
    Column("region", Text),
    Column("windows", Text, nullable=False, server_default="[]"),
    Column("own_days", Text, nullable=False, server_default="[]"),
    Column("active", Flag, nullable=False, server_default="1"),
)
sla_policy = a_table(
    "sla_policy",
    its_id(),
    Column("kind", Word(Kind), nullable=False),
    Column("priority", Integer, nullable=False),
    Column("target", Word(Target), nullable=False),
    Column("major", Flag, nullable=False, server_default="0"),
    to("category"),
    to("team"),
    Column("promised_s", WholeNumber, nullable=False),
    to("business_hours"),
    CheckConstraint("priority BETWEEN 1 AND 5", "a policy is for a priority from 1 to 5"),
    CheckConstraint("promised_s > 0", "a policy promises more than no time"),
    CheckConstraint("major = 0 OR kind = 'incident'", "only an incident has a major policy"),
    Index("ix_sla_policy_scope", "kind", "priority", "target"),
)
escalation = a_table(
    "escalation",
    its_id(),
    Column("kind", Word(Kind), nullable=False),
    Column("priority", Integer),
    Column("target", Word(Target), nullable=False),
    Column("percent", Integer, nullable=False),
    Column("action", Word(EscalationAction), nullable=False),
    to("account"),
    to("team"),
    CheckConstraint("priority BETWEEN 1 AND 5", "an escalation is for a priority from 1 to 5"),
    CheckConstraint("percent BETWEEN 1 AND 1000", "an escalation comes at 1 to 1000 percent"),
    CheckConstraint(
        f"action IN ({sql_words(EscalationAction)})", "an escalation does a known thing"
    ),
)
clock_mark = a_table(
    "clock_mark",
    its_id(),
    to("clock", nullable=False, index=True),
    to("ticket", nullable=False, index=True),
    Column("at", Instant, nullable=False),
    Column("what", Word(ClockMark), nullable=False),
    Column("detail", Text, nullable=False, server_default=""),
    Column("due_at", Instant),
    Column("was_due_at", Instant),
    CheckConstraint(f"what IN ({sql_words(ClockMark)})", "a clock is marked with a known word"),
)
