"""Articles and their life cycle (the rules, §5)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from desk_gui.domain.accounts import Account, Right
from desk_gui.domain.workflow import check_steps


class ArticleStatus(StrEnum):
    """Where an article stands."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    PUBLISHED = "published"
    RETIRED = "retired"


class Audience(StrEnum):
    """Who may read an article."""

    INTERNAL = "internal"
    PUBLIC = "public"


class Use(StrEnum):
    """What an article was to a ticket; made from it is not yet of use to anybody."""

    MADE = "made"
    INSERTED = "inserted"
    LINKED = "linked"
    SENT = "sent"
    RESOLVED = "resolved"


PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
"""What is shown as a picture; drawings that can hold programs (SVG) are files like others."""
MAX_SAID = 2_000
"""Characters that somebody may add to “it helped” or “it did not”."""

ARTICLE_STEPS: dict[tuple[ArticleStatus, ArticleStatus], Right] = {
    (ArticleStatus.DRAFT, ArticleStatus.IN_REVIEW): Right.WRITE_ARTICLES,
    (ArticleStatus.IN_REVIEW, ArticleStatus.DRAFT): Right.WRITE_ARTICLES,
    (ArticleStatus.IN_REVIEW, ArticleStatus.PUBLISHED): Right.REVIEW_ARTICLES,
    (ArticleStatus.PUBLISHED, ArticleStatus.DRAFT): Right.WRITE_ARTICLES,
    (ArticleStatus.PUBLISHED, ArticleStatus.RETIRED): Right.REVIEW_ARTICLES,
    (ArticleStatus.RETIRED, ArticleStatus.DRAFT): Right.WRITE_ARTICLES,
}
check_steps(ArticleStatus.DRAFT, ARTICLE_STEPS, [])


@dataclass(frozen=True)
class Article:
    """An article as it is worked on; `published_edition` is the one readers see."""

    id: int
    status: ArticleStatus
    audience: Audience
    title: str
    text: str
    edition: int
    author_id: int | None
    updated_at: datetime
    version: int
    published_edition: int | None = None
    category_id: int | None = None
    tags: tuple[str, ...] = ()
    reviewer_id: int | None = None
    review_on: date | None = None

    @property
    def number(self) -> str:
        """The number as people say it: KB-12."""
        return f"KB-{self.id}"


@dataclass(frozen=True)
class Narrow:
    """Which articles are wanted; None means any. A category stands for those below it, too."""

    status: ArticleStatus | None = None
    stale: bool = False
    category: str | None = None
    tag: str | None = None

    @property
    def is_open(self) -> bool:
        """Whether every article fits."""
        return self == Narrow()


@dataclass(frozen=True)
class ArticleFile:
    """A picture or file of an article; it is there from one edition on, and until another."""

    id: int
    name: str
    media_type: str
    size: int
    sha256: str
    since_edition: int
    until_edition: int | None = None

    def is_in(self, edition: int) -> bool:
        """Whether this edition of its article has it."""
        until = self.until_edition
        return self.since_edition <= edition and (until is None or edition < until)

    @property
    def is_picture(self) -> bool:
        """Whether it can be shown in the text."""
        return self.media_type in PICTURES


@dataclass(frozen=True)
class Figures:
    """How often an article was read and used, and whom it helped."""

    views: int = 0
    uses: int = 0
    helpful: int = 0
    unhelpful: int = 0

    @property
    def helped(self) -> float:
        """How much earlier it comes among equals: a little for what helped often."""
        votes = self.helpful + self.unhelpful
        judged = (self.helpful - self.unhelpful) / (votes + 3)
        return 0.05 * judged + 0.05 * min(1.0, self.uses / 20)


@dataclass(frozen=True)
class ArticleMove:
    """A step of the life cycle as offered: allowed, or blocked and why."""

    to: ArticleStatus
    allowed: bool
    because: str


def article_moves(
    article: Article, account: Account, writers: Collection[int | None] = ()
) -> tuple[ArticleMove, ...]:
    """Every step that leaves the article's status, with the reason where one is blocked."""
    offered = []
    for source, target in ARTICLE_STEPS:
        if source is article.status:
            why = why_not_article_step(article, target, account, writers)
            offered.append(ArticleMove(target, why is None, why or ""))
    return tuple(offered)


def why_not_article_step(
    article: Article, target: ArticleStatus, account: Account, writers: Collection[int | None] = ()
) -> str | None:
    """Why this account may not take the step, or None.

    `writers` wrote some of the edition that is worked on, besides its author.
    """
    if not account.may(ARTICLE_STEPS[article.status, target]):
        return "Only a supervisor can publish or retire an article."
    if target is ArticleStatus.PUBLISHED:
        return _why_not_review(article, account, writers)
    return None


def _why_not_review(
    article: Article, account: Account, writers: Collection[int | None]
) -> str | None:
    if account.id == article.author_id:
        return "The reviewer cannot be the author; ask another supervisor to publish it."
    if account.id in writers:
        return "Who reviews an article wrote none of it; ask another supervisor to publish it."
    return None


def why_not_confirm(article: Article, account: Account) -> str | None:
    """Why this account may not say that the article is still right, or None."""
    if article.status is not ArticleStatus.PUBLISHED:
        return "Only a published article is reviewed again."
    if not account.may(Right.REVIEW_ARTICLES):
        return "Only a supervisor can say that an article is still right."
    if account.id == article.author_id:
        return "The reviewer cannot be the author; ask another supervisor to look at it."
    return None


def why_not_send(article: Article) -> str | None:
    """Why a requester cannot be given the article, or None."""
    if article.published_edition is None:
        return f"{article.number} is not published."
    if article.audience is not Audience.PUBLIC:
        return f"{article.number} is internal; the requester must not read it."
    return None


def is_stale(article: Article, today: date) -> bool:
    """Whether the review date has passed."""
    return article.review_on is not None and article.review_on < today
