"""The bell in the top bar, and the list that it opens: what one is told about tickets."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import partial

from PySide6.QtCore import QModelIndex, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desk_gui.domain.collaboration import NoticeKind
from desk_gui.gui.format import NOTICES, ago, count, utc_now
from desk_gui.gui.icons import Icon
from desk_gui.gui.theme import Theme, look
from desk_gui.gui.widgets.empty_state import EmptyState
from desk_gui.gui.widgets.icon_label import IconButton
from desk_gui.gui.widgets.text_label import TextLabel, plain_tip
from desk_gui.gui.widgets.two_lines import TwoLineList, TwoLineModel, TwoLines
from desk_gui.operations.notices import COUNTED, Notice

WIDE, TALL = 440, 480
NAME = "Notices"


class BellButton(IconButton):
    """Says how many notices are unread, as a figure over the bell and in words."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, Icon.BELL, NAME, parent=parent)
        self._figure = ""

    def show_count(self, many: int) -> None:
        """Show how many are unread; none show no figure."""
        figure = f"{COUNTED - 1}+" if many >= COUNTED else str(many or "")
        if figure == self._figure:
            return
        self._figure = figure
        words = f"{NAME}: {count(many, 'unread one', 'unread ones')}" if many else NAME
        self.setAccessibleName(words)
        self.setToolTip(plain_tip(words))
        self.update()

    def sizeHint(self) -> QSize:
        """Room for the figure beside the drawing."""
        return super().sizeHint() + QSize(self._theme.px(6), 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The bell, with the figure at its upper right."""
        super().paintEvent(event)
        if not self._figure:
            return
        px, font = self._theme.px, self._theme.font(10, bold=True)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        high = px(14)
        wide = max(high, QFontMetricsF(font).horizontalAdvance(self._figure) + px(7))
        box = QRectF(self.width() - wide - 1, 1, wide, high)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("accent"))
        painter.drawRoundedRect(box, high / 2, high / 2)
        painter.setFont(font)
        painter.setPen(self._theme.colour("accent_text"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._figure)
        painter.end()


class NoticePanel(QFrame):
    """The list: `opened` and `read` carry a Notice, `all_read` nothing, `quiet` the kinds."""

    opened = Signal(object)
    read = Signal(object)
    all_read = Signal()
    quiet_changed = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._theme, self._host = theme, parent
        self._notices: dict[int, Notice] = {}
        self._quiet: frozenset[str] = frozenset()
        self.setObjectName("NoticePanel")
        self.setAccessibleName(NAME)
        look(self, "palette")
        self._model = TwoLineModel(self)
        self.list = TwoLineList(theme, NAME, self, always_tall=True)
        self.list.setModel(self._model)
        self.list.clicked.connect(self._open)
        self.list.activated.connect(self._open)
        self._empty = EmptyState(theme, self)
        self._layers = QStackedWidget(self)
        self.mark_all = QPushButton("Mark all as read", self)
        self.mark_all.setObjectName("MarkAllRead")
        self.mark_all.clicked.connect(self.all_read)
        look(self.mark_all, "link")
        self._kinds = IconButton(theme, Icon.SETTINGS, "Which notices pop up", parent=self)
        self._menu = QMenu(self._kinds)
        self._menu.setObjectName("NoticeKinds")
        self._menu.aboutToShow.connect(self.fill_menu)
        self._kinds.setMenu(self._menu)
        self._kinds.setPopupMode(IconButton.ToolButtonPopupMode.InstantPopup)
        self._offer_marking()
        self._arrange()

    def show_notices(self, notices: Sequence[Notice]) -> None:
        """Show these, in their order; the one that was chosen stays so."""
        chosen = self._model.id_of(self.list.currentIndex())
        self._notices = {one.id: one for one in notices}
        self._model.show_rows([(one.id, row_of(one)) for one in notices])
        self.list.setCurrentIndex(self._model.place_of(chosen))
        self.mark_all.setEnabled(any(not one.is_read for one in notices))
        self._layers.setCurrentIndex(0 if notices else 1)

    def show_quiet(self, kinds: Collection[str]) -> None:
        """These kinds do not pop up."""
        self._quiet = frozenset(kinds)

    def open_below(self, corner: QPoint) -> None:
        """Open with the upper right corner here (global), the first row chosen."""
        if not self.list.currentIndex().isValid():
            self.list.setCurrentIndex(self._model.index(0, 0))
        px, window = self._theme.px, self._host.window()
        room = window.mapToGlobal(window.rect().bottomRight()) - corner
        wide = min(px(WIDE), window.width() - px(16))
        self.resize(wide, min(px(TALL), room.y() - px(16)))
        self.move(corner + QPoint(-wide, px(8)))
        self.show()
        self.list.setFocus()

    def fill_menu(self) -> None:
        """Which kinds pop up as a toast; all of them stand in the list."""
        self._menu.clear()
        for kind, chip in NOTICES.items():
            entry = self._menu.addAction(f"Pop up: {chip.words}")
            entry.setCheckable(True)
            entry.setChecked(kind.value not in self._quiet)
            entry.toggled.connect(partial(self._switch, kind))

    def mark_read(self) -> None:
        """Mark the chosen one as read, without opening its ticket."""
        notice = self._chosen(self.list.currentIndex())
        if notice is not None and not notice.is_read:
            self.read.emit(notice)

    def _switch(self, kind: NoticeKind, wanted: bool) -> None:  # noqa: FBT001 - Qt calls it
        self._quiet = self._quiet - {kind.value} if wanted else self._quiet | {kind.value}
        self.quiet_changed.emit(self._quiet)

    def _open(self, index: QModelIndex) -> None:
        notice = self._chosen(index)
        if notice is not None:
            self.hide()
            self.opened.emit(notice)

    def _chosen(self, index: QModelIndex) -> Notice | None:
        return self._notices.get(self._model.id_of(index) or 0)

    def _offer_marking(self) -> None:
        mark = QAction("Mark as read", self.list)
        mark.setObjectName("MarkRead")
        mark.setShortcut(Qt.Key.Key_Delete)
        mark.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        mark.triggered.connect(self.mark_read)
        self.list.addAction(mark)
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)

    def _arrange(self) -> None:
        self._empty.show_words(
            Icon.BELL, "Nothing to tell you", "Mentions, and what others do with your tickets."
        )
        self._layers.addWidget(self.list)
        self._layers.addWidget(self._empty)
        self._layers.setCurrentIndex(1)
        px = self._theme.px
        head = QHBoxLayout()
        head.setContentsMargins(px(16), px(8), px(8), px(8))
        head.addWidget(TextLabel(NAME, "title", self), 1)
        head.addWidget(self.mark_all)
        head.addWidget(self._kinds)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, px(4))
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._layers, 1)


def row_of(notice: Notice) -> TwoLines:
    """A notice as a row: the ticket, then what happened, the newest first."""
    lines = notice.text.split("\n")
    return TwoLines(
        title=f"{notice.number} {notice.title}".strip(),
        meta=" · ".join(reversed(lines)),
        chips=(NOTICES[notice.what],),
        aside=ago(notice.at, utc_now()),
        dimmed=notice.is_read,
        mark="" if notice.is_read else "unread",
    )
