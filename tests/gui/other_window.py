"""Another window in a process of its own, to be looked at from outside and to be killed.

    python -m tests.gui.other_window LOCATION LOGIN TICKET

It shows the ticket and says “there”; then it types letter after letter of an answer, and says
after each when that was and how many there are now. A line on its standard input closes it.
"""

from __future__ import annotations

import os
import sys
import time

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QSocketNotifier, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desk_gui.gui.jobs import Jobs
from desk_gui.gui.shell.desktop import Desktop
from desk_gui.gui.theme import Theme
from desk_gui.gui.ticket.composer import Mode
from desk_gui.operations import accounts, databases
from desk_gui.settings import Settings
from desk_gui.storage.unit_of_work import keep_off_this_thread

EVERY_MS = 40
LETTERS = "abcdefghij"


def main(location: str, login: str, ticket: str) -> None:
    """Show it and type until somebody ends it."""
    app = QApplication([])
    desk = databases.open_database(location)
    account = next(one for one in accounts.accounts(desk) if one.login == login)
    jobs = Jobs()
    desktop = Desktop(desk.signed_in_as(account.id), account, Theme(app), jobs, Settings())
    keep_off_this_thread()
    desktop.show()
    desktop.window.show_ticket(int(ticket))
    typing = QTimer(interval=EVERY_MS)
    typed: list[str] = []

    def type_on() -> None:
        if desktop.ticket.shown is None:
            return
        if not typed:
            say("there")
            desktop.ticket.write(Mode.ANSWER)
        typed.append(LETTERS[len(typed) % len(LETTERS)])
        QTest.keyClicks(desktop.ticket.composer.text, typed[-1])
        say(f"{time.time()} {len(typed)}")

    typing.timeout.connect(type_on)
    typing.start()
    ending = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read)
    ending.activated.connect(app.quit)
    app.exec()
    typing.stop()
    desktop.leave()
    jobs.close()


def say(words: str) -> None:
    """Say a line at once."""
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
