"""A change of an approval or of a task is in the next report, whoever made it and however."""

from __future__ import annotations

from desk_gui.domain.catalog import TaskTemplate
from desk_gui.domain.ticket import Wish
from desk_gui.domain.workflow import Kind, Status
from desk_gui.operations import classification, databases, packing, reports, requests, tickets
from desk_gui.operations.classification import NewTicket
from desk_gui.reports.report import build
from desk_gui.reports.written import to_json
from desk_gui.storage import packs, read
from tests.conftest import Office
from tests.factories import a_catalog_item
from tests.operations.test_packing import afresh, same
from tests.storage.attacks import Attacker

WAITED_S = 3600
TASK = "Make the key"


def asked(office: Office) -> int:
    """A request of one task that has waited an hour for a supervisor; everything is packed."""
    tasks = (TaskTemplate(TASK),)
    item = a_catalog_item(office.administrator, "Key", approvals=1, tasks=tasks)
    new = NewTicket("A key", kind=Kind.REQUEST, item_id=item)
    ticket_id = classification.open_ticket(office.agent, new).ticket_id
    packing.pack_all(office.administrator)
    office.clock.forward(seconds=WAITED_S)
    return ticket_id


def started(office: Office, ticket_id: int) -> int:
    """Start the fulfilment of a request that is approved; the id of its task."""
    tickets.move(office.agent, ticket_id, Wish(Status.IN_FULFILMENT, assignee_id=office.agent_id))
    packing.pack_all(office.administrator)
    with office.agent.reading() as session:
        (task,) = read.tasks(session.connection, ticket_id)
    return task.id


def reported(office: Office, ticket_id: int, *, steps: list[str]) -> None:
    """The ticket is marked, the report says what a recomputation says; then it is packed."""
    with office.administrator.database.engine.connect() as connection:
        assert packs.stale_ids(connection).tolist() == [ticket_id]
    facts, found = reports.read_facts(office.supervisor), afresh(office.supervisor)
    period = reports.period(office.supervisor, found, None, None)
    assert to_json(build(facts, period)) == to_json(build(found, period))
    waits = facts.approvals.decided_at - facts.approvals.asked_at
    assert waits.tolist() == [WAITED_S]
    assert [facts.names.steps[title] for title in facts.steps.title] == steps
    packing.pack_all(office.administrator)
    same(reports.read_facts(office.supervisor), afresh(office.supervisor))
    assert databases.check(office.administrator) == []


def test_that_a_decision_and_a_task_are_in_the_next_report(office: Office) -> None:
    ticket_id = asked(office)
    requests.approve(office.supervisor, ticket_id)
    reported(office, ticket_id, steps=[])
    task_id = started(office, ticket_id)
    requests.complete_task(office.agent, ticket_id, task_id)
    reported(office, ticket_id, steps=[TASK])
    requests.reopen_task(office.agent, ticket_id, task_id)
    reported(office, ticket_id, steps=[])


def test_that_what_another_client_decides_and_does_is_in_the_next_report(office: Office) -> None:
    ticket_id, boss = asked(office), office.administrator
    attacker, sofia = Attacker(boss.database, boss), office.supervisor.account_id
    at = int(office.clock.now.timestamp())
    decided = f"UPDATE approval SET decision = 'approved', account_id = {sofia}, decided_at = {at}"
    entry = attacker.written(ticket_id, action="decided", account_id=sofia)
    assert attacker.run(entry, decided) == ""
    attacker.sealed()
    reported(office, ticket_id, steps=[])
    assert attacker.forged(ticket_id, "status = 'approved'") == ""
    attacker.sealed()
    task_id, agent = started(office, ticket_id), office.agent_id
    done = f"status = 'done', done_by_id = {agent}, done_at = {at} WHERE id = {task_id}"
    entry = attacker.written(ticket_id, action="did task", account_id=agent)
    assert attacker.run(entry, f"UPDATE task SET {done}") == ""
    attacker.sealed()
    reported(office, ticket_id, steps=[TASK])
