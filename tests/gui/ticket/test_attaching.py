"""Files beside an answer: dropped, pasted, chosen, taken back, sent and stopped."""

from __future__ import annotations

from pathlib import Path
from threading import Event
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from desk_gui.domain.attachment import MB, NewFile
from desk_gui.domain.errors import DatabaseTrouble
from desk_gui.domain.ticket import MAX_TEXT
from desk_gui.gui.ticket.composer import Mode
from desk_gui.gui.ticket.page import TicketPage
from desk_gui.gui.widgets.file_chip import FileChip
from desk_gui.operations import attachments, show, tickets
from desk_gui.operations.desk import Desk
from desk_gui.operations.effects import Effects
from tests.conftest import Office
from tests.factories import an_incident
from tests.gui.made_files import a_picture, drag_away, drag_over, drop, files
from tests.gui.ticket.conftest import Reading, button, last_said, settled, words

LOG = b"09:00 the host does not answer\n"


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "mail.log"
    path.write_bytes(LOG)
    return path


def chips(page: TicketPage) -> list[str]:
    """The names of the files that would be sent, as they are seen."""
    found = page.composer.files.findChildren(FileChip)
    return [chip.name.text() for chip in found if chip.isVisibleTo(page)]


def stored(desk: Desk, ticket_id: int) -> list[tuple[str, bytes]]:
    return [
        (one.name, attachments.content(desk, one.id))
        for one in show.show(desk, ticket_id).attachments
    ]


def offered(page: TicketPage, qtbot: QtBot, *paths: Path) -> None:
    page.composer.files.offer(list(paths))
    settled(page, qtbot)


def test_that_dropped_files_are_sent_with_the_answer(
    reading: Reading, local_office: Office, qtbot: QtBot, log: Path
) -> None:
    ticket_id = an_incident(local_office.agent)
    page = reading(local_office.agent, ticket_id)
    assert drag_over(page.composer, files([log]))
    assert words(page, "AttachNote") == "Let go to attach it."
    assert drop(page.composer, files([log]))
    settled(page, qtbot)
    assert chips(page) == ["mail.log"]
    assert words(page, "AttachNote") == ""
    QTest.keyClicks(page.composer.text, "See the log.")
    button(page, "Send").click()
    qtbot.waitUntil(lambda: len(page.conversation.cards()) == 1)
    settled(page, qtbot)
    assert stored(local_office.agent, ticket_id) == [("mail.log", LOG)]
    assert chips(page) == []
    shown = page.conversation.cards()[0].files
    assert shown is not None
    assert [chip.accessibleName() for chip in shown.chips] == ["mail.log, Text · 31 bytes"]


def test_that_files_may_be_dropped_on_the_editor_and_anywhere_on_the_ticket(
    reading: Reading, local_office: Office, qtbot: QtBot, log: Path, tmp_path: Path
) -> None:
    page = reading(local_office.agent, an_incident(local_office.agent))
    other = tmp_path / "other.txt"
    other.write_text("x")
    assert drop(page.composer.text.viewport(), files([log]))
    settled(page, qtbot)
    assert drop(page, files([other]))
    settled(page, qtbot)
    assert chips(page) == ["mail.log", "other.txt"]
    assert page.composer.text.toPlainText() == ""


def test_that_a_drag_that_goes_away_leaves_no_words(
    reading: Reading, local_office: Office, log: Path
) -> None:
    page = reading(local_office.agent, an_incident(local_office.agent))
    drag_over(page.composer, files([log]))
    drag_away(page.composer)
    assert words(page, "AttachNote") == ""


def test_that_what_lies_elsewhere_is_never_fetched(
    reading: Reading, local_office: Office, qtbot: QtBot
) -> None:
    page = reading(local_office.agent, an_incident(local_office.agent))
    data = QMimeData()
    data.setUrls([QUrl("https://evil.example/picture.png"), QUrl("smb://host/share/x")])
    data.setHtml("<img src='https://evil.example/picture.png'>")
    drop(page.composer, data)
    settled(page, qtbot)
    assert chips(page) == []
    assert words(page, "AttachNote").startswith("Only files of this computer")


def test_that_a_copied_picture_is_pasted_as_a_file_named_by_its_time(
    reading: Reading, local_office: Office, qtbot: QtBot
) -> None:
    ticket_id = an_incident(local_office.agent)
    page = reading(local_office.agent, ticket_id)
    QGuiApplication.clipboard().setImage(a_picture())
    page.write(Mode.NOTE)
    QTest.keyClicks(page.composer.text, "This:")
    QTest.keySequence(page.composer.text, QKeySequence.StandardKey.Paste)
    settled(page, qtbot)
    at = local_office.clock.now.astimezone()
    assert chips(page) == [f"Picture {at:%Y-%m-%d %H.%M.%S}.png"]
    button(page, "Send").click()
    qtbot.waitUntil(lambda: len(page.conversation.cards()) == 1)
    settled(page, qtbot)
    ((_, content),) = stored(local_office.agent, ticket_id)
    assert content.startswith(b"\x89PNG")
    assert not show.show(local_office.agent, ticket_id).attachments[0].public


def test_that_copied_files_are_pasted_and_words_stay_words(
    reading: Reading, local_office: Office, qtbot: QtBot, log: Path
) -> None:
    page = reading(local_office.agent, an_incident(local_office.agent))
    clipboard = QGuiApplication.clipboard()
    clipboard.setMimeData(files([log]))
    QTest.keySequence(page.composer.text, QKeySequence.StandardKey.Paste)
    settled(page, qtbot)
    both = QMimeData()
    both.setText("Words of a document")
    both.setImageData(a_picture())
    clipboard.setMimeData(both)
    QTest.keySequence(page.composer.text, QKeySequence.StandardKey.Paste)
    link = QMimeData()
    link.setText(" https://example.org")
    link.setUrls([QUrl("https://example.org")])
    clipboard.setMimeData(link)
    QTest.keySequence(page.composer.text, QKeySequence.StandardKey.Paste)
    settled(page, qtbot)
    assert chips(page) == ["mail.log"]
    assert page.composer.text.toPlainText() == "Words of a document https://example.org"


@pytest.mark.parametrize("text", ["x" * 1_000_000, "word " * (MAX_TEXT // 5 + 1)])
def test_that_a_text_no_editor_can_take_becomes_a_file_at_once(
    reading: Reading, local_office: Office, qtbot: QtBot, text: str
) -> None:
    ticket_id = an_incident(local_office.agent)
    page = reading(local_office.agent, ticket_id)
    QGuiApplication.clipboard().setText(text)
    QTest.keySequence(page.composer.text, QKeySequence.StandardKey.Paste)
    settled(page, qtbot)
    assert page.composer.text.toPlainText() == ""
    assert [name[:12] for name in chips(page)] == ["Pasted text "]
    button(page, "Send").click()
    qtbot.waitUntil(lambda: len(page.conversation.cards()) == 1)
    settled(page, qtbot)
    assert stored(local_office.agent, ticket_id)[0][1] == text.encode()


def test_that_what_cannot_be_attached_says_why_and_the_rest_stays(
    reading: Reading, local_office: Office, qtbot: QtBot, log: Path, tmp_path: Path
) -> None:
    page = reading(local_office.agent, an_incident(local_office.agent))
    huge = tmp_path / "huge.iso"
    with huge.open("wb") as file:
        file.truncate(26 * MB)
    offered(page, qtbot, log, huge, tmp_path)
    assert chips(page) == ["mail.log"]
    said = words(page, "AttachNote").splitlines()
    assert "at most 25 MB" in said[0]
    assert "is a folder" in said[1]
    offered(page, qtbot, log)
    assert chips(page) == ["mail.log"]
    assert words(page, "AttachNote") == "“mail.log” is among them already."


def test_that_twenty_files_are_the_most(
    reading: Reading, local_office: Office, qtbot: QtBot, tmp_path: Path
) -> None:
    page = reading(local_office.agent, an_incident(local_office.agent))
    paths = [tmp_path / f"{n}.txt" for n in range(22)]
    for path in paths:
        path.write_text("x")
    offered(page, qtbot, *paths)
    assert len(chips(page)) == 20
    assert words(page, "AttachNote") == "One comment can carry at most 20 files; these are 21."


def test_that_a_removed_file_comes_back_to_its_place(
    reading: Reading, local_office: Office, qtbot: QtBot, log: Path, tmp_path: Path
) -> None:
    page = reading(local_office.agent, an_incident(local_office.agent))
    other = tmp_path / "other.txt"
    other.write_text("x")
    offered(page, qtbot, log, other)
    chip = page.composer.files.findChildren(FileChip)[0]
    chip.setFocus()
    QTest.keyClick(chip, Qt.Key.Key_Delete)
    assert chips(page) == ["other.txt"]
    assert words(page, "AttachNote") == "“mail.log” is not sent."
    button(page, "UndoRemove").click()
    assert chips(page) == ["mail.log", "other.txt"]


def test_that_files_stay_with_their_ticket(
    reading: Reading, local_office: Office, qtbot: QtBot, log: Path
) -> None:
    first, second = an_incident(local_office.agent), an_incident(local_office.agent)
    page = reading(local_office.agent, first)
    page.composer.files.offer([log])
    page.show_ticket(second)
    settled(page, qtbot)
    assert chips(page) == []
    page.show_ticket(first)
    settled(page, qtbot)
    assert chips(page) == ["mail.log"]


def test_that_a_file_alone_can_be_sent(
    reading: Reading, local_office: Office, qtbot: QtBot, log: Path
) -> None:
    ticket_id = an_incident(local_office.agent)
    page = reading(local_office.agent, ticket_id)
    offered(page, qtbot, log)
    button(page, "Send").click()
    qtbot.waitUntil(lambda: len(page.conversation.cards()) == 1)
    settled(page, qtbot)
    assert show.show(local_office.agent, ticket_id).said[0].text == ""
    assert not page.conversation.cards()[0].words.isVisibleTo(page)


def test_that_a_failure_loses_neither_words_nor_files(
    reading: Reading,
    local_office: Office,
    qtbot: QtBot,
    log: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ticket_id = an_incident(local_office.agent)
    page = reading(local_office.agent, ticket_id)
    offered(page, qtbot, log)
    QTest.keyClicks(page.composer.text, "See the log.")

    def no_database(*_: object, **__: object) -> None:
        raise DatabaseTrouble("The database is locked; try again in a moment.")

    with monkeypatch.context() as broken:
        broken.setattr(tickets, "comment", no_database)
        button(page, "Send").click()
        qtbot.waitUntil(lambda: "locked" in words(page, "ComposerTrouble"))
        settled(page, qtbot)
    assert (chips(page), page.composer.text.toPlainText()) == (["mail.log"], "See the log.")
    log.unlink()
    button(page, "Send").click()
    qtbot.waitUntil(lambda: "cannot be read" in words(page, "ComposerTrouble"))
    settled(page, qtbot)
    assert chips(page) == ["mail.log"]
    log.write_bytes(LOG)
    button(page, "Send").click()
    qtbot.waitUntil(lambda: len(page.conversation.cards()) == 1)
    settled(page, qtbot)
    assert stored(local_office.agent, ticket_id) == [("mail.log", LOG)]


def test_that_a_file_added_after_a_failure_is_another_submission(
    reading: Reading, local_office: Office, qtbot: QtBot, log: Path
) -> None:
    """The answer may have been stored although nobody heard of it."""
    ticket_id = an_incident(local_office.agent)
    page = reading(local_office.agent, ticket_id)
    QTest.keyClicks(page.composer.text, "See the log.")
    before = page.composer.draft(ticket_id)
    offered(page, qtbot, log)
    after = page.composer.draft(ticket_id)
    assert before is not None
    assert after is not None
    assert before.key != after.key


def test_that_sending_a_large_file_shows_how_far_it_is_and_can_be_stopped(
    reading: Reading, local_office: Office, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticket_id = an_incident(local_office.agent)
    page = reading(local_office.agent, ticket_id)
    bar, stop = page.composer.files.bar, page.composer.files.stop
    page.composer.files._look_at(lambda: [NewFile("big.bin", b"x" * (8 * MB))])
    settled(page, qtbot)
    real, stopped = tickets.comment, Event()

    def after_stop(*what: Any, **more: Any) -> Effects:
        assert stopped.wait(10)
        return real(*what, **more)

    with monkeypatch.context() as slow:
        slow.setattr(tickets, "comment", after_stop)
        button(page, "Send").click()
        qtbot.waitUntil(lambda: bar.isVisibleTo(page))
        stop.click()
        stopped.set()
        qtbot.waitUntil(lambda: "Stopped" in words(page, "ComposerTrouble"))
    settled(page, qtbot)
    assert chips(page) == ["big.bin"]
    assert not bar.isVisibleTo(page)
    assert show.show(local_office.agent, ticket_id).said == ()
    button(page, "Send").click()
    qtbot.waitUntil(lambda: len(page.conversation.cards()) == 1)
    settled(page, qtbot)
    assert bar.value() == bar.maximum()
    assert last_said(page.context) == "Answer sent."


def test_that_a_file_added_while_another_is_sent_stays_for_the_next(
    reading: Reading,
    local_office: Office,
    qtbot: QtBot,
    log: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ticket_id = an_incident(local_office.agent)
    page = reading(local_office.agent, ticket_id)
    page.composer.files._look_at(lambda: [NewFile("first.txt", b"x")])
    settled(page, qtbot)
    real, added = tickets.comment, Event()

    def after_adding(*what: Any, **more: Any) -> Effects:
        assert added.wait(10)
        return real(*what, **more)

    monkeypatch.setattr(tickets, "comment", after_adding)
    button(page, "Send").click()
    qtbot.waitUntil(lambda: bool(page.composer.files._going))
    page.composer.files.offer([log])
    qtbot.waitUntil(lambda: chips(page) == ["first.txt", "mail.log"])
    added.set()
    qtbot.waitUntil(lambda: chips(page) == ["mail.log"])
    settled(page, qtbot)
    assert [name for name, _ in stored(local_office.agent, ticket_id)] == ["first.txt"]


def test_that_files_are_chosen_by_the_button_and_by_key(
    reading: Reading,
    local_office: Office,
    qtbot: QtBot,
    log: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page = reading(local_office.agent, an_incident(local_office.agent))
    asked: list[str] = []

    def choose(_: object, words: str) -> tuple[list[str], str]:
        asked.append(words)
        return ([str(log)], "") if len(asked) == 1 else ([], "")

    monkeypatch.setattr(QFileDialog, "getOpenFileNames", choose)
    page.composer.attach.click()
    page.context.actions.do("attach")
    settled(page, qtbot)
    assert asked == ["Attach files"] * 2
    assert chips(page) == ["mail.log"]


def test_that_there_is_nowhere_to_drop_files_where_no_ticket_is_shown(
    reading: Reading, local_office: Office, qtbot: QtBot, log: Path
) -> None:
    page = reading(local_office.agent, None)
    assert not drag_over(page, files([log]))
    assert not drop(page, files([log]))
    settled(page, qtbot)
    assert chips(page) == []
