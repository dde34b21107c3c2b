"""Before something is ordered: articles that may answer it already, each ends it in one key."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from desk_gui.domain.catalog import CatalogItem
from desk_gui.gui.actions import keys_words
from desk_gui.gui.dialogs.found_card import FoundCard
from desk_gui.gui.dialogs.help_line import HelpLine
from desk_gui.gui.page import Context
from desk_gui.gui.theme import look
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
        tip = f"Ends it here, counted as answered by {answer.number} ({self._keys})"
        self.answers.setToolTip(plain_tip(tip))


class AnsweredFirst(FoundCard[AnswerLine, Answer]):
    """`answered` carries the article that a person says answers it; hidden without any.

    `found` says that there is more or less to show than before.
    """

    answered = Signal(object)
    found = Signal()

    def __init__(self, context: Context, item: CatalogItem | None, parent: QWidget) -> None:
        head, said = "This may already answer it", "Articles that may already answer it"
        super().__init__(context, "AnsweredFirst", head=head, said=said, parent=parent)
        self._item = item
        self.add(
            TextLabel(
                "If one does, nothing has to be sent: it ends here and counts as answered.",
                "label",
                self,
            ).wrapping()
        )
        for place in range(1, MOST + 1):
            keys = QShortcut(QKeySequence(KEYS.format(place)), parent)
            keys.activated.connect(partial(self.take, place))

    @property
    def offered(self) -> list[int]:
        """The ids of the articles that are shown."""
        return [one.line.thing.id for one in self.lines() if one.line.thing is not None]

    def look_up_for(self, item: CatalogItem | None, title: str, text: str) -> None:
        """Look for what answers an order of an item; without one nothing does."""
        self._item = item
        self.look_up(title, text)

    def look_up(self, title: str, text: str) -> None:
        """Look for what answers it; what is shown stays until it is found."""
        if self._item is None:
            self.show_found(())
            return
        ask = partial(answering.may_answer_order, self._context.desk, self._item, title, text, MOST)
        self._look_for(ask, "answered")

    def look_up_report(self, title: str, text: str) -> None:
        """Look for what answers a report, of which no item of the catalog is known."""
        work = partial(answering.may_answer, self._context.desk, title, text, MOST)
        self._look_for(work, "answered")

    def show_found(self, found: Sequence[Answer]) -> None:
        """Show articles, the best first; nothing is seen without any."""
        super().show_found(found)
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

    def _show(self, line: AnswerLine, thing: Answer) -> None:
        line.show_answer(thing)

    def _open(self, answer: Answer | None) -> None:
        if answer is not None:
            self._context.open_link(f"desk://article/{answer.number}")
