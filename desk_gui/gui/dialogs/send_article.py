"""Sending an article to the requester: its words, to be looked over, and one key."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from desk_gui.domain.ticket import Ticket
from desk_gui.gui.dialogs.sheet import Sheet, rows
from desk_gui.gui.page import Context
from desk_gui.gui.widgets.text_editor import TextEditor
from desk_gui.operations.articles import citing
from desk_gui.operations.articles.citing import Quote
from desk_gui.operations.desk import new_key

TEXT, ROWS = "The answer", 14
MISSING = "Write what the requester is to read."


class SendArticle(Sheet):
    """The article as an answer; Ctrl+Enter sends it."""

    def __init__(
        self, context: Context, ticket: Ticket, quote: Quote, parent: QWidget | None = None
    ) -> None:
        heading = f"Send {quote.number} to the requester of {ticket.number}"
        super().__init__(context, heading, "Send it", parent)
        self._ticket, self._quote, self._key = ticket, quote, new_key()
        self.text = TextEditor(TEXT, "", self)
        self.text.setPlainText(quote.letter)
        rows(self.text, ROWS)
        self.text.submitted.connect(self.submit)
        self.form.add(TEXT, self.text, "The requester will read this.")

    def submit(self) -> None:
        """Send it."""
        text = self.text.toPlainText().strip()
        self.form.show_wrong({} if text else {TEXT: MISSING})
        self.fit()
        if text:
            article_id, ticket_id = self._quote.article_id, self._ticket.id
            desk = self.context.desk
            work = partial(citing.send, desk, article_id, ticket_id, text, key=self._key)
            self.send(work, f"{self._quote.number} sent.")
