"""Whatever happened to a ticket before: merged and taken out again, it is what it was."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

import pytest

from desk_gui.domain.errors import Refusal
from desk_gui.domain.priority import Level
from desk_gui.domain.ticket import Relation, Wish
from desk_gui.domain.workflow import HoldReason, Kind, Status, is_open
from desk_gui.operations import classification, merging, relations, requests, show, tickets, undoing
from desk_gui.operations.classification import Reclassification
from desk_gui.operations.desk import Desk
from desk_gui.operations.tickets import Edit
from desk_gui.operations.time_passing import let_time_pass
from tests.conftest import Office
from tests.factories import a_request, an_incident, an_item
from tests.operations.whole import whole

Act = Callable[[Office, Desk, int, Random], object]


def _move(_: Office, desk: Desk, ticket_id: int, rng: Random) -> object:
    ways = [move.to for move in show.show(desk, ticket_id).moves if move.to is not Status.CANCELLED]
    if not ways:
        return None
    hold = rng.choice(list(HoldReason))
    return tickets.move(
        desk,
        ticket_id,
        Wish(rng.choice(ways), hold_reason=hold, assignee_id=desk.account_id),
    )


def _assign(office: Office, desk: Desk, ticket_id: int, rng: Random) -> object:
    who = rng.choice([None, desk.account_id])
    return tickets.assign(
        desk, ticket_id, assignee_id=who, team_id=rng.choice([None, office.team_id])
    )


def _edit(_: Office, desk: Desk, ticket_id: int, rng: Random) -> object:
    level = rng.choice(list(Level))
    wanted = rng.choice([Edit(title="Another"), Edit(impact=level), Edit(confidential=False)])
    return tickets.edit(desk, ticket_id, wanted)


def _talk(_: Office, desk: Desk, ticket_id: int, rng: Random) -> object:
    return rng.choice([tickets.comment, tickets.work_note])(desk, ticket_id, "So it is.")


def _approve(office: Office, _: Desk, ticket_id: int, __: Random) -> object:
    return requests.approve(office.administrator, ticket_id)


def _task(_: Office, desk: Desk, ticket_id: int, rng: Random) -> object:
    tasks = show.show(desk, ticket_id).tasks
    return tasks and requests.complete_task(desk, ticket_id, rng.choice(tasks).id)


def _reclassify(_: Office, desk: Desk, ticket_id: int, rng: Random) -> object:
    item = an_item(desk, rng.choice([0, 1]))
    kind = rng.choice(list(Kind))
    return classification.reclassify(desk, ticket_id, Reclassification(kind, "Why not.", item))


def _undo(_: Office, desk: Desk, ticket_id: int, __: Random) -> object:
    page = show.show(desk, ticket_id)
    entry = page.undo or page.redo
    return entry and undoing.undo(desk, entry)


def _link(_: Office, desk: Desk, ticket_id: int, rng: Random) -> object:
    relation = rng.choice([Relation.RELATED, Relation.CHILD_OF])
    return relations.link(desk, ticket_id, an_incident(desk, "Something else"), relation)


def _wait(office: Office, _: Desk, __: int, rng: Random) -> object:
    return office.clock.forward(minutes=rng.choice([1, 40, 700]))


ACTS: tuple[Act, ...] = (
    *(_move, _assign, _edit, _talk, _approve, _task, _reclassify, _undo, _link),
    *(_move, _wait),
)


def a_history(office: Office, rng: Random) -> int:
    """The id of an open ticket to which a few things happened, refused ones among them."""
    desk = office.agent
    first = rng.choice([an_incident(desk), a_request(desk, approvals=rng.choice([0, 1]))])
    for act in rng.choices(ACTS, k=rng.randint(0, 14)):
        try:
            act(office, rng.choice([desk, office.supervisor]), first, rng)
        except Refusal:
            continue
    if not is_open(show.show(desk, first).ticket.status):
        return a_history(office, rng)
    return first


def _check(office: Office, rng: Random) -> None:
    desk = office.agent
    ticket_id = a_history(office, rng)
    kind = show.show(desk, ticket_id).ticket.kind
    other = an_incident(desk) if kind is Kind.INCIDENT else a_request(desk)
    let_time_pass(desk)
    before = whole(office, ticket_id)
    merging.merge(desk, ticket_id, other)
    assert whole(office, ticket_id) != before
    tickets.comment(desk, other, "Said while they were one.")
    merging.unmerge(desk, ticket_id)
    assert whole(office, ticket_id) == before
    merging.merge(desk, ticket_id, other)
    _wait(office, desk, ticket_id, rng)
    merging.unmerge(desk, ticket_id)
    assert _but_for_time(whole(office, ticket_id)) == _but_for_time(before)


def _but_for_time(found: dict[str, Any]) -> dict[str, Any]:
    """Without what a running clock does by itself while time passes: warn, and break."""
    by_itself = {"reached", "breached_at", "next_at"}
    clocks = [
        {name: value for name, value in clock.items() if name not in by_itself}
        for clock in found["clock"]
    ]
    return {**found, "clock": clocks}


@pytest.mark.parametrize("number", range(3))
def test_that_a_ticket_with_any_history_is_what_it_was(office: Office, number: int) -> None:
    _check(office, Random(number))  # noqa: S311 - the same histories every time


@pytest.mark.slow
@pytest.mark.parametrize("number", range(1, 6))
def test_that_two_hundred_tickets_are_what_they_were(office: Office, number: int) -> None:
    rng = Random(1000 * number)  # noqa: S311 - the same histories every time
    for _ in range(40):
        _check(office, rng)
