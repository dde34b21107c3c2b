"""Who follows a ticket, and notices, against anybody with a database client."""

from __future__ import annotations

import pytest

from desk_gui.operations import notices, tickets
from desk_gui.operations.tickets import Edit
from tests.conftest import Office
from tests.factories import an_incident
from tests.storage.attacks import Attacker, refused

WATCH = "INSERT INTO watcher (ticket_id, account_id, at) VALUES ({ticket}, {account}, 1)"


@pytest.fixture
def attacker(office: Office) -> Attacker:
    return Attacker(office.agent.database, office.supervisor)


def test_that_who_may_not_see_a_ticket_cannot_watch_it(office: Office, attacker: Attacker) -> None:
    ticket_id = an_incident(office.supervisor)
    rita, tom = office.requester.account_id, office.colleague.account_id
    sentence = "only who works at the desk can watch a ticket"
    refused(attacker, sentence, WATCH.format(ticket=ticket_id, account=rita))
    tickets.edit(office.supervisor, ticket_id, Edit(confidential=True))
    sentence = "a confidential ticket is watched by its team and supervisors only"
    refused(attacker, sentence, WATCH.format(ticket=ticket_id, account=tom))
    tickets.assign(office.supervisor, ticket_id, assignee_id=None, team_id=office.team_id)
    assert attacker.run(WATCH.format(ticket=ticket_id, account=tom)) == ""


def test_that_a_notice_is_only_marked_as_read(office: Office, attacker: Attacker) -> None:
    tickets.work_note(office.agent, an_incident(office.agent), "@tom look")
    (notice,) = notices.notices(office.colleague)
    sentence = "a notice stays with whom it was left, and a read one as it was"
    change = f"UPDATE notice SET {{}} WHERE id = {notice.id}"
    refused(attacker, sentence, change.format(f"account_id = {office.agent_id}"))
    refused(attacker, sentence, change.format("what = 'major'"))
    notices.mark_read(office.colleague)
    refused(attacker, sentence, change.format("text = 'something else'"))


def test_that_a_draft_is_on_a_ticket_unless_it_is_of_a_new_one(
    office: Office, attacker: Attacker
) -> None:
    ticket_id, mine = an_incident(office.agent), office.agent_id
    draft = (
        "INSERT INTO draft (account_id, ticket_id, mode, text, at)"
        f" VALUES ({mine}, {{}}, '{{}}', 'x', 1)"
    )
    sentence = "only the draft of a new ticket is on no ticket"
    refused(attacker, sentence, draft.format("NULL", "answer"))
    refused(attacker, sentence, draft.format(ticket_id, "ticket"))
    refused(attacker, "a draft is of a known kind", draft.format(ticket_id, "poem"))
    assert attacker.run(draft.format(ticket_id, "note")) == ""
    assert "unique" in attacker.run(draft.format(ticket_id, "note")).lower()
