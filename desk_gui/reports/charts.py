"""Every chart: its title, the figures it shows, and the same as a table to read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from desk_gui.domain.sla import RUNS_TO_THE_END, Target
from desk_gui.domain.workflow import Kind
from desk_gui.reports.report import Report
from desk_gui.reports.series import RESOLVING
from desk_gui.reports.timelines import StatusTime
from desk_gui.reports.values import Duration, Share
from desk_gui.reports.words import (
    PRIORITIES,
    WEEKDAYS,
    bucket_words,
    counted,
    number,
    percent,
    spoken,
)

Row = Sequence[str]


@dataclass(frozen=True)
class Table:
    """Heads and rows in words; every row is as long as the heads."""

    heads: Row
    rows: Sequence[Row]


@dataclass(frozen=True)
class Chart:
    """One chart: its name, title, the figures whose definitions it shows, and its table."""

    name: str
    titles: Mapping[Kind, str]
    figures: Sequence[str]
    table: Callable[[Report, Kind], Table]

    def definition(self, report: Report, kind: Kind) -> str:
        """What its figures mean, with how many tickets they had to leave out."""
        part = report.kinds[kind]
        texts = [report.definitions[figure] for figure in _of(self.figures, kind)]
        left_out = {
            f"{_left_out(n)}: {_WHY[reason]}."
            for figure in _of(self.figures, kind)
            for reason, n in part.excluded.get(figure, {}).items()
        }
        return "\n\n".join([*texts, *sorted(left_out)])


_WHY = {
    "unknown_resolution": "when they were resolved was never recorded",
    "answers_not_recorded": "their source told nothing of answers",
}


def _left_out(n: int) -> str:
    return f"{counted(n, 'ticket')} {'is' if n == 1 else 'are'} left out"


def _of(figures: Sequence[str], kind: Kind) -> list[str]:
    """The figures of one kind: a request is fulfilled where an incident is resolved."""
    return [RESOLVING[kind] if figure == RESOLVING[Kind.INCIDENT] else figure for figure in figures]


def _flows(report: Report, kind: Kind) -> Table:
    done = "Fulfilled" if kind is Kind.REQUEST else "Resolved"
    flows = report.kinds[kind].series.flows
    return Table(
        (_bucket(report), "Opened", done, "Closed", "Open at its end"),
        [
            (words, *(number(n) for n in (flow.created, flow.resolved, flow.closed, flow.backlog)))
            for words, flow in zip(bucket_words(report.buckets), flows, strict=True)
        ],
    )


def _bucket(report: Report) -> str:
    return report.by.value.capitalize()


def _by_priority(report: Report, kind: Kind) -> Table:
    part = report.kinds[kind]
    named = [(f"{p} {PRIORITIES[p]}", time) for p, time in part.time_by_priority.items()]
    return Table(
        ("Priority", "Median", "P90", "Mean", "n"),
        [
            (words, *_spoken(time))
            for words, time in [*named, ("All", part.everything[RESOLVING[kind]])]
        ],
    )


def _spoken(time: object) -> Row:
    assert isinstance(time, Duration | StatusTime)  # noqa: S101 - for the type checker
    return (spoken(time.median_s), spoken(time.p90_s), spoken(time.mean_s), number(time.n))


def _ages(report: Report, kind: Kind) -> Table:
    return Table(
        ("Open", "Tickets", *(f"Priority {p}" for p in PRIORITIES)),
        [
            (age.band, number(age.count), *(number(n) for n in age.by_priority.values()))
            for age in report.kinds[kind].series.ages
        ],
    )


def _kept(report: Report, kind: Kind) -> Table:
    ends = RUNS_TO_THE_END[kind]
    rows = zip(bucket_words(report.buckets), report.kinds[kind].series.kept, strict=True)
    return Table(
        (_bucket(report), "Respond", f"{ends.value.capitalize()}"),
        [(words, _share(kept[Target.RESPOND]), _share(kept[ends])) for words, kept in rows],
    )


def _share(share: Share) -> str:
    if not share.of:
        return "–"
    return f"{percent(share.share)} ({number(share.n)} of {number(share.of)})"


def _kinds(report: Report, kind: Kind) -> Table:
    heads = {Kind.INCIDENT: "Incidents", Kind.REQUEST: "Service requests"}
    columns = [[number(f.created) for f in part.series.flows] for part in report.kinds.values()]
    return Table(
        (_bucket(report), *(heads[k] for k in report.kinds)),
        list(zip(bucket_words(report.buckets), *columns, strict=True)),
    )


def _over_time(report: Report, kind: Kind) -> Table:
    times = report.kinds[kind].series.times
    return Table(
        (_bucket(report), "Median", "P90", "Mean", "n"),
        [
            (words, *_spoken(time.everything))
            for words, time in zip(bucket_words(report.buckets), times, strict=True)
        ],
    )


def _statuses(report: Report, kind: Kind) -> Table:
    found = report.kinds[kind].everything["time_in_status"]
    stays = found if isinstance(found, dict) else {}
    return Table(
        ("Status", "Median", "P90", "Mean", "n"),
        [(word.replace("_", " ").capitalize(), *_spoken(time)) for word, time in stays.items()],
    )


def _arrivals(report: Report, kind: Kind) -> Table:
    hours = report.kinds[kind].series.arrivals
    return Table(
        ("Hour", *WEEKDAYS),
        [
            (f"{hour:02d}:00", *(number(day[hour]) for day in hours))
            for hour in range(len(hours[0]))
        ],
    )


def _same(title: str) -> Mapping[Kind, str]:
    return dict.fromkeys(Kind, title)


def _two(incident: str, request: str) -> Mapping[Kind, str]:
    return {Kind.INCIDENT: incident, Kind.REQUEST: request}


CHARTS: Mapping[str, Chart] = {
    chart.name: chart
    for chart in (
        Chart(
            "created_vs_resolved",
            _two("Opened and resolved", "Opened and fulfilled"),
            ("created", "resolved", "backlog"),
            _flows,
        ),
        Chart(
            "time_by_priority",
            _two("Time to resolve, by priority", "Time to fulfil, by priority"),
            ("time_to_resolve",),
            _by_priority,
        ),
        Chart("backlog_by_age", _same("Open, by age"), ("backlog",), _ages),
        Chart("sla_kept", _same("SLA kept"), ("sla_kept",), _kept),
        Chart("split_by_kind", _same("Opened, by kind"), ("created",), _kinds),
        Chart(
            "time_over_time",
            _two("Time to resolve, over time", "Time to fulfil, over time"),
            ("time_to_resolve",),
            _over_time,
        ),
        Chart("time_in_status", _same("Time in status"), ("time_in_status",), _statuses),
        Chart("arrivals", _same("Opened, by weekday and hour"), ("arrivals",), _arrivals),
    )
}
"""Every chart by its name, in the order in which they are shown."""
