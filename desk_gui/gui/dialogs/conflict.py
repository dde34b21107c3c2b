"""Two people changed the same fields: both versions side by side, and one is kept."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QGridLayout, QWidget

from desk_gui.domain.errors import Conflict
from desk_gui.gui.dialogs.choosing import Known
from desk_gui.gui.dialogs.field_words import field_words, value_words
from desk_gui.gui.dialogs.sheet import Sheet
from desk_gui.gui.page import Context
from desk_gui.gui.widgets.card import Card
from desk_gui.gui.widgets.text_label import TextLabel


class ConflictDialog(Sheet):
    """Shows theirs and mine, field by field; `keep_mine` runs only when a person says so."""

    def __init__(
        self,
        context: Context,
        error: Conflict,
        known: Known,
        keep_mine: Callable[[], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(context, "Somebody else changed this too", "Use mine", parent)
        self._keep_mine = keep_mine
        self.explain(error.message)
        self.leave.setText("Keep theirs")
        self.leave.setAccessibleName("Keep theirs")
        self.form.hide()
        card = Card(context.theme, parent=self)
        grid = QGridLayout()
        grid.setHorizontalSpacing(context.theme.px(16))
        grid.setVerticalSpacing(context.theme.px(8))
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        for column, heading in enumerate(("Field", "Theirs", "Mine")):
            grid.addWidget(TextLabel(heading, "section", card), 0, column)
        for row, field in enumerate(sorted(error.theirs), 1):
            theirs = value_words(field, error.theirs[field], known)
            mine = value_words(field, error.mine[field], known)
            grid.addWidget(TextLabel(field_words(field), "soft", card).wrapping(), row, 0)
            for column, words in ((1, theirs), (2, mine)):
                label = TextLabel(words, "", card).wrapping()
                label.setObjectName(f"{'Theirs' if column == 1 else 'Mine'}-{field}")
                grid.addWidget(label, row, column)
        card.column.addLayout(grid)
        self.below(card)

    def submit(self) -> None:
        """Make our change once more, on top of theirs."""
        self.accept()
        self._keep_mine()
