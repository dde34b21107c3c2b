"""Links and merges hold against anybody with a database client, on both databases."""

from __future__ import annotations

from itertools import pairwise

import pytest

from desk_gui.domain.ticket import Relation
from desk_gui.domain.workflow import Status
from desk_gui.operations import major_incidents, merging, relations, show
from desk_gui.storage import merged
from tests.conftest import Office
from tests.factories import a_request, an_incident, resolved
from tests.storage.attacks import Attacker, forgery_refused, refused

CANCEL = "status = 'cancelled', cancel_reason = 'duplicate', ended_at = 1"
NOT_LINKED = "a duplicate is cancelled only once it is linked to the ticket that stays"


def linking(ticket_id: int, other_id: int, relation: str) -> str:
    """The statement that links two tickets."""
    columns = "(ticket_id, other_id, relation)"
    return f"INSERT INTO link {columns} VALUES ({ticket_id}, {other_id}, '{relation}')"


@pytest.mark.parametrize("relation", ["child_of", "caused_by", "duplicate_of"])
def test_that_no_sql_links_tickets_in_a_circle(
    office: Office, attacker: Attacker, relation: str
) -> None:
    desk = office.agent
    ids = [an_incident(desk) for _ in range(4)]
    for below, above in pairwise(ids):
        relations.link(desk, below, above, Relation(relation))
    for below in ids[:-1]:
        refused(attacker, "links do not run in a circle", linking(ids[-1], below, relation))
    assert attacker.run(linking(ids[-1], ids[0], "related")) == ""
    with desk.reading() as session:
        both = session.connection
        assert merged.would_close_a_circle(both, ids[-1], ids[0], Relation(relation))
        assert not merged.would_close_a_circle(both, ids[0], ids[-1], Relation(relation))


def test_that_no_sql_links_twice_changes_a_link_or_names_two_originals(
    office: Office, attacker: Attacker
) -> None:
    desk = office.agent
    ticket, first, second = (an_incident(desk) for _ in range(3))
    relations.link(desk, ticket, first, Relation.DUPLICATE_OF)
    relations.link(desk, ticket, second, Relation.RELATED)
    again = linking(ticket, first, "duplicate_of")
    refused(attacker, "this link is there already", again)
    refused(attacker, "one other ticket only", linking(ticket, second, "duplicate_of"))
    refused(attacker, "linked as related already", linking(second, ticket, "related"))
    refused(attacker, "a link stays as it was made", f"UPDATE link SET other_id = {second}")
    if attacker.database.is_sqlite:
        replaced = again.replace("INSERT", "INSERT OR REPLACE")
        refused(attacker, "this link is there already", replaced)


def test_that_no_sql_merges_what_the_rules_do_not_merge(office: Office, attacker: Attacker) -> None:
    desk = office.agent
    ticket, done, request = an_incident(desk), resolved(desk, an_incident(desk)), a_request(desk)
    forgery_refused(attacker, ticket, NOT_LINKED, CANCEL)
    for original in (done, request):
        relations.link(desk, ticket, original, Relation.DUPLICATE_OF)
        forgery_refused(attacker, ticket, NOT_LINKED, CANCEL)
        relations.unlink(desk, ticket, original, Relation.DUPLICATE_OF)
    relations.link(desk, ticket, an_incident(desk), Relation.DUPLICATE_OF)
    major_incidents.propose(desk, ticket, "Nobody has mail.")
    forgery_refused(attacker, ticket, "a major incident is not merged into another", CANCEL)


def test_that_no_sql_takes_a_merged_ticket_from_the_one_that_stays(
    office: Office, attacker: Attacker
) -> None:
    desk = office.agent
    first, second = an_incident(desk), an_incident(desk)
    merging.merge(desk, second, first)
    stays = "a merged ticket stays linked to the one it was merged into"
    refused(attacker, stays, f"DELETE FROM link WHERE ticket_id = {second}")
    forgery_refused(attacker, second, "which is final", "status = 'new', cancel_reason = NULL")
    merging.unmerge(desk, second)
    assert show.show(desk, second).ticket.status is Status.NEW
    assert show.show(desk, second).links == ()


def test_that_links_from_before_circles_were_refused_end_somewhere(
    office: Office, attacker: Attacker
) -> None:
    """A database that comes from the first version may hold them: nothing runs for ever."""
    desk = office.agent
    ids = [an_incident(desk) for _ in range(3)]
    merging.merge(desk, ids[0], ids[1])
    merging.merge(desk, ids[1], ids[2])
    drop = "DROP TRIGGER rules_link_insert"
    where = "" if attacker.database.is_sqlite else " ON link"
    assert attacker.run(drop + where, linking(ids[1], ids[0], "duplicate_of")) == ""
    with desk.reading() as session:
        assert merged.chain(session.connection, ids[0])
        assert ids[1] not in merged.family(session.connection, ids[1])
    assert show.show(desk, ids[0]).family.staying is not None
