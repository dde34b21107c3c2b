"""All that the editor of the catalog shows, as it is stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from desk_gui.domain.catalog import CatalogItem
from desk_gui.domain.priority import Priority
from desk_gui.gui import format as words
from desk_gui.gui.dialogs.choosing import Known, read_known
from desk_gui.operations import catalog_items
from desk_gui.operations.catalog_items import Kept
from desk_gui.operations.desk import Desk


@dataclass(frozen=True)
class Stored:
    """The items by their id, what can be chosen for them, and the titles of their articles."""

    kept: Mapping[int, Kept] = field(default_factory=dict)
    known: Known = field(default_factory=Known)
    articles: Mapping[int, str] = field(default_factory=dict)


def read_stored(desk: Desk) -> Stored:
    """Read all that the section shows; a job does this."""
    kept = {one.item.id: one for one in catalog_items.kept_items(desk)}
    named = {article for one in kept.values() for article in one.item.articles}
    return Stored(kept, read_known(desk), catalog_items.article_titles(desk, named))


def a_new_one(item_id: int) -> CatalogItem:
    """An item to begin with; an id below zero is not stored."""
    return CatalogItem(item_id, "", "", Priority.LOW)


def edition_words(kept: Kept | None, now: datetime) -> str:
    """Which edition is in force, since when, and how many requests keep an earlier one."""
    if kept is None or kept.since is None:
        return "Not published yet: nobody can order it."
    by = f" by {kept.by}" if kept.by else ""
    said = f"Edition {kept.item.edition} is in force, published {words.date(kept.since, now)}{by}."
    if kept.earlier:
        keep = "keeps" if kept.earlier == 1 else "keep"
        said += f" {words.count(kept.earlier, 'open request')} {keep} an earlier one."
    return said
