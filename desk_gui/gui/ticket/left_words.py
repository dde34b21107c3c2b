"""Unsent words that were left on tickets which are merged by now: taken over with one press."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desk_gui.domain.collaboration import Writing
from desk_gui.gui.icons import Icon
from desk_gui.gui.page import Context
from desk_gui.gui.theme import look
from desk_gui.gui.widgets.icon_label import IconLabel
from desk_gui.gui.widgets.pool import Pool
from desk_gui.gui.widgets.text_label import ElidedLabel
from desk_gui.operations.drafts import Left

WHAT = {Writing.ANSWER: "answer", Writing.NOTE: "work note"}


class LeftLine(QWidget):
    """What is unsent on one merged ticket, and two ways to be done with it."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.left: Left | None = None
        self.words = ElidedLabel("", "small", self)
        self.words.setObjectName("LeftWordsOf")
        self.use = QPushButton("Use it here", self)
        self.use.setObjectName("UseLeftWords")
        self.forget = QPushButton("Throw away", self)
        self.forget.setObjectName("ForgetLeftWords")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(context.theme.px(8))
        row.addWidget(IconLabel(context.theme, Icon.PENCIL, parent=self))
        row.addWidget(self.words, 1)
        for button in (self.use, self.forget):
            look(button, "link")
            row.addWidget(button)

    def show_left(self, left: Left) -> None:
        """Show what is unsent."""
        self.left = left
        what = f"{WHAT.get(left.mode, 'text')} on {left.number}"
        self.words.setText(f"Your unsent {what}: {' '.join(left.text.split())}")
        self.use.setAccessibleName(f"Use your unsent {what} here")
        self.forget.setAccessibleName(f"Throw away your unsent {what}")


class LeftWords(QWidget):
    """`used` and `forgotten` carry what was left."""

    used = Signal(object)
    forgotten = Signal(object)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.setObjectName("LeftWords")
        self.setAccessibleName("Unsent words on merged tickets")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(context.theme.px(4))
        self._lines = Pool(column, self._line)
        self.hide()

    def show_left(self, left: Sequence[Left]) -> None:
        """Offer what was left; nothing is seen where there is none."""
        self.setVisible(bool(left))
        for line, one in self._lines.each(left):
            line.show_left(one)

    def lines(self) -> list[LeftLine]:
        """What is offered."""
        return self._lines.shown()

    def _line(self) -> LeftLine:
        line = LeftLine(self._context, self)
        line.use.clicked.connect(lambda: self.used.emit(line.left))
        line.forget.clicked.connect(lambda: self.forgotten.emit(line.left))
        return line
