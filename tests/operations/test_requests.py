"""Approvals, tasks, articles and accounts keep the rules."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from desk_gui.domain.accounts import Role
from desk_gui.domain.bulk import Give
from desk_gui.domain.catalog import TaskTemplate
from desk_gui.domain.errors import Conflict, Invalid, NotAllowed, NotFound, NotPossible
from desk_gui.domain.filters import Sort
from desk_gui.domain.knowledge import ArticleStatus, Audience
from desk_gui.domain.ticket import Relation, Wish
from desk_gui.domain.workflow import CancelReason, Kind, Status
from desk_gui.operations import (
    accounts,
    bulk,
    classification,
    knowledge,
    live,
    relations,
    requests,
    search,
    show,
    tickets,
    time_passing,
)
from desk_gui.operations.accounts import NewAccount
from desk_gui.operations.articles import finding
from desk_gui.operations.classification import NewTicket, Reclassification
from desk_gui.operations.desk import Desk
from desk_gui.operations.knowledge import Written
from tests.conftest import Office
from tests.factories import (
    a_catalog_item,
    a_published_article,
    a_request,
    an_incident,
    in_progress,
    resolved,
)

PASSWORD = "a long enough sentence"
TASKS = (TaskTemplate("A"), TaskTemplate("B", mandatory=False), TaskTemplate("C"))


def a_key(office: Office) -> int:
    """A request that two have to approve, with an optional task in the middle."""
    item = a_catalog_item(office.administrator, "Key", approvals=2, tasks=TASKS)
    new = NewTicket("A key", kind=Kind.REQUEST, item_id=item)
    return classification.open_ticket(office.agent, new).ticket_id


def test_that_a_quorum_needs_two_different_supervisors(office: Office) -> None:
    ticket_id = a_key(office)
    requests.approve(office.supervisor, ticket_id)
    with pytest.raises(NotPossible, match="You approved REQ-1 already"):
        requests.approve(office.supervisor, ticket_id)
    assert show.show(office.agent, ticket_id).ticket.status is Status.AWAITING_APPROVAL
    tickets.move(office.administrator, ticket_id, Wish(Status.APPROVED))
    page = show.show(office.agent, ticket_id)
    assert page.ticket.status is Status.APPROVED
    assert [approval.decision.value for approval in page.approvals] == ["approved", "approved"]


def test_that_a_rejection_has_its_reason_and_ends_what_is_open(office: Office) -> None:
    ticket_id = a_key(office)
    with pytest.raises(Invalid, match="needs its reason"):
        tickets.move(office.supervisor, ticket_id, Wish(Status.REJECTED))
    tickets.move(office.supervisor, ticket_id, Wish(Status.REJECTED, reason="No budget."))
    page = show.show(office.agent, ticket_id)
    assert page.ticket.rejection_reason == "No budget."
    assert [approval.decision.value for approval in page.approvals] == ["rejected"]


def test_that_tasks_go_in_order_and_only_optional_ones_are_skipped(office: Office) -> None:
    ticket_id = a_key(office)
    for desk in (office.supervisor, office.administrator):
        requests.approve(desk, ticket_id)
    start = Wish(Status.IN_FULFILMENT, assignee_id=office.agent.account_id)
    tickets.move(office.agent, ticket_id, start)
    first, optional, last = (task.id for task in show.show(office.agent, ticket_id).tasks)
    with pytest.raises(NotPossible, match="“A” comes first"):
        requests.complete_task(office.agent, ticket_id, last)
    with pytest.raises(NotPossible, match="is mandatory"):
        requests.skip_task(office.agent, ticket_id, first, "No time.")
    with pytest.raises(NotPossible, match="Say why"):
        requests.skip_task(office.agent, ticket_id, optional, " ")
    requests.skip_task(office.agent, ticket_id, optional, "Not wanted.")
    requests.complete_task(office.agent, ticket_id, first)
    with pytest.raises(Invalid, match=r"Still to do: C\."):
        tickets.move(office.agent, ticket_id, Wish(Status.FULFILLED))
    requests.complete_task(office.agent, ticket_id, last)
    tickets.move(office.agent, ticket_id, Wish(Status.FULFILLED))


def test_that_a_duplicate_names_the_ticket_that_stays(office: Office) -> None:
    ticket_id, original = an_incident(office.agent), an_incident(office.agent)
    wish = Wish(Status.CANCELLED, cancel_reason=CancelReason.DUPLICATE, reason="Same.")
    with pytest.raises(Invalid, match="duplicate of the ticket that stays"):
        tickets.move(office.agent, ticket_id, wish)
    relations.link(office.agent, ticket_id, original, Relation.DUPLICATE_OF)
    tickets.move(office.agent, ticket_id, wish)
    assert show.show(office.agent, ticket_id).ticket.rejection_reason is None


def test_that_handing_over_is_counted_whichever_way_it_is_done(office: Office) -> None:
    ticket_id = in_progress(office.agent, an_incident(office.agent))
    tickets.assign(office.agent, ticket_id, assignee_id=office.colleague.account_id, team_id=None)
    resolved_wish = Wish(Status.ON_HOLD, hold_reason=None)
    with pytest.raises(Invalid):
        tickets.move(office.agent, ticket_id, resolved_wish)
    assert show.show(office.agent, ticket_id).ticket.reassignments == 1
    other = an_incident(office.agent, assignee_id=office.colleague.account_id)
    tickets.move(office.agent, other, Wish(Status.IN_PROGRESS, assignee_id=office.agent.account_id))
    assert show.show(office.agent, other).ticket.reassignments == 1


def test_that_every_operation_refuses_whom_it_is_not_for(office: Office) -> None:
    ticket_id = an_incident(office.agent)
    requester, agent = office.requester, office.agent
    account_id = agent.account_id or 0
    new = NewAccount("x", "X", Role.AGENT)
    forbidden: list[Callable[[], object]] = [
        lambda: an_incident(requester),
        lambda: tickets.assign(requester, ticket_id, assignee_id=None, team_id=None),
        lambda: tickets.comment(requester, ticket_id, "x"),
        lambda: tickets.work_note(requester, ticket_id, "x"),
        lambda: tickets.requester_answer(requester, ticket_id, "x"),
        lambda: tickets.edit(requester, ticket_id, tickets.Edit(title="x")),
        lambda: relations.link(requester, ticket_id, ticket_id, Relation.RELATED),
        lambda: tickets.rate(requester, ticket_id, 3),
        lambda: classification.split(requester, ticket_id, NewTicket("x")),
        lambda: classification.follow_up(requester, ticket_id, NewTicket("x")),
        lambda: classification.reclassify(
            requester, ticket_id, Reclassification(Kind.REQUEST, "x")
        ),
        lambda: requests.complete_task(requester, ticket_id, 1),
        lambda: knowledge.write(requester, Written("x", "x")),
        lambda: accounts.add_contact(requester, "x"),
        lambda: accounts.add_account(office.supervisor, new),
        lambda: accounts.add_team(office.supervisor, "x"),
        lambda: accounts.change_account(agent, account_id, role=Role.ADMINISTRATOR),
        lambda: tickets.edit(agent, ticket_id, tickets.Edit(override=1, override_reason="x")),
        lambda: search.ids(replace(agent, account_id=None), ""),
        lambda: show.show(replace(agent, account_id=None), ticket_id),
    ]
    for act in forbidden:
        with pytest.raises(NotAllowed):
            act()
    assert len(show.show(agent, ticket_id).history) == 1


def test_that_a_switched_off_account_is_refused_at_once(office: Office) -> None:
    ticket_id = an_incident(office.agent)
    amira = office.agent.account_id or 0
    accounts.change_account(office.administrator, amira, active=False)
    acts: list[Callable[[Desk], object]] = [
        lambda desk: tickets.comment(desk, ticket_id, "x"),
        lambda desk: search.ids(desk, ""),
        lambda desk: show.show(desk, ticket_id),
    ]
    for act in acts:
        with pytest.raises(NotAllowed, match="is switched off"):
            act(office.agent)


def test_that_the_old_edition_stays_visible_until_the_next_is_published(office: Office) -> None:
    article_id = a_published_article(
        office.agent, office.supervisor, text="Old text.", audience=Audience.PUBLIC
    )
    knowledge.step(office.colleague, article_id, ArticleStatus.DRAFT)
    seen = knowledge.show(office.colleague, article_id).article.version
    new = Written("Mail host does not start", "New text.", Audience.PUBLIC)
    knowledge.edit(office.colleague, article_id, new, seen_version=seen)
    assert knowledge.show(office.requester, article_id).shown.text == "Old text."
    with pytest.raises(Conflict):
        knowledge.edit(office.agent, article_id, Written("X", "Y"), seen_version=seen)
    knowledge.step(office.colleague, article_id, ArticleStatus.IN_REVIEW)
    with pytest.raises(NotAllowed, match="Only a supervisor"):
        knowledge.step(office.agent, article_id, ArticleStatus.PUBLISHED)
    knowledge.step(office.supervisor, article_id, ArticleStatus.PUBLISHED)
    assert knowledge.show(office.requester, article_id).shown.text == "New text."
    page = knowledge.show(office.agent, article_id)
    assert [edition.text for edition in page.editions] == ["Old text.", "New text."]


def test_that_a_retired_article_taken_up_again_keeps_its_old_text(office: Office) -> None:
    article_id = a_published_article(office.agent, office.supervisor, text="Old text.")
    knowledge.step(office.supervisor, article_id, ArticleStatus.RETIRED)
    knowledge.step(office.agent, article_id, ArticleStatus.DRAFT)
    seen = knowledge.show(office.agent, article_id).article.version
    knowledge.edit(office.agent, article_id, Written("X", "New text."), seen_version=seen)
    texts = [edition.text for edition in knowledge.show(office.agent, article_id).editions]
    assert texts == ["Old text.", "New text."]


def test_that_who_wrote_the_edition_does_not_publish_it(office: Office) -> None:
    article_id = knowledge.write(office.agent, Written("Mail", "Text.")).article_id
    rewritten = Written("Mail", "Quite another text.")
    knowledge.edit(office.supervisor, article_id, rewritten, seen_version=1)
    knowledge.step(office.agent, article_id, ArticleStatus.IN_REVIEW)
    with pytest.raises(NotAllowed, match="reviewer cannot be the author"):
        knowledge.step(office.supervisor, article_id, ArticleStatus.PUBLISHED)
    knowledge.step(office.administrator, article_id, ArticleStatus.PUBLISHED)


def test_that_internal_articles_are_not_for_requesters(office: Office) -> None:
    article_id = a_published_article(office.agent, office.supervisor)
    with pytest.raises(NotFound):
        knowledge.show(office.requester, article_id)
    assert finding.find(office.requester, "mail").rows == ()


def test_that_the_first_administrator_is_made_once(office: Office) -> None:
    assert accounts.needs_first_administrator(office.administrator)
    new = NewAccount("Boss", "The Boss", Role.ADMINISTRATOR, password=PASSWORD)
    made = accounts.make_first_administrator(office.administrator, new)
    assert (made.login, made.role) == ("boss", Role.ADMINISTRATOR)
    assert not accounts.needs_first_administrator(office.administrator)
    with pytest.raises(NotPossible, match="There is an administrator already"):
        accounts.make_first_administrator(office.administrator, new)
    assert accounts.sign_in(office.agent, "BOSS ", PASSWORD) == made
    with pytest.raises(NotPossible, match="is the last administrator"):
        accounts.change_account(office.administrator, made.id, role=Role.AGENT)
    with pytest.raises(NotPossible, match="is the last administrator"):
        accounts.change_account(office.administrator, made.id, active=False)


def test_that_ten_wrong_passwords_lock_an_account_for_a_quarter_of_an_hour(
    local_office: Office,
) -> None:
    amira = local_office.agent.account_id or 0
    accounts.change_account(local_office.administrator, amira, password=PASSWORD)
    for _ in range(10):
        with pytest.raises(NotAllowed, match="do not belong together"):
            accounts.sign_in(local_office.agent, "amira", "wrong wrong wrong")
    with pytest.raises(NotAllowed, match="Too many wrong passwords"):
        accounts.sign_in(local_office.agent, "amira", PASSWORD)
    local_office.clock.forward(minutes=16)
    assert accounts.sign_in(local_office.agent, "amira", PASSWORD).id == amira
    with pytest.raises(NotAllowed, match="do not belong together"):
        accounts.sign_in(local_office.agent, "nobody", PASSWORD)


def test_that_filters_sorts_and_views_find_what_they_say(office: Office) -> None:
    first = in_progress(office.agent, an_incident(office.agent))
    second = a_request(office.agent, approvals=1)
    third = resolved(office.agent, an_incident(office.agent))
    expected = {
        "": {first, second, third},
        "is:open": {first, second},
        "kind:request": {second},
        "-kind:request": {first, third},
        "status:awaiting_approval,resolved": {second, third},
        "assignee:me": {first, third},
        "assignee:Amira": {first, third},
        "assignee:none": {second},
        "is:unassigned": {second},
        "requester:me": set(),
        "priority:<=3": {first, second, third},
        "priority:>3": set(),
        "opened:2026-03-02": {first, second, third},
        "opened:>2026-03-02": set(),
        "closed:<=9000-12-31": set(),
        "item:me": set(),
        "team:me": set(),
        f"id:{first},{third}": {first, third},
        "laptop": {second},
        '"blank pages"': {first, third},
        "due:none": {third},
        "-due:none": {first, second},
    }
    for typed, wanted in expected.items():
        assert set(search.ids(office.agent, typed)) == wanted, typed
    for sort in Sort:
        for turned in ("", "-"):
            assert set(search.ids(office.agent, "", f"{turned}{sort}")) == expected[""]
    assert list(search.ids(office.agent, "", "-number")) == [third, second, first]
    assert search.count(office.agent, list(expected)) == [len(w) for w in expected.values()]
    search.save_view(office.agent, "My  own", "kind:request", "-due")
    assert search.views(office.agent)[-1].name == "My own"
    assert len(search.views(office.colleague)) == len(search.VIEWS)


def test_that_what_others_did_is_told_as_effects(office: Office) -> None:
    start = live.newest(office.agent)
    before = live.pulse(office.agent, start, None)
    assert (before.entry, before.effects) == (start, None)
    ticket_id = an_incident(office.colleague)
    after = live.pulse(office.agent, start, None)
    assert after.effects is not None
    assert (after.effects.tickets, after.effects.people) == (frozenset({ticket_id}), False)
    assert after.entry == live.newest(office.agent)


def test_that_old_resolutions_are_closed_and_unknown_instants_do_no_harm(office: Office) -> None:
    old = resolved(office.agent, an_incident(office.agent))
    office.clock.forward(days=4)
    young = resolved(office.agent, an_incident(office.agent))
    assert time_passing.close_resolved(office.agent, 3).tickets == frozenset({old})
    assert show.show(office.agent, young).ticket.status is Status.RESOLVED


def test_that_a_refused_ticket_does_not_stop_the_others(office: Office) -> None:
    ids = [an_incident(office.agent), 999, an_incident(office.agent)]
    outcome = bulk.make(office.agent, ids, Give(office.agent.account_id))
    assert (len(outcome.done), len(outcome.refused)) == (2, 1)


def test_that_text_no_database_takes_is_stored_as_it_can_be(office: Office) -> None:
    ticket_id = an_incident(office.agent, "a\ud83d\x00b", text="x\x00\udcff")
    tickets.edit(office.agent, ticket_id, tickets.Edit(text="\x00\ud800 y"))
    tickets.comment(office.agent, ticket_id, "\x00z\ud800")
    page = show.show(office.agent, ticket_id)
    assert (page.ticket.title, page.ticket.text, page.said[0].text) == ("a?b", "? y", "z?")
    with pytest.raises(Invalid, match="at most 200,000"):
        tickets.edit(office.agent, ticket_id, tickets.Edit(text="x" * 200_001))
