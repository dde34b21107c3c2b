"""Files of a new ticket: with its opening or not at all, and never lost on the way."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desk_gui.domain.workflow import Kind
from desk_gui.gui.dialogs.messages import answered
from desk_gui.gui.dialogs.new_ticket import NewTicketForm
from desk_gui.gui.page import Context
from desk_gui.gui.widgets.file_chip import FileChip
from desk_gui.operations.show import show
from tests.gui.dialogs.conftest import Opening, said
from tests.gui.made_files import a_picture, drop, files

LOG = b"09:00 the host does not answer\n"


@pytest.fixture
def form(context: Context, host: QWidget, opening: Opening[NewTicketForm]) -> NewTicketForm:
    return opening(NewTicketForm(context, Kind.INCIDENT, host))


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "mail.log"
    path.write_bytes(LOG)
    return path


def chips(form: NewTicketForm) -> list[str]:
    """The names of the files that would go with it, as they are seen."""
    return [chip.name.text() for chip in form.findChildren(FileChip) if chip.isVisibleTo(form)]


def test_that_dropped_and_pasted_files_go_with_the_ticket(
    form: NewTicketForm, qtbot: QtBot, log: Path
) -> None:
    assert drop(form, files([log]))
    qtbot.waitUntil(form.context.jobs.idle)
    QGuiApplication.clipboard().setImage(a_picture())
    QTest.keySequence(form.fields.text, QKeySequence.StandardKey.Paste)
    qtbot.waitUntil(form.context.jobs.idle)
    assert [name[:8] for name in chips(form)] == ["mail.log", "Picture "]
    form.fields.title.setText("Mail host does not answer")
    with qtbot.waitSignal(form.opened) as signal:
        form.submit()
    qtbot.waitUntil(form.context.jobs.idle)
    stored = show(form.context.desk, int(signal.args[0])).attachments
    assert [(one.name[:8], one.comment_id) for one in stored] == [
        ("mail.log", None),
        ("Picture ", None),
    ]


def test_that_a_file_that_went_away_opens_nothing_and_loses_nothing(
    form: NewTicketForm, qtbot: QtBot, log: Path
) -> None:
    form.files.offer([log])
    qtbot.waitUntil(form.context.jobs.idle)
    form.fields.title.setText("Mail host does not answer")
    log.unlink()
    form.submit()
    qtbot.waitUntil(lambda: "cannot be read" in said(form))
    qtbot.waitUntil(form.context.jobs.idle)
    assert chips(form) == ["mail.log"]
    assert form.isVisible()
    log.write_bytes(LOG)
    with qtbot.waitSignal(form.opened) as signal:
        form.submit()
    qtbot.waitUntil(form.context.jobs.idle)
    assert len(show(form.context.desk, int(signal.args[0])).attachments) == 1


def test_that_files_are_thrown_away_only_when_one_says_so(
    form: NewTicketForm, qtbot: QtBot, log: Path
) -> None:
    form.files.offer([log])
    qtbot.waitUntil(form.context.jobs.idle)
    with answered("") as asked:
        form.reject()
    assert [question.words for question in asked] == ["Throw away what you typed?"]
    assert form.isVisible()
    with answered("Throw away"):
        form.reject()


def test_that_the_button_for_files_is_reached_after_the_description(form: NewTicketForm) -> None:
    attach = form.findChild(QPushButton, "Attach")
    assert attach is not None
    form.fields.text.setFocus()
    assert form.focusWidget() is form.fields.text
    form.focusNextChild()
    assert form.focusWidget() is attach
