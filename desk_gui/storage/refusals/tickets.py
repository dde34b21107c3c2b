"""What no ticket may do, from the tables of both workflows."""

from __future__ import annotations

from collections.abc import Iterator

from desk_gui.domain.ticket import KEEPS_ITS_REQUESTER, no_such_move
from desk_gui.domain.workflow import WORKFLOWS, Guard, Kind, Status, Workflow
from desk_gui.storage.refusals.making import Refusal, never, next_version, once
from desk_gui.storage.refusals.undone import UNDOES
from desk_gui.storage.requests_sql import LACKING, ordered_edition
from desk_gui.storage.types import sql_words

_ENTRY = (
    "EXISTS (SELECT 1 FROM journal e WHERE e.subject = 'ticket' AND e.subject_id = NEW.id"
    " AND e.version = NEW.version{more})"
)


_AS_IT_SAYS = (
    " AND e.kind = NEW.kind AND e.status = NEW.status"
    " AND e.old_kind = OLD.kind AND e.old_status = OLD.status"
)
"""The entry tells the change that is made."""


_RECLASSIFIED = _ENTRY.format(more=" AND e.action = 'reclassified' AND length(e.reason) > 0")


_MATRIX = (
    "(SELECT m.priority FROM priority_matrix m"
    " WHERE m.impact = NEW.impact AND m.urgency = NEW.urgency)"
)


_PRIORITY_TOUCHED = (
    "(NEW.kind <> OLD.kind OR NEW.priority <> OLD.priority"
    " OR NEW.impact IS DISTINCT FROM OLD.impact OR NEW.urgency IS DISTINCT FROM OLD.urgency"
    " OR NEW.override_reason IS DISTINCT FROM OLD.override_reason)"
)


_NOT_COMPUTED = (
    "NEW.kind = 'incident' AND NEW.override_reason IS NULL AND NEW.source IS NULL"
    f" AND NEW.priority IS DISTINCT FROM {_MATRIX}"
)


_COMPUTED = "an incident's priority comes from impact and urgency; override it with a reason"


_NOT_FROM_ITEM = (
    "NEW.kind = 'request' AND NEW.source IS NULL AND NEW.priority IS DISTINCT FROM"
    " (SELECT i.priority FROM catalog_item i WHERE i.id = NEW.item_id)"
)


_FROM_ITEM = "a request takes its priority from its catalog item"


_EDITION = ordered_edition("NEW.id", "NEW.item_id")


_LACKS_APPROVALS = (
    f"EXISTS (SELECT 1 FROM approval_step s WHERE s.edition_id = {_EDITION} AND {LACKING})"
)


_OPEN_TASKS = (
    "(EXISTS (SELECT 1 FROM task t WHERE t.ticket_id = NEW.id AND t.mandatory = 1"
    " AND (t.status = 'open' OR t.status = 'void' AND NOT EXISTS (SELECT 1 FROM journal e"
    " WHERE e.subject = 'ticket' AND e.subject_id = NEW.id AND e.action = 'reclassified')))"
    " OR NEW.source IS NULL AND (SELECT count(*) FROM task t WHERE t.ticket_id = NEW.id"
    " AND t.mandatory = 1 AND t.status = 'done') < coalesce((SELECT e.mandatory_tasks"
    f" FROM catalog_edition e WHERE e.id = {_EDITION}), 0))"
)
"""Tasks of a request that can still be fulfilled are void only after it was an incident; those
that its catalog item makes are all there."""


def _becomes(status: Status) -> str:
    return f"NEW.status = '{status.value}' AND OLD.status <> '{status.value}'"


_GUARDS = {
    Guard.QUORUM: (
        _LACKS_APPROVALS,
        "a request is approved only with the approvals its catalog item asks for",
    ),
    Guard.NO_APPROVAL_ASKED: (
        _LACKS_APPROVALS,
        "a request is approved only with the approvals its catalog item asks for",
    ),
    Guard.APPROVAL_ASKED: (
        f"NOT EXISTS (SELECT 1 FROM approval_step s WHERE s.edition_id = {_EDITION})",
        "a request awaits approval only when its catalog item asks for one",
    ),
    Guard.MANDATORY_TASKS_DONE: (
        _OPEN_TASKS,
        "a request is fulfilled only when every mandatory task is done",
    ),
}


def tickets() -> Iterator[Refusal]:
    """Every rule of the ticket table."""
    first = ", ".join(f"'{flow.first.value}'" for flow in WORKFLOWS.values())
    yield Refusal(
        "ticket",
        "INSERT",
        f"NEW.source IS NULL AND (NEW.status NOT IN ({first}) OR NEW.version <> 1)",
        "a ticket starts as new, with version 1; only an import brings a later status",
    )
    yield Refusal("ticket", "INSERT", _NOT_COMPUTED, _COMPUTED)
    yield Refusal("ticket", "INSERT", _NOT_FROM_ITEM, _FROM_ITEM)
    yield Refusal(
        "ticket",
        "INSERT",
        "NEW.kind = 'request' AND NEW.source IS NULL AND NOT EXISTS (SELECT 1 FROM catalog_item i"
        " WHERE i.id = NEW.item_id AND i.edition > 0)",
        "a catalog item can be ordered once it has an edition",
    )
    yield once("ticket", "id = NEW.id")
    yield once("ticket", "source = NEW.source AND o.foreign_number = NEW.foreign_number")
    yield next_version("ticket")
    yield from _kept()
    yield from _kind_changes()
    yield from (refusal for kind in Kind for refusal in _other_transitions(WORKFLOWS[kind]))
    yield from _guards()
    yield from _merging()
    touched = f"{_PRIORITY_TOUCHED} AND NOT {UNDOES}"
    yield Refusal("ticket", "UPDATE", f"{_NOT_COMPUTED} AND {touched}", _COMPUTED)
    yield Refusal("ticket", "UPDATE", f"{_NOT_FROM_ITEM} AND {touched}", _FROM_ITEM)
    yield from _planned()
    yield Refusal(
        "ticket",
        "UPDATE",
        "NOT " + _ENTRY.format(more=_AS_IT_SAYS),
        "a ticket changes only together with its journal entry",
    )
    yield never("ticket", "DELETE", "a ticket is never deleted; cancel it instead")


def _planned() -> Iterator[Refusal]:
    """Whatever brings a request to a status, an undo too: it was ordered, and it is approved."""
    request = "NEW.kind = 'request' AND NEW.source IS NULL"
    yield Refusal(
        "ticket",
        "UPDATE",
        f"{request} AND OLD.status = 'new' AND NEW.status IN ('awaiting_approval', 'approved')"
        " AND NOT EXISTS (SELECT 1 FROM catalog_order o WHERE o.ticket_id = NEW.id)",
        "a request goes on once its order names the edition of its catalog item",
    )
    yield Refusal(
        "ticket",
        "UPDATE",
        f"{request} AND (NEW.status <> OLD.status OR NEW.kind <> OLD.kind)"
        " AND NEW.status NOT IN ('new', 'awaiting_approval', 'rejected', 'cancelled')"
        f" AND {_LACKS_APPROVALS}",
        _GUARDS[Guard.QUORUM][1],
    )
    yield Refusal(
        "ticket",
        "UPDATE",
        "NEW.kind = 'request' AND OLD.kind = 'request'"
        " AND NEW.requester_id IS DISTINCT FROM OLD.requester_id AND EXISTS"
        " (SELECT 1 FROM approval a WHERE a.ticket_id = NEW.id AND a.decision = 'approved')",
        KEEPS_ITS_REQUESTER,
    )


def _merging() -> Iterator[Refusal]:
    """A ticket is merged by cancelling it as a duplicate of the one that stays."""
    merged = f"{_becomes(Status.CANCELLED)} AND NEW.cancel_reason = 'duplicate'"
    yield Refusal(
        "ticket",
        "UPDATE",
        f"{merged} AND NOT EXISTS (SELECT 1 FROM link l JOIN ticket o ON o.id = l.other_id"
        " WHERE l.ticket_id = NEW.id AND l.relation = 'duplicate_of'"
        " AND o.kind = NEW.kind AND o.is_open = 1)",
        "a duplicate is cancelled only once it is linked to the ticket that stays,"
        " which is open and of the same kind",
    )
    yield Refusal(
        "ticket",
        "UPDATE",
        f"{merged} AND OLD.major IN ('proposed', 'declared')",
        "a major incident is not merged into another ticket; merge the other one into it",
    )


def _kept() -> Iterator[Refusal]:
    """What a ticket keeps for life."""
    for changed, sentence in (
        ("NEW.id <> OLD.id", "a ticket keeps its number"),
        (
            "NEW.source IS DISTINCT FROM OLD.source"
            " OR NEW.foreign_number IS DISTINCT FROM OLD.foreign_number",
            "a ticket keeps the source it came from",
        ),
        (
            "NEW.opened_at <> OLD.opened_at OR NEW.opened_by_id IS DISTINCT FROM OLD.opened_by_id",
            "a ticket keeps who opened it and when",
        ),
        (
            "NEW.kind = 'request' AND OLD.kind = 'request'"
            " AND NEW.item_id IS DISTINCT FROM OLD.item_id",
            "a request keeps its catalog item; open another request instead",
        ),
    ):
        yield Refusal("ticket", "UPDATE", changed, sentence)


def _other_transitions(flow: Workflow) -> Iterator[Refusal]:
    """One refusal for each status: every move that the kind's workflow does not have."""
    for status in flow.statuses:
        allowed = [step.target for step in flow.leaving(status)]
        among = f" AND NEW.status NOT IN ({sql_words(Status, *allowed)})" if allowed else ""
        sentence = no_such_move(flow.kind, status, status).replace(
            f" and cannot become {status.value.replace('_', ' ')};", ":"
        )
        yield Refusal(
            "ticket",
            "UPDATE",
            f"NEW.kind = '{flow.kind.value}' AND OLD.kind = NEW.kind"
            f" AND OLD.status = '{status.value}' AND NEW.status <> OLD.status{among}"
            f" AND NOT {UNDOES}",
            sentence,
        )


def _guards() -> Iterator[Refusal]:
    """The guards of both workflows that need a look at other rows."""
    seen = set()
    for flow in WORKFLOWS.values():
        for step in flow.transitions:
            if step.guard in _GUARDS and (flow.kind, step.target, step.guard) not in seen:
                seen.add((flow.kind, step.target, step.guard))
                lacks, sentence = _GUARDS[step.guard]
                condition = (
                    f"NEW.kind = '{flow.kind.value}' AND {_becomes(step.target)} AND {lacks}"
                )
                yield Refusal("ticket", "UPDATE", condition, sentence)


def _kind_changes() -> Iterator[Refusal]:
    """A ticket changes its kind by reclassifying, or by undoing that, and in no other way."""
    changed = "NEW.kind <> OLD.kind"
    ended = [s for flow in WORKFLOWS.values() for s in (*flow.final, flow.resolved)]
    yield Refusal(
        "ticket",
        "UPDATE",
        f"{changed} AND OLD.status IN ({sql_words(Status, *sorted(set(ended)))})",
        "a ticket that is resolved, fulfilled or final keeps its kind; split it instead",
    )
    yield Refusal(
        "ticket",
        "UPDATE",
        f"{changed} AND NOT {_RECLASSIFIED} AND NOT {UNDOES}",
        "a ticket changes its kind only by reclassifying, which records the reason",
    )
    yield Refusal(
        "ticket",
        "UPDATE",
        f"{changed} AND NOT {UNDOES} AND NEW.status <> CASE WHEN NEW.kind = 'incident'"
        " AND NEW.assignee_id IS NOT NULL THEN 'assigned' ELSE 'new' END",
        "a reclassified ticket starts its new workflow: new, or assigned if it has an assignee",
    )
    yield Refusal(
        "ticket",
        "UPDATE",
        f"{changed} AND NEW.kind = 'incident' AND (EXISTS (SELECT 1 FROM approval a"
        " WHERE a.ticket_id = NEW.id AND a.decision <> 'void') OR EXISTS (SELECT 1 FROM task t"
        " WHERE t.ticket_id = NEW.id AND t.status <> 'void'))",
        "approvals and tasks of a request are void before it becomes an incident",
    )
