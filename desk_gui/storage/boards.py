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
_FOUND = (
    "SELECT k.id, CASE WHEN k.status = 'done' THEN 'done'"
    " WHEN k.started_at IS NOT NULL THEN 'in_work'"
    f" WHEN {_WAITS} THEN 'waiting' ELSE 'ready' END AS name,"
    " CASE WHEN k.status = 'done' THEN -k.done_at ELSE k.due_at END AS rank_at"
    " FROM task k JOIN ticket t ON t.id = k.ticket_id WHERE k.team_id = :team"
    " AND (k.status = 'open' AND t.status IN ('in_fulfilment', 'on_hold')"
    " OR k.status = 'done' AND k.done_at >= :since)"
    " AND (t.confidential = 0 OR :sees_all = 1 OR t.team_id IN"
    " (SELECT m.team_id FROM team_member m WHERE m.account_id = :account))"
)
"""Every task of the board once, with the column in which it stands."""
_PLACED = (
    "SELECT f.id, f.name, count(*) OVER (PARTITION BY name) AS among, row_number() OVER"
    f" (PARTITION BY name ORDER BY rank_at IS NULL, rank_at, id) AS place FROM ({_FOUND}) f"
)
_SHOWN = (
    "SELECT k.id, k.ticket_id, k.title, k.mandatory, k.assignee_id, k.due_at, k.done_at,"
    f" t.title AS ticket_title, t.priority, p.name, p.among FROM ({_PLACED}) p"
    " JOIN task k ON k.id = p.id JOIN ticket t ON t.id = k.ticket_id"
    " WHERE p.place <= :most ORDER BY p.place"
)


def columns(connection: Connection, whose: dict[str, int], most: int) -> dict[str, list[Row]]:
    """Column → its first tasks, due first at the top, done ones the newest first.

    `among` is how many tasks the column has in all. One statement, because each of them looks at
    every task of the team.
    """
    query = text(_SHOWN).columns(due_at=Instant, done_at=Instant)
    found: dict[str, list[Row]] = {}
    for row in connection.execute(query, {**whose, "most": most}).mappings():
        found.setdefault(row["name"], []).append(dict(row))
    return found


def fullest(connection: Connection) -> int | None:
    """The team that has the most open tasks."""
    query = text(
        "SELECT team_id FROM task WHERE status = 'open' AND team_id IS NOT NULL"
        " GROUP BY team_id ORDER BY count(*) DESC, team_id LIMIT 1"
    )
    return connection.execute(query).scalar_one_or_none()


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
