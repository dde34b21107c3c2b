"""The task board of a team: what waits, what can begin, what is being done, what is done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from desk_gui.domain.accounts import Right, Role, require
from desk_gui.domain.priority import Priority
from desk_gui.operations.desk import Desk
from desk_gui.storage import boards, read

SHOWN = 100
"""So many tasks stand in a column; the rest is counted."""
LATELY = timedelta(days=7)


class Column(StrEnum):
    """Where a task stands on the board."""

    WAITING = "waiting"
    READY = "ready"
    IN_WORK = "in_work"
    DONE = "done"


@dataclass(frozen=True)
class BoardTask:
    """A task as it stands on the board; `waits_for` are titles of tasks before it."""

    id: int
    ticket_id: int
    title: str
    ticket_title: str
    priority: Priority
    mandatory: bool
    assignee: str
    assignee_id: int | None
    due_at: datetime | None
    done_at: datetime | None
    waits_for: tuple[str, ...]

    @property
    def number(self) -> str:
        """The number of its request."""
        return f"REQ-{self.ticket_id}"


@dataclass(frozen=True)
class BoardColumn:
    """A column with its first tasks, and how many there are."""

    column: Column
    tasks: tuple[BoardTask, ...]
    count: int


def fullest(desk: Desk) -> int | None:
    """The team whose board has the most open tasks, or None where there is no task."""
    with desk.reading() as session:
        require(session.actor, Right.WORK_ON_TICKETS)
        return boards.fullest(session.connection)


def board(desk: Desk, team_id: int) -> tuple[BoardColumn, ...]:
    """The board of a team: four columns, due first at the top, at most 100 tasks in each."""
    with desk.reading() as session:
        require(session.actor, Right.WORK_ON_TICKETS)
        connection, actor = session.connection, session.actor
        sees_all = actor.role.rank >= Role.SUPERVISOR.rank
        whose = boards.whose(team_id, actor.id, session.now - LATELY, sees_all=sees_all)
        shown = boards.columns(connection, whose, SHOWN)
        found = {one: shown.get(one, []) for one in Column}
        people = {row["assignee_id"] for many in found.values() for row in many}
        names = read.names(connection, "account", people)
        waiting = boards.waits_for(connection, [row["id"] for row in found[Column.WAITING]])
        return tuple(
            BoardColumn(
                column,
                tuple(
                    BoardTask(
                        id=row["id"],
                        ticket_id=row["ticket_id"],
                        title=row["title"],
                        ticket_title=row["ticket_title"],
                        priority=Priority(row["priority"]),
                        mandatory=bool(row["mandatory"]),
                        assignee_id=row["assignee_id"],
                        assignee=names.get(row["assignee_id"], ""),
                        due_at=row["due_at"],
                        done_at=row["done_at"],
                        waits_for=tuple(waiting.get(row["id"], ())),
                    )
                    for row in many
                ),
                many[0]["among"] if many else 0,
            )
            for column, many in found.items()
        )
