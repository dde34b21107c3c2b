"""Charts of how long it takes and whether promises are kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from matplotlib.figure import Figure

from desk_gui.domain.sla import RUNS_TO_THE_END, Target
from desk_gui.domain.workflow import Kind, Status, is_open
from desk_gui.reports.figures.axes import (
    Row,
    bucket_names,
    columns,
    level,
    time_scale,
    time_steps,
)
from desk_gui.reports.figures.lines import FEW, Line, numbers, plot, room_for_n, trend
from desk_gui.reports.figures.sheet import Box, Scale, Sheet, Spot
from desk_gui.reports.look import Look
from desk_gui.reports.marks import Mark
from desk_gui.reports.report import Report
from desk_gui.reports.series import RESOLVING
from desk_gui.reports.timelines import StatusTime
from desk_gui.reports.values import Duration
from desk_gui.reports.words import PRIORITIES, bucket_words, counted, number, percent, spoken

LEAST, SCALE = 24, 130
"""A scale is at least so wide, whatever the words beside it need; columns leave it so much."""
TALLEST_ROW = 46
SIGN = 18
"""A sign beside the head of a column takes so much room."""
TARGETS = {Target.RESPOND: "Respond", Target.RESOLVE: "Resolve", Target.FULFIL: "Fulfil"}


def time_by_priority(figure: Figure, report: Report, kind: Kind, look: Look) -> list[Spot]:
    """Median and P90 of the time to resolve or fulfil, for each priority, with n."""
    sheet = Sheet(figure, look)
    rows = _rows(report, kind)
    if not rows:
        sheet.nothing(f"Nothing was {_done(kind)} in this period.")
        return sheet.spots
    px = look.px
    whole = sheet.frame()
    left = whole.left + max(sheet.wide(words, bold=True) for _, words, _ in rows) + px(18)
    heads, said = ("Median", "P90", "n"), [_spoken(time) for _, _, time in rows]
    room = whole.right - left - px(SCALE)
    ends = columns(sheet, whole.right, room, heads, said, more=px(SIGN))
    right = max(_left_of(sheet, ends[0], [row[0] for row in said], SIGN), left + px(LEAST))
    bottom = min(whole.bottom, whole.top + px(26) + px(TALLEST_ROW) * len(rows))
    box = Box(left, whole.top + px(26), right, bottom)
    low = min(time.median_s or 0 for _, _, time in rows)
    high = max(time.p90_s or 0 for _, _, time in rows)
    scale = time_scale(low, high, box.left, box.right)
    for x, words in time_steps(scale, px(52)):
        sheet.line([x, x], [box.top, box.bottom], look.rule, above=0)
        sheet.text(x, box.bottom + px(13), words, ink=look.soft, size=11, across="center")
    _heads(sheet, ends, whole.top + px(8), heads)
    high_row = box.height / len(rows)
    for i, row in enumerate(rows):
        y = box.top + high_row * (i + 0.5)
        _dumbbell(sheet, scale, (y, high_row), row, kind)
        _figures(sheet, ends, y, said[i])
    return sheet.spots


def _spoken(time: Duration) -> Row:
    return (spoken(time.median_s), spoken(time.p90_s), number(time.n))


def _left_of(sheet: Sheet, end: float, words: Row, sign: float = 0) -> float:
    """Where the scale ends, beside the first column."""
    widest = max(sheet.wide(one, bold=True) for one in words)
    head = sheet.wide("Median", 11) + sheet.look.px(sign)
    return end - max(widest, head) - sheet.look.px(16)


def _heads(sheet: Sheet, ends: Sequence[float], y: float, words: Row) -> None:
    """Words over the columns; those of median and P90 with the sign that stands for them."""
    signs = {"Median": "o", "P90": "D"} if words[0] == "Median" else {}
    for x, word in zip(ends, words, strict=False):
        sheet.text(x, y, word, ink=sheet.look.soft, size=11, across="right")
        if word in signs:
            at = x - sheet.wide(word, 11) - sheet.look.px(10)
            hollow = word == "P90"
            sheet.dot(at, y, sheet.look.soft, size=6, hollow=hollow, shape=signs[word])


def _rows(report: Report, kind: Kind) -> list[tuple[int | None, str, Duration]]:
    part = report.kinds[kind]
    key = RESOLVING[kind]
    found: list[tuple[int | None, str, Duration]] = []
    for priority, time in (*part.time_by_priority.items(), (None, part.everything[key])):
        if isinstance(time, Duration) and time.n:
            words = "All" if priority is None else f"{priority} {PRIORITIES[priority]}"
            found.append((priority, words, time))
    return found


def _dumbbell(
    sheet: Sheet,
    scale: Scale,
    place: tuple[float, float],
    row: tuple[int | None, str, Duration],
    kind: Kind,
) -> None:
    y, high = place
    priority, words, time = row
    look, px = sheet.look, sheet.look.px
    ink = look.text if priority is None else look.priority(priority)
    middle, most = (scale(value or 0) for value in (time.median_s, time.p90_s))
    few = time.n < FEW
    sheet.text(scale.start - px(12), y, words, bold=priority is None, across="right")
    sheet.line([middle, most], [y, y], ink, width=3, above=2)
    sheet.dot(most, y, ink, size=9, hollow=True, shape="D")
    sheet.dot(middle, y, ink, size=11, hollow=few)
    said = f"{words}: median {spoken(time.median_s)}, P90 {spoken(time.p90_s)}, n {number(time.n)}"
    reach = Box(scale.start, y - high / 2, scale.stop, y + high / 2)
    sheet.spot(reach, Mark(RESOLVING[kind], kind, priority), said, time.n)


def _figures(sheet: Sheet, ends: Sequence[float], y: float, words: Row) -> None:
    for place, (x, said) in enumerate(zip(ends, words, strict=False)):
        ink = sheet.look.soft if place else ""
        sheet.text(x, y, said, bold=not place, ink=ink, across="right")


def time_over_time(figure: Figure, report: Report, kind: Kind, look: Look) -> list[Spot]:
    """Median and P90 of the time to resolve or fulfil in each bucket."""
    times = [times.everything for times in report.kinds[kind].series.times]
    nothing = f"Nothing was {_done(kind)} in this period."
    return _over_time(Sheet(figure, look), report, Mark(RESOLVING[kind], kind), times, nothing)


def respond_over_time(figure: Figure, report: Report, kind: Kind, look: Look) -> list[Spot]:
    """Median and P90 of the time to respond in each bucket."""
    times = report.kinds[kind].series.responses
    nothing = "Nothing was responded to in this period."
    return _over_time(Sheet(figure, look), report, Mark("time_to_respond", kind), times, nothing)


def _over_time(
    sheet: Sheet, report: Report, whole_mark: Mark, times: Sequence[Duration], nothing: str
) -> list[Spot]:
    look, known = sheet.look, [time for time in times if time.n]
    if not known:
        sheet.nothing(nothing)
        return sheet.spots
    px = look.px
    n = [time.n for time in times]
    lines = (
        Line("P90", [time.p90_s for time in times], look.soft, n),
        Line("Median", [time.median_s for time in times], look.came, n),
    )
    whole = sheet.frame(room_for_n(lines))
    box = plot(sheet, whole, "12 weeks", "Median 29 d 23 h")
    low = min(time.median_s or 0 for time in known)
    scale = time_scale(low, max(time.p90_s or 0 for time in known), box.bottom, box.top)
    for y, words in time_steps(scale, px(24)):
        level(sheet, box, y, words)
    numbers(sheet, box, lines)
    trend(sheet, box, scale, lines)
    names = bucket_words(report.buckets)
    wide = box.width / len(times)
    for i, time in enumerate(times):
        said = f"median {spoken(time.median_s)}, P90 {spoken(time.p90_s)}, n {number(time.n)}"
        column = Box(box.left + wide * i, box.top, box.left + wide * (i + 1), box.bottom)
        sheet.spot(column, replace(whole_mark, bucket=i), f"{names[i]}: {said}", time.n)
    bucket_names(sheet, box, report.buckets)
    return sheet.spots


def sla_kept(figure: Figure, report: Report, kind: Kind, look: Look) -> list[Spot]:
    """The share of clocks that were met, for each target, with how many ended."""
    sheet = Sheet(figure, look)
    kept = report.kinds[kind].series.kept
    ends = RUNS_TO_THE_END[kind]
    targets = [t for t in (ends, Target.RESPOND) if any(bucket[t].of for bucket in kept)]
    if not targets:
        sheet.nothing("No clock ended in this period.")
        return sheet.spots
    inks = {Target.RESPOND: look.soft, ends: look.went}
    lines = []
    for target in targets:
        shares = [bucket[target] for bucket in kept]
        values, n = [share.share for share in shares], [share.of for share in shares]
        lines.append(Line(TARGETS[target], values, inks[target], n))
    whole = sheet.frame(room_for_n(lines))
    box = plot(sheet, whole, "Respond n", "Respond 100 %")
    scale = Scale(0, 1, box.bottom, box.top)
    for share in (0, 0.25, 0.5, 0.75, 1):
        level(sheet, box, scale(share), percent(share))
    for target in targets:
        _ended(sheet, box, (report, kind, target))
    numbers(sheet, box, lines)
    trend(sheet, box, scale, lines)
    bucket_names(sheet, box, report.buckets)
    return sheet.spots


def _ended(sheet: Sheet, box: Box, told: tuple[Report, Kind, Target]) -> None:
    """The spots of a target's points, each with how many clocks ended in its bucket."""
    report, kind, target = told
    kept = [bucket[target] for bucket in report.kinds[kind].series.kept]
    names = bucket_words(report.buckets)
    px, wide = sheet.look.px, box.width / len(kept)
    for i, share in enumerate(kept):
        x = box.left + wide * (i + 0.5)
        if share.share is not None:
            at = box.bottom - box.height * share.share
            point = Box(x - wide / 2, at - px(8), x + wide / 2, at + px(8))
            said = f"{names[i]}: {TARGETS[target].lower()} kept {percent(share.share)}"
            said = f"{said}, {number(share.n)} of {counted(share.of, 'clock')}"
            mark = Mark("sla_kept", kind, bucket=i, target=target)
            behind = len(report.tickets_behind(mark))
            sheet.spot(point, mark, said, behind)


def time_in_status(figure: Figure, report: Report, kind: Kind, look: Look) -> list[Spot]:
    """Where the time goes: all stays in each status that ended in the period."""
    sheet = Sheet(figure, look)
    found = report.kinds[kind].everything["time_in_status"]
    stays = found if isinstance(found, dict) else {}
    rows = [(Status(word), time) for word, time in stays.items() if isinstance(time, StatusTime)]
    total = sum(time.total_s for _, time in rows)
    if not total:
        sheet.nothing("No ticket left a status in this period.")
        return sheet.spots
    px = look.px
    whole = sheet.frame(8)
    words = [status.value.replace("_", " ").capitalize() for status, _ in rows]
    left = whole.left + max(sheet.wide(word) for word in words) + px(18)
    heads = ("Share", "Median", "P90", "n")
    said = [
        (percent(time.total_s / total), spoken(time.median_s), spoken(time.p90_s), number(time.n))
        for _, time in rows
    ]
    room = whole.right - left - px(SCALE)
    ends = columns(sheet, whole.right, room, heads, said)
    right = max(_left_of(sheet, ends[0], [row[0] for row in said]), left + px(LEAST))
    scale = Scale(0, max(time.total_s for _, time in rows), left + px(2), right)
    _heads(sheet, ends, whole.top + px(8), heads)
    high = min((whole.height - px(22)) / len(rows), px(TALLEST_ROW))
    for i, (status, time) in enumerate(rows):
        y = whole.top + px(22) + high * (i + 0.5)
        thick = min(high * 0.6, px(24))
        bar = Box(left, y - thick / 2, scale(time.total_s), y + thick / 2)
        sheet.text(left - px(10), y, words[i], ink=look.soft, across="right")
        sheet.bar(bar, look.came if is_open(status) else look.soft)
        _figures(sheet, ends, y, said[i])
        whole_row = Box(left, y - high / 2, ends[0], y + high / 2)
        share, median = said[i][:2]
        told = f"{words[i]}: {share} of the time, median {median}, {counted(time.n, 'ticket')}"
        sheet.spot(whole_row, Mark("time_in_status", kind, status=status), told, time.n)
    return sheet.spots


def _done(kind: Kind) -> str:
    return "fulfilled" if kind is Kind.REQUEST else "resolved"
