"""The sample office: plausible, legal, the same for the same seed, and easy to remove."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from desk_gui.domain.accounts import Role
from desk_gui.domain.errors import DatabaseTrouble, NotPossible
from desk_gui.domain.knowledge import ArticleStatus
from desk_gui.domain.priority import Priority
from desk_gui.domain.workflow import WORKFLOWS, Kind, Status, is_open
from desk_gui.operations import accounts, attachments, databases, major_page, search, show
from desk_gui.operations.articles import finding
from desk_gui.operations.desk import Desk
from desk_gui.operations.sample import files
from desk_gui.operations.sample import office as sample
from desk_gui.operations.sample.acts import Verb, due, statuses
from desk_gui.operations.sample.cast import PASSWORD
from desk_gui.operations.sample.hours import Hours
from desk_gui.operations.sample.plan import Plan, plan_sample
from desk_gui.operations.sample.stories import SampleData, Story, read_sample
from desk_gui.storage import rows

NOW = datetime(2026, 11, 25, 14, 10, tzinfo=UTC)
MOMENTS = (
    NOW,
    datetime(2026, 11, 22, 3, 0, tzinfo=UTC),
    datetime(2027, 1, 2, 20, 0, tzinfo=UTC),
    datetime(2026, 3, 29, 1, 30, tzinfo=UTC),
    datetime(2028, 2, 29, 7, 5, tzinfo=UTC),
)
OPEN = {status for flow in WORKFLOWS.values() for status in flow.open_statuses}


@pytest.fixture(scope="module")
def data() -> SampleData:
    return read_sample()


@pytest.fixture(scope="module")
def plan(data: SampleData) -> Plan:
    return plan_sample(data, seed=sample.SEED, now=NOW)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """The sample as it is stored, looked at by its administrator at its now."""
    path = tmp_path_factory.mktemp("sample") / "sample.db"
    made = sample.create_sample(str(path), now=NOW)
    yield replace(made, clock=lambda: NOW)
    made.database.close()


def said(plan: Plan) -> list[str]:
    """Every sentence a person may read in a ticket."""
    drafts = [ticket.draft for ticket in plan]
    texts = [text for draft in drafts for text in (draft.title, draft.text)]
    return texts + [act.text for draft in drafts for act in draft.acts if act.text]


def outline(plan: Plan) -> list[tuple[object, ...]]:
    return [
        (t.n, t.draft.title, t.draft.opened_at, t.draft.requester.email, tuple(t.draft.acts))
        for t in plan
    ]


def ending(plan: Plan) -> Counter[tuple[Kind, Status]]:
    return Counter((t.draft.kind, statuses(t.draft, t.draft.acts)[-1]) for t in plan)


def test_that_the_same_seed_and_now_plan_the_same_year(data: SampleData, plan: Plan) -> None:
    assert outline(plan_sample(data, seed=sample.SEED, now=NOW)) == outline(plan)


def test_that_another_seed_plans_another_year(data: SampleData, plan: Plan) -> None:
    assert outline(plan_sample(data, seed=7, now=NOW)) != outline(plan)


def test_that_the_office_has_its_people_and_places(data: SampleData) -> None:
    roles = Counter(account.role for account in data.office.accounts)
    assert roles == {Role.ADMINISTRATOR: 1, Role.SUPERVISOR: 2, Role.AGENT: 5}
    assert len(data.office.teams) == 3
    assert len({person.email for person in data.office.people}) == 60
    assert all(person.email.endswith("@example.org") for person in data.office.people)
    assert {person.site for person in data.office.people} == {s.name for s in data.office.sites}


def test_that_there_are_forty_articles_in_every_status_of_their_life(data: SampleData) -> None:
    assert len(data.articles) == 40
    assert {article.status for article in data.articles} == set(ArticleStatus)
    reviewers = {a.login for a in data.office.accounts if a.role != Role.AGENT}
    assert all(a.reviewer in reviewers and a.author != a.reviewer for a in data.articles)
    assert all(a.category in data.office.categories for a in data.articles)


def test_that_articles_are_long_enough_to_help_and_short_enough_to_read(data: SampleData) -> None:
    lengths = {a.key: len(re.findall(r"\w+", a.text)) for a in data.articles}
    assert not {key: n for key, n in lengths.items() if not 120 <= n <= 360}


def test_that_every_story_names_an_article_that_is_there(data: SampleData) -> None:
    keys = {article.key for article in data.articles}
    for story in data.stories:
        steps = [step for course in story.courses for step in course]
        assert story.article is None or story.article in keys, story.key
        assert story.article or all(step.word != "known_article" for step in steps), story.key


def test_that_every_text_of_a_story_is_told_by_some_scene(data: SampleData) -> None:
    for story in data.stories:
        for place, texts in enumerate((story.titles, story.openings, story.courses)):
            told = {scene[place] for scene in story.scenes}
            assert told == set(range(len(texts))), story.key


def approvals(story: Story) -> int:
    return story.item.approvals if story.item else 0


def test_that_request_stories_have_the_approvals_their_item_asks_for(data: SampleData) -> None:
    for story in data.stories:
        for course in story.courses:
            given = sum(step.act == "approve" for step in course)
            ended_early = any(step.act in {"reject", "cancel"} for step in course)
            assert given == approvals(story) or ended_early, story.key
            assert given <= approvals(story), story.key


@pytest.mark.parametrize("now", MOMENTS, ids=str)
def test_that_a_planned_year_makes_only_legal_moves(data: SampleData, now: datetime) -> None:
    for ticket in plan_sample(data, seed=sample.SEED, now=now):
        flow = WORKFLOWS[ticket.draft.kind]
        here = statuses(ticket.draft, ticket.draft.acts)
        for before, after in pairwise(here):
            legal = before is after or flow.transition(before, after)
            assert legal, (ticket.draft.title, before, after)


@pytest.mark.parametrize("now", MOMENTS, ids=str)
def test_that_nothing_happens_before_its_time_or_after_now(data: SampleData, now: datetime) -> None:
    for ticket in plan_sample(data, seed=sample.SEED, now=now):
        times = [ticket.draft.opened_at, *(act.at for act in ticket.draft.acts)]
        assert times == sorted(times)
        assert now - timedelta(days=366) <= times[0]
        assert times[-1] <= now


@pytest.mark.parametrize("now", MOMENTS, ids=str)
def test_that_the_backlog_is_believable_whenever_one_looks(data: SampleData, now: datetime) -> None:
    tickets = plan_sample(data, seed=sample.SEED, now=now)
    assert len(tickets) == 400
    drafts = [t.draft for t in tickets if is_open(statuses(t.draft, t.draft.acts)[-1])]
    dues = [at for at in (due(draft, draft.acts, now) for draft in drafts) if at is not None]
    assert 30 <= len(drafts) <= 50
    assert 1 <= sum(at < now for at in dues) <= 2


def test_that_every_status_of_both_kinds_is_there(plan: Plan) -> None:
    ends = ending(plan)
    incident = {status for kind, status in ends if kind is Kind.INCIDENT}
    request = {status for kind, status in ends if kind is Kind.REQUEST}
    assert incident == set(WORKFLOWS[Kind.INCIDENT].statuses)
    passing = {Status.NEW}
    assert request == set(WORKFLOWS[Kind.REQUEST].statuses) - passing


def test_that_some_promises_end_within_two_hours(plan: Plan) -> None:
    dues = [due(t.draft, t.draft.acts, NOW) for t in plan]
    soon = [at for at in dues if at and NOW < at < NOW + timedelta(hours=2)]
    assert len(soon) >= 3


def test_that_four_hundred_tickets_read_as_different_tickets(plan: Plan) -> None:
    titles = Counter(ticket.draft.title for ticket in plan)
    assert len(titles) >= 340
    assert titles.most_common(1)[0][1] <= 3


def test_that_no_placeholder_is_left(plan: Plan) -> None:
    assert not [text for text in said(plan) if "{" in text or "}" in text]


def test_that_sentences_are_written_with_care(plan: Plan, data: SampleData) -> None:
    for text in said(plan):
        assert "  " not in text
        assert text == text.strip()
        assert not re.search(r" [,.;:!?]", text), text
        assert not re.search(r"(^|[.!?] )[a-z]", text), text
        assert not re.search(r"(?<!-)\b(\w+) \1\b", text), text
    for ticket in plan:
        assert ticket.draft.title[-1] not in ".,;:"
        assert all(act.text[-1] in ".!?”" for act in ticket.draft.acts if act.text)
    assert not [a.key for a in data.articles if "\t" in a.text or "  \n" in a.text]


def test_that_the_desk_gets_busier_and_rests_at_weekends(data: SampleData, plan: Plan) -> None:
    opened = [ticket.draft.opened_at for ticket in plan]
    quarters = Counter((NOW - at).days // 92 for at in opened)
    assert quarters[0] > 2 * quarters[3]
    hours = Hours(data.office.zone)
    assert sum(hours.local(at).weekday() >= 5 for at in opened) <= 20


def test_that_urgent_tickets_are_resolved_sooner(plan: Plan) -> None:
    def median(priority: Priority) -> timedelta:
        spans = sorted(
            act.at - t.draft.opened_at
            for t in plan
            for act in t.draft.acts
            if act.verb is Verb.RESOLVE and t.draft.priority is priority
        )
        return spans[len(spans) // 2]

    assert median(Priority.CRITICAL) < median(Priority.HIGH) < median(Priority.LOW)


def test_that_sites_write_only_after_they_joined(data: SampleData, plan: Plan) -> None:
    joins = {site.name: site.joins_after_days for site in data.office.sites}
    for ticket in plan:
        days = (ticket.draft.opened_at - (NOW - timedelta(days=365))).days
        assert days >= joins[ticket.draft.requester.site], ticket.draft.title


def test_that_the_stored_sample_stands_as_it_was_planned(desk: Desk, plan: Plan) -> None:
    for ticket in plan:
        stored = show.show(desk, ticket.n).ticket
        assert (stored.title, stored.kind) == (ticket.draft.title, ticket.draft.kind)
        assert stored.opened_at == ticket.draft.opened_at
        assert stored.status is statuses(ticket.draft, ticket.draft.acts)[-1], stored.title


def test_that_the_planner_knows_when_promises_end(desk: Desk, plan: Plan) -> None:
    for ticket in plan:
        stored = show.show(desk, ticket.n).ticket
        if stored.status in OPEN:
            assert stored.due_at == due(ticket.draft, ticket.draft.acts, NOW), stored.title


def test_that_the_stored_sample_passes_every_check(desk: Desk) -> None:
    assert databases.check(desk) == []


def test_that_some_tickets_carry_pictures_and_logs(desk: Desk, plan: Plan) -> None:
    with desk.reading() as session:
        stored = rows.many(session.connection, "attachment", order="id")
    assert {one["media_type"] for one in stored} == {"image/png", "text/plain"}
    assert len(stored) == len(files.PICTURES) + len(files.LOGS)
    logs = [one["id"] for one in stored if one["name"].endswith(".log")]
    assert all(attachments.content(desk, one).decode().count("\n") >= 2 for one in logs)
    assert not any(attachments.find(desk, one).public for one in logs)


def test_that_duplicates_are_linked_to_the_outage(desk: Desk, plan: Plan) -> None:
    twins = [ticket for ticket in plan if ticket.duplicate_of]
    assert len(twins) >= 8
    for ticket in twins:
        (link,) = show.show(desk, ticket.n).links
        assert link.id == ticket.duplicate_of


def test_that_one_major_incident_is_led_now_and_another_was_reviewed(desk: Desk) -> None:
    (led,) = major_page.now(desk)
    page = major_page.page(desk, led.id)
    assert page is not None
    assert -10 * 60 < led.left_s(NOW) < 30 * 60
    assert len(page.updates) == 2
    assert [child.is_open for child in page.children] == [True] * 3
    (over,) = search.ids(desk, "major:stood_down")
    page = major_page.page(desk, over)
    assert page is not None
    assert page.review is not None
    assert len(page.review.actions) == 3
    assert page.ticket.status is Status.CLOSED
    assert [child.status for child in page.children] == [Status.CLOSED] * 2
    assert 2 <= len(page.updates) <= 3


def test_that_the_stored_articles_are_where_their_files_say(desk: Desk, data: SampleData) -> None:
    stored = {row.title: row.status for row in finding.find(desk).rows}
    assert stored == {article.title: article.status for article in data.articles}
    assert any(row.stale for row in finding.find(desk).rows)


def test_that_everybody_of_the_sample_can_sign_in(desk: Desk, data: SampleData) -> None:
    for colleague in data.office.accounts[:2]:
        account = accounts.sign_in(desk, colleague.login, PASSWORD)
        assert account.name == colleague.name
    assert len(accounts.accounts(desk)) == 10
    for login in data.office.requester_accounts:
        assert accounts.sign_in(desk, login, PASSWORD).role is Role.REQUESTER


def test_that_a_guest_looks_at_the_sample_as_its_administrator(desk: Desk) -> None:
    looking = sample.guest(desk)
    assert looking is not None
    assert looking.role is Role.ADMINISTRATOR


def test_that_a_sample_is_not_poured_into_a_desk_in_use(desk: Desk) -> None:
    with pytest.raises(NotPossible, match="empty database of its own"):
        sample.load_sample(desk, now=NOW)


def test_that_removing_deletes_a_sample_and_what_lies_beside_it(desk: Desk, tmp_path: Path) -> None:
    copy = tmp_path / "sample.db"
    copy.write_bytes(Path(desk.database.location).read_bytes())
    sample.remove_sample(copy)
    assert list(tmp_path.iterdir()) == []


def test_that_no_other_database_is_ever_removed(tmp_path: Path) -> None:
    path = tmp_path / "sample.db"
    databases.create(str(path)).database.close()
    with pytest.raises(NotPossible, match="not a sample"):
        sample.remove_sample(path)
    assert path.exists()


def test_that_a_file_of_another_program_is_not_removed(tmp_path: Path) -> None:
    path = tmp_path / "sample.db"
    path.write_text("minutes of the meeting")
    with pytest.raises(DatabaseTrouble):
        sample.remove_sample(path)
    assert path.exists()


def test_that_an_interrupted_sample_leaves_nothing_behind(tmp_path: Path) -> None:
    def give_up(done: int, _all: int) -> None:
        if done == 30:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        sample.open_sample(tmp_path / "sample.db", progress=give_up)
    assert list(tmp_path.iterdir()) == []


def test_that_an_existing_sample_is_opened_again(desk: Desk, tmp_path: Path) -> None:
    copy = tmp_path / "sample.db"
    copy.write_bytes(Path(desk.database.location).read_bytes())
    again = sample.open_sample(copy)
    assert sample.is_sample(again)
    again.database.close()


def test_that_a_sample_is_made_once_in_its_own_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, data: SampleData
) -> None:
    few = plan_sample(data, seed=sample.SEED, now=NOW)[:12]
    monkeypatch.setattr(sample, "plan_sample", lambda *_, **__: few)
    path = tmp_path / "new folder" / "sample.db"
    sample.open_sample(path).database.close()
    assert {found.name for found in path.parent.iterdir()} <= {"sample.db", "sample.db-journal"}
    sample.remove_sample(path)
    assert list(path.parent.iterdir()) == []
