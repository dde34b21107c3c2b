"""What holds for the whole desk, in the window."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desk_gui.domain.general import General
from desk_gui.domain.sla import PAUSING
from desk_gui.domain.workflow import HoldReason
from desk_gui.gui.admin.general import GeneralSection
from desk_gui.gui.widgets.pick_field import PickField
from desk_gui.operations import general, reports, sla
from tests.conftest import Office
from tests.gui.admin.conftest import Open, said_in_red


def test_that_the_settings_are_shown_and_saved_together(
    local_office: Office, open_page: Open, qtbot: QtBot
) -> None:
    page = open_page(local_office.administrator, "General")
    section = page.section(GeneralSection)
    assert not section.row.save.isEnabled()
    section.zone.setText("new york")
    section.zone.setText("America/New York")
    section.numbers["close_after_days"].setText("7")
    section.numbers["attachment_limit_mb"].setText("50")
    section.pauses.boxes[HoldReason.SUPPLIER].setChecked(True)
    section.pauses.boxes[HoldReason.CHANGE].setChecked(False)
    section.row.save.click()
    wanted = General("America/New_York", 7, 50)
    qtbot.waitUntil(lambda: general.general(local_office.agent) == wanted)
    waits = {HoldReason.REQUESTER, HoldReason.SUPPLIER, HoldReason.PROBLEM}
    qtbot.waitUntil(lambda: sla.pausing(local_office.agent) == waits)
    assert str(reports.zone_of(local_office.agent)) == "America/New_York"
    qtbot.waitUntil(section.context.jobs.idle)
    assert not section.row.save.isEnabled()


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("zone", "Atlantis", "“Atlantis” is no time zone; choose one such as Europe/Paris."),
        ("close_after_days", "soon", "Write a number of days from 0 (never) to 365."),
        ("close_after_days", "-1", "Write a number of days from 0 (never) to 365."),
        ("close_after_days", "", "Write a number of days from 0 (never) to 365."),
        ("attachment_limit_mb", "0", "Write a number of megabytes from 1 to 100."),
        ("attachment_limit_mb", "2.5", "Write a number of megabytes from 1 to 100."),
    ],
)
def test_that_what_cannot_be_read_is_said_at_its_field_and_kept(
    local_office: Office, open_page: Open, field: str, typed: str, sentence: str
) -> None:
    page = open_page(local_office.administrator, "General")
    section = page.section(GeneralSection)
    edit = section.zone if field == "zone" else section.numbers[field]
    edit.setText(typed)
    assert said_in_red(section.form) == [sentence]
    assert edit.text() == typed
    assert not section.row.save.isEnabled()
    section.row.back.click()
    assert said_in_red(section.form) == []
    assert section.wanted() == (General(), PAUSING)


def test_that_a_zone_is_found_by_a_part_of_its_name_with_keys_alone(
    local_office: Office, open_page: Open, qtbot: QtBot
) -> None:
    page = open_page(local_office.administrator, "General")
    section = page.section(GeneralSection)
    section.zone.selectAll()
    qtbot.keyClicks(section.zone, "kiritim")
    qtbot.keyClick(section.zone, Qt.Key.Key_Return)
    assert section.zone.value == "Pacific/Kiritimati"
    qtbot.keyClick(section.numbers["close_after_days"], Qt.Key.Key_End)
    qtbot.keyClick(section.numbers["close_after_days"], "0")
    assert section.wanted()[0] == General("Pacific/Kiritimati", 140, 25)


def test_that_down_opens_the_whole_list(qtbot: QtBot) -> None:
    field = PickField("Country")
    qtbot.addWidget(field)
    field.offer([("FR", "France"), ("DE", "Germany"), ("PL", "Poland")])
    field.show()
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    field.choose("FR")
    with qtbot.waitSignal(field.picked, check_params_cb=lambda value: value == "DE"):
        qtbot.keyClick(field, Qt.Key.Key_Down)
        shown = field.completer().popup()
        assert shown is not None
        assert shown.model().rowCount() == 3
        for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Return):
            qtbot.keyClick(shown, key)
    assert field.text() == "Germany"
