"""The index that the search page of a web site reads: telling words of each article, no more."""

from __future__ import annotations

import json
from collections import Counter
from math import log

from desk_gui.domain.wording import SMALL, words_of
from desk_gui.transfer.site.content import Site, SiteArticle

MOST_WORDS, LONGEST = 140, 30
"""Words of a text that are kept, those that tell most; and letters of one."""


def search_index(site: Site) -> str:
    """A script that hands over the articles, and words that mean the same."""
    words = [_words(article) for article in site.articles]
    held = Counter(word for one in words for word in one)
    told = {
        "articles": [
            [
                article.page,
                article.number,
                article.title,
                article.category,
                " ".join(article.tags),
                article.summary,
                " ".join(_telling(counted, held, len(site.articles))),
            ]
            for article, counted in zip(site.articles, words, strict=True)
        ],
        "same": [list(group) for group in site.same],
    }
    written = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    safe = written.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029").replace("<", "\\u003c")
    return f"window.deskSearch={safe};\n"


def _words(article: SiteArticle) -> Counter[str]:
    return Counter(
        word for word in words_of(article.plain) if word not in SMALL and 1 < len(word) <= LONGEST
    )


def _telling(counted: Counter[str], held: Counter[str], total: int) -> list[str]:
    """The words that tell an article from others, in the order of the alphabet."""

    def tells(word: str) -> tuple[float, str]:
        return -log(1 + counted[word]) * log(1 + total / held[word]), word

    return sorted(sorted(counted, key=tells)[:MOST_WORDS])
