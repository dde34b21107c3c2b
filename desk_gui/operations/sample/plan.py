"""A year of the sample office, planned: the same seed and the same now give the same year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from desk_gui.domain.workflow import Kind, is_open
from desk_gui.operations.sample.acts import Draft, Verb, due, statuses
from desk_gui.operations.sample.backlog import add_backlog
from desk_gui.operations.sample.course import echo_course
from desk_gui.operations.sample.hours import arrivals
from desk_gui.operations.sample.majors import lead
from desk_gui.operations.sample.stories import SampleData, Story
from desk_gui.operations.sample.year import Year

YEAR = timedelta(days=365)
TICKETS = 400
REQUEST_SHARE = 0.42
LIVE_MINUTES = 70
LIVE_ACTS = 3
FIRST = (0, 0, 0)
OUTAGES: tuple[tuple[str, float], ...] = (
    ("licence-server", 0.07),
    ("mail-host-lyon", 0.2),
    ("erp-down", 0.33),
    ("vpn-all", 0.45),
    ("file-server-full", 0.57),
    ("phones-ghent", 0.7),
    ("internet-lyon", 0.84),
)
"""When in the year each of them strikes, as a share of it."""
LIVE = "power-turin"
"""The outage that is being worked on right now."""


@dataclass(frozen=True)
class PlannedTicket:
    """A ticket with its place in the sequence; `duplicate_of` and `child_of` are such places."""

    n: int
    draft: Draft
    duplicate_of: int | None = None
    child_of: int | None = None


Plan = tuple[PlannedTicket, ...]
"""All tickets of the year, in the order in which they were opened."""


def plan_sample(data: SampleData, *, seed: int, now: datetime) -> Plan:
    """Plan the year that ends at `now` (UTC)."""
    rng = Random(seed)  # noqa: S311 - a repeatable sample, nothing secret
    now = now.replace(microsecond=0)
    year = Year(rng, data, now - YEAR, now)
    _add_outages(year)
    add_backlog(year)
    _add_everyday(year)
    return _in_order(year.drafts)


def _in_order(drafts: Sequence[Draft]) -> Plan:
    ordered = sorted(drafts, key=lambda draft: draft.opened_at)
    numbers = {id(draft): n for n, draft in enumerate(ordered, 1)}
    return tuple(
        PlannedTicket(n, d, numbers.get(id(d.original)), numbers.get(id(d.parent)))
        for n, d in enumerate(ordered, 1)
    )


def _add_outages(year: Year) -> None:
    stories = {story.key: story for story in year.data.stories if story.once}
    first, last = (year.hours.local(at).date() for at in (year.start, year.now))
    days = list(year.hours.working_days(first + timedelta(days=1), last))
    for key, share in OUTAGES:
        day = days[int(share * len(days)) + year.rng.randint(-3, 3)]
        hour = stories[key].hour or year.rng.uniform(9, 15)
        _add_outage(year, stories[key], year.hours.at_hour(day, hour))
    live = year.tell(stories[LIVE], FIRST, year.now - timedelta(minutes=LIVE_MINUTES))
    live.acts = live.acts[:LIVE_ACTS]
    year.drafts += [live, *lead(year, live)]


def _add_outage(year: Year, story: Story, at: datetime) -> None:
    """An outage, and those who report the same within the hour."""
    outage = year.tell(story, FIRST, at)
    year.drafts.append(outage)
    over = next(act.at for act in outage.acts if act.verb is Verb.RESOLVE)
    for title, text in story.echoes:
        later = at + timedelta(minutes=year.rng.randint(3, 40))
        echo = year.echo(outage, title, text, min(later, over - timedelta(minutes=5)))
        echo_course(year.rng, year.crew, echo, noticed=outage.acts[0].at, over=over)
        year.drafts.append(echo)
    year.drafts += lead(year, outage)


def _add_everyday(year: Year) -> None:
    """Everything else, dealt from two decks of stories so that none comes twice in a row."""
    n = TICKETS - len(year.drafts)
    n_requests = round(TICKETS * REQUEST_SHARE) - sum(
        draft.kind is Kind.REQUEST for draft in year.drafts
    )
    kinds = [Kind.REQUEST] * n_requests + [Kind.INCIDENT] * (n - n_requests)
    year.rng.shuffle(kinds)
    times = arrivals(year.rng, year.hours, year.start, year.now, n=n)
    for at, kind in zip(times, kinds, strict=True):
        year.drafts.append(_everyday(year, kind, at))


def _everyday(year: Year, kind: Kind, at: datetime) -> Draft:
    """A ticket as far as it has come by now; a story that would leave it overdue is put back."""
    story, scene = year.decks[kind].draw()
    while True:
        draft = year.tell(story, scene, at)
        draft.acts = [act for act in draft.acts if act.at <= year.now]
        promise = due(draft, draft.acts, year.now)
        here = statuses(draft, draft.acts)[-1]
        if promise is None or promise >= year.now or not is_open(here):
            return draft
        year.decks[kind].put_back(story, scene)
        story, scene = year.decks[kind].look()
