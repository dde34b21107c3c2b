"""Two windows on one database, of both kinds: one sees what the other does, and when it is gone."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desk_gui.domain.collaboration import STALE
from desk_gui.gui.shell.desktop import Desktop
from desk_gui.gui.ticket.composer import Mode
from desk_gui.operations import presence, show
from desk_gui.storage import rows
from tests.conftest import Office
from tests.factories import an_incident
from tests.gui.other_window import LETTERS
from tests.gui.shell.conftest import SOON_MS, WindowOf

ROOT = Path(__file__).resolve().parents[3]
LONGEST_S = 60
KEPT_WITHIN_S = 2.0


def present(desktop: Desktop) -> str:
    """What a window says of the others."""
    line = desktop.ticket.together.present
    return line.words.text() if line.isVisible() else ""


def shows(desktop: Desktop, ticket_id: int, qtbot: QtBot) -> None:
    desktop.window.show_ticket(ticket_id)
    qtbot.waitUntil(lambda: desktop.ticket.shown is not None)


def test_that_a_window_soon_sees_who_comes_answers_and_leaves(
    office: Office, window_of: WindowOf, qtbot: QtBot
) -> None:
    ticket_id, other = an_incident(office.agent), an_incident(office.agent)
    amira, tom = window_of(office.agent), window_of(office.colleague)
    shows(amira, ticket_id, qtbot)
    assert present(amira) == ""
    shows(tom, ticket_id, qtbot)
    qtbot.waitUntil(lambda: present(amira) == "Tom is looking at this", timeout=SOON_MS)
    qtbot.waitUntil(lambda: present(tom) == "Amira is looking at this", timeout=SOON_MS)
    tom.ticket.write(Mode.ANSWER)
    QTest.keyClicks(tom.ticket.composer.text, "We")
    qtbot.waitUntil(lambda: present(amira) == "Tom is answering", timeout=SOON_MS)
    tom.ticket.show_ticket(other)
    qtbot.waitUntil(lambda: present(amira) == "", timeout=SOON_MS)
    tom.ticket.show_ticket(ticket_id)
    qtbot.waitUntil(lambda: present(amira) == "Tom is looking at this", timeout=SOON_MS)
    tom.leave()
    qtbot.waitUntil(lambda: present(amira) == "", timeout=SOON_MS)


def test_that_a_window_that_shows_another_page_is_not_at_the_ticket(
    office: Office, window_of: WindowOf, qtbot: QtBot
) -> None:
    ticket_id = an_incident(office.agent)
    tom = window_of(office.colleague)
    shows(tom, ticket_id, qtbot)
    qtbot.waitUntil(lambda: bool(presence.who(office.agent, ticket_id)), timeout=SOON_MS)
    tom.window.show_page("Catalog")
    qtbot.waitUntil(lambda: not presence.who(office.agent, ticket_id), timeout=SOON_MS)
    tom.window.show_page("Queue")
    qtbot.waitUntil(lambda: bool(presence.who(office.agent, ticket_id)), timeout=SOON_MS)


def test_that_a_killed_window_loses_two_seconds_of_typing_at_most_and_is_gone(
    office: Office, window_of: WindowOf, qtbot: QtBot
) -> None:
    ticket_id = an_incident(office.agent)
    amira = window_of(office.agent)
    shows(amira, ticket_id, qtbot)
    location = office.agent.database.location
    with other_window(location, "tom", ticket_id) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "there\n"
        qtbot.waitUntil(lambda: present(amira) == "Tom is answering", timeout=5 * SOON_MS)
        qtbot.waitUntil(lambda: draft(office, ticket_id) != "", timeout=SOON_MS)
        killed_at = time.time()
        other.send_signal(signal.SIGKILL)
        said, _ = other.communicate(timeout=LONGEST_S)
    typed = [line.split() for line in said.splitlines()]
    promised = max((int(n) for at, n in typed if float(at) < killed_at - KEPT_WITHIN_S), default=0)
    kept = draft(office, ticket_id)
    assert len(kept) >= promised
    assert kept == (LETTERS * len(kept))[: len(kept)]
    assert present(amira) == "Tom is answering"
    unheard(office)
    qtbot.waitUntil(lambda: present(amira) == "", timeout=SOON_MS)
    tom = window_of(office.colleague)
    shows(tom, ticket_id, qtbot)
    assert tom.ticket.composer.text.toPlainText() == kept
    assert tom.ticket.composer.mode is Mode.ANSWER


def test_that_a_window_that_is_closed_keeps_every_letter_and_is_gone_at_once(
    office: Office, qtbot: QtBot
) -> None:
    ticket_id = an_incident(office.agent)
    with other_window(office.agent.database.location, "tom", ticket_id) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "there\n"
        qtbot.waitUntil(lambda: bool(presence.who(office.agent, ticket_id)), timeout=5 * SOON_MS)
        qtbot.waitUntil(lambda: draft(office, ticket_id) != "", timeout=SOON_MS)
        said, _ = other.communicate("enough\n", timeout=LONGEST_S)
        assert other.returncode == 0
    letters = int(said.splitlines()[-1].split()[1])
    assert draft(office, ticket_id) == (LETTERS * letters)[:letters]
    assert presence.who(office.agent, ticket_id) == ()


@contextmanager
def other_window(location: str, login: str, ticket_id: int) -> Iterator[subprocess.Popen[str]]:
    """Another person's window in a process of its own, which ends with the test at the latest."""
    command = [sys.executable, "-m", "tests.gui.other_window", location, login, str(ticket_id)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, cwd=ROOT) as other:
        try:
            yield other
        finally:
            other.kill()


def draft(office: Office, ticket_id: int) -> str:
    """What Tom has typed, as it is kept."""
    kept = show.show(office.colleague, ticket_id).draft
    return kept.text if kept else ""


def unheard(office: Office) -> None:
    """As if half a minute had passed in which nobody was heard of but those who still beat."""
    with office.agent.aside() as session:
        for row in rows.many(session.connection, "presence"):
            earlier = row["seen_at"] - STALE - timedelta(seconds=1)
            rows.change(session.connection, "presence", {"seen_at": earlier}, seat=row["seat"])
