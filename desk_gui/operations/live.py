"""What others did: the journal entries after one, as Effects."""

from __future__ import annotations

from desk_gui.operations.desk import Desk
from desk_gui.operations.effects import Effects
from desk_gui.storage import history, read

_AT_MOST = 5000


def newest(desk: Desk) -> int:
    """The number of the newest journal entry: where to look from."""
    with desk.reading() as session:
        return read.last_entry(session.connection)


def changes_since(desk: Desk, n: int) -> tuple[int, Effects | None]:
    """(newest entry, what was touched after entry `n`); None when nothing was."""
    with desk.reading() as session:
        touched = history.touched_since(session.connection, n, _AT_MOST)
    if not touched:
        return n, None
    ids: dict[str, set[int]] = {}
    for _, subject, subject_id in touched:
        ids.setdefault(subject, set()).add(subject_id)
    effects = Effects(
        tickets=frozenset(ids.get("ticket", ())),
        articles=frozenset(ids.get("article", ())),
        people=bool(ids.keys() & {"account", "team"}),
        settings="setting" in ids,
    )
    return touched[-1][0], effects
