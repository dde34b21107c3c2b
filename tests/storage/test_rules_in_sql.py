"""The rules hold against anybody with a database client, on both databases."""

from __future__ import annotations

import itertools
import shutil
import subprocess

import pytest

from desk_gui.domain.errors import NotPossible
from desk_gui.domain.knowledge import ArticleStatus
from desk_gui.domain.ticket import Relation, Wish
from desk_gui.domain.workflow import CancelReason, HoldReason, Kind, Status
from desk_gui.operations import (
    classification,
    knowledge,
    relations,
    requests,
    show,
    suggestions,
    tickets,
)
from desk_gui.operations.classification import NewTicket, Reclassification
from desk_gui.storage import rows
from tests.conftest import Office
from tests.factories import a_published_article, a_request, an_incident, in_progress, resolved
from tests.operations.plain_desk import INCIDENT_MOVES, REQUEST_MOVES
from tests.storage.attacks import Attacker, forgery_refused, refused

INCIDENT_STATUSES = {status for pair in INCIDENT_MOVES for status in pair}
REQUEST_STATUSES = {status for pair in REQUEST_MOVES for status in pair} | {"rejected"}
AUTOMATIC = {
    ("new", "awaiting_approval"),
    ("new", "approved"),
    ("awaiting_approval", "approved"),
    ("awaiting_approval", "rejected"),
}
FITTING = {
    "on_hold": "hold_reason = 'supplier'",
    "resolved": "resolution_code = 'fixed', resolved_at = 1",
    "fulfilled": "resolved_at = 1",
    "closed": "closed_at = 1, resolved_at = 1, resolution_code = 'fixed'",
    "cancelled": "cancel_reason = 'mistaken'",
    "rejected": "rejection_reason = 'no'",
}


def request_in(office: Office, status: Status) -> int:
    """The id of a request in this status."""
    agent, supervisor = office.agent, office.supervisor
    ticket_id = a_request(agent, approvals=int("approv" in status or "reject" in status))
    if status is Status.REJECTED:
        requests.reject(supervisor, ticket_id, "No budget.")
    if status in {Status.AWAITING_APPROVAL, Status.APPROVED, Status.REJECTED}:
        if status is Status.APPROVED:
            requests.approve(supervisor, ticket_id)
        return ticket_id
    if status is Status.CANCELLED:
        wish = Wish(Status.CANCELLED, cancel_reason=CancelReason.WITHDRAWN)
        tickets.move(agent, ticket_id, wish)
        return ticket_id
    tickets.move(agent, ticket_id, Wish(Status.IN_FULFILMENT, assignee_id=agent.account_id))
    if status is Status.ON_HOLD:
        tickets.move(agent, ticket_id, Wish(Status.ON_HOLD, hold_reason=HoldReason.SUPPLIER))
    if status in {Status.FULFILLED, Status.CLOSED}:
        for task in show.show(agent, ticket_id).tasks:
            requests.complete_task(agent, ticket_id, task.id)
        tickets.move(agent, ticket_id, Wish(Status.FULFILLED))
    if status is Status.CLOSED:
        tickets.move(agent, ticket_id, Wish(Status.CLOSED))
    return ticket_id


def incident_in(office: Office, status: Status) -> int:
    """The id of an incident in this status."""
    agent = office.agent
    ticket_id = an_incident(agent)
    if status is Status.CANCELLED:
        wish = Wish(Status.CANCELLED, cancel_reason=CancelReason.MISTAKEN)
        tickets.move(agent, ticket_id, wish)
    elif status is Status.ASSIGNED:
        tickets.assign(agent, ticket_id, assignee_id=agent.account_id, team_id=None)
    elif status in {Status.RESOLVED, Status.CLOSED}:
        resolved(agent, ticket_id)
    elif status in {Status.IN_PROGRESS, Status.ON_HOLD}:
        in_progress(agent, ticket_id)
    if status is Status.ON_HOLD:
        tickets.move(agent, ticket_id, Wish(Status.ON_HOLD, hold_reason=HoldReason.SUPPLIER))
    if status is Status.CLOSED:
        tickets.move(agent, ticket_id, Wish(Status.CLOSED))
    return ticket_id


def test_that_no_sql_makes_a_transition_the_incident_workflow_does_not_have(
    office: Office, attacker: Attacker
) -> None:
    for source in sorted(INCIDENT_STATUSES):
        ticket_id = incident_in(office, Status(source))
        for target in sorted(INCIDENT_STATUSES - {source}):
            if (source, target) in INCIDENT_MOVES:
                continue
            change = ", ".join(filter(None, [f"status = '{target}'", FITTING.get(target, "")]))
            words = f"This incident is {source.replace('_', ' ')}"
            forgery_refused(attacker, ticket_id, words, change)


def test_that_no_sql_makes_a_transition_the_request_workflow_does_not_have(
    office: Office, attacker: Attacker
) -> None:
    for source in sorted(REQUEST_STATUSES - {"new"}):
        ticket_id = request_in(office, Status(source))
        for target in sorted(REQUEST_STATUSES - {source}):
            if (source, target) in {*REQUEST_MOVES, *AUTOMATIC}:
                continue
            fits = FITTING.get(target, "").replace(", resolution_code = 'fixed'", "")
            change = ", ".join(filter(None, [f"status = '{target}'", fits]))
            words = f"This service request is {source.replace('_', ' ')}"
            forgery_refused(attacker, ticket_id, words, change)


INCIDENT_REFUSES = [
    ("status = 'pending'", "This incident is in progress: it can become"),
    ("status = 'fulfilled'", "This incident is in progress: it can become"),
    ("item_id = 1", "an incident has no catalog item"),
    ("impact = NULL, override_reason = 'so'", "an incident has an impact and an urgency"),
    ("impact = 'huge', override_reason = 'so'", "impact is high, medium or low"),
    ("priority = 1", "priority comes from impact and urgency"),
    ("urgency = 'low'", "priority comes from impact and urgency"),
    ("major = 'terrible'", "the major field has a known word"),
    ("title = ''", "a ticket has a title"),
    ("priority = 9, override_reason = 'so'", "priority is a number from 1 to 5"),
    ("csat = 6", "satisfaction is a number from 1 to 5"),
    ("kind = 'problem'", "a ticket"),
    ("status = 'resolved', resolved_at = 1", "a resolved incident has its resolution code"),
    ("status = 'resolved', resolution_code = 'fixed'", "has its resolution instant"),
    ("status = 'resolved', resolved_at = 1, resolution_code = 'luck'", "is a known one"),
    ("status = 'on_hold'", "a ticket has a hold reason while it is on hold"),
    ("hold_reason = 'supplier'", "a ticket has a hold reason while it is on hold"),
    ("status = 'on_hold', hold_reason = 'lunch'", "the hold reason is a known one"),
    ("status = 'cancelled'", "a cancelled ticket says why"),
    ("status = 'cancelled', cancel_reason = 'duplicate'", "linked to the ticket that stays"),
    ("assignee_id = NULL", "a ticket in work has an assignee"),
    ("source = 'elsewhere'", "a ticket keeps the source it came from"),
    ("opened_at = 1", "a ticket keeps who opened it and when"),
    ("opened_by_id = NULL", "a ticket keeps who opened it and when"),
    ("id = 99", "a ticket keeps its number"),
    (
        "kind = 'request', status = 'new', impact = NULL, urgency = NULL, item_id = 1",
        "changes its kind only by reclassifying",
    ),
]


def test_that_an_incident_has_no_field_and_no_word_that_is_not_its_own(
    office: Office, attacker: Attacker
) -> None:
    ticket_id = in_progress(office.agent, an_incident(office.agent))
    for change, sentence in INCIDENT_REFUSES:
        forgery_refused(attacker, ticket_id, sentence, change)


REQUEST_REFUSES = [
    ("resolution_code = 'fixed'", "a request has no resolution code"),
    ("impact = 'high'", "a request has no impact, urgency or override"),
    ("urgency = 'high'", "a request has no impact, urgency or override"),
    ("override_reason = 'so'", "a request has no impact, urgency or override"),
    ("major = 'declared'", "a request is never a major incident"),
    ("status = 'assigned'", "This service request is awaiting approval: it can become"),
    ("priority = 1", "a request takes its priority from its catalog item"),
    ("item_id = NULL", "a request keeps its catalog item"),
    ("item_id = 1, priority = 3", "a request keeps its catalog item"),
    ("status = 'approved'", "only with the approvals its catalog item asks for"),
    ("status = 'rejected'", "a rejected request says why"),
    ("status = 'rejected', rejection_reason = ''", "a rejected request says why"),
]


def test_that_a_request_has_no_field_and_no_word_that_is_not_its_own(
    office: Office, attacker: Attacker
) -> None:
    ticket_id = request_in(office, Status.AWAITING_APPROVAL)
    for change, sentence in REQUEST_REFUSES:
        forgery_refused(attacker, ticket_id, sentence, change)


def test_that_a_request_is_not_fulfilled_with_an_open_mandatory_task(
    office: Office, attacker: Attacker
) -> None:
    item = suggestions.item_named(office.agent, "Password reset")
    new = NewTicket("New password", kind=Kind.REQUEST, item_id=item.id)
    ticket_id = classification.open_ticket(office.agent, new).ticket_id
    start = Wish(Status.IN_FULFILMENT, assignee_id=office.agent.account_id)
    tickets.move(office.agent, ticket_id, start)
    change = "status = 'fulfilled', resolved_at = 1"
    forgery_refused(attacker, ticket_id, "only when every mandatory task is done", change)
    of = f"WHERE ticket_id = {ticket_id}"
    for statement, sentence in (
        (f"DELETE FROM task {of}", "a fulfilment task is never deleted"),
        (f"UPDATE task SET mandatory = 0 {of}", "stays as its catalog item made it"),
        (f"UPDATE task SET status = 'done' {of} AND position = 2", "in their order"),
        (f"UPDATE task SET status = 'skipped' {of}", "only an optional task is skipped"),
        (f"UPDATE task SET status = 'forgotten' {of}", "a task has a known status"),
    ):
        refused(attacker, sentence, statement)


def test_that_tasks_are_not_done_before_fulfilment_and_never_on_an_incident(
    office: Office, attacker: Attacker
) -> None:
    ticket_id, other = request_in(office, Status.APPROVED), an_incident(office.agent)
    columns = "INSERT INTO task (ticket_id, position, title, mandatory, status) VALUES"
    made = "a fulfilment task is one that the catalog item of its request makes, once"
    refused(attacker, made, f"{columns} ({ticket_id}, 1, 'Work', 1, 'open')")
    assert not attacker.run(
        "INSERT INTO task (ticket_id, position, title, mandatory, status, checklist)"
        f" SELECT {ticket_id}, position, title, mandatory, 'open', checklist FROM task_template"
        f" WHERE edition_id = (SELECT edition_id FROM catalog_order WHERE ticket_id = {ticket_id})"
    )
    refused(attacker, "while its request is in fulfilment", "UPDATE task SET status = 'done'")
    refused(
        attacker, "an incident has no fulfilment task", f"{columns} ({other}, 1, 'W', 1, 'open')"
    )


def test_that_an_approval_counts_only_from_an_active_supervisor_who_did_not_ask(
    office: Office, attacker: Attacker
) -> None:
    ticket_id = a_request(office.supervisor, approvals=1)
    asked = a_request(office.agent, approvals=1)
    sentence = "an approval is decided by an active approver who did not raise the request"
    agent, raised = office.agent.account_id, office.supervisor.account_id
    for account in (agent, raised, office.requester.account_id, "NULL"):
        for decision in ("approved", "rejected"):
            change = f"UPDATE approval SET decision = '{decision}', account_id = {account}"
            refused(attacker, sentence, f"{change} WHERE ticket_id = {ticket_id}")
        values = f"({ticket_id}, 'approved', {account}, 1)"
        columns = "INSERT INTO approval (ticket_id, decision, account_id, asked_at) VALUES"
        refused(attacker, "is asked for before it is decided", f"{columns} {values}")
    with office.administrator.writing() as session:
        me = rows.add(session.connection, "contact", name="S", email="Sofia@example.org", site="")
        rows.change(session.connection, "account", {"email": "sofia@example.org"}, id=raised)
    hers = a_request(office.agent, approvals=1, requester_id=me)
    change = f"UPDATE approval SET decision = 'approved', account_id = {raised}"
    refused(attacker, sentence, f"{change} WHERE ticket_id = {hers}")
    switched_off = f"UPDATE account SET active = 0 WHERE id = {raised}"
    refused(attacker, sentence, switched_off, f"{change} WHERE ticket_id = {asked}")


def test_that_approvals_stay_where_they_are(office: Office, attacker: Attacker) -> None:
    ticket_id, other = request_in(office, Status.APPROVED), a_request(office.agent, approvals=1)
    incident = an_incident(office.agent)
    refused(attacker, "never deleted", f"DELETE FROM approval WHERE ticket_id = {ticket_id}")
    moved = f"UPDATE approval SET ticket_id = {other} WHERE ticket_id = {ticket_id}"
    refused(attacker, "an approval stays with its request", moved)
    values = f"(ticket_id, decision, asked_at) VALUES ({incident}, 'open', 1)"
    refused(attacker, "an incident has no approval", f"INSERT INTO approval {values}")


def test_that_the_kind_changes_only_by_reclassifying_into_its_first_status(
    office: Office, attacker: Attacker
) -> None:
    ticket_id = in_progress(office.agent, an_incident(office.agent))
    to_request = "kind = 'request', impact = NULL, urgency = NULL, item_id = 5, priority = 4"
    said = attacker.forged(
        ticket_id,
        f"{to_request}, status = 'approved'",
        action="reclassified",
        reason="It asks for something.",
        kind="request",
    )
    assert "starts its new workflow" in said
    said = attacker.forged(ticket_id, f"{to_request}, status = 'new'", action="reclassified")
    assert "only by reclassifying, which records the reason" in said
    for ended in (Status.RESOLVED, Status.CLOSED, Status.CANCELLED):
        words = "keeps its kind; split it instead"
        ended_id = incident_in(office, ended)
        change = f"{to_request}, status = 'new', resolution_code = NULL"
        assert words in attacker.forged(
            ended_id, change, action="reclassified", reason="It asks.", kind="request"
        )
    open_request = request_in(office, Status.AWAITING_APPROVAL)
    said = attacker.forged(
        open_request,
        "kind = 'incident', impact = 'low', urgency = 'low', item_id = NULL, priority = 5,"
        " status = 'new'",
        action="reclassified",
        reason="It broke.",
        kind="incident",
    )
    assert "void before it becomes an incident" in said


def test_that_an_undo_gives_back_only_what_the_last_change_took(
    office: Office, attacker: Attacker
) -> None:
    ticket_id = in_progress(office.agent, an_incident(office.agent))
    entries = show.show(office.agent, ticket_id).history
    said = attacker.forged(ticket_id, "status = 'assigned'", undoes=entries[-1].uuid)
    assert "This incident is in progress" in said


def test_that_an_update_carries_the_stored_version_plus_one(
    office: Office, attacker: Attacker
) -> None:
    ticket_id = in_progress(office.agent, an_incident(office.agent))
    for version in ("version", "version + 2", "1", "version - 1"):
        change = f"UPDATE ticket SET title = 'Mine', version = {version} WHERE id = {ticket_id}"
        refused(attacker, "an update carries the stored version plus one", change)


def test_that_a_ticket_changes_only_together_with_its_journal_entry(
    office: Office, attacker: Attacker
) -> None:
    ticket_id = an_incident(office.agent)
    change = f"UPDATE ticket SET title = 'Mine', version = version + 1 WHERE id = {ticket_id}"
    refused(attacker, "only together with its journal entry", change)


def test_that_only_an_import_brings_a_later_status(attacker: Attacker) -> None:
    start = "INSERT INTO ticket (kind, title, impact, urgency, priority, opened_at, updated_at,"
    for status in sorted(INCIDENT_STATUSES - {"new"}):
        values = f"status) VALUES ('incident', 'T', 'medium', 'medium', 3, 1, 1, '{status}')"
        refused(attacker, "only an import brings a later status", f"{start} {values}")


def test_that_a_new_ticket_has_the_fields_of_its_kind(attacker: Attacker) -> None:
    start = "INSERT INTO ticket (kind, status, title, opened_at, updated_at, priority, "
    for rest, sentence in (
        ("impact, urgency) VALUES ('incident', 'new', 'T', 1, 1, 1, 'low', 'low')", "comes from"),
        ("item_id) VALUES ('request', 'new', 'T', 1, 1, 1, 1)", "from its catalog item"),
        ("item_id) VALUES ('request', 'new', 'T', 1, 1, 4, NULL)", "catalog item"),
        ("item_id) VALUES ('incident', 'new', 'T', 1, 1, 4, 1)", "priority comes from"),
    ):
        refused(attacker, sentence, start + rest)


def test_that_nothing_written_is_changed_deleted_or_replaced(
    office: Office, attacker: Attacker
) -> None:
    ticket_id = an_incident(office.agent)
    tickets.comment(office.agent, ticket_id, "We look at it.")
    attempts = {
        "UPDATE comment SET text = 'No'": "a comment stays as it was written",
        "DELETE FROM comment": "a comment stays as it was written",
        f"DELETE FROM ticket WHERE id = {ticket_id}": "a ticket is never deleted",
        "UPDATE journal SET reason = 'No' WHERE n = 1": "a journal entry is never changed",
        "DELETE FROM journal WHERE n = 1": "a journal entry is never deleted",
        "DELETE FROM journal_head": "the head of the journal is never deleted",
        "UPDATE journal_head SET n = n - 1": "the head of the journal names its last entry",
    }
    for statement, sentence in attempts.items():
        refused(attacker, sentence, statement)


def test_that_the_journal_is_written_at_its_end_only(attacker: Attacker) -> None:
    columns = "INSERT INTO journal (n, uuid, at, subject, subject_id, action, previous, hash)"
    last = "(SELECT max(n) FROM journal)"
    previous = f"(SELECT hash FROM journal WHERE n = {last})"
    for n, uuid, before, sentence in (
        (f"{last} + 1", "'u'", "'wrong'", "continues the chain"),
        (f"{last} + 2", "'u'", previous, "continues the chain"),
        ("0", "'u'", "''", "continues the chain"),
        (f"{last} + 1", "(SELECT min(uuid) FROM journal)", previous, "is there already"),
    ):
        select = f"SELECT {n}, {uuid}, 1, 'ticket', 1, 'moved', {before}, 'h'"
        refused(attacker, sentence, f"{columns} {select}")


def test_that_replacing_is_no_way_round(office: Office, attacker: Attacker) -> None:
    ticket_id = in_progress(office.agent, an_incident(office.agent))
    tickets.comment(office.agent, ticket_id, "We look at it.")
    if not attacker.database.is_sqlite:
        for table in ("journal", "comment", "ticket", "approval", "task", "article"):
            before = attacker.everything()
            assert attacker.run(f"TRUNCATE {table} CASCADE")
            assert attacker.everything() == before
        return
    last = "(SELECT max(n) FROM journal)"
    for statement in (
        "REPLACE INTO comment (id, ticket_id, public, text, at) SELECT id, ticket_id, public, 'No',"
        " at FROM comment",
        "REPLACE INTO ticket (id, kind, status, title, impact, urgency, priority, opened_at,"
        f" updated_at) VALUES ({ticket_id}, 'incident', 'new', 'T', 'low', 'low', 5, 1, 1)",
        "REPLACE INTO journal (n, uuid, at, subject, subject_id, action, previous, hash) SELECT"
        f" n + 1, (SELECT min(uuid) FROM journal), 1, 'x', 1, 'x', hash, 'h' FROM journal"
        f" WHERE n = {last}",
        "REPLACE INTO journal_head (id, n, hash) VALUES (1, 0, '')",
    ):
        refused(attacker, "is there already, and is never replaced", statement)
    for how in ("OR REPLACE", "OR IGNORE", "OR FAIL", "OR ROLLBACK"):
        change = f"UPDATE {how} ticket SET status = 'closed', version = version + 1"
        refused(attacker, "This incident is in progress", f"{change} WHERE id = {ticket_id}")


def test_that_articles_keep_their_life_cycle_and_their_editions(
    office: Office, attacker: Attacker
) -> None:
    article_id = a_published_article(office.agent, office.supervisor)
    draft = knowledge.write(office.agent, knowledge.Written("Draft", "Text.")).article_id
    steps = {
        ("draft", "in_review"),
        ("in_review", "draft"),
        ("in_review", "published"),
        ("published", "draft"),
        ("published", "retired"),
        ("retired", "draft"),
    }
    ids = {"draft": draft, "published": article_id}
    ids["in_review"] = knowledge.write(office.agent, knowledge.Written("R", "T")).article_id
    knowledge.step(office.agent, ids["in_review"], ArticleStatus.IN_REVIEW)
    ids["retired"] = a_published_article(office.agent, office.supervisor, "Old")
    knowledge.step(office.supervisor, ids["retired"], ArticleStatus.RETIRED)
    change = "UPDATE article SET version = version + 1, status = "
    for source, target in itertools.permutations(ids, 2):
        if (source, target) not in steps:
            words = f"an article that is {source.replace('_', ' ')} can become only"
            refused(attacker, words, f"{change} '{target}' WHERE id = {ids[source]}")
    author = office.agent.account_id
    own = f"{change} 'published', published_edition = 1, reviewer_id = {author}"
    refused(
        attacker, "reviewer of an article is not its author", f"{own} WHERE id = {ids['in_review']}"
    )
    refused(
        attacker, "stored version plus one", f"UPDATE article SET title = 'X' WHERE id = {draft}"
    )
    refused(attacker, "never deleted", "DELETE FROM article")
    refused(attacker, "never deleted", "DELETE FROM article_edition")
    text = f"UPDATE article_edition SET text = 'No' WHERE article_id = {article_id}"
    refused(attacker, "an edition that was published stays as it was", text)
    lost = f"{change} 'lost' WHERE id = {draft}"
    refused(attacker, "an article that is draft can become only", lost)


def test_that_the_message_reaches_a_person_as_a_sentence(office: Office) -> None:
    ticket_id = an_incident(office.agent)
    relations.link(office.agent, ticket_id, an_incident(office.agent), Relation.DUPLICATE_OF)
    sentence = r"^A ticket is never deleted; cancel it instead\.$"
    with pytest.raises(NotPossible, match=sentence), office.agent.writing() as session:
        rows.remove(session.connection, "ticket", id=ticket_id)


def test_that_what_was_approved_before_does_not_count_after_two_reclassifications(
    office: Office, attacker: Attacker
) -> None:
    ticket_id = request_in(office, Status.APPROVED)
    item = show.show(office.agent, ticket_id).ticket.item_id
    to_incident = Reclassification(Kind.INCIDENT, "It broke.")
    classification.reclassify(office.agent, ticket_id, to_incident)
    back = Reclassification(Kind.REQUEST, "It asks after all.", item_id=item)
    classification.reclassify(office.agent, ticket_id, back)
    assert show.show(office.agent, ticket_id).ticket.status is Status.AWAITING_APPROVAL
    sentence = "only with the approvals its catalog item asks for"
    forgery_refused(attacker, ticket_id, sentence, "status = 'approved'")


def test_that_the_command_line_clients_are_refused_in_plain_words(
    office: Office, attacker: Attacker
) -> None:
    program = shutil.which("sqlite3" if attacker.database.is_sqlite else "psql")
    if program is None:
        pytest.skip("the command-line client is not installed here")
    ticket_id = in_progress(office.agent, an_incident(office.agent))
    place = attacker.database.location.replace("+psycopg", "")
    for statement, sentence in (
        (
            f"UPDATE ticket SET status = 'closed', version = version + 1 WHERE id = {ticket_id}",
            "This incident is in progress: it can become on hold, resolved or cancelled.",
        ),
        ("UPDATE journal SET reason = 'x'", "a journal entry is never changed"),
        (f"DELETE FROM ticket WHERE id = {ticket_id}", "a ticket is never deleted"),
        (f"UPDATE ticket SET title = 'x' WHERE id = {ticket_id}", "stored version plus one"),
    ):
        before = attacker.everything()
        arguments = [place, statement] if attacker.database.is_sqlite else [place, "-c", statement]
        done = subprocess.run([program, *arguments], capture_output=True, text=True, check=False)
        assert sentence in done.stderr
        assert attacker.everything() == before
