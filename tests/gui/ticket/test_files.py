"""What is attached to a ticket: seen beneath what was said, opened, saved, removed."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu
from pytestqt.qtbot import QtBot

from desk_gui.domain.attachment import NewFile, Upload
from desk_gui.gui.dialogs.messages import answered
from desk_gui.gui.dialogs.preview import PreviewSheet
from desk_gui.gui.links import Copies
from desk_gui.gui.page import Context
from desk_gui.gui.ticket.files import Files
from desk_gui.gui.ticket.page import TicketPage
from desk_gui.operations import attachments, tickets
from desk_gui.operations.effects import Effects
from tests.conftest import Office
from tests.factories import an_incident
from tests.gui.conftest import ContextOf
from tests.gui.ticket.conftest import Reading, button, settled

LOG = NewFile("mail.log", b"09:00 the host does not answer\n")
EXE = NewFile("invoice.pdf .exe", b"MZ\0\0")
OPEN = "Open it all the same"


class Opener:
    """Notes what is opened, and has a program for it or not."""

    def __init__(self, *, has_one: bool = True) -> None:
        self.has_one = has_one
        self.paths: list[Path] = []

    def __call__(self, url: QUrl) -> bool:
        self.paths.append(Path(url.toLocalFile()))
        return self.has_one


@pytest.fixture
def opener() -> Opener:
    return Opener()


@pytest.fixture
def reading(context_of: ContextOf, opener: Opener, qtbot: QtBot) -> Iterator[Reading]:
    """A ticket page whose files other programs only seem to open."""
    copies = Copies(opener)

    def made(desk: object, ticket_id: int | None) -> TicketPage:
        context: Context = replace(context_of(desk), copies=copies)  # type: ignore[arg-type]
        page = TicketPage(context)
        qtbot.addWidget(page)
        page.resize(512, 760)
        page.show()
        page.show_ticket(ticket_id)
        qtbot.waitUntil(context.jobs.idle)
        return page

    yield made
    copies.close()


def with_files(office: Office, *files: NewFile, note: bool = False) -> int:
    ticket_id = an_incident(office.agent)
    say = tickets.work_note if note else tickets.comment
    say(office.agent, ticket_id, "See.", files=Upload(files))
    return ticket_id


def files_of(page: TicketPage) -> Files:
    found = page.conversation.cards()[-1].files
    assert found is not None
    return found


def said(page: TicketPage) -> str:
    """The newest toast, if there is one."""
    return page.context.toasts.log[-1].words if page.context.toasts.log else ""


def menu_of(page: TicketPage, place: int = 0) -> dict[str, object]:
    """Open the menu of a chip by key; its entries by their words."""
    chip = files_of(page).chips[place]
    chip.menu_wanted.emit(chip.mapToGlobal(chip.rect().center()))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return {action.text(): action for action in menu.actions() if action.text()}


def choose(page: TicketPage, words: str, place: int = 0) -> None:
    action = menu_of(page, place)[words]
    action.trigger()  # type: ignore[attr-defined]
    popup = QApplication.activePopupWidget()
    if popup is not None:
        popup.close()


def test_that_files_stand_beneath_what_was_said_and_on_the_ticket(
    reading: Reading, local_office: Office
) -> None:
    ticket_id = with_files(local_office, LOG, EXE)
    attachments.add(local_office.agent, ticket_id, Upload((NewFile("form.pdf", b"%PDF-1.4"),)))
    page = reading(local_office.agent, ticket_id)
    told = [chip.accessibleName() for chip in files_of(page).chips]
    assert told == ["mail.log, Text · 31 bytes", "invoice.pdf .exe, Program · 4 bytes"]
    description = page.conversation._description
    assert description.isVisibleTo(page)
    assert description.files is not None
    assert [chip.name.text() for chip in description.files.chips] == ["form.pdf"]


def test_that_another_ticket_shows_none_of_them(
    reading: Reading, local_office: Office, qtbot: QtBot
) -> None:
    page = reading(local_office.agent, with_files(local_office, LOG))
    other = an_incident(local_office.agent)
    tickets.comment(local_office.agent, other, "Nothing.")
    page.show_ticket(other)
    settled(page, qtbot)
    files = page.conversation.cards()[-1].files
    assert files is None or not files.isVisibleTo(page)


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Space])
def test_that_a_chip_is_looked_at_by_key(
    reading: Reading, local_office: Office, qtbot: QtBot, key: Qt.Key
) -> None:
    page = reading(local_office.agent, with_files(local_office, LOG))
    QTest.keyClick(files_of(page).chips[0], key)
    qtbot.waitUntil(lambda: page.findChild(PreviewSheet) is not None)
    sheet = page.findChild(PreviewSheet)
    assert sheet is not None
    qtbot.waitUntil(lambda: bool(sheet.text.toPlainText()))
    settled(page, qtbot)
    sheet.close()


def test_that_what_is_only_looked_at_opens_at_once_as_a_private_copy(
    reading: Reading, local_office: Office, qtbot: QtBot, opener: Opener
) -> None:
    page = reading(local_office.agent, with_files(local_office, LOG))
    with answered() as asked:
        choose(page, "Open")
        qtbot.waitUntil(lambda: bool(opener.paths))
    assert asked == []
    (path,) = opener.paths
    assert (path.name, path.read_bytes()) == ("mail.log", LOG.source)
    modes = [stat.S_IMODE(one.stat().st_mode) for one in (path, path.parent, path.parent.parent)]
    assert modes == [0o400, 0o700, 0o700]
    page.context.copies.close()
    assert not path.parent.parent.exists()


def test_that_what_can_do_harm_is_asked_first_and_why(
    reading: Reading, local_office: Office, qtbot: QtBot, opener: Opener
) -> None:
    page = reading(local_office.agent, with_files(local_office, LOG, EXE))
    with answered("") as asked:
        choose(page, "Open", place=1)
    assert asked[0].words == "Open “invoice.pdf .exe”, although it is a program?"
    assert "Amira attached it" in asked[0].detail
    assert (asked[0].dangerous, opener.paths) == (True, [])
    with answered(OPEN):
        choose(page, "Open", place=1)
        qtbot.waitUntil(lambda: bool(opener.paths))
    assert opener.paths[0].name == "invoice.pdf .exe"


def test_that_no_program_for_a_file_is_said(
    reading: Reading, local_office: Office, qtbot: QtBot, opener: Opener
) -> None:
    opener.has_one = False
    page = reading(local_office.agent, with_files(local_office, LOG))
    choose(page, "Open")
    qtbot.waitUntil(lambda: "No program" in said(page))


def test_that_an_attachment_is_saved_where_one_says(
    reading: Reading,
    local_office: Office,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page = reading(local_office.agent, with_files(local_office, LOG))
    proposed: list[str] = []

    def ask(_: object, __: str, name: str) -> tuple[str, str]:
        proposed.append(name)
        return str(tmp_path / "mine.log"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", ask)
    (tmp_path / "mine.log").write_text("replaced, as the dialog asked")
    choose(page, "Save as…")
    qtbot.waitUntil(lambda: "saved in" in said(page))
    assert ((tmp_path / "mine.log").read_bytes(), proposed) == (LOG.source, ["mail.log"])
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "no" / "x"), ""))
    choose(page, "Save as…")
    qtbot.waitUntil(lambda: "cannot be saved" in said(page))


def test_that_all_are_saved_and_nothing_is_overwritten(
    reading: Reading,
    local_office: Office,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page = reading(local_office.agent, with_files(local_office, LOG, LOG, EXE))
    folder = tmp_path / "all"
    folder.mkdir()
    (folder / "mail.log").write_text("mine")
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(folder))
    button(page, "SaveAll").click()
    qtbot.waitUntil(lambda: said(page).startswith("3 files saved in"))
    names = sorted(path.name for path in folder.iterdir())
    assert names == ["invoice.pdf .exe", "mail (2).log", "mail (3).log", "mail.log"]
    assert (folder / "mail.log").read_text() == "mine"


def test_that_a_removed_file_is_gone_and_comes_back_by_undo(
    reading: Reading, local_office: Office, qtbot: QtBot
) -> None:
    ticket_id = with_files(local_office, LOG)
    page = reading(local_office.agent, ticket_id)
    done: list[Effects] = []
    page.context.live.touched.connect(done.append)
    choose(page, "Remove")
    qtbot.waitUntil(lambda: not files_of(page).isVisibleTo(page))
    assert said(page) == "“mail.log” removed."
    page.context.do(page, lambda: page.context.undo(done[-1].undo or ""), said="Undone.")
    qtbot.waitUntil(lambda: files_of(page).isVisibleTo(page))
    settled(page, qtbot)
    page.history.opener.click()
    told = [line.what.text() for line in page.history.lines()]
    assert told[:2] == ["Amira put an attachment back", "Amira removed an attachment"]
