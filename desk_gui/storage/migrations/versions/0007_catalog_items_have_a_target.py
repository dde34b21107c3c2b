"""Catalog items have a fulfilment target of their own."""

from __future__ import annotations

from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Written out: SQLite adds a column with its constraint only that way."""
    op.execute(
        "ALTER TABLE catalog_edition ADD COLUMN fulfil_s INTEGER"
        ' CONSTRAINT "a catalog item promises at most a year"'
        " CHECK (fulfil_s BETWEEN 1 AND 31622400)"
    )
