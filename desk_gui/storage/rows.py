"""Plain rows in and out: what every operation needs and no query is special about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Select, Table, and_, delete, insert, select, text, update

from desk_gui.storage.tables import metadata

Row = Mapping[str, Any]


def _table(name: str) -> Table:
    return metadata.tables[name]


def _equal(table: Table, equals: Mapping[str, Any]) -> Any:
    conditions = []
    for name, value in equals.items():
        column = table.c[name]
        many = isinstance(value, list | tuple | set | frozenset)
        conditions.append(column.in_(value) if many else column == value)
    return and_(True, *conditions)


def add(connection: Connection, table: str, **values: Any) -> int:
    """Insert one row and return its id (0 for a table without one)."""
    key = connection.execute(insert(_table(table)), values).inserted_primary_key
    return int(key[0]) if key and isinstance(key[0], int) else 0


def add_many(connection: Connection, table: str, rows: Sequence[Row]) -> None:
    """Insert several rows at once."""
    if rows:
        connection.execute(insert(_table(table)), list(rows))


def add_each(connection: Connection, table: str, rows: Sequence[Row]) -> list[int]:
    """Insert several rows and return their ids, in the same order."""
    if not rows:
        return []
    of = _table(table)
    query = insert(of).returning(of.c.id, sort_by_parameter_order=True)
    return list(connection.execute(query, list(rows)).scalars())


def change(connection: Connection, table: str, values: Row, **equals: Any) -> int:
    """Update the rows that equal `equals`, and say how many they were."""
    where = _equal(_table(table), equals)
    return connection.execute(update(_table(table)).where(where).values(**values)).rowcount


def remove(connection: Connection, table: str, **equals: Any) -> int:
    """Delete the rows that equal `equals`, and say how many they were."""
    where = _equal(_table(table), equals)
    return connection.execute(delete(_table(table)).where(where)).rowcount


def many(connection: Connection, table: str, *, order: str = "", **equals: Any) -> list[Row]:
    """The rows that equal `equals`, ordered by a column (`-name` turns it round)."""
    return _read(connection, select(_table(table)), table, order, equals)


def all_chosen(
    connection: Connection, table: str, columns: Sequence[str], *, order: str = "", **equals: Any
) -> list[Row]:
    """Like `many`, with these columns only: for tables with content that is not looked at."""
    of = _table(table)
    return _read(connection, select(*(of.c[name] for name in columns)), table, order, equals)


def _read(
    connection: Connection, query: Select[Any], table: str, order: str, equals: Mapping[str, Any]
) -> list[Row]:
    of = _table(table)
    query = query.where(_equal(of, equals))
    if order:
        column = of.c[order.removeprefix("-")]
        query = query.order_by(column.desc() if order.startswith("-") else column)
    return [dict(row) for row in connection.execute(query).mappings()]


def chosen(connection: Connection, table: str, columns: Sequence[str], **equals: Any) -> Row | None:
    """The first row that equals `equals`, with these columns only, or None."""
    found = all_chosen(connection, table, columns, **equals)
    return found[0] if found else None


def one(connection: Connection, table: str, **equals: Any) -> Row | None:
    """The first row that equals `equals`, or None."""
    of = _table(table)
    row = connection.execute(select(of).where(_equal(of, equals)).limit(1)).mappings().first()
    return None if row is None else dict(row)


def next_ids(connection: Connection, table: str, count: int) -> range:
    """Set aside `count` ids of a numbered table, inside a writing transaction."""
    if connection.dialect.name == "sqlite":
        sql = "SELECT seq FROM sqlite_sequence WHERE name = :name"
        last = connection.execute(text(sql), {"name": table}).scalar() or 0
        return range(last + 1, last + count + 1)
    sql = "SELECT nextval(pg_get_serial_sequence(:name, 'id'))"
    first = connection.execute(text(sql), {"name": table}).scalar_one()
    connection.execute(
        text("SELECT setval(pg_get_serial_sequence(:name, 'id'), :last)"),
        {"name": table, "last": first + count - 1},
    )
    return range(first, first + count)


def reserve_ids(connection: Connection, table: str, count: int) -> range:
    """As `next_ids`, but they stay set aside when the transaction ends without using them."""
    ids = next_ids(connection, table, count)
    if connection.dialect.name == "sqlite" and count:
        values = {"name": table, "last": ids[-1]}
        sql = "UPDATE sqlite_sequence SET seq = :last WHERE name = :name"
        if not connection.execute(text(sql), values).rowcount:
            sql = "INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :last)"
            connection.execute(text(sql), values)
    return ids
