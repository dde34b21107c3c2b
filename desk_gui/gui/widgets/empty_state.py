"""An empty page says why and offers the one next act."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from desk_gui.gui.icons import Icon
from desk_gui.gui.theme import Theme, look
from desk_gui.gui.widgets.icon_label import IconLabel
from desk_gui.gui.widgets.text_label import TextLabel

WIDEST = 360


class EmptyState(QWidget):
    """Icon, why, and a button, in the middle of the room it is given."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("EmptyState")
        self._act: Callable[[], object] | None = None
        self._icon = IconLabel(theme, Icon.INBOX, size=32, parent=self)
        self._why = TextLabel("", "title", self).wrapping()
        self._more = TextLabel("", "soft", self).wrapping()
        self._button = QPushButton(self)
        self._button.setObjectName("EmptyStateAct")
        self._button.clicked.connect(self._do)
        look(self._button, "primary")
        self._arrange(theme)

    def show_words(self, icon: Icon, why: str, more: str = "") -> EmptyState:
        """Say why it is empty: one short line, and one sentence of what to do."""
        self._icon.show_icon(icon)
        self._why.setText(why)
        self._more.setText(more)
        self._more.setVisible(bool(more))
        for label in (self._why, self._more):
            label.setMinimumHeight(max(0, label.heightForWidth(label.width())))
        self.setAccessibleName(f"{why} {more}".strip())
        self.offer("", None)
        return self

    def offer(self, words: str, act: Callable[[], object] | None) -> EmptyState:
        """Offer the one next act, or none."""
        self._act = act
        self._button.setText(words)
        self._button.setAccessibleName(words)
        self._button.setVisible(act is not None)
        return self

    def _arrange(self, theme: Theme) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(*[theme.px(24)] * 4)
        column.setSpacing(theme.px(8))
        column.addStretch(2)
        middle = Qt.AlignmentFlag.AlignHCenter
        for label in (self._why, self._more):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setFixedWidth(theme.px(WIDEST))
        column.addWidget(self._icon, 0, middle)
        column.addSpacing(theme.px(4))
        column.addWidget(self._why, 0, middle)
        column.addWidget(self._more, 0, middle)
        column.addSpacing(theme.px(8))
        column.addWidget(self._button, 0, middle)
        column.addStretch(3)

    def _do(self) -> None:
        if self._act is not None:
            self._act()
