"""What of the sample is open now: tickets that stopped in the middle of their story."""

from __future__ import annotations

from datetime import datetime, timedelta

from desk_gui.domain.workflow import Kind, Status
from desk_gui.operations.sample.acts import Draft, due, promised_to_end, statuses
from desk_gui.operations.sample.year import Year

BACKLOG: tuple[tuple[Kind, Status, int, float], ...] = (
    (Kind.INCIDENT, Status.ON_HOLD, 8, 12),
    (Kind.INCIDENT, Status.ASSIGNED, 2, 1.5),
    (Kind.INCIDENT, Status.IN_PROGRESS, 5, 2.5),
    (Kind.REQUEST, Status.ON_HOLD, 3, 8),
    (Kind.REQUEST, Status.AWAITING_APPROVAL, 6, 4),
    (Kind.REQUEST, Status.APPROVED, 2, 2),
    (Kind.REQUEST, Status.IN_FULFILMENT, 4, 4.5),
)
"""How many tickets stand where, and how many days ago at most they were opened."""
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
