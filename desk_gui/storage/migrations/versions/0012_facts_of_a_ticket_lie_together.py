"""Facts of a ticket lie together in packs, and are read from an index of the journal alone.

What was packed in the former order is packed anew.
"""

from __future__ import annotations

from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.drop_index("ix_journal_subject", table_name="journal")
    op.create_index(
        "ix_journal_subject",
        "journal",
        [
            *("subject", "subject_id", "version"),
            *("at", "status", "old_status", "source_status"),
        ],
    )
    op.execute("DELETE FROM fact_pack")
    op.execute("DELETE FROM fact_stale")
    op.execute("INSERT INTO fact_stale (ticket_id) SELECT id FROM ticket")
