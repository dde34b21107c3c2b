"""Builds everything once and starts Qt; the only file that knows every floor."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from desk_gui import log, paths, settings
from desk_gui.domain.accounts import Account, Role
from desk_gui.domain.errors import NoDeskYet, PasswordRefused, Told
from desk_gui.gui.format import Tint
from desk_gui.gui.jobs import Jobs
from desk_gui.gui.own.desktop import OwnDesktop
from desk_gui.gui.shell.desktop import Desktop
from desk_gui.gui.shell.entrance import EntrancePage
from desk_gui.gui.shell.first_run import FirstRun
from desk_gui.gui.shell.sign_in import DatabasePassword, FirstAccount, FirstAdministrator, SignIn
from desk_gui.gui.theme import Theme
from desk_gui.operations import accounts, databases, passwords
from desk_gui.operations.accounts import NewAccount
from desk_gui.operations.desk import Desk
from desk_gui.operations.own import reading as own
from desk_gui.operations.sample import office as sample
from desk_gui.storage.database import is_local
from desk_gui.storage.unit_of_work import allow_this_thread, keep_off_this_thread

ENTRANCE_SIZE = (960, 720)
Places = paths.Places


@dataclass(frozen=True)
class _Who:
    """Who need not sign in, and whether the first administrator has yet to be made.

    That is who looks at the sample data, or who has the login of the database to himself.
    """

    guest: Account | None
    nobody_yet: bool


class Program(QObject):
    """From the first click to the last: which database, who signs in, and then the window."""

    def __init__(self, app: QApplication, places: Places) -> None:
        super().__init__()
        self._app, self.places = app, places
        loaded = settings.load(places.settings)
        self._settings = loaded.settings
        self._remark = loaded.remark
        self.theme = Theme(app)
        self.theme.set(
            self._settings.theme, percent=self._settings.font_scale, density=self._settings.density
        )
        self.jobs = Jobs(self)
        self.jobs.on_trouble(self._trouble)
        self.entrance = QMainWindow()
        self.entrance.setObjectName("Entrance")
        self.entrance.setWindowTitle("Desk")
        self.entrance.resize(*(self.theme.px(side) for side in ENTRANCE_SIZE))
        self.desktop: Desktop | None = None
        self.own: OwnDesktop | None = None
        self.sign_in_page: SignIn | None = None
        self._desk: Desk | None = None
        self._doors = Doors(self, show=self._show, said=self._said)
        self._doors.opened.connect(self._opened)
        self._doors.back_wanted.connect(self._back)
        keep_off_this_thread()

    def begin(self, location: str | None) -> None:
        """Open the named database, or the last one, or ask which."""
        wanted = location or self._settings.last_database
        if wanted:
            self._doors.open(wanted)
        else:
            self.ask_database()

    def close(self) -> None:
        """Keep the preferences and end every job."""
        if self._open is not None:
            self._settings = self._open.leave()
        self._keep()
        self.jobs.close()
        if self._desk is not None:
            self._desk.database.close()
        allow_this_thread()

    @property
    def _open(self) -> Desktop | OwnDesktop | None:
        """The window of who is signed in, the whole one or the reduced one."""
        return self.desktop or self.own

    def ask_database(self, *, back: str = "") -> FirstRun:
        """A local file, a shared database, or sample data; `back` names the one that is open."""
        return self._doors.ask(back=back)

    def _ask_which(self, error: Exception) -> None:
        self._doors.ask_after(error)

    def _show(self, page: QWidget) -> None:
        self.entrance.setCentralWidget(page)
        self.entrance.show()
        page.setFocus()

    def _opened(self, desk: Desk) -> None:
        self._leave_desktop()
        if self._desk is not None and self._desk.database is not desk.database:
            self._desk.database.close()
        self._desk = desk
        self._settings = replace(
            self._settings, last_database=settings.without_password(desk.database.location)
        )
        self.jobs.write(self, self._keep, lambda _: None)
        self.jobs.read(
            self, partial(_who, desk), partial(self._next_step, desk), failed=self._ask_which
        )

    def _next_step(self, desk: Desk, who: _Who) -> None:
        if who.guest is not None:
            self._signed_in(desk, who.guest)
        elif who.nobody_yet:
            self._ask_first_administrator(desk)
        else:
            self.ask_sign_in(desk)

    def _ask_first_administrator(self, desk: Desk) -> None:
        page = FirstAdministrator(self.theme)
        page.submitted.connect(partial(self._make_first, desk, page))
        self._show(page)

    def _make_first(self, desk: Desk, page: EntrancePage, first: FirstAccount) -> None:
        new = NewAccount(
            login=first.login,
            name=first.name,
            role=Role.ADMINISTRATOR,
            email=first.email,
            password=first.password,
        )
        self.jobs.write(
            page,
            partial(accounts.make_first_administrator, desk, new),
            partial(self._signed_in, desk),
            failed=partial(self._doors.say_on, page),
        )

    def ask_sign_in(self, desk: Desk) -> SignIn:
        """Ask for login and password; another database can be chosen instead."""
        page = SignIn(self.theme, desk.database.name)
        page.submitted.connect(partial(self._sign_in, desk, page))
        page.other_wanted.connect(self._other_database)
        self.sign_in_page = page
        self._show(page)
        return page

    def _sign_in(self, desk: Desk, page: EntrancePage, login: str, password: str) -> None:
        self.jobs.write(
            page,
            partial(accounts.sign_in, desk, login, password),
            partial(self._signed_in, desk),
            failed=partial(self._doors.say_on, page),
        )

    def _signed_in(self, desk: Desk, account: Account) -> None:
        self.entrance.hide()
        signed_in = desk.signed_in_as(account.id)
        given = (signed_in, account, self.theme, self.jobs, self._settings)
        shown: Desktop | OwnDesktop
        if account.role is Role.REQUESTER:
            shown = self.own = OwnDesktop(*given)
        else:
            shown = self.desktop = Desktop(*given)
            self.desktop.sample.remove_wanted.connect(self._remove_sample)
            self.desktop.sample.work_as_wanted.connect(self.work_as)
        shown.sign_out_wanted.connect(partial(self._sign_out, desk))
        shown.other_database_wanted.connect(self._other_database)
        shown.window.closing.connect(self._app.quit)
        shown.show()
        if self._remark:
            shown.context.toasts.say(self._remark)

    def work_as(self, account: Account) -> None:
        """Go on as another person of the sample office; a real desk asks for the password."""
        desk = self._desk
        if desk is not None:
            self._leave_desktop()
            self._signed_in(desk, account)

    def _leave_desktop(self) -> None:
        left = self._open
        if left is not None:
            self._settings = left.leave()
            left.window.closing.disconnect()
            left.window.close()
            left.deleteLater()
            self.desktop = self.own = None

    def _sign_out(self, desk: Desk) -> None:
        self._leave_desktop()
        if desk.database.is_requesters:
            self.ask_database()
        else:
            self.ask_sign_in(desk)

    def _other_database(self) -> None:
        """Ask which; the window waits behind, until another database is open."""
        if self._open is None:
            self.ask_database()
            return
        self._open.window.hide()
        self.ask_database(back=self._open.context.desk.database.name)

    def _back(self) -> None:
        if self._open is not None:
            self.entrance.hide()
            self._open.window.show()

    def _remove_sample(self) -> None:
        desk = self._desk
        self._leave_desktop()
        self._settings = replace(self._settings, last_database="")
        page = self.ask_database()
        if desk is not None:
            page.show_busy(busy=True)
            work = partial(_remove_sample, desk)
            self.jobs.write(
                page, work, lambda _: page.show_busy(busy=False), failed=self._ask_which
            )

    def say_crash(self, sentence: str) -> None:
        """Say that something unexpected happened, and where it was written down."""
        if self._open is not None:
            self._open.context.toasts.say(sentence, tint=Tint.BAD)

    def _trouble(self, error: Exception) -> None:
        """What no page took."""
        sentence = self._said(error)
        if self._open is not None:
            self._open.context.toasts.say(sentence, tint=Tint.BAD)
        else:
            self.ask_database().show_trouble(sentence)

    def _said(self, error: Exception) -> str:
        """The error's own sentence where it has one, else the log's place; the log has the rest."""
        if isinstance(error, Told):
            return str(error)
        logging.getLogger(__name__).error("a job failed", exc_info=error)
        return f"Something unexpected happened; {self.places.log} says what."

    def _keep(self) -> None:
        """Keep the preferences; where that is not possible, they last until Desk is closed."""
        try:
            settings.save(self._settings, self.places.settings)
        except OSError as trouble:
            where = self.places.settings
            self._remark = f"Your preferences cannot be kept in {where}: {trouble.strerror}."


class Doors(QObject):
    """Which database: asks, connects, and says `opened` once one is open."""

    opened = Signal(object)
    back_wanted = Signal()

    def __init__(
        self,
        program: Program,
        *,
        show: Callable[[QWidget], None],
        said: Callable[[Exception], str],
    ) -> None:
        super().__init__(program)
        self._theme, self._jobs, self._places = program.theme, program.jobs, program.places
        self._show, self._said = show, said

    def ask(self, *, back: str = "") -> FirstRun:
        """Ask; `back` names the database that is open, where there is one to come back to."""
        page = FirstRun(self._theme, self._places.database, back=back)
        page.local_wanted.connect(partial(self._local, page))
        page.shared_wanted.connect(partial(self._shared, page))
        page.sample_wanted.connect(partial(self._sample, page))
        page.back_wanted.connect(self.back_wanted)
        self._show(page)
        return page

    def ask_after(self, error: Exception) -> None:
        """Ask again, and say why the last one could not be opened."""
        self.ask().show_trouble(self._said(error))

    def open(self, location: str) -> None:
        """Open a named database, or ask which where that fails."""
        if is_local(location):
            work = partial(databases.open_database, location)
            self._jobs.write(self, work, self.opened.emit, failed=self.ask_after)
        else:
            self._connect(location, self.ask_after)

    def _local(self, page: EntrancePage, path: str) -> None:
        work = databases.open_database if Path(path).exists() else databases.create
        self._work(page, partial(work, path))

    def _sample(self, page: EntrancePage) -> None:
        self._work(page, partial(sample.open_sample, self._places.sample))

    def _shared(self, page: EntrancePage, address: str) -> None:
        if passwords.stands_in(address):
            page.show_trouble("Leave the password out of the address; it is asked for.")
            return
        self._connect(address, partial(self.say_on, page))

    def _connect(self, address: str, failed: Callable[[Exception], None]) -> None:
        """Open a shared database; where it asks for a password, so do we."""
        self._jobs.write(
            self,
            partial(_open_or_create, address),
            self.opened.emit,
            failed=partial(self._not_connected, address, failed),
        )

    def _not_connected(
        self, address: str, failed: Callable[[Exception], None], error: Exception
    ) -> None:
        if not isinstance(error, PasswordRefused):
            failed(error)
            return
        page = DatabasePassword(self._theme, address)
        page.other_wanted.connect(self.ask)
        page.submitted.connect(partial(self._connect_with, page, address))
        self._show(page)

    def _connect_with(
        self,
        page: DatabasePassword,
        address: str,
        password: str,
        keep: bool,  # noqa: FBT001 - Qt's signal
    ) -> None:
        self._work(page, partial(_open_or_create, address, password, keep=keep))

    def _work(self, page: EntrancePage, work: Callable[[], Desk]) -> None:
        self._jobs.write(page, work, self.opened.emit, failed=partial(self.say_on, page))

    def say_on(self, page: EntrancePage, error: Exception) -> None:
        """Say on the page that is open why it did not work."""
        page.show_trouble(self._said(error))


def _open_or_create(address: str, password: str | None = None, *, keep: bool = False) -> Desk:
    """Open a shared database, or make its tables; a good password is kept where that is wanted."""
    if password is None:
        password = passwords.known(address)
    try:
        desk = databases.open_database(address, password)
    except NoDeskYet:
        desk = databases.create(address, password)
    if keep and password is not None:
        passwords.keep(address, password)
    return desk


def _who(desk: Desk) -> _Who:
    """Raises NotAllowed where a requester's login of the server belongs to no account in use."""
    if desk.database.is_requesters:
        return _Who(own.whose(desk), nobody_yet=False)
    return _Who(sample.guest(desk), accounts.needs_first_administrator(desk))


def _remove_sample(desk: Desk) -> None:
    desk.database.close()
    sample.remove_sample(Path(desk.database.location))


def run(location: str | None, profile: str = "") -> int:
    """Open the window and stay until it is closed; the exit code is Qt's."""
    places = paths.find(profile)
    paths.keep_font_cache(places)
    app = QApplication.instance() or QApplication(sys.argv[:1])
    program = Program(app, places)  # type: ignore[arg-type] # instance() is typed as its base
    QTimer.singleShot(0, lambda: program.begin(location))
    kept = log.Log(places.log, program.say_crash)
    code = app.exec()
    program.close()
    kept.close()
    return code
