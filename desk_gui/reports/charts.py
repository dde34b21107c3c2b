"""Every chart: its title, the figures it shows, and the same as a table to read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from desk_gui.domain.sla import RUNS_TO_THE_END, Target
from desk_gui.domain.workflow import Kind
from desk_gui.reports.about import KINDS, about, meaning
from desk_gui.reports.breakdowns import Load, Step
from desk_gui.reports.curves import ROUND_TIMES, Curve
from desk_gui.reports.report import Report
from desk_gui.reports.series import RESOLVING
from desk_gui.reports.stocks import BANDS
from desk_gui.reports.timelines import StatusTime
from desk_gui.reports.values import Duration, Share
from desk_gui.reports.words import (
    PRIORITIES,
    WEEKDAYS,
    bucket_words,
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
    kinds: tuple[Kind, ...] = tuple(Kind)
    compares_kinds: bool = False

    def about(self, report: Report, kind: Kind) -> str:
        """What it shows in one sentence: the kind, or both, and what the report is about."""
        shown = report.kinds if self.compares_kinds else [kind]
        return f"{' and '.join(KINDS[k] for k in shown).capitalize()}; {about(report)}"

    def definition(self, report: Report, kind: Kind) -> str:
        """What its figures mean, with how many tickets they had to leave out."""
        return meaning(report, kind, _of(self.figures, kind))


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
    columns = [[number(f.created) for f in part.series.flows] for part in report.kinds.values()]
    return Table(
        (_bucket(report), *(KINDS[k] for k in report.kinds)),
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


def _responses(report: Report, kind: Kind) -> Table:
    times = report.kinds[kind].series.responses
    rows = zip(bucket_words(report.buckets), times, strict=True)
    return Table(
        (_bucket(report), "Median", "P90", "Mean", "n"),
        [(words, *_spoken(time)) for words, time in rows],
    )


def _bands(report: Report, kind: Kind) -> Table:
    rows = zip(bucket_words(report.buckets), report.kinds[kind].series.bands, strict=True)
    return Table(
        (f"{_bucket(report)} (at its end)", *(band.label for band in BANDS)),
        [(words, *(number(n) for n in counts)) for words, counts in rows],
    )


def _curve_table(curves: Mapping[int | None, Curve], head: str, kind: Kind) -> Table:
    names = ["All" if p is None else f"{p} {PRIORITIES[p]}" for p in curves]
    rows = [
        (words, *(_share_at(curve, at) for curve in curves.values())) for at, words in ROUND_TIMES
    ]
    n = ("n", *(number(curve.n) for curve in curves.values()))
    words = f"Not {'fulfilled' if kind is Kind.REQUEST else 'resolved'} so far"
    open_still = (words, *(number(curve.censored) for curve in curves.values()))
    return Table((head, *names), [*rows, n, open_still])


def _share_at(curve: Curve, seconds: float) -> str:
    """The share at a time; nothing where nobody was seen for so long."""
    return percent(curve.at(seconds)) if seconds <= curve.known_s else "–"


def _within(report: Report, kind: Kind) -> Table:
    return _curve_table(report.kinds[kind].curves.resolved_within, "Within", kind)


def _still_open(report: Report, kind: Kind) -> Table:
    return _curve_table(report.kinds[kind].curves.still_open, "Still open after", kind)


def _of_shares(*figures: tuple[str, str]) -> Callable[[Report, Kind], Table]:
    def table(report: Report, kind: Kind) -> Table:
        shares = report.kinds[kind].series.shares
        columns = [[_share(share) for share in shares[figure]] for figure, _ in figures]
        return Table(
            (_bucket(report), *(name for _, name in figures)),
            list(zip(bucket_words(report.buckets), *columns, strict=True)),
        )

    return table


def _categories(report: Report, kind: Kind) -> Table:
    return Table(
        ("Category", "Opened", "Share up to here"),
        [
            (part.name, number(part.count), percent(part.running))
            for part in report.kinds[kind].breakdowns.categories
        ],
    )


def _loads(head: str, loads: Sequence[Load]) -> Table:
    return Table(
        (head, "Open", "Due soon", "Overdue", "Resolved"),
        [
            (one.name, *(number(n) for n in (one.open, one.due_soon, one.overdue, one.resolved)))
            for one in loads
        ],
    )


def _teams(report: Report, kind: Kind) -> Table:
    return _loads("Team", report.kinds[kind].breakdowns.teams)


def _agents(report: Report, kind: Kind) -> Table:
    return _loads("Agent", report.kinds[kind].breakdowns.agents)


def _step_table(head: str, steps: Sequence[Step]) -> Table:
    return Table(
        (head, "Median", "P90", "Mean", "n"), [(one.name, *_spoken(one.time)) for one in steps]
    )


def _approvals(report: Report, kind: Kind) -> Table:
    return _step_table("Catalog item", report.kinds[kind].breakdowns.approvals)


def _steps(report: Report, kind: Kind) -> Table:
    return _step_table("Task", report.kinds[kind].breakdowns.steps)


def _majors(report: Report, kind: Kind) -> Table:
    part = report.kinds[kind]
    means = [part.everything[f"major_time_to_{word}"] for word in ("respond", "resolve")]
    mtta, mttr = (spoken(one.mean_s) if isinstance(one, Duration) else "–" for one in means)
    rows = [
        (f"INC-{one.id}", spoken(one.respond_s), spoken(one.resolve_s))
        for one in part.breakdowns.majors
    ]
    return Table(
        ("Major incident", "Responded", "Resolved"), [*rows, ("Mean (MTTA, MTTR)", mtta, mttr)]
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
            ("created", "resolved", "closed", "backlog"),
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
        Chart(
            "split_by_kind",
            _same("Opened, by kind"),
            ("created",),
            _kinds,
            compares_kinds=True,
        ),
        Chart(
            "time_over_time",
            _two("Time to resolve, over time", "Time to fulfil, over time"),
            ("time_to_resolve",),
            _over_time,
        ),
        Chart("time_in_status", _same("Time in status"), ("time_in_status",), _statuses),
        Chart("arrivals", _same("Opened, by weekday and hour"), ("arrivals",), _arrivals),
        Chart(
            "respond_over_time",
            _same("Time to respond, over time"),
            ("time_to_respond",),
            _responses,
        ),
        Chart("backlog_over_time", _same("Open, by age, over time"), ("backlog",), _bands),
        Chart(
            "resolved_within",
            _two("Resolved within", "Fulfilled within"),
            ("resolved_within",),
            _within,
        ),
        Chart("still_open", _same("Still open after"), ("still_open",), _still_open),
        Chart(
            "quality",
            _same("First contact and reopened"),
            ("first_contact_resolution", "reopen_rate"),
            _of_shares(("first_contact_resolution", "First contact"), ("reopen_rate", "Reopened")),
        ),
        Chart("categories", _same("Opened, by category"), ("categories",), _categories),
        Chart("teams", _same("Workload of teams"), ("workload",), _teams),
        Chart("agents", _same("Workload of agents"), ("workload",), _agents),
        Chart(
            "approvals",
            _same("Wait for approval"),
            ("approval_wait",),
            _approvals,
            (Kind.REQUEST,),
        ),
        Chart("steps", _same("Fulfilment steps"), ("fulfilment_steps",), _steps, (Kind.REQUEST,)),
        Chart(
            "majors",
            _same("Major incidents"),
            ("major_incidents", "major_time_to_respond", "major_time_to_resolve"),
            _majors,
            (Kind.INCIDENT,),
        ),
        Chart(
            "self_service",
            _same("Articles and proposals that helped"),
            ("deflection", "classification_hit_rate"),
            _of_shares(("deflection", "With article"), ("classification_hit_rate", "Kind kept")),
        ),
        Chart("satisfaction", _same("Satisfaction"), ("csat",), _of_shares(("csat", "Satisfied"))),
    )
}
"""Every chart by its name, in the order in which they are shown."""
