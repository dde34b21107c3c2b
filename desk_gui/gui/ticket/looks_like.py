"""A new ticket that looks like one that is there already, with merging in one press."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from desk_gui.domain.accounts import Right
from desk_gui.domain.workflow import Status, is_open
from desk_gui.gui.dialogs.likely_line import LikelyLine
from desk_gui.gui.page import Context
from desk_gui.gui.theme import look
from desk_gui.gui.widgets.card import Card
from desk_gui.gui.widgets.pool import Pool
from desk_gui.operations import duplicates
from desk_gui.operations.duplicates import Likely
from desk_gui.operations.show import TicketPage

MOST = 2
NEW = frozenset({Status.NEW, Status.ASSIGNED, Status.AWAITING_APPROVAL, Status.APPROVED})
"""Before work began; later somebody has looked at it."""


class LooksLike(Card):
    """`opened` carries a ticket's id, `merge_wanted` the Likely ticket that is to stay.

    `found` says that they were looked for.
    """

    opened = Signal(int)
    merge_wanted = Signal(object)
    found = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context.theme, head="Looks like", parent=parent)
        self._context = context
        self._ticket_id: int | None = None
        self.setObjectName("LooksLike")
        self.setAccessibleName("Tickets that look like this one")
        self._lines = Pool(self.column, self._line)
        self.hide()

    def show_ticket(self, shown: TicketPage) -> None:
        """Look for tickets like a new one."""
        ticket = shown.ticket
        works_here = self._context.account.may(Right.WORK_ON_TICKETS)
        wanted = ticket.id if works_here and ticket.status in NEW else None
        if wanted is None or wanted != self._ticket_id:
            self._show(())
        self._ticket_id = wanted
        if wanted is None:
            return
        work = partial(
            duplicates.likely,
            self._context.desk,
            ticket.title,
            ticket.text,
            ticket.kind,
            ticket.requester_id,
            limit=MOST,
            without=wanted,
        )
        done = partial(self._were_found, wanted, shown.around)
        self._context.jobs.read(self, work, done, key="likely")

    def lines(self) -> list[LikelyLine[QPushButton]]:
        """The tickets that are shown."""
        return self._lines.shown() if not self.isHidden() else []

    def _were_found(self, ticket_id: int, known: frozenset[int], found: list[Likely]) -> None:
        """What is linked already is said already."""
        if ticket_id == self._ticket_id:
            self._show([one for one in found if one.id not in known])
            self.found.emit()

    def _show(self, found: Sequence[Likely]) -> None:
        self.setVisible(bool(found))
        for line, likely in self._lines.each(found):
            line.show_likely(likely)
            line.act.setVisible(is_open(likely.status))
            line.act.setAccessibleName(f"Merge into {likely.number}")

    def _line(self) -> LikelyLine[QPushButton]:
        merge = QPushButton("Merge into it", self)
        merge.setObjectName("MergeIntoIt")
        look(merge, "link")
        line = LikelyLine(self._context, merge, self)
        line.opens.clicked.connect(lambda: self._open(line.likely))
        merge.clicked.connect(lambda: self.merge_wanted.emit(line.likely))
        return line

    def _open(self, likely: Likely | None) -> None:
        if likely is not None:
            self.opened.emit(likely.id)
