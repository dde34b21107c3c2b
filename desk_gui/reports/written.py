"""A report as JSON in the shape that scripts rely on; keys are only ever added."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from desk_gui.reports.report import KindReport, Report, Value
from desk_gui.reports.series import Series, Times
from desk_gui.reports.stocks import BANDS
from desk_gui.reports.timelines import SourceTime, StatusTime
from desk_gui.reports.values import Duration, Share

NOTHING = "Nothing was opened, resolved or closed in this period, and nothing was open."


def to_json(report: Report) -> dict[str, Any]:
    """The whole report as plain dicts and lists; durations in seconds, instants ISO 8601 UTC."""
    return {
        "period": _period(report),
        "empty": report.empty,
        "says": NOTHING if report.empty else "",
        "definitions": dict(report.definitions),
        "excluded": {figure: dict(why) for figure, why in report.excluded.items()},
        "figures": {kind.value: _figures(part) for kind, part in report.kinds.items()},
        "series": {
            name: {kind.value: write(report, part.series) for kind, part in report.kinds.items()}
            for name, write in _SERIES.items()
        },
    }


def iso(at_s: float) -> str:
    """An instant as ISO 8601 in UTC, to the second."""
    return datetime.fromtimestamp(at_s, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _period(report: Report) -> dict[str, Any]:
    return {
        "from": iso(report.period.start_s),
        "to": iso(report.period.end_s),
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


def _flows(report: Report, series: Series) -> list[dict[str, Any]]:
    pairs = zip(_buckets(report), series.flows, strict=True)
    return [bucket | asdict(flow) for bucket, flow in pairs]


def _stocks(report: Report, series: Series) -> list[dict[str, Any]]:
    return [
        {
            "at": iso(stock.at_s),
            "backlog": stock.backlog,
            "open_by_last_resolution": stock.open_by_last_resolution,
        }
        for stock in series.stocks
    ]


def _ages(report: Report, series: Series) -> list[dict[str, Any]]:
    return [
        {
            "band": age.band,
            "from_s": band.from_s,
            "to_s": band.to_s,
            "all": age.count,
            "by_priority": {str(p): n for p, n in age.by_priority.items()},
        }
        for band, age in zip(BANDS, series.ages, strict=True)
    ]


def _times(report: Report, series: Series) -> list[dict[str, Any]]:
    return [
        bucket | _times_of(times)
        for bucket, times in zip(_buckets(report), series.times, strict=True)
    ]


def _times_of(times: Times) -> dict[str, Any]:
    return {
        "all": asdict(times.everything),
        "by_priority": {str(p): asdict(time) for p, time in times.by_priority.items()},
    }


def _kept(report: Report, series: Series) -> list[dict[str, Any]]:
    return [
        bucket | {target.value: _share(share) for target, share in kept.items()}
        for bucket, kept in zip(_buckets(report), series.kept, strict=True)
    ]


def _arrivals(report: Report, series: Series) -> list[list[int]]:
    return [list(hours) for hours in series.arrivals]


_SERIES = {
    "created_vs_resolved": _flows,
    "backlog": _stocks,
    "backlog_by_age": _ages,
    "time_to_resolve_by_priority": _times,
    "sla_kept": _kept,
    "arrivals": _arrivals,
}
