"""Every act that can be undone: offered, taken back, done again, refused with who changed what."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from desk_gui.domain.errors import NotAllowed, NotPossible
from desk_gui.domain.priority import Level
from desk_gui.domain.ticket import Relation, Wish
from desk_gui.domain.workflow import CancelReason, HoldReason, Kind, ResolutionCode, Status
from desk_gui.operations import classification, merging, relations, requests, show, tickets, undoing
from desk_gui.operations.classification import Reclassification
from desk_gui.operations.desk import Desk
from desk_gui.operations.effects import Effects
from desk_gui.operations.tickets import Edit
from tests.conftest import Office
from tests.factories import a_request, an_incident, an_item, in_progress, resolved
from tests.operations.whole import whole

Act = Callable[[Desk, int, int], Effects]
CANCELLED = Wish(Status.CANCELLED, cancel_reason=CancelReason.MISTAKEN)
ACTS: dict[str, Act] = {
    "assign": lambda desk, one, _: tickets.assign(
        desk, one, assignee_id=desk.account_id, team_id=None
    ),
    "move": lambda desk, one, _: tickets.move(
        desk, one, Wish(Status.IN_PROGRESS, assignee_id=desk.account_id)
    ),
    "cancel": lambda desk, one, _: tickets.move(desk, one, CANCELLED),
    "merge": merging.merge,
    "reclassify": lambda desk, one, _: classification.reclassify(
        desk, one, Reclassification(Kind.REQUEST, "It asks.", an_item(desk))
    ),
    "link": lambda desk, one, other: relations.link(desk, one, other, Relation.CHILD_OF),
    "title": lambda desk, one, _: tickets.edit(desk, one, Edit(title="Another")),
    "levels": lambda desk, one, _: tickets.edit(desk, one, Edit(impact=Level.HIGH)),
    "override": lambda desk, one, _: tickets.edit(
        desk, one, Edit(override=1, override_reason="The board waits.")
    ),
}


@pytest.mark.parametrize("act", list(ACTS))
def test_that_it_is_offered_and_taken_back_as_an_act_of_its_own(office: Office, act: str) -> None:
    boss = office.supervisor
    ticket_id, other = an_incident(boss), an_incident(boss)
    before = whole(office, ticket_id)
    done = ACTS[act](boss, ticket_id, other)
    assert done.undo is not None
    assert show.show(boss, ticket_id).undo == done.undo
    assert whole(office, ticket_id) != before
    undoing.undo(boss, done.undo)
    after = whole(office, ticket_id)
    if act == "reclassify":
        after["clock"] = after["clock"][:2]
    assert after == before
    last = show.show(boss, ticket_id).history[-1]
    assert (last.who, last.undoes) == ("Sofia", done.undo)


@pytest.mark.parametrize("act", sorted(set(ACTS) - {"link"}))
def test_that_an_undo_names_who_changed_what_since(office: Office, act: str) -> None:
    boss = office.supervisor
    ticket_id, other = an_incident(boss), an_incident(boss)
    done = ACTS[act](boss, ticket_id, other)
    tickets.edit(office.colleague, ticket_id, Edit(text="It is worse now."))
    assert show.show(boss, ticket_id).undo != done.undo
    number = show.show(boss, ticket_id).ticket.number
    assert done.undo is not None
    with pytest.raises(NotPossible, match=rf"^Tom changed {number} since \(text\); undo is"):
        undoing.undo(boss, done.undo)


def test_that_an_undo_names_everybody_and_everything(office: Office) -> None:
    desk = office.agent
    ticket_id = an_incident(desk)
    done = tickets.edit(desk, ticket_id, Edit(title="Another"))
    tickets.assign(office.colleague, ticket_id, assignee_id=office.agent_id, team_id=office.team_id)
    tickets.edit(office.supervisor, ticket_id, Edit(confidential=True))
    tickets.edit(office.colleague, ticket_id, Edit(text="More."))
    assert done.undo is not None
    words = r"^Tom \(assignee, status, team, text\) and Sofia \(confidential\) changed INC-"
    with pytest.raises(NotPossible, match=words):
        undoing.undo(desk, done.undo)


@pytest.mark.parametrize("act", ["assign", "move", "cancel", "title", "levels", "override"])
def test_that_what_was_undone_is_done_again_as_it_was(office: Office, act: str) -> None:
    boss = office.supervisor
    ticket_id = an_incident(boss)
    done = ACTS[act](boss, ticket_id, 0)
    after = whole(office, ticket_id)
    office.clock.forward(minutes=3)
    assert done.undo is not None
    undone = undoing.undo(boss, done.undo)
    page = show.show(boss, ticket_id)
    assert (page.undo, page.redo) == (None, undone.undo)
    office.clock.forward(minutes=3)
    assert undone.undo is not None
    again = undoing.undo(boss, undone.undo)
    assert whole(office, ticket_id) == after
    page = show.show(boss, ticket_id)
    assert (page.undo, page.redo) == (again.undo, None)
    assert [entry.action for entry in page.history][-2:] == ["undone", "redone"]


def test_that_a_cancelled_request_that_is_cancelled_again_voids_its_tasks_again(
    office: Office,
) -> None:
    desk = office.agent
    ticket_id = a_request(desk)
    tickets.move(desk, ticket_id, Wish(Status.IN_FULFILMENT, assignee_id=desk.account_id))
    done = tickets.move(desk, ticket_id, CANCELLED)
    cancelled = whole(office, ticket_id)
    assert done.undo is not None
    undone = undoing.undo(desk, done.undo)
    assert undone.undo is not None
    undoing.undo(desk, undone.undo)
    assert whole(office, ticket_id) == cancelled


@pytest.mark.parametrize("act", ["merge", "reclassify"])
def test_that_what_has_its_own_way_is_not_done_again(office: Office, act: str) -> None:
    boss = office.supervisor
    ticket_id, other = an_incident(boss), an_incident(boss)
    done = ACTS[act](boss, ticket_id, other)
    assert done.undo is not None
    undone = undoing.undo(boss, done.undo)
    assert undone.undo is None
    page = show.show(boss, ticket_id)
    assert (page.undo, page.redo) == (None, None)
    with pytest.raises(NotPossible, match="cannot be undone"):
        undoing.undo(boss, page.history[-1].uuid)


def test_that_an_agent_cannot_override_by_doing_it_again(office: Office) -> None:
    boss = office.supervisor
    ticket_id = an_incident(boss)
    done = ACTS["override"](boss, ticket_id, 0)
    assert done.undo is not None
    undone = undoing.undo(boss, done.undo)
    assert undone.undo is not None
    with pytest.raises(NotAllowed):
        undoing.undo(office.agent, undone.undo)


def test_that_a_decision_stays_decided(office: Office) -> None:
    ticket_id = a_request(office.agent, approvals=1)
    requests.approve(office.supervisor, ticket_id)
    page = show.show(office.agent, ticket_id)
    assert (page.undo, page.redo) == (None, None)
    moved = next(entry for entry in page.history if entry.status == "approved")
    with pytest.raises(NotPossible, match="A decision about an approval stands"):
        undoing.undo(office.agent, moved.uuid)


def test_that_a_resolution_taken_back_and_given_again_keeps_its_instant(office: Office) -> None:
    desk, clock = office.agent, office.clock
    ticket_id = in_progress(desk, an_incident(desk))
    clock.forward(hours=1)
    tickets.move(desk, ticket_id, Wish(Status.ON_HOLD, hold_reason=HoldReason.SUPPLIER))
    resolved_at = clock.forward(minutes=5)
    done = tickets.move(desk, ticket_id, _resolution())
    clock.forward(minutes=1)
    assert done.undo is not None
    undone = undoing.undo(desk, done.undo)
    assert show.show(desk, ticket_id).ticket.status is Status.ON_HOLD
    clock.forward(minutes=1)
    assert undone.undo is not None
    undoing.undo(desk, undone.undo)
    assert show.show(desk, ticket_id).ticket.resolved_at == resolved_at


def _resolution() -> Wish:
    return Wish(Status.RESOLVED, resolution_code=ResolutionCode.FIXED, resolution_text="Fixed it.")


def test_that_nothing_older_than_the_last_act_is_offered(office: Office) -> None:
    desk = office.agent
    ticket_id = resolved(desk, an_incident(desk))
    page = show.show(desk, ticket_id)
    last = max(entry.version or 0 for entry in page.history)
    assert page.undo == next(e.uuid for e in page.history if e.version == last)
