"""Is what is stored true? The journal's chain, and tickets that differ from their history."""

from __future__ import annotations

from itertools import islice

from sqlalchemy import Connection, text

from desk_gui.storage import journal

_NO_HISTORY = (
    "SELECT t.id FROM ticket t WHERE NOT EXISTS (SELECT 1 FROM journal j WHERE"
    " j.subject = 'ticket' AND j.subject_id = t.id AND j.version = t.version) LIMIT 20"
)
_OTHER_STATUS = (
    "SELECT t.id, t.status, j.status AS told FROM ticket t JOIN journal j ON"
    " j.subject = 'ticket' AND j.subject_id = t.id AND j.version = t.version"
    " WHERE t.status <> j.status OR t.kind <> j.kind LIMIT 20"
)
_NO_CLOCK = (
    "SELECT c.ticket_id FROM clock c JOIN ticket t ON t.id = c.ticket_id"
    " WHERE c.state IN ('running', 'paused') AND t.is_open = 0 LIMIT 20"
)

_SENTENCES = {
    _NO_HISTORY: "Ticket {id} has a version that its journal does not know.",
    _OTHER_STATUS: "Ticket {id} is {status}, but its journal says {told}.",
    _NO_CLOCK: "Ticket {ticket_id} is not open, but a clock still runs on it.",
}


def problems(connection: Connection) -> list[str]:
    """A sentence for each thing that is wrong; at most twenty of a kind."""
    found = list(islice(journal.broken_entries(connection), 20))
    for query, sentence in _SENTENCES.items():
        rows = connection.execute(text(query)).mappings()
        found += [sentence.format(**row) for row in rows]
    return found
