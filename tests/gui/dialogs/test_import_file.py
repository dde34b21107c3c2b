from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desk_gui.gui.dialogs.import_file import ImportSheet, What
from desk_gui.gui.jobs import Jobs
from desk_gui.gui.page import Context
from desk_gui.operations import search, transfer
from tests.conftest import Office
from tests.gui.conftest import ContextOf

GOOD = (
    "number,kind,title,status,impact,urgency,opened_at,assignee\n"
    "A1,incident,Printer jams,in_progress,high,low,2026-01-05T09:00:00Z,Tom\n"
    "A2,incident,Scanner is slow,new,low,low,2026-01-06T09:00:00Z,\n"
)
Opens = Callable[[str], ImportSheet]


@pytest.fixture
def context(context_of: ContextOf, local_office: Office) -> Context:
    """What a page of the administrator is given: only he may import."""
    return context_of(local_office.administrator)


@pytest.fixture
def opens(context: Context, host: QWidget, jobs: Jobs, qtbot: QtBot, tmp_path: Path) -> Opens:
    """Opens the sheet for a file with these words, and waits until the file was checked."""

    def open_sheet(words: str) -> ImportSheet:
        path = tmp_path / "tickets.csv"
        path.write_text(words, encoding="utf-8")
        sheet = ImportSheet(context, What.TICKETS, path, host)
        sheet.open()
        qtbot.waitUntil(jobs.idle)
        return sheet

    return open_sheet


def test_that_a_file_is_checked_before_anything_is_written(
    opens: Opens, local_office: Office, jobs: Jobs, qtbot: QtBot
) -> None:
    sheet = opens(GOOD)
    assert sheet.heading.text() == "2 tickets can be imported"
    assert len(search.ids(local_office.agent, "")) == 0
    sheet.go.click()
    qtbot.waitUntil(jobs.idle)
    assert sheet.heading.text() == "2 tickets imported"
    assert len(search.ids(local_office.agent, "")) == 2


def test_that_a_malformed_file_is_named_with_its_place(opens: Opens, local_office: Office) -> None:
    sheet = opens(GOOD.replace("2026-01-06", "2026-13-06"))
    assert sheet.heading.text() == "Nothing was imported"
    assert "tickets.csv, line 3, column 7 (opened_at)" in sheet.trouble.text()
    assert not sheet.go.isEnabled()
    assert len(search.ids(local_office.agent, "")) == 0


def test_that_the_sheet_can_be_left_after_an_unexpected_fault(
    opens: Opens, jobs: Jobs, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise KeyError("surprise")

    sheet = opens(GOOD)
    monkeypatch.setattr(transfer, "import_tickets", fail)
    with qtbot.captureExceptions() as raised:
        sheet.go.click()
        qtbot.waitUntil(jobs.idle)
    assert [type(one[1]) for one in raised] == [KeyError]
    sheet.leave.click()
    assert not sheet.isVisible()
