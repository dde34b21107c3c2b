"""The window of one signed-in account: its pages, its commands, its counts, and what is live."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QInputDialog

from desk_gui import settings as preferences
from desk_gui.domain.accounts import Account
from desk_gui.domain.catalog import CatalogItem
from desk_gui.domain.workflow import Kind
from desk_gui.gui.admin.page import AdministrationPage
from desk_gui.gui.approvals.page import WaitingPage
from desk_gui.gui.board.page import BoardPage
from desk_gui.gui.catalog.page import CatalogPage
from desk_gui.gui.charts.page import ReportsPage
from desk_gui.gui.dialogs.absence import AbsenceSheet
from desk_gui.gui.dialogs.import_file import ImportSheet, What, ask_file
from desk_gui.gui.dialogs.messages import confirm
from desk_gui.gui.dialogs.new_ticket import NewTicketForm
from desk_gui.gui.dialogs.order import OrderSheet
from desk_gui.gui.format import utc_now
from desk_gui.gui.jobs import Jobs
from desk_gui.gui.knowledge.page import KnowledgePage
from desk_gui.gui.queue.page import QueuePage
from desk_gui.gui.shell.company import Company
from desk_gui.gui.shell.finding import Finder
from desk_gui.gui.shell.learning import Learning
from desk_gui.gui.shell.majors import Majors
from desk_gui.gui.shell.sample_office import SampleOffice
from desk_gui.gui.shell.signed_in import SignedIn
from desk_gui.gui.shell.views import LiveViews
from desk_gui.gui.shell.window import Parts, Window
from desk_gui.gui.theme import Theme
from desk_gui.gui.ticket.page import TicketPage
from desk_gui.operations import search, undoing
from desk_gui.operations.desk import Desk
from desk_gui.operations.effects import Effects
from desk_gui.operations.search import View
from desk_gui.operations.time_passing import let_time_pass

FIRST_SIZE = (1280, 800)
TIME_PASSES_MS = 60_000
DECLARED = "major:declared"


class Desktop(SignedIn):
    """Owns window, pages and live feed from signing in to signing out."""

    window: Window

    def __init__(
        self,
        desk: Desk,
        account: Account,
        theme: Theme,
        jobs: Jobs,
        settings: preferences.Settings,
    ) -> None:
        super().__init__(desk, account, theme, jobs, settings, undo=undoing.undo)
        self.context.actions.use_single_keys(settings.single_keys)
        self._view: View | None = None
        self.queue = QueuePage(self.context)
        self.queue.read_ahead()
        self.ticket = TicketPage(self.context)
        self.knowledge, self.catalog = KnowledgePage(self.context), CatalogPage(self.context)
        self.reports, self.waiting = ReportsPage(self.context), WaitingPage(self.context)
        self.board, self.administration = BoardPage(self.context), AdministrationPage(self.context)
        self.window = Window(self.context, self._parts())
        self.views = LiveViews(self.context, self.window)
        self.sample = SampleOffice(self.context, self.window)
        self.company = Company(self.context, self.window)
        self.majors = Majors(self.context, self.window)
        self.learning = Learning(self.context, self)
        self._time = QTimer(self, interval=TIME_PASSES_MS)
        self._connect()

    def show(self) -> None:
        """Show the window and begin to listen for what others do."""
        self.fit_screen(FIRST_SIZE)
        sizes = self._settings.splitters.get("ListAndReader", ())
        self.window.restore(self._settings.window_geometry, tuple(sizes))
        self.window.status.show_account(self.context.account.name)
        self.window.status.show_database(self.context.desk.database.name)
        self.window.show()
        self.views.count()
        self.company.begin()
        self.majors.begin()
        self.learning.begin()
        self._time.start()
        self._let_time_pass()

    def leave(self) -> preferences.Settings:
        """Stop listening, and give back the preferences as they are now."""
        self.live.stop()
        self.company.leave()
        self.learning.leave()
        self.ticket.leave()
        self.majors.stop()
        self._time.stop()
        self.context.copies.close()
        geometry, sizes = self.window.state()
        kept = replace(
            self._settings,
            window_geometry=geometry,
            splitters={**self._settings.splitters, "ListAndReader": sizes},
        )
        kept = self.board.kept(kept)
        return self.queue.kept(self._looks.kept(self.company.notices.kept(kept)))

    def new_ticket(self, kind: Kind | None, item_id: int | None = None) -> NewTicketForm:
        """Open the form for a new ticket; the ticket is shown once it is there."""
        form = NewTicketForm(self.context, kind, self.window, item_id=item_id)
        form.opened.connect(self.window.show_ticket)
        form.open()
        return form

    def order(self, item: CatalogItem) -> OrderSheet:
        """Open the form of a catalog item; the request is shown once it is there."""
        sheet = OrderSheet(self.context, item, self.window)
        sheet.opened.connect(self.window.show_ticket)
        sheet.open()
        return sheet

    def _parts(self) -> Parts:
        pages = (
            self.queue,
            self.waiting,
            self.board,
            self.knowledge,
            self.catalog,
            self.reports,
            self.administration,
        )
        return Parts(
            pages={page.name: page for page in pages},
            reader=self.ticket,
            find=Finder(self.context, self._open_ticket, self._open_article).find,
            show_ticket=self.ticket.show_ticket,
            show_article=self.knowledge.show_article,
            show_filter=self.queue.show_filter,
        )

    def _open_ticket(self, ticket_id: int) -> None:
        self.window.show_ticket(ticket_id)

    def _open_article(self, article_id: int) -> None:
        self.window.show_article(article_id)

    def open_inside(self, kind: str, number: str) -> None:
        """Show the ticket or the article."""
        if kind == "article":
            self.window.show_article(int(number.removeprefix("KB-")))
        else:
            work = partial(search.ticket_id, self.context.desk, number)
            self.context.jobs.read(self, work, self.window.show_ticket)

    def _bind(self) -> None:
        on = self.context.actions.on
        on("new_incident", partial(self.new_ticket, Kind.INCIDENT))
        on("new_request", partial(self.new_ticket, Kind.REQUEST))
        on("away", self._say_away)
        on("sign_out", partial(self._leave_for, self.sign_out_wanted.emit))
        on("open_database", partial(self._leave_for, self.other_database_wanted.emit))
        on("save_view", self._save_view)
        on("forget_view", self._ask_forget_view)
        for what in What:
            on(f"import_{what.value}", partial(self._import, what))
        self.bind_help()

    def _leave_for(self, then: Callable[[], object]) -> None:
        """Nothing that somebody wrote is left behind unasked."""
        self.knowledge.leave(partial(self.administration.leave, then))

    def _say_away(self) -> None:
        AbsenceSheet(self.context, self.context.account, self.window).open()

    def _connect(self) -> None:
        self._bind()
        self.live.touched.connect(self._touched)
        self._time.timeout.connect(self._let_time_pass)
        self.queue.ticket_passed.connect(self._passed)
        self.ticket.at.connect(self.company.at)
        self.company.present.connect(self.ticket.show_present)
        self.live.lost.connect(lambda error: self.window.status.show_trouble(str(error)))
        self.ticket.writing_wanted.connect(self._write_about)
        self.catalog.order_wanted.connect(self.order)
        self.window.view_wanted.connect(self._show_view)
        self.window.page_shown.connect(self.majors.page_shown)
        self.majors.banner.opened.connect(self.window.show_ticket)
        self.majors.banner.all_wanted.connect(partial(self.window.show_filter, DECLARED))
        self.window.search_wanted.connect(self.window.show_filter)

    def _write_about(self, ticket_id: int) -> None:
        self.window.show_page(self.knowledge.name)
        self.knowledge.write_from_ticket(ticket_id)

    def _passed(self, ticket_id: int) -> None:
        """Read along beside the list; where the reader would replace it, the list stays."""
        if not self.window.is_narrow():
            self.ticket.show_ticket(ticket_id)

    def _let_time_pass(self) -> None:
        """End holds and close resolved tickets whose time has come, whoever's desk is open."""
        jobs, desk = self.context.jobs, self.context.desk
        lost = self.live.lost.emit
        jobs.write(self, partial(let_time_pass, desk), self._passed_by_itself, failed=lost)

    def _passed_by_itself(self, effects: Effects | None) -> None:
        if effects is not None:
            self.live.announce(effects)

    def _touched(self, effects: Effects) -> None:
        self.window.status.show_trouble("")
        now = utc_now().astimezone()
        self.window.status.show_saved(f"saved {now:%H:%M}")
        if effects.tickets or effects.people or effects.settings:
            self.views.count()

    def _save_view(self) -> None:
        dialog = QInputDialog(self.window)
        dialog.setObjectName("SaveView")
        dialog.setWindowTitle("Save this filter")
        dialog.setLabelText("Name of the view")
        dialog.textValueSelected.connect(self._save_view_as)
        dialog.open()

    def _save_view_as(self, name: str) -> None:
        typed, sort = self.queue.filter_and_sort()
        work = partial(search.save_view, self.context.desk, name, typed, sort)
        self.context.do(self, work, said=f"Saved as “{name}”.")

    def _show_view(self, key: str) -> None:
        self._view = self.views.view(key)
        self.queue.show_view(self._view)

    def _ask_forget_view(self) -> None:
        view = self._view
        if view is None or view.id is None:
            self.context.toasts.say("Choose one of your saved views first.")
            return
        forget = partial(search.remove_view, self.context.desk, view.id)
        confirm(
            self.window,
            f"Forget the view “{view.name}”?",
            "Forget it",
            detail="Its tickets stay as they are.",
            then=lambda: self.context.do(self, forget, said=f"“{view.name}” is forgotten."),
            dangerous=True,
        )

    def _import(self, what: What) -> None:
        path = ask_file(what, self.window)
        if path is not None:
            ImportSheet(self.context, what, path, self.window).open()
