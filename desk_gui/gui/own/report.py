"""Reporting a disruption: three fields, and first what may already answer it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from desk_gui.domain.asking import Affected, Asking, Submission
from desk_gui.gui.dialogs.answered_first import AnsweredFirst
from desk_gui.gui.dialogs.attaching import Attaching
from desk_gui.gui.dialogs.choosing import ChoiceBox
from desk_gui.gui.dialogs.sheet import Sheet, rows
from desk_gui.gui.own.words import AFFECTED
from desk_gui.gui.page import Context
from desk_gui.gui.theme import look
from desk_gui.gui.widgets.text_editor import TextEditor
from desk_gui.operations.articles.answering import Answer
from desk_gui.operations.desk import new_key
from desk_gui.operations.effects import Effects
from desk_gui.operations.own.handing_in import hand_in

WHAT, DETAILS, WHO = "What is the matter?", "Details", "Who is affected?"
PAUSE_MS = 250
SENT = "Thank you. We have it and will look at it."
HANDED_IN = "Thank you. It is on its way to the desk."


def thanks(context: Context, words: str) -> str:
    """What is said once something is sent: where it waits to be taken in, that it does."""
    return HANDED_IN if context.desk.database.is_requesters else words


class ReportSheet(Sheet):
    """`opened` carries the id of the ticket that came of it."""

    opened = Signal(int)

    def __init__(
        self, context: Context, parent: QWidget | None = None, *, title: str = "", text: str = ""
    ) -> None:
        """`title` and `text` are what stands in the fields at first."""
        super().__init__(context, "Report a disruption", "Send", parent)
        self._key = new_key()
        self.what = QLineEdit(title, self)
        self.what.setPlaceholderText("In a few words, such as: the printer prints blank pages")
        self.details = TextEditor(DETAILS, "What did you do, what did you see, since when?", self)
        rows(self.details, 5)
        self.details.setPlainText(text)
        self.who = ChoiceBox(AFFECTED.items(), self)
        self.form.add(WHAT, self.what)
        self.form.add(DETAILS, self.details)
        self.form.add(WHO, self.who)
        self.answered = AnsweredFirst(context, None, self)
        self.body.insertWidget(0, self.answered)
        self.files = Attaching(context, self)
        self.attach = QPushButton("Attach files…", self)
        self._arrange_files()
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self.look_up)
        self._connect()
        self.look_up()

    def look_up(self) -> None:
        """Look now for articles that may answer what is typed."""
        self.answered.look_up_report(self.what.text(), self.details.toPlainText())

    def submit(self) -> None:
        """Send it."""
        if not self.what.text().strip():
            self.form.show_wrong({WHAT: "Say in a few words what is wrong."})
            self.fit()
            return
        self.form.show_wrong({})
        said = self._said(Asking.REPORT)
        desk, upload = self.context.desk, self.files.upload(None)
        work = partial(hand_in, desk, said, key=self._key, files=upload)
        self.send(work, thanks(self.context, SENT), self._opened)

    def end_with(self, answer: Answer) -> None:
        """An article answers it: nothing is handed on, and that counts."""
        said = self._said(Asking.HELPED, answer.id)
        work = partial(hand_in, self.context.desk, said, key=self._key)
        self.send(work, f"Good that {answer.number} helped; nothing was sent.")

    def refused(self, error: Exception) -> None:
        """Say what was refused; the files are still here."""
        self.files.ended(None)
        super().refused(error)

    def set_busy(self, *, busy: bool) -> None:
        """Let nothing be pressed while it is sent."""
        super().set_busy(busy=busy)
        self.answered.setEnabled(not busy)
        self.attach.setEnabled(not busy)

    def _said(self, asking: Asking, article_id: int | None = None) -> Submission:
        chosen = self.who.value
        affected, stopped = chosen if isinstance(chosen, tuple) else (Affected.ME, False)
        title = self.what.text().strip()
        return Submission(
            asking,
            title or self.details.toPlainText().strip()[:80],
            self.details.toPlainText(),
            affected=affected,
            stopped=stopped,
            article_id=article_id,
            offered=tuple(self.answered.offered),
        )

    def _opened(self, effects: Effects) -> None:
        for ticket_id in effects.tickets:
            self.opened.emit(ticket_id)

    def _connect(self) -> None:
        self.answered.answered.connect(self.end_with)
        self.answered.found.connect(self.fit)
        self.files.changed.connect(lambda _: self.fit())
        self.details.submitted.connect(self.submit)
        self.what.textChanged.connect(lambda _: self._pause.start())
        self.details.textChanged.connect(self._pause.start)

    def _arrange_files(self) -> None:
        self.attach.setObjectName("AttachFiles")
        self.attach.setAccessibleName("Attach files")
        self.attach.setAutoDefault(False)
        look(self.attach, "link")
        self.attach.clicked.connect(self.files.choose)
        self.below(self.files)
        if self.context.desk.database.is_requesters:
            self.attach.hide()
        else:
            self.files.drop_on(self, self.details)
        self.buttons.insertWidget(0, self.attach)
