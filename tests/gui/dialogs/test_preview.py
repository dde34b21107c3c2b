"""Looking at attachments: pictures, texts as they are, and nothing that could do harm."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desk_gui.domain.attachment import Attached, NewFile, Upload
from desk_gui.domain.errors import FileTrouble
from desk_gui.gui.dialogs.preview import MOST_TEXT, PreviewSheet, seen
from desk_gui.gui.page import Context
from desk_gui.operations import attachments
from desk_gui.operations.show import show
from tests.conftest import Office
from tests.factories import an_incident
from tests.gui.made_files import png
from tests.gui.ticket.conftest import button

SOON_S = 0.3
Files = dict[str, bytes]
Attach = Callable[[Files], tuple[Attached, ...]]
Looking = Callable[[Files], PreviewSheet]


@pytest.fixture
def attach(local_office: Office) -> Attach:
    """Attaches files to a new ticket and gives them as they are shown."""

    def made(files: Files) -> tuple[Attached, ...]:
        ticket_id = an_incident(local_office.agent)
        upload = Upload(tuple(NewFile(name, content) for name, content in files.items()))
        attachments.add(local_office.agent, ticket_id, upload)
        return show(local_office.agent, ticket_id).attachments

    return made


@pytest.fixture
def looking(context: Context, attach: Attach, host: QWidget, qtbot: QtBot) -> Looking:
    """Opens the sheet on the first of some files."""

    def opened(files: Files) -> PreviewSheet:
        sheet = PreviewSheet(context, attach(files), 0, host)
        sheet.open()
        qtbot.waitUntil(context.jobs.idle)
        return sheet

    return opened


def test_that_a_picture_is_shown_and_can_be_copied_whole(
    looking: Looking, context: Context, qtbot: QtBot
) -> None:
    sheet = looking({"shot.png": png(2000, 100)})
    assert sheet.picture.isVisible()
    assert sheet.picture.image.width() == 1600
    assert sheet.picture.room().width() <= sheet.picture.width()
    button(sheet, "PreviewCopyPicture").click()
    qtbot.waitUntil(context.jobs.idle)
    assert QGuiApplication.clipboard().image().width() == 2000


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("page.html", "<html><script>alert(1)</script><img src='file:///etc/passwd'>"),
        ("drawing.svg", "<svg xmlns='http://www.w3.org/2000/svg'><script>x</script></svg>"),
        ("mail.log", "09:00 <b>not bold</b>"),
    ],
)
def test_that_web_pages_and_drawings_are_only_read(
    looking: Looking, name: str, content: str
) -> None:
    sheet = looking({name: content.encode()})
    assert sheet.text.isVisible()
    assert sheet.text.toPlainText() == content
    assert sheet.text.isReadOnly()


def test_that_the_keys_go_from_one_file_to_the_next(looking: Looking, qtbot: QtBot) -> None:
    sheet = looking({"a.txt": b"first", "b.txt": b"second", "c.exe": b"MZ\0\0"})
    assert (sheet.place.text(), sheet.before.isEnabled()) == ("1 of 3", False)
    QTest.keyClick(sheet, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: sheet.text.toPlainText() == "second")
    QTest.keyClick(sheet, Qt.Key.Key_Right)
    QTest.keyClick(sheet, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: bool(sheet.nothing.accessibleName().startswith("There is no preview")))
    assert "It is a program" in sheet.nothing.accessibleName()
    assert (sheet.place.text(), sheet.after.isEnabled()) == ("3 of 3", False)
    QTest.keyClick(sheet, Qt.Key.Key_Left)
    qtbot.waitUntil(sheet.text.isVisible)
    assert sheet.windowTitle() == "b.txt"
    qtbot.waitUntil(sheet._context.jobs.idle)


def test_that_only_the_newest_of_quick_steps_is_shown(looking: Looking, qtbot: QtBot) -> None:
    sheet = looking({f"{n}.txt": f"{n}".encode() for n in range(9)})
    for _ in range(8):
        sheet.step(1)
    qtbot.waitUntil(sheet._context.jobs.idle)
    assert sheet.text.toPlainText() == "8"


def test_that_of_a_long_text_the_beginning_is_shown_and_said(looking: Looking) -> None:
    sheet = looking({"long.log": b"line\n" * (MOST_TEXT // 4)})
    assert sheet.remark.text() == "Only the first 200 kB are shown."
    assert len(sheet.text.toPlainText()) == MOST_TEXT
    assert looking({"empty.txt": b""}).remark.text() == "The file is empty."


def test_that_a_text_that_turns_writing_round_is_harmless(looking: Looking) -> None:
    sheet = looking({"trick.txt": "gnp\u202eexe.\x1b[2J".encode()})
    assert sheet.text.toPlainText() == "gnp�exe.�[2J"


def test_that_who_reads_it_is_said(looking: Looking) -> None:
    assert looking({"a.txt": b"x"}).about.text().startswith("Text · 1 byte · Amira · ")


@pytest.mark.parametrize("letter", ["x", "ж", "\u202e"])
def test_that_an_endless_line_is_ready_at_once_and_laid_out_at_once(
    attach: Attach, context: Context, host: QWidget, qtbot: QtBot, letter: str
) -> None:
    (one,) = attach({"line.txt": (letter * 1_000_000).encode()})
    began = time.thread_time()
    found = seen(context.desk, one)
    assert time.thread_time() - began < SOON_S
    sheet = PreviewSheet(context, [one], 0, host)
    qtbot.waitUntil(context.jobs.idle)
    began = time.thread_time()
    sheet._seen(found)
    sheet.grab()
    assert time.thread_time() - began < SOON_S


def test_that_a_bomb_is_refused_at_once_and_said(
    attach: Attach, local_office: Office, looking: Looking
) -> None:
    (one,) = attach({"bomb.png": png(60_000, 60_000, b"")})
    began = time.thread_time()
    with pytest.raises(FileTrouble, match="60,000 × 60,000 points"):
        seen(local_office.agent, one)
    assert time.thread_time() - began < SOON_S
    sheet = looking({"bomb.png": png(60_000, 60_000, b"")})
    assert "60,000 × 60,000 points" in sheet.nothing.accessibleName()
    assert button(sheet, "PreviewSaveAs").isEnabled()


def test_that_a_removed_attachment_says_so(
    looking: Looking, local_office: Office, qtbot: QtBot
) -> None:
    sheet = looking({"a.txt": b"x", "b.txt": b"y"})
    attachments.remove(local_office.agent, sheet._every[1].id)
    sheet.step(1)
    qtbot.waitUntil(sheet._context.jobs.idle)
    assert "it was removed" in sheet.nothing.accessibleName()
