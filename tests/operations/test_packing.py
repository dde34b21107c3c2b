"""Packed facts are what the tickets and the journal say, whatever happened, on both databases."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import fields
from datetime import timedelta

import numpy as np
import pytest
from sqlalchemy import text

from desk_gui.domain.errors import Refusal
from desk_gui.domain.priority import Level
from desk_gui.domain.ticket import Wish
from desk_gui.domain.workflow import CancelReason, HoldReason, Kind, ResolutionCode, Status
from desk_gui.operations import classification, databases, packing, reports, requests, tickets
from desk_gui.operations.classification import Reclassification
from desk_gui.operations.desk import Desk
from desk_gui.reports.facts import Facts
from desk_gui.reports.periods import By
from desk_gui.reports.report import build
from desk_gui.reports.written import to_json
from desk_gui.storage import facts as stored
from desk_gui.storage import packs, read, stale
from tests.conftest import START, Office
from tests.factories import a_request, an_incident, an_item, in_progress, resolved

OPERATIONS = 120
MANY_OPERATIONS = 20_000
_WISHES = [
    Wish(Status.IN_PROGRESS),
    Wish(Status.ON_HOLD, hold_reason=HoldReason.REQUESTER),
    Wish(Status.RESOLVED, resolution_code=ResolutionCode.FIXED, resolution_text="Restarted it."),
    Wish(Status.CLOSED),
    Wish(Status.CANCELLED, cancel_reason=CancelReason.WITHDRAWN),
    Wish(Status.APPROVED),
    Wish(Status.IN_FULFILMENT),
    Wish(Status.FULFILLED),
]


class Course:
    """Random operations of a working day; what the rules refuse simply does not happen."""

    def __init__(self, office: Office, seed: int) -> None:
        self.office = office
        self.rng = random.Random(seed)  # noqa: S311 - made-up work is no secret
        self.ids = [an_incident(office.agent), a_request(office.agent, approvals=1)]
        self.acts: list[Callable[[Desk, int], object]] = [
            self._open,
            self._move,
            self._move,
            self._edit,
            self._comment,
            self._reclassify,
            self._decide,
            self._work_through,
            lambda _, __: packing.pack_all(office.administrator),
        ]

    def go_on(self, steps: int) -> None:
        """So many operations, some time apart."""
        desks = (self.office.agent, self.office.colleague, self.office.supervisor)
        for _ in range(steps):
            self.office.clock.forward(minutes=self.rng.randrange(300))
            try:
                self.rng.choice(self.acts)(self.rng.choice(desks), self.rng.choice(self.ids))
            except Refusal:
                continue

    def _open(self, desk: Desk, _: int) -> None:
        if self.rng.random() < 0.5:
            self.ids.append(an_incident(desk, urgency=self.rng.choice(list(Level))))
        else:
            self.ids.append(a_request(desk, approvals=self.rng.randrange(2)))

    def _move(self, desk: Desk, ticket_id: int) -> None:
        wish = self.rng.choice(_WISHES)
        if wish.to in {Status.IN_PROGRESS, Status.IN_FULFILMENT}:
            wish = Wish(wish.to, assignee_id=desk.account_id)
        tickets.move(desk, ticket_id, wish)

    def _edit(self, desk: Desk, ticket_id: int) -> None:
        wish = tickets.Edit(impact=self.rng.choice(list(Level)))
        tickets.edit(desk, ticket_id, wish)

    def _comment(self, desk: Desk, ticket_id: int) -> None:
        say = self.rng.choice([tickets.comment, tickets.work_note])
        say(desk, ticket_id, "We look at it.")

    def _reclassify(self, desk: Desk, ticket_id: int) -> None:
        kind = self.rng.choice(list(Kind))
        item = an_item(desk) if kind is Kind.REQUEST else None
        wanted = Reclassification(kind, "It is one.", item_id=item)
        classification.reclassify(desk, ticket_id, wanted)

    def _decide(self, desk: Desk, ticket_id: int) -> None:
        if self.rng.random() < 0.8:
            requests.approve(desk, ticket_id)
        else:
            requests.reject(desk, ticket_id, "It is too dear.")

    def _work_through(self, desk: Desk, ticket_id: int) -> None:
        with desk.reading() as session:
            found = [task.id for task in read.tasks(session.connection, ticket_id)]
        for task_id in found:
            requests.complete_task(desk, ticket_id, task_id)


def afresh(desk: Desk) -> Facts:
    """The facts without any pack: from the tickets, the journal and what hangs on them."""
    with desk.reading() as session:
        fresh = stored.fresh(session.connection, stored.everything, set())
        found = packs.joined([fresh], stored.CODED)
        raw = stored.told(session.connection, found, session.actor)
    return reports.facts_of(raw, per_agent=True)


def same(one: Facts, other: Facts) -> None:
    """The same rows in all tables, by the ids of their tickets; in which order does not matter."""
    for name in (f.name for f in fields(Facts) if f.name not in {"names", "memory"}):
        tables = [ordered(facts, name) for facts in (one, other)]
        for column, values in tables[0].items():
            np.testing.assert_array_equal(values, tables[1][column], f"{name}.{column}")
    assert one.names == other.names


def ordered(facts: Facts, name: str) -> dict[str, np.ndarray]:
    table = getattr(facts, name)
    columns = {f.name: getattr(table, f.name) for f in fields(table)}
    if name != "tickets":
        columns["ticket"] = facts.tickets.id[columns["ticket"]]
    order = np.lexsort(list(columns.values())[::-1])
    return {name: column[order] for name, column in columns.items()}


def check_course(office: Office, steps: int, seed: int) -> None:
    course = Course(office, seed)
    course.go_on(steps)
    packed, found = reports.read_facts(office.supervisor), afresh(office.supervisor)
    same(packed, found)
    period = reports.period(office.supervisor, found, None, None)
    assert to_json(build(packed, period)) == to_json(build(found, period))
    assert databases.check(office.supervisor) == []


@pytest.mark.parametrize("seed", [1, 2])
def test_that_packed_facts_are_those_of_the_journal_after_random_operations(
    office: Office, seed: int
) -> None:
    check_course(office, OPERATIONS, seed)


@pytest.mark.slow
def test_that_packed_facts_are_those_of_the_journal_after_20_000_operations(
    office: Office,
) -> None:
    check_course(office, MANY_OPERATIONS, 3)


def test_that_any_client_that_changes_a_ticket_marks_it(office: Office) -> None:
    ticket_id = resolved(office.agent, an_incident(office.agent))
    an_incident(office.agent)
    packing.pack_all(office.administrator)
    with office.administrator.database.engine.begin() as connection:
        assert stale.count(connection) == 0
        other = f"UPDATE clock SET due_at = due_at + 60 WHERE ticket_id = {ticket_id}"
        connection.execute(text(other))
        assert packs.stale_ids(connection).tolist() == [ticket_id]
    same(reports.read_facts(office.supervisor), afresh(office.supervisor))


def test_that_another_role_of_an_account_counts_its_answers_anew(office: Office) -> None:
    ticket_id = an_incident(office.agent)
    tickets.comment(office.colleague, ticket_id, "Try again, please.")
    packing.pack_all(office.administrator)
    assert reports.read_facts(office.supervisor).tickets.answers.tolist() == [1]
    with office.administrator.database.engine.begin() as connection:
        found = f"UPDATE account SET role = 'requester' WHERE id = {office.colleague.account_id}"
        connection.execute(text(found))
    assert reports.read_facts(office.supervisor).tickets.answers.tolist() == [0]


def test_that_a_pack_that_was_tampered_with_is_found(office: Office) -> None:
    an_incident(office.agent)
    packing.pack_all(office.administrator)
    assert databases.check(office.administrator) == []
    with office.administrator.database.engine.begin() as connection:
        (pack,) = packs.read(connection, None)
        tables = {name: dict(columns) for name, columns in pack.tables.items()}
        tables["tickets"]["priority"] = tables["tickets"]["priority"] + 1
        content = packs.to_bytes(packs.Packed(tables, pack.words))
        connection.execute(text("UPDATE fact_pack SET content = :new"), {"new": content})
    (problem,) = databases.check(office.administrator)
    assert "figures of tickets 0 to 19,999" in problem


def test_that_tickets_ended_before_a_period_may_be_left_out_of_it(office: Office) -> None:
    for _ in range(2):
        resolved(office.agent, an_incident(office.agent))
    tickets.move(office.agent, 1, Wish(Status.CLOSED))
    office.clock.forward(days=60)
    in_progress(office.agent, an_incident(office.agent))
    packing.pack_all(office.administrator)
    since = START + timedelta(days=30)
    part = reports.read_facts(office.supervisor, since)
    assert part.tickets.id.tolist() == [3]
    whole = reports.read_facts(office.supervisor)
    assert sorted(whole.tickets.id.tolist()) == [1, 2, 3]
    period = reports.period(office.supervisor, whole, since.date(), None, by=By.DAY)
    one, other = (build(facts, period, By.DAY).kinds[Kind.INCIDENT] for facts in (part, whole))
    assert (one.everything, one.series) == (other.everything, other.series)


def test_that_a_confidential_ticket_in_a_pack_is_for_its_team_and_supervisors(
    office: Office,
) -> None:
    an_incident(office.supervisor)
    tickets.edit(office.supervisor, 1, tickets.Edit(confidential=True))
    an_incident(office.agent)
    packing.pack_all(office.administrator)
    assert sorted(reports.read_facts(office.supervisor).tickets.id.tolist()) == [1, 2]
    assert reports.read_facts(office.agent).tickets.id.tolist() == [2]


def test_that_few_changes_are_read_afresh_and_many_are_packed(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    an_incident(office.agent)
    assert packing.pack_many(office.administrator) == 0
    monkeypatch.setattr(packing, "MANY", 1)
    told: list[tuple[int, int]] = []
    assert packing.pack_many(office.administrator, lambda *at: told.append(at)) == 1
    assert told == [(0, 1), (1, 1)]
    assert packing.pack_many(office.administrator) == 0
