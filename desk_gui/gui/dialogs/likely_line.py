"""A ticket that is likely the same matter, on one line with what can be done then."""

from __future__ import annotations

from typing import Generic, TypeVar

from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QVBoxLayout, QWidget

from desk_gui.gui.format import STATUSES, ago
from desk_gui.gui.page import Context
from desk_gui.gui.widgets.row_button import RowButton
from desk_gui.gui.widgets.text_label import TextLabel
from desk_gui.operations.duplicates import Likely

Act = TypeVar("Act", bound=QAbstractButton)


class LikelyLine(QWidget, Generic[Act]):
    """Number and title, which open it, the button `act` beside them, and the reason beneath."""

    def __init__(self, context: Context, act: Act, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self.likely: Likely | None = None
        self.act = act
        self.opens = RowButton(self)
        self.opens.setObjectName("LikelyTicket")
        self.opens.setAutoDefault(False)
        self.because = TextLabel("", "small", self).wrapping()
        self.because.setObjectName("LikelyBecause")
        self.because.setContentsMargins(context.theme.px(4), 0, 0, 0)
        top = QHBoxLayout()
        top.setSpacing(context.theme.px(8))
        top.addWidget(self.opens, 1)
        top.addWidget(act)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self.because)

    def show_likely(self, likely: Likely) -> None:
        """Show a ticket and why it is likely the same."""
        self.likely = likely
        self.opens.show_words(f"{likely.number} {likely.title}")
        opened = ago(likely.opened_at, self._context.desk.clock())
        self.because.setText(
            f"{likely.because}; opened {opened}, {STATUSES[likely.status].lower()}"
        )
