"""Whether it is solved: yes, with how satisfied one is, or no, with what is still wrong."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QPushButton, QVBoxLayout, QWidget

from desk_gui.gui.dialogs.sheet import rows
from desk_gui.gui.own import words
from desk_gui.gui.page import Context
from desk_gui.gui.theme import look
from desk_gui.gui.widgets.card import Card
from desk_gui.gui.widgets.flow import FlowLayout
from desk_gui.gui.widgets.text_editor import TextEditor
from desk_gui.gui.widgets.text_label import TextLabel
from desk_gui.operations.own.reading import OwnPage

SAID = "You said: {score} of 5, {words}."


class Solved(Card):
    """`solved` carries the score and a comment, `not_solved` what is still wrong."""

    solved = Signal(int, str)
    not_solved = Signal(str)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context.theme, head="Is it solved?", parent=parent)
        self._context = context
        self._ticket_id = 0
        self.setObjectName("Solved")
        self.setAccessibleName("Is it solved?")
        self.said = TextLabel("", "soft", self).wrapping()
        self.yes, self.no = QPushButton("Yes, it is", self), QPushButton("No, not yet", self)
        self.scores = {score: self._score(score) for score in words.SCORES}
        self.comment = TextEditor("A comment, if you like", "A comment, if you like", self)
        self.wrong = TextEditor("What is still wrong?", "What is still wrong?", self)
        self.send = QPushButton("Send", self)
        self.trouble = TextLabel("", "wrong", self).wrapping()
        self._arrange()
        self._choose(None)

    def show_page(self, page: OwnPage) -> None:
        """Ask where it can be said; what is typed stays while the same ticket is shown."""
        ticket = page.ticket
        if ticket.id != self._ticket_id:
            self._ticket_id = ticket.id
            self.forget()
        asks = ticket.may_say
        self.setVisible(asks or ticket.csat is not None)
        for button in (self.yes, self.no):
            button.setVisible(asks)
        if not asks:
            self._choose(None)
        self.head.setText("Is it solved?" if asks else "Thank you")
        known = ticket.csat
        said = SAID.format(score=known, words=words.SCORES[known].lower()) if known else ""
        self.said.setText(said)
        self.said.setVisible(bool(said))

    def forget(self) -> None:
        """It is sent."""
        for editor in (self.comment, self.wrong):
            editor.clear()
        self.show_trouble("")
        group = self._group
        group.setExclusive(False)
        for button in self.scores.values():
            button.setChecked(False)
        group.setExclusive(True)
        self._choose(None)

    def show_trouble(self, sentence: str) -> None:
        """Say why it was not sent, or nothing."""
        self.trouble.setText(sentence)
        self.trouble.setVisible(bool(sentence))

    def submit(self) -> None:
        """Send what was chosen."""
        if self.no.isChecked():
            self.not_solved.emit(self.wrong.toPlainText())
            return
        score = next((n for n, button in self.scores.items() if button.isChecked()), 0)
        if score:
            self.solved.emit(score, self.comment.toPlainText())
        else:
            self.show_trouble("Say how satisfied you are, from 1 (bad) to 5 (very good).")

    def _score(self, score: int) -> QPushButton:
        button = QPushButton(f"{score}  {words.SCORES[score]}", self)
        button.setObjectName(f"Score-{score}")
        button.setAccessibleName(f"{score} of 5, {words.SCORES[score].lower()}")
        button.setCheckable(True)
        look(button, "pill")
        return button

    def _choose(self, chosen: QPushButton | None) -> None:
        for button in (self.yes, self.no):
            button.setChecked(button is chosen)
        self._ask.setVisible(chosen is self.yes)
        self.wrong.setVisible(chosen is self.no)
        self.send.setVisible(chosen is not None)
        self.send.setText("Send" if chosen is self.yes else "Work on it again")
        self.send.setAccessibleName(self.send.text())
        self.show_trouble("")
        if chosen is self.no:
            self.wrong.setFocus()
        elif chosen is self.yes:
            self.scores[5].setFocus()

    def _arrange(self) -> None:
        px = self._context.theme.px
        self._group = QButtonGroup(self)
        scores, choices = FlowLayout(px(8)), FlowLayout(px(8))
        for button, name in ((self.yes, "Solved-yes"), (self.no, "Solved-no")):
            button.setObjectName(name)
            button.setAccessibleName(button.text())
            button.setCheckable(True)
            look(button, "choice")
            choices.addWidget(button)
        for button in self.scores.values():
            self._group.addButton(button)
            scores.addWidget(button)
        self.yes.clicked.connect(lambda: self._choose(self.yes))
        self.no.clicked.connect(lambda: self._choose(self.no))
        self._ask = QWidget(self)
        asked = QVBoxLayout(self._ask)
        asked.setContentsMargins(0, 0, 0, 0)
        asked.setSpacing(px(8))
        asked.addWidget(TextLabel("How satisfied are you?", "small", self._ask))
        asked.addLayout(scores)
        asked.addWidget(self.comment)
        for editor in (self.comment, self.wrong):
            rows(editor, 2)
            editor.submitted.connect(self.submit)
        self.send.setObjectName("SendSolved")
        self.send.clicked.connect(self.submit)
        look(self.send, "primary")
        self.column.addWidget(self.said)
        self.column.addLayout(choices)
        for part in (self._ask, self.wrong, self.trouble):
            self.column.addWidget(part)
        foot = FlowLayout(px(8))
        foot.addWidget(self.send)
        self.column.addLayout(foot)
