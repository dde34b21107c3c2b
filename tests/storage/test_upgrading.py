"""A database of the first schema, with tickets, clocks and policies, becomes one of today."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text

from desk_gui.domain.priority import Priority
from desk_gui.domain.sla import DEFAULT_PROMISES, ClockState, Policy, Scope, Target
from desk_gui.domain.workflow import Kind
from desk_gui.operations import business_hours, databases, show, sla, undoing
from desk_gui.operations.desk import Desk
from desk_gui.operations.ticking import tick
from desk_gui.storage import journal, schema
from desk_gui.storage.database import APPLICATION_ID, engine_for, is_local
from desk_gui.storage.journal import Entry
from tests.operations.seen import clock_of

OPENED = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
START = int(OPENED.timestamp())
HOUR, HOUR_S, DAY_S = timedelta(hours=1), 3600, 86_400
RUNNING, HELD, RESOLVED = 1, 2, 3
CRITICAL = (Kind.INCIDENT, Priority.CRITICAL, Target.RESOLVE)
BEFORE_THE_HOLD = {
    "target": "resolve",
    "state": "running",
    "started_at": START,
    "due_at": START + DAY_S + 2 * HOUR_S,
    "paused_at": None,
    "paused_s": 2 * HOUR_S,
    "ended_at": None,
}


def first_schema(location: str) -> None:
    """A database as the first version made it, with a desk that has three incidents."""
    if is_local(location):
        with closing(sqlite3.connect(location)) as raw:
            raw.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            raw.execute("PRAGMA user_version = 1")
    engine = engine_for(location)
    with engine.connect().execution_options(writing=True) as connection, connection.begin():
        config = Config()
        config.set_main_option("script_location", "desk_gui.storage:migrations")
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        _fill(connection)
    engine.dispose()


def _insert(connection: Connection, table: str, **values: Any) -> None:
    names = ", ".join(values)
    places = ", ".join(f":{name}" for name in values)
    connection.execute(text(f"INSERT INTO {table} ({names}) VALUES ({places})"), values)


def _fill(connection: Connection) -> None:
    for (kind, priority, target), usual_s in DEFAULT_PROMISES.items():
        promised_s = HOUR_S if (kind, priority, target) == CRITICAL else usual_s
        _insert(
            connection,
            "sla_policy",
            kind=kind.value,
            priority=int(priority),
            target=target.value,
            promised_s=promised_s,
        )
    _insert(connection, "setting", name="time_zone", value='"Europe/Berlin"')
    _insert(
        connection,
        "account",
        id=1,
        login="boss",
        name="Boss",
        role="administrator",
        created_at=START,
    )
    for impact in ("high", "medium", "low"):
        for urgency in ("high", "medium", "low"):
            _insert(connection, "priority_matrix", impact=impact, urgency=urgency, priority=3)
    _incident(connection, RUNNING, "in_progress", due_at=START + DAY_S)
    _incident(connection, HELD, "on_hold", hold_reason="requester", version=2)
    _incident(
        connection, RESOLVED, "resolved", resolution_code="fixed", resolved_at=START + 2 * HOUR_S
    )
    _clock(connection, RUNNING, "running", due_at=START + DAY_S)
    _clock(
        connection, HELD, "paused", due_at=START + DAY_S + 2 * HOUR_S, paused_s=2 * HOUR_S,
        paused_at=START + 10 * HOUR_S,
    )  # fmt: skip
    _clock(
        connection, RESOLVED, "met", due_at=START + DAY_S + HOUR_S, paused_s=HOUR_S,
        ended_at=START + 2 * HOUR_S,
    )  # fmt: skip


def _incident(connection: Connection, ticket_id: int, status: str, **more: Any) -> None:
    version = more.get("version", 1)
    values: dict[str, Any] = {"impact": "medium", "urgency": "medium", "assignee_id": 1, **more}
    _insert(
        connection,
        "ticket",
        id=ticket_id,
        kind="incident",
        status=status,
        title="Printer is on fire",
        priority=3,
        opened_at=START,
        updated_at=START,
        responded_at=START,
        **values,
    )
    opened = Entry(
        uuid=f"00000000-0000-0000-0000-00000000000{ticket_id}",
        at=OPENED,
        subject="ticket",
        subject_id=ticket_id,
        action="opened",
        account_id=1,
        version=1,
        old_kind="incident",
        kind="incident",
        status="in_progress" if version == 2 else status,
        after=journal.canonical({"title": "Printer is on fire"}),
    )
    held = replace(
        opened,
        uuid=f"00000000-0000-0000-0000-00000000001{ticket_id}",
        action="moved",
        version=2,
        old_status="in_progress",
        status=status,
        before=journal.canonical({"hold_reason": None, "clocks": {"2": BEFORE_THE_HOLD}}),
        after=journal.canonical({"hold_reason": "requester", "status": status}),
    )
    journal.append(connection, [opened, held][:version])


def _clock(connection: Connection, ticket_id: int, state: str, **more: Any) -> None:
    values = {"target": "resolve", "started_at": START, "state": state, **more}
    _insert(connection, "clock", id=ticket_id, ticket_id=ticket_id, **values)


@pytest.fixture
def upgraded(location: str) -> Iterator[Desk]:
    """The desk after the upgrade, half an hour after the first incident is due."""
    first_schema(location)
    assert databases.upgrade(location) == (1, schema.CURRENT)
    desk = databases.acting_for_administrator(databases.open_database(location))
    yield replace(desk, clock=lambda: OPENED + 24.5 * HOUR)
    desk.database.close()


def test_that_dues_pauses_and_verdicts_are_kept(upgraded: Desk) -> None:
    running, held, resolved = (clock_of(upgraded, one) for one in (RUNNING, HELD, RESOLVED))
    assert (running.state, running.due_at) == (ClockState.RUNNING, OPENED + 24 * HOUR)
    assert (running.promised_s, running.pauses) == (DAY_S, ())
    assert (held.state, held.due_at) == (ClockState.PAUSED, OPENED + 26 * HOUR)
    assert (held.promised_s, held.paused_s) == (DAY_S, 2 * HOUR_S)
    assert held.pauses == ((OPENED, OPENED + 2 * HOUR),)
    assert (resolved.state, resolved.promised_s) == (ClockState.MET, DAY_S)
    assert databases.check(upgraded) == []


def test_that_policies_are_kept_and_majors_are_promised_no_later(upgraded: Desk) -> None:
    policies = {policy.scope: policy for policy in sla.policies(upgraded)}
    general = {scope for scope in policies if scope.is_general}
    assert general == {Scope(*key) for key in DEFAULT_PROMISES}
    assert policies[Scope(*CRITICAL)].promised_s == HOUR_S
    assert policies[Scope(*CRITICAL, major=True)].promised_s == HOUR_S
    high = Scope(Kind.INCIDENT, Priority.HIGH, Target.RESOLVE, major=True)
    assert policies[high] == Policy(*CRITICAL[:1], Priority.HIGH, Target.RESOLVE, 7200, major=True)
    assert sla.change_policies(upgraded, tuple(policies.values())).settings is False


def test_that_office_hours_are_there_in_the_zone_of_the_desk(upgraded: Desk) -> None:
    (hours,) = business_hours.all_hours(upgraded)
    assert (hours.name, hours.time_zone) == ("Office hours", "Europe/Berlin")
    assert len(hours.windows) == 5


def test_that_what_was_overdue_at_the_upgrade_is_dated_rightly(upgraded: Desk) -> None:
    assert tick(upgraded).tickets == {RUNNING}
    assert clock_of(upgraded, RUNNING).breached_at == OPENED + 24 * HOUR
    (shown,) = show.show(upgraded, RUNNING).promises
    assert [(mark.what.value, mark.at) for mark in shown.marks] == [
        ("started", OPENED),
        ("warned", OPENED + 12 * HOUR),
        ("warned", OPENED + 18 * HOUR),
        ("breached", OPENED + 24 * HOUR),
    ]


def test_that_a_change_from_before_the_upgrade_can_be_undone(upgraded: Desk) -> None:
    undo = show.show(upgraded, HELD).undo
    assert undo is not None
    undoing.undo(upgraded, undo)
    clock = clock_of(upgraded, HELD)
    assert (clock.state, clock.due_at) == (ClockState.RUNNING, OPENED + 26 * HOUR)
    assert (clock.promised_s, clock.pauses) == (DAY_S, ((OPENED, OPENED + 2 * HOUR),))
