"""Who may follow a ticket, and that a notice stays what it was."""

from __future__ import annotations

from desk_gui.storage.refusals.making import Refusal


def collaboration() -> list[Refusal]:
    """A ticket is watched by those who may see it; of a notice only reading it is noted."""
    return [
        Refusal(
            "watcher",
            "INSERT",
            "EXISTS (SELECT 1 FROM account a WHERE a.id = NEW.account_id"
            " AND (a.active = 0 OR a.role = 'requester'))",
            "only who works at the desk can watch a ticket",
        ),
        Refusal(
            "watcher",
            "INSERT",
            "EXISTS (SELECT 1 FROM ticket t JOIN account a ON a.id = NEW.account_id"
            " WHERE t.id = NEW.ticket_id AND t.confidential = 1 AND a.role = 'agent'"
            " AND NOT EXISTS (SELECT 1 FROM team_member m"
            " WHERE m.account_id = a.id AND m.team_id = t.team_id))",
            "a confidential ticket is watched by its team and supervisors only",
        ),
        Refusal(
            "notice",
            "UPDATE",
            "NEW.account_id <> OLD.account_id OR NEW.what <> OLD.what"
            " OR (OLD.read_at IS NOT NULL AND NEW.text <> OLD.text)",
            "a notice stays with whom it was left, and a read one as it was",
        ),
    ]
