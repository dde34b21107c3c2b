"""The task board of a team in SQL: a page of each column, and how many there are in all."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, text

from desk_gui.storage.rows import Row
from desk_gui.storage.types import Instant

_WAITS = (
    "EXISTS (SELECT 1 FROM task_after f JOIN task b ON b.id = f.after_id"
    " WHERE f.task_id = k.id AND b.status = 'open')"
)
_OPEN = "k.status = 'open' AND t.status IN ('in_fulfilment', 'on_hold')"
_WHICH = {
    "waiting": f"{_OPEN} AND k.started_at IS NULL AND {_WAITS}",
    "ready": f"{_OPEN} AND k.started_at IS NULL AND NOT {_WAITS}",
    "in_work": f"{_OPEN} AND k.started_at IS NOT NULL",
    "done": "k.status = 'done' AND k.done_at >= :since",
}
_FROM = "FROM task k JOIN ticket t ON t.id = k.ticket_id WHERE k.team_id = :team{seen} AND {which}"
_SEEN = (
    " AND (t.confidential = 0 OR :sees_all = 1 OR t.team_id IN"
    " (SELECT m.team_id FROM team_member m WHERE m.account_id = :account))"
)


def column(connection: Connection, name: str, whose: dict[str, int], most: int) -> list[Row]:
    """The first tasks of a column, due first at the top; done ones the newest first."""
    order = "k.done_at DESC, k.id" if name == "done" else "k.due_at IS NULL, k.due_at, k.id"
    source = _FROM.format(seen=_SEEN, which=_WHICH[name])
    query = text(
        "SELECT k.id, k.ticket_id, k.position, k.title, k.mandatory, k.assignee_id, k.due_at,"
        f" k.started_at, k.done_at, t.title AS ticket_title, t.priority {source}"
        f" ORDER BY {order} LIMIT :most"
    ).columns(due_at=Instant, started_at=Instant, done_at=Instant)
    return [dict(row) for row in connection.execute(query, {**whose, "most": most}).mappings()]


def count(connection: Connection, name: str, whose: dict[str, int]) -> int:
    """How many tasks a column has."""
    source = _FROM.format(seen=_SEEN, which=_WHICH[name])
    return int(connection.execute(text(f"SELECT count(*) {source}"), whose).scalar_one())


def waits_for(connection: Connection, task_ids: list[int]) -> dict[int, list[str]]:
    """Task → the titles of the open tasks that it waits for."""
    found: dict[int, list[str]] = {}
    if not task_ids:
        return found
    among = ", ".join(str(int(one)) for one in task_ids)
    query = text(
        "SELECT f.task_id, b.title FROM task_after f JOIN task b ON b.id = f.after_id"
        f" WHERE f.task_id IN ({among}) AND b.status = 'open' ORDER BY b.position"
    )
    for row in connection.execute(query):
        found.setdefault(row.task_id, []).append(row.title)
    return found


def whose(team_id: int, account_id: int, since: datetime, *, sees_all: bool) -> dict[str, int]:
    """For which team, for whom, and since when done tasks are shown."""
    return {
        "team": team_id,
        "account": account_id,
        "since": int(since.timestamp()),
        "sees_all": int(sees_all),
    }
