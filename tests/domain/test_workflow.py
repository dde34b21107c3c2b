"""The two workflows are those of the rules, §1, and a workflow that is not sound is refused."""

from __future__ import annotations

import itertools

import pytest

from desk_gui.domain.accounts import Account, Role
from desk_gui.domain.sla import PAUSING
from desk_gui.domain.ticket import Major, Standing, Ticket, Wish, moves, refuse_wish
from desk_gui.domain.workflow import (
    WORKFLOWS,
    CancelReason,
    HoldReason,
    Kind,
    ResolutionCode,
    Status,
    check_steps,
    status_after_reclassify,
)
from tests.domain.made import a_ticket, an_account

INCIDENT = """
new → assigned
new, assigned → in_progress
assigned, in_progress → on_hold
on_hold → in_progress
in_progress, on_hold → resolved
resolved → in_progress
resolved → closed
new, assigned, in_progress, on_hold → cancelled
"""
REQUEST = """
new → awaiting_approval
new → approved
awaiting_approval → approved
awaiting_approval → rejected
approved → in_fulfilment
in_fulfilment → on_hold
on_hold → in_fulfilment
in_fulfilment → fulfilled
fulfilled → in_fulfilment
fulfilled → closed
new, awaiting_approval, approved, in_fulfilment, on_hold → cancelled
"""


def pairs(table: str) -> set[tuple[str, str]]:
    """The table of the rules as (from, to)."""
    lines = [line.split(" → ") for line in table.strip().splitlines()]
    return {(source, target) for sources, target in lines for source in sources.split(", ")}


@pytest.mark.parametrize(("kind", "table"), [(Kind.INCIDENT, INCIDENT), (Kind.REQUEST, REQUEST)])
def test_that_a_workflow_has_each_transition_of_the_rules_and_no_other(
    kind: Kind, table: str
) -> None:
    flow = WORKFLOWS[kind]
    found = [
        (source.value, target.value)
        for source, target in itertools.product(Status, Status)
        if flow.transition(source, target)
    ]
    assert set(found) == pairs(table)
    assert len(flow.transitions) == len(found)


def test_that_the_final_statuses_are_those_of_the_rules() -> None:
    assert WORKFLOWS[Kind.INCIDENT].final == {Status.CLOSED, Status.CANCELLED}
    assert WORKFLOWS[Kind.REQUEST].final == {Status.CLOSED, Status.CANCELLED, Status.REJECTED}


@pytest.mark.parametrize(
    ("steps", "final", "word"),
    [
        ([("a", "b")], [], "a dead end: b"),
        ([("a", "b"), ("c", "b")], ["b"], "never reached: c"),
        ([("a", "b"), ("a", "b")], ["b"], "listed twice"),
        ([("a", "b"), ("b", "a")], ["b"], "final, but left: b"),
        ([("a", "b")], ["b", "z"], "never reached: z"),
        ([], [], "a dead end: a"),
    ],
)
def test_that_an_unsound_workflow_is_refused_when_it_is_defined(
    steps: list[tuple[str, str]], final: list[str], word: str
) -> None:
    with pytest.raises(ValueError, match=word):
        check_steps("a", steps, final)


def test_that_every_status_is_reached_and_left_by_a_path() -> None:
    for flow in WORKFLOWS.values():
        for status in flow.statuses:
            if status is not flow.first and (flow.kind, status) != (Kind.INCIDENT, status.NEW):
                assert flow.path(flow.first, status)[-1] is status
    assert WORKFLOWS[Kind.INCIDENT].path(Status.NEW, Status.RESOLVED) == (
        Status.ASSIGNED,
        Status.IN_PROGRESS,
        Status.RESOLVED,
    )
    with pytest.raises(ValueError, match="no way from"):
        WORKFLOWS[Kind.INCIDENT].path(Status.CLOSED, Status.NEW)


@pytest.mark.parametrize(
    ("to", "assigned", "status"),
    [
        (Kind.REQUEST, True, Status.NEW),
        (Kind.REQUEST, False, Status.NEW),
        (Kind.INCIDENT, True, Status.ASSIGNED),
        (Kind.INCIDENT, False, Status.NEW),
    ],
)
def test_that_a_reclassified_ticket_starts_anew(
    to: Kind, *, assigned: bool, status: Status
) -> None:
    assert status_after_reclassify(to, assigned=assigned) is status


def offered(
    ticket: Ticket, account: Account, standing: Standing | None = None
) -> dict[Status, str]:
    """The moves offered: target → why it is blocked, "" where it is not."""
    return {m.to: m.because for m in moves(ticket, account, standing or Standing())}


def test_that_moves_are_the_ways_out_of_the_status_and_no_others() -> None:
    for kind, flow in WORKFLOWS.items():
        for status in flow.statuses:
            ticket = a_ticket(kind, status)
            targets = {t.target for t in flow.leaving(status)}
            targets -= {Status.AWAITING_APPROVAL} | (
                {Status.APPROVED} if status is Status.NEW else set()
            )
            assert set(offered(ticket, an_account(Role.SUPERVISOR))) == targets


def test_that_a_blocked_move_says_why() -> None:
    agent, supervisor = an_account(Role.AGENT, 2), an_account(Role.SUPERVISOR, 3)
    waiting = a_ticket(Kind.REQUEST, Status.AWAITING_APPROVAL, opened_by_id=3)
    assert offered(waiting, agent)[Status.APPROVED] == "Only a supervisor can decide an approval."
    assert "Who raised a request" in offered(waiting, supervisor)[Status.APPROVED]
    mine = Standing(requester_accounts=frozenset({4}))
    other = an_account(Role.SUPERVISOR, 4)
    assert "Who raised a request" in offered(waiting, other, mine)[Status.REJECTED]
    assert offered(waiting, other)[Status.REJECTED] == ""
    working = a_ticket(Kind.REQUEST, Status.IN_FULFILMENT)
    tasks = Standing(mandatory_tasks_open=("Order it", "Hand it over"))
    assert offered(working, agent, tasks)[Status.FULFILLED] == (
        "Still to do: Order it, Hand it over."
    )
    foreign = a_ticket(Kind.INCIDENT, Status.IN_PROGRESS, team_id=9, assignee_id=7)
    assert "assignee's team" in offered(foreign, agent)[Status.RESOLVED]
    assert offered(foreign, supervisor)[Status.RESOLVED] == ""
    assert offered(foreign, an_account(Role.AGENT, 7))[Status.RESOLVED] == ""
    assert offered(foreign, an_account(Role.REQUESTER))[Status.CANCELLED] == (
        "Only an agent can do this."
    )
    off = an_account(Role.ADMINISTRATOR, active=False)
    assert all("switched off" in because for because in offered(foreign, off).values())


def test_that_a_major_incident_ends_only_once_it_is_stood_down_and_reviewed() -> None:
    supervisor, done = an_account(Role.SUPERVISOR), Standing(reviewed=True)
    for status, end in ((Status.RESOLVED, Status.CLOSED), (Status.ON_HOLD, Status.CANCELLED)):
        for major, words in (
            (Major.PROPOSED, "declares or rejects that first"),
            (Major.DECLARED, "stand it down and review it first"),
            (Major.STOOD_DOWN, "write its review first"),
        ):
            ticket = a_ticket(Kind.INCIDENT, status, major=major)
            assert words in offered(ticket, supervisor)[end]
        for major, standing in ((Major.STOOD_DOWN, done), (Major.REJECTED, Standing())):
            ticket = a_ticket(Kind.INCIDENT, status, major=major)
            assert offered(ticket, supervisor, standing)[end] == ""


@pytest.mark.parametrize(
    ("status", "wish", "lacks"),
    [
        (Status.NEW, Wish(Status.ASSIGNED), "team or an agent"),
        (Status.NEW, Wish(Status.IN_PROGRESS), "needs an assignee"),
        (Status.ASSIGNED, Wish(Status.ON_HOLD), "what it waits for"),
        (Status.ON_HOLD, Wish(Status.RESOLVED), "resolution code"),
        (Status.ON_HOLD, Wish(Status.RESOLVED, resolution_code=ResolutionCode.FIXED), "sentence"),
        (Status.NEW, Wish(Status.CANCELLED), "why it is cancelled"),
        (
            Status.NEW,
            Wish(Status.CANCELLED, cancel_reason=CancelReason.DUPLICATE),
            "ticket that stays",
        ),
        (Status.CLOSED, Wish(Status.IN_PROGRESS), "open a follow-up"),
        (Status.NEW, Wish(Status.RESOLVED), "cannot become resolved; it can become"),
    ],
)
def test_that_a_wish_says_what_it_lacks(status: Status, wish: Wish, lacks: str) -> None:
    refusal = refuse_wish(a_ticket(Kind.INCIDENT, status), wish, Standing())
    assert refusal is not None
    assert lacks in refusal


@pytest.mark.parametrize(
    ("status", "wish", "standing", "lacks"),
    [
        (
            Status.AWAITING_APPROVAL,
            Wish(Status.APPROVED),
            Standing(approvals_needed=3, approvals_given=1),
            "still needs 2 of 3",
        ),
        (Status.AWAITING_APPROVAL, Wish(Status.REJECTED, reason=" "), Standing(), "its reason"),
        (Status.NEW, Wish(Status.APPROVED), Standing(approvals_needed=1), "asks for approval"),
        (Status.NEW, Wish(Status.AWAITING_APPROVAL), Standing(), "asks for no approval"),
        (Status.APPROVED, Wish(Status.IN_FULFILMENT), Standing(), "needs an assignee"),
    ],
)
def test_that_a_request_says_what_it_lacks(
    status: Status, wish: Wish, standing: Standing, lacks: str
) -> None:
    refusal = refuse_wish(a_ticket(Kind.REQUEST, status), wish, standing)
    assert refusal is not None
    assert lacks in refusal


def test_that_only_a_wait_for_a_supplier_does_not_pause() -> None:
    assert set(HoldReason) - PAUSING == {HoldReason.SUPPLIER}
