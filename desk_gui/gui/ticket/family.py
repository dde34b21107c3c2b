"""Where a merged ticket went, and what was merged into the one that stays."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from desk_gui.domain.accounts import Right
from desk_gui.domain.ticket import Relation
from desk_gui.gui.format import count, short_moment
from desk_gui.gui.page import Context
from desk_gui.gui.theme import look
from desk_gui.gui.widgets.card import Card
from desk_gui.gui.widgets.pool import Pool
from desk_gui.gui.widgets.row_button import RowButton
from desk_gui.gui.widgets.text_label import TextLabel
from desk_gui.operations.conversation import Member
from desk_gui.operations.show import TicketPage

READ_HERE = "What is answered there can be read here too."
WRITTEN_THERE = "Comments and notes are written there."
HIDDEN = "You may not see that ticket, so what is answered there is not shown here."


@dataclass(frozen=True)
class Kin:
    """A line: the ticket it opens, its words, and the ticket that can be taken apart, if any."""

    opens: int
    words: str
    apart: tuple[int, str] | None = None


class KinLine(QWidget):
    """A ticket that belongs to this one, with the way to it and the way back."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kin: Kin | None = None
        self.opens = RowButton(self)
        self.opens.setObjectName("MergedTicket")
        self.apart = QPushButton("Take apart again", self)
        self.apart.setObjectName("TakeApart")
        look(self.apart, "link")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(context.theme.px(8))
        row.addWidget(self.opens, 1)
        row.addWidget(self.apart)

    def show_kin(self, kin: Kin) -> None:
        """Show a ticket."""
        self.kin = kin
        self.opens.show_words(kin.words)
        self.apart.setVisible(kin.apart is not None)
        if kin.apart is not None:
            self.apart.setAccessibleName(f"Take {kin.apart[1]} apart again")


class Family(Card):
    """`opened` carries a ticket's id, `apart_wanted` id and number of the one to be taken out."""

    opened = Signal(int)
    apart_wanted = Signal(int, str)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context.theme, head=" ", aside=" ", parent=parent)
        self._context = context
        self.setObjectName("Family")
        self.words = TextLabel("", "small", self).wrapping()
        self.words.setObjectName("FamilyWords")
        self.add(self.words)
        self._lines = Pool(self.column, self._line)
        self.hide()

    def show_ticket(self, shown: TicketPage) -> None:
        """Show where this ticket went and what came into it; nothing where it stands alone."""
        family = shown.family
        self.setVisible(bool(family.staying or family.below))
        head = f"Merged into {family.staying}" if family.staying else "Merged into this ticket"
        self.head.setText(head)
        self.setAccessibleName(head)
        self.aside.setText(self._aside(shown))
        works_here = self._context.account.may(Right.WORK_ON_TICKETS)
        readable = f"{READ_HERE} {WRITTEN_THERE}" if works_here else READ_HERE
        self.words.setText(readable if family.above or not works_here else HIDDEN)
        self.words.setVisible(family.staying is not None)
        for line, kin in self._lines.each(self._kin(shown)):
            line.show_kin(kin)

    def lines(self) -> list[KinLine]:
        """The tickets that are shown, what it was merged into first."""
        return self._lines.shown()

    def _aside(self, shown: TicketPage) -> str:
        """When it was merged, or how many were merged into it."""
        at = shown.ticket.ended_at
        if shown.family.staying and at is not None:
            return short_moment(at, self._context.desk.clock())
        return count(len(shown.family.below), "ticket")

    def _kin(self, shown: TicketPage) -> Iterator[Kin]:
        able = self._context.account.may(Right.WORK_ON_TICKETS)
        ticket, family = shown.ticket, shown.family
        for stays in family.above[-1:]:
            mine = (ticket.id, ticket.number) if able else None
            yield Kin(stays.id, f"{stays.number} {stays.title}", mine)
        came = {
            link.id
            for link in shown.links
            if link.relation is Relation.DUPLICATE_OF and not link.outward
        }
        for one in family.below:
            mine = (one.id, one.number) if able and one.id in came else None
            yield Kin(one.id, self._said(one), mine)

    def _said(self, one: Member) -> str:
        parts = [f"{one.number} {one.title}"]
        if one.requester:
            parts.append(one.requester)
        if one.merged_at:
            parts.append(f"merged {short_moment(one.merged_at, self._context.desk.clock())}")
        return " · ".join(parts)

    def _line(self) -> KinLine:
        line = KinLine(self._context, self)
        line.opens.clicked.connect(lambda: self._open(line.kin))
        line.apart.clicked.connect(lambda: self._take_apart(line.kin))
        return line

    def _open(self, kin: Kin | None) -> None:
        if kin is not None:
            self.opened.emit(kin.opens)

    def _take_apart(self, kin: Kin | None) -> None:
        if kin is not None and kin.apart is not None:
            self.apart_wanted.emit(*kin.apart)
