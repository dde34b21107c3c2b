from __future__ import annotations

from dataclasses import replace

from desk_gui.domain.ticket import Wish, moves
from desk_gui.domain.workflow import WORKFLOWS, CancelReason, Kind, Status
from desk_gui.gui.ticket.offers import ACTS, Offer, buttons, menu
from desk_gui.operations import accounts, merging, show, tickets
from desk_gui.operations.desk import Desk
from tests.conftest import Office
from tests.factories import a_request, an_incident, in_progress, resolved


def seen_by(desk: Desk, ticket_id: int) -> tuple[Offer, ...]:
    account = next(one for one in accounts.accounts(desk) if one.id == desk.account_id)
    return buttons(show.show(desk, ticket_id), account)


def more_for(desk: Desk, ticket_id: int) -> dict[str, Offer]:
    account = next(one for one in accounts.accounts(desk) if one.id == desk.account_id)
    return {offer.act: offer for offer in menu(show.show(desk, ticket_id), account)}


def test_that_the_natural_next_act_comes_first(local_office: Office) -> None:
    agent = local_office.agent
    ticket_id = an_incident(agent)
    firsts = [seen_by(agent, ticket_id)[0].words]
    in_progress(agent, ticket_id)
    firsts.append(seen_by(agent, ticket_id)[0].words)
    resolved(agent, other := an_incident(agent))
    firsts.append(seen_by(agent, other)[0].words)
    assert firsts == ["Assign to me", "Resolve…", "Close"]


def test_that_a_ticket_of_a_colleague_is_not_taken_first(local_office: Office) -> None:
    ticket_id = an_incident(local_office.agent)
    tickets.assign(
        local_office.agent,
        ticket_id,
        assignee_id=local_office.colleague.account_id,
        team_id=None,
    )
    offers = seen_by(local_office.agent, ticket_id)
    assert offers[0].act == "start"
    assert "take" in {offer.act for offer in offers}
    assert "take" not in {offer.act for offer in seen_by(local_office.colleague, ticket_id)}


def test_that_every_transition_a_person_may_choose_has_a_place(local_office: Office) -> None:
    agent = local_office.agent
    account = next(one for one in accounts.accounts(agent) if one.id == agent.account_id)
    for kind, make in ((Kind.INCIDENT, an_incident), (Kind.REQUEST, a_request)):
        shown = show.show(agent, make(agent))
        for status in WORKFLOWS[kind].statuses:
            ticket = replace(shown.ticket, status=status)
            page = replace(shown, ticket=ticket, moves=moves(ticket, account, shown.standing))
            acts = {offer.act for offer in buttons(page, account)}
            for move in page.moves:
                if move.to in ACTS:
                    assert {"reopen" if move.reopens else ACTS[move.to]} <= acts
                else:
                    assert move.to in {Status.ASSIGNED, Status.CANCELLED}


def test_that_who_may_not_work_is_offered_nothing_and_told_why(local_office: Office) -> None:
    shown = show.show(local_office.agent, an_incident(local_office.agent))
    requester = next(
        one
        for one in accounts.accounts(local_office.agent)
        if one.id == local_office.requester.account_id
    )
    page = replace(shown, moves=moves(shown.ticket, requester, shown.standing))
    assert not any(offer.allowed for offer in buttons(page, requester))
    assert [offer.act for offer in menu(page, requester) if offer.allowed and offer.act] == [
        *(["undo"] if page.undo else []),
        "copy",
    ]


def test_that_a_final_ticket_can_only_be_read_edited_linked_and_followed_up(
    local_office: Office,
) -> None:
    ticket_id = an_incident(local_office.agent)
    wish = Wish(Status.CANCELLED, cancel_reason=CancelReason.MISTAKEN)
    tickets.move(local_office.agent, ticket_id, wish)
    more = more_for(local_office.agent, ticket_id)
    assert not more["assign"].allowed
    assert "final" in more["cancel"].because
    assert "only open tickets" in more["reclassify"].because
    assert more["follow_up"].allowed
    assert more["link"].allowed


def test_that_what_is_resolved_is_reopened_before_it_is_cancelled(local_office: Office) -> None:
    ticket_id = resolved(local_office.agent, an_incident(local_office.agent))
    more = more_for(local_office.agent, ticket_id)
    assert more["cancel"].because == "What is resolved is not cancelled; reopen it."
    assert not more["follow_up"].allowed


def test_that_what_cannot_be_merged_away_says_why_and_only_what_was_merged_is_taken_apart(
    local_office: Office,
) -> None:
    agent = local_office.agent
    first, second, done = (
        an_incident(agent),
        an_incident(agent),
        resolved(agent, an_incident(agent)),
    )
    more = more_for(agent, first)
    assert more["merge"].allowed
    assert more["unmerge"].because == f"INC-{first} is not merged into another ticket."
    assert "reopen it first" in more_for(agent, done)["merge"].because
    merging.merge(agent, second, first)
    more = more_for(agent, second)
    assert (more["merge"].allowed, more["unmerge"].allowed) == (False, True)
    assert "follow_up" not in {offer.act for offer in seen_by(agent, second)}
