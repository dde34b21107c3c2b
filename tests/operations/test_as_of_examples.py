"""What a ticket counts as at a past instant, case by case, on both databases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from desk_gui.domain.errors import Invalid
from desk_gui.domain.priority import Level
from desk_gui.domain.ticket import Wish
from desk_gui.domain.workflow import HoldReason, Kind, ResolutionCode, Status
from desk_gui.operations import (
    classification,
    major_incidents,
    merging,
    packing,
    reports,
    requests,
    search,
    show,
    tickets,
    time_passing,
    transfer,
    undoing,
)
from desk_gui.operations.classification import Reclassification
from desk_gui.reports.facts import CLOCK_STATES, Facts
from desk_gui.reports.marks import Mark
from desk_gui.reports.report import Figures
from desk_gui.reports.values import Duration, Share
from tests.conftest import Office
from tests.factories import (
    a_declaration,
    a_published_article,
    a_request,
    an_incident,
    an_item,
    in_progress,
    resolved,
)
from tests.transfer.logs import HEADER, row


def then(office: Office) -> datetime:
    """This instant, an hour before anything else happens."""
    now = office.clock.now
    office.clock.forward(hours=1)
    return now


def figures(office: Office, at: datetime, kind: Kind = Kind.INCIDENT) -> Figures:
    return reports.build_report(office.supervisor, at=at).kinds[kind].everything


def facts(office: Office, at: datetime) -> Facts:
    return reports.read_facts(office.supervisor, at=at)


def test_that_a_ticket_reclassified_later_counts_under_its_old_kind(office: Office) -> None:
    ticket_id = an_incident(office.agent)
    at = then(office)
    wanted = Reclassification(Kind.REQUEST, "It is one.", item_id=an_item(office.agent))
    classification.reclassify(office.agent, ticket_id, wanted)
    between = then(office)
    page = show.show(office.agent, ticket_id)
    undoing.undo(office.agent, page.history[-1].uuid if page.undo is None else page.undo)
    office.clock.forward(hours=1)
    assert figures(office, at)["backlog"] == 1
    assert figures(office, between)["backlog"] == 0
    assert figures(office, between, Kind.REQUEST)["backlog"] == 1
    assert figures(office, office.clock.now)["backlog"] == 1
    assert len(facts(office, at).clocks.ticket) == 2


def test_that_a_priority_changed_later_is_the_old_one_then(office: Office) -> None:
    ticket_id = an_incident(office.agent)
    at = then(office)
    tickets.edit(office.agent, ticket_id, tickets.Edit(impact=Level.HIGH, urgency=Level.HIGH))
    told = facts(office, at)
    assert told.tickets.priority.tolist() == [3]
    assert facts(office, office.clock.now).tickets.priority.tolist() == [1]
    report = reports.build_report(office.supervisor, at=at)
    assert report.kinds[Kind.INCIDENT].by_priority[3]["backlog"] == 1


def test_that_a_promise_changed_later_was_the_old_one_then(office: Office) -> None:
    ticket_id = an_incident(office.agent)
    at = then(office)
    before = facts(office, office.clock.now).clocks.due_at
    tickets.edit(office.agent, ticket_id, tickets.Edit(impact=Level.HIGH, urgency=Level.HIGH))
    np.testing.assert_array_equal(facts(office, at).clocks.due_at, before)
    assert (facts(office, office.clock.now).clocks.due_at < before).all()


def test_that_a_clock_breached_later_is_running_then(office: Office) -> None:
    in_progress(office.agent, ticket_id := an_incident(office.agent))
    at = then(office)
    office.clock.forward(days=30)
    time_passing.let_time_pass(office.administrator)
    late = then(office)
    solved = Wish(Status.RESOLVED, resolution_code=ResolutionCode.FIXED, resolution_text="Done.")
    tickets.move(office.agent, ticket_id, solved)
    assert states(facts(office, at)) == ["met", "running"]
    assert figures(office, at)["overdue_open"] == 0
    assert figures(office, late)["overdue_open"] == 1
    assert figures(office, late)["sla_kept"] == Share(1, 1)
    assert figures(office, office.clock.now)["sla_kept"] == Share(1, 1)
    office.clock.forward(seconds=1)
    assert figures(office, office.clock.now)["sla_kept"] == Share(1, 2)


def states(told: Facts) -> list[str]:
    """Of the answer first, then of the solution."""
    return [CLOCK_STATES[code].value for code in told.clocks.state[np.argsort(told.clocks.target)]]


def test_that_a_clock_paused_then_is_paused_whatever_came_of_it(office: Office) -> None:
    in_progress(office.agent, ticket_id := an_incident(office.agent))
    tickets.move(office.agent, ticket_id, Wish(Status.ON_HOLD, hold_reason=HoldReason.REQUESTER))
    at = then(office)
    tickets.move(office.agent, ticket_id, Wish(Status.IN_PROGRESS))
    assert states(facts(office, at)) == ["met", "paused"]
    assert states(facts(office, office.clock.now)) == ["met", "running"]


def test_that_a_ticket_given_to_somebody_else_later_counts_for_who_had_it(office: Office) -> None:
    in_progress(office.agent, ticket_id := an_incident(office.agent, team_id=office.team_id))
    at = then(office)
    tickets.assign(
        office.agent, ticket_id, assignee_id=office.colleague.account_id, team_id=office.team_id
    )
    (load,) = reports.build_report(office.supervisor, at=at).kinds[Kind.INCIDENT].breakdowns.agents
    assert (load.id, load.open) == (office.agent_id, 1)
    assert figures(office, at)["reassigned_tickets"] == 0
    office.clock.forward(hours=1)
    assert figures(office, office.clock.now)["reassigned_tickets"] == 1


def test_that_what_was_merged_or_made_major_later_is_not_yet(office: Office) -> None:
    merged, stays = an_incident(office.agent), an_incident(office.agent)
    at = then(office)
    merging.merge(office.agent, merged, stays)
    in_progress(office.agent, stays)
    major_incidents.declare(office.supervisor, stays, a_declaration(office.agent))
    assert figures(office, at)["backlog"] == 2
    assert not facts(office, at).tickets.major.any()
    assert facts(office, office.clock.now).tickets.major.tolist() == [False, True]


def test_that_answers_ratings_and_articles_count_from_when_they_came(office: Office) -> None:
    article = a_published_article(office.agent, office.supervisor)
    resolved(office.agent, ticket_id := an_incident(office.agent))
    at = then(office)
    tickets.comment(office.agent, ticket_id, "It works again.")
    tickets.comment(office.agent, ticket_id, "Does it?")
    tickets.rate(office.agent, ticket_id, 5)
    with office.agent.writing() as session:
        tickets.suggested(session, ticket_id, article)
    later = office.clock.forward(hours=1)
    assert figures(office, at + timedelta(seconds=1))["first_contact_resolution"] == Share(1, 1)
    assert figures(office, later)["first_contact_resolution"] == Share(0, 1)
    assert figures(office, later)["csat"] == Share(1, 1)
    told = figures(office, at + timedelta(seconds=1))
    assert (told["csat"], told["deflection"]) == (Share(0, 0), Share(0, 0))


def test_that_approvals_made_void_later_were_decided_then(office: Office) -> None:
    ticket_id = a_request(office.agent, approvals=1)
    office.clock.forward(hours=4)
    requests.approve(office.supervisor, ticket_id)
    office.clock.forward(hours=1)
    at = then(office)
    wanted = Reclassification(Kind.INCIDENT, "It is broken.")
    classification.reclassify(office.supervisor, ticket_id, wanted)
    office.clock.forward(hours=1)
    wait = Duration(1, 14_400, 14_400, 14_400)
    assert figures(office, at, Kind.REQUEST)["approval_wait"] == wait
    assert len(facts(office, office.clock.now).approvals.ticket) == 0


def test_that_a_task_taken_up_again_later_was_done_then(office: Office) -> None:
    ticket_id = a_request(office.agent)
    in_fulfilment = Wish(Status.IN_FULFILMENT, assignee_id=office.agent_id)
    tickets.move(office.agent, ticket_id, in_fulfilment)
    office.clock.forward(hours=2)
    (first, *_) = show.show(office.agent, ticket_id).tasks
    requests.complete_task(office.agent, ticket_id, first.id)
    done_at = office.clock.now.timestamp()
    at = then(office)
    requests.reopen_task(office.agent, ticket_id, first.id)
    assert facts(office, at).steps.done_at.tolist() == [done_at]
    assert facts(office, at).names.steps[facts(office, at).steps.title[0]] == first.title
    assert len(facts(office, office.clock.now).steps.ticket) == 0


def test_that_an_imported_history_is_told_as_of_any_instant_of_it(
    office: Office, tmp_path: Path
) -> None:
    changes = [
        ("New", "1/2/2026 09:00", "Group 1", "3 - Moderate", "2 - Medium"),
        ("Active", "1/2/2026 10:00", "Group 1", "3 - Moderate", "2 - Medium"),
        ("Awaiting User Info", "1/2/2026 11:00", "Group 2", "3 - Moderate", "2 - Medium"),
        ("Active", "1/2/2026 15:00", "Group 2", "2 - High", "1 - High"),
        ("Resolved", "1/2/2026 18:00", "Group 2", "2 - High", "1 - High"),
        ("Closed", "9/2/2026 10:00", "Group 2", "2 - High", "1 - High"),
    ]
    rows = [
        row(
            incident_state=state,
            sys_updated_at=at,
            opened_at="1/2/2026 09:00",
            assignment_group=group,
            assigned_to="Resolver 1",
            priority=priority,
            urgency=urgency,
            resolved_at="1/2/2026 18:00",
            closed_at="9/2/2026 10:00",
        )
        for state, at, group, priority, urgency in changes
    ]
    path = tmp_path / "log.csv"
    path.write_text("\n".join([HEADER, *rows, ""]), "utf-8")
    transfer.import_tickets(office.administrator, path)
    opened = datetime(2026, 2, 1, 9, tzinfo=UTC)
    told = [facts(office, opened + timedelta(hours=hours)) for hours in (1.5, 3, 7, 11, 400)]
    names = told[0].names.teams
    assert [names[one.tickets.team_id[0]] for one in told] == ["Group 1", *["Group 2"] * 4]
    assert [int(one.tickets.priority[0]) for one in told] == [3, 3, 2, 2, 2]
    assert [states(one)[0] for one in told] == ["running", "paused", "running", "met", "met"]
    assert [bool(np.isnan(one.tickets.resolved_at[0])) for one in told] == [True] * 3 + [False] * 2
    assert [bool(np.isnan(one.tickets.closed_at[0])) for one in told] == [True] * 4 + [False]
    dues = [one.clocks.due_at[0] for one in told]
    assert dues[0] == dues[1] == dues[2] - 14_400 == dues[4] - 14_400


def test_that_packed_facts_are_wound_back_like_fresh_ones(office: Office) -> None:
    ids = [an_incident(office.agent) for _ in range(3)]
    at = then(office)
    resolved(office.agent, ids[0])
    tickets.edit(office.agent, ids[1], tickets.Edit(impact=Level.HIGH))
    office.clock.forward(hours=1)
    fresh = reports.build_report(office.supervisor, at=at).kinds[Kind.INCIDENT].everything
    packing.pack_all(office.administrator)
    assert figures(office, at) == fresh
    assert fresh["backlog"] == 3


def test_that_a_mark_opens_the_tickets_that_counted_then(office: Office) -> None:
    ids = [an_incident(office.agent) for _ in range(3)]
    at = then(office)
    resolved(office.agent, ids[0])
    tickets.edit(office.agent, ids[1], tickets.Edit(impact=Level.HIGH))
    an_incident(office.agent)
    report = reports.build_report(office.supervisor, at=at)
    for mark in (Mark("backlog", Kind.INCIDENT), Mark("backlog", Kind.INCIDENT, priority=3)):
        found = search.ids(office.supervisor, reports.filter_of(office.supervisor, report, mark))
        assert sorted(found) == ids


def test_that_what_may_not_be_seen_now_is_not_told_of_then(office: Office) -> None:
    ticket_id = an_incident(office.supervisor)
    an_incident(office.supervisor)
    at = then(office)
    tickets.edit(office.supervisor, ticket_id, tickets.Edit(confidential=True))
    report = reports.build_report(office.agent, at=at)
    assert report.kinds[Kind.INCIDENT].everything["backlog"] == 1
    assert figures(office, at)["backlog"] == 2


def test_that_every_definition_names_the_instant_and_what_is_not_as_of_it(office: Office) -> None:
    an_incident(office.agent)
    at = then(office)
    report = reports.build_report(office.supervisor, at=at)
    assert report.as_of == at
    for text in report.definitions.values():
        assert "As of 2 Mar 2026 09:00 (UTC)" in text
        assert "As they are now: names" in text
    with pytest.raises(Invalid, match="between the first day"):
        reports.build_report(office.supervisor, at=office.clock.now + timedelta(hours=1))
