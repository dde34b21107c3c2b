"""CHECK constraints, made from the domain's tables; each is named by the sentence it enforces.

PostgreSQL cuts names after 63 bytes, so every sentence is shorter than that.
"""

from __future__ import annotations

import json
from itertools import combinations

from desk_gui.domain.knowledge import ArticleStatus, Audience
from desk_gui.domain.major_incident import LONGEST_INTERVAL_S, SHORTEST_INTERVAL_S, Stake
from desk_gui.domain.priority import Level
from desk_gui.domain.ticket import MAX_TITLE, Major
from desk_gui.domain.workflow import (
    INCIDENT,
    REQUEST,
    CancelReason,
    HoldReason,
    Kind,
    ResolutionCode,
    Status,
    Workflow,
)
from desk_gui.storage.types import sql_words


def _statuses(flow: Workflow) -> str:
    return f"kind <> '{flow.kind.value}' OR status IN ({sql_words(Status, *flow.statuses)})"


TICKET_CHECKS: dict[str, str] = {
    "a ticket is an incident or a request": f"kind IN ({sql_words(Kind)})",
    "an incident has a status of the incident workflow": _statuses(INCIDENT),
    "a request has a status of the request workflow": _statuses(REQUEST),
    "a ticket has a title": f"length(title) BETWEEN 1 AND {MAX_TITLE}",
    "priority is a number from 1 to 5": "priority BETWEEN 1 AND 5",
    "an incident has no catalog item": "kind <> 'incident' OR item_id IS NULL",
    "a request has a catalog item": (
        "kind <> 'request' OR item_id IS NOT NULL OR source IS NOT NULL"
    ),
    "an incident has an impact and an urgency": (
        "kind <> 'incident' OR (impact IS NOT NULL AND urgency IS NOT NULL)"
    ),
    "a request has no impact, urgency or override": (
        "kind <> 'request' OR (impact IS NULL AND urgency IS NULL AND override_reason IS NULL)"
    ),
    "a request has no resolution code": "kind <> 'request' OR resolution_code IS NULL",
    "a request is never a major incident": "kind <> 'request' OR major = 'none'",
    "impact is high, medium or low": f"impact IN ({sql_words(Level)})",
    "urgency is high, medium or low": f"urgency IN ({sql_words(Level)})",
    "the major field has a known word": f"major IN ({sql_words(Major)})",
    "a resolved incident has its resolution code": (
        "kind <> 'incident' OR status NOT IN ('resolved', 'closed') OR resolution_code IS NOT NULL"
    ),
    "the resolution code is a known one": f"resolution_code IN ({sql_words(ResolutionCode)})",
    "a resolved ticket has its resolution instant": (
        "status NOT IN ('resolved', 'fulfilled', 'closed')"
        " OR resolved_at IS NOT NULL OR source IS NOT NULL"
    ),
    "a ticket in work has an assignee": (
        "status NOT IN ('in_progress', 'in_fulfilment') OR assignee_id IS NOT NULL"
    ),
    "an assigned ticket has a team or an assignee": (
        "status <> 'assigned' OR assignee_id IS NOT NULL OR team_id IS NOT NULL"
    ),
    "a ticket has a hold reason while it is on hold": (
        "(status = 'on_hold') = (hold_reason IS NOT NULL)"
    ),
    "the hold reason is a known one": f"hold_reason IN ({sql_words(HoldReason)})",
    "a cancelled ticket says why": "(status = 'cancelled') = (cancel_reason IS NOT NULL)",
    "the cancel reason is a known one": f"cancel_reason IN ({sql_words(CancelReason)})",
    "a rejected request says why": (
        "status <> 'rejected' OR (rejection_reason IS NOT NULL AND rejection_reason <> '')"
    ),
    "a closed ticket has its closing instant": "(status = 'closed') = (closed_at IS NOT NULL)",
    "satisfaction is a number from 1 to 5": "csat BETWEEN 1 AND 5",
}

_STAKES = (
    json.dumps(chosen, separators=(",", ":"))
    for many in range(len(Stake) + 1)
    for chosen in combinations([stake.value for stake in Stake], many)
)
MAJOR_CHECKS: dict[str, str] = {
    "the stakes of a major incident are known ones": (
        "stakes IN (" + ", ".join(f"'{stakes}'" for stakes in _STAKES) + ")"
    ),
    "updates come every five minutes to every day": (
        f"update_every_s BETWEEN {SHORTEST_INTERVAL_S} AND {LONGEST_INTERVAL_S}"
    ),
}

ARTICLE_CHECKS: dict[str, str] = {
    "an article has a known status": f"status IN ({sql_words(ArticleStatus)})",
    "an article is internal or public": f"audience IN ({sql_words(Audience)})",
    "an article has a title": f"length(title) BETWEEN 1 AND {MAX_TITLE}",
    "a published article has a published edition": (
        "status <> 'published' OR published_edition IS NOT NULL"
    ),
    "the reviewer of an article is not its author": (
        "status <> 'published' OR source IS NOT NULL OR (reviewer_id IS NOT NULL"
        " AND (author_id IS NULL OR reviewer_id <> author_id))"
    ),
}
