"""What holds for articles and their editions."""

from __future__ import annotations

from collections.abc import Iterator

from desk_gui.domain.knowledge import ARTICLE_STEPS, ArticleStatus
from desk_gui.storage.refusals.making import Refusal, never, next_version, once
from desk_gui.storage.types import sql_words


def articles() -> Iterator[Refusal]:
    """Every rule of articles and their editions."""
    yield once("article", "id = NEW.id")
    yield once("article", "source = NEW.source AND o.foreign_number = NEW.foreign_number")
    yield next_version("article")
    yield from _article_steps()
    yield from _readings()
    yield never("article", "DELETE", "an article is never deleted; retire it instead")
    yield once("article_edition", "article_id = NEW.article_id AND o.edition = NEW.edition")
    yield Refusal(
        "article_edition",
        "UPDATE",
        "EXISTS (SELECT 1 FROM article a WHERE a.id = OLD.article_id"
        " AND (a.published_edition = OLD.edition OR a.edition > OLD.edition))",
        "an edition that was published stays as it was; write the next one",
    )
    yield never("article_edition", "DELETE", "an edition of an article is never deleted")


def _article_steps() -> Iterator[Refusal]:
    for status in ArticleStatus:
        allowed = [target for source, target in ARTICLE_STEPS if source is status]
        ways = " or ".join(target.value.replace("_", " ") for target in allowed)
        yield Refusal(
            "article",
            "UPDATE",
            f"OLD.status = '{status.value}' AND NEW.status <> OLD.status"
            f" AND NEW.status NOT IN ({sql_words(ArticleStatus, *allowed)})",
            f"an article that is {status.value.replace('_', ' ')} can become only {ways}",
        )


def _readings() -> Iterator[Refusal]:
    """What readers see is what was reviewed."""
    for changed, sentence in (
        (
            "NEW.published_edition IS DISTINCT FROM OLD.published_edition"
            " AND NOT (NEW.status = 'retired' AND NEW.published_edition IS NULL)"
            " AND NOT (NEW.status = 'published' AND OLD.status = 'in_review'"
            " AND NEW.published_edition = NEW.edition)",
            "an edition of an article is shown to readers only by publishing it after a review",
        ),
        (
            "(NEW.title <> OLD.title OR NEW.text <> OLD.text)"
            " AND NOT (OLD.status = 'draft' AND NEW.status = 'draft')",
            "the words of an article are changed only while it is a draft",
        ),
        (
            "NEW.audience = 'public' AND OLD.audience = 'internal'"
            " AND (OLD.status <> 'draft' OR OLD.published_edition IS NOT NULL)",
            "a published internal article becomes public only once it was retired",
        ),
    ):
        yield Refusal("article", "UPDATE", changed, sentence)
