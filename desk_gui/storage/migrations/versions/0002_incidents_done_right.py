"""Incidents have business hours, major incidents, files, company and notices."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from desk_gui.storage.schema import lay
from desk_gui.storage.search import ATTACHMENT_NAMES

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "business_hours",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("time_zone", sa.Text(), nullable=False),
        sa.Column("country", sa.Text(), nullable=True),
        sa.Column("region", sa.Text(), nullable=True),
        sa.Column("windows", sa.Text(), server_default="[]", nullable=False),
        sa.Column("own_days", sa.Text(), server_default="[]", nullable=False),
        sa.Column("active", sa.Integer(), server_default="1", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_business_hours")),
        sa.UniqueConstraint("name", name=op.f("uq_business_hours_name")),
        sqlite_strict=True,
    )
    op.create_table(
        "stored_file",
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("length(sha256) = 64", name="a stored file is named by its SHA-256"),
        sa.CheckConstraint("size >= 0", name="a stored file has no negative size"),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_stored_file")),
        sqlite_strict=True,
    )
    op.create_table(
        "stored_part",
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("n", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("n >= 0", name="the parts of a file are counted from 0"),
        sa.CheckConstraint(
            "length(content) BETWEEN 1 AND 1048576", name="a part of a file has 1 byte to 1 MiB"
        ),
        sa.ForeignKeyConstraint(
            ["sha256"], ["stored_file.sha256"], name=op.f("fk_stored_part_sha256")
        ),
        sa.PrimaryKeyConstraint("sha256", "n", name=op.f("pk_stored_part")),
        sqlite_strict=True,
    )
    op.create_table(
        "update_template",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_update_template")),
        sa.UniqueConstraint("name", name=op.f("uq_update_template_name")),
        sqlite_strict=True,
    )
    op.create_table(
        "escalation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=True),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "action IN ('notify', 'reassign', 'raise')", name="an escalation does a known thing"
        ),
        sa.CheckConstraint(
            "percent BETWEEN 1 AND 1000", name="an escalation comes at 1 to 1000 percent"
        ),
        sa.CheckConstraint(
            "priority BETWEEN 1 AND 5", name="an escalation is for a priority from 1 to 5"
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_escalation_account_id")
        ),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_escalation_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_escalation")),
        sqlite_strict=True,
    )
    op.create_table(
        "draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=True),
        sa.Column("mode", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "mode IN ('answer', 'note', 'ticket')", name="a draft is of a known kind"
        ),
        sa.CheckConstraint(
            "(ticket_id IS NULL) = (mode = 'ticket')",
            name="only the draft of a new ticket is on no ticket",
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_draft_account_id")),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_draft_ticket_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft")),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_draft_account_ticket_mode", "draft", ["account_id", "ticket_id", "mode"], unique=True
    )
    op.create_table(
        "major_incident",
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=True),
        sa.Column(
            "proposed_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("proposal", sa.Text(), server_default="", nullable=False),
        sa.Column("coordinator_id", sa.Integer(), nullable=True),
        sa.Column("business_impact", sa.Text(), server_default="", nullable=False),
        sa.Column("stakes", sa.Text(), server_default="[]", nullable=False),
        sa.Column("declared_by_id", sa.Integer(), nullable=True),
        sa.Column(
            "declared_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column(
            "update_every_s",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            server_default="1800",
            nullable=False,
        ),
        sa.Column(
            "next_update_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.Column("ended_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("ended_because", sa.Text(), nullable=True),
        sa.Column("cause", sa.Text(), nullable=True),
        sa.Column("went_well", sa.Text(), nullable=True),
        sa.Column("went_wrong", sa.Text(), nullable=True),
        sa.Column("no_action_because", sa.Text(), nullable=True),
        sa.Column("reviewed_by_id", sa.Integer(), nullable=True),
        sa.Column(
            "reviewed_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.CheckConstraint(
            """stakes IN ('[]', '["service"]', '["reputation"]', '["data_security"]', '["compliance"]', '["service","reputation"]', '["service","data_security"]', '["service","compliance"]', '["reputation","data_security"]', '["reputation","compliance"]', '["data_security","compliance"]', '["service","reputation","data_security"]', '["service","reputation","compliance"]', '["service","data_security","compliance"]', '["reputation","data_security","compliance"]', '["service","reputation","data_security","compliance"]')""",
            name="the stakes of a major incident are known ones",
        ),
        sa.CheckConstraint(
            "update_every_s BETWEEN 300 AND 86400",
            name="updates come every five minutes to every day",
        ),
        sa.ForeignKeyConstraint(
            ["coordinator_id"], ["account.id"], name=op.f("fk_major_incident_coordinator_id")
        ),
        sa.ForeignKeyConstraint(
            ["declared_by_id"], ["account.id"], name=op.f("fk_major_incident_declared_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["ended_by_id"], ["account.id"], name=op.f("fk_major_incident_ended_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["account.id"], name=op.f("fk_major_incident_proposed_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["reviewed_by_id"], ["account.id"], name=op.f("fk_major_incident_reviewed_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["ticket.id"], name=op.f("fk_major_incident_ticket_id")
        ),
        sa.PrimaryKeyConstraint("ticket_id", name=op.f("pk_major_incident")),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_major_incident_next_update_at", "major_incident", ["next_update_at"], unique=False
    )

    op.create_table(
        "major_update",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("told", sa.Integer(), server_default="0", nullable=False),
        sa.CheckConstraint("length(text) > 0", name="an update of a major incident has words"),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_major_update_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["ticket.id"], name=op.f("fk_major_update_ticket_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_major_update")),
        sqlite_strict=True,
    )
    op.create_index("ix_major_update_ticket_id", "major_update", ["ticket_id"], unique=False)

    op.create_table(
        "notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=True),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("read_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint(
            "what IN ('mentioned', 'watched', 'assigned', 'sla_warned', 'sla_breached', 'escalated', 'major')",
            name="a notice is of a known kind",
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_notice_account_id")),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_notice_by_id")),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_notice_ticket_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sqlite_strict=True,
    )
    op.create_index("ix_notice_account", "notice", ["account_id", "read_at", "id"], unique=False)
    op.create_index("ix_notice_ticket_id", "notice", ["ticket_id"], unique=False)

    op.create_table(
        "presence",
        sa.Column("seat", sa.Text(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("activity", sa.Text(), nullable=False),
        sa.Column("since", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("seen_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "activity IN ('viewing', 'answering')", name="presence has a known activity"
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_presence_account_id")
        ),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_presence_ticket_id")),
        sa.PrimaryKeyConstraint("seat", name=op.f("pk_presence")),
        sqlite_strict=True,
    )
    op.create_index("ix_presence_ticket_id", "presence", ["ticket_id"], unique=False)
    op.create_table(
        "review_action",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Text(), nullable=True),
        sa.Column("done", sa.Integer(), server_default="0", nullable=False),
        sa.CheckConstraint("length(title) > 0", name="an action says what is to be done"),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_review_action_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["ticket.id"], name=op.f("fk_review_action_ticket_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_action")),
        sqlite_strict=True,
    )
    op.create_index("ix_review_action_ticket_id", "review_action", ["ticket_id"], unique=False)

    op.create_table(
        "watcher",
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_watcher_account_id")),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_watcher_ticket_id")),
        sa.PrimaryKeyConstraint("ticket_id", "account_id", name=op.f("pk_watcher")),
        sqlite_strict=True,
    )
    op.create_index("ix_watcher_account_id", "watcher", ["account_id"], unique=False)
    op.create_table(
        "seen",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("n", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_seen_account_id")),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_seen_ticket_id")),
        sa.PrimaryKeyConstraint("account_id", "ticket_id", name=op.f("pk_seen")),
        sqlite_strict=True,
    )
    op.create_table(
        "attachment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("comment_id", sa.Integer(), nullable=True),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("removed_by_id", sa.Integer(), nullable=True),
        sa.Column(
            "removed_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.CheckConstraint(
            "length(name) BETWEEN 1 AND 120 AND name NOT IN ('.', '..')"
            r" AND replace(replace(replace(name, '/', ''), '\', ''), ':', '') = name",
            name="the name of an attachment is one part of a path",
        ),
        sa.CheckConstraint(
            "(removed_at IS NULL) = (removed_by_id IS NULL)",
            name="a removed attachment says by whom and when",
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_attachment_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["comment.id"], name=op.f("fk_attachment_comment_id")
        ),
        sa.ForeignKeyConstraint(
            ["removed_by_id"], ["account.id"], name=op.f("fk_attachment_removed_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["sha256"], ["stored_file.sha256"], name=op.f("fk_attachment_sha256")
        ),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_attachment_ticket_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
        sqlite_strict=True,
    )
    op.create_index("ix_attachment_ticket", "attachment", ["ticket_id", "id"], unique=False)
    op.create_index("ix_attachment_file", "attachment", ["sha256"], unique=False)
    lay(op.get_bind(), ATTACHMENT_NAMES)

    op.create_table(
        "clock_mark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("clock_id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), server_default="", nullable=False),
        sa.Column("due_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "was_due_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.CheckConstraint(
            "what IN ('started', 'paused', 'resumed', 'retargeted', 'warned', 'breached', 'escalated', 'met', 'ended', 'stopped', 'taken_back')",
            name="a clock is marked with a known word",
        ),
        sa.ForeignKeyConstraint(["clock_id"], ["clock.id"], name=op.f("fk_clock_mark_clock_id")),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_clock_mark_ticket_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clock_mark")),
        sqlite_strict=True,
    )
    op.create_index("ix_clock_mark_clock_id", "clock_mark", ["clock_id"], unique=False)
    op.create_index("ix_clock_mark_ticket_id", "clock_mark", ["ticket_id"], unique=False)

    for column in (
        "promised_s BIGINT NOT NULL DEFAULT 0",
        "business_hours_id INTEGER CONSTRAINT fk_clock_business_hours_id"
        " REFERENCES business_hours (id)",
        "pauses TEXT NOT NULL DEFAULT '[]'",
        "breached_at BIGINT",
        "next_at BIGINT",
        "reached INTEGER NOT NULL DEFAULT 0",
        "retargeted_at BIGINT",
    ):
        sqlite = op.get_bind().dialect.name == "sqlite"
        words = column.replace("BIGINT", "INTEGER") if sqlite else column
        op.execute(f"ALTER TABLE clock ADD COLUMN {words}")
    # What was promised follows from what was stored; past pauses are known by their sum only.
    op.execute("UPDATE clock SET promised_s = due_at - started_at - paused_s")
    op.execute(
        "UPDATE clock SET pauses = '[[' || started_at || ',' || (started_at + paused_s) || ']]'"
        " WHERE paused_s > 0"
    )
    # Whether it warned or was overdue was not kept: each running clock is looked at once.
    op.execute("UPDATE clock SET next_at = started_at WHERE state = 'running'")
    op.create_index("ix_clock_next", "clock", ["state", "next_at"], unique=False)
    _policies()


def _policies() -> None:
    """A policy may be for one category, one team, or major incidents, and in business hours."""
    if op.get_bind().dialect.name != "sqlite":
        op.drop_constraint("pk_sla_policy", "sla_policy")
    op.rename_table("sla_policy", "sla_policy_before")
    op.create_table(
        "sla_policy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("major", sa.Integer(), server_default="0", nullable=False),
        sa.Column("category_id", sa.Integer(), nullable=True),
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.Column(
            "promised_s", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("business_hours_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "priority BETWEEN 1 AND 5", name="a policy is for a priority from 1 to 5"
        ),
        sa.CheckConstraint("promised_s > 0", name="a policy promises more than no time"),
        sa.CheckConstraint(
            "major = 0 OR kind = 'incident'", name="only an incident has a major policy"
        ),
        sa.ForeignKeyConstraint(
            ["business_hours_id"],
            ["business_hours.id"],
            name=op.f("fk_sla_policy_business_hours_id"),
        ),
        sa.ForeignKeyConstraint(
            ["category_id"], ["category.id"], name=op.f("fk_sla_policy_category_id")
        ),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_sla_policy_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sla_policy")),
        sqlite_strict=True,
    )
    op.create_index("ix_sla_policy_scope", "sla_policy", ["kind", "priority", "target"])
    op.execute(
        "INSERT INTO sla_policy (kind, priority, target, promised_s)"
        " SELECT kind, priority, target, promised_s FROM sla_policy_before"
    )
    op.drop_table("sla_policy_before")
    _new_defaults()


def _new_defaults() -> None:
    """A desk that is in use gets what a new one starts with: major policies and office hours.

    No major incident is promised later than any other of its priority.
    """
    for target, promised_s in (("respond", 600), ("resolve", 7200)):
        least = f"CASE WHEN promised_s < {promised_s} THEN promised_s ELSE {promised_s} END"
        op.execute(
            "INSERT INTO sla_policy (kind, priority, target, major, promised_s)"
            f" SELECT kind, priority, target, 1, {least} FROM sla_policy"
            f" WHERE kind = 'incident' AND target = '{target}'"
        )
    windows = ",".join(f"[{day},480,1080]" for day in range(5))
    op.execute(
        "INSERT INTO business_hours (name, time_zone, windows)"
        f" SELECT 'Office hours', coalesce((SELECT value FROM setting WHERE name = 'time_zone'),"
        f" '\"UTC\"'), '[{windows}]' WHERE EXISTS (SELECT 1 FROM sla_policy)"
    )
    op.execute("UPDATE business_hours SET time_zone = replace(time_zone, '\"', '')")
