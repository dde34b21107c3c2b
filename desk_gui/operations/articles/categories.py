"""The tree of categories: add, rename or move, remove."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from desk_gui.domain.accounts import Right
from desk_gui.domain.categories import checked_name, in_order, is_within, parents_of
from desk_gui.domain.errors import NotFound, NotPossible
from desk_gui.operations.desk import Desk, Session
from desk_gui.operations.effects import Effects
from desk_gui.operations.saving import Why, write_other
from desk_gui.storage import articles, rows
from desk_gui.storage.rows import Row


@dataclass(frozen=True)
class Category:
    """A category with its path, and how many articles, tickets and catalog items are in it."""

    id: int
    name: str
    articles: int
    tickets: int
    items: int

    @property
    def is_used(self) -> bool:
        """Whether anything is in it."""
        return bool(self.articles or self.tickets or self.items)


def tree(desk: Desk) -> list[Category]:
    """Every category in the order of the tree."""
    with desk.reading() as session:
        found = articles.categories(session.connection)
    by_name = {row["name"]: Category(**row) for row in found}
    return [by_name[name] for name in in_order(by_name)]


def add(desk: Desk, name: str) -> Effects:
    """Add a category, and those above it that are not there yet: “Network › VPN”."""
    wanted = checked_name(name)
    with desk.writing(Right.REVIEW_ARTICLES) as session:
        known = _names(session)
        if wanted.casefold() in {one.casefold() for one in known}:
            raise NotPossible(f"There is a category “{wanted}” already.")
        for one in _with_parents([wanted], known):
            made = rows.add(session.connection, "category", name=one)
            write_other(session, "category", made, Why("opened"), name=one)
    return Effects(settings=True)


def rename(desk: Desk, category_id: int, name: str) -> Effects:
    """Give a category another name or place; what lies below it goes along.

    A name that is taken merges nothing: NotPossible says so.
    """
    wanted = checked_name(name)
    with desk.writing(Right.REVIEW_ARTICLES) as session:
        known = _names(session)
        before = _one(session, category_id)["name"]
        if wanted != before and is_within(wanted, before):
            raise NotPossible(f"“{before}” cannot lie below itself.")
        moved = {one: wanted + one.removeprefix(before) for one in known if is_within(one, before)}
        taken = {one.casefold() for one in known.keys() - moved.keys()}
        twice = next((one for one in moved.values() if one.casefold() in taken), None)
        if twice:
            raise NotPossible(f"There is a category “{twice}” already.")
        for old, new in moved.items():
            rows.change(session.connection, "category", {"name": checked_name(new)}, id=known[old])
            write_other(session, "category", known[old], Why("edited"), name=new, before=old)
        for one in _with_parents([wanted], {**known, **dict.fromkeys(moved.values(), 0)}):
            rows.add(session.connection, "category", name=one)
    return Effects(settings=True)


def remove(desk: Desk, category_id: int) -> Effects:
    """Remove a category that nothing is in and nothing lies below."""
    with desk.writing(Right.REVIEW_ARTICLES) as session:
        name = _one(session, category_id)["name"]
        counted = articles.categories(session.connection)
        mine = Category(**next(row for row in counted if row["id"] == category_id))
        if mine.is_used:
            raise NotPossible(f"“{name}” is in use; rename it, or move what is in it first.")
        if any(is_within(row["name"], name) and row["name"] != name for row in counted):
            raise NotPossible(f"There are categories below “{name}”; remove or move them first.")
        rows.remove(session.connection, "category", id=category_id)
        write_other(session, "category", category_id, Why("removed"), name=name)
    return Effects(settings=True)


def _names(session: Session) -> dict[str, int]:
    return {row["name"]: row["id"] for row in rows.many(session.connection, "category")}


def _one(session: Session, category_id: int) -> Row:
    row = rows.one(session.connection, "category", id=category_id)
    if row is None:
        raise NotFound("There is no such category.")
    return row


def _with_parents(wanted: Sequence[str], known: dict[str, int]) -> list[str]:
    """These names and those above them, as far as they are not known."""
    names = [one for name in wanted for one in (*parents_of(name), name)]
    return [name for name in dict.fromkeys(names) if name not in known]
