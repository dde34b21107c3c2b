"""What was answered when the request was ordered, in the order of its form."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desk_gui.gui.page import Context
from desk_gui.gui.widgets.card import Card
from desk_gui.gui.widgets.pool import Pool
from desk_gui.gui.widgets.text_label import TextLabel
from desk_gui.operations.show import TicketPage


class Ordered(Card):
    """The answers to the form of the catalog item; hidden where there are none."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context.theme, head="Ordered", aside=" ", parent=parent)
        self.setObjectName("Ordered")
        self.setAccessibleName("What was ordered")
        self._lines = Pool(self.column, lambda: TextLabel("", "", self).wrapping())

    def show_ticket(self, shown: TicketPage) -> None:
        """Show what was answered."""
        self.setVisible(bool(shown.answers))
        self.aside.setText(shown.names.item or "")
        for line, (label, answer) in self._lines.each(shown.answers):
            line.setText(f"{label}: {answer}")
