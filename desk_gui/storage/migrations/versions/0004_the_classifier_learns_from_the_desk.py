"""The classifier learns from the desk's own tickets, and proposes its teams and catalog items."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

PROPOSED = (("own_category_id", "category"), ("team_id", "team"), ("item_id", "catalog_item"))


def upgrade() -> None:
    op.create_table(
        "classifier_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("learned_from", sa.Integer(), nullable=False),
        sa.Column("figures", sa.Text(), nullable=False),
        sa.Column("active", sa.Integer(), nullable=False),
        sa.Column("weights", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint(
            "active IN (0, 1)", name="a version of the classifier is in use or it is not"
        ),
        sa.CheckConstraint(
            "learned_from > 0", name="a version of the classifier learned from tickets"
        ),
        sa.CheckConstraint(
            "length(weights) BETWEEN 1 AND 5242880",
            name="a version of the classifier has up to 5 MiB",
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_classifier_version_account_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_classifier_version")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(
        "ix_classifier_version_active",
        "classifier_version",
        ["active"],
        unique=True,
        sqlite_where=sa.text("active = 1"),
        postgresql_where=sa.text("active = 1"),
    )
    for column, table in PROPOSED:
        op.execute(
            f"ALTER TABLE proposal ADD COLUMN {column} INTEGER"
            f" CONSTRAINT fk_proposal_{column} REFERENCES {table} (id)"
        )
