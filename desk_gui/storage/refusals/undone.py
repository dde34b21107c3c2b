"""Whether the change of a ticket takes back an earlier one."""

from __future__ import annotations

_BETWEEN = (
    "{x}.subject = 'ticket' AND {x}.subject_id = NEW.id"
    " AND {x}.version > {after}.version AND {x}.version < NEW.version"
)
_TURNS = "{y}.undoes = {x}.uuid AND {y}.status = {x}.old_status AND {y}.old_status = {x}.status"
_DONE_AGAIN = (
    f"EXISTS (SELECT 1 FROM journal z WHERE {_TURNS.format(y='z', x='{y}')}"
    f" AND {_BETWEEN.format(x='z', after='{y}')})"
)
_TAKEN_BACK = (
    f"EXISTS (SELECT 1 FROM journal y WHERE {_TURNS.format(y='y', x='x')}"
    f" AND {_BETWEEN.format(x='y', after='x')} AND NOT {_DONE_AGAIN.format(y='y')})"
)
_LAST = (
    f"NOT EXISTS (SELECT 1 FROM journal x WHERE {_BETWEEN.format(x='x', after='u')}"
    f" AND (x.undoes = u.uuid AND NOT {_DONE_AGAIN.format(y='x')}"
    f" OR x.undoes IS NULL AND NOT {_TAKEN_BACK}))"
)
"""All that followed it was taken back already, and itself it was not, or it was done again."""
UNDOES = (
    "EXISTS (SELECT 1 FROM journal e JOIN journal u ON u.uuid = e.undoes"
    " WHERE e.subject = 'ticket' AND e.subject_id = NEW.id AND e.version = NEW.version"
    " AND u.subject = 'ticket' AND u.subject_id = NEW.id"
    " AND u.kind = OLD.kind AND u.old_kind = NEW.kind AND u.old_status = NEW.status"
    f" AND (u.status = OLD.status AND {_LAST}"
    " OR u.version = OLD.version - 1 AND u.action = 'reclassified' AND u.kind = 'request'"
    " AND OLD.status IN ('awaiting_approval', 'approved')))"
)
"""The entry takes back the ticket's last change that still stands, or a reclassification and the
step a request takes by itself after it."""
