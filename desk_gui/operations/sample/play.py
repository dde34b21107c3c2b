"""The planned year as operations of the desk: each act at its instant, by its account."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from desk_gui.domain.knowledge import ArticleStatus
from desk_gui.domain.major_incident import Declaration, Review, ReviewAction
from desk_gui.domain.ticket import Wish
from desk_gui.domain.workflow import CancelReason, HoldReason, Kind, ResolutionCode, Status
from desk_gui.operations import (
    absences,
    children,
    classification,
    knowledge,
    major_incidents,
    merging,
    requests,
    tickets,
)
from desk_gui.operations.articles import answering
from desk_gui.operations.classification import NewTicket
from desk_gui.operations.desk import Desk
from desk_gui.operations.sample import files
from desk_gui.operations.sample.acts import Act, Draft, Verb
from desk_gui.operations.sample.cast import Cast
from desk_gui.operations.sample.plan import Plan, PlannedTicket
from desk_gui.operations.sample.stories import SampleArticle, SampleData
from desk_gui.storage import read

SUBMITTED_AFTER = timedelta(days=1, hours=2)
PUBLISHED_AFTER = timedelta(days=2, hours=5)
RETIRED_AGO = timedelta(days=30)
AWAY, STANDS_IN = "noor", "paul"
AWAY_SAID, AWAY_IN, AWAY_FOR = timedelta(hours=3), timedelta(days=4), timedelta(days=7)


@dataclass(frozen=True)
class Event:
    """Something that happens at an instant (UTC), by the account with this login."""

    at: datetime
    by: str
    happen: Callable[[Desk], object]


def events(cast: Cast, data: SampleData, plan: Plan, now: datetime) -> list[Event]:
    """All of the year in order of time: articles, openings and every act."""
    found: list[Event] = []
    for article in data.articles:
        found += _article_events(cast, article, now)
    for planned in plan:
        found += _ticket_events(cast, planned)
    found.append(Event(now - AWAY_SAID, AWAY, lambda desk: _be_away(cast, desk, now)))
    return sorted(found, key=lambda event: event.at)


def _be_away(cast: Cast, desk: Desk, now: datetime) -> None:
    """Somebody goes on leave in some days, and says who decides meanwhile."""
    since = now.replace(hour=0, minute=0, second=0) + AWAY_IN
    absences.be_away(desk, cast.accounts[STANDS_IN], since, since + AWAY_FOR)


def _article_events(cast: Cast, article: SampleArticle, now: datetime) -> Iterator[Event]:
    start = (now - timedelta(days=article.written_days_ago)).replace(microsecond=0)

    def write(desk: Desk) -> None:
        written = knowledge.Written(
            title=article.title,
            text=article.text,
            audience=article.audience,
            category_id=cast.categories[article.category],
            tags=article.tags,
            review_on=(now + timedelta(days=article.review_in_days)).date(),
        )
        cast.articles[article.key] = knowledge.write(desk, written).article_id

    def take(to: ArticleStatus) -> Callable[[Desk], object]:
        return lambda desk: knowledge.step(desk, cast.articles[article.key], to)

    yield Event(start, article.author, write)
    if article.status is ArticleStatus.DRAFT:
        return
    yield Event(start + SUBMITTED_AFTER, article.author, take(ArticleStatus.IN_REVIEW))
    if article.status is ArticleStatus.IN_REVIEW:
        return
    yield Event(start + PUBLISHED_AFTER, article.reviewer, take(ArticleStatus.PUBLISHED))
    if article.status is ArticleStatus.RETIRED:
        yield Event(now - RETIRED_AGO, article.reviewer, take(ArticleStatus.RETIRED))


def _ticket_events(cast: Cast, planned: PlannedTicket) -> Iterator[Event]:
    draft = planned.draft
    yield Event(draft.opened_at, draft.opened_by, lambda desk: _open(cast, desk, planned))
    for act in draft.acts:
        yield Event(act.at, act.by, _doing(cast, planned, act))


def _open(cast: Cast, desk: Desk, planned: PlannedTicket) -> None:
    draft = planned.draft
    story = draft.story
    new = NewTicket(
        title=draft.title,
        text=draft.text,
        kind=draft.kind,
        requester_id=cast.contacts[draft.requester.email],
        category_id=cast.categories[story.category],
        impact=story.impact,
        urgency=story.urgency,
        item_id=cast.items[story.item.key] if story.item else None,
        files=files.at_opening(draft),
    )
    cast.tickets[planned.n] = classification.open_ticket(desk, new).ticket_id


def _doing(cast: Cast, planned: PlannedTicket, act: Act) -> Callable[[Desk], object]:
    do = _DO[act.verb]
    return lambda desk: do(_Scene(cast, desk, planned, act))


@dataclass(frozen=True)
class _Scene:
    """One act with all it needs."""

    cast: Cast
    desk: Desk
    planned: PlannedTicket
    act: Act

    @property
    def ticket_id(self) -> int:
        return self.cast.tickets[self.planned.n]

    @property
    def draft(self) -> Draft:
        return self.planned.draft

    @property
    def article_id(self) -> int | None:
        """The story's article, once it is published."""
        return self.cast.articles.get(self.draft.story.article or "")

    def move(self, wish: Wish) -> None:
        tickets.move(self.desk, self.ticket_id, wish)


def _assign(scene: _Scene) -> None:
    act, cast = scene.act, scene.cast
    assignee, team = cast.accounts[act.assignee], cast.teams[act.team]
    tickets.assign(scene.desk, scene.ticket_id, assignee_id=assignee, team_id=team)


def _start(scene: _Scene) -> None:
    incident = scene.draft.kind is Kind.INCIDENT
    scene.move(Wish(Status.IN_PROGRESS if incident else Status.IN_FULFILMENT))
    if scene.article_id is not None:
        answering.suggest(scene.desk, scene.ticket_id, [scene.article_id])


def _note(scene: _Scene) -> None:
    attached = files.with_note(scene.draft, scene.act)
    tickets.work_note(scene.desk, scene.ticket_id, scene.act.text, files=attached)


def _resume(scene: _Scene) -> None:
    tickets.work_note(scene.desk, scene.ticket_id, scene.act.text)
    incident = scene.draft.kind is Kind.INCIDENT
    scene.move(Wish(Status.IN_PROGRESS if incident else Status.IN_FULFILMENT))


def _hold(scene: _Scene) -> None:
    reason = HoldReason(scene.act.word)
    scene.move(Wish(Status.ON_HOLD, hold_reason=reason, reason=scene.act.text))


def _resolve(scene: _Scene) -> None:
    code = ResolutionCode(scene.act.word)
    known = code is ResolutionCode.KNOWN_ARTICLE
    wish = Wish(Status.RESOLVED, resolution_code=code, resolution_text=scene.act.text)
    scene.move(replace(wish, article_id=scene.article_id if known else None))


def _fulfil(scene: _Scene) -> None:
    scene.move(Wish(Status.FULFILLED, resolution_text=scene.act.text))


def _cancel(scene: _Scene) -> None:
    reason = CancelReason(scene.act.word)
    scene.move(Wish(Status.CANCELLED, cancel_reason=reason, reason=scene.act.text))


def _duplicate(scene: _Scene) -> None:
    original = scene.cast.tickets[scene.planned.duplicate_of or 0]
    merging.merge(scene.desk, scene.ticket_id, original, reason=scene.act.text)


def _child(scene: _Scene) -> None:
    parent = scene.cast.tickets[scene.planned.child_of or 0]
    children.link_children(scene.desk, parent, [scene.ticket_id])


def _follow(scene: _Scene) -> None:
    code = ResolutionCode(scene.act.word)
    wish = Wish(Status.RESOLVED, resolution_code=code, resolution_text=scene.act.text)
    parent = scene.cast.tickets[scene.planned.child_of or 0]
    children.cascade(scene.desk, parent, [scene.ticket_id], wish)


def _declare(scene: _Scene) -> None:
    major = scene.draft.story.major
    stakes = frozenset(major.stakes if major else ())
    coordinator = scene.cast.accounts[scene.act.assignee]
    wanted = Declaration(coordinator, scene.act.text, stakes)
    major_incidents.declare(scene.desk, scene.ticket_id, wanted)


def _update(scene: _Scene) -> None:
    major_incidents.post_update(
        scene.desk, scene.ticket_id, scene.act.text, tell_requester=True, tell_children=True
    )


def _review(scene: _Scene) -> None:
    major = scene.draft.story.major
    if major is None or major.review is None:
        return
    said, today = major.review, scene.act.at.date()
    actions = tuple(
        ReviewAction(what, scene.cast.accounts[login], today + timedelta(days=days))
        for what, login, days in said.actions
    )
    review = Review(said.cause, said.well, said.wrong, actions)
    major_incidents.review(scene.desk, scene.ticket_id, review)


def _task_id(scene: _Scene) -> int:
    with scene.desk.reading() as session:
        tasks = read.tasks(session.connection, scene.ticket_id)
    return next(task.id for task in tasks if task.position == int(scene.act.word))


_Doing = Callable[[_Scene], object]
_DO: Mapping[Verb, _Doing] = {
    Verb.ASSIGN: _assign,
    Verb.START: _start,
    Verb.COMMENT: lambda s: tickets.comment(s.desk, s.ticket_id, s.act.text),
    Verb.NOTE: _note,
    Verb.ANSWER: lambda s: tickets.requester_answer(s.desk, s.ticket_id, s.act.text),
    Verb.HOLD: _hold,
    Verb.RESUME: _resume,
    Verb.RESOLVE: _resolve,
    Verb.FULFIL: _fulfil,
    Verb.CLOSE: lambda s: s.move(Wish(Status.CLOSED)),
    Verb.RATE: lambda s: tickets.rate(s.desk, s.ticket_id, int(s.act.word)),
    Verb.CANCEL: _cancel,
    Verb.DUPLICATE: _duplicate,
    Verb.APPROVE: lambda s: requests.approve(s.desk, s.ticket_id, note=s.act.text),
    Verb.REJECT: lambda s: requests.reject(s.desk, s.ticket_id, s.act.text),
    Verb.BEGIN: lambda s: requests.start_task(s.desk, s.ticket_id, _task_id(s)),
    Verb.TASK: lambda s: requests.complete_task(s.desk, s.ticket_id, _task_id(s)),
    Verb.CHILD: _child,
    Verb.FOLLOW: _follow,
    Verb.PROPOSE: lambda s: major_incidents.propose(s.desk, s.ticket_id, s.act.text),
    Verb.DECLARE: _declare,
    Verb.UPDATE: _update,
    Verb.STAND_DOWN: lambda s: major_incidents.stand_down(s.desk, s.ticket_id, s.act.text),
    Verb.REVIEW: _review,
    Verb.SKIP: lambda s: requests.skip_task(s.desk, s.ticket_id, _task_id(s), s.act.text),
}
