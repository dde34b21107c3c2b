"""Articles and their editions."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Index, Integer, Text

from desk_gui.domain.knowledge import ArticleStatus, Audience
from desk_gui.storage.checks import ARTICLE_CHECKS
from desk_gui.storage.tables.making import a_table, its_id, to
from desk_gui.storage.types import Day, Instant, Word

article = a_table(
    "article",
    its_id(),
    Column("status", Word(ArticleStatus), nullable=False),
    Column("audience", Word(Audience), nullable=False),
    Column("title", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("tags", Text, nullable=False, server_default="[]"),
    to("category"),
    Column("edition", Integer, nullable=False),
    Column("published_edition", Integer),
    to("account", "author_id"),
    to("account", "reviewer_id"),
    Column("review_on", Day),
    Column("updated_at", Instant, nullable=False),
    Column("views", Integer, nullable=False, server_default="0"),
    Column("source", Text),
    Column("foreign_number", Text),
    Column("version", Integer, nullable=False, server_default="1"),
    *(CheckConstraint(condition, sentence) for sentence, condition in ARTICLE_CHECKS.items()),
    Index("ix_article_status", "status"),
    Index("ix_article_origin", "source", "foreign_number", unique=True),
    numbered=True,
)
article_edition = a_table(
    "article_edition",
    to("article", primary_key=True),
    Column("edition", Integer, primary_key=True),
    Column("title", Text, nullable=False),
    Column("text", Text, nullable=False),
    to("account", "author_id"),
    Column("at", Instant, nullable=False),
)
