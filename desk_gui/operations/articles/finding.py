"""Words → articles, best first: misspelt words are corrected, and what means the same counts."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from rapidfuzz import process
from rapidfuzz.distance import OSA

from desk_gui.domain import ranking
from desk_gui.domain.accounts import Right
from desk_gui.domain.knowledge import ArticleStatus, Audience, Narrow
from desk_gui.domain.ranking import Holders
from desk_gui.domain.text import clean
from desk_gui.domain.wording import WIDE, Matcher, Piece, Term, stem_of, terms_of
from desk_gui.markup.plain import plain_text
from desk_gui.operations.desk import Desk, Session
from desk_gui.operations.search import Hit
from desk_gui.storage import article_words, articles, rows
from desk_gui.storage.article_words import Index
from desk_gui.storage.articles import Readers
from desk_gui.storage.rows import Row

MOST, JUDGED, SHOWN = 500, 32, 16
"""Articles that a search gives, that are judged by their words, and that show a snippet."""
READ_FOR_SNIPPET = 8_000
FEW = 3
"""With fewer articles than these, words are corrected and articles that hold some are shown."""
CORRECTABLE, CLOSE, LONG = 4, 1, 8
"""Letters from which on a word is corrected, by how many, and from when on by one more."""
ANY = Narrow()
_NUMBER = re.compile(r"\s*(?:kb[-\s]?)?(\d{1,9})\s*", re.IGNORECASE)
_BEGUN = 2
"""A last word of so few letters is only begun, and looked for where it stands alone."""


@dataclass(frozen=True)
class ArticleRow:
    """What the list shows of an article; the pieces say where the words stand in it."""

    id: int
    title: str
    status: ArticleStatus
    audience: Audience
    category: str | None
    updated_at: datetime
    stale: bool
    tags: tuple[str, ...] = ()
    title_pieces: tuple[Piece, ...] = ()
    snippet: tuple[Piece, ...] = ()

    @property
    def number(self) -> str:
        """KB-12."""
        return f"KB-{self.id}"


@dataclass(frozen=True)
class Found:
    """Articles, best first; of a search so many hold `every` word, the others most of them.

    Of a list `every` is how many there are, of which the first are shown. `corrected` is what was
    typed and what was looked for instead.
    """

    rows: tuple[ArticleRow, ...] = ()
    corrected: tuple[tuple[str, str], ...] = ()
    every: int = 0


def find(desk: Desk, words: str = "", narrow: Narrow = ANY, *, limit: int = MOST) -> Found:
    """Articles that hold the words in title, tags or text; the first by title without words.

    A requester finds the published editions of public articles only.
    """
    with desk.reading(Right.ASK) as session:
        readers, today = _readers(session), session.now.date()
        if words.strip():
            return _Search(session, readers, clean(words), narrow).answer(limit)
        fit = articles.fitting(session.connection, readers, narrow, today)
        listed = articles.first(session.connection, readers, narrow, today, limit)
        return Found(tuple(_row(row, today) for row in listed), (), len(fit))


def find_hits(desk: Desk, words: str, limit: int = 20) -> list[Hit]:
    """Articles that hold the words, as search results."""
    return [
        Hit(row.id, row.number, row.title, row.category or row.status.value)
        for row in find(desk, words, limit=limit).rows
    ]


def most_tagged(desk: Desk, limit: int = 40) -> list[tuple[str, int]]:
    """Tags with the number of their articles, most first."""
    with desk.reading(Right.ASK) as session:
        return articles.tags(session.connection, _readers(session)).most_common(limit)


def rows_of(session: Session, readers: Readers, ids: Sequence[int]) -> tuple[ArticleRow, ...]:
    """The rows of these articles, in this order."""
    listed = articles.listed(session.connection, readers, ids)
    return tuple(_row(row, session.now.date()) for row in listed)


def same_meaning(session: Session) -> list[list[str]]:
    """Groups of words and phrases that mean the same."""
    found = rows.many(session.connection, "synonym")
    return [[word.strip() for word in row["words"].split(",")] for row in found]


def _readers(session: Session) -> Readers:
    return Readers(writes=session.actor.may(Right.WRITE_ARTICLES))


def _row(row: Row, today: date) -> ArticleRow:
    return ArticleRow(
        id=row["id"],
        title=row["title"],
        status=row["status"],
        audience=row["audience"],
        category=row["category"],
        updated_at=row["updated_at"],
        stale=row["review_on"] is not None and row["review_on"] < today,
        tags=tuple(json.loads(row["tags"])),
    )


def _last(terms: Sequence[Term]) -> str:
    return terms[-1].word if terms else ""


class _Search:
    """One question and what is known about it."""

    def __init__(self, session: Session, readers: Readers, words: str, narrow: Narrow) -> None:
        self._session, self._readers, self._words = session, readers, words
        self._connection = session.connection
        self._index = Index.WORKED_ON if readers.writes else Index.PUBLISHED
        everything = readers.writes and narrow.is_open
        today = session.now.date()
        fit = articles.fitting
        self._seen = None if everything else fit(self._connection, readers, narrow, today)
        self._total = articles.count(session.connection) if self._seen is None else len(self._seen)
        self._corrected: list[tuple[str, str]] = []

    def answer(self, limit: int) -> Found:
        terms = terms_of(self._words, same_meaning(self._session))
        if len(terms) > 1 and len(terms[-1].word) <= _BEGUN and not terms[-1].word.isdigit():
            terms = terms[:-1]
        begun = self._words[-1:].isalnum()
        holders = self._ask(terms, beginning=begun)
        if holders and len(ranking.that_hold_all(holders)) < FEW:
            holders = self._correct(holders, beginning=begun)
        ids = self._numbered(self._best(holders, limit))[:limit]
        found = rows_of(self._session, self._readers, ids)
        whole = ranking.that_hold_all(holders) if holders else frozenset()
        matcher = Matcher([one.term for one in holders], beginning=_last(terms) if begun else "")
        return Found(
            self._with_snippets(found, matcher),
            tuple(self._corrected),
            sum(row.id in whole for row in found),
        )

    def _ask(self, terms: Sequence[Term], *, beginning: bool) -> list[Holders]:
        if not terms:
            return []
        found = article_words.holders(self._connection, self._index, terms, beginning=beginning)
        if self._seen is None:
            return found
        return [Holders(h.term, h.heads & self._seen, h.anywhere & self._seen) for h in found]

    def _best(self, holders: Sequence[Holders], limit: int) -> list[int]:
        """The likeliest are judged by their words; others that hold every word follow."""
        likely = ranking.candidates(holders, self._total, JUDGED)
        texts = articles.texts(self._connection, self._readers, likely)
        scores = {i: ranking.score(holders, self._total, i, text) for i, text in texts.items()}
        figures = articles.figures(self._connection, likely)
        helped = {i: one.helped for i, one in figures.items()}
        seen = ranking.best(scores, limit, helped=helped)
        rest = ranking.that_hold_all(holders) - scores.keys() if holders else ()
        return [*seen, *sorted(rest, reverse=True)]

    def _numbered(self, ids: list[int]) -> list[int]:
        """An article that is named by its number comes first."""
        named = _NUMBER.fullmatch(self._words)
        if named is None:
            return ids
        wanted = int(named[1])
        return [wanted, *(i for i in ids if i != wanted)] if self._fits(wanted) else ids

    def _fits(self, article_id: int) -> bool:
        return self._seen is None or article_id in self._seen

    def _correct(self, holders: list[Holders], *, beginning: bool) -> list[Holders]:
        """Words that no article holds are replaced by the likeliest that some do."""
        fixed = [self._likely(one) or one for one in holders]
        if self._corrected and beginning:
            return self._ask([one.term for one in fixed], beginning=fixed[-1] is holders[-1])
        return fixed

    def _likely(self, one: Holders) -> Holders | None:
        word = one.term.word
        if one.anywhere or len(word) < CORRECTABLE or " " in word or word.isdigit():
            return None
        asked = self._ask([Term(other, other) for other in self._near(word)], beginning=False)
        held = [other for other in asked if other.anywhere]
        if not held:
            return None
        best = min(held, key=lambda h: (OSA.distance(word, h.term.word), -len(h.anywhere)))
        self._corrected.append((one.term.typed, best.term.word))
        again = replace(best.term, stem=stem_of(best.term.word))
        return self._ask([again], beginning=False)[0]

    def _near(self, word: str) -> list[str]:
        """Words that are there and differ little; the first two letters may be swapped."""
        far = CLOSE + (len(word) >= LONG)
        there = article_words.like(self._connection, self._index, sorted(set(word[:2])))
        found = process.extract(word, there, scorer=OSA.distance, score_cutoff=far, limit=5)
        return [other for other, _, _ in found if not other.isdigit()]

    def _with_snippets(
        self, found: Sequence[ArticleRow], matcher: Matcher
    ) -> tuple[ArticleRow, ...]:
        first = [row.id for row in found[:SHOWN]]
        texts = articles.texts(self._connection, self._readers, first, READ_FOR_SNIPPET)
        return tuple(
            replace(
                row,
                title_pieces=matcher.pieces(row.title),
                snippet=_snippet(matcher, texts[row.id].text) if row.id in texts else (),
            )
            for row in found
        )


def _snippet(matcher: Matcher, markdown: str) -> tuple[Piece, ...]:
    """Where the words stand in a text; only that part of it is read as Markdown."""
    place = matcher.place(unicodedata.normalize("NFC", markdown), WIDE)
    if place is None:
        return ()
    begin = markdown.rfind("\n", 0, max(0, place - WIDE)) + 1
    return matcher.snippet(plain_text(markdown[begin : place + 2 * WIDE]))
