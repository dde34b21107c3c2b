"""The catalog, approvals and fulfilment tasks."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Index, Integer, Text, text

from desk_gui.domain.catalog import Decision, TaskStatus
from desk_gui.storage.tables.making import a_table, its_id, to
from desk_gui.storage.types import Flag, Instant, Word, sql_words

catalog_item = a_table(
    "catalog_item",
    its_id(),
    Column("name", Text, nullable=False, unique=True),
    Column("description", Text, nullable=False, server_default=""),
    Column("priority", Integer, nullable=False),
    Column("approvals", Integer, nullable=False, server_default="0"),
    Column("tasks", Text, nullable=False, server_default="[]"),
    to("team"),
    to("category"),
    Column("active", Flag, nullable=False, server_default="1"),
    CheckConstraint("priority BETWEEN 1 AND 5", "a catalog item has a priority from 1 to 5"),
    CheckConstraint("approvals BETWEEN 0 AND 9", "a catalog item asks for 0 to 9 approvals"),
)
approval = a_table(
    "approval",
    its_id(),
    to("ticket", nullable=False, index=True),
    Column("decision", Word(Decision), nullable=False),
    to("account"),
    Column("reason", Text),
    Column("asked_at", Instant, nullable=False),
    Column("decided_at", Instant),
    CheckConstraint(f"decision IN ({sql_words(Decision)})", "an approval has a known decision"),
    Index(
        "ix_approval_once",
        "ticket_id",
        "account_id",
        unique=True,
        sqlite_where=text("decision = 'approved'"),
        postgresql_where=text("decision = 'approved'"),
    ),
)
task = a_table(
    "task",
    its_id(),
    to("ticket", nullable=False, index=True),
    Column("position", Integer, nullable=False),
    Column("title", Text, nullable=False),
    Column("mandatory", Flag, nullable=False),
    Column("status", Word(TaskStatus), nullable=False),
    Column("reason", Text),
    to("account", "done_by_id"),
    Column("done_at", Instant),
    CheckConstraint(f"status IN ({sql_words(TaskStatus)})", "a task has a known status"),
    CheckConstraint(
        "status <> 'skipped' OR (mandatory = 0 AND reason IS NOT NULL AND reason <> '')",
        "only an optional task is skipped, and with a reason",
    ),
)
