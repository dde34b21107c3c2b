"""The frame: top bar, sidebar, pages, reader and status bar.

Below 1000 px (at 100 % text) the reader replaces the list; Esc brings the list back. Below 640 px
the sidebar gives way until it is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QByteArray, QEvent, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMainWindow,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desk_gui.gui.icons import Icon
from desk_gui.gui.page import Context, Page
from desk_gui.gui.shell.quick_open import Find, QuickOpen
from desk_gui.gui.shell.sidebar import Entry, Section, Sidebar
from desk_gui.gui.shell.status_bar import StatusBar
from desk_gui.gui.shell.top_bar import TopBar

TWO_COLUMNS, THREE_COLUMNS = 640, 1000
LEAST_WIDTH, LEAST_HEIGHT = 520, 360
QUEUE = "Queue"
PAGE_ICONS = {
    "Queue": Icon.INBOX,
    "Waiting for me": Icon.THUMBS_UP,
    "Tasks": Icon.LIST_CHECKS,
    "Knowledge": Icon.BOOK_OPEN,
    "Catalog": Icon.PACKAGE,
    "Reports": Icon.CHART_COLUMN,
    "Administration": Icon.SETTINGS,
}


@dataclass(frozen=True)
class Parts:
    """What the window is filled with: pages by name, the reader, and what the search finds."""

    pages: Mapping[str, Page]
    reader: Page
    find: Find
    show_ticket: Callable[[int | None], object]
    show_article: Callable[[int], object]
    show_filter: Callable[[str], object]


class Window(QMainWindow):
    """The main window; `view_wanted` carries the key of a saved view that was pressed."""

    view_wanted = Signal(str)
    search_wanted = Signal(str)
    page_shown = Signal(str)
    closing = Signal()

    def __init__(self, context: Context, parts: Parts) -> None:
        super().__init__()
        self._context, self._parts = context, parts
        self._reading = False
        self._sidebar_wanted: bool | None = None
        self.setObjectName("Window")
        self.setAccessibleName("Desk")
        self.setWindowTitle("Desk")
        theme = context.theme
        self.top = TopBar(theme, context.actions, self)
        self.sidebar = Sidebar(theme, self)
        self.status = StatusBar(theme, self)
        self.pages = QStackedWidget(self)
        self.pages.setObjectName("Pages")
        self.split = QSplitter(Qt.Orientation.Horizontal, self)
        self.split.setObjectName("ListAndReader")
        self._frame = QWidget(self)
        self._arrange()
        self.quick = QuickOpen(theme, context.actions, parts.find, self._frame)
        self._connect()
        self._bind_commands()
        self.show_page(QUEUE)

    def show_page(self, name: str) -> None:
        """Show a page by its name; KeyError for a page that is not there."""
        page = self._parts.pages[name]
        self.pages.setCurrentWidget(self.split if name == QUEUE else page)
        self.sidebar.mark(f"page:{name}")
        self._fit()
        page.setFocus()
        self.page_shown.emit(name)

    def add_strip(self, strip: QWidget) -> None:
        """Put a strip above the pages, below those that are there."""
        self._strips.addWidget(strip)

    def show_ticket(self, ticket_id: int) -> None:
        """Show a ticket in the reader, beside the queue or instead of it."""
        self.show_page(QUEUE)
        self._parts.show_ticket(ticket_id)
        self._reading = True
        self._fit()

    def show_list(self) -> None:
        """Bring the list back where the reader replaced it."""
        self._reading = False
        self._fit()
        self._parts.pages[QUEUE].setFocus()

    def show_article(self, article_id: int) -> None:
        """Show an article."""
        self.show_page("Knowledge")
        self._parts.show_article(article_id)

    def show_filter(self, words: str) -> None:
        """Show the tickets of a filter in the queue."""
        self.show_page(QUEUE)
        self.show_list()
        self._parts.show_filter(words)

    def show_views(self, sections: tuple[Section, ...]) -> None:
        """Show saved views below the pages."""
        named = [name for name in PAGE_ICONS if name in self._parts.pages]
        pages = tuple(Entry(f"page:{name}", name, PAGE_ICONS[name]) for name in named)
        self.sidebar.show_sections((Section(pages), *sections))
        self.sidebar.mark(f"page:{self.page_name()}")

    def page_name(self) -> str:
        """The name of the page that is shown."""
        shown = self.pages.currentWidget()
        return next((n for n, page in self._parts.pages.items() if page is shown), QUEUE)

    def is_narrow(self) -> bool:
        """Whether there is room for only one of list and reader."""
        return self.width() < self._context.theme.px(THREE_COLUMNS)

    def state(self) -> tuple[str, tuple[int, ...]]:
        """Geometry in base64 and sizes of the splitter, to be kept."""
        return bytes(self.saveGeometry().toBase64().data()).decode(), tuple(self.split.sizes())

    def restore(self, geometry: str, sizes: tuple[int, ...]) -> None:
        """Put window and splitter where they were."""
        if geometry:
            self.restoreGeometry(QByteArray.fromBase64(QByteArray(geometry.encode())))
        if len(sizes) == self.split.count():
            self.split.setSizes(list(sizes))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give way or come back as the room changes."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """A larger text needs more room for the same."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "quick"):
            self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc returns from the reader to the list."""
        if event.key() == Qt.Key.Key_Escape and self._reading:
            self.show_list()
            return
        super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Say that the window closes."""
        self.closing.emit()
        super().closeEvent(event)

    def _arrange(self) -> None:
        self._frame.setObjectName("Frame")
        column = QVBoxLayout(self._frame)
        row, self._strips = QHBoxLayout(), QVBoxLayout()
        for layout in (column, row, self._strips):
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(0)
        self.split.addWidget(self._parts.pages[QUEUE])
        self.split.addWidget(self._parts.reader)
        self.split.setChildrenCollapsible(False)
        self.split.setHandleWidth(1)
        self.split.setStretchFactor(0, 5)
        self.split.setStretchFactor(1, 4)
        self.split.setSizes([560, 512])
        self.pages.addWidget(self.split)
        for name, page in self._parts.pages.items():
            if name != QUEUE:
                self.pages.addWidget(page)
        row.addWidget(self.sidebar)
        row.addWidget(self.pages, 1)
        column.addWidget(self.top)
        column.addLayout(self._strips)
        column.addLayout(row, 1)
        column.addWidget(self.status)
        self.setCentralWidget(self._frame)
        self.show_views(())

    def _connect(self) -> None:
        self.sidebar.chosen.connect(self._chosen)
        self.top.search_wanted.connect(self.quick.open_at)
        self.quick.everything_wanted.connect(self.search_wanted)
        for page in (*self._parts.pages.values(), self._parts.reader):
            page.ticket_wanted.connect(self.show_ticket)
            page.article_wanted.connect(self.show_article)
            page.queue_wanted.connect(self.show_filter)
            page.page_wanted.connect(self.show_page)
        self._context.toasts.attach(self._frame)

    def _bind_commands(self) -> None:
        actions = self._context.actions
        actions.install(self)
        actions.on("palette", self.top.want_search)
        actions.on("toggle_sidebar", self._toggle_sidebar)
        actions.on("toggle_reader", self._toggle_reader)
        actions.on("next_pane", self._next_pane)
        actions.on("quit", self.close)
        for name in self._parts.pages:
            actions.on(f"show_{name.lower().replace(' ', '_')}", partial(self.show_page, name))

    def _chosen(self, key: str) -> None:
        kind, _, name = key.partition(":")
        if kind == "page":
            self.show_page(name)
        else:
            self.show_page(QUEUE)
            self.show_list()
            self.sidebar.mark(key)
            self.view_wanted.emit(key)

    def _fit(self) -> None:
        px = self._context.theme.px
        self.setMinimumSize(px(LEAST_WIDTH), px(LEAST_HEIGHT))
        narrow = self.is_narrow()
        self._parts.reader.setVisible(not narrow or self._reading)
        self._parts.pages[QUEUE].setVisible(not (narrow and self._reading))
        roomy = self.width() >= self._context.theme.px(TWO_COLUMNS)
        wanted = roomy if self._sidebar_wanted is None else self._sidebar_wanted
        self.sidebar.setVisible(wanted)
        self.top.make_room(sidebar=wanted)

    def _toggle_sidebar(self) -> None:
        self._sidebar_wanted = not self.sidebar.isVisible()
        self._fit()

    def _toggle_reader(self) -> None:
        reader = self._parts.reader
        if self.is_narrow():
            self._reading = not self._reading
            self._fit()
        else:
            reader.setVisible(not reader.isVisible())

    def _next_pane(self) -> None:
        queue = [self._parts.pages[QUEUE], self._parts.reader]
        shown = queue if self.page_name() == QUEUE else [self._parts.pages[self.page_name()]]
        panes = [pane for pane in (self.top, self.sidebar, *shown) if pane.isVisible()]
        focused = self.focusWidget()
        here = [place for place, pane in enumerate(panes) if _holds(pane, focused)]
        _focus_first(panes[(here[0] + 1) % len(panes)] if here else panes[0])


def _holds(pane: QWidget, inside: QWidget | None) -> bool:
    return inside is not None and (pane is inside or pane.isAncestorOf(inside))


def _focus_first(pane: QWidget) -> None:
    if _takes_focus(pane):
        pane.setFocus(Qt.FocusReason.TabFocusReason)
        return
    for child in pane.findChildren(QWidget):
        if (
            child.isVisible()
            and child.isEnabled()
            and child.focusPolicy() & Qt.FocusPolicy.TabFocus
        ):
            child.setFocus(Qt.FocusReason.TabFocusReason)
            return


def _takes_focus(widget: QWidget) -> bool:
    by_tab = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    return by_tab and widget.isVisible() and widget.isEnabled()
