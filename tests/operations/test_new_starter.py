"""One order of a new starter: manager, then budget owner, nine tasks over three teams."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desk_gui.domain.catalog import ApprovalStep, Approver, TaskStatus, Who, blockers
from desk_gui.domain.errors import NotAllowed, Refusal
from desk_gui.domain.ticket import Wish
from desk_gui.domain.workflow import Kind, Status
from desk_gui.operations import (
    accounts,
    boards,
    catalog_items,
    classification,
    contacts,
    requests,
    show,
    tickets,
)
from desk_gui.operations.boards import Column
from desk_gui.operations.classification import NewTicket
from tests.conftest import Office

ANSWERS = {"name": "Elena Vogel", "start": "2026-04-01", "place": "Lyon", "phone": "yes"}


def ordered(office: Office) -> tuple[int, dict[str, int]]:
    """The request, and three teams that share its tasks; Sofia owns the budget."""
    for name in ("Workplace", "Facilities"):
        accounts.add_team(office.administrator, name)
    teams = {team.name: team.id for team in accounts.teams(office.agent)}
    item = next(i for i in requests.catalog(office.agent) if i.name == "New starter")
    owner = Approver(Who.PERSON, account_id=office.supervisor.account_id)
    names = ["Service desk"] * 3 + ["Workplace"] * 3 + ["Facilities"] * 2 + ["Service desk"]
    shared = zip(item.tasks, names, strict=True)
    changed = replace(
        item,
        steps=(item.steps[0], ApprovalStep((owner,))),
        tasks=tuple(replace(task, team_id=teams[name]) for task, name in shared),
    )
    catalog_items.save_item(office.administrator, changed)
    rita = accounts.add_contact(office.agent, "Rita", "rita@example.org")
    contacts.set_manager(office.administrator, rita, office.colleague.account_id)
    new = NewTicket(
        "Elena Vogel starts",
        kind=Kind.REQUEST,
        item_id=item.id,
        requester_id=rita,
        answers=ANSWERS,
    )
    return classification.open_ticket(office.agent, new).ticket_id, teams


def test_that_one_order_makes_everything_and_ends_only_when_all_of_it_is_done(
    office: Office,
) -> None:
    ticket_id, teams = ordered(office)
    start = Wish(Status.IN_FULFILMENT, assignee_id=office.agent_id)
    for desk in (office.agent, office.supervisor, office.administrator):
        with pytest.raises(NotAllowed):
            requests.approve(desk, ticket_id)
    requests.approve(office.colleague, ticket_id)
    with pytest.raises(Refusal):
        tickets.move(office.agent, ticket_id, start)
    requests.approve(office.supervisor, ticket_id)
    tickets.move(office.agent, ticket_id, start)
    tasks = show.show(office.agent, ticket_id).tasks
    assert len(tasks) == 9
    counts = {
        name: sum(len(column.tasks) for column in boards.board(office.agent, team_id))
        for name, team_id in teams.items()
    }
    assert counts == {"Service desk": 4, "Workplace": 3, "Facilities": 2}
    rounds = 0
    while any(task.mandatory and task.status is TaskStatus.OPEN for task in tasks):
        with pytest.raises(Refusal):
            tickets.move(office.agent, ticket_id, Wish(Status.FULFILLED))
        ready = [t for t in tasks if t.status is TaskStatus.OPEN and not blockers(t, tasks)]
        for task in ready:
            for line in range(len(task.checklist)):
                requests.tick_off(office.agent, ticket_id, task.id, line, done=True)
            if task.mandatory:
                requests.complete_task(office.agent, ticket_id, task.id)
            else:
                requests.skip_task(office.agent, ticket_id, task.id, "No phone wanted.")
        tasks = show.show(office.agent, ticket_id).tasks
        rounds += 1
    assert rounds == 4
    done = {column.column: column.count for column in boards.board(office.agent, office.team_id)}
    assert done[Column.DONE] == 4
    tickets.move(office.agent, ticket_id, Wish(Status.FULFILLED))
