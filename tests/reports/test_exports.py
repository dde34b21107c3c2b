"""Reports as files: one page, a document, pictures and a workbook."""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from datetime import UTC, datetime
from html import escape, unescape
from io import BytesIO, StringIO
from itertools import combinations
from xml.etree import ElementTree as ET
from zipfile import ZipFile
from zlib import decompress

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PIL import Image

from desk_gui.domain.workflow import Kind
from desk_gui.operations.report_files import content, of_chart
from desk_gui.reports.about import NOTHING, about
from desk_gui.reports.charts import CHARTS, Chart
from desk_gui.reports.facts import Names
from desk_gui.reports.figures import new_figure
from desk_gui.reports.figures.document import HIGH as PAGE_HIGH
from desk_gui.reports.figures.document import HOW, pdf, table_pages
from desk_gui.reports.figures.document import WIDE as PAGE_WIDE
from desk_gui.reports.figures.files import WIDE, drawing, png, svg
from desk_gui.reports.figures.fonts import wide
from desk_gui.reports.figures.sheet import Sheet, Words
from desk_gui.reports.headlines import headlines
from desk_gui.reports.look import LIGHT
from desk_gui.reports.page import sheets, to_html
from desk_gui.reports.report import Report, build
from desk_gui.reports.workbook import to_xlsx
from tests.reports.made import DAY, START, facts
from tests.reports.test_figures import JANUARY, ODD, lie_upon_each_other, named, one_ticket, room

PAGE = re.compile(rb"/Type /Page\b")
_DUBLIN_CORE = "{http://purl.org/dc/elements/1.1/}"
_SVG = "{http://www.w3.org/2000/svg}"
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@pytest.fixture(scope="module")
def report() -> Report:
    return build(one_ticket(), JANUARY)


def _parsed(text: str | bytes) -> ET.Element:
    return ET.fromstring(text)  # noqa: S314 - a file that was just written here


def cells(content: bytes, number: int = 1) -> list[list[tuple[str | None, str]]]:
    """(type, text) of every cell of a sheet."""
    with ZipFile(BytesIO(content)) as file:
        root = _parsed(file.read(f"xl/worksheets/sheet{number}.xml"))
    return [
        [(cell.get("t"), "".join(cell.itertext())) for cell in row]
        for row in root.iter(f"{_MAIN}row")
    ]


def test_that_one_page_has_every_chart_with_its_table_and_meaning(report: Report) -> None:
    page = to_html(report, "January")
    shown = sum(Kind.INCIDENT in chart.kinds for chart in CHARTS.values())
    assert page.count("<svg") == page.count("<table>") == shown
    assert page.count("<pre>") == shown + len(Kind)
    assert "Cohort: " in page
    assert "1 January 2026 to 31 January 2026" in page
    assert not re.search(r"(?:src|href)=\"https?:", page)


def test_that_names_of_others_are_text_on_the_page() -> None:
    found = one_ticket()
    named = replace(found, names=Names(categories={1: "<script>alert(1)</script>"}))
    page = to_html(build(named, JANUARY))
    assert "<script" not in page
    assert "&lt;script&gt;" in page


def test_that_a_page_of_nothing_says_so() -> None:
    assert "Nothing was opened" in to_html(build(facts(), JANUARY))


@pytest.mark.parametrize("how", ["json", "csv", "html", "xlsx"])
def test_that_every_file_of_a_period_with_nothing_in_it_says_so(how: str) -> None:
    written = content(build(facts(), JANUARY), how)
    if how == "xlsx":
        with ZipFile(BytesIO(written)) as file:
            written = b"".join(file.read(name) for name in file.namelist())
    assert NOTHING in written.decode()


def test_that_a_document_has_a_cover_charts_tables_and_numbered_pages(report: Report) -> None:
    document = pdf(report, "January")
    assert document.startswith(b"%PDF")
    pages = len(PAGE.findall(document))
    shown = sum(Kind.INCIDENT in chart.kinds for chart in CHARTS.values())
    assert pages > 1 + shown
    assert b"/Title (January)" in document


def test_that_charts_of_a_kind_with_nothing_in_it_are_left_out_and_that_is_said() -> None:
    incidents = build(one_ticket(), JANUARY)
    alone = pdf(build(one_ticket(), JANUARY, kind=Kind.INCIDENT))
    assert len(PAGE.findall(pdf(incidents))) - len(PAGE.findall(alone)) <= 1
    assert len(PAGE.findall(pdf(build(facts(), JANUARY)))) == 2
    page = to_html(incidents)
    assert "Of service requests, nothing was opened" in page
    assert page.count("<section>") == sum(Kind.INCIDENT in chart.kinds for chart in CHARTS.values())
    assert "Of service requests" not in to_html(build(one_ticket(), JANUARY, kind=Kind.INCIDENT))


def test_that_a_document_of_nothing_says_so_on_its_cover(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []

    def text(self: Sheet, x: float, y: float, words: str, **how: object) -> None:
        said.append(words)

    monkeypatch.setattr(Sheet, "text", text)
    pdf(build(facts(), JANUARY, kind=Kind.INCIDENT))
    assert "Nothing was opened, resolved or closed" in " ".join(said)
    assert "Service requests" not in said


def shown_as_text(document: bytes) -> str:
    """The lines that can be searched and copied in a document, as far as they are of ASCII."""
    streams = re.findall(rb"stream\n(.+?)\nendstream", document, re.DOTALL)
    lines = re.findall(rb"\[(\(.*\))\] TJ", b"\n".join(map(decompress, streams)))
    parts = [b"".join(re.findall(rb"\(((?:\\.|[^\\()])*)\)", line)) for line in lines]
    return re.sub(r"\\(.)", r"\1", "\n".join(part.decode("latin-1") for part in parts))


def test_that_the_words_of_a_document_are_text_those_beside_the_lines_of_a_chart_too(
    report: Report,
) -> None:
    lines = shown_as_text(pdf(report, "January (2026) \\ $x_$")).splitlines()
    assert {"January (2026) \\ $x_$", HOW, "Tickets opened.", "Median 2 h"} <= set(lines)


def test_that_names_in_any_script_stand_in_a_document() -> None:
    shown = shown_as_text(pdf(build(named(ODD), JANUARY, kind=Kind.REQUEST)))
    for name in ("$x_1$ & 100 %", r"C:\temp {^_~} #50%", "Wörter über Zeilen", "i" * 60):
        assert name in shown


def test_that_every_row_of_a_table_stands_whole_in_the_document() -> None:
    names = ("W" * 200, *(f"Category {n}" for n in range(120)))
    report = build(named(names), JANUARY, kind=Kind.REQUEST)
    charts = [CHARTS[name] for name in ("categories", "arrivals", "teams")]
    written = ""
    for page in table_pages(report, Kind.REQUEST, charts):
        figure = new_figure(PAGE_WIDE, PAGE_HIGH)
        page(Sheet(figure, LIGHT))
        boxes = [(one.words, room(figure, one)) for one in figure.findobj(Words)]
        for (words, one), (others, other) in combinations(boxes, 2):
            assert not lie_upon_each_other(one, other), (words, others)
        assert all(b.x0 >= 0 and b.x1 <= PAGE_WIDE and b.y0 >= 0 for _, b in boxes)
        written += "".join(words for words, _ in boxes)
    assert written.count("W") >= 2 * 200
    assert ", continued" in written
    assert "continued, continued" not in written
    for name in names[1:]:
        assert written.count(name) >= 2


def test_that_the_figures_that_come_first_stand_above_the_charts_of_a_page(report: Report) -> None:
    page = to_html(report)
    assert "<span>Time to resolve</span><b>2 h</b>" in page
    assert page.count('role="img"') == page.count("<svg")


def test_that_a_chart_is_a_picture_of_either_kind(report: Report) -> None:
    assert png("sla_kept", report, Kind.INCIDENT).startswith(b"\x89PNG")
    assert _parsed(svg("sla_kept", report, Kind.INCIDENT)).tag.endswith("svg")
    assert "<!-- SLA kept -->" not in drawing("sla_kept", report, Kind.INCIDENT)


LONG = f"only team Customer care ({', '.join(['Nürnberg $x_$'] * 40)}) & <more>"
NARROWED = build(one_ticket(), JANUARY, as_of=datetime(2026, 1, 31, 10, tzinfo=UTC), narrowed=LONG)


@pytest.mark.parametrize("how", ["png", "svg", "csv"])
@pytest.mark.parametrize("chart", CHARTS.values(), ids=CHARTS)
def test_that_a_file_of_one_chart_says_what_it_shows_and_what_that_means(
    chart: Chart, how: str
) -> None:
    kind = chart.kinds[0]
    title, words = said_within(of_chart(NARROWED, kind, chart.name, how), how)
    told = " ".join(words.split())
    assert title == chart.titles[kind]
    assert "; as of 31 Jan 2026 10:00 (UTC); 1 January 2026 to 31 January" in told
    assert LONG in told
    assert " ".join(chart.definition(NARROWED, kind).split()) in told


def said_within(written: bytes, how: str) -> tuple[str, str]:
    """The title in a file of one chart, and what else it says of itself."""
    if how == "csv":
        row = next(csv.DictReader(StringIO(written.decode("utf-8-sig"))))
        return row["Chart"], f"{row['About']} {row['Definition']}"
    if how == "png":
        with Image.open(BytesIO(written)) as picture:
            return picture.info["Title"], picture.info["Description"]
    described = _parsed(written).iter(f"{_DUBLIN_CORE}description")
    titled = _parsed(written).iter(f"{_SVG}title")
    return next(titled).text or "", next(described).text or ""


def test_that_a_picture_is_as_high_as_the_words_above_its_chart_need() -> None:
    low, high = (
        svg("arrivals", report, Kind.INCIDENT)
        for report in (build(one_ticket(), JANUARY), NARROWED)
    )
    lines = re.findall("<!-- (.+) -->", unescape(high))[1:]
    assert " ".join(lines).startswith(CHARTS["arrivals"].about(NARROWED, Kind.INCIDENT))
    assert all(wide(LIGHT, line) <= WIDE for line in lines)
    grown = [float(_parsed(text).get("viewBox", "").split()[-1]) for text in (low, high)]
    assert grown[1] > grown[0] + 50


def test_that_a_picture_of_nothing_has_its_title_and_says_of_when_it_is() -> None:
    drawn = svg("majors", build(facts(), JANUARY), Kind.INCIDENT)
    assert "<!-- Major incidents -->" in drawn
    assert "<!-- Incidents; 1 January 2026 to 31 January 2026, 23:59 (UTC); calendar" in drawn
    assert "<!-- There was no major incident in this period. -->" in drawn


def test_that_a_picture_of_both_kinds_says_so(report: Report) -> None:
    chart = CHARTS["split_by_kind"]
    assert chart.about(report, Kind.REQUEST).startswith("Incidents and service requests; ")
    alone = build(one_ticket(), JANUARY, kind=Kind.REQUEST)
    assert chart.about(alone, Kind.REQUEST).startswith("Service requests; ")


def test_that_odd_characters_in_a_name_break_no_drawing() -> None:
    odd = replace(NARROWED, narrowed="only team A\x01B\x0b\ufffe--><C>&")
    assert "only team A B" in said_within(svg("teams", odd, Kind.INCIDENT).encode(), "svg")[1]


def test_that_a_table_in_a_file_stays_a_table_with_more_columns_at_its_right(
    report: Report,
) -> None:
    table = CHARTS["arrivals"].table(report, Kind.INCIDENT)
    written = of_chart(report, Kind.INCIDENT, "arrivals", "csv").decode("utf-8-sig")
    heads, *rows = csv.reader(StringIO(written))
    assert heads == [*table.heads, "Chart", "About", "Definition"]
    assert [row[: len(table.heads)] for row in rows] == [list(row) for row in table.rows]
    assert {len(row) for row in rows} == {len(heads)}
    assert {(title, told) for *_, title, told, _ in rows} == {
        ("Opened, by weekday and hour", f"Incidents; {about(report)}")
    }
    assert [bool(means) for *_, means in rows] == [True] + [False] * (len(rows) - 1)


def test_that_a_table_of_nothing_still_says_what_it_is() -> None:
    written = of_chart(build(facts(), JANUARY), Kind.INCIDENT, "categories", "csv").decode(
        "utf-8-sig"
    )
    (row,) = csv.DictReader(StringIO(written))
    assert (row["Category"], row["Opened"], row["Chart"]) == ("", "", "Opened, by category")
    assert NOTHING in row["About"]


@pytest.mark.parametrize("kind", list(Kind))
def test_that_every_figure_that_comes_first_is_defined_on_the_page_and_in_the_document(
    report: Report, kind: Kind, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []

    def text(self: Sheet, x: float, y: float, words: str, **how: object) -> None:
        said.append(words)

    alone = build(one_ticket(), JANUARY, kind=kind)
    monkeypatch.setattr(Sheet, "text", text)
    pdf(alone)
    document = " ".join(" ".join(said).split())
    page = to_html(alone)
    for figure in headlines(alone, kind):
        means = alone.definitions[figure.key]
        assert escape(means) in page
        assert " ".join(means.split()) in document


def test_that_text_and_table_files_say_how_many_tickets_a_figure_left_out() -> None:
    closed = build(facts({"opened_at": [START], "closed_at": [START + DAY]}), JANUARY)
    name, rows = list(sheets(closed))[-1]
    assert name == "definitions"
    (means,) = [text for figure, text in rows if figure == "time_to_resolve"]
    assert means.endswith("\n1 ticket is left out: when they were resolved was never recorded.")
    assert ",,time_to_resolve,excluded.unknown_resolution,1\n" in content(closed, "csv").decode()


def test_that_a_workbook_has_a_sheet_for_each_chart_and_the_definitions(report: Report) -> None:
    told = list(sheets(report))
    content = to_xlsx(told)
    with ZipFile(BytesIO(content)) as file:
        assert file.testzip() is None
        for name in file.namelist():
            _parsed(file.read(name))
        assert len([n for n in file.namelist() if "worksheets" in n]) == len(told)
    assert cells(content, len(told))[0] == [("inlineStr", "Figure"), ("inlineStr", "Definition")]


def test_that_no_text_in_a_workbook_is_a_formula() -> None:
    odd = ["=1+1", "+SUM(A1)", "@cmd", "-2", "\tx", "a\x00b", '<&">']
    content = to_xlsx([("x", [odd, [1, 2.5, None, True]])])
    text, numbers = cells(content)
    assert {kind for kind, _ in text} == {"inlineStr"}
    assert [words for _, words in text][:4] == odd[:4]
    assert numbers == [(None, "1"), (None, "2.5"), ("inlineStr", ""), ("inlineStr", "True")]
    with ZipFile(BytesIO(content)) as file:
        assert b"<f>" not in file.read("xl/worksheets/sheet1.xml")


@given(st.lists(st.text(max_size=50), min_size=1, max_size=5))
@example(["\x1a", "\x1b"])
def test_that_any_text_and_any_name_of_a_sheet_can_be_written(words: list[str]) -> None:
    content = to_xlsx([(word, [words]) for word in words])
    with ZipFile(BytesIO(content)) as file:
        book = _parsed(file.read("xl/workbook.xml"))
        assert file.testzip() is None
    names = [sheet.get("name", "") for sheet in book.iter(f"{_MAIN}sheet")]
    assert len({name.casefold() for name in names}) == len(words)
    assert all(0 < len(name) <= 31 for name in names)
    assert len(cells(content)[0]) == len(words)
