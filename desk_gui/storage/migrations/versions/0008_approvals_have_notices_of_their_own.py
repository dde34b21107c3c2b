"""Who is asked for an approval is told so, not that a ticket was assigned."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

KNOWN = "a notice is of a known kind"
KINDS = (
    "what IN ('mentioned', 'watched', 'assigned', 'approval', 'sla_warned', 'sla_breached',"
    " 'escalated', 'major')"
)


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        _made_again()
    else:
        op.drop_constraint(KNOWN, "notice", type_="check")
        op.create_check_constraint(KNOWN, "notice", KINDS)


def _made_again() -> None:
    """SQLite cannot change a constraint: the notices move into a table that has the new one."""
    op.drop_index("ix_notice_account", "notice")
    op.drop_index("ix_notice_ticket_id", "notice")
    op.rename_table("notice", "notice_before")
    op.create_table(
        "notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=True),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.Integer(), nullable=False),
        sa.Column("read_at", sa.Integer(), nullable=True),
        sa.CheckConstraint(KINDS, name=KNOWN),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_notice_account_id")),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_notice_by_id")),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_notice_ticket_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sqlite_strict=True,
    )
    op.execute(
        "INSERT INTO notice (id, account_id, ticket_id, what, text, by_id, at, read_at)"
        " SELECT id, account_id, ticket_id, what, text, by_id, at, read_at FROM notice_before"
    )
    op.drop_table("notice_before")
    op.create_index("ix_notice_account", "notice", ["account_id", "read_at", "id"], unique=False)
    op.create_index("ix_notice_ticket_id", "notice", ["ticket_id"], unique=False)
