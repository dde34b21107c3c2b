"""Reports: what the database knows, as the figures of a period."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import partial
from zoneinfo import ZoneInfo

import numpy as np

from desk_gui.domain.accounts import Right, require
from desk_gui.domain.errors import Invalid
from desk_gui.domain.workflow import Kind
from desk_gui.operations.databases import setting
from desk_gui.operations.desk import Desk
from desk_gui.operations.terms import times
from desk_gui.reports import facts as columns
from desk_gui.reports.facts import Facts, Names
from desk_gui.reports.marks import Mark
from desk_gui.reports.opening import queue_words
from desk_gui.reports.periods import By, Period, days, floor, midnight
from desk_gui.reports.report import Report, build
from desk_gui.storage.as_of import as_of
from desk_gui.storage.facts import RawFacts, raw_facts

LONG_AGO = timedelta(days=366)
"""A desk where nothing has happened for so long is a closed archive: its report ends with it."""


def build_report(
    desk: Desk,
    first: date | None = None,
    last: date | None = None,
    *,
    by: By = By.MONTH,
    kind: Kind | None = None,
    at: datetime | None = None,
) -> Report:
    """The figures from the first day to the last, both included; without them, of everything.

    With an instant instead of a last day, the report is the one of that instant: every ticket
    counts as it was then, and nothing later is known of.
    Raises NotAllowed for who may not work on tickets, Invalid when the days are reversed.
    """
    facts = read_facts(desk, at=at)
    return build(facts, period(desk, facts, first, last, by=by, at=at), by, kind, as_of=at)


def filter_of(desk: Desk, report: Report, mark: Mark, also: Sequence[str] = ()) -> str:
    """A filter of the queue that finds exactly the tickets of a mark: in words, else by ids.

    `also` are the conditions by which the report itself was narrowed. The queue is about now:
    tickets as they were at another instant are found by their ids.
    """
    words = queue_words(report, mark, also) if report.as_of is None else None
    return desk.picks.filter_of(report.tickets_behind(mark).tolist()) if words is None else words


def read_facts(desk: Desk, since: datetime | None = None, at: datetime | None = None) -> Facts:
    """All facts of the tickets that this account may see; figures per agent for supervisors.

    Tickets that had ended before `since` may be left out. With `at` they are the facts as they
    stood at that instant; names, and who may see which ticket, are those of now.
    """
    since_s = None if since is None else since.timestamp()
    with desk.reading() as session:
        require(session.actor, Right.WORK_ON_TICKETS)
        then = None if at is None else partial(as_of, at=at, time=times(session))
        raw = raw_facts(session.connection, session.actor, since_s, then)
        per_agent = session.actor.may(Right.SEE_AGENT_FIGURES)
    return facts_of(raw, per_agent=per_agent)


def facts_of(raw: RawFacts, *, per_agent: bool) -> Facts:
    """Columns of the database as facts; who works on what only where that may be known."""
    tables, names = raw.tables, raw.names
    tickets = dict(tables["tickets"])
    if not per_agent:
        del tickets["assignee_id"]
    entries, source = tables["entries"], tables["source_rows"]
    return Facts(
        tickets=columns.table(columns.Tickets, tickets),
        intervals=columns.status_intervals(entries["ticket"], entries["at"], entries["status"]),
        source_rows=columns.source_intervals(source["ticket"], source["at"], source["status"]),
        clocks=columns.table(columns.Clocks, tables["clocks"]),
        approvals=columns.table(columns.Approvals, tables["approvals"]),
        proposals=columns.table(columns.Proposals, tables["proposals"]),
        suggestions=columns.table(columns.Suggestions, tables["suggestions"]),
        steps=columns.table(columns.Steps, tables["steps"]),
        names=Names(
            names["items"],
            names["teams"],
            names["agents"] if per_agent else {},
            names["categories"],
            raw.words["source_statuses"],
            raw.words["steps"],
        ),
    )


def zone_of(desk: Desk) -> tzinfo:
    """The time zone of this desk, in which days begin; UTC unless one is set."""
    name = setting(desk, "time_zone")
    return ZoneInfo(name) if isinstance(name, str) and name else UTC


def period(
    desk: Desk,
    facts: Facts,
    first: date | None,
    last: date | None,
    *,
    by: By = By.MONTH,
    at: datetime | None = None,
) -> Period:
    """The days asked for, never beyond now; what is left open reaches from the first opening on.

    An archive in which nothing has happened for a year ends with the bucket of its last change.
    """
    zone, now = zone_of(desk), desk.clock()
    known = _known(facts, now)
    opening = first or floor(known[0].astimezone(zone).date(), by)
    if at is not None:
        start = midnight(opening, zone)
        if not start <= at <= now:
            raise Invalid("Name an instant between the first day of the report and now.")
        return Period(start, at, zone)
    closing = last or _end(known[1].astimezone(zone).date(), by)
    if last is None and now - known[1] <= LONG_AGO:
        closing = max(opening, now.astimezone(zone).date())
    if closing < opening:
        raise Invalid(f"The report would end on {closing}, before it begins on {opening}.")
    whole = days(opening, closing, zone)
    if whole.start > now:
        raise Invalid("The report would begin in the future; choose an earlier first day.")
    return replace(whole, end=min(whole.end, now))


def _known(facts: Facts, now: datetime) -> tuple[datetime, datetime]:
    """The first and the last instant of which anything is known."""
    tickets = facts.tickets
    at = np.concatenate([tickets.opened_at, tickets.closed_at, facts.intervals.began])
    at = at[~np.isnan(at)]
    if not len(at):
        return now, now
    return datetime.fromtimestamp(at.min(), UTC), datetime.fromtimestamp(at.max(), UTC)


def _end(day: date, by: By) -> date:
    """The last day of the bucket that a day is in."""
    following = floor(day, by) + timedelta(days={By.DAY: 1, By.WEEK: 7, By.MONTH: 32}[by])
    return floor(following, by) - timedelta(days=1)
