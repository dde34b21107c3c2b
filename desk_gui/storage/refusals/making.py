"""What a refusal is: a condition over NEW and OLD in SQL that both databases understand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Refusal:
    """Refuse a change of `table` when `condition` (over NEW and OLD) holds."""

    table: str
    event: str
    condition: str
    sentence: str


def once(table: str, same: str) -> Refusal:
    """SQLite's INSERT OR REPLACE would delete a row without its delete trigger."""
    return Refusal(
        table,
        "INSERT",
        f"EXISTS (SELECT 1 FROM {table} o WHERE o.{same})",
        f"this {table.replace('_', ' ')} is there already, and is never replaced",
    )


def next_version(table: str) -> Refusal:
    """Every update carries the stored version plus one, so that none is lost."""
    return Refusal(
        table,
        "UPDATE",
        "NEW.version <> OLD.version + 1",
        f"the {table} was changed meanwhile: an update carries the stored version plus one",
    )


def never(table: str, event: str, sentence: str) -> Refusal:
    """Refuse an event of a table altogether."""
    return Refusal(table, event, "1 = 1", sentence)


def kept(table: str, columns: Sequence[str], sentence: str) -> Refusal:
    """Refuse an update that changes one of these columns."""
    changed = " OR ".join(f"NEW.{name} IS DISTINCT FROM OLD.{name}" for name in columns)
    return Refusal(table, "UPDATE", changed, sentence)
