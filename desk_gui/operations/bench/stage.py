"""Where the benchmark may write: a scratch database, or a copy of the one that was named."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from desk_gui.domain.errors import FileTrouble
from desk_gui.operations import databases
from desk_gui.operations.bench import crowd, library
from desk_gui.operations.desk import Desk
from desk_gui.storage.copying import copy_to

Progress = Callable[[int, int], None]


@contextmanager
def scratch(folder: Path, tickets: int, articles: int, progress: Progress) -> Iterator[Desk]:
    """A new database with so many made-up tickets and articles, gone afterwards."""
    with _room(folder) as room:
        desk = databases.create(str(room / "bench.db"))
        try:
            crowd.fill(desk, room, tickets, progress)
            library.fill(desk, room, articles, progress)
            yield desk
        finally:
            desk.database.close()


@contextmanager
def copied(desk: Desk, folder: Path, progress: Progress) -> Iterator[Desk]:
    """A copy of a local database with the same account signed in, gone afterwards."""
    with _room(folder) as room:
        copy_to(desk.database, room / "bench.db", progress)
        copy = databases.open_database(str(room / "bench.db"))
        try:
            yield Desk(copy.database, desk.clock, desk.account_id)
        finally:
            copy.database.close()


@contextmanager
def _room(folder: Path) -> Iterator[Path]:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        kept = tempfile.TemporaryDirectory(prefix="bench-", dir=folder)
    except OSError as error:
        raise FileTrouble(f"{folder} cannot hold a scratch database: {error.strerror}.") from None
    with kept as name:
        yield Path(name)
