"""Which articles answer a question best: rare words tell more, and a title more than a text.

The same arithmetic for both databases, which only say which articles hold which word.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest
from math import log

from desk_gui.domain.wording import Term, words_of

TITLE, TAG = 2.5, 1.5
"""What a word is worth in the title or among tags and category, beside 1 in the text."""
MEANS_THE_SAME = 0.7
"""What another form of a word, or a word that means the same, is worth."""
WHOLE_TITLE, IN_A_ROW = 1.5, 1.0
SATURATED = 2.0
"""From about so many times on, a word that comes again tells little more."""
LACKING = 0.7
"""What is taken off an article that lacks all words, and part of it where it lacks some."""
READ = 4_000
"""Characters of a text in which words are counted."""
ENOUGH = 0.3
"""Of what the words of a question tell, an article that holds only some must hold this part."""


@dataclass(frozen=True)
class Holders:
    """The articles that hold one term: in the title or the tags, and anywhere."""

    term: Term
    heads: frozenset[int]
    anywhere: frozenset[int]

    def tells(self, total: int) -> float:
        """How much the term tells among so many articles."""
        return log(1 + total / (1 + len(self.anywhere)))


@dataclass(frozen=True)
class Text:
    """What is read of an article to judge it."""

    title: str
    tags: str
    text: str


def candidates(holders: Sequence[Holders], total: int, most: int) -> list[int]:
    """The articles that hold enough of what the terms tell, likeliest first."""
    scores: dict[int, float] = {}
    held: dict[int, float] = {}
    for one in holders:
        worth = one.tells(total)
        for article_id in one.anywhere:
            held[article_id] = held.get(article_id, 0.0) + worth
            more = worth * (TITLE if article_id in one.heads else 1.0)
            scores[article_id] = scores.get(article_id, 0.0) + more
    least = ENOUGH * sum(one.tells(total) for one in holders)
    fitting = (article_id for article_id in scores if held[article_id] >= least)
    return nlargest(most, fitting, key=lambda i: (scores[i], i))


def that_hold_all(holders: Sequence[Holders]) -> frozenset[int]:
    """The articles that hold every term."""
    first, *others = (one.anywhere for one in holders)
    return first.intersection(*others)


def score(holders: Sequence[Holders], total: int, article_id: int, text: Text) -> float:
    """How well an article answers; comparable among articles for the same question."""
    title = list(words_of(text.title))
    tags = set(words_of(text.tags))
    body = " ".join(words_of(text.text[:READ]))
    worth, in_title, asked = 0.0, 0.0, 0.0
    for one in holders:
        tells = one.tells(total)
        asked += tells
        if article_id not in one.anywhere:
            continue
        seen = _seen(one.term, title)
        in_title += tells * seen
        times = _times(one.term, body)
        text_worth = times / (times + SATURATED)
        worth += tells * (TITLE * seen + TAG * _seen(one.term, list(tags)) + text_worth)
    if asked and title:
        share = in_title / asked
        worth += (
            asked * share * (WHOLE_TITLE * _part(holders, title) + IN_A_ROW * _run(holders, title))
        )
    return worth


def _seen(term: Term, words: Sequence[str]) -> float:
    """1 where the very word is among these, less for another form of it, else 0."""
    said = f" {' '.join(words)} "
    if f" {term.word} " in said:
        return 1.0
    if term.stem and f" {term.stem}" in said:
        return MEANS_THE_SAME
    return MEANS_THE_SAME if any(f" {_plain(o)} " in said for o in term.others) else 0.0


def _times(term: Term, body: str) -> float:
    """How often a term comes in a text, other forms and words counted as less."""
    exact = _count(term.word, body)
    forms = body.count(f" {term.stem}") - exact if term.stem else 0
    others = sum(_count(_plain(other), body) for other in term.others)
    return exact + MEANS_THE_SAME * (max(0, forms) + others)


def _count(words: str, body: str) -> int:
    """How often words stand in a text that has a blank around each; twice in a row counts once."""
    return body.count(f" {words} ")


def _plain(phrase: str) -> str:
    return " ".join(words_of(phrase))


def _part(holders: Sequence[Holders], title: Sequence[str]) -> float:
    """Which part of the title was asked for."""
    asked = sum(any(_seen(one.term, [word]) for one in holders) for word in title)
    return asked / max(1, len(title))


def _run(holders: Sequence[Holders], title: Sequence[str]) -> float:
    """1 where the title holds all the words in a row and in this order, else 0."""
    asked = " ".join(one.term.word for one in holders)
    return float(len(holders) > 1 and asked in " ".join(title))


def best(
    scores: Mapping[int, float], limit: int, *, helped: Mapping[int, float] | None = None
) -> list[int]:
    """Ids, best first; what helped often comes a little earlier among equals."""
    more = helped or {}
    return nlargest(limit, scores, key=lambda i: (scores[i] * (1 + more.get(i, 0.0)), i))
