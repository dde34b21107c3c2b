"""The tickets that a ticket is linked to."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desk_gui.domain.ticket import Relation
from desk_gui.gui.format import count
from desk_gui.gui.icons import Icon
from desk_gui.gui.page import Context
from desk_gui.gui.widgets.card import Card
from desk_gui.gui.widgets.icon_label import IconButton
from desk_gui.gui.widgets.pool import Pool
from desk_gui.gui.widgets.row_button import RowButton
from desk_gui.operations.show import LinkedTicket, TicketPage

OUTWARD = {
    Relation.RELATED: "related to",
    Relation.CHILD_OF: "child of",
    Relation.DUPLICATE_OF: "duplicate of",
    Relation.CAUSED_BY: "caused by",
    Relation.SPLIT_FROM: "split off from",
    Relation.FOLLOW_UP_OF: "follow-up of",
}
INWARD = {
    Relation.RELATED: "related to",
    Relation.CHILD_OF: "parent of",
    Relation.DUPLICATE_OF: "has the duplicate",
    Relation.CAUSED_BY: "cause of",
    Relation.SPLIT_FROM: "split into",
    Relation.FOLLOW_UP_OF: "followed up by",
}


class LinkLine(QWidget):
    """A linked ticket, and a cross to take the link away."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.link: LinkedTicket | None = None
        self.opens = RowButton(self)
        self.opens.setObjectName("LinkedTicket")
        self.away = IconButton(context.theme, Icon.X, "Take the link away", parent=self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.opens, 1)
        row.addWidget(self.away)

    def show_link(self, link: LinkedTicket) -> None:
        """Show a link as it reads from this ticket."""
        self.link = link
        self.opens.show_words(link_words(link))


class Links(Card):
    """`opened` carries a ticket's id, `taken_away` the link."""

    opened = Signal(int)
    taken_away = Signal(object)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context.theme, head="Linked", aside=" ", parent=parent)
        self._context = context
        self.setObjectName("Links")
        self.setAccessibleName("Linked tickets")
        self._lines = Pool(self.column, self._line)

    def show_ticket(self, shown: TicketPage) -> None:
        """Show the links of a ticket, but for those to tickets that it is merged with."""
        links = [link for link in shown.links if not _is_merge(link, shown)]
        self.setVisible(bool(links))
        self.aside.setText(count(len(links), "ticket"))
        for line, link in self._lines.each(links):
            line.show_link(link)

    def _line(self) -> LinkLine:
        line = LinkLine(self._context, self)
        line.opens.clicked.connect(lambda: self._open(line.link))
        line.away.clicked.connect(lambda: self.taken_away.emit(line.link))
        return line

    def _open(self, link: LinkedTicket | None) -> None:
        if link is not None:
            self.opened.emit(link.id)


def _is_merge(link: LinkedTicket, shown: TicketPage) -> bool:
    """Whether a link is told of as a merge already."""
    family = shown.family.above if link.outward else shown.family.below
    return link.relation is Relation.DUPLICATE_OF and link.id in {one.id for one in family}


def link_words(link: LinkedTicket) -> str:
    """A link as a sentence begins: “duplicate of INC-12 Mail is down”."""
    relation = (OUTWARD if link.outward else INWARD)[link.relation]
    return f"{relation} {link.number} {link.title}"
