"""What the database refuses, whoever asks: a condition and its sentence, from the domain's tables.

One list serves both databases: the conditions are SQL that both understand.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from desk_gui.domain.accounts import Role
from desk_gui.domain.knowledge import ARTICLE_STEPS, ArticleStatus
from desk_gui.domain.ticket import no_such_move
from desk_gui.domain.workflow import WORKFLOWS, Guard, Kind, Status, Workflow
from desk_gui.storage.types import sql_words


@dataclass(frozen=True)
class Refusal:
    """Refuse a change of `table` when `condition` (over NEW and OLD) holds."""

    table: str
    event: str
    condition: str
    sentence: str


_ENTRY = (
    "EXISTS (SELECT 1 FROM journal e WHERE e.subject = 'ticket' AND e.subject_id = NEW.id"
    " AND e.version = NEW.version{more})"
)
_UNDOES = (
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
_ITEM_APPROVALS = "coalesce((SELECT i.approvals FROM catalog_item i WHERE i.id = NEW.item_id), 0)"
_APPROVED = (
    "(SELECT count(*) FROM approval a WHERE a.ticket_id = NEW.id AND a.decision = 'approved')"
)
_OPEN_TASKS = (
    "EXISTS (SELECT 1 FROM task t WHERE t.ticket_id = NEW.id AND t.mandatory = 1"
    " AND (t.status = 'open' OR t.status = 'void' AND NOT EXISTS (SELECT 1 FROM journal e"
    " WHERE e.subject = 'ticket' AND e.subject_id = NEW.id AND e.action = 'reclassified')))"
)
"""Tasks of a request that can still be fulfilled are void only after it was an incident."""


def _becomes(status: Status) -> str:
    return f"NEW.status = '{status.value}' AND OLD.status <> '{status.value}'"


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
            f" AND NOT {_UNDOES}",
            sentence,
        )


_GUARDS = {
    Guard.QUORUM: (
        f"{_APPROVED} < {_ITEM_APPROVALS}",
        "a request is approved only with the approvals its catalog item asks for",
    ),
    Guard.NO_APPROVAL_ASKED: (
        f"{_APPROVED} < {_ITEM_APPROVALS}",
        "a request is approved only with the approvals its catalog item asks for",
    ),
    Guard.APPROVAL_ASKED: (
        f"{_ITEM_APPROVALS} = 0",
        "a request awaits approval only when its catalog item asks for one",
    ),
    Guard.MANDATORY_TASKS_DONE: (
        _OPEN_TASKS,
        "a request is fulfilled only when every mandatory task is done",
    ),
    Guard.REVIEWED: (
        "NEW.major IN ('proposed', 'declared')",
        "a major incident is closed only once it is stood down and reviewed",
    ),
}


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
        f"{changed} AND NOT {_RECLASSIFIED} AND NOT {_UNDOES}",
        "a ticket changes its kind only by reclassifying, which records the reason",
    )
    yield Refusal(
        "ticket",
        "UPDATE",
        f"{changed} AND NOT {_UNDOES} AND NEW.status <> CASE WHEN NEW.kind = 'incident'"
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


def _article_steps() -> Iterator[Refusal]:
    for status in ArticleStatus:
        allowed = [target for source, target in ARTICLE_STEPS if source is status]
        ways = " or ".join(target.value.replace("_", " ") for target in allowed)
        yield Refusal(
            "article",
            "UPDATE",
            f"OLD.status = '{status.value}' AND NEW.status <> OLD.status"
            f" AND NEW.status NOT IN ({sql_words(ArticleStatus, *allowed)})",
            f"an article that is {status.value.replace('_', ' ')} can become only {ways}",
        )


def _approvals() -> Iterator[Refusal]:
    """An approval counts only from a supervisor who did not raise the request himself."""
    supervisors = sql_words(Role, *(role for role in Role if role.rank >= Role.SUPERVISOR.rank))
    for event in ("INSERT", "UPDATE"):
        yield Refusal(
            "approval",
            event,
            "NEW.decision IN ('approved', 'rejected') AND (NEW.account_id IS NULL OR NOT EXISTS"
            " (SELECT 1 FROM account a JOIN ticket t ON t.id = NEW.ticket_id"
            " LEFT JOIN contact c ON c.id = t.requester_id"
            f" WHERE a.id = NEW.account_id AND a.role IN ({supervisors}) AND a.active = 1"
            " AND t.opened_by_id IS DISTINCT FROM a.id"
            " AND (c.email IS NULL OR a.email = '' OR lower(c.email) <> lower(a.email))))",
            "an approval is decided by an active supervisor who did not raise the request",
        )
    yield _for_requests_only("approval", "an incident has no approval")
    yield _once("approval", "id = NEW.id")
    yield Refusal(
        "approval",
        "UPDATE",
        "NEW.id <> OLD.id OR NEW.ticket_id <> OLD.ticket_id",
        "an approval stays with its request",
    )
    yield _never("approval", "DELETE", "an approval is never deleted")


def _tasks() -> Iterator[Refusal]:
    yield _for_requests_only("task", "an incident has no fulfilment task")
    yield _once("task", "id = NEW.id")
    yield Refusal(
        "task",
        "UPDATE",
        "NEW.id <> OLD.id OR NEW.ticket_id <> OLD.ticket_id OR NEW.position <> OLD.position"
        " OR NEW.title <> OLD.title OR NEW.mandatory <> OLD.mandatory",
        "a fulfilment task stays as its catalog item made it",
    )
    ending = "OLD.status = 'open' AND NEW.status IN ('done', 'skipped')"
    yield Refusal(
        "task",
        "UPDATE",
        f"{ending} AND NOT EXISTS (SELECT 1 FROM ticket t WHERE t.id = NEW.ticket_id"
        " AND t.status = 'in_fulfilment')",
        "a fulfilment task is done while its request is in fulfilment",
    )
    yield Refusal(
        "task",
        "UPDATE",
        f"{ending} AND NEW.status = 'done' AND EXISTS (SELECT 1 FROM task t"
        " WHERE t.ticket_id = NEW.ticket_id AND t.mandatory = 1 AND t.status = 'open'"
        " AND t.position < NEW.position)",
        "mandatory fulfilment tasks are done in their order",
    )
    yield _never("task", "DELETE", "a fulfilment task is never deleted")


def _for_requests_only(table: str, sentence: str) -> Refusal:
    return Refusal(
        table,
        "INSERT",
        "EXISTS (SELECT 1 FROM ticket t WHERE t.id = NEW.ticket_id AND t.kind <> 'request')",
        sentence,
    )


def _once(table: str, same: str) -> Refusal:
    """SQLite's INSERT OR REPLACE would delete a row without its delete trigger."""
    return Refusal(
        table,
        "INSERT",
        f"EXISTS (SELECT 1 FROM {table} o WHERE o.{same})",
        f"this {table.replace('_', ' ')} is there already, and is never replaced",
    )


def _next_version(table: str) -> Refusal:
    return Refusal(
        table,
        "UPDATE",
        "NEW.version <> OLD.version + 1",
        f"the {table} was changed meanwhile: an update carries the stored version plus one",
    )


def _never(table: str, event: str, sentence: str) -> Refusal:
    return Refusal(table, event, "1 = 1", sentence)


def _tickets() -> Iterator[Refusal]:
    first = ", ".join(f"'{flow.first.value}'" for flow in WORKFLOWS.values())
    yield Refusal(
        "ticket",
        "INSERT",
        f"NEW.source IS NULL AND (NEW.status NOT IN ({first}) OR NEW.version <> 1)",
        "a ticket starts as new, with version 1; only an import brings a later status",
    )
    yield Refusal("ticket", "INSERT", _NOT_COMPUTED, _COMPUTED)
    yield Refusal("ticket", "INSERT", _NOT_FROM_ITEM, _FROM_ITEM)
    yield _once("ticket", "id = NEW.id")
    yield _once("ticket", "source = NEW.source AND o.foreign_number = NEW.foreign_number")
    yield _next_version("ticket")
    yield from _kept()
    yield from _kind_changes()
    yield from (refusal for kind in Kind for refusal in _other_transitions(WORKFLOWS[kind]))
    yield from _guards()
    yield Refusal(
        "ticket",
        "UPDATE",
        f"{_becomes(Status.CANCELLED)} AND NEW.cancel_reason = 'duplicate' AND NOT EXISTS"
        " (SELECT 1 FROM link l WHERE l.ticket_id = NEW.id AND l.relation = 'duplicate_of')",
        "a duplicate is cancelled only once it is linked to the ticket that stays",
    )
    touched = f"{_PRIORITY_TOUCHED} AND NOT {_UNDOES}"
    yield Refusal("ticket", "UPDATE", f"{_NOT_COMPUTED} AND {touched}", _COMPUTED)
    yield Refusal("ticket", "UPDATE", f"{_NOT_FROM_ITEM} AND {touched}", _FROM_ITEM)
    yield Refusal(
        "ticket",
        "UPDATE",
        "NOT " + _ENTRY.format(more=""),
        "a ticket changes only together with its journal entry",
    )
    yield _never("ticket", "DELETE", "a ticket is never deleted; cancel it instead")


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


_LAST = "(SELECT j.{0} FROM journal j ORDER BY j.n DESC LIMIT 1)"


def _journal() -> Iterator[Refusal]:
    hashed, n = f"coalesce({_LAST.format('hash')}, '')", f"coalesce({_LAST.format('n')}, 0)"
    yield _once("journal", "uuid = NEW.uuid")
    yield Refusal(
        "journal",
        "INSERT",
        f"NEW.previous <> {hashed} OR NEW.n <> {n} + 1",
        "a journal entry continues the chain of the entries before it",
    )
    yield _never("journal", "UPDATE", "a journal entry is never changed")
    yield _never("journal", "DELETE", "a journal entry is never deleted")
    yield Refusal(
        "journal_head",
        "UPDATE",
        f"NEW.hash <> {hashed} OR NEW.n <> {n}",
        "the head of the journal names its last entry",
    )
    yield _once("journal_head", "id = 1")
    yield _never("journal_head", "DELETE", "the head of the journal is never deleted")


def _articles() -> Iterator[Refusal]:
    yield _once("article", "id = NEW.id")
    yield _once("article", "source = NEW.source AND o.foreign_number = NEW.foreign_number")
    yield _next_version("article")
    yield from _article_steps()
    yield from _readings()
    yield _never("article", "DELETE", "an article is never deleted; retire it instead")
    yield _once("article_edition", "article_id = NEW.article_id AND o.edition = NEW.edition")
    yield Refusal(
        "article_edition",
        "UPDATE",
        "EXISTS (SELECT 1 FROM article a WHERE a.id = OLD.article_id"
        " AND (a.published_edition = OLD.edition OR a.edition > OLD.edition))",
        "an edition that was published stays as it was; write the next one",
    )
    yield _never("article_edition", "DELETE", "an edition of an article is never deleted")


def _readings() -> Iterator[Refusal]:
    """What readers see is what was reviewed."""
    for changed, sentence in (
        (
            "NEW.published_edition IS DISTINCT FROM OLD.published_edition"
            " AND NOT (NEW.status = 'retired' AND NEW.published_edition IS NULL)"
            " AND NOT (NEW.status = 'published' AND OLD.status = 'in_review'"
            " AND NEW.published_edition = NEW.edition)",
            "an edition of an article is shown to readers only by publishing it after a review",
        ),
        (
            "(NEW.title <> OLD.title OR NEW.text <> OLD.text)"
            " AND NOT (OLD.status = 'draft' AND NEW.status = 'draft')",
            "the words of an article are changed only while it is a draft",
        ),
        (
            "NEW.audience = 'public' AND OLD.audience = 'internal'"
            " AND (OLD.status <> 'draft' OR OLD.published_edition IS NOT NULL)",
            "a published internal article becomes public only once it was retired",
        ),
    ):
        yield Refusal("article", "UPDATE", changed, sentence)


def refusals() -> list[Refusal]:
    """Every rule that needs a trigger, in the order in which they are looked at."""
    comment = "a comment stays as it was written; add another"
    return [
        *_tickets(),
        _once("comment", "id = NEW.id"),
        _never("comment", "UPDATE", comment),
        _never("comment", "DELETE", comment),
        *_approvals(),
        *_tasks(),
        *_journal(),
        *_articles(),
    ]
