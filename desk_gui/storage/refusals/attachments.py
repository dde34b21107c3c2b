"""What holds for attachments and the content they name."""

from __future__ import annotations

from collections.abc import Iterator

from desk_gui.storage.refusals.making import Refusal, kept, never, once

_STORED = "(SELECT sum(length(p.content)) FROM stored_part p WHERE p.sha256 = NEW.sha256)"
_SIZE = "(SELECT f.size FROM stored_file f WHERE f.sha256 = NEW.sha256)"
_KEPT = ("id", "ticket_id", "comment_id", "sha256", "name", "media_type", "account_id", "at")


def contents() -> Iterator[Refusal]:
    """Content is written once, and never changed or deleted."""
    for table, key in (
        ("stored_file", "sha256 = NEW.sha256"),
        ("stored_part", "sha256 = NEW.sha256 AND o.n = NEW.n"),
    ):
        yield once(table, key)
        yield never(table, "UPDATE", "the content of a file never changes; attach another")
        yield never(table, "DELETE", "the content of a file is never deleted")
    yield Refusal(
        "stored_part",
        "INSERT",
        "EXISTS (SELECT 1 FROM attachment a WHERE a.sha256 = NEW.sha256)"
        " OR EXISTS (SELECT 1 FROM article_file f WHERE f.sha256 = NEW.sha256)",
        "the content of a file that is attached never grows",
    )


def whole_content(table: str) -> Refusal:
    """What names a content in this table comes after the whole of it."""
    return Refusal(
        table,
        "INSERT",
        f"coalesce({_STORED}, 0) <> coalesce({_SIZE}, -1)",
        "a file is attached once its whole content is stored",
    )


def attachments() -> Iterator[Refusal]:
    """An attachment names whole content and stays as it is; it is at most removed."""
    yield once("attachment", "id = NEW.id")
    yield whole_content("attachment")
    yield Refusal(
        "attachment",
        "INSERT",
        "NEW.comment_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM comment c"
        " WHERE c.id = NEW.comment_id AND c.ticket_id = NEW.ticket_id)",
        "an attachment belongs to a comment of its own ticket",
    )
    yield Refusal(
        "attachment",
        "INSERT",
        "NEW.removed_at IS NOT NULL",
        "an attachment is there before it is removed",
    )
    sentence = "an attachment stays as it was added; it can only be removed and put back"
    yield kept("attachment", _KEPT, sentence)
    yield never("attachment", "DELETE", "an attachment is never deleted; remove it instead")
