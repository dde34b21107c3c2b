"""The first tables: tickets of both kinds, their journal, people, catalog and knowledge."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from desk_gui.storage.schema import lay_indexes

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("login", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), server_default="", nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=True),
        sa.Column("active", sa.Integer(), server_default="1", nullable=False),
        sa.Column("failed_sign_ins", sa.Integer(), server_default="0", nullable=False),
        sa.Column(
            "locked_until", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column(
            "created_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("source", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "role IN ('requester', 'agent', 'supervisor', 'administrator')",
            name="an account has one of the four roles",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("login", name=op.f("uq_account_login")),
        sqlite_strict=True,
    )
    op.create_table(
        "category",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_category")),
        sa.UniqueConstraint("name", name=op.f("uq_category_name")),
        sqlite_strict=True,
    )
    op.create_table(
        "contact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("site", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact")),
        sa.UniqueConstraint("email", name=op.f("uq_contact_email")),
        sqlite_strict=True,
    )
    op.create_index("ix_contact_name", "contact", ["name"], unique=False)

    op.create_table(
        "journal_head",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("n", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.CheckConstraint("id = 1", name="the journal has one head"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal_head")),
        sqlite_strict=True,
    )
    op.create_table(
        "priority_matrix",
        sa.Column("impact", sa.Text(), nullable=False),
        sa.Column("urgency", sa.Text(), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "priority BETWEEN 1 AND 5", name="the matrix gives a priority from 1 to 5"
        ),
        sa.PrimaryKeyConstraint("impact", "urgency", name=op.f("pk_priority_matrix")),
        sqlite_strict=True,
    )
    op.create_table(
        "setting",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_setting")),
        sqlite_strict=True,
    )
    op.create_table(
        "sla_policy",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("priority", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column(
            "promised_s", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.PrimaryKeyConstraint("kind", "priority", "target", name=op.f("pk_sla_policy")),
        sqlite_strict=True,
    )
    op.create_table(
        "team",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team")),
        sa.UniqueConstraint("name", name=op.f("uq_team_name")),
        sqlite_strict=True,
    )
    op.create_table(
        "article",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("audience", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("tags", sa.Text(), server_default="[]", nullable=False),
        sa.Column("category_id", sa.Integer(), nullable=True),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("published_edition", sa.Integer(), nullable=True),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("reviewer_id", sa.Integer(), nullable=True),
        sa.Column("review_on", sa.Text(), nullable=True),
        sa.Column(
            "updated_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("views", sa.Integer(), server_default="0", nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("foreign_number", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "audience IN ('internal', 'public')", name="an article is internal or public"
        ),
        sa.CheckConstraint(
            "status <> 'published' OR published_edition IS NOT NULL",
            name="a published article has a published edition",
        ),
        sa.CheckConstraint(
            "status <> 'published' OR source IS NOT NULL OR (reviewer_id IS NOT NULL AND (author_id IS NULL OR reviewer_id <> author_id))",
            name="the reviewer of an article is not its author",
        ),
        sa.CheckConstraint(
            "status IN ('draft', 'in_review', 'published', 'retired')",
            name="an article has a known status",
        ),
        sa.CheckConstraint("length(title) BETWEEN 1 AND 250", name="an article has a title"),
        sa.ForeignKeyConstraint(["author_id"], ["account.id"], name=op.f("fk_article_author_id")),
        sa.ForeignKeyConstraint(
            ["category_id"], ["category.id"], name=op.f("fk_article_category_id")
        ),
        sa.ForeignKeyConstraint(
            ["reviewer_id"], ["account.id"], name=op.f("fk_article_reviewer_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_article")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index("ix_article_origin", "article", ["source", "foreign_number"], unique=True)
    op.create_index("ix_article_status", "article", ["status"], unique=False)

    op.create_table(
        "catalog_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), server_default="", nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("approvals", sa.Integer(), server_default="0", nullable=False),
        sa.Column("tasks", sa.Text(), server_default="[]", nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.Column("category_id", sa.Integer(), nullable=True),
        sa.Column("active", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "approvals BETWEEN 0 AND 9", name="a catalog item asks for 0 to 9 approvals"
        ),
        sa.CheckConstraint(
            "priority BETWEEN 1 AND 5", name="a catalog item has a priority from 1 to 5"
        ),
        sa.ForeignKeyConstraint(
            ["category_id"], ["category.id"], name=op.f("fk_catalog_item_category_id")
        ),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_catalog_item_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_catalog_item")),
        sa.UniqueConstraint("name", name=op.f("uq_catalog_item_name")),
        sqlite_strict=True,
    )
    op.create_table(
        "journal",
        sa.Column(
            "n",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("uuid", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("old_kind", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("old_status", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("after", sa.Text(), nullable=True),
        sa.Column("origin", sa.Text(), server_default="desk", nullable=False),
        sa.Column("source_row", sa.Integer(), nullable=True),
        sa.Column("source_status", sa.Text(), nullable=True),
        sa.Column("undoes", sa.Text(), nullable=True),
        sa.Column("previous", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "origin IN ('desk', 'imported', 'bridged')", name="a journal entry has a known origin"
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_journal_account_id")),
        sa.PrimaryKeyConstraint("n", name=op.f("pk_journal")),
        sa.UniqueConstraint("uuid", name=op.f("uq_journal_uuid")),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_journal_subject", "journal", ["subject", "subject_id", "version"], unique=False
    )
    op.create_index(
        "ix_journal_undoes",
        "journal",
        ["undoes"],
        unique=False,
        sqlite_where=sa.text("undoes IS NOT NULL"),
        postgresql_where=sa.text("undoes IS NOT NULL"),
    )

    op.create_table(
        "saved_view",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("filter", sa.Text(), nullable=False),
        sa.Column("sort", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_saved_view_account_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_view")),
        sa.UniqueConstraint("account_id", "name", name=op.f("uq_saved_view_account_id_name")),
        sqlite_strict=True,
    )
    op.create_table(
        "team_member",
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_team_member_account_id")
        ),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_team_member_team_id")),
        sa.PrimaryKeyConstraint("team_id", "account_id", name=op.f("pk_team_member")),
        sqlite_strict=True,
    )
    op.create_table(
        "article_edition",
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name=op.f("fk_article_edition_article_id")
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["account.id"], name=op.f("fk_article_edition_author_id")
        ),
        sa.PrimaryKeyConstraint("article_id", "edition", name=op.f("pk_article_edition")),
        sqlite_strict=True,
    )
    op.create_table(
        "ticket",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), server_default="", nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("impact", sa.Text(), nullable=True),
        sa.Column("urgency", sa.Text(), nullable=True),
        sa.Column("override_reason", sa.Text(), nullable=True),
        sa.Column("requester_id", sa.Integer(), nullable=True),
        sa.Column("opened_by_id", sa.Integer(), nullable=True),
        sa.Column("assignee_id", sa.Integer(), nullable=True),
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.Column("category_id", sa.Integer(), nullable=True),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("hold_reason", sa.Text(), nullable=True),
        sa.Column(
            "hold_until", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("resolution_code", sa.Text(), nullable=True),
        sa.Column("resolution_text", sa.Text(), nullable=True),
        sa.Column("resolved_with_article_id", sa.Integer(), nullable=True),
        sa.Column("cancel_reason", sa.Text(), nullable=True),
        sa.Column("rejection_reason", sa.Text(), nullable=True),
        sa.Column("major", sa.Text(), server_default="none", nullable=False),
        sa.Column("confidential", sa.Integer(), server_default="0", nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("foreign_number", sa.Text(), nullable=True),
        sa.Column("parked", sa.Text(), nullable=True),
        sa.Column(
            "opened_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "updated_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("due_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "responded_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column(
            "first_resolved_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column(
            "resolved_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("closed_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("ended_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("reassignments", sa.Integer(), server_default="0", nullable=False),
        sa.Column("reopenings", sa.Integer(), server_default="0", nullable=False),
        sa.Column("csat", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column(
            "is_open",
            sa.Integer(),
            sa.Computed(
                "CASE WHEN status IN ('approved', 'assigned', 'awaiting_approval', 'in_fulfilment', 'in_progress', 'new', 'on_hold') THEN 1 ELSE 0 END",
                persisted=True,
            ),
            nullable=True,
        ),
        sa.CheckConstraint(
            "(status = 'cancelled') = (cancel_reason IS NOT NULL)",
            name="a cancelled ticket says why",
        ),
        sa.CheckConstraint(
            "(status = 'closed') = (closed_at IS NOT NULL)",
            name="a closed ticket has its closing instant",
        ),
        sa.CheckConstraint(
            "(status = 'on_hold') = (hold_reason IS NOT NULL)",
            name="a ticket has a hold reason while it is on hold",
        ),
        sa.CheckConstraint(
            "cancel_reason IN ('mistaken', 'duplicate', 'withdrawn')",
            name="the cancel reason is a known one",
        ),
        sa.CheckConstraint(
            "hold_reason IN ('requester', 'supplier', 'change', 'problem')",
            name="the hold reason is a known one",
        ),
        sa.CheckConstraint(
            "impact IN ('high', 'medium', 'low')", name="impact is high, medium or low"
        ),
        sa.CheckConstraint(
            "kind <> 'incident' OR (impact IS NOT NULL AND urgency IS NOT NULL)",
            name="an incident has an impact and an urgency",
        ),
        sa.CheckConstraint(
            "kind <> 'incident' OR item_id IS NULL", name="an incident has no catalog item"
        ),
        sa.CheckConstraint(
            "kind <> 'incident' OR status IN ('new', 'assigned', 'in_progress', 'on_hold', 'resolved', 'closed', 'cancelled')",
            name="an incident has a status of the incident workflow",
        ),
        sa.CheckConstraint(
            "kind <> 'incident' OR status NOT IN ('resolved', 'closed') OR resolution_code IS NOT NULL",
            name="a resolved incident has its resolution code",
        ),
        sa.CheckConstraint(
            "kind <> 'request' OR (impact IS NULL AND urgency IS NULL AND override_reason IS NULL)",
            name="a request has no impact, urgency or override",
        ),
        sa.CheckConstraint(
            "kind <> 'request' OR item_id IS NOT NULL OR source IS NOT NULL",
            name="a request has a catalog item",
        ),
        sa.CheckConstraint(
            "kind <> 'request' OR major = 'none'", name="a request is never a major incident"
        ),
        sa.CheckConstraint(
            "kind <> 'request' OR resolution_code IS NULL", name="a request has no resolution code"
        ),
        sa.CheckConstraint(
            "kind <> 'request' OR status IN ('new', 'on_hold', 'awaiting_approval', 'approved', 'in_fulfilment', 'fulfilled', 'closed', 'rejected', 'cancelled')",
            name="a request has a status of the request workflow",
        ),
        sa.CheckConstraint(
            "kind IN ('incident', 'request')", name="a ticket is an incident or a request"
        ),
        sa.CheckConstraint(
            "major IN ('none', 'proposed', 'declared', 'stood_down', 'rejected')",
            name="the major field has a known word",
        ),
        sa.CheckConstraint(
            "resolution_code IN ('fixed', 'workaround', 'known_article', 'by_requester', 'no_fault_found', 'duplicate', 'not_recorded')",
            name="the resolution code is a known one",
        ),
        sa.CheckConstraint(
            "status <> 'assigned' OR assignee_id IS NOT NULL OR team_id IS NOT NULL",
            name="an assigned ticket has a team or an assignee",
        ),
        sa.CheckConstraint(
            "status <> 'rejected' OR (rejection_reason IS NOT NULL AND rejection_reason <> '')",
            name="a rejected request says why",
        ),
        sa.CheckConstraint(
            "status NOT IN ('in_progress', 'in_fulfilment') OR assignee_id IS NOT NULL",
            name="a ticket in work has an assignee",
        ),
        sa.CheckConstraint(
            "status NOT IN ('resolved', 'fulfilled', 'closed') OR resolved_at IS NOT NULL OR source IS NOT NULL",
            name="a resolved ticket has its resolution instant",
        ),
        sa.CheckConstraint(
            "urgency IN ('high', 'medium', 'low')", name="urgency is high, medium or low"
        ),
        sa.CheckConstraint("csat BETWEEN 1 AND 5", name="satisfaction is a number from 1 to 5"),
        sa.CheckConstraint("length(title) BETWEEN 1 AND 250", name="a ticket has a title"),
        sa.CheckConstraint("priority BETWEEN 1 AND 5", name="priority is a number from 1 to 5"),
        sa.ForeignKeyConstraint(
            ["assignee_id"], ["account.id"], name=op.f("fk_ticket_assignee_id")
        ),
        sa.ForeignKeyConstraint(
            ["category_id"], ["category.id"], name=op.f("fk_ticket_category_id")
        ),
        sa.ForeignKeyConstraint(["item_id"], ["catalog_item.id"], name=op.f("fk_ticket_item_id")),
        sa.ForeignKeyConstraint(
            ["opened_by_id"], ["account.id"], name=op.f("fk_ticket_opened_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["requester_id"], ["contact.id"], name=op.f("fk_ticket_requester_id")
        ),
        sa.ForeignKeyConstraint(
            ["resolved_with_article_id"],
            ["article.id"],
            name=op.f("fk_ticket_resolved_with_article_id"),
        ),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_ticket_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index("ix_ticket_assignee", "ticket", ["assignee_id", "is_open"], unique=False)
    op.create_index("ix_ticket_due", "ticket", ["is_open", "due_at", "id"], unique=False)
    op.create_index(
        "ix_ticket_kind_most_urgent",
        "ticket",
        ["is_open", "kind", "priority", "due_at", "id"],
        unique=False,
    )
    op.create_index(
        "ix_ticket_most_urgent", "ticket", ["is_open", "priority", "due_at", "id"], unique=False
    )
    op.create_index("ix_ticket_opened", "ticket", ["opened_at", "id"], unique=False)
    op.create_index("ix_ticket_origin", "ticket", ["source", "foreign_number"], unique=True)
    op.create_index("ix_ticket_requester", "ticket", ["requester_id"], unique=False)
    op.create_index("ix_ticket_resolved", "ticket", ["resolved_at"], unique=False)
    op.create_index("ix_ticket_team", "ticket", ["team_id", "is_open"], unique=False)
    op.create_index("ix_ticket_updated", "ticket", ["updated_at", "id"], unique=False)

    op.create_table(
        "approval",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("asked_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "decided_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.CheckConstraint(
            "decision IN ('open', 'approved', 'rejected', 'void')",
            name="an approval has a known decision",
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_approval_account_id")
        ),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_approval_ticket_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval")),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_approval_once",
        "approval",
        ["ticket_id", "account_id"],
        unique=True,
        sqlite_where=sa.text("decision = 'approved'"),
        postgresql_where=sa.text("decision = 'approved'"),
    )
    op.create_index("ix_approval_ticket_id", "approval", ["ticket_id"], unique=False)

    op.create_table(
        "clock",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column(
            "started_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("due_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("paused_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "paused_s",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            server_default="0",
            nullable=False,
        ),
        sa.Column("ended_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint(
            "state IN ('running', 'paused', 'met', 'breached', 'stopped')",
            name="a clock is in a known state",
        ),
        sa.CheckConstraint(
            "target IN ('respond', 'resolve', 'fulfil')", name="a clock has a known target"
        ),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_clock_ticket_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clock")),
        sqlite_strict=True,
    )
    op.create_index("ix_clock_ticket", "clock", ["ticket_id", "target"], unique=False)

    op.create_table(
        "comment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("contact_id", sa.Integer(), nullable=True),
        sa.Column("public", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "account_id IS NULL OR contact_id IS NULL", name="a comment has one author"
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_comment_account_id")),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name=op.f("fk_comment_contact_id")),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_comment_ticket_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment")),
        sqlite_strict=True,
    )
    op.create_index("ix_comment_ticket_id", "comment", ["ticket_id"], unique=False)

    op.create_table(
        "link",
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("relation", sa.Text(), nullable=False),
        sa.CheckConstraint("ticket_id <> other_id", name="a ticket is not linked to itself"),
        sa.CheckConstraint(
            "relation IN ('related', 'child_of', 'duplicate_of', 'caused_by', 'split_from', 'follow_up_of')",
            name="a link has a known relation",
        ),
        sa.ForeignKeyConstraint(["other_id"], ["ticket.id"], name=op.f("fk_link_other_id")),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_link_ticket_id")),
        sa.PrimaryKeyConstraint("ticket_id", "other_id", "relation", name=op.f("pk_link")),
        sqlite_strict=True,
    )
    op.create_index("ix_link_other", "link", ["other_id"], unique=False)

    op.create_table(
        "proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("confidence", sa.Text(), nullable=False),
        sa.Column("abstained", sa.Integer(), nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("impact", sa.Text(), nullable=True),
        sa.Column("urgency", sa.Text(), nullable=True),
        sa.Column("category", sa.Text(), nullable=True),
        sa.Column("decided_kind", sa.Text(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["account.id"], name=op.f("fk_proposal_decided_by_id")
        ),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_proposal_ticket_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal")),
        sqlite_strict=True,
    )
    op.create_index("ix_proposal_ticket_id", "proposal", ["ticket_id"], unique=False)

    op.create_table(
        "suggestion",
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name=op.f("fk_suggestion_article_id")
        ),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_suggestion_ticket_id")),
        sa.PrimaryKeyConstraint("ticket_id", "article_id", name=op.f("pk_suggestion")),
        sqlite_strict=True,
    )
    op.create_table(
        "task",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("mandatory", sa.Integer(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("done_by_id", sa.Integer(), nullable=True),
        sa.Column("done_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint(
            "status <> 'skipped' OR (mandatory = 0 AND reason IS NOT NULL AND reason <> '')",
            name="only an optional task is skipped, and with a reason",
        ),
        sa.CheckConstraint(
            "status IN ('open', 'done', 'skipped', 'void')", name="a task has a known status"
        ),
        sa.ForeignKeyConstraint(["done_by_id"], ["account.id"], name=op.f("fk_task_done_by_id")),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_task_ticket_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task")),
        sqlite_strict=True,
    )
    op.create_index("ix_task_ticket_id", "task", ["ticket_id"], unique=False)
    op.execute("INSERT INTO journal_head (id, n, hash) VALUES (1, 0, '')")
    lay_indexes(op.get_bind())
