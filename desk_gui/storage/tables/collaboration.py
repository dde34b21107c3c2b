"""Working together: who looks at what, unsent words, who follows, what was seen, and notices."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Index, Text

from desk_gui.domain.collaboration import Activity, NoticeKind, Writing
from desk_gui.storage.tables.making import a_table, its_id, to
from desk_gui.storage.types import Instant, WholeNumber, Word, sql_words

presence = a_table(
    "presence",
    Column("seat", Text, primary_key=True),
    to("ticket", nullable=False, index=True),
    to("account", nullable=False),
    Column("activity", Word(Activity), nullable=False),
    Column("since", Instant, nullable=False),
    Column("seen_at", Instant, nullable=False),
    CheckConstraint(f"activity IN ({sql_words(Activity)})", "presence has a known activity"),
)
draft = a_table(
    "draft",
    its_id(),
    to("account", nullable=False),
    to("ticket"),
    Column("mode", Word(Writing), nullable=False),
    Column("text", Text, nullable=False),
    Column("at", Instant, nullable=False),
    CheckConstraint(f"mode IN ({sql_words(Writing)})", "a draft is of a known kind"),
    CheckConstraint(
        f"(ticket_id IS NULL) = (mode = '{Writing.TICKET}')",
        "only the draft of a new ticket is on no ticket",
    ),
    Index("ix_draft_account_ticket_mode", "account_id", "ticket_id", "mode", unique=True),
)
watcher = a_table(
    "watcher",
    to("ticket", primary_key=True),
    to("account", primary_key=True, index=True),
    Column("at", Instant, nullable=False),
)
seen = a_table(
    "seen",
    to("account", primary_key=True),
    to("ticket", primary_key=True),
    Column("n", WholeNumber, nullable=False),
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
