"""Who else is at the ticket now, and who follows it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QVBoxLayout, QWidget

from desk_gui.domain.accounts import Right
from desk_gui.domain.collaboration import Activity
from desk_gui.gui.dialogs.watch import WatchDialog
from desk_gui.gui.format import short_moment
from desk_gui.gui.icons import Icon
from desk_gui.gui.page import Context
from desk_gui.gui.theme import look
from desk_gui.gui.ticket.meanwhile import names
from desk_gui.gui.widgets.icon_label import IconLabel
from desk_gui.gui.widgets.pool import Pool
from desk_gui.gui.widgets.text_label import ElidedLabel, TextLabel, plain_tip
from desk_gui.operations import watching
from desk_gui.operations.presence import Present
from desk_gui.operations.show import TicketPage, Watcher

AVATARS = 4
DOES = {Activity.ANSWERING: "answering", Activity.VIEWING: "looking at this"}


class PresentLine(QWidget):
    """Initials of the others who are at the ticket, and what they do there in words."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.setObjectName("PresentLine")
        px = context.theme.px
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(8))
        faces = QHBoxLayout()
        faces.setSpacing(px(4))
        self.faces = Pool(faces, partial(TextLabel, "", "avatar", self))
        self.words = TextLabel("", "", self).wrapping()
        self.words.setObjectName("Present")
        row.addLayout(faces)
        row.addWidget(self.words, 1)
        self.hide()

    def show_present(self, present: Sequence[Present]) -> None:
        """Show who is there; a screen reader hears of it."""
        words = present_words(present)
        now = self._context.desk.clock()
        since = (f"{one.name}, since {short_moment(one.since, now)}" for one in present)
        tip = plain_tip("\n".join(since))
        self.words.setToolTip(tip)
        if words == self.words.text():
            return
        for face, one in self.faces.each(present[:AVATARS]):
            face.setText(initials(one.name))
            answers = one.activity is Activity.ANSWERING
            look(face, "avatar-warn" if answers else "avatar")
        self.words.setText(words)
        self.setAccessibleName(words)
        self.setVisible(bool(words))
        if words:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.words, words))


class Together(QWidget):
    """The others who are there now, then the watchers and how to become one."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._shown: TicketPage | None = None
        self.setObjectName("Together")
        self.setAccessibleName("Others")
        self.present = PresentLine(context, self)
        self.watchers = ElidedLabel("", "small", self)
        self.watchers.setObjectName("Watchers")
        self.watch = self._link("Watch", "Watch")
        self.watch.clicked.connect(self.toggle)
        self.change = self._link("ChangeWatchers", "Change…")
        self.change.setAccessibleName("Change who watches")
        self._menu = QMenu(self.change)
        self._menu.setObjectName("WatchersMenu")
        self._menu.aboutToShow.connect(self.fill_menu)
        self.change.setMenu(self._menu)
        self._arrange()

    def show_ticket(self, shown: TicketPage) -> None:
        """Show who watches this ticket."""
        self._shown = shown
        works_here = self._context.account.may(Right.WORK_ON_TICKETS)
        self.setVisible(works_here)
        self._context.actions.allow("watch", works_here)
        words = watchers_words(shown.watchers, self._context.account.id)
        self.watchers.setText(words)
        self.watch.setText("Stop watching" if self._is_watching() else "Watch")
        self.watch.setAccessibleName(self.watch.text())

    def leave(self) -> None:
        """Show no ticket."""
        self._shown = None
        self.show_present(())
        self._context.actions.allow("watch", False, "There is nothing to do this to.")

    def show_present(self, present: Sequence[Present]) -> None:
        """Show who else is at the ticket now."""
        self.present.show_present(present)

    def toggle(self) -> None:
        """Watch the ticket, or watch it no longer."""
        if self._shown is None:
            return
        desk, ticket = self._context.desk, self._shown.ticket
        if self._is_watching():
            operation, said = watching.unwatch, f"You no longer watch {ticket.number}."
        else:
            operation, said = watching.watch, f"You watch {ticket.number}."
        self._context.do(self, partial(operation, desk, ticket.id), said=said)

    def fill_menu(self) -> None:
        """Offer to add a colleague, and to take off those who watch."""
        self._menu.clear()
        add = self._menu.addAction("Add a colleague…")
        add.setObjectName("AddWatcher")
        add.triggered.connect(self.ask_whom)
        for one in self._shown.watchers if self._shown else ():
            if one.id != self._context.account.id:
                off = self._menu.addAction(f"Take {one.name} off")
                off.triggered.connect(partial(self._take_off, one))

    def ask_whom(self) -> None:
        """Ask which colleague is to watch the ticket."""
        if self._shown is not None:
            WatchDialog(self._context, self._shown, self).open()

    def _take_off(self, one: Watcher, _: object = None) -> None:
        if self._shown is not None:
            ticket = self._shown.ticket
            work = partial(watching.unwatch, self._context.desk, ticket.id, one.id)
            said = f"{one.name} no longer watches {ticket.number}."
            self._context.do(self, work, said=said)

    def _is_watching(self) -> bool:
        me = self._context.account.id
        return self._shown is not None and any(one.id == me for one in self._shown.watchers)

    def _link(self, name: str, words: str) -> QPushButton:
        button = QPushButton(words, self)
        button.setObjectName(name)
        look(button, "link")
        return button

    def _arrange(self) -> None:
        theme = self._context.theme
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        row.addWidget(IconLabel(theme, Icon.EYE, parent=self))
        row.addWidget(self.watchers, 1)
        row.addWidget(self.watch)
        row.addWidget(self.change)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        column.addWidget(self.present)
        column.addLayout(row)


def present_words(present: Sequence[Present]) -> str:
    """What the others do, as a sentence: “Tom is answering · Sofia is looking at this”."""
    parts = []
    for activity, does in DOES.items():
        people = [one.name for one in present if one.activity is activity]
        if people:
            parts.append(f"{names(people)} {'is' if len(people) == 1 else 'are'} {does}")
    return " · ".join(parts)


def watchers_words(watchers: Sequence[Watcher], me: int) -> str:
    """Who watches, oneself first: “You and Tom watch this”."""
    people = [one.name for one in watchers if one.id != me]
    if len(people) < len(watchers):
        people.insert(0, "you")
    if not people:
        return "Nobody watches this"
    said = names(people)
    watch = "watch" if len(people) > 1 or people == ["you"] else "watches"
    return f"{said[0].upper()}{said[1:]} {watch} this"


def initials(name: str) -> str:
    """Up to two letters that stand for a name."""
    words = name.split()
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper() or "?"
