"""Charts of shares over time, and of the backlog by its age over time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.figure import Figure

from desk_gui.domain.workflow import Kind
from desk_gui.reports.figures.axes import bucket_names, count_rules, level, room_for_counts
from desk_gui.reports.figures.lines import Line, names_of_n, numbers, plot, room_for_n, trend
from desk_gui.reports.figures.sheet import Box, Scale, Sheet, Spot
from desk_gui.reports.look import Look, blend
from desk_gui.reports.marks import Mark
from desk_gui.reports.report import Report
from desk_gui.reports.stocks import BANDS
from desk_gui.reports.values import Share
from desk_gui.reports.words import bucket_words, counted, number, percent


@dataclass(frozen=True)
class _Told:
    """One share: its figure, its name, and its colour."""

    figure: str
    name: str
    ink: str


def quality(figure: Figure, report: Report, kind: Kind, look: Look) -> list[Spot]:
    """First-contact resolution, and what was reopened later."""
    told = (
        _Told("first_contact_resolution", "First contact", look.went),
        _Told("reopen_rate", "Reopened", look.stands),
    )
    return _shares(
        Sheet(figure, look), (report, kind), told, "Nothing was resolved in this period."
    )


def self_service(figure: Figure, report: Report, kind: Kind, look: Look) -> list[Spot]:
    """Resolved with an article that was suggested, and kinds proposed and kept."""
    told = (
        _Told("classification_hit_rate", "Kind kept", look.came),
        _Told("deflection", "With article", look.went),
    )
    nothing = "No article was suggested and no kind proposed in this period."
    return _shares(Sheet(figure, look), (report, kind), told, nothing)


def satisfaction(figure: Figure, report: Report, kind: Kind, look: Look) -> list[Spot]:
    """Which part of the ratings is 4 or 5."""
    told = (_Told("csat", "Satisfied", look.went),)
    nothing = "Nobody rated a ticket that was resolved in this period."
    return _shares(Sheet(figure, look), (report, kind), told, nothing)


def _shares(
    sheet: Sheet, of: tuple[Report, Kind], told: Sequence[_Told], nothing: str
) -> list[Spot]:
    report, kind = of
    shares = report.kinds[kind].series.shares
    known = [one for one in told if any(share.of for share in shares[one.figure])]
    if not known:
        sheet.nothing(nothing)
        return sheet.spots
    lines = [_line(one, shares[one.figure]) for one in known]
    whole = sheet.frame(room_for_n(lines))
    left = max(["100 %", *names_of_n(lines)], key=sheet.wide)
    box = plot(sheet, whole, left, "First contact 100 %")
    scale = Scale(0, 1, box.bottom, box.top)
    for share in (0, 0.25, 0.5, 0.75, 1):
        level(sheet, box, scale(share), percent(share))
    for one in known:
        _points(sheet, box, of, one)
    numbers(sheet, box, lines)
    trend(sheet, box, scale, lines)
    bucket_names(sheet, box, report.buckets)
    return sheet.spots


def _line(told: _Told, shares: Sequence[Share]) -> Line:
    values, n = [share.share for share in shares], [share.of for share in shares]
    return Line(told.name, values, told.ink, n)


def _points(sheet: Sheet, box: Box, of: tuple[Report, Kind], told: _Told) -> None:
    report, kind = of
    shares = report.kinds[kind].series.shares[told.figure]
    names, px = bucket_words(report.buckets), sheet.look.px
    wide = box.width / len(shares)
    for i, share in enumerate(shares):
        if share.share is not None:
            x, y = box.left + wide * (i + 0.5), box.bottom - box.height * share.share
            mark = Mark(told.figure, kind, bucket=i)
            said = f"{names[i]}: {told.name.lower()} {percent(share.share)}"
            said = f"{said}, {number(share.n)} of {number(share.of)}"
            point = Box(x - wide / 2, y - px(8), x + wide / 2, y + px(8))
            sheet.spot(point, mark, said, len(report.tickets_behind(mark)))


def backlog_over_time(figure: Figure, report: Report, kind: Kind, look: Look) -> list[Spot]:
    """What is open at the end of each bucket, by its age."""
    sheet = Sheet(figure, look)
    bands = report.kinds[kind].series.bands
    most = max((sum(counts) for counts in bands), default=0)
    if not most:
        sheet.nothing("Nothing was open at the end of any part of this period.")
        return sheet.spots
    px = look.px
    whole = sheet.frame(42)
    left = whole.left + room_for_counts(sheet, most)
    used = [b for b in range(len(BANDS)) if any(counts[b] for counts in bands)]
    last = len(BANDS) - 1
    inks = [blend(look.faint, look.stands, 0.3 + 0.7 * b / last) for b in range(len(BANDS))]
    top = sheet.key(left, whole.top + px(8), [(inks[b], BANDS[b].label) for b in used]) + px(10)
    box = Box(left, top, whole.right, max(whole.bottom, top + px(20)))
    scale = count_rules(sheet, box, most)
    names, wide = bucket_words(report.buckets), box.width / len(bands)
    for i, counts in enumerate(bands):
        x, so_far = box.left + wide * (i + 0.1), 0
        for band, n in enumerate(counts):
            gap = 1 if so_far else 0
            bar = Box(x, scale(so_far + n), x + wide * 0.8, scale(so_far) - gap)
            so_far += n
            if n:
                sheet.bar(bar, inks[band])
                words = f"{names[i]}: {counted(n, 'ticket')} open {BANDS[band].label} at its end"
                sheet.spot(bar, Mark("backlog", kind, bucket=i, band=band), words, n)
    bucket_names(sheet, box, report.buckets)
    return sheet.spots
