"""What no major incident may do holds against anybody with a database client, on both databases."""

from __future__ import annotations

from itertools import product

import pytest

from desk_gui.domain.major_incident import STEPS
from desk_gui.domain.ticket import Major, Wish
from desk_gui.domain.workflow import ResolutionCode, Status
from desk_gui.operations import major_incidents, tickets
from tests.conftest import Office
from tests.factories import a_major, a_request, a_review, an_incident, in_progress, resolved
from tests.storage.attacks import Attacker, forgery_refused, refused

RESOLVE = Wish(Status.RESOLVED, resolution_code=ResolutionCode.FIXED, resolution_text="Done.")
CLOSE, CANCEL = (
    "status = 'closed', closed_at = 1",
    "status = 'cancelled', cancel_reason = 'mistaken'",
)


def incident_in(office: Office, major: Major) -> int:
    """The id of an incident in work whose field has this word."""
    ticket_id = in_progress(office.agent, an_incident(office.agent))
    if major is Major.NONE:
        return ticket_id
    major_incidents.propose(office.agent, ticket_id, "It spreads.")
    if major is Major.REJECTED:
        major_incidents.reject(office.supervisor, ticket_id, "One printer only.")
    if major in {Major.DECLARED, Major.STOOD_DOWN}:
        a_major(office.supervisor, office.agent, ticket_id)
    if major is Major.STOOD_DOWN:
        major_incidents.stand_down(office.agent, ticket_id, "Mail flows.")
    return ticket_id


def reviewed(office: Office) -> int:
    """The id of a resolved major incident with its review."""
    ticket_id = incident_in(office, Major.DECLARED)
    tickets.move(office.agent, ticket_id, RESOLVE)
    major_incidents.post_update(office.agent, ticket_id, "Mail flows again.")
    major_incidents.stand_down(office.agent, ticket_id, "Mail flows.")
    major_incidents.review(office.agent, ticket_id, a_review(office.agent))
    return ticket_id


def test_that_no_sql_makes_a_step_that_the_rules_do_not_have(
    office: Office, attacker: Attacker
) -> None:
    allowed = {(step.source, step.target) for step in STEPS}
    ids = {major: incident_in(office, major) for major in Major}
    for source, target in product(Major, Major):
        if source is not target and (source, target) not in allowed:
            forgery_refused(attacker, ids[source], "can become", f"major = '{target.value}'")


def test_that_a_ticket_is_never_opened_as_a_major_incident(attacker: Attacker) -> None:
    start = "INSERT INTO ticket (kind, status, title, opened_at, updated_at, impact, urgency,"
    for source in ("NULL", "'import'"):
        values = f"('incident', 'new', 'T', 1, 1, 'medium', 'medium', 3, 'proposed', {source})"
        insert = f"{start} priority, major, source) VALUES {values}"
        refused(attacker, "opened before it is proposed", insert)


def test_that_a_proposal_needs_a_reason_and_an_open_incident(
    office: Office, attacker: Attacker
) -> None:
    ticket_id, done = (
        incident_in(office, Major.NONE),
        resolved(office.agent, an_incident(office.agent)),
    )
    change = "major = 'proposed'"
    forgery_refused(attacker, ticket_id, "proposed by somebody, with a reason", change)
    forgery_refused(attacker, done, "only an open incident is proposed", change)
    major_incidents.propose(office.agent, ticket_id, "It spreads.")
    tickets.move(office.agent, ticket_id, RESOLVE)
    attacker.run(_whole_declaration(office, ticket_id))
    forgery_refused(attacker, ticket_id, "only an open incident is declared", "major = 'declared'")


def _whole_declaration(office: Office, ticket_id: int, **other: str) -> str:
    values = {
        "coordinator_id": str(office.agent_id),
        "business_impact": "'Nobody ships.'",
        "stakes": "'[\"service\"]'",
        "declared_at": "1",
        "declared_by_id": str(office.supervisor.account_id),
        **other,
    }
    changes = ", ".join(f"{name} = {value}" for name, value in values.items())
    return f"UPDATE major_incident SET {changes} WHERE ticket_id = {ticket_id}"


@pytest.mark.parametrize(
    ("lacking", "sentence"),
    [
        ({"coordinator_id": "NULL"}, "with a coordinator, its business impact and its stakes"),
        ({"business_impact": "'  '"}, "with a coordinator, its business impact and its stakes"),
        ({"stakes": "'[]'"}, "with a coordinator, its business impact and its stakes"),
        ({"declared_at": "NULL"}, "with a coordinator, its business impact and its stakes"),
        ({"declared_by_id": "NULL"}, "by an active supervisor"),
        ({"declared_by_id": "(SELECT id FROM account WHERE login = 'tom')"}, "active supervisor"),
    ],
)
def test_that_a_declaration_lacks_nothing(
    office: Office, attacker: Attacker, lacking: dict[str, str], sentence: str
) -> None:
    ticket_id = incident_in(office, Major.PROPOSED)
    assert not attacker.run(_whole_declaration(office, ticket_id, **lacking))
    forgery_refused(attacker, ticket_id, sentence, "major = 'declared'")


def test_that_a_coordinator_who_is_switched_off_does_not_count(
    office: Office, attacker: Attacker
) -> None:
    ticket_id = incident_in(office, Major.PROPOSED)
    assert not attacker.run(_whole_declaration(office, ticket_id))
    attacker.run(f"UPDATE account SET active = 0 WHERE id = {office.agent_id}")
    forgery_refused(attacker, ticket_id, "with a coordinator", "major = 'declared'")


def test_that_rejecting_and_standing_down_say_why(office: Office, attacker: Attacker) -> None:
    proposed, declared = (incident_in(office, m) for m in (Major.PROPOSED, Major.DECLARED))
    forgery_refused(attacker, proposed, "rejected by an active supervisor", "major = 'rejected'")
    forgery_refused(attacker, declared, "stood down by somebody", "major = 'stood_down'")
    agent = f"ended_at = 1, ended_because = 'No', ended_by_id = {office.agent_id}"
    assert not attacker.run(f"UPDATE major_incident SET {agent} WHERE ticket_id = {proposed}")
    forgery_refused(attacker, proposed, "rejected by an active supervisor", "major = 'rejected'")


def test_that_none_ends_before_it_is_stood_down_and_reviewed(
    office: Office, attacker: Attacker
) -> None:
    for major, sentence in (
        (Major.PROPOSED, "once that is decided"),
        (Major.DECLARED, "once it is stood down and reviewed"),
        (Major.STOOD_DOWN, "once it is stood down and reviewed"),
    ):
        ticket_id = incident_in(office, major)
        forgery_refused(attacker, ticket_id, sentence, CANCEL)
        tickets.move(office.agent, ticket_id, RESOLVE)
        forgery_refused(attacker, ticket_id, sentence, CLOSE)
        forgery_refused(attacker, ticket_id, "can become", f"major = 'none', {CLOSE}")


def test_that_a_reviewed_one_is_closed_by_a_person_only(office: Office, attacker: Attacker) -> None:
    ticket_id = reviewed(office)
    forgery_refused(attacker, ticket_id, "never closed by itself", CLOSE)
    tickets.move(office.agent, ticket_id, Wish(Status.CLOSED))


def test_that_a_review_cannot_be_pretended(office: Office, attacker: Attacker) -> None:
    declared, over = incident_in(office, Major.DECLARED), incident_in(office, Major.STOOD_DOWN)
    words = "cause = 'c', went_well = 'w', went_wrong = 'n', reviewed_by_id = 1, reviewed_at = 1"
    change = "UPDATE major_incident SET {0} WHERE ticket_id = {1}"
    sentence = "a review says the cause, what went well, what did not"
    for lacking in (
        "reviewed_at = 1",
        words,
        words.replace("'c'", "''") + ", no_action_because = 'None.'",
        words.replace("'n'", "NULL") + ", no_action_because = 'None.'",
        words.replace("reviewed_by_id = 1", "reviewed_by_id = NULL") + ", no_action_because = 'N'",
        words + ", no_action_because = ''",
    ):
        refused(attacker, sentence, change.format(lacking, over))
    whole = words + ", no_action_because = 'The carrier did all.'"
    refused(attacker, "only a major incident that was stood down", change.format(whole, declared))
    assert not attacker.run(change.format(whole, over))
    refused(attacker, "never taken away", change.format("reviewed_at = NULL", over))
    refused(attacker, sentence, change.format("no_action_because = NULL", over))


def test_that_a_review_without_its_actions_closes_nothing(
    office: Office, attacker: Attacker
) -> None:
    ticket_id = reviewed(office)
    assert not attacker.run(f"DELETE FROM review_action WHERE ticket_id = {ticket_id}")
    forgery_refused(attacker, ticket_id, "stood down and reviewed", CLOSE)


def test_that_posted_updates_stay_as_they_are(office: Office, attacker: Attacker) -> None:
    ticket_id, other = reviewed(office), incident_in(office, Major.PROPOSED)
    stays = "an update stays as it was posted"
    refused(attacker, stays, "UPDATE major_update SET text = 'Never said'")
    refused(attacker, stays, "UPDATE major_update SET at = at + 60")
    refused(attacker, stays, "DELETE FROM major_update")
    columns = "INSERT INTO major_update (ticket_id, at, text) VALUES"
    for one in (ticket_id, other):
        refused(attacker, "while a major incident is declared", f"{columns} ({one}, 1, 'Now')")
    declared = incident_in(office, Major.DECLARED)
    refused(attacker, "an update of a major incident has words", f"{columns} ({declared}, 1, '')")
    if attacker.database.is_sqlite:
        again = "REPLACE INTO major_update (id, ticket_id, at, text) SELECT id, ticket_id, at, 'No'"
        refused(attacker, "declared", f"{again} FROM major_update")
    else:
        before = attacker.everything()
        assert attacker.run("TRUNCATE major_update, review_action, major_incident CASCADE")
        assert attacker.everything() == before


def test_that_a_request_is_never_major(office: Office, attacker: Attacker) -> None:
    request = a_request(office.agent)
    insert = "INSERT INTO major_incident (ticket_id, proposed_at, proposal) VALUES"
    refused(attacker, "never a major incident", f"{insert} ({request}, 1, 'It hurts.')")
    forgery_refused(attacker, request, "never a major incident", "major = 'proposed'")
    ticket_id = incident_in(office, Major.STOOD_DOWN)
    said = attacker.forged(
        ticket_id,
        "kind = 'request', status = 'new', impact = NULL, urgency = NULL, item_id = 5,"
        " priority = 4, major = 'none'",
        action="reclassified",
        reason="It asks.",
        kind="request",
        status="new",
    )
    assert "a major incident stays an incident" in said


def test_that_what_is_said_of_it_holds_and_is_kept(office: Office, attacker: Attacker) -> None:
    ticket_id, other = incident_in(office, Major.DECLARED), an_incident(office.agent)
    rita = office.requester.account_id
    for change, sentence in (
        (f"ticket_id = {other}", "stays with it"),
        (f"coordinator_id = {rita}", "the coordinator of a major incident is an active agent"),
        ("coordinator_id = NULL", "the coordinator of a major incident is an active agent"),
        ("business_impact = ' '", "keeps a business impact and what is at stake"),
        ("stakes = '[]'", "keeps a business impact and what is at stake"),
        ("stakes = '[\"weather\"]'", "the stakes of a major incident are known ones"),
        ('stakes = \'["service","service"]\'', "the stakes of a major incident are known ones"),
        ("update_every_s = 60", "updates come every five minutes to every day"),
        ("declared_at = 1", "a major incident keeps when it was declared"),
        ("declared_at = NULL", "a major incident keeps when it was declared"),
    ):
        statement = f"UPDATE major_incident SET {change} WHERE ticket_id = {ticket_id}"
        refused(attacker, sentence, statement)
    refused(attacker, "never deleted", f"DELETE FROM major_incident WHERE ticket_id = {ticket_id}")
    insert = f"INSERT INTO major_incident (ticket_id, proposed_at) VALUES ({ticket_id}, 1)"
    refused(attacker, "there already", insert)


def test_that_a_closed_review_stays_and_its_actions_can_only_be_done(
    office: Office, attacker: Attacker
) -> None:
    ticket_id, other = reviewed(office), incident_in(office, Major.DECLARED)
    insert = "INSERT INTO review_action (ticket_id, position, title) VALUES"
    refused(attacker, "not closed", f"{insert} ({other}, 1, 'Later')")
    refused(attacker, "what is to be done", f"{insert} ({ticket_id}, 2, '')")
    refused(attacker, "stays with its review", f"UPDATE review_action SET ticket_id = {other}")
    tickets.move(office.agent, ticket_id, Wish(Status.CLOSED))
    refused(attacker, "not closed", f"{insert} ({ticket_id}, 2, 'Later')")
    for change in ("title = 'Less'", "account_id = NULL", "due_on = '2030-01-01'", "position = 9"):
        refused(attacker, "can only be done", f"UPDATE review_action SET {change}")
    refused(attacker, "can only be done", "DELETE FROM review_action")
    cause = f"UPDATE major_incident SET cause = 'Nothing' WHERE ticket_id = {ticket_id}"
    refused(attacker, "stays as it was when the incident ended", cause)
    assert not attacker.run("UPDATE review_action SET done = 1")
