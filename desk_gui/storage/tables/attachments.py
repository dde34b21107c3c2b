"""Files on tickets: what they are called, and their content once, by its hash, in parts."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, LargeBinary, Text

from desk_gui.domain.attachment import LONGEST_NAME, PART
from desk_gui.storage.tables.making import a_table, its_id, to
from desk_gui.storage.types import Instant, WholeNumber

stored_file = a_table(
    "stored_file",
    Column("sha256", Text, primary_key=True),
    Column("size", WholeNumber, nullable=False),
    CheckConstraint("length(sha256) = 64", "a stored file is named by its SHA-256"),
    CheckConstraint("size >= 0", "a stored file has no negative size"),
)
stored_part = a_table(
    "stored_part",
    Column("sha256", Text, ForeignKey("stored_file.sha256"), primary_key=True),
    Column("n", Integer, primary_key=True, autoincrement=False),
    Column("content", LargeBinary, nullable=False),
    CheckConstraint("n >= 0", "the parts of a file are counted from 0"),
    CheckConstraint(
        f"length(content) BETWEEN 1 AND {PART}", "a part of a file has 1 byte to 1 MiB"
    ),
)
attachment = a_table(
    "attachment",
    its_id(),
    to("ticket", nullable=False),
    to("comment"),
    Column("sha256", Text, ForeignKey("stored_file.sha256"), nullable=False),
    Column("name", Text, nullable=False),
    Column("media_type", Text, nullable=False),
    to("account"),
    Column("at", Instant, nullable=False),
    to("account", "removed_by_id"),
    Column("removed_at", Instant),
    CheckConstraint(
        f"length(name) BETWEEN 1 AND {LONGEST_NAME} AND name NOT IN ('.', '..')"
        r" AND replace(replace(replace(name, '/', ''), '\', ''), ':', '') = name",
        "the name of an attachment is one part of a path",
    ),
    CheckConstraint(
        "(removed_at IS NULL) = (removed_by_id IS NULL)",
        "a removed attachment says by whom and when",
    ),
    Index("ix_attachment_ticket", "ticket_id", "id"),
    Index("ix_attachment_file", "sha256"),
)
