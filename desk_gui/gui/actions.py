"""Every command of the window once: words, icon, keys, who may.

Menus, buttons, the palette and the sheet of keys are all made from this list. A command exists
for a person once somebody said `on(name, act)`; without that it is shown nowhere. Commands of the
scope LIST are single keys: they work only where `attach` put them (the queue's list and the
ticket's reader), never where somebody types, and can be switched off.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import partial

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QPushButton, QWidget

from desk_gui.domain.accounts import Account, Right
from desk_gui.gui.icons import Icon
from desk_gui.gui.theme import Theme, look
from desk_gui.gui.widgets.text_label import plain_tip


class Scope(StrEnum):
    """Where a command's keys work."""

    WINDOW = "window"
    LIST = "list"


class Menu(StrEnum):
    """The menu a command stands in."""

    FILE = "File"
    EDIT = "Edit"
    VIEW = "View"
    TICKET = "Ticket"
    HELP = "Help"


@dataclass(frozen=True)
class Command:
    """One thing a person can do."""

    name: str
    words: str
    menu: Menu
    icon: Icon | None = None
    keys: str = ""
    scope: Scope = Scope.WINDOW
    right: Right | None = None
    tip: str = ""


_WORK, _LIST, _MAJOR = Right.WORK_ON_TICKETS, Scope.LIST, Right.DECLARE_MAJOR
_T, _V, _F = Menu.TICKET, Menu.VIEW, Menu.FILE
COMMANDS: tuple[Command, ...] = (
    Command("new_incident", "New incident", _F, Icon.PLUS, "Ctrl+N", tip="Something is broken"),
    Command(
        "new_request", "New request", _F, Icon.PLUS, "Ctrl+Shift+N", tip="Something is asked for"
    ),
    Command("report", "Report a disruption…", _F, Icon.LIFE_BUOY, "Ctrl+D"),
    Command("order", "Order something…", _F, Icon.PACKAGE, "Ctrl+O"),
    Command("import_tickets", "Import tickets…", _F, Icon.UPLOAD, right=Right.IMPORT),
    Command("import_articles", "Import articles…", _F, Icon.UPLOAD, right=Right.IMPORT),
    Command("remove_sample", "Remove the sample data…", _F, Icon.TRASH_2, right=Right.IMPORT),
    Command("open_database", "Open another database…", _F, Icon.DATABASE),
    Command("work_as", "Work as somebody else…", _F, Icon.USERS),
    Command("away", "I am away…", _F, Icon.CALENDAR, tip="Say who decides approvals meanwhile"),
    Command("sign_out", "Sign out", _F, Icon.LOG_OUT),
    Command("quit", "Quit Desk", _F, None, "Ctrl+Q"),
    Command("find_help", "Search for help", Menu.EDIT, Icon.SEARCH, "Ctrl+L"),
    Command("find", "Find in this page", Menu.EDIT, Icon.SEARCH, "Ctrl+F"),
    Command("palette", "Search or do anything…", Menu.EDIT, Icon.SEARCH, "Ctrl+K"),
    Command("undo", "Undo the last change", Menu.EDIT, Icon.UNDO_2, "Ctrl+Z"),
    Command("home", "Start page", _V, Icon.INBOX, "Alt+Home"),
    Command("back", "Back", _V, Icon.ARROW_LEFT, "Alt+Left"),
    Command("show_queue", "Queue", _V, Icon.INBOX, "Ctrl+1"),
    Command("show_knowledge", "Knowledge", _V, Icon.BOOK_OPEN, "Ctrl+2"),
    Command("show_catalog", "Catalog", _V, Icon.PACKAGE, "Ctrl+3"),
    Command("show_reports", "Reports", _V, Icon.CHART_COLUMN, "Ctrl+4"),
    Command("show_administration", "Administration", _V, Icon.SETTINGS, "Ctrl+5"),
    Command("show_waiting_for_me", "Waiting for me", _V, Icon.THUMBS_UP, "Ctrl+6"),
    Command("show_tasks", "Tasks", _V, Icon.LIST_CHECKS, "Ctrl+7"),
    Command("refresh", "Read again", _V, Icon.REFRESH_CW, "F5"),
    Command("look_system", "Look like the system", _V, Icon.MONITOR),
    Command("look_light", "Light look", _V, Icon.SUN),
    Command("look_dark", "Dark look", _V, Icon.MOON),
    Command("look_contrast", "High contrast look", _V, Icon.EYE),
    Command("text_larger", "Larger text", _V, Icon.PLUS, "Ctrl++"),
    Command("text_smaller", "Smaller text", _V, None, "Ctrl+-"),
    Command("text_normal", "Text at 100 %", _V, None, "Ctrl+0"),
    Command("rows_comfortable", "Comfortable rows", _V),
    Command("rows_compact", "Compact rows", _V),
    Command("notices", "Notices", _V, Icon.BELL, "F8", right=_WORK),
    Command("toggle_sidebar", "Show or hide the sidebar", _V, Icon.PANEL_LEFT, "Ctrl+B"),
    Command("toggle_reader", "Show or hide the reader", _V, Icon.PANEL_RIGHT, "Ctrl+Shift+R"),
    Command("next_pane", "Next part of the window", _V, None, "F6"),
    Command("save_view", "Save this filter as a view…", _V, Icon.SAVE),
    Command("forget_view", "Forget this saved view…", _V, Icon.TRASH_2),
    Command("next_ticket", "Next ticket", _T, Icon.ARROW_DOWN, "J", _LIST),
    Command("previous_ticket", "Previous ticket", _T, Icon.ARROW_UP, "K", _LIST),
    Command("take", "Assign to me", _T, Icon.USER_CHECK, "I", _LIST, _WORK),
    Command("assign", "Assign…", _T, Icon.USER_PLUS, "A", _LIST, _WORK),
    Command("start", "Start work", _T, Icon.PLAY, "S", _LIST, _WORK),
    Command("hold", "Put on hold…", _T, Icon.PAUSE, "H", _LIST, _WORK),
    Command("resolve", "Resolve or fulfil…", _T, Icon.CHECK, "E", _LIST, _WORK),
    Command("close_ticket", "Close", _T, Icon.LOCK, "", _LIST, _WORK),
    Command("cancel_ticket", "Cancel ticket…", _T, Icon.X, "", _LIST),
    Command("approve", "Approve", _T, Icon.THUMBS_UP, "", _LIST, Right.APPROVE),
    Command("reject", "Reject…", _T, Icon.THUMBS_DOWN, "", _LIST, Right.APPROVE),
    Command("comment", "Write a comment", _T, Icon.MESSAGE_SQUARE, "R", _LIST),
    Command("note", "Write a work note", _T, Icon.PENCIL, "N", _LIST, _WORK),
    Command("watch", "Watch, or stop watching", _T, Icon.EYE, "W", _LIST, _WORK),
    Command("attach", "Attach files…", _T, Icon.PAPERCLIP, "Ctrl+Shift+A", right=_WORK),
    Command("insert_article", "Insert the article", _T, None, "Ctrl+Shift+I", right=_WORK),
    Command("link_article", "Link the article", _T, None, "Ctrl+Shift+L", right=_WORK),
    Command("send_article", "Send the article…", _T, Icon.SEND, "Ctrl+Shift+E", right=_WORK),
    Command(
        "write_article",
        "Write an article about it…",
        _T,
        Icon.BOOK_OPEN,
        right=Right.WRITE_ARTICLES,
    ),
    Command("link", "Link to another ticket…", _T, Icon.LINK, "L", _LIST, _WORK),
    Command("merge", "Merge into…", _T, Icon.MERGE, "M", _LIST, _WORK),
    Command("unmerge", "Take apart again", _T, Icon.UNGROUP, "", _LIST, _WORK),
    Command("reclassify", "Change the kind…", _T, Icon.REFRESH_CW, "", _LIST, Right.RECLASSIFY),
    Command("split", "Split off a ticket…", _T, Icon.SPLIT, "", _LIST, Right.RECLASSIFY),
    Command("major_propose", "Propose as a major incident…", _T, Icon.MEGAPHONE, "", _LIST, _WORK),
    Command("major_declare", "Declare a major incident…", _T, Icon.SIREN, "", _LIST, _MAJOR),
    Command("major_reject", "Reject as a major incident…", _T, Icon.X, "", _LIST, _MAJOR),
    Command("major_update", "Post a major incident update…", _T, Icon.MEGAPHONE, "", _LIST, _WORK),
    Command("major_edit", "Change how a major incident is led…", _T, Icon.PENCIL, "", _LIST, _WORK),
    Command(
        "major_stand_down", "Stand a major incident down…", _T, Icon.CIRCLE_CHECK, "", _LIST, _WORK
    ),
    Command("major_review", "Write a major incident review…", _T, Icon.PENCIL, "", _LIST, _WORK),
    Command("link_children", "Link children…", _T, Icon.LINK, "", _LIST, _WORK),
    Command("major_pdf", "Save a major incident as PDF…", _T, Icon.SAVE, "", _LIST, _WORK),
    Command("copy_number", "Copy number", _T, Icon.COPY, ".", _LIST),
    Command("keys", "Keys", Menu.HELP, Icon.KEYBOARD, "F1"),
    Command("about", "About Desk", Menu.HELP, Icon.INFO),
)


class Actions(QObject):
    """The commands as Qt actions; one QAction each, shared by everything that offers it."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._account: Account | None = None
        self._commands = {command.name: command for command in COMMANDS}
        self._actions = {command.name: self._make(command) for command in COMMANDS}
        self._acts: dict[str, Callable[[], object]] = {}
        self._places: list[QWidget] = []
        theme.follow(self._dress)

    def on(self, name: str, act: Callable[[], object]) -> QAction:
        """Say what a command does; from now on it is offered to those who may. Last one wins."""
        self._acts[name] = act
        self._admit(name)
        return self._actions[name]

    def action(self, name: str) -> QAction:
        """The QAction of a command; KeyError for a name that is not in the list."""
        return self._actions[name]

    def command(self, name: str) -> Command:
        """What the list says about a command."""
        return self._commands[name]

    def name_of(self, action: QAction) -> str:
        """The name of a command by its action."""
        return next(name for name, known in self._actions.items() if known is action)

    def sign_in(self, account: Account | None) -> None:
        """Offer what this account may do, and nothing else."""
        self._account = account
        for name in self._commands:
            self._admit(name)

    def allow(self, name: str, allowed: bool, because: str = "") -> None:  # noqa: FBT001 - a fact
        """Dim a command that cannot be done now, with the reason as its tip."""
        action = self._actions[name]
        action.setEnabled(allowed)
        command = self._commands[name]
        said = because if because and not allowed else _tip(command)
        action.setToolTip(plain_tip(said))

    def do(self, name: str) -> None:
        """Do it, as if the person had pressed it."""
        self._actions[name].trigger()

    def attach(self, place: QWidget) -> None:
        """Let the single keys work in this list or reader."""
        self._places.append(place)
        place.destroyed.connect(lambda: self._places.remove(place))
        place.addActions([self._actions[c.name] for c in COMMANDS if c.scope is Scope.LIST])

    def install(self, window: QWidget) -> None:
        """Let the keys of the window work in it."""
        window.addActions([self._actions[c.name] for c in COMMANDS if c.scope is Scope.WINDOW])

    def use_single_keys(self, wanted: bool) -> None:  # noqa: FBT001 - a fact
        """Switch commands of one letter on or off."""
        for command in COMMANDS:
            if command.scope is Scope.LIST:
                self._actions[command.name].setShortcut(command.keys if wanted else "")

    def offered(self, menu: Menu | None = None) -> list[QAction]:
        """What this person can see, in the order of the list."""
        return [
            self._actions[command.name]
            for command in COMMANDS
            if self._actions[command.name].isVisible() and menu in (None, command.menu)
        ]

    def enabled(self) -> list[QAction]:
        """What this person can do now."""
        return [action for action in self.offered() if action.isEnabled()]

    def button(self, name: str, style: str = "", parent: QWidget | None = None) -> CommandButton:
        """A button with the words of a command, that is dimmed and hidden with it."""
        made = CommandButton(self._actions[name], parent)
        if style:
            look(made, style)
        return made

    def _make(self, command: Command) -> QAction:
        action = QAction(command.words, self)
        action.setObjectName("".join(part.title() for part in command.name.split("_")))
        action.setVisible(False)
        action.setToolTip(plain_tip(_tip(command)))
        action.setShortcut(QKeySequence(command.keys))
        if command.scope is Scope.LIST:
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.triggered.connect(partial(self._do, command.name))
        return action

    def _do(self, name: str) -> None:
        self._acts[name]()

    def _admit(self, name: str) -> None:
        right = self._commands[name].right
        may = right is None or (self._account is not None and self._account.may(right))
        self._actions[name].setVisible(name in self._acts and may)

    def _dress(self) -> None:
        for command in COMMANDS:
            if command.icon is not None:
                self._actions[command.name].setIcon(self._theme.icon(command.icon))


class CommandButton(QPushButton):
    """A button with the words of a command; dimmed and hidden with it."""

    def __init__(self, action: QAction, parent: QWidget | None = None) -> None:
        super().__init__(action.text(), parent)
        self._action = action
        self.setObjectName(action.objectName())
        self.setAccessibleName(action.text().rstrip("…"))
        self.clicked.connect(action.trigger)
        action.changed.connect(self.follow)
        self.follow()

    def follow(self) -> None:
        """Be what the command is now."""
        self.setHidden(not self._action.isVisible())
        self.setEnabled(self._action.isEnabled())
        self.setToolTip(self._action.toolTip())


def _tip(command: Command) -> str:
    said = command.tip or command.words.rstrip("…")
    return f"{said} ({keys_words(command.keys)})" if command.keys else said


def keys_words(keys: str) -> str:
    """Keys as this platform writes them."""
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
