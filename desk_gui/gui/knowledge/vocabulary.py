"""Words that mean the same, as lines that can be edited."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desk_gui.domain.accounts import Right
from desk_gui.domain.errors import sentence
from desk_gui.gui.page import Context
from desk_gui.gui.theme import look
from desk_gui.gui.widgets.text_editor import TextEditor
from desk_gui.gui.widgets.text_label import TextLabel
from desk_gui.operations.articles import synonyms

ABOUT = (
    "One group a line, with commas between the words: whoever looks for one of them finds the"
    " others too. A group may hold phrases and words of other languages."
)
ONLY = "Only a supervisor can change them."


class Vocabulary(QWidget):
    """The groups of words; what is typed stays until it is saved."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._stored = ""
        self.setObjectName("Vocabulary")
        self.setAccessibleName("Synonyms")
        self.text = TextEditor("Synonyms", "laptop, notebook", self)
        self.save = QPushButton("Save the synonyms", self)
        self.save.setObjectName("SaveSynonyms")
        self.save.setAccessibleName("Save the synonyms")
        look(self.save, "primary")
        self.trouble = TextLabel("", "bad", self).wrapping()
        self._may = context.account.may(Right.REVIEW_ARTICLES)
        self.text.setReadOnly(not self._may)
        self._arrange()
        self.text.textChanged.connect(self._changed)
        self.text.submitted.connect(self._save)
        self.save.clicked.connect(self._save)
        self._changed()

    def read(self) -> None:
        """Read the groups, unless something stands here that is not saved."""
        if self.text.toPlainText() == self._stored:
            work = partial(synonyms.groups, self._context.desk)
            self._context.jobs.read(self, work, self._show, key="synonyms")

    def _show(self, groups: list[str]) -> None:
        if self.text.toPlainText() == self._stored:
            self._stored = "\n".join(groups)
            self.text.setPlainText(self._stored)

    def _changed(self) -> None:
        self.trouble.setText("" if self._may else ONLY)
        self.trouble.setVisible(not self._may)
        self.save.setEnabled(self._may and self.text.toPlainText() != self._stored)

    def _save(self) -> None:
        if not self.save.isEnabled():
            return
        lines = self.text.toPlainText().splitlines()
        work = partial(synonyms.change, self._context.desk, lines)
        self._context.do(
            self, work, said="Synonyms saved.", done=lambda _: self._saved(), failed=self._refused
        )

    def _saved(self) -> None:
        self._stored = self.text.toPlainText()
        self._changed()
        self.read()

    def _refused(self, error: Exception) -> None:
        self.trouble.setText(sentence(error))
        self.trouble.show()

    def _arrange(self) -> None:
        px = self._context.theme.px
        row = QHBoxLayout()
        row.addWidget(self.save)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, px(12), 0, 0)
        column.setSpacing(px(8))
        column.addWidget(TextLabel(ABOUT, "soft", self).wrapping())
        column.addWidget(self.text, 1)
        column.addWidget(self.trouble)
        column.addLayout(row)
