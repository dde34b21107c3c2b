"""Which tickets changed since their facts were packed: marked by triggers, for every client.

The mark is written in the transaction of the change itself, so a report that reads marked tickets
afresh and all others from their packs is always exact.
"""

from __future__ import annotations

from sqlalchemy import Connection, delete, func, insert, select

from desk_gui.storage.tables import fact_stale, ticket

_TICKET_OF = {
    "ticket": "id",
    "comment": "ticket_id",
    "clock": "ticket_id",
    "approval": "ticket_id",
    "proposal": "ticket_id",
    "suggestion": "ticket_id",
    "task": "ticket_id",
}
_EVENTS = {"INSERT": "NEW", "UPDATE": "NEW", "DELETE": "OLD"}
_MARK = (
    "INSERT INTO fact_stale (ticket_id) SELECT {id} WHERE NOT EXISTS"
    " (SELECT 1 FROM fact_stale WHERE ticket_id = {id})"
)
_ROLE = (
    "INSERT INTO fact_stale (ticket_id) SELECT DISTINCT c.ticket_id FROM comment c"
    " WHERE c.account_id = NEW.id AND NOT EXISTS"
    " (SELECT 1 FROM fact_stale s WHERE s.ticket_id = c.ticket_id)"
)
_EVERYTHING = "INSERT INTO fact_stale (ticket_id) SELECT id FROM ticket"


def _sqlite() -> list[str]:
    made = [
        f"CREATE TRIGGER stale_{table}_{event.lower()} AFTER {event} ON {table} BEGIN"
        f" {_MARK.format(id=f'{row}.{column}')}; END"
        for table, column in _TICKET_OF.items()
        for event, row in _EVENTS.items()
    ]
    return [
        *made,
        "CREATE TRIGGER stale_journal_insert AFTER INSERT ON journal"
        f" WHEN NEW.subject = 'ticket' BEGIN {_MARK.format(id='NEW.subject_id')}; END",
        "CREATE TRIGGER stale_account_update AFTER UPDATE OF role ON account"
        f" WHEN NEW.role <> OLD.role BEGIN {_ROLE}; END",
        _EVERYTHING,
    ]


def _postgresql() -> list[str]:
    made = []
    for table, column in [*_TICKET_OF.items(), ("journal", "subject_id")]:
        events = "INSERT" if table == "journal" else "INSERT OR UPDATE OR DELETE"
        when = " WHEN (NEW.subject = 'ticket')" if table == "journal" else ""
        name = f"stale_{table}"
        changed = _MARK.format(id=f"changed.{column}")
        made += [
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $stale$"
            f" DECLARE changed record; BEGIN"
            " IF TG_OP = 'DELETE' THEN changed := OLD; ELSE changed := NEW; END IF;"
            f" {changed}; RETURN NULL; END $stale$",
            f"CREATE TRIGGER {name} AFTER {events} ON {table} FOR EACH ROW{when}"
            f" EXECUTE FUNCTION {name}()",
        ]
    return [
        *made,
        "CREATE FUNCTION stale_account() RETURNS trigger LANGUAGE plpgsql AS $stale$ BEGIN"
        f" {_ROLE}; RETURN NULL; END $stale$",
        "CREATE TRIGGER stale_account AFTER UPDATE OF role ON account FOR EACH ROW"
        " WHEN (NEW.role <> OLD.role) EXECUTE FUNCTION stale_account()",
        _EVERYTHING,
    ]


MARKS = {"sqlite": _sqlite(), "postgresql": _postgresql()}
"""The statements that make the triggers, and mark what is there already."""


def count(connection: Connection) -> int:
    """How many tickets a report has to read afresh."""
    return connection.execute(select(func.count()).select_from(fact_stale)).scalar_one()


def mark_everything(connection: Connection) -> None:
    """Let every ticket be read afresh, as if none had been packed."""
    connection.execute(delete(fact_stale))
    connection.execute(insert(fact_stale).from_select(["ticket_id"], select(ticket.c.id)))
