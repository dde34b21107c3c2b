"""What is promised holds against anybody with a database client, and is found by its indexes."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import replace

from desk_gui.domain.sla import DEFAULT_POLICIES
from desk_gui.operations import (
    business_hours,
    search,
    sla,
)
from desk_gui.operations.desk import Desk
from desk_gui.storage import promises, replay
from tests.conftest import Office
from tests.factories import an_incident
from tests.storage.attacks import Attacker, refused


def test_that_the_timeline_of_a_clock_is_append_only(office: Office, attacker: Attacker) -> None:
    first, second = an_incident(office.agent), an_incident(office.agent)
    changed, deleted = "of a clock is never changed", "timeline of a clock is never deleted"
    refused(attacker, changed, "UPDATE clock_mark SET at = at + 60")
    refused(attacker, deleted, f"DELETE FROM clock_mark WHERE ticket_id = {first}")
    if not attacker.database.is_sqlite:
        refused(attacker, deleted, "TRUNCATE clock_mark")
    values = f"(clock_id, ticket_id, at, what) VALUES (1, {second}, 1, 'met')"
    refused(attacker, "belongs to the clock's ticket", f"INSERT INTO clock_mark {values}")
    again = f"(id, clock_id, ticket_id, at, what) VALUES (1, 1, {first}, 1, 'met')"
    refused(attacker, "is there already", f"INSERT INTO clock_mark {again}")


def test_that_a_clock_stays_what_it_is(office: Office, attacker: Attacker) -> None:
    ticket_id = an_incident(office.agent)
    kept = "stays with its ticket and its target, and counts from its start"
    for change in ("started_at = started_at + 60", "target = 'fulfil'", "ticket_id = 99"):
        refused(attacker, kept, f"UPDATE clock SET {change} WHERE ticket_id = {ticket_id}")
    refused(attacker, "says since when", "UPDATE clock SET state = 'paused'")
    refused(attacker, "says when it ended", "UPDATE clock SET state = 'met'")
    refused(attacker, "says when it ended", "UPDATE clock SET ended_at = 5")
    refused(attacker, "a clock is never deleted", "DELETE FROM clock")


def test_that_policies_stay_whole(office: Office, attacker: Attacker) -> None:
    columns = "INSERT INTO sla_policy (kind, priority, target, promised_s"
    refused(
        attacker,
        "there is a policy for these tickets already",
        f"{columns}) VALUES ('incident', 1, 'resolve', 60)",
    )
    refused(
        attacker,
        "an incident is resolved, a service request fulfilled",
        f"{columns}, team_id) VALUES ('incident', 1, 'fulfil', 60, {office.team_id})",
    )
    refused(
        attacker,
        "business hours that are in use",
        f"{columns}, team_id, business_hours_id)"
        f" VALUES ('incident', 1, 'resolve', 60, {office.team_id}, 99)",
    )
    refused(attacker, "make another", "UPDATE sla_policy SET priority = 2 WHERE id = 1")
    refused(attacker, "more than no time", "UPDATE sla_policy SET promised_s = 0")
    refused(attacker, "keeps both of its general targets", "DELETE FROM sla_policy WHERE id = 1")
    if not attacker.database.is_sqlite:
        refused(attacker, "keeps both of its general targets", "TRUNCATE sla_policy")
    assert attacker.run("DELETE FROM sla_policy WHERE major = 1") == ""


def test_that_business_hours_in_use_stay(office: Office, attacker: Attacker) -> None:
    refused(attacker, "retire them instead", "DELETE FROM business_hours")
    (hours,) = business_hours.all_hours(office.agent)
    first = replace(DEFAULT_POLICIES[0], business_hours_id=hours.id)
    sla.change_policies(office.administrator, (first, *DEFAULT_POLICIES[1:]))
    refused(attacker, "stay in use", "UPDATE business_hours SET active = 0")


def test_that_escalations_can_happen(office: Office, attacker: Attacker) -> None:
    columns = "INSERT INTO escalation (kind, target, percent, action) VALUES"
    for values, sentence in (
        ("('incident', 'resolve', 50, 'reassign')", "names an agent or a team"),
        ("('request', 'fulfil', 50, 'raise')", "only the priority of an incident"),
        ("('request', 'resolve', 50, 'notify')", "a service request fulfilled"),
        ("('incident', 'resolve', 0, 'notify')", "1 to 1000 percent"),
        ("('incident', 'resolve', 50, 'shout')", "does a known thing"),
    ):
        refused(attacker, sentence, f"{columns} {values}")


def _plans(desk: Desk, work: Callable[[], object]) -> str:
    """How the database goes about the statements of some work, where it can avoid to sort."""
    with replay.noted(desk.database) as statements:
        work()
    explain = "EXPLAIN QUERY PLAN" if desk.database.is_sqlite else "EXPLAIN"
    plans: list[str] = []
    with closing(desk.database.engine.raw_connection()) as raw, closing(raw.cursor()) as cursor:
        for costly in () if desk.database.is_sqlite else ("seqscan", "sort", "bitmapscan"):
            cursor.execute(f"SET LOCAL enable_{costly} = off")
        for sql, parameters, _ in statements:
            if sql.startswith("SELECT"):
                cursor.execute(f"{explain} {sql}", parameters)
                plans += [str(row[-1]) for row in cursor.fetchall()]
        raw.rollback()
    return "\n".join(plans)


def test_that_the_open_tickets_are_sorted_by_due_through_an_index(office: Office) -> None:
    an_incident(office.agent)
    plan = _plans(office.supervisor, lambda: search.ids(office.supervisor, "is:open", "due"))
    assert "ix_ticket_due" in plan
    assert "Sort" not in plan
    assert "TEMP B-TREE" not in plan


def test_that_what_is_due_by_itself_is_found_through_an_index(office: Office) -> None:
    an_incident(office.agent)
    with office.agent.reading() as session:
        connection, now = session.connection, session.now
        plan = _plans(office.agent, lambda: promises.next_steps(connection, now, 10))
    assert "ix_clock_next" in plan
