"""What the journal wrote later than an instant, as the state that was there before it.

Only tickets that were there at the instant and changed or stay open since are asked about, so what
is read grows with what was worked on at the instant, not with what has been opened since.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, or_, select
from sqlalchemy.sql.selectable import Subquery

from desk_gui.domain.catalog import TaskStatus
from desk_gui.storage.tables import journal, ticket

VOID = TaskStatus.VOID.value
"""What approvals and tasks are called that a change ended without a verdict."""
RECLASSIFIED = "reclassified"
OPENED = 1
"""The version of the entry that opened a ticket."""
DID, SKIPPED, TOOK_UP = "did task", "skipped task", "reopened task"


@dataclass(frozen=True)
class Later:
    """The state at an instant of what was changed since; what is not here is as it is now.

    `fields` are those of tickets, by their name and then by the ticket's id; `clocks` are stored
    clocks by their id, `planned` the words of approvals and tasks by table and id. `reclassified`
    are tickets that became the other kind since, `taken_up` those of which a task was reopened.
    """

    fields: dict[str, dict[int, Any]] = field(default_factory=dict)
    clocks: dict[int, Mapping[str, Any]] = field(default_factory=dict)
    planned: dict[str, dict[int, str]] = field(default_factory=lambda: {"approval": {}, "task": {}})
    reclassified: set[int] = field(default_factory=set)
    taken_up: set[int] = field(default_factory=set)

    def take(self, ticket_id: int, before: Mapping[str, Any]) -> None:
        """Take in what was there before an entry; of several entries the oldest comes first."""
        for name, was in before.items():
            if name == "clocks":
                for clock_id, values in was.items():
                    self.clocks.setdefault(int(clock_id), values)
            elif name in self.planned:
                for row_id, word in was.items():
                    self.planned[name].setdefault(int(row_id), word)
            else:
                self.fields.setdefault(name, {}).setdefault(ticket_id, was)


def later(connection: Connection, at: datetime) -> Later:
    """What entries dated later than an instant found, by the oldest of them."""
    found = Later()
    for entry in connection.execute(_entries(at)):
        ticket_id = entry.subject_id
        found.take(ticket_id, json.loads(entry.before or "{}"))
        if entry.undone:
            given_back = json.loads(entry.undone)
            void = {name: dict.fromkeys(given_back.get(name, ()), VOID) for name in found.planned}
            found.take(ticket_id, void)
        if entry.action == RECLASSIFIED:
            found.reclassified.add(ticket_id)
        if entry.action == TOOK_UP:
            found.taken_up.add(ticket_id)
    return found


def _touched(at: datetime) -> Subquery:
    """Tickets that were there at an instant, and changed since or are still open."""
    since = or_(ticket.c.updated_at > at, ticket.c.is_open == 1)
    return select(ticket.c.id).where(ticket.c.opened_at <= at, since).subquery()


def _since(at: datetime, *columns: ColumnElement[Any]) -> Select[Any]:
    """What the journal says of them since the instant."""
    touched = _touched(at)
    mine = (journal.c.subject == "ticket") & (journal.c.subject_id == touched.c.id)
    query = select(*columns).select_from(touched.join(journal, mine))
    return query.where(journal.c.at > at)


def _entries(at: datetime) -> Select[Any]:
    """Entries that changed a ticket or took a task up again, with the act that they took back."""
    undone = journal.alias("undone")
    own = (journal.c.subject_id, journal.c.action, journal.c.before, journal.c.undoes)
    of = _since(at, *own, journal.c.n).where(
        or_(journal.c.before.is_not(None), journal.c.action == TOOK_UP)
    )
    found = of.subquery()
    return (
        select(found, undone.c.before.label("undone"))
        .select_from(found.join(undone, undone.c.uuid == found.c.undoes, isouter=True))
        .order_by(found.c.n)
    )


def decided_kinds(connection: Connection, at: datetime) -> dict[int, str]:
    """The kind that was decided for by an instant, of the tickets that were reclassified since."""
    decides = or_(journal.c.version == OPENED, journal.c.action == RECLASSIFIED)
    query = _until(at, RECLASSIFIED, journal.c.subject_id, journal.c.kind).where(decides)
    return {row.subject_id: row.kind.value for row in connection.execute(query)}


def tasks_done(connection: Connection, at: datetime) -> Iterator[tuple[int, str, int]]:
    """(ticket, title, second) of each task done by an instant, where one was taken up since."""
    columns = (journal.c.subject_id, journal.c.action, journal.c.after, journal.c.at)
    ends = journal.c.action.in_([DID, SKIPPED, TOOK_UP])
    ended: dict[tuple[int, str], list[tuple[bool, int]]] = {}
    for row in connection.execute(_until(at, TOOK_UP, *columns).where(ends)):
        of_task = ended.setdefault((row.subject_id, json.loads(row.after)["task"]), [])
        if row.action == TOOK_UP:
            del of_task[-1:]
        else:
            of_task.append((row.action == DID, int(row.at.timestamp())))
    for (ticket_id, title), many in ended.items():
        yield from ((ticket_id, title, second) for done, second in many if done)


def _until(at: datetime, action: str, *columns: ColumnElement[Any]) -> Select[Any]:
    """What the journal says until an instant of tickets of which it says something since."""
    since = _since(at, journal.c.subject_id).where(journal.c.action == action)
    mine = (journal.c.subject == "ticket") & journal.c.subject_id.in_(since)
    return select(*columns).where(mine, journal.c.at <= at).order_by(journal.c.n)
