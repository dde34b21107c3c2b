"""Triggers that hold the rules against any client, generated from the domain's tables.

One list of refusals serves both databases: a condition in SQL that both understand, and the
sentence a person reads. Full-text indexes are kept by triggers too, see `search.py`.
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
_NOT_COMPUTED = (
    "NEW.kind = 'incident' AND NEW.override_reason IS NULL AND NEW.source IS NULL"
    f" AND NEW.priority IS DISTINCT FROM {_MATRIX}"
)
_COMPUTED = "an incident's priority comes from impact and urgency; override it with a reason"
_ITEM_APPROVALS = "coalesce((SELECT i.approvals FROM catalog_item i WHERE i.id = NEW.item_id), 0)"
_APPROVED = (
    "(SELECT count(*) FROM approval a WHERE a.ticket_id = NEW.id AND a.decision = 'approved')"
)
_OPEN_TASKS = (
    "EXISTS (SELECT 1 FROM task t WHERE t.ticket_id = NEW.id AND t.mandatory = 1"
    " AND t.status = 'open')"
)


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
            "NEW.decision = 'approved' AND (NEW.account_id IS NULL OR NOT EXISTS"
            " (SELECT 1 FROM account a JOIN ticket t ON t.id = NEW.ticket_id"
            f" WHERE a.id = NEW.account_id AND a.role IN ({supervisors})"
            " AND t.opened_by_id IS DISTINCT FROM a.id))",
            "an approval is given by a supervisor who did not raise the request",
        )
    yield _never("approval", "DELETE", "an approval is never deleted")


def _next_version(table: str) -> Refusal:
    return Refusal(
        table,
        "UPDATE",
        "NEW.version <> OLD.version + 1",
        f"the {table} was changed meanwhile: an update carries the stored version plus one",
    )


def _never(table: str, event: str, sentence: str) -> Refusal:
    return Refusal(table, event, "1 = 1", sentence)


def refusals() -> list[Refusal]:
    """Every rule that needs a trigger, in the order in which they are looked at."""
    first = ", ".join(f"'{flow.first.value}'" for flow in WORKFLOWS.values())
    return [
        Refusal(
            "ticket",
            "INSERT",
            f"NEW.source IS NULL AND (NEW.status NOT IN ({first}) OR NEW.version <> 1)",
            "a ticket starts as new, with version 1; only an import brings a later status",
        ),
        Refusal("ticket", "INSERT", _NOT_COMPUTED, _COMPUTED),
        _next_version("ticket"),
        Refusal("ticket", "UPDATE", "NEW.id <> OLD.id", "a ticket keeps its number"),
        Refusal(
            "ticket",
            "UPDATE",
            "NEW.source IS DISTINCT FROM OLD.source",
            "a ticket keeps the source it came from",
        ),
        *_kind_changes(),
        *(refusal for kind in Kind for refusal in _other_transitions(WORKFLOWS[kind])),
        *_guards(),
        Refusal("ticket", "UPDATE", _NOT_COMPUTED, _COMPUTED),
        Refusal(
            "ticket",
            "UPDATE",
            "NOT " + _ENTRY.format(more=""),
            "a ticket changes only together with its journal entry",
        ),
        _never("ticket", "DELETE", "a ticket is never deleted; cancel it instead"),
        _never("comment", "UPDATE", "a comment stays as it was written; add another"),
        _never("comment", "DELETE", "a comment stays as it was written; add another"),
        *_approvals(),
        _never("journal", "UPDATE", "a journal entry is never changed"),
        _never("journal", "DELETE", "a journal entry is never deleted"),
        Refusal(
            "journal",
            "INSERT",
            "NEW.previous <> coalesce((SELECT j.hash FROM journal j ORDER BY j.n DESC LIMIT 1), '')"
            " OR NEW.n <> coalesce((SELECT j.n FROM journal j ORDER BY j.n DESC LIMIT 1), 0) + 1",
            "a journal entry continues the chain of the entries before it",
        ),
        _next_version("article"),
        *_article_steps(),
        _never("article", "DELETE", "an article is never deleted; retire it instead"),
        _never("article_edition", "DELETE", "an edition of an article is never deleted"),
    ]


def _groups() -> dict[tuple[str, str], list[Refusal]]:
    groups: dict[tuple[str, str], list[Refusal]] = {}
    for refusal in refusals():
        groups.setdefault((refusal.table, refusal.event), []).append(refusal)
    return groups


def _quoted(sentence: str) -> str:
    return "'" + sentence.replace("'", "''") + "'"


def sqlite_triggers() -> list[str]:
    """The statements that make the triggers in SQLite; each first removes its predecessor."""
    statements = []
    for (table, event), group in _groups().items():
        name = f"rules_{table}_{event.lower()}"
        cases = " ".join(
            f"WHEN {r.condition} THEN RAISE(ABORT, {_quoted(r.sentence)})" for r in group
        )
        statements += [
            f"DROP TRIGGER IF EXISTS {name}",
            f"CREATE TRIGGER {name} BEFORE {event} ON {table} BEGIN SELECT CASE {cases} END; END",
        ]
    return statements


def postgresql_triggers() -> list[str]:
    """The statements that make the triggers in PostgreSQL; SQLSTATE HD001 marks a rule."""
    statements = []
    for (table, event), group in _groups().items():
        name = f"rules_{table}_{event.lower()}"
        row = "OLD" if event == "DELETE" else "NEW"
        checks = " ".join(
            f"IF ({r.condition}) THEN RAISE EXCEPTION USING ERRCODE = 'HD001',"
            f" MESSAGE = {_quoted(r.sentence)}; END IF;"
            for r in group
        )
        statements += [
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS"
            f" $rules$ BEGIN {checks} RETURN {row}; END $rules$",
            f"DROP TRIGGER IF EXISTS {name} ON {table}",
            f"CREATE TRIGGER {name} BEFORE {event} ON {table}"
            f" FOR EACH ROW EXECUTE FUNCTION {name}()",
        ]
    return statements
