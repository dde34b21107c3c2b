"""One real desk of the state machine, and what can be seen of a ticket in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from desk_gui.domain.catalog import TaskTemplate
from desk_gui.domain.sla import DEFAULT_PROMISES, RUNS_TO_THE_END, ClockState, Target
from desk_gui.domain.sla import Clock as SlaClock
from desk_gui.domain.workflow import HoldReason, Status
from desk_gui.operations import (
    accounts,
    requests,
)
from desk_gui.operations.desk import Desk
from desk_gui.operations.show import TicketPage
from desk_gui.storage import rows
from tests.conftest import Clock, Office
from tests.factories import a_catalog_item
from tests.operations.plain_desk import ITEMS
from tests.operations.plain_links import DONE, FINAL, RELATIONS

KEY_TASKS = (
    TaskTemplate("Make the key"),
    TaskTemplate("Add a ribbon", mandatory=False),
    TaskTemplate("Hand over the key"),
)
SECONDS_A_DAY = 86_400


@dataclass
class Real:
    """One database: the desk as each person, and the ids behind names and places."""

    people: dict[str, Desk]
    account_ids: dict[str, int]
    contact_ids: dict[str, int]
    team_ids: dict[str, int]
    item_ids: dict[str, int]
    clock: Clock
    ids: list[int]

    def name(self, ids: dict[str, int], wanted: int | None) -> str | None:
        """The name behind an id."""
        return next((name for name, id_ in ids.items() if id_ == wanted), None)


def furnished(office: Office) -> Real:
    """An office with mail addresses, a second team, and an item that two have to approve."""
    boss = office.administrator
    accounts.add_team(boss, "Network")
    teams = {choice.name: choice.id for choice in accounts.teams(boss)}
    people = {
        "amira": office.agent,
        "tom": office.colleague,
        "sofia": office.supervisor,
        "boss": boss,
        "rita": office.requester,
    }
    ids = {name: desk.account_id or 0 for name, desk in people.items()}
    accounts.change_account(boss, ids["tom"], team_ids=teams.values())
    a_catalog_item(boss, "Door key", approvals=2, tasks=KEY_TASKS)
    with boss.writing() as session:
        connection = session.connection
        rows.change(connection, "account", {"name": "Boss"}, id=boss.account_id)
        contacts = {}
        for name in ("rita", "sofia", "guest"):
            mail = f"{name}@example.org"
            contacts[name] = rows.add(connection, "contact", name=name, email=mail, site="")
            rows.change(connection, "account", {"email": mail}, login=name)
    items = {item.name: item.id for item in requests.catalog(boss) if item.name in ITEMS}
    team_ids = {"desk": office.team_id, "network": teams["Network"]}
    return Real(people, ids, contacts, team_ids, items, office.clock, [])


def state(real: Real, page: TicketPage) -> dict[str, Any]:
    """What the model knows of a ticket, read from a real one."""
    ticket = page.ticket
    instants = {
        name: None if at is None else int(at.timestamp())
        for name in ["responded_at", "resolved_at", "first_resolved_at", "closed_at", "ended_at"]
        for at in [getattr(ticket, name)]
    }
    words = {
        name: getattr(ticket, name) and getattr(ticket, name).value
        for name in [
            "kind",
            "status",
            "impact",
            "urgency",
            "hold_reason",
            "resolution_code",
            "cancel_reason",
        ]
    }
    return {
        **instants,
        **words,
        "title": ticket.title,
        "priority": int(ticket.priority),
        "override": ticket.override_reason,
        "confidential": ticket.confidential,
        "rejection_reason": ticket.rejection_reason,
        "reopenings": ticket.reopenings,
        "reassignments": ticket.reassignments,
        "assignee": real.name(real.account_ids, ticket.assignee_id),
        "team": real.name(real.team_ids, ticket.team_id),
        "item": real.name(real.item_ids, ticket.item_id),
        "approvals": [
            (a.decision.value, a.who.lower()) for a in page.approvals if a.who and a.decided_at
        ],
        "tasks": [[task.title, task.mandatory, task.status.value] for task in page.tasks],
        "said": [(said.text, said.public) for said in page.said if said.number is None],
        "together": [
            (real.ids.index(said.ticket_id), said.text, said.public)
            for said in page.said
            if said.number is not None
        ],
        "links": sorted(
            (real.ids.index(e.id), e.relation.value, e.outward)
            for e in page.links
            if e.relation.value in RELATIONS
        ),
        "may undo": page.undo is not None,
        "may redo": page.redo is not None,
    }


def due(clock: SlaClock, promised_s: int) -> datetime:
    """When so many seconds outside of the pauses have passed."""
    at = clock.started_at + timedelta(seconds=promised_s)
    for since, to in clock.pauses:
        at += to - since if since < at else timedelta()
    return at


def check_clocks(page: TicketPage) -> None:
    """The rules, §4, for one ticket."""
    ticket = page.ticket
    ticking = [clock for clock in page.clocks if clock.is_ticking]
    main = RUNS_TO_THE_END[ticket.kind]
    assert len({clock.target for clock in ticking}) == len(ticking)
    assert {clock.target for clock in ticking} <= {Target.RESPOND, main}
    for clock in ticking:
        promised = DEFAULT_PROMISES[ticket.kind, ticket.priority, clock.target]
        assert clock.due_at == due(clock, promised)
        assert clock.paused_s == sum((to - since).total_seconds() for since, to in clock.pauses)
        assert clock.started_at == ticket.opened_at
    open_now = ticket.status.value not in FINAL | DONE
    assert open_now or not ticking
    mains = [c for c in page.clocks if c.target is main and c.state is not ClockState.STOPPED]
    assert len(mains) == (0 if ticket.status in {Status.CANCELLED, Status.REJECTED} else 1)
    waits = ticket.status is Status.ON_HOLD and ticket.hold_reason is not HoldReason.SUPPLIER
    for clock in ticking:
        if clock.target is main:
            assert (clock.state is ClockState.PAUSED) == waits
    respond = [clock for clock in ticking if clock.target is Target.RESPOND]
    assert bool(respond) == (open_now and ticket.responded_at is None)
