"""What of the sample is open now: tickets that stopped in the middle of their story."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from desk_gui.domain.workflow import Kind, Status
from desk_gui.operations.sample.acts import Act, Draft, Verb, due, promised_to_end, statuses
from desk_gui.operations.sample.year import Year

BACKLOG: tuple[tuple[Kind, Status, int, float], ...] = (
    (Kind.INCIDENT, Status.ON_HOLD, 8, 12),
    (Kind.INCIDENT, Status.ASSIGNED, 2, 1.5),
    (Kind.INCIDENT, Status.IN_PROGRESS, 5, 2.5),
    (Kind.REQUEST, Status.ON_HOLD, 3, 8),
    (Kind.REQUEST, Status.AWAITING_APPROVAL, 5, 4),
    (Kind.REQUEST, Status.APPROVED, 2, 2),
)
"""How many tickets stand where, and how many days ago at most they were opened."""
ON_THE_BOARDS: tuple[tuple[str, int, tuple[int, ...]], ...] = (
    ("starter", 1, (3,)),
    ("starter", 3, (5,)),
    ("leaver", 1, (2,)),
    ("vpn", 0, (1,)),
    ("mailbox", 0, (1,)),
    ("laptop", 2, (3,)),
    ("phone", 0, ()),
    ("password", 1, (2,)),
    ("folder", 0, ()),
)
"""Requests in fulfilment, by item: how many tasks are done, and which are being worked on."""
BOARD_AGE = timedelta(days=4.5)
BEGAN_AFTER = timedelta(minutes=9)
DUE_IN_MINUTES = (
    (Kind.INCIDENT, 35),
    (Kind.REQUEST, 70),
    (Kind.INCIDENT, 110),
    (Kind.INCIDENT, -25),
    (Kind.REQUEST, -170),
)
"""When a few promises end, seen from now: three soon, two are broken."""
JUST_NOW_MINUTES = (4, 12, 26, 51, 95)
"""How long ago the newest incidents came in; nobody has looked at them yet."""
CLOSE_BY = timedelta(minutes=20)
TRIES = 300


def add_backlog(year: Year) -> None:
    """Tell stories until each wanted status has its tickets; no promise is broken by chance."""
    for kind, minutes in DUE_IN_MINUTES:
        _add_due(year, kind, timedelta(minutes=minutes))
    for kind, status, count, days in BACKLOG:
        for _ in range(count):
            _add_open(year, kind, status, timedelta(days=days))
    for item, done, begun in ON_THE_BOARDS:
        _add_on_board(year, item, done, begun)
    for minutes in JUST_NOW_MINUTES:
        _add_new(year, year.now - timedelta(minutes=minutes))


def _add_new(year: Year, at: datetime) -> None:
    """One incident that nobody has looked at, still within its time to respond."""
    for _ in range(TRIES):
        story, scene = year.decks[Kind.INCIDENT].look()
        draft = year.tell(story, scene, at)
        draft.acts = []
        promise = due(draft, (), year.now)
        if promise is not None and promise > year.now + CLOSE_BY:
            year.drafts.append(draft)
            return
        year.decks[Kind.INCIDENT].put_back(story, scene)


def _add_open(year: Year, kind: Kind, status: Status, age: timedelta) -> None:
    """One ticket that stands in a status now; none where the calendar leaves no room."""
    for _ in range(TRIES):
        at = year.now - age * year.rng.random()
        if not year.hours.is_open(at):
            continue
        story, scene = year.decks[kind].look()
        draft = year.tell(story, scene, at.replace(microsecond=0))
        place = _place(draft, status, year.now)
        if place is not None:
            draft.acts = draft.acts[:place]
            year.drafts.append(draft)
            return
        year.decks[kind].put_back(story, scene)


def _place(draft: Draft, status: Status, now: datetime) -> int | None:
    """After how many acts, all of the past, it last stood there with its promises kept."""
    past = [act for act in draft.acts if act.at <= now]
    for k, here in reversed([*enumerate(statuses(draft, past))]):
        at = due(draft, past[:k], now)
        if here is status and (at is None or at > now + CLOSE_BY):
            return k
    return None


def _add_on_board(year: Year, item: str, done: int, begun: Sequence[int]) -> None:
    """One request of an item whose tasks stand so on the boards of their teams."""
    stories = [one for one in year.data.stories if one.item and one.item.key == item]
    for _ in range(TRIES):
        at = year.now - BOARD_AGE * year.rng.random()
        story = year.rng.choice(stories)
        if not year.hours.is_open(at):
            continue
        draft = year.tell(story, year.rng.choice(story.scenes), at.replace(microsecond=0))
        place = _after_tasks(draft, done, year.now - BEGAN_AFTER)
        if place is not None:
            draft.acts = draft.acts[:place]
            draft.acts += [_beginning(year, draft, position) for position in begun]
            year.drafts.append(draft)
            return


def _after_tasks(draft: Draft, done: int, now: datetime) -> int | None:
    """After how many acts, all of the past, so many tasks are done and its promise is kept."""
    past = [act for act in draft.acts if act.at <= now]
    ended = 0
    for k, (act, here) in enumerate(zip(past, statuses(draft, past)[1:], strict=True), 1):
        ended += act.verb in {Verb.TASK, Verb.SKIP}
        if here is Status.IN_FULFILMENT and ended == done:
            at = due(draft, past[:k], now)
            return k if at is None or at > now + CLOSE_BY + BEGAN_AFTER else None
    return None


def _beginning(year: Year, draft: Draft, position: int) -> Act:
    """Somebody of its team begins a task, soon after what was done last."""
    tasks = draft.story.item.tasks if draft.story.item else ()
    by = year.crew.member(tasks[position - 1].team or draft.story.team)
    return Act(draft.acts[-1].at + BEGAN_AFTER / 3, Verb.BEGIN, by, word=str(position))


def _add_due(year: Year, kind: Kind, left: timedelta) -> None:
    """One ticket that is being worked on and whose promise ends at this distance from now."""
    status = Status.IN_PROGRESS if kind is Kind.INCIDENT else Status.IN_FULFILMENT
    for attempt in range(TRIES):
        story, scene = year.decks[kind].look()
        if left < timedelta() and attempt > TRIES // 2:
            left -= timedelta(minutes=year.rng.randint(1, 10))
        at = year.now + left - promised_to_end(story)
        draft = year.tell(story, scene, at)
        past = [act for act in draft.acts if act.at <= year.now]
        places = [
            k
            for k, here in enumerate(statuses(draft, past))
            if here is status and due(draft, past[:k], year.now) == year.now + left
        ]
        if places and year.hours.is_open(at):
            draft.acts = past[: places[-1]]
            year.drafts.append(draft)
            return
        year.decks[kind].put_back(story, scene)
