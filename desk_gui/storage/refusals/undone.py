"""Whether the change of a ticket takes back an earlier one."""

from __future__ import annotations

UNDOES = (
    "EXISTS (SELECT 1 FROM journal e JOIN journal u ON u.uuid = e.undoes"
    " WHERE e.subject = 'ticket' AND e.subject_id = NEW.id AND e.version = NEW.version"
    " AND u.subject = 'ticket' AND u.subject_id = NEW.id"
    " AND u.kind = OLD.kind AND u.old_kind = NEW.kind AND u.old_status = NEW.status"
    " AND (u.version = OLD.version AND u.status = OLD.status"
    " OR u.version = OLD.version - 1 AND u.action = 'reclassified' AND u.kind = 'request'"
    " AND OLD.status IN ('awaiting_approval', 'approved')))"
)
"""The entry takes back the ticket's last change, or a reclassification and the step a request
takes by itself after it."""
