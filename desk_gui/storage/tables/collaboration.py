"""Working together: who looks at what, unsent words, who follows, and notices."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Index, Text

from desk_gui.domain.collaboration import Activity, NoticeKind
from desk_gui.storage.tables.making import a_table, its_id, to
from desk_gui.storage.types import Instant, Word, sql_words

presence = a_table(
    "presence",
    to("ticket", primary_key=True),
    Column("seat", Text, primary_key=True),
    to("account", nullable=False),
    Column("activity", Word(Activity), nullable=False),
    Column("seen_at", Instant, nullable=False),
    CheckConstraint(f"activity IN ({sql_words(Activity)})", "presence has a known activity"),
)
draft = a_table(
    "draft",
    to("account", primary_key=True),
    to("ticket", primary_key=True),
    Column("mode", Text, primary_key=True),
    Column("text", Text, nullable=False),
    Column("at", Instant, nullable=False),
)
watcher = a_table(
    "watcher",
    to("ticket", primary_key=True),
    to("account", primary_key=True),
    Column("at", Instant, nullable=False),
)
notice = a_table(
    "notice",
    its_id(),
    to("account", nullable=False),
    to("ticket", index=True),
    Column("what", Word(NoticeKind), nullable=False),
    Column("text", Text, nullable=False),
    to("account", "by_id"),
    Column("at", Instant, nullable=False),
    Column("read_at", Instant),
    CheckConstraint(f"what IN ({sql_words(NoticeKind)})", "a notice is of a known kind"),
    Index("ix_notice_account", "account_id", "read_at", "id"),
)
