"""The figures that come first, in words: at the top of the page, and on the cover of a document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from desk_gui.domain.workflow import Kind
from desk_gui.reports.report import Report
from desk_gui.reports.series import RESOLVING
from desk_gui.reports.values import Duration, Share
from desk_gui.reports.words import number, percent, spoken


@dataclass(frozen=True)
class Headline:
    """One figure in words: its name, its value, and what stands beneath."""

    key: str
    name: str
    value: str
    beneath: str
    tickets: int


def headlines(report: Report, kind: Kind) -> Sequence[Headline]:
    """The figures of a kind that come first."""
    part = report.kinds[kind]
    fulfilled = kind is Kind.REQUEST
    time_key = RESOLVING[kind]
    counts = (
        ("created", "Opened", "in this period"),
        ("resolved", "Fulfilled" if fulfilled else "Resolved", "in this period"),
        ("backlog", "Open", "at its end"),
        ("overdue_open", "Overdue", "of those open"),
    )
    figures = [
        Headline(key, name, number(n), _compared(part.before[key], beneath), n)
        for key, name, beneath in counts
        if isinstance(n := part.everything[key], int)
    ]
    time, kept = part.everything[time_key], part.everything["sla_kept"]
    if isinstance(time, Duration):
        name = "Time to fulfil" if fulfilled else "Time to resolve"
        beneath = f"median; P90 {spoken(time.p90_s)}"
        figures.append(Headline(time_key, name, spoken(time.median_s), beneath, time.n))
    if isinstance(kept, Share):
        beneath = f"{number(kept.n)} of {number(kept.of)} clocks"
        figures.append(Headline("sla_kept", "SLA kept", percent(kept.share), beneath, kept.of))
    return figures


def _compared(before: object, otherwise: str) -> str:
    """The same figure of the period before, of the same length, where there is any."""
    known = isinstance(before, int) and before > 0
    return f"{before:,} in the period before" if known else otherwise
