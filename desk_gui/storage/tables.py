"""Every table and index; the rules they carry come from the domain."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Column,
    Computed,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from desk_gui.domain.accounts import Role
from desk_gui.domain.catalog import Decision, TaskStatus
from desk_gui.domain.knowledge import ArticleStatus, Audience
from desk_gui.domain.priority import Level
from desk_gui.domain.sla import ClockState, Target
from desk_gui.domain.ticket import Major, Relation
from desk_gui.domain.workflow import (
    WORKFLOWS,
    CancelReason,
    HoldReason,
    Kind,
    ResolutionCode,
    Status,
)
from desk_gui.storage.checks import ARTICLE_CHECKS, TICKET_CHECKS
from desk_gui.storage.types import Day, Flag, Instant, WholeNumber, Word, sql_words

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)
_OPEN = sorted({status for flow in WORKFLOWS.values() for status in flow.open_statuses})


def _id() -> Column[Any]:
    return Column("id", Integer, primary_key=True)


def _to(table: str, name: str = "", **how: Any) -> Column[Any]:
    return Column(name or f"{table}_id", Integer, ForeignKey(f"{table}.id"), **how)


def _table(name: str, *parts: Any, numbered: bool = False) -> Table:
    return Table(name, metadata, *parts, sqlite_strict=True, sqlite_autoincrement=numbered)


account = _table(
    "account",
    _id(),
    Column("login", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("email", Text, nullable=False, server_default=""),
    Column("role", Word(Role), nullable=False),
    Column("password_hash", Text),
    Column("active", Flag, nullable=False, server_default="1"),
    Column("failed_sign_ins", Integer, nullable=False, server_default="0"),
    Column("locked_until", Instant),
    Column("created_at", Instant, nullable=False),
    Column("source", Text),
    CheckConstraint(f"role IN ({sql_words(Role)})", "an account has one of the four roles"),
)
team = _table("team", _id(), Column("name", Text, nullable=False, unique=True))
team_member = _table("team_member", _to("team", primary_key=True), _to("account", primary_key=True))
contact = _table(
    "contact",
    _id(),
    Column("name", Text, nullable=False, index=True),
    Column("email", Text, unique=True),
    Column("site", Text, nullable=False, server_default=""),
)
category = _table("category", _id(), Column("name", Text, nullable=False, unique=True))
catalog_item = _table(
    "catalog_item",
    _id(),
    Column("name", Text, nullable=False, unique=True),
    Column("description", Text, nullable=False, server_default=""),
    Column("priority", Integer, nullable=False),
    Column("approvals", Integer, nullable=False, server_default="0"),
    Column("tasks", Text, nullable=False, server_default="[]"),
    _to("team"),
    _to("category"),
    Column("active", Flag, nullable=False, server_default="1"),
    CheckConstraint("priority BETWEEN 1 AND 5", "a catalog item has a priority from 1 to 5"),
    CheckConstraint("approvals BETWEEN 0 AND 9", "a catalog item asks for 0 to 9 approvals"),
)
ticket = _table(
    "ticket",
    _id(),
    Column("kind", Word(Kind), nullable=False),
    Column("status", Word(Status), nullable=False),
    Column("title", Text, nullable=False),
    Column("text", Text, nullable=False, server_default=""),
    Column("priority", Integer, nullable=False),
    Column("impact", Word(Level)),
    Column("urgency", Word(Level)),
    Column("override_reason", Text),
    _to("contact", "requester_id"),
    _to("account", "opened_by_id"),
    _to("account", "assignee_id"),
    _to("team"),
    _to("category"),
    _to("catalog_item", "item_id"),
    Column("hold_reason", Word(HoldReason)),
    Column("hold_until", Instant),
    Column("resolution_code", Word(ResolutionCode)),
    Column("resolution_text", Text),
    _to("article", "resolved_with_article_id"),
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
comment = _table(
    "comment",
    _id(),
    _to("ticket", nullable=False, index=True),
    _to("account"),
    _to("contact"),
    Column("public", Flag, nullable=False),
    Column("text", Text, nullable=False),
    Column("at", Instant, nullable=False),
    CheckConstraint("account_id IS NULL OR contact_id IS NULL", "a comment has one author"),
)
link = _table(
    "link",
    _to("ticket", primary_key=True),
    _to("ticket", "other_id", primary_key=True),
    Column("relation", Word(Relation), primary_key=True),
    CheckConstraint("ticket_id <> other_id", "a ticket is not linked to itself"),
    CheckConstraint(f"relation IN ({sql_words(Relation)})", "a link has a known relation"),
    Index("ix_link_other", "other_id"),
)
clock = _table(
    "clock",
    _id(),
    _to("ticket", nullable=False),
    Column("target", Word(Target), nullable=False),
    Column("state", Word(ClockState), nullable=False),
    Column("started_at", Instant, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("paused_at", Instant),
    Column("paused_s", WholeNumber, nullable=False, server_default="0"),
    Column("ended_at", Instant),
    CheckConstraint(f"state IN ({sql_words(ClockState)})", "a clock is in a known state"),
    CheckConstraint(f"target IN ({sql_words(Target)})", "a clock has a known target"),
    Index("ix_clock_ticket", "ticket_id", "target"),
)
approval = _table(
    "approval",
    _id(),
    _to("ticket", nullable=False, index=True),
    Column("decision", Word(Decision), nullable=False),
    _to("account"),
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
task = _table(
    "task",
    _id(),
    _to("ticket", nullable=False, index=True),
    Column("position", Integer, nullable=False),
    Column("title", Text, nullable=False),
    Column("mandatory", Flag, nullable=False),
    Column("status", Word(TaskStatus), nullable=False),
    Column("reason", Text),
    _to("account", "done_by_id"),
    Column("done_at", Instant),
    CheckConstraint(f"status IN ({sql_words(TaskStatus)})", "a task has a known status"),
    CheckConstraint(
        "status <> 'skipped' OR (mandatory = 0 AND reason IS NOT NULL AND reason <> '')",
        "only an optional task is skipped, and with a reason",
    ),
)
article = _table(
    "article",
    _id(),
    Column("status", Word(ArticleStatus), nullable=False),
    Column("audience", Word(Audience), nullable=False),
    Column("title", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("tags", Text, nullable=False, server_default="[]"),
    _to("category"),
    Column("edition", Integer, nullable=False),
    Column("published_edition", Integer),
    _to("account", "author_id"),
    _to("account", "reviewer_id"),
    Column("review_on", Day),
    Column("updated_at", Instant, nullable=False),
    Column("views", Integer, nullable=False, server_default="0"),
    Column("source", Text),
    Column("foreign_number", Text),
    Column("version", Integer, nullable=False, server_default="1"),
    *(CheckConstraint(condition, sentence) for sentence, condition in ARTICLE_CHECKS.items()),
    Index("ix_article_status", "status"),
    Index("ix_article_origin", "source", "foreign_number", unique=True),
    numbered=True,
)
article_edition = _table(
    "article_edition",
    _to("article", primary_key=True),
    Column("edition", Integer, primary_key=True),
    Column("title", Text, nullable=False),
    Column("text", Text, nullable=False),
    _to("account", "author_id"),
    Column("at", Instant, nullable=False),
)
proposal = _table(
    "proposal",
    _id(),
    _to("ticket", nullable=False, index=True),
    Column("at", Instant, nullable=False),
    Column("kind", Word(Kind)),
    Column("confidence", Text, nullable=False),
    Column("abstained", Flag, nullable=False),
    Column("because", Text, nullable=False),
    Column("impact", Word(Level)),
    Column("urgency", Word(Level)),
    Column("category", Text),
    Column("decided_kind", Word(Kind), nullable=False),
    _to("account", "decided_by_id"),
)
suggestion = _table(
    "suggestion",
    _to("ticket", primary_key=True),
    _to("article", primary_key=True),
    Column("at", Instant, nullable=False),
)
saved_view = _table(
    "saved_view",
    _id(),
    _to("account"),
    Column("name", Text, nullable=False),
    Column("filter", Text, nullable=False),
    Column("sort", Text, nullable=False),
    UniqueConstraint("account_id", "name"),
)
priority_matrix = _table(
    "priority_matrix",
    Column("impact", Word(Level), primary_key=True),
    Column("urgency", Word(Level), primary_key=True),
    Column("priority", Integer, nullable=False),
    CheckConstraint("priority BETWEEN 1 AND 5", "the matrix gives a priority from 1 to 5"),
)
sla_policy = _table(
    "sla_policy",
    Column("kind", Word(Kind), primary_key=True),
    Column("priority", Integer, primary_key=True, autoincrement=False),
    Column("target", Word(Target), primary_key=True),
    Column("promised_s", WholeNumber, nullable=False),
)
setting = _table(
    "setting",
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)
journal = _table(
    "journal",
    Column("n", WholeNumber, primary_key=True, autoincrement=False),
    Column("uuid", Text, nullable=False, unique=True),
    Column("at", Instant, nullable=False),
    _to("account"),
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
    Index("ix_journal_subject", "subject", "subject_id", "version"),
    Index(
        "ix_journal_undoes",
        "undoes",
        sqlite_where=text("undoes IS NOT NULL"),
        postgresql_where=text("undoes IS NOT NULL"),
    ),
)
journal_head = _table(
    "journal_head",
    Column("id", Integer, primary_key=True),
    Column("n", WholeNumber, nullable=False),
    Column("hash", Text, nullable=False),
    CheckConstraint("id = 1", "the journal has one head"),
)
