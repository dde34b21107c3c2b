"""What is being written: a draft as it was read, and how it is kept."""

from __future__ import annotations

from dataclasses import dataclass

from desk_gui.domain.knowledge import Article, ArticleStatus
from desk_gui.gui import format as words
from desk_gui.operations import knowledge
from desk_gui.operations.articles import making
from desk_gui.operations.desk import Desk
from desk_gui.operations.effects import Effects
from desk_gui.operations.knowledge import Written

EMPTY = Written("", "")


@dataclass(frozen=True)
class Opening:
    """What is being written: the article (None for a new one) as it was when it was read.

    `ticket_id` is the ticket that a new article is made from.
    """

    written: Written
    article_id: int | None = None
    version: int = 0
    edition: int = 1
    ticket_id: int | None = None

    @property
    def name(self) -> str:
        """What stands above the fields."""
        if self.article_id is None:
            return "New article"
        return f"{words.article_number(self.article_id)} · version {self.edition}"


def opening_of(article: Article) -> Opening:
    """An article as the editor opens it."""
    return Opening(written_of(article), article.id, article.version, article.edition)


def written_of(article: Article) -> Written:
    """What the author of an article filled in."""
    return Written(
        title=article.title,
        text=article.text,
        audience=article.audience,
        category_id=article.category_id,
        tags=article.tags,
        review_on=article.review_on,
    )


def keep(desk: Desk, opening: Opening, written: Written, *, submit: bool, key: str) -> Effects:
    """Save a draft, and submit it for review if wanted; Conflict when somebody else saved it."""
    if opening.article_id is None:
        effects = knowledge.write(desk, written, key=key)
        if opening.ticket_id is not None:
            making.made_from(desk, effects.article_id, opening.ticket_id)
    else:
        effects = knowledge.edit(desk, opening.article_id, written, seen_version=opening.version)
    if submit:
        effects |= knowledge.step(desk, effects.article_id, ArticleStatus.IN_REVIEW)
    return effects


def plain(written: Written) -> Written:
    """As the editor would give it back, so that opening alone changes nothing."""
    return Written(
        written.title.strip(),
        written.text.replace("\r\n", "\n").replace("\r", "\n"),
        written.audience,
        written.category_id,
        tuple(sorted(written.tags)),
        written.review_on,
    )
