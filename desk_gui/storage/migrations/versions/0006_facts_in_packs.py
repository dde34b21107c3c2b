"""Facts of tickets lie in packs, and triggers mark what changed since."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from desk_gui.storage import stale
from desk_gui.storage.schema import lay

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "fact_pack",
        sa.Column("part", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("ended", sa.Integer(), nullable=False),
        sa.Column("last_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("tickets", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("part", "ended", name=op.f("pk_fact_pack")),
        sqlite_strict=True,
    )
    op.create_index("ix_fact_pack_last", "fact_pack", ["ended", "last_at"], unique=False)
    op.create_table(
        "fact_stale",
        sa.Column("ticket_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("ticket_id", name=op.f("pk_fact_stale")),
        sqlite_strict=True,
    )
    lay(op.get_bind(), stale.MARKS)
