"""A report as JSON in the shape that scripts rely on; keys are only ever added."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from desk_gui.reports.about import NOTHING
from desk_gui.reports.curves import ROUND_TIMES, Curve
from desk_gui.reports.periods import Period
from desk_gui.reports.report import KindReport, Report, Value
from desk_gui.reports.series import Times
from desk_gui.reports.stocks import BANDS
from desk_gui.reports.timelines import SourceTime, StatusTime
from desk_gui.reports.values import Duration, Share


def to_json(report: Report) -> dict[str, Any]:
    """The whole report as plain dicts and lists; durations in seconds, instants ISO 8601 UTC."""
    return {
        "period": _period(report),
        "as_of": None if report.as_of is None else iso(report.as_of.timestamp()),
        "narrowed": report.narrowed,
        "empty": report.empty,
        "says": NOTHING if report.empty else "",
        "definitions": dict(report.definitions),
        "excluded": {figure: dict(why) for figure, why in report.excluded.items()},
        "figures": {kind.value: _figures(part) for kind, part in report.kinds.items()},
        "previous": {
            **_edges(report.period.before),
            "figures": {
                kind.value: {key: _value(value) for key, value in part.before.items()}
                for kind, part in report.kinds.items()
            },
        },
        "series": {
            name: {kind.value: write(report, part) for kind, part in report.kinds.items()}
            for name, write in _SERIES.items()
        },
    }


def iso(at_s: float) -> str:
    """An instant as ISO 8601 in UTC, to the second."""
    return datetime.fromtimestamp(at_s, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _edges(period: Period) -> dict[str, Any]:
    return {"from": iso(period.start_s), "to": iso(period.end_s)}


def _period(report: Report) -> dict[str, Any]:
    return {
        **_edges(report.period),
        "zone": str(report.period.zone),
        "by": report.by.value,
        "rule": "from <= instant < to",
    }


def _figures(part: KindReport) -> dict[str, Any]:
    return {
        "all": {key: _value(value) for key, value in part.everything.items()},
        "by_priority": {
            str(priority): {key: _value(value) for key, value in figures.items()}
            for priority, figures in part.by_priority.items()
        },
    }


def _value(value: Value) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items()}
    return _plain(value)


def _plain(value: int | Share | Duration | StatusTime | SourceTime) -> Any:
    if isinstance(value, int):
        return value
    return _share(value) if isinstance(value, Share) else asdict(value)


def _share(share: Share) -> dict[str, Any]:
    return {"n": share.n, "of": share.of, "share": share.share}


def _buckets(report: Report) -> Iterable[dict[str, Any]]:
    cut = report.buckets
    for i, label in enumerate(cut.labels):
        began, ended = float(cut.edges[i]), float(cut.edges[i + 1])
        yield {
            "bucket": label,
            "from": iso(began),
            "to": iso(ended),
            "partial": cut.partial[i],
        }


def _flows(report: Report, part: KindReport) -> list[dict[str, Any]]:
    pairs = zip(_buckets(report), part.series.flows, strict=True)
    return [bucket | asdict(flow) for bucket, flow in pairs]


def _stocks(report: Report, part: KindReport) -> list[dict[str, Any]]:
    return [
        {
            "at": iso(stock.at_s),
            "backlog": stock.backlog,
            "open_by_last_resolution": stock.open_by_last_resolution,
        }
        for stock in part.series.stocks
    ]


def _ages(report: Report, part: KindReport) -> list[dict[str, Any]]:
    return [
        {
            "band": age.band,
            "from_s": band.from_s,
            "to_s": band.to_s,
            "all": age.count,
            "by_priority": {str(p): n for p, n in age.by_priority.items()},
        }
        for band, age in zip(BANDS, part.series.ages, strict=True)
    ]


def _times(report: Report, part: KindReport) -> list[dict[str, Any]]:
    return [
        bucket | _times_of(times)
        for bucket, times in zip(_buckets(report), part.series.times, strict=True)
    ]


def _times_of(times: Times) -> dict[str, Any]:
    return {
        "all": asdict(times.everything),
        "by_priority": {str(p): asdict(time) for p, time in times.by_priority.items()},
    }


def _kept(report: Report, part: KindReport) -> list[dict[str, Any]]:
    return [
        bucket | {target.value: _share(share) for target, share in kept.items()}
        for bucket, kept in zip(_buckets(report), part.series.kept, strict=True)
    ]


def _arrivals(report: Report, part: KindReport) -> list[list[int]]:
    return [list(hours) for hours in part.series.arrivals]


def _responses(report: Report, part: KindReport) -> list[dict[str, Any]]:
    pairs = zip(_buckets(report), part.series.responses, strict=True)
    return [bucket | asdict(time) for bucket, time in pairs]


def _shares(report: Report, part: KindReport) -> dict[str, Any]:
    return {
        figure: [
            bucket | _share(share) for bucket, share in zip(_buckets(report), shares, strict=True)
        ]
        for figure, shares in part.series.shares.items()
    }


def _bands(report: Report, part: KindReport) -> list[dict[str, Any]]:
    labels = [band.label for band in BANDS]
    return [
        bucket | {"by_band": dict(zip(labels, counts, strict=True))}
        for bucket, counts in zip(_buckets(report), part.series.bands, strict=True)
    ]


def _curves(report: Report, part: KindReport) -> dict[str, Any]:
    told = {"resolved_within": part.curves.resolved_within, "still_open": part.curves.still_open}
    return {
        name: {str(priority or "all"): _curve(curve) for priority, curve in found.items()}
        for name, found in told.items()
    }


def _curve(curve: Curve) -> dict[str, Any]:
    return {
        "n": curve.n,
        "censored": curve.censored,
        "at": [{"seconds": at, "share": curve.at(at)} for at, _ in ROUND_TIMES],
    }


def _breakdowns(report: Report, part: KindReport) -> dict[str, Any]:
    return asdict(part.breakdowns)


_SERIES = {
    "created_vs_resolved": _flows,
    "backlog": _stocks,
    "backlog_by_age": _ages,
    "time_to_resolve_by_priority": _times,
    "sla_kept": _kept,
    "arrivals": _arrivals,
    "time_to_respond": _responses,
    "shares": _shares,
    "backlog_by_age_over_time": _bands,
    "distributions": _curves,
    "breakdowns": _breakdowns,
}
