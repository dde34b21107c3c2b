"""Articles with their editions and files, what they were used for, and what was looked for."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, Text, UniqueConstraint

from desk_gui.domain.knowledge import MAX_SAID, ArticleStatus, Audience, Use
from desk_gui.storage.checks import ARTICLE_CHECKS
from desk_gui.storage.tables.making import a_table, its_id, to
from desk_gui.storage.types import Day, Flag, Instant, Word, sql_words

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
article_file = a_table(
    "article_file",
    its_id(),
    to("article", nullable=False, index=True),
    Column("sha256", Text, ForeignKey("stored_file.sha256"), nullable=False),
    Column("name", Text, nullable=False),
    Column("media_type", Text, nullable=False),
    Column("since_edition", Integer, nullable=False),
    Column("until_edition", Integer),
    to("account"),
    Column("at", Instant, nullable=False),
    CheckConstraint("length(name) BETWEEN 1 AND 255", "a file of an article has a name"),
    CheckConstraint("until_edition >= since_edition", "a file leaves no edition before it came"),
    Index("ix_article_file_content", "sha256"),
    numbered=True,
)
article_use = a_table(
    "article_use",
    to("article", primary_key=True),
    to("ticket", primary_key=True),
    Column("how", Word(Use), primary_key=True),
    to("account"),
    Column("at", Instant, nullable=False),
    CheckConstraint(f"how IN ({sql_words(Use)})", "an article was used in a known way"),
    Index("ix_article_use_ticket", "ticket_id"),
)
article_vote = a_table(
    "article_vote",
    its_id(),
    to("article", nullable=False),
    Column("edition", Integer, nullable=False),
    to("account", nullable=False),
    Column("helpful", Flag, nullable=False),
    Column("comment", Text, nullable=False, server_default=""),
    Column("at", Instant, nullable=False),
    UniqueConstraint("article_id", "edition", "account_id"),
    CheckConstraint("helpful IN (0, 1)", "an article helped or it did not"),
    CheckConstraint(f"length(comment) <= {MAX_SAID}", "what is said of an article has its bounds"),
)
article_view = a_table(
    "article_view",
    to("article", primary_key=True),
    Column("day", Day, primary_key=True),
    Column("times", Integer, nullable=False),
    CheckConstraint("times > 0", "a day on which an article was read counts it"),
)
synonym = a_table(
    "synonym",
    its_id(),
    Column("words", Text, nullable=False, unique=True),
)
search_miss = a_table(
    "search_miss",
    Column("words", Text, primary_key=True),
    Column("times", Integer, nullable=False),
    Column("last_on", Day, nullable=False),
    CheckConstraint("times > 0", "what was not found was looked for"),
    CheckConstraint("length(words) BETWEEN 1 AND 120", "what was looked for is short"),
)
