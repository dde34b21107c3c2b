"""Articles that may answer a ticket or resemble another, each with the reason why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import log

from desk_gui.domain.accounts import Right
from desk_gui.domain.catalog import CatalogItem
from desk_gui.domain.knowledge import Audience
from desk_gui.domain.ranking import Holders
from desk_gui.domain.text import clean
from desk_gui.domain.wording import ASKED, SMALL, Term, terms_of
from desk_gui.operations.articles.finding import same_meaning
from desk_gui.operations.desk import Desk, Session
from desk_gui.operations.search import Hit
from desk_gui.operations.tickets import suggested
from desk_gui.storage import article_words, articles, read
from desk_gui.storage.article_words import Index
from desk_gui.storage.rows import Row

SHORTEST, FROM_TEXT, READ = 3, 8, 1_000
"""Letters of a word that says something, words of the text that are asked, and its part read."""
LEAST = 50
"""A knowledge base of fewer articles counts as one of so many: there, rare says little."""
IN_HEAD, IN_TEXT = 2.0, 0.5
"""What a word weighs in an article's title or tags, and only in its text."""
FROM_TITLE = 2.0
"""How much more a word of the ticket's title weighs than one of its text."""
UNKNOWN = 0.5
"""A word that no article holds counts for less: it says that something is not covered."""
LIKELY, ONE_WORD = 0.3, 0.55
"""The part of what the ticket's title tells that an article's title and tags must share.

One single word has to be a bigger part of it.
"""
TOLD = 3
"""Shared words that the reason names."""


@dataclass(frozen=True)
class Answer:
    """An article that may answer, and why: the words it shares, and what it was used for before.

    One that is `named` by a catalog item is offered for every order of it.
    """

    id: int
    title: str
    audience: Audience
    shares: tuple[str, ...]
    used: int = 0
    named: bool = False

    @property
    def number(self) -> str:
        """KB-12."""
        return f"KB-{self.id}"

    @property
    def hit(self) -> Hit:
        """The article as a search result."""
        return Hit(self.id, self.number, self.title, self.because)

    @property
    def because(self) -> str:
        """The reason in words: “shares: VPN, certificate; used 4 times for such tickets”."""
        if self.named:
            return "named by the catalog item"
        shares = f"shares: {', '.join(self.shares)}"
        if not self.used:
            return shares
        times = "once" if self.used == 1 else f"{self.used:,} times"
        return f"{shares}; used {times} for such tickets"


def may_answer(desk: Desk, title: str, text: str = "", limit: int = 3) -> list[Answer]:
    """Published articles that share telling words with a ticket, best first.

    A word tells more the fewer articles hold it, and more still where it stands in a title, the
    ticket's or the article's. An article whose title and tags share no word is no answer.
    """
    with desk.reading(Right.ASK) as session:
        return _Question(session, title, text).answers(limit)


def may_answer_order(
    desk: Desk, item: CatalogItem, title: str, text: str = "", limit: int = 3
) -> list[Answer]:
    """Published articles that may answer an order: those that its item names, then by words."""
    with desk.reading(Right.ASK) as session:
        published = articles.published_names(session.connection, item.articles)
        if not session.actor.may(Right.WRITE_ARTICLES):
            published = _public(published)
        named = [
            Answer(i, published[i]["title"], published[i]["audience"], (), named=True)
            for i in item.articles
            if i in published
        ]
        found = _Question(session, title.strip() or item.name, text).answers(limit)
        return [*named, *(one for one in found if one.id not in item.articles)][:limit]


def similar(desk: Desk, article_id: int, limit: int = 5) -> list[Answer]:
    """Published articles that resemble another, best first, as far as this account may read."""
    with desk.reading(Right.ASK) as session:
        article = read.article(session.connection, article_id)
        if article is None:
            return []
        title = f"{article.title} {' '.join(article.tags)}"
        question = _Question(session, title, article.text)
        return [one for one in question.answers(limit + 1) if one.id != article_id][:limit]


def suggest(desk: Desk, ticket_id: int, article_ids: Sequence[int]) -> None:
    """Record that these articles were offered for a ticket; deflection is counted from it."""
    with desk.writing(Right.WORK_ON_TICKETS) as session:
        for article_id in article_ids:
            suggested(session, ticket_id, article_id)


class _Question:
    """What a title and a text ask for."""

    def __init__(self, session: Session, title: str, text: str) -> None:
        self._session = session
        same = same_meaning(session)
        asked = _saying(terms_of(clean(title), same))
        known = {term.word for term in asked}
        more = [t for t in _saying(terms_of(clean(text[:READ]), same)) if t.word not in known]
        self._in_title = known
        self._terms = [*asked, *more[:FROM_TEXT]][:ASKED]
        self._total = max(LEAST, articles.count(session.connection))

    def answers(self, limit: int) -> list[Answer]:
        connection = self._session.connection
        if not self._terms:
            return []
        held = article_words.holders(connection, Index.PUBLISHED, self._terms)
        published = articles.published_names(connection, self._likely(held, limit))
        if not self._session.actor.may(Right.WRITE_ARTICLES):
            published = _public(published)
        found = [
            Answer(i, row["title"], row["audience"], self._shares(held, i))
            for i, row in published.items()
        ]
        used = self._used([one.id for one in found])
        found = [replace(one, used=used.get(one.id, 0)) for one in found]
        scores = self._scores(held)
        found.sort(key=lambda a: (-scores[a.id] * (1 + 0.1 * log(1 + a.used)), a.id))
        return found[:limit]

    def _likely(self, held: Sequence[Holders], limit: int) -> list[int]:
        """The articles whose titles and tags share enough with the ticket's title."""
        asked = [one for one in held if one.term.word in self._in_title] or held
        known = UNKNOWN * sum(self._worth(one) for one in asked if not one.anywhere)
        whole = known + sum(self._worth(one) for one in asked if one.anywhere)
        told: dict[int, list[float]] = {}
        for one in asked:
            for article_id in one.heads:
                told.setdefault(article_id, []).append(self._worth(one))
        enough = [
            article_id
            for article_id, worth in told.items()
            if sum(worth) >= whole * (LIKELY if len(worth) > 1 else ONE_WORD)
        ]
        scores = self._scores(held)
        return sorted(enough, key=lambda i: (-scores[i], i))[: 4 * limit]

    def _scores(self, held: Sequence[Holders]) -> dict[int, float]:
        scores: dict[int, float] = {}
        for one in held:
            worth = self._worth(one) * (FROM_TITLE if one.term.word in self._in_title else 1.0)
            for article_id in one.anywhere:
                told = IN_HEAD if article_id in one.heads else IN_TEXT
                scores[article_id] = scores.get(article_id, 0.0) + worth * told
        return scores

    def _worth(self, one: Holders) -> float:
        return one.tells(self._total)

    def _shares(self, held: Sequence[Holders], article_id: int) -> tuple[str, ...]:
        """The words that an article shares, those that tell most first, as they were written."""
        shared = [one for one in held if article_id in one.anywhere]
        shared.sort(key=lambda one: (article_id not in one.heads, -self._worth(one)))
        return tuple(one.term.typed for one in shared[:TOLD])

    def _used(self, article_ids: Sequence[int]) -> Mapping[int, int]:
        """For how many tickets with some of the words each article was used before."""
        connection = self._session.connection
        uses = articles.uses(connection, article_ids)
        tickets = sorted({ticket for used in uses.values() for ticket in used})[-500:]
        words = [term.word for term in self._terms if term.word in self._in_title]
        such = article_words.tickets_that_say(connection, tickets, words)
        return {article_id: len(such & set(used)) for article_id, used in uses.items()}


def _public(published: Mapping[int, Row]) -> dict[int, Row]:
    return {i: row for i, row in published.items() if row["audience"] is Audience.PUBLIC}


def _saying(terms: Sequence[Term]) -> list[Term]:
    return [term for term in terms if len(term.word) >= SHORTEST and term.word not in SMALL]
