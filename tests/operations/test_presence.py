"""Who is at a ticket: seen within a second, never a lock, gone when its window is."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from desk_gui.domain.collaboration import STALE, Activity, Writing
from desk_gui.domain.errors import DatabaseTrouble, NotAllowed, NotFound
from desk_gui.operations import drafts, live, notices, presence, tickets
from desk_gui.operations.desk import Desk
from desk_gui.operations.saving import Why, save, ticket_or_refuse
from desk_gui.operations.tickets import Edit
from desk_gui.storage import rows
from desk_gui.storage.database import BUSY_MS
from tests.conftest import Office
from tests.factories import an_incident

MINE, HIS, OTHER = "seat of amira", "seat of tom", "another seat of tom"


def heard_ago(desk: Desk, seat: str, ago: timedelta) -> None:
    """As if a window had last been heard of that long ago."""
    with desk.aside() as session:
        row = rows.one(session.connection, "presence", seat=seat)
        assert row is not None
        rows.change(session.connection, "presence", {"seen_at": row["seen_at"] - ago}, seat=seat)


def names(desk: Desk, ticket_id: int) -> list[tuple[str, str]]:
    return [(one.name, one.activity.value) for one in presence.who(desk, ticket_id)]


def test_that_others_at_a_ticket_are_seen_and_oneself_is_not(office: Office) -> None:
    ticket_id, other = an_incident(office.agent), an_incident(office.agent)
    presence.here(office.agent, MINE, ticket_id, Activity.VIEWING)
    presence.here(office.colleague, HIS, ticket_id, Activity.ANSWERING)
    assert names(office.agent, ticket_id) == [("Tom", "answering")]
    assert names(office.colleague, ticket_id) == [("Amira", "viewing")]
    assert names(office.supervisor, ticket_id) == [("Tom", "answering"), ("Amira", "viewing")]
    assert names(office.agent, other) == []


def test_that_a_window_is_at_one_ticket_at_a_time(office: Office) -> None:
    first, second = an_incident(office.agent), an_incident(office.agent)
    presence.here(office.colleague, HIS, first, Activity.VIEWING)
    presence.here(office.colleague, HIS, second, Activity.VIEWING)
    assert names(office.agent, first) == []
    assert names(office.agent, second) == [("Tom", "viewing")]
    presence.gone(office.colleague, HIS)
    assert names(office.agent, second) == []


def test_that_two_windows_of_one_person_count_once_and_answering_wins(office: Office) -> None:
    ticket_id = an_incident(office.agent)
    presence.here(office.colleague, HIS, ticket_id, Activity.VIEWING)
    presence.here(office.colleague, OTHER, ticket_id, Activity.ANSWERING)
    assert names(office.agent, ticket_id) == [("Tom", "answering")]
    presence.gone(office.colleague, OTHER)
    assert names(office.agent, ticket_id) == [("Tom", "viewing")]


def test_that_a_killed_window_is_gone_after_thirty_seconds(office: Office) -> None:
    ticket_id = an_incident(office.agent)
    presence.here(office.colleague, HIS, ticket_id, Activity.VIEWING)
    heard_ago(office.colleague, HIS, STALE - timedelta(seconds=5))
    assert names(office.agent, ticket_id) == [("Tom", "viewing")]
    heard_ago(office.colleague, HIS, timedelta(seconds=10))
    assert names(office.agent, ticket_id) == []
    presence.here(office.colleague, HIS, ticket_id, Activity.VIEWING)
    assert names(office.agent, ticket_id) == [("Tom", "viewing")]


def test_that_rows_of_windows_long_gone_are_cleared_away(office: Office) -> None:
    ticket_id = an_incident(office.agent)
    presence.here(office.colleague, HIS, ticket_id, Activity.VIEWING)
    heard_ago(office.colleague, HIS, timedelta(hours=1))
    presence.here(office.agent, MINE, ticket_id, Activity.VIEWING)
    with office.agent.reading() as session:
        assert [row["seat"] for row in rows.many(session.connection, "presence")] == [MINE]


def test_that_it_goes_by_the_clock_of_the_database(office: Office) -> None:
    ticket_id = an_incident(office.agent)
    office.clock.forward(days=400)
    presence.here(office.colleague, HIS, ticket_id, Activity.VIEWING)
    office.clock.forward(days=-800)
    (there,) = presence.who(office.agent, ticket_id)
    assert abs(there.since - datetime.now(UTC)) < timedelta(seconds=20)


def test_that_since_is_when_it_began_not_when_it_was_last_heard_of(office: Office) -> None:
    ticket_id = an_incident(office.agent)
    presence.here(office.colleague, HIS, ticket_id, Activity.VIEWING)
    with office.agent.aside() as session:
        began = presence.who(office.agent, ticket_id)[0].since - timedelta(minutes=3)
        rows.change(session.connection, "presence", {"since": began}, seat=HIS)
    presence.here(office.colleague, HIS, ticket_id, Activity.VIEWING)
    assert presence.who(office.agent, ticket_id)[0].since == began
    presence.here(office.colleague, HIS, ticket_id, Activity.ANSWERING)
    assert presence.who(office.agent, ticket_id)[0].since > began


def test_that_presence_is_for_those_who_work_here_and_may_see_the_ticket(office: Office) -> None:
    ticket_id = an_incident(office.supervisor)
    presence.here(office.colleague, HIS, ticket_id, Activity.VIEWING)
    tickets.edit(office.supervisor, ticket_id, Edit(confidential=True))
    with pytest.raises(NotFound, match="no ticket"):
        presence.here(office.agent, MINE, ticket_id, Activity.VIEWING)
    assert names(office.agent, ticket_id) == []
    assert names(office.supervisor, ticket_id) == [("Tom", "viewing")]
    with pytest.raises(NotAllowed):
        presence.here(office.requester, MINE, ticket_id, Activity.VIEWING)
    with pytest.raises(NotAllowed):
        live.pulse(office.requester, 0, ticket_id)


def test_that_the_pulse_brings_who_is_there(office: Office) -> None:
    ticket_id = an_incident(office.agent)
    presence.here(office.colleague, HIS, ticket_id, Activity.ANSWERING)
    newest = live.newest(office.agent)
    told = live.pulse(office.agent, newest, ticket_id)
    assert [one.name for one in told.present] == ["Tom"]
    assert told.effects is None
    assert live.pulse(office.agent, newest, None).present == ()


@pytest.mark.postgres
@pytest.mark.parametrize("database_kind", ["postgres"])
def test_that_nothing_beside_the_work_waits_for_the_journal(office: Office) -> None:
    """Another transaction holds the head of the journal and has changed this very ticket."""
    ticket_id = an_incident(office.agent)
    done: list[str] = []

    def beside() -> None:
        presence.here(office.colleague, HIS, ticket_id, Activity.ANSWERING)
        done.append("here")
        drafts.keep(office.colleague, ticket_id, "Half a thought", Writing.ANSWER)
        done.append("kept")
        notices.mark_read(office.colleague)
        done.append("read")
        presence.gone(office.colleague, HIS)
        done.append("gone")

    with office.agent.writing() as session:
        ticket = ticket_or_refuse(session, ticket_id)
        save(session, ticket, {"title": "Changed, not committed"}, Why("edited"))
        worker = threading.Thread(target=beside)
        worker.start()
        worker.join(5)
        assert done == ["here", "kept", "read", "gone"]


@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_that_on_a_file_presence_gives_way_to_whoever_writes(office: Office) -> None:
    ticket_id = an_incident(office.agent)
    with office.agent.writing() as session:
        ticket = ticket_or_refuse(session, ticket_id)
        began = time.monotonic()
        with pytest.raises(DatabaseTrouble, match="busy"):
            presence.here(office.colleague, HIS, ticket_id, Activity.VIEWING)
        assert time.monotonic() - began < 2
        save(session, ticket, {"title": "Changed"}, Why("edited"))
    presence.here(office.colleague, HIS, ticket_id, Activity.VIEWING)
    assert names(office.agent, ticket_id) == [("Tom", "viewing")]
    engine = office.agent.database.engine
    with engine.connect() as one, engine.connect() as other:
        waits = [it.execute(text("PRAGMA busy_timeout")).scalar() for it in (one, other)]
    assert waits == [BUSY_MS, BUSY_MS]
