"""How a ticket ended, or what its former kind left behind."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from desk_gui.domain.accounts import Right
from desk_gui.domain.workflow import Kind
from desk_gui.gui import format as words
from desk_gui.gui.dialogs.choosing import Known
from desk_gui.gui.dialogs.field_words import field_words, value_words
from desk_gui.gui.page import Context
from desk_gui.gui.theme import look
from desk_gui.gui.ticket.words import Words
from desk_gui.gui.widgets.card import Card
from desk_gui.gui.widgets.text_label import TextLabel
from desk_gui.operations.articles.making import why_not_make
from desk_gui.operations.show import TicketPage


class Outcome(Card):
    """Resolution, rejection or cancelling; hidden while the ticket is open."""

    article_wanted = Signal(int)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context.theme, head=" ", aside=" ", parent=parent)
        self._context = context
        self._article: int | None = None
        self.setObjectName("Outcome")
        self.text = Words(context, self)
        self.add(self.text)
        self.article = QPushButton("", self)
        self.article.setObjectName("ResolvedWith")
        look(self.article, "row")
        self.article.clicked.connect(lambda: self.article_wanted.emit(self._article))
        self.add(self.article)
        self.write = QPushButton("Write an article about it…", self)
        self.write.setObjectName("WriteArticleAboutIt")
        self.write.setAccessibleName("Write an article about it")
        look(self.write, "link")
        self.column.addWidget(self.write, 0, Qt.AlignmentFlag.AlignLeft)

    def show_ticket(self, shown: TicketPage) -> None:
        """Show how it ended, if it did."""
        ticket = shown.ticket
        head = outcome_words(shown)
        self.setVisible(bool(head))
        self.head.setText(head)
        self.setAccessibleName(head)
        at = ticket.resolved_at or ticket.ended_at or ticket.closed_at
        self.aside.setText(words.short_moment(at, self._context.desk.clock()) if at else "")
        said = ticket.resolution_text or ticket.rejection_reason or ""
        self.text.setVisible(bool(said))
        self.text.show_words(said)
        self._article = ticket.resolved_with_article_id
        self.article.setVisible(self._article is not None)
        self.article.setText(shown.names.article or "")
        ended = "Answered by" if ticket.cancel_reason else "Resolved with"
        self.article.setAccessibleName(f"{ended} {shown.names.article}")
        writes = self._context.account.may(Right.WRITE_ARTICLES)
        self.write.setVisible(writes and self._article is None and why_not_make(ticket) is None)


def outcome_words(shown: TicketPage) -> str:
    """How a ticket ended, in a few words; "" while it is open, or where it is said elsewhere."""
    ticket = shown.ticket
    if shown.family.staying is not None:
        return ""
    if ticket.cancel_reason and ticket.resolved_with_article_id:
        return "Answered by an article, nothing was ordered"
    if ticket.cancel_reason:
        return f"Cancelled: {words.CANCEL_REASONS[ticket.cancel_reason].lower()}"
    if ticket.rejection_reason:
        return "Rejected"
    if ticket.resolution_code:
        return f"Resolved: {words.RESOLUTIONS[ticket.resolution_code].lower()}"
    return "Fulfilled" if ticket.resolved_at and ticket.kind is Kind.REQUEST else ""


class Parked(Card):
    """Fields of the former kind, put aside by a reclassification."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context.theme, head=" ", parent=parent)
        self.setObjectName("Parked")
        self.setAccessibleName("Put aside")
        self._words = TextLabel("", "soft", self).wrapping()
        self.add(self._words)

    def show_ticket(self, shown: TicketPage, known: Known) -> None:
        """Show what is put aside, if anything."""
        parked = shown.parked
        self.setVisible(bool(parked))
        before = Kind.INCIDENT if shown.ticket.kind is Kind.REQUEST else Kind.REQUEST
        self.head.setText(f"Put aside from when it was {_a(before)}")
        lines = [
            f"{field_words(name)}: {value_words(name, value, known)}"
            for name, value in sorted(parked.items())
        ]
        self._words.setText(" · ".join(lines))


def _a(kind: Kind) -> str:
    return "an incident" if kind is Kind.INCIDENT else "a service request"
