"""Many made-up tickets of both kinds, as a file that the ordinary import reads."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from desk_gui.operations.desk import Desk
from desk_gui.operations.transfer import import_tickets
from desk_gui.transfer.tickets import TicketFormat

SEED = 2026
YEARS = 3
DONE, REQUESTS = 0.98, 0.3
"""Which part of the older tickets has ended, and which part are service requests."""
_COLUMNS = (
    "number", "kind", "title", "text", "status", "hold_reason", "impact", "urgency", "requester",
    "team", "assignee", "category", "item", "opened_at", "updated_at", "resolved_at", "closed_at",
    "resolution_code", "resolution_text",
)  # fmt: skip
THINGS = (
    "printer", "scanner", "laptop", "screen", "phone", "mailbox", "calendar", "network drive",
    "shared folder", "wireless network", "intranet page", "payroll program", "badge reader",
    "video call", "spreadsheet", "backup", "certificate", "docking station", "web shop", "invoice",
)  # fmt: skip
WRONG = (
    "does not start", "is very slow", "shows an error", "is not reachable", "lost its settings",
    "stopped after the update", "asks for a password again and again", "prints blank pages",
)  # fmt: skip
_WANTED = ("Please set up a", "New", "Access to the", "Move of the", "Replacement of the")
WHERE = (
    "on floor 2", "in the warehouse", "at reception", "in Lyon", "in accounting", "at home",
    "in meeting room 4", "for the night shift", "in the laboratory", "for a new colleague",
)  # fmt: skip
TALK = (
    "It worked yesterday.", "Several colleagues have the same.", "I tried it on another machine.",
    "It is not urgent, but it costs time every day.", "The message says nothing useful.",
    "Restarting did not help.", "We have a customer visit tomorrow.", "It began this morning.",
)  # fmt: skip
_TEAMS = tuple(f"Team {name}" for name in ("North", "South", "East", "West", "Night", "Field"))
_CATEGORIES = ("Hardware", "Software", "Network", "Printing", "E-mail", "Phone")
_ITEMS = ("Password reset", "New laptop", "Software installation", "Information")
_LEVELS = ("low", "low", "medium", "medium", "medium", "high")
_ENDS = ("closed",) * 17 + ("resolved",)
_OPEN = ("new", "assigned", "in_progress", "on_hold")
_OF_REQUESTS = {
    "resolved": "fulfilled",
    "assigned": "approved",
    "new": "awaiting_approval",
    "in_progress": "in_fulfilment",
}


def fill(
    desk: Desk, folder: Path, tickets: int, progress: Callable[[int, int], None] | None = None
) -> None:
    """Import so many made-up tickets, the same ones for the same number; the file is removed."""
    path = folder / "crowd.csv"
    try:
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, _COLUMNS)
            writer.writeheader()
            writer.writerows(_rows(tickets, desk.clock()))
        import_tickets(desk, path, TicketFormat.CSV, progress=progress)
    finally:
        path.unlink(missing_ok=True)


def _rows(tickets: int, now: datetime) -> Iterator[dict[str, object]]:
    rng = Random(SEED)  # noqa: S311 - made-up tickets are no secrets
    step = timedelta(days=365 * YEARS) / max(1, tickets)
    for number in range(tickets):
        age = step * (tickets - number)
        yield _row(rng, number + 1, now - age, now)


def _row(rng: Random, number: int, opened: datetime, now: datetime) -> dict[str, object]:
    old = now - opened > timedelta(days=30)
    status = rng.choice(_ENDS if old and rng.random() < DONE else _OPEN)
    request = rng.random() < REQUESTS
    row: dict[str, object] = {
        "number": f"M{number:07}",
        "kind": "request" if request else "incident",
        "text": " ".join(rng.sample(TALK, rng.randint(1, 4))),
        "status": _OF_REQUESTS.get(status, status) if request else status,
        "requester": f"person{rng.randrange(2000):04}@example.org",
        "team": rng.choice(_TEAMS),
        "assignee": "" if status == "new" else f"Agent {rng.randrange(40) + 1}",
        "category": rng.choice(_CATEGORIES),
        "hold_reason": rng.choice(("requester", "supplier")) if status == "on_hold" else "",
    }
    row |= _of_request(rng) if request else _of_incident(rng, ended=status in _ENDS)
    return row | _dates(rng, opened, now, status)


def _of_request(rng: Random) -> dict[str, object]:
    return {
        "title": f"{rng.choice(_WANTED)} {rng.choice(THINGS)} {rng.choice(WHERE)}",
        "item": rng.choice(_ITEMS),
    }


def _of_incident(rng: Random, *, ended: bool) -> dict[str, object]:
    thing = rng.choice(THINGS).capitalize()
    return {
        "title": f"{thing} {rng.choice(WHERE)} {rng.choice(WRONG)}",
        "impact": rng.choice(_LEVELS),
        "urgency": rng.choice(_LEVELS),
        "resolution_code": "fixed" if ended else "",
        "resolution_text": "Found the cause and removed it." if ended else "",
    }


def _dates(rng: Random, opened: datetime, now: datetime, status: str) -> dict[str, object]:
    hours = min(rng.expovariate(1 / 30), (now - opened) / timedelta(hours=1) / 2)
    resolved = opened + timedelta(hours=hours)
    closed = min(resolved + timedelta(days=3), now)
    ended = status in _ENDS
    return {
        "opened_at": _written(opened),
        "updated_at": _written(closed if ended else resolved),
        "resolved_at": _written(resolved) if ended else "",
        "closed_at": _written(closed) if status == "closed" else "",
    }


def _written(at: datetime) -> str:
    return at.isoformat(timespec="seconds")
