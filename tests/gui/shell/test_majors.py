"""The red banner for everybody, and the strip that asks whether it is a major incident."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desk_gui.domain.major_incident import UPDATE_EVERY_S
from desk_gui.domain.ticket import Major
from desk_gui.gui.dialogs.major_suggested import SuggestionSheet
from desk_gui.gui.shell.desktop import Desktop
from desk_gui.operations import major_incidents, major_suggestions, show
from tests.conftest import Office
from tests.factories import a_major, an_incident, in_progress
from tests.gui.shell.conftest import SOON_MS, WindowOf
from tests.outbreak import an_outbreak

Shown = Callable[[Desktop], list[str]]


@pytest.fixture
def shown(qtbot: QtBot) -> Shown:
    """What the banner says now, line by line."""

    def lines(desktop: Desktop) -> list[str]:
        qtbot.waitUntil(desktop.context.jobs.idle)
        banner = desktop.majors.banner
        seen = [line for line in banner.lines if line.isVisible()]
        return [f"{one.title.text()} · {one.coordinator.text()} · {one.due.text()}" for one in seen]

    return lines


def test_that_a_desk_without_a_major_incident_has_no_banner(
    local_office: Office, window_of: WindowOf
) -> None:
    in_progress(local_office.agent, an_incident(local_office.agent))
    desktop = window_of(local_office.agent)
    assert not desktop.majors.banner.isVisible()
    assert not desktop.majors.bar.isVisible()


def test_that_everybody_reads_who_coordinates_and_when_the_next_update_is_due(
    local_office: Office, window_of: WindowOf, shown: Shown
) -> None:
    major = a_major(local_office.supervisor, local_office.agent)
    local_office.clock.forward(minutes=18)
    desktop = window_of(local_office.colleague)
    said = f"Major incident INC-{major}: Mail is down everywhere · Amira coordinates · "
    assert shown(desktop) == [f"{said}Next update due in 12 min"]
    local_office.clock.forward(minutes=12)
    desktop.majors.tick()
    assert shown(desktop) == [f"{said}Next update due now"]
    local_office.clock.forward(minutes=5)
    desktop.majors.tick()
    assert shown(desktop) == [f"{said}Update 5 min overdue"]
    for name in ("Knowledge", "Catalog", "Administration", "Queue"):
        desktop.window.show_page(name)
        assert desktop.majors.banner.isVisible()


def test_that_a_banner_comes_and_goes_when_somebody_else_declares_and_ends_it(
    local_office: Office, window_of: WindowOf, shown: Shown, qtbot: QtBot
) -> None:
    desktop = window_of(local_office.colleague)
    major = a_major(local_office.supervisor, local_office.agent)
    qtbot.waitUntil(desktop.majors.banner.isVisible, timeout=SOON_MS)
    local_office.clock.forward(minutes=25)
    major_incidents.post_update(local_office.agent, major, "The disk is being replaced.")
    qtbot.waitUntil(lambda: shown(desktop)[0].endswith("due in 30 min"), timeout=SOON_MS)
    major_incidents.stand_down(local_office.agent, major, "Mail flows again.")
    qtbot.waitUntil(lambda: not desktop.majors.banner.isVisible(), timeout=SOON_MS)


def test_that_the_banner_opens_the_incident_by_key(
    local_office: Office, window_of: WindowOf, qtbot: QtBot
) -> None:
    major = a_major(local_office.supervisor, local_office.agent)
    desktop = window_of(local_office.colleague)
    line = desktop.majors.banner.lines[0]
    assert line.objectName() == f"Major-INC-{major}"
    assert line.accessibleName() == (
        f"Major incident INC-{major}, Mail is down everywhere. Amira coordinates, next update due"
        " in 30 min. Open it"
    )
    QTest.keyClick(line, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: desktop.ticket.shown is not None)
    assert desktop.ticket.shown is not None
    assert desktop.ticket.shown.ticket.id == major
    qtbot.waitUntil(desktop.context.jobs.idle)


def test_that_two_are_named_and_further_ones_are_listed_in_the_queue(
    local_office: Office, window_of: WindowOf, shown: Shown, qtbot: QtBot
) -> None:
    majors = [a_major(local_office.supervisor, local_office.agent) for _ in range(4)]
    desktop = window_of(local_office.agent)
    assert [line.split(":")[0] for line in shown(desktop)] == [
        f"Major incident INC-{one}" for one in majors[:2]
    ]
    more = desktop.majors.banner.more
    assert more.text() == "2 more major incidents: show all in the queue"
    more.click()
    qtbot.waitUntil(desktop.context.jobs.idle)
    assert desktop.queue.filter_and_sort()[0] == "major:declared"
    assert desktop.queue.model.rowCount() == 4


def test_that_who_may_not_see_it_gets_no_banner(
    local_office: Office, window_of: WindowOf, shown: Shown
) -> None:
    desk = local_office.supervisor
    secret = in_progress(desk, an_incident(desk, "Salaries leaked", confidential=True))
    a_major(desk, desk, secret)
    assert shown(window_of(local_office.agent)) == []
    assert len(shown(window_of(desk))) == 1


def test_that_a_narrow_banner_keeps_incident_and_countdown(
    local_office: Office, window_of: WindowOf, qtbot: QtBot
) -> None:
    a_major(local_office.supervisor, local_office.agent)
    desktop = window_of(local_office.agent)
    line = desktop.majors.banner.lines[0]
    assert line.coordinator.isVisible()
    desktop.window.resize(640, 600)
    qtbot.waitUntil(lambda: not line.coordinator.isVisible())
    assert line.due.isVisible()
    assert line.due.text() == f"Next update due in {UPDATE_EVERY_S // 60} min"


def test_that_similar_incidents_are_suggested_with_why_beside_the_queue_only(
    local_office: Office, window_of: WindowOf, qtbot: QtBot
) -> None:
    desktop = window_of(local_office.agent)
    bar = desktop.majors.bar
    an_outbreak(local_office.colleague)
    qtbot.waitUntil(bar.isVisible, timeout=SOON_MS)
    assert bar.said.text() == (
        "5 similar incidents at once: is this a major incident?"
        " They share the word “mail” and the category E-mail."
    )
    desktop.window.show_page("Knowledge")
    assert not bar.isVisible()
    desktop.window.show_page("Queue")
    assert bar.isVisible()
    qtbot.waitUntil(desktop.context.jobs.idle)


def test_that_a_suggestion_is_dismissed_for_everybody(
    local_office: Office, window_of: WindowOf, qtbot: QtBot
) -> None:
    an_outbreak(local_office.agent)
    desktop = window_of(local_office.agent)
    desktop.majors.bar.away.click()
    qtbot.waitUntil(lambda: not desktop.majors.bar.isVisible())
    assert major_suggestions.suggestion(local_office.colleague) is None
    assert desktop.context.toasts.log[-1].words == "Noted: these are no major incident."


def test_that_a_suggestion_is_proposed_with_the_children_that_are_ticked(
    local_office: Office, window_of: WindowOf, qtbot: QtBot
) -> None:
    outbreak = an_outbreak(local_office.agent)
    desktop = window_of(local_office.agent)
    desktop.majors.bar.look_at.click()
    sheet = desktop.window.findChild(SuggestionSheet)
    assert sheet is not None
    assert [line.row.id for line in sheet.list.lines] == outbreak
    assert not sheet.list.lines[0].box.isEnabled()
    assert "They share the word “mail”" in sheet.reason.toPlainText()
    sheet.list.lines[4].box.click()
    sheet.submit()
    qtbot.waitUntil(lambda: not desktop.majors.bar.isVisible())
    page = show.show(local_office.agent, outbreak[0])
    assert page.ticket.major is Major.PROPOSED
    assert [link.id for link in page.links] == outbreak[1:4]
    assert desktop.context.toasts.log[-1].words == (
        f"INC-{outbreak[0]} is proposed, with 3 children."
    )
    qtbot.waitUntil(desktop.context.jobs.idle)
