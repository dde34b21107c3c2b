"""Files from the Reports page: asked where to, written by a job, said where."""

from __future__ import annotations

import csv
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu
from pytestqt.qtbot import QtBot

from desk_gui.domain.errors import Cancelled
from desk_gui.domain.workflow import Kind
from desk_gui.gui.charts.exporting import CHART, TICKETS, WHOLE
from desk_gui.gui.charts.page import ReportsPage
from desk_gui.gui.page import Context
from desk_gui.operations.desk import Desk
from desk_gui.operations.report_files import as_csv, content
from desk_gui.reports.page import to_html
from desk_gui.reports.report import build
from tests.conftest import Office
from tests.factories import an_incident
from tests.reports.test_figures import JANUARY, one_ticket

BEGINS = {
    "pdf": b"%PDF",
    "html": b"<!doctype html>",
    "xlsx": b"PK",
    "csv": b"\xef\xbb\xbfkind,priority,figure,statistic,value\n",
    "json": b'{"period"',
    "png": b"\x89PNG",
    "svg": b"<svg",
}


class Shown:
    """A Reports page with its charts drawn, and the file that the next dialog answers with."""

    def __init__(self, page: ReportsPage, qtbot: QtBot) -> None:
        self.page, self._qtbot = page, qtbot
        self.answer: Path | None = None

    def until(self, fact: Callable[[], object]) -> None:
        self._qtbot.waitUntil(lambda: bool(fact()), timeout=60_000)

    def choose(self, menu: str, words: str) -> None:
        found = self.page.findChildren(QMenu, menu)[0]
        actions = {action.text(): action for action in found.actions()}
        actions[words].trigger()

    def said(self) -> list[str]:
        return [line.words for line in self.page.context.toasts.log]


@pytest.fixture
def shown(
    qtbot: QtBot,
    context_of: Callable[[Desk], Context],
    local_office: Office,
    monkeypatch: pytest.MonkeyPatch,
) -> Shown:
    """The page of a desk with one incident."""
    an_incident(local_office.agent)
    local_office.clock.forward(hours=1)
    page = ReportsPage(context_of(local_office.agent))
    qtbot.addWidget(page)
    page.resize(1072, 760)
    page.show()
    page.context.toasts.attach(page)
    told = Shown(page, qtbot)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(told.answer or ""), ""))
    told.until(lambda: page.is_drawn and page.context.jobs.idle())
    return told


@pytest.mark.parametrize("how", [how for how in WHOLE if how != "pdf"])
def test_that_the_report_is_saved_as_each_kind_of_file(
    shown: Shown, tmp_path: Path, how: str
) -> None:
    shown.answer = tmp_path / f"told.{how}"
    shown.choose("ExportReportMenu", WHOLE[how])
    shown.until(shown.said)
    assert shown.said() == [f"“told.{how}” saved in {tmp_path}."]
    assert shown.answer.read_bytes().startswith(BEGINS[how])


@pytest.mark.parametrize("how", CHART)
def test_that_one_chart_is_saved_as_picture_drawing_or_table(
    shown: Shown, tmp_path: Path, how: str
) -> None:
    shown.answer = tmp_path / f"chart.{how}"
    card = shown.page.cards["categories"]
    menu = card.save.menu()
    {a.text(): a for a in menu.actions()}[CHART[how]].trigger()
    shown.until(shown.said)
    begins = (
        b"\xef\xbb\xbfCategory,Opened,Share up to here,Chart,About,Definition\n"
        if how == "csv"
        else BEGINS[how]
    )
    assert shown.answer.read_bytes().startswith(begins)


def test_that_a_name_without_an_ending_gets_it(shown: Shown, tmp_path: Path) -> None:
    shown.answer = tmp_path / "told"
    shown.choose("ExportReportMenu", WHOLE["csv"])
    shown.until(shown.said)
    assert (tmp_path / "told.csv").is_file()


def test_that_who_changes_their_mind_gets_no_file(shown: Shown, tmp_path: Path) -> None:
    shown.choose("ExportReportMenu", WHOLE["csv"])
    shown.until(shown.page.context.jobs.idle)
    assert (shown.said(), list(tmp_path.glob("*.csv"))) == ([], [])


def test_that_a_folder_that_is_not_there_is_said(shown: Shown, tmp_path: Path) -> None:
    shown.answer = tmp_path / "nowhere" / "told.csv"
    shown.choose("ExportReportMenu", WHOLE["csv"])
    shown.until(shown.said)
    assert "cannot be written" in shown.said()[0]
    assert shown.page.export.text() == "Export"


def test_that_a_document_that_is_being_written_can_be_stopped(shown: Shown, tmp_path: Path) -> None:
    shown.answer = tmp_path / "told.pdf"
    shown.choose("ExportReportMenu", WHOLE["pdf"])
    assert shown.page.export.text() == "Writing…"
    shown.choose("ExportReportMenu", "Stop writing")
    shown.until(shown.said)
    assert shown.said() == ["Stopped; no file was written."]
    assert list(tmp_path.glob("told*")) == []
    assert shown.page.export.text() == "Export"


def test_that_a_stopped_document_ends_before_its_next_page() -> None:
    asked: list[bool] = []

    def stopped() -> bool:
        asked.append(True)
        return len(asked) > 1

    with pytest.raises(Cancelled):
        content(build(one_ticket(), JANUARY), "pdf", stopped=stopped)
    assert len(asked) == 2


def test_that_a_file_says_which_tickets_it_is_limited_to(shown: Shown, tmp_path: Path) -> None:
    shown.page.choices.priority.choose(3)
    shown.until(shown.page.context.jobs.idle)
    shown.answer = tmp_path / "told.html"
    shown.choose("ExportReportMenu", WHOLE["html"])
    shown.until(shown.said)
    assert "only priority 3" in shown.answer.read_text(encoding="utf-8")
    report = build(one_ticket(), JANUARY, kind=Kind.INCIDENT)
    assert "only" not in to_html(report).split("</p>")[0]


@pytest.mark.parametrize("how", CHART)
def test_that_a_file_of_one_chart_says_which_tickets_it_is_limited_to(
    shown: Shown, tmp_path: Path, how: str
) -> None:
    shown.page.choices.priority.choose(3)
    shown.until(shown.page.context.jobs.idle)
    shown.answer = tmp_path / f"chart.{how}"
    menu = shown.page.cards["categories"].save.menu()
    {a.text(): a for a in menu.actions()}[CHART[how]].trigger()
    shown.until(shown.said)
    assert b"; only priority 3" in shown.answer.read_bytes()


def test_that_no_cell_of_a_text_file_is_a_formula() -> None:
    odd = ["=1+1", "+1", "-2", "@x", "\uff1d1", "\tx", "\rx", "\nx", "a\r=1+1", "fine", -2]
    written = as_csv([[cell] for cell in odd])
    assert written.startswith("'=1+1\n'+1\n'-2\n'@x\n'\uff1d1\n")
    read = [cell for (cell,) in csv.reader(StringIO(written, newline=""))]
    assert read[5:] == ["'\tx", "'\nx", "'\nx", "a\n=1+1", "fine", "-2"]
    assert written.endswith("fine\n-2\n")


def test_that_export_is_reached_by_keyboard(shown: Shown) -> None:
    for button in (shown.page.export, shown.page.cards["teams"].save):
        assert button.focusPolicy() & Qt.FocusPolicy.TabFocus
        assert button.accessibleName()


def spot_of(shown: Shown, chart: str) -> QPoint:
    canvas = shown.page.cards[chart].canvas
    return canvas.centre_of(canvas.spots[0]).toPoint()


def mark_menu(shown: Shown) -> QMenu:
    menus = shown.page.findChildren(QMenu, "MarkMenu")
    assert len(menus) == 1
    return menus[0]


@pytest.mark.parametrize("how", TICKETS)
def test_that_the_tickets_of_a_mark_are_saved_from_its_menu(
    shown: Shown, tmp_path: Path, how: str
) -> None:
    shown.answer = tmp_path / f"behind.{how}"
    canvas = shown.page.cards["created_vs_resolved"].canvas
    where = spot_of(shown, "created_vs_resolved")
    by_mouse = QContextMenuEvent.Reason.Mouse
    event = QContextMenuEvent(by_mouse, where, canvas.mapToGlobal(where))
    QApplication.sendEvent(canvas, event)
    menu = mark_menu(shown)
    {a.text(): a for a in menu.actions()}[TICKETS[how]].trigger()
    menu.close()
    shown.until(shown.said)
    written = shown.answer.read_bytes()
    assert written.startswith(b"\xef\xbb\xbfnumber," if how == "csv" else b"PK")
    assert b"INC-1" in written or how == "xlsx"


def test_that_the_menu_key_is_for_the_mark_that_was_gone_to(shown: Shown) -> None:
    canvas = shown.page.cards["created_vs_resolved"].canvas
    by_key = QContextMenuEvent.Reason.Keyboard
    event = QContextMenuEvent(by_key, QPoint(0, 0), QPoint(0, 0))
    QApplication.sendEvent(canvas, event)
    assert not shown.page.findChildren(QMenu, "MarkMenu")
    QTest.keyClick(canvas, Qt.Key.Key_Home)
    QApplication.sendEvent(canvas, event)
    wanted: list[str] = []
    shown.page.queue_wanted.connect(wanted.append)
    menu = mark_menu(shown)
    menu.actions()[0].trigger()
    menu.close()
    shown.until(lambda: wanted)
    assert wanted[0].startswith("kind:incident")
