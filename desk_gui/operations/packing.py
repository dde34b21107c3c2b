"""Facts for reports are packed: in parts, each in a transaction of its own, nothing else waits."""

from __future__ import annotations

from collections.abc import Callable

from desk_gui.operations.desk import Desk
from desk_gui.storage import stale

MANY = 2_000
"""So many changed tickets are read afresh by each report before they are packed."""


def pack_many(desk: Desk, progress: Callable[[int, int], None] | None = None) -> int:
    """Pack what changed, where that is much; how many parts were packed anew."""
    with desk.reading() as session:
        if stale.count(session.connection) < MANY:
            return 0
    return pack_all(desk, progress)


def pack_all(desk: Desk, progress: Callable[[int, int], None] | None = None) -> int:
    """Pack every part in which anything changed; how many they were."""
    from desk_gui.storage.facts import pack  # numpy is loaded when it is needed
    from desk_gui.storage.packs import stale_parts

    with desk.reading() as session:
        parts = stale_parts(session.connection)
    for done, part in enumerate(parts):
        if progress is not None:
            progress(done, len(parts))
        with desk.writing() as session:
            pack(session.connection, part)
    if progress is not None and parts:
        progress(len(parts), len(parts))
    return len(parts)
