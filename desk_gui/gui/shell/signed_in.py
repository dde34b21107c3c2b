"""What the window of a signed-in account stands on, the whole window or a requester's."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QSize, Signal
from PySide6.QtWidgets import QMainWindow

from desk_gui import settings as preferences
from desk_gui.domain.accounts import Account
from desk_gui.gui.actions import Actions
from desk_gui.gui.dialogs.messages import confirm, tell
from desk_gui.gui.jobs import Jobs
from desk_gui.gui.links import Links
from desk_gui.gui.live import Live
from desk_gui.gui.page import Context
from desk_gui.gui.shell.help import show_about, show_keys
from desk_gui.gui.shell.looks import Looks
from desk_gui.gui.theme import Theme
from desk_gui.gui.widgets.toast import Toasts
from desk_gui.operations.desk import Desk
from desk_gui.operations.effects import Effects

ROOM_FOR_FRAME = QSize(8, 40)
"""Pixels that the title bar and border of the platform take around the window."""
Undo = Callable[[Desk, str], Effects]


class SignedIn(QObject):
    """Owns what all pages share, from signing in to signing out; a subclass makes the window."""

    sign_out_wanted = Signal()
    other_database_wanted = Signal()
    window: QMainWindow

    def __init__(
        self,
        desk: Desk,
        account: Account,
        theme: Theme,
        jobs: Jobs,
        settings: preferences.Settings,
        *,
        undo: Undo,
    ) -> None:
        super().__init__()
        self._settings = settings
        actions = Actions(theme, self)
        actions.sign_in(account)
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
            undo=partial(undo, desk),
            open_link=self._links().open,
        )
        self._looks = Looks(self.context, settings.theme)

    def open_inside(self, kind: str, number: str) -> None:
        """Follow a link of this desk, such as ("ticket", "INC-12")."""
        raise NotImplementedError

    def fit_screen(self, first_size: tuple[int, int]) -> None:
        """Give the window its first size, or as much of it as the screen has."""
        room = self.window.screen().availableSize() - ROOM_FOR_FRAME
        self.window.resize(QSize(*first_size).boundedTo(room))

    def bind_help(self) -> None:
        """What tells of the program itself."""
        on = self.context.actions.on
        on("keys", partial(show_keys, self.window, self.context.actions))
        on("about", partial(show_about, self.window))

    def _links(self) -> Links:
        return Links(
            ask=lambda words, where, yes: confirm(
                self.window, words, "Open", detail=where, then=yes
            ),
            tell=lambda words: tell(self.window, words),
            inside=self.open_inside,
        )
