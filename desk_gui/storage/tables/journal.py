"""The append-only record."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Index, Integer, Text, text

from desk_gui.domain.workflow import Kind
from desk_gui.storage.tables.making import a_table, to
from desk_gui.storage.types import Instant, WholeNumber, Word

journal = a_table(
    "journal",
    Column("n", WholeNumber, primary_key=True, autoincrement=False),
    Column("uuid", Text, nullable=False, unique=True),
    Column("at", Instant, nullable=False),
    to("account"),
    Column("subject", Text, nullable=False),
    Column("subject_id", Integer, nullable=False),
    Column("version", Integer),
    Column("action", Text, nullable=False),
    Column("old_kind", Word(Kind)),
    Column("kind", Word(Kind)),
    Column("old_status", Text),
    Column("status", Text),
    Column("reason", Text),
    Column("before", Text),
    Column("after", Text),
    Column("origin", Text, nullable=False, server_default="desk"),
    Column("source_row", Integer),
    Column("source_status", Text),
    Column("undoes", Text),
    Column("previous", Text, nullable=False),
    Column("hash", Text, nullable=False),
    CheckConstraint(
        "origin IN ('desk', 'imported', 'bridged')", "a journal entry has a known origin"
    ),
    Index(
        "ix_journal_subject",
        *("subject", "subject_id", "version"),
        *("at", "status", "old_status", "source_status"),
    ),
    Index(
        "ix_journal_undoes",
        "undoes",
        sqlite_where=text("undoes IS NOT NULL"),
        postgresql_where=text("undoes IS NOT NULL"),
    ),
)
journal_head = a_table(
    "journal_head",
    Column("id", Integer, primary_key=True),
    Column("n", WholeNumber, nullable=False),
    Column("hash", Text, nullable=False),
    CheckConstraint("id = 1", "the journal has one head"),
)
