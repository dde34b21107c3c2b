"""Triggers that hold the rules against any client, in the words of each database.

Full-text indexes are kept by triggers too, see `search.py`.
"""

from __future__ import annotations

from desk_gui.storage.refusals import Refusal, refusals


def _groups() -> dict[tuple[str, str], list[Refusal]]:
    groups: dict[tuple[str, str], list[Refusal]] = {}
    for refusal in refusals():
        groups.setdefault((refusal.table, refusal.event), []).append(refusal)
    return groups


def _quoted(sentence: str) -> str:
    return "'" + sentence.replace("'", "''") + "'"


def sqlite_triggers() -> list[str]:
    """The statements that make the triggers in SQLite; each first removes its predecessor."""
    statements = []
    for (table, event), group in _groups().items():
        name = f"rules_{table}_{event.lower()}"
        cases = " ".join(
            f"WHEN {r.condition} THEN RAISE(ABORT, {_quoted(r.sentence)})" for r in group
        )
        statements += [
            f"DROP TRIGGER IF EXISTS {name}",
            f"CREATE TRIGGER {name} BEFORE {event} ON {table} BEGIN SELECT CASE {cases} END; END",
        ]
    return statements


def postgresql_triggers() -> list[str]:
    """The statements that make the triggers in PostgreSQL; SQLSTATE HD001 marks a rule."""
    statements = []
    for (table, event), group in _groups().items():
        name = f"rules_{table}_{event.lower()}"
        row = "OLD" if event == "DELETE" else "NEW"
        checks = " ".join(
            f"IF ({r.condition}) THEN RAISE EXCEPTION USING ERRCODE = 'HD001',"
            f" MESSAGE = {_quoted(r.sentence)}; END IF;"
            for r in group
        )
        statements += [
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS"
            f" $rules$ BEGIN {checks} RETURN {row}; END $rules$",
            f"DROP TRIGGER IF EXISTS {name} ON {table}",
            f"CREATE TRIGGER {name} BEFORE {event} ON {table}"
            f" FOR EACH ROW EXECUTE FUNCTION {name}()",
        ]
        if event == "DELETE":
            statements += [
                f"DROP TRIGGER IF EXISTS {name}_all ON {table}",
                f"CREATE TRIGGER {name}_all BEFORE TRUNCATE ON {table}"
                f" FOR EACH STATEMENT EXECUTE FUNCTION {name}()",
            ]
    return statements
