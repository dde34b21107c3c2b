"""What a new database starts with: matrix, policies, office hours, categories."""

from __future__ import annotations

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
