"""What holds for the catalog, for approvals and for fulfilment tasks."""

from __future__ import annotations

from collections.abc import Iterator

from desk_gui.storage.refusals.making import Refusal, kept, never, once
from desk_gui.storage.requests_sql import LACKING, may_decide, ordered_edition, step_before_lacks

_SAME = "edition_id = NEW.edition_id AND o.{0} = NEW.{0}"
_OF_AN_EDITION = {
    "approval_step": _SAME.format("step"),
    "approver": "id = NEW.id",
    "task_template": _SAME.format("position"),
    "task_template_after": f"{_SAME.format('position')} AND o.after_position = NEW.after_position",
}
"""What belongs to an edition, and by what two of its rows are the same."""
_IN_FORCE = (
    "EXISTS (SELECT 1 FROM catalog_edition c JOIN catalog_item i ON i.id = c.item_id"
    " WHERE c.id = NEW.edition_id AND i.edition >= c.edition)"
)
_TICKET = "(SELECT {0} FROM ticket t WHERE t.id = NEW.ticket_id)"
_TURN_OF_THE_REQUEST = (
    "EXISTS (SELECT 1 FROM journal e JOIN ticket t ON t.id = NEW.ticket_id"
    " WHERE e.subject = 'ticket' AND e.subject_id = t.id AND e.version = t.version + 1"
    " AND (e.kind <> e.old_kind OR e.status IN ('cancelled', 'rejected')"
    " OR e.undoes IS NOT NULL))"
)
"""The entry by which the request ends, or changes its kind, or by which that is taken back."""
_STEP_LACKS = (
    "EXISTS (SELECT 1 FROM approver r JOIN approval_step s ON s.edition_id = r.edition_id"
    f" AND s.step = r.step WHERE r.id = NEW.approver_id"
    f" AND {LACKING.replace('NEW.id', 'NEW.ticket_id')})"
)
_LACKS_A_PREDECESSOR = (
    "EXISTS (SELECT 1 FROM ticket t JOIN task_template m"
    f" ON m.edition_id = {ordered_edition('t.id', 't.item_id')}"
    " JOIN task_template_after f ON f.edition_id = m.edition_id AND f.position = m.position"
    " WHERE t.id = NEW.ticket_id AND t.source IS NULL AND m.position = NEW.position"
    " AND m.title = NEW.title AND NOT EXISTS (SELECT 1 FROM task b"
    " WHERE b.ticket_id = NEW.ticket_id AND b.position = f.after_position"
    " AND b.status IN ('done', 'skipped')))"
)
"""What the edition puts before this task was never made, or is open, or void."""
_DELEGATE = "'\"delegate\":\"' || d.login || '\"'"
_SINCE = "'\"since\":' || NEW.since || ','"
_UNTIL = "'\"until\":' || NEW.until || '}'"
"""As the journal writes them."""


def catalog() -> Iterator[Refusal]:
    """An edition is made whole, then put in force, and stays as it is for what was ordered."""
    yield once("catalog_item", "id = NEW.id OR o.name = NEW.name")
    yield Refusal(
        "catalog_item", "INSERT", "NEW.edition <> 0", "a catalog item begins without an edition"
    )
    yield Refusal(
        "catalog_item",
        "UPDATE",
        "NEW.id <> OLD.id OR NEW.edition <> OLD.edition AND (NEW.edition <> OLD.edition + 1"
        " OR NOT EXISTS (SELECT 1 FROM catalog_edition c"
        " WHERE c.item_id = NEW.id AND c.edition = NEW.edition))",
        "a catalog item goes on to its next edition",
    )
    yield Refusal(
        "catalog_item",
        "DELETE",
        "EXISTS (SELECT 1 FROM catalog_edition c WHERE c.item_id = OLD.id)",
        "a catalog item is never deleted; take it out of the catalog",
    )
    yield once("catalog_edition", "id = NEW.id")
    yield Refusal(
        "catalog_edition",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM catalog_item i"
        " WHERE i.id = NEW.item_id AND i.edition = NEW.edition - 1)",
        "an edition of a catalog item follows the one in force",
    )
    for table, same in _OF_AN_EDITION.items():
        words = table.replace("_", " ")
        sentence = f"the {words}s of an edition are those it was made with"
        yield once(table, same)
        yield Refusal(table, "INSERT", _IN_FORCE, sentence)
        yield never(table, "UPDATE", sentence)
        yield never(table, "DELETE", sentence)
    for event in ("UPDATE", "DELETE"):
        yield never("catalog_edition", event, "an edition of a catalog item stays as it was made")


def orders() -> Iterator[Refusal]:
    """What was ordered, with which edition, and what was answered."""
    yield once("catalog_order", "id = NEW.id")
    edition = ordered_edition("NULL", _TICKET.format("t.item_id"))
    yield Refusal(
        "catalog_order",
        "INSERT",
        f"NEW.edition_id IS DISTINCT FROM {edition}"
        f" OR {_TICKET.format('t.status')} IS DISTINCT FROM 'new'",
        "an order is made with the edition in force, when its request is new",
    )
    for event in ("UPDATE", "DELETE"):
        yield never("catalog_order", event, "an order stays as it was made")


def approvals() -> Iterator[Refusal]:
    """An approval counts only from who is entitled to it and did not raise the request."""
    yield from _asking()
    yield from _deciding()
    yield from _decided()
    yield from _standing_in()


def _asking() -> Iterator[Refusal]:
    """Whom an approval asks, and for how long, stays as it was."""
    edition = ordered_edition("NEW.ticket_id", _TICKET.format("t.item_id"))
    yield _for_requests_only("approval", "an incident has no approval")
    yield Refusal(
        "approval",
        "INSERT",
        "NEW.decision <> 'open' OR NEW.account_id IS NOT NULL OR NEW.decided_at IS NOT NULL"
        " OR NEW.delegate_id IS NOT NULL",
        "an approval is asked for before it is decided",
    )
    yield Refusal(
        "approval",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM approver r JOIN approval_step s"
        " ON s.edition_id = r.edition_id AND s.step = r.step"
        f" WHERE r.id = NEW.approver_id AND r.edition_id = {edition}"
        " AND NEW.expires_at IS NOT DISTINCT FROM NEW.asked_at + s.expire_s)"
        " OR EXISTS (SELECT 1 FROM approval q WHERE q.ticket_id = NEW.ticket_id"
        " AND q.approver_id = NEW.approver_id AND q.decision <> 'void')",
        "an approval asks an approver of what was ordered, once",
    )
    yield Refusal(
        "approval",
        "INSERT",
        "EXISTS (SELECT 1 FROM approver r WHERE r.id = NEW.approver_id"
        f" AND {step_before_lacks('r', 'NEW.ticket_id')})",
        "approvals are asked for step by step",
    )
    yield once("approval", "id = NEW.id")
    yield kept("approval", ("id", "ticket_id"), "an approval stays with its request")
    yield kept(
        "approval",
        ("approver_id", "asked_at", "expires_at"),
        "an approval asks whom it asked, for as long as it was asked",
    )
    yield never("approval", "DELETE", "an approval is never deleted")


def _deciding() -> Iterator[Refusal]:
    """What is decided is decided by who may, in turn, and written down."""
    decides = "OLD.decision = 'open' AND NEW.decision IN ('approved', 'rejected')"
    line = "SELECT 1 FROM approver r JOIN ticket t ON t.id = NEW.ticket_id"
    yield Refusal(
        "approval",
        "UPDATE",
        f"{decides} AND NOT EXISTS ({line} JOIN account a ON a.id = NEW.account_id"
        " WHERE r.id = NEW.approver_id AND t.status = 'awaiting_approval' AND "
        f"{may_decide('a', 'NEW', 'r', 't', 'NEW.decided_at')})",
        "an approval is decided by an active approver who did not raise the request",
    )
    yield Refusal(
        "approval",
        "UPDATE",
        f"{decides} AND EXISTS ({line} WHERE r.id = NEW.approver_id"
        f" AND {step_before_lacks('r', 'NEW.ticket_id')})",
        "approvals are given step by step",
    )
    yield Refusal(
        "approval",
        "UPDATE",
        f"{decides} AND NOT {_record('NEW.account_id', 'NEW.decided_at', 'decided')}",
        "an approval is decided together with its journal entry",
    )


def _decided() -> Iterator[Refusal]:
    """What was decided stands, as long as its request does."""
    stands = "a decision about an approval stands"
    yield Refusal(
        "approval",
        "UPDATE",
        "OLD.decision = 'rejected' AND NEW.decision <> OLD.decision"
        " OR OLD.decision = 'approved' AND NEW.decision NOT IN (OLD.decision, 'void')"
        " OR OLD.decision <> 'open' AND (NEW.account_id IS DISTINCT FROM OLD.account_id"
        " OR NEW.decided_at IS DISTINCT FROM OLD.decided_at"
        " OR NEW.reason IS DISTINCT FROM OLD.reason)"
        " OR NEW.decision IN ('open', 'void') AND OLD.decided_at IS NULL"
        " AND NEW.decided_at IS NOT NULL",
        stands,
    )
    yield Refusal(
        "approval",
        "UPDATE",
        "OLD.decision = 'void' AND NEW.decision <> CASE WHEN OLD.decided_at IS NULL"
        " THEN 'open' ELSE 'approved' END AND NEW.decision <> 'void'",
        stands,
    )
    yield Refusal(
        "approval",
        "UPDATE",
        "(OLD.decision = 'void' AND NEW.decision <> 'void' OR NEW.decision = 'void' AND"
        f" (OLD.decision = 'approved' OR OLD.decision = 'open' AND {_STEP_LACKS}))"
        f" AND NOT {_TURN_OF_THE_REQUEST}",
        "an approval is void, or counts again, only by what becomes of its request",
    )


def _standing_in() -> Iterator[Refusal]:
    """Who decides in somebody's place was named by a person, and it is written down."""
    yield Refusal(
        "approval",
        "UPDATE",
        "NEW.delegate_id IS DISTINCT FROM OLD.delegate_id AND NOT (OLD.decision = 'open' AND"
        " EXISTS (SELECT 1 FROM journal e JOIN account d ON d.id = NEW.delegate_id"
        " WHERE e.subject = 'ticket' AND e.subject_id = NEW.ticket_id AND e.action = 'delegated'"
        " AND e.reason = d.name))",
        "an approval is delegated together with its journal entry",
    )
    said = "replace(e.after, {0}, '') <> e.after"
    for event in ("INSERT", "UPDATE"):
        yield Refusal(
            "absence",
            event,
            "NOT EXISTS (SELECT 1 FROM journal e JOIN account d ON d.id = NEW.delegate_id"
            " WHERE e.subject = 'account' AND e.subject_id = NEW.account_id AND e.action = 'away'"
            f" AND {said.format(_DELEGATE)} AND {said.format(_UNTIL)} AND {said.format(_SINCE)})",
            "an absence is said together with its journal entry",
        )
        yield Refusal(
            "absence",
            event,
            "NOT EXISTS (SELECT 1 FROM account a WHERE a.id = NEW.delegate_id AND a.active = 1)",
            "who stands in for somebody can sign in",
        )
    yield Refusal(
        "absence",
        "DELETE",
        "NOT EXISTS (SELECT 1 FROM journal e WHERE e.subject = 'account'"
        " AND e.subject_id = OLD.account_id AND e.action = 'back' AND NOT EXISTS (SELECT 1"
        " FROM journal f WHERE f.subject = 'account' AND f.subject_id = OLD.account_id"
        " AND f.action = 'away' AND f.n > e.n))",
        "an absence ends together with its journal entry",
    )
    yield once("absence", "account_id = NEW.account_id")


def tasks() -> Iterator[Refusal]:
    """Every rule of fulfilment tasks."""
    yield from _making()
    yield from _doing()
    yield from _ending()
    yield from _again()
    yield never("task", "DELETE", "a fulfilment task is never deleted")
    yield once("task_after", "task_id = NEW.task_id AND o.after_id = NEW.after_id")
    yield Refusal(
        "task_after",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM task a JOIN task b ON b.ticket_id = a.ticket_id"
        " WHERE a.id = NEW.task_id AND b.id = NEW.after_id)",
        "a fulfilment task waits only for tasks of its own request",
    )
    yield Refusal(
        "task_after",
        "INSERT",
        "EXISTS (SELECT 1 FROM task a JOIN task b ON b.ticket_id = a.ticket_id"
        " JOIN ticket t ON t.id = a.ticket_id WHERE a.id = NEW.task_id AND b.id = NEW.after_id"
        " AND t.source IS NULL AND NOT EXISTS (SELECT 1 FROM task_template_after f"
        f" WHERE f.edition_id = {ordered_edition('t.id', 't.item_id')}"
        " AND f.position = a.position AND f.after_position = b.position))",
        "a fulfilment task waits for what its catalog item says",
    )
    for event in ("UPDATE", "DELETE"):
        yield never("task_after", event, "what a fulfilment task waits for stays as it is")


def _making() -> Iterator[Refusal]:
    """The tasks of a request are those of its edition, each once; an import brings its own."""
    made = "a fulfilment task is one that the catalog item of its request makes, once"
    edition = ordered_edition("t.id", "t.item_id")
    yield _for_requests_only("task", "an incident has no fulfilment task")
    yield once("task", "id = NEW.id")
    yield Refusal(
        "task",
        "INSERT",
        "EXISTS (SELECT 1 FROM ticket t WHERE t.id = NEW.ticket_id AND t.source IS NULL"
        " AND (t.status NOT IN ('approved', 'in_fulfilment') OR NEW.status <> 'open'"
        " OR NEW.started_at IS NOT NULL OR NEW.done_at IS NOT NULL"
        " OR NOT EXISTS (SELECT 1 FROM task_template m"
        f" WHERE m.edition_id = {edition} AND m.position = NEW.position"
        " AND m.title = NEW.title AND m.mandatory = NEW.mandatory"
        " AND m.checklist = NEW.checklist)"
        " OR EXISTS (SELECT 1 FROM task o WHERE o.ticket_id = NEW.ticket_id"
        " AND o.position = NEW.position AND o.status <> 'void')))",
        made,
    )
    yield kept(
        "task",
        ("id", "ticket_id", "position", "title", "mandatory"),
        "a fulfilment task stays as its catalog item made it",
    )
    unticked = "replace({0}.checklist, ', true]', ', false]')"
    yield Refusal(
        "task",
        "UPDATE",
        f"{unticked.format('NEW')} <> {unticked.format('OLD')}",
        "the checklist of a fulfilment task keeps its lines",
    )


def _doing() -> Iterator[Refusal]:
    """Tasks are done in their order, while their request is in fulfilment."""
    ending = "OLD.status = 'open' AND NEW.status IN ('done', 'skipped')"
    begins = "OLD.started_at IS NULL AND NEW.started_at IS NOT NULL"
    again = "OLD.status IN ('done', 'skipped') AND NEW.status IN ('open', 'done', 'skipped')"
    yield Refusal(
        "task",
        "UPDATE",
        f"({ending} OR {begins} OR {again} AND NEW.status <> OLD.status)"
        " AND NOT EXISTS (SELECT 1 FROM ticket t WHERE t.id = NEW.ticket_id"
        " AND t.status = 'in_fulfilment')",
        "a fulfilment task is done while its request is in fulfilment",
    )
    yield Refusal(
        "task",
        "UPDATE",
        f"({ending} AND NEW.status = 'done' OR {begins}) AND (EXISTS (SELECT 1 FROM task_after f"
        " JOIN task b ON b.id = f.after_id WHERE f.task_id = NEW.id AND b.status = 'open')"
        f" OR {_LACKS_A_PREDECESSOR})",
        "a blocked fulfilment task waits: tasks are done in their order",
    )


def _ending() -> Iterator[Refusal]:
    """Tasks are done whole, or skipped with a reason, by somebody who is written down."""
    ending = "OLD.status = 'open' AND NEW.status IN ('done', 'skipped')"
    yield Refusal(
        "task",
        "UPDATE",
        f"{ending} AND NEW.status = 'done'"
        " AND replace(NEW.checklist, ', false]', '') <> NEW.checklist",
        "a fulfilment task is done once its checklist is ticked off",
    )
    yield Refusal(
        "task",
        "UPDATE",
        "NEW.status = 'skipped' AND (NEW.mandatory = 1 OR trim(coalesce(NEW.reason, '')) = '')",
        "only an optional task is skipped, and with a reason",
    )
    yield Refusal(
        "task",
        "UPDATE",
        f"{ending} AND NOT {_record('NEW.done_by_id', 'NEW.done_at', 'did task', 'skipped task')}",
        "a fulfilment task ends together with its journal entry",
    )


def _again() -> Iterator[Refusal]:
    """What was done stays so, unless it is taken up again before anything was built on it."""
    again = "OLD.status IN ('done', 'skipped') AND NEW.status = 'open'"
    yield Refusal(
        "task",
        "UPDATE",
        "OLD.status = 'done' AND NEW.status = 'skipped' OR OLD.status = 'skipped'"
        " AND NEW.status = 'done' OR OLD.status <> 'open' AND NEW.status <> 'open'"
        " AND (NEW.done_by_id IS DISTINCT FROM OLD.done_by_id"
        " OR NEW.done_at IS DISTINCT FROM OLD.done_at"
        " OR NEW.reason IS DISTINCT FROM OLD.reason OR NEW.checklist <> OLD.checklist)"
        " OR NEW.status = 'open' AND NEW.done_at IS NOT NULL"
        " OR OLD.status = 'void' AND NEW.status = 'open' AND OLD.done_at IS NOT NULL"
        " OR OLD.status = 'void' AND NEW.status IN ('done', 'skipped') AND OLD.done_at IS NULL",
        "what was done about a fulfilment task stands",
    )
    yield Refusal(
        "task",
        "UPDATE",
        f"{again} AND EXISTS (SELECT 1 FROM task_after f JOIN task b ON b.id = f.task_id"
        " WHERE f.after_id = NEW.id AND (b.status = 'done'"
        " OR b.status = 'open' AND b.started_at IS NOT NULL))",
        "a fulfilment task is taken up again only before those that waited for it begin",
    )
    yield Refusal(
        "task",
        "UPDATE",
        f"{again} AND NOT EXISTS (SELECT 1 FROM journal e WHERE e.subject = 'ticket'"
        " AND e.subject_id = NEW.ticket_id AND e.action = 'reopened task'"
        " AND e.at >= OLD.done_at)",
        "a fulfilment task is taken up again together with its journal entry",
    )
    yield Refusal(
        "task",
        "UPDATE",
        f"(OLD.status = 'void') <> (NEW.status = 'void') AND NOT {_TURN_OF_THE_REQUEST}",
        "a fulfilment task is void, or counts again, only by what becomes of its request",
    )


def _record(who: str, at: str, *actions: str) -> str:
    """The journal holds who did it to this request, and when."""
    words = ", ".join(f"'{action}'" for action in actions)
    return (
        "EXISTS (SELECT 1 FROM journal e WHERE e.subject = 'ticket'"
        f" AND e.subject_id = NEW.ticket_id AND e.action IN ({words})"
        f" AND e.account_id = {who} AND e.at = {at})"
    )


def _for_requests_only(table: str, sentence: str) -> Refusal:
    return Refusal(
        table,
        "INSERT",
        "EXISTS (SELECT 1 FROM ticket t WHERE t.id = NEW.ticket_id AND t.kind <> 'request')",
        sentence,
    )
