"""Facts for reports are packed: some parts in each transaction, so that nobody waits for long."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING

from desk_gui.operations.desk import Desk
from desk_gui.storage import stale

if TYPE_CHECKING:
    from desk_gui.storage.packs import Pack

READERS = min(3, os.cpu_count() or 1)
"""Threads that read side by side; the window's own still find a connection in the pool."""
AT_ONCE = 4 * READERS
"""Parts that are packed in one transaction."""
MANY = 2_000
"""So many changed tickets are read afresh by each report before they are packed."""


def pack_many(desk: Desk, progress: Callable[[int, int], None] | None = None) -> int:
    """Pack what changed, where that is much; how many parts were packed anew."""
    with desk.reading() as session:
        if stale.count(session.connection) < MANY:
            return 0
    return pack_all(desk, progress)


def pack_all(desk: Desk, progress: Callable[[int, int], None] | None = None) -> int:
    """Pack every part in which anything changed; how many they were.

    Some parts at a time: nobody writes while several threads read them side by side.
    """
    from desk_gui.storage.packs import stale_parts, write  # numpy is loaded when it is needed

    with desk.reading() as session:
        parts = stale_parts(session.connection)
    heard: set[str] = set()
    with ThreadPoolExecutor(READERS) as readers:
        for done in range(0, len(parts), AT_ONCE):
            if progress is not None:
                progress(done, len(parts))
            some = parts[done : done + AT_ONCE]
            with desk.writing() as session:
                found = readers.map(partial(_afresh, desk, heard), some)
                for part, packed in zip(some, found, strict=True):
                    write(session.connection, part, packed)
    if progress is not None and parts:
        progress(len(parts), len(parts))
    return len(parts)


def _afresh(desk: Desk, heard: set[str], part: int) -> Sequence[Pack]:
    from desk_gui.storage.facts import part_afresh

    with desk.reading() as session:
        return part_afresh(session.connection, part, heard)
