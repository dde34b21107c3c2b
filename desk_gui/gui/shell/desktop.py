"""The window of one signed-in account: its pages, its commands, its counts, and what is live."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QInputDialog

from desk_gui import settings as preferences
from desk_gui.domain.accounts import Account
from desk_gui.domain.workflow import Kind
from desk_gui.gui.actions import Actions
from desk_gui.gui.admin.page import AdministrationPage
from desk_gui.gui.catalog.page import CatalogPage
from desk_gui.gui.charts.page import ReportsPage
from desk_gui.gui.dialogs.import_file import ImportSheet, What, ask_file
from desk_gui.gui.dialogs.messages import confirm, tell
from desk_gui.gui.dialogs.new_ticket import NewTicketForm
from desk_gui.gui.format import ROLES, utc_now
from desk_gui.gui.icons import Icon
from desk_gui.gui.jobs import Jobs
from desk_gui.gui.knowledge.page import KnowledgePage
from desk_gui.gui.links import Links
from desk_gui.gui.live import Live
from desk_gui.gui.page import Context
from desk_gui.gui.queue.page import QueuePage
from desk_gui.gui.shell.help import show_about, show_keys
from desk_gui.gui.shell.quick_open import Line
from desk_gui.gui.shell.views import LiveViews
from desk_gui.gui.shell.window import Parts, Window
from desk_gui.gui.theme import Theme
from desk_gui.gui.ticket.page import TicketPage
from desk_gui.gui.widgets.toast import Toasts
from desk_gui.operations import accounts, knowledge, live, search, undoing
from desk_gui.operations.desk import Desk
from desk_gui.operations.effects import Effects
from desk_gui.operations.sample import office as sample
from desk_gui.operations.search import Hit
from desk_gui.operations.time_passing import let_time_pass

FIRST_SIZE = (1280, 800)
STEP_PERCENT = 10
TIME_PASSES_MS = 60_000


class Desktop(QObject):
    """Owns window, pages and live feed from signing in to signing out."""

    sign_out_wanted = Signal()
    other_database_wanted = Signal()
    remove_sample_wanted = Signal()
    work_as_wanted = Signal(object)

    def __init__(
        self,
        desk: Desk,
        account: Account,
        theme: Theme,
        jobs: Jobs,
        settings: preferences.Settings,
    ) -> None:
        super().__init__()
        self._account, self._settings = account, settings
        actions = Actions(theme, self)
        actions.sign_in(account)
        actions.use_single_keys(settings.single_keys)
        self.live = Live(jobs, self)
        self.context = Context(
            desk=desk,
            account=account,
            jobs=jobs,
            live=self.live,
            theme=theme,
            toasts=Toasts(theme, self),
            settings=settings,
            actions=actions,
            undo=partial(undoing.undo, desk),
            open_link=self._links().open,
        )
        self.queue = QueuePage(self.context)
        self.ticket = TicketPage(self.context)
        self.knowledge = KnowledgePage(self.context)
        self.catalog = CatalogPage(self.context)
        self.reports = ReportsPage(self.context)
        self.administration = AdministrationPage(self.context)
        self.window = Window(self.context, self._parts())
        self.views = LiveViews(self.context, self.window)
        self._time = QTimer(self)
        self._time.setInterval(TIME_PASSES_MS)
        self._time.timeout.connect(self._let_time_pass)
        self._bind()
        self._connect()

    def show(self) -> None:
        """Show the window and begin to listen for what others do."""
        self.window.resize(*FIRST_SIZE)
        sizes = self._settings.splitters.get("ListAndReader", ())
        self.window.restore(self._settings.window_geometry, tuple(sizes))
        self.window.status.show_database(self.context.desk.database.name)
        self.window.show()
        self.views.count()
        jobs, desk = self.context.jobs, self.context.desk
        jobs.read(self, partial(live.newest, desk), self._watch)
        self._time.start()
        self._let_time_pass()

    def leave(self) -> preferences.Settings:
        """Stop listening, and give back the preferences as they are now."""
        self.live.stop()
        self._time.stop()
        geometry, sizes = self.window.state()
        theme = self.context.theme
        return replace(
            self._settings,
            window_geometry=geometry,
            splitters={**self._settings.splitters, "ListAndReader": sizes},
            font_scale=theme.percent,
            density=theme.density,
        )

    def new_ticket(self, kind: Kind | None, item_id: int | None = None) -> NewTicketForm:
        """Open the form for a new ticket; the ticket is shown once it is there."""
        form = NewTicketForm(self.context, kind, self.window, item_id=item_id)
        form.opened.connect(self.window.show_ticket)
        form.open()
        return form

    def _parts(self) -> Parts:
        pages = (self.queue, self.knowledge, self.catalog, self.reports, self.administration)
        return Parts(
            pages={page.name: page for page in pages},
            reader=self.ticket,
            find=self._find,
            show_ticket=self.ticket.show_ticket,
            show_article=self.knowledge.show_article,
            show_filter=self.queue.show_filter,
        )

    def _links(self) -> Links:
        return Links(
            ask=lambda words, where, yes: confirm(
                self.window, words, "Open", detail=where, then=yes
            ),
            tell=lambda words: tell(self.window, words),
            inside=self._open_inside,
        )

    def _open_inside(self, kind: str, number: str) -> None:
        if kind == "article":
            self.window.show_article(int(number.removeprefix("KB-")))
        else:
            work = partial(search.ticket_id, self.context.desk, number)
            self.context.jobs.read(self, work, self.window.show_ticket)

    def _bind(self) -> None:
        on = self.context.actions.on
        on("new_incident", partial(self.new_ticket, Kind.INCIDENT))
        on("new_request", partial(self.new_ticket, Kind.REQUEST))
        on("sign_out", partial(self.knowledge.leave, self.sign_out_wanted.emit))
        on("open_database", partial(self.knowledge.leave, self.other_database_wanted.emit))
        on("save_view", self._save_view)
        for what in What:
            on(f"import_{what.value}", partial(self._import, what))
        on("keys", partial(show_keys, self.window, self.context.actions))
        on("about", partial(show_about, self.window))
        for word in preferences.Theme:
            if word is not preferences.Theme.SYSTEM:
                on(f"look_{word.value}", partial(self._look, word))
        on("look_system", partial(self._look, preferences.Theme.SYSTEM))
        on("text_larger", partial(self._scale, STEP_PERCENT))
        on("text_smaller", partial(self._scale, -STEP_PERCENT))
        on("text_normal", partial(self._scale, 0))
        on("rows_comfortable", partial(self._pack, preferences.Density.COMFORTABLE))
        on("rows_compact", partial(self._pack, preferences.Density.COMPACT))
        jobs, desk = self.context.jobs, self.context.desk
        jobs.read(self, partial(sample.is_sample, desk), self._bind_sample)

    def _bind_sample(self, is_sample: bool) -> None:  # noqa: FBT001 - a fact
        """What only made-up people allow: to be taken away, and to be somebody else."""
        if is_sample:
            on = self.context.actions.on
            on("remove_sample", self._ask_remove_sample)
            on("work_as", self._ask_who)

    def _ask_who(self) -> None:
        work = partial(accounts.accounts, self.context.desk)
        self.context.jobs.read(self, work, self._choose_who)

    def _choose_who(self, people: list[Account]) -> None:
        named = {f"{person.name}, {ROLES[person.role].lower()}": person for person in people}
        words, chosen = QInputDialog.getItem(
            self.window,
            "Work as somebody else",
            "Whom",
            list(named),
            0,
            False,
        )
        if chosen:
            self.work_as_wanted.emit(named[words])

    def _connect(self) -> None:
        self.live.touched.connect(self._touched)
        self.queue.ticket_passed.connect(self._passed)
        self.live.lost.connect(lambda error: self.window.status.show_trouble(str(error)))
        self.catalog.order_wanted.connect(partial(self.new_ticket, Kind.REQUEST))
        self.window.view_wanted.connect(lambda key: self.queue.show_view(self.views.view(key)))
        self.window.search_wanted.connect(self.window.show_filter)

    def _passed(self, ticket_id: int) -> None:
        """Read along beside the list; where the reader would replace it, the list stays."""
        if not self.window.is_narrow():
            self.ticket.show_ticket(ticket_id)

    def _watch(self, newest: int) -> None:
        seen = [newest]

        def ask() -> Effects | None:
            seen[0], effects = live.changes_since(self.context.desk, seen[0])
            return effects

        self.live.watch(ask)

    def _let_time_pass(self) -> None:
        """End holds and close resolved tickets whose time has come, whoever's desk is open."""
        jobs, desk = self.context.jobs, self.context.desk
        jobs.write(self, partial(let_time_pass, desk), self._passed_by_itself)

    def _passed_by_itself(self, effects: Effects | None) -> None:
        if effects is not None:
            self.live.announce(effects)

    def _touched(self, effects: Effects) -> None:
        self.window.status.show_trouble("")
        now = utc_now().astimezone()
        self.window.status.show_saved(f"saved {now:%H:%M}")
        if effects.tickets or effects.people or effects.settings:
            self.views.count()

    def _find(self, words: str, done: Callable[[Sequence[Line]], None]) -> None:
        work = partial(_search, self.context.desk, words)
        self.context.jobs.read(
            self, work, lambda hits: done(_lines(self.window, *hits)), key="find"
        )

    def _look(self, word: preferences.Theme) -> None:
        self._settings = replace(self._settings, theme=word)
        self.context.theme.set(word)

    def _scale(self, step: int) -> None:
        percent = self.context.theme.percent + step if step else preferences.SMALLEST_FONT
        percent = min(max(percent, preferences.SMALLEST_FONT), preferences.LARGEST_FONT)
        self.context.theme.set(self._settings.theme, percent=percent)

    def _pack(self, density: preferences.Density) -> None:
        self.context.theme.set(self._settings.theme, density=density)

    def _save_view(self) -> None:
        name, chosen = QInputDialog.getText(self.window, "Save this filter", "Name of the view")
        if chosen:
            typed, sort = self.queue.filter_and_sort()
            work = partial(search.save_view, self.context.desk, name, typed, sort)
            self.context.do(self, work, said=f"Saved as “{name}”.")

    def _import(self, what: What) -> None:
        path = ask_file(what, self.window)
        if path is not None:
            ImportSheet(self.context, what, path, self.window).open()

    def _ask_remove_sample(self) -> None:
        confirm(
            self.window,
            "Remove the sample data?",
            "Remove it",
            detail="The sample database is deleted; your own databases are not touched.",
            then=self.remove_sample_wanted.emit,
            dangerous=True,
        )


def _search(desk: Desk, words: str) -> tuple[list[Hit], list[Hit]]:
    return search.find_tickets(desk, words, 6), knowledge.find_hits(desk, words, 4)


def _lines(window: Window, tickets: list[Hit], articles: list[Hit]) -> list[Line]:
    lines = [
        Line(
            f"ticket:{hit.id}",
            hit.title,
            partial(window.show_ticket, hit.id),
            hit.number,
            Icon.INBOX,
        )
        for hit in tickets
    ]
    return lines + [
        Line(
            f"article:{hit.id}",
            hit.title,
            partial(window.show_article, hit.id),
            hit.number,
            Icon.BOOK_OPEN,
        )
        for hit in articles
    ]
