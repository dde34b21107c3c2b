"""One thing that may help, on a line: an article or a solved ticket, and the reason beneath."""

from __future__ import annotations

from typing import Generic, TypeVar

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desk_gui.gui.format import ago
from desk_gui.gui.page import Context
from desk_gui.gui.widgets.icon_label import IconButton
from desk_gui.gui.widgets.row_button import RowButton
from desk_gui.gui.widgets.text_label import TextLabel, plain_tip
from desk_gui.operations.articles.answering import Answer
from desk_gui.operations.helping import Solved

SHOWN = 180
"""Characters of a solution that are shown; the whole stands on its ticket, and in the tip."""
Thing = TypeVar("Thing", Answer, Solved)


class HelpLine(QWidget, Generic[Thing]):
    """Number and title, which open it, buttons beside them, and why it is shown beneath."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self.thing: Thing | None = None
        px = context.theme.px
        self.opens = RowButton(self)
        self.opens.setAutoDefault(False)
        self.said = TextLabel("", "", self).wrapping()
        self.said.setObjectName("HelpSolution")
        self.because = TextLabel("", "small", self).wrapping()
        self.because.setObjectName("HelpBecause")
        for label in (self.said, self.because):
            label.setContentsMargins(px(4), 0, 0, 0)
        self._top = QHBoxLayout()
        self._top.setSpacing(px(2))
        self._top.addWidget(self.opens, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, px(4))
        column.setSpacing(0)
        column.addLayout(self._top)
        column.addWidget(self.said)
        column.addWidget(self.because)

    def add_act(self, button: IconButton) -> None:
        """Put a button beside it."""
        self._top.addWidget(button)

    def show_thing(self, thing: Thing) -> None:
        """Show an article, or a ticket with its solution."""
        self.thing = thing
        if isinstance(thing, Answer):
            self.opens.show_words(f"{thing.number} {thing.title}")
            self.opens.setObjectName(f"Answer-{thing.number}")
            self._say("", thing.because)
        else:
            likely = thing.likely
            self.opens.show_words(f"{likely.number} {likely.title}")
            self.opens.setObjectName(f"Solved-{likely.number}")
            opened = ago(likely.opened_at, self._context.desk.clock())
            self._say(thing.solution, f"{likely.because}; opened {opened}")

    def _say(self, solution: str, because: str) -> None:
        short = " ".join(solution.split())
        self.said.setText(f"{short[:SHOWN]}…" if len(short) > SHOWN else short)
        self.said.setToolTip(plain_tip(solution))
        self.said.setVisible(bool(solution))
        self.because.setText(because)
