"""Reports as files: one page, a document, pictures and a workbook."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO
from itertools import combinations
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.text import Text

from desk_gui.domain.workflow import Kind
from desk_gui.operations.report_files import content
from desk_gui.reports.charts import CHARTS
from desk_gui.reports.facts import Names
from desk_gui.reports.figures import new_figure
from desk_gui.reports.figures.document import HIGH as PAGE_HIGH
from desk_gui.reports.figures.document import WIDE as PAGE_WIDE
from desk_gui.reports.figures.document import pdf, table_pages
from desk_gui.reports.figures.files import drawing, png, svg
from desk_gui.reports.figures.sheet import Sheet
from desk_gui.reports.look import LIGHT
from desk_gui.reports.page import period_words, sheets, to_html
from desk_gui.reports.report import Report, build
from desk_gui.reports.workbook import to_xlsx
from desk_gui.reports.written import NOTHING
from tests.reports.made import facts
from tests.reports.test_figures import JANUARY, lie_upon_each_other, named, one_ticket

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
    shown = sum(kind in chart.kinds for chart in CHARTS.values() for kind in Kind)
    assert page.count("<svg") == page.count("<table>") == page.count("<pre>") == shown
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
    document = pdf(report, "January", period_words(report))
    assert document.startswith(b"%PDF")
    pages = len(re.findall(rb"/Type /Page\b", document))
    shown = sum(kind in chart.kinds for chart in CHARTS.values() for kind in Kind)
    assert pages > 1 + shown
    assert b"/Title (January)" in document


def test_that_a_document_of_nothing_says_so_on_its_cover(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []

    def text(self: Sheet, x: float, y: float, words: str, **how: object) -> None:
        said.append(words)

    monkeypatch.setattr(Sheet, "text", text)
    pdf(build(facts(), JANUARY, kind=Kind.INCIDENT), "January", "1 to 31 January")
    assert "Nothing was opened, resolved or closed" in " ".join(said)
    assert "Service requests" not in said


def test_that_every_row_of_a_table_stands_whole_in_the_document() -> None:
    names = ("W" * 200, *(f"Category {n}" for n in range(120)))
    report = build(named(names), JANUARY, kind=Kind.REQUEST)
    charts = [CHARTS[name] for name in ("categories", "arrivals", "teams")]
    written = ""
    for page in table_pages(report, Kind.REQUEST, charts):
        figure = new_figure(PAGE_WIDE, PAGE_HIGH)
        page(Sheet(figure, LIGHT))
        boxes = [(text.get_text(), text.get_window_extent()) for text in figure.findobj(Text)]
        for (words, one), (others, other) in combinations(boxes, 2):
            assert not lie_upon_each_other(one, other), (words, others)
        assert all(b.x0 >= 0 and b.x1 <= PAGE_WIDE and b.y0 >= 0 for words, b in boxes if words)
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
    alone = svg("sla_kept", report, Kind.INCIDENT)
    assert _parsed(alone).tag.endswith("svg")
    assert "<!-- SLA kept -->" in alone
    assert "<!-- SLA kept -->" not in drawing("sla_kept", report, Kind.INCIDENT)


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
def test_that_any_text_and_any_name_of_a_sheet_can_be_written(words: list[str]) -> None:
    content = to_xlsx([(word, [words]) for word in words])
    with ZipFile(BytesIO(content)) as file:
        book = _parsed(file.read("xl/workbook.xml"))
        assert file.testzip() is None
    names = [sheet.get("name", "") for sheet in book.iter(f"{_MAIN}sheet")]
    assert len({name.casefold() for name in names}) == len(words)
    assert all(0 < len(name) <= 31 for name in names)
    assert len(cells(content)[0]) == len(words)
