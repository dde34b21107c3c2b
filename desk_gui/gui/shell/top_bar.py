"""The head of the window: name, one search field, and the two ways to begin."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QPushButton, QToolButton, QWidget

from desk_gui.gui.actions import Actions, Menu, keys_words
from desk_gui.gui.icons import Icon
from desk_gui.gui.shell.bell import BellButton
from desk_gui.gui.theme import Theme
from desk_gui.gui.widgets.icon_label import IconButton, IconLabel
from desk_gui.gui.widgets.text_label import ElidedLabel, TextLabel

HEIGHT = 48
SEARCH_WIDTH = 420
SEARCH_WHAT = "Search tickets and articles"
LEAST_SEARCH, ROOM_FOR_WORDS, ROOM_FOR_KEYS = 96, 190, 220
BESIDE = 176


class SearchField(QPushButton):
    """Looks like a field and opens the palette, where the typing is done."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setObjectName("SearchField")
        self.setAccessibleName(SEARCH_WHAT)
        self.setCursor(Qt.CursorShape.IBeamCursor)
        self._row = QHBoxLayout(self)
        self._row.addWidget(IconLabel(theme, Icon.SEARCH, parent=self))
        self._words = ElidedLabel(SEARCH_WHAT, "soft", self)
        self._row.addWidget(self._words, 1)
        self._keys = TextLabel(keys_words("Ctrl+K"), "small", self)
        self._row.addWidget(self._keys)
        for child in self.findChildren(QWidget):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        theme.follow(self._dress)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What is searched and the keys are named where there is room."""
        super().resizeEvent(event)
        px = self._theme.px
        self._words.setText(SEARCH_WHAT if self.width() >= px(ROOM_FOR_WORDS) else "Search")
        self._keys.setVisible(self.width() >= px(ROOM_FOR_KEYS))

    def _dress(self) -> None:
        px = self._theme.px
        self.setMinimumWidth(px(LEAST_SEARCH))
        self._row.setContentsMargins(px(10), 0, px(12), 0)
        self._row.setSpacing(px(8))
        self.setMaximumWidth(px(SEARCH_WIDTH))


class MenuButton(IconButton):
    """The main menu: all that this person may do, by subject."""

    def __init__(self, theme: Theme, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(theme, Icon.MENU, "Menu", parent=parent)
        self._actions = actions
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self)
        menu.setObjectName("MainMenu")
        menu.setAccessibleName("Menu")
        menu.aboutToShow.connect(lambda: self._fill(menu))
        self.setMenu(menu)

    def _fill(self, menu: QMenu) -> None:
        menu.clear()
        for part in Menu:
            offered = self._actions.offered(part)
            if offered:
                inner = menu.addMenu(part.value)
                inner.setObjectName(f"Menu{part.value}")
                inner.addActions(offered)


class TopBar(QFrame):
    """`search_wanted` carries the corner below which the palette opens."""

    search_wanted = Signal(QPoint)

    def __init__(self, theme: Theme, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._actions = theme, actions
        self.setObjectName("TopBar")
        self.setAccessibleName("Top bar")
        self._name = TextLabel("Desk", "title", self)
        self._aside = IconButton(theme, Icon.PANEL_LEFT, "Show the sidebar", parent=self)
        self._aside.clicked.connect(lambda: actions.do("toggle_sidebar"))
        self.search = SearchField(theme, self)
        self.search.clicked.connect(self.want_search)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self._name)
        self._row.addWidget(self._aside)
        self._row.addWidget(self.search, 3)
        self._row.addStretch(1)
        for name, style in (("new_request", ""), ("new_incident", "primary")):
            self._row.addWidget(actions.button(name, style, self))
        self.bell = BellButton(theme, self)
        self._row.addWidget(self.bell)
        self._row.addWidget(MenuButton(theme, actions, self))
        theme.follow(self._dress)

    def want_search(self) -> None:
        """Ask for the palette."""
        self.search_wanted.emit(self.search.mapTo(self.window(), QPoint(0, 0)))

    def _dress(self) -> None:
        px = self._theme.px
        self.setFixedHeight(px(HEIGHT))
        self._row.setContentsMargins(px(16), 0, px(12), 0)
        self._row.setSpacing(px(12))
        self.make_room(sidebar=not self._aside.isVisibleTo(self))

    def make_room(self, *, sidebar: bool) -> None:
        """Stand above the sidebar, or offer to bring it back where it is hidden."""
        self._aside.setVisible(not sidebar)
        self._name.setFixedWidth(
            self._theme.px(BESIDE) if sidebar else self._name.sizeHint().width()
        )
