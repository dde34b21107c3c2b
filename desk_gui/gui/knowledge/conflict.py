"""Two people wrote the same draft: both texts side by side, and a person decides."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from desk_gui.gui.dialogs.sheet import Sheet
from desk_gui.gui.page import Context
from desk_gui.gui.theme import look
from desk_gui.gui.widgets.text_label import TextLabel
from desk_gui.operations.knowledge import Written

WIDE, TALL = 880, 320


class ArticleConflict(Sheet):
    """Save mine over theirs, take theirs instead, or go on writing; nothing is decided unasked."""

    def __init__(
        self, context: Context, theirs: Written, mine: Written, parent: QWidget | None = None
    ) -> None:
        super().__init__(context, "Somebody else saved this draft too", "Save mine", parent)
        self._acts: dict[str, Callable[[], object]] = {}
        self.explain(
            "Compare both texts. Saving yours makes it the draft; theirs can then be found"
            " nowhere else, so take over what you need first."
        )
        self.form.hide()
        self.leave.setText("Go on writing")
        self.leave.setAccessibleName("Go on writing")
        self.take = QPushButton("Take theirs, drop mine", self)
        self.take.setObjectName("TakeTheirs")
        self.take.setAccessibleName("Take theirs, drop mine")
        self.take.setAutoDefault(False)
        self.take.clicked.connect(self._take)
        look(self.take, "danger")
        self.below(self._texts(theirs, mine))
        self.below(self.take)
        self.go.setDefault(False)
        self.leave.setDefault(True)
        self.resize(context.theme.px(WIDE), context.theme.px(TALL))

    def decide(self, *, mine: Callable[[], object], theirs: Callable[[], object]) -> None:
        """What to do for either decision."""
        self._acts = {"mine": mine, "theirs": theirs}

    def submit(self) -> None:
        """Mine counts."""
        self.accept()
        self._acts["mine"]()

    def _take(self) -> None:
        self.accept()
        self._acts["theirs"]()

    def _texts(self, theirs: Written, mine: Written) -> QWidget:
        both = QWidget(self)
        row = QHBoxLayout(both)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self.context.theme.px(12))
        for name, written in (("Theirs", theirs), ("Mine", mine)):
            side = QVBoxLayout()
            side.addWidget(TextLabel(name, "section", both))
            side.addWidget(TextLabel(written.title, "strong", both).wrapping())
            text = QPlainTextEdit(written.text, both)
            text.setObjectName(f"{name}Text")
            text.setAccessibleName(f"{name}: {written.title}")
            text.setReadOnly(True)
            text.setTabChangesFocus(True)
            text.setMinimumHeight(self.context.theme.px(TALL))
            side.addWidget(text, 1)
            row.addLayout(side)
        return both
