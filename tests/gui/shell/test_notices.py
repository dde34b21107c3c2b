from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from desk_gui.domain.collaboration import NoticeKind
from desk_gui.gui.shell.bell import row_of
from desk_gui.gui.shell.desktop import Desktop
from desk_gui.operations import live, notices, tickets, watching
from desk_gui.operations.notices import Notice
from desk_gui.settings import Settings
from tests.conftest import START, Office
from tests.factories import an_incident
from tests.gui.shell.conftest import SOON_MS, WindowOf


@pytest.fixture
def desktop(local_office: Office, window_of: WindowOf, qtbot: QtBot) -> Desktop:
    """Tom's window, once it has heard the first pulse."""
    opened = window_of(local_office.colleague)
    qtbot.waitUntil(lambda: opened.company.notices._unread is not None, timeout=SOON_MS)
    return opened


def mention(office: Office, text: str = "@tom look") -> int:
    """Amira mentions Tom on a new ticket."""
    ticket_id = an_incident(office.agent)
    tickets.work_note(office.agent, ticket_id, text)
    return ticket_id


def toasts(desktop: Desktop) -> list[str]:
    return [said.words for said in desktop.context.toasts.log]


def unread(office: Office) -> int:
    return live.pulse(office.colleague, 0, None).unread.count


def opened_list(desktop: Desktop, qtbot: QtBot) -> list[str]:
    """The rows of the list, opened as by its key."""
    desktop.context.actions.do("notices")
    qtbot.waitUntil(desktop.context.jobs.idle)
    model = desktop.company.notices.panel.list.model()
    role = Qt.ItemDataRole.AccessibleTextRole
    return [model.index(row, 0).data(role) for row in range(model.rowCount())]


def test_that_a_mention_rings_the_bell_and_pops_up_once(
    desktop: Desktop, local_office: Office, qtbot: QtBot
) -> None:
    bell = desktop.window.top.bell
    assert bell.accessibleName() == "Notices"
    ticket_id = mention(local_office)
    qtbot.waitUntil(lambda: bool(toasts(desktop)), timeout=SOON_MS)
    assert toasts(desktop) == [f"INC-{ticket_id}: Amira mentioned you: “@tom look”"]
    assert bell.accessibleName() == "Notices: 1 unread one"
    desktop.live.look()
    qtbot.waitUntil(desktop.context.jobs.idle)
    assert len(toasts(desktop)) == 1


def test_that_what_was_unread_at_the_start_does_not_pop_up(
    local_office: Office, window_of: WindowOf, qtbot: QtBot
) -> None:
    mention(local_office)
    mention(local_office)
    desktop = window_of(local_office.colleague)
    bell = desktop.window.top.bell
    qtbot.waitUntil(lambda: bell.accessibleName() == "Notices: 2 unread ones", timeout=SOON_MS)
    qtbot.waitUntil(desktop.context.jobs.idle)
    assert toasts(desktop) == []


def test_that_a_toast_opens_its_ticket_and_marks_it_read(
    desktop: Desktop, local_office: Office, qtbot: QtBot
) -> None:
    ticket_id = mention(local_office)
    qtbot.waitUntil(lambda: bool(desktop.context.toasts.shown()), timeout=SOON_MS)
    (toast,) = desktop.context.toasts.shown()
    button = toast.findChild(QPushButton, "ToastOpen")
    assert button is not None
    button.click()
    qtbot.waitUntil(lambda: desktop.ticket.shown is not None)
    assert desktop.ticket.shown is not None
    assert desktop.ticket.shown.ticket.id == ticket_id
    qtbot.waitUntil(lambda: unread(local_office) == 0)
    qtbot.waitUntil(desktop.context.jobs.idle)


def test_that_the_list_says_what_happened_and_where_unread_first(
    desktop: Desktop, local_office: Office, qtbot: QtBot
) -> None:
    first = mention(local_office)
    notices.mark_read(local_office.colleague)
    local_office.clock.forward(minutes=1)
    second = mention(local_office, "@tom and this")
    rows = opened_list(desktop, qtbot)
    assert len(rows) == 2
    title = "Printer on floor 2 prints blank pages, Mentioned, Amira mentioned you"
    assert rows[0].startswith(f"unread, INC-{second} {title}: “@tom and this”, ")
    assert rows[1].startswith(f"INC-{first} {title}")


def test_that_enter_opens_and_delete_marks_as_read(
    desktop: Desktop, local_office: Office, qtbot: QtBot
) -> None:
    first = mention(local_office)
    local_office.clock.forward(minutes=1)
    mention(local_office)
    opened_list(desktop, qtbot)
    panel = desktop.company.notices.panel
    panel.list.setCurrentIndex(panel.list.model().index(0, 0))
    panel.mark_read()
    qtbot.waitUntil(lambda: unread(local_office) == 1)
    qtbot.waitUntil(desktop.context.jobs.idle)
    panel.list.setCurrentIndex(panel.list.model().index(0, 0))
    QTest.keyClick(panel.list, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: desktop.ticket.shown is not None)
    assert desktop.ticket.shown is not None
    assert desktop.ticket.shown.ticket.id == first
    assert not panel.isVisible()
    qtbot.waitUntil(lambda: unread(local_office) == 0)
    qtbot.waitUntil(desktop.context.jobs.idle)


def test_that_all_are_marked_as_read_at_once(
    desktop: Desktop, local_office: Office, qtbot: QtBot
) -> None:
    mention(local_office)
    mention(local_office)
    opened_list(desktop, qtbot)
    panel = desktop.company.notices.panel
    assert panel.mark_all.isEnabled()
    panel.mark_all.click()
    bell = desktop.window.top.bell
    qtbot.waitUntil(lambda: unread(local_office) == 0)
    qtbot.waitUntil(lambda: bell.accessibleName() == "Notices", timeout=SOON_MS)
    qtbot.waitUntil(lambda: not panel.mark_all.isEnabled(), timeout=SOON_MS)
    qtbot.waitUntil(desktop.context.jobs.idle)


def test_that_many_new_ones_do_not_cover_the_window(
    desktop: Desktop, local_office: Office, qtbot: QtBot
) -> None:
    desktop.live.stop()
    for n in range(6):
        mention(local_office, f"@tom {n}")
    desktop.company.begin()
    qtbot.waitUntil(lambda: bool(toasts(desktop)), timeout=SOON_MS)
    qtbot.waitUntil(desktop.context.jobs.idle)
    assert len(desktop.context.toasts.shown()) == 3
    assert toasts(desktop)[-1] == "And 4 more notices."
    assert toasts(desktop)[-2].endswith("“@tom 5”")


def test_that_a_kind_that_is_switched_off_stands_in_the_list_only(
    desktop: Desktop, local_office: Office, qtbot: QtBot
) -> None:
    panel = desktop.company.notices.panel
    panel.fill_menu()
    (entry,) = [one for one in panel._menu.actions() if one.text() == "Pop up: Mentioned"]
    entry.setChecked(False)
    mention(local_office)
    bell = desktop.window.top.bell
    qtbot.waitUntil(lambda: bell.accessibleName() != "Notices", timeout=SOON_MS)
    qtbot.waitUntil(desktop.context.jobs.idle)
    assert toasts(desktop) == []
    assert len(opened_list(desktop, qtbot)) == 1
    kept = desktop.company.notices.kept(Settings())
    assert kept.quiet_notices == ("mentioned",)


def test_that_what_comes_together_is_one_toast(
    desktop: Desktop, local_office: Office, qtbot: QtBot
) -> None:
    ticket_id = an_incident(local_office.agent)
    watching.watch(local_office.colleague, ticket_id)
    tickets.comment(local_office.agent, ticket_id, "One")
    qtbot.waitUntil(lambda: bool(toasts(desktop)), timeout=SOON_MS)
    tickets.comment(local_office.agent, ticket_id, "Two")
    desktop.live.look()
    qtbot.waitUntil(desktop.context.jobs.idle)
    assert toasts(desktop) == [f"INC-{ticket_id}: Amira answered: “One”"]
    assert "Amira answered: “Two” · Amira answered: “One”" in opened_list(desktop, qtbot)[0]


def test_that_a_notice_about_no_ticket_has_only_its_words() -> None:
    notice = Notice(1, NoticeKind.MAJOR, "The desk moves.", START, None, "", "", None, is_read=True)
    row = row_of(notice)
    assert (row.title, row.meta, row.mark, row.dimmed) == ("", "The desk moves.", "", True)
