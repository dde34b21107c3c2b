"""The priority matrix in the window, and durations as people write them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desk_gui.domain.durations import seconds_of, written
from desk_gui.domain.priority import DEFAULT_MATRIX, Level, Priority
from desk_gui.gui.admin.matrix import MatrixSection
from desk_gui.operations import settings, show, tickets
from tests.conftest import Office
from tests.factories import an_incident
from tests.gui.admin.conftest import Open

MIDDLE = (Level.MEDIUM, Level.MEDIUM)


def test_that_the_matrix_is_shown_and_saved(
    local_office: Office, open_page: Open, qtbot: QtBot
) -> None:
    ticket_id = an_incident(local_office.agent)
    page = open_page(local_office.administrator, "Priority matrix")
    assert page.section(MatrixSection).wanted() == DEFAULT_MATRIX
    assert not page.section(MatrixSection).save.isEnabled()
    page.section(MatrixSection).cells[MIDDLE].choose(2)
    assert page.section(MatrixSection).save.isEnabled()
    page.section(MatrixSection).save.click()
    qtbot.waitUntil(lambda: settings.matrix(local_office.agent)[MIDDLE] is Priority.HIGH)
    qtbot.waitUntil(page.context.jobs.idle)
    assert show.show(local_office.agent, ticket_id).ticket.priority is Priority.HIGH
    assert not page.section(MatrixSection).save.isEnabled()


def test_that_a_matrix_that_makes_no_sense_cannot_be_saved_and_says_why(
    local_office: Office, open_page: Open
) -> None:
    page = open_page(local_office.administrator, "Priority matrix")
    page.section(MatrixSection).cells[Level.LOW, Level.LOW].choose(1)
    assert not page.section(MatrixSection).save.isEnabled()
    assert page.section(MatrixSection).trouble.text() == (
        "A lower impact or urgency cannot give a higher priority."
    )
    page.section(MatrixSection).back.click()
    assert page.section(MatrixSection).wanted() == DEFAULT_MATRIX
    assert not page.section(MatrixSection).trouble.isVisible()


def test_that_the_matrix_says_how_many_incidents_saving_would_change(
    local_office: Office, open_page: Open
) -> None:
    for _ in range(3):
        an_incident(local_office.agent)
    overridden = an_incident(local_office.agent)
    wanted = tickets.Edit(override=1, override_reason="The board waits.")
    tickets.edit(local_office.supervisor, overridden, wanted)
    page = open_page(local_office.administrator, "Priority matrix")
    page.section(MatrixSection).cells[MIDDLE].choose(2)
    assert page.section(MatrixSection).preview.isVisible()
    assert page.section(MatrixSection).preview.text() == (
        "Saving this changes the priority of 3 incidents: 3 from 3 Medium to 2 High."
    )
    page.section(MatrixSection).cells[Level.LOW, Level.LOW].choose(1)
    assert not page.section(MatrixSection).preview.isVisible()


def test_that_the_matrix_is_changed_by_keys_alone(
    local_office: Office, open_page: Open, qtbot: QtBot
) -> None:
    page = open_page(local_office.administrator, "Priority matrix")
    first, middle = (
        page.section(MatrixSection).cells[Level.HIGH, Level.HIGH],
        page.section(MatrixSection).cells[MIDDLE],
    )
    first.setFocus()
    qtbot.keyClick(first, Qt.Key.Key_Right)
    qtbot.keyClick(page.focusWidget(), Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    assert page.focusWidget() is middle
    qtbot.keyClick(middle, "2")
    assert page.section(MatrixSection).wanted()[MIDDLE] is Priority.HIGH
    assert middle.property("look") == "cell-warn"


def test_that_what_is_being_chosen_stays_when_somebody_else_saves(
    local_office: Office, open_page: Open, qtbot: QtBot
) -> None:
    page = open_page(local_office.administrator, "Priority matrix")
    page.section(MatrixSection).cells[MIDDLE].choose(2)
    other = {**DEFAULT_MATRIX, (Level.LOW, Level.LOW): Priority.LOW}
    effects = settings.change_matrix(local_office.administrator, other)
    page.context.live.announce(effects)
    qtbot.waitUntil(page.context.jobs.idle)
    assert page.section(MatrixSection).wanted()[MIDDLE] is Priority.HIGH
    assert page.section(MatrixSection).save.isEnabled()


@given(st.integers(min_value=1, max_value=366 * 86400))
def test_that_a_duration_written_is_read_back_exactly(seconds: int) -> None:
    assert seconds_of(written(seconds)) == seconds
