"""What holds for articles, their editions, their files, and what is said of them."""

from __future__ import annotations

from collections.abc import Iterator

from desk_gui.domain.knowledge import ARTICLE_STEPS, ArticleStatus
from desk_gui.storage.journal import canonical
from desk_gui.storage.refusals.attachments import whole_content
from desk_gui.storage.refusals.making import Refusal, kept, never, next_version, once
from desk_gui.storage.types import sql_words

_DRAFT = (
    "EXISTS (SELECT 1 FROM article a WHERE a.id = NEW.article_id AND a.status = 'draft'"
    " AND a.edition = {0})"
)
_SHOWN = (
    "EXISTS (SELECT 1 FROM article a WHERE a.id = NEW.article_id"
    " AND a.published_edition = NEW.edition)"
)
_PUBLISHED = {"before": ArticleStatus.IN_REVIEW, "status": ArticleStatus.PUBLISHED}
_KEPT = ("id", "article_id", "sha256", "name", "media_type", "since_edition", "account_id", "at")
_ENTRIES = "journal e WHERE e.subject = 'article' AND e.subject_id = NEW.id"
_WROTE_IT = (
    f"EXISTS (SELECT 1 FROM {_ENTRIES} AND e.account_id = NEW.reviewer_id"
    " AND e.action IN ('opened', 'edited') AND e.origin = 'desk'"
    f" AND e.n > coalesce((SELECT max(e.n) FROM {_ENTRIES} AND e.action = 'moved'"
    f" AND e.after = '{canonical(_PUBLISHED)}'), 0))"
)
"""The reviewer wrote some of what he reviews, after what was published last."""
_FROM_ELSEWHERE = "NEW.source IS NOT NULL AND NEW.edition = 1 AND NEW.version <= 3"
"""An imported article may have been reviewed where it comes from."""


def knowledge() -> Iterator[Refusal]:
    """Every rule of the knowledge base."""
    yield from _articles()
    yield from _editions()
    yield from _files()
    yield from _said()
    yield from _categories()


def _articles() -> Iterator[Refusal]:
    yield once("article", "id = NEW.id")
    yield once("article", "source = NEW.source AND o.foreign_number = NEW.foreign_number")
    yield Refusal(
        "article",
        "INSERT",
        "NEW.source IS NULL AND (NEW.status <> 'draft' OR NEW.published_edition IS NOT NULL)",
        "an article begins as a draft",
    )
    yield next_version("article")
    yield from _article_steps()
    yield from _readings()
    yield from _reviews()
    yield never("article", "DELETE", "an article is never deleted; retire it instead")


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


def _reviews() -> Iterator[Refusal]:
    """Who publishes wrote none of it, and publishes what he has read."""
    published = "NEW.status = 'published' AND OLD.status = 'in_review'"
    yield Refusal(
        "article",
        "UPDATE",
        f"{published} AND NOT ({_FROM_ELSEWHERE})"
        " AND (NEW.reviewer_id IS NULL OR NEW.reviewer_id = OLD.author_id)",
        "the reviewer of an article is not its author",
    )
    yield Refusal(
        "article",
        "UPDATE",
        f"{published} AND {_WROTE_IT}",
        "the reviewer of an article wrote none of what is reviewed",
    )
    yield Refusal(
        "article",
        "UPDATE",
        f"{published} AND NOT EXISTS (SELECT 1 FROM article_edition e"
        " WHERE e.article_id = NEW.id AND e.edition = NEW.edition"
        " AND e.title = NEW.title AND e.text = NEW.text)",
        "what is published is the edition that was reviewed",
    )


def _editions() -> Iterator[Refusal]:
    yield once("article_edition", "article_id = NEW.article_id AND o.edition = NEW.edition")
    yield Refusal(
        "article_edition",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM article a"
        " WHERE a.id = NEW.article_id AND a.edition = NEW.edition)",
        "an edition is of the version that is written now",
    )
    yield Refusal(
        "article_edition",
        "UPDATE",
        "EXISTS (SELECT 1 FROM article a WHERE a.id = OLD.article_id"
        " AND (a.published_edition = OLD.edition OR a.edition > OLD.edition))",
        "an edition that was published stays as it was; write the next one",
    )
    yield Refusal(
        "article_edition",
        "UPDATE",
        "EXISTS (SELECT 1 FROM article a WHERE a.id = OLD.article_id AND a.status <> 'draft')",
        "the words of an article are changed only while it is a draft",
    )
    yield never("article_edition", "DELETE", "an edition of an article is never deleted")


def _files() -> Iterator[Refusal]:
    """A file comes and goes with an edition, so that readers see those that were reviewed."""
    yield once("article_file", "id = NEW.id")
    yield Refusal(
        "article_file",
        "INSERT",
        f"NEW.until_edition IS NOT NULL OR NOT {_DRAFT.format('NEW.since_edition')}",
        "a file is added to an article only while it is a draft",
    )
    yield whole_content("article_file")
    yield kept("article_file", _KEPT, "a file of an article stays as it came")
    yield Refusal(
        "article_file",
        "UPDATE",
        f"NOT {_DRAFT.format('coalesce(NEW.until_edition, OLD.until_edition)')}",
        "a file is taken out of an article only while it is a draft",
    )
    yield never("article_file", "DELETE", "a file of an article is never deleted; take it out")


def _said() -> Iterator[Refusal]:
    yield once(
        "article_use",
        "article_id = NEW.article_id AND o.ticket_id = NEW.ticket_id AND o.how = NEW.how",
    )
    yield Refusal(
        "article_use",
        "INSERT",
        "NEW.how = 'sent' AND NOT EXISTS (SELECT 1 FROM article a WHERE a.id = NEW.article_id"
        " AND a.audience = 'public' AND a.published_edition IS NOT NULL)",
        "only a published article for everybody is sent to a requester",
    )
    for event in ("UPDATE", "DELETE"):
        yield never("article_use", event, "what an article was used for stays recorded")
    yield once(
        "article_vote",
        "id = NEW.id OR o.article_id = NEW.article_id"
        " AND o.edition = NEW.edition AND o.account_id = NEW.account_id",
    )
    for event in ("INSERT", "UPDATE"):
        sentence = "whether an article helped is said of the edition that readers see"
        yield Refusal("article_vote", event, f"NOT {_SHOWN}", sentence)
    yield never("article_vote", "DELETE", "what was said of an article stays recorded")


def _categories() -> Iterator[Refusal]:
    """A category's name is its path; an empty part would be a category without a name."""
    for event in ("INSERT", "UPDATE"):
        yield Refusal(
            "category",
            event,
            "trim(NEW.name) <> NEW.name OR NEW.name = '' OR length(NEW.name) > 200"
            " OR trim(NEW.name, '› ') <> NEW.name OR replace(NEW.name, '› ›', '') <> NEW.name",
            "a category has a name, and so has each category above it",
        )
