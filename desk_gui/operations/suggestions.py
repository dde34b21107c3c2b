"""What the desk can propose for a text: a catalog item, articles."""

from __future__ import annotations

from desk_gui.domain.catalog import CatalogItem
from desk_gui.domain.errors import NotFound
from desk_gui.operations import requests
from desk_gui.operations.desk import Desk
from desk_gui.storage import rows
from desk_gui.storage.search import words_of

_EMPTY_WORDS = frozenset({"a", "an", "and", "for", "new", "of", "on", "or", "the", "to", "with"})
_STEM = 5
"""Words that begin with the same five letters count as one: install, installation."""
_ENOUGH = 0.5


def item_named(desk: Desk, name: str) -> CatalogItem:
    """The catalog item of this name, whatever its capitals; NotFound, naming those there are."""
    catalog = requests.catalog(desk)
    wanted = " ".join(name.casefold().split())
    found = next((item for item in catalog if item.name.casefold() == wanted), None)
    if found is None:
        names = ", ".join(f"“{item.name}”" for item in catalog[:12])
        raise NotFound(f"The catalog has no item “{name}”; it has {names or 'no items at all'}.")
    return found


def item_for(desk: Desk, text: str) -> CatalogItem | None:
    """The item of which at least half of the words occur in the text, or None."""
    said = _stems(text)
    scored = [(_score(item, said), item) for item in requests.catalog(desk)]
    score, best = max(scored, key=lambda pair: pair[0], default=(0.0, None))
    return best if score >= _ENOUGH else None


def _score(item: CatalogItem, said: set[str]) -> float:
    wanted = _stems(item.name)
    return len(wanted & said) / len(wanted) if wanted else 0.0


def _stems(text: str) -> set[str]:
    return {word[:_STEM] for word in words_of(text)} - _EMPTY_WORDS


def has_articles(desk: Desk) -> bool:
    """Whether there is any article that could answer a ticket."""
    with desk.reading() as session:
        return rows.one(session.connection, "article") is not None
