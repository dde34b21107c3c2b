"""Tickets, what was said on them, how they hang together, and what was proposed."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Computed, Index, Integer, Text, UniqueConstraint

from desk_gui.domain.priority import Level
from desk_gui.domain.ticket import Major, Relation
from desk_gui.domain.workflow import (
    WORKFLOWS,
    CancelReason,
    HoldReason,
    Kind,
    ResolutionCode,
    Status,
)
from desk_gui.storage.checks import TICKET_CHECKS
from desk_gui.storage.tables.making import a_table, its_id, to
from desk_gui.storage.types import Flag, Instant, Word, sql_words

_OPEN = sorted({status for flow in WORKFLOWS.values() for status in flow.open_statuses})

category = a_table("category", its_id(), Column("name", Text, nullable=False, unique=True))
ticket = a_table(
    "ticket",
    its_id(),
    Column("kind", Word(Kind), nullable=False),
    Column("status", Word(Status), nullable=False),
    Column("title", Text, nullable=False),
    Column("text", Text, nullable=False, server_default=""),
    Column("priority", Integer, nullable=False),
    Column("impact", Word(Level)),
    Column("urgency", Word(Level)),
    Column("override_reason", Text),
    to("contact", "requester_id"),
    to("account", "opened_by_id"),
    to("account", "assignee_id"),
    to("team"),
    to("category"),
    to("catalog_item", "item_id"),
    Column("hold_reason", Word(HoldReason)),
    Column("hold_until", Instant),
    Column("resolution_code", Word(ResolutionCode)),
    Column("resolution_text", Text),
    to("article", "resolved_with_article_id"),
    Column("cancel_reason", Word(CancelReason)),
    Column("rejection_reason", Text),
    Column("major", Word(Major), nullable=False, server_default=Major.NONE.value),
    Column("confidential", Flag, nullable=False, server_default="0"),
    Column("source", Text),
    Column("foreign_number", Text),
    Column("parked", Text),
    Column("opened_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
    Column("due_at", Instant),
    Column("responded_at", Instant),
    Column("first_resolved_at", Instant),
    Column("resolved_at", Instant),
    Column("closed_at", Instant),
    Column("ended_at", Instant),
    Column("reassignments", Integer, nullable=False, server_default="0"),
    Column("reopenings", Integer, nullable=False, server_default="0"),
    Column("csat", Integer),
    Column("version", Integer, nullable=False, server_default="1"),
    Column(
        "is_open",
        Integer,
        Computed(
            f"CASE WHEN status IN ({sql_words(Status, *_OPEN)}) THEN 1 ELSE 0 END", persisted=True
        ),
    ),
    *(CheckConstraint(condition, sentence) for sentence, condition in TICKET_CHECKS.items()),
    Index("ix_ticket_most_urgent", "is_open", "priority", "due_at", "id"),
    Index("ix_ticket_kind_most_urgent", "is_open", "kind", "priority", "due_at", "id"),
    Index("ix_ticket_due", "is_open", "due_at", "id"),
    Index("ix_ticket_assignee", "assignee_id", "is_open"),
    Index("ix_ticket_team", "team_id", "is_open"),
    Index("ix_ticket_requester", "requester_id"),
    Index("ix_ticket_opened", "opened_at", "id"),
    Index("ix_ticket_updated", "updated_at", "id"),
    Index("ix_ticket_resolved", "resolved_at"),
    Index("ix_ticket_origin", "source", "foreign_number", unique=True),
    numbered=True,
)
comment = a_table(
    "comment",
    its_id(),
    to("ticket", nullable=False, index=True),
    to("account"),
    to("contact"),
    Column("public", Flag, nullable=False),
    Column("text", Text, nullable=False),
    Column("at", Instant, nullable=False),
    CheckConstraint("account_id IS NULL OR contact_id IS NULL", "a comment has one author"),
)
link = a_table(
    "link",
    to("ticket", primary_key=True),
    to("ticket", "other_id", primary_key=True),
    Column("relation", Word(Relation), primary_key=True),
    CheckConstraint("ticket_id <> other_id", "a ticket is not linked to itself"),
    CheckConstraint(f"relation IN ({sql_words(Relation)})", "a link has a known relation"),
    Index("ix_link_other", "other_id"),
)
proposal = a_table(
    "proposal",
    its_id(),
    to("ticket", nullable=False, index=True),
    Column("at", Instant, nullable=False),
    Column("kind", Word(Kind)),
    Column("confidence", Text, nullable=False),
    Column("abstained", Flag, nullable=False),
    Column("because", Text, nullable=False),
    Column("impact", Word(Level)),
    Column("urgency", Word(Level)),
    Column("category", Text),
    Column("decided_kind", Word(Kind), nullable=False),
    to("account", "decided_by_id"),
    to("category", "own_category_id"),
    to("team"),
    to("catalog_item", "item_id"),
)
suggestion = a_table(
    "suggestion",
    to("ticket", primary_key=True),
    to("article", primary_key=True),
    Column("at", Instant, nullable=False),
)
saved_view = a_table(
    "saved_view",
    its_id(),
    to("account"),
    Column("name", Text, nullable=False),
    Column("filter", Text, nullable=False),
    Column("sort", Text, nullable=False),
    UniqueConstraint("account_id", "name"),
)
