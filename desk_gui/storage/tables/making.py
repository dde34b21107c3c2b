"""How a table is made: strict in SQLite, keys and constraints named alike in both databases."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, ForeignKey, Integer, MetaData, Table

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def its_id() -> Column[Any]:
    """The key of a row."""
    return Column("id", Integer, primary_key=True)


def to(table: str, name: str = "", **how: Any) -> Column[Any]:
    """A reference to another table, called `table_id` unless it has a name of its own."""
    return Column(name or f"{table}_id", Integer, ForeignKey(f"{table}.id"), **how)


def a_table(name: str, *parts: Any, numbered: bool = False) -> Table:
    """A table; a numbered one never gives an id twice."""
    return Table(name, metadata, *parts, sqlite_strict=True, sqlite_autoincrement=numbered)
