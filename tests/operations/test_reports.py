"""Figures of a desk where a little has happened, on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from desk_gui.domain.errors import Invalid, NotAllowed
from desk_gui.domain.ticket import Wish
from desk_gui.domain.workflow import CancelReason, HoldReason, Kind, ResolutionCode, Status
from desk_gui.operations import databases, picks, reports, requests, search, tickets
from desk_gui.reports.marks import Mark
from desk_gui.reports.opening import queue_words
from desk_gui.reports.periods import By
from desk_gui.reports.stocks import BANDS
from desk_gui.reports.values import Duration, Share
from desk_gui.reports.written import to_json
from desk_gui.storage import rows
from tests.conftest import START, Office
from tests.factories import a_request, an_incident, in_progress, resolved

HOUR = 3600


def figures(office: Office, kind: Kind = Kind.INCIDENT) -> dict[str, object]:
    return dict(reports.build_report(office.supervisor).kinds[kind].everything)


def test_that_a_desk_where_nothing_happened_says_so(office: Office) -> None:
    report = reports.build_report(office.agent)
    assert report.empty
    assert to_json(report)["says"]


def test_that_an_incident_is_measured_from_its_opening_to_its_resolution(office: Office) -> None:
    ticket_id = an_incident(office.agent)
    office.clock.forward(hours=1)
    in_progress(office.agent, ticket_id)
    office.clock.forward(hours=2)
    resolved_now(office, ticket_id)
    office.clock.forward(days=1)
    found = figures(office)
    assert found["created"] == found["resolved"] == 1
    assert found["time_to_respond"] == Duration(1, HOUR, HOUR, HOUR)
    assert found["time_to_resolve"] == Duration(1, 3 * HOUR, 3 * HOUR, 3 * HOUR)
    assert found["backlog"] == 0
    assert found["first_contact_resolution"] == Share(1, 1)
    stays = found["time_in_status"]
    assert isinstance(stays, dict)
    assert {status: stay.total_s for status, stay in stays.items()} == {
        "new": HOUR,
        "in_progress": 2 * HOUR,
    }


def resolved_now(office: Office, ticket_id: int) -> None:
    wish = Wish(
        Status.RESOLVED, resolution_code=ResolutionCode.FIXED, resolution_text="Restarted it."
    )
    tickets.move(office.agent, ticket_id, wish)


def test_that_a_reopened_incident_keeps_its_first_resolution_and_counts_as_open(
    office: Office,
) -> None:
    ticket_id = resolved(office.agent, an_incident(office.agent))
    office.clock.forward(hours=5)
    tickets.move(office.agent, ticket_id, Wish(Status.IN_PROGRESS))
    office.clock.forward(hours=1)
    found = figures(office)
    assert found["reopened_tickets"] == found["reopenings"] == found["backlog"] == 1
    assert found["resolved"] == 0
    assert found["time_to_resolve"] == Duration(1, 0, 0, 0)
    assert found["time_to_resolve_full"] == Duration(0, None, None, None)
    assert found["reopen_rate"] == Share(1, 1)


def test_that_a_cancelled_incident_is_created_but_never_resolved(office: Office) -> None:
    ticket_id = an_incident(office.agent)
    office.clock.forward(hours=1)
    tickets.move(
        office.agent, ticket_id, Wish(Status.CANCELLED, cancel_reason=CancelReason.MISTAKEN)
    )
    office.clock.forward(hours=1)
    found = figures(office)
    assert (found["created"], found["resolved"], found["closed"], found["backlog"]) == (1, 0, 0, 0)
    assert found["sla_kept"] == Share(0, 0)


def test_that_an_incident_past_its_promise_is_overdue_unless_its_clock_is_paused(
    office: Office,
) -> None:
    late, paused = (in_progress(office.agent, an_incident(office.agent)) for _ in range(2))
    tickets.move(office.agent, paused, Wish(Status.ON_HOLD, hold_reason=HoldReason.REQUESTER))
    office.clock.forward(days=90)
    report = reports.build_report(office.supervisor)
    assert report.tickets_behind(Mark("overdue_open", Kind.INCIDENT)).tolist() == [late]


def test_that_approvals_are_measured_for_each_item(office: Office) -> None:
    ticket_id = a_request(office.agent, approvals=1)
    office.clock.forward(hours=4)
    requests.approve(office.supervisor, ticket_id)
    office.clock.forward(hours=1)
    found = figures(office, Kind.REQUEST)
    wait = Duration(1, 4 * HOUR, 4 * HOUR, 4 * HOUR)
    assert found["approval_wait"] == wait
    assert list(dict(found["approval_wait_by_item"]).values()) == [wait]  # type: ignore[call-overload] # a mapping
    assert found["created"] == 1
    assert figures(office)["created"] == 0


def test_that_classifications_that_people_kept_are_hits(office: Office) -> None:
    an_incident(office.agent, "The mail server is down and nobody can work")
    office.clock.forward(hours=1)
    rate = figures(office)["classification_hit_rate"]
    assert isinstance(rate, Share)
    assert rate.n == rate.of <= 1


def test_that_a_confidential_ticket_is_not_in_the_figures_of_others(office: Office) -> None:
    an_incident(office.supervisor, confidential=True)
    an_incident(office.agent)
    office.clock.forward(hours=1)
    seen = [
        reports.build_report(desk).kinds[Kind.INCIDENT].everything["created"]
        for desk in (office.supervisor, office.agent)
    ]
    assert seen == [2, 1]


def test_that_only_supervisors_get_who_worked_on_what(office: Office) -> None:
    in_progress(office.agent, an_incident(office.agent))
    for desk, known in ((office.supervisor, True), (office.agent, False)):
        facts = reports.read_facts(desk)
        assert (facts.tickets.assignee_id >= 0).any() == known
        assert bool(facts.names.agents) == known


def test_that_a_requester_gets_no_report(office: Office) -> None:
    with pytest.raises(NotAllowed):
        reports.build_report(office.requester)


def test_that_the_days_asked_for_are_both_included(office: Office) -> None:
    an_incident(office.agent)
    office.clock.forward(days=1)
    an_incident(office.agent)
    office.clock.forward(days=1)
    an_incident(office.agent)
    first = START.date()
    report = reports.build_report(office.agent, first, first + timedelta(days=1), by=By.DAY)
    flows = report.kinds[Kind.INCIDENT].series.flows
    assert [flow.created for flow in flows] == [1, 1]
    assert report.period.end == datetime(2026, 3, 4, tzinfo=UTC)


def test_that_days_turned_round_are_refused_in_a_sentence(office: Office) -> None:
    with pytest.raises(Invalid, match=r"before it begins"):
        reports.build_report(office.agent, date(2026, 3, 2), date(2026, 3, 1))
    with pytest.raises(Invalid, match=r"in the future"):
        reports.build_report(office.agent, date(2030, 1, 1))


def test_that_an_open_report_reaches_to_now_and_an_archive_ends_with_itself(
    office: Office,
) -> None:
    resolved(office.agent, an_incident(office.agent))
    now = office.clock.forward(days=40)
    assert reports.build_report(office.agent).period.end == now
    office.clock.forward(days=800)
    assert reports.build_report(office.agent).period.end == datetime(2026, 4, 1, tzinfo=UTC)


def test_that_a_report_whose_last_day_is_not_over_ends_now_and_counts_nothing_that_is_to_come(
    office: Office,
) -> None:
    an_incident(office.agent)
    now = office.clock.forward(minutes=5)
    day = now.date()
    for last in (day, day + timedelta(days=40)):
        report = reports.build_report(office.agent, day, last)
        assert report.period.end == now
        assert report.kinds[Kind.INCIDENT].everything["overdue_open"] == 0
    with pytest.raises(Invalid, match="in the future"):
        reports.build_report(office.agent, day + timedelta(days=1), day + timedelta(days=40))


def test_that_days_begin_at_midnight_of_the_zone_of_the_desk(office: Office) -> None:
    databases.change_setting(office.administrator, "time_zone", "Asia/Kolkata")
    an_incident(office.agent)
    office.clock.forward(minutes=1)
    day = START.date()
    report = reports.build_report(office.agent, day, day, by=By.DAY)
    assert report.period.start == datetime(2026, 3, 1, 18, 30, tzinfo=UTC)
    assert report.kinds[Kind.INCIDENT].everything["created"] == 1


def test_that_the_backlog_is_what_the_queue_calls_open(office: Office) -> None:
    for _ in range(3):
        an_incident(office.agent)
    resolved(office.agent, an_incident(office.agent))
    a_request(office.agent, approvals=1)
    office.clock.forward(hours=1)
    report = reports.build_report(office.agent)
    for kind in Kind:
        ids = report.tickets_behind(Mark("backlog", kind)).tolist()
        assert sorted(ids) == sorted(search.ids(office.agent, f"is:open kind:{kind.value}"))


@pytest.mark.parametrize("zone", ["UTC", "America/New_York"])
def test_that_the_queue_finds_by_words_what_a_mark_counts(office: Office, zone: str) -> None:
    databases.change_setting(office.administrator, "time_zone", zone)
    for hours in (1, 30, 200):
        an_incident(office.agent)
        resolved(office.agent, an_incident(office.agent))
        office.clock.forward(hours=hours)
    reopened = resolved(office.agent, an_incident(office.agent))
    tickets.move(office.agent, reopened, Wish(Status.IN_PROGRESS))
    office.clock.forward(hours=2)
    report = reports.build_report(office.supervisor, by=By.WEEK)
    numbered = 0
    for figure in ("created", "resolved", "time_to_resolve", "reopened_tickets", "backlog"):
        for bucket in (None, *range(len(report.buckets))):
            mark = Mark(figure, Kind.INCIDENT, bucket=bucket)
            words = reports.filter_of(office.supervisor, report, mark)
            expected = sorted(report.tickets_behind(mark).tolist())
            numbered += words.startswith("id:")
            if expected:
                assert sorted(search.ids(office.supervisor, words)) == expected
    for band in range(len(BANDS)):
        mark = Mark("backlog", Kind.INCIDENT, 3, band=band)
        found = search.ids(office.supervisor, reports.filter_of(office.supervisor, report, mark))
        assert sorted(found) == sorted(report.tickets_behind(mark).tolist())
    assert numbered < len(report.buckets) * 3


def test_that_tickets_no_words_find_are_opened_by_a_word_of_their_own(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        resolved(office.agent, an_incident(office.agent))
    tickets.move(office.agent, 1, Wish(Status.IN_PROGRESS))
    office.clock.forward(hours=1)
    desk = office.supervisor
    report = reports.build_report(desk)
    mark = Mark("time_to_resolve", Kind.INCIDENT)
    assert queue_words(report, mark) is None
    assert reports.filter_of(desk, report, mark) == "id:1,2,3"
    monkeypatch.setattr(picks, "FEW", 2)
    words = reports.filter_of(desk, report, mark)
    assert words.startswith("figure:")
    assert sorted(search.ids(desk, words)) == [1, 2, 3]
    assert search.count(desk, [f"{words} is:open", f"-{words}"]) == [1, 0]
    assert reports.filter_of(desk, report, mark) == words
    with pytest.raises(Invalid, match="a view needs conditions"):
        search.save_view(desk, "Slow ones", words)


def test_that_a_hundred_thousand_picked_tickets_are_one_value(office: Office) -> None:
    ticket_id = an_incident(office.agent)
    words = office.agent.picks.filter_of(range(ticket_id, ticket_id + 100_000))
    assert list(search.ids(office.agent, words)) == [ticket_id]


def test_that_the_oldest_picks_are_forgotten_with_a_sentence(office: Office) -> None:
    first = office.agent.picks.filter_of(range(1_000))
    for n in range(picks.KEPT):
        office.agent.picks.filter_of(range(n + 1, 1_000))
    with pytest.raises(Invalid, match="click the figure again"):
        search.ids(office.agent, first)
    with pytest.raises(Invalid, match="not by hand"):
        search.ids(office.agent, "figure:everything")


def test_that_picked_tickets_are_shown_only_to_those_who_may_see_them(office: Office) -> None:
    ticket_id = an_incident(office.supervisor, confidential=True)
    words = office.supervisor.picks.filter_of(range(ticket_id, ticket_id + 1_000))
    outsider = replace(office.colleague, picks=office.supervisor.picks)
    assert list(search.ids(office.supervisor, words)) == [ticket_id]
    assert list(search.ids(outsider, words)) == []


def test_that_the_tickets_of_a_category_and_team_are_found_by_name(office: Office) -> None:
    with office.administrator.writing() as session:
        made = [rows.add(session.connection, "category", name=name) for name in ("VPN", 'Odd "1"')]
    for category in (*made, None):
        an_incident(office.agent, category_id=category, team_id=office.team_id)
    an_incident(office.agent)
    office.clock.forward(hours=1)
    report = reports.build_report(office.supervisor)
    told = report.kinds[Kind.INCIDENT].breakdowns
    for figure, part, ids in (
        ("created", "category_id", [one.id for one in told.categories]),
        ("backlog", "team_id", [one.id for one in told.teams]),
    ):
        assert len(ids) > 1
        for one in ids:
            own: dict[str, Any] = {part: one}
            mark = replace(Mark(figure, Kind.INCIDENT), **own)
            found = search.ids(
                office.supervisor, reports.filter_of(office.supervisor, report, mark)
            )
            assert sorted(found) == sorted(report.tickets_behind(mark).tolist())


def test_that_the_backlog_is_told_as_of_any_past_instant(office: Office) -> None:
    ticket_id = an_incident(office.agent)
    instants = {office.clock.now + timedelta(minutes=1): 1}
    office.clock.forward(hours=1)
    resolved(office.agent, ticket_id)
    instants[office.clock.now + timedelta(minutes=1)] = 0
    office.clock.forward(hours=1)
    tickets.move(office.agent, ticket_id, Wish(Status.IN_PROGRESS))
    an_incident(office.agent)
    instants[office.clock.now + timedelta(minutes=1)] = 2
    office.clock.forward(days=3)
    for at, n in instants.items():
        report = reports.build_report(office.supervisor, at=at)
        assert report.kinds[Kind.INCIDENT].everything["backlog"] == n
        assert len(report.tickets_behind(Mark("backlog", Kind.INCIDENT))) == n
    with pytest.raises(Invalid, match="between the first day"):
        reports.build_report(office.supervisor, at=office.clock.now + timedelta(days=1))
