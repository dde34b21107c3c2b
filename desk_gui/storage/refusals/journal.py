"""What keeps the journal append-only and chained."""

from __future__ import annotations

from collections.abc import Iterator

from desk_gui.storage.refusals.making import Refusal, never, once

_LAST = "(SELECT j.{0} FROM journal j ORDER BY j.n DESC LIMIT 1)"


def journal() -> Iterator[Refusal]:
    """Every rule of the journal and its head."""
    hashed, n = f"coalesce({_LAST.format('hash')}, '')", f"coalesce({_LAST.format('n')}, 0)"
    yield once("journal", "uuid = NEW.uuid")
    yield Refusal(
        "journal",
        "INSERT",
        f"NEW.previous <> {hashed} OR NEW.n <> {n} + 1",
        "a journal entry continues the chain of the entries before it",
    )
    yield never("journal", "UPDATE", "a journal entry is never changed")
    yield never("journal", "DELETE", "a journal entry is never deleted")
    yield Refusal(
        "journal_head",
        "UPDATE",
        f"NEW.hash <> {hashed} OR NEW.n <> {n}",
        "the head of the journal names its last entry",
    )
    yield once("journal_head", "id = 1")
    yield never("journal_head", "DELETE", "the head of the journal is never deleted")
