"""A consistent copy of a local database, made while others may use it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from desk_gui.storage.database import Database
from desk_gui.storage.trouble import told

_PAGES_AT_ONCE = 4096


def copy_to(
    database: Database, path: Path, progress: Callable[[int, int], None] | None = None
) -> None:
    """Copy a local database to a path where nothing is; raises DatabaseTrouble."""

    def tell(_status: int, left: int, total: int) -> None:
        if progress is not None:
            progress(total - left, total)

    try:
        with (
            closing(database.engine.raw_connection()) as raw,
            closing(sqlite3.connect(path)) as copy,
        ):
            source = raw.driver_connection
            if not isinstance(source, sqlite3.Connection):
                raise TypeError("only a local database can be copied like this")
            source.backup(copy, pages=_PAGES_AT_ONCE, progress=tell)
    except sqlite3.Error as error:
        raise told(error, database.name) from None
