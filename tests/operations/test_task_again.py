"""A task that was done is taken up again, until others have built on it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desk_gui.domain.catalog import Task, TaskStatus, TaskTemplate
from desk_gui.domain.errors import NotPossible
from desk_gui.domain.sla import Target
from desk_gui.domain.ticket import Wish
from desk_gui.domain.workflow import Kind, Status
from desk_gui.operations import classification, requests, show, tickets
from desk_gui.operations.classification import NewTicket
from tests.conftest import Office
from tests.factories import a_catalog_item


def in_fulfilment(office: Office) -> int:
    """A request of two tasks, the second after the first."""
    first = TaskTemplate("Order it", team_id=office.team_id)
    item = a_catalog_item(
        office.administrator, "Chair", tasks=(first, replace(first, title="Hand it over"))
    )
    new = NewTicket("Chair", kind=Kind.REQUEST, item_id=item)
    ticket_id = classification.open_ticket(office.agent, new).ticket_id
    tickets.move(office.agent, ticket_id, Wish(Status.IN_FULFILMENT, assignee_id=office.agent_id))
    return ticket_id


def tasks(office: Office, ticket_id: int) -> tuple[Task, ...]:
    return show.show(office.agent, ticket_id).tasks


BEFORE, AGAIN = (True, False), (True, False, None)


@pytest.mark.parametrize(("was_begun", "begun"), [(was, now) for was in BEFORE for now in AGAIN])
def test_that_it_is_begun_again_or_ready_as_is_wanted(
    office: Office,
    was_begun: object,
    begun: bool | None,  # noqa: FBT001 - what the operation is given
) -> None:
    ticket_id = in_fulfilment(office)
    first = tasks(office, ticket_id)[0]
    if was_begun:
        requests.start_task(office.agent, ticket_id, first.id)
    requests.complete_task(office.agent, ticket_id, first.id)
    requests.reopen_task(office.colleague, ticket_id, first.id, begun=begun)
    again = tasks(office, ticket_id)[0]
    assert again.status is TaskStatus.OPEN
    assert (again.started_at is not None) == (was_begun if begun is None else begun)
    keeps = office.agent_id if was_begun else None
    assert again.assignee_id == (keeps or (office.colleague.account_id if begun else None))


def test_that_it_stays_done_once_others_began_on_it(office: Office) -> None:
    ticket_id = in_fulfilment(office)
    first, second = tasks(office, ticket_id)
    requests.complete_task(office.agent, ticket_id, first.id)
    requests.start_task(office.agent, ticket_id, second.id)
    with pytest.raises(NotPossible, match="“Hand it over” was begun since"):
        requests.reopen_task(office.agent, ticket_id, first.id, begun=False)
    assert tasks(office, ticket_id)[0].status is TaskStatus.DONE


def test_that_a_task_is_due_with_the_fulfilment_and_not_with_the_answer(office: Office) -> None:
    ticket_id = in_fulfilment(office)
    shown = show.show(office.agent, ticket_id)
    dues = {one.clock.target: one.clock.due_at for one in shown.promises}
    assert dues[Target.RESPOND] < dues[Target.FULFIL]
    assert {one.due_at for one in shown.tasks} == {dues[Target.FULFIL]}
