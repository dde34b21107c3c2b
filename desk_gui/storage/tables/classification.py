"""What the classifier learned from this desk's tickets, version by version."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Index, Integer, LargeBinary, Text, text

from desk_gui.domain.classification import LARGEST_VERSION
from desk_gui.storage.tables.making import a_table, its_id, to
from desk_gui.storage.types import Flag, Instant

classifier_version = a_table(
    "classifier_version",
    its_id(),
    Column("made_at", Instant, nullable=False),
    to("account"),
    Column("learned_from", Integer, nullable=False),
    Column("figures", Text, nullable=False),
    Column("active", Flag, nullable=False),
    Column("weights", LargeBinary, nullable=False),
    CheckConstraint("active IN (0, 1)", "a version of the classifier is in use or it is not"),
    CheckConstraint("learned_from > 0", "a version of the classifier learned from tickets"),
    CheckConstraint(
        f"length(weights) BETWEEN 1 AND {LARGEST_VERSION}",
        "a version of the classifier has up to 5 MiB",
    ),
    Index(
        "ix_classifier_version_active",
        "active",
        unique=True,
        sqlite_where=text("active = 1"),
        postgresql_where=text("active = 1"),
    ),
    numbered=True,
)
