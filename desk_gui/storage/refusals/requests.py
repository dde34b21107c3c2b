"""What holds for the catalog, for approvals and for fulfilment tasks."""

from __future__ import annotations

from collections.abc import Iterator

from desk_gui.storage.refusals.making import Refusal, kept, never, once
from desk_gui.storage.requests_sql import may_decide, ordered_edition, step_before_lacks

_IN_FORCE = (
    "EXISTS (SELECT 1 FROM catalog_edition c JOIN catalog_item i ON i.id = c.item_id"
    " WHERE c.id = NEW.edition_id AND i.edition >= c.edition)"
)
_TICKET = "(SELECT {0} FROM ticket t WHERE t.id = NEW.ticket_id)"


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
    for table in ("approval_step", "approver"):
        words = table.replace("_", " ")
        sentence = f"the {words}s of an edition are those it was made with"
        same = "edition_id = NEW.edition_id AND o.step = NEW.step"
        yield once(table, "id = NEW.id" if table == "approver" else same)
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
    decided = "NEW.decision IN ('approved', 'rejected')"
    line = "SELECT 1 FROM approver r JOIN ticket t ON t.id = NEW.ticket_id"
    for event in ("INSERT", "UPDATE"):
        yield Refusal(
            "approval",
            event,
            f"{decided} AND NOT EXISTS ({line} JOIN account a ON a.id = NEW.account_id"
            " WHERE r.id = NEW.approver_id AND "
            f"{may_decide('a', 'NEW', 'r', 't', 'NEW.decided_at')})",
            "an approval is decided by an active approver who did not raise the request",
        )
        yield Refusal(
            "approval",
            event,
            f"{decided} AND EXISTS ({line} WHERE r.id = NEW.approver_id"
            f" AND {step_before_lacks('r', 'NEW.ticket_id')})",
            "approvals are given step by step",
        )
    yield from _asking()


def _asking() -> Iterator[Refusal]:
    """Whom an approval asks, and for how long, stays as it was; so does what was decided."""
    edition = ordered_edition("NEW.ticket_id", _TICKET.format("t.item_id"))
    yield _for_requests_only("approval", "an incident has no approval")
    yield Refusal(
        "approval",
        "INSERT",
        "NEW.decision <> 'void' AND NOT EXISTS (SELECT 1 FROM approver r"
        f" WHERE r.id = NEW.approver_id AND r.edition_id = {edition})",
        "an approval asks an approver of what was ordered",
    )
    yield once("approval", "id = NEW.id")
    yield kept("approval", ("id", "ticket_id"), "an approval stays with its request")
    yield kept(
        "approval",
        ("approver_id", "asked_at", "expires_at"),
        "an approval asks whom it asked, for as long as it was asked",
    )
    yield Refusal(
        "approval",
        "UPDATE",
        "OLD.decision IN ('approved', 'rejected') AND NEW.decision NOT IN (OLD.decision, 'void')",
        "a decision about an approval stands",
    )
    yield never("approval", "DELETE", "an approval is never deleted")


def tasks() -> Iterator[Refusal]:
    """Every rule of fulfilment tasks."""
    yield _for_requests_only("task", "an incident has no fulfilment task")
    yield once("task", "id = NEW.id")
    yield kept(
        "task",
        ("id", "ticket_id", "position", "title", "mandatory"),
        "a fulfilment task stays as its catalog item made it",
    )
    ending = "OLD.status = 'open' AND NEW.status IN ('done', 'skipped')"
    begins = "OLD.started_at IS NULL AND NEW.started_at IS NOT NULL"
    yield Refusal(
        "task",
        "UPDATE",
        f"({ending} OR {begins}) AND NOT EXISTS (SELECT 1 FROM ticket t WHERE t.id = NEW.ticket_id"
        " AND t.status = 'in_fulfilment')",
        "a fulfilment task is done while its request is in fulfilment",
    )
    yield Refusal(
        "task",
        "UPDATE",
        f"({ending} AND NEW.status = 'done' OR {begins}) AND EXISTS (SELECT 1 FROM task_after f"
        " JOIN task b ON b.id = f.after_id WHERE f.task_id = NEW.id AND b.status = 'open')",
        "a blocked fulfilment task waits: tasks are done in their order",
    )
    yield never("task", "DELETE", "a fulfilment task is never deleted")
    yield once("task_after", "task_id = NEW.task_id AND o.after_id = NEW.after_id")
    yield Refusal(
        "task_after",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM task a JOIN task b ON b.ticket_id = a.ticket_id"
        " WHERE a.id = NEW.task_id AND b.id = NEW.after_id)",
        "a fulfilment task waits only for tasks of its own request",
    )
    for event in ("UPDATE", "DELETE"):
        yield never("task_after", event, "what a fulfilment task waits for stays as it is")


def _for_requests_only(table: str, sentence: str) -> Refusal:
    return Refusal(
        table,
        "INSERT",
        "EXISTS (SELECT 1 FROM ticket t WHERE t.id = NEW.ticket_id AND t.kind <> 'request')",
        sentence,
    )
