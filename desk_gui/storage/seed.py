"""What a new database starts with: matrix, policies, office hours, a first catalog, categories."""

from __future__ import annotations

import json
from typing import NamedTuple

from sqlalchemy import Connection, insert

from desk_gui.domain.business_hours import BusinessHours, Window
from desk_gui.domain.priority import DEFAULT_MATRIX
from desk_gui.domain.sla import DEFAULT_POLICIES
from desk_gui.storage import promises, tables

CATEGORIES = (
    "Accounts and access",
    "E-mail",
    "Hardware",
    "Network",
    "Other",
    "Phone",
    "Printing",
    "Security",
    "Server",
    "Software",
)
OFFICE_HOURS = BusinessHours(
    0, "Office hours", "UTC", windows=tuple(Window(day, 8 * 60, 18 * 60) for day in range(5))
)
"""Business hours for who wants them: the first policies count day and night."""


class Item(NamedTuple):
    """A catalog item that a new desk starts with."""

    name: str
    description: str
    priority: int
    approvals: int
    category: str
    tasks: tuple[str, ...]


CATALOG = (
    Item(
        "Password reset",
        "A new password for an account that cannot sign in.",
        3,
        0,
        "Accounts and access",
        ("Check who asks", "Set a one-time password"),
    ),
    Item(
        "Access to a shared folder",
        "Read or write access to a folder of a team.",
        3,
        1,
        "Accounts and access",
        ("Grant the access", "Tell the requester"),
    ),
    Item(
        "Software installation",
        "A program from the approved list, installed and licensed.",
        4,
        1,
        "Software",
        ("Check the licence", "Install the program"),
    ),
    Item(
        "New laptop",
        "A laptop with the standard set-up.",
        4,
        1,
        "Hardware",
        ("Order the laptop", "Install the standard set-up", "Hand it over"),
    ),
    Item("Information", "A question about a service.", 4, 0, "Other", ("Answer the question",)),
)


def sow(connection: Connection) -> None:
    """Fill the tables of a new database with the defaults of the rules."""
    connection.execute(
        insert(tables.priority_matrix),
        [
            {"impact": impact, "urgency": urgency, "priority": int(priority)}
            for (impact, urgency), priority in DEFAULT_MATRIX.items()
        ],
    )
    policies = [promises.policy_row(policy) for policy in DEFAULT_POLICIES]
    connection.execute(insert(tables.sla_policy), policies)
    connection.execute(insert(tables.business_hours), [promises.hours_row(OFFICE_HOURS)])
    connection.execute(insert(tables.category), [{"name": name} for name in CATEGORIES])
    connection.execute(insert(tables.catalog_item), [_row(item) for item in CATALOG])


def _row(item: Item) -> dict[str, object]:
    return {
        "name": item.name,
        "description": item.description,
        "priority": item.priority,
        "approvals": item.approvals,
        "category_id": CATEGORIES.index(item.category) + 1,
        "tasks": json.dumps([{"title": task, "mandatory": True} for task in item.tasks]),
    }
