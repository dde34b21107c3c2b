"""What is measured, and how: each operation in turn with its own statements on the bare driver."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from statistics import median

from desk_gui.domain.accounts import Right
from desk_gui.domain.business_hours import BusinessHours, Window
from desk_gui.domain.workflow import Kind
from desk_gui.operations import (
    boards,
    classification,
    duplicates,
    helping,
    search,
    show,
    sla,
    tickets,
)
from desk_gui.operations.articles.answering import may_answer
from desk_gui.operations.articles.finding import find
from desk_gui.operations.bench import planned
from desk_gui.operations.classification import NewTicket
from desk_gui.operations.desk import Desk
from desk_gui.operations.effects import Effects
from desk_gui.operations.tickets import Edit
from desk_gui.operations.what_if import Draft, what_if
from desk_gui.storage import replay, stale

RUNS = 9
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
PAGE = 200
"""Rows that the queue reads at once."""
_LOOKED_AT = 2000
_WORD = re.compile(r"[^\W\d_]{4,}")


@dataclass(frozen=True)
class Measured:
    """Medians of `RUNS` runs, in seconds: the operation, and its statements on the bare driver."""

    name: str
    seconds: float
    bare_seconds: float

    @property
    def ratio(self) -> float:
        """How many times as long as the bare database the operation takes."""
        return self.seconds / self.bare_seconds if self.bare_seconds else 0.0


Measure = tuple[str, Callable[[], object]]


def reading(desk: Desk) -> Iterator[Measured]:
    """Every measure that only reads, in turn; a desk without tickets has none."""
    for name, work in _reads(desk):
        yield _measured(desk, name, work)


def _measured(desk: Desk, name: str, work: Callable[[], object]) -> Measured:
    work()
    own, bare = [], []
    for _ in range(RUNS):
        own.append(_time(work))
        with replay.noted(desk.database) as statements:
            work()
        bare.append(replay.bare_time(desk.database, statements))
    return Measured(name, median(own), median(bare))


def _time(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _reads(desk: Desk) -> list[Measure]:
    everything = search.ids(desk, "", "-number")
    if not everything:
        return []
    first, last = everything[:PAGE], everything[-PAGE:]
    middle = everything[len(everything) // 2]
    words = _words(desk, everything[:_LOOKED_AT])
    title = search.queue_rows(desk, everything[:1])[0].title
    return [
        ("queue_first_page", lambda: search.queue_rows(desk, search.ids(desk, "")[:PAGE])),
        ("queue_ids", lambda: search.ids(desk, "")),
        ("queue_page", lambda: search.queue_rows(desk, first)),
        ("queue_jump_to_end", lambda: search.queue_rows(desk, last)),
        ("queue_filter", lambda: search.ids(desk, "is:open kind:incident priority:<=3")),
        ("queue_filter_words", lambda: search.ids(desk, f"kind:incident {words.common}")),
        ("queue_resort", lambda: search.ids(desk, "", "-updated")),
        ("queue_resort_by_name", lambda: search.ids(desk, "", "assignee")),
        ("view_counts", lambda: search.count(desk, [view.filter for view in search.VIEWS])),
        ("search_common", lambda: search.find_tickets(desk, words.common)),
        ("search_rare", lambda: search.find_tickets(desk, words.rare)),
        ("search_two_words", lambda: search.find_tickets(desk, words.two)),
        ("search_prefix", lambda: search.find_tickets(desk, words.common[:3])),
        ("open_ticket", lambda: show.show(desk, middle)),
        ("likely_duplicates", lambda: duplicates.likely(desk, title)),
        ("help_while_typing", lambda: helping.help_for_typed(desk, f"{title}, {title}", title)),
        *_board(desk),
    ]


def _board(desk: Desk) -> list[Measure]:
    """The fullest board there is; where a full one can be made, that one is measured instead."""
    team_id = boards.fullest(desk)
    return [("task_board", lambda: boards.board(desk, team_id))] if team_id is not None else []


def finding(desk: Desk) -> Iterator[Measured]:
    """Every measure of the knowledge base, in turn; a desk without articles has none."""
    for name, work in _finds(desk):
        yield _measured(desk, name, work)


def _finds(desk: Desk) -> list[Measure]:
    rows = find(desk).rows
    if not rows:
        return []
    titles = [row.title for row in rows[:_LOOKED_AT]]
    words = _words_in(titles)
    whole = titles[len(titles) // 2]
    return [
        ("article_list", lambda: find(desk)),
        ("article_search_common", lambda: find(desk, words.common)),
        ("article_search_rare", lambda: find(desk, words.rare)),
        ("article_search_two_words", lambda: find(desk, words.two)),
        ("article_search_sentence", lambda: find(desk, f"why is it that the {whole}")),
        ("article_search_misspelt", lambda: find(desk, _misspelt(words.two))),
        ("article_search_beginning", lambda: find(desk, words.common[:3])),
        ("article_suggestions", lambda: may_answer(desk, whole, " ".join(titles[:5]))),
    ]


def _misspelt(words: str) -> str:
    """The words with two letters of the longest swapped."""
    longest = max(words.split(), key=len)
    swapped = longest[:2] + longest[3:4] + longest[2:3] + longest[4:]
    return words.replace(longest, swapped)


def reporting(desk: Desk) -> Iterator[Measured]:
    """Packing, the report of all tickets, and their promises judged again under other policies."""
    from desk_gui.operations.reports import build_report

    if desk.database.is_sqlite:
        yield _packed_anew(desk)
    for name, work in _dashboards(desk):
        yield _measured(desk, name, work)
    yield _measured(desk, "report", lambda: build_report(desk))
    with desk.reading() as session:
        may_judge = session.actor.may(Right.CHANGE_SETTINGS)
    if may_judge:
        draft, now = _stricter(desk), desk.clock()
        yield _measured(desk, "what_if", lambda: what_if(desk, draft, LONG_AGO, now))


def _dashboards(desk: Desk) -> list[Measure]:
    """A year of incidents by month; compared is all that the window shows, of both kinds."""
    from desk_gui.operations.reports import period, read_facts
    from desk_gui.reports.periods import By
    from desk_gui.reports.report import build

    since = desk.clock() - timedelta(days=365)
    before = since - timedelta(days=366)
    facts = read_facts(desk, since)
    year = period(desk, facts, since.date(), None)

    def compared() -> None:
        build(read_facts(desk, before), year, By.MONTH).kinds[Kind.INCIDENT].work_out()

    return [
        ("report_read_year", lambda: read_facts(desk, since)),
        ("dashboard_year", lambda: build(facts, year, By.MONTH, Kind.INCIDENT)),
        (
            "dashboard_year_from_database",
            lambda: build(read_facts(desk, since), year, By.MONTH, Kind.INCIDENT),
        ),
        ("dashboard_year_compared_from_database", compared),
    ]


def _packed_anew(desk: Desk) -> Measured:
    """All that reports read, from the tickets and the journal; once, because it takes long."""
    from desk_gui.operations.packing import pack_all

    with desk.writing() as session:
        stale.mark_everything(session.connection)
    with replay.noted(desk.database) as statements:
        own = _time(lambda: pack_all(desk))
    return Measured("pack_everything", own, replay.bare_time(desk.database, statements))


def _stricter(desk: Desk) -> Draft:
    """Half of every promise, counted from eight to six on working days without holidays."""
    windows = tuple(Window(day, 8 * 60, 18 * 60) for day in range(5))
    hours = BusinessHours(-1, "Measured", "Europe/Berlin", "DE", "BE", windows)
    policies = tuple(
        replace(one, promised_s=one.promised_s // 2, business_hours_id=hours.id)
        for one in sla.policies(desk)
    )
    return Draft(policies, (hours,))


@dataclass(frozen=True)
class _Words:
    common: str
    rare: str
    two: str


def _words(desk: Desk, some: Sequence[int]) -> _Words:
    """A common and a rare word of these tickets, and two that stand in one title."""
    return _words_in([row.title for row in search.queue_rows(desk, some)])


def _words_in(lines: Sequence[str]) -> _Words:
    titles = [set(_WORD.findall(line.lower())) for line in lines]
    seen = Counter(word for title in titles for word in sorted(title))
    ranked = [word for word, _ in seen.most_common()] or ["printer"]
    common, rare = ranked[0], ranked[-1]
    beside = next((sorted(title - {common}) for title in titles if common in title), [])
    return _Words(common, rare, " ".join([common, *beside[:1]]))


def writing(desk: Desk) -> Iterator[Measured]:
    """Opening and changing tickets; they stay, so this is for a copy or a scratch database.

    The bare time is that of the very same statements: noted down, rolled back, and run again.
    """
    ticket_id = _create(desk, 0).ticket_id
    yield _measured_writes(desk, "create", lambda run: _create(desk, run))
    yield _measured_writes(desk, "update", lambda run: _update(desk, ticket_id, run))
    yield _measured_writes(desk, "comment", lambda run: _comment(desk, ticket_id, run))
    team_id = planned.a_full_board(desk, min(planned.MOST, search.count(desk, [""])[0]))
    yield _measured(desk, "task_board", lambda: boards.board(desk, team_id))


def _measured_writes(desk: Desk, name: str, work: Callable[[int], Effects]) -> Measured:
    own, bare = [], []
    for run in range(0, 2 * RUNS, 2):
        began = time.perf_counter()
        work(run)
        own.append(time.perf_counter() - began)
        with replay.noted(desk.database, take_back=True) as statements:
            work(run + 1)
        bare.append(replay.bare_time(desk.database, statements))
    return Measured(name, median(own), median(bare))


def _create(desk: Desk, run: int) -> Effects:
    new = NewTicket(f"Printer {run} prints blank pages", "Since this morning.", Kind.INCIDENT)
    return classification.open_ticket(desk, new)


def _update(desk: Desk, ticket_id: int, run: int) -> Effects:
    return tickets.edit(desk, ticket_id, Edit(title=f"Printer prints {run} blank pages"))


def _comment(desk: Desk, ticket_id: int, run: int) -> Effects:
    return tickets.comment(desk, ticket_id, f"Look at tray {run}, please.")
