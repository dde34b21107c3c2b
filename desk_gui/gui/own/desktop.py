"""The window of a signed-in requester, from signing in to signing out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import NoReturn

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desk_gui import settings as preferences
from desk_gui.domain.accounts import Account
from desk_gui.domain.catalog import CatalogItem
from desk_gui.domain.errors import NotPossible, sentence
from desk_gui.gui.dialogs.messages import tell
from desk_gui.gui.jobs import Jobs
from desk_gui.gui.own.article import ArticlePage, ArticleSheet
from desk_gui.gui.own.deciding import DecidingPage
from desk_gui.gui.own.home import HomePage
from desk_gui.gui.own.report import ReportSheet
from desk_gui.gui.own.shop import OwnOrderSheet, ShopPage
from desk_gui.gui.own.ticket import OwnTicketPage
from desk_gui.gui.own.window import OwnWindow
from desk_gui.gui.shell.signed_in import SignedIn
from desk_gui.gui.theme import Theme
from desk_gui.operations.desk import Desk
from desk_gui.operations.effects import Effects
from desk_gui.operations.live import Pulse
from desk_gui.operations.notices import Unread
from desk_gui.operations.own import reading
from desk_gui.operations.own.reading import OwnList, OwnPage

FIRST_SIZE = (1080, 800)


class OwnDesktop(SignedIn):
    """Owns window, pages and what is live; binds the few commands that a requester has."""

    window: OwnWindow

    def __init__(
        self,
        desk: Desk,
        account: Account,
        theme: Theme,
        jobs: Jobs,
        settings: preferences.Settings,
    ) -> None:
        super().__init__(desk, account, theme, jobs, settings, undo=_cannot_undo)
        self._known = OwnList(())
        self.home, self.shop = HomePage(self.context), ShopPage(self.context)
        self.ticket, self.article = OwnTicketPage(self.context), ArticlePage(self.context)
        self.deciding = DecidingPage(self.context)
        self.window = OwnWindow(
            self.context, self.home, (self.shop, self.ticket, self.article, self.deciding)
        )
        self._bind()
        self._connect()

    def show(self) -> None:
        """Show the window and begin to follow one's own tickets."""
        self.fit_screen(FIRST_SIZE)
        self.window.restore(self._settings.window_geometry)
        self.window.show()
        self.live.watch(self._ask)

    def leave(self) -> preferences.Settings:
        """Stop following, and give back the preferences as they are now."""
        self.live.stop()
        self.context.copies.close()
        kept = replace(self._settings, window_geometry=self.window.state())
        return self._looks.kept(kept)

    def report(self, title: str = "", text: str = "") -> ReportSheet:
        """Open the three fields; the ticket is shown once it is there."""
        sheet = ReportSheet(self.context, self.window, title=title, text=text)
        sheet.opened.connect(self.show_ticket)
        sheet.open()
        return sheet

    def order(self, item: CatalogItem) -> OwnOrderSheet:
        """Open the form of an item; the request is shown once it is there."""
        sheet = OwnOrderSheet(self.context, item, self.window)
        sheet.opened.connect(self.show_ticket)
        sheet.open()
        return sheet

    def show_ticket(self, ticket_id: int) -> None:
        """Show one of one's own tickets."""
        self.ticket.show_ticket(ticket_id)
        self.window.show_page(self.ticket)

    def show_article(self, article_id: int) -> None:
        """Show an article; over a form that is open, so that nothing typed is lost."""
        over = QApplication.activeModalWidget()
        if over is not None:
            ArticleSheet(self.context, article_id, over).open()
            return
        self.article.show_article(article_id)
        self.window.show_page(self.article)

    def show_shop(self) -> None:
        """Show what can be ordered, as it is now."""
        self.shop.refresh(None)
        self.window.show_page(self.shop)

    def show_decisions(self) -> None:
        """Show what waits for one's own decision, as it is now."""
        self.deciding.refresh(None)
        self.window.show_page(self.deciding)

    def _ask(self) -> Pulse:
        """Runs in a job, one at a time: what became of one's own tickets since the last time."""
        before, now = self._known, reading.tickets(self.context.desk)
        self._known = now
        return Pulse(0, _touched(before, now), Unread())

    def open_inside(self, kind: str, number: str) -> None:
        """Show the article, or the ticket where it is one's own."""
        thing = int(number.partition("-")[2])
        if kind == "article":
            self.show_article(thing)
            return
        self.context.jobs.read(
            self,
            partial(reading.ticket, self.context.desk, thing),
            self._is_own,
            failed=lambda error: tell(self.window, sentence(error)),
        )

    def _is_own(self, page: OwnPage) -> None:
        self.show_ticket(page.ticket.id)

    def _bind(self) -> None:
        acts: dict[str, Callable[[], object]] = {
            "report": self.report,
            "order": self.show_shop,
            "home": lambda: self.window.show_page(self.home),
            "back": self.window.go_back,
            "find_help": self._find_help,
            "refresh": self._read_again,
            "sign_out": self.sign_out_wanted.emit,
            "open_database": self.other_database_wanted.emit,
            "quit": self.window.close,
        }
        for name, act in acts.items():
            self.context.actions.on(name, act)
        self.bind_help()

    def _connect(self) -> None:
        self.home.report_wanted.connect(self.report)
        self.home.order_wanted.connect(self.show_shop)
        self.home.decide_wanted.connect(self.show_decisions)
        self.shop.order_wanted.connect(self.order)
        for page in (self.home, self.shop, self.ticket, self.article):
            page.ticket_wanted.connect(self.show_ticket)
            page.article_wanted.connect(self.show_article)
        self.ticket.again_wanted.connect(
            lambda number: self.report("", f"It is about {number} again.\n")
        )
        self.live.lost.connect(lambda error: self.window.bar.trouble.setText(str(error)))
        self.live.pulsed.connect(lambda _: self.window.bar.trouble.setText(""))

    def _find_help(self) -> None:
        self.window.show_page(self.home)
        self.home.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.home.search.selectAll()

    def _read_again(self) -> None:
        page = self.window.pages.currentWidget()
        for known in (self.home, self.shop, self.ticket, self.article, self.deciding):
            if known is page:
                known.refresh(None)


def _cannot_undo(_desk: Desk, _entry: str) -> NoReturn:
    raise NotPossible("This cannot be taken back here; write an answer instead.")


def _touched(before: OwnList, now: OwnList) -> Effects | None:
    if before == now:
        return None
    known, found = ({one.id: one for one in each.tickets} for each in (before, now))
    changed = {one for one in known.keys() | found.keys() if known.get(one) != found.get(one)}
    return Effects(tickets=frozenset(changed))
