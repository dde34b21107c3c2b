"""Requesters sign in: what they hand in, and on PostgreSQL logins that see only their own."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.add_column("account", sa.Column("database_login", sa.Text(), nullable=True))
    op.create_index("uq_account_database_login", "account", ["database_login"], unique=True)
    op.create_table(
        "submission",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("sent_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=True),
        sa.Column("refusal", sa.Text(), nullable=True),
        sa.Column("done_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint("length(said) <= 200000", name="what is handed in has its bounds"),
        sa.CheckConstraint("length(key) = 36", name="what is handed in has a key"),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_submission_account_id")
        ),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_submission_ticket_id")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_submission")),
        sqlite_strict=True,
    )
    op.create_index("ix_submission_account_id", "submission", ["account_id"], unique=False)
    op.create_index("ix_submission_done", "submission", ["done_at"], unique=False)
