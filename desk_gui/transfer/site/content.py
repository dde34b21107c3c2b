"""What a web site is made of: its articles, the tree they stand in, and the names of its pages."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from desk_gui.domain.categories import in_order, parents_of, path_of
from desk_gui.domain.text import folded

_SIGNS = re.compile(r"[^a-z0-9]+")
NO_CATEGORY = "Other topics"


@dataclass(frozen=True)
class SiteFile:
    """A file of an article: where it lies on the site, or None with the reason why it does not."""

    name: str
    size: int
    kind: str
    address: str | None
    why_not: str = ""


@dataclass(frozen=True)
class SiteArticle:
    """One published article; `html` is its sanitised text, `plain` the words of it."""

    id: int
    title: str
    html: str
    plain: str
    category: str
    updated_on: date
    tags: tuple[str, ...] = ()
    files: tuple[SiteFile, ...] = ()

    @property
    def number(self) -> str:
        """KB-12."""
        return f"KB-{self.id}"

    @property
    def page(self) -> str:
        """Its page; it stays the same whatever the article is called."""
        return article_page(self.id)

    @property
    def summary(self) -> str:
        """The beginning of its text."""
        words = self.plain[:180].rsplit(" ", 1)[0] if len(self.plain) > 180 else self.plain  # noqa: PLR2004 - a line or two
        return f"{words} …" if len(words) < len(self.plain) else words


@dataclass(frozen=True)
class Branch:
    """A category with its own articles and the categories right below it."""

    name: str
    articles: tuple[SiteArticle, ...]
    below: tuple[Branch, ...] = ()

    @property
    def label(self) -> str:
        """Its own name, without those above it."""
        return path_of(self.name)[-1]

    @property
    def page(self) -> str:
        """Its page."""
        return category_page(self.name)

    @property
    def count(self) -> int:
        """How many articles are in it and below."""
        return len(self.articles) + sum(branch.count for branch in self.below)


@dataclass(frozen=True)
class Site:
    """All that is published: the articles by title, and words that mean the same."""

    title: str
    articles: tuple[SiteArticle, ...]
    same: tuple[tuple[str, ...], ...] = ()
    branches: tuple[Branch, ...] = field(default=())


def article_page(article_id: int) -> str:
    """The page of an article."""
    return f"kb-{article_id}.html"


def category_page(name: str) -> str:
    """The page of a category: readable, and told apart by its whole path."""
    slug = _SIGNS.sub("-", folded(name)).strip("-")[:60].strip("-") or "topic"
    return f"topic-{slug}-{hashlib.sha256(name.encode()).hexdigest()[:6]}.html"


def tree_of(articles: Iterable[SiteArticle]) -> tuple[Branch, ...]:
    """The categories that hold articles, with those above them."""
    held: dict[str, list[SiteArticle]] = {}
    for article in articles:
        held.setdefault(article.category or NO_CATEGORY, []).append(article)
    names = in_order({one for name in held for one in (*parents_of(name), name)})
    return tuple(_branch(name, names, held) for name in names if len(path_of(name)) == 1)


def _branch(name: str, names: Sequence[str], held: dict[str, list[SiteArticle]]) -> Branch:
    depth = len(path_of(name)) + 1
    below = (n for n in names if len(path_of(n)) == depth and path_of(n)[:-1] == path_of(name))
    inside = tuple(_branch(one, names, held) for one in below)
    return Branch(name, tuple(held.get(name, ())), inside)
