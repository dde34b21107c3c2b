"""The period of the Reports page: presets, and days from a calendar."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from PySide6.QtCore import QDate
from PySide6.QtWidgets import QAbstractButton, QDateEdit
from pytestqt.qtbot import QtBot

from desk_gui.gui.charts.choices import Chosen, Span
from desk_gui.gui.charts.page import ReportsPage, compute
from desk_gui.gui.page import Context
from desk_gui.operations.desk import Desk
from desk_gui.reports.periods import By
from tests.conftest import START, Office
from tests.factories import an_incident

TODAY = date(2026, 3, 12)


@pytest.mark.parametrize(
    ("span", "first", "last"),
    [
        (Span.THIS_MONTH, date(2026, 3, 1), None),
        (Span.LAST_MONTH, date(2026, 2, 1), date(2026, 2, 28)),
        (Span.WEEK, date(2026, 3, 6), None),
        (Span.EVERYTHING, None, None),
    ],
)
def test_that_a_preset_means_the_days_that_people_expect(
    span: Span, first: date | None, last: date | None
) -> None:
    chosen = Chosen(span=span)
    assert (chosen.first_day(TODAY), chosen.last_day(TODAY)) == (first, last)


def test_that_chosen_days_that_reach_today_end_now() -> None:
    chosen = Chosen(span=Span.DAYS, first=date(2026, 3, 2), last=TODAY)
    assert (chosen.first_day(TODAY), chosen.last_day(TODAY)) == (date(2026, 3, 2), None)
    assert chosen.last_day(TODAY + timedelta(days=1)) == TODAY


@pytest.mark.parametrize(
    ("length", "by"), [(1, By.DAY), (45, By.DAY), (46, By.WEEK), (200, By.WEEK), (201, By.MONTH)]
)
def test_that_chosen_days_are_cut_as_suits_their_number(length: int, by: By) -> None:
    first = TODAY - timedelta(days=length)
    assert Chosen(span=Span.DAYS, first=first, last=TODAY).cut is by
    assert Chosen(span=Span.DAYS, first=first, last=TODAY, by=By.WEEK).cut is By.WEEK


def test_that_the_month_before_the_last_is_read_to_its_first_day(local_office: Office) -> None:
    computed = compute(local_office.agent, Chosen(span=Span.LAST_MONTH), None)
    before = computed.report.period.before
    assert (before.start.day, before.end) == (1, computed.report.period.start)
    assert computed.known.since is not None
    assert computed.known.since <= before.start


@pytest.fixture
def page(qtbot: QtBot, context_of: Callable[[Desk], Context], local_office: Office) -> ReportsPage:
    """The page of a desk where an incident was opened on each of three days."""
    for _ in range(3):
        an_incident(local_office.agent)
        local_office.clock.forward(days=1)
    local_office.clock.forward(days=40)
    page = ReportsPage(context_of(local_office.agent))
    qtbot.addWidget(page)
    page.resize(1072, 760)
    page.show()
    page.context.toasts.attach(page)
    settled(page, qtbot)
    return page


def settled(page: ReportsPage, qtbot: QtBot) -> None:
    drawn = lambda: page.is_drawn and page.context.jobs.idle()  # noqa: E731 - said once, here
    qtbot.waitUntil(drawn, timeout=60_000)


def opened(page: ReportsPage) -> str:
    return page.tiles.findChildren(QAbstractButton, "Figure-created")[0].accessibleName()


def test_that_days_from_the_calendar_narrow_the_figures(page: ReportsPage, qtbot: QtBot) -> None:
    days = page.choices.days
    assert not days.isVisible()
    page.choices.span.choose(Span.DAYS)
    assert days.isVisible()
    assert (days.first, days.last) == (date(2025, 4, 1), START.date() + timedelta(43))
    first, last = days.findChildren(QDateEdit)
    assert (first.accessibleName(), last.accessibleName()) == ("First day", "Last day")
    assert first.calendarPopup()
    day = START.date() + timedelta(days=1)
    first.setDate(QDate(day.year, day.month, day.day))
    last.setDate(QDate(day.year, day.month, day.day))
    qtbot.waitUntil(lambda: "Opened: 1," in opened(page), timeout=20_000)
    assert page.said.text().startswith(f"{day.day} {day:%b %Y} to {day.day} {day:%b %Y} (")
    settled(page, qtbot)


def test_that_days_in_the_wrong_order_are_said(page: ReportsPage, qtbot: QtBot) -> None:
    page.choices.span.choose(Span.DAYS)
    settled(page, qtbot)
    first, last = page.choices.days.findChildren(QDateEdit)
    last.setDate(first.date().addDays(-1))
    qtbot.waitUntil(page.empty.isVisible, timeout=20_000)
    assert "before it begins" in page.empty.accessibleName()
    qtbot.waitUntil(page.context.jobs.idle, timeout=20_000)
    last.setDate(first.date().addDays(800))
    qtbot.waitUntil(lambda: not page.empty.isVisible(), timeout=20_000)
    settled(page, qtbot)
