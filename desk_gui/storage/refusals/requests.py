"""What holds for approvals and fulfilment tasks."""

from __future__ import annotations

from collections.abc import Iterator

from desk_gui.domain.accounts import Role
from desk_gui.storage.refusals.making import Refusal, never, once
from desk_gui.storage.types import sql_words


def approvals() -> Iterator[Refusal]:
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
    yield once("approval", "id = NEW.id")
    yield Refusal(
        "approval",
        "UPDATE",
        "NEW.id <> OLD.id OR NEW.ticket_id <> OLD.ticket_id",
        "an approval stays with its request",
    )
    yield never("approval", "DELETE", "an approval is never deleted")


def tasks() -> Iterator[Refusal]:
    """Every rule of fulfilment tasks."""
    yield _for_requests_only("task", "an incident has no fulfilment task")
    yield once("task", "id = NEW.id")
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
    yield never("task", "DELETE", "a fulfilment task is never deleted")


def _for_requests_only(table: str, sentence: str) -> Refusal:
    return Refusal(
        table,
        "INSERT",
        "EXISTS (SELECT 1 FROM ticket t WHERE t.id = NEW.ticket_id AND t.kind <> 'request')",
        sentence,
    )
