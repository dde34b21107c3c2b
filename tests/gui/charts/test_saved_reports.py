"""Saved reports from the window: listed, saved, refused with a sentence, forgotten."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from desk_gui.gui.charts.choices import Chosen
from desk_gui.gui.charts.exporting import ExportButton
from desk_gui.gui.charts.saved_reports import SavedReportsDialog
from desk_gui.gui.page import Context
from desk_gui.operations import saved_reports
from desk_gui.operations.desk import Desk
from desk_gui.operations.saved_reports import SavedReport
from tests.conftest import Office

WEEKLY = SavedReport("Weekly", "week", "/reports/weekly.pdf", "request")


@pytest.fixture
def host(qtbot: QtBot) -> QWidget:
    """The window a dialog belongs to; whoever lets go of it ends the dialog, too."""
    found = QWidget()
    qtbot.addWidget(found)
    found.show()
    return found


@pytest.fixture
def dialog(
    qtbot: QtBot, context_of: Callable[[Desk], Context], local_office: Office, host: QWidget
) -> SavedReportsDialog:
    """The dialog of a supervisor, who saved one report before."""
    saved_reports.save_report(local_office.supervisor, WEEKLY)
    context = context_of(local_office.supervisor)
    found = SavedReportsDialog(context, Chosen(), host)
    found.open()
    qtbot.waitUntil(lambda: context.jobs.idle() and bool(lines(found)))
    return found


def lines(dialog: SavedReportsDialog) -> list[QWidget]:
    buttons = dialog.list.findChildren(QWidget, "Forget")
    return [one for one in buttons if one.isVisible()]


def press(widget: QWidget) -> None:
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


def test_that_what_is_saved_is_listed_and_can_be_forgotten(
    dialog: SavedReportsDialog, local_office: Office, qtbot: QtBot
) -> None:
    (forget,) = lines(dialog)
    assert forget.accessibleName() == "Forget Weekly"
    press(forget)
    qtbot.waitUntil(lambda: not lines(dialog), timeout=20_000)
    assert saved_reports.saved(local_office.supervisor) == []
    qtbot.waitUntil(dialog.context.jobs.idle)


def test_that_a_report_is_saved_with_what_the_fields_say(
    dialog: SavedReportsDialog,
    local_office: Office,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    out = str(tmp_path / "month.xlsx")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (out, ""))
    dialog.name.setText(" Monthly ")
    press(dialog.look)
    assert dialog.file.text() == out
    press(dialog.go)
    wanted = SavedReport("Monthly", "month", out, "incident", "week")
    known = known_to(local_office)
    qtbot.waitUntil(lambda: known() == [wanted, WEEKLY], timeout=20_000)
    qtbot.waitUntil(dialog.context.jobs.idle)


def known_to(office: Office) -> Callable[[], list[SavedReport]]:
    return lambda: saved_reports.saved(office.supervisor)


def test_that_what_is_missing_is_said_at_its_field_and_nothing_is_lost(
    dialog: SavedReportsDialog, local_office: Office
) -> None:
    dialog.file.setText("report.docx")
    press(dialog.go)
    assert dialog.isVisible()
    assert dialog.name.property("look") == dialog.file.property("look") == "wrong"
    assert dialog.file.text() == "report.docx"
    assert saved_reports.saved(local_office.supervisor) == [WEEKLY]


def test_that_saved_reports_are_kept_by_supervisors(
    context_of: Callable[[Desk], Context], local_office: Office, host: QWidget
) -> None:
    for desk, may in ((local_office.agent, False), (local_office.supervisor, True)):
        menu = ExportButton(context_of(desk), host).menu()
        (action,) = (one for one in menu.actions() if one.text().startswith("Saved reports"))
        assert action.isEnabled() is may
