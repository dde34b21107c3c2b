"""A list beside what is chosen in it; where there is no room for both, one replaces the other."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSplitter, QVBoxLayout, QWidget

from desk_gui.gui.icons import Icon
from desk_gui.gui.theme import Theme, look

NARROW = 760
LIST_WIDE = 400


class TwoPanes(QWidget):
    """List left, detail right; narrow, the detail has a way back to the list (also Esc)."""

    def __init__(
        self,
        theme: Theme,
        name: str,
        *,
        panes: tuple[QWidget, QWidget],
        back: str = "Back",
        list_wide: int = LIST_WIDE,
    ) -> None:
        super().__init__()
        self._theme, self._list_wide = theme, list_wide
        self._detail_wanted = False
        self.list_pane, detail = panes
        self.setObjectName(name)
        self.split = QSplitter(Qt.Orientation.Horizontal, self)
        self.split.setObjectName(f"{name}Split")
        self.detail_pane = QWidget(self.split)
        self._top = QWidget(self.detail_pane)
        self.back = QPushButton(back, self._top)
        self.back.setObjectName(f"{name}Back")
        self.back.setAccessibleName(back)
        look(self.back, "link")
        self.back.clicked.connect(self.show_list)
        self._arrange(detail)
        theme.follow(self._dress)

    def is_narrow(self) -> bool:
        """Whether there is room for only one of both."""
        return self.width() < self._theme.px(NARROW)

    def show_detail(self) -> None:
        """Bring what is chosen to the front where both do not fit."""
        self._detail_wanted = True
        self._fit()
        if self.is_narrow():
            self.back.setFocus()

    def show_list(self) -> None:
        """Bring the list back."""
        self._detail_wanted = False
        self._fit()
        self.list_pane.setFocus()

    def minimumSizeHint(self) -> QSize:
        """Room for the wider of both, because one can replace the other."""
        return self.list_pane.minimumSizeHint().expandedTo(self.detail_pane.minimumSizeHint())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give way or come back as the room changes."""
        super().resizeEvent(event)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc returns to the list that was replaced."""
        if event.key() == Qt.Key.Key_Escape and self.is_narrow() and self._detail_wanted:
            self.show_list()
            return
        super().keyPressEvent(event)

    def _arrange(self, detail: QWidget) -> None:
        column = QVBoxLayout(self.detail_pane)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        top = QHBoxLayout(self._top)
        top.setContentsMargins(self._theme.px(8), self._theme.px(8), 0, 0)
        top.addWidget(self.back)
        top.addStretch(1)
        column.addWidget(self._top)
        column.addWidget(detail, 1)
        self.split.addWidget(self.list_pane)
        self.split.addWidget(self.detail_pane)
        self.split.setChildrenCollapsible(False)
        self.split.setHandleWidth(1)
        self.split.setStretchFactor(0, 0)
        self.split.setStretchFactor(1, 1)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.split)

    def _dress(self) -> None:
        self.back.setIcon(self._theme.icon(Icon.ARROW_LEFT, "accent"))
        self.back.setIconSize(QSize(*[self._theme.px(16)] * 2))
        wide = self._theme.px(self._list_wide)
        self.split.setSizes([wide, max(self.width() - wide, wide)])
        self._fit()

    def _fit(self) -> None:
        narrow = self.is_narrow()
        self.list_pane.setVisible(not narrow or not self._detail_wanted)
        self.detail_pane.setVisible(not narrow or self._detail_wanted)
        self._top.setVisible(narrow)
