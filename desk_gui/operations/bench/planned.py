"""Many requests with five tasks each, made for the measure of a team's board."""

from __future__ import annotations

from datetime import timedelta

from desk_gui.domain.catalog import TaskStatus
from desk_gui.domain.workflow import Kind, Status
from desk_gui.operations.desk import Desk
from desk_gui.storage import rows

MOST, TASKS, TEAMS = 10_000, 5, 3
SOURCE = "bench board"


def a_full_board(desk: Desk, requests: int) -> int:
    """A team of three that share five tasks of each of so many requests in fulfilment.

    Two of the tasks wait for others. For a scratch database only: the requests have no history.
    """
    with desk.writing() as session:
        connection, now = session.connection, session.now
        teams = rows.add_each(connection, "team", [{"name": f"Board {i}"} for i in range(TEAMS)])
        made = {
            "kind": Kind.REQUEST,
            "status": Status.IN_FULFILMENT,
            "priority": 4,
            "opened_at": now,
            "updated_at": now,
            "assignee_id": session.actor.id,
            "source": SOURCE,
        }
        numbered = [{**made, "title": f"T {n}", "foreign_number": f"{n}"} for n in range(requests)]
        tickets = rows.add_each(connection, "ticket", numbered)
        tasks = [
            {
                "ticket_id": ticket_id,
                "position": position,
                "title": f"Step {position}",
                "mandatory": True,
                "status": TaskStatus.OPEN,
                "team_id": teams[(ticket_id + position) % TEAMS],
                "due_at": now + timedelta(minutes=ticket_id * 7 % 9973),
            }
            for ticket_id in tickets
            for position in range(1, TASKS + 1)
        ]
        ids = rows.add_each(connection, "task", tasks)
        later = [ids[place + step] for place in range(0, len(ids), TASKS) for step in (3, 4)]
        after = [{"task_id": task_id, "after_id": task_id - 1} for task_id in later]
        rows.add_many(connection, "task_after", after)
        return teams[0]
