"""What holds for links between tickets: no circles, and a merged ticket stays with its original."""

from __future__ import annotations

from collections.abc import Iterator

from desk_gui.domain.ticket import ORDERED, Relation
from desk_gui.storage.refusals.making import Refusal, never, once
from desk_gui.storage.types import sql_words

_ABOVE = (
    "(WITH RECURSIVE above(id) AS (SELECT NEW.other_id UNION SELECT l.other_id FROM link l"
    " JOIN above ON l.ticket_id = above.id WHERE l.relation = NEW.relation)"
    " SELECT id FROM above)"
)


def links() -> Iterator[Refusal]:
    """Every rule of links."""
    yield once(
        "link",
        "ticket_id = NEW.ticket_id AND o.other_id = NEW.other_id AND o.relation = NEW.relation",
    )
    ordered = sql_words(Relation, *sorted(ORDERED))
    yield Refusal(
        "link",
        "INSERT",
        f"NEW.relation IN ({ordered}) AND NEW.ticket_id IN {_ABOVE}",
        "links do not run in a circle: no ticket is its own parent, cause or original",
    )
    yield Refusal(
        "link",
        "INSERT",
        "NEW.relation = 'duplicate_of' AND EXISTS (SELECT 1 FROM link o"
        " WHERE o.ticket_id = NEW.ticket_id AND o.relation = 'duplicate_of')",
        "a ticket is a duplicate of one other ticket only",
    )
    yield Refusal(
        "link",
        "INSERT",
        "NEW.relation = 'related' AND EXISTS (SELECT 1 FROM link o WHERE o.relation = 'related'"
        " AND o.ticket_id = NEW.other_id AND o.other_id = NEW.ticket_id)",
        "these tickets are linked as related already",
    )
    yield never("link", "UPDATE", "a link stays as it was made; take it away and make another")
    yield Refusal(
        "link",
        "DELETE",
        "OLD.relation = 'duplicate_of' AND EXISTS (SELECT 1 FROM ticket t"
        " WHERE t.id = OLD.ticket_id AND t.status = 'cancelled' AND t.cancel_reason = 'duplicate')",
        "a merged ticket stays linked to the one it was merged into; take it out of that one first",
    )
