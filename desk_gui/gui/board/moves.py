"""What moving a task from column to column means."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from desk_gui.operations import requests
from desk_gui.operations.boards import BoardTask, Column
from desk_gui.operations.desk import Desk
from desk_gui.operations.effects import Effects

AGAIN_FIRST = "“{}” is done; take it up again before you give it to anybody."


@dataclass(frozen=True)
class Move:
    """What is done, how it is said, and what takes it back where that can be."""

    work: partial[Effects]
    said: str
    back: partial[Effects] | None = None


def move(desk: Desk, task: BoardTask, here: Column, there: Column) -> Move | str:
    """What brings a task to another column, or the sentence why nothing does.

    What waits, and what others have built on, is refused by the operation itself, in its words.
    """
    where = (desk, task.ticket_id, task.id)
    if here is Column.DONE and there is not Column.WAITING:
        again = partial(requests.reopen_task, *where, begun=there is Column.IN_WORK)
        back = partial(requests.complete_task, *where)
        return Move(again, f"“{task.title}” is taken up again.", back)
    if there is Column.DONE:
        back = partial(requests.reopen_task, *where)
        return Move(partial(requests.complete_task, *where), f"“{task.title}” done.", back)
    if there is Column.IN_WORK:
        back = partial(requests.put_task_back, *where, let_go=task.assignee_id is None)
        return Move(partial(requests.start_task, *where), f"“{task.title}” begun.", back)
    if there is Column.READY and here is Column.IN_WORK:
        back = partial(requests.start_task, *where, take=False)
        return Move(partial(requests.put_task_back, *where), f"“{task.title}” put back.", back)
    if here is Column.WAITING:
        return f"“{task.title}” is ready once what it waits for is done."
    return f"“{task.title}” waits for nothing."


def take(desk: Desk, task: BoardTask, team_id: int) -> Move:
    """Give a task of a team to oneself."""
    give = partial(requests.give_task, desk, task.ticket_id, task.id, team_id=team_id)
    return Move(
        partial(give, assignee_id=desk.account_id),
        f"“{task.title}” is yours.",
        partial(give, assignee_id=task.assignee_id),
    )
