"""Who can be whose child, and how children follow their parent."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from desk_gui.domain.accounts import Role
from desk_gui.domain.family import (
    concerns,
    way,
    why_no_children,
    why_not_child,
    why_not_follow,
    wish_of,
)
from desk_gui.domain.ticket import Major, Ticket, Wish
from desk_gui.domain.workflow import HoldReason, Kind, ResolutionCode, Status
from tests.domain.made import NOW, a_ticket, an_account

AGENT = an_account(Role.AGENT, 7)
PARENT = a_ticket(status=Status.IN_PROGRESS, assignee_id=7, team_id=3)
HOLD = Wish(Status.ON_HOLD, hold_reason=HoldReason.CHANGE)
RESOLVE = Wish(Status.RESOLVED, resolution_code=ResolutionCode.FIXED, resolution_text="Done.")


def a_child(status: Status = Status.NEW, **more: Any) -> Ticket:
    return replace(a_ticket(status=status, **more), id=2)


def test_that_only_open_incidents_that_are_not_major_become_children() -> None:
    assert why_not_child(PARENT, a_child(), None) is None
    assert why_not_child(PARENT, a_child(Status.RESOLVED), None) is None
    for child, words in (
        (replace(a_ticket(Kind.REQUEST), id=2), "link it as related"),
        (PARENT, "its own child"),
        (a_child(Status.CANCELLED), "stays as it is"),
        (a_child(major=Major.PROPOSED), "itself"),
        (a_child(major=Major.DECLARED), "itself"),
    ):
        assert words in (why_not_child(PARENT, child, None) or "")
    other = replace(PARENT, id=9)
    assert "already" in (why_not_child(PARENT, a_child(), PARENT) or "")
    assert "child of INC-9; take that link away" in (why_not_child(PARENT, a_child(), other) or "")


def test_that_families_have_one_level_and_one_living_head() -> None:
    assert why_no_children(PARENT, None) is None
    assert "request" in (why_no_children(a_ticket(Kind.REQUEST), None) or "")
    assert "closed" in (why_no_children(a_ticket(status=Status.CLOSED), None) or "")
    assert "itself a child of INC-2" in (why_no_children(PARENT, a_child()) or "")


@pytest.mark.parametrize(
    ("status", "wish", "steps"),
    [
        (Status.NEW, HOLD, [Status.ASSIGNED, Status.ON_HOLD]),
        (Status.ASSIGNED, HOLD, [Status.ON_HOLD]),
        (Status.NEW, RESOLVE, [Status.IN_PROGRESS, Status.RESOLVED]),
        (Status.ASSIGNED, RESOLVE, [Status.IN_PROGRESS, Status.RESOLVED]),
        (Status.IN_PROGRESS, RESOLVE, [Status.RESOLVED]),
        (Status.ON_HOLD, RESOLVE, [Status.RESOLVED]),
    ],
)
def test_that_a_child_follows_by_legal_steps_only(
    status: Status, wish: Wish, steps: list[Status]
) -> None:
    reason = HoldReason.SUPPLIER if status is Status.ON_HOLD else None
    child = a_child(status, hold_reason=reason, assignee_id=None if status is Status.NEW else 7)
    found = way(child, wish, PARENT)
    assert [one.to for one in found] == steps
    assert why_not_follow(child, found, AGENT, NOW) == ""
    assert concerns(child.status, wish.to)


def test_that_a_child_keeps_its_assignee_and_takes_the_parents_where_it_has_none() -> None:
    assert way(a_child(), RESOLVE, PARENT)[0].assignee_id == 7
    mine = a_child(Status.ASSIGNED, assignee_id=5, team_id=4)
    assert (way(mine, RESOLVE, PARENT)[0].assignee_id, way(mine, RESOLVE, PARENT)[0].team_id) == (
        5,
        4,
    )


def test_that_back_to_work_go_only_those_that_wait_or_are_resolved() -> None:
    found = {status for status in Status if concerns(status, Status.IN_PROGRESS)}
    assert found == {Status.ON_HOLD, Status.RESOLVED, Status.FULFILLED}
    for to in (Status.ON_HOLD, Status.RESOLVED):
        ended = (Status.RESOLVED, Status.CLOSED, Status.CANCELLED, to)
        assert not any(concerns(status, to) for status in ended)
        assert concerns(Status.NEW, to)
    assert not concerns(Status.NEW, Status.CLOSED)


def test_that_children_follow_to_where_their_parent_stands() -> None:
    held = replace(PARENT, status=Status.ON_HOLD, hold_reason=HoldReason.CHANGE, hold_until=NOW)
    assert wish_of(held) == replace(HOLD, hold_until=NOW)
    done = replace(
        PARENT,
        status=Status.RESOLVED,
        resolution_code=ResolutionCode.FIXED,
        resolution_text="Done.",
    )
    assert wish_of(done) == RESOLVE
    assert wish_of(PARENT) == Wish(Status.IN_PROGRESS)
    assert wish_of(replace(PARENT, status=Status.NEW)) is None


def test_that_a_child_that_cannot_follow_says_why() -> None:
    nobody = replace(PARENT, assignee_id=None, team_id=None)
    assert "assignee" in why_not_follow(a_child(), way(a_child(), RESOLVE, nobody), AGENT, NOW)
    theirs = a_child(Status.IN_PROGRESS, assignee_id=5, team_id=4)
    assert "assignee's team" in why_not_follow(theirs, (RESOLVE,), AGENT, NOW)
    request = replace(a_ticket(Kind.REQUEST, Status.IN_FULFILMENT), id=2)
    assert "its own way" in why_not_follow(request, (RESOLVE,), AGENT, NOW)
