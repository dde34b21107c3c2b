"""How tickets hang together, and what an undo says about it."""

from __future__ import annotations

import pytest

from desk_gui.domain.errors import Invalid, NotFound, NotPossible
from desk_gui.domain.ticket import Relation
from desk_gui.operations import classification, merging, relations, show, undoing
from desk_gui.operations.classification import NewTicket
from desk_gui.operations.desk import Desk
from tests.conftest import Office
from tests.factories import an_incident, an_item

CHAINED = [Relation.CHILD_OF, Relation.CAUSED_BY, Relation.DUPLICATE_OF]


def linked(desk: Desk, ticket_id: int) -> list[tuple[int, Relation, bool]]:
    """The other end of each link, and whether it is said from this one."""
    return [(one.id, one.relation, one.outward) for one in show.show(desk, ticket_id).links]


def test_that_a_link_is_said_on_both_tickets(office: Office) -> None:
    desk = office.agent
    child, parent = an_incident(desk), an_incident(desk)
    relations.link(desk, child, parent, Relation.CHILD_OF)
    assert linked(desk, child) == [(parent, Relation.CHILD_OF, True)]
    assert linked(desk, parent) == [(child, Relation.CHILD_OF, False)]
    told = [show.show(desk, one).history[-1] for one in (child, parent)]
    assert [entry.reason for entry in told] == [
        f"child of INC-{parent}",
        f"INC-{child} is child of this",
    ]


@pytest.mark.parametrize("relation", CHAINED)
def test_that_links_do_not_run_in_a_circle(office: Office, relation: Relation) -> None:
    desk = office.agent
    ids = [an_incident(desk) for _ in range(3)]
    relations.link(desk, ids[0], ids[1], relation)
    relations.link(desk, ids[1], ids[2], relation)
    words = relation.value.replace("_", " ")
    for last in ids[:2]:
        with pytest.raises(NotPossible, match=f"INC-{last} is {words} INC-{ids[2]} already"):
            relations.link(desk, ids[2], last, relation)
    assert len(linked(desk, ids[2])) == 1


def test_that_related_tickets_are_linked_once_from_either_end(office: Office) -> None:
    desk = office.agent
    first, second = an_incident(desk), an_incident(desk)
    relations.link(desk, first, second, Relation.RELATED)
    assert relations.link(desk, second, first, Relation.RELATED).undo is None
    assert linked(desk, second) == [(first, Relation.RELATED, False)]


def test_that_a_ticket_has_one_original_only(office: Office) -> None:
    desk = office.agent
    ticket, first, second = (an_incident(desk) for _ in range(3))
    relations.link(desk, ticket, first, Relation.DUPLICATE_OF)
    with pytest.raises(NotPossible, match=f"is a duplicate of INC-{first} already"):
        relations.link(desk, ticket, second, Relation.DUPLICATE_OF)
    with pytest.raises(Invalid, match="cannot be linked to itself"):
        relations.link(desk, ticket, ticket, Relation.RELATED)


def test_that_a_merged_ticket_keeps_its_link(office: Office) -> None:
    desk = office.agent
    first, second = an_incident(desk), an_incident(desk)
    merging.merge(desk, second, first)
    with pytest.raises(NotPossible, match="take it out of that one first"):
        relations.unlink(desk, second, first, Relation.DUPLICATE_OF)


def test_that_linking_is_undone_and_done_again(office: Office) -> None:
    desk = office.agent
    first, second = an_incident(desk), an_incident(desk)
    made = relations.link(desk, first, second, Relation.RELATED)
    assert show.show(desk, second).undo is not None
    assert made.undo is not None
    undone = undoing.undo(desk, made.undo)
    assert linked(desk, first) == []
    page = show.show(desk, first)
    assert (page.undo, page.redo) == (None, undone.undo)
    assert undone.undo is not None
    undoing.undo(desk, undone.undo)
    assert linked(desk, first) == [(second, Relation.RELATED, True)]
    assert show.show(desk, first).undo is not None


def test_that_taking_a_link_away_is_undone(office: Office) -> None:
    desk = office.agent
    first, second = an_incident(desk), an_incident(desk)
    relations.link(desk, first, second, Relation.CHILD_OF)
    gone = relations.unlink(desk, first, second, Relation.CHILD_OF)
    assert gone.undo is not None
    undoing.undo(desk, gone.undo)
    assert linked(desk, second) == [(first, Relation.CHILD_OF, False)]
    with pytest.raises(NotFound, match="are not linked like that"):
        relations.unlink(desk, first, second, Relation.RELATED)


def test_that_an_undo_of_a_link_names_who_changed_it_since(office: Office) -> None:
    desk = office.agent
    first, second = an_incident(desk), an_incident(desk)
    made = relations.link(desk, first, second, Relation.CHILD_OF)
    relations.unlink(office.colleague, first, second, Relation.CHILD_OF)
    assert made.undo is not None
    with pytest.raises(NotPossible, match=r"^Tom took this link away since; undo is too late"):
        undoing.undo(desk, made.undo)
    relations.link(office.supervisor, first, second, Relation.CHILD_OF)
    with pytest.raises(NotPossible, match=r"^Sofia made this link again since"):
        undoing.undo(desk, made.undo)


def test_that_a_link_a_merge_hangs_on_is_not_undone(office: Office) -> None:
    desk = office.agent
    first, second = an_incident(desk), an_incident(desk)
    made = relations.link(desk, second, first, Relation.DUPLICATE_OF)
    merging.merge(desk, second, first)
    assert show.show(desk, first).undo is None
    assert made.undo is not None
    with pytest.raises(NotPossible, match="were merged since; undo is too late"):
        undoing.undo(desk, made.undo)


def test_that_a_link_that_says_where_a_ticket_came_from_is_no_act_by_itself(office: Office) -> None:
    desk = office.agent
    ticket_id = an_incident(desk)
    new = NewTicket("The other half", item_id=an_item(desk))
    part = max(classification.split(desk, ticket_id, new).tickets)
    assert linked(desk, ticket_id) == [(part, Relation.SPLIT_FROM, False)]
    assert show.show(desk, ticket_id).undo is None
