"""The frame of the reduced window: where one is, the way back, the menu, and one page at a time."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QMainWindow,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desk_gui.gui.icons import Icon
from desk_gui.gui.own.home import HomePage
from desk_gui.gui.page import Context, Page
from desk_gui.gui.shell.top_bar import HEIGHT, MenuButton
from desk_gui.gui.theme import look
from desk_gui.gui.widgets.text_label import ElidedLabel, TextLabel

LEAST_WIDTH, LEAST_HEIGHT = 400, 360


class OwnBar(QFrame):
    """The name of the desk or the way back, who is signed in, and the menu."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = self._theme = context.theme
        self.setObjectName("TopBar")
        self.setAccessibleName("Top bar")
        self._name = TextLabel("Desk", "title", self)
        self.back = QPushButton("Back", self)
        self.back.setObjectName("GoBack")
        self.back.setAccessibleName("Back")
        look(self.back, "link")
        self.back.clicked.connect(lambda: context.actions.do("back"))
        self.trouble = ElidedLabel("", "bad", self)
        self.trouble.setObjectName("Trouble")
        self.who = ElidedLabel(context.account.name, "soft", self)
        self.who.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self._name)
        self._row.addWidget(self.back)
        self._row.addWidget(self.trouble, 2)
        self._row.addWidget(self.who, 1)
        self._row.addWidget(MenuButton(theme, context.actions, self))
        theme.follow(self._dress)

    def show_way_back(self, *, shown: bool) -> None:
        """Offer to go back, or nothing where there is nowhere to go back to."""
        self.back.setVisible(shown)

    def _dress(self) -> None:
        px = self._theme.px
        self.setFixedHeight(px(HEIGHT))
        self._row.setContentsMargins(px(16), 0, px(12), 0)
        self._row.setSpacing(px(12))
        self.back.setIconSize(QSize(px(16), px(16)))
        self.back.setIcon(self._theme.icon(Icon.ARROW_LEFT, "accent"))


class OwnWindow(QMainWindow):
    """One page at a time; Esc and “Back” return to the page before."""

    closing = Signal()

    def __init__(self, context: Context, home: HomePage, others: tuple[Page, ...]) -> None:
        super().__init__()
        self._context, self._home = context, home
        self._before: list[QWidget] = []
        self.setObjectName("OwnWindow")
        self.setAccessibleName("Desk")
        self.setWindowTitle("Desk")
        frame = QWidget(self)
        frame.setObjectName("Frame")
        self.bar = OwnBar(context, frame)
        self.pages = QStackedWidget(frame)
        self.pages.setObjectName("Pages")
        for page in (home, *others):
            self.pages.addWidget(page)
        column = QVBoxLayout(frame)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self.pages, 1)
        self.setCentralWidget(frame)
        context.toasts.attach(frame)
        context.actions.install(self)
        context.theme.follow(self._dress)
        self._show(home)

    def show_page(self, page: Page) -> None:
        """Show a page; the one that is shown now is where “Back” leads."""
        here = self.pages.currentWidget()
        if page is here:
            return
        if page is self._home:
            self._before.clear()
        elif here is not None:
            self._before = [one for one in self._before if one is not page] + [here]
        self._show(page)

    def go_back(self) -> None:
        """Return to the page before, or to the start page."""
        if self.pages.currentWidget() is not self._home:
            self._show(self._before.pop() if self._before else self._home)

    def state(self) -> str:
        """Its place and size in base64, to be kept."""
        return bytes(self.saveGeometry().toBase64().data()).decode()

    def restore(self, geometry: str) -> None:
        """Put it where it was."""
        if geometry:
            self.restoreGeometry(QByteArray.fromBase64(QByteArray(geometry.encode())))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back."""
        if event.key() == Qt.Key.Key_Escape:
            self.go_back()
            return
        super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Say that the window closes."""
        self.closing.emit()
        super().closeEvent(event)

    def _show(self, page: QWidget) -> None:
        self.pages.setCurrentWidget(page)
        home = page is self._home
        self.bar.show_way_back(shown=not home)
        self._context.actions.allow("back", not home, "This is the start page.")
        page.setFocus(Qt.FocusReason.OtherFocusReason)

    def _dress(self) -> None:
        px = self._context.theme.px
        self.setMinimumSize(px(LEAST_WIDTH), px(LEAST_HEIGHT))
