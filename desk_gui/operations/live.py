"""What others did: the journal entries after one, as Effects; and what else a window is told."""

from __future__ import annotations

from dataclasses import dataclass

from desk_gui.operations import notices, presence
from desk_gui.operations.desk import Desk, Session
from desk_gui.operations.effects import Effects
from desk_gui.operations.notices import Unread
from desk_gui.operations.presence import Present
from desk_gui.storage import history, read

_AT_MOST = 5000


@dataclass(frozen=True)
class Pulse:
    """What a window is told once a second.

    The newest journal entry, what was touched after the one before, what is unread, and who else
    is at the ticket that is open.
    """

    entry: int
    effects: Effects | None
    unread: Unread
    ticket_id: int | None = None
    present: tuple[Present, ...] = ()


def pulse(desk: Desk, n: int, ticket_id: int | None) -> Pulse:
    """What is new since journal entry `n`, and how it stands with what no journal holds."""
    with desk.reading() as session:
        entry, effects = _changes(session, n)
        present = presence.those_at(session, ticket_id) if ticket_id is not None else ()
        return Pulse(entry, effects, notices.unread(session), ticket_id, present)


def newest(desk: Desk) -> int:
    """The number of the newest journal entry: where to look from."""
    with desk.reading() as session:
        return read.last_entry(session.connection)


def _changes(session: Session, n: int) -> tuple[int, Effects | None]:
    """(newest entry, what was touched after entry `n`); None when nothing was."""
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
