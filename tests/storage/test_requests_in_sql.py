"""Approvals by people, editions and waiting tasks hold against anybody with a database client."""

from __future__ import annotations

import pytest

from desk_gui.domain.catalog import ApprovalStep, Approver, TaskTemplate, Who
from desk_gui.domain.ticket import Wish
from desk_gui.domain.workflow import Kind, Status
from desk_gui.operations import accounts, classification, contacts, requests, tickets
from desk_gui.operations.classification import NewTicket
from tests.conftest import START, Office
from tests.factories import a_catalog_item
from tests.storage.attacks import Attacker, forgery_refused, refused

TASKS = (
    TaskTemplate("Order", after=()),
    TaskTemplate("Install", after=(1,)),
    TaskTemplate("Thank", mandatory=False, after=()),
)
ENTITLED = "decided by an active approver who did not raise the request"


@pytest.fixture
def ordered(office: Office) -> int:
    """A request of Rita's that Tom, her manager, has to approve, then Sofia by name."""
    sofia = Approver(Who.PERSON, account_id=office.supervisor.account_id)
    steps = (ApprovalStep((Approver(Who.MANAGER),)), ApprovalStep((sofia,)))
    item = a_catalog_item(office.administrator, "Starter", steps=steps, tasks=TASKS)
    rita = accounts.add_contact(office.agent, "Rita", "rita@example.org")
    contacts.set_manager(office.administrator, rita, office.colleague.account_id)
    new = NewTicket("Elena starts", kind=Kind.REQUEST, item_id=item, requester_id=rita)
    return classification.open_ticket(office.agent, new).ticket_id


NOW = int(START.timestamp())


def decide(ticket_id: int, account_id: int | None) -> str:
    return (
        f"UPDATE approval SET decision = 'approved', account_id = {account_id}, decided_at = {NOW}"
        f" WHERE ticket_id = {ticket_id} AND decision = 'open'"
    )


def test_that_only_who_is_asked_decides_and_nobody_skips_a_step(
    office: Office, attacker: Attacker, ordered: int
) -> None:
    for desk in (office.agent, office.supervisor, office.administrator, office.requester):
        refused(attacker, ENTITLED, decide(ordered, desk.account_id))
    forgery_refused(
        attacker, ordered, "only with the approvals its catalog item asks for", "status='approved'"
    )
    second = "(SELECT max(id) FROM approver)"
    columns = "ticket_id, decision, account_id, approver_id, asked_at, decided_at"
    values = f"{ordered}, 'approved', {office.supervisor.account_id}, {second}, 1, 1"
    step = f"INSERT INTO approval ({columns}) VALUES ({values})"
    refused(attacker, "an approval is asked for before it is decided", step)
    columns, values = (
        "ticket_id, decision, approver_id, asked_at",
        f"{ordered}, 'open', {second}, 1",
    )
    step = f"INSERT INTO approval ({columns}) VALUES ({values})"
    refused(attacker, "approvals are asked for step by step", step)
    tom = office.colleague.account_id
    unsaid = "an approval is decided together with its journal entry"
    refused(attacker, unsaid, decide(ordered, tom))
    assert not attacker.run(
        attacker.written(ordered, action="decided", account_id=tom), decide(ordered, tom)
    )
    attacker.sealed()
    forgery_refused(
        attacker, ordered, "only with the approvals its catalog item asks for", "status='approved'"
    )
    back = f"UPDATE approval SET decision = 'open' WHERE ticket_id = {ordered}"
    refused(attacker, "a decision about an approval stands", back)


def test_that_an_approval_is_not_asked_of_somebody_else_or_expired_early(
    office: Office, attacker: Attacker, ordered: int
) -> None:
    mine = f"WHERE ticket_id = {ordered}"
    for change in ("approver_id = approver_id - 1", "expires_at = 1", "asked_at = 1"):
        sentence = "an approval asks whom it asked"
        refused(attacker, sentence, f"UPDATE approval SET {change} {mine}")
    edition = f"(SELECT edition_id FROM catalog_order {mine})"
    me = office.agent.account_id
    for statement, sentence in (
        (
            "INSERT INTO approver (edition_id, step, who, account_id)"
            f" VALUES ({edition}, 1, 'person', {me})",
            "approvers of an edition are those it was made with",
        ),
        (f"UPDATE approver SET account_id = {me}", "approvers of an edition are those"),
        ("DELETE FROM approver", "approvers of an edition are those"),
        ("UPDATE approval_step SET needed = 9", "approval steps of an edition are those"),
        ("DELETE FROM approval_step", "approval steps of an edition are those"),
        ("UPDATE catalog_edition SET tasks = '[]'", "an edition of a catalog item stays"),
        ("DELETE FROM catalog_edition", "an edition of a catalog item stays"),
        ("UPDATE catalog_item SET edition = edition + 1", "goes on to its next edition"),
        ("UPDATE catalog_item SET edition = 0", "goes on to its next edition"),
        ("DELETE FROM catalog_item", "a catalog item is never deleted"),
        ("UPDATE catalog_order SET answers = '{}'", "an order stays as it was made"),
        ("DELETE FROM catalog_order", "an order stays as it was made"),
        (
            f"INSERT INTO catalog_order (ticket_id, edition_id, at) VALUES ({ordered}, 1, 1)",
            "an order is made with the edition in force, when its request is new",
        ),
    ):
        refused(attacker, sentence, statement)


def started(office: Office, ticket_id: int) -> None:
    requests.approve(office.colleague, ticket_id)
    requests.approve(office.supervisor, ticket_id)
    wish = Wish(Status.IN_FULFILMENT, assignee_id=office.agent.account_id)
    tickets.move(office.agent, ticket_id, wish)


def test_that_a_blocked_task_is_neither_begun_nor_done(
    office: Office, attacker: Attacker, ordered: int
) -> None:
    started(office, ordered)
    blocked = f"WHERE ticket_id = {ordered} AND position = 2"
    for change in ("started_at = 1", "status = 'done'"):
        refused(attacker, "a blocked fulfilment task waits", f"UPDATE task SET {change} {blocked}")
    for statement in ("DELETE FROM task_after", "UPDATE task_after SET after_id = 0"):
        refused(attacker, "what a fulfilment task waits for stays as it is", statement)
    skipped = f"UPDATE task SET status = 'skipped' WHERE ticket_id = {ordered} AND position = 3"
    refused(attacker, "only an optional task is skipped, and with a reason", skipped)
    fulfilled = "status = 'fulfilled', resolved_at = 1"
    sentence = "a request is fulfilled only when every mandatory task is done"
    forgery_refused(attacker, ordered, sentence, fulfilled)


def test_that_a_request_is_not_fulfilled_by_never_making_its_tasks(
    office: Office, attacker: Attacker, ordered: int
) -> None:
    for desk in (office.colleague, office.supervisor):
        requests.approve(desk, ordered)
    agent = office.agent.account_id
    assert not attacker.forged(
        ordered, f"status = 'in_fulfilment', assignee_id = {agent}", status="in_fulfilment"
    )
    attacker.sealed()
    sentence = "a request is fulfilled only when every mandatory task is done"
    forgery_refused(attacker, ordered, sentence, "status = 'fulfilled', resolved_at = 1")
