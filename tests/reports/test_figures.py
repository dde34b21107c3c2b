"""Charts on real figures: nothing is drawn outside, every click opens what the mark says."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date
from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from desk_gui.domain.sla import Target
from desk_gui.domain.workflow import Kind, Status
from desk_gui.reports.charts import CHARTS
from desk_gui.reports.facts import STATUSES, Facts, Names
from desk_gui.reports.figures import DRAWN, new_figure
from desk_gui.reports.figures.axes import round_steps
from desk_gui.reports.figures.lines import spread
from desk_gui.reports.figures.sheet import Scale, Sheet, Spot, Words
from desk_gui.reports.look import DARK, LIGHT, OKABE_ITO, READABLE, Look, contrast
from desk_gui.reports.periods import By, days
from desk_gui.reports.report import Report, build
from tests.reports.made import DAY, HOUR, START, facts, random_facts

JANUARY = days(date(2026, 1, 1), date(2026, 1, 31), UTC)
BIG = replace(DARK, text_px=26)
NAMES = st.sampled_from(sorted(DRAWN))


def one_ticket(kind: int = 0) -> Facts:
    """Two tickets, one of them resolved, with one of everything that charts show."""
    new, working, done = (
        STATUSES.index(s) for s in (Status.NEW, Status.IN_FULFILMENT, Status.RESOLVED)
    )
    until = START + 2 * HOUR
    return facts(
        {
            "kind": [kind] * 2,
            "opened_at": [START, START + HOUR],
            "responded_at": [START + HOUR, np.nan],
            "first_resolved_at": [until, np.nan],
            "resolved_at": [until, np.nan],
            "csat": [5, np.nan],
            "major": [kind == 0, False],
            "team_id": [1, -1],
            "assignee_id": [1, -1],
            "category_id": [1, -1],
        },
        intervals={
            "ticket": [0, 0, 0, 1],
            "status": [new, working, done, new],
            "began": [START, START + HOUR, until, START + HOUR],
            "ended": [START + HOUR, until, np.nan, np.nan],
        },
        clocks={
            "ticket": [0],
            "target": [2 if kind else 1],
            "state": [2],
            "due_at": [START + DAY],
            "ended_at": [until],
        },
        approvals={"ticket": [0], "item_id": [1], "asked_at": [START], "decided_at": [until]},
        proposals={"ticket": [0], "at": [START], "proposed": [kind], "decided": [kind]},
        suggestions={"ticket": [0], "article_id": [1]},
        steps={"ticket": [0], "title": [0], "done_at": [until]},
        names=Names(
            {1: "Laptop"}, {1: "Service desk"}, {1: "Amira"}, {1: "Network"}, steps=("Order",)
        ),
    )


def drawn(
    name: str,
    report: Report,
    kind: Kind = Kind.INCIDENT,
    look: Look = LIGHT,
    size: tuple[int, int] = (720, 380),
) -> tuple[list[Spot], list[str]]:
    """What can be clicked and the words on the sheet, once it was really rendered."""
    figure = new_figure(*size)
    spots = DRAWN[name](figure, report, kind, look)
    figure.canvas.draw()
    return spots, [one.words for one in figure.findobj(Words)]


def test_that_every_chart_has_a_title_a_table_and_a_drawing() -> None:
    assert list(CHARTS) == list(DRAWN)
    report = build(one_ticket(), JANUARY)
    for chart in CHARTS.values():
        for kind in Kind:
            table = chart.table(report, kind)
            assert chart.titles[kind]
            assert all(len(row) == len(table.heads) for row in table.rows)


@pytest.mark.parametrize("name", list(DRAWN))
def test_that_a_chart_of_nothing_says_so_in_one_sentence(name: str) -> None:
    spots, words = drawn(name, build(facts(), JANUARY))
    assert spots == []
    assert len(words) == 1
    assert words[0].endswith(".")


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("name", list(DRAWN))
def test_that_a_chart_of_one_bucket_and_two_tickets_can_be_read_and_clicked(
    name: str, kind: Kind
) -> None:
    if kind not in CHARTS[name].kinds:
        return
    report = build(one_ticket(list(Kind).index(kind)), JANUARY, By.MONTH)
    spots, words = drawn(name, report, kind)
    assert len(words) > 1
    assert spots
    assert all(spot.words for spot in spots)


@settings(max_examples=25, deadline=None)
@given(random_facts(), NAMES, st.sampled_from(list(Kind)), st.sampled_from(list(By)))
def test_that_every_mark_opens_as_many_tickets_as_it_says(
    found: Facts, name: str, kind: Kind, by: By
) -> None:
    report = build(found, days(date(2026, 1, 5), date(2026, 2, 20), UTC), by)
    spots, _ = drawn(name, report, kind)
    for spot in spots:
        assert len(report.tickets_behind(spot.mark)) == spot.value


@settings(max_examples=25, deadline=None)
@given(
    random_facts(most=30),
    NAMES,
    st.sampled_from([(320, 200), (720, 380), (1400, 500)]),
    st.sampled_from([LIGHT, DARK, BIG]),
)
def test_that_marks_lie_on_the_sheet_at_any_size(
    found: Facts, name: str, size: tuple[int, int], look: Look
) -> None:
    spots, _ = drawn(name, build(found, JANUARY, By.WEEK), look=look, size=size)
    for spot in spots:
        assert -0.01 <= spot.left <= spot.right <= 1.01
        assert -0.01 <= spot.top <= spot.bottom <= 1.01


@pytest.mark.parametrize("name", list(DRAWN))
def test_that_text_at_200_percent_stays_on_the_sheet(name: str) -> None:
    figure = new_figure(900, 700)
    DRAWN[name](figure, build(one_ticket(), JANUARY, By.WEEK), Kind.INCIDENT, BIG)
    written(figure)


def test_that_words_with_dollars_are_not_formulas() -> None:
    figure = new_figure(300, 100)
    Sheet(figure, LIGHT).text(10, 50, r"cost $x_$ and \frac{1} $ more $")
    figure.canvas.draw()


def test_that_a_twice_as_dense_screen_gets_twice_the_pixels_at_the_same_places() -> None:
    report = build(one_ticket(), JANUARY)
    found = []
    for ratio in (1.0, 2.0):
        figure = new_figure(400, 300, ratio)
        spots = DRAWN["backlog_by_age"](figure, report, Kind.INCIDENT, LIGHT)
        found.append((spots, tuple(figure.canvas.get_width_height(physical=True))))
    assert found[0][0] == found[1][0]
    assert (found[0][1], found[1][1]) == ((400, 300), (800, 600))


def test_that_charts_can_be_drawn_in_several_threads() -> None:
    report = build(one_ticket(), JANUARY)
    with ThreadPoolExecutor(3) as pool:
        found = list(pool.map(lambda name: drawn(name, report), [*DRAWN, *DRAWN, *DRAWN]))
    assert found[: len(DRAWN)] == found[-len(DRAWN) :]


def test_that_a_chart_says_how_many_tickets_it_had_to_leave_out() -> None:
    closed = facts({"opened_at": [START], "closed_at": [START + DAY]})
    report = build(closed, JANUARY)
    words = CHARTS["time_by_priority"].definition(report, Kind.INCIDENT)
    assert "1 ticket is left out: when" in words
    assert "left out:" not in CHARTS["arrivals"].definition(report, Kind.INCIDENT)


def test_that_the_sla_chart_names_both_targets() -> None:
    clocks = {
        "ticket": [0, 0],
        "target": [list(Target).index(t) for t in (Target.RESPOND, Target.RESOLVE)],
        "state": [2, 3],
        "due_at": [START + HOUR] * 2,
        "ended_at": [START + HOUR, START + DAY],
    }
    report = build(facts({"opened_at": [START]}, clocks=clocks), JANUARY)
    _, words = drawn("sla_kept", report)
    assert "Respond 100 %" in words
    assert "Resolve 0 %" in words


@given(st.floats(0, 1e7), st.integers(1, 12))
def test_that_the_rules_reach_the_largest_count_in_round_steps(most: float, lines: int) -> None:
    steps = round_steps(most, lines)
    assert steps[0] == 0
    assert steps[-1] >= most
    assert len(steps) <= lines + max(1, lines // 2) + 1
    assert np.allclose(np.diff(steps), steps[1])


def test_that_a_survival_curve_and_its_table_end_where_nobody_was_seen_for_longer() -> None:
    opened = [START + HOUR * n for n in (0, 700, 741)]
    resolved = [START + HOUR * 2, np.nan, np.nan]
    report = build(facts({"opened_at": opened, "first_resolved_at": resolved}), JANUARY)
    until_s = report.kinds[Kind.INCIDENT].curves.still_open[None].until_s
    spots = DRAWN["still_open"](new_figure(480, 320), report, Kind.INCIDENT, LIGHT)
    assert spots
    assert all((spot.mark.beyond_s or 0) <= until_s for spot in spots)
    told = {row[0]: row[1] for row in CHARTS["still_open"].table(report, Kind.INCIDENT).rows}
    assert (told["1 d"], told["4 weeks"]) == ("67 %", "–")


@pytest.mark.parametrize(
    ("most", "lines", "ends_at"),
    [(0, 3, 1), (1, 3, 1), (2, 2, 2), (28, 1, 40), (53, 2, 60), (53, 6, 60), (85, 12, 90)],
)
def test_that_little_of_a_chart_lies_above_its_largest_count(
    most: float, lines: int, ends_at: float
) -> None:
    assert round_steps(most, lines)[-1] == ends_at


@given(st.floats(-10, 1e9), st.booleans())
def test_that_a_scale_never_leaves_its_pixels(value: float, log: bool) -> None:  # noqa: FBT001
    assert 10 <= Scale(1, 100, 10, 90, log=log)(value) <= 90


ODD = (
    "$x_1$ & 100 %",
    "🔥🔥 urgent 👩\u200d💻",
    "حساب مستخدم",
    "חשבונות משתמשים",
    "网络与打印机故障",
    r"C:\temp {^_~} #50%",
    "Wörter\nüber Zeilen",
    "W" * 200,
    "i" * 200,
    "",
)
CARD = (416, 320)


def named(names: tuple[str, ...]) -> Facts:
    """As many requests as names, each with another of everything that has a name."""
    n = len(names)
    told = dict(enumerate(names))
    return facts(
        {
            "kind": [1] * n,
            "opened_at": [START] * n,
            "category_id": range(n),
            "team_id": range(n),
            "assignee_id": range(n),
        },
        intervals={
            "ticket": range(n),
            "status": [STATUSES.index(Status.IN_FULFILMENT)] * n,
            "began": [START] * n,
        },
        approvals={
            "ticket": range(n),
            "item_id": range(n),
            "asked_at": [START] * n,
            "decided_at": [START + HOUR] * n,
        },
        steps={"ticket": range(n), "title": range(n), "done_at": [START + HOUR] * n},
        names=Names(items=told, teams=told, agents=told, categories=told, steps=names),
    )


def room(figure: Figure, one: Words) -> Bbox:
    """Where words stand, as matplotlib lays them out."""
    text = Text(*one.place, one.words, fontproperties=one.font, transform=one.get_transform())
    text.set_figure(figure)
    text.set_parse_math(False)
    return text.get_window_extent()


def written(figure: Figure) -> list[tuple[str, Bbox]]:
    """The words of a figure and where each stands; fails where one leaves the sheet."""
    figure.canvas.draw()
    found = [(one.words, room(figure, one)) for one in figure.findobj(Words)]
    for words, box in found:
        assert -1 <= box.x0 <= box.x1 <= figure.bbox.width + 1, words
        assert -1 <= box.y0 <= box.y1 <= figure.bbox.height + 1, words
    return found


def lie_upon_each_other(one: Bbox, other: Bbox) -> bool:
    """Whether two words cannot both be read."""
    across = min(one.x1, other.x1) - max(one.x0, other.x0)
    down = min(one.y1, other.y1) - max(one.y0, other.y0)
    return bool(across > 1 and down > 2)


@pytest.mark.parametrize("look", [LIGHT, BIG])
@pytest.mark.parametrize("name", ["categories", "teams", "agents", "approvals", "steps"])
def test_that_names_with_dollars_emoji_other_scripts_or_200_letters_break_no_chart(
    name: str, look: Look
) -> None:
    figure = new_figure(*(round(look.px(side)) for side in CARD))
    spots = DRAWN[name](figure, build(named(ODD), JANUARY), Kind.REQUEST, look)
    assert len(spots) == len(ODD)
    for (_, one), (_, other) in combinations(written(figure), 2):
        assert not lie_upon_each_other(one, other)


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("name", list(DRAWN))
def test_that_no_words_of_a_chart_lie_upon_others(name: str, kind: Kind) -> None:
    figure = new_figure(*CARD)
    report = build(one_ticket(list(Kind).index(kind)), JANUARY, By.DAY)
    DRAWN[name](figure, report, kind, LIGHT)
    for (words, one), (others, other) in combinations(written(figure), 2):
        assert not lie_upon_each_other(one, other), (words, others)


def test_that_parts_for_which_there_is_no_row_are_told_on_the_sheet() -> None:
    figure = new_figure(*CARD)
    report = build(named(tuple(f"Category {n}" for n in range(60))), JANUARY)
    spots = DRAWN["categories"](figure, report, Kind.REQUEST, LIGHT)
    assert f"and {60 - len(spots)} more in the table" in [words for words, _ in written(figure)]


@pytest.mark.parametrize("words", [*ODD[:-1], "Two words", "AVATAR To. 3x4 -> 1:2"])
def test_that_words_end_where_they_are_written_to(words: str) -> None:
    figure = new_figure(3000, 100)
    Sheet(figure, LIGHT).text(2990, 50, words, across="right")
    ((_, box),) = written(figure)
    assert box.x1 == pytest.approx(2990, abs=2)


def test_that_an_emoji_no_font_has_is_left_out_and_another_script_is_told_by_boxes() -> None:
    figure = new_figure(300, 100)
    sheet = Sheet(figure, LIGHT)
    for words in ("\U0001faea urgent", "\U00013000\U00013001"):
        sheet.text(10, 50, words)
    assert [words for words, _ in written(figure)] == ["urgent", "▯▯"]


@given(st.lists(st.floats(0, 200), min_size=1, max_size=6))
def test_that_labels_keep_apart_in_the_order_of_what_they_name(ys: list[float]) -> None:
    found = spread(ys, 15, 0, 200)
    order = sorted(range(len(ys)), key=lambda i: ys[i])
    heights = [found[i] for i in order]
    assert heights[0] >= 0
    assert heights[-1] <= 200 + 1e-9
    assert all(low + 15 <= high + 1e-9 for low, high in pairwise(heights))


def test_that_labels_with_room_stand_exactly_where_their_lines_end() -> None:
    assert spread([90, 10, 50], 15, 0, 200) == [90, 10, 50]


@pytest.mark.parametrize("look", [LIGHT, DARK, replace(DARK, ground="#000000")])
def test_that_words_in_any_colour_can_be_read(look: Look) -> None:
    for ink in (*OKABE_ITO.values(), look.line, look.ground):
        assert contrast(look.readable(ink), look.ground) >= READABLE
    assert look.readable(look.text) == look.text


def test_that_lines_stay_behind_the_figures_in_high_contrast() -> None:
    look = Look(ground="#000000", text="#ffffff", soft="#ffffff", line="#ffffff", dark=True)
    assert contrast(look.rule, look.ground) < contrast(look.came, look.ground)
    assert contrast(look.faint, look.ground) < contrast(look.came, look.ground)


@pytest.mark.parametrize("name", ["respond_over_time", "time_over_time", "sla_kept", "quality"])
def test_that_how_many_made_a_point_stands_under_it(name: str) -> None:
    _, words = drawn(name, build(one_ticket(), JANUARY, By.MONTH))
    assert any(one == "n" or one.endswith(" n") for one in words)
    assert "n below 10" in words


@pytest.mark.parametrize("by", [By.DAY, By.MONTH])
def test_that_a_day_between_days_without_tickets_is_still_seen_as_a_dot(by: By) -> None:
    opened = [START, START + 50 * DAY, START + 200 * DAY]
    resolved = [at + HOUR for at in opened]
    found = facts({"opened_at": opened, "first_resolved_at": resolved, "resolved_at": resolved})
    report = build(found, days(date(2026, 1, 1), date(2026, 12, 31), UTC), by)
    figure = new_figure(*CARD)
    DRAWN["time_over_time"](figure, report, Kind.INCIDENT, LIGHT)
    dots = [line for line in figure.findobj(Line2D) if line.get_marker() == "o"]
    assert [dot.get_markeredgecolor() for dot in dots].count(LIGHT.came) == len(opened)


def test_that_major_incidents_say_their_means() -> None:
    _, words = drawn("majors", build(one_ticket(), JANUARY))
    assert "responded: MTTA 1 h, n 1" in words
    assert "resolved: MTTR 2 h, n 1" in words


def test_that_a_survival_curve_reaches_as_far_as_tickets_were_seen() -> None:
    report = build(facts({"opened_at": [START]}), JANUARY)
    _, words = drawn("still_open", report)
    assert "12 weeks" in words


def test_that_a_survival_curve_counts_what_is_still_open() -> None:
    report = build(one_ticket(), JANUARY)
    spots, words = drawn("still_open", report)
    assert "2 opened, 1 not resolved so far" in words
    assert any(spot.words.startswith("50 % still open after") for spot in spots)
