"""All that belongs to one ticket, to compare it before and after."""

from __future__ import annotations

from typing import Any

from desk_gui.storage import rows
from tests.conftest import Office

OF_A_TICKET = ("clock", "approval", "task", "comment", "draft", "attachment")


def whole(office: Office, ticket_id: int) -> dict[str, Any]:
    """A ticket's row but for version and last change, and every row that hangs on it."""
    with office.administrator.reading() as session:
        connection = session.connection
        row = rows.one(connection, "ticket", id=ticket_id) or {}
        found: dict[str, Any] = {
            table: rows.many(connection, table, order="id", ticket_id=ticket_id)
            for table in OF_A_TICKET
        }
        for end in ("ticket_id", "other_id"):
            found[f"link {end}"] = rows.many(
                connection, "link", order="relation", **{end: ticket_id}
            )
    kept = {name: value for name, value in row.items() if name not in {"version", "updated_at"}}
    return {"ticket": kept, **found}
