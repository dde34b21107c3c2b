"""Articles and their life cycle (the rules, §5)."""

from __future__ import annotations

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
class ArticleMove:
    """A step of the life cycle as offered: allowed, or blocked and why."""

    to: ArticleStatus
    allowed: bool
    because: str


def article_moves(article: Article, account: Account) -> tuple[ArticleMove, ...]:
    """Every step that leaves the article's status, with the reason where one is blocked."""
    offered = []
    for (source, target), right in ARTICLE_STEPS.items():
        if source is article.status:
            why = why_not_article_step(article, target, right, account)
            offered.append(ArticleMove(target, why is None, why or ""))
    return tuple(offered)


def why_not_article_step(
    article: Article, target: ArticleStatus, right: Right, account: Account
) -> str | None:
    """Why this account may not take the step, or None."""
    if not account.may(right):
        return "Only a supervisor can publish or retire an article."
    if target is ArticleStatus.PUBLISHED and account.id == article.author_id:
        return "The reviewer cannot be the author; ask another supervisor to publish it."
    return None


def is_stale(article: Article, today: date) -> bool:
    """Whether the review date has passed."""
    return article.review_on is not None and article.review_on < today
