"""The journal is a chain: whoever goes round the triggers is found."""

from __future__ import annotations

import pytest

from desk_gui.operations import databases, tickets
from desk_gui.storage.database import Database
from tests.conftest import Office
from tests.factories import an_incident, in_progress, resolved


@pytest.fixture
def busy(office: Office) -> Office:
    """An office whose journal has some entries."""
    for _ in range(3):
        resolved(office.agent, an_incident(office.agent))
    tickets.comment(office.agent, 1, "Ünïcode ✓ “quoted” \\ 'x'")
    assert databases.check(office.administrator) == []
    return office


def without_triggers(database: Database, *statements: str) -> None:
    """What a person with the owner's rights can do: drop the trigger, then change."""
    raw = database.engine.raw_connection()
    cursor = raw.cursor()
    for table, events in {"journal": ("update", "delete"), "journal_head": ("update",)}.items():
        for event in events:
            name = f"rules_{table}_{event}"
            cursor.execute(f"DROP TRIGGER {name}" + ("" if database.is_sqlite else f" ON {table}"))
    for statement in statements:
        cursor.execute(statement)
    raw.commit()
    raw.close()


@pytest.mark.parametrize(
    "column",
    ["reason = 'x'", "action = 'x'", "at = 1", "account_id = NULL", "after = '{}'", "version = 9"],
)
def test_that_a_changed_entry_is_named(busy: Office, column: str) -> None:
    without_triggers(busy.agent.database, f"UPDATE journal SET {column} WHERE n = 9")
    said = databases.check(busy.administrator)
    assert "Journal entry 9 was changed after it was written." in said


def test_that_a_deleted_entry_is_named(busy: Office) -> None:
    without_triggers(busy.agent.database, "DELETE FROM journal WHERE n = 9")
    said = databases.check(busy.administrator)
    assert "Journal entry 9 is missing." in said
    assert "Journal entry 10 does not follow the entry before it." in said


def test_that_a_cut_tail_is_found(busy: Office) -> None:
    without_triggers(busy.agent.database, "DELETE FROM journal WHERE n > 12")
    said = databases.check(busy.administrator)
    assert any(s.startswith("The journal ends at entry 12, but") for s in said)


def test_that_swapped_entries_are_found(busy: Office) -> None:
    without_triggers(
        busy.agent.database,
        "UPDATE journal SET n = 1000 WHERE n = 9",
        "UPDATE journal SET n = 9 WHERE n = 10",
        "UPDATE journal SET n = 10 WHERE n = 1000",
    )
    assert "Journal entry 9 was changed after it was written." in databases.check(
        busy.administrator
    )


def test_that_a_ticket_changed_behind_its_journal_is_named(office: Office) -> None:
    ticket_id = in_progress(office.agent, an_incident(office.agent))
    database = office.agent.database
    raw = database.engine.raw_connection()
    cursor = raw.cursor()
    name = "rules_ticket_update"
    cursor.execute(f"DROP TRIGGER {name}" + ("" if database.is_sqlite else " ON ticket"))
    cursor.execute("UPDATE ticket SET status = 'assigned'")
    raw.commit()
    raw.close()
    said = databases.check(office.administrator)
    assert f"Ticket {ticket_id} is assigned, but its journal says in_progress." in said
