"""The Reports page on a real database, driven as a person would."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desk_gui.domain.workflow import Kind
from desk_gui.gui.charts.choices import Chosen, Span
from desk_gui.gui.charts.page import ReportsPage
from desk_gui.gui.page import Context
from desk_gui.operations import accounts, search
from desk_gui.operations.desk import Desk
from desk_gui.operations.effects import Effects
from desk_gui.reports.periods import By
from tests.conftest import START, Office
from tests.factories import a_request, an_incident, resolved


class Driver:
    """Looks at, presses and waits on a Reports page."""

    def __init__(self, qtbot: QtBot, page: ReportsPage) -> None:
        self._qtbot = qtbot
        self.page = page
        self.wanted: list[str] = []
        page.queue_wanted.connect(self.wanted.append)

    def until(self, fact: Callable[[], object]) -> None:
        self._qtbot.waitUntil(lambda: bool(fact()), timeout=20_000)

    def drawn(self) -> Driver:
        self.until(lambda: self.page.is_drawn and self.page.context.jobs.idle())
        return self

    def find(self, name: str) -> QWidget:
        found = self.page.findChildren(QWidget, name)
        assert found, f"there is no {name}"
        return found[0]

    def tile(self, key: str) -> str:
        return self.find(f"Figure-{key}").accessibleName()

    def press(self, name: str) -> None:
        QTest.mouseClick(self.find(name), Qt.MouseButton.LeftButton)

    def table(self, chart: str) -> list[list[str]]:
        model = self.page.cards[chart].words
        return [
            [str(model.index(y, x).data()) for x in range(model.columnCount())]
            for y in range(model.rowCount())
        ]


Open = Callable[[Desk], Driver]


@pytest.fixture
def open_page(qtbot: QtBot, context_of: Callable[[Desk], Context]) -> Open:
    """Opens the page for an account: `open_page(local_office.agent)`."""

    def opened(desk: Desk) -> Driver:
        page = ReportsPage(context_of(desk))
        qtbot.addWidget(page)
        page.resize(1072, 760)
        page.show()
        qtbot.waitExposed(page)
        page.context.toasts.attach(page)
        return Driver(qtbot, page)

    return opened


@pytest.fixture
def busy_office(local_office: Office) -> Office:
    """Three incidents, two of them resolved, and a request, over three days."""
    office = local_office
    for _ in range(2):
        ticket_id = an_incident(office.agent)
        office.clock.forward(hours=3)
        resolved(office.agent, ticket_id)
        office.clock.forward(days=1)
    an_incident(office.agent)
    a_request(office.agent)
    office.clock.forward(hours=6)
    return office


def test_that_matplotlib_is_not_loaded_before_a_chart_is_drawn() -> None:
    code = (
        "import sys, desk_gui.gui.charts.page\n"
        "assert not [name for name in sys.modules if name.startswith('matplotlib')]"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_that_an_empty_desk_says_why_there_are_no_figures(
    open_page: Open, local_office: Office
) -> None:
    driver = open_page(local_office.agent)
    asked: list[str] = []
    driver.page.page_wanted.connect(asked.append)
    driver.until(driver.page.empty.isVisible)
    assert "No tickets yet" in driver.page.empty.accessibleName()
    driver.press("EmptyStateAct")
    assert asked == ["Queue"]


def test_that_a_quiet_period_offers_to_show_everything(
    open_page: Open, busy_office: Office
) -> None:
    driver = open_page(busy_office.agent)
    driver.page.choices.priority.choose(1)
    driver.until(driver.page.empty.isVisible)
    assert "Nothing happened here" in driver.page.empty.accessibleName()
    driver.page.choices.priority.choose(None)
    driver.until(lambda: not driver.page.empty.isVisible())
    driver.drawn()


def test_that_the_figures_of_incidents_come_first(open_page: Open, busy_office: Office) -> None:
    driver = open_page(busy_office.agent).drawn()
    assert driver.tile("created") == "Opened: 3, in this period"
    assert driver.tile("backlog") == "Open: 1, at its end"
    assert driver.tile("time_to_resolve") == "Time to resolve: 3 h, median; P90 3 h"
    assert "Statistic:" in driver.find("Figure-created").accessibleDescription()


def test_that_requests_have_their_own_figures_and_titles(
    open_page: Open, busy_office: Office
) -> None:
    driver = open_page(busy_office.agent).drawn()
    driver.page.choices.kind.choose(Kind.REQUEST)
    driver.until(lambda: driver.page.cards["time_by_priority"].head.text().startswith("Time to f"))
    assert driver.tile("created") == "Opened: 1, in this period"
    assert driver.tile("time_to_fulfil").startswith("Time to fulfil")
    driver.drawn()


def test_that_a_click_on_a_mark_finds_exactly_its_tickets_in_the_queue(
    open_page: Open, busy_office: Office
) -> None:
    driver = open_page(busy_office.agent).drawn()
    canvas = driver.page.cards["created_vs_resolved"].canvas
    for spot in canvas.spots:
        driver.wanted.clear()
        where = canvas.centre_of(spot).toPoint()
        QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=where)
        driver.until(lambda: driver.wanted)
        assert len(search.ids(busy_office.agent, driver.wanted[0])) == spot.value


def test_that_a_pressed_figure_opens_its_tickets(open_page: Open, busy_office: Office) -> None:
    driver = open_page(busy_office.agent).drawn()
    driver.press("Figure-backlog")
    driver.until(lambda: driver.wanted)
    assert driver.wanted == ["kind:incident is:open"]


def test_that_the_arrow_keys_go_from_mark_to_mark_and_enter_opens(
    open_page: Open, busy_office: Office
) -> None:
    driver = open_page(busy_office.agent).drawn()
    canvas = driver.page.cards["backlog_by_age"].canvas
    canvas.setFocus()
    QTest.keyClick(canvas, Qt.Key.Key_End)
    assert canvas.accessibleDescription() == canvas.spots[-1].words
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    driver.until(lambda: driver.wanted)
    assert len(search.ids(busy_office.agent, driver.wanted[0])) == canvas.spots[-1].value


def test_that_a_click_beside_the_marks_opens_nothing(open_page: Open, busy_office: Office) -> None:
    driver = open_page(busy_office.agent).drawn()
    canvas = driver.page.cards["backlog_by_age"].canvas
    QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=QPoint(2, 2))
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    driver.drawn()
    assert driver.wanted == []


def test_that_each_chart_is_also_a_table_with_the_same_figures(
    open_page: Open, busy_office: Office
) -> None:
    driver = open_page(busy_office.agent).drawn()
    card = driver.page.cards["time_by_priority"]
    QAbstractItemModelTester(card.words, card)
    driver.press("AsTable-time_by_priority")
    assert card.table.isVisible()
    assert driver.table("time_by_priority")[-1] == ["All", "3 h", "3 h", "3 h", "2"]
    assert card.means.accessibleDescription().startswith("Opening to first resolution")
    driver.press("AsTable-time_by_priority")
    assert card.canvas.isVisible()


def test_that_a_choice_of_priority_and_team_narrows_figures_and_clicks(
    open_page: Open, busy_office: Office
) -> None:
    office = busy_office
    an_incident(office.agent, "Mail is down", team_id=office.team_id)
    office.clock.forward(hours=1)
    driver = open_page(office.agent).drawn()
    driver.page.choices.team.choose(office.team_id)
    driver.until(lambda: driver.tile("created") == "Opened: 1, in this period")
    driver.press("Figure-created")
    driver.until(lambda: driver.wanted)
    assert 'team:"Service desk"' in driver.wanted[0]
    assert len(search.ids(office.agent, driver.wanted[0])) == 1
    driver.drawn()


def test_that_another_step_cuts_the_same_period_finer(open_page: Open, busy_office: Office) -> None:
    driver = open_page(busy_office.agent).drawn()
    months = len(driver.table("created_vs_resolved"))
    driver.page.choices.by.choose(By.WEEK)
    driver.until(lambda: len(driver.table("created_vs_resolved")) > months)
    driver.drawn()


def test_that_a_new_ticket_shows_a_little_later_without_being_asked(
    open_page: Open, busy_office: Office
) -> None:
    driver = open_page(busy_office.agent).drawn()
    an_incident(busy_office.agent)
    busy_office.clock.forward(hours=1)
    driver.page.context.live.announce(Effects(tickets=frozenset({5})))
    driver.until(lambda: driver.tile("created") == "Opened: 4, in this period")
    driver.drawn()


def test_that_a_dark_look_draws_the_charts_anew_and_shows_no_light_one_meanwhile(
    open_page: Open, busy_office: Office
) -> None:
    driver = open_page(busy_office.agent).drawn()
    theme = driver.page.context.theme
    canvas = driver.page.cards["split_by_kind"].canvas
    assert canvas.grab().toImage().pixelColor(3, 3).name() == theme.palette.surface
    theme.set("dark")
    assert not canvas.is_drawn
    driver.drawn()
    assert canvas.grab().toImage().pixelColor(3, 3).name() == theme.palette.surface


def test_that_no_filter_is_cut_where_letters_are_large(
    open_page: Open, busy_office: Office
) -> None:
    driver = open_page(busy_office.agent).drawn()
    driver.page.context.theme.set("light", percent=200)
    driver.page.setFixedSize(864, 584)
    choices = driver.page.choices
    pills = (choices.kind, choices.span, choices.by, choices.priority, choices.category)
    driver.until(
        lambda: all(choices.rect().contains(p.geometry()) for p in (*pills, choices.as_of))
    )
    driver.drawn()


def test_that_a_figure_stands_beside_that_of_the_period_before(
    open_page: Open, busy_office: Office
) -> None:
    busy_office.clock.forward(days=6)
    an_incident(busy_office.agent)
    busy_office.clock.forward(hours=1)
    driver = open_page(busy_office.agent).drawn()
    driver.page.choices.span.choose(Span.WEEK)
    driver.until(lambda: driver.tile("created") == "Opened: 2, 2 in the period before")
    driver.drawn()


def test_that_the_workload_of_agents_is_for_supervisors(
    open_page: Open, busy_office: Office
) -> None:
    driver = open_page(busy_office.supervisor).drawn()
    assert [row[0] for row in driver.table("agents")] == ["nobody", "Amira"]
    assert [row[0] for row in open_page(busy_office.agent).drawn().table("agents")] == []


def test_that_charts_of_one_kind_are_shown_for_that_kind_only(
    open_page: Open, busy_office: Office
) -> None:
    driver = open_page(busy_office.agent).drawn()
    assert not driver.page.cards["approvals"].isVisibleTo(driver.page)
    driver.page.choices.kind.choose(Kind.REQUEST)
    driver.until(lambda: driver.page.cards["approvals"].isVisibleTo(driver.page))
    assert not driver.page.cards["majors"].isVisibleTo(driver.page)
    driver.drawn()


def test_that_spans_begin_where_people_expect() -> None:
    today = START.date()
    assert Chosen(span=Span.WEEK).first_day(today) == today - timedelta(days=6)
    year = Chosen(span=Span.YEAR).first_day(today)
    assert (year, Chosen(span=Span.EVERYTHING).first_day(today)) == (
        today.replace(year=2025, day=1),
        None,
    )
    assert Chosen(span=Span.MONTH).cut is By.DAY
    assert Chosen(span=Span.MONTH, by=By.WEEK).cut is By.WEEK


def test_that_every_control_can_be_named(open_page: Open, busy_office: Office) -> None:
    driver = open_page(busy_office.agent).drawn()
    assert accounts.teams(busy_office.agent)
    for widget in driver.page.findChildren(QWidget):
        if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            assert widget.accessibleName() or widget.objectName().startswith("qt_"), widget
