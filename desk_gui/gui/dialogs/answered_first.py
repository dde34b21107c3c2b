"""Before something is ordered: articles that may answer it already, each ends it in one key."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from desk_gui.domain.catalog import CatalogItem
from desk_gui.gui.actions import keys_words
from desk_gui.gui.dialogs.help_line import HelpLine
from desk_gui.gui.page import Context
from desk_gui.gui.theme import look
from desk_gui.gui.widgets.card import Card
from desk_gui.gui.widgets.pool import Pool
from desk_gui.gui.widgets.text_label import TextLabel, plain_tip
from desk_gui.operations.articles import answering
from desk_gui.operations.articles.answering import Answer

MOST = 3
KEYS = "Alt+{}"


class AnswerLine(QWidget):
    """An article that opens when it is pressed, and the button that says that it answers."""

    def __init__(self, context: Context, place: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.line: HelpLine[Answer] = HelpLine(context, self)
        self.answers = QPushButton("This answers it", self)
        self.answers.setObjectName(f"Answers-{place}")
        self.answers.setAutoDefault(False)
        look(self.answers, "pill")
        self._keys = keys_words(KEYS.format(place))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, context.theme.px(4))
        column.setSpacing(context.theme.px(2))
        column.addWidget(self.line)
        column.addWidget(self.answers, 0, Qt.AlignmentFlag.AlignLeft)

    def show_answer(self, answer: Answer) -> None:
        """Show an article."""
        self.line.show_thing(answer)
        self.answers.setText(f"This answers it  {self._keys}")
        self.answers.setAccessibleName(f"{answer.number} answers it")
        tip = f"Ends it without an order, counted as answered by {answer.number} ({self._keys})"
        self.answers.setToolTip(plain_tip(tip))


class AnsweredFirst(Card):
    """`answered` carries the article that a person says answers it; hidden without any.

    `found` says that there is more or less to show than before.
    """

    answered = Signal(object)
    found = Signal()

    def __init__(self, context: Context, item: CatalogItem, parent: QWidget) -> None:
        super().__init__(context.theme, head="This may already answer it", parent=parent)
        self._context, self._item = context, item
        self.setObjectName("AnsweredFirst")
        self.setAccessibleName("Articles that may already answer it")
        self.add(
            TextLabel(
                "If one does, the order is not needed: it ends here and counts as answered.",
                "label",
                self,
            ).wrapping()
        )
        self._lines = Pool(self.column, self._line)
        for place in range(1, MOST + 1):
            keys = QShortcut(QKeySequence(KEYS.format(place)), parent)
            keys.activated.connect(partial(self.take, place))
        self.hide()

    @property
    def offered(self) -> list[int]:
        """The ids of the articles that are shown."""
        return [one.line.thing.id for one in self.lines() if one.line.thing is not None]

    def lines(self) -> list[AnswerLine]:
        """The articles that are shown."""
        return self._lines.shown() if not self.isHidden() else []

    def look_up(self, title: str, text: str) -> None:
        """Look for what answers it; what is shown stays until it is found."""
        ask = partial(answering.may_answer_order, self._context.desk, self._item, title, text, MOST)
        self._context.jobs.read(self, ask, self.show_found, key="answered", failed=self._not_found)

    def show_found(self, answers: Sequence[Answer]) -> None:
        """Show articles, the best first; nothing is seen without any."""
        self.setVisible(bool(answers))
        for line, answer in self._lines.each(answers):
            line.show_answer(answer)
        self.found.emit()

    def take(self, place: int) -> None:
        """Say that the article at a place, from 1, answers it."""
        lines = self.lines()
        if self.isEnabled() and place <= len(lines):
            self.answered.emit(lines[place - 1].line.thing)

    def _line(self) -> AnswerLine:
        place = len(self._lines.widgets) + 1
        made = AnswerLine(self._context, place, self)
        made.line.opens.clicked.connect(lambda: self._open(made.line.thing))
        made.answers.clicked.connect(partial(self.take, place))
        return made

    def _open(self, answer: Answer | None) -> None:
        if answer is not None:
            self._context.open_link(f"desk://article/{answer.number}")

    def _not_found(self, _: Exception) -> None:
        """It is a help, not a duty: ordering says by itself what is wrong with the database."""
        self.show_found(())
