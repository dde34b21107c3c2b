"""Who works here and who asks."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Index, Integer, Text

from desk_gui.domain.accounts import Role
from desk_gui.domain.asking import MOST_SAID
from desk_gui.storage.tables.making import a_table, its_id, to
from desk_gui.storage.types import Flag, Instant, Word, sql_words

account = a_table(
    "account",
    its_id(),
    Column("login", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("email", Text, nullable=False, server_default=""),
    Column("role", Word(Role), nullable=False),
    Column("password_hash", Text),
    Column("active", Flag, nullable=False, server_default="1"),
    Column("failed_sign_ins", Integer, nullable=False, server_default="0"),
    Column("locked_until", Instant),
    Column("created_at", Instant, nullable=False),
    Column("source", Text),
    Column("database_login", Text),
    CheckConstraint(f"role IN ({sql_words(Role)})", "an account has one of the four roles"),
    Index("uq_account_database_login", "database_login", unique=True),
)
team = a_table(
    "team",
    its_id(),
    Column("name", Text, nullable=False, unique=True),
    to("account", "lead_id"),
)
team_member = a_table("team_member", to("team", primary_key=True), to("account", primary_key=True))
contact = a_table(
    "contact",
    its_id(),
    Column("name", Text, nullable=False, index=True),
    Column("email", Text, unique=True),
    Column("site", Text, nullable=False, server_default=""),
    to("account", "manager_id"),
    Column("department", Text, nullable=False, server_default=""),
)
submission = a_table(
    "submission",
    Column("key", Text, primary_key=True),
    to("account", nullable=False, index=True),
    Column("said", Text, nullable=False),
    Column("sent_at", Instant, nullable=False),
    to("ticket"),
    Column("refusal", Text),
    Column("done_at", Instant),
    CheckConstraint(f"length(said) <= {MOST_SAID}", "what is handed in has its bounds"),
    CheckConstraint("length(key) = 36", "what is handed in has a key"),
    Index("ix_submission_done", "done_at"),
)
