"""Business hours in the window."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from PySide6.QtCore import QDate, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desk_gui.domain.business_hours import BusinessHours, OwnDay, Window
from desk_gui.domain.priority import Priority
from desk_gui.domain.sla import Policy, Target
from desk_gui.domain.workflow import Kind
from desk_gui.gui.admin.business_hours import HoursSection
from desk_gui.gui.admin.page import AdministrationPage
from desk_gui.gui.admin.preview import CORRECT
from desk_gui.gui.admin.week_bars import stretches
from desk_gui.operations import business_hours, sla
from desk_gui.operations.desk import Desk
from tests.conftest import Office
from tests.factories import an_incident, resolved
from tests.gui.admin.conftest import Open

SECTION = "Business hours"


def stored(desk: Desk, name: str = "Office hours") -> BusinessHours:
    return next(one for one in business_hours.all_hours(desk) if one.name == name)


def typed(page: AdministrationPage, qtbot: QtBot) -> HoursSection:
    """The section once everything that was typed has been answered."""
    qtbot.waitUntil(page.context.jobs.idle)
    return page.section(HoursSection)


def listed(section: HoursSection) -> list[str]:
    model = section.model
    return [
        str(model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole))
        for row in range(model.rowCount())
    ]


def days_off(section: HoursSection) -> list[str]:
    return [f"{line.date.text()} {line.name.text()}" for line in section.editor.days._lines.shown()]


def press(section: HoursSection, qtbot: QtBot, said: str) -> None:
    """Press a button of the list once it is there."""

    def found() -> list[QPushButton]:
        buttons = section.findChildren(QPushButton)
        return [one for one in buttons if one.accessibleName() == said and one.isVisible()]

    qtbot.waitUntil(lambda: bool(found()))
    found()[0].click()


def use_for_medium_incidents(desk: Desk, hours: BusinessHours) -> None:
    key = (Kind.INCIDENT, Priority.MEDIUM, Target.RESOLVE)
    others = [
        one
        for one in sla.policies(desk)
        if (one.kind, one.priority, one.target) != key or one.major
    ]
    sla.change_policies(desk, (*others, Policy(*key, 14400, hours.id)))


def test_that_hours_are_shown_changed_and_saved(
    local_office: Office, open_page: Open, qtbot: QtBot
) -> None:
    page = open_page(local_office.administrator, SECTION)
    section = page.section(HoursSection)
    assert listed(section) == ["Office hours, UTC · 50 h a week"]
    assert not section.row.save.isEnabled()
    section.editor.name.setText("Lyon")
    section.editor.zone.setText("Europe/Paris")
    section.editor.country.setText("France")
    friday = section.editor.week.rows[4]
    friday.windows[0].ends.setText("16")
    assert listed(section) == ["Office hours, Not saved, UTC · 50 h a week"]
    section.row.save.click()
    qtbot.waitUntil(lambda: typed(page, qtbot).row.save.isEnabled() is False)
    found = stored(local_office.agent, "Lyon")
    assert (found.time_zone, found.country) == ("Europe/Paris", "FR")
    assert Window(4, 480, 960) in found.windows
    assert listed(section) == ["Lyon, Europe/Paris · 48 h a week"]


def test_that_the_preview_answers_for_the_draft_before_it_is_saved(
    local_office: Office, open_page: Open, qtbot: QtBot
) -> None:
    page = open_page(local_office.administrator, SECTION)
    section = page.section(HoursSection)
    preview = section.detail.preview
    assert preview.sentence.text() == (
        "An incident of priority 2 opened Friday 6 Mar 16:50 would be due Monday 9 Mar 14:50:"
        " resolve within 8 h in these hours."
    )
    section.editor.days.date.setDate(QDate(2026, 3, 9))
    section.editor.days.what.setText("Company day")
    section.editor.days.add.click()
    section.editor.week.rows[1].windows[0].starts.setText("10:00")
    assert "due Tuesday 10 Mar 16:50" in typed(page, qtbot).detail.preview.sentence.text()
    preview.change.click()
    preview.kind.setCurrentIndex(1)
    preview.priority.choose(Priority.CRITICAL)
    typed(page, qtbot)
    assert "A service request of priority 1" in preview.sentence.text()
    assert "fulfil within 8 h in these hours" in preview.sentence.text()
    section.editor.week.rows[0].windows[0].starts.setText("soon")
    assert preview.sentence.text() == CORRECT


def test_that_what_is_wrong_is_said_at_its_place_and_nothing_is_lost(
    local_office: Office, open_page: Open, qtbot: QtBot
) -> None:
    page = open_page(local_office.administrator, SECTION)
    section = page.section(HoursSection)
    row = section.editor.week.rows[2]
    row.windows[0].starts.setText("soon")
    section.editor.zone.setText("Atlantis")
    section.editor.name.setText("")
    assert row.windows[0].starts.property("look") == "wrong"
    assert row.said.text() == "“soon” is no time of the day; write one such as 08:30."
    red = [one for one in section.editor.findChildren(QLabel) if one.property("look") == "wrong"]
    assert len([one for one in red if one.isVisibleTo(section)]) == 3
    assert not section.row.save.isEnabled()
    section.add.click()
    section.choose(stored(local_office.agent).id)
    typed(page, qtbot)
    assert row.typed()[0].starts == "soon"
    assert section.editor.zone.text() == "Atlantis"
    section.row.back.click()
    assert row.typed()[0].starts == "08:00"
    assert stored(local_office.agent).windows[2] == Window(2, 480, 1080)


def test_that_overlapping_windows_are_refused_at_their_day(
    local_office: Office, open_page: Open
) -> None:
    page = open_page(local_office.administrator, SECTION)
    row = page.section(HoursSection).editor.week.rows[0]
    row.add.click()
    row.windows[1].starts.setText("17:00")
    row.windows[1].ends.setText("20:00")
    assert row.said.text() == "Monday 08:00–18:00 and Monday 17:00–20:00 overlap."
    assert not page.section(HoursSection).row.save.isEnabled()


def test_that_windows_are_added_removed_copied_and_may_span_midnight(
    local_office: Office, open_page: Open, qtbot: QtBot
) -> None:
    page = open_page(local_office.administrator, SECTION)
    section = page.section(HoursSection)
    rows = section.editor.week.rows
    rows[0].windows[0].ends.setText("12:00")
    rows[0].add.click()
    assert rows[0].typed()[1].starts == "13:00"
    rows[0].windows[1].starts.setText("22:00")
    rows[0].windows[1].ends.setText("06:00")
    assert rows[0].said.text() == "22:00–06:00 ends on Tuesday."
    rows[0].copied.emit((5, 6))
    rows[1].windows[0].remove.click()
    assert rows[1].closed.isVisible()
    assert rows[6].said.text() == "22:00–06:00 ends on Monday."
    assert rows[1].bar._stretches == [(0, 360)]
    section.row.save.click()
    qtbot.waitUntil(lambda: Window(6, 1320, 1800) in stored(local_office.agent).windows)
    assert stretches(stored(local_office.agent).windows, 0) == [(0, 360), (480, 720), (1320, 1440)]


def test_that_holidays_are_listed_and_a_day_can_be_worked(
    local_office: Office, open_page: Open, qtbot: QtBot
) -> None:
    page = open_page(local_office.administrator, SECTION)
    section = page.section(HoursSection)
    assert days_off(section) == []
    section.editor.country.setText("Germany")
    typed(page, qtbot)
    assert "Fri 1 May Labor Day" in days_off(section)
    assert "Thu 4 Jun Corpus Christi" not in days_off(section)
    section.editor.region.setText("Bayern")
    typed(page, qtbot)
    assert "Thu 4 Jun Corpus Christi" in days_off(section)
    press(section, qtbot, "We work on this day: Labor Day, Fri 1 May")
    typed(page, qtbot)
    section.row.save.click()
    worked = OwnDay(date(2026, 5, 1), "Labor Day", works=True)
    qtbot.waitUntil(lambda: worked in stored(local_office.agent).own_days)
    assert stored(local_office.agent).region == "BY"
    typed(page, qtbot)
    press(section, qtbot, "Take it off again: Labor Day, Fri 1 May")
    assert section.editor.typed().own_days == ()


def test_that_an_own_day_needs_a_name_and_is_listed_once(
    local_office: Office, open_page: Open, qtbot: QtBot
) -> None:
    page = open_page(local_office.administrator, SECTION)
    days = page.section(HoursSection).editor.days
    days.date.setDate(QDate(2026, 12, 24))
    days.add.click()
    assert days.what.property("look") == "wrong"
    days.what.setText("Company day")
    days.add.click()
    assert days_off(typed(page, qtbot)) == ["Thu 24 Dec Company day"]
    days.date.setDate(QDate(2026, 12, 24))
    days.what.setText("Company day, too")
    days.add.click()
    assert days.date.property("look") == "wrong"
    assert days.what.text() == "Company day, too"
    press(page.section(HoursSection), qtbot, "Remove: Company day, Thu 24 Dec")
    assert days_off(typed(page, qtbot)) == []


def test_that_new_hours_are_added_and_chosen(
    local_office: Office, open_page: Open, qtbot: QtBot
) -> None:
    page = open_page(local_office.administrator, SECTION)
    section = page.section(HoursSection)
    section.add.click()
    assert not section.row.save.isEnabled()
    section.editor.name.setText("Office hours")
    section.row.save.click()
    qtbot.waitUntil(section.trouble.isVisible)
    assert "called “Office hours” already" in section.trouble.text()
    section.editor.name.setText("Night shift")
    section.row.save.click()
    qtbot.waitUntil(lambda: len(business_hours.all_hours(local_office.agent)) == 2)
    typed(page, qtbot)
    assert section.detail.heading.text() == "Night shift"
    assert len(listed(section)) == 2


def test_that_a_new_one_can_be_discarded(local_office: Office, open_page: Open) -> None:
    page = open_page(local_office.administrator, SECTION)
    section = page.section(HoursSection)
    section.add.click()
    assert section.detail.retire.text() == "Discard"
    section.detail.retire.click()
    assert len(listed(section)) == 1


def test_that_hours_in_use_cannot_be_retired_and_others_come_back(
    local_office: Office, open_page: Open, qtbot: QtBot
) -> None:
    desk = local_office.administrator
    use_for_medium_incidents(desk, stored(desk))
    page = open_page(desk, SECTION)
    section = page.section(HoursSection)
    assert section.detail.used.text() == "1 SLA target is counted in these hours."
    section.detail.retire.click()
    qtbot.waitUntil(section.trouble.isVisible)
    assert "is used by a policy" in section.trouble.text()
    sla.change_policies(desk, tuple(_around_the_clock(sla.policies(desk))))
    section.detail.retire.click()
    qtbot.waitUntil(lambda: not stored(desk).active)
    typed(page, qtbot)
    assert section.detail.retire.text() == "Bring back"
    section.detail.retire.click()
    qtbot.waitUntil(lambda: stored(desk).active)


def _around_the_clock(policies: tuple[Policy, ...]) -> list[Policy]:
    return [Policy(one.kind, one.priority, one.target, one.promised_s, None, one.major)
            for one in policies]  # fmt: skip


def test_that_the_past_is_replayed_under_other_hours(
    local_office: Office, open_page: Open, qtbot: QtBot
) -> None:
    desk = local_office.administrator
    use_for_medium_incidents(desk, stored(desk))
    local_office.clock.forward(hours=8)
    late = an_incident(local_office.agent)
    local_office.clock.forward(hours=3)
    resolved(local_office.agent, late)
    page = open_page(desk, SECTION)
    section = page.section(HoursSection)
    card = section.detail.what_if
    section.editor.week.rows[0].windows[0].ends.setText("24:00")
    section.editor.week.rows[0].windows[0].starts.setText("00:00")
    card.start.click()
    qtbot.waitUntil(lambda: card.table.isVisibleTo(page))
    assert card.said.text().endswith("under these terms it would be the same ones.")
    section.editor.week.rows[0].windows[0].ends.setText("18:00")
    assert "Something else has been typed since" in card.said.text()
    section.add.click()
    assert not card.isVisibleTo(page)
    section.choose(stored(desk).id)
    assert not card.table.isVisibleTo(page)
    typed(page, qtbot)


def test_that_what_is_typed_stays_when_somebody_else_saves(
    local_office: Office, open_page: Open, qtbot: QtBot
) -> None:
    page = open_page(local_office.administrator, SECTION)
    page.section(HoursSection).editor.name.setText("My words")
    effects = business_hours.save(
        local_office.administrator, BusinessHours(0, "Others", "UTC", windows=(Window(0, 0, 60),))
    )
    page.context.live.announce(effects)
    qtbot.waitUntil(lambda: len(listed(typed(page, qtbot))) == 2)
    assert page.section(HoursSection).editor.name.text() == "My words"


def test_that_the_editor_is_worked_by_keys_alone(
    local_office: Office, open_page: Open, qtbot: QtBot
) -> None:
    page = open_page(local_office.administrator, SECTION)
    page.activateWindow()
    section = page.section(HoursSection)
    qtbot.waitUntil(page.isActiveWindow)
    section.add.setFocus()
    QTest.keyClick(section.add, Qt.Key.Key_Space)
    names = _typed_through(section)
    assert names[:2] == ["HoursName", "TimeZone"]
    week = [name for name in names if name.startswith(("Window-", "Add-", "Copy-"))]
    monday = ["Window-Monday-1-from", "Window-Monday-1-to", "Window-Monday-1-remove", "Add-Monday"]
    places = [week.index(name) for name in monday]
    assert all(after - before == 1 for before, after in pairwise(places))
    assert "Go" not in names
    section.editor.name.setFocus()
    QTest.keyClicks(section.editor.name, "By keys")
    _focus("Add-Saturday", section)
    QTest.keyClick(_here(), Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: _focused() == "Window-Saturday-1-from")
    QTest.keyClicks(_here(), "10")
    _focus("SaveHours", section)
    qtbot.waitUntil(section.row.save.isEnabled)
    QTest.keyClick(_here(), Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: len(business_hours.all_hours(local_office.agent)) == 2)
    assert Window(5, 600, 1020) in stored(local_office.agent, "By keys").windows
    typed(page, qtbot)


def _here() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def _focused() -> str:
    return _here().objectName()


def _focus(name: str, section: HoursSection) -> None:
    """Go on with Tab until the control of this name has the focus."""
    for _ in range(150):
        if _focused() == name:
            return
        QTest.keyClick(_here(), Qt.Key.Key_Tab)
    raise AssertionError(f"{name} cannot be reached with Tab from {section.objectName()}")


def _typed_through(section: HoursSection) -> list[str]:
    """The names that Tab comes by, from the name on."""
    section.editor.name.setFocus()
    seen: list[str] = []
    for _ in range(60):
        widget: QWidget | None = QApplication.focusWidget()
        if widget is None or widget.objectName() in seen:
            break
        seen.append(widget.objectName())
        QTest.keyClick(widget, Qt.Key.Key_Tab)
    return seen
