"""What the self-test tries, in the order in which it would fail."""

from __future__ import annotations

import time

from desk_gui import paths
from desk_gui.app import Program
from desk_gui.cli.driving import Driver, Script, application
from desk_gui.domain.accounts import Role
from desk_gui.domain.errors import NotPossible
from desk_gui.domain.workflow import Kind
from desk_gui.operations import accounts, classification, databases
from desk_gui.operations.accounts import NewAccount
from desk_gui.operations.classification import NewTicket

PASSWORD = "only for the self-test"  # noqa: S105 - of a scratch database


def try_all(places: paths.Places) -> dict[str, str]:
    """Database, window and chart; what was seen of each. Raises what a person may be told."""
    paths.keep_font_cache(places)
    tried = {"database": _database(places)}
    app = application()
    program = Program(app, places)
    try:
        Driver(app, _window(program, places, tried)).run()
    finally:
        program.close()
    return tried


def _database(places: paths.Places) -> str:
    location = str(places.database)
    desk = databases.create(location)
    new = NewAccount("self", "Self Test", Role.ADMINISTRATOR, password=PASSWORD)
    accounts.make_first_administrator(desk, new)
    ticket = NewTicket("The self-test opens a ticket", kind=Kind.INCIDENT)
    classification.open_ticket(desk, ticket)
    problems = databases.check(desk)
    desk.database.close()
    if problems:
        raise NotPossible(problems[0])
    return f"SQLite {databases.sqlite_version()}, one ticket, journal whole"


def _window(program: Program, places: paths.Places, tried: dict[str, str]) -> Script:
    began = time.monotonic()
    program.begin(str(places.database))
    yield lambda: program.sign_in_page
    page = program.sign_in_page
    if page is None:
        raise NotPossible("The window does not ask who signs in.")
    entrance = time.monotonic() - began
    page.login.setText("self")
    page.password.setText(PASSWORD)
    page.submit()
    began = time.monotonic()
    yield lambda: program.desktop
    desktop = program.desktop
    if desktop is None:
        raise NotPossible("The window did not appear.")
    shown = time.monotonic() - began
    yield lambda: desktop.queue.model.rowCount() == 1
    rows = time.monotonic() - began - shown
    tried["window"] = f"{desktop.window.width()} × {desktop.window.height()}, one ticket in it"
    tried["start"] = (
        f"asks who signs in after {entrance:.2f} s, window {shown:.2f} s after the password,"
        f" first rows {rows:.2f} s later"
    )
    desktop.window.show_page("Reports")
    yield lambda: desktop.reports.is_drawn
    tried["chart"] = desktop.reports.said.text()
