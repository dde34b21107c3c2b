"""What a report is about and what its figures mean, in the words of every file and the window."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta

from desk_gui.domain.workflow import Kind
from desk_gui.reports.definitions import instant_words
from desk_gui.reports.report import Report
from desk_gui.reports.words import counted

KINDS = {Kind.INCIDENT: "Incidents", Kind.REQUEST: "Service requests"}
NOTHING = "Nothing was opened, resolved or closed in this period, and nothing was open."
_WHY = {
    "unknown_resolution": "when they were resolved was never recorded",
    "answers_not_recorded": "their source told nothing of answers",
}


def about(report: Report) -> str:
    """As of when a report is, from when to when, in which zone, by which clock, of which tickets.

    Where there is nothing to tell, it says so.
    """
    zone = report.period.zone
    first, end = (at.astimezone(zone) for at in (report.period.start, report.period.end))
    last = max(first, end - timedelta(seconds=1))
    parts = [
        f"{first.day} {first:%B %Y} to {last.day} {last:%B %Y}, {last:%H:%M} ({zone})",
        "calendar time unless a definition says otherwise",
    ]
    if report.as_of is not None:
        parts.insert(0, f"as of {instant_words(report.as_of, zone)}")
    if report.narrowed:
        parts.append(report.narrowed)
    told = "; ".join(parts)
    if report.empty:
        return f"{told}. {NOTHING}"
    idle = [KINDS[kind].lower() for kind in report.kinds if kind not in report.charted]
    return f"{told}. Of {idle[0]}, n{NOTHING[1:]}" if idle else told


def meaning(report: Report, kind: Kind, figures: Iterable[str]) -> str:
    """The definitions of figures, with how many tickets of a kind they had to leave out."""
    named = list(figures)
    excluded = report.kinds[kind].excluded
    gone = {words for figure in named for words in left_out(excluded.get(figure, {}))}
    return "\n\n".join([*(report.definitions[figure] for figure in named), *sorted(gone)])


def left_out(reasons: Mapping[str, int]) -> list[str]:
    """How many tickets are left out for each reason, in sentences."""
    return [
        f"{counted(n, 'ticket')} {'is' if n == 1 else 'are'} left out: {_WHY[reason]}."
        for reason, n in reasons.items()
    ]
