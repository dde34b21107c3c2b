"""What one is told while the window is open: the bell, its list, and toasts for what is new."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QApplication

from desk_gui.domain.accounts import Right
from desk_gui.gui.dialogs.changing import say
from desk_gui.gui.format import NOTICES, Tint, count
from desk_gui.gui.page import Context
from desk_gui.gui.shell.bell import NoticePanel
from desk_gui.gui.shell.window import Window
from desk_gui.gui.widgets.toast import MOST
from desk_gui.operations import notices
from desk_gui.operations.notices import Notice, Unread
from desk_gui.settings import Settings


class Notices(QObject):
    """`ticket_wanted` carries the ticket of a notice that was opened."""

    ticket_wanted = Signal(int)

    def __init__(self, context: Context, window: Window) -> None:
        super().__init__(window)
        self._context, self._window = context, window
        self._unread: Unread | None = None
        self._newest = 0
        self._quiet = frozenset(context.settings.quiet_notices)
        self.panel = NoticePanel(context.theme, window)
        self.panel.show_quiet(self._quiet)
        self.panel.opened.connect(self._open)
        self.panel.read.connect(lambda notice: self._mark([notice.id]))
        self.panel.all_read.connect(partial(self._mark, None))
        self.panel.quiet_changed.connect(self._keep_quiet)
        context.actions.on("notices", self.open)
        works_here = context.account.may(Right.WORK_ON_TICKETS)
        window.top.bell.setVisible(works_here)
        window.top.bell.clicked.connect(self.open)

    def open(self) -> None:
        """Open the list below the bell."""
        bell = self._window.top.bell
        self._read(None)
        self.panel.open_below(bell.mapToGlobal(QPoint(bell.width(), bell.height())))

    def heard(self, unread: Unread) -> None:
        """Show how many are unread; read what is new, and pop it up.

        What was unread when the window opened does not pop up.
        """
        if unread == self._unread:
            return
        first, self._unread = self._unread is None, unread
        self._window.top.bell.show_count(unread.count)
        before, self._newest = self._newest, max(self._newest, unread.newest)
        if first:
            return
        if self._newest > before:
            self._read(before)
        elif self.panel.isVisible():
            self._read(None)

    def kept(self, settings: Settings) -> Settings:
        """The preferences with the kinds that do not pop up."""
        return replace(settings, quiet_notices=tuple(sorted(self._quiet)))

    def _read(self, after: int | None) -> None:
        """Read the list, and pop up what came after a notice."""
        self._context.jobs.read(
            self,
            partial(notices.notices, self._context.desk),
            partial(self._found, after),
            failed=partial(say, self._context),
        )

    def _found(self, after: int | None, found: Sequence[Notice]) -> None:
        self.panel.show_notices(found)
        if after is None:
            return
        new = [one for one in found if one.id > after and not one.is_read]
        shown = [one for one in new if one.what.value not in self._quiet]
        most = MOST if len(shown) <= MOST else MOST - 1
        for one in reversed(shown[:most]):
            look_at = None if one.ticket_id is None else partial(self._open, one)
            bad = NOTICES[one.what].tint is Tint.BAD
            tint = Tint.BAD if bad else Tint.ACCENT
            self._context.toasts.say(toast_words(one), tint=tint, look_at=look_at)
        if len(shown) > most:
            more = f"And {count(len(shown) - most, 'more notice')}."
            self._context.toasts.say(more, tint=Tint.ACCENT, look_at=self.open)
        if shown:
            QApplication.alert(self._window)

    def _open(self, notice: Notice) -> None:
        self._mark([notice.id])
        if notice.ticket_id is not None:
            self.ticket_wanted.emit(notice.ticket_id)

    def _mark(self, ids: Sequence[int] | None) -> None:
        self._context.jobs.write(
            self,
            partial(notices.mark_read, self._context.desk, ids),
            lambda _: self._marked(),
            failed=partial(say, self._context),
        )

    def _marked(self) -> None:
        self._context.live.look()
        self._read(None)

    def _keep_quiet(self, kinds: frozenset[str]) -> None:
        self._quiet = kinds


def toast_words(notice: Notice) -> str:
    """A notice as a toast says it: which ticket, and the newest of what happened."""
    newest = notice.text.split("\n")[-1]
    return newest if notice.number in newest else f"{notice.number}: {newest}"
