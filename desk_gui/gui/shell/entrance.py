"""What stands before the window: first run, first administrator, sign-in.

Nothing here opens a database. Each page says by a signal what the person wants; whoever built it
runs the operation as a job and answers with `show_trouble`, or goes on to the next page.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QScrollArea, QVBoxLayout, QWidget

from desk_gui.gui.icons import Icon
from desk_gui.gui.theme import Theme, look
from desk_gui.gui.widgets.icon_label import IconLabel
from desk_gui.gui.widgets.text_label import TextLabel

WIDTH = 440
FIRST_FIELD = 4
"""Above it in the card: heading, words, progress, trouble."""


class EntrancePage(QWidget):
    """A card in the middle of the window: heading, one sentence, fields, and room for trouble."""

    def __init__(
        self, theme: Theme, *, heading: str, words: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.theme = theme
        self.setAccessibleName(heading)
        self.card = QFrame(self)
        self.card.setObjectName("EntranceCard")
        look(self.card, "card")
        self.column = QVBoxLayout(self.card)
        self._heading = TextLabel(heading, "heading", self.card)
        self._words = TextLabel(words, "soft", self.card).wrapping()
        self._trouble = TextLabel("", "bad", self.card).wrapping()
        self._trouble.setObjectName("EntranceTrouble")
        self._trouble.hide()
        self._busy = QProgressBar(self.card)
        self._busy.setObjectName("EntranceBusy")
        self._busy.setAccessibleName("Working")
        self._busy.setRange(0, 0)
        self._busy.hide()
        self._had_focus: QWidget | None = None
        for part in (self._heading, self._words, self._busy, self._trouble):
            self.column.addWidget(part)
        self._arrange()
        theme.follow(self._dress)

    def show_trouble(self, sentence: str) -> None:
        """Say what was refused and let the person try again."""
        self.show_busy(busy=False)
        self._trouble.setText(sentence)
        self._trouble.setVisible(bool(sentence))

    def show_busy(self, *, busy: bool) -> None:
        """Show that something is going on; fields and buttons wait, then the focus is back."""
        if busy:
            self._had_focus = self.focusWidget()
        self._busy.setVisible(busy)
        self._trouble.setVisible(not busy and bool(self._trouble.text()))
        for place in range(FIRST_FIELD, self.column.count()):
            item = self.column.itemAt(place)
            if item is not None and (field := item.widget()) is not None:
                field.setEnabled(not busy)
        if not busy and self._had_focus is not None:
            self._had_focus.setFocus()

    def _arrange(self) -> None:
        inside = QWidget(self)
        middle = QVBoxLayout(inside)
        middle.addStretch(2)
        centre = Qt.AlignmentFlag.AlignHCenter
        drawing = IconLabel(self.theme, Icon.LIFE_BUOY, "accent", size=32, parent=inside)
        middle.addWidget(drawing, 0, centre)
        middle.addWidget(TextLabel("Desk", "huge", inside), 0, centre)
        middle.addSpacing(self.theme.px(16))
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.card)
        row.addStretch(1)
        middle.addLayout(row)
        middle.addStretch(3)
        area = QScrollArea(self)
        area.setObjectName("EntranceScroll")
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(inside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area)

    def _dress(self) -> None:
        px = self.theme.px
        self.card.setFixedWidth(px(WIDTH))
        self.column.setContentsMargins(*[px(24)] * 4)
        self.column.setSpacing(px(12))
