"""The statements of a piece of work, noted down and run again on the bare driver: its lower bound.

What an operation costs beyond this is what Desk itself adds: building statements, turning rows
into values, checking rules.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from typing import Any

from sqlalchemy import Connection, event

from desk_gui.storage.database import Database

Statement = tuple[str, Any, bool]
"""SQL, its parameters, and whether they are many sets of them."""


class _TakenBack(Exception):
    """Ends a transaction that was only noted down."""


@contextmanager
def noted(database: Database, *, take_back: bool = False) -> Iterator[list[Statement]]:
    """The statements that run meanwhile; `take_back` rolls the first one that writes back.

    Nothing of it is kept then, and the statements can be run again as they were.
    """
    statements: list[Statement] = []

    def note(*call: Any) -> None:
        _, _, sql, parameters, _, many = call
        # Rows that are inserted together and give back their ids are one statement.
        statements.append((sql, parameters, many and isinstance(parameters, list)))

    def refuse(connection: Connection) -> None:
        if connection.get_execution_options().get("writing"):
            raise _TakenBack

    event.listen(database.engine, "before_cursor_execute", note)
    if take_back:
        event.listen(database.engine, "commit", refuse)
    try:
        with suppress(_TakenBack):
            yield statements
    finally:
        event.remove(database.engine, "before_cursor_execute", note)
        if take_back:
            event.remove(database.engine, "commit", refuse)


def bare_time(database: Database, statements: list[Statement]) -> float:
    """Seconds that the driver alone needs for the statements, all rows read, all committed."""
    with closing(database.engine.raw_connection()) as raw, closing(raw.cursor()) as cursor:
        began = time.perf_counter()
        for sql, parameters, many in statements:
            if sql.startswith("BEGIN"):
                raw.commit()
            many_sets = many and isinstance(parameters, list)  # one set where rows come back
            (cursor.executemany if many_sets else cursor.execute)(sql, parameters)
            if cursor.description:
                cursor.fetchall()
        raw.commit()
        return time.perf_counter() - began
