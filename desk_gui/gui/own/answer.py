"""Answering on one's own ticket, with files; what is typed on each stays until it is sent."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from desk_gui.gui.dialogs.attaching import Attaching
from desk_gui.gui.dialogs.sheet import rows
from desk_gui.gui.page import Context
from desk_gui.gui.theme import look
from desk_gui.gui.widgets.card import Card
from desk_gui.gui.widgets.text_editor import TextEditor
from desk_gui.gui.widgets.text_label import TextLabel
from desk_gui.operations.desk import new_key

ROWS = 3


@dataclass
class Typed:
    """What is typed on one ticket; sent twice with its key, it is stored once."""

    text: str = ""
    key: str = field(default_factory=new_key)


class AnswerBox(Card):
    """`send_wanted` carries the id of the ticket and what is Typed."""

    send_wanted = Signal(int, object)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context.theme, parent=parent)
        self._context = context
        self._ticket_id = 0
        self._typed: dict[int, Typed] = {}
        self.setObjectName("AnswerBox")
        self.setAccessibleName("Write an answer")
        self.text = TextEditor("Your answer", "Write an answer", self)
        rows(self.text, ROWS)
        self.files = Attaching(context, self)
        self.trouble = TextLabel("", "wrong", self).wrapping()
        self.attach = QPushButton("Attach files…", self)
        self.send = QPushButton("Send", self)
        self._arrange()

    def show_ticket(self, ticket_id: int) -> None:
        """Write on this ticket from now on."""
        if ticket_id == self._ticket_id:
            return
        self._ticket_id = ticket_id
        self.text.setPlainText(self._typed.get(ticket_id, Typed()).text)
        self.files.show_of(ticket_id)
        self._say("")

    def sent(self, ticket_id: int) -> None:
        """It is stored: forget it."""
        self._typed.pop(ticket_id, None)
        self.files.forget(ticket_id)
        self._settle(ticket_id, "")
        if ticket_id == self._ticket_id:
            self.text.clear()

    def not_sent(self, ticket_id: int, sentence: str) -> None:
        """It was refused: everything is still there, and the reason beneath."""
        self.files.ended(ticket_id)
        self._settle(ticket_id, sentence)

    def submit(self) -> None:
        """Send it."""
        typed = self._typed.get(self._ticket_id)
        if not self.send.isEnabled():
            return
        if typed is None or not typed.text.strip():
            self._say("Write something first.")
            return
        self.send.setEnabled(False)
        self._say("")
        self.send_wanted.emit(self._ticket_id, typed)

    def _settle(self, ticket_id: int, sentence: str) -> None:
        self.send.setEnabled(True)
        if ticket_id == self._ticket_id:
            self._say(sentence)

    def _say(self, sentence: str) -> None:
        self.trouble.setText(sentence)
        self.trouble.setVisible(bool(sentence))

    def _changed(self) -> None:
        self._typed.setdefault(self._ticket_id, Typed()).text = self.text.toPlainText()

    def _arrange(self) -> None:
        for button, name in ((self.attach, "AttachFiles"), (self.send, "SendAnswer")):
            button.setObjectName(name)
            button.setAccessibleName(button.text().rstrip("…"))
        look(self.attach, "link")
        look(self.send, "primary")
        self.text.textChanged.connect(self._changed)
        self.text.submitted.connect(self.submit)
        self.attach.clicked.connect(self.files.choose)
        self.send.clicked.connect(self.submit)
        if self._context.desk.database.is_requesters:
            self.attach.hide()
        else:
            self.files.drop_on(self, self.text)
        foot = QHBoxLayout()
        foot.addWidget(self.attach)
        foot.addStretch(1)
        foot.addWidget(self.send)
        for part in (self.text, self.files, self.files.progress, self.trouble):
            self.column.addWidget(part)
        self.column.addLayout(foot)
