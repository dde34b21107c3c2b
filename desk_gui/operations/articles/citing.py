"""An article used in an answer: its words, a reference to it, or the whole of it sent."""

from __future__ import annotations

from dataclasses import dataclass

from desk_gui.domain.errors import NotPossible
from desk_gui.domain.general import article_address
from desk_gui.domain.knowledge import Audience, Use, why_not_send
from desk_gui.markup.plain import plain_lines
from desk_gui.operations import general, knowledge, tickets
from desk_gui.operations.articles import using
from desk_gui.operations.desk import Desk
from desk_gui.operations.effects import Effects


@dataclass(frozen=True)
class Quote:
    """The published words of an article as one would type them, and how it is referred to.

    `why_not` says why a requester may not be given it, "" where he may.
    """

    article_id: int
    title: str
    words: str
    address: str
    why_not: str

    @property
    def number(self) -> str:
        """KB-12."""
        return f"KB-{self.article_id}"

    @property
    def reference(self) -> str:
        """Number and title, and where the requester can read it, if it is published there."""
        named = f"{self.number} {self.title}"
        return f"{named}: {self.address}" if self.address else named

    @property
    def letter(self) -> str:
        """What is sent: title, words, and where to read it again."""
        again = f"You can read it again at {self.address}" if self.address else ""
        return "\n\n".join(filter(None, (self.title, self.words, again)))


def quote(desk: Desk, article_id: int) -> Quote:
    """An article's published words; NotPossible where it has none, NotFound for no article."""
    page = knowledge.show(desk, article_id)
    article = page.article
    if article.published_edition is None:
        raise NotPossible(f"{article.number} is not published; it cannot be used in an answer.")
    public = article.audience is Audience.PUBLIC
    return Quote(
        article_id=article.id,
        title=page.shown.title,
        words=plain_lines(page.shown.text),
        address=article_address(general.general(desk), article.id) if public else "",
        why_not=why_not_send(article) or "",
    )


def send(desk: Desk, article_id: int, ticket_id: int, text: str, *, key: str) -> Effects:
    """Answer the requester with an article, and record that it was sent.

    Raises NotPossible for an article that a requester must not read.
    """
    if refusal := quote(desk, article_id).why_not:
        raise NotPossible(refusal)
    effects = tickets.comment(desk, ticket_id, text, key=key)
    return effects | using.use(desk, article_id, ticket_id, Use.SENT)
