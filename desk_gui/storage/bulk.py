"""Many rows at once: what an import asks and writes in one transaction."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from sqlalchemy import Connection, select

from desk_gui.storage import rows
from desk_gui.storage.rows import Row
from desk_gui.storage.tables import metadata

AT_ONCE = 500
"""Values that one statement asks for."""


def known_numbers(
    connection: Connection, table: str, source: str, numbers: Sequence[str]
) -> set[str]:
    """Which foreign numbers of a source are there already, in tickets or articles."""
    return set(ids_of_numbers(connection, table, source, numbers))


def ids_of_numbers(
    connection: Connection, table: str, source: str, numbers: Sequence[str]
) -> dict[str, int]:
    """Foreign number → id of what is there already of a source."""
    of = metadata.tables[table]
    found: dict[str, int] = {}
    for some in _some(numbers):
        query = select(of.c.foreign_number, of.c.id).where(
            of.c.source == source, of.c.foreign_number.in_(some)
        )
        found.update({row[0]: row[1] for row in connection.execute(query)})
    return found


def ids_by(
    connection: Connection, table: str, column: str, values: Collection[str]
) -> dict[str, int]:
    """Value → id of the rows that have one of these values; the oldest where several do."""
    of = metadata.tables[table]
    found: dict[str, int] = {}
    for some in _some(sorted(values)):
        query = select(of.c[column], of.c.id).where(of.c[column].in_(some)).order_by(of.c.id.desc())
        found.update({row[0]: row[1] for row in connection.execute(query)})
    return found


def add_named(
    connection: Connection, table: str, made: Mapping[str, Row], column: str = "name"
) -> dict[str, int]:
    """Insert rows that are told apart by a column, and give their ids by its value."""
    rows.add_many(connection, table, list(made.values()))
    return ids_by(connection, table, column, made.keys())


def _some(values: Sequence[str]) -> Iterable[Sequence[str]]:
    return (values[at : at + AT_ONCE] for at in range(0, len(values), AT_ONCE))
