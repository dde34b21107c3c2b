"""Files on tickets: what they are called, and their content once, by its hash."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, LargeBinary, Text

from desk_gui.storage.tables.making import a_table, its_id, to
from desk_gui.storage.types import Instant, WholeNumber

stored_file = a_table(
    "stored_file",
    Column("sha256", Text, primary_key=True),
    Column("size", WholeNumber, nullable=False),
    Column("content", LargeBinary, nullable=False),
)
attachment = a_table(
    "attachment",
    its_id(),
    to("ticket", nullable=False, index=True),
    to("comment"),
    Column("sha256", Text, ForeignKey("stored_file.sha256"), nullable=False),
    Column("name", Text, nullable=False),
    Column("media_type", Text, nullable=False),
    to("account"),
    Column("at", Instant, nullable=False),
    to("account", "removed_by_id"),
    Column("removed_at", Instant),
)
